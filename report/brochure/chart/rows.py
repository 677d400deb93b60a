"""Bars, grouped and stacked bars: categories run down the side, lengths to the right."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.brochure.chart import marks
from report.brochure.chart.scale import (
    Scale,
    grid_across,
    reference_rows,
    references_across,
)
from report.brochure.chart.sheet import Sheet, Type
from report.compose.plan import ChartPlan, Point

LABEL_COLUMN = 112.0
STEP = 25.0
BAR = 16.0
TALLEST = 560.0
"""Height that a page leaves for the tallest chart."""
SLOT = 68.0
"""24 mm."""
INSIDE_FROM = 40.0
"""Bars shorter than this carry their label outside (visual design, section 7)."""
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of a chart stand."""

    left: float
    """Left end of the plot."""
    right: float
    top: float
    step: float
    names: tuple[tuple[str, ...], ...]
    """Category labels in lines."""
    type: Type
    margin: float
    """Column for remarks at the far right; 0 without any."""

    @property
    def bottom(self) -> float:
        """Lower end of the plot."""
        return self.top + self.step * len(self.names)

    def middle(self, row: int) -> float:
        """Middle of a row."""
        return self.top + self.step * (row + 0.5)


def lay_rows(sheet: Sheet, plan: ChartPlan, top: float, step: float, *, columns: float = 0.0,
             least: float = 12.0) -> Rows:  # fmt: skip
    """Divide the width into labels, ``columns`` points of numbers, plot and remarks."""
    type = sheet.type("category")
    count = max(1, len(plan.categories))
    limit = TALLEST
    if plan.aspect:
        limit = max(plan.aspect * sheet.width, least * count) - top - 18
    step = max(least, min(step, (limit - top - 18) / count))
    if plan.aspect and plan.kind != "dumbbell":
        step = max(least, min(3 * STEP, (limit - 4) / count))
    size = min(type.size, max(6.6, step * 0.72))
    type = type.sized(size)
    bold = Type(type.family, 700, type.size, type.colour)
    lit = {i for s in plan.series for i, p in enumerate(s.points) if p.highlight}
    types = [bold if i in lit else type for i in range(len(plan.categories))]
    widest = max(map(sheet.width_of, plan.categories, types), default=0.0)
    column = min(widest, LABEL_COLUMN - 9, 0.38 * sheet.width) if widest else 0.0
    # short rows have one line only: the column grows rather than the text being cut
    lines = max(1, int((step - 1) / (size * 1.25)))
    while column < min(widest, 0.6 * sheet.width) and any(
        len(sheet.wrap(c, column, t)) > max(lines, 2 if step >= 20 else 1)
        for c, t in zip(plan.categories, types, strict=True)
    ):
        column += 8
    names = tuple(
        sheet.wrap(c, column, t) if c else () for c, t in zip(plan.categories, types, strict=True)
    )
    tall = max((len(n) for n in names), default=1) * size * 1.25 + 3
    step = max(step, tall)
    margin = 0.0
    if plan.annotations:
        left = sheet.width - column - columns - 150.0  # the plot comes first
        margin = min(130.0, 0.3 * sheet.width, max(64.0, left))
    last = plan.axis.labels[-1] if plan.axis else ""
    right = sheet.width - max(4.0, sheet.width_of(last, sheet.type("axis")) / 2)
    if margin:
        right = sheet.width - margin - 10
    return Rows(column + 9 + columns if column else columns, right, top, step, names, type, margin)


def draw_names(sheet: Sheet, plan: ChartPlan, rows: Rows, left: float | None = None) -> None:
    """Category labels beside the plot; highlighted ones in bold."""
    x = (rows.left if left is None else left) - 9
    for i, lines in enumerate(rows.names):
        lit = any(s.points[i].highlight for s in plan.series)
        type = rows.type
        if lit:
            type = Type(type.family, 700, type.size, type.colour)
            lines = sheet.wrap(plan.categories[i], max(x, 20.0), type)
        marks.column(sheet, x, rows.middle(i), lines, type, "end", type.size * 1.25)


