"""Lines, areas and slopes: a plan → ``c:lineChart`` (with ``c:areaChart`` under it).

A line stops at a gap. Over the missing period stands a hatched band: a column of full height and
no spacing on the same axes. Lines are told apart by colour, dash and end marker, and are named at
their ends.
"""

from __future__ import annotations

from decimal import Decimal

from report.compose.plan import ChartPlan, Point
from report.deck.chart.bars import named
from report.deck.chart.frame import LABEL_SIZE, Frame, foot_frame, spread, width_of
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
    DASHES,
    VALUE_AXIS,
    Brush,
    category_axis,
    labels,
    marker,
    number_reference,
    run,
    series_head,
    text_reference,
    value_axis,
)
from report.deck.workbook import Sheet, SheetColumn

LINE_WIDTH = 2.25
MARKER_SIZE = 8.0
_END_SIZE = 14.0


def draw_lines(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Line, area and (on one pair of axes) slope charts."""
    axis = plan.axis
    assert axis is not None
    direct = len(plan.series) > 1 and not plan.legend
    slope = plan.kind == "slope"
    right = max(_end_room(plan, direct), reference_room(plan, across=False))
    frame, text = foot_frame(
        plan, w, h, legend=plan.legend, right=right, top=26.0,
        cap=320.0 if slope else 0.0,
    )  # fmt: skip
    overlay = Overlay(brush, w, h)
    reference_rules(overlay, brush, plan, frame, across=False)
    categories = text_reference(0, plan.categories)
    columns = [series_column(named(plan, s)) for s in range(len(plan.series))]
    step = frame.plot_w / max(1, len(plan.categories))
    gaps = any(p.state == "missing" for s in plan.series for p in s.points)
    plots = ""
    if plan.kind == "area" and not gaps:
        plots += _areas(plan, brush, categories)
    plots += line_group(plan, brush, frame, categories, tuple(range(len(plan.series))), direct)
    if gaps:
        markup, column = bands(plan, brush, frame, categories, step)
        plots = markup + plots
        columns.append(column)
    axes = category_axis(brush, size=text.size, skip=text.skip, rotation=text.rotation)
    axes += value_axis(
        brush, minimum=axis.minimum, maximum=axis.maximum, step=axis.step,
        code=axis.number_format, label_position="low",
    )  # fmt: skip
    hidden = (len(plan.series),) if gaps else ()
    return NativeChart(
        frame, plots, axes, Sheet((category_column(plan), *columns)), overlay,
        legend=plan.legend, hidden=hidden,
    )  # fmt: skip


def ends(points: tuple[Point, ...]) -> tuple[int, int]:
    """First and last point with a value; (−1, −1) for none."""
    present = [i for i, p in enumerate(points) if p.value is not None]
    return (present[0], present[-1]) if present else (-1, -1)


def _end_room(plan: ChartPlan, direct: bool) -> float:
    longest = 0.0
    for series in plan.series:
        _, last = ends(series.points)
        if last < 0:
            continue
        point = series.points[last]
        words = label_words(plan, point) if drawn(point) else ""
        if direct:
            words = f"{series.name} {words}"
        longest = max(longest, width_of(words, _END_SIZE))
    return longest + 14


def line_group(
    plan: ChartPlan,
    brush: Brush,
    frame: Frame,
    categories: str,
    members: tuple[int, ...],
    direct: bool,
    *,
    axis_ids: tuple[int, int] = (CATEGORY_AXIS, VALUE_AXIS),
    first: int = 0,
) -> str:
    """``c:lineChart`` of the series ``members``."""
    axis = plan.axis2 if plan.axis2 and axis_ids[1] != VALUE_AXIS else plan.axis
    assert axis is not None
    places: list[float] = []
    for s in members:
        _, last = ends(plan.series[s].points)
        value = plan.series[s].points[last].value if last >= 0 else None
        places.append(frame.y(value, axis) if value is not None else frame.bottom)
    levels = spread(places, _END_SIZE * 1.35, frame.top, frame.bottom)
    body = "".join(
        _line(plan, brush, frame, s, categories, direct, level - place)
        for s, place, level in zip(members, places, levels, strict=True)
    )
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{body}<c:marker val="1"/><c:axId val="{axis_ids[0]}"/><c:axId val="{axis_ids[1]}"/>'
        "</c:lineChart>"
    )


def _line(
    plan: ChartPlan,
    brush: Brush,
    frame: Frame,
    s: int,
    categories: str,
    direct: bool,
    shift: float,
) -> str:
    series = named(plan, s)
    token = brush.data(series.colour)
    stroke = brush.stroke(token, LINE_WIDTH, DASHES[series.dash])
    first, last = ends(series.points)
    alone = _alone(series.points)
    looks: list[str] = []
    texts: list[str] = []
    slope = plan.kind == "slope"
    for c, point in enumerate(series.points):
        if point.value is None:
            continue
        hollow = point.state == "derived"
        if hollow or c in (first, last) or c in alone or point.highlight:
            look = marker(
                brush, series.marker, MARKER_SIZE,
                "white" if hollow else token, "accent" if hollow else token,
            )  # fmt: skip
            looks.append(f'<c:dPt><c:idx val="{c}"/>{look}<c:bubble3D val="0"/>{stroke}</c:dPt>')
        at_end = c == last and (direct or len(series.points) > 1)
        if not (drawn(point) or (at_end and direct)):
            continue
        size = _END_SIZE if at_end or len(plan.series) > 1 else LABEL_SIZE
        on = token if token in ("p700", "s700", "p500") else "ink"
        before = ""
        if at_end and direct:
            before = run(
                f"{series.name} " if drawn(point) else series.name,
                brush.characters("rPr", _END_SIZE, on),
            )
        offset = (0.0, shift / frame.h) if at_end and abs(shift) > 0.5 else None
        texts.append(
            point_label(
                brush,
                plan,
                point,
                c,
                s * 1000 + c + 1,
                position="r" if at_end else "l" if slope and c == first else "t",
                size=size,
                token=on,
                before=before,
                after=annotation_run(brush, plan, s, c),
                offset=offset,
            )
        )
    return (
        f"<c:ser>{series_head(s, s + 1, series.name)}{stroke}{marker(brush, 'none', 0, '', '')}"
        f"{''.join(looks)}{labels(texts)}<c:cat>{categories}</c:cat>"
        f"<c:val>{number_reference(s + 1, values(series), series.number_format, formats(series))}"
        '</c:val><c:smooth val="0"/></c:ser>'
    )


def _alone(points: tuple[Point, ...]) -> frozenset[int]:
    """Points between two gaps: a line needs two points, these need a marker to be seen."""
    known = [p.value is not None for p in points]
    return frozenset(
        i
        for i, here in enumerate(known)
        if here and not any(known[k] for k in (i - 1, i + 1) if 0 <= k < len(known))
    )


def _areas(plan: ChartPlan, brush: Brush, categories: str) -> str:
    """The areas under the lines: the quiet tint of a single series, their own colours else."""
    single = len(plan.series) == 1
    body = ""
    m = len(plan.series)
    for s, series in enumerate(plan.series):
        token = "p100" if single else brush.data(series.colour)
        index = m + 1 + s
        body += (
            f"<c:ser>{series_head(index, s + 1, series.name or plan.title)}{brush.solid(token)}"
            f"<c:cat>{categories}</c:cat><c:val>"
            f"{number_reference(s + 1, values(series), series.number_format)}</c:val></c:ser>"
        )
    return (
        f'<c:areaChart><c:grouping val="standard"/><c:varyColors val="0"/>{body}'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:areaChart>'
    )


def bands(
    plan: ChartPlan, brush: Brush, frame: Frame, categories: str, step: float
) -> tuple[str, SheetColumn]:
    """Hatched columns over the missing periods, and the sheet's column that holds them."""
    axis = plan.axis
    assert axis is not None
    top = axis.maximum if axis.maximum > 0 else axis.minimum
    several = len(plan.series) > 1
    index = len(plan.series)
    lengths: list[Decimal | None] = []
    texts: list[str] = []
    for c in range(len(plan.categories)):
        gone = [
            (series.name if several else "", series.points[c])
            for series in plan.series
            if series.points[c].state == "missing"
        ]
        lengths.append(top if gone else None)
        if gone:
            texts.append(
                slot_label(
                    brush,
                    plan,
                    gone,
                    c,
                    room=step,
                    height=frame.plot_h,
                    position="inEnd" if several else "ctr",
                )
            )
    column = SheetColumn(plan.gap_text, tuple(lengths), axis.number_format, width=14.0)
    markup = (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f"<c:ser>{series_head(index, index + 1, column.title)}{brush.missing()}"
        f'<c:invertIfNegative val="0"/>{labels(texts)}<c:cat>{categories}</c:cat>'
        f"<c:val>{number_reference(index + 1, lengths, axis.number_format)}</c:val></c:ser>"
        f'<c:gapWidth val="0"/><c:overlap val="100"/><c:axId val="{CATEGORY_AXIS}"/>'
        f'<c:axId val="{VALUE_AXIS}"/></c:barChart>'
    )
    return markup, column
