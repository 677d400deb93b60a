"""Bars, grouped and stacked bars: categories run down the side, lengths to the right."""

from __future__ import annotations

from decimal import Decimal

from report.brochure.chart import marks
from report.brochure.chart.scale import (
    TALLEST,
    Scale,
    grid_across,
    reference_rows,
    references_across,
)
from report.brochure.chart.sheet import Sheet, Type
from report.compose.plan import ChartPlan, Point
from report.record import record

LABEL_COLUMN = 112.0
STEP = 25.0
BAR = 16.0
LEAST_PLOT = 96.0
"""Width below which a plot says nothing: names and remarks go elsewhere."""
INSIDE_FROM = 40.0
"""Bars shorter than this carry their label outside (visual design, section 7)."""
NUMBERED = 6.2
"""Height of a bar of several that has room for a number of 5 points."""
ZERO = Decimal(0)


@record
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
    """Column for remarks at the far right; 0 without any, or where they stand below the plot."""
    head: float = 0.0
    """Height of the names where they stand above their bars; 0 where they stand beside them."""

    @property
    def bottom(self) -> float:
        """Lower end of the plot."""
        return self.top + self.step * len(self.names)

    @property
    def band(self) -> float:
        """Height of a row less the name above its bar."""
        return self.step - self.head

    def middle(self, row: int) -> float:
        """Middle of a row's bar."""
        return self.top + self.step * (row + 1) - self.band / 2


def lay_rows(sheet: Sheet, plan: ChartPlan, top: float, step: float, *, columns: float = 0.0,
             least: float = 12.0, keep: float = 40.0) -> Rows:  # fmt: skip
    """Divide the width into labels, ``columns`` points of numbers, plot and remarks.

    The plot is never narrower than ``keep``, which holds what is drawn in it beside its scale.

    Names that would leave the plot too little, or break into many lines, stand above their bars
    where the page is high enough for that.
    """
    type = sheet.type("category")
    whole = sheet.whole or plan
    count = max(1, sheet.rows or len(plan.categories))
    if sheet.rows and least <= 13.0:  # folded: lower rows rather than one more column of them
        least = min(least, 9.4)
    limit = TALLEST
    if plan.aspect:
        limit = max(plan.aspect * sheet.width, least * count) - top - 18
    wanted = step
    step = max(least, min(step, (limit - top - 18) / count))
    if plan.aspect and plan.kind != "dumbbell":
        step = max(least, min(3 * STEP, (limit - 4) / count))
    size = min(type.size, max(6.6, step * 0.72))
    type = type.sized(size)
    types = [type.weighed(700) if lit else type for lit in _lit(whole)]
    widest = max(map(sheet.width_of, whole.categories, types), default=0.0)
    room = max(24.0, sheet.width - columns - 13 - keep)  # for names
    column = min(widest, LABEL_COLUMN - 9, 0.38 * sheet.width, room) if widest else 0.0

    def lines_at(room: float) -> int:
        cells = zip(whole.categories, types, strict=True)
        return max((len(sheet.wrap(c, room, t)) for c, t in cells if c), default=0)

    def names_at(room: float) -> tuple[tuple[str, ...], ...]:
        cells = zip(plan.categories, _lit(plan), strict=True)
        return tuple(sheet.wrap(c, room, type.weighed(700) if lit else type) if c else ()
                     for c, lit in cells)  # fmt: skip

    last = plan.axis.labels[-1] if plan.axis else ""
    right = sheet.width - max(4.0, sheet.width_of(last, sheet.type("axis")) / 2)
    many = lines_at(column) if widest else 0
    margin = _margin(sheet, whole, column + columns)
    tall = many * size * 1.25 + 3.0  # beside a group of bars there is room for more lines
    narrow = right - margin - column - 9 - columns < LEAST_PLOT
    if widest and (narrow or (many > 2 and tall > step)):
        margin = _margin(sheet, whole, columns)
        edge = sheet.width - margin - 10 if margin else right
        above = lines_at(edge) * size * 1.25 + 3.0
        band = max(least, min(wanted, (limit - top - 18) / count - above))
        if above + band <= max((limit - top - 18) / count, step if plan.aspect else 0.0):
            return Rows(columns, edge, top, above + band, names_at(edge), type, margin, above)
        margin = _margin(sheet, whole, column + columns)
    # short rows have one line only: the column grows rather than the text being cut
    for smaller in dict.fromkeys((size, 6.6)):
        size = smaller
        type = type.sized(size)
        types = [t.sized(size) for t in types]
        widest = max(map(sheet.width_of, whole.categories, types), default=0.0)
        lines = max(1, int((step - 1) / (size * 1.25)), 2 if step >= 20 else 1)
        most = min(widest, 0.6 * sheet.width, room)
        while column < most and lines_at(column) > lines:
            column = min(column + 8, most)
        if not widest or lines_at(column) <= lines:
            break
    names = names_at(column)
    tall = max(1, lines_at(column)) * size * 1.25 + 3
    step = max(step, tall)
    margin = _margin(sheet, whole, column + columns)
    if margin:
        right = sheet.width - margin - 10
    return Rows(column + 9 + columns if column else columns, right, top, step, names, type, margin)


