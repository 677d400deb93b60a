"""A leaf of the storyboard → the shapes of its slide, one function for each kind of slide.

The title comes first in the reading order, then what the slide says, then its source, then the
furniture: section number, running head, folio.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report.compose.document import ProfilePoint
from report.compose.plan import ChartPlan, TablePlan
from report.compose.relief import art_profile
from report.deck import ooxml
from report.deck.agenda import draw_appendix, draw_columns, draw_rows
from report.deck.agenda import draw_list as draw_agenda
from report.deck.art import draw_strip
from report.deck.backmatter import draw_list, draw_notes
from report.deck.captions import Caption, source_line, sub_line
from report.deck.closing import draw_closing
from report.deck.figures import draw_figures
from report.deck.fit import fit_line, height_of, step_down
from report.deck.furniture import furniture
from report.deck.geometry import Box
from report.deck.leaves import (
    AgendaBody,
    ChartBody,
    ClosingBody,
    DerivedBody,
    FiguresBody,
    GapsBody,
    Leaf,
    NotesBody,
    PairBody,
    PictureBody,
    ProseBody,
    QuoteBody,
    SectionBody,
    TableBody,
    TablesBody,
    TitleBody,
)
from report.deck.ooxml import Para, Piece
from report.deck.openings import section_slide, title_slide
from report.deck.panels import accent_bar, draw_panel
from report.deck.sheet import Sheet
from report.deck.stage import BODY_FLOOR, NOTE_FLOOR, Stage, in_size, text_of
from report.deck.tables import table_markup
from report.deck.titles import without_lost_cells
from report.record import record


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
        title_slide(sheet, leaf)
    elif isinstance(body, SectionBody):
        section_slide(sheet, leaf)
    else:
        sheet.title(leaf.title)
        _content(sheet, leaf, pages)
        furniture(sheet, leaf)
    return sheet


def _content(sheet: Sheet, leaf: Leaf, pages: Pages) -> None:
    body = leaf.body
    if isinstance(body, AgendaBody):
        if not sheet.stage.own and sheet.layout.slot("body"):
            draw_agenda(sheet, body.sections, dict(pages.sections), pages.appendix)
        elif body.columns:
            draw_columns(sheet, body.sections, dict(pages.sections))
        else:
            draw_rows(sheet, body.sections, dict(pages.sections))
        draw_appendix(sheet, pages.appendix)
    elif isinstance(body, FiguresBody):
        draw_figures(sheet, body, _profile(sheet.stage, leaf))
        sheet.caption(_figures_source(sheet.stage, leaf, body))
    elif isinstance(body, ChartBody):
        _chart_slide(sheet, leaf, body)
    elif isinstance(body, PairBody):
        _pair_slide(sheet, leaf, body)
    elif isinstance(body, TableBody):
        _table_slide(sheet, leaf, body)
    elif isinstance(body, TablesBody):
        _tables_slide(sheet, leaf, body)
    elif isinstance(body, ProseBody):
        if body.callout:
            accent_bar(sheet, "body")
        sheet.set("body", body.paras, body.setting)
        _prose_ridge(sheet, leaf, body)
    elif isinstance(body, QuoteBody):
        _quote_mark(sheet)  # below the words: a click takes these
        sheet.set("body", body.paras, body.setting)
        end = _speaker(sheet, body, leaf.title)
        _quote_ridge(sheet, leaf, end)
    elif isinstance(body, PictureBody):
        _picture_slide(sheet, body, leaf.title)
    elif isinstance(body, GapsBody):
        draw_list(sheet, body.views, gaps=True, legend=body.legend)
    elif isinstance(body, DerivedBody):
        draw_list(sheet, body.views, gaps=False, legend=False)
    elif isinstance(body, NotesBody):
        draw_notes(sheet, body.gaps, body.derived)
    elif isinstance(body, ClosingBody):
        draw_closing(sheet, body)


def _speaker(sheet: Sheet, body: QuoteBody, title: str) -> float:
    """Who said it, right below the quotation; gives where the words end (y)."""
    stage = sheet.stage
    slot, text = sheet.layout.slot("by"), sheet.layout.slot("body")
    if slot is None or text is None:
        return stage.form.content.bottom
    end = text.box.y + height_of(body.paras, text.box.w, body.setting, stage.measure)
    if not body.by or body.by == title:
        return end
    para = Para((Piece(f"—— {body.by}"),))
    default = stage.setting(slot)
    found = step_down(
        (para,), slot.box.w, slot.box.h, default, stage.measure, floor=BODY_FLOOR
    ) or default.at(BODY_FLOOR)
    top = min(end + 18, slot.box.y)
    sheet.set("by", (para,), found, box=Box(slot.box.x, top, slot.box.w, slot.box.h))
    return top + slot.box.h


def _quote_ridge(sheet: Sheet, leaf: Leaf, end: float) -> None:
    """The section's ridge at the foot of a short quotation's slide."""
    content = sheet.stage.form.content
    profile = _profile(sheet.stage, leaf)
    height = min(content.bottom - end - 24, 150.0)
    if sheet.stage.own and height >= 76 and any(p.amplitude is not None for p in profile):
        draw_strip(sheet, profile, Box(content.x, content.bottom - height, content.w, height))


def _prose_ridge(sheet: Sheet, leaf: Leaf, body: ProseBody) -> None:
    """The section's ridge below a text that leaves half of its slide empty."""
    slot = sheet.layout.slot("body")
    if slot is None:
        return
    end = slot.box.y + height_of(body.paras, slot.box.w, body.setting, sheet.stage.measure)
    if end < slot.box.y + slot.box.h * 0.5:
        _quote_ridge(sheet, leaf, end)


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
        draw_panel(sheet, body.panel)
    sheet.caption(source)


