"""Diagnostics: what is wrong, where it stands and what to do, and how a list of them reads.

The form is ``file:line:column: severity: path: message; hint`` (line and column count from 1;
0 means "the file as a whole"). Nothing here prints: ``report.cli`` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in an author's file; ``line`` and ``column`` count from 1, 0 is unknown."""

    file: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
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
        path = f"{self.path}: " if self.path else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{place}: {self.severity}: {path}{self.message}{hint}"


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
        self._found: list[Diagnostic] = []

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
        found = Diagnostic(place, message, hint, path, severity, code)
        if found not in self._found:
            self._found.append(found)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Record several."""
        for found in diagnostics:
            if found not in self._found:
                self._found.append(found)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was found, in order of place."""
        return tuple(sorted(self._found, key=lambda d: (d.place, d.message)))

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Only what stops the run."""
        return tuple(d for d in self.diagnostics if d.severity == "error")

    def raise_errors(self) -> None:
        """Raise :class:`ReportError` with all diagnostics if one of them is an error."""
        if self.errors:
            raise ReportError(self.diagnostics)
