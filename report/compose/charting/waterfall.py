"""Waterfalls: steps from an opening total to a closing one."""

from __future__ import annotations

from decimal import Decimal

from report.compose.charting import room
from report.compose.charting.draft import Draft
from report.compose.charting.order import derived_point, natural
from report.compose.charting.points import Strand
from report.compose.numbers import MINUS
from report.compose.plan import ChartPlan, Point, Series
from report.record import replace

ZERO = Decimal(0)


def plan_waterfall(draft: Draft) -> ChartPlan | None:
    """waterfall: steps from a running total to the next, and totals from zero.

    ``total`` names the figure (or table row) that is the closing total, which is checked against
    the steps; any other text is the label of a total the chart computes itself (derived).
    The first value is the opening total. After a gap the running total is unknown: what follows
    starts from zero again, and a note says so.
    """
    spec, context = draft.spec, draft.context
    if len(draft.data.strands) > 1:
        context.report(
            f"a waterfall shows one series, not {len(draft.data.strands)}",
            *draft.data_path(),
            hint="use kind: stacked-column",
            code="chart-series",
        )
        return None
    unit = draft.unit_of(draft.data.strands)
    strand = next(iter(draft.data.strands))
    given = _closing(draft, strand)
    categories = list(draft.data.categories)
    running: Decimal = ZERO
    broken = False
    points: list[Point] = []
    for i, point in enumerate(strand.points):
        if i == given:
            if point.value is not None and not broken and point.value != running:
                context.report(
                    f"the steps lead to {running}, not to {point.value}",
                    *draft.data_path(),
                    hint="check the steps, or leave the total to the chart",
                    code="chart-sum",
                )
            points.append(replace(point, start=ZERO, total=True, colour=4))
            running, broken = (ZERO, True) if point.value is None else (point.value, False)
        elif point.value is None:
            points.append(replace(point, start=running))
            running, broken = ZERO, True
        else:
            opening = i == 0
            label = point.label
            if not opening and point.value > 0 and not label.startswith("+"):
                label = "+" + label
            colour = 4 if opening else 0 if point.value >= 0 else 1
            points.append(
                replace(point, start=running, label=label, total=opening, colour=colour,
                        number_format=_signed(point.number_format) if not opening else
                        point.number_format)
            )  # fmt: skip
            running += point.value
    if given is None:
        categories.append(spec.total or context.words.total)
        closing = Point(None, context.words.missing, "missing")
        if not broken:
            closing = derived_point(running, context)
        points.append(replace(closing, start=ZERO, total=True, colour=4))
    if broken and any(p.value is not None for p in points):
        draft.note(draft.phrases.restart_note)
    draft.data = replace(
        draft.data,
        categories=tuple(categories),
        strands=(Strand(strand.name, tuple(points), ()),),
    )
    (series,) = draft.series(unit=unit)
    coloured = zip(series.points, points, strict=True)
    series = replace(series, points=tuple(replace(p, colour=q.colour) for p, q in coloured))
    ends = [(p.start or ZERO) + p.value for p in points if p.value is not None]
    axis = draft.axis(ends, unit, lengths=True)
    rows: tuple[Series, ...] = (series,)
    step = 1
    if not room.columns_fit(categories):
        step = room.label_step(categories) if natural(categories) else 1
        if step == 1:
            context.report(
                "the names of the steps are too long to stand below them",
                *draft.data_path(),
                hint="shorten them with labels:",
                severity="warning",
                code="chart-labels",
            )
    if not room.value_labels_fit(rows, len(categories)):
        rows = room.hide(rows)
    return draft.plan("waterfall", categories, rows, unit=unit, axis=axis, category_every=step)


def _closing(draft: Draft, strand: Strand) -> int | None:
    name = draft.spec.total
    for i, point in enumerate(strand.points):
        if name and i and (name in (point.figure, draft.data.categories[i])):
            return i
    return None


def _signed(code: str) -> str:
    parts = code.split(";")
    if not code or parts == ["General"]:
        return f'+0;"{MINUS}"0;0'
    return ";".join(["+" + parts[0], *(parts[1:] or [f'"{MINUS}"{parts[0]}']), parts[0]][:3])
