"""Dots on axes: scatter, dumbbell and lollipop: a plan → ``c:scatterChart``.

Dumbbells and lollipops are scatter charts whose second axis counts rows, so the dots, the bars
between them (error bars) and the values stay editable. The row names are labels of a series
without marks on the axis's low end.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from report.compose.plan import Axis, ChartPlan, Point
from report.deck.chart.bars import named
from report.deck.chart.frame import (
    AXIS_SIZE,
    FLOOR,
    LABEL_SIZE,
    Frame,
    side_frame,
    widest,
    width_of,
)
from report.deck.chart.native import (
    NativeChart,
    annotation_run,
    category_column,
    drawn,
    formats,
    gap_words,
    label_words,
    point_label,
    series_column,
)
from report.deck.chart.overlay import Overlay
from report.deck.chart.references import reference_room, reference_rules
from report.deck.chart.xml import (
    CATEGORY_AXIS,
    NO_FILL,
    NO_LINE,
    VALUE_AXIS,
    Brush,
    axis_title,
    label,
    labels,
    marker,
    number_reference,
    paragraph,
    run,
    series_head,
    value_axis,
)
from report.deck.workbook import Formula, Sheet, SheetColumn, column_letter
from report.theme import DATA_COLOURS

_NO_STROKE = f"<c:spPr>{NO_FILL}{NO_LINE}</c:spPr>"
_DOT = 11.0


def draw_scatter(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Points on two value axes, named where the plan names them."""
    axis, across = plan.axis, plan.x_axis
    assert axis is not None
    assert across is not None
    left = widest(axis.labels, AXIS_SIZE) + 10
    room = reference_room(plan, across=False)
    head = (26.0 if len(plan.series) > 1 else 4.0) + (18.0 if axis.title else 6.0)
    foot = AXIS_SIZE * 1.3 + 8 + (18 if across.title else 0)
    right = max(width_of(across.labels[-1], AXIS_SIZE) / 2 + 4 if across.labels else 8, room)
    frame = Frame(w, h, left, head, max(w - left - right, 20), max(h - head - foot, 20))
    overlay = Overlay(brush, w, h)
    reference_rules(overlay, brush, plan, frame, across=False)
    columns: list[SheetColumn] = [category_column(plan)]
    body = ""
    for s, series in enumerate(plan.series):
        token = brush.data(series.colour)
        xs = tuple(p.x for p in series.points)
        ys = tuple(p.value if p.x is not None else None for p in series.points)
        columns.append(SheetColumn(across.title or "x", xs, across.number_format))
        columns.append(series_column(named(plan, s)))
        looks, texts = _scatter_points(plan, brush, frame, s, token)
        body += _series(
            s, 2 * s + 2, named(plan, s).name, marker(brush, series.marker, 8, token, token),
            looks, labels(texts), number_reference(2 * s + 1, xs, across.number_format),
            number_reference(2 * s + 2, ys, series.number_format, formats(series)),
        )  # fmt: skip
    _lost_dots(plan, brush, overlay, frame)
    axes = value_axis(
        brush, axis_id=CATEGORY_AXIS, crosses=VALUE_AXIS, side="b",
        minimum=across.minimum, maximum=across.maximum, step=across.step,
        code=across.number_format, between="midCat", label_position="low", baseline=True,
        crosses_at='<c:crosses val="min"/>',
        title=axis_title(
            brush, across.title,
            place=((frame.right - width_of(across.title, AXIS_SIZE)) / w, (h - 18) / h),
        ) if across.title else "",
    )  # fmt: skip
    axes += value_axis(
        brush, axis_id=VALUE_AXIS, crosses=CATEGORY_AXIS, side="l",
        minimum=axis.minimum, maximum=axis.maximum, step=axis.step, code=axis.number_format,
        between="midCat", label_position="low", crosses_at='<c:crosses val="min"/>',
        title=axis_title(brush, axis.title, place=(0.0, (head - 22) / h)) if axis.title else "",
    )  # fmt: skip
    return NativeChart(
        frame, _scatter(body), axes, Sheet(tuple(columns)), overlay, legend=len(plan.series) > 1
    )


