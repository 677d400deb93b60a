"""A leaf of the storyboard → the shapes of its slide, one function for each kind of slide.

The title comes first in the reading order, then what the slide says, then its source, then the
furniture: section number, running head, folio.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from report.compose.plan import ChartPlan
from report.compose.relief import art_profile
from report.deck import ooxml
from report.deck.agenda import draw_appendix, draw_columns, draw_rows
from report.deck.art import draw_section_art, draw_title_art, title_ridges
from report.deck.backmatter import draw_list
from report.deck.captions import Caption, source_line, sub_line
from report.deck.cards import draw_figures
from report.deck.fit import fit_line, height_of, runs_down, step_down
from report.deck.geometry import Box
from report.deck.leaves import (
    BACK,
    AgendaBody,
    ChartBody,
    ClosingBody,
    DerivedBody,
    FiguresBody,
    GapsBody,
    Leaf,
    PairBody,
    Panel,
    PictureBody,
    ProseBody,
    QuoteBody,
    SectionBody,
    TableBody,
    TitleBody,
)
from report.deck.ooxml import Para, Piece
from report.deck.sheet import Sheet
from report.deck.stage import BODY_FLOOR, Stage, text_of
from report.deck.tables import table_markup
from report.record import record, replace

TALL_TITLE = 304.0
"""The most that a title takes down the title slide (points)."""


@record
class Pages:
    """Slide numbers that other slides link to."""

    sections: Mapping[int, int]
    appendix: int | None


def draw(stage: Stage, leaf: Leaf, number: int, pages: Pages) -> Sheet:
    """Draw one slide."""
    sheet = Sheet(stage, stage.layouts[leaf.role], number)
    body = leaf.body
    if isinstance(body, TitleBody):
        _title_slide(sheet, leaf)
    elif isinstance(body, SectionBody):
        _section_slide(sheet, leaf)
    else:
        sheet.title(leaf.title)
        _content(sheet, leaf, pages)
        _furniture(sheet, leaf)
    return sheet


def _content(sheet: Sheet, leaf: Leaf, pages: Pages) -> None:
    body = leaf.body
    if isinstance(body, AgendaBody):
        if body.columns:
            draw_columns(sheet, body.sections, dict(pages.sections))
        else:
            draw_rows(sheet, body.sections, dict(pages.sections))
        draw_appendix(sheet, pages.appendix)
    elif isinstance(body, FiguresBody):
        draw_figures(sheet, body)
        sheet.caption(_figures_source(sheet.stage, leaf, body))
    elif isinstance(body, ChartBody):
        _chart_slide(sheet, leaf, body)
    elif isinstance(body, PairBody):
        _pair_slide(sheet, leaf, body)
    elif isinstance(body, TableBody):
        _table_slide(sheet, leaf, body)
    elif isinstance(body, ProseBody):
        if body.callout:
            _callout_bar(sheet, "body")
        sheet.set("body", body.paras, body.setting)
    elif isinstance(body, QuoteBody):
        sheet.set("body", body.paras, body.setting)
        _quote_mark(sheet)
        if body.by and body.by != leaf.title:
            _speaker(sheet, body)
    elif isinstance(body, PictureBody):
        _picture_slide(sheet, body)
    elif isinstance(body, GapsBody):
        draw_list(sheet, body.views, gaps=True, legend=body.legend)
    elif isinstance(body, DerivedBody):
        draw_list(sheet, body.views, gaps=False, legend=False)
    elif isinstance(body, ClosingBody):
        sheet.set("body", body.paras, body.setting)
        sheet.fitted("contact", body.contact)


def _speaker(sheet: Sheet, body: QuoteBody) -> None:
    """Who said it, right below the quotation."""
    stage = sheet.stage
    slot, text = sheet.layout.slot("by"), sheet.layout.slot("body")
    if slot is None or text is None:
        return
    height = height_of(body.paras, text.box.w, body.setting, stage.measure)
    para = Para((Piece(f"—— {body.by}"),))
    default = stage.setting(slot)
    found = step_down(
        (para,), slot.box.w, slot.box.h, default, stage.measure, floor=BODY_FLOOR
    ) or default.at(BODY_FLOOR)
    top = min(text.box.y + height + 18, slot.box.y)
    sheet.set("by", (para,), found, box=Box(slot.box.x, top, slot.box.w, slot.box.h))


def _quote_mark(sheet: Sheet) -> None:
    """A large opening mark left of the quotation."""
    stage = sheet.stage
    slot = sheet.layout.slot("body")
    if slot is None or not stage.own:
        return
    piece = stage.piece("“", "slide-deck-title", size=120, colour="p300")
    text = ooxml.TextBody((Para((piece,), leading=110),))
    box = Box(slot.box.x - 64, slot.box.y - 22, 124, 110)
    sheet.add(
        ooxml.shape(sheet.next_id(), "引号", box, decorative=True, text_box=True,
                    text=ooxml.text_body(text, stage.language))
    )  # fmt: skip


# --- furniture -------------------------------------------------------------------------------


def _furniture(sheet: Sheet, leaf: Leaf) -> None:
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
    _running_head(sheet, running)
    sheet.folio()


def _running_head(sheet: Sheet, text: str, *, limit: float = 1e9) -> None:
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


# --- opening slides --------------------------------------------------------------------------


def _title_slide(sheet: Sheet, leaf: Leaf) -> None:
    stage = sheet.stage
    document = stage.document
    slot = sheet.layout.slot("title")
    below = sheet.layout.slot("subtitle")
    lines = [t for t in (document.cover.kicker, document.subtitle) if t]
    if document.cover.strap and len(lines) < 2:
        lines.append(document.cover.strap)
    if slot is None:
        return
    if not stage.own or not slot.vertical:
        sheet.title(leaf.title)
        sheet.fitted("subtitle", [Para((Piece(t),)) for t in lines])
        return
    default = stage.setting(slot)
    text = leaf.title
    if runs_down(text) and len(text) <= 8:
        size = min(default.size, TALL_TITLE / len(text) / 1.058)
        setting = replace(default, size=round(size, 1), leading=round(size * 1.058, 1))
        width = round(setting.size * 1.06, 1)
        box = Box(slot.box.right - width, slot.box.y, width, setting.leading * len(text))
        title = Para((Piece(text),))
        vertical = all(runs_down(t) for t in lines)
    else:
        vertical = False
        wide = stage.form.width > 800
        left = 330.0 if wide else 260.0
        room = stage.form.width - left - (60 if wide else 40)
        title = Para((Piece(text),), align="r")
        setting = default.at(44)
        for size in (52.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0):
            setting = replace(default.at(size), leading=round(size * 1.25, 1))
            if height_of((title,), room, setting, stage.measure) <= 150:
                break
        height = height_of((title,), room, setting, stage.measure)
        box = Box(left, 44, room, height)
    title = replace(
        title, pieces=tuple(replace(p, size=setting.size) for p in title.pieces),
        leading=setting.leading,
    )  # fmt: skip
    zone = box
    sub_box, sub = None, [Para((Piece(t, bold=(k == 0 and len(lines) > 1) or None),))
                          for k, t in enumerate(lines)]  # fmt: skip
    if lines and below:
        if vertical:
            sub_box, sub = _vertical_sub(stage, lines, box)
        else:
            sub_setting = stage.role_setting("slide-body", size=16, leading=24)
            sub = [
                replace(p, align="r", leading=24,
                        pieces=tuple(replace(q, size=16) for q in p.pieces))
                for p in sub
            ]  # fmt: skip
            need = height_of(sub, box.w, sub_setting, stage.measure)
            sub_box = Box(box.x, box.bottom + 12, box.w, need)
            if not runs_down(text) or len(text) > 8:
                zone = Box(box.x, box.y, box.w, sub_box.bottom - box.y)
            else:
                sub_box = Box(box.x - 360, box.y, 340, need)
    layers = title_ridges(sheet, zone)
    sheet.fill("title", (title,), box=box)
    draw_title_art(sheet, layers)
    if sub_box and below:
        sheet.fill("subtitle", sub, box=sub_box)


def _vertical_sub(stage: Stage, lines: Sequence[str], title: Box) -> tuple[Box, list[Para]]:
    """Kicker and subtitle down one axis left of the title."""
    count = sum(len(t) for t in lines)
    paras: list[Para] = []
    size, step = (14.0, 18.0) if count * 18 + 10 <= 286 else (12.0, 14.5)
    for k, text in enumerate(lines):
        bold = k == 0 and len(lines) > 1
        colour = stage.fill("p900") if bold else ""
        paras.append(
            Para(
                (Piece(text, size=size, bold=bold or None, colour=colour),), leading=step,
                before=10 if k else 0,
            )
        )  # fmt: skip
    height = count * step + 10 * (len(lines) - 1)
    return Box(title.x - 34, title.y + 4, round(size * 1.08, 1), height), paras


def _section_slide(sheet: Sheet, leaf: Leaf) -> None:
    stage = sheet.stage
    section = stage.document.sections[leaf.section]
    slot = sheet.layout.slot("title")
    if slot is None or not stage.own or not slot.vertical:
        sheet.title(leaf.title)
        sheet.fill("numeral", (Para((Piece(section.number),)),))
        sheet.fitted("body", (Para(stage.pieces(section.lead)),), floor=BODY_FLOOR)
        _furniture(sheet, leaf)
        return
    default = stage.setting(slot)
    lead_slot = sheet.layout.slot("body")
    lead_box = lead_slot.box if lead_slot else stage.form.content
    text = leaf.title
    if runs_down(text) and len(text) <= 10:
        size = min(default.size, slot.box.h / len(text) / 1.068)
        setting = replace(default, size=round(size, 1), leading=round(size * 1.068, 1))
        width = round(setting.size * 1.07, 1)
        box = Box(
            slot.box.x + (slot.box.w - width) / 2, slot.box.y, width, setting.leading * len(text)
        )
        title = Para((Piece(text, size=setting.size),), leading=setting.leading)
    else:
        title = Para((Piece(text),))
        box = Box(lead_box.x, 44, stage.form.width - lead_box.x - 48, 100)
        setting = default.at(36)
        for size in (36.0, 32.0, 28.0, 24.0, 20.0, 18.0):
            setting = replace(default.at(size), leading=round(size * 1.3, 1))
            if height_of((title,), box.w, setting, stage.measure) <= 108:
                break
        height = height_of((title,), box.w, setting, stage.measure)
        box = box.top(height)
        title = Para((Piece(text, size=setting.size),), leading=setting.leading)
        lead_box = Box(lead_box.x, box.bottom + 14, box.w, 200 - (box.bottom + 14) + 40)
    sheet.fill("title", (title,), box=None if box == slot.box else box)
    _numeral(sheet, section.number)
    lead = Para(stage.pieces(section.lead))
    found = None
    if lead_slot and section.lead:
        usual = stage.setting(lead_slot)
        found = step_down(
            (lead,), lead_box.w, lead_box.h, usual, stage.measure, floor=14
        ) or usual.at(13)
        height = height_of((lead,), lead_box.w, found, stage.measure)
        lead_box = lead_box.top(max(height, found.leading))
    obstacles = [lead_box] if found else []
    ground = draw_section_art(sheet, art_profile(section), box, obstacles)
    if found and lead_slot:
        sheet.set("body", (lead,), found, box=lead_box)
    sheet.fill("mark", (Para((Piece(section.number),)),))
    _running_head(sheet, section.title, limit=ground - 10)
    sheet.folio()


def _numeral(sheet: Sheet, number: str) -> None:
    slot = sheet.layout.slot("numeral")
    if slot is None:
        return
    stage = sheet.stage
    default = stage.setting(slot)
    size = default.size
    while size > 120 and stage.measure.natural(number, size, family="serif", bold=True) > (
        slot.box.w
    ):
        size -= 10
    sheet.set("numeral", (Para((Piece(number),)),), default.at(size))


# --- charts, tables, pictures ----------------------------------------------------------------


def _own_title(plan_title: str, slide_title: str) -> str:
    return "" if plan_title == slide_title else plan_title


def _chart_slide(sheet: Sheet, leaf: Leaf, body: ChartBody) -> None:
    stage, plan = sheet.stage, body.plan
    sub = sub_line(stage, leaf.role, plan.number, _own_title(plan.title, leaf.title), plan.sub)
    source = source_line(stage, leaf.role, plan.source, plan.note)
    sheet.caption(sub)
    box = stage.box(leaf.role, "chart").inset(
        0, sub.extra if sub else 0, 0, source.extra if source else 0
    )
    sheet.chart(plan, box, sheet.layout.slot("chart"))
    if body.panel:
        if body.panel.callout:
            _callout_bar(sheet, "body")
        sheet.set("body", body.panel.paras, body.panel.setting, box=_panel_box(stage, body.panel))
    sheet.caption(source)


def _panel_box(stage: Stage, panel: Panel) -> Box | None:
    """The panel as high as its text, and not less than a third of its place."""
    slot = stage.slot("chart-text", "body")
    if slot is None or not slot.fill:
        return None
    left, top, right, bottom = slot.insets
    text = height_of(panel.paras, slot.box.w - left - right, panel.setting, stage.measure)
    need = text + top + bottom + 6
    return slot.box.top(min(slot.box.h, max(need, slot.box.h / 3)))


def _callout_bar(sheet: Sheet, name: str) -> None:
    """The accent bar on top of a scope warning."""
    slot = sheet.layout.slot(name)
    if slot:
        bar = Box(slot.box.x, slot.box.y - 3, slot.box.w, 3)
        sheet.add(
            ooxml.shape(sheet.next_id(), "提示线", bar, fill=sheet.stage.fill("accent"),
                        decorative=True)
        )  # fmt: skip


def _pair_slide(sheet: Sheet, leaf: Leaf, body: PairBody) -> None:
    stage = sheet.stage
    sources = dict.fromkeys(p.source for p in body.plans if p.source)
    notes = dict.fromkeys(p.note for p in body.plans if p.note)
    source = source_line(stage, leaf.role, "".join(sources), "".join(notes))
    names = (("head", "sub", "chart"), ("head2", "sub2", "chart2"))
    for plan, (head, sub, chart) in zip(body.plans, names, strict=True):
        _chart_heading(sheet, plan, head)
        sheet.caption(sub_line(stage, leaf.role, "", "", plan.sub, name=sub))
        box = stage.box(leaf.role, chart).inset(0, 0, 0, source.extra if source else 0)
        sheet.chart(plan, box, sheet.layout.slot(chart))
    sheet.caption(source)


def _chart_heading(sheet: Sheet, plan: ChartPlan, name: str) -> None:
    slot = sheet.layout.slot(name)
    if slot is None:
        return
    stage = sheet.stage
    default = stage.setting(slot)
    text = f"{plan.number}\u2002{plan.title}"
    size = fit_line(text, slot.box.w, default.size, stage.measure, floor=12, bold=True)
    pieces = (
        Piece(plan.number, colour=stage.fill("p700")), Piece(f"\u2002{plan.title}"),
    )  # fmt: skip
    sheet.set(name, (Para(pieces),), default.at(size))


def _table_slide(sheet: Sheet, leaf: Leaf, body: TableBody) -> None:
    stage, plan = sheet.stage, body.plan
    base = leaf.title
    sub = sub_line(stage, leaf.role, plan.number, _own_title(plan.title, base), plan.sub)
    sheet.caption(sub)
    slot = sheet.layout.slot("table")
    place = (slot.kind, slot.index) if slot and slot.kind else None
    name = f"{plan.number} {plan.title}"
    sheet.add(table_markup(stage, plan, body.grid, sheet.next_id(), name, place))
    sheet.caption(source_line(stage, leaf.role, plan.source, _table_note(stage, plan.note)))


def _table_note(stage: Stage, note: str) -> str:
    """The table's note without what it says of the mark in lost cells: here they say it in full."""
    words = stage.document.words
    before, between, after = words.missing_cells.split("{}")
    said = f"{re.escape(before + words.missing_mark + between)}.*?{re.escape(after)}"
    return re.sub(said, "", note).strip()


