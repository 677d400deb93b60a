"""Columns with lines: a plan → ``c:barChart`` + ``c:lineChart``, the numbers off the lines.

A column says its number where no line passes: at its foot, inside its end or beyond it; a line
says its own above or below its points, on a plate, off the columns' numbers and off all lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from report.compose.plan import Axis, ChartPlan, Series
from report.deck.chart.bar_labels import Bars, standing_size
from report.deck.chart.bars import COLUMN_GAP, COLUMN_STEP, bar_group
from report.deck.chart.frame import AXIS_SIZE, Frame, foot_frame, share_of, widest, width_of
from report.deck.chart.gaps import gap_slots
from report.deck.chart.lines import Places, Spot, line_group, value_size
from report.deck.chart.native import (
    NativeChart,
    annotated,
    broken,
    category_column,
    drawn,
    label_words,
    named,
    remark_lines,
    series_column,
)
from report.deck.chart.overlay import Overlay
from report.deck.chart.references import reference_room, reference_rules
from report.deck.chart.xml import (
    CATEGORY_AXIS,
    SECOND_CATEGORY_AXIS,
    SECOND_VALUE_AXIS,
    VALUE_AXIS,
    Brush,
    category_axis,
    text_reference,
    value_axis,
)
from report.deck.workbook import Sheet
from report.record import replace

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


def draw_combo(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Columns on the first axis, lines on the first or second."""
    axis = plan.axis
    assert axis is not None
    bars = tuple(i for i, s in enumerate(plan.series) if s.mark != "line")
    lines = tuple(i for i, s in enumerate(plan.series) if s.mark == "line")
    beside = widest(plan.axis2.labels, AXIS_SIZE) + 10 if plan.axis2 else 0.0
    frame, text = foot_frame(
        plan,
        w,
        h,
        legend=True,
        second=True,
        cap=COLUMN_STEP,
        top=30.0,
        right=max(10.0, beside + reference_room(plan, across=False)),
    )
    plan = broken(plan, text)
    step = frame.plot_w / max(1, len(plan.categories))
    overlay = Overlay(brush, w, h)
    categories = text_reference(0, plan.categories)
    lost = replace(plan, series=tuple(plan.series[i] for i in lines))
    if any(p.state == "missing" for s in lost.series for p in s.points):
        frame = gap_slots(lost, overlay, frame)
    reference_rules(overlay, brush, plan, frame, across=False, beside=beside)
    plots = ""
    columns = [series_column(named(plan, s)) for s in range(len(plan.series))]
    paths = tuple(
        path
        for s in lines
        for path in _paths(plan.series[s], frame, _axis_of(plan, plan.series[s]))
    )
    taken: list[Rect] = []
    if bars:
        thickness = step / (len(bars) + COLUMN_GAP / 100)
        size, upright = standing_size(plan, bars, thickness * (1.32 if len(bars) == 1 else 0.95))
        geometry = Bars(
            False, False, False, frame, frame.plot_h, thickness, step, len(bars), size, upright
        )
        sides, taken = _column_labels(plan, geometry, bars, paths)
        geometry = replace(geometry, sides=sides)
        plots, columns = bar_group(plan, brush, geometry, overlay, gap=COLUMN_GAP, members=bars)
    places = _line_labels(plan, frame, lines, paths, taken)
    on_second = tuple(s for s in lines if plan.series[s].secondary and plan.axis2)
    on_first = tuple(s for s in lines if s not in on_second)
    for members, ids in (
        (on_first, (CATEGORY_AXIS, VALUE_AXIS)),
        (on_second, (SECOND_CATEGORY_AXIS, SECOND_VALUE_AXIS)),
    ):
        if members:
            plots += line_group(
                plan, brush, frame, categories, members, False, axis_ids=ids, places=places
            )
    axes = category_axis(brush, size=text.size, skip=text.skip, rotation=text.turn)
    axes += value_axis(
        brush,
        minimum=axis.minimum,
        maximum=axis.maximum,
        step=axis.step,
        code=axis.number_format,
        label_position="low",
    )
    other = plan.axis2 if on_second else None
    if other is not None:
        axes += category_axis(
            brush, axis_id=SECOND_CATEGORY_AXIS, crosses=SECOND_VALUE_AXIS, deleted=True
        ) + value_axis(
            brush,
            axis_id=SECOND_VALUE_AXIS,
            crosses=SECOND_CATEGORY_AXIS,
            side="r",
            minimum=other.minimum,
            maximum=other.maximum,
            step=other.step,
            code=other.number_format,
            gridlines=False,
            crosses_at='<c:crosses val="max"/>',
            label_position="high",
        )
    _axis_units(plan, overlay, frame.left, frame.right, frame.top)
    return NativeChart(
        frame, plots, axes, Sheet((category_column(plan), *columns)), overlay, legend=True
    )


