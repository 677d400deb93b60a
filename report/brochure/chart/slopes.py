"""Slopes: from before to after, in a panel for each item or all in one."""

from __future__ import annotations

from collections.abc import Sequence

from report.brochure.chart import marks
from report.brochure.chart.scale import Scale, tallest
from report.brochure.chart.sheet import Box, Sheet, Type
from report.compose.plan import ChartPlan, Point

GUTTER = 19.0
HIGH, TALL = 104.0, 180.0
"""Height of a panel's plot: the design's, and what a high page may make of it."""


def draw_slopes(sheet: Sheet, plan: ChartPlan) -> float:
    """slope: panels where items have axes of their own, else one panel."""
    if not plan.panels:
        return _together(sheet, plan)
    count = len(plan.panels)
    across = min(count, max(1, int((sheet.width + GUTTER) // (98.0 + GUTTER))))
    rows = -(-count // across)
    across = -(-count // rows)
    width = (sheet.width - GUTTER * (across - 1)) / across
    width = min(width, 228.0)
    # the plots give way where the page is low; titles, labels and names take 72 points
    high = max(44.0, min(TALL if plan.aspect else HIGH, tallest(sheet, plan) / rows - 72.0))
    top = 2.0
    for start in range(0, count, across):
        low = top
        row = range(start, min(start + across, count))
        head = max(len(_title(sheet, plan.panels[k], width, _change(plan, k))) for k in row)
        for k in range(start, min(start + across, count)):
            x = (k - start) * (width + GUTTER)
            low = max(
                low, _panel(sheet, plan.panels[k], x, top, width, high, _change(plan, k), head)
            )
        top = low + 10
    return top - 10


def _change(plan: ChartPlan, item: int) -> str:
    return plan.series[item].points[1].sub


def _title(sheet: Sheet, plan: ChartPlan, width: float, change: str) -> tuple[str, ...]:
    """A panel's title with its unit, in lines beside its change."""
    type = sheet.type("key-label", weight=700)
    room = width - (sheet.width_of(change, type) + 6 if change else 0.0)
    return sheet.wrap(plan.title + (plan.joints[2] + plan.sub if plan.sub else ""), room, type)


def _panel(sheet: Sheet, plan: ChartPlan, x: float, top: float, width: float, tall: float,
           change: str, rows: int) -> float:  # fmt: skip
    """One item below a title of ``rows`` lines: panels side by side stand level."""
    (series,) = plan.series
    head = sheet.type("key-label", weight=700)
    if change:
        sheet.text(x + width, top + 9, change, head.inked("p700"), "end")
    for n, line in enumerate(_title(sheet, plan, width, change)):
        sheet.text(x, top + 9 + 10.5 * n, line, head)
    y = top + 9 + 10.5 * (rows - 1)
    plot_top, bottom = y + 30, y + 30 + tall
    inset = min(24.0, width * 0.15)
    left, right = x + inset, x + width - inset
    before, after = series.points
    sheet.line([(x, bottom), (x + width, bottom)], "ink", sheet.theme.lines["axis"])
    if before.value is None and after.value is None:
        code = plan.joints[0].join(dict.fromkeys(c for c in (before.code, after.code) if c))
        marks.slot(sheet, left - inset / 2, plot_top - 12, right - left + inset, tall + 12, plan,
                   Point(None, plan.gap_text, "missing", code or None))  # fmt: skip
    else:
        _line(sheet, plan, left, right, plot_top, bottom, (x, x + width))
    axis = sheet.type("category", size=7.4)
    low = bottom
    for place, name in ((left, plan.categories[0]), (right, plan.categories[1])):
        lines = sheet.wrap(name, width / 2 - 4, axis)
        half = max(sheet.width_of(t, axis) for t in lines) / 2
        at = min(max(place, x + half), x + width - half)
        for n, line in enumerate(lines):
            sheet.text(at, bottom + 11 + 9.5 * n, line, axis, "middle")
            low = max(low, bottom + 11 + 9.5 * n)
    return low + 4


def _line(
    sheet: Sheet, plan: ChartPlan, left: float, right: float, top: float, bottom: float,
    edges: tuple[float, float],
) -> None:  # fmt: skip
    """The two points, the line and the area to zero; labels stay within ``edges``."""
    points = plan.series[0].points
    ends = list(zip((left, right), points, strict=True))
    known = [float(p.value) for p in points if p.value is not None]
    # no ticks are written, so the axis needs no round ends: zero and the larger value
    low, high = min(0.0, *known), max(0.0, *known)
    floor = bottom - 22.0 if low < 0 else bottom
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return floor - (value - low) / span * (floor - top)

    base = place(0.0)
    if low < 0:
        sheet.line([(edges[0], base), (edges[1], base)], "rule", sheet.theme.lines["grid"])
    line = [(x, place(float(p.value))) for x, p in ends if p.value is not None]
    if len(line) == 2:
        sheet.polygon([(left, base), *line, (right, base)], fill="p100")
        sheet.line(line, "p700", sheet.theme.lines["slope"])
    for x, point in ends:
        if point.value is None:
            tall, wide = 0.6 * (bottom - top), min(44.0, (right - left) * 0.5)
            marks.slot(sheet, x - wide / 2, bottom - tall, wide, tall, plan, point)
    tag = marks.tag_width(sheet, plan.derived_tag) + 3
    labels = [(x, p, tag if p.state == "derived" else 0.0) for x, p in ends if p.value is not None]
    number = sheet.type("data-label", size=13.0)
    room = edges[1] - edges[0] - 8
    while number.size > 6 and sum(sheet.width_of(p.label, number) + t for _, p, t in labels) > room:
        number = number.sized(number.size - 0.5)
    for x, point, extra in labels:
        assert point.value is not None
        y = place(float(point.value))
        marks.dot(sheet, x, y, 4.0, point, "p700")
        ink = number.inked("accent" if extra else "p700")
        wide = sheet.width_of(point.label, ink) + extra
        at = min(max(x - wide / 2, edges[0]), edges[1] - wide)
        over, under = y - 9, y + 9 + ink.size * 0.73
        spots = [over, under] if point.value >= 0 else [under, over]
        spots = [s for s in spots if top - 30 < s - ink.size * 0.88 and s < bottom - 2] or spots[:1]
        clear = [s for s in spots if _clear(sheet.box_of(at, s, point.label, ink), line)]
        if not clear:  # a steep line on both sides: higher, until the line is below the number
            box = sheet.box_of(at, 0.0, point.label, ink)
            clear = [min(spots[0], _over(line, box.x0 - 2, box.x1 + 2) - 4)]
        baseline = max(clear[0], top - 30 + ink.size * 0.88)
        box = sheet.text(at, baseline, point.label, ink)
        if extra:
            marks.ring_tag(sheet, box.x1 + 3, baseline - number.size * 0.36, plan.derived_tag)


def _clear(box: Box, line: Sequence[tuple[float, float]]) -> bool:
    """Whether the line leaves a box free."""
    return len(line) < 2 or box.share_of((line[0], line[1]), 1.0) is None


def _over(line: Sequence[tuple[float, float]], left: float, right: float) -> float:
    """Highest place of the line between two abscissae."""
    (x0, y0), (x1, y1) = line
    ends = (min(max(x, x0), x1) for x in (left, right))
    return min(y0 + (y1 - y0) * (x - x0) / (x1 - x0) for x in ends)


def _together(sheet: Sheet, plan: ChartPlan) -> float:
    """All items in one panel on one axis; labels at both ends, moved apart."""
    assert plan.axis is not None
    count = len(plan.series)
    type = sheet.type("category", size=7.8)
    digits = sheet.type("data-label", size=8.8)
    head = sheet.type("category-strong")
    most = max(sum(s.points[e].value is not None for s in plan.series) for e in (0, 1))
    pitch = 11.5 if count <= 36 else 10.6
    high = plan.aspect * sheet.width - 30 if plan.aspect else max(150.0, (most + 1) * pitch)
    ends = [sheet.wrap(c, sheet.width / 2 - 8, head) for c in plan.categories]
    top = 22.0 + 10.5 * (max(map(len, ends)) - 1)
    bottom = top + high
    sides = [0.0, 0.0]
    for series in plan.series:
        for end, point in enumerate(series.points):
            wide = sheet.width_of(_said(plan, point), _ink(sheet, digits, point)) + 4
            wide += marks.tag_width(sheet, plan.derived_tag) + 3 if point.state == "derived" else 0
            sides[end] = max(sides[end], wide)
    share = 0.3 if count <= 16 else 0.45
    names = min(max(sheet.width_of(s.name, type) for s in plan.series), share * sheet.width)
    left, right = sides[0] + 8, sheet.width - sides[1] - names - 16
    right = max(right, left + 40)
    scale = Scale(plan.axis, bottom, top)
    for x, lines in ((left, ends[0]), (right, ends[1])):
        half = max(sheet.width_of(t, head) for t in lines) / 2
        for n, line in enumerate(lines):
            low, high = (half, sheet.width - half)  # each end keeps to its half of the width
            if x == left:
                high = min(high, sheet.width / 2 - 4 - half)
            else:
                low = max(low, sheet.width / 2 + 4 + half)
            at = max(low, min(x, high))
            sheet.text(at, top - 13 - 10.5 * (len(lines) - 1 - n), line, head, "middle")
        sheet.line([(x, top - 6), (x, bottom)], "rule", sheet.theme.lines["grid"])
    for series in plan.series:
        before, after = series.points
        colour = sheet.theme.data_colour(0 if count > 8 and not plan.highlight else series.colour)
        if before.value is not None and after.value is not None:
            dash = marks.LINE_DASHES[series.dash] if not plan.highlight else ()
            line = [(left, scale(before.value)), (right, scale(after.value))]
            sheet.line(line, colour, sheet.theme.lines["slope"], dash=dash)
        for x, point in ((left, before), (right, after)):
            if point.value is not None:
                marks.dot(sheet, x, scale(point.value), 3.0, point, colour)
    rows = [sheet.wrap(s.name, names + 2, type) for s in plan.series]
    for end, x in ((0, left), (1, right)):
        points = [s.points[end] for s in plan.series]
        middles = [scale(p.value) if p.value is not None else bottom + 8 for p in points]
        tall = [pitch if end == 0 else max(pitch, 9.5 * len(n) + 2) for n in rows]
        places = marks.spread(middles, tall, top - 8, bottom + pitch * count)
        sign = 1 if end else -1
        for s, (point, y) in enumerate(zip(points, places, strict=True)):
            at = x + sign * 9
            if point.value is not None and abs(y - middles[s]) > 2:
                marks.leader(sheet, [(x + sign * 4, middles[s]), (x + sign * 8, y)])
            if end:  # the name in a column of its own, its value after it
                marks.column(sheet, at, y, rows[s], type, leading=9.5)
                at += names + 5
            ink = _ink(sheet, digits, point)
            box = sheet.centred(at, y, _said(plan, point), ink, "start" if end else "end")
            if point.state == "derived":
                tag = marks.tag_width(sheet, plan.derived_tag)
                marks.ring_tag(sheet, box.x1 + 3 if end else box.x0 - 3 - tag, y, plan.derived_tag)
    used = max(b.y1 for b in sheet.texts)
    return max(bottom, used) + 4


def _said(plan: ChartPlan, point: Point) -> str:
    if point.value is not None:
        return point.label
    return f"{plan.gap_text} {point.code or ''}".strip()


def _ink(sheet: Sheet, digits: Type, point: Point) -> Type:
    if point.value is None:
        return sheet.code_type(7.0)
    return digits.inked("accent" if point.state == "derived" else "p700")
