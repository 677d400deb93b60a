"""Charts drawn as native shapes: notices of nothing but gaps, and panels of charts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from report.compose.plan import ChartPlan, ReferenceLine, TablePlan
from report.deck.chart.frame import FLOOR, names_beside, width_of
from report.deck.chart.native import codes_text, gap_words
from report.deck.chart.room import COLUMN_GUTTER, around_rows
from report.deck.chart.stage import Stage
from report.deck.geometry import Box
from report.deck.ooxml import Para, Piece
from report.deck.table_xml import TableCell, cell_rule, table_frame
from report.record import replace

Inner = Callable[[Stage, ChartPlan, Box], str]
"""Draws one panel and gives its markup."""


def draw_notice(stage: Stage, plan: ChartPlan, box: Box) -> str:
    """A chart of nothing but gaps: each item's name and its slot, and no axes."""
    items = [
        (" ".join(t for t in (series.name if len(plan.series) > 1 else "", name) if t), point)
        for c, name in enumerate(plan.categories)
        for series in plan.series
        for point in (series.points[c],)
        if point.label or point.code or name
    ]
    if not items or len(items) > 12:
        words = f"{plan.gap_text} {codes_text(plan, [p.code for _, p in items])}".strip()
        children = stage.slot(box, words, 18)
        return stage.group(box, children, name=plan.title, alt=plan.alt)
    brush = stage.brush
    step = min(box.h / len(items), 96.0)
    size = max(FLOOR, min(14.0, step * 0.5))
    names = [name for name, _ in items if name]
    while size > FLOOR and not names_beside(
        names, box.w * 0.5, size, max(1, int(step / size / 1.2))
    ):
        size -= 1.0
    wide = max((width_of(name, size) for name in names), default=0.0)
    column = min(wide + 16, box.w * (0.4 if wide <= box.w * 0.4 else 0.5))
    children = []
    top = box.y + (box.h - step * len(items)) * 0.4
    for i, (name, point) in enumerate(items):
        row = Box(box.x, top + i * step, box.w, step)
        if name:
            children.append(
                stage.words(
                    Box(row.x, row.y, column - 10, step),
                    [Piece(name, size, False, brush.fill("ink"), False)],
                    align="r",
                    anchor="ctr",
                )
            )
        height = min(step * 0.66, 52.0)
        slot = Box(row.x + column, row.y + (step - height) / 2, row.w - column, height)
        children += stage.slot(slot, gap_words(point), max(FLOOR, min(13.0, height * 0.6)))
    used = Box(box.x, top, box.w, step * len(items))
    return stage.group(used, children, name=plan.title, alt=plan.alt)


