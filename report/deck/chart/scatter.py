"""Scatter charts: a plan → ``c:scatterChart`` on two value axes, dots named where there is room."""

from __future__ import annotations

from report.compose.plan import Axis, ChartPlan, Point
from report.deck.chart.bars import named
from report.deck.chart.dots import dot_look, dot_series, scatter_chart
from report.deck.chart.frame import (
    AXIS_SIZE,
    Frame,
    legend_height,
    ticks_that_fit,
    widest,
    width_of,
)
from report.deck.chart.native import (
    NativeChart,
    annotation_run,
    category_column,
    codes_text,
    formats,
    series_column,
)
from report.deck.chart.overlay import Overlay
from report.deck.chart.references import reference_room, reference_rules
from report.deck.chart.xml import (
    CATEGORY_AXIS,
    VALUE_AXIS,
    Brush,
    axis_title,
    label,
    labels,
    marker,
    number_reference,
    paragraph,
    run,
    value_axis,
)
from report.deck.workbook import Sheet, SheetColumn
from report.record import replace


def draw_scatter(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Points on two value axes, named where the plan names them."""
    axis, across = plan.axis, plan.x_axis
    assert axis is not None
    assert across is not None
    left = widest(axis.labels, AXIS_SIZE) + 10
    room = reference_room(plan, across=False)
    key = legend_height(plan, w) if len(plan.series) > 1 else 0.0
    head = (key or 4.0) + (24.0 if axis.title else 6.0)
    foot = AXIS_SIZE * 1.3 + 8 + (18 if across.title else 0)
    lost = _lost_dots(plan)
    head += 26.0 if lost else 0.0
    right = max(width_of(across.labels[-1], AXIS_SIZE) / 2 + 4 if across.labels else 8, room)
    frame = Frame(w, h, left, head, max(w - left - right, 20), max(h - head - foot, 20), key)
    overlay = Overlay(brush, w, h)
    reference_rules(overlay, brush, plan, frame, across=False)
    x = frame.right
    for words in lost:
        width = width_of(words, 12) + 30
        overlay.slot(x - width, head - 24, width, 20, words, 12, words)
        x -= width + 6
    taken = _dots_at(plan, frame)
    columns: list[SheetColumn] = [category_column(plan)]
    body = ""
    for s, series in enumerate(plan.series):
        token = brush.data(series.colour)
        xs = tuple(p.x for p in series.points)
        ys = tuple(p.value if p.x is not None else None for p in series.points)
        columns.append(SheetColumn(_titled(across) or "x", xs, across.number_format))
        columns.append(replace(series_column(named(plan, s)), cells=ys))
        looks, texts = _scatter_points(plan, brush, frame, s, token, taken)
        body += dot_series(
            s,
            2 * s + 2,
            named(plan, s).name,
            marker(brush, series.marker, 8, token, token),
            looks,
            labels(texts),
            number_reference(2 * s + 1, xs, across.number_format),
            number_reference(2 * s + 2, ys, series.number_format, formats(series)),
        )
    axes = value_axis(
        brush,
        axis_id=CATEGORY_AXIS,
        crosses=VALUE_AXIS,
        side="b",
        minimum=across.minimum,
        maximum=across.maximum,
        step=ticks_that_fit(across, frame.plot_w),
        code=across.number_format,
        between="midCat",
        label_position="low",
        baseline=True,
        crosses_at='<c:crosses val="min"/>',
        title=axis_title(
            brush,
            _titled(across),
            place=((frame.right - width_of(_titled(across), AXIS_SIZE)) / w, (h - 18) / h),
        )
        if across.title
        else "",
    )
    axes += value_axis(
        brush,
        axis_id=VALUE_AXIS,
        crosses=CATEGORY_AXIS,
        side="l",
        minimum=axis.minimum,
        maximum=axis.maximum,
        step=axis.step,
        code=axis.number_format,
        between="midCat",
        label_position="low",
        crosses_at='<c:crosses val="min"/>',
        title=axis_title(brush, _titled(axis), place=(0.0, (head - 26) / h)) if axis.title else "",
    )
    return NativeChart(
        frame,
        scatter_chart(body),
        axes,
        Sheet(tuple(columns)),
        overlay,
        legend=len(plan.series) > 1,
    )


def _scatter_points(
    plan: ChartPlan, brush: Brush, frame: Frame, s: int, token: str, taken: list[Rect]
) -> tuple[str, list[str]]:
    """Own looks of dots, and their names where there is room: right, left, above or below."""
    looks, texts = "", []
    series = plan.series[s]
    for c, point in enumerate(series.points):
        if point.value is None or point.x is None:
            continue
        own = brush.data(plan.colour_of(s, c))
        hollow = point.state == "derived"
        if hollow or own != token:
            looks += dot_look(brush, c, series.marker, 8, own, hollow)
        remarks = annotation_run(brush, plan, s, c)
        name = plan.categories[c] if c < len(plan.categories) else ""
        if not name and point.shown:
            name = point.label
        if not (name or remarks):
            continue
        words = name + "".join(
            f"  {a.text}" for a in plan.annotations if a.series == s and a.category == c
        )
        side = _free_side(plan, frame, point, width_of(words, 13) + 8, taken)
        if side is None and not remarks:
            continue
        content = run(name, brush.characters("rPr", 13, "accent" if hollow else "ink"))
        if hollow and point.code:
            content += run(f" {point.code}", brush.characters("rPr", 10, "accent", raised=True))
        texts.append(label(c, paragraph(content + remarks), position=side or "r"))
    return looks, texts


Rect = tuple[float, float, float, float]
"""Left, top, right, bottom (points)."""


def _dots_at(plan: ChartPlan, frame: Frame) -> list[Rect]:
    """The dots themselves, which no name may cover."""
    assert plan.axis is not None
    assert plan.x_axis is not None
    return [
        (x - 5, y - 5, x + 5, y + 5)
        for series in plan.series
        for p in series.points
        if p.value is not None and p.x is not None
        for x, y in ((frame.x(p.x, plan.x_axis), frame.y(p.value, plan.axis)),)
    ]


def _free_side(
    plan: ChartPlan, frame: Frame, point: Point, width: float, taken: list[Rect]
) -> str | None:
    """The first side of a dot where a name of ``width`` meets nothing; the place is then taken."""
    assert plan.axis is not None
    assert plan.x_axis is not None
    assert point.x is not None
    assert point.value is not None
    x, y = frame.x(point.x, plan.x_axis), frame.y(point.value, plan.axis)
    for side, left, top in (
        ("r", x + 6, y - 9),
        ("l", x - 6 - width, y - 9),
        ("t", x - width / 2, y - 25),
        ("b", x - width / 2, y + 7),
    ):
        here = (left, top, left + width, top + 18)
        inside = here[0] >= frame.left and here[2] <= frame.w and here[1] >= frame.top - 2
        if inside and here[3] <= frame.bottom and not any(_meet(here, other) for other in taken):
            taken.append(here)
            return side
    return None


def _meet(first: Rect, second: Rect) -> bool:
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )


_LISTED = 2
"""Lost dots that are named one by one; more share a slot."""


def _lost_dots(plan: ChartPlan) -> list[str]:
    """What the slots of dots with a missing coordinate say: one each, or one for all."""
    gone = [
        (plan.categories[c] if c < len(plan.categories) else "", p)
        for series in plan.series
        for c, p in enumerate(series.points)
        if p.state == "missing" or p.value is None or p.x is None
    ]
    if len(gone) > _LISTED:
        return [f"{plan.gap_text} {codes_text(plan, [p.code for _, p in gone])}".strip()]
    return [" ".join(t for t in (name, plan.gap_text, p.code) if t) for name, p in gone]


def _titled(axis: Axis) -> str:
    """An axis's title with its unit, unless the title says it."""
    if axis.title and axis.unit and axis.unit not in axis.title:
        return f"{axis.title}（{axis.unit}）"
    return axis.title