def _lit(plan: ChartPlan) -> list[bool]:
    """Which rows are highlighted."""
    return [any(s.points[i].highlight for s in plan.series) for i in range(len(plan.categories))]


def _margin(sheet: Sheet, plan: ChartPlan, taken: float) -> float:
    """Width of the column of remarks; 0 where the plot needs the width, or there are none."""
    if not plan.annotations:
        return 0.0
    left = sheet.width - taken - 150.0  # the plot comes first
    margin = min(130.0, 0.3 * sheet.width, max(64.0, left))
    return margin if sheet.width - taken - margin - 10 >= LEAST_PLOT else 0.0


def draw_names(sheet: Sheet, plan: ChartPlan, rows: Rows, left: float | None = None) -> None:
    """Category labels beside the plot, or above the bars; highlighted ones in bold."""
    x = (rows.left if left is None else left) - 9
    step = rows.type.size * 1.25
    for i, (lines, lit) in enumerate(zip(rows.names, _lit(plan), strict=True)):
        type = rows.type.weighed(700) if lit else rows.type
        if rows.head:
            base = rows.top + rows.step * i + rows.head - 3.0 - step * (len(lines) - 1)
            for n, line in enumerate(lines):
                y = base + n * step
                wide = sheet.width_of(line, type)
                sheet.rect(0, y - type.size * 0.92, wide + 2, type.size * 1.16, fill="white")
                sheet.text(0, y, line, type)
            continue
        marks.column(sheet, x, rows.middle(i), lines, type, "end", step)


def _remarks(plan: ChartPlan) -> dict[int, str]:
    """Remarks by category: those on several bars of one row share its place."""
    found: dict[int, str] = {}
    for remark in plan.annotations:
        before = found.get(remark.category)
        found[remark.category] = f"{before}{plan.joints[1]}{remark.text}" if before else remark.text
    return found


def draw_row_remarks(
    sheet: Sheet, plan: ChartPlan, rows: Rows, ends: dict[int, float], foot: float = 17.0
) -> float:
    """Remarks in the right margin, each led to the end of its bar, or below the plot.

    ``foot`` is the height of the tick labels; returns the height of the whole chart.
    """
    bottom = rows.bottom + foot
    type = sheet.type("axis", colour="ink")
    remarks = _remarks(plan)
    if not rows.margin:
        for category, text in sorted(remarks.items()):
            name = plan.categories[category]
            said = f"{name}{plan.joints[3]}{text}" if name else text
            for line in sheet.wrap(said, sheet.width, type):
                bottom += 9.0
                sheet.text(0, bottom - 1.0, line, type)
            bottom += 1.5
        return bottom + (1.5 if remarks else 0.0)
    at = sheet.width - rows.margin
    blocks = [sheet.wrap(text, rows.margin, type) for text in remarks.values()]
    middles = [rows.middle(c) for c in remarks]
    tall = [9.0 * len(lines) + 4 for lines in blocks]
    places = marks.spread(middles, tall, rows.top - 4, max(rows.bottom, rows.top + sum(tall)))
    for category, lines, middle, place in zip(remarks, blocks, middles, places, strict=True):
        end = ends.get(category, rows.left)
        if at - 3 > end + 4:
            marks.leader(sheet, [(end + 3, middle), (at - 8, middle), (at - 3, place)])
        marks.column(sheet, at, place, lines, type, leading=9.0)
    return max([bottom, *(p + t / 2 + 2 for p, t in zip(places, tall, strict=True))])


