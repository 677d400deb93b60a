"""CSV bytes → rows of text with their lines: encoding and separator are found, not assumed.

Quoting is RFC 4180's. Encodings: UTF-8 and UTF-16 by their byte-order mark, UTF-8 by trial, then
GB18030 (the one Chinese office software still writes).
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from report.errors import Collector, Place
from report.source.text import character_name

SEPARATORS = (",", "\t", ";", "|", "，", "、")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {"utf8": "utf-8-sig", "utf-8": "utf-8-sig", "gbk": "gb18030", "gb2312": "gb18030"}


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as text, None where empty, and the line the row begins on (from 1)."""

    cells: tuple[str | None, ...]
    line: int


def decode_table(
    content: bytes, shown: str, encoding: str | None, collector: Collector
) -> str | None:
    """Text of a CSV file; None with a diagnostic at the line of the first bad byte."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    wanted = _NAMES.get(encoding.casefold(), encoding) if encoding else None
    if wanted is not None:
        try:
            codecs.lookup(wanted)
        except (LookupError, ValueError):
            collector.add(
                Place(shown),
                f"the encoding `{encoding}` is not known",
                hint="known: utf-8, utf-16, gb18030, big5, shift_jis, euc-kr",
                code="unknown-encoding",
            )
            return None
    candidates = [marked] if marked else [wanted] if wanted else ["utf-8", "gb18030"]
    failure: UnicodeDecodeError | None = None
    for candidate in candidates:
        try:
            return content.decode(candidate)
        except UnicodeDecodeError as error:
            failure = failure or error
        except (LookupError, ValueError):
            break
    start = failure.start if failure else 0
    line = content.count(b"\n", 0, start) + 1
    collector.add(
        Place(shown, line, 1),
        f"the text is not {' or '.join(str(c) for c in candidates)} (byte {start + 1})",
        hint="save the file as UTF-8, or write its `encoding`",
        code="encoding",
    )
    return None


def find_separator(text: str) -> str:
    """The separator that divides the first lines into the same number of cells, most of all."""
    sample = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    best, score = ",", 0.0
    for separator in SEPARATORS:
        counts = [_outside_quotes(line, separator) for line in sample]
        if not counts or counts[0] == 0:
            continue
        same = sum(count == counts[0] for count in counts) / len(counts)
        found = same * 100 + min(counts[0], 50) - SEPARATORS.index(separator) / 10
        if separator in "，、":  # these stand in text, too: only where nothing else divides
            found -= 60
        if found > score:
            best, score = separator, found
    return best


def _outside_quotes(line: str, separator: str) -> int:
    return sum(part.count(separator) for part in line.split('"')[::2])


def read_rows(text: str, shown: str, separator: str, collector: Collector) -> list[Row] | None:
    """Rows of a CSV text; empty lines at its end are dropped, cells are stripped of blanks."""
    rows: list[Row] = []
    for bad in ("\0",):
        if bad in text:
            line = text.count("\n", 0, text.index(bad)) + 1
            collector.add(
                Place(shown, line, 1),
                f"{character_name(bad)} cannot stand in a table",
                hint="save the file again as CSV",
                code="control-character",
            )
            return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            rows.append(Row(tuple(cell.strip() or None for cell in cells), line))
            line = reader.line_num + 1
    except csv.Error as error:
        reason = str(error)
        message, hint = f"the row cannot be read: {reason}", "check its quotes"
        if "unexpected end" in reason:
            message, hint = "a quote opened in this row is not closed", 'add the closing `"`'
        elif "expected after" in reason:
            message = 'text follows a closing `"`'
            hint = 'write `""` for a quote inside a quoted cell'
        elif "field larger" in reason:
            message, hint = "a cell is longer than 131,072 characters", "check the quotes"
        collector.add(Place(shown, line, 1), message, hint=hint, code="bad-row")
        return None
    while rows and not any(rows[-1].cells):
        rows.pop()
    return rows


def read_delimited(
    file: Path,
    content: bytes,
    shown: str,
    *,
    separator: str | None,
    encoding: str | None,
    collector: Collector,
) -> list[Row] | None:
    """Rows of a CSV file's bytes, headings included; None where it cannot be read."""
    text = decode_table(content, shown, encoding, collector)
    if text is None:
        return None
    if separator is not None:
        separator = {"tab": "\t", "\\t": "\t"}.get(separator, separator)
    if separator is not None and len(separator) != 1:
        collector.add(Place(shown), "`separator` must be one character", code="bad-separator")
        return None
    return read_rows(text, shown, separator or find_separator(text), collector)


def column_of(rows: Sequence[Row], index: int) -> list[str | None]:
    """Cells of one column; short rows give None."""
    return [row.cells[index] if index < len(row.cells) else None for row in rows]
