"""A title → one or two columns of upright text, or the answer that it is better set in lines.

Up to sixteen characters of Han or kana run down in columns from right to left (visual design,
sections 8 and 9). The placeholder holds the whole title as one line of text and is written
vertically (``orient="vert"`` with ``eaVert``): PowerPoint and LibreOffice both break it where the
box ends, so the box decides where the second column begins. In vertical writing LibreOffice
misplaces what it takes from another face: a title that one face does not hold is stacked instead,
one character a line in a box one character wide.
"""

from __future__ import annotations

import unicodedata

from report.compose.document import Document
from report.deck.fit import NO_END, NO_START, Measure, Setting, is_wide, runs_down
from report.deck.geometry import Box
from report.deck.layouts import Slot
from report.deck.stage import Stage
from report.record import record

MOST = 16
"""Characters of a title that may run down."""
MOST_STACKED = 8
PITCH = 1.06
"""From character to character in a stacked title, in ems."""
_HELD = frozenset("的与和及之了")
"""Particles that read badly at the head of a column."""


@record
class Columns:
    """A title in columns: its box, and how its characters are set (points)."""

    box: Box
    size: float
    leading: float
    """From column to column."""
    tracking: float
    bottom: float
    """Where the longest column ends."""
    upright: bool = True
    """Written vertically; else one character a line."""


def stands(text: str, language: str) -> bool:
    """Whether a title may run down: Chinese and Japanese, short, and hardly any Latin in it."""
    if language.split("-")[0] in ("en", "ko") or not 0 < len(text) <= MOST or "\n" in text:
        return False
    upright = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return upright >= 0.7 * len(text)


def writes_down(text: str, language: str, measure: Measure) -> bool:
    """Whether a title may be written vertically: it stands, and one face has all of it."""
    return stands(text, language) and measure.in_one_face(text, "serif", bold=True)


def standing_roles(document: Document, measure: Measure) -> frozenset[str]:
    """Layouts whose titles are written vertically in a deck: where all of their titles may be."""
    language = document.language
    roles: set[str] = set()
    if writes_down(document.title, language, measure):
        roles.add("title")
    if all(writes_down(s.title, language, measure) for s in document.sections):
        roles.add("section")
    return frozenset(roles)


def title_columns(
    stage: Stage, slot: Slot, text: str, *, single: float, rooms: tuple[float, float]
) -> Columns | None:
    """The columns of a title whose first column starts at the slot's upper right corner.

    One column up to ``single`` characters, two beyond; ``rooms`` are the heights that a short
    title and a long one may take. None where it cannot run down.
    """
    if not stands(text, stage.language):
        return None
    default = stage.setting(slot)
    if not slot.upright or not writes_down(text, stage.language, stage.measure):
        return _stacked(slot, text, default, rooms[1] + 36)
    ratio = 1 + slot.tracking / default.size
    cut = len(text) if _ems(text, stage.measure) <= single else _cut(text, stage.measure)
    first, second = _ems(text[:cut], stage.measure), _ems(text[cut:], stage.measure)
    longest = max(first, second)
    room = rooms[0] if longest <= single else rooms[1]
    step = min(default.size * ratio, room / longest)
    size = round(step / ratio, 1)
    leading = round(size * default.leading / default.size, 1)
    count = 2 if second else 1
    width = leading * count
    # Not so high that the next character would still find room in the first column.
    height = round((max(longest, first) + 0.4) * step, 1)
    box = Box(round(slot.box.right - width, 1), slot.box.y, width, height)
    return Columns(box, size, leading, round(size * (ratio - 1), 1), box.y + longest * step)


def _stacked(slot: Slot, text: str, default: Setting, room: float) -> Columns | None:
    """One character a line, where no mark in the title would lie on its side."""
    if not runs_down(text) or len(text) > MOST_STACKED:
        return None
    size = round(min(default.size, room / len(text) / PITCH), 1)
    step = round(size * PITCH, 1)
    width = round(size * 1.06, 1)
    box = Box(round(slot.box.right - width - 8, 1), slot.box.y, width, step * len(text))
    return Columns(box, size, step, 0.0, box.bottom, upright=False)


def _ems(text: str, measure: Measure) -> float:
    return sum(1.0 if is_wide(c) else measure.advance(c, "serif", True) for c in text)


def _cut(text: str, measure: Measure) -> int:
    """Where the second column begins: at the middle, or a little below it."""
    half = _ems(text, measure) / 2
    cut = next(k for k in range(1, len(text) + 1) if _ems(text[:k], measure) >= half - 1e-6)
    for k in range(cut, min(cut + 3, len(text) - 1)):
        before, after = text[k - 1], text[k]
        broken = not is_wide(before) and not is_wide(after)
        if after not in NO_START and after not in _HELD and before not in NO_END and not broken:
            return k
    return cut
