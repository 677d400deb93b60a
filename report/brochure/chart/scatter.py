"""Dots on two axes: names beside them, led to them where they must stand off."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from report.brochure.chart import marks
from report.brochure.chart.columns import head_room, plot_height
from report.brochure.chart.scale import (
    Scale,
    grid_across,
    grid_up,
    references_room,
    references_up,
    tick_room,
)
from report.brochure.chart.sheet import Box, Sheet, Type
from report.compose.plan import ChartPlan, Point
from report.record import record

Line = tuple[tuple[float, float], tuple[float, float]]


def draw_scatter(sheet: Sheet, plan: ChartPlan) -> float:
    """scatter: dots on two axes; names beside them, led to them where they must stand off."""
    assert plan.axis is not None
    assert plan.x_axis is not None
    head = head_room(sheet, plan)
    axis_type = sheet.type("axis")
    heads = sheet.wrap(plan.axis.title, sheet.width, axis_type) if plan.axis.title else ()
    top = head + 4 + 8.6 * len(heads)
    left = tick_room(sheet, plan.axis)
    high = max(plot_height(sheet, plan), min(220.0, 0.42 * sheet.width))
    bottom = top + high
    right = sheet.width - sheet.width_of(plan.x_axis.labels[-1], axis_type) / 2 - 2
    right -= references_room(sheet, plan)
    up = Scale(plan.axis, bottom, top)
    across = Scale(plan.x_axis, left + 4, right)
    grid_up(sheet, up, left, right)
    grid_across(sheet, across, top, bottom)
    sheet.line([(left, bottom), (right, bottom)], "ink", sheet.theme.lines["axis"])
    for n, line in enumerate(heads):
        sheet.text(0, head + 7 + 8.6 * n, line, axis_type)
    names: list[tuple[float, float, str, Point]] = []
    field = _Field(top, bottom, [], [])
    for s, series in enumerate(plan.series):
        for c, point in enumerate(series.points):
            if point.x is None and point.value is None:
                continue
            if point.x is None or point.value is None:
                _half_known(sheet, plan, point, across, up, left, bottom)
                continue
            x, y = across(point.x), up(point.value)
            colour = marks.token(sheet, plan, s, c)
            marks.dot(
                sheet, x, y, 3.4, point, colour, series.marker if len(plan.series) > 1 else "circle"
            )
            field.dots.append(Box(x - 4, y - 4, x + 4, y + 4))
            sheet.texts.append(field.dots[-1])
            if plan.categories[c]:
                names.append((x, y, plan.categories[c], point))
    references_up(sheet, plan, up, left, right, right + 5)
    type = sheet.type("category", size=7.4)
    for x, y, name, point in sorted(names, key=lambda n: (n[1], n[0])):
        ink = type.inked("accent") if point.state == "derived" else type
        _name_dot(sheet, x, y, name, ink, field)
    low = bottom + 17
    if plan.x_axis.title:
        for line in sheet.wrap(plan.x_axis.title, right, axis_type):
            sheet.text(right, low + 6, line, axis_type, "end")
            low += 9
    return low


def _half_known(sheet: Sheet, plan: ChartPlan, point: Point, across: Scale, up: Scale, left: float,
                bottom: float) -> None:  # fmt: skip
    """A dot of which one value is missing: a small slot on the axis of the other."""
    if point.x is not None:
        x, y = across(point.x) - 4, bottom - 9
    elif point.value is not None:
        x, y = left + 1, up(point.value) - 4
    else:
        return
    marks.slot(sheet, x, y, 8, 8, plan, point, plate=False)
    sheet.texts.append(Box(x, y, x + 8, y + 8))


_AROUND = ((1, 0), (0, -1), (-1, 0), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))


@record
class _Field:
    """Where names may stand, and what stands there already."""

    top: float
    bottom: float
    leads: list[Line]
    dots: list[Box]


def _name_dot(sheet: Sheet, x: float, y: float, name: str, type: Type, field: _Field) -> None:
    """A dot's name at the first free place around it, ever farther off.

    Where the plot has none, above the plot, with a leader that may pass behind other names; at
    the very last on a plate over other dots.
    """
    lines = sheet.wrap(name, 90.0, type)
    wide = max(sheet.width_of(t, type) for t in lines)
    step = type.size * 1.25
    tall = step * len(lines)
    if len(lines) > 4:  # a sentence rather than a name: a wider block
        lines = sheet.wrap(name, 0.45 * sheet.width, type)
        wide, tall = max(sheet.width_of(t, type) for t in lines), step * len(lines)
    said = [b for b in sheet.texts if b not in field.dots]
    for trial in range(3):
        for cx, cy, dx, dy, off in _places(x, y, wide, tall, sheet.width, field.bottom):
            box = Box(cx - wide / 2, cy - tall / 2, cx + wide / 2, cy + tall / 2)
            if box.y1 > field.bottom + 1 or (trial == 0 and box.y0 < field.top - 8):
                continue
            if trial < 2 and not sheet.free(box, 1.5):
                continue
            if trial == 2 and (box.x0 < 0 or box.x1 > sheet.width or box.y0 < 0
                               or any(box.meets(b, 1.0) for b in said)):  # fmt: skip
                continue
            if any(box.share_of(line, 1.0) for line in field.leads):
                continue  # another name's leader would run through it
            lead = _lead(x, y, box, dx, dy) if off else None
            if lead and trial == 0 and _blocked(sheet, lead):
                continue
            if lead:
                marks.leader(sheet, lead)
                field.leads.append(lead)
            if trial == 2:
                sheet.rect(box.x0 - 1, box.y0, wide + 2, tall, fill="white")
            for i, line in enumerate(lines):
                anchor = "start" if dx > 0 else "end" if dx < 0 else "middle"
                at = box.x0 if dx > 0 else box.x1 if dx < 0 else cx
                sheet.centred(at, box.y0 + step * (i + 0.5), line, type, anchor)
            return
    sheet.centred(min(x + 6, sheet.width - wide), y, name, type)


def _lead(x: float, y: float, box: Box, dx: int, dy: int) -> Line:
    """From a dot to its name: to the near edge above or below, else to its side."""
    near = (min(max(x, box.x0), box.x1), box.y1 if dy < 0 else box.y0)
    beside = (box.x0 - 1 if dx > 0 else box.x1 + 1, (box.y0 + box.y1) / 2)
    return (x, y), near if dy else beside


def _blocked(sheet: Sheet, lead: Line) -> bool:
    """Whether a leader would run through a name or a dot; those at its own place do not count."""
    (x, y), _ = lead
    return any(
        taken.share_of(lead)
        for taken in sheet.texts
        if not (taken.x0 <= x <= taken.x1 and taken.y0 <= y <= taken.y1)
    )


def _places(
    x: float, y: float, wide: float, tall: float, width: float, bottom: float
) -> Iterator[tuple[float, float, int, int, bool]]:
    """Middles for a name: around its dot ever farther off, then anywhere, nearest first.

    With each the side of the dot it lies on, and whether it wants a leader.
    """
    for distance in (6.0, 12.0, 20.0, 30.0, 42.0, 56.0, 72.0, 90.0, 110.0, 140.0):
        for dx, dy in _AROUND:
            far = distance if distance < 10 or dx == 0 or dy == 0 else distance * 0.8
            yield x + dx * (far + wide / 2), y + dy * (far + tall / 2), dx, dy, distance > 10
    columns = int((width - wide) // 8) + 1
    rows = int((bottom - tall) // 6) + 1
    grid = [
        (wide / 2 + 8 * column, tall / 2 + 6 * row)
        for column in range(max(0, columns)) for row in range(max(0, rows))
    ]  # fmt: skip
    for cx, cy in sorted(grid, key=lambda place: hypot(place[0] - x, place[1] - y)):
        yield cx, cy, 0, -1 if cy < y else 1, True
