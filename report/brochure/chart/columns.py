"""Columns, grouped and stacked columns: categories stand side by side."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from report.brochure.chart import marks
from report.brochure.chart.scale import (
    Scale,
    draw_remarks,
    grid_up,
    level_axis,
    references_room,
    references_up,
    remark_rows,
    remarks_height,
    tick_room,
)
from report.brochure.chart.sheet import Sheet, Type
from report.compose.plan import ChartPlan, Point
from report.record import record

PLOT = 150.0
WIDEST_BAR = 48.0
ZERO = Decimal(0)


@record
class Slots:
    """Where the categories of an upright plot stand."""

    left: float
    right: float
    top: float
    bottom: float
    slot: float
    origin: float
    """Left end of the first slot: left of the plot where lines run nearly from edge to edge."""

    def middle(self, index: int) -> float:
        """Middle of a category."""
        return self.origin + self.slot * (index + 0.5)


def plot_height(sheet: Sheet, plan: ChartPlan, least: float = 0.0) -> float:
    """Height of the plot: the author's aspect, or the design's; ``least`` for what stands there."""
    wanted = max(60.0, plan.aspect * sheet.width - 30.0) if plan.aspect else PLOT
    return max(wanted, least)


def lay_slots(sheet: Sheet, plan: ChartPlan, top: float, *, right: float = 0.0) -> Slots:
    """Divide the width into tick labels, slots and ``right`` points beside them.

    The plot fills the frame whatever the number of columns: half a frame left empty would look
    like something lost.
    """
    left = tick_room(sheet, plan.axis)
    count = max(1, len(plan.categories))
    right += references_room(sheet, plan)
    slot = (sheet.width - left - right) / count
    bottom = top + plot_height(sheet, plan)
    return Slots(left, left + slot * count, top, bottom, slot, left)


def lay_points(
    sheet: Sheet, plan: ChartPlan, top: float, right: float, least: float = 0.0
) -> Slots:
    """Places for points of lines: the first and last near the ends of the plot."""
    left = tick_room(sheet, plan.axis)
    count = max(1, len(plan.categories))
    wide = sheet.width - left - right
    bottom = top + plot_height(sheet, plan, least)
    if count == 1:
        if len(plan.series) > 1:  # names stand right of the points, not too far off
            wide = min(wide, 72.0)
        return Slots(left, left + wide, top, bottom, wide, left)
    inset = min(wide / count / 2, 16.0)
    slot = (wide - 2 * inset) / (count - 1)
    return Slots(left, left + wide, top, bottom, slot, left + inset - slot / 2)


def widest_bar(plan: ChartPlan) -> float:
    """Widest column of a plan: a few may be broader, so that a wide frame does not look empty."""
    return WIDEST_BAR * (1.5 if len(plan.categories) <= 3 else 1.25)


def draw_categories(sheet: Sheet, plan: ChartPlan, slots: Slots, y: float) -> float:
    """Category labels below the plot, wrapped to their slots; returns their lower end."""
    type = sheet.type("category")
    every = max(1, plan.category_every)
    if every > 1:  # a frame too narrow for these steps takes larger ones
        small = type.sized(7.0)
        widest = max(sheet.width_of(c, small) for c in plan.categories) + 2.0
        every *= max(1, min(8, ceil(widest / max(0.1, slots.slot * every))))
    shown = [i for i in range(len(plan.categories)) if i % every == 0]

    def room(index: int) -> float:
        """Width at a category: its step of the axis, and no farther than the sheet's edge."""
        x = slots.middle(index)
        return 2 * max(12.0, min(slots.slot * every / 2 - 1.5, x, sheet.width - x))

    for size in (8.2, 7.6, 7.0, 6.6):
        type = type.sized(size)
        cells = [sheet.wrap(plan.categories[i], room(i), type) for i in shown]
        if max(map(len, cells), default=1) <= (1 if every > 1 else 2 if size > 6.6 else 99):
            break
    narrow = slots.slot < 22 and max(map(len, cells), default=1) > 1
    if every == 1 and (narrow or _cut(sheet, plan, type, slots.slot - 3)):
        return _turned_categories(sheet, plan, slots, y)
    step = type.size * 1.25
    lowest = y
    edge = -1e9
    for i, lines in zip(shown, cells, strict=True):
        x = slots.middle(i)
        half = max(sheet.width_of(t, type) for t in lines) / 2 if lines else 0.0
        if x - half < edge + 1.5:
            if every > 1:
                continue  # a step of the axis that still has no room: its neighbour is written
            x = edge + 1.5 + half
        lit = any(s.points[i].highlight for s in plan.series)
        face = Type(type.family, 700, type.size, type.colour) if lit else type
        x = min(max(x, half), sheet.width - half)
        for n, line in enumerate(lines):
            sheet.text(x, y + 11 + n * step, line, face, "middle")
        lowest = max(lowest, y + 13 + (len(lines) - 1) * step)
        edge = x + half
    return lowest + 2


