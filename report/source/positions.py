"""A scalar in a YAML text → the place of each of its characters.

What an author wrote and what YAML reads differ: block scalars lose their indentation (YAML 1.1,
9.3), folded ones their line breaks, quoted ones their escapes. A fault inside a paragraph is
still reported where it stands in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from report.errors import Place
from report.record import record
from report.source.text import LINE_BREAK

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|.)", re.DOTALL)
_BLANK = " \t\n\r\x85\u2028\u2029"


class SourceText:
    """The text of a file, with the start of each of its lines."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """Index of each line's first character."""
        return [0, *(found.end() for found in LINE_BREAK.finditer(self.text))]

    def place(self, index: int) -> Place:
        """Line and column of ``text[index]``."""
        line = bisect_right(self.starts, index) - 1
        return Place(self.file, line + 1, index - self.starts[line] + 1)

    def index(self, line: int, column: int) -> int:
        """Index of a position counted from 0; past the end is the end."""
        if line >= len(self.starts):
            return len(self.text)
        return min(self.starts[line] + column, len(self.text))

    def line(self, number: int) -> str:
        """Text of a line counted from 1, without its line break; "" where there is none."""
        if not 1 <= number <= len(self.starts):
            return ""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n\x85\u2028\u2029")


@record
class Span:
    """Where a scalar stands: indices of its first character and past its last, and its style."""

    start: int
    end: int
    style: str
    """"" (plain), ``'``, ``"``, ``|`` or ``>``."""


def index_in(source: SourceText, span: Span, value: str, offset: int) -> int:
    """Index in the file of ``value[offset]``, ``value`` being what YAML read at ``span``.

    ``offset`` may be ``len(value)`` (just past the end). Never raises: a position that cannot
    be found is the nearest one before it.
    """
    offset = max(0, min(offset, len(value)))
    text = source.text
    index, end = span.start, min(span.end, len(text))
    if span.style in ("|", ">"):
        header = LINE_BREAK.search(text, index, end)
        if header is None:
            return index
        index = header.end()
        if value and value[0] == " ":  # an indentation indicator: spaces belong to the value
            index = _indented(source, index, end, value)
        elif value and value[0] == "\n":
            index += 0
    elif span.style in ("'", '"'):
        index, end = index + 1, max(index + 1, end - 1)
    return _walk(text, index, end, value, offset, span.style)


def _indented(source: SourceText, index: int, end: int, value: str) -> int:
    """First character of a block scalar whose value begins with spaces."""
    line = source.text[index:end]
    spaces = len(line) - len(line.lstrip(" "))
    own = len(value) - len(value.lstrip(" "))
    return index + max(0, spaces - own)


def _walk(text: str, index: int, end: int, value: str, offset: int, style: str) -> int:
    """Follow ``value`` through ``text[index:end]`` up to ``value[offset]``."""
    last = index
    for position, character in enumerate(value):
        blank = character in _BLANK
        if not blank:
            while index < end and text[index] in _BLANK and text[index] != character:
                index += 1
        if style == '"':
            while index < end and text[index] == "\\" and _is_line_break(text, index + 1):
                index = _skip_blank(text, index + 1, end)
        if position == offset:
            return min(index, max(end, last))
        last = index
        if blank and not (style == '"' and index < end and text[index] == "\\"):
            index = _after_blank(text, index, end, character, style)
        elif style == '"' and index < end and text[index] == "\\":
            found = _ESCAPE.match(text, index)
            index = found.end() if found else index + 1
        elif style == "'" and text.startswith("''", index):
            index += 2
        else:
            index += 1
    return min(index, end) if offset else min(last, end)


def _is_line_break(text: str, index: int) -> bool:
    return index < len(text) and text[index] in "\n\r\x85\u2028\u2029"


def _skip_blank(text: str, index: int, end: int) -> int:
    while index < end and text[index] in _BLANK:
        index += 1
    return index


def _after_blank(text: str, index: int, end: int, character: str, style: str) -> int:
    """Index after the blank ``character``: itself, or the line break it was folded from."""
    if character in " \t" and index < end and text[index] == character:
        # A space at the end of a line of a flow scalar was dropped with the break it precedes.
        after = index
        while after < end and text[after] in " \t":
            after += 1
        if style in ("", "'", '"') and _is_line_break(text, after):
            found = LINE_BREAK.match(text, after)
            return found.end() if found else after
        return index + 1
    while index < end and text[index] in " \t":
        index += 1
    found = LINE_BREAK.match(text, index, end)
    if found is None:
        return index
    return found.end()
