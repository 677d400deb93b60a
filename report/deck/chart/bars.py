"""Bars and columns, single, grouped, stacked and to 100 %: a plan → ``c:barChart``.

A gap in a single series is a second series (named with the language's mark) over the first,
which holds the slot's length at the missing category only. In groups the slots are shapes inside
the chart, each exactly where its bar would stand; in stacks the slot series fills what is left of
the axis.
"""

from __future__ import annotations

from decimal import Decimal

from report.compose.plan import Axis, ChartPlan, Point
from report.deck.chart.bar_labels import Bars, bar_label, headroom, standing_size
from report.deck.chart.frame import (
    CategoryText,
    Frame,
    foot_frame,
    share_of,
    side_frame,
    ticks_that_fit,
    width_of,
)
from report.deck.chart.gaps import remarks_over
from report.deck.chart.native import (
    NativeChart,
    annotated,
    broken,
    category_column,
    derived_look,
    drawn,
    formats,
    gap_words,
    label_words,
    named,
    remark_width,
    series_column,
    slot_label,
    values,
    with_remarks,
)
from report.deck.chart.overlay import Overlay
from report.deck.chart.references import reference_room, reference_rules
from report.deck.chart.stacks import overhang, with_ends
from report.deck.chart.xml import (
    CATEGORY_AXIS,
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
from report.record import replace

BAR_GAP, COLUMN_GAP = 55, 50
"""``c:gapWidth`` (visual design, section 9)."""
COLUMN_STEP = 220.0
"""Widest pitch of columns (points): two of them still fill the better half of a slide."""


def draw_bars(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Every kind of bar and column."""
    axis = plan.axis
    assert axis is not None
    across = plan.horizontal
    full = plan.kind.startswith("full")
    key = len(plan.series) > 1
    gap = BAR_GAP if across else COLUMN_GAP
    geometry, text = _laid_out(plan, w, h)
    plan = broken(plan, text)
    frame = geometry.frame
    overlay = Overlay(brush, w, h)
    plots, columns = bar_group(plan, brush, geometry, overlay, gap=gap)
    reference_rules(overlay, brush, plan, frame, across=across)
    axes = category_axis(
        brush,
        side="l" if across else "b",
        reverse=across,
        size=text.size,
        skip=text.skip,
        rotation=text.turn,
    ) + bar_value_axis(brush, axis, frame, across=across, full=full)
    return NativeChart(
        frame, plots, axes, Sheet((category_column(plan), *columns)), overlay, legend=key
    )


def _laid_out(plan: ChartPlan, w: float, h: float) -> tuple[Bars, CategoryText]:
    """Where the bars stand, with room for the numbers beyond the ends of stacks."""
    geometry, text = _bars(plan, w, h, 0.0)
    if not geometry.stacked:
        room = _beside_remarks(plan, geometry)
        margin = w - geometry.frame.right
        return _bars(plan, w, h, room + margin) if room else (geometry, text)
    room = 0.0
    for _ in range(3):  # less room makes parts shorter: more of them may need it
        geometry = with_ends(plan, geometry)
        more = overhang(plan, geometry)
        if more <= 0.5:
            break
        room += more
        geometry, text = _bars(plan, w, h, room)
    return with_ends(plan, geometry), text


def _beside_remarks(plan: ChartPlan, geometry: Bars) -> float:
    """Room right of lying bars for remarks that neither their bar nor the space beside it holds."""
    axis, frame = plan.axis, geometry.frame
    if not geometry.across or axis is None:
        return 0.0
    most = 0.0
    for a in plan.annotations:
        point = plan.series[a.series].points[a.category]
        if point.value is None:
            continue
        words = width_of(label_words(point), geometry.label_size) if drawn(point) else 0.0
        wide = remark_width(plan, a.series, a.category) + words + 16
        length = geometry.length * abs(share_of(point.value, axis) - share_of(axis.baseline, axis))
        beyond = frame.x(point.value, axis) + wide - frame.w
        if wide > length and beyond > 0:
            # the plot gives way by a share of its width: the end of the bar moves less than it
            most = max(most, beyond / max(share_of(point.value, axis), 0.2))
    return min(most, 0.4 * frame.plot_w)


def _bars(plan: ChartPlan, w: float, h: float, beyond: float) -> tuple[Bars, CategoryText]:
    """The same with ``beyond`` points kept free at the ends of the bars."""
    across = plan.horizontal
    stacked = plan.kind.startswith(("stacked", "full"))
    m = len(plan.series)
    gap = BAR_GAP if across else COLUMN_GAP
    rows = 1 if stacked else max(1, m)
    room = reference_room(plan, across=across)
    if across:
        frame, text = side_frame(
            plan, w, h, legend=m > 1, rows=rows, top=room, right=4 + beyond if beyond else 0.0
        )
    else:
        frame, text = foot_frame(
            plan,
            w,
            h,
            legend=m > 1,
            cap=COLUMN_STEP + 60 * (rows - 1),
            right=max(4.0, room),
            top=(10.0 if stacked else headroom(plan, w)) + beyond,
        )
    step = (frame.plot_h if across else frame.plot_w) / max(1, len(plan.categories))
    thickness = step / (rows + gap / 100)
    span = thickness * (1.32 if m == 1 and not stacked else 0.95)
    size, upright = standing_size(plan, range(m), span)
    return Bars(
        across,
        stacked,
        plan.kind.startswith("full"),
        frame,
        frame.plot_w if across else frame.plot_h,
        thickness,
        step,
        rows,
        size,
        upright,
    ), text


def bar_value_axis(
    brush: Brush, axis: Axis, frame: Frame, *, across: bool, full: bool = False
) -> str:
    """The value axis of bars; to 100 % it counts in fractions of the whole."""
    scale = Decimal(100) if full else Decimal(1)
    step = ticks_that_fit(axis, frame.plot_w) if across else axis.step
    return value_axis(
        brush,
        minimum=axis.minimum / scale,
        maximum=axis.maximum / scale,
        step=step / scale,
        code="0%" if full else axis.number_format,
        side="b" if across else "l",
        label_position="high" if across else "low",
    )


def bar_group(
    plan: ChartPlan,
    brush: Brush,
    geometry: Bars,
    overlay: Overlay,
    *,
    gap: int,
    members: tuple[int, ...] = (),
) -> tuple[str, list[SheetColumn]]:
    """``c:barChart`` of the series ``members`` (all by default) with the slots of their gaps.

    Returns the markup and the sheet's columns: all series of the plan, then the slots.
    """
    chosen = members or tuple(range(len(plan.series)))
    categories = text_reference(0, plan.categories)
    if geometry.full:
        plan = _whole_known(plan)
    columns = [series_column(named(plan, s)) for s in range(len(plan.series))]
    body = "".join(_series(plan, brush, geometry, s, categories) for s in chosen)
    direction = "bar" if geometry.across else "col"
    gaps = any(p.state == "missing" for s in chosen for p in plan.series[s].points)
    grouped = len(chosen) > 1 and not geometry.stacked
    if gaps and grouped:
        for place, s in enumerate(chosen):
            group_slots(plan, overlay, geometry, s, place)
    elif gaps:
        column = SheetColumn(
            plan.gap_text, tuple(_slot_lengths(plan, geometry, chosen)), _format(plan), width=14.0
        )
        body += _slots(plan, brush, geometry, chosen, len(columns), column, categories)
        if not geometry.across:
            _remarks_over(plan, overlay, geometry, chosen)
        columns.append(column)
    grouping = "clustered"
    if geometry.stacked:
        grouping = "percentStacked" if geometry.full else "stacked"
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{body}<c:gapWidth val="{gap}"/>'
        f'<c:overlap val="{0 if grouped else 100}"/>'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:barChart>'
    ), columns


def _remarks_over(
    plan: ChartPlan, overlay: Overlay, geometry: Bars, members: tuple[int, ...]
) -> None:
    """The remarks at the gaps of columns, over their slots."""
    axis, frame = plan.axis, geometry.frame
    assert axis is not None
    for s in members:
        for c, point in enumerate(plan.series[s].points):
            if point.state == "missing" and annotated(plan, s, c):
                high = 1.0 if geometry.full else max(share_of(v, axis) for v in plan.gap_span(c))
                middle = frame.left + geometry.step * (c + 0.5)
                top = frame.bottom - geometry.length * high
                remarks_over(plan, overlay, frame, (s, c), middle, top, geometry.step * 0.94)


def group_slots(plan: ChartPlan, overlay: Overlay, geometry: Bars, s: int, place: int) -> None:
    """Slots of one series of a group, each exactly where its bar would stand."""
    axis = plan.axis
    assert axis is not None
    frame, thick = geometry.frame, geometry.thickness
    margin = (geometry.step - thick * geometry.rows) / 2
    for c, point in enumerate(plan.series[s].points):
        if point.state != "missing":
            continue
        low, high = (share_of(value, axis) for value in sorted(plan.gap_span(c)))
        at = geometry.step * c + margin + thick * place
        words = gap_words(point)
        name = f"{plan.series[s].name} {plan.categories[c]} {words}".strip()
        text = words if point.shown else ""
        remarks = " ".join(a.text for a in plan.annotations if (a.series, a.category) == (s, c))
        if geometry.across:
            short = " ".join(t for t in (point.code if point.shown else "", remarks) if t)
            text = f"{text}  {remarks}" if remarks else text
            overlay.slot(
                frame.left + geometry.length * low,
                frame.top + at,
                geometry.length * (high - low),
                thick,
                text,
                13,
                name,
                short=short,
            )
        else:
            overlay.slot(
                frame.left + at,
                frame.bottom - geometry.length * high,
                thick,
                geometry.length * (high - low),
                text,
                12,
                name,
            )
            top = frame.bottom - geometry.length * high
            room = geometry.step * 0.94
            remarks_over(plan, overlay, frame, (s, c), frame.left + at + thick / 2, top, room)


def _whole_known(plan: ChartPlan) -> ChartPlan:
    """The plan less the values of stacks whose whole is unknown: they would fill the axis."""
    unknown = [
        c
        for c in range(len(plan.categories))
        if all(s.points[c].share is None for s in plan.series)
    ]
    if not unknown:
        return plan
    return replace(
        plan,
        series=tuple(
            replace(
                s,
                points=tuple(_unplaced(p) if c in unknown else p for c, p in enumerate(s.points)),
            )
            for s in plan.series
        ),
    )


def _unplaced(point: Point) -> Point:
    """A part of an unknown whole: it has no place in the stack and no words of its own."""
    if point.state == "missing":
        return point
    return replace(point, value=None, state="missing", shown=False)


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
            points.append(_own_look(c, derived_look(brush, plan, s, c)))
        elif point.value is not None and token != base:
            points.append(_own_look(c, _bar_look(brush, token, geometry)))
        if point.value is not None and (drawn(point) or annotated(plan, s, c)):
            text = bar_label(plan, brush, geometry, s, c, point, token)
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


def _slot_lengths(
    plan: ChartPlan, geometry: Bars, members: tuple[int, ...]
) -> list[Decimal | None]:
    """What the slot series holds at each category: None where nothing is missing."""
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
        else:
            start, end = plan.gap_span(c)
            lengths.append((end - start) or None)
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
            unknown = all(p.share is None for _, p in gone)
            span = geometry.length * (1.0 if unknown else float(left) / 100)
        else:
            span = geometry.length * share_of(axis.minimum + abs(length), axis)
        room, height = (span, geometry.thickness) if geometry.across else (geometry.thickness, span)
        if geometry.full and not any(p.shown or p.share for _, p in gone):
            gone = [("", Point(None, plan.gap_text, "missing"))]
        gone = [(name, point) for name, point in gone if point.shown]
        if geometry.across:
            gone = with_remarks(plan, c, gone)
        text = slot_label(brush, gone, c, room=room, height=height) if gone else ""
        if gone and not text:  # a thin bar's code may reach into the space between bars
            wide, high = (span, geometry.step) if geometry.across else (geometry.step, span)
            text = slot_label(brush, gone, c, room=wide, height=high, size=11.0, anyhow=True)
        if text:
            texts.append(text)
    return (
        f"<c:ser>{series_head(index, index + 1, column.title)}{brush.missing()}"
        f'<c:invertIfNegative val="0"/>{labels(texts)}<c:cat>{categories}</c:cat>'
        f"<c:val>{number_reference(index + 1, lengths, column.number_format)}</c:val></c:ser>"
    )