def _cut(sheet: Sheet, plan: ChartPlan, type: Type, room: float) -> bool:
    """Whether a slot is too narrow for a word that cannot be divided."""
    words = (w for c in plan.categories for w in c.split() if w.isascii())
    return any(sheet.width_of(w, type) > room for w in words)


def _turned_categories(sheet: Sheet, plan: ChartPlan, slots: Slots, y: float) -> float:
    """Many names that have no room side by side: turned, ending at the axis."""
    type = sheet.type("category", size=min(7.0, slots.slot * 0.7))
    longest = max(sheet.width_of(c, type) for c in plan.categories)
    for i, name in enumerate(plan.categories):
        sheet.text(slots.middle(i) + type.size * 0.36, y + 5, name, type, "end", angle=90)
    return y + longest + 8


def head_room(sheet: Sheet, plan: ChartPlan) -> float:
    """Legend above the plot; returns where what follows may begin."""
    if not plan.legend:
        return 2.0
    return marks.legend(sheet, 0, 0, sheet.width, marks.entries(sheet, plan)) + 6


def value_type(sheet: Sheet, plan: ChartPlan, room: float) -> Type:
    """Type of the labels above columns: as large as the narrowest place allows."""
    labels = [p.label for s in plan.series for p in s.points if p.shown and p.value is not None]
    for size in (15.0, 12.0, 10.5, 9.4, 8.4, 7.6, 7.0, 6.6, 6.0, 5.4):
        type = sheet.type("data-label", size=size)
        if all(sheet.width_of(t, type) <= room for t in labels) and size <= room * 0.42 + 3:
            return type
    return sheet.type("data-label", size=5.0)


def label_rise(plan: ChartPlan, label: float, high: float, tag: float = 11.0) -> float:
    """Room above a plot of height ``high`` for labels of columns that end near its top."""
    assert plan.axis is not None
    axis = plan.axis
    rise = 2.0
    for point in (p for s in plan.series for p in s.points if p.shown and p.value is not None):
        end = (point.start or ZERO) + (point.value or ZERO)
        end = max(end, point.start or ZERO)
        free = high * float((axis.maximum - end) / (axis.maximum - axis.minimum))
        rise = max(rise, label + (tag if point.state == "derived" else 0.0) - free)
    return rise


def draw_columns(sheet: Sheet, plan: ChartPlan) -> float:
    """Column and grouped-column."""
    assert plan.axis is not None
    count = len(plan.series)
    begin = head_room(sheet, plan)
    draft = lay_slots(sheet, plan, begin)
    inner = min(draft.slot / 1.5, widest_bar(plan)) if count == 1 else draft.slot * 0.8
    inner = min(inner, WIDEST_BAR * count * 1.25)
    thick = inner / count
    type = value_type(sheet, plan, (draft.slot if count == 1 else thick) - 2.0)
    x_of = {
        (s, c): draft.middle(c) - inner / 2 + (s + 0.5) * thick
        for s in range(count) for c in range(len(plan.categories))
    }  # fmt: skip
    rows = remark_rows(sheet, plan, x_of, draft.left, sheet.width)
    high, room = plot_height(sheet, plan), draft.slot if count == 1 else thick
    above = max(label_rise(plan, type.size + 4, high), code_rise(sheet, plan, high, thick, room))
    top = begin + remarks_height(rows) + above
    slots = lay_slots(sheet, plan, top)
    scale = Scale(plan.axis, slots.bottom, slots.top)
    grid_up(sheet, scale, slots.left, slots.right)
    heads: dict[float, float] = {}
    bar = thick - (1.0 if count > 1 and thick > 4 else 0.0)
    low = slots.bottom
    for s, series in enumerate(plan.series):
        for c, point in enumerate(series.points):
            x = x_of[s, c]
            colour = marks.token(sheet, plan, s, c)
            room = slots.slot if count == 1 else thick
            heads[x], foot = _column(sheet, plan, scale, c, point, x, bar, type, colour, room)
            low = max(low, foot)
    level_axis(sheet, slots.left, slots.right, scale.base)
    references_up(sheet, plan, scale, slots.left, slots.right, slots.right + 5)
    draw_remarks(sheet, rows, begin, heads)
    return draw_categories(sheet, plan, slots, low)


