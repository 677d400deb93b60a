"""A report's file → every diagnostic of every stage, nothing written.

A fault in one part does not hide those of others: what is wrong is left out, the rest goes on to
the next stage, and what that stage says about the damaged part is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from report.commands.template import template_faults
from report.errors import Collector, Diagnostic, ReportError
from report.source.loaded import LoadedReport, path_text


def check_report(path: Path, *, strict: bool = False) -> tuple[Diagnostic, ...]:
    """All diagnostics of the report at ``path``, in order of place.

    ``strict`` makes errors of warnings.
    """
    found = Collector()
    _check(path, strict, found)
    if not strict:
        return found.diagnostics
    return tuple(
        Diagnostic(d.place, d.message, d.hint, d.path, "error", d.code) for d in found.diagnostics
    )


def _check(path: Path, strict: bool, found: Collector) -> None:
    from report.source.read import read_report

    try:
        loaded = read_report(path, collector=found, recover=True)
    except ReportError as error:
        found.extend(error.diagnostics)
        return
    from report.compose.assemble import compose
    from report.theme import load_theme

    try:
        theme = load_theme(loaded.report.theme, loaded.file.parent)
    except ReportError as error:
        found.extend(_at_key(error.diagnostics, loaded))
        theme = load_theme("qing")
    later = Collector()
    try:
        compose(loaded, theme, collector=later, strict=strict)
    except ReportError as error:
        later.extend(error.diagnostics)
    except Exception:
        if not loaded.damaged:
            raise
        # Composing what was left of a damaged report may fail; its faults are known already.
    found.extend(d for d in later.diagnostics if not _follows(d, loaded))
    found.extend(template_faults(loaded))
    _check_characters(loaded, found)


def _at_key(diagnostics: Iterable[Diagnostic], loaded: LoadedReport) -> Iterable[Diagnostic]:
    """A theme that is not there is a fault of the report's key."""
    from report.source.paths import locate_file

    for found in diagnostics:
        if found.code != "unknown-theme":
            yield found
            continue
        name, place = loaded.report.theme, loaded.place("theme")
        if "/" in name or name.endswith((".yaml", ".yml")):
            said = Collector()
            locate_file(name, loaded.file.parent, place, "theme", said)
            yield from said.diagnostics
        else:
            yield Diagnostic(place, found.message, found.hint, "theme", code=found.code)


def _follows(found: Diagnostic, loaded: LoadedReport) -> bool:
    """Whether a diagnostic only follows from damage that was reported already."""
    if not loaded.damaged:
        return False
    if found.code.startswith("unused"):
        return True
    for path in loaded.damaged:
        text = path_text(path)
        if text and re.match(rf"{re.escape(text)}(?:[.\[]|$)", found.path):
            return True
        if len(path) == 2 and isinstance(path[1], str):
            if re.search(rf"['‘`]{re.escape(path[1])}(?:\.(?:change|target))?['’`]", found.message):
                return True
            if found.path == f"{path[0]}.{path[1]}":
                return True
    return False


def _check_characters(loaded: LoadedReport, found: Collector) -> None:
    from report.commands.coverage import uncovered
    from report.fonts import open_fonts

    try:
        found.extend(uncovered(loaded, open_fonts()))
    except ReportError as error:
        found.extend(error.diagnostics)
