"""A plan's value axis on the page: values → points, gridlines, tick labels, references."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from report.brochure.chart.marks import column, leader, ring_tag, spread, tag_width
from report.brochure.chart.sheet import Sheet
from report.compose.plan import Axis, ChartPlan, ReferenceLine
from report.record import record

TICK_GAP = 5.0
TALLEST = 560.0
"""Height that a page leaves for the tallest chart."""
REFERENCE_ROOM = 72.0
"""Widest label of a reference line before it wraps."""


@record
class Scale:
    """Places of values between two points of the page, in the direction of growing values."""

    axis: Axis
    start: float
    stop: float

    def __call__(self, value: Decimal) -> float:
        """Place of ``value``."""
        axis = self.axis
        share = float((value - axis.minimum) / (axis.maximum - axis.minimum))
        return self.start + (self.stop - self.start) * share

    @property
    def base(self) -> float:
        """Place that lengths grow from."""
        return self(self.axis.baseline)


def tallest(sheet: Sheet, plan: ChartPlan) -> float:
    """Height that a chart may take: what its page has left, or an A4 page."""
    return plan.aspect * sheet.width + 1 if plan.aspect else TALLEST + 17


def tick_room(sheet: Sheet, axis: Axis | None) -> float:
    """Width of the tick labels of an upright axis, with their distance from the plot."""
    if axis is None:
        return 0.0
    type = sheet.type("axis")
    return max(sheet.width_of(text, type) for text in axis.labels) + TICK_GAP


def grid_across(sheet: Sheet, scale: Scale, top: float, bottom: float) -> None:
    """Upright gridlines with their labels below: the value axis runs to the right."""
    axis = scale.axis
    places = [scale(t) for t in axis.ticks]
    inner = [
        p
        for t, p in zip(axis.ticks, places, strict=True)
        if t != axis.baseline or not axis.from_zero
    ]
    if len(places) > 2 and abs(places[1] - places[0]) < 8:  # so short an axis: its end only
        inner = [p for p in (places[0], places[-1]) if p in inner]
    sheet.grid(((p, top), (p, bottom)) for p in inner)
    type = sheet.type("axis")
    baseline = bottom + 12.0
    zero = axis.ticks.index(axis.baseline) if axis.baseline in axis.ticks else 0
    labels: list[tuple[float, float, str]] = []
    for every in range(1, len(places) + 1):
        labels = []
        for i, (text, place) in enumerate(zip(axis.labels, places, strict=True)):
            if (i - zero) % every == 0:
                half = sheet.width_of(text, type) / 2
                labels.append((min(max(place, half), sheet.width - half), half, text))
        if all(a[0] + a[1] + 2 <= b[0] - b[1] for a, b in pairwise(labels)):
            break  # neighbours do not touch: else every second gridline stays without a number
    if len(labels) < 2:
        labels = _ends_only(sheet, [(p, sheet.width_of(t, type) / 2, t)
                                    for t, p in zip(axis.labels, places, strict=True)])  # fmt: skip
    for x, _, text in labels:
        sheet.text(x, baseline, text, type, "middle")


def _ends_only(
    sheet: Sheet, labels: Sequence[tuple[float, float, str]]
) -> list[tuple[float, float, str]]:
    """The two ends of an axis too short for more, moved apart; the first, where even they touch."""
    (x0, half0, first), (x1, half1, last) = labels[0], labels[-1]
    x1 = min(x1 + half1, sheet.width) - half1
    x0 = max(min(x0, x1 - half1 - half0 - 2), half0)
    if x0 + half0 + 2 > x1 - half1:
        x1 = min(x0 + half0 + 2 + half1, sheet.width - half1)
    if x0 + half0 + 2 > x1 - half1 + 0.01:
        return [labels[0]]
    return [(x0, half0, first), (x1, half1, last)]


def grid_up(sheet: Sheet, scale: Scale, left: float, right: float, *, labels: str = "left",
            lines: bool = True) -> None:  # fmt: skip
    """Level gridlines with their labels beside the plot: the value axis stands upright."""
    axis = scale.axis
    type = sheet.type("axis")
    places = [scale(t) for t in axis.ticks]
    if lines:
        inner = [
            p
            for t, p in zip(axis.ticks, places, strict=True)
            if t != axis.baseline or not axis.from_zero
        ]
        sheet.grid(((left, p), (right, p)) for p in inner)
    for text, place in zip(axis.labels, places, strict=True):
        if labels == "left":
            sheet.centred(left - TICK_GAP, place, text, type, "end")
        else:
            sheet.centred(right + TICK_GAP, place, text, type)


def level_axis(sheet: Sheet, left: float, right: float, y: float) -> None:
    """The line that upright lengths stand on; it passes behind labels of values below it."""
    sheet.behind([((left, y), (right, y))], "ink", sheet.theme.lines["axis"])


def reference_rows(plan: ChartPlan) -> float:
    """Height of the labels of reference lines above a plot whose values run to the right."""
    return 11.0 * len(plan.references)


def references_across(sheet: Sheet, plan: ChartPlan, scale: Scale, top: float, plot_top: float,
                      bottom: float) -> None:  # fmt: skip
    """Upright reference lines, each with its label in a row of its own above the plot."""
    for i, line in enumerate(plan.references):
        x = scale(line.value)
        derived = line.state == "derived"
        type = sheet.type("axis", weight=500, colour="accent" if derived else "ink")
        extra = tag_width(sheet, plan.derived_tag) + 3 if derived else 0
        width = sheet.width_of(line.label, type) + extra
        at = min(max(x + 4, 0), sheet.width - width)
        middle = top + 11.0 * i + 5
        if at + width > x > at - 2 and x + 4 > at:  # pushed back over the line: stand left of it
            at = max(0.0, x - 4 - width)
        dash = (3.0, 2.0)
        colour = "accent" if derived else "ink"
        sheet.behind([((x, middle - 4), (x, bottom))], colour, 0.75, dash)
        box = sheet.centred(at, middle, line.label, type)
        if derived:
            ring_tag(sheet, box.x1 + 3, middle, plan.derived_tag)


def references_room(sheet: Sheet, plan: ChartPlan) -> float:
    """Width of the labels of level reference lines, right of the plot."""
    if not plan.references:
        return 0.0
    return max(_reference_width(sheet, plan, r) for r in plan.references) + 6


def _reference_width(sheet: Sheet, plan: ChartPlan, line: ReferenceLine) -> float:
    type = sheet.type("axis", weight=500)
    lines = sheet.wrap(line.label, REFERENCE_ROOM, type)
    extra = tag_width(sheet, plan.derived_tag) + 3 if line.state == "derived" else 0
    return max(sheet.width_of(t, type) for t in lines) + extra


def references_up(sheet: Sheet, plan: ChartPlan, scale: Scale, left: float, right: float,
                  at: float) -> None:  # fmt: skip
    """Level reference lines; their labels stand from ``at`` on, moved apart where they touch."""
    if not plan.references:
        return
    face = sheet.type("axis", weight=500, colour="ink")
    rows = [sheet.wrap(r.label, REFERENCE_ROOM, face) for r in plan.references]
    middles = [scale(r.value) for r in plan.references]
    tall = [8.6 * len(lines) + 2 for lines in rows]
    top, foot = sorted((scale.start, scale.stop))
    places = spread(middles, tall, max(0.5, top - 10), foot + 6)
    for line, lines, y, place in zip(plan.references, rows, middles, places, strict=True):
        derived = line.state == "derived"
        type = face.inked("accent") if derived else face
        colour = "accent" if derived else "ink"
        stop = at - 3 if abs(place - y) < 1 else right
        sheet.behind([((left, y), (stop, y))], colour, 0.75, (3.0, 2.0))
        if abs(place - y) >= 1:
            leader(sheet, [(right, y), (at - 2, place)])
        column(sheet, at, place, lines, type, leading=8.6)
        if derived:
            end = at + max(sheet.width_of(t, type) for t in lines)
            ring_tag(sheet, end + 3, place, plan.derived_tag)


# ── remarks ──────────────────────────────────────────────────────────────────────────────────


Remark = tuple[float, float, tuple[str, ...], int]
"""x of its point, left edge, lines, row (0 is the highest)."""


def remark_rows(sheet: Sheet, plan: ChartPlan, x_of: dict[tuple[int, int], float], left: float,
                right: float) -> list[Remark]:  # fmt: skip
    """Remarks above an upright plot.

    As few rows as hold them so that neither two of them touch nor the leader of a higher one,
    which goes straight down, runs through a lower one.
    """
    type = sheet.type("axis", colour="ink")
    wanted: list[tuple[float, float, tuple[str, ...]]] = []
    for remark in sorted(plan.annotations, key=lambda a: x_of.get((a.series, a.category), 0.0)):
        x = x_of.get((remark.series, remark.category))
        if x is not None:
            lines = sheet.wrap(remark.text, min(130.0, right - left), type)
            wanted.append((x, max(sheet.width_of(t, type) for t in lines), lines))
    for rows in range(1, len(wanted) + 1):
        budget = [4000]
        if found := _arranged(wanted, [], rows, left, right, budget):
            return found
    # too many at one place: one below the other, each beside the leaders of those above
    return [
        (x, min(max(x - wide / 2, left), right - wide), lines, row)
        for row, (x, wide, lines) in enumerate(wanted)
    ]


def _arranged(
    wanted: Sequence[tuple[float, float, tuple[str, ...]]], placed: list[Remark], rows: int,
    left: float, right: float, budget: list[int],
) -> list[Remark]:  # fmt: skip
    """Places in ``rows`` rows for what is ``wanted``, after those ``placed``; else nothing.

    ``budget`` counts down the trials.
    """
    if len(placed) == len(wanted):
        return placed
    x, wide, lines = wanted[len(placed)]
    edges = [min(max(at, left), right - wide) for at in (x - wide / 2, x - 3, x + 3 - wide)]
    for row in range(rows - 1, -1, -1):
        for at in dict.fromkeys(edges):
            budget[0] -= 1
            if budget[0] < 0:
                return []
            one = (x, at, lines, row)
            if all(_apart(one, wide, other, wanted[i][1]) for i, other in enumerate(placed)):
                found = _arranged(wanted, [*placed, one], rows, left, right, budget)
                if found:
                    return found
    return []


def _apart(one: Remark, wide: float, other: Remark, others: float) -> bool:
    """Whether two remarks leave each other, and each other's leader, free."""
    if one[3] == other[3]:
        return one[1] + wide + 8 <= other[1] or other[1] + others + 8 <= one[1]
    upper, low, low_wide = (one, other, others) if one[3] < other[3] else (other, one, wide)
    return not low[1] - 3 < upper[0] < low[1] + low_wide + 3


def remarks_height(rows: Sequence[Remark]) -> float:
    """Height of the rows of remarks."""
    return sum(_row_heights(rows)) + (4 if rows else 0)


def _row_heights(rows: Sequence[Remark]) -> list[float]:
    count = 1 + max((row for *_, row in rows), default=-1)
    tall = [0.0] * count
    for _, _, lines, row in rows:
        tall[row] = max(tall[row], 9.0 * len(lines) + 3)
    return tall


def draw_remarks(sheet: Sheet, rows: Sequence[Remark], top: float,
                 heads: dict[float, float]) -> None:  # fmt: skip
    """Draw remarks from ``top`` down and lead each to ``heads[x]``, above its point."""
    type = sheet.type("axis", colour="ink")
    tall = _row_heights(rows)
    for x, at, lines, row in rows:
        y = top + sum(tall[:row])
        high = 9.0 * len(lines)
        for i, line in enumerate(lines):
            sheet.text(at, y + 7 + 9.0 * i, line, type)
        leader(sheet, [(x, y + high + 1), (x, heads[x])])
