"""Whether a chart has room in a box: in one piece, in columns side by side, or over several slides.

A number or a name that no size down to ten points finds room for would be lost, and nothing that
the plan shows may be lost: a crowded chart gives up its place beside something else, folds into
columns, and runs on over further slides, in this order.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from report.compose.plan import ChartPlan
from report.deck.chart.frame import (
    AXIS_SIZE,
    FLOOR,
    NAME_LEAD,
    foot_labels,
    legend_size,
    names_beside,
    widest,
    width_of,
)
from report.deck.chart.native import drawn, label_words, remark_width
from report.deck.chart.references import reference_room
from report.deck.geometry import Box
from report.record import replace

COLUMN_GUTTER = 20.0
"""Between the columns of a folded chart (points)."""
_ROW = 13.4
"""Points a row needs for its name and number at the smallest size."""
_BAR = 8.8
"""Points a bar of a group needs for its number at the smallest size."""
_NARROWEST = 230.0
"""Width of a column of a folded chart."""
_NAMES = 0.45
"""Share of the chart's width that names beside their bars may take."""
_MOST_LINES = 6
_COLUMN = 9.1
"""Points a column of a group needs for its number, turned upright."""
_CODED_COLUMN = 11.0
"""The same for the code in a gap's slot, which is as wide as the column."""
_LONE_COLUMN = 6.7
_KEY = 0.35
"""Share of the chart's height that a legend may take."""
_UPRIGHT = frozenset(
    {"column", "grouped-column", "stacked-column", "full-column", "combo", "waterfall"}
)
_ROW_WIDTH = 90.0
"""Least width of a row of dots between its numbers."""
_WAFFLE = 92.0
"""Least side of a waffle."""
_REMARK = 60.0
"""Least width of a remark over its point."""
_SMALL_MULTIPLE = 110.0
"""Least width of a small multiple."""


def around_rows(plan: ChartPlan, w: float, h: float) -> float:
    """Points above and below the rows of a chart: legend, references, axis."""
    key = legend_size(plan, w, h).h if len(plan.series) > 1 else 4.0
    ticks = AXIS_SIZE * 1.3 + 8 if plan.axis and any(plan.axis.labels) else 4.0
    return key + ticks + reference_room(plan, across=True)


def row_pitch(plan: ChartPlan, w: float) -> float:
    """Points from row to row at which names and numbers of a chart ``w`` points wide fit."""
    grouped = plan.kind == "grouped-bar" and any(drawn(p) for s in plan.series for p in s.points)
    least = max(_ROW, _BAR * (len(plan.series) + 0.55) if grouped else 0.0)
    for lines in range(1, _MOST_LINES):
        pitch = max(least, (lines * FLOOR * NAME_LEAD + 0.1) if lines > 1 else 0.0)
        if names_beside(plan.categories, _NAMES * w, FLOOR, lines):
            return pitch
    return max(least, _MOST_LINES * FLOOR * NAME_LEAD)


class _Folding(NamedTuple):
    """Columns of rows that a box holds."""

    columns: int
    rows: int


