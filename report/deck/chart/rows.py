"""Dumbbells and lollipops: a plan → ``c:scatterChart`` whose second axis counts rows.

So the dots, the bars between them and their values stay editable. The row names are labels of a
series without marks on the axis's low end; stems are error bars of one hundred per cent.
"""

from __future__ import annotations

from decimal import Decimal

from report.compose.plan import Axis, ChartPlan
from report.deck.chart.dots import dot_look, dot_series, scatter_chart
from report.deck.chart.frame import (
    FLOOR,
    LABEL_SIZE,
    Frame,
    share_of,
    side_frame,
    ticks_that_fit,
    width_of,
    wrapped,
)
from report.deck.chart.native import (
    REMARK,
    NativeChart,
    annotated,
    annotation_run,
    category_column,
    drawn,
    formats,
    gap_words,
    label_words,
    named,
    point_label,
    series_column,
)
from report.deck.chart.overlay import Overlay
from report.deck.chart.references import reference_room, reference_rules
from report.deck.chart.values import Rect
from report.deck.chart.xml import (
    CATEGORY_AXIS,
    VALUE_AXIS,
    Brush,
    label,
    labels,
    marker,
    number_reference,
    paragraph,
    run,
    series_head,
    value_axis,
)
from report.deck.workbook import Formula, Sheet, SheetColumn, digits
from report.record import replace
from report.theme import DATA_COLOURS

_DOT = 11.0


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
        plan,
        w,
        h,
        legend=m > 1,
        top=reference_room(plan, across=True),
        right=_label_room(plan) if axis.minimum >= 0 else 8.0,
    )
    step = frame.plot_h / max(n, 1)
    room = min(_left_room(plan, frame, step), 0.4 * frame.plot_w)
    # the names give way to labels that stand left of the lowest dots
    frame = replace(frame, left=frame.left + room, plot_w=frame.plot_w - room)
    overlay = Overlay(brush, w, h)
    reference_rules(overlay, brush, plan, frame, across=True)
    heights = tuple(Decimal(n - i) - Decimal("0.5") for i in range(n))
    row_column = m + 1
    rows = number_reference(row_column, heights, "General")
    paired = m == 2 and not stems
    inset = _inset(axis, frame, min(_DOT, step * 0.6))
    # the bars come first: LibreOffice takes the length of a chart's data from its first series
    first = int(paired)
    body = _connectors(plan, brush, row_column + 2, inset) if paired else ""
    size = max(FLOOR, min(LABEL_SIZE, step * 0.55))
    for s, series in enumerate(plan.series):
        token = brush.data(series.colour)
        amounts = tuple(p.value for p in series.points)
        looks, texts = _row_points(plan, brush, frame, s, token, size, step)
        bars = ""
        if stems and axis.from_zero:  # a cut axis has no lengths
            stem = "p300" if plan.highlight else token
            bars = _error_bars(brush, stem, '<c:errValType val="percentage"/>', "minus", "100")
        body += dot_series(
            s + first,
            s + 1,
            named(plan, s).name,
            marker(brush, series.marker, min(_DOT, step * 0.6), token, token),
            looks,
            labels(texts),
            number_reference(s + 1, amounts, series.number_format, formats(series)),
            rows,
            bars,
        )
    low = tuple(axis.minimum for _ in range(n))
    names = [
        label(
            c,
            "".join(
                paragraph(run(line, brush.characters("rPr", text.size, "ink")), "r")
                for line in wrapped(name, text.room - 10, text.size)
            ),
            position="l",
            offset=(-room / w, 0.0) if room else None,
        )
        for c, name in enumerate(plan.categories)
        if name and c % text.skip == 0
    ]
    body += dot_series(
        m + first,
        row_column,
        " ",
        marker(brush, "none", 0, "", ""),
        "",
        labels(names),
        number_reference(row_column + 1, low, "General"),
        rows,
    )
    _row_slots(plan, overlay, frame, step)
    columns = [
        category_column(plan),
        *(series_column(named(plan, s)) for s in range(m)),
        SheetColumn(" ", heights),
        SheetColumn("", low),
    ]
    if paired:
        columns.extend(_connector_columns(plan, inset))
    axes = value_axis(
        brush,
        axis_id=CATEGORY_AXIS,
        crosses=VALUE_AXIS,
        side="b",
        minimum=axis.minimum,
        maximum=axis.maximum,
        step=ticks_that_fit(axis, frame.plot_w),
        code=axis.number_format,
        between="midCat",
        crosses_at='<c:crosses val="min"/>',
    )
    axes += value_axis(
        brush,
        axis_id=VALUE_AXIS,
        crosses=CATEGORY_AXIS,
        side="l",
        minimum=Decimal(0),
        maximum=Decimal(max(n, 1)),
        step=Decimal(1),
        code="General",
        between="midCat",
        gridlines=False,
        label_position="none",
        baseline=True,
        crosses_at='<c:crosses val="autoZero"/>',
    )
    return NativeChart(
        frame,
        scatter_chart(body),
        axes,
        Sheet(tuple(columns)),
        overlay,
        legend=m > 1,
        hidden=(0, m + 1) if paired else (m,),
    )


