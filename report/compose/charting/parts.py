"""Pies, doughnuts and waffles: parts of a known whole."""

from __future__ import annotations

from decimal import Decimal

from report.compose.charting.bars import part_shares, plan_lengths
from report.compose.charting.draft import Draft
from report.compose.charting.order import ordered, share_decimals, share_label, top
from report.compose.plan import OTHERS, REST, ChartPlan, Point
from report.compose.units import PERCENT
from report.record import replace

MOST_SLICES = 8
MOST_WAFFLES = 8
"""More items than this become bars."""
FEW_SLICES = 3
"""More slices of a doughnut than this draw a warning (visual design, section 7)."""


def plan_round(draft: Draft) -> ChartPlan | None:
    """Pie and doughnut; bars instead where the whole is unknown or the slices too many."""
    spec, context = draft.spec, draft.context
    if len(draft.data.strands) > 1:
        context.report(
            f"a {spec.kind} shows one series, not {len(draft.data.strands)}",
            *draft.data_path(),
            hint="use kind: full-bar",
            code="chart-series",
        )
        return None
    draft.data, note = top(spec, ordered(spec, draft.data, sorts=False), context, shares=True)
    draft.note(note)
    unit = draft.unit_of(draft.data.strands)
    values = [p.value for p in draft.data.points]
    if any(v < 0 for v in draft.data.known):
        context.report(
            "parts of a whole cannot be negative",
            *draft.data_path(),
            hint="use kind: bar",
            code="chart-shares",
        )
        return None
    given = draft.number(spec.total, "total", unit=unit)
    whole = Decimal(100) if given is None and unit in PERCENT else given
    if len(values) == 1:
        return _one_share(draft, whole, unit)
    shares = part_shares(draft, values, whole, "")
    if all(s is None for s in shares) or len(values) > MOST_SLICES:
        if any(v is not None for v in values) and len(values) <= MOST_SLICES:
            draft.note(draft.phrases.lost_whole)
        draft.spec = spec.model_copy(update={"kind": "bar", "sort": spec.sort})
        return plan_lengths(draft)
    if spec.kind == "doughnut" and len(values) > FEW_SLICES:
        context.report(
            f"{len(values)} slices of a doughnut are hard to compare",
            "kind",
            hint="use kind: bar or full-bar",
            severity="warning",
            code="chart-slices",
        )
    if None in values:
        draft.note(draft.phrases.rest_note)
    (series,) = draft.series(unit=unit)
    lit = any(p.highlight for p in series.points)
    points = tuple(
        replace(
            p, share=s, colour=OTHERS if p.colour == OTHERS else int(not p.highlight) if lit else c
        )
        for c, (p, s) in enumerate(zip(series.points, shares, strict=True))
    )
    return draft.plan(
        spec.kind, draft.data.categories, (replace(series, points=points),), unit=unit,
        centre=_sum_label(draft, unit) if spec.kind == "doughnut" else "",
    )  # fmt: skip


def _sum_label(draft: Draft, unit: str) -> str:
    """The whole in the hole, where it is a count that the author gave."""
    view = draft.context.figures.get(draft.spec.total or "")
    return view.text if view is not None and unit not in PERCENT else ""


def _one_share(draft: Draft, whole: Decimal | None, unit: str) -> ChartPlan | None:
    """One share and the remainder; its number stands in the hole."""
    spec, context = draft.spec, draft.context
    if whole is None or whole <= 0:
        context.report(
            "one value is no share of anything: its unit is not %",
            *draft.data_path(),
            hint="give the whole with total:, or the other parts",
            code="chart-shares",
        )
        return None
    (series,) = draft.series(unit=unit)
    point = series.points[0]
    if point.value is not None and point.value > whole:
        context.report(
            f"{point.value} is more than the whole, {whole}",
            *draft.data_path(),
            hint="check the value, or give the whole with total:",
            code="chart-shares",
        )
        return None
    share = None if point.value is None else point.value * 100 / whole
    rest = None if point.value is None else whole - point.value
    remainder = Point(
        rest, "", "reported" if rest is not None else "missing", colour=REST, shown=False,
        share=None if share is None else 100 - share,
    )  # fmt: skip
    points = (replace(point, share=share, colour=0), remainder)
    return draft.plan(
        spec.kind, (draft.data.categories[0], ""), (replace(series, points=points),), unit=unit,
        centre=point.label if point.value is not None else "",
    )  # fmt: skip


def plan_waffle(draft: Draft) -> ChartPlan | None:
    """waffle: for each item, its part of a hundred squares."""
    spec, context = draft.spec, draft.context
    if len(draft.data.strands) > 1:
        context.report(
            f"a waffle shows one series, not {len(draft.data.strands)}",
            *draft.data_path(),
            hint="use kind: full-bar",
            code="chart-series",
        )
        return None
    draft.data, note = top(spec, ordered(spec, draft.data, sorts=False), context, shares=False)
    draft.note(note)
    unit = draft.unit_of(draft.data.strands)
    given = draft.number(spec.total, "total", unit=unit)
    whole = Decimal(100) if given is None and unit in PERCENT else given
    if whole is None or whole <= 0:
        context.report(
            f"a waffle shows parts of a hundred; the unit is {unit or 'none'}, not %",
            *draft.data_path(),
            hint="give the whole with total:, or use kind: bar",
            code="chart-shares",
        )
        return None
    for category, value in zip(draft.data.categories, draft.data.strands[0].points, strict=True):
        if value.value is not None and not 0 <= value.value <= whole:
            context.report(
                f"{category}: {value.value} is not a part of {whole}",
                *draft.data_path(),
                hint="a share lies between 0 and the whole",
                code="chart-shares",
            )
            return None
    if len(draft.data.categories) > MOST_WAFFLES:
        draft.spec = spec.model_copy(update={"kind": "bar"})
        return plan_lengths(draft)
    (series,) = draft.series(unit=unit)
    points = tuple(_waffle_point(draft, p, whole, unit) for p in series.points)
    return draft.plan(
        "waffle", draft.data.categories,
        (replace(series, points=points),), unit=unit,
    )  # fmt: skip


def _waffle_point(draft: Draft, point: Point, whole: Decimal, unit: str) -> Point:
    if point.value is None:
        return point
    share = point.value * 100 / whole
    view = draft.context.figures.get(point.figure or "")
    sub = view.note if view is not None else ""
    if unit not in PERCENT:
        text, _ = share_label(share, max(1, share_decimals([])), draft.context)
        sub = sub or f"{text}%"
    return replace(point, share=share, sub=sub)
