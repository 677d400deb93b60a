"""Numbers of parts too small to hold them → a row at the end of their stack, each with its key.

A stack's part shorter than its number cannot say it, and nothing that the plan shows may go
missing: the number moves beyond the stack's end and carries the legend's swatch of its series
(``c:showLegendKey``), so that the reader sees whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from report.compose.plan import ChartPlan
from report.deck.chart.bar_labels import Bars, fits_inside
from report.deck.chart.frame import FLOOR, Frame, share_of, width_of
from report.deck.chart.native import annotated, drawn, label_words, remark_lines, remark_width
from report.record import replace

_KEY = 14.0
"""Width of the swatch beside a number (points)."""
_LINE = 14.0
"""Pitch of numbers above a column."""
_ZERO = Decimal(0)


def with_ends(plan: ChartPlan, geometry: Bars) -> Bars:
    """The geometry with the places of the numbers that stand beyond their stacks."""
    return replace(geometry, ends=_ends(plan, geometry))


def overhang(plan: ChartPlan, geometry: Bars) -> float:
    """Points by which these numbers would leave the chart: to the right, or above the plot."""
    most = 0.0
    for (s, c), (dx, dy) in geometry.ends.items():
        x, y = _middle(plan, geometry, s, c)
        if geometry.across:
            most = max(most, x + dx + _width(plan, s, c) / 2 - geometry.frame.w)
        else:
            most = max(most, geometry.frame.legend_h + _height(plan, geometry, s, c) / 2 - (y + dy))
    return most


def _width(plan: ChartPlan, s: int, c: int) -> float:
    point = plan.series[s].points[c]
    words = width_of(label_words(point), FLOOR) if drawn(point) else 0.0
    return words + remark_width(plan, s, c) + _KEY + 6


def _height(plan: ChartPlan, geometry: Bars, s: int, c: int) -> float:
    lines = len(remark_lines(plan, s, c, geometry.step * 0.94))
    return (_LINE if drawn(plan.series[s].points[c]) else 0.0) + 15.0 * lines


def _ends(plan: ChartPlan, geometry: Bars) -> Mapping[tuple[int, int], tuple[float, float]]:
    """By series and category: how far a number moves from the middle of its part (points)."""
    frame = geometry.frame
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for c in range(len(plan.categories)):
        spans = _spans(plan, geometry, c)
        last = max((end for _, end in spans.values()), default=0.0)
        if any(s.points[c].state == "missing" for s in plan.series):
            last = 1.0 if geometry.full else max(last, *_slot_end(plan, c))
        at = 4.0
        for s, (start, end) in spans.items():
            point = plan.series[s].points[c]
            length = geometry.length * abs(end - start)
            if not annotated(plan, s, c) and (
                not drawn(point) or fits_inside(plan, geometry, point, length)
            ):
                continue
            x, y = _middle(plan, geometry, s, c)
            if geometry.across:
                width = _width(plan, s, c)
                found[s, c] = (frame.left + geometry.length * last + at + width / 2 - x, 0.0)
                at += width
            else:
                high = _height(plan, geometry, s, c)
                found[s, c] = (0.0, frame.bottom - geometry.length * last - at - high / 2 - y)
                at += high
    return found


def _slot_end(plan: ChartPlan, c: int) -> tuple[float, ...]:
    axis = plan.axis
    assert axis is not None
    return tuple(share_of(v, axis) for v in plan.gap_span(c))


def _spans(plan: ChartPlan, geometry: Bars, c: int) -> dict[int, tuple[float, float]]:
    """Both ends of the known parts of a stack, in fractions of the axis."""
    axis = plan.axis
    assert axis is not None
    above = below = _ZERO
    spans: dict[int, tuple[float, float]] = {}
    for s, series in enumerate(plan.series):
        point = series.points[c]
        if point.value is None or (geometry.full and point.share is None):
            continue
        amount = (point.share or _ZERO) if geometry.full else point.value
        start = above if amount >= 0 else below
        spans[s] = (share_of(start, axis), share_of(start + amount, axis))
        if amount >= 0:
            above += amount
        else:
            below += amount
    return spans


def _middle(plan: ChartPlan, geometry: Bars, s: int, c: int) -> tuple[float, float]:
    """Middle of a part (points from the chart's upper left)."""
    frame: Frame = geometry.frame
    along = geometry.length * sum(_spans(plan, geometry, c)[s]) / 2
    across = geometry.step * (c + 0.5)
    if geometry.across:
        return frame.left + along, frame.top + across
    return frame.left + across, frame.bottom - along
