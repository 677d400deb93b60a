"""Scatter plots, waterfalls, small multiples and figures of the author's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from report.compose.charting import room
from report.compose.charting.bars import list_gaps
from report.compose.charting.draft import Draft
from report.compose.charting.labels import em_width
from report.compose.charting.lines import labelled
from report.compose.charting.order import derived_point, natural
from report.compose.charting.points import ChartData, Strand, plottable, read_data
from report.compose.context import ChartContext
from report.compose.numbers import MINUS
from report.compose.plan import Axis, ChartKind, ChartPlan, Point, Series
from report.compose.suggest import did_you_mean
from report.source import model

NAMED_DOTS = 14
"""Dots that carry their names; more are dots only."""
ZERO = Decimal(0)
TALLEST = 580
"""Height of a page's type area in points, less a chart's frame."""


# ── scatter ──────────────────────────────────────────────────────────────────────────────────


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
        axis = draft.axis(halves_y, unit, lengths=False, name=upwards[0].name)
        x_axis = draft.axis(halves_x, x_unit, lengths=False, bounds=False, name=across.name)
    if not placed:
        rows = [replace(s, points=tuple(_lost(p, context) for p in s.points)) for s in rows]
    return draft.plan(
        "scatter", names, rows, unit=unit, axis=axis, x_axis=x_axis, legend=len(rows) > 1
    )


def _only(units: Sequence[str]) -> str:
    return next((u for u in units if u), "")


def _worse(first: Point, second: Point) -> str:
    states = (first.state, second.state)
    return "missing" if "missing" in states else "derived" if "derived" in states else "reported"


def _lost(point: Point, context: ChartContext) -> Point:
    return replace(point, value=None, state="missing", label=context.words.missing)


# ── waterfall ────────────────────────────────────────────────────────────────────────────────


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


# ── small multiples ──────────────────────────────────────────────────────────────────────────


def plan_multiples(spec: model.Chart, context: ChartContext) -> ChartPlan | None:
    """multiples: one small chart for each panel, on a common axis."""
    panels = _panel_data(spec, context)
    if not panels:
        return None
    sources = tuple(dict.fromkeys(name for _, data in panels for name in data.sources))
    strands = tuple(strand for _, data in panels for strand in data.strands)
    everything = replace(panels[0][1], strands=strands, sources=sources)
    draft = Draft(spec.model_copy(update={"highlight": None}), context, everything)
    unit = draft.unit_of(everything.strands)
    categories = panels[0][1].categories
    kind: ChartKind = "column"
    if natural(categories) and len(categories) > 3:
        kind = "line"
    elif max(map(em_width, categories)) * len(categories) > 12 or len(categories) > 6:
        kind = "bar"
    tall = -(-len(panels) // 2) * (len(categories) * (14 + 9 * len(panels[0][1].strands)) + 24)
    if kind == "bar" and tall > TALLEST:
        context.report(
            f"{len(panels)} panels of {len(categories)} bars do not fit on a page",
            *draft.data_path(),
            hint="use fewer categories, kind: grouped-bar, or a table",
            code="chart-too-long",
        )
        return None
    axis = draft.axis(everything.known, unit, lengths=kind != "line")
    if kind == "bar" and axis is not None:  # every bar has its label: no ticks are written
        axis = replace(axis, labels=tuple("" for _ in axis.labels))
    made = []
    for title, data in panels:
        own = {"title": title, "references": (), "annotations": ()}
        part = Draft(spec.model_copy(update=own), context, data)
        part.singled = frozenset(part.singled & set(data.categories))
        series = part.series(mark="line" if kind == "line" else "bar", unit=unit)
        if kind != "bar" and len(categories) > 5:
            list_gaps(draft, series, names=data.categories, panel=title)
        made.append(_panel_plan(part, kind, series, axis, title))
    none: tuple[Series, ...] = ()
    return draft.plan("multiples", (), none, unit=unit, axis=axis, panels=tuple(made))


def _panel_plan(part: Draft, kind: ChartKind, series: tuple[Series, ...], axis: Axis | None,
                title: str) -> ChartPlan:  # fmt: skip
    words, categories = part.context.words, part.data.categories
    step = 1
    if kind == "line":
        rows = labelled([*series, *series])[: len(series)]
        widest = max(map(em_width, categories)) + 0.8
        step = max(1, -(-len(categories) * int(widest * 10) // 110))
    else:
        rows = series
    if kind != "bar" and len(categories) > 5:
        rows = room.hide_gaps(rows)
    missing = all(p.value is None for s in series for p in s.points)
    return ChartPlan(
        id=part.context.id, kind=kind, number="", title=title, takeaway="", sub="",
        categories=categories, series=rows, axis=None if missing else axis, category_every=step,
        highlight=any(p.highlight for s in series for p in s.points), all_missing=missing,
        legend=len(series) > 1, gap_text=words.missing, derived_tag=words.derived_short,
        language=part.context.language,
    )  # fmt: skip


def _panel_data(spec: model.Chart, context: ChartContext) -> list[tuple[str, ChartData]]:
    """Title and data of each panel; faults are reported and leave an empty list."""
    if isinstance(spec.panels, str) or spec.panels is None:
        data = read_data(spec, context)
        if data is None:
            return []
        if data.groups:
            return _grouped(data, context)
        return [(s.name, replace(data, strands=(s,))) for s in data.strands]
    found: list[tuple[str, ChartData]] = []
    lengths: set[int] = set()
    broken = False
    for i, panel in enumerate(spec.panels):
        if panel.values:
            points, units = [], []
            names = []
            for j, ref in enumerate(panel.values):
                one = plottable(ref, context, "panels", i, "values", j)
                if one is None:
                    broken = True
                    continue
                points.append(one[0])
                units.append(one[1])
                names.append(one[2].label)
            lengths.add(len(panel.values))
            labels = spec.labels or tuple(names)
            data = ChartData(labels, (Strand(panel.title, tuple(points), tuple(units)),),
                             panel.values, context.words.list_comma.join(panel.values))  # fmt: skip
            found.append((panel.title, data))
        else:
            part = read_data(spec.model_copy(update={"y": panel.y, "panels": None}), context)
            if part is None:
                return []
            lengths.add(len(part.categories))
            found.append((panel.title, part))
    if len(lengths) > 1 or (spec.labels and {len(spec.labels)} != lengths):
        context.report(
            f"the panels differ in length: {', '.join(map(str, sorted(lengths)))}"
            + (f"; {len(spec.labels)} labels" if spec.labels else ""),
            "panels",
            hint="every panel needs one value for each category",
            code="chart-length",
        )
        return []
    return [] if broken else found


def _grouped(data: ChartData, context: ChartContext) -> list[tuple[str, ChartData]]:
    """Rows of a table divided by a column, each with the same categories in the same order."""
    categories = tuple(dict.fromkeys(data.categories))
    found = []
    for group in dict.fromkeys(data.groups):
        at = [i for i, g in enumerate(data.groups) if g == group]
        own = [data.categories[i] for i in at]
        if len(set(own)) != len(own):
            context.report(
                f"panel {group}: a category stands in it twice",
                "panels",
                hint="divide by another column, or check x:",
                code="chart-length",
            )
            return []
        strands = []
        for strand in data.strands:
            gap = Point(None, context.words.missing, "missing")
            by_name = {data.categories[i]: (strand.points[i], strand.units[i]) for i in at}
            unit = _only(strand.units)
            rows = [by_name.get(c, (gap, unit)) for c in categories]
            strands.append(
                Strand(strand.name, tuple(p for p, _ in rows), tuple(u for _, u in rows))
            )
        found.append(
            (group, replace(data, categories=categories, strands=tuple(strands), groups=()))
        )
    return found


# ── the author's own ─────────────────────────────────────────────────────────────────────────


def plan_code(spec: model.Chart, context: ChartContext) -> ChartPlan | None:
    """matplotlib: an author's Python file that draws a table; run only with ``--allow-code``."""
    if not spec.file:
        context.report(
            "kind: matplotlib needs a Python file",
            "kind",
            hint="give file: figure.py with a function draw(table) that returns a Figure",
            code="chart-code",
        )
        return None
    path = (context.folder / spec.file).resolve()
    if not path.is_relative_to(context.folder.resolve()):
        context.report(
            f"{spec.file} lies outside of the report's folder", "file", code="path-outside"
        )
        return None
    if not path.is_file():
        near = did_you_mean(spec.file, (p.name for p in context.folder.glob("*.py")))
        hint = near or "put it into the report's folder"
        context.report(f"no file {spec.file!r}", "file", hint=hint, code="missing-file")
        return None
    table = None
    if spec.table:
        table = context.table_plans.get(spec.table)
        if table is None and spec.table not in context.tables:
            context.report(
                f"no table {spec.table!r}",
                "table",
                hint=did_you_mean(spec.table, context.tables) or "list it under tables:",
                code="unknown-table",
            )
            return None
    if not spec.alt:
        context.report(
            "a figure drawn by code needs alt text",
            "kind",
            hint="say in alt: what it shows",
            code="chart-alt",
        )
    sources = (f"source:{spec.source}",) if spec.source else ()
    empty = ChartData((), (), sources, table.provenance if table else "", table)
    draft = Draft(spec, context, empty)
    return draft.plan("matplotlib", (), (), code_path=str(path), table=table)
