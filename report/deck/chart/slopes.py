"""Labels of slopes: how much room they need beside the plot, and how they keep off their line."""

from __future__ import annotations

from report.compose.plan import ChartPlan, Point, Series
from report.deck.chart.frame import LABEL_SIZE, Frame, width_of
from report.deck.chart.native import label_words
from report.record import replace

MARKER_SIZE = 8.0
"""Diameter of a marker on a line (points)."""


def between_labels(plan: ChartPlan, frame: Frame, direct: bool) -> Frame:
    """A slope's frame with just the room that its labels need on both sides of the two points.

    Each point stands a quarter of the plot's width inside it; a lone line's labels stand over
    its points, that of the lower one outwards of it, several lines' beside them.
    """
    alone = len(plan.series) == 1
    sides = [0.0, 0.0]
    if alone:
        low = _lower_end(plan.series[0])
        for c, point in enumerate(plan.series[0].points[:2]):
            if point.value is not None:
                wide = width_of(over_point(point), LABEL_SIZE)
                sides[c] = wide * (0.9 if c == low else 0.5) + 2
    for series in () if alone else plan.series:
        for c, point in enumerate(series.points[:2]):
            if point.value is None:
                continue
            named = direct and (c == 1 or series.points[1].value is None)
            words = f"{series.name} {label_words(point)}" if named else label_words(point)
            sides[c] = max(sides[c], width_of(words, LABEL_SIZE) + 14)
    plot_w = min(2 * max(frame.w - sum(sides), 40.0), frame.w - frame.left - 4, 640.0)
    left = max(frame.left, sides[0] - plot_w / 4)
    right = max(4.0, sides[1] - plot_w / 4)
    plot_w = max(min(plot_w, frame.w - left - right), 40.0)
    return replace(frame, left=left, plot_w=plot_w)


def over_point(point: Point) -> str:
    """The widest line of a label over a point of a lone slope: a derived one's code has its own."""
    stacked = point.state == "derived" and bool(point.code)
    return point.label if stacked else label_words(point)


def _lower_end(series: Series) -> int:
    """The end of a slope that its line rises from: 0 or 1; −1 where it is level or lacks an end."""
    first, last = (p.value for p in (series.points[0], series.points[-1]))
    if first is None or last is None or first == last:
        return -1
    return 0 if first < last else 1


def off_the_line(plan: ChartPlan, frame: Frame, c: int, size: float) -> float:
    """How far the label over the lower end of a lone slope moves outwards, off its line (points).

    It may stay where the line has risen less than a marker's radius at the label's edge.
    """
    series = plan.series[0]
    axis = plan.axis
    if plan.kind != "slope" or len(plan.series) > 1 or _lower_end(series) != c:
        return 0.0
    first, last = (p.value for p in (series.points[0], series.points[-1]))
    assert axis is not None
    assert first is not None
    assert last is not None
    steep = abs(frame.y(last, axis) - frame.y(first, axis)) / max(frame.plot_w / 2, 1.0)
    half = width_of(over_point(series.points[c]), size) / 2
    away = max(0.0, half - MARKER_SIZE / 2 / max(steep, 0.01))
    return -away if c == 0 else away


def headroom(plan: ChartPlan) -> float:
    """Room above the plot for the values of its highest points."""
    coded = any(p.code and p.state == "derived" for s in plan.series for p in s.points)
    return 42.0 if plan.kind == "slope" and len(plan.series) == 1 and coded else 26.0
