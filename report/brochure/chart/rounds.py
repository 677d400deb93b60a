"""Pies and doughnuts: slices of a whole, named at both sides."""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt

from report.brochure.chart import marks
from report.brochure.chart.sheet import Box, Sheet, Type
from report.compose.plan import OTHERS, REST, ChartPlan, Point
from report.record import record, replace

HOLE = 0.62
LIST = 260.0
"""Widest list of names below a pie."""


def draw_round(sheet: Sheet, plan: ChartPlan) -> float:
    """Pie and doughnut: slices clockwise from 12 o'clock, named at both sides."""
    (series,) = plan.series
    hole = HOLE if plan.kind == "doughnut" else 0.0
    single = any(p.colour == REST for p in series.points)
    radius = min(64.0, 0.2 * sheet.width) if not single else min(64.0, 0.26 * sheet.width)
    if plan.aspect:
        radius = max(30.0, min(0.46 * plan.aspect * sheet.width, 0.3 * sheet.width))
    cx, top = sheet.width / 2, 6.0
    if not single:  # numbers are never broken: a narrow pie gives them the room
        widest = max(
            (
                sheet.width_of(p.label, _digits(sheet, p))
                for p in series.points
                if p.value is not None
            ),
            default=0.0,
        )
        if any(p.value is None for p in series.points):
            widest = max(widest, sheet.width_of(plan.gap_text, sheet.code_type(7.0)) + 1)
        tags = any(p.state == "derived" for p in series.points)
        widest += marks.tag_width(sheet, plan.derived_tag) + 3 if tags else 0.0
        radius = max(18.0, min(radius, cx - 19.0 - widest))
    if not single and _cramped(sheet, plan, cx - radius - 18):
        return _above_a_list(sheet, plan, hole)
    labels = [] if single else _side_labels(sheet, plan, cx, radius)
    tall = max([2 * radius, *(sum(label.height for label in side) for side in labels)])
    if tall > 3.2 * radius and not single:
        return _above_a_list(sheet, plan, hole)
    cy = top + tall / 2 + 2
    _slices(sheet, plan, cx, cy, radius, hole)
    if single:
        return _one_share(sheet, plan, cx, cy, radius, hole)
    for side in labels:
        _draw_side(sheet, plan, cx, cy, radius, side, top, top + tall + 4)
    return cy + tall / 2 + 6


def _slices(
    sheet: Sheet, plan: ChartPlan, cx: float, cy: float, radius: float, hole: float
) -> None:
    """The slices, and the whole in the hole. What parts them never hides the smallest."""
    (series,) = plan.series
    sweeps = [float(p.share or 0) * 3.6 for p in series.points]
    least = min((s for s in sweeps if s > 0), default=360.0)
    joint = max(0.2, min(2.0, 0.35 * radians(least) * radius))
    angle = 0.0
    for c, (point, sweep) in enumerate(zip(series.points, sweeps, strict=True)):
        if sweep > 0:
            _slice(sheet, plan, cx, cy, radius, hole, angle, angle + sweep, point, c, joint)
            angle += sweep
    single = any(p.colour == REST for p in series.points)
    if plan.centre and hole and not single:
        type = sheet.type("data-label", size=13.0)
        while sheet.width_of(plan.centre, type) > 2 * radius * hole - 8 and type.size > 6:
            type = type.sized(type.size - 0.5)
        sheet.centred(cx, cy, plan.centre, type, "middle")


def _slice(
    sheet: Sheet, plan: ChartPlan, cx: float, cy: float, radius: float, hole: float,
    start: float, stop: float, point: Point, c: int, joint: float,
) -> None:  # fmt: skip
    inner = radius * hole
    whole = stop - start >= 359.99
    if point.value is None:
        _hatched_slice(sheet, cx, cy, inner, radius, start, stop)
        return
    if point.state == "derived":
        sheet.ring(
            cx,
            cy,
            inner + 0.5 if inner else 0.0,
            radius - 0.5,
            start,
            stop,
            fill="p100" if plan.colour_of(0, c) == OTHERS else "white",
            stroke="accent",
            weight=min(0.9, joint),
        )
        return
    colour = marks.token(sheet, plan, 0, c)
    sheet.ring(cx, cy, inner, radius, start, stop, fill=colour,
               stroke=None if whole else "white", weight=joint)  # fmt: skip


def _hatched_slice(sheet: Sheet, cx: float, cy: float, inner: float, radius: float, start: float,
                   stop: float) -> None:  # fmt: skip
    """What is left for a missing part: hatched lines cut to the slice, dashed outline."""
    pieces = []
    step = 3.4 * sqrt(2)
    offset = -2 * radius
    while offset < 2 * radius:
        run: list[tuple[float, float]] = []
        t = -radius
        while t <= radius:
            # a line rising to the right: y falls as x grows
            x, y = t, -t + offset
            if _inside(x, y, inner, radius, start, stop):
                run.append((cx + x, cy + y))
            elif run:
                pieces.append([run[0], run[-1]])
                run = []
            t += 0.25
        if run:
            pieces.append([run[0], run[-1]])
        offset += step
    sheet.lines([p for p in pieces if p[0] != p[1]], "accent-h", sheet.theme.lines["hatch"])
    sheet.ring(
        cx, cy, inner, radius - 0.3, start, stop, stroke="accent", weight=0.6, dash=marks.DASH
    )


