"""Small multiples: the same small chart for each panel, on a common axis."""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.charting import room
from report.compose.charting.bars import list_gaps
from report.compose.charting.draft import Draft
from report.compose.charting.labels import em_width
from report.compose.charting.lines import labelled
from report.compose.charting.order import natural
from report.compose.charting.points import ChartData, Strand, plottable, read_data
from report.compose.context import ChartContext
from report.compose.plan import Axis, ChartKind, ChartPlan, Point, Series
from report.record import replace
from report.source import model

TALLEST = 580
"""Height of a page's type area in points, less a chart's frame."""


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
        if kind != "bar" and _many(categories, data.strands):
            list_gaps(draft, series, names=data.categories, panel=title)
        made.append(_panel_plan(part, kind, series, axis, title, len(panels)))
    none: tuple[Series, ...] = ()
    return draft.plan("multiples", (), none, unit=unit, axis=axis, panels=tuple(made))


def _panel_plan(part: Draft, kind: ChartKind, series: tuple[Series, ...], axis: Axis | None,
                title: str, panels: int) -> ChartPlan:  # fmt: skip
    words, categories = part.context.words, part.data.categories
    step = 1
    if kind == "line":
        rows = labelled([*series, *series])[: len(series)]
        widest = max(map(em_width, categories)) + 0.8
        step = max(1, -(-len(categories) * int(widest * 10) // 110))
    else:
        rows = series
    if kind == "column" and not room.panel_labels_fit(rows, len(categories) * len(rows), panels):
        rows = room.hide(rows)
    if kind != "bar" and _many(categories, series):
        rows = room.hide_gaps(rows)
    missing = all(p.value is None for s in series for p in s.points)
    return ChartPlan(
        id=part.context.id, kind=kind, number="", title=title, takeaway="", sub="",
        categories=categories, series=rows, axis=None if missing else axis, category_every=step,
        highlight=any(p.highlight for s in series for p in s.points), all_missing=missing,
        legend=len(series) > 1, gap_text=words.missing, derived_tag=words.derived_short,
        language=part.context.language, joints=part.joints,
    )  # fmt: skip


def _many(categories: Sequence[str], rows: Sequence[object]) -> bool:
    """Whether the slots of a panel are too thin for codes: the note names its gaps then."""
    return len(categories) > 5 or len(categories) * len(rows) > 6


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
            unit = next((u for u in strand.units if u), "")
            rows = [by_name.get(c, (gap, unit)) for c in categories]
            strands.append(
                Strand(strand.name, tuple(p for p, _ in rows), tuple(u for _, u in rows))
            )
        found.append(
            (group, replace(data, categories=categories, strands=tuple(strands), groups=()))
        )
    return found
