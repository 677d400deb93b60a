"""Options and the project's folder → the reports that a command is about."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from report.errors import Diagnostic, Place, ReportError
from report.state import EDITIONS, Target, find_reports

if TYPE_CHECKING:
    import argparse


def report_file(path: str) -> str:
    """A folder stands for the report.yaml in it."""
    return os.path.join(path, "report.yaml") if os.path.isdir(path) else path


def named_report(word: str, root: str) -> str:
    """The report file that a word stands for: a path, or the name of a folder under ``data/``."""
    path = report_file(os.path.abspath(word))
    inside = os.path.join(root, "data", word, "report.yaml")
    return path if os.path.exists(path) or not os.path.isfile(inside) else inside


def targets_of(options: argparse.Namespace, root: str) -> list[Target]:
    """The reports that are named, or all of the project's.

    Raises :class:`ReportError` where there is none, or two would be written as one file.
    """
    named = [named_report(word, root) for word in options.reports]
    paths = named or find_reports(root)
    if not paths:
        hint = "name one (build REPORT.yaml), or start one with: new NAME"
        raise _fault(os.path.join(root, "data"), "no report found", hint, "no-report")
    out = getattr(options, "out", None)
    out = os.path.abspath(out) if out else os.path.join(root, "out")
    only = getattr(options, "only", None)
    targets = [
        Target(
            path,
            out,
            (only,) if only else EDITIONS,
            getattr(options, "strict", False),
            getattr(options, "allow_code", False),
        )
        for path in dict.fromkeys(paths)
    ]
    names: dict[str, str] = {}
    for target in targets:
        other = names.setdefault(target.name.casefold(), target.report)
        if other != target.report:
            raise _fault(
                target.report,
                f"and {other} would both be written as {target.name}.pdf and .pptx",
                "rename one of them, or build each with its own --out",
                "same-name",
            )
    return targets


def one_target(options: argparse.Namespace, root: str) -> Target:
    """The one report that a command is about; :class:`ReportError` where there are several."""
    options.reports = [options.report] if options.report else []
    targets = targets_of(options, root)
    if len(targets) > 1:
        names = ", ".join(os.path.relpath(target.report) for target in targets)
        raise _fault(
            os.path.join(root, "data"),
            f"holds {len(targets)} reports",
            f"name the one you mean: {names}",
            "several-reports",
        )
    return targets[0]


def _fault(place: str, message: str, hint: str, code: str) -> ReportError:
    return ReportError([Diagnostic(Place(place), message, hint, code=code)])