def _pair_slide(sheet: Sheet, leaf: Leaf, body: PairBody) -> None:
    stage = sheet.stage
    sources = dict.fromkeys(p.source for p in body.plans if p.source)
    notes = dict.fromkeys(p.note for p in body.plans if p.note)
    source = source_line(stage, leaf.role, "".join(sources), "".join(notes))
    names = (("head", "sub", "chart"), ("head2", "sub2", "chart2"))
    for plan, (head, sub, chart) in zip(body.plans, names, strict=True):
        _heading(sheet, plan, head)
        sheet.caption(sub_line(stage, leaf.role, "", "", plan.sub, name=sub))
        box = stage.box(leaf.role, chart).inset(0, 0, 0, source.extra if source else 0)
        sheet.chart(plan, box, sheet.layout.slot(chart))
    sheet.caption(source)


def _heading(sheet: Sheet, plan: ChartPlan | TablePlan, name: str) -> None:
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
    sheet.caption(
        source_line(stage, leaf.role, plan.source, without_lost_cells(stage.document, plan.note))
    )


def _tables_slide(sheet: Sheet, leaf: Leaf, body: TablesBody) -> None:
    stage = sheet.stage
    sources = dict.fromkeys(p.source for p in body.plans if p.source)
    notes = dict.fromkeys(
        note for p in body.plans if (note := without_lost_cells(stage.document, p.note))
    )
    names = (("head", "sub", "table"), ("head2", "sub2", "table2"))
    for plan, grid, (head, sub, table) in zip(body.plans, body.grids, names, strict=True):
        _heading(sheet, plan, head)
        sheet.caption(sub_line(stage, leaf.role, "", "", plan.sub, name=sub))
        slot = sheet.layout.slot(table)
        place = (slot.kind, slot.index) if slot and slot.kind else None
        name = f"{plan.number} {plan.title}"
        sheet.add(table_markup(stage, plan, grid, sheet.next_id(), name, place))
    sheet.caption(source_line(stage, leaf.role, "".join(sources), "".join(notes)))


def _profile(stage: Stage, leaf: Leaf) -> Sequence[ProfilePoint]:
    return art_profile(stage.document.sections[leaf.section]) if leaf.section >= 0 else ()


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


LARGEST_PIXEL = 1.5
"""A small picture is not blown up beyond so many points a pixel."""
BESIDE = 0.62
"""A picture narrower than this share of its place has its caption beside it."""


def _picture_slide(sheet: Sheet, body: PictureBody, title: str) -> None:
    """The picture whole, as large as its place allows; caption and credit below or beside it."""
    stage, image = sheet.stage, body.image
    slot = sheet.layout.slot("picture")
    area = slot.box if slot else stage.form.content
    scale = min(area.w / max(image.width_px, 1), area.h / max(image.height_px, 1), LARGEST_PIXEL)
    width, height = image.width_px * scale, image.height_px * scale
    caption = _under_title(stage.pieces(image.caption), title)
    if image.credit:
        caption.append(Piece(("\u2002" if caption else "") + image.credit))
    beside = stage.own and width < area.w * BESIDE and bool(caption)
    left = area.x if beside else area.x + (area.w - width) / 2
    box = Box(left, area.y + (area.h - height) / 2, width, height)
    relation = sheet.relation("image", image.path)
    sheet.add(
        ooxml.picture(
            sheet.next_id(), text_of(image.caption) or "图片", box, relation, "", alt=image.alt,
            placeholder=(slot.kind, slot.index) if slot and slot.kind else None,
        )
    )  # fmt: skip
    if not caption:
        return
    para, words = Para(tuple(caption)), sheet.layout.slot("body")
    if beside and words:
        place = Box(box.right + 28, box.y, area.right - box.right - 28, box.h)
        default = stage.setting(words)
        setting = default.at(15.0)
        need = min(height_of((para,), place.w, setting, stage.measure), place.h)
        place = place.below(place.h - need)
        sheet.fill("body", in_size((para,), setting, default), box=place)
    elif words and stage.own:
        # Right below the picture, be it as low as it may.
        place = words.box.moved(0, min(0.0, box.bottom + 14 - words.box.y))
        default = stage.setting(words)
        setting = step_down(
            (para,), place.w, place.h, default, stage.measure, floor=NOTE_FLOOR
        ) or default.at(NOTE_FLOOR)
        sheet.fill("body", in_size((para,), setting, default), box=place)
    else:
        sheet.fitted("body", (para,))


def _under_title(pieces: Sequence[Piece], title: str) -> list[Piece]:
    """A caption without its first sentence where that is the slide's title."""
    text = "".join(piece.text for piece in pieces)
    if not text.startswith(title):
        return list(pieces)
    rest = text[len(title) :].lstrip("。.！？!? ")
    return [Piece(rest)] if rest else []