def _inside(x: float, y: float, inner: float, radius: float, start: float, stop: float) -> bool:
    r = hypot(x, y)
    if not inner <= r <= radius:
        return False
    angle = degrees(atan2(x, -y)) % 360
    return start <= angle <= stop


def _one_share(
    sheet: Sheet, plan: ChartPlan, cx: float, cy: float, radius: float, hole: float
) -> float:
    """One share: its number in the hole, its name below."""
    (series,) = plan.series
    point = series.points[0]
    name = sheet.type("category-strong")
    unit = sheet.type("key-unit")
    label = point.label
    derived = point.state == "derived"
    if point.value is None:
        side = radius * 1.3
        sheet.ring(cx, cy, radius * hole, radius, 0, 360, fill="p100")
        marks.slot(sheet, cx - side / 2, cy - 8, side, 16, plan, point)
    else:
        size = 26.0 if hole else 18.0
        room = 2 * radius * (hole or 0.9) - 10
        numeral = sheet.type("key-numeral", size=size, colour="accent" if derived else "p700")
        mark = series.unit
        while size > 8 and sheet.width_of(label, numeral) + sheet.width_of(mark, unit) + 3.5 > room:
            size -= 1
            numeral = numeral.sized(size)
        wide = sheet.width_of(label, numeral) + (sheet.width_of(mark, unit) + 3.5 if mark else 0)
        base = cy + size * 0.36
        if not hole:
            base = cy + radius + size + 4
        box = sheet.text(cx - wide / 2, base, label, numeral)
        if mark:
            sheet.text(box.x1 + 3.5, base, mark, unit)
        if derived:
            tag = marks.tag_width(sheet, plan.derived_tag)
            marks.ring_tag(sheet, cx - tag / 2, base + 10, plan.derived_tag)
    y = cy + radius + (4 if hole else 26)
    for line in sheet.wrap(plan.categories[0], min(sheet.width, 3.4 * radius), name):
        y += 11
        sheet.text(cx, y, line, name, "middle")
    return y + 4


@record
class _Label:
    """A slice's name and value, measured."""

    index: int
    angle: float
    """Middle of the slice, degrees clockwise from 12 o'clock."""
    names: tuple[str, ...]
    values: tuple[str, ...]
    """In lines of their own; empty where the value follows the name."""
    inline: str
    height: float


ROW = 10.5


def _side_labels(
    sheet: Sheet, plan: ChartPlan, cx: float, radius: float
) -> tuple[list[_Label], list[_Label]]:
    """Labels right and left of the pie, each in order down the page."""
    (series,) = plan.series
    room = cx - radius - 18
    right: list[_Label] = []
    left: list[_Label] = []
    angle = 0.0
    for c, point in enumerate(series.points):
        sweep = float(point.share or 0) * 3.6
        middle = angle + sweep / 2
        angle += sweep
        if point.value is None and not sweep:
            continue  # its code stands with the slice of the first missing part
        face = sheet.type("category-strong" if point.highlight else "category")
        value, digits = _value(plan, point), _digits(sheet, point)
        tag = marks.tag_width(sheet, plan.derived_tag) + 3 if point.state == "derived" else 0
        own = sheet.width_of(value, digits) + tag
        if sheet.width_of(plan.categories[c], face) + 5 + own <= room:
            label = _Label(c, middle, (plan.categories[c],), (), value, ROW + 4)
        else:
            names = sheet.wrap(plan.categories[c], room, face)
            values = sheet.wrap(value, room - tag, digits)
            if point.value is None and len(values) > 1:  # the mark is not cut in two
                codes = value.removeprefix(plan.gap_text).strip()
                parts = [t for t in (plan.gap_text, codes) if t]
                values = tuple(t for part in parts for t in sheet.wrap(part, room - tag, digits))
            label = _Label(c, middle, names, values, "", ROW * (len(names) + len(values)) + 4)
        (right if middle < 180 else left).append(label)
    left.reverse()
    return right, left


def _value(plan: ChartPlan, point: Point) -> str:
    if point.value is not None:
        return point.label
    codes = [p.code for p in plan.series[0].points if p.value is None and p.code]
    return " ".join([plan.gap_text, plan.joints[0].join(codes)]).strip()


def _digits(sheet: Sheet, point: Point) -> Type:
    if point.value is None:
        return sheet.code_type(7.0)
    return sheet.type(
        "data-label", size=9.4, colour="accent" if point.state == "derived" else "p700"
    )


