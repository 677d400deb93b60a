"""A key figure → a card: rule, label, numeral with unit and notes, as one native group."""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.document import FigureView
from report.deck import ooxml
from report.deck.fit import fit_line, height_of
from report.deck.geometry import Box
from report.deck.ooxml import Para, Piece, pattern_fill
from report.deck.palette import colour_xml
from report.deck.sheet import Sheet
from report.deck.stage import BODY_FLOOR, Stage
from report.record import replace

TOLERANCE = 1.14
"""What a reader's face may be wider than ours: a value and its unit still keep to one line."""


def value_pieces(stage: Stage, view: FigureView, size: float, unit: float) -> tuple[Piece, ...]:
    """Prefix, number, suffix and unit of a figure in card style."""
    role = "slide-card-numeral"
    colour = "accent" if view.state == "derived" else ""
    pieces: list[Piece] = []
    small = max(min(unit, size), BODY_FLOOR)
    if view.prefix:
        gap = stage.document.words.gap if view.prefix[-1].isalpha() else ""
        pieces.append(stage.piece(view.prefix + gap, "slide-unit", size=small))
    pieces.append(stage.piece(view.number, role, size=size, colour=colour, bold=False))
    tail = f"{view.suffix}{view.unit}"
    if tail:
        pieces.append(stage.piece(f" {tail}", "slide-unit", size=small))
    return tuple(pieces)


def pieces_width(stage: Stage, pieces: Sequence[Piece]) -> float:
    """Width of runs on one line, with the allowances of the fit."""
    return sum(
        stage.measure.width(
            p.text, p.size or 15, family="serif" if p.major else "sans", bold=bool(p.bold)
        )
        for p in pieces
    )


def roomy_width(stage: Stage, pieces: Sequence[Piece]) -> float:
    """Width of runs on one line in a reader's face that is wider than ours."""
    return pieces_width(stage, pieces) * TOLERANCE


def natural_width(stage: Stage, pieces: Sequence[Piece]) -> float:
    """Width of runs on one line as they are drawn, for what stands right after them."""
    return sum(
        sum(
            stage.measure.advances(
                p.text, p.size or 15, family="serif" if p.major else "sans", bold=bool(p.bold)
            )
        )
        for p in pieces
    )


def spoken(view: FigureView, stage: Stage) -> str:
    """What a reader who cannot see a card is told of it."""
    words = stage.document.words
    value = words.missing if view.state == "missing" else view.text
    notes = "".join(f"{words.semicolon}{n}" for n in view.notes)
    return f"{view.label}{words.colon}{value}{notes}"


def draw_card(sheet: Sheet, view: FigureView, box: Box, *, largest: float = 48.0) -> None:
    """One card: rule, label, numeral with unit, notes; a slot where the figure is missing.

    ``largest`` is the numeral's size where label and notes leave room for it (points).
    """
    stage = sheet.stage
    measure = stage.measure
    label_size = fit_line(view.label, box.w, 17 if largest > 60 else 15, measure, floor=13)
    label = Para((stage.piece(view.label, "slide-body", size=label_size),),
                 leading=round(label_size * 1.4, 1))  # fmt: skip
    setting = stage.role_setting("slide-note", size=13, leading=18)
    notes = [
        Para((stage.piece(text, "slide-note", size=13),), leading=18)
        for text in (view.notes or ((view.why,) if view.state == "missing" and view.why else ()))
    ]
    label_height = height_of(
        [label], box.w, stage.role_setting("slide-body", size=label_size,
                                           leading=label.leading), measure
    )  # fmt: skip
    while notes and label_height + 30 + height_of(notes, box.w, setting, measure) > box.h - 8:
        notes.pop()
    room = box.h - 8 - label_height - height_of(notes, box.w, setting, measure)
    size = min(largest, room / 1.125)
    rule = ooxml.line_shape(
        sheet.next_id(), "卡线", box.x, box.y, box.right, box.y,
        ooxml.line_xml(stage.fill("p700"), 1.0),
    )  # fmt: skip
    parts = [rule]
    if view.state == "missing":
        slot = min(size, 40.0 if largest < 60 else 54.0)
        parts += _missing_card(sheet, view, box, label, label_height, notes, slot)
    else:
        unit = 16.0 if size <= 60 else 20.0
        tag = 30.0 if view.state == "derived" else 0.0
        while size > 20 and roomy_width(stage, value_pieces(stage, view, size, unit)) > (
            box.w - tag
        ):
            size -= 2
        pieces = value_pieces(stage, view, size, unit)
        numeral = Para(pieces, leading=round(size * 1.125, 1))
        text = Box(box.x, box.y + 8, box.w, box.h - 8)
        parts.append(sheet.text_markup(view.label, text, [label, numeral, *notes]))
        if tag:
            width = natural_width(stage, pieces)
            x = min(box.x + width + 8, box.right - 22)
            parts.append(ring_tag(sheet, x, box.y + 8 + label_height + size * 0.18))
    sheet.add(
        ooxml.group(sheet.next_id(), f"卡片 {view.label}", box, parts, alt=spoken(view, stage))
    )


