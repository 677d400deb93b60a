"""A chart's ``values``, ``series`` or ``table`` → categories and strands of points.

This is where figures and cells become points: with label, number format, state and code. What
cannot be plotted (a year, a range, text, a name that leads nowhere, rows of unequal length) is
reported with its place; the rest is read on, so that all faults show at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from report.compose.charting.labels import figure_label, format_code, value_label
from report.compose.context import ChartContext
from report.compose.document import FigureView
from report.compose.numbers import MINUS, decimals_of
from report.compose.plan import Cell, Point, TablePlan
from report.compose.quantities import QuantityError, parse_quantity, shortened
from report.compose.suggest import did_you_mean
from report.record import field, record, replace
from report.source import model


@record
class Strand:
    """A named row of points before it has a colour."""

    name: str
    points: tuple[Point, ...]
    units: tuple[str, ...]
    """Unit of each point, as shown."""
    line: bool = False
    """combo: named under ``line``."""

    @property
    def known(self) -> tuple[Decimal, ...]:
        """Values that are not gaps."""
        return tuple(p.value for p in self.points if p.value is not None)


@record
class ChartData:
    """What a chart shows, before order, axes and colours."""

    categories: tuple[str, ...]
    strands: tuple[Strand, ...]
    sources: tuple[str, ...] = ()
    """Names of figures, or ``source:key``."""
    provenance: str = ""
    table: TablePlan | None = None
    ends: bool = False
    """``labels`` named the two ends (slope, dumbbell): each strand is an item."""
    groups: tuple[str, ...] = field(default=())
    """multiples: the panel of each category."""

    @property
    def points(self) -> tuple[Point, ...]:
        """All points, strand by strand."""
        return tuple(p for s in self.strands for p in s.points)

    @property
    def known(self) -> tuple[Decimal, ...]:
        """All values that are not gaps."""
        return tuple(p.value for p in self.points if p.value is not None)

    @property
    def units(self) -> tuple[str, ...]:
        """Units that occur, each once, in order."""
        return tuple(dict.fromkeys(u for s in self.strands for u in s.units if u))

    def keep(self, order: Sequence[int]) -> ChartData:
        """The same data with the categories at ``order``, in that order."""
        return replace(
            self,
            categories=tuple(self.categories[i] for i in order),
            strands=tuple(
                replace(s, points=tuple(s.points[i] for i in order),
                        units=tuple(s.units[i] for i in order))
                for s in self.strands
            ),
            groups=tuple(self.groups[i] for i in order) if self.groups else (),
        )  # fmt: skip


def figure_point(view: FigureView, context: ChartContext) -> Point:
    """A figure as a point; a gap keeps its code and surviving digits."""
    if view.value is None:
        return Point(
            None, context.words.missing, "missing", view.code, view.name, remains=view.remains
        )
    label, code = figure_label(view, context.numbers)
    return Point(view.value, label, view.state, view.code, view.name, number_format=code)


def cell_point(cell: Cell, context: ChartContext) -> Point:
    """A table cell as a point."""
    if cell.value is None:
        return Point(None, context.words.missing, "missing", cell.code, cell.figure)
    digits = cell.text.replace(",", "").replace(MINUS, "-")
    if digits.removeprefix("-").replace(".", "", 1).isdigit() and Decimal(digits) == cell.value:
        if len(digits) > 7:
            label, code = value_label(cell.value, context.numbers)
        else:
            label = cell.text
            code = format_code(decimals_of(Decimal(digits)), grouping="," in cell.text)
    else:
        label, code = cell.text, ""
    return Point(cell.value, label, cell.state, cell.code, cell.figure, number_format=code)


def read_data(spec: model.Chart, context: ChartContext) -> ChartData | None:
    """The data of ``spec``, or None where faults (already reported) leave nothing to plan."""
    given = [
        name for name in ("values", "series", "table")
        if getattr(spec, name) and not (name == "series" and spec.table)
    ]  # fmt: skip
    if len(given) > 1:
        context.report(
            f"{given[0]} and {given[1]} both give data",
            given[1],
            hint="keep one of values, series and table",
            code="chart-data",
        )
        return None
    if spec.table:
        return _from_table(spec, context)
    if spec.series:
        return _from_series(spec, context)
    if spec.values:
        return _from_values(spec, context)
    context.report(
        "the chart has no data",
        hint="give values: [figures], series: {name: [figures]} or table: name",
        code="chart-data",
    )
    return None


def plottable(
    reference: str, context: ChartContext, *path: str | int
) -> tuple[Point, str, FigureView] | None:
    """The point and unit of the figure called ``reference``; reported where there is none."""
    view = context.figures.get(reference)
    if view is None:
        context.report(
            f"no figure {reference!r}",
            *path,
            hint=did_you_mean(reference, context.figures) or "list it under figures:",
            code="unknown-figure",
        )
        return None
    if view.temporal:
        context.report(
            f"{reference} is a year or a period and cannot be plotted",
            *path,
            hint="use it as a label, or give its kind: number",
            code="chart-not-a-quantity",
        )
        return None
    if view.value is None and view.state != "missing":
        context.report(
            f"{reference} is a range ({view.text}) and has no single value to plot",
            *path,
            hint="give each end a figure of its own and use kind: dumbbell",
            code="chart-not-a-quantity",
        )
        return None
    return figure_point(view, context), view.unit, view


def _from_values(spec: model.Chart, context: ChartContext) -> ChartData | None:
    found = [plottable(ref, context, "values", i) for i, ref in enumerate(spec.values)]
    if spec.labels and len(spec.labels) != len(spec.values):
        context.report(
            f"{len(spec.labels)} labels for {len(spec.values)} values",
            "labels",
            hint="give one label for each value",
            code="chart-length",
        )
        return None
    if any(f is None for f in found):
        return None
    complete = [f for f in found if f is not None]
    labels = spec.labels or _told_apart([view for _, _, view in complete])
    strand = Strand(
        spec.title, tuple(point for point, _, _ in complete), tuple(unit for _, unit, _ in complete)
    )
    return ChartData(
        labels, (strand,), tuple(spec.values), context.words.list_comma.join(spec.values)
    )


def _told_apart(views: Sequence[FigureView]) -> tuple[str, ...]:
    """Labels of figures; where two are equal, the one with its aspect."""
    labels = [v.label for v in views]
    return tuple(v.full_label or v.label if labels.count(v.label) > 1 else v.label for v in views)


def _from_series(spec: model.Chart, context: ChartContext) -> ChartData | None:
    strands: list[Strand] = []
    names: list[str] = []
    broken = False
    lines = _names(spec.line)
    lengths = {len(refs) for refs in spec.series.values()}
    if len(lengths) > 1:
        text = ", ".join(f"{name} {len(refs)}" for name, refs in spec.series.items())
        context.report(
            f"the series differ in length: {text}",
            "series",
            hint="every series needs one value for each category; write the gaps as figures "
            "with value: missing",
            code="chart-length",
        )
        return None
    for name, refs in spec.series.items():
        points: list[Point] = []
        units: list[str] = []
        for i, ref in enumerate(refs):
            found = plottable(ref, context, "series", name, i)
            if found is None:
                broken = True
                continue
            points.append(found[0])
            units.append(found[1])
            names.append(ref)
        strands.append(Strand(name, tuple(points), tuple(units), name in lines))
    for name in lines:
        if name not in spec.series:
            context.report(
                f"line names no series {name!r}",
                "line",
                hint=did_you_mean(name, spec.series),
                code="chart-series",
            )
            broken = True
    count = lengths.pop()
    if spec.labels and len(spec.labels) != count:
        context.report(
            f"{len(spec.labels)} labels for series of {count} values",
            "labels",
            hint="give one label for each value of a series",
            code="chart-length",
        )
        return None
    if broken:
        return None
    labels = spec.labels
    if not labels:
        first = next(iter(spec.series.values()))
        labels = _told_apart([context.figures[ref] for ref in first])
    return ChartData(
        labels,
        tuple(strands),
        tuple(dict.fromkeys(names)),
        context.words.list_comma.join(dict.fromkeys(names)),
        ends=len(labels) == 2,
    )


def _names(value: tuple[str, ...] | str | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _from_table(spec: model.Chart, context: ChartContext) -> ChartData | None:
    assert spec.table is not None
    if spec.table not in context.tables:
        context.report(
            f"no table {spec.table!r}",
            "table",
            hint=did_you_mean(spec.table, context.tables) or "list it under tables:",
            code="unknown-table",
        )
        return None
    plan = context.table_plans.get(spec.table)
    if plan is None:
        return None  # its own errors have been reported
    titles = [c.title for c in plan.columns]

    def column(title: str, *path: str | int) -> int | None:
        if title in titles:
            return titles.index(title)
        context.report(
            f"table {spec.table} has no column {title!r}",
            *path,
            hint=did_you_mean(title, titles) or "there are " + ", ".join(titles),
            code="unknown-column",
        )
        return None

    rows = [row for row in plan.rows if row.role == "body"]
    numeric = [i for i, c in enumerate(plan.columns) if c.kind == "number"]
    text = [i for i, c in enumerate(plan.columns) if c.kind == "text"]
    x = column(spec.x, "x") if spec.x else (text or [0])[0]
    lines = _names(spec.line)
    wanted = (*_names(spec.y), *(n for n in lines if n not in _names(spec.y)))
    if _names(spec.y):
        ys = [column(name, "y" if name not in lines else "line") for name in wanted]
    else:
        ys = [i for i in numeric if i != x]
        ys += [column(name, "line") for name in lines if name not in titles]
    if x is None or any(y is None for y in ys):
        return None
    if spec.kind == "scatter" and x in numeric:  # across; the dots' names stand in a text column
        ys = [x, *(y for y in ys if y != x)]
        x = text[0] if text else None
    if not ys or not rows:
        context.report(
            f"table {spec.table} has no {'rows' if ys else 'number column'} to plot",
            "table",
            hint="give the columns with y:, and check their kind",
            code="chart-data",
        )
        return None
    strands = []
    for y in ys:
        assert y is not None
        head = plan.columns[y]
        if head.kind != "number":
            if _strangers(spec.table, y, head.title, context):
                return None
            context.report(
                f"column {head.title!r} holds text and cannot be plotted",
                "y",
                hint=f"number columns are {', '.join(titles[i] for i in numeric) or 'none'}",
                code="chart-not-a-quantity",
            )
            return None
        strands.append(
            Strand(
                head.title,
                tuple(cell_point(row.cells[y], context) for row in rows),
                tuple(row.cells[y].unit or head.unit for row in rows),
                head.title in lines,
            )
        )
    categories = tuple("" if x is None else row.cells[x].text for row in rows)
    if spec.labels:
        if len(spec.labels) != len(categories):
            context.report(
                f"{len(spec.labels)} labels for {len(categories)} rows",
                "labels",
                hint="give one label for each row, or none",
                code="chart-length",
            )
            return None
        categories = spec.labels
    groups: tuple[str, ...] = ()
    if isinstance(spec.panels, str):
        divider = column(spec.panels, "panels")
        if divider is None:
            return None
        groups = _filled_down([row.cells[divider].text for row in rows])
    written = context.table_specs[spec.table]
    sources = tuple(dict.fromkeys(c.figure for r in rows for c in r.cells if c.figure))
    sources = tuple(s for s in sources if s in context.figures)
    if written.source:
        sources = (f"source:{written.source}", *sources)
    return ChartData(
        categories,
        tuple(strands),
        sources,
        plan.provenance or context.tables[spec.table].provenance,
        plan,
        groups=groups,
    )


MOST_STRANGERS = 5
"""Cells of a column that are reported one by one."""


def _strangers(table: str, index: int, title: str, context: ChartContext) -> bool:
    """Report the cells that keep a column from being one of numbers; False if none is a number."""
    loaded = context.tables[table]
    strange: list[tuple[int, str]] = []
    for row, cells in enumerate(loaded.rows):
        text = (cells[index] if index < len(cells) else None) or ""
        try:
            if text and "{{" not in text:
                parse_quantity(text)
        except QuantityError:
            strange.append((row, text))
    if len(strange) == len(loaded.rows):
        return False
    for row, text in strange[:MOST_STRANGERS]:
        context.collector.add(
            loaded.place(row, index),
            f"{shortened(text)} is not a number, so that column {title!r} cannot be plotted",
            hint="write it in digits, or missing where the source has lost it",
            path=f"tables.{table}",
            code="bad-number",
        )
    return bool(strange)


def _filled_down(texts: list[str]) -> tuple[str, ...]:
    """Group names: an empty cell repeats the one above."""
    filled: list[str] = []
    for text in texts:
        filled.append(text or (filled[-1] if filled else ""))
    return tuple(filled)
