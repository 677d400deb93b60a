"""Key figures → their slide: one large figure with cards beside it, or a grid of equal cards.

Below the large figure stands what it grew from, where that can be told; else, and below every
grid, the section's own ridge with the values of its figures, so that no slide is bare.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.document import FigureView, ProfilePoint
from report.deck import ooxml
from report.deck.art import draw_strip
from report.deck.cards import draw_card, natural_width, ring_tag, roomy_width, spoken, value_pieces
from report.deck.fit import break_lines, fit_line, height_of
from report.deck.geometry import Box
from report.deck.leaves import FiguresBody
from report.deck.ooxml import Para, Piece
from report.deck.sheet import Sheet

CARD_WIDTH = 272.0
PITCH = (126.0, 188.0)
"""From card to card beside the large figure, at least and at most (points)."""
STRIP, LOW_STRIP = 108.0, 76.0
"""Height of the ridge below one row of cards, and below two."""


def draw_figures(sheet: Sheet, body: FiguresBody, profile: Sequence[ProfilePoint]) -> None:
    """The large figure with up to three cards beside it, or up to six cards in a grid."""
    content = sheet.stage.form.content.inset(0, 8, 0, 0)
    ridged = sheet.stage.own and any(p.amplitude is not None for p in profile)
    if body.hero is None:
        _grid(sheet, body.cards, content, profile if ridged else ())
        return
    wide = sheet.stage.form.width > 800
    card_width = CARD_WIDTH if wide else content.w * 0.36
    left = content.w - card_width - (40 if wide else 24) if body.cards else content.w
    area = Box(content.x, content.y, left, content.h)
    end = _hero(sheet, body.hero, body.base, area)
    rest = area.below(end - area.y + 14)
    if body.base is None and ridged and rest.h >= 60:
        height = min(rest.h, 150.0 if body.cards else 170.0)
        draw_strip(sheet, profile, rest.below(rest.h - height))
    pitch = max(PITCH[0], min(PITCH[1], content.h / max(len(body.cards), 1)))
    for k, view in enumerate(body.cards):
        box = Box(content.right - card_width, content.y + k * pitch, card_width, pitch - 14)
        draw_card(sheet, view, box, largest=60 if len(body.cards) < 3 else 48)


def _grid(
    sheet: Sheet, views: Sequence[FigureView], area: Box, profile: Sequence[ProfilePoint]
) -> None:
    wide = sheet.stage.form.width > 800
    count = len(views)
    across = min(count, 3 if wide else 2)
    if count == 4 and wide:
        across = 2
    down = -(-count // across)
    low = down > 1
    if profile and down < 3:
        height = LOW_STRIP if low else STRIP
        draw_strip(sheet, profile, area.below(area.h - height))
        area = area.top(area.h - height - 16)
    pitch = min(area.h / down, 176.0 if low else 210.0)
    if not low:
        # One row of cards: the optical centre of what is left is its place.
        area = area.below((area.h - pitch) * 0.4)
    columns = area.columns(max(across, 2) if wide or count > 1 else 1, 48.0 if wide else 32.0)
    largest = 56.0 if low else (96.0 if across < 3 else 72.0)
    for k, view in enumerate(views):
        column = columns[k % across]
        box = Box(column.x, area.y + (k // across) * pitch, column.w, pitch - 18)
        draw_card(sheet, view, box, largest=largest)


def _hero(sheet: Sheet, view: FigureView, base: FigureView | None, area: Box) -> float:
    """Draw the large figure; gives where it ends with its notes (y)."""
    stage = sheet.stage
    measure = stage.measure
    label_size = fit_line(view.label, area.w, 17, measure, floor=14)
    setting = stage.role_setting("slide-body", size=label_size, leading=round(label_size * 1.4, 1))
    label = Para((stage.piece(view.label, "slide-body", size=label_size),), leading=setting.leading)
    lines = len(break_lines(label, area.w, setting, measure))
    size = 132.0
    while size > 48 and roomy_width(stage, value_pieces(stage, view, size, 24)) > area.w - (
        40 if view.state == "derived" else 0
    ):
        size -= 4
    pieces = value_pieces(stage, view, size, 24)
    numeral = Para(pieces, leading=round(size * 1.06, 1))
    height = lines * setting.leading + numeral.leading
    box = Box(area.x, area.y, area.w, height)
    parts = [sheet.text_markup(view.label, box, [label, numeral])]
    if view.state == "derived":
        figures = [p for p in pieces if p.size == size]
        x = area.x + natural_width(stage, pieces[: 1 + pieces.index(figures[0])]) + 12
        parts.append(ring_tag(sheet, x, area.y + lines * setting.leading + size * 0.2, radius=12))
    sheet.add(
        ooxml.group(sheet.next_id(), f"主数 {view.label}", box, parts, alt=spoken(view, stage))
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
        setting = stage.setting(slot) if slot else stage.role_setting("slide-note", leading=20)
        need = height_of(paras, width, setting, stage.measure)
        place = Box(area.x, y, width, max(need, setting.leading))
        if slot:
            sheet.fill("body", paras, box=place)
        else:
            said = [
                Para((stage.piece(text, "slide-note", size=setting.size),), leading=20)
                for text in notes
            ]
            sheet.text("说明", place, said)
        y += need
    return y


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
        words = stage.document.words
        value = words.qualified(item.prefix, f"{item.number}{item.suffix}")
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
