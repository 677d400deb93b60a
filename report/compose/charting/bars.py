"""Bars, columns, grouped and stacked ones, lollipops: lengths from zero over categories."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from report.compose.charting import room
from report.compose.charting.draft import Draft
from report.compose.charting.labels import em_width
from report.compose.charting.order import natural, ordered, top
from report.compose.numbers import EXACT
from report.compose.plan import Axis, ChartKind, ChartPlan, Series
from report.compose.units import PERCENT
from report.record import replace

MOST_SERIES = 4
LISTED = 12
"""Gaps that a note names one by one; of more it says how many."""
LYING: dict[ChartKind, ChartKind] = {
    "column": "bar", "grouped-column": "grouped-bar", "stacked-column": "stacked-bar",
    "full-column": "full-bar",
}  # fmt: skip


def plan_lengths(draft: Draft) -> ChartPlan | None:
    """bar, column, grouped-* and lollipop."""
    spec, context = draft.spec, draft.context
    single = len(draft.data.strands) == 1
    sorts = spec.kind in {"bar", "lollipop"} and single
    draft.data, note = top(spec, ordered(spec, draft.data, sorts=sorts), context, shares=False)
    draft.note(note)
    kind = spec.kind
    if not single and kind in {"bar", "lollipop"}:
        kind = "grouped-bar"
    elif not single and kind == "column":
        kind = "grouped-column"
    elif single and kind.startswith("grouped"):
        kind = "bar" if kind == "grouped-bar" else "column"
    many_series(draft, len(draft.data.strands))
    unit = draft.unit_of(draft.data.strands)
    series = draft.series(mark="point" if kind == "lollipop" else "bar", unit=unit)
    kind, step, series = laid_out(draft, kind, series)
    axis = draft.axis(draft.data.known, unit, lengths=kind != "lollipop")
    return draft.plan(
        kind, draft.data.categories, series, unit=unit, axis=axis, category_every=step,
        legend=legend_needed(kind, series),
    )  # fmt: skip


def many_series(draft: Draft, count: int) -> None:
    """Warn of more fills than the palette tells apart (visual design, section 7)."""
    if count > MOST_SERIES:
        draft.context.report(
            f"{count} series: more than {MOST_SERIES} fills are hard to tell apart",
            *draft.data_path(),
            hint="use kind: multiples, or fewer series",
            severity="warning",
            code="chart-series",
        )


def laid_out(
    draft: Draft, kind: ChartKind, series: tuple[Series, ...]
) -> tuple[ChartKind, int, tuple[Series, ...]]:
    """Whether columns lie down, which category labels and which value labels are written."""
    categories = draft.data.categories
    count, rows = len(categories), len(series)
    step = 1
    if kind in LYING:
        grouped = kind == "grouped-column"
        labels = room.value_labels_fit(series, count * (rows if grouped else 1))
        if natural(categories):
            if not room.columns_fit(categories):
                step = room.label_step(categories)
        elif not room.columns_fit(categories) or (not labels and rows == 1):
            kind = LYING[kind]
        if kind in LYING:
            if kind.startswith(("stacked", "full")):
                return kind, step, _few_codes(draft, series, 3 if count <= 24 else 0)
            if not labels:
                dense = count * rows > (40 if rows == 1 else 32)
                list_gaps(draft, series, dense)
                series = room.hide(series, gaps=dense)
            return kind, step, series
    if count > room.MOST_ROWS:
        draft.context.report(
            f"{count} categories do not fit on a page",
            *draft.data_path(),
            hint=f"use top: {room.MOST_ROWS // 3}, or show a table",
            code="chart-too-long",
        )
    if kind.startswith(("stacked", "full")):
        series = _few_codes(draft, series)
    if kind == "grouped-bar" and not room.rows_fit(count, rows):
        list_gaps(draft, series, True)
        series = room.hide(series, gaps=True)
    return kind, step, series


def list_gaps(
    draft: Draft, series: Sequence[Series], dense: bool = True, *,
    names: Sequence[str] | None = None, panel: str = "",
) -> None:  # fmt: skip
    """Say in the note which points are gaps where their marks are too thin for their codes."""
    if not dense:
        return
    phrases, lost, codes = draft.phrases, [], []
    for row in series:
        for category, point in zip(names or draft.data.categories, row.points, strict=True):
            if point.value is None:
                name = panel or ("" if len(series) == 1 else row.name)
                name = f"{name} {category}".strip()
                lost.append(phrases.at.format(name, point.code) if point.code else name)
                codes += [point.code] if point.code else []
    if len(lost) > LISTED:
        ends = f"{codes[0]}—{codes[-1]}" if codes else ""
        lost = [phrases.at.format(len(lost), ends) if ends else str(len(lost))]
    if lost:
        draft.note(phrases.alt_gaps.format(phrases.item.join(lost)))


def _few_codes(draft: Draft, series: tuple[Series, ...], few: int = 3) -> tuple[Series, ...]:
    """Codes in the slots of stacks while there are at most ``few`` to a stack."""
    count = len(draft.data.categories)
    most = max((sum(s.points[c].value is None for s in series) for c in range(count)), default=0)
    if most <= few:
        return series
    list_gaps(draft, series)
    return room.hide_gaps(series)


def legend_needed(kind: ChartKind, series: Sequence[Series]) -> bool:
    """A legend, unless there is one series or two that the first bars can name."""
    if len(series) < 2:
        return False
    short = all(em_width(s.name) <= 8 for s in series)
    first = all(s.points[0].value is not None and s.points[0].shown for s in series)
    return not (kind == "grouped-bar" and len(series) == 2 and short and first)


def plan_stacked(draft: Draft) -> ChartPlan | None:
    """stacked-* and full-*: parts on top of each other; shares for the latter."""
    spec, context = draft.spec, draft.context
    full = spec.kind.startswith("full")
    draft.data, note = top(spec, ordered(spec, draft.data, sorts=False), context, shares=full)
    draft.note(note)
    unit = draft.unit_of(draft.data.strands)
    if full and any(v < 0 for v in draft.data.known):
        context.report(
            "parts of a whole cannot be negative",
            *draft.data_path(),
            hint=f"use kind: {spec.kind.replace('full', 'stacked')}",
            code="chart-shares",
        )
        return None
    many_series(draft, len(draft.data.strands))
    series = draft.series(unit=unit)
    if full:
        series = _with_shares(draft, series, unit)
    kind, step, series = laid_out(draft, spec.kind, series)
    axis = _share_axis(draft) if full else draft.axis(_room_for_gaps(series), unit, lengths=True)
    if axis is not None:
        series = _inside_labels(draft, kind, series, axis, full)
    return draft.plan(
        kind, draft.data.categories, series, unit=unit, axis=axis, category_every=step,
        legend=len(series) > 1,
    )  # fmt: skip


def _stack_ends(series: Sequence[Series]) -> list[Decimal]:
    """Lowest and highest end of each stack."""
    ends: list[Decimal] = []
    for c in range(len(series[0].points)):
        values = [s.points[c].value for s in series]
        known = [v for v in values if v is not None]
        if known:
            ends.append(sum((v for v in known if v > 0), Decimal(0)))
            ends.append(sum((v for v in known if v < 0), Decimal(0)))
    return ends


def _room_for_gaps(series: Sequence[Series]) -> list[Decimal]:
    """Stacked: ends that leave each stack with lost parts a fifth of the longest for its slot."""
    ends = _stack_ends(series)
    if not ends:
        return ends
    room = (max(ends) - min(ends)) / 5
    for c in range(len(series[0].points)):
        values = [s.points[c].value for s in series]
        if None in values:
            above = sum((v for v in values if v is not None and v > 0), Decimal(0))
            below = sum((v for v in values if v is not None and v < 0), Decimal(0))
            ends.append(above + room if above or not below else below - room)
    return ends


def _share_axis(draft: Draft) -> Axis | None:
    return draft.axis([Decimal(0), Decimal(100)], "%", lengths=True, bounds=False)


def _with_shares(draft: Draft, series: tuple[Series, ...], unit: str) -> tuple[Series, ...]:
    """Each point's per cent of its stack; a gap takes what is left of a known whole."""
    context = draft.context
    given = draft.number(draft.spec.total, "total")
    whole = Decimal(100) if given is None and unit in PERCENT else given
    columns: list[tuple[Decimal | None, ...]] = []
    for c, category in enumerate(draft.data.categories):
        values = [s.points[c].value for s in series]
        columns.append(part_shares(draft, values, whole, category))
        if all(share is None for share in columns[-1]) and any(v is not None for v in values):
            draft.note(context.words.colon.join((category, draft.phrases.lost_whole)))
        elif None in values:
            draft.note(draft.phrases.rest_note)
    return tuple(
        replace(s, points=tuple(replace(p, share=columns[c][i]) for c, p in enumerate(s.points)))
        for i, s in enumerate(series)
    )


