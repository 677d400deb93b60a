"""Where the numbers of lines stand: over or under their points, off each other and all lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from report.compose.plan import Axis, ChartPlan, Series
from report.deck.chart.frame import FLOOR, LABEL_SIZE, Frame, width_of
from report.deck.chart.native import annotated, drawn, label_words, remark_lines
from report.deck.chart.slopes import over_point

END_SIZE = 14.0
"""Size of names and values at the ends of lines (points)."""
_OFF = 7.0
"""From a point to the edge of its label (points)."""


class Rect(NamedTuple):
    """Where words stand (points from the chart's upper left)."""

    left: float
    top: float
    right: float
    bottom: float


Path = tuple[tuple[float, float], ...]
"""One unbroken run of a line."""


class Spot(NamedTuple):
    """Which side of its point a label stands on, and how far it moves from there (points)."""

    side: str
    dx: float = 0.0
    dy: float = 0.0


Places = dict[tuple[int, int], Spot]
"""By series and category."""


def axis_of(plan: ChartPlan, s: int) -> Axis:
    """The axis that a series is measured on."""
    axis = plan.axis2 if plan.series[s].secondary and plan.axis2 else plan.axis
    assert axis is not None
    return axis


def said(plan: ChartPlan, s: int, c: int) -> bool:
    """Whether a point has a number or a remark beside it."""
    point = plan.series[s].points[c]
    return point.value is not None and (drawn(point) or annotated(plan, s, c))


def remark_room(plan: ChartPlan, plot_w: float) -> float:
    """Width of a remark over a point of a line."""
    return max(110.0, plot_w / max(1, len(plan.categories)) * 0.94)


def value_size(plan: ChartPlan, frame: Frame) -> float:
    """Size of values: large on a short line of its own, smaller where a slope is narrow."""
    points = plan.series[0].points
    if len(plan.series) > 1 or len(points) > 12:
        return END_SIZE
    if plan.kind != "slope":
        return LABEL_SIZE
    halves = sum(width_of(over_point(p), 1.0) / 2 for p in points if p.value is not None)
    return max(FLOOR, min(LABEL_SIZE, (frame.plot_w / 2 - 4) / max(halves, 0.1)))


def paths_of(series: Series, frame: Frame, axis: Axis) -> tuple[Path, ...]:
    """The runs of a line between its gaps."""
    step = frame.plot_w / max(1, len(series.points))
    runs: list[list[tuple[float, float]]] = [[]]
    for c, point in enumerate(series.points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((frame.left + step * (c + 0.5), frame.y(point.value, axis)))
    return tuple(tuple(run) for run in runs if run)


def crossed(rect: Rect, paths: Sequence[Path], clear: float = 1.5) -> bool:
    """Whether a line passes through a rectangle or nearer than ``clear`` points to it."""
    left, top, right, bottom = rect
    for path in paths:
        for (x1, y1), (x2, y2) in pairwise(path if len(path) > 1 else (*path, *path)):
            first, last = max(x1, left), min(x2, right)
            if first > last:
                continue
            rise = (y2 - y1) / (x2 - x1) if x2 > x1 else 0.0
            here = sorted((y1 + (first - x1) * rise, y1 + (last - x1) * rise))
            if here[0] < bottom + clear and here[1] > top - clear:
                return True
    return False


def meet(one: Rect, other: Rect) -> bool:
    """Whether two rectangles share a place."""
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


_UNDER = 1.0
_TRIED = (
    (0.0, 0.0), (0.0, _UNDER), (-0.55, 0.0), (0.55, 0.0), (-0.55, _UNDER), (0.55, _UNDER),
    (0.0, -12.0), (0.0, -24.0), (0.0, -38.0), (0.0, -54.0), (0.0, -72.0),
)  # fmt: skip
"""Where a label is tried: aside (in its own width), and up from over its point (points) or under
it."""


def place_values(
    plan: ChartPlan,
    frame: Frame,
    asked: Sequence[tuple[int, int]],
    paths: Sequence[Path],
    taken: list[Rect],
) -> Places:
    """A place for the number of each point asked for, off all that stands already (``taken``)."""
    size = value_size(plan, frame)
    step = frame.plot_w / max(1, len(plan.categories))
    found: Places = {}
    for s, c in asked:
        point = plan.series[s].points[c]
        assert point.value is not None
        remarks = remark_lines(plan, s, c, remark_room(plan, frame.plot_w))
        words = [width_of(label_words(point), size)] if drawn(point) else []
        wide = max((0.0, *words, *(width_of(line, 12.0) for line in remarks))) + 4
        high = (size * 1.2 if words else 0.0) + 15.0 * len(remarks)
        x, y = frame.left + step * (c + 0.5), frame.y(point.value, axis_of(plan, s))
        best: tuple[float, Spot, Rect] | None = None
        for k, (aside, up) in enumerate(_TRIED):
            at = max(x + aside * wide, min(x, frame.left + wide / 2))
            at = min(max(at, wide / 2), frame.w - wide / 2)
            under = up == _UNDER
            dy = 0.0 if under else up
            middle = y + (_OFF + high / 2) * (1 if under else -1) + dy
            rect = Rect(at - wide / 2, middle - high / 2, at + wide / 2, middle + high / 2)
            if rect.bottom > frame.bottom - 1 or rect.top < frame.top - 26 - 15 * len(remarks):
                continue
            cost = 100.0 * sum(meet(rect, other) for other in taken)
            cost += 20.0 * crossed(rect, paths, 0.0) + k
            if best is None or cost < best[0]:
                best = cost, Spot("b" if under else "t", at - x, dy), rect
            if best[0] == k:
                break
        if best is None:
            top = y - _OFF - high
            best = 0.0, Spot("t"), Rect(x - wide / 2, top, x + wide / 2, top + high)
        taken.append(best[2])
        found[s, c] = best[1]
    return found