def _remarks(plan: ChartPlan) -> dict[int, str]:
    """Remarks by category: those on several bars of one row share its place."""
    found: dict[int, str] = {}
    for remark in plan.annotations:
        before = found.get(remark.category)
        found[remark.category] = f"{before}{plan.joints[1]}{remark.text}" if before else remark.text
    return found


def draw_row_remarks(sheet: Sheet, plan: ChartPlan, rows: Rows, ends: dict[int, float]) -> None:
    """Remarks in the right margin, each led to the end of its bar."""
    if not rows.margin:
        return
    type = sheet.type("axis", colour="ink")
    at = sheet.width - rows.margin
    remarks = _remarks(plan)
    blocks = [sheet.wrap(text, rows.margin, type) for text in remarks.values()]
    middles = [rows.middle(c) for c in remarks]
    tall = [9.0 * len(lines) + 4 for lines in blocks]
    places = marks.spread(middles, tall, rows.top - 4, max(rows.bottom, rows.top + sum(tall)))
    for category, lines, middle, place in zip(remarks, blocks, middles, places, strict=True):
        end = ends.get(category, rows.left)
        if at - 3 > end + 4:
            marks.leader(sheet, [(end + 3, middle), (at - 8, middle), (at - 3, place)])
        marks.column(sheet, at, place, lines, type, leading=9.0)


def axis_line(sheet: Sheet, x: float, top: float, bottom: float) -> None:
    """The category axis."""
    sheet.line([(x, top), (x, bottom)], "ink", sheet.theme.lines["axis"])


# ── bars ─────────────────────────────────────────────────────────────────────────────────────


def draw_bars(sheet: Sheet, plan: ChartPlan) -> float:
    """Bar and grouped-bar."""
    assert plan.axis is not None
    count = len(plan.series)
    top = 4.0
    if plan.legend:
        top += marks.legend(sheet, 0, 0, sheet.width, marks.entries(sheet, plan)) + 4
    head = top
    top += reference_rows(plan)
    if count == 1:
        step, least = STEP, 12.0
    else:
        step, least = count * 12.5 + 9.0, count * 1.1 + 3.0
    rows = lay_rows(sheet, plan, top, step, least=max(least, 11.0))
    inner = rows.step * (BAR / STEP if count == 1 else count * 12.5 / (count * 12.5 + 9.0))
    thick = inner / count
    bar = thick - (1.0 if count > 1 and thick > 4 else 0.0)
    size = min(8.4, bar * 0.86) if count > 1 else min(8.4, bar * 0.8)
    right = rows.right - outside_room(sheet, plan, size, rows.right - rows.left)
    scale = Scale(plan.axis, rows.left, right)
    grid_across(sheet, scale, rows.top - 2, rows.bottom + 1)
    references_across(sheet, plan, scale, head, rows.top, rows.bottom + 1)
    ends: dict[int, float] = {}
    for c in range(len(plan.categories)):
        y = rows.middle(c) - inner / 2
        for s, series in enumerate(plan.series):
            point = series.points[c]
            colour = marks.token(sheet, plan, s, c)
            end = _bar(sheet, plan, scale, point, y + s * thick, bar, size, colour)
            if count > 1 and not plan.legend and c == 0:
                name = sheet.type("category", size=min(7.4, bar * 0.8), colour="muted")
                box = sheet.centred(end + 4, y + s * thick + bar / 2, series.name, name)
                end = box.x1
            ends[c] = max(ends.get(c, 0), end)
    axis_line(sheet, scale.base, rows.top - 2, rows.bottom + 1)
    draw_names(sheet, plan, rows)
    draw_row_remarks(sheet, plan, rows, ends)
    return rows.bottom + 17.0


