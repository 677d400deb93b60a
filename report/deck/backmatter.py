"""Gaps and derived values → lists under the legend of the three states."""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.document import FigureView
from report.deck import ooxml
from report.deck.cards import missing_slot
from report.deck.fit import Setting, break_lines, height_of
from report.deck.geometry import Box
from report.deck.ooxml import Para, Piece
from report.deck.sheet import Sheet
from report.deck.stage import Stage
from report.deck.template import figure_rule

GUTTER = 30.0
CODE_WIDTH = 46.0
LEGEND_HEIGHT = 62.0
LEGEND_TEXT = 17.0


def _setting(stage: Stage) -> Setting:
    return stage.role_setting("slide-note", size=13, leading=18, before=8)


def _area(stage: Stage, legend: bool) -> Box:
    area = stage.form.content.inset(0, 6, 0, 0)
    if not legend:
        return area
    extra = LEGEND_TEXT * (_legend_lines(stage) - 1)
    return area.below(LEGEND_HEIGHT + extra)


def _swatch_width(stage: Stage) -> float:
    return 84 if stage.form.width > 800 else 56


def _legend_lines(stage: Stage) -> int:
    """Lines that the longest note of the legend takes."""
    words = stage.document.words
    width = stage.form.content.columns(3, GUTTER)[0].w - _swatch_width(stage) - 12
    setting = stage.role_setting("slide-note", size=12, leading=LEGEND_TEXT)
    notes = (words.legend_reported_note, words.legend_derived_note, words.legend_missing_note)
    return max(
        len(break_lines(Para((Piece(note),)), width, setting, stage.measure)) for note in notes
    )


def _columns(stage: Stage, area: Box, count: int) -> tuple[Box, ...]:
    return area.columns(count if stage.form.width > 800 else max(count - 1, 1), GUTTER)


def gap_paras(stage: Stage, view: FigureView, *, why: bool = False) -> tuple[Para, ...]:
    """One gap: its code, what is missing, what survives of it, and the reason where asked for."""
    label = view.label + (f" {view.remains}{view.unit}" if view.remains else "")
    pieces = (
        stage.piece(f"{view.code}\t", "slide-note", size=13, colour="accent", bold=True),
        stage.piece(label, "slide-note", size=13, colour="ink"),
    )
    indent = CODE_WIDTH
    paras = [Para(pieces, leading=18, before=8, bullet="-", indent=indent, tab=indent)]
    if why and view.why:
        reason = (stage.piece(f"\t{view.why}", "slide-note", size=12),)
        paras.append(Para(reason, leading=17, before=1, bullet="-", indent=indent, tab=indent))
    return tuple(paras)


def _gap_items(
    stage: Stage, views: Sequence[FigureView], columns: Sequence[Box]
) -> list[tuple[Para, ...]]:
    """Gaps with their reasons, or without where these would not fit."""
    whole = len(views) == len(stage.document.gaps)
    items = [gap_paras(stage, view, why=True) for view in views]
    if whole and _taken(stage, items, columns) == len(views):
        return items
    return [gap_paras(stage, view) for view in views]


def derived_paras(stage: Stage, view: FigureView) -> tuple[Para, ...]:
    """One derived value: code, label and value, with the formula below."""
    indent = CODE_WIDTH
    first = (
        stage.piece(f"{view.code}\t", "slide-note", size=13, colour="accent", bold=True),
        stage.piece(f"{view.label}\u2002", "slide-note", size=13, colour="ink"),
        stage.piece(view.text, "slide-note", size=13, colour="accent", bold=True),
    )
    paras = [Para(first, leading=18, before=8, bullet="-", indent=indent, tab=indent)]
    if view.formula:
        second = (stage.piece(f"\t{view.formula}", "slide-note", size=12),)
        paras.append(Para(second, leading=17, before=1, bullet="-", indent=indent, tab=indent))
    return tuple(paras)


def _heights(stage: Stage, items: Sequence[tuple[Para, ...]], width: float) -> list[float]:
    setting = _setting(stage)
    return [height_of(item, width, setting, stage.measure) for item in items]


def _fill(heights: Sequence[float], gap: float, columns: int, room: float) -> list[tuple[int, int]]:
    """Item ranges for each of some columns, as many as there is room for in each."""
    ranges: list[tuple[int, int]] = []
    start = 0
    for _ in range(columns):
        used, end = 0.0, start
        while end < len(heights):
            need = heights[end] + (gap if end > start else 0.0)
            if used + need > room and end > start:
                break
            used += need
            end += 1
        ranges.append((start, end))
        start = end
    return ranges


