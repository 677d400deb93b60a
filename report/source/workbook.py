"""A workbook's sheet and range (XLSX, XLSM, XLSB, XLS, ODS) → rows of text as the sheet shows them.

Reading is python-calamine's; XLSX number formats are honoured (``report.source.cell_formats``).
Merged cells, cells with errors and sheets that must be chosen are said plainly.
"""

from __future__ import annotations

import io
import re
import zlib
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any
from zipfile import BadZipFile, ZipFile

from report.errors import Collector, Place, suggestion
from report.record import record
from report.source.cell_formats import CellFormat, SheetFormats, column_number, read_formats
from report.source.delimited import Refuse, Row
from report.source.sheets import MOST_CELLS, UnreadableError, extract, extract_apart, plain_value

MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes that the parts of a workbook may have once unpacked."""
_SHEET_PART = re.compile(r"xl/worksheets/[^/]*\.xml", re.IGNORECASE)
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,7})"[^>]*(?<!/)>(?!\s*</)')
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_RANGE = re.compile(
    r"(?P<left>[A-Za-z]{1,3})(?P<top>[0-9]{1,7})?(?::(?P<right>[A-Za-z]{1,3})(?P<bottom>[0-9]{1,7})?)?"
)


@record
class Area:
    """Rows and columns of a range, counted from 0, the last included; None is the sheet's end."""

    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None


def parse_range(text: str) -> Area | None:
    """``A2:D9``, ``B:D`` or ``A3`` (from there to the sheet's end)."""
    found = _RANGE.fullmatch(text.replace("$", "").strip())
    if found is None:
        return None
    left, top = column_number(found["left"].upper()), int(found["top"] or 1) - 1
    right = column_number(found["right"].upper()) if found["right"] else None
    bottom = int(found["bottom"]) - 1 if found["bottom"] else None
    if top < 0 or (right is not None and right < left) or (bottom is not None and bottom < top):
        return None
    return Area(top, left, bottom, right)


