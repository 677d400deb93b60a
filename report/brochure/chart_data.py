"""A chart's plan → its numbers as tables: cells in the structure tree, or CSV to attach.

A figure's alternative text says what it shows; the numbers themselves are reachable beside it
(PDF/UA-1, 7.3). In the tree the table's cells own the chart's visible labels, so nothing is said
twice and nothing is hidden; a value without a label of its own is a cell with ActualText.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from report.brochure.tags import Element, Tags
from report.compose.plan import ChartPlan, Point, Series
from report.record import record

if TYPE_CHECKING:
    from report.brochure.pdf import PdfBook

Within = Callable[[str], AbstractContextManager[Any] | None]
"""For a string that is drawn: the context that makes it part of a cell; None: of the figure."""


@record
class DataCell:
    """A cell: what it says, and the strings by which the drawing may show it."""

    text: str
    shown: tuple[str, ...] = ()


@record
class DataTable:
    """Numbers of a chart: a head row, and rows that each begin with their name."""

    head: tuple[DataCell, ...]
    rows: tuple[tuple[DataCell, ...], ...]

    def csv(self) -> str:
        """Comma-separated values as RFC 4180 has them."""
        lines = (self.head, *self.rows)
        return "".join(",".join(_quoted(c.text) for c in line) + "\r\n" for line in lines)


def tables_of(plan: ChartPlan) -> tuple[DataTable, ...]:
    """The tables of a chart's plan; none where it shows no value."""
    if plan.table is not None:
        head = tuple(DataCell(_with_unit(c.title, c.unit)) for c in plan.table.columns)
        rows = tuple(
            tuple(DataCell(" ".join(filter(None, (c.text, c.unit, c.code)))) for c in row.cells)
            for row in plan.table.rows
        )
        return (DataTable(head, rows),) if rows else ()
    if plan.panels:
        return _panels(plan)
    if not plan.series:
        return ()
    if plan.kind == "scatter":
        return (_scatter(plan),)
    columns = plan.series
    names = [_with_unit(s.name, s.unit or _unit(plan)) for s in columns]
    if len(columns) == 1:  # the scope line says more than a name that repeats the title
        names = [plan.sub or names[0] or plan.title]
    if len(columns) > len(plan.categories):  # more items than moments: items down the side
        head = (DataCell(""), *(DataCell(c, (c,)) for c in plan.categories))
        rows = tuple(
            (DataCell(name, (s.name,)), *(_value(plan, p) for p in s.points))
            for name, s in zip(names, columns, strict=True)
        )
        return (DataTable(head, rows),)
    head = (DataCell(""), *(DataCell(n, (s.name,)) for n, s in zip(names, columns, strict=True)))
    rows = tuple(
        (DataCell(category, (category,)), *(_value(plan, s.points[i]) for s in columns))
        for i, category in enumerate(plan.categories)
        if category
    )
    return (DataTable(head, rows),)


def _panels(plan: ChartPlan) -> tuple[DataTable, ...]:
    """One table for panels that share their categories, else one for each."""
    panels = plan.panels
    first = panels[0].categories
    if all(len(p.series) == 1 and p.categories == first for p in panels) and len(first) < 13:
        head = (DataCell(""), *(DataCell(c, (c,)) for c in first))
        rows = tuple(
            (
                DataCell(_with_unit(_name(p), _unit(p)), (_name(p), p.title, p.sub)),
                *(_value(p, point) for point in p.series[0].points),
            )
            for p in panels
        )
        return (DataTable(head, rows),)
    return tuple(table for p in panels for table in tables_of(p))


def _scatter(plan: ChartPlan) -> DataTable:
    x = plan.x_axis.title or plan.x_axis.unit if plan.x_axis else ""
    y = plan.axis.title or plan.axis.unit if plan.axis else ""
    head = (DataCell(""), DataCell(x), DataCell(y))
    rows = tuple(
        (
            DataCell(name or str(i + 1), (name,)),
            DataCell("" if point.x is None else str(point.x)),
            _value(plan, point),
        )
        for series in plan.series
        for i, (name, point) in enumerate(zip(plan.categories, series.points, strict=True))
    )
    return DataTable(head, rows)


def _name(panel: ChartPlan) -> str:
    series: Series = panel.series[0]
    return panel.title or series.name


def _unit(plan: ChartPlan) -> str:
    return plan.axis.unit if plan.axis is not None else ""


def _with_unit(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit and name and unit not in name else name or unit


def _value(plan: ChartPlan, point: Point) -> DataCell:
    parts = [point.label + (point.remains if point.remains not in point.label else "")]
    parts += [p for p in (point.code, point.sub) if p and p not in parts[0]]
    shown = (point.label, f"{plan.gap_text} {point.code}" if point.code else "")
    return DataCell(" ".join(parts), shown)


def _quoted(text: str) -> str:
    if any(c in text for c in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def place_tables(tags: Tags, plan: ChartPlan, figure: Element) -> Within | None:
    """Put a chart's tables into the tree after its ``figure``; say which label belongs where.

    Returns what :meth:`Drawing.play` asks for each text; None where no tree is kept.
    """
    if figure.parent is None or not tags.enabled:
        return None
    waiting: defaultdict[str, list[Element]] = defaultdict(list)
    for table in tables_of(plan):
        top = tags.node("Table", under=figure.parent)
        for element, cell in _cells(tags, top, table):
            element.actual_text = cell.text or None
            for shown in dict.fromkeys(cell.shown):
                if shown:
                    waiting[shown].append(element)

    owned: set[int] = set()

    def within(text: str) -> AbstractContextManager[Any] | None:
        for element in waiting.get(text, ()):
            if id(element) not in owned:
                owned.add(id(element))
                if element.actual_text == text:
                    element.actual_text = None  # the label itself says it
                return tags.element(element)
        return None

    return within


def attach_tables(book: PdfBook, plan: ChartPlan, figure: Element) -> None:
    """Attach a chart's numbers to its figure as CSV (ISO 19005-3, 6.8)."""
    tables = tables_of(plan)
    if figure.parent is None or not tables:
        return
    data = "\r\n".join(table.csv() for table in tables)
    book.attach(
        f"{plan.id}.csv",
        ("\ufeff" + data).encode(),  # the mark tells spreadsheets that this is UTF-8
        mime="text/csv",
        description=f"{plan.number} {plan.title}",
        element=figure,
    )


def _cells(tags: Tags, top: Element, table: DataTable) -> Iterator[tuple[Element, DataCell]]:
    row = tags.node("TR", under=top)
    for cell in table.head:
        yield (
            tags.node("TH", under=row, scope="Column") if cell.text else tags.node("TD", under=row),
            cell,
        )
    for cells in table.rows:
        row = tags.node("TR", under=top)
        for number, cell in enumerate(cells):
            if number:
                yield tags.node("TD", under=row), cell
            else:
                yield tags.node("TH", under=row, scope="Row"), cell