def draw_panels(stage: Stage, plan: ChartPlan, box: Box, inner: Inner) -> str:
    """Small multiples, and slopes on axes of their own: a heading and a chart for each panel."""
    panels = plan.panels
    n = max(1, len(panels))
    columns = min(n, 4) if n <= 4 else 3 if n <= 6 else 4
    rows = -(-n // columns)
    gutter = 24.0
    w = (box.w - gutter * (columns - 1)) / columns
    head = _panel_head(panels, w)
    h = (box.h - gutter * (rows - 1)) / rows
    brush = stage.brush
    children: list[str] = []
    for i, panel in enumerate(panels):
        x, y = box.x + (i % columns) * (w + gutter), box.y + (i // columns) * (h + gutter)
        change = _change(panel)
        size = 14.0
        taken = width_of(change, size) + 8 if change else 0.0
        title = panel.title
        fitted = max(FLOOR, min(size, (w - taken) / max(width_of(title, 1.0), 0.1)))
        children.append(
            stage.words(
                Box(x, y, w - taken, head - 4),
                [Piece(title, fitted, True, brush.fill("ink"), False)],
            )
        )
        if change:
            children.append(
                stage.words(
                    Box(x + w - taken, y, taken, head - 4),
                    [Piece(change, size, True, brush.fill("p700"), False)],
                    align="r",
                )
            )
        below = Box(x, y + head, w, h - head)
        if panel.kind == "slope" and panel.all_missing:
            children += _lost_panel(stage, panel, below)
        else:
            marks = _marks(plan, i) if panel.axis is not None else ()
            marked = replace(panel, alt=panel.alt or plan.alt, references=panel.references or marks)
            children.append(inner(stage, marked, below))
    return stage.group(box, children, name=plan.title, alt=plan.alt)


def _marks(plan: ChartPlan, panel: int) -> tuple[ReferenceLine, ...]:
    """Reference lines of small multiples: drawn in every panel, named in the first."""
    return tuple(replace(r, label="" if panel else r.label) for r in plan.references)


def _panel_head(panels: Sequence[ChartPlan], w: float) -> float:
    """Room for the panels' headings: one line, or as many as the longest takes at ten points."""
    lines = 1
    for panel in panels:
        room = w - (width_of(_change(panel), 14.0) + 8 if _change(panel) else 0.0)
        lines = max(lines, math.ceil(width_of(panel.title, FLOOR) / max(room, 20.0)))
    return 24.0 if lines == 1 else lines * 13.0 + 6.0


def _lost_panel(stage: Stage, panel: ChartPlan, box: Box) -> list[str]:
    """A slope without either end: the whole panel is hatched."""
    points = [p for series in panel.series for p in series.points]
    words = f"{panel.gap_text} {codes_text(panel, [p.code for p in points])}".strip()
    return stage.slot(box.inset(0, 16, 0, 24), words, 13)


def _change(panel: ChartPlan) -> str:
    """The change a slope's panel states, such as ``+22.11%``."""
    if panel.kind != "slope" or not panel.series or len(panel.series[0].points) < 2:
        return ""
    return panel.series[0].points[1].sub


def draw_side_by_side(
    stage: Stage, plan: ChartPlan, parts: tuple[ChartPlan, ...], box: Box, inner: Inner
) -> str:
    """The parts of a long chart in columns, on the same axis and with rows of one height."""
    rows = max(len(p.categories) for p in parts)
    foot = around_rows(plan, (box.w - COLUMN_GUTTER * (len(parts) - 1)) / len(parts), box.h)
    children = [
        inner(
            stage,
            part,
            Box(column.x, column.y, column.w, foot + (box.h - foot) * len(part.categories) / rows),
        )
        for part, column in zip(parts, box.columns(len(parts), COLUMN_GUTTER), strict=True)
    ]
    return stage.group(box, children, name=plan.title, alt=plan.alt)


def draw_author_figure(stage: Stage, plan: ChartPlan, box: Box) -> str:
    """A figure drawn by the author's code is no chart that a deck can hold: its table, or words.

    A table that would not fit at ten points gives way to a panel that says what the figure shows.
    """
    table = plan.table
    if table is not None and (len(table.rows) + 1) * _TABLE_ROW <= box.h:
        return _table(stage, plan, table, box)
    brush = stage.brush
    panel = stage.area(box, plan.title, fill=brush.fill("paper"))
    text = stage.words(
        box.inset(24, 20, 24, 20),
        [Piece(plan.alt or plan.takeaway, 16, False, brush.fill("ink"), False)],
        anchor="ctr",
        leading=26,
    )
    return stage.group(box, [panel, text], name=plan.title, alt=plan.alt)


_TABLE_ROW = 24.0


def _table(stage: Stage, plan: ChartPlan, table: TablePlan, box: Box) -> str:
    brush = stage.brush
    row_h = min(34.0, box.h / (len(table.rows) + 1))
    size = max(FLOOR, min(14.0, row_h * 0.5))
    rule = cell_rule("B", brush.fill("rule"), 0.75)
    text_w = [
        max(
            width_of(column.title, size),
            *(width_of(row.cells[i].text, size) for row in table.rows if i < len(row.cells)),
            20.0,
        )
        for i, column in enumerate(table.columns)
    ]
    widths = [box.w * w / sum(text_w) for w in text_w]

    def cell(text: str, align: str, bold: bool, token: str, fill: str = "") -> TableCell:
        piece = Piece(text, size, bold, brush.fill(token), False)
        return TableCell((Para((piece,), align=align),), rule=rule, fill=fill)

    aligned = ["r" if c.kind == "number" else "l" for c in table.columns]
    head = brush.fill("p100")
    rows = [
        [cell(c.title, a, True, "ink", head) for c, a in zip(table.columns, aligned, strict=True)]
    ]
    for row in table.rows:
        rows.append(
            [
                cell(
                    f"{c.text} {c.code}" if c.code else c.text,
                    a,
                    False,
                    "ink" if c.state == "reported" else "accent",
                )
                for c, a in zip(row.cells, aligned, strict=True)
            ]
        )
    used = Box(box.x, box.y, box.w, row_h * len(rows))
    return table_frame(
        stage.take_id(),
        plan.title,
        used,
        widths,
        [row_h] * len(rows),
        rows,
        stage.language,
        alt=plan.alt,
    )
