"""What one check of one file found, in a form that a person and a program can read."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from report.record import record

State = Literal["passed", "failed", "absent"]


@record
class Finding:
    """One fault: the rule it breaks, what is wrong, where."""

    rule: str
    """The validator's name of the rule, such as ``7.18.5-1`` or ``heading-skipped``."""
    message: str
    place: str = ""
    count: int = 1

    def __str__(self) -> str:
        """One line."""
        times = f" (×{self.count})" if self.count > 1 else ""
        place = f" at {self.place}" if self.place else ""
        return f"{self.rule}: {self.message}{times}{place}"


@record
class Outcome:
    """One validator's verdict on one file."""

    file: Path
    check: str
    """What was checked with what, such as ``PDF/UA-1 (veraPDF)``."""
    state: State
    findings: tuple[Finding, ...] = ()
    why: str = ""
    """Where the validator is absent: what is missing and how to get it."""

    def __str__(self) -> str:
        """A line, and one for each finding."""
        head = f"{self.file.name}: {self.check}: {self.state}"
        if self.why:
            head += f" ({self.why})"
        return "\n".join([head, *(f"  {finding}" for finding in self.findings)])


def verdict(file: Path, check: str, findings: tuple[Finding, ...]) -> Outcome:
    """Passed where nothing was found, else failed."""
    return Outcome(file, check, "failed" if findings else "passed", findings)