def slot_up(sheet: Sheet, plan: ChartPlan, scale: Scale, c: int, point: Point, x: float,
            bar: float, room: float) -> float:  # fmt: skip
    """A gap's slot, standing where the plan says; returns its upper end, less its code's.

    Its text stands in it; where it has no room there, its code stands on end above it.
    """
    y0, y1 = sorted(map(scale, plan.gap_span(c)))
    marks.slot(sheet, x - bar / 2, y0, bar, y1 - y0, plan, point, plate=False)
    return plate_up(sheet, plan, scale, c, point, x, bar, room) if point.shown else y0 - 2


def plate_up(sheet: Sheet, plan: ChartPlan, scale: Scale, c: int, point: Point, x: float,
             bar: float, room: float) -> float:  # fmt: skip
    """The text of :func:`slot_up` alone; returns the upper end of slot and text."""
    y0, y1 = sorted(map(scale, plan.gap_span(c)))
    code = point.code or ""
    if marks.gap_plate(sheet, x - bar / 2, y0, bar, y1 - y0, plan.gap_text, code, room=room):
        return y0 - 2
    type = sheet.code_type(6.0)
    box = sheet.text(x + 2.2, y0 - 3, code or plan.gap_text, type, angle=90)
    return box.y0 - 2


def code_rise(sheet: Sheet, plan: ChartPlan, span: float, bar: float, room: float) -> float:
    """Height above a plot for codes that find no place in their slots.

    ``span`` is the height of the plot; a slot is at least a seventh of it.
    """
    axis = plan.axis
    if axis is None or marks.most_gaps(plan) == 0:
        return 0.0
    type = sheet.code_type(6.0)
    wide = 0.0
    for c in range(len(plan.categories)):
        lost = [s.points[c] for s in plan.series if s.points[c].value is None]
        code = marks.together(plan, lost).code or plan.gap_text
        if not any(p.shown for p in lost):
            continue
        low, high = sorted(plan.gap_span(c))
        tall = span * float((high - low) / (axis.maximum - axis.minimum))
        long = sheet.width_of(code, type)
        if not (long + 4 <= bar or (long + 4 <= tall and max(bar, room) >= 6.6)):
            wide = max(wide, long)
    return wide + 5 if wide else 0.0


def _column(sheet: Sheet, plan: ChartPlan, scale: Scale, c: int, point: Point, x: float,
            bar: float, type: Type, colour: str, room: float) -> tuple[float, float]:  # fmt: skip
    """One column with its label; returns the upper and lower end of what was drawn."""
    base = scale.base
    if point.value is None:
        return slot_up(sheet, plan, scale, c, point, x, bar, room), base
    tip = scale(point.value)
    marks.body(sheet, x - bar / 2, base, bar, tip - base, point, colour)
    derived = point.state == "derived"
    if not point.shown:
        return min(tip, base) - 2, max(tip, base)
    ink = "accent" if derived else "p700"
    wide = sheet.width_of(point.label, type)
    up = point.value >= 0
    baseline = tip - 4 if up else tip + type.size * 0.73 + 4
    head, foot = min(tip, baseline - type.size * 0.8), max(tip, baseline + 2)
    if not derived:
        sheet.text(x, baseline, point.label, type.inked(ink), "middle")
        return head - 2, foot
    tag = marks.tag_width(sheet, plan.derived_tag)
    if wide + tag + 4 <= room:
        box = sheet.text(x - (tag + 3) / 2, baseline, point.label, type.inked(ink), "middle")
        marks.ring_tag(sheet, box.x1 + 3, baseline - type.size * 0.36, plan.derived_tag)
        return head - 2, foot
    sheet.text(x, baseline, point.label, type.inked(ink), "middle")
    if tag <= room:
        if abs(tip - base) > tag + 5 and bar >= tag + 3:
            at = tip + (tag / 2 + 3 if up else -tag / 2 - 3)  # inside the hollow column
        else:
            at = head - tag / 2 - 2 if up else foot + tag / 2 + 2
            head, foot = (head - tag - 3, foot) if up else (head, foot + tag + 3)
        marks.ring_tag(sheet, x - tag / 2, at, plan.derived_tag)
    return head - 2, foot


