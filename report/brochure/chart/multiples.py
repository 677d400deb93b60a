"""Small multiples: one small chart for each panel, all on one axis."""

from __future__ import annotations

from report.brochure.chart import marks
from report.brochure.chart.columns import Slots, slot_up
from report.brochure.chart.lines import draw_line
from report.brochure.chart.rows import slot_across
from report.brochure.chart.scale import Scale, grid_up, level_axis, tallest, tick_room
from report.brochure.chart.sheet import Sheet, Type
from report.brochure.chart.strips import bands, strips
from report.compose.plan import ChartPlan
from report.record import record, replace

GUTTER = 19.0
HIGH, TALL = 70.0, 112.0
LOWEST = 40.0
"""Height of a panel's plot, the most on a high page, and the least where the page is low."""


def draw_multiples(sheet: Sheet, plan: ChartPlan) -> float:
    """multiples: panels in rows of up to four."""
    assert plan.axis is not None
    first = plan.panels[0]
    top = 2.0
    if first.legend:
        top += marks.legend(sheet, 0, 0, sheet.width, marks.entries(sheet, first)) + 4
    for line in plan.references:  # named once, drawn in every panel
        type = sheet.type("axis", weight=500, colour="ink")
        sheet.line([(0, top + 5), (14, top + 5)], "ink", 0.75, dash=(3.0, 2.0))
        for n, text in enumerate(sheet.wrap(line.label, sheet.width - 18, type)):
            sheet.centred(18, top + 5 + 9 * n, text, type)
            top += 9.0 if n else 0.0
        top += 12.0
    count = len(plan.panels)
    least = 130.0 if first.kind == "bar" else 104.0
    across, width, high = _arranged(sheet, plan, least, tallest(sheet, plan) - top)
    squeeze = 1.0
    if first.kind == "bar":  # lower rows on a page too low for them
        lines = len(first.categories) * (14 + 9 * len(first.series))
        rows = -(-count // across)
        squeeze = min(1.0, max(0.7, (tallest(sheet, plan) - top - 36.0 * rows) / (rows * lines)))
    for start in range(0, count, across):
        low = top
        titles = [
            sheet.wrap(p.title, width, _title(sheet)) for p in plan.panels[start : start + across]
        ]
        head = max(map(len, titles))  # titles of one row take the same room: plots stand level
        for k in range(start, min(start + across, count)):
            x = (k - start) * (width + GUTTER)
            # a panel of nothing but gaps has no axis of its own: its slots stand on the common one
            panel = replace(plan.panels[k], axis=plan.axis)
            y = _head(sheet, titles[k - start], x, top, head)
            if first.kind == "bar":
                low = max(low, _bars(sheet, plan, panel, x, y, width, squeeze))
            else:
                low = max(low, _upright(sheet, plan, panel, x, y, width, high))
        top = low + 10
    return top - 8


def _arranged(sheet: Sheet, plan: ChartPlan, least: float, most: float) -> tuple[int, float, float]:
    """Panels in a row, their width, and the height of their plots, for a height of ``most``.

    Rows of up to four; more and lower ones where the page is too low for that.
    """
    count, first = len(plan.panels), plan.panels[0]
    slim = 76.0
    if first.kind == "line":  # ticks and last values beside the lines, which keep some width
        beside = tick_room(sheet, plan.axis) + max(
            (ends.room for p in plan.panels if (ends := _ends(sheet, p, LOWEST))), default=0.0
        )
        least, slim = max(least, beside + 48.0), max(slim, beside + 32.0)
    best: tuple[int, float, float] | None = None
    lowest = 0.0
    for narrow, high in ((least, HIGH), (least, 56.0), (slim, 56.0), (slim, LOWEST)):
        widest = 4 if narrow == least else 8
        across = max(1, min(count, widest, int((sheet.width + GUTTER) // (narrow + GUTTER))))
        rows = -(-count // across)
        across = -(-count // rows)
        width = (sheet.width - GUTTER * (across - 1)) / across
        head = 10.5 * max(len(sheet.wrap(p.title, width, _title(sheet))) for p in plan.panels)
        each = head + 4 + 12 + high + 24
        if first.kind == "bar":
            each = head + 8 + len(first.categories) * (14 + 9 * len(first.series))
        if best is None or rows * each < lowest:
            best, lowest = (across, width, high), rows * each
        if rows * each <= most:
            spare = most / rows - each
            best = (across, width, min(TALL if plan.aspect else HIGH, high + max(0.0, spare)))
            break
    assert best is not None
    return best


def _title(sheet: Sheet) -> Type:
    return sheet.type("key-label", weight=700)


def _head(sheet: Sheet, lines: tuple[str, ...], x: float, top: float, most: int) -> float:
    """A panel's title in the room of ``most`` lines; returns where its plot may begin."""
    for n, line in enumerate(lines):
        sheet.text(x, top + 10.5 * (n + 1), line, _title(sheet))
    return top + 10.5 * most + 4


def _bars(sheet: Sheet, plan: ChartPlan, panel: ChartPlan, x: float, y: float,
          width: float, squeeze: float = 1.0) -> float:  # fmt: skip
    """Bars with their names above them: narrow panels have no column for names."""
    assert plan.axis is not None
    name = sheet.type("category", size=7.2 * max(squeeze, 0.88))
    number = sheet.type("data-label", size=8.4 * max(squeeze, 0.8))
    room = max(
        (
            sheet.width_of(p.label, number)
            for s in panel.series
            for p in s.points
            if p.value is not None
        ),
        default=0.0,
    )
    tags = any(p.state == "derived" for s in panel.series for p in s.points)
    room += marks.tag_width(sheet, plan.derived_tag, 5.0) + 3 if tags else 0
    lost = [p for s in panel.series for p in s.points if p.value is None and p.shown]
    code = sheet.code_type(min(7.0, 8.1 * squeeze))
    room = max([room, *(sheet.width_of(p.code or plan.gap_text, code) + 2 for p in lost)])
    negative = plan.axis.minimum < 0
    scale = Scale(plan.axis, x + (room + 4 if negative else 0), x + width - room - 4)
    begin = y
    for c, category in enumerate(panel.categories):
        lit = any(s.points[c].highlight for s in panel.series)
        for line in sheet.wrap(category, width, name):
            y += 9.0 * squeeze
            face = name.weighed(700) if lit else name
            sheet.text(x, y, line, face)
        y += 3 * squeeze
        for s, series in enumerate(panel.series):
            point = series.points[c]
            high = 7.0 * squeeze
            if point.value is None:
                slot_across(sheet, panel, scale, c, point, y + 1, 9.0 * squeeze)
                y += 12 * squeeze
                continue
            tip = scale(point.value)
            colour = marks.token(sheet, panel, s, c)
            marks.body(sheet, scale.base, y, tip - scale.base, high, point, colour)
            derived = point.state == "derived"
            ink = number.inked("accent" if derived else "p700")
            if tip >= scale.base:
                box = sheet.centred(tip + 3, y + high / 2, point.label, ink)
            else:
                box = sheet.centred(tip - 3, y + high / 2, point.label, ink, "end")
            if derived:
                end = box.x1 if tip >= scale.base else scale.base
                marks.ring_tag(sheet, end + 3, y + high / 2, plan.derived_tag, 5.0)
            y += high + 2 * squeeze
        y += 2 * squeeze
    sheet.behind([((scale.base, begin + 2), (scale.base, y))], "ink", 0.5)
    for line in plan.references:
        at = scale(line.value)
        sheet.behind([((at, begin + 2), (at, y))], "ink", 0.75, (3.0, 2.0))
    return y + 2


def _upright(sheet: Sheet, plan: ChartPlan, panel: ChartPlan, x: float, y: float, width: float,
             high: float) -> float:  # fmt: skip
    """Columns or a line, with tick labels."""
    axis = plan.axis
    assert axis is not None
    begin = y + 12
    left = x + tick_room(sheet, axis)
    count = len(panel.categories)
    ends = _ends(sheet, panel, high) if panel.kind == "line" else None
    right = x + width - (ends.room if ends else 0.0)
    slots = Slots(left, right, begin, begin + high, (right - left) / count, left)
    if panel.kind == "line" and count > 1:  # the first and last point near the ends of the plot
        inset = min((right - left) / count / 2, 4.0)
        slot = (right - left - 2 * inset) / (count - 1)
        slots = replace(slots, slot=slot, origin=left + inset - slot / 2)
    scale = Scale(axis, slots.bottom, slots.top)
    grid_up(sheet, scale, left, right)
    low = slots.bottom
    if panel.kind == "line":
        bands(sheet, panel, slots, panel.series)
        for s, series in enumerate(panel.series):
            draw_line(sheet, panel, slots, scale, series, s)
        if ends:
            _draw_ends(sheet, panel, slots, scale, ends)
        low = strips(sheet, panel, slots, panel.series, slots.bottom)
    else:
        low = _columns(sheet, panel, slots, scale)
    for line in plan.references:
        at = scale(line.value)
        sheet.behind([((left, at), (right, at))], "ink", 0.75, (3.0, 2.0))
    base = scale.base if axis.from_zero else slots.bottom
    level_axis(sheet, left, right, base)
    return _categories(sheet, panel, slots, low, x, width)


def _columns(sheet: Sheet, panel: ChartPlan, slots: Slots, scale: Scale) -> float:
    low = slots.bottom
    inner = min(slots.slot / 1.5, 30.0)
    thick = inner / len(panel.series)
    type = sheet.type("data-label", size=8.4)
    while type.size > 5.5 and any(
        sheet.width_of(p.label, type) > (slots.slot if len(panel.series) == 1 else thick) - 1
        for s in panel.series for p in s.points if p.value is not None
    ):  # fmt: skip
        type = type.sized(type.size - 0.5)
    fits = all(
        sheet.width_of(p.label, type) <= (slots.slot if len(panel.series) == 1 else thick)
        for s in panel.series for p in s.points if p.value is not None
    )  # fmt: skip
    for s, series in enumerate(panel.series):
        for c, point in enumerate(series.points):
            x = slots.middle(c) - inner / 2 + (s + 0.5) * thick
            if point.value is None:
                slot_up(sheet, panel, scale, c, point, x, thick, thick)
                continue
            tip = scale(point.value)
            marks.body(sheet, x - thick / 2, scale.base, thick, tip - scale.base, point,
                       marks.token(sheet, panel, s, c))  # fmt: skip
            if fits and point.shown:
                derived = point.state == "derived"
                up = point.value >= 0
                at = tip - 3 if up else tip + 3 + type.size * 0.73
                box = sheet.text(
                    x, at, point.label, type.inked("accent" if derived else "p700"), "middle"
                )
                low = max(low, box.y1)
    return low


@record
class _Ends:
    """The last values of a panel's lines, in a column right of them."""

    values: tuple[tuple[int, int], ...]
    """Series and category of each."""
    type: Type
    room: float


def _ends(sheet: Sheet, panel: ChartPlan, high: float) -> _Ends | None:
    """Measure the last values; None where there are none."""
    found: list[tuple[int, int]] = []
    for s, series in enumerate(panel.series):
        known = [i for i, p in enumerate(series.points) if p.value is not None and p.shown]
        if known:
            found.append((s, known[-1]))
    if not found:
        return None
    type = sheet.type("data-label", size=max(5.4, min(8.4, (high + 12) / (1.12 * len(found)))))
    wide = max(sheet.width_of(panel.series[s].points[c].label, type) for s, c in found)
    return _Ends(tuple(found), type, wide + 7.0)


def _draw_ends(sheet: Sheet, panel: ChartPlan, slots: Slots, scale: Scale, ends: _Ends) -> None:
    """The last values at the heights of their points, moved apart where they would touch."""
    points = [panel.series[s].points[c] for s, c in ends.values]
    middles = [scale(p.value) for p in points if p.value is not None]
    tall = [ends.type.size * 1.1] * len(points)
    places = marks.spread(middles, tall, slots.top - 9, slots.bottom + 4)
    at = slots.right + 7.0
    for (_, c), point, y, place in zip(ends.values, points, middles, places, strict=True):
        x = slots.middle(c) + 4
        if abs(place - y) > 1.5 or at - 4 - x > slots.slot:
            marks.leader(sheet, [(x, y), (at - 2, place)])
        ink = "accent" if point.state == "derived" else "p700"
        sheet.centred(at, place, point.label, ends.type.inked(ink))


def _categories(
    sheet: Sheet, panel: ChartPlan, slots: Slots, y: float, x: float, width: float
) -> float:
    """Category labels of a narrow panel, kept within it."""
    type = sheet.type("category", size=6.8)
    every = max(1, panel.category_every)
    low = y
    edge = x - 1e9
    for i, name in enumerate(panel.categories):
        if i % every:
            continue
        words = max((sheet.width_of(w, type) for w in name.split() if w.isascii()), default=0.0)
        room = min(max(slots.slot * every - 2, 8.0, words), width)
        lines = sheet.wrap(name, room, type)
        half = max(sheet.width_of(t, type) for t in lines) / 2
        at = min(max(slots.middle(i), x + half), x + width - half)
        if at - half < edge + 1:
            continue
        edge = at + half
        for n, line in enumerate(lines):
            sheet.text(at, y + 9.5 + 8.5 * n, line, type, "middle")
            low = max(low, y + 9.5 + 8.5 * n)
    return low + 3
