"""Columns with lines: a plan → ``c:barChart`` + ``c:lineChart``, the numbers off the lines.

A column says its number where no line passes: at its foot, inside its end or beyond it; a line
says its own above or below its points, on a plate, off the columns' numbers and off all lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report.compose.plan import ChartPlan
from report.deck.chart.bar_labels import Bars, standing_size
from report.deck.chart.bars import COLUMN_GAP, COLUMN_STEP, bar_group
from report.deck.chart.frame import AXIS_SIZE, foot_frame, share_of, widest, width_of
from report.deck.chart.gaps import gap_slots
from report.deck.chart.lines import line_group
from report.deck.chart.native import (
    NativeChart,
    annotated,
    broken,
    category_column,
    drawn,
    label_words,
    named,
    series_column,
)
from report.deck.chart.overlay import Overlay
from report.deck.chart.references import reference_room, reference_rules
from report.deck.chart.values import (
    Path,
    Rect,
    axis_of,
    crossed,
    paths_of,
    place_values,
    said,
)
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
    paths = tuple(path for s in lines for path in paths_of(plan.series[s], frame, axis_of(plan, s)))
    taken: list[Rect] = []
    if bars:
        thickness = step / (len(bars) + COLUMN_GAP / 100)
        size, upright = standing_size(
            plan, bars, thickness * (1.32 if len(bars) == 1 else 0.95), coded=True
        )
        geometry = Bars(
            False, False, False, frame, frame.plot_h, thickness, step, len(bars), size, upright
        )
        sides, taken = _column_labels(plan, geometry, bars, paths)
        geometry = replace(geometry, sides=sides)
        plots, columns = bar_group(plan, brush, geometry, overlay, gap=COLUMN_GAP, members=bars)
    asked = [(s, c) for s in lines for c in range(len(plan.categories)) if said(plan, s, c)]
    places = place_values(plan, frame, asked, paths, taken)
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
            inside = [
                (side, rect)
                for side, rect in choices
                if frame.top - 26 <= rect.top and rect.bottom <= frame.bottom
            ]
            if not inside:  # the other side of the base line is left
                taken.append(at(base - down * near))
                continue
            side, rect = next((one for one in inside if not crossed(one[1], paths, 4.0)), inside[0])
            sides[s, c] = side
            taken.append(rect)
    return sides, taken
