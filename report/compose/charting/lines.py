"""Lines, areas and columns with lines: values along an order of their own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from report.compose.charting import room
from report.compose.charting.bars import list_gaps, plan_lengths
from report.compose.charting.draft import DASHES, Draft
from report.compose.charting.order import natural, ordered
from report.compose.charting.ticks import aligned
from report.compose.plan import Axis, ChartPlan, Series
from report.record import replace

MARKED = 14
"""Longer lines name their gaps in the note: a hatched band is too thin for a code."""
MOST_CODES = 3
"""Codes in one band at most."""
LABELLED = 8
"""A single line shows every value up to so many points; longer ones show their ends."""


def plan_line(draft: Draft) -> ChartPlan | None:
    """Line and area: gaps break them; names stand at their ends."""
    draft.data = ordered(draft.spec, draft.data, sorts=False)
    categories = draft.data.categories
    fits = room.columns_fit(categories)
    if not fits and not natural(categories):
        # names that cannot stand below the points: lengths with the names beside them
        draft.spec = draft.spec.model_copy(
            update={"kind": "bar", "sort": draft.spec.sort or "none"}
        )
        plan = plan_lengths(draft)
        return plan and replace(plan, asked=draft.kind)
    area = draft.spec.kind == "area"
    unit = draft.unit_of(draft.data.strands)
    series = draft.series(mark="area" if area else "line", unit=unit)
    axis = draft.axis(draft.data.known, unit, lengths=area)
    lost = [sum(s.points[c].value is None for s in series) for c in range(len(categories))]
    if any(lost) and (len(categories) > MARKED or max(lost) > MOST_CODES):
        list_gaps(draft, series)
        series = room.hide_gaps(series)
    return draft.plan(
        draft.spec.kind, categories, labelled(series), unit=unit, axis=axis,
        category_every=1 if fits else room.label_step(categories),
    )  # fmt: skip


def labelled(series: Sequence[Series]) -> tuple[Series, ...]:
    """Which points of lines show their values: all of a short single line, else the last."""
    if len(series) == 1 and len(series[0].points) <= LABELLED:
        return tuple(series)
    found = []
    for row in series:
        known = [i for i, p in enumerate(row.points) if p.value is not None]
        ends = {known[-1]} if known else set()
        if len(series) == 1 and known:
            ends |= {known[0]}
        ends |= {i for i in known if row.points[i].highlight and len(series) == 1}
        found.append(
            replace(
                row,
                points=tuple(
                    replace(p, shown=p.shown if p.value is None else i in ends)
                    for i, p in enumerate(row.points)
                ),
            )
        )
    return tuple(found)


def plan_combo(draft: Draft) -> ChartPlan | None:
    """combo: columns on the first axis, lines on the second where their unit is another."""
    draft.data = ordered(draft.spec, draft.data, sorts=False)
    strands = draft.data.strands
    if len(strands) < 2 or not any(not s.line for s in strands):
        draft.context.report(
            "a combo chart needs columns and a line",
            "line" if draft.spec.line else "kind",
            hint="give two series or columns at least, and name those drawn as lines in line:",
            code="chart-series",
        )
        return None
    if not any(s.line for s in strands):
        strands = (*strands[:-1], replace(strands[-1], line=True))
        draft.data = replace(draft.data, strands=strands)
    bars = [s for s in strands if not s.line]
    lines = [s for s in strands if s.line]
    first, second = draft.unit_of(bars), draft.unit_of(lines)
    secondary = first != second or _far_apart(
        [v for s in bars for v in s.known], [v for s in lines for v in s.known]
    )
    known = [v for s in (bars if secondary else strands) for v in s.known]
    axis = draft.axis(known, first, lengths=True)
    axis2: Axis | None = None
    if secondary:
        axis2 = draft.axis([v for s in lines for v in s.known], second, lengths=True, bounds=False)
        if axis is not None and axis2 is not None:
            both = aligned(axis.ticks, axis2.ticks)
            axis, axis2 = draft.axis_of(both[0], first), draft.axis_of(both[1], second)
        if second and second != first and second not in draft.spec.sub:
            draft.warnings.append(draft.phrases.second_axis.format(second))
    rows = [
        replace(row, mark="line" if strand.line else "bar", secondary=strand.line and secondary,
                unit=second if strand.line else first)
        for row, strand in zip(draft.series(), strands, strict=True)
    ]  # fmt: skip
    count, categories = len(bars), draft.data.categories
    if not room.columns_fit(categories) and not natural(categories):
        draft.context.report(
            "the category names are too long to stand below the columns of a combo chart",
            *draft.data_path(),
            hint="shorten them with labels:, or use two bar charts",
            severity="warning",
            code="chart-labels",
        )
    # light columns, dark lines: a line is seen on white and on every column it crosses
    tones = {"line": iter((0, 2, 6, 4) * 9), "bar": iter((1, 3, 5, 7) * 9)}
    dashes = iter(DASHES * 9)
    rows = [
        replace(r, colour=next(tones[r.mark]), dash=next(dashes) if r.mark == "line" else r.dash)
        for r in rows
    ]
    if len(categories) * count > MARKED and any(p.value is None for p in draft.data.points):
        list_gaps(draft, rows)
        rows = list(room.hide_gaps(rows))
    bar_rows = tuple(r for r in rows if r.mark == "bar")
    shown = room.value_labels_fit(bar_rows, len(categories) * count)
    at_ends = iter(labelled([*[r for r in rows if r.mark == "line"], rows[0]])[:-1])
    final = [next(at_ends) if r.mark == "line" else r if shown else room.hide([r])[0] for r in rows]
    return draft.plan(
        "combo", categories, final, unit=first, axis=axis, axis2=axis2, legend=True,
        category_every=room.label_step(categories)
        if natural(categories) and not room.columns_fit(categories) else 1,
    )  # fmt: skip


def _far_apart(bars: Sequence[Decimal], lines: Sequence[Decimal]) -> bool:
    """Whether one scale would press the other flat."""
    if not bars or not lines:
        return False
    high, low = max(map(abs, bars)), max(map(abs, lines))
    return max(high, low) > 10 * min(high, low)
