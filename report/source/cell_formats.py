"""An XLSX file's styles → how many digits each number cell shows, and which cells hold errors.

A spreadsheet stores 22.11 % as 0.2211 and 50.00 as 50; what its author sees, and means, is what
the cell's number format shows (ECMA-376-1 18.8.30). Only plain decimal and percent formats are
understood; a cell in any other format is read as stored.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from report.record import record

_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
             37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"}  # fmt: skip
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PLAIN = re.compile(r"[#0,]*[#0](?:\.(?P<digits>[0#]+))?(?P<percent>%?)")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@record
class CellFormat:
    """Digits after the point that a format shows, and whether it shows hundredths as percent."""

    decimals: int
    percent: bool


@record
class SheetFormats:
    """Formats and error values of a sheet's cells by (row, column), counted from 0."""

    formats: dict[tuple[int, int], CellFormat]
    errors: dict[tuple[int, int], str]
    unsaved: frozenset[tuple[int, int]] = frozenset()
    """Formulas that were never computed: a program wrote them, no spreadsheet has saved them."""


def column_number(letters: str) -> int:
    """``A`` → 0, ``AB`` → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def parse_format(code: str) -> CellFormat | None:
    """A number format as digits and percent; None where it is another kind."""
    shown = _LITERAL.sub("", code.split(";")[0]).strip()
    found = _PLAIN.fullmatch(shown)
    if found is None or shown.rstrip("%").endswith(","):
        return None
    digits = found["digits"] or ""
    if "#" in digits:
        return CellFormat(-1, True) if found["percent"] else None
    return CellFormat(len(digits), bool(found["percent"]))


def read_formats(archive: ZipFile, sheet: str) -> SheetFormats:
    """Formats of the sheet called ``sheet``; empty where the parts cannot be understood."""
    part = _sheet_part(archive, sheet)
    if part is None:
        return SheetFormats({}, {})
    styles = _styles(archive)
    formats: dict[tuple[int, int], CellFormat] = {}
    errors: dict[tuple[int, int], str] = {}
    unsaved: set[tuple[int, int]] = set()
    for attributes, value, formula in _cells(archive, part):
        found = _CELL.fullmatch(attributes.get("r", ""))
        if found is None:
            continue
        where = int(found[2]) - 1, column_number(found[1])
        if attributes.get("t") == "e":
            errors[where] = value or "error"
        elif formula and not value and attributes.get("t", "n") == "n":
            unsaved.add(where)
        style = attributes.get("s", "0")
        shown = styles.get(int(style)) if style.isdigit() else None
        if shown is not None:
            formats[where] = shown
    return SheetFormats(formats, errors, frozenset(unsaved))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _events(archive: ZipFile, part: str) -> Iterator[tuple[str, Any]]:
    from xml.etree.ElementTree import iterparse

    with archive.open(part) as stream:
        yield from iterparse(stream, events=("start", "end"))


def _sheet_part(archive: ZipFile, sheet: str) -> str | None:
    """Name of the part that holds a sheet."""
    book = next((n for n in archive.namelist() if n.casefold() == "xl/workbook.xml"), None)
    if book is None:
        return None
    relation = None
    for event, element in _events(archive, book):
        if event == "end" and _local(element.tag) == "sheet" and element.get("name") == sheet:
            relation = next((v for k, v in element.items() if _local(k) == "id"), None)
    rels = "xl/_rels/workbook.xml.rels"
    if relation is None or rels not in archive.namelist():
        return None
    for event, element in _events(archive, rels):
        if event == "end" and element.get("Id") == relation:
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            path = posixpath.normpath(path)
            return path if path in archive.namelist() else None
    return None


def _styles(archive: ZipFile) -> dict[int, CellFormat]:
    """Cell format of each style index that shows a plain number."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    codes = dict(_BUILT_IN)
    found: dict[int, CellFormat] = {}
    index, inside = 0, False
    for event, element in _events(archive, "xl/styles.xml"):
        name = _local(element.tag)
        if name == "cellXfs":
            inside = event == "start"
        elif event == "end" and name == "numFmt":
            number = element.get("numFmtId", "")
            if number.isdigit():
                codes[int(number)] = element.get("formatCode", "")
        elif event == "end" and name == "xf" and inside:
            number = element.get("numFmtId", "0")
            code = codes.get(int(number)) if number.isdigit() else None
            parsed = parse_format(code) if code else None
            if parsed is not None:
                found[index] = parsed
            index += 1
    return found


def _cells(archive: ZipFile, part: str) -> Iterator[tuple[dict[str, str], str, bool]]:
    """Attributes and value of each cell of a sheet, and whether a formula gives it."""
    for event, element in _events(archive, part):
        if event != "end":
            continue
        name = _local(element.tag)
        if name == "c":
            value = next((child.text or "" for child in element if _local(child.tag) == "v"), "")
            yield element.attrib, value, any(_local(child.tag) == "f" for child in element)
        elif name == "row":
            element.clear()