def open_slot(scale: Scale) -> tuple[float, float]:
    """A gap's slot on an open axis: 24 mm from zero, which mean nothing as a length."""
    base = scale.base
    if scale.stop - base >= 30:
        return base, min(base + SLOT, scale.stop)
    return max(base - SLOT, scale.start), base


def outside_room(sheet: Sheet, plan: ChartPlan, size: float, plot: float) -> float:
    """Room right of the plot for ring tags, and for labels of bars that end near the axis' end."""
    assert plan.axis is not None
    points = [p for s in plan.series for p in s.points if p.value is not None and p.shown]
    type = sheet.type("data-label-inside", size=size)
    tags = any(p.state == "derived" for p in points)
    room = marks.tag_width(sheet, plan.derived_tag) + 7 if tags else 0.0
    wide = max((sheet.width_of(p.label, type) for p in points), default=0.0)
    if plan.axis.maximum == 0 or plot - room < max(INSIDE_FROM, wide + 9) + wide + 5:
        room += wide + 6  # a bar too short for its label has it beyond its end, or beyond zero
    if len(plan.series) > 1 and not plan.legend:
        name = sheet.type("category", size=7.4)
        room += max(sheet.width_of(s.name, name) for s in plan.series) + 8
    return room


def _bar(sheet: Sheet, plan: ChartPlan, scale: Scale, point: Point, y: float, bar: float,
         size: float, colour: str) -> float:  # fmt: skip
    """One bar with its label; returns the right end of what was drawn."""
    base, middle = scale.base, y + bar / 2
    if point.value is None:
        axis = scale.axis
        stop = scale.stop
        start = base
        if not axis.fixed:
            # an open axis: a slot of 24 mm, which has no meaning as a length
            start, stop = open_slot(scale)
        marks.slot(sheet, start, y, stop - start, bar, plan, point)
        return stop
    tip = scale(point.value)
    length = tip - base
    marks.body(sheet, base, y, length, bar, point, colour)
    if not point.shown:
        return max(tip, base)
    derived = point.state == "derived"
    type = sheet.type("data-label-inside", size=max(size, 4.0))
    wide = sheet.width_of(point.label, type)
    inside = abs(length) >= max(INSIDE_FROM, wide + 9)
    sign = -1 if length < 0 else 1
    anchored = False
    if inside:
        ink = type.inked("accent" if derived else marks.on(colour))
        sheet.centred(tip - sign * 5, middle, point.label, ink, "end" if sign > 0 else "start")
        end = tip
    else:
        ink = type.inked("accent" if derived else "p700")
        # a short negative bar with no room to its left has its label beyond zero
        anchored = sign < 0 and tip - 4 - wide < scale.start - 2
        if sign > 0 or anchored:
            end = sheet.centred((base if anchored else tip) + 4, middle, point.label, ink).x1
        else:
            sheet.centred(tip - 4, middle, point.label, ink, "end")
            end = base
    if derived:
        tag = min(marks.TAG_SIZE, bar * 0.62)
        if sign > 0:
            end = marks.ring_tag(sheet, end + 4, middle, plan.derived_tag, tag)
        else:
            at = end if anchored else base
            end = marks.ring_tag(sheet, at + 4, middle, plan.derived_tag, tag)
    return max(end, base)


# ── stacked bars ─────────────────────────────────────────────────────────────────────────────