def _figures_source(stage: Stage, leaf: Leaf, body: FiguresBody) -> Caption | None:
    words = stage.document.words
    notes = [
        f"{view.code}{words.colon}{view.formula}"
        for view in (*body.cards, body.hero)
        if view
        and view.state == "derived"
        and view.formula
        and view.code
        and view.formula not in view.notes
    ]
    note = words.semicolon.join(notes) + (words.full_stop if notes else "")
    return source_line(stage, leaf.role, stage.sources_of(leaf.figures), note)


def _picture_slide(sheet: Sheet, body: PictureBody) -> None:
    """The picture whole, as large as its place allows; caption and credit below."""
    stage, image = sheet.stage, body.image
    slot = sheet.layout.slot("picture")
    area = slot.box if slot else stage.form.content
    scale = min(area.w / max(image.width_px, 1), area.h / max(image.height_px, 1))
    width, height = image.width_px * scale, image.height_px * scale
    box = Box(area.x, area.y + (area.h - height) / 2, width, height)
    relation = sheet.relation("image", image.path)
    sheet.add(
        ooxml.picture(
            sheet.next_id(), text_of(image.caption) or "图片", box, relation, "", alt=image.alt,
            placeholder=(slot.kind, slot.index) if slot and slot.kind else None,
        )
    )  # fmt: skip
    caption = list(stage.pieces(image.caption))
    if image.credit:
        caption.append(Piece(("\u2002" if caption else "") + image.credit))
    if caption:
        sheet.fitted("body", (Para(tuple(caption)),))