def _around(
    cx: float, cy: float, radius: float, angle: float, elbow: tuple[float, float]
) -> list[tuple[float, float]]:
    """From the edge of a slice to where its label can be seen past the rim, keeping off the pie."""
    place = [(cx + radius * sin(angle), cy - radius * cos(angle))]
    rim = radius + 4.0
    step = radians(5) if angle < pi else -radians(5)
    for _ in range(36):
        x, y = place[-1]
        along = (elbow[0] - x) * (cx - x) + (elbow[1] - y) * (cy - y)
        far = hypot(elbow[0] - x, elbow[1] - y) or 1.0
        nearest = abs((elbow[0] - x) * (cy - y) - (elbow[1] - y) * (cx - x)) / far
        if along <= 0 or nearest >= radius - 0.5:
            break
        place.append((cx + rim * sin(angle), cy - rim * cos(angle)))
        angle += step
    return place


def _cramped(sheet: Sheet, plan: ChartPlan, room: float) -> bool:
    """Whether names beside the pie would have their words cut, or many short lines."""
    face = sheet.type("category")
    for name in plan.categories:
        words = (w for w in name.split() if w.isascii())
        if any(sheet.width_of(w, face) > room for w in words):
            return True
        if len(sheet.wrap(name, room, face)) > (2 if room < 80 else 4):
            return True
    return False


def _above_a_list(sheet: Sheet, plan: ChartPlan, hole: float) -> float:
    """A pie above its names: a frame too narrow for them at its sides."""
    (series,) = plan.series
    radius = min(64.0, 0.34 * sheet.width)
    cx, cy = sheet.width / 2, radius + 6
    _slices(sheet, plan, cx, cy, radius, hole)
    y = cy + radius + 12
    wide = min(sheet.width, LIST)
    left, right = (sheet.width - wide) / 2, (sheet.width + wide) / 2
    tag = marks.tag_width(sheet, plan.derived_tag) + 3
    for c, point in enumerate(series.points):
        value, digits = _value(plan, point), _digits(sheet, point)
        if point.value is None and not point.share:
            continue  # its code stands with the slice of the first missing part
        face = sheet.type("category-strong" if point.highlight else "category")
        own = sheet.width_of(value, digits) + (tag if point.state == "derived" else 0.0)
        beside = own <= 0.5 * wide
        lines = sheet.wrap(plan.categories[c], wide - 13 - (own + 8 if beside else 0), face)
        swatch = replace(point, shown=False)
        if point.value is None:
            marks.slot(sheet, left, y + 1, 8, 8, plan, swatch, plate=False)
        else:
            marks.body(sheet, left, y + 1, 8, 8, swatch, marks.token(sheet, plan, 0, c))
        for n, line in enumerate(lines):
            sheet.centred(left + 13, y + 5 + ROW * n, line, face)
        middle = y + 5
        if not beside:
            middle += ROW * len(lines)
        at = right - (tag if point.state == "derived" else 0.0)
        for n, line in enumerate(sheet.wrap(value, wide - 13, digits)):
            box = sheet.centred(at, middle + ROW * n, line, digits, "end")
            y = max(y, middle + ROW * n - 5)
            if point.state == "derived" and n == 0:
                marks.ring_tag(sheet, box.x1 + 3, middle, plan.derived_tag)
        y = max(y, middle - 5 + (ROW * (len(lines) - 1) if beside else 0.0)) + ROW + 2.5
    return y + 2


def _draw_side(sheet: Sheet, plan: ChartPlan, cx: float, cy: float, radius: float,
               side: list[_Label], top: float, bottom: float) -> None:  # fmt: skip
    wanted = [cy - 1.08 * radius * cos(radians(label.angle)) for label in side]
    places = marks.spread(wanted, [label.height for label in side], top, bottom)
    for label, y in zip(side, places, strict=True):
        point = plan.series[0].points[label.index]
        angle = radians(label.angle)
        sign = 1 if label.angle < 180 else -1
        elbow = cx + sign * (radius + 9)
        round_about = _around(cx, cy, radius, angle, (elbow, y))
        marks.leader(sheet, [*round_about, (elbow, y), (elbow + sign * 3, y)])
        at = elbow + sign * 6
        anchor = "start" if sign > 0 else "end"
        face = sheet.type("category-strong" if point.highlight else "category")
        digits = _digits(sheet, point)
        derived = point.state == "derived"
        tag = marks.tag_width(sheet, plan.derived_tag)
        box = Box(at, y, at, y)
        if label.inline and sign > 0:
            box = sheet.centred(at, y, label.names[0], face, anchor)
            box = sheet.centred(box.x1 + 5, y, label.inline, digits, anchor)
        elif label.inline:  # left of the pie the value stands next to it, behind the name
            shift = tag + 3 if derived else 0
            box = sheet.centred(at - shift, y, label.inline, digits, anchor)
            sheet.centred(box.x0 - 5, y, label.names[0], face, anchor)
        else:
            first = y - label.height / 2 + 2 + ROW / 2
            for i, line in enumerate(label.names):
                sheet.centred(at, first + ROW * i, line, face, anchor)
            shift = tag + 3 if derived and sign < 0 else 0
            first += ROW * len(label.names)
            for i, line in enumerate(label.values):
                box = sheet.centred(at - shift, first + ROW * i, line, digits, anchor)
        if derived:
            marks.ring_tag(sheet, box.x1 + 3, (box.y0 + box.y1) / 2, plan.derived_tag)
