"""Parts of a whole in the round: a plan → ``c:pieChart`` or ``c:doughnutChart``.

One share and its remainder carry the value in the hole; more slices are labelled around the
circle with name and value. A missing part of a known whole is a hatched slice of what is left.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import NamedTuple

from report.compose.plan import ChartPlan, Point
from report.deck.chart.frame import Frame, names_height, spread, width_of
from report.deck.chart.native import (
    NativeChart,
    category_column,
    drawn,
    formats,
    gap_words,
    label_runs,
    label_words,
    named,
    series_column,
)
from report.deck.chart.overlay import Overlay
from report.deck.chart.xml import (
    Brush,
    label,
    labels,
    number_reference,
    paragraph,
    run,
    series_head,
    text_reference,
)
from report.deck.workbook import Sheet
from report.record import replace

_HOLE = 62
_NAME_SIZE, _VALUE_SIZE = 13.0, 16.0
_NAME_ROOM = 30.0
"""Points below a lone share for its name."""
_NUMERAL = re.compile(r"^(\D{0,2}[\d.,]+)(.*)$", re.DOTALL)


def draw_round(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Pie and doughnut."""
    doughnut = plan.kind == "doughnut"
    series = named(plan, 0)
    lone = bool(plan.centre) and sum(drawn(p) for p in series.points) <= 1
    widths = [
        max(width_of(c, _NAME_SIZE), width_of(label_words(p), _VALUE_SIZE))
        for c, p in zip(plan.categories, series.points, strict=True)
        if drawn(p) and (p.label or c)
    ]
    foot = _NAME_ROOM if lone and plan.categories[0] else 0.0
    side = min(w - 12, h - 12 - foot, 340.0)
    keyed, key = False, 0.0
    if not lone:
        keyed = w - 2 * max(widths, default=0) - 40 < min(w, h) * 0.45
        numbers = max((width_of(label_words(p), _VALUE_SIZE) for p in series.points), default=0)
        key = min(names_height(plan.categories, w), h * 0.55) if keyed else 0.0
        beside = numbers if keyed else max(widths, default=0)
        side = min(h - key - 88, w - 2 * beside - 40, 330)
        side = max(side, min(w, h - key) * 0.4)
    top = key + (h - key - side - foot) / 2
    frame = Frame(w, h, (w - side) / 2, top, side, side, key)
    overlay = Overlay(brush, w, h)
    amounts = _amounts(series.points)
    looks: list[str] = []
    for c, point in enumerate(series.points):
        if point.state == "missing":
            look = brush.missing()
        elif point.state == "derived":
            look = f"<c:spPr>{brush.fill('white')}{brush.line('accent', 1.5)}</c:spPr>"
        else:
            join = 2 if sum(1 for a in amounts if a) > 1 else 0
            look = brush.joined(brush.data(plan.colour_of(0, c)), join)
        looks.append(f'<c:dPt><c:idx val="{c}"/><c:bubble3D val="0"/>{look}</c:dPt>')
    texts = [] if lone else _labels(plan, brush, frame, amounts, doughnut, keyed)
    references = number_reference(1, amounts, series.number_format, formats(series))
    body = (
        f'<c:varyColors val="1"/><c:ser>{series_head(0, 1, series.name)}{"".join(looks)}'
        f"{labels(texts, round_chart=True)}<c:cat>{text_reference(0, plan.categories)}</c:cat>"
        f'<c:val>{references}</c:val></c:ser><c:firstSliceAng val="0"/>'
    )
    if doughnut:
        plots = f'<c:doughnutChart>{body}<c:holeSize val="{_HOLE}"/></c:doughnutChart>'
    else:
        plots = f"<c:pieChart>{body}</c:pieChart>"
    if plan.centre and doughnut:
        _centre(plan, brush, overlay, frame)
    if foot:
        _name(plan, brush, overlay, frame)
    column = series_column(series)
    sheet = Sheet((category_column(plan), replace(column, cells=amounts)))
    return NativeChart(frame, plots, "", sheet, overlay, legend=keyed)


def _amounts(points: tuple[Point, ...]) -> tuple[Decimal | None, ...]:
    """Size of each slice: the value; for a gap what is left of a known whole."""
    known = sum((p.value for p in points if p.value is not None), Decimal(0))
    covered = sum((p.share for p in points if p.value is not None and p.share), Decimal(0))
    amounts: list[Decimal | None] = []
    for point in points:
        if point.value is None and point.share and covered:
            amounts.append((known * point.share / covered).quantize(Decimal("1.0000")))
        else:
            amounts.append(point.value)
    return tuple(amounts)


class _Slice(NamedTuple):
    """A labelled slice: where its label would stand and how large it is (points)."""

    category: int
    name: str
    """"" where the legend says it."""
    middle: float
    """Clockwise from twelve o'clock, radians."""
    width: float
    height: float


def _labels(
    plan: ChartPlan,
    brush: Brush,
    frame: Frame,
    amounts: tuple[Decimal | None, ...],
    doughnut: bool,
    keyed: bool,
) -> list[str]:
    """Name over value, outside the circle at the middle of each slice; none on another."""
    total = float(sum((a for a in amounts if a is not None), Decimal(0))) or 1.0
    angle = 0.0
    slices: list[_Slice] = []
    for c, (point, amount) in enumerate(zip(plan.series[0].points, amounts, strict=True)):
        if amount is None:
            continue
        middle = angle + math.pi * float(amount) / total
        angle += 2 * math.pi * float(amount) / total
        if not point.shown and point.state == "reported":
            continue
        missing = point.state == "missing"
        words = gap_words(point) if missing else label_words(point)
        name = "" if keyed else plan.categories[c]
        width = max(width_of(name, _NAME_SIZE), width_of(words, 13 if missing else 16))
        slices.append(_Slice(c, name, middle, width + 6, 38.0 if name else 20.0))
    offsets = _offsets(slices, frame, doughnut)
    return [_slice_label(plan, brush, one, offsets[one.category], doughnut) for one in slices]


