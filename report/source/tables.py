"""A table as an author describes it → columns and rows of text with their provenance.

Inline rows, CSV, workbooks (XLSX, XLS, ODS) and SQLite queries all become the same
:class:`~report.source.loaded.LoadedTable`; what a cell means is decided in ``report.compose``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from report.errors import Collector, Place
from report.source.delimited import Row, read_delimited
from report.source.loaded import LoadedTable
from report.source.model import Table, TableColumn
from report.source.paths import locate_file
from report.source.text import read_bytes
from report.source.yaml import YamlDocument

MAX_BYTES = 64 * 1024 * 1024
MAX_COLUMNS = 400
MAX_ROWS = 200_000
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_DATABASES = frozenset({".sqlite", ".sqlite3", ".db"})


def heading(column: str | TableColumn) -> str:
    """A column's heading, however it was written."""
    return column if isinstance(column, str) else column.title


def load_table(
    name: str,
    table: Table,
    folder: Path,
    document: YamlDocument,
    collector: Collector,
    *,
    anywhere: bool = False,
) -> tuple[LoadedTable | None, tuple[Path, ...]]:
    """The table and the files read for it; None with diagnostics where it cannot be had."""
    path = ("tables", name)
    if table.file is None:
        return _inline(name, table, document, collector), ()
    shown_path = f"tables.{name}.file"
    place = document.place((*path, "file"))
    file = locate_file(table.file, folder, place, shown_path, collector, anywhere=anywhere)
    if file is None:
        return None, ()
    if table.rows:
        collector.add(
            document.place((*path, "rows")),
            "a table has either `file` or `rows`",
            hint="remove one of them",
            path=f"tables.{name}.rows",
            code="file-and-rows",
        )
        return None, (file,)
    kind = file.suffix.casefold()
    rows: list[Row] | None
    before = len(collector.diagnostics)
    if kind in _WORKBOOKS or kind in _DATABASES:
        return None, (file,)
    shown = str(folder / table.file)
    content = read_bytes(file, shown, MAX_BYTES, collector)
    rows = None
    if content is not None:
        rows = read_delimited(
            file,
            content,
            shown,
            separator=table.separator,
            encoding=table.encoding,
            collector=collector,
        )
    if rows is None:
        if len(collector.diagnostics) == before:
            collector.add(place, "cannot be read", path=shown_path, code="unreadable")
        return None, (file,)
    return _with_headings(name, table, rows, shown, document, collector), (file,)


def _inline(
    name: str, table: Table, document: YamlDocument, collector: Collector
) -> LoadedTable | None:
    path = ("tables", name)
    if not table.columns:
        collector.add(
            document.place(path),
            "a table needs `columns` and `rows`, or a `file`",
            hint="add them",
            path=f"tables.{name}",
            code="empty-table",
        )
        return None
    columns = tuple(heading(c) for c in table.columns)
    rows: list[tuple[str | None, ...]] = []
    good = _check_headings(
        columns,
        [document.place((*path, "columns", i)) for i in range(len(columns))],
        f"tables.{name}.columns",
        collector,
    )
    for index, row in enumerate(table.rows):
        if len(row) != len(columns):
            good = False
            collector.add(
                document.place((*path, "rows", index)),
                f"the row has {len(row)} cells, but there are {len(columns)} columns",
                hint="write `~` for an empty cell, `missing` for a lost number",
                path=f"tables.{name}.rows[{index}]",
                code="row-length",
            )
        rows.append(row)
    if not good:
        return None
    return LoadedTable(
        columns,
        tuple(rows),
        "",
        tuple(document.place((*path, "rows", i)) for i in range(len(rows))),
    )


def _check_headings(
    columns: Sequence[str], places: Sequence[Place], path: str, collector: Collector
) -> bool:
    seen: dict[str, int] = {}
    good = True
    for index, column in enumerate(columns):
        if column in seen:
            good = False
            collector.add(
                places[index],
                f"the heading `{column}` stands twice",
                hint="give each column a heading of its own",
                path=path,
                code="duplicate-column",
            )
        seen[column] = index
    return good


def _with_headings(
    name: str,
    table: Table,
    rows: list[Row],
    shown: str,
    document: YamlDocument,
    collector: Collector,
) -> LoadedTable | None:
    """Divide what a file holds into its headings and its rows."""
    if not rows:
        collector.add(Place(shown), "the table is empty", code="empty-table")
        return None
    number = (table.header or 1) - 1
    head, body = rows[number], rows[number + 1 :]
    columns = tuple(cell or "" for cell in head.cells)
    good = True
    for row in body:
        if len(row.cells) != len(columns):
            good = False
            collector.add(
                Place(shown, row.line, 1),
                f"the row has {len(row.cells)} cells, but there are {len(columns)} columns",
                hint="leave an empty cell empty; put a cell that holds the separator in quotes",
                path=f"tables.{name}",
                code="row-length",
            )
    good = (
        _check_headings(columns, [Place(shown, head.line, 1)] * len(columns), f"tables.{name}",
                        collector)
        and good
    )  # fmt: skip
    if not good:
        return None
    return LoadedTable(
        columns,
        tuple(row.cells for row in body),
        table.file or "",
        tuple(Place(shown, row.line, 1) for row in body),
    )