def part_shares(
    draft: Draft, values: Sequence[Decimal | None], whole: Decimal | None, name: str
) -> tuple[Decimal | None, ...]:
    """Per cent of the whole for each part; None for all where the whole cannot be known.

    ``whole`` None means the sum of the parts. Reports parts that do not add up to it, within
    half a unit of the last digit of each part.
    """
    known = [v for v in values if v is not None]
    total = sum(known, Decimal(0))
    label = f"{name}: " if name else ""
    slack = sum((Decimal(5).scaleb(_exponent(v) - 1) for v in known), Decimal(0))
    if len(known) == len(values):
        if whole is not None and abs(total - whole) > slack:
            draft.context.report(
                f"{label}the parts add up to {total}, not {whole}",
                *draft.data_path(),
                hint="add what is left as a part of its own, or give the whole with total:",
                code="chart-shares",
            )
        if total == 0:
            return tuple(None for _ in values)
        return tuple(_per_cent(v or Decimal(0), total) for v in values)
    if whole is None or whole == 0:
        return tuple(None for _ in values)
    if total > whole + slack:
        draft.context.report(
            f"{label}the known parts add up to {total}, more than {whole}",
            *draft.data_path(),
            hint="check the values, or give the whole with total:",
            code="chart-shares",
        )
        return tuple(None for _ in values)
    rest: Decimal | None = max(Decimal(0), whole - total)
    found: list[Decimal | None] = []
    for value in values:
        if value is None:
            found.append(_per_cent(rest or Decimal(0), whole))
            rest = Decimal(0)
        else:
            found.append(_per_cent(value, whole))
    return tuple(found)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _per_cent(value: Decimal, whole: Decimal) -> Decimal:
    return EXACT.divide(EXACT.multiply(value, Decimal(100)), whole)