def _folding(plan: ChartPlan, box: Box) -> _Folding:
    """The fewest columns that hold all rows, else those that hold most of them."""
    best = _Folding(1, 1)
    for columns in range(1, max(1, int(box.w // _NARROWEST)) + 1):
        w = (box.w - COLUMN_GUTTER * (columns - 1)) / columns
        rows = max(1, int((box.h - around_rows(plan, w, box.h)) / row_pitch(plan, w)))
        if columns > 1 and not (_remarks_have_room(plan, w) and _dots_have_room(plan, w)):
            break
        if columns * rows > best.columns * best.rows:
            best = _Folding(columns, rows)
        if columns * rows >= len(plan.categories):
            break
    return best


def split_rows(plan: ChartPlan, box: Box) -> tuple[ChartPlan, ...]:
    """A chart with more rows than its height has room for → charts to stand side by side."""
    if not plan.horizontal:
        return (plan,)
    n = len(plan.categories)
    if len(plan.series) == 1 and n * 2 * _ROW <= box.h - around_rows(plan, box.w, box.h):
        short = names_beside(plan.categories, _NAMES * box.w, FLOOR, 2)
        if short:  # the usual chart: nothing to weigh
            return (plan,)
    columns = _folding(plan, box).columns
    return _parted(plan, columns)


def slide_parts(plan: ChartPlan, box: Box) -> tuple[ChartPlan, ...]:
    """A chart of more rows or names than a slide holds → its parts, one for each slide."""
    if plan.panels:
        return _parted_panels(plan, box)
    if plan.all_missing or plan.axis is None:
        return (plan,)
    if not plan.horizontal:
        return _parted(plan, _parts_of_columns(plan, box))
    folding = _folding(plan, box)
    return _parted(plan, math.ceil(len(plan.categories) / (folding.columns * folding.rows)))


def _parted_panels(plan: ChartPlan, box: Box) -> tuple[ChartPlan, ...]:
    """Small multiples without room for what they say → as many on a slide as have it."""
    n = len(plan.panels)
    for count in (n, 6, 4, 3, 2):
        parts = tuple(
            replace(plan, panels=plan.panels[start : start + count]) for start in range(0, n, count)
        )
        if count <= n and all(_panels_have_room(part, box) for part in parts):
            return parts
    return (plan,)


_MOST_PARTS = 6


def _parts_of_columns(plan: ChartPlan, box: Box) -> int:
    """Over how many slides columns go so that each has room for its name."""
    if plan.category_every > 1 or plan.kind not in _UPRIGHT:
        return 1
    n = len(plan.categories)
    plot = box.w - 40 - (40 if plan.axis2 else 0)
    for parts in range(1, _MOST_PARTS):
        text = foot_labels(plan.categories, plot / math.ceil(n / parts), box.h)
        lines = max((name.count("\n") + 1 for name in text.names), default=1)
        if not text.rotation or lines * FLOOR * NAME_LEAD <= plot / math.ceil(n / parts):
            return parts
    return _MOST_PARTS


def _parted(plan: ChartPlan, parts: int) -> tuple[ChartPlan, ...]:
    n = len(plan.categories)
    if parts < 2 or n < 2:
        return (plan,)
    size = math.ceil(n / parts)
    return tuple(_rows_between(plan, start, min(start + size, n)) for start in range(0, n, size))


def _rows_between(plan: ChartPlan, start: int, end: int) -> ChartPlan:
    return replace(
        plan,
        categories=plan.categories[start:end],
        series=tuple(replace(s, points=s.points[start:end]) for s in plan.series),
        annotations=tuple(
            replace(a, category=a.category - start)
            for a in plan.annotations
            if start <= a.category < end
        ),
    )


def has_room(plan: ChartPlan, box: Box) -> bool:
    """Whether a chart says everything in ``box``, without columns or further slides."""
    if plan.panels:
        return _panels_have_room(plan, box)
    if plan.all_missing or (plan.axis is None and plan.kind not in ("pie", "doughnut", "waffle")):
        return len(plan.categories) * max(1, len(plan.series)) <= 12
    if len(plan.series) > 1 and legend_size(plan, box.w, box.h).h > _KEY * box.h:
        return False
    if plan.horizontal:
        room = box.h - around_rows(plan, box.w, box.h)
        fits = len(plan.categories) * row_pitch(plan, box.w) <= room
        return fits and _dots_have_room(plan, box.w) and _remarks_have_room(plan, box.w)
    if plan.kind in ("pie", "doughnut"):
        return _slices_have_room(plan, box)
    if plan.kind == "waffle":
        from report.deck.chart.waffles import side_of

        return side_of(len(plan.categories), box) >= _WAFFLE
    if plan.kind == "scatter":
        from report.deck.chart.scatter import names_fit

        return names_fit(plan, box.w, box.h)
    return _columns_have_room(plan, box)


def _dots_have_room(plan: ChartPlan, w: float) -> bool:
    """Whether names and the numbers beside the dots leave their rows a width of their own."""
    if plan.kind not in ("dumbbell", "lollipop"):
        return True
    words = [label_words(p) for s in plan.series for p in s.points if drawn(p)]
    sides = 2 if plan.kind == "dumbbell" or (plan.axis and plan.axis.minimum < 0) else 1
    names = min(widest(plan.categories, FLOOR) + 14, _NAMES * w)
    lost = [p.code or p.label for s in plan.series for p in s.points if p.state == "missing"]
    least = max(_ROW_WIDTH, widest(lost, FLOOR) * 2 + 20)
    return w - names - sides * (widest(words, FLOOR) + 14) >= least


def _remarks_have_room(plan: ChartPlan, w: float) -> bool:
    """Whether remarks stand beside their numbers, and leave the bars half of the width."""
    names = min(widest(plan.categories, FLOOR) + 14, _NAMES * w)
    said = [
        remark_width(plan, a.series, a.category)
        + width_of(label_words(plan.series[a.series].points[a.category]), FLOOR)
        for a in plan.annotations
    ]
    return max(said, default=0.0) <= 0.5 * (w - names)


def _columns_have_room(plan: ChartPlan, box: Box) -> bool:
    """Names under the plot neither cut nor skipped, and columns no thinner than their numbers."""
    n = max(1, len(plan.categories))
    plot = box.w - 40 - (40 if plan.axis2 else 0)
    text = foot_labels(plan.categories, plot / n, box.h, plan.category_every)
    if text.names or (text.rotation and plot / n * plan.category_every < 1.25 * FLOOR):
        return False
    if plan.annotations and plot / n < _REMARK:
        return False
    bars = [s for s in plan.series if s.mark == "bar"]
    if plan.kind in ("line", "area", "slope") or not bars:
        names = widest([s.name for s in plan.series], FLOOR) if len(plan.series) > 1 else 0.0
        return names <= 0.4 * box.w and len(plan.series) * 11.0 <= box.h - text.room - 40
    if not any(drawn(p) for s in bars for p in s.points):
        return True
    stacked = plan.kind.startswith(("stacked", "full"))
    rows = 1 if stacked else len(bars)
    thin = plot / n / (rows + 0.5)
    if stacked:
        words = [label_words(p) for s in bars for p in s.points if drawn(p) and p.value is not None]
        return thin >= min(widest(words, FLOOR), 34.0)
    coded = any(p.state == "missing" and p.shown for s in bars for p in s.points)
    return thin >= (_LONE_COLUMN if rows == 1 else _CODED_COLUMN if coded else _COLUMN)


def _panels_have_room(plan: ChartPlan, box: Box) -> bool:
    panels = len(plan.panels)
    columns = min(panels, 4) if panels <= 4 else 3 if panels <= 6 else 4
    rows = -(-panels // columns)
    w, h = box.w / columns - 18, box.h / rows - 40
    return w >= _SMALL_MULTIPLE and all(
        panel.all_missing or has_room(panel, Box(0, 0, w, h)) for panel in plan.panels
    )


def _slices_have_room(plan: ChartPlan, box: Box) -> bool:
    if plan.centre:
        return True
    from report.deck.chart.slices import slices_beside

    amounts = tuple(p.value if p.value is not None else p.share for p in plan.series[0].points)
    return slices_beside(plan, amounts, box.w, box.h) is not None
