"""Waterfalls: columns that float from one running total to the next."""

from __future__ import annotations

from decimal import Decimal

from report.brochure.chart import marks
from report.brochure.chart.columns import (
    code_rise,
    draw_categories,
    label_rise,
    lay_slots,
    plot_height,
    slot_up,
    value_type,
    widest_bar,
)
from report.brochure.chart.scale import (
    Scale,
    draw_remarks,
    grid_up,
    level_axis,
    references_up,
    remark_rows,
    remarks_height,
)
from report.brochure.chart.sheet import Sheet
from report.compose.plan import ChartPlan

ZERO = Decimal(0)


def draw_waterfall(sheet: Sheet, plan: ChartPlan) -> float:
    """waterfall: floating columns joined by hairlines; totals stand on zero."""
    assert plan.axis is not None
    (series,) = plan.series
    begin = 2.0
    draft = lay_slots(sheet, plan, begin)
    bar = min(draft.slot / 1.4, widest_bar(plan))
    type = value_type(sheet, plan, draft.slot - 2)
    type = type.sized(min(type.size, 10.5))
    x_of = {(0, c): draft.middle(c) for c in range(len(plan.categories))}
    rows = remark_rows(sheet, plan, x_of, draft.left, sheet.width)
    high = plot_height(sheet, plan)
    rise = max(
        label_rise(plan, type.size + 5, high, 12.0), code_rise(sheet, plan, high, bar, draft.slot)
    )
    top = begin + remarks_height(rows) + rise
    slots = lay_slots(sheet, plan, top)
    scale = Scale(plan.axis, slots.bottom, slots.top)
    grid_up(sheet, scale, slots.left, slots.right)
    heads: dict[float, float] = {}
    low = slots.bottom
    previous: tuple[float, float] | None = None
    for c, point in enumerate(series.points):
        x = slots.middle(c)
        if point.value is None:
            heads[x] = slot_up(sheet, plan, scale, c, point, x, bar, slots.slot)
            previous = None
            continue
        start = point.start or ZERO
        y0, y1 = scale(start), scale(start + point.value)
        if previous is not None and abs(previous[1] - (y1 if point.total else y0)) < 0.1:
            level = previous[1]
            sheet.line([(previous[0] + bar / 2, level), (x - bar / 2, level)], "muted", 0.5)
        marks.body(sheet, x - bar / 2, min(y0, y1), bar, max(abs(y1 - y0), 0.4), point,
                   marks.token(sheet, plan, 0, c))  # fmt: skip
        heads[x] = min(y0, y1) - 2
        if point.shown:
            ink = "accent" if point.state == "derived" else "p700"
            up = point.value >= 0
            at = min(y0, y1) - 4 if up else max(y0, y1) + type.size * 0.73 + 4
            box = sheet.text(x, at, point.label, type.inked(ink), "middle")
            heads[x] = min(heads[x], box.y0 - 2)
            low = max(low, box.y1)
            if point.state == "derived":
                tag = marks.tag_width(sheet, plan.derived_tag)
                if abs(y1 - y0) > tag + 5 and bar > tag + 3:
                    marks.ring_tag(sheet, x - tag / 2, min(y0, y1) + tag / 2 + 3, plan.derived_tag)
                elif tag <= slots.slot:
                    marks.ring_tag(sheet, x - tag / 2, box.y0 - tag / 2 - 1, plan.derived_tag)
                    heads[x] -= tag + 2
        previous = (x, y1)
    level_axis(sheet, slots.left, slots.right, scale.base)
    references_up(sheet, plan, scale, slots.left, slots.right, slots.right + 5)
    draw_remarks(sheet, rows, begin, heads)
    return draw_categories(sheet, plan, slots, low)
