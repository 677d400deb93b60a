"""Bars and columns, single, grouped, stacked and to 100 %: a plan → ``c:barChart``.

A gap in a single series is a second series (named with the language's mark) over the first,
which holds the slot's length at the missing category only. In groups the slots stand in a second
bar group on hidden axes of the same bounds, so that each lies exactly in its own place. In stacks
the slot fills what is left of the axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.compose.plan import Axis, ChartPlan, Point, Series
from report.deck.chart.frame import (
    FLOOR,
    LABEL_SIZE,
    Frame,
    foot_frame,
    share_of,
    side_frame,
    width_of,
)
from report.deck.chart.native import (
    NativeChart,
    annotation_run,
    category_column,
    drawn,
    formats,
    label_words,
    point_label,
    series_column,
    slot_label,
    values,
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
    labels,
    number_reference,
    series_head,
    text_reference,
    value_axis,
)
from report.deck.workbook import Sheet, SheetColumn
from report.theme import ON_COLOUR

BAR_GAP, COLUMN_GAP = 55, 50
"""``c:gapWidth`` (visual design, section 9)."""
_COLUMN_SLOT = Decimal("0.4")
"""Length of a column's slot on an open axis (visual design, section 7)."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Geometry of the bars of one chart (points)."""

    across: bool
    """Bars lie."""
    stacked: bool
    full: bool
    length: float
    """Of the value axis."""
    thickness: float
    """Of one bar."""
    step: float
    """Of one category."""