def _axis_units(plan: ChartPlan, overlay: Overlay, left: float, right: float, top: float) -> None:
    """Titles of the two axes, level above them."""
    for axis, x, align in ((plan.axis, 0.0, "l"), (plan.axis2, right - 80.0, "r")):
        words = (axis.title or axis.unit) if axis else ""
        if words:
            width = max(width_of(words, AXIS_SIZE), 80.0)
            overlay.words(x, top - 24, width, 16, words, AXIS_SIZE, "muted", align=align)


def _axis_of(plan: ChartPlan, series: Series) -> Axis:
    """The axis that a series is measured on."""
    axis = plan.axis2 if series.secondary and plan.axis2 else plan.axis
    assert axis is not None
    return axis


def _paths(series: Series, frame: Frame, axis: Axis) -> tuple[Path, ...]:
    """The runs of a line between its gaps."""
    step = frame.plot_w / max(1, len(series.points))
    runs: list[list[tuple[float, float]]] = [[]]
    for c, point in enumerate(series.points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((frame.left + step * (c + 0.5), frame.y(point.value, axis)))
    return tuple(tuple(run) for run in runs if run)


def _crossed(rect: Rect, paths: Sequence[Path], clear: float = 1.5) -> bool:
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


def _column_labels(
    plan: ChartPlan, geometry: Bars, members: Sequence[int], paths: Sequence[Path]
) -> tuple[Mapping[tuple[int, int], str], list[Rect]]:
    """Where each column's number stands (``c:dLblPos``), and the rectangles these numbers take."""
    axis = plan.axis
    assert axis is not None
    frame = geometry.frame
    margin = (geometry.step - geometry.thickness * geometry.rows) / 2
    sides: dict[tuple[int, int], str] = {}
    taken: list[Rect] = []
    for place, s in enumerate(members):
        for c, point in enumerate(plan.series[s].points):
            if point.value is None or not drawn(point):
                continue
            words = label_words(point)
            wide, high = width_of(words, geometry.label_size), geometry.label_size * 1.2
            if geometry.upright:
                wide, high = high, wide
            x = frame.left + geometry.step * c + margin + geometry.thickness * (place + 0.5)
            tip = frame.y(point.value, axis)
            base = frame.bottom - frame.plot_h * share_of(axis.baseline, axis)
            down = 1 if tip > base else -1
            near = high / 2 + 2

            def at(y: float, x: float = x, wide: float = wide, high: float = high) -> Rect:
                return Rect(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)

            choices = [("outEnd", at(tip + down * near))]
            if abs(tip - base) >= high + 8 and not annotated(plan, s, c):
                choices = [
                    ("inBase", at(base + down * near)),
                    ("inEnd", at(tip - down * near)),
                    *choices,
                ]
            side, rect = next(
                ((side, rect) for side, rect in choices if not _crossed(rect, paths)), choices[0]
            )
            sides[s, c] = side
            taken.append(rect)
    return sides, taken


_SHIFTS = (0.0, 1.0, -12.0, -24.0, -38.0, -54.0)
"""How far a line's label moves from over its point; 1: as far as to stand under it (points)."""


def _line_labels(
    plan: ChartPlan,
    frame: Frame,
    members: Sequence[int],
    paths: Sequence[Path],
    taken: list[Rect],
) -> Places:
    """A place for the number of each point of the lines, off all that stands already."""
    size = value_size(plan, frame)
    step = frame.plot_w / max(1, len(plan.categories))
    found: Places = {}
    for s in members:
        axis = _axis_of(plan, plan.series[s])
        for c, point in enumerate(plan.series[s].points):
            if point.value is None or not (drawn(point) or annotated(plan, s, c)):
                continue
            remarks = remark_lines(plan, s, c, max(110.0, step * 0.94))
            words = [width_of(label_words(point), size)] if drawn(point) else []
            wide = max((*words, *(width_of(line, 12.0) for line in remarks))) + 6
            high = (size * 1.25 if words else 0.0) + 15.0 * len(remarks)
            x = frame.left + step * (c + 0.5)
            y = frame.y(point.value, axis)
            x = min(max(x, wide / 2), frame.w - wide / 2)
            best: tuple[int, float, Rect] | None = None
            for k, shift in enumerate(_SHIFTS):
                dy = high + 2 * _OFF if shift > 0 else shift
                middle = y - _OFF - high / 2 + dy
                rect = Rect(x - wide / 2, middle - high / 2, x + wide / 2, middle + high / 2)
                if rect.bottom > frame.bottom or rect.top < frame.top - 24:
                    continue
                cost = 100 * any(_meet(rect, other) for other in taken)
                cost += 10 * _crossed(rect, paths, 0.0) + k
                if best is None or cost < best[0]:
                    best = cost, dy, rect
            if best is None:
                best = 0, 0.0, Rect(x - wide / 2, y - _OFF - high, x + wide / 2, y - _OFF)
            taken.append(best[2])
            found[s, c] = Spot("t", x - (frame.left + step * (c + 0.5)), best[1])
    return found


def _meet(one: Rect, other: Rect) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )
