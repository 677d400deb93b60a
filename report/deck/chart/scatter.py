"""Scatter charts: a plan → ``c:scatterChart`` on two value axes, with a name at each named dot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from report.compose.plan import Axis, ChartPlan
from report.deck.chart.dots import dot_look, dot_series, scatter_chart
from report.deck.chart.frame import (
    AXIS_SIZE,
    FLOOR,
    Frame,
    Key,
    legend_size,
    ticks_that_fit,
    widest,
    width_of,
    wrapped,
)
from report.deck.chart.names import Named, Spot, place_names
from report.deck.chart.native import (
    NativeChart,
    annotation_run,
    category_column,
    codes_text,
    formats,
    gap_words,
    named,
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


def names_fit(plan: ChartPlan, w: float, h: float) -> bool:
    """Whether every name stands beside its dot in a chart of this size, none on another."""
    frame, _, _ = _laid_out(plan, w, h)
    names = _names(plan, frame)
    return len(names) <= _MOST_NAMES and _placed(plan, frame, names)[2]


_MOST_NAMES = 60


def _laid_out(plan: ChartPlan, w: float, h: float) -> tuple[Frame, tuple[str, ...], list[str]]:
    """The frame, the lines of the upright axis's title, and what the slots of lost dots say."""
    axis, across = plan.axis, plan.x_axis
    assert axis is not None
    assert across is not None
    left = widest(axis.labels, AXIS_SIZE) + 10
    room = reference_room(plan, across=False)
    key = legend_size(plan, w, h) if len(plan.series) > 1 else Key()
    head = (key.h or 4.0) + (24.0 if axis.title else 6.0)
    foot = AXIS_SIZE * 1.3 + 8 + (18 if across.title else 0)
    lost = _lost_dots(plan)
    head += 26.0 if lost else 0.0
    title = wrapped(_titled(axis), w * 0.9, AXIS_SIZE) if axis.title else ()
    head += 15.0 * max(len(title) - 1, 0)
    right = max(width_of(across.labels[-1], AXIS_SIZE) / 2 + 4 if across.labels else 8, room)
    frame = Frame(w, h, left, head, max(w - left - right, 20), max(h - head - foot, 20), *key)
    return frame, title, lost