def draw_stacked_bars(sheet: Sheet, plan: ChartPlan) -> float:
    """stacked-bar and full-bar."""
    assert plan.axis is not None
    full = plan.kind == "full-bar"
    top = 4.0
    if plan.legend:
        top += marks.legend(sheet, 0, 0, sheet.width, marks.entries(sheet, plan)) + 4
    head = top
    top += reference_rows(plan)
    rows = lay_rows(sheet, plan, top, STEP)
    bar = rows.step * BAR / STEP
    stub = 0.0 if full else stub_width(sheet, plan)
    scale = Scale(plan.axis, rows.left, rows.right - (stub + 2 if stub else 0.0))
    grid_across(sheet, scale, rows.top - 2, rows.bottom + 1)
    references_across(sheet, plan, scale, head, rows.top, rows.bottom + 1)
    type = sheet.type("data-label-inside", size=min(8.4, bar * 0.8))
    ends: dict[int, float] = {}
    for c in range(len(plan.categories)):
        y = rows.middle(c) - bar / 2
        ends[c] = _stack(sheet, plan, scale, c, y, bar, type, stub)
    axis_line(sheet, scale.base, rows.top - 2, rows.bottom + 1)
    draw_names(sheet, plan, rows)
    draw_row_remarks(sheet, plan, rows, ends)
    return rows.bottom + 17.0


def stub_width(sheet: Sheet, plan: ChartPlan) -> float:
    """Length of the slot at the end of a stack that has lost parts; 0 where none has."""
    if not marks.most_gaps(plan):
        return 0.0
    type = sheet.code_type(marks.SMALLEST)
    widest = max(sheet.width_of(t, type) for t in marks.lost_codes(plan))
    return min(max(46.0, widest + 8), 0.3 * sheet.width)


def _stack(sheet: Sheet, plan: ChartPlan, scale: Scale, c: int, y: float, bar: float, type: Type,
           stub: float) -> float:  # fmt: skip
    above, below = ZERO, ZERO
    end = scale.base
    full = plan.kind == "full-bar"
    points = [s.points[c] for s in plan.series]
    if full and all(p.share is None for p in points):
        lost = [p for p in points if p.value is None] or points
        codes = plan.joints[0].join(p.code for p in lost if p.code)
        marks.slot(sheet, scale.base, y, scale.stop - scale.base, bar, plan,
                   Point(None, plan.gap_text, "missing", codes or None))  # fmt: skip
        return scale.stop
    gaps: list[Point] = []
    for s, point in marks.gaps_last(points):
        amount = point.share if full else point.value
        if amount is None or (point.value is None and not full):
            gaps.append(point)
            continue
        start = above if amount >= 0 else below
        x0, x1 = scale(start), scale(start + amount)
        if amount >= 0:
            above += amount
        else:
            below += amount
        if point.value is None:
            if x1 - x0 > 0.5:
                codes = plan.joints[0].join(p.code for p in points if p.value is None and p.code)
                marks.slot(
                    sheet, x0, y, x1 - x0, bar, plan, Point(None, plan.gap_text, "missing", codes)
                )
            continue
        colour = marks.token(sheet, plan, s, c)
        width = x1 - x0
        joint = 0.8 if abs(width) > 3 and above > amount >= 0 else 0.0
        marks.body(sheet, x0 + joint, y, width - joint, bar, point, colour)
        end = max(end, x1)
        if point.shown:
            label = type
            while label.size > 5.4 and sheet.width_of(point.label, label) + 3 > abs(width):
                label = label.sized(label.size - 0.4)
            wide = sheet.width_of(point.label, label)
            if wide + 1 > abs(width):
                continue
            tag = marks.tag_width(sheet, plan.derived_tag) + 3 if point.state == "derived" else 0
            ink = "accent" if point.state == "derived" else marks.on(colour)
            centre = (x0 + x1) / 2
            tagged = tag if wide + tag + 4 <= abs(width) else 0
            sheet.centred(centre - tagged / 2, y + bar / 2, point.label, label.inked(ink), "middle")
            if tagged:
                marks.ring_tag(sheet, centre - tagged / 2 + wide / 2 + 3, y + bar / 2,
                               plan.derived_tag, min(marks.TAG_SIZE, bar * 0.62))  # fmt: skip
    if gaps:
        marks.slot(sheet, end + 2, y, stub - 2, bar, plan, marks.together(plan, gaps))
        end += stub
    return end
