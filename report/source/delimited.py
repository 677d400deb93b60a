"""CSV bytes → rows of text with their lines: encoding and separator are found, not assumed.

Quoting is RFC 4180's. Encodings: UTF-8 and UTF-16 by their byte-order mark, UTF-8 by trial, then
GB18030 (the one Chinese office software still writes).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable

from report.errors import Collector, Place
from report.record import record
from report.source.text import BIDI_CONTROL, ZERO_WIDTH, character_name, place_at

SEPARATORS = (",", "\t", ";", "|", "，")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BY_LANGUAGE = {
    "zh-Hans": ("gb18030",),
    "zh-Hant": ("big5hkscs", "gb18030"),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "en": ("cp1252",),
}
"""What office software of each language writes where it does not write UTF-8."""
_NAMES = {"utf8": "utf-8-sig", "utf-8": "utf-8-sig", "gbk": "gb18030", "gb2312": "gb18030",
          "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "euc-kr": "cp949",
          "big5": "big5hkscs", "utf-16": "utf-16", "utf-16-le": "utf-16-le"}  # fmt: skip

_SHOWN = {"utf-8-sig": "UTF-8", "cp932": "Shift_JIS", "cp949": "EUC-KR", "big5hkscs": "Big5"}

Refuse = Callable[[str, str, str, str], None]
"""Reports a fault of the description: key, message, hint, code."""


@record
class Row:
    """Cells as text, None where empty, and the line the row begins on (from 1)."""

    cells: tuple[str | None, ...]
    line: int


def decode_table(
    content: bytes,
    shown: str,
    encoding: str | None,
    language: str,
    refuse: Refuse,
    collector: Collector,
) -> str | None:
    """Text of a CSV file; None with a diagnostic at the line of the first bad byte."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    wanted = _NAMES.get(encoding.casefold().strip(), encoding) if encoding else None
    if wanted is not None and not _is_text_encoding(wanted):
        hint = "known: utf-8, utf-16, gb18030, big5, shift_jis, euc-kr"
        refuse("encoding", f"the encoding '{encoding}' is not known", hint, "unknown-encoding")
        return None
    candidates = (marked or wanted,) if marked or wanted else ("utf-8", *_BY_LANGUAGE[language])
    if len(candidates) > 1 and _is_damaged_utf8(content):
        candidates = ("utf-8",)
    failures: list[UnicodeDecodeError] = []
    for candidate in candidates:
        try:
            return content.decode(candidate or "utf-8")
        except UnicodeDecodeError as error:
            failures.append(error)
    furthest = max(failures, key=lambda error: error.start)
    line = content.count(b"\n", 0, furthest.start) + 1
    hint = "save the file as UTF-8, or write its 'encoding'"
    if candidates == ("utf-8",):
        hint = "save the file as UTF-8 again"
    tried = ", ".join(_SHOWN.get(str(c), str(c).upper()) for c in candidates)
    collector.add(
        Place(shown, line, 1),
        f"byte {furthest.start + 1:,} of the file is not text in {tried}",
        hint=hint,
        code="encoding",
    )
    return None


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8: another encoding would only look readable."""
    text = content.decode("utf-8", "replace")
    wide = sum(character > "\x7f" for character in text)
    return wide > 0 and text.count("\ufffd") * 4 < wide


def _is_text_encoding(name: str) -> bool:
    try:
        "a".encode(name).decode(name)
    except (LookupError, ValueError, TypeError):
        return False
    return True


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
        if separator == "，":  # it stands in text, too: only where nothing else divides
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
            utf16 = text.count(bad) * 8 > len(text)
            collector.add(
                Place(shown, line, 1),
                f"{character_name(bad)} cannot stand in a table",
                hint="it may be UTF-16: write 'encoding: utf-16-le'"
                if utf16
                else "save the file again as CSV",
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
            message, hint = "a quote opened in this row is not closed", "add the closing quote"
        elif "expected after" in reason:
            message = "text follows a closing quote"
            hint = "double a quote that stands inside a quoted cell"
        elif "field larger" in reason:
            message, hint = "a cell is longer than 131,072 characters", "check the quotes"
        collector.add(Place(shown, line, 1), message, hint=hint, code="bad-row")
        return None
    while rows and not any(rows[-1].cells):
        rows.pop()
    while rows and not any(rows[0].cells):
        rows.pop(0)
    return rows


def read_delimited(
    content: bytes,
    shown: str,
    *,
    separator: str | None,
    encoding: str | None,
    language: str,
    refuse: Refuse,
    collector: Collector,
) -> tuple[list[Row], Callable[[int, int], int]] | None:
    """Rows of a CSV file's bytes, headings included; None where it cannot be read.

    The function beside them gives the column (from 1) where a cell of a line begins.
    """
    text = decode_table(content, shown, encoding, language, refuse, collector)
    if text is None:
        return None
    if separator is not None:
        separator = {"tab": "\t", "\\t": "\t"}.get(separator, separator)
        if len(separator) != 1 or separator in '"\r\n\0 ':
            refuse("separator", "must be one character", "write ',', ';' or 'tab'",
                   "bad-separator")  # fmt: skip
            return None
    text = _without_invisible(text, shown, collector)
    said = re.match(r"sep=(.)\r?\n", text)  # office software's own way to name it
    if said:
        separator = separator or said[1]
        text = "\n" + text[said.end() :]
    separator = separator or find_separator(text)
    rows = read_rows(text, shown, separator, collector)
    if not rows:
        if rows is not None:
            collector.add(
                Place(shown),
                "the table is empty",
                hint="add rows, or remove it",
                code="empty-table",
            )
        return None

    def column(line: int, index: int) -> int:
        return cell_column(text, separator or ",", line, index)

    return rows, column


def cell_column(text: str, separator: str, line: int, index: int) -> int:
    """Column (from 1) of cell ``index`` of a line; 1 where the line does not hold it."""
    lines = text.split("\n", line)
    quoted = False
    for position, character in enumerate(lines[line - 1] if line <= len(lines) else ""):
        if index == 0:
            return position + 1
        if character == '"':
            quoted = not quoted
        elif character == separator and not quoted:
            index -= 1
    return 1


def _without_invisible(text: str, shown: str, collector: Collector) -> str:
    """``text`` without zero-width marks, which would make equal cells differ."""
    found = ZERO_WIDTH.search(text) or BIDI_CONTROL.search(text)
    if found is None:
        return text
    collector.add(
        place_at(shown, text, found.start()),
        f"invisible character {character_name(found.group())}",
        hint="delete it; it is left out here, and so are others like it",
        severity="warning",
        code="invisible-character",
    )
    return BIDI_CONTROL.sub("", ZERO_WIDTH.sub("", text))
