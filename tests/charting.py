"""Charts for tests: specs and tables → plans, and what of a plan a reader must find drawn.

``visible`` is the parity helper: the strings that both editions must show for a plan. Page and
slide tests compare what they read back (from the PDF's text, from the deck's XML) with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from report.compose.charts import plan_chart
from report.compose.context import ChartContext
from report.compose.document import FigureView
from report.compose.numbers import NumberFormat, decimals_of
from report.compose.plan import REST, Cell, ChartPlan, Column, Point, Row, TablePlan
from report.compose.words import words_for
from report.errors import Collector, Place
from report.source import model
from report.source.judge import validate
from report.source.loaded import LoadedTable

CASES = Path(__file__).parent / "cases"

Value = str | None
"""A number as written, None for a gap."""


def table(
    columns: Sequence[str], rows: Sequence[Sequence[Value]], unit: str = "", texts: int = 1
) -> TablePlan:
    """A table whose first columns name the rows; ``~`` before a number marks it derived."""
    numbers = NumberFormat()

    def cell(text: Value, number: int) -> Cell:
        if text is None:
            return Cell("—", None, "missing", f"缺{number:02d}")
        derived = text.startswith("~")
        value = Decimal(text.removeprefix("~"))
        shown = numbers.number(value, decimals=decimals_of(value))
        return Cell(shown, value, "derived" if derived else "reported")

    count = 0
    made: list[Row] = []
    for row in rows:
        cells = [Cell(name or "") for name in row[:texts]]
        for text in row[texts:]:
            count += text is None
            cells.append(cell(text, count))
        made.append(Row(tuple(cells)))
    heads = (
        *(Column(c) for c in columns[:texts]),
        *(Column(c, "number", unit) for c in columns[texts:]),
    )
    return TablePlan("data", "表1", "数据", "", "", heads, tuple(made), provenance="data.csv")


def context(
    tables: Mapping[str, TablePlan] | None = None,
    figures: Mapping[str, FigureView] | None = None,
    language: str = "zh-Hans",
    folder: Path = Path(),
) -> ChartContext:
    """A context with the given tables and figures."""
    plans = dict(tables or {})
    loaded = {
        name: LoadedTable(tuple(c.title for c in plan.columns), (), "data.csv")
        for name, plan in plans.items()
    }
    specs = {name: model.Table() for name in plans}
    return ChartContext(
        figures=dict(figures or {}),
        tables=loaded,
        table_specs=specs,
        table_plans=plans,
        numbers=NumberFormat(language),
        words=words_for(language),
        language=language,
        collector=Collector(),
        place=lambda *path: Place("report.yaml", 1, 1),
        path=("sections", 0, "charts", 0),
        id="chart",
        number_text="图1",
        source_text=lambda names: "来源：《测试》",
        folder=folder,
    )


def plan(kind: str, data: TablePlan, **parts: Any) -> ChartPlan:
    """The plan of a chart over all columns of a table; fails on any error."""
    made, found = planned(kind, data, **parts)
    assert not found.errors, [str(d) for d in found.errors]
    assert made is not None
    return made


def planned(
    kind: str, data: TablePlan, language: str = "zh-Hans", **parts: Any
) -> tuple[ChartPlan | None, Collector]:
    """The plan of a chart, if there is one, and the diagnostics."""
    spec = validate(model.Chart, {"kind": kind, "title": "标题", "table": "data", **parts})
    place = context({"data": data}, language=language)
    return plan_chart(spec, place), place.collector


# ── what a reader must find ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Visible:
    """Strings that a drawing of a plan shows; each must be found as often as it stands here."""

    names: tuple[str, ...]
    """Categories, series, panel titles, in order."""
    values: tuple[str, ...]
    """Labels of known points that are shown, series by series."""
    gaps: tuple[str, ...]
    """Codes of gaps (the gap's text where it has none)."""
    ticks: tuple[str, ...]
    remarks: tuple[str, ...]
    """References and annotations."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every string."""
        return (*self.names, *self.values, *self.gaps, *self.ticks, *self.remarks)


def visible(plan: ChartPlan) -> Visible:
    """What both editions show of a plan."""
    names: list[str] = []
    values: list[str] = []
    gaps: list[str] = []
    ticks: list[str] = []
    for part in plan.panels or (plan,):
        if plan.panels:
            names.append(part.title)
        names += [c for c in part.categories[:: part.category_every] if c]
        if len(part.series) > 1:
            names += [s.name for s in part.series]
        for series in part.series:
            for point in series.points:
                if point.colour == REST or not point.shown:
                    continue
                if point.value is None:
                    gaps.append(point.code or plan.gap_text)
                else:
                    values.append(point.label)
    for axis in (plan.axis, plan.axis2, plan.x_axis):
        if axis is not None and any(axis.labels):
            ticks += axis.labels
    remarks = [r.label for r in plan.references] + [a.text for a in plan.annotations]
    return Visible(tuple(names), tuple(values), tuple(gaps), tuple(ticks), tuple(remarks))


def points(plan: ChartPlan) -> tuple[Point, ...]:
    """All points of a plan, those of its panels too."""
    return tuple(p for part in (plan.panels or (plan,)) for s in part.series for p in s.points)


@cache
def gallery() -> tuple[ChartPlan, ...]:
    """The plans of ``tests/cases/gallery``, in order."""
    from report.compose.assemble import compose
    from report.compose.document import Chart
    from report.source.read import read_report
    from report.theme import load_theme

    document = compose(read_report(CASES / "gallery" / "report.yaml"), load_theme("qing"))
    return tuple(b.plan for s in document.sections for b in s.blocks if isinstance(b, Chart))
