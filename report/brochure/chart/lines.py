"""Lines, areas, combos and scatter plots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from report.brochure.chart import marks
from report.brochure.chart.columns import (
    Slots,
    draw_categories,
    head_room,
    lay_points,
    lay_slots,
    plot_height,
    value_type,
)
from report.brochure.chart.scale import (
    REFERENCE_ROOM,
    TICK_GAP,
    Scale,
    draw_remarks,
    grid_across,
    grid_up,
    references_room,
    references_up,
    remark_rows,
    remarks_height,
    tick_room,
)
from report.brochure.chart.sheet import Box, Sheet, Type
from report.compose.plan import ChartPlan, Point, Series

LINE = 1.5
LABEL_HEAD = 14.0
"""Room above a plot for the label of its highest point."""
STRIP = 13.5
"""Height of a strip for the gaps of one of several lines."""
END_SIZES = (8.2, 7.4, 6.6)


def draw_lines(sheet: Sheet, plan: ChartPlan) -> float:
    """Line and area: names and last values at the right ends; gaps break the line."""
    assert plan.axis is not None
    begin = 2.0
    ends = [*_end_labels(sheet, plan, plan.series), *_reference_ends(sheet, plan)]
    right = max((e.width for e in ends), default=0.0) + (12 if ends else 4)
    tall = sum(e.height for e in ends)
    draft = lay_points(sheet, plan, begin, right)
    x_of = {
        (s, c): draft.middle(c)
        for s in range(len(plan.series))
        for c in range(len(plan.categories))
    }
    rows = remark_rows(sheet, plan, x_of, draft.left, sheet.width)
    top = begin + remarks_height(rows) + 16
    slots = lay_points(sheet, plan, top, right, tall)
    scale = Scale(plan.axis, slots.bottom, slots.top)
    grid_up(sheet, scale, slots.left, slots.right)
    if plan.kind == "area":
        for series in plan.series:
            for piece in _pieces(series.points):
                _area(sheet, slots, scale, series, piece)
    gaps(sheet, plan, slots, plan.series)
    for s, series in enumerate(plan.series):
        draw_line(sheet, plan, slots, scale, series, s)
    axis_y = scale.base if plan.axis.from_zero else slots.bottom
    sheet.line([(slots.left, axis_y), (slots.right, axis_y)], "ink", sheet.theme.lines["axis"])
    _point_labels(sheet, plan, slots, scale, skip_last=True)
    place_ends(sheet, plan, slots, scale, ends)
    low = slots.bottom
    heads = _line_heads(plan, slots, scale, x_of)
    draw_remarks(sheet, rows, begin, heads)
    return draw_categories(sheet, plan, slots, max(low, axis_y))


def _line_heads(plan: ChartPlan, slots: Slots, scale: Scale,
                x_of: dict[tuple[int, int], float]) -> dict[float, float]:  # fmt: skip
    heads: dict[float, float] = {}
    for remark in plan.annotations:
        point = plan.series[remark.series].points[remark.category]
        x = x_of[remark.series, remark.category]
        y = scale(point.value) - 5 if point.value is not None else slots.top
        single = len(plan.series) == 1 and point.shown and point.value is not None
        heads[x] = y - 13 if single else y
    return heads


def _pieces(points: Sequence[Point]) -> list[list[int]]:
    """Runs of neighbouring known points."""
    pieces: list[list[int]] = []
    for i, point in enumerate(points):
        if point.value is None:
            continue
        if pieces and pieces[-1][-1] == i - 1:
            pieces[-1].append(i)
        else:
            pieces.append([i])
    return pieces


def _area(sheet: Sheet, slots: Slots, scale: Scale, series: Series, piece: list[int]) -> None:
    base = scale.base
    line = [(slots.middle(i), scale(v)) for i in piece if (v := series.points[i].value) is not None]
    if len(line) == 1:  # one point between gaps: a thin strip rather than nothing
        (x, y) = line[0]
        line = [(x - 1.5, y), (x + 1.5, y)]
    sheet.polygon([(line[0][0], base), *line, (line[-1][0], base)], fill="p100")


def draw_line(sheet: Sheet, plan: ChartPlan, slots: Slots, scale: Scale, series: Series,
              index: int) -> None:  # fmt: skip
    """A line broken at gaps; marks at its ends, at breaks and on derived values."""
    dash = marks.LINE_DASHES[series.dash if len(plan.series) > 1 else "solid"]
    colour = marks.token(sheet, plan, index, 0) if len(plan.series) == 1 else ""
    if not colour or plan.highlight:
        colour = sheet.theme.data_colour(series.colour)
    cap = "round" if dash and dash[0] < 1 else "butt"
    pieces = _pieces(series.points)
    for piece in pieces:
        at = [
            (slots.middle(i), scale(v)) for i in piece if (v := series.points[i].value) is not None
        ]
        sheet.line(at, colour, LINE, dash=dash, cap=cap, join="round")
    ends = {piece[0] for piece in pieces} | {piece[-1] for piece in pieces}
    for i, point in enumerate(series.points):
        if point.value is None:
            continue
        if i in ends or point.state == "derived" or (point.highlight and len(plan.series) == 1):
            marker = series.marker if len(plan.series) > 1 else "circle"
            marks.dot(sheet, slots.middle(i), scale(point.value), 3.0, point, colour, marker)


def gaps(sheet: Sheet, plan: ChartPlan, slots: Slots, series: Sequence[Series]) -> None:
    """Hatched bands over the periods in which values are missing.

    A period that all lines miss is hatched from top to bottom; one that only some of them miss
    gets a strip at the foot of the plot for each of those.
    """
    count = len(plan.categories)
    everywhere = [all(s.points[c].value is None for s in series) for c in range(count)]
    _bands(sheet, plan, slots, [s.points for s in series], everywhere, slots.top,
           slots.bottom - slots.top)  # fmt: skip
    foot = slots.bottom
    for row in series:
        missing = [
            p.value is None and not every for p, every in zip(row.points, everywhere, strict=True)
        ]
        if any(missing):
            high = 12.0
            foot -= high + 1.5
            _bands(sheet, plan, slots, [row.points], missing, foot, high)


def _bands(sheet: Sheet, plan: ChartPlan, slots: Slots, rows: Sequence[Sequence[Point]],
           missing: Sequence[bool], top: float, high: float) -> None:  # fmt: skip
    start = None
    for c in range(len(missing) + 1):
        inside = c < len(missing) and missing[c]
        if inside and start is None:
            start = c
        elif not inside and start is not None:
            lost = [p for row in rows for p in row[start:c]]
            codes = list(dict.fromkeys(p.code for p in lost if p.code))
            said = "、".join(codes) if len(codes) <= 12 else f"{codes[0]}—{codes[-1]}"
            band = Point(None, plan.gap_text, "missing", said or None, shown=lost[0].shown)
            x0 = max(slots.origin + slots.slot * start, slots.left) + 1
            wide = min(slots.origin + slots.slot * c, slots.right) - 1 - x0
            marks.slot(sheet, x0, top, max(wide, 2.0), high, plan, band)
            start = None


@dataclass(frozen=True, slots=True)
class _End:
    """A label at the right end of a line, or of a reference line."""

    series: int
    """Index of the series; −1 for a reference line, −2 for a line of nothing but gaps."""
    level: Decimal
    """The value it stands at."""
    x: int
    """Category of the last known point; ignored for references."""
    lines: tuple[str, ...]
    value: str
    """Stands after a name of one line, else below the name."""
    type: Type
    width: float
    derived: bool

    @property
    def rows(self) -> int:
        """Lines of text."""
        return max(1, len(self.lines) + (1 if self.value and len(self.lines) != 1 else 0))

    @property
    def height(self) -> float:
        """Height with the space to the next label."""
        return self.rows * self.type.size * 1.25 + 1.0


def _end_labels(sheet: Sheet, plan: ChartPlan, series: Sequence[Series]) -> list[_End]:
    """Name and last value of each line; a single line has its value only."""
    many = len(series) > 1
    found: list[_End] = []
    size = END_SIZES[0] if len(series) <= 4 else END_SIZES[1]
    room = min(110.0, 0.3 * sheet.width)
    for index, row in enumerate(series):
        known = [i for i, p in enumerate(row.points) if p.value is not None]
        if not known:
            if many and plan.axis is not None:  # nothing but gaps: the name says so
                name = sheet.code_type(size)
                lines = sheet.wrap(f"{row.name} {plan.gap_text}", room, name)
                width = max(sheet.width_of(t, name) for t in lines)
                found.append(_End(-2, plan.axis.minimum, 0, lines, "", name, width, False))
            continue
        last = row.points[known[-1]]
        assert last.value is not None
        name = sheet.type("category", size=size)
        value = last.label if last.shown else ""
        lines = sheet.wrap(row.name, room, name) if many else ()
        width = max((sheet.width_of(t, name) for t in lines), default=0.0)
        if value:
            digits = sheet.width_of(value, sheet.type("data-label", size=size + 1.0))
            width = width + 4 + digits if len(lines) == 1 else max(width, digits)
        derived = last.state == "derived"
        if derived:
            width += marks.tag_width(sheet, plan.derived_tag) + 3
        found.append(_End(index, last.value, known[-1], lines, value, name, width, derived))
    return found


def _reference_ends(sheet: Sheet, plan: ChartPlan) -> list[_End]:
    found: list[_End] = []
    for line in plan.references:
        derived = line.state == "derived"
        type = sheet.type("axis", weight=500, colour="accent" if derived else "ink")
        lines = sheet.wrap(line.label, REFERENCE_ROOM, type)
        width = max(sheet.width_of(t, type) for t in lines)
        width += marks.tag_width(sheet, plan.derived_tag) + 3 if derived else 0
        found.append(_End(-1, line.value, 0, lines, "", type, width, derived))
    return found


def place_ends(
    sheet: Sheet, plan: ChartPlan, slots: Slots, scale: Scale, ends: Sequence[_End]
) -> None:
    """Draw the end labels, moved apart where they would touch, and led to their lines."""
    middles = [scale(end.level) for end in ends]
    heights = [end.height for end in ends]
    places = marks.spread(middles, heights, slots.top - 9, slots.bottom + 2)
    at = slots.right + 5
    for end, place, middle in zip(ends, places, middles, strict=True):
        if end.series == -2:
            _end_text(sheet, end, at, place)
            continue
        if end.series == -1:
            colour = "accent" if end.derived else "ink"
            sheet.line([(slots.left, middle), (slots.right, middle)], colour, 0.75, dash=(3.0, 2.0))
            x = slots.right - 3
        else:
            x = slots.middle(end.x)
        if abs(place - middle) > 2 or x < slots.right - slots.slot:
            marks.leader(sheet, [(x + 4, middle), (at - 5, place), (at - 2, place)])
        else:
            marks.leader(sheet, [(x + 4, middle), (at - 2, place)])
        box = _end_text(sheet, end, at, place)
        if end.derived:
            marks.ring_tag(sheet, box.x1 + 3, (box.y0 + box.y1) / 2, plan.derived_tag)


def _end_text(sheet: Sheet, end: _End, at: float, place: float) -> Box:
    """Write an end label; returns the box of its last line."""
    ink = "accent" if end.derived else "p700"
    digits = sheet.type("data-label", size=end.type.size + 1.0, colour=ink)
    if len(end.lines) == 1 and end.value:
        box = sheet.centred(at, place, end.lines[0], end.type)
        return sheet.centred(box.x1 + 4, place, end.value, digits)
    step = end.type.size * 1.25
    first = place - step * (end.rows - 1) / 2
    box = Box(at, place, at, place)
    for i, text in enumerate(end.lines):
        box = sheet.centred(at, first + i * step, text, end.type)
    if end.value:
        box = sheet.centred(at, first + len(end.lines) * step, end.value, digits)
    return box


def _point_labels(
    sheet: Sheet, plan: ChartPlan, slots: Slots, scale: Scale, *, skip_last: bool
) -> None:
    """Values along a single short line, above it or below it where that is freer."""
    if len(plan.series) != 1:
        return
    (series,) = plan.series
    known = [i for i, p in enumerate(series.points) if p.value is not None]
    type = sheet.type("data-label", size=9.4 if slots.slot > 34 else 8.0)
    for i in known:
        point = series.points[i]
        if not point.shown or (skip_last and i == known[-1]):
            continue
        assert point.value is not None
        x, y = slots.middle(i), scale(point.value)
        derived = point.state == "derived"
        ink = type.inked("accent" if derived else "p700")
        tag = marks.tag_width(sheet, plan.derived_tag) + 3 if derived else 0
        half = (sheet.width_of(point.label, ink) + tag) / 2 + 1
        high, low = _span(slots, scale, series, x - half, x + half)
        places = [min(high, y - 3) - 3.5, max(low, y + 3) + 3 + type.size * 0.75]
        if (
            y - min(high, y) > max(low, y) - y
        ):  # the line rises away from the point: below is nearer
            places.reverse()
        spots = [(x - tag / 2, at) for at in places]
        spots += [(x + side * (half + 4), y + type.size * 0.36) for side in (1, -1)]
        spots += [(x - tag / 2 + side * half, at) for at in places for side in (1, -1)]
        for spot in spots:
            box = sheet.box_of(*spot, point.label, ink, "middle")
            if sheet.free(box) and box.y1 <= slots.bottom + 1:
                break
        else:
            spot = spots[0]
        middle, baseline = spot
        box = sheet.text(middle, baseline, point.label, ink, "middle")
        if derived:
            marks.ring_tag(sheet, box.x1 + 3, baseline - type.size * 0.36, plan.derived_tag)


def _span(
    slots: Slots, scale: Scale, series: Series, left: float, right: float
) -> tuple[float, float]:
    """Highest and lowest place of a line between two abscissae."""
    places: list[float] = []
    for i, point in enumerate(series.points):
        if point.value is not None and left <= slots.middle(i) <= right:
            places += [scale(point.value) - 3, scale(point.value) + 3]
    for i, (a, b) in enumerate(pairwise(series.points)):
        x0, x1 = slots.middle(i), slots.middle(i + 1)
        if a.value is None or b.value is None or x1 < left or x0 > right:
            continue
        y0, y1 = scale(a.value), scale(b.value)
        for x in (max(left, x0), min(right, x1)):
            places.append(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
    return (min(places), max(places)) if places else (1e9, -1e9)


# ── combo ────────────────────────────────────────────────────────────────────────────────────


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
    widest = 110.0 * max(1.0, len(bars) * 0.5)
    draft = lay_slots(sheet, plan, begin, right=right, widest=widest)
    x_of = {
        (s, c): draft.middle(c)
        for s in range(len(plan.series))
        for c in range(len(plan.categories))
    }
    rows = remark_rows(sheet, plan, x_of, draft.left, sheet.width)
    line_gaps = [s for s in lines if any(p.value is None for p in s.points)]
    top = begin + remarks_height(rows) + LABEL_HEAD + STRIP * len(line_gaps)
    slots = lay_slots(sheet, plan, top, right=right, widest=widest)
    scale = Scale(axis, slots.bottom, slots.top)
    grid_up(sheet, scale, slots.left, slots.right)
    other = scale
    if plan.axis2 is not None and plan.axis is not None:
        other = Scale(plan.axis2, slots.bottom, slots.top)
        grid_up(sheet, other, slots.left, slots.right, labels="right", lines=False)
    inner = min(slots.slot / 1.5, 48.0 * max(1, len(bars)))
    thick = inner / max(1, len(bars))
    type = value_type(sheet, plan, thick - 2)
    type = sheet.type("data-label-inside", size=min(type.size, 8.4))
    labels: list[tuple[float, float, Point, str]] = []
    for n, (index, series) in enumerate(bars):
        for c, point in enumerate(series.points):
            x = slots.middle(c) - inner / 2 + (n + 0.5) * thick
            bar = thick - (1.0 if len(bars) > 1 and thick > 4 else 0.0)
            if point.value is None:
                high = 0.4 * (slots.bottom - slots.top)
                head = scale.base - high if scale.base - high >= slots.top else scale.base
                marks.slot(sheet, x - bar / 2, head, bar, high, plan, point, room=thick)
                continue
            tip = scale(point.value)
            colour = marks.token(sheet, plan, index, c)
            marks.body(sheet, x - bar / 2, scale.base, bar, tip - scale.base, point, colour)
            labels.append((x, tip, point, colour))
    _strips(sheet, plan, slots, line_gaps)
    for series in lines:
        own = other if series.secondary else scale
        draw_line(sheet, plan, slots, own, series, plan.series.index(series))
    sheet.line(
        [(slots.left, scale.base), (slots.right, scale.base)], "ink", sheet.theme.lines["axis"]
    )
    for x, tip, point, colour in labels:
        if point.shown:
            half = sheet.width_of(point.label, type) / 2 + 1
            spans = [
                _span(slots, other if s.secondary else scale, s, x - half, x + half) for s in lines
            ]
            _column_label(sheet, plan, scale, x, tip, point, colour, type, spans)
    _line_values(sheet, plan, slots, scale, other, lines)
    references_up(sheet, plan, scale, slots.left, slots.right, slots.right + right + 5)
    head = slots.top - (LABEL_HEAD + STRIP * len(line_gaps) if line_gaps else 0)
    heads = dict.fromkeys(x_of.values(), head)
    draw_remarks(sheet, rows, begin, heads)
    return draw_categories(sheet, plan, slots, slots.bottom)


def _strips(sheet: Sheet, plan: ChartPlan, slots: Slots, series: Sequence[Series]) -> None:
    """Gaps of lines: strips above the plot, where no column and no label stands."""
    top = slots.top - LABEL_HEAD - STRIP * len(series)
    for row in series:
        missing = [p.value is None for p in row.points]
        _bands(sheet, plan, slots, [row.points], missing, top, STRIP - 1.5)
        top += STRIP


def _column_label(
    sheet: Sheet, plan: ChartPlan, scale: Scale, x: float, tip: float, point: Point, colour: str,
    type: Type, spans: Sequence[tuple[float, float]],
) -> None:  # fmt: skip
    """A column's value where no line passes: at its foot, inside its end, or beyond its end."""
    derived = point.state == "derived"
    down = -1 if tip <= scale.base else 1
    step = down * (type.size / 2 + 3)
    inner = "accent" if derived else marks.on(colour)
    outer = "accent" if derived else "p700"
    places = [(tip + step, outer), (tip + step + down * 10, outer), (tip + step + down * 20, outer)]
    if abs(tip - scale.base) >= type.size + 5:
        places = [(scale.base + step, inner), (tip - step, inner), *places]
    tall = type.size / 2 + 3.5
    chosen = places[0]
    for place in places:
        middle = place[0]
        box = sheet.box_of(x, middle + type.size * 0.36, point.label, type, "middle")
        crossed = any(high < middle + tall and low > middle - tall for high, low in spans)
        if not crossed and sheet.free(box, 0.5):
            chosen = place
            break
    middle, ink = chosen
    sheet.centred(x, middle, point.label, type.inked(ink), "middle")
    if derived and abs(tip - scale.base) >= type.size + 18:
        tag = marks.tag_width(sheet, plan.derived_tag)
        inward = -down if abs(middle - tip) < abs(step) + 1 else down
        marks.ring_tag(sheet, x - tag / 2, middle + inward * (type.size / 2 + 6), plan.derived_tag)


