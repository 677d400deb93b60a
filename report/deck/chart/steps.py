"""Waterfalls and columns with lines: a plan → stacked columns; ``c:barChart`` + ``c:lineChart``."""

from __future__ import annotations

from decimal import Decimal

from report.compose.plan import ChartPlan, Point
from report.deck.chart.bar_labels import Bars, standing_size
from report.deck.chart.bars import COLUMN_GAP, COLUMN_STEP, bar_group
from report.deck.chart.frame import (
    AXIS_SIZE,
    foot_frame,
    widest,
    width_of,
)
from report.deck.chart.gaps import gap_slots
from report.deck.chart.lines import line_group
from report.deck.chart.native import (
    NativeChart,
    annotated,
    category_column,
    drawn,
    formats,
    named,
    point_label,
    remark_height,
    remark_paragraphs,
    series_column,
    slot_label,
)
from report.deck.chart.overlay import Overlay
from report.deck.chart.references import reference_room, reference_rules
from report.deck.chart.xml import (
    CATEGORY_AXIS,
    HIDDEN,
    SECOND_CATEGORY_AXIS,
    SECOND_VALUE_AXIS,
    VALUE_AXIS,
    Brush,
    category_axis,
    label,
    labels,
    marker,
    number_reference,
    series_head,
    text_reference,
    value_axis,
)
from report.deck.workbook import Formula, Sheet, SheetColumn
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
    step = frame.plot_w / max(1, len(plan.categories))
    overlay = Overlay(brush, w, h)
    categories = text_reference(0, plan.categories)
    lost = replace(plan, series=tuple(plan.series[i] for i in lines))
    if any(p.state == "missing" for s in lost.series for p in s.points):
        frame = gap_slots(lost, overlay, frame)
    reference_rules(overlay, brush, plan, frame, across=False, beside=beside)
    plots = ""
    columns = [series_column(named(plan, s)) for s in range(len(plan.series))]
    if bars:
        thickness = step / (len(bars) + COLUMN_GAP / 100)
        size, upright = standing_size(plan, bars, thickness * (1.32 if len(bars) == 1 else 0.95))
        geometry = Bars(
            False, False, False, frame, frame.plot_h, thickness, step, len(bars), size, upright
        )
        plots, columns = bar_group(plan, brush, geometry, overlay, gap=COLUMN_GAP, members=bars)
    on_second = [s for s in lines if plan.series[s].secondary and plan.axis2]
    on_first = [s for s in lines if s not in on_second]
    if on_first:
        plots += line_group(plan, brush, frame, categories, tuple(on_first), False, plates=True)
    if on_second:
        plots += line_group(
            plan,
            brush,
            frame,
            categories,
            tuple(on_second),
            False,
            axis_ids=(SECOND_CATEGORY_AXIS, SECOND_VALUE_AXIS),
            plates=True,
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


def draw_waterfall(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Steps from one total to another: visible parts on an invisible base.

    The sheet holds the raw steps in column B; base and visible parts are formulas of them, so
    that editing a step moves all that follow.
    """
    axis = plan.axis
    assert axis is not None
    series = named(plan, 0)
    frame, text = foot_frame(
        plan,
        w,
        h,
        legend=False,
        cap=COLUMN_STEP,
        top=40.0 + max(remark_height(plan, (w - 50) / max(1, len(plan.categories))) - 15, 0),
        right=max(4.0, reference_room(plan, across=False)),
    )
    overlay = Overlay(brush, w, h)
    reference_rules(overlay, brush, plan, frame, across=False)
    categories = text_reference(0, plan.categories)
    step = frame.plot_w / max(1, len(plan.categories))
    thickness = step / (1 + COLUMN_GAP / 100)
    parts = [_parts(p) for p in series.points]
    names = (" ", f"{series.name} +", f"{series.name} −")
    looks = _looks(plan, brush)
    size, upright = standing_size(plan, (0,), step * 0.92)
    texts: list[str] = []
    for c, point in enumerate(series.points):
        if point.value is None or not (drawn(point) or annotated(plan, 0, c)):
            continue
        remarks = remark_paragraphs(brush, plan, 0, c, step * 0.94)
        if not drawn(point):
            texts.append(label(c, remarks, position="t"))
            continue
        stacked = point.state == "derived" and bool(point.code)
        token = "accent" if point.state == "derived" else "ink"
        texts.append(
            point_label(
                brush,
                plan,
                point,
                c,
                c + 1,
                position="t",
                size=size,
                token=token,
                above=remarks,
                live=False,
                stacked=stacked and not upright,
                rotation=-90 if upright else 0,
            )
        )
    body = ""
    for k in range(3):
        look = HIDDEN if k == 0 else brush.solid(brush.data(series.colour))
        amounts = tuple(p[k] for p in parts)
        body += (
            f'<c:ser>{series_head(k, k + 3, names[k])}{look}<c:invertIfNegative val="0"/>'
            f"{looks if k else ''}<c:cat>{categories}</c:cat>"
            f"<c:val>{number_reference(k + 3, amounts, series.number_format)}</c:val></c:ser>"
        )
    gaps = [c for c, p in enumerate(series.points) if p.state == "missing"]
    columns = [category_column(plan), series_column(series), *_formulas(plan, names)]
    hidden: tuple[int, ...] = (0, 1, 2, 3)
    if gaps:
        spans = {c: plan.gap_span(c) for c in gaps}
        lengths = [
            spans[c][1] - spans[c][0] if c in gaps else None for c in range(len(series.points))
        ]
        found = [
            slot_label(
                brush,
                [("", series.points[c])],
                c,
                room=thickness if thickness > 14 else step,
                height=frame.plot_h * 0.4,
                anyhow=True,
            )
            for c in gaps
            if series.points[c].shown
        ]
        marks = [text for text in found if text]
        body += (
            f"<c:ser>{series_head(4, 7, plan.gap_text)}{brush.missing()}"
            f'<c:invertIfNegative val="0"/>{labels(marks)}<c:cat>{categories}</c:cat>'
            f"<c:val>{number_reference(7, lengths, series.number_format)}</c:val></c:ser>"
        )
        columns.append(SheetColumn(plan.gap_text, tuple(lengths), series.number_format))
    tops = tuple(_top(p) for p in series.points)
    plots = (
        '<c:barChart><c:barDir val="col"/><c:grouping val="stacked"/><c:varyColors val="0"/>'
        f'{body}<c:gapWidth val="{COLUMN_GAP}"/><c:overlap val="100"/>'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:barChart>'
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f"<c:ser>{series_head(3, 6, ' ')}{HIDDEN}{marker(brush, 'none', 0, '', '')}"
        f"{labels(texts)}<c:cat>{categories}</c:cat>"
        f"<c:val>{number_reference(6, tops, series.number_format, formats(series))}</c:val>"
        f'<c:smooth val="0"/></c:ser><c:marker val="1"/><c:axId val="{CATEGORY_AXIS}"/>'
        f'<c:axId val="{VALUE_AXIS}"/></c:lineChart>'
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
    return NativeChart(
        frame, plots, axes, Sheet(tuple(columns)), overlay, hidden=(*hidden, 4) if gaps else hidden
    )


def _reach(point: Point) -> tuple[Decimal, Decimal]:
    start = point.start or Decimal(0)
    end = start + (point.value or Decimal(0))
    return min(start, end), max(start, end)


def _top(point: Point) -> Decimal | None:
    return None if point.value is None else _reach(point)[1]


def _parts(point: Point) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Invisible base, part above zero, part below zero."""
    if point.value is None:
        return None, None, None
    low, high = _reach(point)
    zero = Decimal(0)
    base = low if low > 0 else high if high < 0 else zero
    return base, max(high, zero) - max(low, zero), min(low, zero) - min(high, zero)


def _looks(plan: ChartPlan, brush: Brush) -> str:
    looks = ""
    series = plan.series[0]
    for c, point in enumerate(series.points):
        token = brush.data(plan.colour_of(0, c))
        if point.state == "derived":
            look = brush.derived()
        elif token != brush.data(series.colour):
            look = brush.solid(token)
        else:
            continue
        looks += (
            f'<c:dPt><c:idx val="{c}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
            f"{look}</c:dPt>"
        )
    return looks


def _formulas(plan: ChartPlan, names: tuple[str, str, str]) -> list[SheetColumn]:
    """Columns C (start), D–F (base, above, below) and G (top), as formulas of column B."""
    series = plan.series[0]
    starts: list[Formula | None] = []
    cells: list[list[Formula | None]] = [[], [], [], []]
    for i, point in enumerate(series.points):
        row = i + 2
        if point.value is None:
            starts.append(None)
            for column in cells:
                column.append(None)
            continue
        fixed = point.total or i == 0 or series.points[i - 1].value is None
        begin = point.start or Decimal(0)
        expression = str(begin) if fixed else f"C{row - 1}+B{row - 1}"
        starts.append(Formula(expression, begin))
        low, high = f"MIN(C{row},C{row}+B{row})", f"MAX(C{row},C{row}+B{row})"
        base, above, below = _parts(point)
        cells[0].append(Formula(f"IF({low}>0,{low},IF({high}<0,{high},0))", base))
        cells[1].append(Formula(f"MAX({high},0)-MAX({low},0)", above))
        cells[2].append(Formula(f"MIN({low},0)-MIN({high},0)", below))
        cells[3].append(Formula(high, _top(point)))
    titles = ("", *names, " ")
    code = series.number_format
    return [
        SheetColumn(title, tuple(column), code)
        for title, column in zip(titles, (starts, *cells), strict=True)
    ]
