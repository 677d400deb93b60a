"""Lollipops and dumbbells: dots in rows, categories down the side."""

from __future__ import annotations

from decimal import Decimal

from report.brochure.chart import marks
from report.brochure.chart.rows import (
    Rows,
    axis_line,
    draw_names,
    draw_row_remarks,
    lay_rows,
    open_slot,
)
from report.brochure.chart.scale import Scale, grid_across, reference_rows, references_across
from report.brochure.chart.sheet import Sheet, Type
from report.compose.plan import ChartPlan, Point

ZERO = Decimal(0)


def draw_lollipops(sheet: Sheet, plan: ChartPlan) -> float:
    """lollipop: a dot on a stem from zero; on a cut axis a dot on its row's hairline."""
    assert plan.axis is not None
    axis = plan.axis
    top = 4.0 + reference_rows(plan)
    rows = lay_rows(sheet, plan, top, 20.0)
    type = sheet.type("data-label", size=min(10.5, rows.step * 0.62))
    wide = max((sheet.width_of(p.label, type) for p in plan.series[0].points), default=0.0)
    derived = any(p.state == "derived" for p in plan.series[0].points)
    room = wide + 10 + (marks.tag_width(sheet, plan.derived_tag) + 3 if derived else 0)
    scale = Scale(axis, rows.left + (5 if not axis.from_zero else 0), rows.right - room)
    grid_across(sheet, scale, rows.top - 2, rows.bottom + 1)
    references_across(sheet, plan, scale, 4.0, rows.top, rows.bottom + 1)
    ends: dict[int, float] = {}
    for c, point in enumerate(plan.series[0].points):
        y = rows.middle(c)
        if point.value is None:
            start, stop = (scale.base, scale.stop) if axis.fixed else open_slot(scale)
            high = min(14.0, rows.step * 0.7)
            marks.slot(sheet, start, y - high / 2, stop - start, high, plan, point)
            ends[c] = stop
            continue
        colour = marks.token(sheet, plan, 0, c)
        x = scale(point.value)
        if axis.from_zero:
            stem = "accent" if point.state == "derived" else colour
            sheet.line([(scale.base, y), (x, y)], stem, 1.5)
        else:
            sheet.line([(scale.start - 5, y), (scale.stop, y)], "rule", sheet.theme.lines["row"])
        marks.dot(sheet, x, y, min(4.2, rows.step * 0.3), point, colour)
        ink = "accent" if point.state == "derived" else "p700"
        if axis.from_zero and point.value < 0:
            box = sheet.centred(scale.base + 6, y, point.label, type.inked(ink))
        else:
            box = sheet.centred(x + 8, y, point.label, type.inked(ink))
        ends[c] = box.x1
        if point.state == "derived":
            ends[c] = marks.ring_tag(sheet, box.x1 + 3, y, plan.derived_tag)
    axis_line(sheet, scale.base if axis.from_zero else rows.left, rows.top - 2, rows.bottom + 1)
    draw_names(sheet, plan, rows)
    draw_row_remarks(sheet, plan, rows, ends)
    return rows.bottom + 17.0


def draw_dumbbells(sheet: Sheet, plan: ChartPlan) -> float:
    """dumbbell: two dots and a bar between them; values in columns left of the plot."""
    assert plan.axis is not None
    axis = plan.axis
    title = sheet.type("table-head")
    heads = [sheet.wrap(s.name, min(84.0, 0.18 * sheet.width), title) for s in plan.series]
    head = 16.0 + 9.0 * (max(map(len, heads)) - 1)
    top = head + reference_rows(plan)
    numeral = sheet.type("table-numeral")
    widths: list[float] = []
    for series, lines in zip(plan.series, heads, strict=True):
        wide = max(sheet.width_of(t, title) for t in lines) + 12
        for point in series.points:
            own = sheet.width_of(
                point.code or plan.gap_text if point.value is None else point.label, numeral
            )
            own += (
                marks.tag_width(sheet, plan.derived_tag, 5.6) + 3 if point.state == "derived" else 0
            )
            own = max(own, 36.0) if point.value is None else own
            wide = max(wide, own)
        widths.append(wide + 10)
    rows = lay_rows(sheet, plan, top, 20.0, columns=sum(widths) + 6, least=13.0)
    numeral = numeral.sized(min(numeral.size, rows.step * 0.62))
    scale = Scale(axis, rows.left + 6, rows.right - 2)
    grid_across(sheet, scale, rows.top - 2, rows.bottom + 1)
    references_across(sheet, plan, scale, head, rows.top, rows.bottom + 1)
    names_right = rows.left - sum(widths) - 6
    draw_names(sheet, plan, rows, names_right)
    edges: list[float] = []
    at = names_right
    for wide in widths:
        at += wide
        edges.append(at)
    for s, series in enumerate(plan.series):
        edge = edges[s]
        base = head - 7.5 - 9.0 * (len(heads[s]) - 1)
        for n, line in enumerate(heads[s]):
            box = sheet.text(edge, base + 9.0 * n, line, title, "end")
            if n == 0:
                marks.dot(sheet, box.x0 - 6, base - title.size * 0.36, 3.0, Point(ZERO, ""),
                          sheet.theme.data_colour(series.colour))  # fmt: skip
        for c, point in enumerate(series.points):
            _dumbbell_value(sheet, plan, point, edge, rows.middle(c), numeral, rows.step)
    for c in range(len(plan.categories)):
        _dumbbell(sheet, plan, scale, c, rows)
    draw_row_remarks(sheet, plan, rows, dict.fromkeys(range(len(plan.categories)), scale.stop))
    return rows.bottom + 17.0


def _dumbbell_value(sheet: Sheet, plan: ChartPlan, point: Point, edge: float, middle: float,
                    type: Type, step: float) -> None:  # fmt: skip
    if point.value is None:
        wide, high = 36.0, min(12.0, step * 0.75)
        marks.slot(sheet, edge - wide, middle - high / 2, wide, high, plan,
                   Point(None, "", "missing", point.code), plate=False)  # fmt: skip
        marks.gap_plate(sheet, edge - wide, middle - high / 2, wide, high, "",
                        point.code or plan.gap_text)  # fmt: skip
        return
    derived = point.state == "derived"
    tag = marks.tag_width(sheet, plan.derived_tag, 5.6) + 3 if derived else 0
    ink = "accent" if derived else "p700"
    box = sheet.centred(edge - tag, middle, point.label, type.inked(ink), "end")
    if derived:
        marks.ring_tag(sheet, box.x1 + 3, middle, plan.derived_tag, 5.6)


def _dumbbell(sheet: Sheet, plan: ChartPlan, scale: Scale, c: int, rows: Rows) -> None:
    y = rows.middle(c)
    points = [s.points[c] for s in plan.series]
    known = [scale(p.value) for p in points if p.value is not None]
    if len(known) == 2:
        sheet.line([(known[0], y), (known[1], y)], "p300", 2.2)
    elif not known:
        high = min(12.0, rows.step * 0.75)
        marks.slot(sheet, scale.start, y - high / 2, scale.stop - scale.start, high, plan,
                   Point(None, "", "missing"), plate=False)  # fmt: skip
    for s, point in enumerate(points):
        if point.value is not None:
            colour = sheet.theme.data_colour(plan.series[s].colour)
            marks.dot(sheet, scale(point.value), y, min(4.2, rows.step * 0.32), point, colour)