_SHIFTS = (-6.0, 6.0, -17.0, 18.0, -28.0, 30.0, -40.0, 44.0, -54.0, 60.0, -70.0, 78.0)
"""How far a line's label may stand from its point, nearest first."""


def _line_values(sheet: Sheet, plan: ChartPlan, slots: Slots, scale: Scale, other: Scale,
                 lines: Sequence[Series]) -> None:  # fmt: skip
    """Values of lines, above their points, on a plate so that columns do not run into them."""
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
            x = min(max(x, wide / 2), sheet.width - wide / 2)
            for shift in _SHIFTS:
                baseline = y + shift if shift < 0 else y + shift + type.size * 0.75
                box = sheet.box_of(x, baseline, point.label, ink, "middle")
                if (
                    sheet.free(box)
                    and slots.top - LABEL_HEAD <= box.y0
                    and box.y1 <= slots.bottom - 1
                ):
                    break
            else:
                baseline = y - 6
            box = sheet.box_of(x, baseline, point.label, ink, "middle")
            sheet.rect(box.x0 - 1.5, box.y0 + 0.6, wide + 3, type.size * 0.94, fill="white")
            sheet.text(x, baseline, point.label, ink, "middle")


# ── scatter ──────────────────────────────────────────────────────────────────────────────────


