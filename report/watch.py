"""Saved files → rebuilt editions, for as long as the author works; a fault is told, not died of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Event
from typing import TYPE_CHECKING

from report.errors import Diagnostic, RenderError, ReportError
from report.state import FOLDER, Target

if TYPE_CHECKING:
    from report.build import Made
    from report.fonts import FontBook

Told = Callable[["Made | None", tuple[Diagnostic, ...], str], None]
"""Called after each rebuild with what was made, the diagnostics, and a fault's text."""


def folders_of(targets: Iterable[Target]) -> tuple[str, ...]:
    """The folders whose files decide the targets: those of the reports."""
    return tuple(dict.fromkeys(os.path.dirname(target.report) for target in targets))


def touched(targets: Sequence[Target], paths: Iterable[str]) -> Iterator[Target]:
    """The targets whose folder holds one of ``paths``; what we write ourselves does not count."""
    changed = [
        path
        for path in paths
        if f"{os.sep}{FOLDER}{os.sep}" not in path and not path.endswith((".part", "~", ".swp"))
    ]
    outputs = {target.output(edition) for target in targets for edition in ("pdf", "pptx")}
    changed = [path for path in changed if path not in outputs]
    for target in targets:
        folder = os.path.dirname(target.report) + os.sep
        if any(path.startswith(folder) for path in changed):
            yield target


def rebuild(target: Target, tell: Told, fonts: FontBook | None = None) -> None:
    """Build one target, with faces that are open already if given; every fault is told."""
    from report.build import build

    try:
        made = build(target, fonts=fonts)
    except ReportError as fault:
        tell(None, fault.diagnostics, "")
    except RenderError as fault:
        tell(None, (), str(fault))
    except Exception as fault:
        tell(None, (), f"a fault of this program: {type(fault).__name__}: {fault}")
    else:
        tell(made, made.warnings, "")


def watch(targets: Sequence[Target], tell: Told, stop: Event | None = None) -> None:
    """Build now and after every save, until ``stop`` is set or the author interrupts."""
    from watchfiles import watch as watch_files

    from report.fonts import open_fonts

    fonts = open_fonts()  # once: what a face was asked for stays known from save to save
    for target in targets:
        rebuild(target, tell, fonts)
    for changes in watch_files(*folders_of(targets), stop_event=stop, debounce=60, step=20):
        for target in touched(targets, (path for _, path in changes)):
            rebuild(target, tell, fonts)