def axis_line(sheet: Sheet, x: float, top: float, bottom: float) -> None:
    """The category axis."""
    sheet.behind([((x, top), (x, bottom))], "ink", sheet.theme.lines["axis"])


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
    elif any(p.shown and p.value is not None for s in plan.series for p in s.points):
        step, least = count * 12.5 + 9.0, count * NUMBERED + 5.0
    else:
        step, least = count * 12.5 + 9.0, count * 1.1 + 3.0
    rows = lay_rows(sheet, plan, top, step, least=max(least, 11.0), keep=_beyond(sheet, plan))
    inner = rows.band * (BAR / STEP if count == 1 else count * 12.5 / (count * 12.5 + 9.0))
    thick = inner / count
    bar = thick - (0.0 if count == 1 or thick <= 4 else 0.4 if thick < 8 else 1.0)
    size = min(8.4, bar * 0.86) if count > 1 else min(8.4, bar * 0.8)
    beyond = outside_room(sheet, plan, size, rows.right - rows.left)
    right = max(rows.left + 20.0, rows.right - beyond)
    scale = Scale(plan.axis, rows.left, right)
    grid_across(sheet, scale, rows.top - 2, rows.bottom + 1)
    references_across(sheet, plan, scale, head, rows.top, rows.bottom + 1)
    ends: dict[int, float] = {}
    for c in range(len(plan.categories)):
        y = rows.middle(c) - inner / 2
        for s, series in enumerate(plan.series):
            point = series.points[c]
            colour = marks.token(sheet, plan, s, c)
            end = _bar(sheet, plan, scale, c, point, y + s * thick, bar, size, colour)
            if count > 1 and series.name and not plan.legend and c == 0:
                name = sheet.type("category", size=min(7.4, bar * 0.8), colour="muted")
                box = sheet.centred(end + 4, y + s * thick + bar / 2, series.name, name)
                end = box.x1
            ends[c] = max(ends.get(c, 0), end)
    draw_names(sheet, plan, rows)
    axis_line(sheet, scale.base, rows.top - 2, rows.bottom + 1)
    return draw_row_remarks(sheet, plan, rows, ends)


def slot_across(sheet: Sheet, plan: ChartPlan, scale: Scale, c: int, point: Point, y: float,
                bar: float) -> float:  # fmt: skip
    """A gap's slot, lying where the plan says; returns its right end.

    Its text stands in it; where it has no room there, its code stands beyond its end.
    """
    x0, x1 = sorted(map(scale, plan.gap_span(c)))
    if marks.slot(sheet, x0, y, x1 - x0, bar, plan, point) or not point.shown:
        return x1
    type = sheet.code_type(min(7.0, bar * 0.9))
    at = max(x1, scale.base) + 4  # beyond the bars of a stack that leads to the left
    return sheet.centred(at, y + bar / 2, point.code or plan.gap_text, type).x1


def codes_room(sheet: Sheet, plan: ChartPlan, bar: float, plot: float) -> float:
    """Room right of a plot of stacks for codes that find none in their slots."""
    assert plan.axis is not None
    span = plan.axis.maximum - plan.axis.minimum
    type = sheet.code_type(min(7.0, bar * 0.9))
    room = 0.0
    for c, code in enumerate(marks.lost_codes(plan)):
        if code and any(s.points[c].value is None and s.points[c].shown for s in plan.series):
            low, high = sorted(plan.gap_span(c))
            if plan.kind == "full-bar":
                parts = [s.points[c].share for s in plan.series if s.points[c].value is None]
                left = sum((p for p in parts if p is not None), ZERO)
                low, high = (ZERO, left) if left else (low, high)
            wide = sheet.width_of(code, type)
            if wide + 4 > (plot - room) * float((high - low) / span) or bar < 6.4:
                room = max(room, wide + 7)
    return min(room, plot - 20.0)


def _beyond(sheet: Sheet, plan: ChartPlan) -> float:
    """Width that the plot needs at the least: its longest number beyond the shortest bar."""
    type = sheet.type("data-label-inside", size=7.0)
    points = [p for s in (sheet.whole or plan).series for p in s.points if p.shown]
    widest = max((sheet.width_of(p.label, type) for p in points if p.value is not None), default=0)
    tags = any(p.state == "derived" for p in points)
    return widest + 36.0 + (marks.tag_width(sheet, plan.derived_tag) + 7 if tags else 0.0)


