"""Lollipops and dumbbells: dots in rows, categories down the side."""

from __future__ import annotations

from decimal import Decimal

from report.brochure.chart import marks
from report.brochure.chart.rows import (
    LEAST_PLOT,
    Rows,
    axis_line,
    draw_names,
    draw_row_remarks,
    lay_rows,
    slot_across,
)
from report.brochure.chart.scale import Scale, grid_across, reference_rows, references_across
from report.brochure.chart.sheet import Sheet, Type
from report.compose.plan import ChartPlan, Point

ZERO = Decimal(0)
LEAST_DUMBBELL = 30.0
"""Least width between the values at both sides of dumbbells."""
LEAST_LOLLIPOP = 16.0
NOT_AT_ALL = 1e6
"""Height of a column of rows too narrow to be drawn: another number of columns is taken."""


def draw_lollipops(sheet: Sheet, plan: ChartPlan) -> float:
    """lollipop: a dot on a stem from zero; on a cut axis a dot on its row's hairline."""
    assert plan.axis is not None
    axis = plan.axis
    top = 4.0 + reference_rows(plan)
    points = (sheet.whole or plan).series[0].points
    derived = any(p.state == "derived" for p in points)

    def room_of(type: Type) -> float:
        """Room right of the plot for the labels of the last dots."""
        wide = max((sheet.width_of(p.label, type) for p in points), default=0.0)
        return wide + 10 + (marks.tag_width(sheet, plan.derived_tag) + 3 if derived else 0)

    type = sheet.type("data-label", size=10.5)
    rows = lay_rows(sheet, plan, top, 20.0, keep=room_of(type) + 24.0)
    type = type.sized(min(10.5, rows.band * 0.62))
    while rows.right - rows.left - room_of(type) < LEAST_DUMBBELL and type.size > 5.6:
        type = type.sized(type.size - 0.4)
    room = room_of(type)
    if rows.right - rows.left - room < LEAST_LOLLIPOP:
        if sheet.whole is not None:
            return NOT_AT_ALL
        room = rows.right - rows.left - LEAST_LOLLIPOP
    scale = Scale(axis, rows.left + (5 if not axis.from_zero else 0), rows.right - room)
    grid_across(sheet, scale, rows.top - 2, rows.bottom + 1)
    references_across(sheet, plan, scale, 4.0, rows.top, rows.bottom + 1)
    ends: dict[int, float] = {}
    for c, point in enumerate(plan.series[0].points):
        y = rows.middle(c)
        if point.value is None:
            high = min(14.0, rows.band * 0.7)
            ends[c] = slot_across(sheet, plan, scale, c, point, y - high / 2, high)
            continue
        colour = marks.token(sheet, plan, 0, c)
        x = scale(point.value)
        if axis.from_zero:
            stem = "accent" if point.state == "derived" else colour
            sheet.line([(scale.base, y), (x, y)], stem, 1.5)
        else:
            sheet.line([(scale.start - 5, y), (scale.stop, y)], "rule", sheet.theme.lines["row"])
        marks.dot(sheet, x, y, min(4.2, rows.band * 0.3), point, colour)
        ink = "accent" if point.state == "derived" else "p700"
        if axis.from_zero and point.value < 0:
            box = sheet.centred(scale.base + 6, y, point.label, type.inked(ink))
        else:
            box = sheet.centred(x + 8, y, point.label, type.inked(ink))
        ends[c] = box.x1
        if point.state == "derived":
            ends[c] = marks.ring_tag(sheet, box.x1 + 3, y, plan.derived_tag)
    draw_names(sheet, plan, rows)
    axis_line(sheet, scale.base if axis.from_zero else rows.left, rows.top - 2, rows.bottom + 1)
    return draw_row_remarks(sheet, plan, rows, ends)


def draw_dumbbells(sheet: Sheet, plan: ChartPlan) -> float:
    """dumbbell: two dots and a bar between them; values in columns left of the plot.

    Where columns would leave the plot too little, each value stands at the outer side of its dot.
    """
    assert plan.axis is not None
    title = sheet.type("table-head")
    heads = [sheet.wrap(s.name, min(84.0, 0.18 * sheet.width), title) for s in plan.series]
    numeral = sheet.type("table-numeral")
    widths = [
        max(
            max(sheet.width_of(t, title) for t in lines) + 12,
            *(_value_width(sheet, plan, p, numeral) for p in series.points),
        )
        + 10
        for series, lines in zip(plan.series, heads, strict=True)
    ]
    head = 16.0 + 9.0 * (max(map(len, heads)) - 1)
    top = head + reference_rows(plan)
    rows = lay_rows(sheet, plan, top, 20.0, columns=sum(widths) + 6, least=13.0)
    if sheet.whole is not None or rows.right - rows.left < LEAST_PLOT:
        return _dumbbells_beside(sheet, plan)
    numeral = numeral.sized(min(numeral.size, rows.band * 0.62))
    scale = Scale(plan.axis, rows.left + 6, rows.right - 2)
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
            _dumbbell_value(sheet, plan, point, edge, rows.middle(c), numeral, rows.band)
    for c in range(len(plan.categories)):
        _dumbbell(sheet, plan, scale, c, rows)
    return draw_row_remarks(
        sheet, plan, rows, dict.fromkeys(range(len(plan.categories)), scale.stop)
    )