def draw_bars(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Every kind of bar and column."""
    across = plan.horizontal
    stacked = plan.kind.startswith(("stacked", "full"))
    full = plan.kind.startswith("full")
    m = len(plan.series)
    key = m > 1
    gap = BAR_GAP if across else COLUMN_GAP
    rows = 1 if stacked else max(1, m)
    room = reference_room(plan, across=across)
    if across:
        frame, text = side_frame(plan, w, h, legend=key, rows=rows, top=room)
    else:
        head = 10.0 if stacked else _headroom(plan, w)
        frame, text = foot_frame(
            plan, w, h, legend=key, cap=120.0 + 60 * (rows - 1), right=max(4.0, room), top=head
        )
    n = max(1, len(plan.categories))
    step = (frame.plot_h if across else frame.plot_w) / n
    geometry = Bars(
        across, stacked, full, frame.plot_w if across else frame.plot_h,
        step / ((1 if stacked else m) + gap / 100), step,
    )  # fmt: skip
    plots, columns, second = bar_group(plan, brush, geometry, gap=gap)
    overlay = Overlay(brush, w, h)
    axis = plan.axis
    assert axis is not None
    reference_rules(overlay, brush, plan, frame, across=across)
    axes = category_axis(
        brush, side="l" if across else "b", reverse=across, size=text.size,
        skip=text.skip, rotation=text.rotation,
    ) + bar_value_axis(brush, axis, across=across, full=full)  # fmt: skip
    if second:
        axes += second_axes(brush, axis, across=across)
    hidden = tuple(range(m, m + len(columns) - m))
    return NativeChart(
        frame, plots, axes, Sheet((category_column(plan), *columns)), overlay,
        legend=key, hidden=hidden,
    )  # fmt: skip


def bar_value_axis(brush: Brush, axis: Axis, *, across: bool, full: bool = False) -> str:
    """The value axis of bars; to 100 % it counts in fractions of the whole."""
    scale = Decimal(100) if full else Decimal(1)
    return value_axis(
        brush,
        minimum=axis.minimum / scale,
        maximum=axis.maximum / scale,
        step=axis.step / scale,
        code="0%" if full else axis.number_format,
        side="b" if across else "l",
        label_position="high" if across else "low",
    )


def second_axes(brush: Brush, axis: Axis, *, across: bool) -> str:
    """Hidden axes of the same bounds for the slots of a group."""
    return category_axis(
        brush, axis_id=SECOND_CATEGORY_AXIS, crosses=SECOND_VALUE_AXIS,
        side="l" if across else "b", reverse=across, deleted=True,
    ) + value_axis(
        brush, axis_id=SECOND_VALUE_AXIS, crosses=SECOND_CATEGORY_AXIS,
        minimum=axis.minimum, maximum=axis.maximum, step=axis.step, code=axis.number_format,
        side="t" if across else "r", gridlines=False, deleted=True,
    )  # fmt: skip


def bar_group(
    plan: ChartPlan, brush: Brush, geometry: Bars, *, gap: int, members: tuple[int, ...] = ()
) -> tuple[str, list[SheetColumn], bool]:
    """``c:barChart`` of the series ``members`` (all by default) with the slots of their gaps.

    Returns the markup, the sheet's columns (data first, then slots) and whether the slots stand
    on the second pair of axes.
    """
    chosen = members or tuple(range(len(plan.series)))
    total = len(plan.series)
    categories = text_reference(0, plan.categories)
    columns = [series_column(named(plan, s)) for s in range(total)]
    body = "".join(_series(plan, brush, geometry, s, categories) for s in chosen)
    direction = "bar" if geometry.across else "col"
    gaps = any(p.state == "missing" for s in chosen for p in plan.series[s].points)
    grouped = len(chosen) > 1 and not geometry.stacked
    slots: list[str] = []
    if gaps:
        holders = chosen if grouped else (chosen[0],)
        for s in holders:
            lengths = _slot_lengths(plan, geometry, (s,) if grouped else chosen)
            name = plan.gap_text
            if grouped and plan.series[s].name:
                name = f"{plan.series[s].name} {plan.gap_text}"
            column = SheetColumn(name, tuple(lengths), _format(plan), width=14.0)
            index = total + len(slots)
            columns.append(column)
            slots.append(
                _slots(
                    plan, brush, geometry, (s,) if grouped else chosen, index, column, categories
                )
            )
    if geometry.stacked:
        grouping = "percentStacked" if geometry.full else "stacked"
        overlap = 100
    else:
        grouping, overlap = "clustered", 0 if grouped else 100
    opening = f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/>'
    opening += '<c:varyColors val="0"/>'
    spacing = f'<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>'
    closing = f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:barChart>'
    second = bool(slots) and grouped
    if not second:
        body += "".join(slots)
    markup = f"{opening}{body}{spacing}{closing}"
    if second:
        markup += (
            f"{opening}{''.join(slots)}{spacing}"
            f'<c:axId val="{SECOND_CATEGORY_AXIS}"/><c:axId val="{SECOND_VALUE_AXIS}"/>'
            "</c:barChart>"
        )
    return markup, columns, second


def named(plan: ChartPlan, s: int) -> Series:
    """Series ``s``; one without a name is called by the chart's title in the sheet."""
    series = plan.series[s]
    if series.name:
        return series
    from dataclasses import replace

    return replace(series, name=plan.title)


def _format(plan: ChartPlan) -> str:
    return plan.axis.number_format if plan.axis else "General"


def _series(plan: ChartPlan, brush: Brush, geometry: Bars, s: int, categories: str) -> str:
    series = named(plan, s)
    base = brush.data(series.colour)
    points: list[str] = []
    texts: list[str] = []
    for c, point in enumerate(series.points):
        token = brush.data(plan.colour_of(s, c))
        if point.state == "derived":
            points.append(_own_look(c, brush.derived()))
        elif point.value is not None and token != base:
            points.append(_own_look(c, _bar_look(brush, token, geometry)))
        if point.value is not None and drawn(point):
            text = _bar_label(plan, brush, geometry, s, c, point, token)
            if text:
                texts.append(text)
    return (
        f"<c:ser>{series_head(s, s + 1, series.name)}{_bar_look(brush, base, geometry)}"
        f'<c:invertIfNegative val="0"/>{"".join(points)}{labels(texts)}<c:cat>{categories}</c:cat>'
        f"<c:val>{number_reference(s + 1, values(series), series.number_format, formats(series))}"
        "</c:val></c:ser>"
    )


def _bar_look(brush: Brush, token: str, geometry: Bars) -> str:
    return brush.joined(token, 0.75) if geometry.stacked else brush.solid(token)


def _own_look(index: int, look: str) -> str:
    return (
        f'<c:dPt><c:idx val="{index}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"{look}</c:dPt>"
    )


def _bar_label(
    plan: ChartPlan, brush: Brush, geometry: Bars, s: int, c: int, point: Point, token: str
) -> str:
    """Inside the end where it fits, outside where the bar is short; "" where neither does."""
    axis = plan.axis
    assert axis is not None
    assert point.value is not None
    if geometry.full:
        share = float(point.share or 0) / 100
        length = geometry.length * share
    else:
        length = geometry.length * abs(share_of(point.value, axis) - share_of(axis.baseline, axis))
    words = label_words(plan, point)
    annotation = annotation_run(brush, plan, s, c)
    size = LABEL_SIZE
    rotation = 0
    if geometry.across:
        size = max(FLOOR, min(size, geometry.thickness * 0.78))
        inside = length >= width_of(words, size) + 16 and length >= 40
        if geometry.stacked and not inside:
            size = max(FLOOR, min(size, (length - 6) / max(width_of(words, 1.0), 0.1)))
            if length < width_of(words, size) + 4:
                return (
                    ""
                    if point.state == "reported"
                    else _squeezed(brush, plan, point, s, c, size, geometry)
                )
        position = "ctr" if geometry.stacked else "inEnd" if inside else "outEnd"
    else:
        span = geometry.thickness if geometry.stacked else geometry.thickness * 1.32
        size = max(FLOOR, min(size, span / max(width_of(words, 1.0), 0.1)))
        if width_of(words, size) > span * 1.12:
            rotation = -90
        inside = geometry.stacked
        if geometry.stacked:
            need = width_of(words, size) if rotation else size * 1.2
            if length < need and point.state == "reported":
                return ""
        position = "ctr" if geometry.stacked else "outEnd"
    hollow = point.state == "derived"
    on = "accent" if hollow else ON_COLOUR.get(token, "ink") if inside else "ink"
    if not inside and not hollow and not geometry.stacked:
        on = "p700" if token in ("p700", "p300") else "ink"
    return point_label(
        brush, plan, point, c, s * 1000 + c + 1, position=position, size=size, token=on,
        after=annotation, rotation=rotation, live=not geometry.full,
    )  # fmt: skip


def _squeezed(
    brush: Brush, plan: ChartPlan, point: Point, s: int, c: int, size: float, geometry: Bars
) -> str:
    """A derived part of a stack that is too narrow for its label: set at its base."""
    return point_label(
        brush, plan, point, c, s * 1000 + c + 1, position="inBase", size=size, token="accent",
        live=not geometry.full,
    )  # fmt: skip


def _slot_lengths(
    plan: ChartPlan, geometry: Bars, members: tuple[int, ...]
) -> list[Decimal | None]:
    """What the slot series holds at each category: None where nothing is missing."""
    axis = plan.axis
    assert axis is not None
    lengths: list[Decimal | None] = []
    for c in range(len(plan.categories)):
        points = [plan.series[s].points[c] for s in members]
        if not any(p.state == "missing" for p in points):
            lengths.append(None)
        elif geometry.full:
            known = sum((p.value for p in points if p.value is not None), Decimal(0))
            left = sum((p.share or Decimal(0) for p in points if p.state == "missing"), Decimal(0))
            if known and 0 < left < 100:
                lengths.append((known * left / (100 - left)).quantize(Decimal("1.0000")))
            else:
                lengths.append(None if known else Decimal(1))
        elif geometry.stacked:
            known = sum((p.value for p in points if p.value is not None), Decimal(0))
            lengths.append(max(axis.maximum - known, Decimal(0)) or None)
        elif axis.maximum > axis.baseline:
            span = axis.maximum - axis.baseline
            part = Decimal(1) if geometry.across or axis.fixed else _COLUMN_SLOT
            lengths.append(axis.baseline + span * part)
        else:
            lengths.append(axis.minimum)
    return lengths


def _slots(
    plan: ChartPlan,
    brush: Brush,
    geometry: Bars,
    members: tuple[int, ...],
    index: int,
    column: SheetColumn,
    categories: str,
) -> str:
    """The series of slots with their plates."""
    axis = plan.axis
    assert axis is not None
    lengths = tuple(v if isinstance(v, Decimal) else None for v in column.cells)
    texts: list[str] = []
    for c, length in enumerate(lengths):
        if length is None:
            continue
        gone = [
            (plan.series[s].name if geometry.stacked and len(members) > 1 else "", point)
            for s in members
            if (point := plan.series[s].points[c]).state == "missing"
        ]
        if geometry.full:
            left = sum((p.share or Decimal(0) for _, p in gone), Decimal(0))
            span = geometry.length * float(left) / 100
        elif geometry.stacked:
            span = geometry.length * share_of(axis.minimum + length, axis)
        else:
            span = geometry.length * abs(share_of(length, axis) - share_of(axis.baseline, axis))
        room, height = (span, geometry.thickness) if geometry.across else (
            geometry.thickness, span
        )  # fmt: skip
        texts.append(slot_label(brush, plan, gone, c, room=room, height=height))
    return (
        f"<c:ser>{series_head(index, index + 1, column.title)}{brush.missing()}"
        f'<c:invertIfNegative val="0"/>{labels(texts)}<c:cat>{categories}</c:cat>'
        f"<c:val>{number_reference(index + 1, lengths, column.number_format)}</c:val></c:ser>"
    )


def _headroom(plan: ChartPlan, w: float) -> float:
    """Room above the tallest column for its label, which turns upright where columns are thin."""
    n = max(1, len(plan.categories)) * max(1, len(plan.series))
    span = (w - 40) / n * 0.88
    words = [label_words(plan, p) for s in plan.series for p in s.points if drawn(p)]
    if not words:
        return 10.0
    widest = max(width_of(t, FLOOR) for t in words)
    return widest + 10 if widest > span * 1.12 else 28.0


__all__ = ["Bars", "Frame", "bar_group", "bar_value_axis", "draw_bars", "named", "second_axes"]
