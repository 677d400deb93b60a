"""Diagnostics: what is wrong, where it stands and what to do, and how a list of them reads.

The form is ``file:line:column: severity: path: message; hint`` (line and column count from 1;
0 means "the file as a whole"). Nothing here prints: ``report.cli`` does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

from report.record import record

Severity = Literal["error", "warning"]


@record(order=True)
class Place:
    """A position in an author's file; ``line`` and ``column`` count from 1, 0 is unknown."""

    file: str
    line: int = 0
    column: int = 0


@record
class Diagnostic:
    """One fault or doubt in what the author wrote, with its place and its remedy."""

    place: Place
    message: str
    hint: str = ""
    path: str = ""
    """Dotted path in the report, such as ``sections[1].charts[0].kind``; "" outside of one."""
    severity: Severity = "error"
    code: str = ""
    """Stable kebab-case name of the rule, such as ``unknown-key``; for ``--format json``."""

    def __str__(self) -> str:
        """One line as a compiler prints it."""
        place = self.place.file
        if self.place.line:
            place += f":{self.place.line}:{max(self.place.column, 1)}"
        return visible(f"{place}: {self.severity}: {self.text}")

    @property
    def text(self) -> str:
        """What is wrong and what to do, without the place."""
        path = f"{self.path}: " if self.path else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{path}{self.message}{hint}"


class ReportError(Exception):
    """The report cannot be made; carries every diagnostic found, not only the first."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))


class RenderError(Exception):
    """An edition could not be drawn although the report is valid (exit code 4)."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """The one of ``known`` that ``word`` was probably meant to be; "" if none is near."""
    from difflib import SequenceMatcher

    def likeness(candidate: str) -> float:
        first, second = (w.casefold().replace("-", "_") for w in (word.strip(), candidate))
        if first == second:
            return 2.0
        if len(first) >= 3 and (second.startswith(first) or first.startswith(second)):
            return 1.0 - abs(len(first) - len(second)) / 100
        return SequenceMatcher(None, first, second, autojunk=False).ratio()

    if len(word) > 80:
        return ""
    score, _, best = max(((likeness(c), -i, c) for i, c in enumerate(known)), default=(0.0, 0, ""))
    return best if score >= 0.65 else ""


class Collector:
    """Gathers diagnostics of one run, so that all of them can be shown at once."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}

    def add(
        self,
        place: Place,
        message: str,
        *,
        hint: str = "",
        path: str = "",
        severity: Severity = "error",
        code: str = "",
    ) -> None:
        """Record one diagnostic (the same one twice counts once)."""
        self._found[Diagnostic(place, message, hint, path, severity, code)] = None

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Record several."""
        self._found.update(dict.fromkeys(diagnostics))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was found, in order of place."""
        return tuple(sorted(self._found, key=lambda d: (d.place, d.message)))

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Only what stops the run."""
        if not any(d.severity == "error" for d in self._found):
            return ()
        return tuple(d for d in self.diagnostics if d.severity == "error")

    def raise_errors(self) -> None:
        """Raise :class:`ReportError` with all diagnostics if one of them is an error."""
        if self.errors:
            raise ReportError(self.diagnostics)


Form = Literal["text", "json", "github"]
FORMS: tuple[Form, ...] = ("text", "json", "github")

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
_EXCERPT = 100
"""Cells of a source line that are shown around a caret."""


def visible(text: str) -> str:
    r"""``text`` on one line, with what a terminal cannot show as ``\u200b``."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def render(
    diagnostics: Iterable[Diagnostic],
    form: Form = "text",
    *,
    terminal: bool | None = None,
    colour: bool | None = None,
    line_of: Callable[[str, int], str | None] | None = None,
) -> str:
    """A list of diagnostics as text, without a line break at its end; "" for none (JSON: ``[]``).

    ``text`` gives a line each; on a ``terminal`` with the source line and a caret under it
    (``line_of(file, line)``, by default read from the file) and, unless ``colour`` is False, in
    colours; what is coloured goes to a terminal unless ``terminal`` is False. ``github`` gives
    workflow commands that annotate a change, ``json`` one array.
    """
    found = list(diagnostics)
    if form == "json":
        import json

        return json.dumps([_record(d) for d in found], ensure_ascii=False, indent=1)
    if form == "github":
        return "\n".join(_annotation(d) for d in found)
    if not (terminal if terminal is not None else colour):
        return "\n".join(map(str, found))
    _lines.cache_clear()
    look = line_of or source_line
    return "\n".join(_with_caret(d, look, colour is not False) for d in found)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """``2 errors, 1 warning``; "" for none."""
    found = list(diagnostics)
    counts = [(sum(d.severity == s for d in found), s) for s in ("error", "warning")]
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n)


