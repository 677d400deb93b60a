"""Parts of a whole in the round: a plan → ``c:pieChart`` or ``c:doughnutChart``.

One share and its remainder carry the value in the hole; more slices are labelled around the
circle with name and value. A missing part of a known whole is a hatched slice of what is left.
"""

from __future__ import annotations

import re
from decimal import Decimal

from report.compose.plan import ChartPlan, Point
from report.deck.chart.frame import Frame, Key, names_size, width_of
from report.deck.chart.native import (
    NativeChart,
    category_column,
    derived_look,
    drawn,
    formats,
    label_runs,
    named,
    series_column,
)
from report.deck.chart.overlay import Overlay
from report.deck.chart.slices import HOLE, Slice, offsets_of, sliced, slices_beside
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

_LARGEST = 340.0
"""Widest circle (points)."""
_NAME_ROOM = 30.0
"""Points below a lone share for its name."""
_NUMERAL = re.compile(r"^(\D{0,2}[\d.,]+)(.*)$", re.DOTALL)


def draw_round(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Pie and doughnut."""
    doughnut = plan.kind == "doughnut"
    series = named(plan, 0)
    lone = bool(plan.centre) and sum(drawn(p) for p in series.points) <= 1
    amounts = _amounts(series.points)
    foot = _NAME_ROOM if lone and plan.categories[0] else 0.0
    side = min(w - 12, h - 12 - foot, _LARGEST)
    key = Key()
    slices: list[Slice] = []
    if not lone:
        set_beside = slices_beside(plan, amounts, w, h)
        if set_beside is None:
            key = names_size(plan.categories, w, h)
            key = key._replace(h=min(key.h, h * 0.55))
            slices = sliced(plan, amounts, (10.0, 14.0), 200.0, keyed=True)
            side = max(
                min(h - key.h - 88, w - 2 * max(s.width for s in slices) - 40, _LARGEST),
                min(w, h - key.h) * 0.4,
            )
        else:
            side, slices = set_beside
    top = key.h + (h - key.h - side - foot) / 2
    frame = Frame(w, h, (w - side) / 2, top, side, side, *key)
    overlay = Overlay(brush, w, h)
    looks: list[str] = []
    for c, point in enumerate(series.points):
        if point.state == "missing":
            look = brush.missing()
        elif point.state == "derived":
            look = derived_look(brush, plan, 0, c, "white")
        else:
            join = 2 if sum(1 for a in amounts if a) > 1 else 0
            look = brush.joined(brush.data(plan.colour_of(0, c)), join)
        looks.append(f'<c:dPt><c:idx val="{c}"/><c:bubble3D val="0"/>{look}</c:dPt>')
    offsets = offsets_of(slices, frame, doughnut)
    texts = [_slice_label(plan, brush, s, offsets[s.category], doughnut) for s in slices]
    references = number_reference(1, amounts, series.number_format, formats(series))
    moved = not doughnut and any(offsets.values())
    leader = brush.stroke("muted", 0.5) if moved else ""
    said = labels(texts, round_chart=True, leader=leader)
    body = (
        f'<c:varyColors val="1"/><c:ser>{series_head(0, 1, series.name)}{"".join(looks)}'
        f"{said}<c:cat>{text_reference(0, plan.categories)}</c:cat>"
        f'<c:val>{references}</c:val></c:ser><c:firstSliceAng val="0"/>'
    )
    if doughnut:
        plots = f'<c:doughnutChart>{body}<c:holeSize val="{HOLE}"/></c:doughnutChart>'
    else:
        plots = f"<c:pieChart>{body}</c:pieChart>"
    if plan.centre and doughnut:
        _centre(plan, brush, overlay, frame)
    if foot:
        _name(plan, brush, overlay, frame)
    column = series_column(series)
    sheet = Sheet((category_column(plan), replace(column, cells=amounts)))
    return NativeChart(frame, plots, "", sheet, overlay, legend=bool(key.h))


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


def _slice_label(
    plan: ChartPlan,
    brush: Brush,
    one: Slice,
    offset: tuple[float, float] | None,
    doughnut: bool,
) -> str:
    point = plan.series[0].points[one.category]
    field = False
    if point.state == "missing":
        look = brush.characters("rPr", min(one.sizes[1], 13.0), "accent", bold=True)
        value = "".join(paragraph(run(line, look)) for line in one.value)
    else:
        content, field = label_runs(brush, point, one.category + 1, size=one.sizes[1], token="p700")
        value = paragraph(content)
    look = brush.characters("rPr", one.sizes[0], "ink")
    return label(
        one.category,
        "".join(paragraph(run(line, look)) for line in one.name) + value,
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
