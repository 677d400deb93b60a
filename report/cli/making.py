"""The commands that write: ``build`` with ``--check`` and ``--watch``, ``new``, ``template``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from report.cli import OK, STALE, told, worse
from report.cli.messages import show, tell
from report.cli.targets import targets_of
from report.state import Target, stale_editions

if TYPE_CHECKING:
    import argparse

    from report.build import Made
    from report.errors import Diagnostic


def build_editions(options: argparse.Namespace, root: str) -> int:
    """Make what is stale of every report; one that fails does not stop the others."""
    targets = targets_of(options, root)
    if options.check:
        return _check_stale(targets, options)
    if options.watch:
        return _watch(targets, options)
    import gc

    from report.build import build
    from report.progress import Progress

    # Few of a build's objects form cycles: looking for them twice costs a twentieth of a run, and
    # frees nothing that ten times the work would miss. Many reports in one run are looked through.
    gc.set_threshold(200_000, 10, 10)
    worst = OK
    failed = 0
    for target in targets:
        try:
            with Progress(target, options) as progress:
                made = build(target, force=options.force, progress=progress)
        except Exception as fault:  # told by its kind; a traceback helps no author
            worst, failed = worse(worst, told(fault, options.format)), failed + 1
            continue
        tell(made, options)
    if len(targets) > 1 and not options.quiet and options.format != "json":
        print(f"{len(targets) - failed} of {len(targets)} reports are up to date")
    return worst


def _check_stale(targets: Sequence[Target], options: argparse.Namespace) -> int:
    """List what is missing or stale; write nothing."""
    stale = [
        {
            "report": target.report,
            "edition": edition,
            "file": target.output(edition),
            "state": "stale" if os.path.exists(target.output(edition)) else "missing",
        }
        for target in targets
        for edition in stale_editions(target)
    ]
    if options.format == "json":
        import json

        print(json.dumps({"stale": stale}, ensure_ascii=False))
    else:
        for fact in stale:
            print(f"{fact['state']}: {os.path.relpath(fact['file'])}")
        if not stale and not options.quiet:
            print("up to date")
    return STALE if stale else OK


def _watch(targets: Sequence[Target], options: argparse.Namespace) -> int:
    """Build on every save until interrupted."""
    from report.watch import watch

    def hear(made: Made | None, found: tuple[Diagnostic, ...], fault: str) -> None:
        if made is not None:
            tell(made, options)
        else:
            show(found, options.format)
        if fault:
            print(f"error: {fault}", file=sys.stderr)
        sys.stdout.flush()

    import gc

    gc.set_threshold(50_000, 20, 20)  # a long run: looked through, but not every 700 objects
    print("watching; Ctrl-C ends", file=sys.stderr)
    watch(targets, hear)
    return OK


def new(options: argparse.Namespace, root: str) -> int:
    """Write the files of a new report."""
    from report.commands.new import write_new

    into = options.into or os.path.join(root, "data")
    files = write_new(Path(into), options.name, options.language)
    for path in files:
        print(os.path.relpath(path))
    name = sys.argv[0]
    here = os.path.relpath(name) if os.path.isabs(name) else name
    program = f"python {min(here, name, key=len)}" if name.endswith(".py") else "shuangce"
    report = os.path.relpath(files[0])
    print(f"edit it, then: {program} build {_quoted(report)}")
    return OK


def _quoted(path: str) -> str:
    """A path as one word of a shell."""
    return f'"{path}"' if " " in path else path


def template(options: argparse.Namespace, root: str) -> int:
    """Write the deck's template for an author to restyle."""
    from report.deck.template import write_template
    from report.fonts import open_fonts
    from report.theme import load_theme

    theme = load_theme(options.theme, Path.cwd())
    try:
        write_template(
            Path(options.path),
            theme,
            open_fonts(),
            language=options.language,
            form=options.deck_format,
        )
    except OSError as fault:
        from report.outputs import unwritable

        raise unwritable(options.path, fault) from fault
    print(options.path)
    return OK