def _scatter_points(
    plan: ChartPlan, brush: Brush, frame: Frame, s: int, token: str
) -> tuple[str, list[str]]:
    looks, texts = "", []
    series = plan.series[s]
    for c, point in enumerate(series.points):
        if point.value is None or point.x is None:
            continue
        own = brush.data(plan.colour_of(s, c))
        hollow = point.state == "derived"
        if hollow or own != token:
            look = marker(
                brush, series.marker, 8, "white" if hollow else own, "accent" if hollow else own
            )
            looks += f'<c:dPt><c:idx val="{c}"/>{look}<c:bubble3D val="0"/></c:dPt>'
        name = plan.categories[c] if c < len(plan.categories) else ""
        if not drawn(point) or not (name or point.label):
            continue
        words = name or point.label
        on = "accent" if hollow else "ink"
        content = run(words, brush.characters("rPr", 13, on))
        if hollow and point.code:
            content += run(f" {point.code}", brush.characters("rPr", 10, "accent", raised=True))
        content += annotation_run(brush, plan, s, c)
        assert plan.x_axis is not None
        beyond = frame.x(point.x, plan.x_axis) + width_of(words, 13) + 12 > frame.w
        texts.append(label(c, paragraph(content), position="l" if beyond else "r"))
    return looks, texts


def _lost_dots(plan: ChartPlan, brush: Brush, overlay: Overlay, frame: Frame) -> None:
    """Dots with a missing coordinate are listed in a slot in the plot's upper right corner."""
    gone = [
        (plan.categories[c], p)
        for series in plan.series
        for c, p in enumerate(series.points)
        if p.state == "missing" or p.value is None or p.x is None
    ]
    if not gone:
        return
    texts = [f"{name} {gap_words(plan, p)}".strip() for name, p in gone]
    width = max(width_of(t, 12) for t in texts) + 30
    y = frame.top + 4
    for text in texts:
        overlay.slot(frame.right - width, y, width, 22, text, 12, text)
        y += 26


