"""Every scalar of a report → warnings about its punctuation, errors about its numbers' characters.

These need nothing but the text: they run on what was read, before anything is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.errors import Collector
from report.record import record
from report.source.loaded import LoadedTable, PathKey, path_text
from report.source.punctuation import Slip, find_slips, is_plain_number, is_prose, narrow_number
from report.source.yaml import YamlDocument

_NUMBER_KEYS = frozenset({"value", "change", "target", "remains", "minimum", "maximum"})
MOST_SLIPS = 200
"""Half-width marks of one file that are reported one by one."""


LONGEST = {"lead": 5_000, "abstract": 5_000} | dict.fromkeys(
    ("title", "subtitle", "takeaway", "label"), 1_000
)
"""Most characters of a text of a few lines: where lines are tried for evenness and fit, ten times
the text is far more than ten times the work, and no page has the room."""


@record
class WideNumber:
    """A number with full-width characters: where it stands and how to write it."""

    path: PathKey
    written: str
    better: str


def slips_of(document: YamlDocument, language: str) -> Iterator[tuple[PathKey, Slip]]:
    """Slips of every text that is read."""
    for path in filter(None, document.spans):
        text = document.scalar(path)
        if text and is_prose(path):
            for slip in find_slips(text, language):
                yield path, slip


def wide_numbers(document: YamlDocument) -> Iterator[WideNumber]:
    """Numbers written with full-width characters, in figures, axes and inline cells."""
    for path in filter(None, document.spans):
        in_figure = path[0] == "figures" and path[-1] in _NUMBER_KEYS
        in_chart = path[0] == "sections" and path[-1] in ("minimum", "maximum", "value")
        in_cell = path[0] == "tables" and len(path) > 2 and path[2] == "rows"
        if in_figure or in_chart or in_cell:
            written = document.scalar(path)
            better = narrow_number(written) if written else None
            if written and better is not None:
                yield WideNumber(path, written, better)


def check_prose(document: YamlDocument, language: str, collector: Collector) -> set[PathKey]:
    """Report slips and wide numbers; the paths of the numbers."""
    for count, (path, slip) in enumerate(slips_of(document, language)):
        if count == MOST_SLIPS:
            break
        indent = slip.code == "ideographic-indent"
        collector.add(
            document.place_in(path, slip.offset),
            "the paragraph is indented by hand"
            if indent
            else f"half-width '{slip.written.strip()}' in {_language(language)} text",
            hint="delete the spaces; the composer indents (check --fix does)"
            if indent
            else f"write '{slip.better}' (check --fix does)",
            path=path_text(path),
            severity="warning",
            code=slip.code,
        )
    _check_remarks(document, collector)
    _check_lengths(document, collector)
    found: set[PathKey] = set()
    for number in wide_numbers(document):
        found.add(number.path)
        collector.add(
            document.place(number.path),
            f"'{number.written}' is written with full-width characters",
            hint=number_hint(number.better),
            path=path_text(number.path),
            code="full-width-number",
        )
    return found


def _check_lengths(document: YamlDocument, collector: Collector) -> None:
    """A lead as long as a chapter is a slip of structure."""
    for path, text in document.texts.items():
        key = path[-1] if path else ""
        if len(text) > 1_000 and len(text) > LONGEST.get(str(key), len(text)):
            collector.add(
                document.place(path),
                f"{len(text):,} characters; at most {LONGEST[str(key)]:,} are set here",
                hint="keep one or two sentences and move the rest to 'body'"
                if key == "lead"
                else "shorten it",
                path=path_text(path),
                code="overlong",
            )


_REMARK = re.compile(r"[^\n#]*?(?:(?<=\s)|^)(?P<lost>#(?=[0-9])[^\n]*)")


def _check_remarks(document: YamlDocument, collector: Collector) -> None:
    """``#1`` after a value is a remark to YAML, and is lost."""
    text = document.source.text
    if not re.search(r"\s#[0-9]", text):
        return
    for path, place in document.keys.items():
        if document.texts.get(path) is None and document.places.get(path) != place:
            continue
        span = document.spans.get(path)
        start = span.end if span else document.source.index(place.line - 1, place.column - 1)
        if span is not None and span.style in ("|", ">"):
            continue
        found = _REMARK.match(text, start)
        if found is None or (span is None and not re.match(r"\w+:\s*#", text[start : found.end()])):
            continue
        collector.add(
            document.source.place(found.start("lost")),
            f"'{found['lost'][:20].rstrip()}' is taken for a remark, and is lost",
            hint="put the whole text in quotes",
            path=path_text(path),
            severity="warning",
            code="lost-remark",
        )


def number_hint(better: str) -> str:
    """What to write instead of a wide number."""
    if is_plain_number(better):
        return f"write {better}"
    point = better.replace(",", ".")
    return f"write {point} if the comma is a decimal point, else groups of three digits"


def check_cells(name: str, table: LoadedTable, collector: Collector) -> None:
    """Report wide numbers in the cells of a table's file."""
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            if cell is None or cell.isascii():
                continue
            better = narrow_number(cell)
            if better is not None:
                collector.add(
                    table.place(r, c),
                    f"'{cell}' is written with full-width characters",
                    hint=number_hint(better),
                    path=f"tables.{name}",
                    code="full-width-number",
                )


def _language(language: str) -> str:
    return "Japanese" if language == "ja" else "Chinese"
