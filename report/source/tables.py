"""A table as an author describes it → columns and rows of text with their provenance.

Inline rows, CSV, workbooks (XLSX, XLS, ODS) and SQLite queries all become the same
:class:'~report.source.loaded.LoadedTable'; what a cell means is decided in ``report.compose``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from report.errors import Collector, Place, suggestion
from report.record import record
from report.source.delimited import Row, read_delimited
from report.source.headings import Headings, divide, row_length
from report.source.loaded import LoadedTable
from report.source.model import Table, TableColumn
from report.source.paths import locate_file
from report.source.text import read_bytes
from report.source.yaml import YamlDocument

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
_NO_TABLES = frozenset(
    {".docx", ".doc", ".wps", ".pdf", ".pptx", ".ppt", ".et", ".numbers", ".json", ".xml", ".html",
     ".htm", ".yaml", ".yml", ".parquet", ".zip", ".png", ".jpg"}
)  # fmt: skip
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_DATABASES = frozenset({".sqlite", ".sqlite3", ".db"})
_ONLY_FOR = {
    "sheet": ("a workbook", _WORKBOOKS),
    "range": ("a workbook", _WORKBOOKS),
    "query": ("an SQLite file", _DATABASES),
}


@record
class TableReader:
    """Reads the tables of one report."""

    folder: Path
    document: YamlDocument
    collector: Collector
    language: str = "zh-Hans"
    anywhere: bool = False

    def read(self, name: str, table: Table) -> tuple[LoadedTable | None, Path | None]:
        """The table and the file it comes from; None with diagnostics where it cannot be had."""
        if table.file is None:
            return self._inline(name, table), None
        path, shown_path = ("tables", name, "file"), f"tables.{name}.file"
        file = locate_file(
            table.file,
            self.folder,
            self.document.place(path),
            shown_path,
            self.collector,
            anywhere=self.anywhere,
        )
        if file is None or not self._fits(name, table, file):
            return None, file
        return self._from_file(name, table, file), file

    def refuse(self, name: str) -> Callable[[str, str, str, str], None]:
        """Reports a fault of a table's description at one of its keys."""

        def add(key: str, message: str, hint: str, code: str) -> None:
            path = f"tables.{name}.{key}"
            place = self.document.place(("tables", name, key))
            self.collector.add(place, message, hint=hint, path=path, code=code)

        return add

    def _fits(self, name: str, table: Table, file: Path) -> bool:
        """Whether the keys that are written go with the kind of file."""
        refuse = self.refuse(name)
        good = True
        kind = file.suffix.casefold()
        if table.rows:
            refuse("rows", "a table has either 'file' or 'rows'", "remove one of them",
                   "file-and-rows")  # fmt: skip
            good = False
        for key, (what, kinds) in _ONLY_FOR.items():
            if getattr(table, key) is not None and kind not in kinds:
                refuse(key, f"'{key}' is for {what} only", "remove it", "not-for-this-file")
                good = False
        if kind in _DATABASES and table.query is None:
            refuse("file", "an SQLite file needs a 'query'", "write 'query: SELECT …'",
                   "missing-key")  # fmt: skip
            good = False
        return good

    def _from_file(self, name: str, table: Table, file: Path) -> LoadedTable | None:
        kind = file.suffix.casefold()
        written = table.file or ""
        shown = str(self.folder / written)
        refuse = self.refuse(name)
        before = len(self.collector.errors)
        if kind in _DATABASES:
            from report.source.database import read_query

            query = table.query or ""
            found = read_query(file, query, MAX_ROWS, refuse)
            if found is None:
                return None
            at = self.document.place(("tables", name, "query"))
            if "order by" not in " ".join(query.casefold().split()):
                self.collector.add(
                    at,
                    "the query says no order, so that rows may come in another one",
                    hint="add ORDER BY",
                    path=f"tables.{name}.query",
                    severity="warning",
                    code="no-order",
                )
            headings = divide(found, 0, shown, f"tables.{name}", self.collector, at=at)
            provenance = f"{written} · {' '.join(query.split())}"
            return self._finished(name, table, headings, provenance, shown, before, at=at)
        if kind in _NO_TABLES:
            refuse("file", f"{kind} files are not read as tables", "save the table as XLSX or CSV",
                   "not-a-table")  # fmt: skip
            return None
        content = read_bytes(file, shown, MAX_BYTES, self.collector)
        if content is None:
            return None
        left, at_cell = 0, None
        if kind in _WORKBOOKS:
            from report.source.workbook import read_workbook

            sheet = read_workbook(
                content,
                shown,
                sheet=table.sheet,
                area=table.range,
                header=table.header,
                refuse=refuse,
                collector=self.collector,
            )
            if sheet is None:
                return None
            rows, left = sheet.rows, sheet.left
            provenance = f"{written} · {sheet.sheet}!{sheet.first}:{sheet.last}"
        else:
            found = read_delimited(
                content,
                shown,
                separator=table.separator,
                encoding=table.encoding,
                language=self.language,
                refuse=refuse,
                collector=self.collector,
            )
            if found is None:
                return None
            rows, at_cell = found
            provenance = written
        number = self._header_row(name, table, rows)
        if number is None:
            return None
        headings = divide(
            rows, number, shown, f"tables.{name}", self.collector, left=left, at_cell=at_cell
        )
        return self._finished(name, table, headings, provenance, shown, before)

    def _header_row(self, name: str, table: Table, rows: list[Row]) -> int | None:
        """Index of the row of headings: the one that is written, or the first."""
        if table.header is None:
            return 0
        for index, row in enumerate(rows):
            if row.line == table.header:
                return index
        # A CSV file with empty lines: its rows are counted, too.
        if 1 <= table.header <= len(rows) and rows[0].line == 1:
            return table.header - 1
        self.refuse(name)(
            "header",
            f"there is no row {table.header} here",
            f"the rows are {rows[0].line}–{rows[-1].line}" if rows else "the table is empty",
            "bad-header",
        )
        return None

    def _finished(
        self,
        name: str,
        table: Table,
        headings: Headings | None,
        provenance: str,
        shown: str,
        errors_before: int,
        *,
        at: Place | None = None,
    ) -> LoadedTable | None:
        if headings is None or len(self.collector.errors) > errors_before:
            return None
        if len(headings.rows) > MAX_ROWS:
            self.refuse(name)("file", f"has more than {MAX_ROWS:,} rows", "divide it", "too-large")
            return None
        if len(headings.columns) > MAX_COLUMNS:
            said = f"has more than {MAX_COLUMNS:,} columns"
            self.refuse(name)("file", said, "leave out what is not shown", "too-large")
            return None
        self._check_described(name, table, headings.columns)
        rows = headings.rows
        left = headings.left

        def cell(row: int, column: int) -> Place:
            return at or headings.cell_place(row, column)

        return LoadedTable(
            headings.columns,
            tuple(row.cells for row in rows),
            provenance,
            tuple(at or Place(shown, row.line, left + 1) for row in rows),
            cell,
        )

    def _check_described(self, name: str, table: Table, columns: tuple[str, ...]) -> None:
        """Columns that are described must be there."""
        for index, column in enumerate(table.columns):
            title = column if isinstance(column, str) else column.title
            if title not in columns:
                near = suggestion(title, columns)
                self.collector.add(
                    self.document.place(("tables", name, "columns", index)),
                    f"the table has no column '{title}'",
                    hint=f"did you mean '{near}'?" if near else "columns: " + "、".join(columns),
                    path=f"tables.{name}.columns[{index}]",
                    code="unknown-column",
                )

    def _inline(self, name: str, table: Table) -> LoadedTable | None:
        path = ("tables", name)
        refuse = self.refuse(name)
        place = self.document.place
        for key in ("sheet", "range", "query", "header", "separator", "encoding"):
            if getattr(table, key) is not None:
                refuse(key, f"'{key}' is for a table with a 'file'", "remove it",
                       "not-for-this-file")  # fmt: skip
        if not table.columns or not table.rows:
            absent = "columns" if not table.columns else "rows"
            self.collector.add(
                place(path),
                f"a table needs 'columns' and 'rows', or a 'file'; it has no '{absent}'",
                hint="add them",
                path=f"tables.{name}",
                code="empty-table",
            )
            return None
        columns = tuple(_title(c) for c in table.columns)
        good = True
        seen: set[str] = set()
        for index, column in enumerate(columns):
            if column in seen:
                good = False
                self.collector.add(
                    place((*path, "columns", index)),
                    f"the heading '{column}' stands twice",
                    hint="give each column a heading of its own",
                    path=f"tables.{name}.columns[{index}]",
                    code="duplicate-column",
                )
            seen.add(column)
        for index, row in enumerate(table.rows):
            if len(row) != len(columns):
                good = False
                self.collector.add(
                    place((*path, "rows", index)),
                    row_length(len(row), len(columns)),
                    hint="write '~' for an empty cell, 'missing' for a lost number",
                    path=f"tables.{name}.rows[{index}]",
                    code="row-length",
                )
        if not good:
            return None
        places = tuple(place((*path, "rows", i)) for i in range(len(table.rows)))

        def cell(row: int, column: int) -> Place:
            return place((*path, "rows", row, column))

        return LoadedTable(columns, table.rows, "", places, cell)


def _title(column: str | TableColumn) -> str:
    return column if isinstance(column, str) else column.title
