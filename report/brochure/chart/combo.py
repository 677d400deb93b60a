"""Columns and lines in one plot: a second axis for lines of another unit."""

from __future__ import annotations

from collections.abc import Sequence

from report.brochure.chart import marks
from report.brochure.chart.columns import (
    Slots,
    draw_categories,
    head_room,
    lay_slots,
    plate_up,
    slot_up,
    value_type,
    widest_bar,
)
from report.brochure.chart.lines import crossed, draw_line, line_span
from report.brochure.chart.scale import (
    TICK_GAP,
    Scale,
    draw_remarks,
    grid_up,
    level_axis,
    references_up,
    remark_rows,
    remarks_height,
    tick_room,
)
from report.brochure.chart.sheet import Box, Sheet, Type
from report.brochure.chart.strips import strips
from report.compose.plan import ChartPlan, Point, Series
from report.record import replace

LABEL_HEAD = 14.0
"""Room above a plot for the label of its highest point."""


def draw_combo(sheet: Sheet, plan: ChartPlan) -> float:
    """combo: columns on the left axis, lines on it or on the right one."""
    axis = plan.axis or plan.axis2
    assert axis is not None
    bars = [(i, s) for i, s in enumerate(plan.series) if s.mark == "bar"]
    lines = [s for s in plan.series if s.mark != "bar"]
    begin = head_room(sheet, plan)
    right = 0.0
    if plan.axis2 is not None:
        right = tick_room(sheet, plan.axis2) + TICK_GAP
    draft = lay_slots(sheet, plan, begin, right=right)
    x_of = {
        (s, c): draft.middle(c)
        for s in range(len(plan.series))
        for c in range(len(plan.categories))
    }
    rows = remark_rows(sheet, plan, x_of, draft.left, sheet.width)
    top = begin + remarks_height(rows) + LABEL_HEAD
    slots = lay_slots(sheet, plan, top, right=right)
    scale = Scale(axis, slots.bottom, slots.top)
    grid_up(sheet, scale, slots.left, slots.right)
    other = scale
    if plan.axis2 is not None and plan.axis is not None:
        other = Scale(plan.axis2, slots.bottom, slots.top)
        grid_up(sheet, other, slots.left, slots.right, labels="right", lines=False)
    inner = min(slots.slot / 1.5, widest_bar(plan) * max(1, len(bars)))
    thick = inner / max(1, len(bars))
    type = value_type(sheet, plan, thick - 2)
    type = sheet.type("data-label-inside", size=min(type.size, 8.4))
    labels: list[tuple[float, float, Point, str]] = []
    light: list[Box] = []
    bar_width = thick - (1.0 if len(bars) > 1 and thick > 4 else 0.0)
    lost: list[tuple[int, Point, float, float]] = []
    for n, (index, series) in enumerate(bars):
        for c, point in enumerate(series.points):
            x = slots.middle(c) - inner / 2 + (n + 0.5) * thick
            bar = bar_width
            if point.value is None:
                slot_up(sheet, plan, scale, c, replace(point, shown=False), x, bar, thick)
                lost.append((c, point, x, bar))
                continue
            tip = scale(point.value)
            colour = marks.token(sheet, plan, index, c)
            marks.body(sheet, x - bar / 2, scale.base, bar, tip - scale.base, point, colour)
            labels.append((x, tip, point, colour))
            if marks.on(colour) != "white" or point.state == "derived":
                top, foot = sorted((tip, scale.base))
                light.append(Box(x - bar / 2, top, x + bar / 2, foot))
    for series in lines:
        own = other if series.secondary else scale
        draw_line(sheet, plan, slots, own, series, plan.series.index(series))
    level_axis(sheet, slots.left, slots.right, scale.base)
    for c, point, x, bar in lost:  # what stands in the slots comes above the lines
        if point.shown:
            plate_up(sheet, plan, scale, c, point, x, bar, thick)
    for x, tip, point, colour in labels:
        if point.shown:
            half = sheet.width_of(point.label, type) / 2 + 4  # a marker is as wide as that
            spans = [
                line_span(slots, other if s.secondary else scale, s, x - half, x + half)
                for s in lines
            ]
            look = (bar_width, colour)
            _column_label(sheet, plan, scale, x, tip, point, look, type, spans)
    references_up(sheet, plan, scale, slots.left, slots.right, slots.right + right + 5)
    _line_values(sheet, plan, slots, (scale, other), lines, light)
    draw_remarks(sheet, rows, begin, dict.fromkeys(x_of.values(), slots.top))
    low = strips(sheet, plan, slots, lines, slots.bottom, every=True)
    return draw_categories(sheet, plan, slots, low)


