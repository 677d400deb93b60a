"""Diagnostics and finished builds → what is printed, as text or JSON."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from report.errors import Diagnostic, render
from report.record import replace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from report.build import Made
    from report.errors import Form


def show(diagnostics: Iterable[Diagnostic], form: Form) -> None:
    """Print diagnostics in the chosen form: JSON to standard output, all else to standard error."""
    shown = _from_here(diagnostics)
    terminal = form == "text" and sys.stderr.isatty()
    colour = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    text = render(shown, form, terminal=terminal, colour=colour)
    if text:
        print(text, file=sys.stdout if form == "json" else sys.stderr)


def _from_here(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """With the names of files as seen from the working folder, where they lie below it."""
    here = os.getcwd() + os.sep
    return [
        replace(d, place=replace(d.place, file=d.place.file.removeprefix(here)))
        for d in diagnostics
    ]


def tell(made: Made, options: argparse.Namespace) -> None:
    """What was made and what is doubted: a few lines, or one JSON object on one line."""
    if options.format == "json":
        _tell_json(made)
        return
    show(made.warnings, options.format)
    if options.quiet:
        return
    target = made.target
    if not made.written:
        print(f"{target.name}: up to date")
        return
    for edition in made.written:
        path = target.output(edition)
        count = f"{made.pages} pages" if edition == "pdf" else f"{made.slides} slides"
        print(f"{_seen(path)}  {count}, {os.path.getsize(path) / 1e6:.2f} MB")
    spent = sum(seconds for _, seconds in made.timings)
    print(
        f"{target.name}: {made.charts} charts, {made.figures} figures, {made.derived} derived, "
        f"{made.gaps} gaps; {spent:.2f} s"
    )
    if options.timings:
        for stage, seconds in made.timings:
            print(f"  {stage:<20}{seconds * 1000:8.1f} ms")


def _tell_json(made: Made) -> None:
    import json

    names = ("pages", "slides", "charts", "figures", "derived", "gaps")
    facts: dict[str, Any] = {
        "report": made.target.report,
        "written": [made.target.output(edition) for edition in made.written],
        **{name: getattr(made, name) for name in names},
        "seconds": {stage: round(seconds, 4) for stage, seconds in made.timings},
        "diagnostics": json.loads(render(_from_here(made.warnings), "json")),
    }
    print(json.dumps(facts, ensure_ascii=False))


def _seen(path: str) -> str:
    """A path from the working folder; as it is where it lies on another drive."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return path