def draw_scatter(sheet: Sheet, plan: ChartPlan) -> float:
    """scatter: dots on two axes; names beside them, led to them where they must stand off."""
    assert plan.axis is not None
    assert plan.x_axis is not None
    head = head_room(sheet, plan)
    axis_type = sheet.type("axis")
    top = head + (12 if plan.axis.title else 4)
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
    if plan.axis.title:
        sheet.text(0, head + 7, _titled(plan.axis.title, plan.axis.unit), axis_type)
    names: list[tuple[float, float, str, Point]] = []
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
            sheet.texts.append(Box(x - 4, y - 4, x + 4, y + 4))
            if plan.categories[c]:
                names.append((x, y, plan.categories[c], point))
    references_up(sheet, plan, up, left, right, right + 5)
    type = sheet.type("category", size=7.4)
    for x, y, name, point in sorted(names, key=lambda n: (n[1], n[0])):
        _name_dot(
            sheet, x, y, name, type.inked("accent") if point.state == "derived" else type, bottom
        )
    low = bottom + 17
    if plan.x_axis.title:
        title = _titled(plan.x_axis.title, plan.x_axis.unit)
        sheet.text(right, low + 6, title, axis_type, "end")
        low += 10
    return low


def _titled(title: str, unit: str) -> str:
    return f"{title}（{unit}）" if unit and unit not in title else title