def _column_label(
    sheet: Sheet, plan: ChartPlan, scale: Scale, x: float, tip: float, point: Point,
    look: tuple[float, str], type: Type, spans: Sequence[tuple[float, float]],
) -> None:  # fmt: skip
    """A column's value where no line passes: at its foot, inside its end, or beyond its end.

    ``look`` is the column's width and colour.
    """
    bar, colour = look
    derived = point.state == "derived"
    down = -1 if tip <= scale.base else 1
    step = down * (type.size / 2 + 3)
    inner = "accent" if derived else marks.on(colour)
    outer = "accent" if derived else "p700"
    places = [(tip + step + down * shift, outer) for shift in (0, 10, 20)]
    if max(scale.start, scale.stop) > scale.base - step + type.size > min(scale.start, scale.stop):
        places.append((scale.base - step, outer))
    if abs(tip - scale.base) >= type.size + 5 and sheet.width_of(point.label, type) + 3 <= bar:
        places = [(scale.base + step, inner), (tip - step, inner), *places]
    tall = type.size / 2 + 3.5
    foot = max(scale.start, scale.stop) - type.size / 2  # below it stand the categories
    places = [p for p in places if p[0] <= foot] or [(tip - step, outer)]
    chosen, free = places[0], False
    for place in places:
        middle = place[0]
        box = sheet.box_of(x, middle + type.size * 0.36, point.label, type, "middle")
        crossed = any(high < middle + tall and low > middle - tall for high, low in spans)
        if not crossed and sheet.free(box, 0.5):
            chosen, free = place, True
            break
    middle, ink = chosen
    if not free:  # a line is everywhere: the number on a plate of its own
        box = sheet.box_of(x, middle + type.size * 0.36, point.label, type, "middle")
        ink = outer
        sheet.rect(box.x0 - 1, box.y0 + 0.6, box.x1 - box.x0 + 2, type.size * 0.94, fill="white")
    sheet.centred(x, middle, point.label, type.inked(ink), "middle")
    tag = marks.tag_width(sheet, plan.derived_tag)
    if derived and abs(tip - scale.base) >= type.size + 18 and tag + 2 <= bar:
        inward = -down if abs(middle - tip) < abs(step) + 1 else down
        marks.ring_tag(sheet, x - tag / 2, middle + inward * (type.size / 2 + 6), plan.derived_tag)


_SHIFTS = (-6.0, 6.0, -17.0, 18.0, -28.0, 30.0, -40.0, 44.0, -54.0, 60.0, -70.0, 78.0)
"""How far a line's label may stand from its point, nearest first."""


def _line_values(
    sheet: Sheet, plan: ChartPlan, slots: Slots, scales: tuple[Scale, Scale],
    lines: Sequence[Series], light: Sequence[Box],
) -> None:  # fmt: skip
    """Values of lines, above their points.

    They stand on a plate, so that columns do not run into them; inside one of the ``light``
    columns they need none.
    """
    scale, other = scales
    type = sheet.type("data-label", size=8.4)
    for series in lines:
        own = other if series.secondary else scale
        for c, point in enumerate(series.points):
            if point.value is None or not point.shown:
                continue
            x, y = slots.middle(c), own(point.value)
            wide = sheet.width_of(point.label, type)
            derived = point.state == "derived"
            ink = type.inked("accent" if derived else "ink")
            edge = slots.right + 3 if plan.references else sheet.width
            x = min(max(x, wide / 2), edge - wide / 2)
            found: float | None = None
            for shift in _SHIFTS:
                baseline = y + shift if shift < 0 else y + shift + type.size * 0.75
                box = sheet.box_of(x, baseline, point.label, ink, "middle")
                inside = slots.top - LABEL_HEAD <= box.y0 and box.y1 <= slots.bottom - 1
                if not inside or not sheet.free(box):
                    continue
                found = baseline if found is None else found
                if not any(
                    crossed([s], slots, other if s.secondary else scale, box) for s in lines
                ):  # the nearest that no line crosses
                    found = baseline
                    break
            baseline = y - 6 if found is None else found
            box = sheet.box_of(x, baseline, point.label, ink, "middle")
            clear = not any(
                crossed([s], slots, other if s.secondary else scale, box) for s in lines
            )
            inside = any(b.x0 < box.x0 and box.x1 < b.x1 and b.y0 < box.y0 and box.y1 < b.y1
                         for b in light)  # fmt: skip
            if not (inside and clear and not derived):
                sheet.rect(box.x0 - 1.5, box.y0 + 0.6, wide + 3, type.size * 0.94, fill="white")
            sheet.text(x, baseline, point.label, ink, "middle")
