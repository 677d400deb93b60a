"""Rows of a file → its headings and its body, with the ways real tables go wrong said plainly.

A title above the headings, two rows of headings, columns without one, rows that are shorter or
longer than the headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from report.errors import Collector, Place
from report.record import record
from report.source.delimited import Row

_NUMBER = re.compile(
    r"(?:[约約近超逾]|about |over )?[-+−±]?[0-9０-９][0-9０-９,，.．\s]*"
    r"(?:[%％‰]|[万萬亿億千百]{0,2}(?:余|多|餘|人|元)?|[eE][-+]?[0-9]+)?"
)
_NOTE = (
    r"[（(\[【*※]*(?:附?注|註|备注|備註|说明|說明|来源|來源|资料来源|資料來源|数据来源|單位|单位|出典|資料"
    r"|주|출처|자료|notes?\b|sources?\b)[\s\d]*(?:[:：.]|\)|）|】|$)"
)
_GAP = frozenset({"missing", "-", "—", "–", "…", "..", "/", "n/a", "N/A"})


@record
class Headings:
    """A table's headings and the rows under them."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    shown: str
    left: int
    """Number of the first column, counted from 0 (a workbook's range)."""
    at_cell: Callable[[int, int], int] | None = None
    """Column (from 1) of the character at which a cell of a line begins."""

    def cell_place(self, row: int, column: int) -> Place:
        """Place of a cell: its row's line; in text its first character, else its column."""
        line = self.rows[row].line
        found = self.at_cell(line, column) if self.at_cell else self.left + column + 1
        return Place(self.shown, line, found)


def divide(
    rows: Sequence[Row],
    number: int,
    shown: str,
    path: str,
    collector: Collector,
    *,
    left: int = 0,
    at: Place | None = None,
    at_cell: Callable[[int, int], int] | None = None,
) -> Headings | None:
    """Divide ``rows`` at the row of headings ``number`` (from 0); None where they do not fit."""

    def add(place: Place, message: str, hint: str, code: str) -> None:
        collector.add(at or place, message, hint=hint, path=path, code=code)

    if not rows or not any(rows[number].cells):
        place = Place(shown, rows[number].line, 1) if rows else Place(shown)
        add(place, "there are no headings here" if rows else "the table is empty",
            "write 'header', the number of their row" if rows else "", "empty-table")  # fmt: skip
        return None
    head = rows[number]
    body = [row for row in rows[number + 1 :] if any(row.cells)]
    width = _width(head, body)
    place = Place(shown, head.line, left + 1)
    titled = _below_a_title(head, body)
    if titled is not None:
        add(place, f"'{next(c for c in head.cells if c)}' stands alone in its row: it seems to be"
            " a title, not a heading",
            f"write 'header: {titled}', or remove the row", "title-row")  # fmt: skip
        return None
    columns = [head.cells[i] if i < len(head.cells) else None for i in range(width)]
    if _two_rows_of_headings(columns, body):
        second = body[0]
        add(Place(shown, second.line, left + 1),
            f"row {second.line} reads like a second row of headings",
            "join them into one row"
            + (f", or write 'header: {second.line}'" if all(second.cells) else ""),
            "two-heading-rows")  # fmt: skip
        return None
    good = _headings_are_good(columns, place, left, add)
    for row in body:
        if len(row.cells) < width or any(row.cells[width:]):
            good = False
            add(Place(shown, row.line, left + 1),
                row_length(len(row.cells), width),
                "leave an empty cell empty; put a cell that holds the separator in quotes",
                "row-length")  # fmt: skip
    _tell_notes(body, shown, path, collector, at, left)
    if not body:
        good = False
        add(place, "there are no rows under the headings", "add some", "empty-table")
    if not good:
        return None
    kept = tuple(Row(row.cells[:width], row.line) for row in body)
    return Headings(tuple(c or "" for c in columns), kept, shown, left, at_cell)


def _tell_notes(
    body: Sequence[Row], shown: str, path: str, collector: Collector, at: Place | None, left: int
) -> None:
    """Warn of notes under the table, which are no rows of it."""
    for row in reversed(body):
        filled = [cell for cell in row.cells if cell]
        if len(filled) != 1 or len(row.cells) < 2 or not re.match(_NOTE, filled[0], re.IGNORECASE):
            return
        text = filled[0] if len(filled[0]) <= 20 else filled[0][:19] + "…"
        collector.add(
            at or Place(shown, row.line, left + 1),
            f"'{text}' seems to be a note, not a row",
            hint="end the range (or the file) before it, and write it under 'note'",
            path=path,
            severity="warning",
            code="note-row",
        )


def row_length(cells: int, columns: int) -> str:
    """What is wrong with a row of another length."""
    has = "1 cell" if cells == 1 else f"{cells} cells"
    are = "is 1 column" if columns == 1 else f"are {columns} columns"
    return f"the row has {has}, but there {are}"


def _width(head: Row, body: Sequence[Row]) -> int:
    """Columns that have a heading, or a cell in any row that is as long as most."""
    width = len(head.cells)
    while width > 1 and head.cells[width - 1] is None:
        if any(len(row.cells) >= width and row.cells[width - 1] for row in body):
            break
        width -= 1
    return width


def _below_a_title(head: Row, body: Sequence[Row]) -> int | None:
    """Row number of the headings, where ``head`` has one cell only and others more."""
    if sum(cell is not None for cell in head.cells) != 1 or not body:
        return None
    widest = max(sum(cell is not None for cell in row.cells) for row in body)
    if widest < 2:
        return None
    first = next(row for row in body if sum(cell is not None for cell in row.cells) >= 2)
    return first.line


def _looks_like_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None


def _two_rows_of_headings(columns: Sequence[str | None], body: Sequence[Row]) -> bool:
    """Whether the first row under the headings is text where all others are numbers."""
    if len(body) < 2:
        return False
    first, rest = body[0], body[1:]
    columns_of_numbers = 0
    for index in range(len(columns)):
        cells = [row.cells[index] for row in rest if index < len(row.cells)]
        known = [cell for cell in cells if cell and cell not in _GAP and "{{" not in cell]
        if not known or not all(_looks_like_number(cell) for cell in known):
            continue
        above = first.cells[index] if index < len(first.cells) else None
        if above is None or _looks_like_number(above) or above in _GAP or "{{" in above:
            return False
        columns_of_numbers += 1
    merged = None in columns or len(set(columns)) < len(columns)
    return columns_of_numbers >= 2 or (columns_of_numbers == 1 and merged)


def _headings_are_good(
    columns: Sequence[str | None],
    place: Place,
    left: int,
    add: Callable[[Place, str, str, str], None],
) -> bool:
    good = True
    seen: set[str] = set()
    for index, column in enumerate(columns):
        if column is None:
            good = False
            add(Place(place.file, place.line, left + index + 1),
                f"column {index + 1} has no heading", "write one", "no-heading")  # fmt: skip
        elif column in seen:
            good = False
            add(Place(place.file, place.line, left + index + 1),
                f"the heading '{column}' stands twice",
                "give each column a heading of its own", "duplicate-column")  # fmt: skip
        seen.add(column or "")
    return good