def _offsets(
    slices: list[_Slice], frame: Frame, doughnut: bool
) -> dict[int, tuple[float, float] | None]:
    """How far each label moves from where the program puts it (fractions of the chart)."""
    radius = frame.plot_w / 2
    centre_x, centre_y = frame.left + radius, frame.top + radius
    ring = radius * (1 + _HOLE / 100) / 2
    found: dict[int, tuple[float, float] | None] = {}
    for right in (True, False):
        side = [s for s in slices if (math.sin(s.middle) >= 0) == right]
        natural = [centre_y - math.cos(s.middle) * (radius + 6 + s.height / 2) for s in side]
        gap = max((s.height for s in side), default=0.0)
        levels = spread(natural, gap, gap / 2, frame.h - gap / 2)
        for one, was, level in zip(side, natural, levels, strict=True):
            reach = radius + 10
            dy = level - centre_y
            near = max(abs(dy) - one.height / 2, 0.0)
            clear = math.sqrt(max(reach * reach - near * near, 0.0))
            x = centre_x + (clear + one.width / 2 if right else -clear - one.width / 2)
            if clear < 4:
                x = centre_x + math.sin(one.middle) * (reach + one.width / 2)
            if _crowded(one, slices, level, centre_y, radius):
                half = one.width / 2 + 1
                x = max(x, centre_x + half) if right else min(x, centre_x - half)
            x = min(max(x, one.width / 2), frame.w - one.width / 2)
            if doughnut:
                base_x = centre_x + math.sin(one.middle) * ring
                base_y = centre_y - math.cos(one.middle) * ring
            elif abs(level - was) < 1.0 and not _crowded(one, slices, level, centre_y, radius):
                found[one.category] = None
                continue
            else:
                base_x = centre_x + math.sin(one.middle) * (radius + 4 + one.width / 2)
                base_y = was
            found[one.category] = ((x - base_x) / frame.w, (level - base_y) / frame.h)
    return found


def _crowded(
    one: _Slice, slices: list[_Slice], level: float, centre_y: float, radius: float
) -> bool:
    """Whether a label of the other half stands beside this one, above or below the circle."""
    if abs(level - centre_y) < radius - one.height / 2:
        return False
    return any(
        (math.sin(other.middle) >= 0) != (math.sin(one.middle) >= 0)
        and math.cos(other.middle) * math.cos(one.middle) > 0.5
        for other in slices
    )


def _slice_label(
    plan: ChartPlan,
    brush: Brush,
    one: _Slice,
    offset: tuple[float, float] | None,
    doughnut: bool,
) -> str:
    point = plan.series[0].points[one.category]
    name = one.name
    field = False
    if point.state == "missing":
        value = run(gap_words(point), brush.characters("rPr", 13, "accent", bold=True))
    else:
        value, field = label_runs(brush, point, one.category + 1, size=_VALUE_SIZE, token="p700")
    title = run(name, brush.characters("rPr", _NAME_SIZE, "ink"))
    return label(
        one.category,
        (paragraph(title) if name else "") + paragraph(value),
        position="" if doughnut else "outEnd",
        code=point.number_format,
        fields=field,
        offset=offset,
    )


def _centre(plan: ChartPlan, brush: Brush, overlay: Overlay, frame: Frame) -> None:
    """The text in the hole: numeral large, unit small; a lone share's name stands below.

    LibreOffice draws every hole at half the width, so the text is sized for that.
    """
    series = plan.series[0]
    hole = frame.plot_w * 0.5
    derived = any(p.state == "derived" for p in series.points)
    token = "accent" if derived else "p700"
    parts = _NUMERAL.match(plan.centre)
    numeral, unit = parts.groups() if parts else (plan.centre, "")
    if not unit and plan.centre == series.points[0].label:
        unit = series.unit
    size = min(56.0, hole * 0.84 / max(width_of(numeral, 1.0) + width_of(unit, 0.4), 0.5))
    content = run(numeral, brush.characters("rPr", size, token, serif=True))
    if unit:
        content += run(unit, brush.characters("rPr", max(12.0, size * 0.36), "ink"))
    if derived and series.points[0].code:
        small = brush.characters("rPr", 12, "accent", raised=True)
        content += run(f" {series.points[0].code}", small)
    lines = paragraph(content, "ctr")
    sub = next((p.sub for p in series.points if p.sub), "")
    if sub:
        lines += paragraph(run(sub, brush.characters("rPr", 12, "muted")), "ctr")
    x = frame.left + (frame.plot_w - hole) / 2
    y = frame.top + (frame.plot_h - hole) / 2
    overlay.text(x, y, hole, hole, lines, align="ctr", name=plan.centre, wrap=True)


def _name(plan: ChartPlan, brush: Brush, overlay: Overlay, frame: Frame) -> None:
    """A lone share's name, below the ring."""
    name = plan.categories[0]
    size = max(10.0, min(14.0, (frame.w - 8) / max(width_of(name, 1.0), 0.1)))
    overlay.words(0, frame.bottom + 6, frame.w, 22, name, size, "ink", align="ctr", bold=True)