def _taken(stage: Stage, items: Sequence[tuple[Para, ...]], columns: Sequence[Box]) -> int:
    """How many items find room in some columns."""
    heights = _heights(stage, items, columns[0].w)
    return _fill(heights, _setting(stage).before, len(columns), columns[0].h)[-1][1]


def _pages(
    stage: Stage, views: Sequence[FigureView], across: int, legend: bool
) -> list[tuple[FigureView, ...]]:
    make = gap_paras if legend else derived_paras

    def filled(most: int) -> list[tuple[FigureView, ...]]:
        pages: list[tuple[FigureView, ...]] = []
        rest = tuple(views)
        while rest:
            area = _area(stage, legend and not pages)
            items = [make(stage, view) for view in rest[:most]]
            taken = max(_taken(stage, items, _columns(stage, area, across)), 1)
            pages.append(rest[:taken])
            rest = rest[taken:]
        return pages

    pages = filled(len(views))
    # No last slide with a single line: all are about equally full.
    for most in range(-(-len(views) // max(len(pages), 1)), len(views)):
        even = filled(most)
        if len(even) == len(pages):
            return even
    return pages


def gap_pages(stage: Stage) -> list[tuple[FigureView, ...]]:
    """Gaps by slide."""
    return _pages(stage, stage.document.gaps, 3, True)


def derived_pages(stage: Stage) -> list[tuple[FigureView, ...]]:
    """Derived values by slide."""
    return _pages(stage, stage.document.derived, 2, False)


def draw_list(sheet: Sheet, views: Sequence[FigureView], *, gaps: bool, legend: bool) -> None:
    """Gaps in three columns under the legend, or derived values in two."""
    stage = sheet.stage
    area = _area(stage, legend)
    if legend:
        _legend(sheet, stage.form.content.inset(0, 6, 0, 0).top(30))
        sheet.add(figure_rule(stage.theme, sheet.next_id(), area.x, area.y - 12, area.w))
        sheet.next_id()
    columns = _columns(stage, area, 3 if gaps else 2)
    if gaps:
        items = _gap_items(stage, views, columns)
    else:
        items = [derived_paras(stage, view) for view in views]
    height = _list(sheet, items, columns, "列表")
    if gaps and legend:
        _remark(sheet, views, area.below(height))


def _remark(sheet: Sheet, views: Sequence[FigureView], room: Box) -> None:
    """What the sources of the gaps are said to be like, at the foot of the slide if it fits."""
    stage = sheet.stage
    named = {view.source for view in views}
    notes = [
        f"{stage.document.words.title_open}{s.title}{stage.document.words.title_close}"
        f"{stage.document.words.colon}{s.note}"
        for s in stage.document.sources if s.key in named and s.note
    ]  # fmt: skip
    paras = [Para((stage.piece(text, "slide-body", size=14),), leading=22) for text in notes]
    setting = stage.role_setting("slide-body", size=14, leading=22)
    height = height_of(paras, room.w - 40, setting, stage.measure) + 20
    foot = stage.form.source.bottom - 8  # no source line stands here
    if paras and foot - 12 - room.y >= height:
        box = Box(room.x, foot - height, room.w, height)
        sheet.text(
            "按语", box, paras, anchor="ctr", fill=stage.fill("paper"), insets=(20, 10, 20, 10)
        )


HEAD = 30.0
"""Height of a heading above a list (points)."""


def side_by_side(stage: Stage) -> bool:
    """Whether all gaps and all derived values stand on one slide under the legend."""
    return _shared(stage) is not None


def _shared(stage: Stage) -> tuple[tuple[Box, ...], tuple[Box, ...]] | None:
    """Columns of the gaps and of the derived values on one slide; None where they do not fit."""
    document = stage.document
    if not document.gaps or not document.derived:
        return None
    area = _area(stage, True).below(HEAD)
    left = (area.w - GUTTER) * 0.42
    right = area.w - GUTTER - left
    first = Box(area.x, area.y, left, area.h)
    ways: list[tuple[tuple[Box, ...], tuple[Box, ...]]] = [
        ((first,), (Box(area.right - right, area.y, right, area.h),))
    ]
    if stage.form.width > 800:
        three = area.columns(3, GUTTER)
        ways.append((three[:2], three[2:]))
    gaps = [gap_paras(stage, view) for view in document.gaps]
    derived = [derived_paras(stage, view) for view in document.derived]
    for way in ways:
        if all(
            _taken(stage, items, boxes) == len(items) and _inside(stage, items, boxes)
            for items, boxes in zip((gaps, derived), way, strict=True)
        ):
            return way
    return None


def _inside(stage: Stage, items: Sequence[tuple[Para, ...]], columns: Sequence[Box]) -> bool:
    """Whether no single item is higher than its column."""
    setting = _setting(stage)
    box = columns[0]
    return all(height_of(item, box.w, setting, stage.measure) <= box.h for item in items)


def draw_notes(sheet: Sheet, gaps: Sequence[FigureView], derived: Sequence[FigureView]) -> None:
    """The legend, and below it the gaps at the left and the derived values at the right."""
    stage = sheet.stage
    words = stage.document.words
    _legend(sheet, stage.form.content.inset(0, 6, 0, 0).top(30))
    shared = _shared(stage)
    if shared is None:
        return
    heads = (words.gaps_heading, words.derived_heading)
    lists = (
        _gap_items(stage, gaps, shared[0]),
        [derived_paras(stage, view) for view in derived],
    )
    for boxes, head, items in zip(shared, heads, lists, strict=True):
        first, top = boxes[0], boxes[0].y - HEAD
        width = boxes[-1].right - first.x
        sheet.add(figure_rule(stage.theme, sheet.next_id(), first.x, top - 12, width))
        sheet.next_id()
        piece = stage.piece(head, "slide-chart-head", size=15)
        sheet.text(head, Box(first.x, top, width, 22), [Para((piece,), leading=21)])
        _list(sheet, items, boxes, head)


def _list(
    sheet: Sheet, items: Sequence[tuple[Para, ...]], columns: Sequence[Box], name: str
) -> float:
    """Items in columns of about equal height; gives the height they take."""
    stage = sheet.stage
    gap, room = _setting(stage).before, columns[0].h
    heights = _heights(stage, items, columns[0].w)
    # The columns are balanced: the least height at which all items still find room.
    height = max(heights)
    while height < room and _fill(heights, gap, len(columns), height)[-1][1] < len(items):
        height += 9
    height = min(height, room)
    ranges = _fill(heights, gap, len(columns), height)
    for number, (column, (start, end)) in enumerate(zip(columns, ranges, strict=True), 1):
        paras = [para for item in items[start:end] for para in item]
        if paras:
            sheet.text(f"{name} {number}", column.top(height), paras)
    return height


def _legend(sheet: Sheet, area: Box) -> None:
    """The three states: solid, hollow, hatched."""
    stage = sheet.stage
    words = stage.document.words
    rows = (
        (words.legend_reported, words.legend_reported_note),
        (words.legend_derived, words.legend_derived_note),
        (words.legend_missing, words.legend_missing_note),
    )
    lines = _legend_lines(stage)
    for k, (column, (name, note)) in enumerate(zip(area.columns(3, GUTTER), rows, strict=True)):
        swatch = Box(column.x, column.y, _swatch_width(stage), 30)
        if k == 0:
            mark = ooxml.shape(sheet.next_id(), name, swatch, fill=stage.fill("p700"),
                               decorative=True)  # fmt: skip
        elif k == 1:
            mark = ooxml.shape(
                sheet.next_id(), name, swatch, fill=stage.fill("white"),
                line=ooxml.line_xml(stage.fill("accent"), 1.5), decorative=True,
            )  # fmt: skip
        else:
            mark = missing_slot(sheet, swatch, "")
        x = swatch.right + 12
        text = sheet.text_markup(
            name, Box(x, column.y - 4, column.right - x, 23 + LEGEND_TEXT * lines),
            [
                Para((stage.piece(name, "slide-chart-head", size=15),), leading=20),
                Para((stage.piece(note, "slide-note", size=12),), leading=LEGEND_TEXT),
            ],
        )  # fmt: skip
        alt = f"{name}{words.colon}{note}"
        sheet.add(ooxml.group(sheet.next_id(), f"凡例 {name}", column, [mark, text], alt=alt))