def _record(found: Diagnostic) -> dict[str, str | int]:
    return {
        "file": visible(found.place.file),
        "line": found.place.line,
        "column": found.place.column,
        "severity": found.severity,
        "code": found.code,
        "path": visible(found.path),
        "message": visible(found.message),
        "hint": visible(found.hint),
    }


def _annotation(found: Diagnostic) -> str:
    """A GitHub workflow command; property values and the message have escapes of their own."""

    def escaped(text: str, more: str = "") -> str:
        for character in "%\r\n" + more:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    place = found.place
    properties = [f"file={escaped(visible(place.file), ',:')}"]
    if place.line:
        properties += [f"line={place.line}", f"col={max(place.column, 1)}"]
    if found.code:
        properties.append(f"title={escaped(found.code, ',:')}")
    return f"::{found.severity} {','.join(properties)}::{escaped(visible(found.text))}"


def _with_caret(found: Diagnostic, line_of: Callable[[str, int], str | None], colour: bool) -> str:
    first = str(found)
    if colour:
        tint = "31" if found.severity == "error" else "33"
        mark = f": {found.severity}: "
        place, _, rest = first.partition(mark)
        first = f"\x1b[1m{place}\x1b[0m: \x1b[1;{tint}m{found.severity}\x1b[0m: {rest}"
    line = line_of(found.place.file, found.place.line) if found.place.line else None
    if line is None:
        return first
    shown, caret = _excerpt(line, max(found.place.column, 1) - 1)
    number = f"{found.place.line:5}"
    under = f"\x1b[32m{caret}\x1b[0m" if colour else caret
    return f"{first}\n{number} | {shown}\n{' ' * len(number)} | {under}"


def _excerpt(line: str, column: int) -> tuple[str, str]:
    """The part of ``line`` around ``column`` (from 0) and a line with a caret under it."""
    column = min(column, len(line))
    start, cells = column, 0
    while start > 0 and cells < _EXCERPT // 2:
        start -= 1
        cells += _cells(line[start])
    end = column
    while end < len(line) and cells < _EXCERPT:
        cells += _cells(line[end])
        end += 1
    before = ("…" if start else "") + _printable(line[start:column])
    shown = before + _printable(line[column:end]) + ("…" if end < len(line) else "")
    return shown, " " * sum(_cells(c) for c in before) + "^"


def _printable(text: str) -> str:
    return visible(text.replace("\t", " "))


def _cells(character: str) -> int:
    """Terminal cells of a character (UAX #11)."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def source_line(file: str, number: int) -> str | None:
    """A line of a text file, counted from 1; None where it cannot be shown."""
    lines = _lines(file)
    return lines[number - 1] if 0 < number <= len(lines) else None


@lru_cache(maxsize=8)
def _lines(file: str) -> tuple[str, ...]:
    """Lines of a file of at most 8 MB that is text; none otherwise."""
    try:
        path = Path(file)
        if not path.is_file() or path.stat().st_size > 8_388_608:
            return ()
        content = path.read_bytes()
    except (OSError, ValueError):
        return ()
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return () if "\0" in text else tuple(re.split("\r\n|[\n\r\x85\u2028\u2029]", text))
    return ()