# ── stacked ──────────────────────────────────────────────────────────────────────────────────


def draw_stacked_columns(sheet: Sheet, plan: ChartPlan) -> float:
    """stacked-column and full-column."""
    assert plan.axis is not None
    full = plan.kind == "full-column"
    begin = head_room(sheet, plan)
    draft = lay_slots(sheet, plan, begin)
    bar = min(draft.slot / 1.5, widest_bar(plan))
    x_of = {
        (s, c): draft.middle(c)
        for s in range(len(plan.series))
        for c in range(len(plan.categories))
    }
    rows = remark_rows(sheet, plan, x_of, draft.left, sheet.width)
    rise = 0.0 if full else code_rise(sheet, plan, plot_height(sheet, plan), bar, draft.slot)
    top = begin + remarks_height(rows) + 6 + rise
    slots = lay_slots(sheet, plan, top)
    scale = Scale(plan.axis, slots.bottom, slots.top)
    grid_up(sheet, scale, slots.left, slots.right)
    heads: dict[float, float] = {}
    type = sheet.type("data-label-inside")
    low = slots.bottom
    for c in range(len(plan.categories)):
        x = slots.middle(c)
        heads[x] = _upright_stack(sheet, plan, scale, c, x, bar, slots.slot, type, full)
    level_axis(sheet, slots.left, slots.right, scale.base)
    references_up(sheet, plan, scale, slots.left, slots.right, slots.right + 5)
    draw_remarks(sheet, rows, begin, heads)
    return draw_categories(sheet, plan, slots, low)


def _upright_stack(
    sheet: Sheet, plan: ChartPlan, scale: Scale, c: int, x: float, bar: float, room: float,
    type: Type, full: bool,
) -> float:  # fmt: skip
    above, below = ZERO, ZERO
    head = scale.base
    points = [s.points[c] for s in plan.series]
    if full and all(p.share is None for p in points):
        lost = [p for p in points if p.value is None] or points
        codes = plan.joints[0].join(p.code for p in lost if p.code)
        marks.slot(sheet, x - bar / 2, scale.stop, bar, scale.base - scale.stop, plan,
                   Point(None, plan.gap_text, "missing", codes or None), room=room)  # fmt: skip
        return scale.stop - 2
    gaps: list[Point] = []
    for s, point in marks.gaps_last(points):
        amount = point.share if full else point.value
        if amount is None:
            gaps.append(point)
            continue
        start = above if amount >= 0 else below
        y0, y1 = scale(start), scale(start + amount)
        if amount >= 0:
            above += amount
        else:
            below += amount
        if point.value is None:
            if y0 - y1 > 0.5:
                codes = plan.joints[0].join(p.code for p in points if p.value is None and p.code)
                lost = Point(None, plan.gap_text, "missing", codes)
                marks.slot(sheet, x - bar / 2, y1, bar, y0 - y1, plan, lost, room=room)
            continue
        colour = marks.token(sheet, plan, s, c)
        high = y0 - y1
        joint = 0.8 if abs(high) > 3 and above > amount >= 0 else 0.0
        marks.body(sheet, x - bar / 2, y1, bar, high - joint, point, colour)
        head = min(head, y1)
        size = min(8.4, abs(high) * 0.8)
        label = type.sized(size)
        while size > 5.6 and sheet.width_of(point.label, label) > bar - 3:
            size -= 0.4
            label = type.sized(size)
        if point.shown and sheet.width_of(point.label, label) <= bar - 2 and size >= 5.6:
            ink = "accent" if point.state == "derived" else marks.on(colour)
            wide = sheet.width_of(point.label, label)
            tag = marks.tag_width(sheet, plan.derived_tag) + 2
            tagged = point.state == "derived" and wide + tag <= bar - 3 and abs(high) > tag
            shift = tag / 2 if tagged else 0
            sheet.centred(x - shift, (y0 + y1) / 2, point.label, label.inked(ink), "middle")
            if tagged:
                marks.ring_tag(sheet, x - shift + wide / 2 + 2, (y0 + y1) / 2, plan.derived_tag)
    if gaps:
        lost = marks.together(plan, gaps)
        head = min(head, slot_up(sheet, plan, scale, c, lost, x, bar, room) + 2)
    return head - 2