def draw_dumbbell(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Before → after: two dots in a row with a bar between them."""
    return _rows(plan, brush, w, h, stems=False)


def draw_lollipop(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """A dot at the value and a stem from the base line."""
    return _rows(plan, brush, w, h, stems=True)


def _rows(plan: ChartPlan, brush: Brush, w: float, h: float, *, stems: bool) -> NativeChart:
    axis = plan.axis
    assert axis is not None
    n, m = len(plan.categories), len(plan.series)
    frame, text = side_frame(
        plan, w, h, legend=m > 1, top=reference_room(plan, across=True),
        right=_label_room(plan) if axis.minimum >= 0 else 8.0,
    )  # fmt: skip
    step = frame.plot_h / max(n, 1)
    overlay = Overlay(brush, w, h)
    reference_rules(overlay, brush, plan, frame, across=True)
    heights = tuple(Decimal(n - i) - Decimal("0.5") for i in range(n))
    row_column = m + 1
    rows = number_reference(row_column, heights, "General")
    body = ""
    size = max(FLOOR, min(LABEL_SIZE, step * 0.55))
    for s, series in enumerate(plan.series):
        token = brush.data(series.colour)
        amounts = tuple(p.value for p in series.points)
        looks, texts = _row_points(plan, brush, s, token, size, min(_DOT, step * 0.6))
        bars = ""
        if stems:
            bars = _error_bars(brush, token, '<c:errValType val="percentage"/>', "minus", "100")
        elif s == 1 and m == 2:
            bars = _connectors(plan, brush, row_column + 2)
        body += _series(
            s, s + 1, named(plan, s).name,
            marker(brush, series.marker, min(_DOT, step * 0.6), token, token),
            looks, labels(texts),
            number_reference(s + 1, amounts, series.number_format, formats(series)), rows, bars,
        )  # fmt: skip
    low = tuple(axis.minimum for _ in range(n))
    names = [
        label(
            c, paragraph(run(name, brush.characters("rPr", text.size, "ink")), "r"),
            position="l", wrap=width_of(name, text.size) > text.room - 8,
        )
        for c, name in enumerate(plan.categories)
        if name
    ]  # fmt: skip
    body += _series(
        m, row_column, " ", marker(brush, "none", 0, "", ""), "", labels(names),
        number_reference(row_column + 1, low, "General"), rows,
    )  # fmt: skip
    _row_slots(plan, overlay, frame, step)
    columns = [
        category_column(plan),
        *(series_column(named(plan, s)) for s in range(m)),
        SheetColumn(" ", heights),
        SheetColumn("", low),
    ]
    if m == 2 and not stems:
        columns.append(_difference_column(plan))
    axes = value_axis(
        brush, axis_id=CATEGORY_AXIS, crosses=VALUE_AXIS, side="b",
        minimum=axis.minimum, maximum=axis.maximum, step=axis.step, code=axis.number_format,
        between="midCat", crosses_at='<c:crosses val="min"/>',
    )  # fmt: skip
    axes += value_axis(
        brush, axis_id=VALUE_AXIS, crosses=CATEGORY_AXIS, side="l",
        minimum=Decimal(0), maximum=Decimal(max(n, 1)), step=Decimal(1), code="General",
        between="midCat", gridlines=False, label_position="none", baseline=True,
        crosses_at='<c:crosses val="autoZero"/>',
    )  # fmt: skip
    return NativeChart(
        frame, _scatter(body), axes, Sheet(tuple(columns)), overlay, legend=m > 1, hidden=(m,)
    )


def _label_room(plan: ChartPlan) -> float:
    words = [label_words(plan, p) for s in plan.series for p in s.points if p.value is not None]
    return min(widest(words, LABEL_SIZE) + 14, 110.0)


def _row_points(
    plan: ChartPlan, brush: Brush, s: int, token: str, size: float, dot: float
) -> tuple[str, list[str]]:
    looks, texts = "", []
    series = plan.series[s]
    for c, point in enumerate(series.points):
        if point.value is None:
            continue
        own = brush.data(plan.colour_of(s, c))
        hollow = point.state == "derived"
        if hollow or own != token:
            look = marker(
                brush, series.marker, dot, "white" if hollow else own, "accent" if hollow else own
            )
            looks += f'<c:dPt><c:idx val="{c}"/>{look}<c:bubble3D val="0"/></c:dPt>'
        if not drawn(point):
            continue
        on = "p700" if own in DATA_COLOURS[:2] else "ink"
        texts.append(
            point_label(
                brush,
                plan,
                _flat(point),
                c,
                s * 1000 + c + 1,
                size=size,
                token=on,
                position=_side(plan, s, c),
                after=annotation_run(brush, plan, s, c),
                live=False,
            )
        )
    return looks, texts


def _flat(point: Point) -> Point:
    return point


def _side(plan: ChartPlan, s: int, c: int) -> str:
    """Labels stand on the outer side of a pair, else right of a positive value."""
    value = plan.series[s].points[c].value
    assert value is not None
    if len(plan.series) == 2:
        other = plan.series[1 - s].points[c].value
        if other is not None:
            if value == other:
                return "l" if s == 0 else "r"
            return "l" if value < other else "r"
    return "r" if value >= 0 else "l"


def _row_slots(plan: ChartPlan, overlay: Overlay, frame: Frame, step: float) -> None:
    """A hatched slot over the axis in each row that misses a value."""
    height = min(24.0, step * 0.62)
    for c in range(len(plan.categories)):
        gone = [
            (series.name if len(plan.series) > 1 else "", series.points[c])
            for series in plan.series
            if series.points[c].state == "missing"
        ]
        if not gone:
            continue
        both = len(gone) == len(plan.series)
        words = "  ".join(f"{name} {gap_words(plan, p)}".strip() for name, p in gone)
        y = frame.top + step * (c + 0.5) - height / 2
        size = max(FLOOR, min(13.0, height * 0.62))
        if both:
            overlay.slot(frame.left, y, frame.plot_w, height, words, size, words)
        else:
            _half_slot(plan, overlay, frame, c, y, height, words, size)


def _half_slot(
    plan: ChartPlan,
    overlay: Overlay,
    frame: Frame,
    c: int,
    y: float,
    height: float,
    words: str,
    size: float,
) -> None:
    """One end of a pair is missing: the slot takes the wider side of the dot that is known."""
    axis = plan.axis
    assert axis is not None
    known = next(s.points[c] for s in plan.series if s.points[c].value is not None)
    assert known.value is not None
    x = frame.x(known.value, axis)
    label_w = width_of(known.label, LABEL_SIZE) + 26
    width = width_of(words, size) + 24
    left_room, right_room = x - frame.left - 14, frame.right - x - label_w
    if right_room >= left_room:
        overlay.slot(x + label_w, y, min(width, max(right_room, 30)), height, words, size, words)
    else:
        start = max(frame.left + 2, x - 14 - max(width, 30))
        overlay.slot(start, y, x - 14 - start, height, words, size, words)


def _connectors(plan: ChartPlan, brush: Brush, column: int) -> str:
    """Error bars from the second dot back to the first; the sheet computes their lengths."""
    before, after = (s.points for s in plan.series)
    plus: list[Decimal] = []
    for a, b in zip(before, after, strict=True):
        known = a.value is not None and b.value is not None
        plus.append((a.value or Decimal(0)) - (b.value or Decimal(0)) if known else Decimal(0))
    reference = number_reference(column, plus, "General")
    return _error_bars(
        brush, "p300", '<c:errValType val="cust"/>', "plus", "", f"<c:plus>{reference}</c:plus>"
    )


def _difference_column(plan: ChartPlan) -> SheetColumn:
    """First less second, as formulas: the bars follow an edit of the data."""
    cells: list[Formula | Decimal] = []
    b, c = column_letter(1), column_letter(2)
    for i, (first, second) in enumerate(
        zip(plan.series[0].points, plan.series[1].points, strict=True)
    ):
        if first.value is None or second.value is None:
            cells.append(Decimal(0))
        else:
            cells.append(Formula(f"{b}{i + 2}-{c}{i + 2}", first.value - second.value))
    return SheetColumn("", tuple(cells))


def _error_bars(
    brush: Brush, token: str, kind: str, side: str, amount: str, custom: str = ""
) -> str:
    value = f'<c:val val="{amount}"/>' if amount else ""
    return (
        f'<c:errBars><c:errDir val="x"/><c:errBarType val="{side}"/>{kind}'
        f'<c:noEndCap val="1"/>{custom}{value}<c:spPr>{brush.line(token, 2.75)}</c:spPr>'
        "</c:errBars>"
    )


def _series(
    index: int, column: int, name: str, mark: str, looks: str, texts: str, xs: str, ys: str,
    bars: str = "",
) -> str:  # fmt: skip
    return (
        f"<c:ser>{series_head(index, column, name)}{_NO_STROKE}{mark}{looks}{texts}{bars}"
        f'<c:xVal>{xs}</c:xVal><c:yVal>{ys}</c:yVal><c:smooth val="0"/></c:ser>'
    )


def _scatter(body: str) -> str:
    return (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f'{body}<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:scatterChart>'
    )


def axis_bounds(axis: Axis) -> Sequence[Decimal]:
    """Lower and upper end."""
    return axis.minimum, axis.maximum
