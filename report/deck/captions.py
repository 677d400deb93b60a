"""The lines round a chart or table: number, title, unit and scope above, source and note below."""

from __future__ import annotations

from report.deck.fit import Setting, break_lines, step_down
from report.deck.geometry import Box
from report.deck.layouts import Slot
from report.deck.ooxml import Para, Piece
from report.deck.stage import NOTE_FLOOR, Stage, in_size
from report.record import record


@record
class Caption:
    """A line or two of text in a slot: final paragraphs, and the box if it is not the slot's."""

    slot: Slot
    paras: tuple[Para, ...]
    box: Box
    extra: float
    """Points it takes from the content area beyond what the layout gives it."""


def sub_line(stage: Stage, role: str, number: str, title: str, sub: str, *, name: str = "sub"
             ) -> Caption | None:  # fmt: skip
    """``图1  title · sub`` above a figure; None where the layout has no place or it is empty."""
    slot = stage.slot(role, name)
    if slot is None:
        return None
    pieces: list[Piece] = []
    if number:
        pieces.append(Piece(number, bold=True, colour=stage.fill("p700")))
    if title:
        pieces.append(Piece(("\u2002" if pieces else "") + title, colour=stage.fill("ink")))
    if sub:
        pieces.append(Piece(("\u2002" if pieces else "") + sub))
    if not pieces:
        return None
    para = Para(tuple(pieces))
    default = stage.setting(slot)
    setting, height = _set(stage, para, slot.box.w, default, 2, 11.0)
    extra = max(0.0, height - slot.box.h)
    box = Box(slot.box.x, slot.box.y, slot.box.w, max(slot.box.h, height))
    return Caption(slot, in_size((para,), setting, default), box, extra)


def source_line(stage: Stage, role: str, source: str, note: str = "") -> Caption | None:
    """Source and note at the foot of a slide; it grows upwards. None where there is neither."""
    slot = stage.slot(role, "source")
    text = joined(source, note, stage.document.words.full_stop)
    if slot is None or not text:
        return None
    para = Para((Piece(text),))
    default = stage.setting(slot)
    setting, height = _set(stage, para, slot.box.w, default, 2, NOTE_FLOOR)
    height = max(height, slot.box.h)
    box = Box(slot.box.x, slot.box.bottom - height, slot.box.w, height)
    limit = stage.box(role, "chart" if stage.slot(role, "chart") else "table").bottom
    extra = max(0.0, limit - (box.y - 4))
    return Caption(slot, in_size((para,), setting, default), box, extra)


def joined(first: str, second: str, stop: str) -> str:
    """Two sentences on one line; the first gets the full stop it lacks."""
    if not first or not second:
        return first + second
    if first[-1] not in "。．.!?！？；;":
        first += stop.rstrip()
    return f"{first} {second}" if first[-1].isascii() else first + second


def _set(stage: Stage, para: Para, width: float, default: Setting, lines: int, floor: float
         ) -> tuple[Setting, float]:  # fmt: skip
    setting = step_down(
        (para,), width, default.leading * lines, default, stage.measure, floor=floor
    )
    if setting is None:
        setting = default.at(floor)
    count = len(break_lines(para, width, setting, stage.measure))
    return setting, count * setting.leading


def caption_heights(stage: Stage, role: str, sub: str, source: str, note: str
                    ) -> tuple[float, float]:  # fmt: skip
    """Points that the captions of a figure take from the top and the foot of its area."""
    above = sub_line(stage, role, "", "", sub)
    below = source_line(stage, role, source, note)
    return (above.extra if above else 0.0), (below.extra if below else 0.0)