def _inside_labels(
    draft: Draft, kind: ChartKind, series: tuple[Series, ...], axis: Axis, full: bool
) -> tuple[Series, ...]:
    """Labels of the parts that have room for them: 8 % of the axis at least (section 7)."""
    span = axis.maximum - axis.minimum
    count = len(draft.data.categories)
    ems = 27.0  # across the plot; remarks and the slots of gaps take their part of it
    if count > 24 and kind.endswith("bar"):  # on low pages these rows stand in columns
        ems = 9.0
    ems -= 8.0 if draft.spec.annotations else 0.0
    ems -= 5.0 if not full and any(p.value is None for p in draft.data.points) else 0.0

    def fits(label: str, length: Decimal | None) -> bool:
        if length is None:
            return False
        part = float(abs(length) / span)
        if part < 0.08:
            return False
        if kind.endswith("bar"):
            return part * ems >= em_width(label) + 0.5 and count <= room.ROW_LINES / 1.6
        return em_width(label) <= ROW_SHARE / count

    return tuple(
        replace(
            s,
            points=tuple(
                replace(
                    p,
                    shown=p.shown
                    and (p.value is None or fits(p.label, p.share if full else p.value)),
                )
                for p in s.points
            ),
        )
        for s in series
    )


ROW_SHARE = room.ROW_EMS * 0.62
"""Ems across all columns of a chart, gaps between them left out."""