def ring_tag(sheet: Sheet, x: float, y: float, *, radius: float = 10.0) -> str:
    """The ring with 推 that marks a derived value."""
    stage = sheet.stage
    word = stage.document.words.derived_short
    size = BODY_FLOOR if len(word) == 1 else 10.0
    width = max(2 * radius, stage.measure.width(word, size) + 8)
    piece = stage.piece(word, "slide-note", size=size, colour="accent")
    geometry = ooxml.ELLIPSE if len(word) == 1 else ooxml.preset("roundRect", [("adj", 50000)])
    return sheet.text_markup(
        "推算", Box(x, y, width, 2 * radius), [Para((piece,), align="ctr", leading=14)],
        anchor="ctr", wrap=False, geometry=geometry,
        line=ooxml.line_xml(stage.fill("accent"), 0.75),
    )  # fmt: skip


def missing_slot(sheet: Sheet, box: Box, text: str, *, size: float = 14.0) -> str:
    """A hatched slot with a dashed outline; its words stand on a plate."""
    stage = sheet.stage
    hatch = pattern_fill(colour_xml(stage.theme, "accent-h"), colour_xml(stage.theme, "white"))
    paras: list[Para] = []
    if text:
        size = fit_line(text, box.w - 8, size, stage.measure, floor=10)
        piece = replace(
            stage.piece(text, "slide-note", size=size, colour="accent"),
            plate=colour_xml(stage.theme, "white"),
        )
        paras = [Para((piece,), align="ctr", leading=round(size * 1.3, 1))]
    return sheet.text_markup(
        "缺失", box, paras, anchor="ctr", fill=hatch,
        line=ooxml.line_xml(stage.fill("accent"), 1.0, "sysDash"),
    )  # fmt: skip


def _missing_card(
    sheet: Sheet, view: FigureView, box: Box, label: Para, label_height: float,
    notes: Sequence[Para], size: float,
) -> list[str]:  # fmt: skip
    stage = sheet.stage
    words = stage.document.words
    y = box.y + 8 + label_height + 7
    height = max(26.0, min(48.0, size * 0.9))
    text = "" if view.remains else words.missing
    width = (
        size * 1.2
        if view.remains
        else min(130.0, max(96.0, stage.measure.width(words.missing, 14) + 30))
    )
    parts = [
        sheet.text_markup(view.label, Box(box.x, box.y + 8, box.w, label_height), [label]),
        missing_slot(sheet, Box(box.x, y, width, height), text),
    ]
    x = box.x + width + 8
    if view.remains:
        rest = stage.piece(view.remains, "slide-card-numeral", size=size, bold=False)
        rest_width = pieces_width(stage, [rest]) + 4
        parts.append(
            sheet.text_markup(
                "残数", Box(x - 4, y - size * 0.12, rest_width, size * 1.125),
                [Para((rest,), leading=round(size * 1.125, 1))], wrap=False,
            )
        )  # fmt: skip
        x += rest_width + 2
    side: list[Para] = []
    if view.code:
        side.append(
            Para((stage.piece(view.code, "slide-note", size=13, colour="accent"),), leading=20)
        )
    if view.unit:
        side.append(Para((stage.piece(view.unit, "slide-unit", size=16),), leading=24))
    if side:
        room = max(box.right - x, 40)
        parts.append(sheet.text_markup("单位", Box(x, y - 4, room, height + 8), side, anchor="ctr"))
    if notes:
        rest_y = y + height + 6
        parts.append(sheet.text_markup("注", Box(box.x, rest_y, box.w, box.bottom - rest_y), notes))
    return parts
