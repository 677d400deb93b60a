"""A title → one or two columns of upright text, or the answer that it is better set in lines.

Up to sixteen characters of Han or kana run down in columns from right to left (visual design,
sections 8 and 9). The placeholder holds the whole title as one run and is written vertically
(``orient="vert"`` with ``eaVert``), which PowerPoint and LibreOffice both set upright. Two columns
part between phrases: the box ends where the first column does, or a soft break holds the place.
"""

from __future__ import annotations

import unicodedata

from report.compose.document import Document
from report.deck.balance import balanced, broken_by_box, with_breaks
from report.deck.fit import Measure, is_wide
from report.deck.geometry import Box
from report.deck.layouts import Slot
from report.deck.stage import Stage
from report.record import record

MOST = 16
"""Characters of a title that may run down."""
SPARE = 0.4
"""What a box is higher than its longest column, in ems: the next character finds no room."""


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
    text: str
    """The title, with a soft break where the box does not part the columns by itself."""


def stands(text: str, language: str) -> bool:
    """Whether a title may run down: Chinese and Japanese, short, and hardly any Latin in it."""
    if language.split("-")[0] in ("en", "ko") or not 0 < len(text) <= MOST or "\n" in text:
        return False
    upright = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return upright >= 0.7 * len(text)


def standing_roles(document: Document) -> frozenset[str]:
    """Layouts whose titles are written vertically in a deck: where all of their titles may be."""
    language = document.language
    roles: set[str] = set()
    if stands(document.title, language):
        roles.add("title")
    if all(stands(s.title, language) for s in document.sections):
        roles.add("section")
    return frozenset(roles)


def title_columns(
    stage: Stage, slot: Slot, text: str, *, single: float, rooms: tuple[float, float]
) -> Columns | None:
    """The columns of a title whose first column starts at the slot's upper right corner.

    One column up to ``single`` characters, two beyond; ``rooms`` are the heights that a short
    title and a long one may take. None where it cannot run down.
    """
    if not slot.upright or not stands(text, stage.language):
        return None
    default = stage.setting(slot)
    ratio = 1 + slot.tracking / default.size
    widths = _ems(text, stage.measure)
    cuts: tuple[int, ...] = ()
    if sum(widths) > single:
        cuts = balanced(text, widths, 2, sum(widths), stage.language)
    cut = cuts[0] if cuts else len(text)
    longest = max(sum(widths[:cut]), sum(widths[cut:]))
    room = rooms[0] if longest <= single else rooms[1]
    step = min(default.size * ratio, room / longest)
    size = round(step / ratio, 1)
    leading = round(size * default.leading / default.size, 1)
    width = leading * (1 + len(cuts))
    reach = longest + SPARE
    if cuts and not broken_by_box(text, widths, cuts, reach):
        text = with_breaks(text, cuts)
    box = Box(round(slot.box.right - width, 1), slot.box.y, width, round(reach * step, 1))
    tracking = round(size * (ratio - 1), 1)
    return Columns(box, size, leading, tracking, box.y + longest * step, text)


def _ems(text: str, measure: Measure) -> tuple[float, ...]:
    return tuple(1.0 if is_wide(c) else measure.advance(c, "serif", True) for c in text)
