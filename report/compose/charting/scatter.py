"""Scatter plots: two quantities of each item."""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.charting.draft import Draft
from report.compose.context import ChartContext
from report.compose.plan import ChartPlan, Point
from report.record import replace

NAMED_DOTS = 14
"""Dots that carry their names; more are dots only."""


def plan_scatter(draft: Draft) -> ChartPlan | None:
    """scatter: the first strand is the horizontal place, the others are heights."""
    data, context = draft.data, draft.context
    if len(data.strands) < 2:
        context.report(
            "a scatter plot needs a horizontal and a vertical value for each dot",
            *draft.data_path(),
            hint="give a table with x: a number column and y:, or two series",
            code="chart-series",
        )
        return None
    across, *upwards = data.strands
    draft.data = replace(data, strands=tuple(upwards))
    unit, x_unit = draft.unit_of(upwards), _only(across.units)
    rows = []
    for series, strand in zip(draft.series(mark="point", unit=unit), upwards, strict=True):
        points = tuple(
            replace(p, x=a.value, code=p.code or a.code, state=_worse(p, a), shown=False)
            for p, a in zip(strand.points, across.points, strict=True)
        )
        rows.append(replace(series, points=points))
    names = data.categories
    if len(names) > NAMED_DOTS or len(rows) > 1:
        kept = {p.highlight and c for s in rows for c, p in enumerate(s.points)}
        names = tuple(n if c in kept and c is not False else "" for c, n in enumerate(names))
    halves_y = [p.value for s in rows for p in s.points if p.value is not None]
    halves_x = [p.x for s in rows for p in s.points if p.x is not None]
    placed = [
        (p.x, p.value) for s in rows for p in s.points if p.x is not None and p.value is not None
    ]
    unplaced = {
        c for s in rows for c, p in enumerate(s.points) if p.x is None or p.value is None
    }  # the note names them
    names = tuple("" if c in unplaced else n for c, n in enumerate(names))
    lost = [
        data.categories[c] + (f" {p.code}" if p.code else "")
        for s in rows
        for c, p in enumerate(s.points)
        if p.x is None or p.value is None
    ]
    if lost:
        draft.note(draft.phrases.unplaced.format(draft.phrases.item.join(dict.fromkeys(lost))))
    axis = x_axis = None
    if placed:
        axis = draft.axis(halves_y, unit, lengths=False, name=_titled(draft, upwards[0].name, unit))
        x_axis = draft.axis(
            halves_x, x_unit, lengths=False, bounds=False, name=_titled(draft, across.name, x_unit)
        )
    if not placed:
        rows = [replace(s, points=tuple(_lost(p, context) for p in s.points)) for s in rows]
    return draft.plan(
        "scatter", names, rows, unit=unit, axis=axis, x_axis=x_axis, legend=len(rows) > 1
    )


def _titled(draft: Draft, name: str, unit: str) -> str:
    """An axis's title with its unit: ``面积（公顷）``."""
    return draft.phrases.at.format(name, unit) if unit and unit not in name else name


def _only(units: Sequence[str]) -> str:
    return next((u for u in units if u), "")


def _worse(first: Point, second: Point) -> str:
    states = (first.state, second.state)
    return "missing" if "missing" in states else "derived" if "derived" in states else "reported"


def _lost(point: Point, context: ChartContext) -> Point:
    return replace(point, value=None, state="missing", label=context.words.missing)
