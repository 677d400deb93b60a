"""A chart of nothing but gaps → a list of slots with their names, no axes."""

from __future__ import annotations

from collections.abc import Sequence

from report.brochure.chart import marks
from report.brochure.chart.scale import tallest
from report.brochure.chart.sheet import Sheet
from report.compose.plan import REST, ChartPlan, Point


def draw_gaps(sheet: Sheet, plan: ChartPlan, top: float = 4.0) -> float:
    """A chart without a single value: a list of slots with their names, no axes. Returns height."""
    rows: list[tuple[str, Point]] = []
    for part in plan.panels or (plan,):
        for series in part.series:
            for category, point in zip(part.categories, series.points, strict=True):
                if point.colour == REST:
                    continue
                name = category if len(part.series) == 1 else f"{series.name} {category}"
                head = part.title if plan.panels else ""
                rows.append((f"{head} {name}".strip(), point))
    most = tallest(sheet, plan)
    columns = max(1, -(-len(rows) * 22 // int(max(most - top, 22.0))))
    wide = (sheet.width - 19.0 * (columns - 1)) / columns
    if len(rows) > 24 or (columns > 1 and wide < 150.0):
        codes = [p.code for _, p in rows if p.code]
        text = f"{codes[0]}—{codes[-1]}" if codes else ""
        rows, columns, wide = [("", Point(None, plan.gap_text, "missing", text))], 1, sheet.width
    each, low = -(-len(rows) // columns), top
    remarks = {a.series * len(plan.categories) + a.category: a.text for a in plan.annotations}
    for k in range(columns):
        part = range(each * k, min(each * (k + 1), len(rows)))
        x = k * (wide + 19.0)
        low = max(low, _listed(sheet, plan, rows, part, remarks, x, top, wide))
    return low + 2


def _listed(
    sheet: Sheet, plan: ChartPlan, rows: Sequence[tuple[str, Point]], part: range,
    remarks: dict[int, str], x: float, y: float, width: float,
) -> float:  # fmt: skip
    """One column of slots with their names and remarks; returns its lower end."""
    names = sheet.type("category")
    left = min(max((sheet.width_of(n, names) for n, _ in rows), default=0), 0.4 * width)
    left = left + 9.5 if left else 0.0
    wide = min(width - left, 200.0)
    if remarks:
        wide = min(wide, (width - left) * 0.6)
    small = sheet.type("axis", colour="ink")
    for n in part:
        name, point = rows[n]
        lines = sheet.wrap(name, left - 9, names) if name else ()
        said = sheet.wrap(remarks[n], width - left - wide - 6, small) if n in remarks else ()
        high = max(22.0, 11.0 * len(lines) + 4, 9.0 * len(said) + 4)
        marks.slot(sheet, x + left, y + (high - 16) / 2, wide, 16, plan, point)
        marks.column(sheet, x + left - 9, y + high / 2, lines, names, "end")
        marks.column(sheet, x + left + wide + 6, y + high / 2, said, small, leading=9.0)
        y += high
    return y
