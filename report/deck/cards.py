"""Key figures on a slide: one large numeral with what it grew from, and cards, as native groups."""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.document import FigureView
from report.deck import ooxml
from report.deck.fit import break_lines, fit_line, height_of
from report.deck.geometry import Box
from report.deck.leaves import FiguresBody
from report.deck.ooxml import Para, Piece, pattern_fill
from report.deck.palette import colour_xml
from report.deck.sheet import Sheet
from report.deck.stage import BODY_FLOOR, Stage
from report.record import replace

CARD_WIDTH, CARD_PITCH = 272.0, 126.0


def draw_figures(sheet: Sheet, body: FiguresBody) -> None:
    """The hero with up to three cards beside it, or up to six cards in a grid."""
    content = sheet.stage.form.content
    top = content.y + 8
    if body.hero is None:
        _grid(sheet, body.cards, content.inset(0, 8, 0, 0))
        return
    wide = sheet.stage.form.width > 800
    card_width = CARD_WIDTH if wide else content.w * 0.36
    left = content.w - card_width - (40 if wide else 24) if body.cards else content.w
    _hero(sheet, body.hero, body.base, Box(content.x, top, left, content.h - 8))
    pitch = max(CARD_PITCH, min(150.0, (content.h - 8) / max(len(body.cards), 1)))
    for k, view in enumerate(body.cards):
        box = Box(content.right - card_width, top + k * pitch, card_width, pitch - 14)
        draw_card(sheet, view, box)


