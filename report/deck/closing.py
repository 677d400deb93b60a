"""Sources, scope notes and colophon → the deck's last slide, over the landscape of the report."""

from __future__ import annotations

from report.compose.relief import art_profile
from report.deck.art import draw_landscape
from report.deck.fit import Setting, height_of, paginate, step_down
from report.deck.geometry import Box
from report.deck.layouts import Slot
from report.deck.leaves import ClosingBody
from report.deck.ooxml import Para, Piece
from report.deck.panels import accent_bar
from report.deck.sheet import Sheet
from report.deck.stage import BODY_FLOOR, Stage

LEAST, MOST = 84.0, 170.0
"""Height of the landscape (points)."""


def closing_pages(stage: Stage) -> list[ClosingBody]:
    """Sources, scope notes and colophon by slide.

    The scope notes stand in a panel beside the sources where the layout has one and all fit;
    else they follow them.
    """
    beside = _beside(stage)
    if beside:
        return [beside]
    paras, setting, contact = _running(stage)
    return [
        ClosingBody(page, setting, contact if k == len(paras) - 1 else ())
        for k, page in enumerate(paras)
    ]


def _beside(stage: Stage) -> ClosingBody | None:
    document, words = stage.document, stage.document.words
    slot, panel = stage.slot("closing", "body"), stage.slot("closing", "caveats")
    if slot is None or panel is None or not document.sources or not document.caveats:
        return None
    sources = tuple(_source_paras(stage))
    head = Piece(words.caveats_heading, bold=True, colour=stage.fill("accent"))
    caveats = (
        Para((head,), bullet="-"),
        *(Para(stage.pieces(runs), bullet="•", indent=14) for runs in document.caveats),
    )
    left, top, right, bottom = panel.insets
    setting = step_down(
        sources, slot.box.w, slot.box.h, stage.setting(slot), stage.measure, floor=BODY_FLOOR
    )
    aside = step_down(
        caveats, panel.box.w - left - right, panel.box.h - top - bottom, stage.setting(panel),
        stage.measure, floor=BODY_FLOOR,
    )  # fmt: skip
    if setting is None or aside is None:
        return None
    return ClosingBody(sources, setting, _contact(stage), caveats, aside)


def _source_paras(stage: Stage) -> list[Para]:
    return [
        Para((Piece(source.text or source.title),), bullet="-") for source in stage.document.sources
    ]


def _running(stage: Stage) -> tuple[list[tuple[Para, ...]], Setting, tuple[Para, ...]]:
    document, words = stage.document, stage.document.words
    slot = stage.slot("closing", "body") or Slot(
        "body", "", 0, stage.form.content, "slide-body", ""
    )
    paras = _source_paras(stage)
    if document.caveats:
        head = Piece(words.caveats_heading, bold=True, colour=stage.fill("accent"))
        paras.append(Para((head,), before=14, bullet="-"))
        paras += [Para(stage.pieces(runs), bullet="•", indent=14) for runs in document.caveats]
    contact = _contact(stage)
    if not paras:
        if not contact:
            return [], stage.setting(slot), ()
        paras = [Para((Piece(document.title),), bullet=stage.no_bullet)]
    width, height = _whole(stage, slot).w, slot.box.h
    default = stage.setting(slot)
    found = step_down(paras, width, height, default, stage.measure, floor=BODY_FLOOR)
    if found:
        return [tuple(paras)], found, contact
    small = default.at(BODY_FLOOR)
    return (list(paginate(paras, width, height, small, stage.measure)), small, contact)


def _contact(stage: Stage) -> tuple[Para, ...]:
    document, words = stage.document, stage.document.words
    rows = [f"{label}{words.colon}{text}" for label, text in document.colophon]
    if document.contact:
        rows.append(document.contact)
    if not rows:
        rows = [t for t in (document.publisher, document.date) if t]
    slot = stage.slot("closing", "contact")
    if not rows or slot is None:
        return ()
    left, top, right, bottom = slot.insets
    paras = tuple(Para((Piece(row),)) for row in rows)
    width, height = slot.box.w - left - right, slot.box.h - top - bottom
    default = stage.setting(slot)
    if height_of(paras, width, default, stage.measure) <= height:
        return paras
    return (Para((Piece("\u3000".join(rows)),)),)


def _whole(stage: Stage, slot: Slot) -> Box:
    """The body's place where no panel stands beside it."""
    panel = stage.slot("closing", "caveats")
    right = max(slot.box.right, panel.box.right) if panel else slot.box.right
    return Box(slot.box.x, slot.box.y, right - slot.box.x, slot.box.h)


def draw_closing(sheet: Sheet, body: ClosingBody) -> None:
    """Sources, the panel of scope notes, the landscape where there is room, the colophon."""
    stage = sheet.stage
    slot, panel = sheet.layout.slot("body"), sheet.layout.slot("caveats")
    if slot is None:
        return
    box = slot.box if body.caveats else _whole(stage, slot)
    height = height_of(body.paras, box.w, body.setting, stage.measure)
    sheet.set("body", body.paras, body.setting, box=box.top(min(box.h, height + 4)))
    if body.caveats and body.aside and panel:
        accent_bar(sheet, "caveats")
        sheet.set("caveats", body.caveats, body.aside)
    foot = slot.box.bottom if body.contact else stage.form.content.bottom
    room = foot - (box.y + height) - 28
    profiles = [art_profile(s) for s in stage.document.sections]
    if stage.own and room >= LEAST and any(p.amplitude is not None for q in profiles for p in q):
        tall = min(room, MOST)
        draw_landscape(sheet, profiles, Box(box.x, foot - tall, box.w, tall))
    sheet.fitted("contact", body.contact)