def draw_scatter(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Points on two value axes, named where the plan names them."""
    axis, across = plan.axis, plan.x_axis
    assert axis is not None
    assert across is not None
    frame, title, lost = _laid_out(plan, w, h)
    head = frame.top
    overlay = Overlay(brush, w, h)
    reference_rules(overlay, brush, plan, frame, across=False)
    x = frame.right
    lifted = head - 24 - (20.0 + 15.0 * (len(title) - 1) if title else 0.0)
    for words in lost:
        width = width_of(words, 12) + 30
        overlay.slot(x - width, lifted, width, 20, words, 12, words)
        x -= width + 6
    _half_known(plan, overlay, frame)
    names = _names(plan, frame)
    size, spots, _ = _placed(plan, frame, names)
    columns: list[SheetColumn] = [category_column(plan)]
    body = ""
    for s, series in enumerate(plan.series):
        token = brush.data(series.colour)
        xs = tuple(p.x for p in series.points)
        ys = tuple(p.value if p.x is not None else None for p in series.points)
        columns.append(SheetColumn(_titled(across) or "x", xs, across.number_format))
        columns.append(replace(series_column(named(plan, s)), cells=ys))
        texts = [
            _dot_label(plan, brush, frame, name, size, spots[s, name.category])
            for name in names
            if name.series == s
        ]
        body += dot_series(
            s,
            2 * s + 2,
            named(plan, s).name,
            marker(brush, series.marker, 8, token, token),
            _dot_looks(plan, brush, s, token),
            labels(texts, leaders=True),
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
    )
    # a native title would be turned, or wrapped in the axis' own width
    for k, line in enumerate(title):
        y = head - 22 - 15 * (len(title) - 1 - k)
        overlay.words(0, y, width_of(line, AXIS_SIZE), 15, line, AXIS_SIZE, "muted")
    return NativeChart(
        frame,
        scatter_chart(body),
        axes,
        Sheet(tuple(columns)),
        overlay,
        legend=len(plan.series) > 1,
    )


class _Name(NamedTuple):
    """What stands beside a dot."""

    series: int
    category: int
    lines: tuple[str, ...]
    remark: str
    code: str

    def size(self, points: float) -> tuple[float, float]:
        """Width and height at a text size, the label's own margins counted in."""
        last = f"{self.lines[-1] if self.lines else ''} {self.code}{self.remark}"
        wide = max(width_of(text, points) for text in (*self.lines[:-1], last))
        return wide + 8, 1.25 * points * max(1, len(self.lines)) + 2


_SIZES = (13.0, 12.0, 11.0, FLOOR)
_NAME_ROOM = 0.3
"""Share of the plot's width that a line of a name may take."""


def _names(plan: ChartPlan, frame: Frame) -> tuple[_Name, ...]:
    """The names and remarks of all dots that carry one, in the plan's order."""
    found: list[_Name] = []
    for s, series in enumerate(plan.series):
        for c, point in enumerate(series.points):
            if point.value is None or point.x is None:
                continue
            name = plan.categories[c] if c < len(plan.categories) else ""
            if not name and point.shown:
                name = point.label
            remark = "".join(
                f"  {a.text}" for a in plan.annotations if a.series == s and a.category == c
            )
            if name or remark:
                code = point.code or "" if point.state == "derived" else ""
                lines = wrapped(name, _NAME_ROOM * frame.plot_w, _SIZES[0])
                found.append(_Name(s, c, lines, remark, code))
    return tuple(found)


def _placed(
    plan: ChartPlan, frame: Frame, names: Sequence[_Name]
) -> tuple[float, dict[tuple[int, int], Spot], bool]:
    """Size of the names, a place for each, and whether none is on a dot or on another."""
    dots = {
        (s, c): (frame.x(p.x, plan.x_axis), frame.y(p.value, plan.axis))
        for s, series in enumerate(plan.series)
        for c, p in enumerate(series.points)
        if p.value is not None and p.x is not None and plan.axis and plan.x_axis
    }
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in dots.values()]
    bounds = (frame.left + 2, frame.top - 4, frame.w, frame.bottom - 1)
    places = None
    size = FLOOR
    for size in _SIZES:
        wanted = [Named(*dots[n.series, n.category], *n.size(size)) for n in names]
        places = place_names(wanted, bounds, taken)
        if places is not None:
            break
    free = places is not None
    if places is None:
        # more words than the plot has room for: better on each other than lost
        places = tuple(Spot("r") for _ in names)
    spots = {(n.series, n.category): spot for n, spot in zip(names, places, strict=True)}
    return size, spots, free


def _dot_looks(plan: ChartPlan, brush: Brush, s: int, token: str) -> str:
    """Looks of the dots that differ from their series."""
    series = plan.series[s]
    looks = ""
    for c, point in enumerate(series.points):
        own = brush.data(plan.colour_of(s, c))
        hollow = point.state == "derived"
        if point.value is not None and point.x is not None and (hollow or own != token):
            looks += dot_look(brush, c, series.marker, 8, own, hollow)
    return looks


def _dot_label(
    plan: ChartPlan, brush: Brush, frame: Frame, name: _Name, size: float, spot: Spot
) -> str:
    hollow = plan.series[name.series].points[name.category].state == "derived"
    look = brush.characters("rPr", size, "accent" if hollow else "ink")
    align = {"r": "l", "l": "r"}.get(spot.side, "ctr") if name.lines[1:] else ""
    above = "".join(paragraph(run(line, look), align) for line in name.lines[:-1])
    content = run(name.lines[-1], look) if name.lines else ""
    if name.code:
        content += run(f" {name.code}", brush.characters("rPr", FLOOR, "accent", raised=True))
    content += annotation_run(brush, plan, name.series, name.category)
    return label(
        name.category,
        above + paragraph(content, align),
        position=spot.side,
        offset=(spot.dx / frame.w, spot.dy / frame.h) if spot.moved else None,
    )


def _half_known(plan: ChartPlan, overlay: Overlay, frame: Frame) -> None:
    """A dot of which one value is known: a small slot at that value on its axis."""
    assert plan.axis is not None
    assert plan.x_axis is not None
    for series in plan.series:
        for c, point in enumerate(series.points):
            words = " ".join(t for t in (plan.categories[c], gap_words(point)) if t)
            if point.x is not None and point.value is None:
                x = frame.x(point.x, plan.x_axis)
                overlay.slot(x - 5, frame.bottom - 11, 10, 10, "", FLOOR, words)
            elif point.value is not None and point.x is None:
                y = frame.y(point.value, plan.axis)
                overlay.slot(frame.left + 1, y - 5, 10, 10, "", FLOOR, words)


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
