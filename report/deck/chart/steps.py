"""Waterfalls: a plan → stacked columns on an invisible base, ``c:barChart`` + ``c:lineChart``."""

from __future__ import annotations

from decimal import Decimal

from report.compose.plan import ChartPlan, Point
from report.deck.chart.bar_labels import standing_size
from report.deck.chart.bars import COLUMN_GAP, COLUMN_STEP
from report.deck.chart.frame import foot_frame
from report.deck.chart.gaps import remarks_over
from report.deck.chart.native import (
    NativeChart,
    annotated,
    broken,
    category_column,
    derived_look,
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
    plan = broken(plan, text)
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
        for c in gaps:
            middle = frame.left + step * (c + 0.5)
            top = frame.y(max(spans[c]), axis)
            remarks_over(plan, overlay, frame, (0, c), middle, top, step * 0.94)
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
            look = derived_look(brush, plan, 0, c)
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
