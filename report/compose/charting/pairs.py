"""Dumbbells and slopes: before and after."""

from __future__ import annotations

from decimal import Decimal

from report.compose.charting.draft import Draft
from report.compose.charting.order import ordered, top
from report.compose.charting.points import ChartData, Strand
from report.compose.charting.ticks import length_ticks
from report.compose.plan import Axis, ChartPlan, Point, Series
from report.record import replace

MOST_SLOPES = 16
"""More items than this become dumbbells: their lines could not be told apart."""
PANELS = 4
"""Items that each get a slope panel of their own; more share one."""


def _items_as_strands(data: ChartData) -> ChartData:
    """Two strands (before, after) over items → one strand of two points for each item."""
    before, after = data.strands
    strands = tuple(
        Strand(name, (before.points[i], after.points[i]), (before.units[i], after.units[i]))
        for i, name in enumerate(data.categories)
    )
    return replace(data, categories=(before.name, after.name), strands=strands)


def _ends_as_strands(data: ChartData) -> ChartData:
    """One strand of two points for each item → two strands (before, after) over items."""
    strands = tuple(
        Strand(
            end,
            tuple(s.points[e] for s in data.strands),
            tuple(s.units[e] for s in data.strands),
        )
        for e, end in enumerate(data.categories)
    )
    return replace(data, categories=tuple(s.name for s in data.strands), strands=strands)


def _two_ends(draft: Draft) -> bool:
    context, data = draft.context, draft.data
    if len(data.strands) == 2 or len(data.categories) == 2:
        return True
    context.report(
        f"a {draft.spec.kind} needs two ends, before and after; here are "
        f"{len(data.strands)} series of {len(data.categories)}",
        *draft.data_path(),
        hint="give series: {before: [...], after: [...]} with labels, or two columns with y:",
        code="chart-series",
    )
    return False


def plan_dumbbell(draft: Draft) -> ChartPlan | None:
    """dumbbell: items down the side, two dots each on a common axis."""
    if not _two_ends(draft):
        return None
    if len(draft.data.strands) != 2:
        draft.data = _ends_as_strands(draft.data)
    data = draft.data
    if draft.spec.sort in ("ascending", "descending"):
        last = replace(data, strands=data.strands[1:])
        places = tuple(map(str, range(len(data.categories))))
        keys = ordered(draft.spec, replace(last, categories=places), sorts=True)
        draft.data = data.keep([int(c) for c in keys.categories])
    draft.data, note = top(draft.spec, draft.data, draft.context, shares=False)
    draft.note(note)
    unit = draft.unit_of(draft.data.strands)
    before, after = draft.series(mark="point", unit=unit)
    before = replace(before, colour=1, marker="circle")
    after = replace(after, colour=0, marker="circle")
    axis = draft.axis(draft.data.known, unit, lengths=False)
    return draft.plan("dumbbell", draft.data.categories, (before, after), unit=unit, axis=axis)


def plan_slope(draft: Draft) -> ChartPlan | None:
    """slope: a line from before to after for each item, in panels where scales differ."""
    if not _two_ends(draft):
        return None
    if (
        not (draft.data.ends and len(draft.data.categories) == 2) and len(draft.data.strands) == 2
    ) or len(draft.data.categories) != 2:
        draft.data = _items_as_strands(draft.data)
    if len(draft.data.strands) > MOST_SLOPES:
        return plan_dumbbell(draft)
    units = [_unit(s) for s in draft.data.strands]
    common = units[0] if len(set(units)) == 1 else ""
    if draft.spec.unit is not None:
        common = draft.spec.unit
    series = tuple(
        replace(_with_change(draft, s), unit=unit)
        for s, unit in zip(draft.series(mark="line"), units, strict=True)
    )
    count = len(series)
    if count <= PANELS:
        panels = tuple(
            _panel(draft, s, u if not common else "") for s, u in zip(series, units, strict=True)
        )
        if count > 1:
            draft.note("" if draft.phrases.scale_note in draft.spec.sub
                       or "独立" in draft.spec.sub else draft.phrases.scale_note)  # fmt: skip
        return draft.plan("slope", draft.data.categories, series, unit=common, panels=panels)
    unit = draft.unit_of(draft.data.strands)
    axis = draft.axis(draft.data.known, "", lengths=False)
    if axis is not None:  # both ends are labelled: no ticks are written, nor a whole of 100 needed
        axis = replace(axis, labels=tuple("" for _ in axis.labels), unit=unit)
    return draft.plan("slope", draft.data.categories, series, unit=unit, axis=axis)


def _unit(strand: Strand) -> str:
    return next((u for u in strand.units if u), "")


def _with_change(draft: Draft, series: Series) -> Series:
    """The known growth beside the item's name, whether or not its values are known."""
    before, after = series.points
    view = draft.context.figures.get(after.figure or "")
    change = view.change if view is not None else None
    if change is None or change.value is None:
        return series
    text = draft.context.numbers.number(change.value, sign=True) + change.unit
    return replace(series, points=(before, replace(after, sub=text)))


def _panel(draft: Draft, series: Series, unit: str) -> ChartPlan:
    """One item on its own axis from zero; no ticks are shown, both ends are labelled."""
    known = [p.value for p in series.points if p.value is not None]
    axis = None
    if known:
        at = length_ticks(known)
        axis = Axis(at[0], at[-1], at, tuple("" for _ in at), unit, "General",
                    at[1] - at[0], "", Decimal(0))  # fmt: skip
    quiet = Series(series.name, tuple(map(_plain, series.points)), 0, "line", unit=unit,
                   number_format=series.number_format)  # fmt: skip
    return ChartPlan(
        id=draft.context.id, kind="slope", number="", title=series.name, takeaway="", sub=unit,
        categories=draft.data.categories, series=(quiet,), axis=axis,
        all_missing=not known, gap_text=draft.context.words.missing,
        derived_tag=draft.context.words.derived_short, language=draft.context.language,
        joints=draft.joints,
    )  # fmt: skip


def _plain(point: Point) -> Point:
    return replace(point, colour=None, highlight=False)
