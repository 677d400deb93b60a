"""Lines and areas: names and values at their ends, breaks at gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from report.brochure.chart import marks
from report.brochure.chart.columns import (
    Slots,
    draw_categories,
    lay_points,
)
from report.brochure.chart.scale import (
    REFERENCE_ROOM,
    Scale,
    draw_remarks,
    grid_up,
    level_axis,
    remark_rows,
    remarks_height,
)
from report.brochure.chart.sheet import Box, Sheet, Type
from report.brochure.chart.strips import bands, strips
from report.compose.plan import ChartPlan, Point, Series
from report.record import record

LINE = 1.5
END_SIZES = (8.2, 7.4, 6.6)


def draw_lines(sheet: Sheet, plan: ChartPlan) -> float:
    """Line and area: names and last values at the right ends; gaps break the line."""
    assert plan.axis is not None
    begin = 2.0
    alone = len(plan.categories) == 1 and len(plan.series) == 1  # its value stands at the point
    ends = [] if alone else _end_labels(sheet, plan, plan.series)
    ends += _reference_ends(sheet, plan)
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
    bands(sheet, plan, slots, plan.series)
    for s, series in enumerate(plan.series):
        draw_line(sheet, plan, slots, scale, series, s)
    axis_y = scale.base if plan.axis.from_zero else slots.bottom
    level_axis(sheet, slots.left, slots.right, axis_y)
    _point_labels(sheet, plan, slots, scale, skip_last=not alone)
    place_ends(sheet, plan, slots, scale, ends)
    low = strips(sheet, plan, slots, plan.series, slots.bottom)
    heads = _line_heads(sheet, plan, slots, scale, x_of)
    draw_remarks(sheet, rows, begin, heads)
    return draw_categories(sheet, plan, slots, low)


def _line_heads(sheet: Sheet, plan: ChartPlan, slots: Slots, scale: Scale,
                x_of: dict[tuple[int, int], float]) -> dict[float, float]:  # fmt: skip
    """Where the leaders of remarks end: above their points, or above the points' labels."""
    heads: dict[float, float] = {}
    for remark in plan.annotations:
        point = plan.series[remark.series].points[remark.category]
        x = x_of[remark.series, remark.category]
        y = scale(point.value) - 5 if point.value is not None else slots.top
        labels = [b.y0 - 1 for b in sheet.texts if b.x0 <= x <= b.x1 and y - 20 < b.y0 < y]
        heads[x] = min([y, *labels])
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


@record
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
            ends_at = ((slots.left, middle), (slots.right, middle))
            sheet.behind([ends_at], colour, 0.75, (3.0, 2.0))
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
        high, low = line_span(slots, scale, series, x - half, x + half)
        places = [min(high, y - 3) - 3.5, max(low, y + 3) + 3 + type.size * 0.75]
        if (
            y - min(high, y) > max(low, y) - y
        ):  # the line rises away from the point: below is nearer
            places.reverse()
        spots = [(x - tag / 2, at) for at in places]
        spots += [(x + side * (half + 4), y + type.size * 0.36) for side in (1, -1)]
        spots += [(x - tag / 2 + side * half, at) for at in places for side in (1, -1)]
        spots += [(x - tag / 2, at) for at in _free_levels(slots, y, type.size)]
        spot, clear = _clear_spot(sheet, slots, spots, point, ink, tag, (scale, series))
        if not clear:  # lines and bands are everywhere: the number on a plate of its own
            box = sheet.box_of(*spot, point.label, ink, "middle")
            wide = box.x1 - box.x0 + tag + 2
            sheet.rect(box.x0 - 1, box.y0 + 0.6, wide, type.size * 0.94, fill="white")
        middle, baseline = spot
        box = sheet.text(middle, baseline, point.label, ink, "middle")
        if derived:
            marks.ring_tag(sheet, box.x1 + 3, baseline - type.size * 0.36, plan.derived_tag)


def _free_levels(slots: Slots, y: float, size: float) -> list[float]:
    """Base lines from the top of a plot to its foot, those near ``y`` first."""
    count = int((slots.bottom - slots.top) // 6)
    levels = [slots.top - 3 + size * 0.75 + 6 * k for k in range(count)]
    return sorted(levels, key=lambda at: abs(at - y))


def _clear_spot(
    sheet: Sheet, slots: Slots, spots: Sequence[tuple[float, float]], point: Point, ink: Type,
    tag: float, line: tuple[Scale, Series],
) -> tuple[tuple[float, float], bool]:  # fmt: skip
    """The first of ``spots`` that no label takes; of those, one clear of line, bands and zero.

    With it, whether it is clear.
    """
    scale, series = line
    zero = scale.base if scale.axis.from_zero else slots.bottom
    found: tuple[float, float] | None = None
    for spot in spots:
        box = sheet.box_of(*spot, point.label, ink, "middle")
        box = Box(box.x0, box.y0, box.x1 + tag, box.y1)
        if not sheet.free(box) or box.y1 > slots.bottom + 1:
            continue
        found = found or spot
        struck = box.y0 + 0.5 < zero < box.y1 - 0.5 or any(box.meets(b) for b in sheet.blocked)
        if not struck and not crossed([series], slots, scale, box):
            return spot, True
    return found or spots[0], False


def crossed(series: Iterable[Series], slots: Slots, scale: Scale, box: Box) -> bool:
    """Whether one of the lines runs through a box."""
    for row in series:
        high, low = line_span(slots, scale, row, box.x0, box.x1)
        if high < box.y1 - 1.0 and low > box.y0 + 1.0:
            return True
    return False


def line_span(
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
