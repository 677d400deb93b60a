"""The deck's title and a section's opening → their slides: a title, ridges, and a few words.

The title runs down in columns where the language and its length allow it, and else stands in
lines at the right. The ridges are native freeforms and keep clear of every word.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.relief import art_profile
from report.deck.art import draw_section_art, draw_title_art, title_ridges
from report.deck.balance import in_box
from report.deck.fit import Setting, break_lines, height_of, step_down
from report.deck.furniture import furniture, running_head
from report.deck.geometry import Box
from report.deck.layouts import Slot
from report.deck.leaves import Leaf
from report.deck.ooxml import Para, Piece
from report.deck.sheet import Sheet
from report.deck.stage import BODY_FLOOR, Stage
from report.deck.upright import Columns, stands, title_columns
from report.record import replace

SINGLE = 5.2
"""Ems of a title that one column may hold."""
NUMERAL_SLACK = 1.1
UNTRACKED = 0.001
"""A tracking that comes to none, where the layout has some (points)."""
_LINES = (52.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0)
"""Sizes tried for a title in lines (points)."""


def title_slide(sheet: Sheet, leaf: Leaf) -> None:
    """The title with its kicker and subtitle, the disc, and the landscape of all sections."""
    stage = sheet.stage
    document = stage.document
    slot, below = sheet.layout.slot("title"), sheet.layout.slot("subtitle")
    lines = [t for t in (document.cover.kicker, document.subtitle) if t]
    if document.cover.strap and len(lines) < 2:
        lines.append(document.cover.strap)
    if slot is None:
        return
    if not stage.own:
        sheet.title(leaf.title)
        sheet.fitted("subtitle", [Para((Piece(t),)) for t in lines])
        return
    found = title_columns(stage, slot, leaf.title, single=SINGLE, rooms=(232.0, 262.0))
    if found:
        box, title = found.box, _running_down(found)
        zone = replace(box, h=found.bottom - box.y)
    else:
        # LibreOffice sets lines in a slot for columns from its left edge, whatever they ask for.
        title, box, _ = _in_lines(
            stage, slot, leaf.title, _beside(stage), 150, align="l" if slot.upright else "r"
        )
        zone = box
    sub_box: Box | None = None
    sub: list[Para] = []
    down = False
    if lines and below:
        placed = _sub_down(stage, below, lines, zone) if found and below.upright else None
        down = placed is not None
        align = "l" if slot.upright and not found else "r"
        sub_box, sub = placed or _sub_lines(
            stage, lines, box, beside=found is not None, align=align
        )
        if down or not found:
            bottom = max(zone.bottom, sub_box.bottom)
            left = min(zone.x, sub_box.x)
            zone = Box(left, zone.y, zone.right - left, bottom - zone.y)
    layers = title_ridges(sheet, zone, sub_box if found and not down else None)
    sheet.fill("title", (title,), box=box, upright=found is not None)
    draw_title_art(sheet, layers)
    if sub_box:
        sheet.fill("subtitle", sub, box=sub_box, upright=down)


def _running_down(found: Columns) -> Para:
    piece = Piece(found.text, size=found.size, tracking=found.tracking or UNTRACKED)
    return Para((piece,), leading=found.leading, align="l")


def _beside(stage: Stage) -> Box:
    """Where a title in lines stands on the title slide: right of the disc."""
    wide = stage.form.width > 800
    left = 330.0 if wide else 260.0
    return Box(left, 44, stage.form.width - left - (60 if wide else 40), 150)


def _in_lines(
    stage: Stage, slot: Slot, text: str, place: Box, most: float, *, align: str = "r",
    largest: float = 52.0,
) -> tuple[Para, Box, Setting]:  # fmt: skip
    """A title in lines at the top of a place, as large as ``most`` points of height allow."""
    default = stage.setting(slot)
    setting = default.at(largest)
    para = Para((Piece(text),), align=align)
    for size in _LINES:
        if size > largest:
            continue
        setting = replace(default.at(size), leading=round(size * 1.25, 1))
        if height_of((para,), place.w, setting, stage.measure) <= most:
            break
    count = len(break_lines(para, place.w, setting, stage.measure))
    height = count * setting.leading
    text, width = in_box(text, count, place.w, setting.size, stage.measure, stage.language)
    if align == "r":
        place = replace(place, x=round(place.right - width, 1))
    place = replace(place, w=width)
    pieces = (Piece(text, size=setting.size, tracking=UNTRACKED if slot.tracking else 0),)
    return replace(para, pieces=pieces, leading=setting.leading), place.top(height), setting


def _sub_down(
    stage: Stage, slot: Slot, lines: Sequence[str], title: Box
) -> tuple[Box, list[Para]] | None:
    """Kicker and subtitle in columns of their own left of the title; None where they are long."""
    default = stage.setting(slot)
    room = max(title.h - 4, 196.0)
    measure = stage.measure
    if not all(stands(t, stage.language) or len(t) <= 24 for t in lines):
        return None
    for size in (default.size, 13.0, 12.0):
        setting = default.at(size)
        if all(measure.width(t, size) <= room for t in lines):
            break
    else:
        return None
    paras: list[Para] = []
    for k, text in enumerate(lines):
        first = k == 0 and len(lines) > 1
        colour = stage.fill("p900") if first else ""
        piece = Piece(text, size=setting.size, bold=first or None, colour=colour)
        paras.append(Para((piece,), leading=setting.leading))
    width = setting.leading * len(lines)
    return Box(round(title.x - width - 12, 1), title.y + 3, width, room), paras


def _sub_lines(
    stage: Stage, lines: Sequence[str], title: Box, *, beside: bool, align: str
) -> tuple[Box, list[Para]]:
    """Kicker and subtitle in lines: under a title in lines, left of one in columns."""
    setting = stage.role_setting("slide-body", size=16, leading=24)
    paras = [
        Para(
            (Piece(text, size=16, bold=(k == 0 and len(lines) > 1) or None),), align=align,
            leading=24,
        )
        for k, text in enumerate(lines)
    ]  # fmt: skip
    width = min(340.0, title.x - 330.0) if beside else title.w
    even = max(_balanced(stage, para, width, setting) for para in paras)
    if align == "r":
        title = replace(title, x=title.x + title.w - even, w=even) if not beside else title
    width = even
    height = height_of(paras, width, setting, stage.measure)
    if beside:
        return Box(title.x - width - 20, title.y, width, height), paras
    return Box(title.x, title.bottom + 12, width, height), paras


# --- sections --------------------------------------------------------------------------------


def section_slide(sheet: Sheet, leaf: Leaf) -> None:
    """The section's numeral, title and lead over its own ridge."""
    stage = sheet.stage
    section = stage.document.sections[leaf.section]
    slot, lead_slot = sheet.layout.slot("title"), sheet.layout.slot("body")
    if slot is None or not stage.own:
        sheet.title(leaf.title)
        sheet.fill("numeral", (Para((Piece(section.number),)),))
        sheet.fitted("body", (Para(stage.pieces(section.lead)),), floor=BODY_FLOOR)
        furniture(sheet, leaf)
        return
    lead_box = lead_slot.box if lead_slot else stage.form.content
    found = title_columns(stage, slot, leaf.title, single=SINGLE, rooms=(242.0, 262.0))
    if found:
        box, title = found.box, _running_down(found)
        zone = replace(box, h=found.bottom - box.y)
        lead_box = replace(lead_box, y=54, w=min(lead_box.w, box.x - lead_box.x - 28))
    else:
        place = Box(lead_box.x, 44, stage.form.width - lead_box.x - 48, 108)
        title, box, _ = _in_lines(stage, slot, leaf.title, place, 108, align="l", largest=36)
        zone = box
        lead_box = Box(box.x, box.bottom + 14, box.w, 200 - (box.bottom + 14) + 40)
    sheet.fill("title", (title,), box=box, upright=found is not None)
    _numeral(sheet, section.number)
    lead = Para(stage.pieces(section.lead))
    setting = None
    if lead_slot and section.lead:
        usual = stage.setting(lead_slot)
        setting = step_down(
            (lead,), lead_box.w, lead_box.h, usual, stage.measure, floor=14
        ) or usual.at(13)
        height = height_of((lead,), lead_box.w, setting, stage.measure)
        width = _balanced(stage, lead, lead_box.w, setting)
        lead_box = replace(lead_box, w=width, h=max(height, setting.leading))
    ground = draw_section_art(sheet, art_profile(section), zone, [lead_box] if setting else [])
    if setting and lead_slot:
        sheet.set("body", (lead,), setting, box=lead_box)
    sheet.fill("mark", (Para((Piece(section.number),)),))
    running_head(sheet, section.title, limit=ground - 10)
    sheet.folio()


def _balanced(stage: Stage, para: Para, width: float, setting: Setting) -> float:
    """The least width at which a paragraph takes no more lines, so that none of them is short."""
    lines = len(break_lines(para, width, setting, stage.measure))
    while lines > 1 and width > 120:
        tried = width - setting.size
        if len(break_lines(para, tried, setting, stage.measure)) > lines:
            break
        width = tried
    return round(width, 1)


def _numeral(sheet: Sheet, number: str) -> None:
    slot = sheet.layout.slot("numeral")
    if slot is None:
        return
    stage = sheet.stage
    default = stage.setting(slot)
    size = default.size
    # Some room to spare: a viewer without the face takes another, and it may be wider; above all
    # its 1, so that all numerals are reckoned, and set, as if of noughts.
    widest = "0" * len(number)
    while size > 120 and slot.box.w < NUMERAL_SLACK * stage.measure.natural(
        widest, size, family="serif", bold=True
    ):
        size -= 10
    sheet.set("numeral", (Para((Piece(number),)),), default.at(size))