def cell_name(row: int, column: int) -> str:
    """(0, 0) → ``A1``."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


@record
class SheetRows:
    """What was read: the sheet's name, the range, and the rows (``line`` is the sheet's row)."""

    sheet: str
    first: str
    last: str
    left: int
    rows: list[Row]


def read_workbook(
    content: bytes,
    shown: str,
    *,
    sheet: str | None,
    area: str | None,
    header: int | None,
    refuse: Refuse,
    collector: Collector,
) -> SheetRows | None:
    """Rows of one sheet of a workbook's bytes, from its ``header`` row (counted from 1) on.

    None where ``refuse`` was told why not.
    """
    wanted = parse_range(area) if area is not None else Area()
    if wanted is None:
        refuse("range", f"'{area}' is no range", "write it as 'A2:D9'", "bad-range")
        return None
    if header is not None and header - 1 > wanted.top:
        wanted = Area(header - 1, wanted.left, wanted.bottom, wanted.right)
    archive = _open_archive(content, refuse)
    if archive is None and content.startswith(b"PK"):
        return None
    try:
        if archive is not None and "[Content_Types].xml" in archive.namelist():
            if not content_fits(archive, refuse):
                return None
            found = extract(content, sheet)
        else:
            found = extract_apart(content, sheet)
    except UnreadableError as error:
        hints = {"password": "save it without one", "too-large": "save only what is shown as CSV"}
        refuse("file", str(error), hints.get(error.code, "save it as XLSX or CSV"), error.code)
        return None
    if not _sheet_is_chosen(found, sheet, refuse):
        return None
    name, cells = found["filled"][0], found["cells"]
    merged = [((t, l), (b, r)) for (t, l), (b, r) in found["merged"]]
    try:
        formats = read_formats(archive, name) if archive else SheetFormats({}, {})
    except Exception:  # formats are a refinement: the values stand without them
        formats = SheetFormats({}, {})
    return _rows(cells, merged, formats, name, wanted, shown, refuse, collector)


def _reason(error: Exception) -> str:
    return str(error).split("\n")[0][:200] or type(error).__name__


def _open_archive(content: bytes, refuse: Refuse) -> ZipFile | None:
    """The zip package of an XLSX or ODS file, checked for its unpacked size."""
    if not content.startswith(b"PK"):
        return None
    try:
        archive = ZipFile(io.BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError) as error:
        refuse("file", f"the workbook is damaged: {_reason(error)}", "save it again", "damaged")
        return None
    if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
        refuse("file", f"the workbook unpacks to more than {MAX_UNPACKED:,} bytes",
               "save only the sheet that is shown", "too-large")  # fmt: skip
        return None
    return archive


def _sheet_is_chosen(found: dict[str, Any], sheet: str | None, refuse: Refuse) -> bool:
    """Whether there are cells of one sheet; says which sheets there are otherwise."""
    names, filled = found["names"], found["filled"]
    if len(filled) == 1:
        return True
    if sheet is not None and sheet not in names:
        near = suggestion(sheet, names)
        hint = f"did you mean '{near}'?" if near else "its sheets: " + ", ".join(names[:20])
        refuse("sheet", f"the workbook has no sheet '{sheet}'", hint, "unknown-sheet")
    elif sheet is not None:
        refuse("sheet", f"the sheet '{sheet}' is empty", "name another", "empty-table")
    elif not filled:
        refuse("file", "the workbook holds no cells", "give one that does", "empty-table")
    else:
        refuse("file", f"the workbook has {len(filled)} sheets",
               "write 'sheet': " + ", ".join(filled[:20]), "which-sheet")  # fmt: skip
    return False


def content_fits(archive: ZipFile, refuse: Refuse) -> bool:
    """Whether the sheets of an XLSX file, laid out from their outermost cells, fit into memory."""
    for part in archive.namelist():
        if not _SHEET_PART.fullmatch(part):
            continue
        last_row = last_column = 0
        try:
            content = archive.read(part)
        except (BadZipFile, OSError, zlib.error, NotImplementedError, EOFError) as error:
            refuse("file", f"the workbook is damaged: {_reason(error)}", "save it again", "damaged")
            return False
        for found in _FILLED_CELL.finditer(content):
            last_row = max(last_row, int(found[2]))
            last_column = max(last_column, column_number(found[1].decode()) + 1)
        if not last_row:  # cells without names follow one another from their row's
            for found in _ROW.finditer(content):
                last_row = max(last_row, int(found[1]))
        if last_row * max(last_column, 1) > MOST_CELLS:
            refuse("file", f"a sheet goes on to {cell_name(last_row - 1, max(last_column - 1, 0))}:"
                   f" that makes more than {MOST_CELLS:,} cells",
                   "delete what stands far from the table, or save it as CSV",
                   "too-large")  # fmt: skip
            return False
    return True


def _rows(
    cells: list[list[Any]],
    merged: list[tuple[tuple[int, int], tuple[int, int]]],
    formats: SheetFormats,
    sheet: str,
    area: Area,
    shown: str,
    refuse: Refuse,
    collector: Collector,
) -> SheetRows | None:
    bottom = min(area.bottom if area.bottom is not None else len(cells) - 1, len(cells) - 1)
    width = max((len(row) for row in cells), default=0)
    right = min(area.right if area.right is not None else width - 1, width - 1)
    grid = [
        [
            cell_text(cells[r][c], formats.formats.get((r, c))) if c < len(cells[r]) else None
            for c in range(area.left, right + 1)
        ]
        for r in range(area.top, bottom + 1)
    ]
    if not any(any(cell is not None for cell in row) for row in grid):
        refuse("range" if area != Area() else "file", f"there are no cells here in '{sheet}'",
               "check the 'sheet' and the 'range'", "empty-table")  # fmt: skip
        return None
    for (r, c), what in sorted(formats.errors.items()):
        if area.top <= r <= bottom and area.left <= c <= right:
            collector.add(
                Place(shown, r + 1, c + 1),
                f"cell {cell_name(r, c)} of '{sheet}' holds the error {what}",
                hint="mend the formula, or write 'missing'",
                code="cell-error",
            )
    for r, c in sorted(formats.unsaved):  # also below the last row that holds anything
        if area.top <= r <= (r if area.bottom is None else area.bottom) and area.left <= c <= right:
            collector.add(
                Place(shown, r + 1, c + 1),
                f"cell {cell_name(r, c)} of '{sheet}' holds a formula whose result was not saved",
                hint="open the file in a spreadsheet and save it again, or write the number",
                code="cell-error",
            )
    _spread_merged(grid, cells, merged, area, bottom, right, sheet, shown, collector)
    while not any(grid[-1]):
        grid.pop()
    while all(row[-1] is None for row in grid):
        for row in grid:
            row.pop()
    rows = [Row(tuple(row), area.top + i + 1) for i, row in enumerate(grid)]
    last = cell_name(area.top + len(grid) - 1, area.left + len(grid[0]) - 1)
    return SheetRows(sheet, cell_name(area.top, area.left), last, area.left, rows)


def _spread_merged(
    grid: list[list[str | None]],
    cells: list[list[Any]],
    merged: list[tuple[tuple[int, int], tuple[int, int]]],
    area: Area,
    bottom: int,
    right: int,
    sheet: str,
    shown: str,
    collector: Collector,
) -> None:
    """Give text merged over rows to each of them; report every other merging of cells."""
    for (top, left), (end, last) in sorted(merged):
        if end < area.top or top > bottom or last < area.left or left > right:
            continue
        name = f"{cell_name(top, left)}:{cell_name(end, last)}"
        place = Place(shown, top + 1, left + 1)
        r, c = top - area.top, left - area.left
        value = cell_text(cells[top][left]) if left < len(cells[top]) else None
        if value is None or (last > left and r < 0):
            continue
        if last > left:
            collector.add(
                place,
                f"cells {name} of '{sheet}' are merged: only {cell_name(top, left)} has a value"
                f" ('{value}')",
                hint="unmerge them, or write a 'range' or 'header' that leaves them out",
                severity="warning",
                code="merged-cells",
            )
        elif _is_number(value):
            collector.add(
                place,
                f"cells {name} of '{sheet}' are merged over one number ('{value}'): whether it is"
                f" the number of each row or of all is not known",
                hint="unmerge them and write each row's number",
                code="merged-number",
            )
        else:
            rows = range(max(r, 0), min(end, bottom) - area.top + 1)
            for row in rows:
                grid[row][c] = value
            if len(rows) > 1:
                collector.add(
                    place,
                    f"cells {name} of '{sheet}' are merged: '{value}' is read in each of the"
                    f" {len(rows)} rows",
                    hint="unmerge them to be sure",
                    severity="warning",
                    code="merged-cells",
                )


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?%?", text) is not None


def cell_text(value: Any, shown: CellFormat | None = None) -> str | None:
    """A cell's value as its sheet shows it; None for an empty one.

    Numbers have the digits of their format, or the 15 significant ones that spreadsheets keep.
    """
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number_text(value, shown)
    found = plain_value(value)
    return None if found is None else str(found)


def _number_text(value: int | float, shown: CellFormat | None) -> str:
    if isinstance(value, float) and value not in (float("inf"), float("-inf")) and value == value:
        number = Decimal(format(value, ".15g"))
    elif isinstance(value, int):
        number = Decimal(value)
    else:
        return str(value)
    if shown is not None:
        if shown.percent:
            number = number.scaleb(2, context=_EXACT)
        if shown.decimals >= 0:
            quantum = Decimal(1).scaleb(-shown.decimals)
            number = number.quantize(quantum, context=_EXACT)
        return _plain(number, keep=shown.decimals > 0) + ("%" if shown.percent else "")
    return _plain(number, keep=False)


def _plain(number: Decimal, *, keep: bool) -> str:
    """Digits without an exponent; trailing zeros after the point only if ``keep``."""
    text = format(number, "f")
    if "." in text and not keep:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