def _value_width(sheet: Sheet, plan: ChartPlan, point: Point, type: Type) -> float:
    """Width of a value with its ring tag, or of a gap's slot."""
    if point.value is None:
        return max(sheet.width_of(point.code or plan.gap_text, type), 36.0)
    tag = marks.tag_width(sheet, plan.derived_tag, 5.6) + 3 if point.state == "derived" else 0
    return sheet.width_of(point.label, type) + tag


def _dumbbells_beside(sheet: Sheet, plan: ChartPlan) -> float:
    """Dumbbells of a narrow sheet: names above, values at the outer sides of their dots."""
    assert plan.axis is not None
    whole = sheet.whole or plan
    top = 2.0
    if sheet.whole is None:
        top = marks.legend(sheet, 0, 0, sheet.width, marks.entries(sheet, plan)) + 4
    head = top
    top += reference_rows(plan)
    type = sheet.type("table-numeral", size=9.6 if len(plan.categories) <= 24 else 8.0)
    widest = max(_value_width(sheet, plan, p, type) for s in whole.series for p in s.points)
    rows = lay_rows(sheet, plan, top, 20.0, least=13.0, keep=2 * widest + 40.0)
    numeral = sheet.type("table-numeral", size=min(9.6, rows.band * 0.62))

    def beside(type: Type) -> float:
        return max(_value_width(sheet, plan, p, type) for s in whole.series for p in s.points) + 8

    while rows.right - rows.left - 2 * beside(numeral) < LEAST_DUMBBELL and numeral.size > 5.6:
        numeral = numeral.sized(numeral.size - 0.4)
    room = beside(numeral)
    if rows.right - rows.left - 2 * room < 12.0:
        if sheet.whole is not None:
            return NOT_AT_ALL
        room = (rows.right - rows.left - 12.0) / 2
    scale = Scale(plan.axis, rows.left + room, rows.right - room)
    grid_across(sheet, scale, rows.top - 2, rows.bottom + 1)
    references_across(sheet, plan, scale, head, rows.top, rows.bottom + 1)
    draw_names(sheet, plan, rows)
    for c in range(len(plan.categories)):
        _dumbbell(sheet, plan, scale, c, rows)
        y = rows.middle(c)
        points = [s.points[c] for s in plan.series]
        known = sorted((scale(p.value), i) for i, p in enumerate(points) if p.value is not None)
        if not known:  # the slot is drawn: its codes stand in it
            lost = marks.together(plan, points)
            high = min(12.0, rows.band * 0.75)
            span, code = scale.stop - scale.start, lost.code or ""
            if not marks.gap_plate(
                sheet, scale.start, y - high / 2, span, high, plan.gap_text, code
            ):
                small = sheet.code_type(max(4.6, min(6.0, rows.band * 0.6)))
                sheet.centred(scale.stop + 4, y, code or plan.gap_text, small)
            continue
        left = known[0][1] if len(known) == 2 else 0
        for i, point in enumerate(points):
            out = known[0][0] - 7 if i == left else known[-1][0] + 7
            wide = _value_width(sheet, plan, point, numeral)
            edge = out if i == left else out + wide
            _dumbbell_value(sheet, plan, point, edge, y, numeral, rows.band)
    return draw_row_remarks(
        sheet, plan, rows, dict.fromkeys(range(len(plan.categories)), scale.stop)
    )


def _dumbbell_value(sheet: Sheet, plan: ChartPlan, point: Point, edge: float, middle: float,
                    type: Type, step: float) -> None:  # fmt: skip
    if point.value is None:
        wide, high = _value_width(sheet, plan, point, type), min(12.0, step * 0.75)
        marks.slot(sheet, edge - wide, middle - high / 2, wide, high, plan,
                   Point(None, "", "missing", point.code), plate=False)  # fmt: skip
        said = point.code or plan.gap_text
        if not marks.gap_plate(sheet, edge - wide, middle - high / 2, wide, high, "", said):
            small = sheet.code_type(max(4.6, min(6.0, step * 0.7)))
            half = sheet.width_of(said, small) / 2 + 1
            sheet.rect(edge - wide / 2 - half, middle - high / 2, 2 * half, high, fill="white")
            sheet.centred(edge - wide / 2, middle, said, small, "middle")
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
        high = min(12.0, rows.band * 0.75)
        marks.slot(sheet, scale.start, y - high / 2, scale.stop - scale.start, high, plan,
                   Point(None, "", "missing"), plate=False)  # fmt: skip
    for s, point in enumerate(points):
        if point.value is not None:
            colour = sheet.theme.data_colour(plan.series[s].colour)
            marks.dot(sheet, scale(point.value), y, min(4.2, rows.band * 0.32), point, colour)