def _grid(sheet: Sheet, views: Sequence[FigureView], area: Box) -> None:
    wide = sheet.stage.form.width > 800
    across = min(len(views), 3 if wide else 2)
    if len(views) == 4 and wide:
        across = 2
    down = -(-len(views) // across)
    gap = 48.0
    pitch = min(area.h / down, 176.0)
    if down == 1:
        # One row of cards: the optical centre of the slide is its place.
        area = area.below((area.h - pitch) * 0.3)
    columns = area.columns(max(across, 2), gap)
    for k, view in enumerate(views):
        column = columns[k % across]
        box = Box(column.x, area.y + (k // across) * pitch, column.w, pitch - 18)
        draw_card(sheet, view, box)


def value_pieces(stage: Stage, view: FigureView, size: float, unit: float) -> tuple[Piece, ...]:
    """Prefix, number, suffix and unit of a figure in card style."""
    role = "slide-card-numeral"
    colour = "accent" if view.state == "derived" else ""
    pieces: list[Piece] = []
    small = max(min(unit, size), BODY_FLOOR)
    if view.prefix:
        pieces.append(stage.piece(view.prefix, "slide-unit", size=small))
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


def natural_width(stage: Stage, pieces: Sequence[Piece]) -> float:
    """Width of runs on one line as they are drawn, for what stands right after them."""
    return sum(
        stage.measure.natural(
            p.text, p.size or 15, family="serif" if p.major else "sans", bold=bool(p.bold)
        )
        for p in pieces
    )


def _spoken(view: FigureView, stage: Stage) -> str:
    words = stage.document.words
    value = words.missing if view.state == "missing" else view.text
    notes = "".join(f"{words.semicolon}{n}" for n in view.notes)
    return f"{view.label}{words.colon}{value}{notes}"


def draw_card(sheet: Sheet, view: FigureView, box: Box) -> None:
    """One card: rule, label, numeral with unit, notes; a slot where the figure is missing."""
    stage = sheet.stage
    measure = stage.measure
    label_size = fit_line(view.label, box.w, 15, measure, floor=13)
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
    size = min(48.0, room / 1.125)
    rule = ooxml.line_shape(
        sheet.next_id(), "卡线", box.x, box.y, box.right, box.y,
        ooxml.line_xml(stage.fill("p700"), 1.0),
    )  # fmt: skip
    parts = [rule]
    if view.state == "missing":
        parts += _missing_card(sheet, view, box, label, label_height, notes, min(size, 40.0))
    else:
        unit = 16.0
        tag = 30.0 if view.state == "derived" else 0.0
        while size > 20 and pieces_width(stage, value_pieces(stage, view, size, unit)) > (
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
        ooxml.group(sheet.next_id(), f"卡片 {view.label}", box, parts, alt=_spoken(view, stage))
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
    height = max(26.0, min(38.0, size * 0.9))
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


# --- the large figure --------------------------------------------------------------------------


def _hero(sheet: Sheet, view: FigureView, base: FigureView | None, area: Box) -> None:
    stage = sheet.stage
    measure = stage.measure
    label_size = fit_line(view.label, area.w, 17, measure, floor=14)
    setting = stage.role_setting("slide-body", size=label_size, leading=round(label_size * 1.4, 1))
    label = Para((stage.piece(view.label, "slide-body", size=label_size),), leading=setting.leading)
    lines = len(break_lines(label, area.w, setting, measure))
    size = 132.0
    while size > 48 and pieces_width(stage, value_pieces(stage, view, size, 24)) > area.w - (
        40 if view.state == "derived" else 0
    ):
        size -= 4
    pieces = value_pieces(stage, view, size, 24)
    numeral = Para(pieces, leading=round(size * 1.06, 1))
    height = lines * setting.leading + numeral.leading
    if base is None:
        # Nothing stands below it: the optical centre of the area is its place.
        area = area.below((area.h - height - 60) * 0.3)
    box = Box(area.x, area.y, area.w, height)
    parts = [sheet.text_markup(view.label, box, [label, numeral])]
    if view.state == "derived":
        figures = [p for p in pieces if p.size == size]
        x = area.x + natural_width(stage, pieces[: 1 + pieces.index(figures[0])]) + 12
        parts.append(ring_tag(sheet, x, area.y + lines * setting.leading + size * 0.2, radius=12))
    sheet.add(
        ooxml.group(sheet.next_id(), f"主数 {view.label}", box, parts, alt=_spoken(view, stage))
    )
    notes = list(view.notes)
    y = box.bottom + 2
    if base is not None:
        _bars(sheet, view, base, Box(area.x, box.bottom + 18, area.w, 98))
        y = box.bottom + 18 + 98 + 14
        if base.formula:
            words = stage.document.words
            notes.append(f"{base.code or base.label}{words.colon}{base.formula}")
    if notes:
        slot = sheet.layout.slot("body")
        width = slot.box.w if slot and slot.box.w < area.w else area.w
        paras = [Para((Piece(text),)) for text in notes]
        where = Box(area.x, y, width, max(area.bottom - y, 40))
        sheet.fill("body", paras, box=where)


def _bars(sheet: Sheet, view: FigureView, base: FigureView, area: Box) -> None:
    """Two bars on one zero line: the figure as stated, and the derived one it grew from."""
    stage = sheet.stage
    assert view.value is not None
    assert base.value is not None
    most = max(view.value, base.value)
    label_width = min(132.0, max(stage.measure.width(v.label, 13) for v in (view, base)) + 2)
    axis = area.x + label_width + 10
    reach = area.w - label_width - 10 - 34
    parts: list[str] = []
    height, gap = 40.0, 18.0
    for k, item in enumerate((view, base)):
        assert item.value is not None
        y = area.y + k * (height + gap)
        width = max(float(item.value / most) * reach, 2.0)
        derived = item.state == "derived"
        setting = stage.role_setting("slide-note", size=13, leading=17)
        name = Para(
            (stage.piece(item.label, "slide-note", size=13, colour="ink"),), align="r", leading=17
        )
        while setting.size > 10 and height_of([name], label_width, setting, stage.measure) > (
            height + gap - 4
        ):
            setting = setting.at(setting.size - 1)
            piece = stage.piece(item.label, "slide-note", size=setting.size, colour="ink")
            name = Para((piece,), align="r", leading=setting.leading)
        parts.append(
            sheet.text_markup(
                item.label, Box(area.x, y - 8, label_width, height + 16), [name], anchor="ctr"
            )
        )
        value = f"{item.prefix}{item.number}{item.suffix}"
        inside = stage.measure.width(value, 17, bold=True) + 20 <= width
        colour = "accent" if derived else ("white" if inside else "p700")
        text = Para(
            (stage.piece(value, "slide-data-label", size=17, colour=colour),),
            align="r" if inside else "l", leading=22,
        )  # fmt: skip
        bar = Box(axis, y, width, height)
        fill = stage.fill("white") if derived else stage.fill("p700")
        line = ooxml.line_xml(stage.fill("accent"), 1.5) if derived else ooxml.NO_LINE
        parts.append(
            sheet.text_markup(
                "柱", bar, [text] if inside else [], anchor="ctr", fill=fill, line=line,
                insets=(0, 0, 10, 0),
            )
        )  # fmt: skip
        after = bar.right + 8
        if not inside:
            room = stage.measure.width(value, 17, bold=True) + 4
            parts.append(sheet.text_markup("值", Box(after, y, room, height), [text], anchor="ctr"))
            after += room
        if derived:
            parts.append(ring_tag(sheet, after, y + height / 2 - 10))
    parts.append(
        ooxml.line_shape(
            sheet.next_id(), "轴", axis, area.y - 8, axis, area.y + 2 * height + gap + 8,
            ooxml.line_xml(stage.fill("ink"), 1.0),
        )
    )  # fmt: skip
    words = stage.document.words
    alt = (
        f"{view.label}{words.colon}{view.text}{words.semicolon}{base.label}{words.colon}{base.text}"
    )
    box = Box(area.x, area.y - 8, area.w, 2 * height + gap + 16)
    sheet.add(ooxml.group(sheet.next_id(), "前后对比", box, parts, alt=alt))