def _label_room(plan: ChartPlan) -> float:
    wide = [
        width_of(label_words(p), LABEL_SIZE) + _remark_width(plan, c)
        for s in plan.series
        for c, p in enumerate(s.points)
        if p.value is not None
    ]
    return min(max(wide, default=0.0) + 14, 220.0 if plan.annotations else 110.0)


def _row_points(
    plan: ChartPlan, brush: Brush, frame: Frame, s: int, token: str, size: float, step: float
) -> tuple[str, list[str]]:
    looks, texts = "", []
    dot = min(_DOT, step * 0.6)
    series = plan.series[s]
    for c, point in enumerate(series.points):
        if point.value is None:
            continue
        own = brush.data(plan.colour_of(s, c))
        hollow = point.state == "derived"
        if hollow or own != token:
            looks += dot_look(brush, c, series.marker, dot, own, hollow)
        side = _side(plan, s, c)
        remarks = _remarks(brush, plan, s, c, side)
        if not drawn(point):
            if annotated(plan, s, c):
                remark = annotation_run(brush, plan, s, c, lead=False)
                texts.append(label(c, paragraph(remark), position=side))
            continue
        on = "p700" if own in DATA_COLOURS[:2] else "ink"
        texts.append(
            point_label(
                brush,
                plan,
                point,
                c,
                s * 1000 + c + 1,
                size=size,
                token=on,
                position=side,
                before=remarks if side == "l" else "",
                after=remarks if side == "r" else "",
                live=False,
            )
        )
    return looks, texts


def _side(plan: ChartPlan, s: int, c: int) -> str:
    """Labels stand on the outer side of a pair, else right of the dot or outwards."""
    point = plan.series[s].points[c]
    assert point.value is not None
    if len(plan.series) == 2:
        other = plan.series[1 - s].points[c].value
        left = other is not None and (point.value < other or (point.value == other and s == 0))
    else:
        left = point.value < 0
    return "l" if left else "r"


def _remarks(brush: Brush, plan: ChartPlan, s: int, c: int, side: str) -> str:
    """Runs of the remarks beside a label: those of a pair stand right of both dots."""
    if not plan.annotations:
        return ""
    pair = all(series.points[c].value is not None for series in plan.series)
    own = [s] if len(plan.series) < 2 or not pair else [0, 1] if side == "r" else []
    found = "".join(annotation_run(brush, plan, k, c, lead=side == "r") for k in own)
    return (
        found + run("  ", brush.characters("rPr", REMARK, "muted"))
        if side == "l" and found
        else found
    )


def _remark_width(plan: ChartPlan, c: int) -> float:
    return sum(width_of(f"  {a.text}", REMARK) for a in plan.annotations if a.category == c)


def _left_room(plan: ChartPlan, frame: Frame, step: float) -> float:
    """Points by which labels left of their dots would reach into the names."""
    assert plan.axis is not None
    size = max(FLOOR, min(LABEL_SIZE, step * 0.55))
    ends = [
        frame.x(p.value, plan.axis)
        - width_of(label_words(p), size)
        - (_remark_width(plan, c) if len(plan.series) < 2 else 0.0)
        - 14
        - frame.left
        for s, series in enumerate(plan.series)
        for c, p in enumerate(series.points)
        if p.value is not None and drawn(p) and _side(plan, s, c) == "l"
    ]
    return max(0.0, -min(ends, default=0.0))


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
        said = [f"{name} {gap_words(p)}".strip() for name, p in gone if p.shown]
        remarks = [
            a.text
            for a in plan.annotations
            if a.category == c and plan.series[a.series].points[c].state == "missing"
        ]
        words = "  ".join((*said, *remarks))
        short = " ".join((*(p.code or p.label for _, p in gone if p.shown), *remarks))
        y = frame.top + step * (c + 0.5) - height / 2
        size = max(FLOOR, min(13.0, height * 0.62))
        if both:
            axis = plan.axis
            assert axis is not None
            low, high = (share_of(v, axis) for v in sorted(plan.gap_span(c)))
            low, high = max(low, 0.0), min(high, 1.0)
            x = frame.left + frame.plot_w * low
            wide = frame.plot_w * (high - low)
            overlay.slot(x, y, wide, height, words, size, words, step - height, short)
        else:
            _half_slot(plan, overlay, frame, c, Rect(0, y, 0, y + height), words, short)


