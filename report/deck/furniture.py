"""What stands on the fold strip of a slide: section number, running head, live slide number."""

from __future__ import annotations

from report.deck.fit import fit_line, height_of, runs_down
from report.deck.geometry import Box
from report.deck.leaves import BACK, Leaf
from report.deck.ooxml import Para, Piece
from report.deck.sheet import Sheet
from report.record import replace


def furniture(sheet: Sheet, leaf: Leaf) -> None:
    """Section number, running head and live slide number."""
    stage = sheet.stage
    document = stage.document
    if leaf.section >= 0:
        section = document.sections[leaf.section]
        mark, running = section.number, section.title
    elif leaf.section == BACK:
        mark, running = document.words.appendix_mark, document.words.data_notes
    else:
        mark, running = "", document.title
    sheet.fill("mark", (Para((Piece(mark),)),))
    running_head(sheet, running)
    sheet.folio()


def running_head(sheet: Sheet, text: str, *, limit: float = 1e9) -> None:
    """The section's title down the fold strip; turned on its side where it cannot run down.

    It is left out where it would take more than the strip has, or pass ``limit`` (y).
    """
    slot = sheet.layout.slot("running")
    if slot is None or not text:
        return
    stage = sheet.stage
    default = stage.setting(slot)
    if not slot.vertical:
        size = fit_line(text, slot.box.w, default.size, stage.measure, floor=10)
        if stage.measure.width(text, size) <= slot.box.w:
            sheet.set("running", (Para((Piece(text),)),), default.at(size))
        return
    para = Para((Piece(text),))
    room = min(slot.box.h, limit - slot.box.y)
    shift = (room - slot.box.h) / 2
    if room < 40:
        return
    if runs_down(text):
        for size, step in ((default.size, default.leading), (10.0, 12.5)):
            if len(text) * step <= room:
                _run_head(sheet, para, size, step, None, 0)
                return
    for lines, width in ((1, 15.0), (2, 28.0)):
        for size in (default.size, 10.0):
            setting = replace(default, size=size, leading=13.0)
            if height_of((para,), room, setting, stage.measure) <= lines * 13.0:
                centre = slot.box.x + slot.box.w / 2
                # The box lies on its side: turned about its centre it stands on the strip.
                middle = slot.box.y + slot.box.h / 2
                box = Box(centre - room / 2, middle - width / 2, room, width)
                _run_head(sheet, replace(para, align="l"), size, 13.0, box.moved(0, shift), 90)
                return


def _run_head(
    sheet: Sheet, para: Para, size: float, leading: float, box: Box | None, turn: int
) -> None:
    """Fill the running head; all is said on the run, as some viewers ignore a footer's layout."""
    colour = sheet.stage.fill("muted")
    pieces = tuple(replace(p, size=size, colour=colour) for p in para.pieces)
    made = replace(para, pieces=pieces, leading=leading, align=para.align or "ctr")
    sheet.fill("running", (made,), box=box, turn=turn)