def outside_room(sheet: Sheet, plan: ChartPlan, size: float, plot: float) -> float:
    """Room right of the plot for ring tags, and for labels of bars that end near the axis' end."""
    assert plan.axis is not None
    whole = sheet.whole or plan
    points = [p for s in whole.series for p in s.points if p.value is not None and p.shown]
    type = sheet.type("data-label-inside", size=size)
    tags = any(p.state == "derived" for p in points)
    room = marks.tag_width(sheet, plan.derived_tag) + 7 if tags else 0.0
    wide = max((sheet.width_of(p.label, type) for p in points), default=0.0)
    axis = plan.axis
    ahead = float((axis.maximum - axis.baseline) / (axis.maximum - axis.minimum))
    if ahead == 0 or (plot - room) * ahead < max(INSIDE_FROM, wide + 9) + wide + 5:
        room += wide + 6  # a bar too short for its label has it beyond its end, or beyond zero
    thin = size / 0.86 < 6.3  # slots too thin for their codes have them beyond their ends
    lost = [p for s in whole.series for p in s.points if p.value is None and p.shown]
    code = sheet.code_type(min(7.0, size))
    codes = max((sheet.width_of(p.code or plan.gap_text, code) for p in lost), default=0.0)
    if codes and (thin or codes + 4 > plot - room):
        room = max(room, codes + 6)
    if len(plan.series) > 1 and not plan.legend:
        name = sheet.type("category", size=7.4)
        room += max(sheet.width_of(s.name, name) for s in plan.series) + 8
    return room


def _bar(sheet: Sheet, plan: ChartPlan, scale: Scale, c: int, point: Point, y: float, bar: float,
         size: float, colour: str) -> float:  # fmt: skip
    """One bar with its label; returns the right end of what was drawn."""
    base, middle = scale.base, y + bar / 2
    if point.value is None:
        return slot_across(sheet, plan, scale, c, point, y, bar)
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
        anchored = sign < 0 and tip - 4 - wide < max(0.0, scale.start - 2)
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
    top = 4.0
    if plan.legend:
        top += marks.legend(sheet, 0, 0, sheet.width, marks.entries(sheet, plan)) + 4
    head = top
    top += reference_rows(plan)
    whole, code = sheet.whole or plan, sheet.code_type(7.0)
    lost = marks.lost_codes(whole) if any(p.shown for s in whole.series for p in s.points) else []
    longest = max((sheet.width_of(text, code) for text in lost), default=0.0)
    rows = lay_rows(sheet, plan, top, STEP, keep=min(40.0 + longest, 0.6 * sheet.width))
    bar = rows.band * BAR / STEP
    codes = codes_room(sheet, sheet.whole or plan, bar, rows.right - rows.left)
    scale = Scale(plan.axis, rows.left, rows.right - codes)
    grid_across(sheet, scale, rows.top - 2, rows.bottom + 1)
    references_across(sheet, plan, scale, head, rows.top, rows.bottom + 1)
    type = sheet.type("data-label-inside", size=min(8.4, bar * 0.8))
    ends: dict[int, float] = {}
    for c in range(len(plan.categories)):
        y = rows.middle(c) - bar / 2
        ends[c] = _stack(sheet, plan, scale, c, y, bar, type)
    draw_names(sheet, plan, rows)
    axis_line(sheet, scale.base, rows.top - 2, rows.bottom + 1)
    return draw_row_remarks(sheet, plan, rows, ends)


def _stack(sheet: Sheet, plan: ChartPlan, scale: Scale, c: int, y: float, bar: float,
           type: Type) -> float:  # fmt: skip
    above, below = ZERO, ZERO
    end = scale.base
    full = plan.kind == "full-bar"
    points = [s.points[c] for s in plan.series]
    if full and all(p.share is None for p in points):
        lost = [p for p in points if p.value is None] or points
        codes = plan.joints[0].join(p.code for p in lost if p.code)
        gap = Point(None, plan.gap_text, "missing", codes or None, shown=all(p.shown for p in lost))
        wide = scale.stop - scale.base
        if marks.slot(sheet, scale.base, y, wide, bar, plan, gap) or not gap.shown:
            return scale.stop
        small = sheet.code_type(min(7.0, bar * 0.9))
        return sheet.centred(scale.stop + 4, y + bar / 2, codes or plan.gap_text, small).x1
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
                lost = marks.together(plan, [p for p in points if p.value is None])
                if not marks.slot(sheet, x0, y, x1 - x0, bar, plan, lost) and lost.shown:
                    small = sheet.code_type(min(7.0, bar * 0.9))
                    code = lost.code or plan.gap_text
                    end = max(end, sheet.centred(x1 + 4, y + bar / 2, code, small).x1)
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
        end = slot_across(sheet, plan, scale, c, marks.together(plan, gaps), y, bar)
    return end