def _half_known(sheet: Sheet, plan: ChartPlan, point: Point, across: Scale, up: Scale, left: float,
                bottom: float) -> None:  # fmt: skip
    """A dot of which one value is missing: a small slot on the axis of the other."""
    if point.x is not None:
        marks.slot(sheet, across(point.x) - 4, bottom - 9, 8, 8, plan, point, plate=False)
    elif point.value is not None:
        marks.slot(sheet, left + 1, up(point.value) - 4, 8, 8, plan, point, plate=False)


_AROUND = ((1, 0), (0, -1), (-1, 0), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))


def _name_dot(sheet: Sheet, x: float, y: float, name: str, type: Type, bottom: float) -> None:
    """A dot's name at the first free place around it, ever farther off."""
    lines = sheet.wrap(name, 90.0, type)
    wide = max(sheet.width_of(t, type) for t in lines)
    step = type.size * 1.25
    tall = step * len(lines)
    for distance in (6.0, 12.0, 20.0, 30.0, 42.0, 56.0, 72.0, 90.0, 110.0, 140.0):
        for dx, dy in _AROUND:
            far = distance if distance < 10 or dx == 0 or dy == 0 else distance * 0.8
            cx = x + dx * (far + wide / 2)
            cy = y + dy * (far + tall / 2)
            box = Box(cx - wide / 2, cy - tall / 2, cx + wide / 2, cy + tall / 2)
            if box.y1 > bottom + 1 or not sheet.free(box, 1.5):
                continue
            if distance > 10:
                near = (min(max(x, box.x0), box.x1), box.y1 if dy < 0 else box.y0)
                beside = (box.x0 - 1 if dx > 0 else box.x1 + 1, cy)
                marks.leader(sheet, [(x, y), near if dy else beside])
            for i, line in enumerate(lines):
                anchor = "start" if dx > 0 else "end" if dx < 0 else "middle"
                at = box.x0 if dx > 0 else box.x1 if dx < 0 else cx
                sheet.centred(at, box.y0 + step * (i + 0.5), line, type, anchor)
            return
    sheet.centred(x + 6, y, name, type)  # no place at all: beside its dot
