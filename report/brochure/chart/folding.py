"""A chart of more rows than a page is high → the same rows in columns side by side, on one axis.

Every column has the same step, the same room for names and the same scale: a length means the
same in all of them. The categories run down the first column, then down the next.
"""

from __future__ import annotations

from collections.abc import Callable

from report.brochure.chart import marks
from report.brochure.chart.scale import tallest
from report.brochure.chart.sheet import Sheet
from report.compose.plan import ChartPlan
from report.record import replace

GUTTER = 19.0
NARROWEST = 92.0
"""Least width of a column of rows."""
MOST_COLUMNS = 4
Draw = Callable[[Sheet, ChartPlan], float]


def draw_folded(sheet: Sheet, plan: ChartPlan, draw: Draw) -> tuple[Sheet, float]:
    """Draw rows in as many columns as their page needs; returns the sheet and its height."""
    height = draw(sheet, plan)
    most = tallest(sheet, plan)
    best = (sheet, height)
    for columns in range(2, MOST_COLUMNS + 1):
        wide = (sheet.width - GUTTER * (columns - 1)) / columns
        if best[1] <= most or wide < NARROWEST or len(plan.categories) < 4 * columns:
            break
        made = Sheet(sheet.width, sheet.theme, sheet.book, sheet.language)
        high = _columns(made, plan, draw, columns, wide, most)
        if high < best[1]:
            best = (made, high)
    return best


def _columns(
    sheet: Sheet, plan: ChartPlan, draw: Draw, columns: int, wide: float, most: float
) -> float:
    top = 0.0
    if plan.legend or plan.kind == "dumbbell" or len(plan.series) > 1:
        top = marks.legend(sheet, 0, 0, sheet.width, marks.entries(sheet, plan)) + 2
    rows = -(-len(plan.categories) // columns)
    unnamed = plan
    if plan.kind != "dumbbell":  # the legend above all columns names them
        unnamed = replace(plan, series=tuple(replace(s, name="") for s in plan.series))
    whole = replace(unnamed, legend=False, aspect=(most - top) / wide)
    low = 0.0
    for k in range(columns):
        part = part_of(whole, rows * k, min(len(plan.categories), rows * (k + 1)))
        if not part.categories:
            break
        own = Sheet(wide, sheet.theme, sheet.book, sheet.language, whole=whole, rows=rows)
        high = draw(own, part)
        sheet.place(own, k * (wide + GUTTER), top)
        low = max(low, top + high)
    return low


def part_of(plan: ChartPlan, start: int, stop: int) -> ChartPlan:
    """The plan of some of the categories, on the same axis."""
    return replace(
        plan,
        categories=plan.categories[start:stop],
        series=tuple(replace(s, points=s.points[start:stop]) for s in plan.series),
        annotations=tuple(
            replace(a, category=a.category - start)
            for a in plan.annotations
            if start <= a.category < stop
        ),
    )