def _half_slot(
    plan: ChartPlan,
    overlay: Overlay,
    frame: Frame,
    c: int,
    row: Rect,
    words: str,
    short: str,
) -> None:
    """One end of a pair is missing: the slot takes the wider side of the dot that is known."""
    y, height = row.top, row.bottom - row.top
    size = max(FLOOR, min(13.0, height * 0.62))
    axis = plan.axis
    assert axis is not None
    known = next(s.points[c] for s in plan.series if s.points[c].value is not None)
    assert known.value is not None
    x = frame.x(known.value, axis)
    label_w = width_of(label_words(known), LABEL_SIZE) + 26
    width = width_of(words, size) + 24
    left_room, right_room = x - frame.left - 14, frame.right - x - label_w
    code = width_of(short, FLOOR) + FLOOR
    if max(left_room, right_room) < code:
        # no room for the words on either side: a small slot, and the code beside it
        overlay.slot(x + label_w, y, 12, height, "", size, words)
        overlay.words(x + label_w + 15, y, code, height, short, FLOOR, "accent", bold=True)
    elif right_room >= left_room:
        room = min(width, max(right_room, 30))
        overlay.slot(x + label_w, y, room, height, words, size, words, height, short)
    else:
        start = max(frame.left + 2, x - 14 - max(width, 30))
        overlay.slot(start, y, x - 14 - start, height, words, size, words, height, short)


def _inset(axis: Axis, frame: Frame, dot: float) -> Decimal:
    """Half a dot in the axis's unit: the bars end at the dots, so that hollow ones stay hollow."""
    unit = (axis.maximum - axis.minimum) / Decimal(round(frame.plot_w * 100))
    exact = unit * Decimal(round(dot * 50))
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - 2)) if exact else exact


def _connectors(plan: ChartPlan, brush: Brush, column: int, inset: Decimal) -> str:
    """One line that goes from dot to dot in each row and is broken between rows."""
    xs, ys = _pairs(plan, inset)
    return (
        f"<c:ser>{series_head(0, column, ' ')}{brush.stroke('p300', 2.75)}"
        f"{marker(brush, 'none', 0, '', '')}"
        f"<c:xVal>{number_reference(column, xs, 'General')}</c:xVal>"
        f"<c:yVal>{number_reference(column + 1, ys, 'General')}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _pairs(plan: ChartPlan, inset: Decimal) -> tuple[list[Decimal | None], list[Decimal | None]]:
    """Both ends and a break for each row: x, y."""
    xs: list[Decimal | None] = []
    ys: list[Decimal | None] = []
    n = len(plan.categories)
    for i, (a, b) in enumerate(zip(plan.series[0].points, plan.series[1].points, strict=True)):
        row = Decimal(n - i) - Decimal("0.5")
        if a.value is None or b.value is None or abs(a.value - b.value) <= 2 * inset:
            xs += [None] * 3
            ys += [None] * 3
            continue
        step = inset if a.value < b.value else -inset
        xs += [a.value + step, b.value - step, None]
        ys += [row, row, None]
    return xs, ys


def _connector_columns(plan: ChartPlan, inset: Decimal) -> list[SheetColumn]:
    """The same as formulas of the values and rows: the bars follow an edit of the data."""
    xs, ys = _pairs(plan, inset)
    ends, rows = [], []
    for k, (x, y) in enumerate(zip(xs, ys, strict=True)):
        own, other = ("B", "C") if k % 3 == 0 else ("C", "B")
        i = k // 3 + 2
        step = f"SIGN({other}{i}-{own}{i})*{digits(inset)}"
        ends.append(None if x is None else Formula(f"{own}{i}+{step}", x))
        rows.append(None if y is None else Formula(f"D{i}", y))
    return [SheetColumn(" ", tuple(ends)), SheetColumn(" ", tuple(rows))]


def _error_bars(
    brush: Brush, token: str, kind: str, side: str, amount: str, custom: str = ""
) -> str:
    value = f'<c:val val="{amount}"/>' if amount else ""
    return (
        f'<c:errBars><c:errDir val="x"/><c:errBarType val="{side}"/>{kind}'
        f'<c:noEndCap val="1"/>{custom}{value}<c:spPr>{brush.line(token, 2.75)}</c:spPr>'
        "</c:errBars>"
    )
