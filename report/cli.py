"""Arguments → calls; the only place that prints, shows progress and sets exit codes.

Exit codes: 0 made or up to date · 1 a fault of ours · 2 usage · 3 the report is invalid ·
4 an edition could not be drawn · 5 outputs are stale, or two builds differ.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
"""Type checkers know this name; importing it from ``typing`` would cost a start-up."""

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence
    from threading import Timer

    from rich.status import Status

    from report.build import Made
    from report.errors import Diagnostic, Form
    from report.state import Target

OK, BUG, USAGE, INVALID, RENDERING, STALE = range(6)


def main(arguments: Sequence[str] | None = None, *, root: str | None = None) -> int:
    """Run the command line; returns the exit code.

    ``root`` is the folder whose ``data/`` is built and whose ``out/`` is written when no report
    is named (default: the working folder).
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    root = root or os.getcwd()
    try:
        if not words and _nothing_to_do(root):
            sys.stdout.write("up to date\n")
            return OK
        return _run(words, root)
    except KeyboardInterrupt:
        print("stopped; the outputs are as they were", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return OK


def _nothing_to_do(root: str) -> bool:
    """Whether every report's editions are up to date; imports next to nothing."""
    from report.state import Target, find_reports, stale_editions

    targets = [Target(path, os.path.join(root, "out")) for path in find_reports(root)]
    return bool(targets) and not any(stale_editions(t) for t in targets)


def _run(words: Sequence[str], root: str) -> int:
    """Parse and dispatch; every expected fault becomes a message and an exit code."""
    from report.arguments import parse

    try:
        options = parse(words)
    except SystemExit as stop:
        return USAGE if stop.code else OK
    from report.errors import RenderError, ReportError

    try:
        return _HANDLERS[options.command](options, root)
    except ReportError as fault:
        _show(fault.diagnostics, getattr(options, "format", "text"))
        return INVALID
    except RenderError as fault:
        print(f"error: {fault}; the old outputs are untouched", file=sys.stderr)
        return RENDERING
    except BrokenPipeError:
        raise
    except Exception as fault:
        if os.environ.get("SHUANGCE_TRACEBACK"):
            raise
        print(
            f"error: a fault of this program, not of your report: {type(fault).__name__}: {fault}; "
            "please report it (SHUANGCE_TRACEBACK=1 shows where it happened)",
            file=sys.stderr,
        )
        return BUG


def _targets(options: argparse.Namespace, root: str) -> list[Target]:
    from report.errors import Diagnostic, Place, ReportError
    from report.state import Target, find_reports

    named = [os.path.abspath(path) for path in options.reports]
    paths = named or find_reports(root)
    if not paths:
        place = Place(os.path.join(root, "data"))
        raise ReportError(
            [
                Diagnostic(
                    place,
                    "no report found",
                    "name one (build REPORT.yaml), or start one with: new NAME",
                    code="no-report",
                )
            ]
        )
    out = getattr(options, "out", None)
    out = os.path.abspath(out) if out else os.path.join(root, "out")
    only = getattr(options, "only", None)
    return [
        Target(
            path,
            out,
            (only,) if only else ("pdf", "pptx"),
            getattr(options, "strict", False),
            getattr(options, "allow_code", False),
        )
        for path in paths
    ]


def _build(options: argparse.Namespace, root: str) -> int:
    from report.errors import RenderError, ReportError
    from report.state import stale_editions

    targets = _targets(options, root)
    if options.check:
        stale = [(t, e) for t in targets for e in stale_editions(t)]
        for target, edition in stale:
            print(f"stale: {os.path.relpath(target.output(edition))}")
        if not stale and not options.quiet:
            print("up to date")
        return STALE if stale else OK
    if options.watch:
        return _watch(targets, options)
    from report.build import build

    worst = OK
    failed = 0
    for target in targets:
        try:
            with _Progress(target, options) as progress:
                made = build(target, force=options.force, progress=progress)
        except ReportError as fault:
            _show(fault.diagnostics, options.format)
            worst, failed = max(worst, INVALID), failed + 1
            continue
        except RenderError as fault:
            print(f"error: {fault}; the old outputs are untouched", file=sys.stderr)
            worst, failed = max(worst, RENDERING), failed + 1
            continue
        _show(made.warnings, options.format)
        if not options.quiet:
            _tell(made, options)
    if len(targets) > 1 and not options.quiet and options.format != "json":
        print(f"{len(targets) - failed} of {len(targets)} reports are up to date")
    return worst


class _Progress:
    """On a terminal, says what takes longer than a second; elsewhere nothing."""

    def __init__(self, target: Target, options: argparse.Namespace) -> None:
        self.name = target.name
        self.stage = ""
        self.timer: Timer | None = None
        self.status: Status | None = None
        self.shown = sys.stderr.isatty() and not options.quiet

    def __enter__(self) -> Callable[[str], None]:
        if self.shown:
            from threading import Timer

            self.timer = Timer(1.0, self._begin)
            self.timer.daemon = True
            self.timer.start()
        return self._progress

    def _begin(self) -> None:
        from rich.console import Console

        self.status = Console(stderr=True).status(f"{self.name}: {self.stage}")
        self.status.start()

    def _progress(self, stage: str) -> None:
        self.stage = stage
        if self.status is not None:
            self.status.update(f"{self.name}: {stage}")

    def __exit__(self, *_: object) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer.join()
        if self.status is not None:
            self.status.stop()


def _watch(targets: Sequence[Target], options: argparse.Namespace) -> int:
    """Build on every save until interrupted."""
    from report.watch import watch

    def tell(made: Made | None, found: tuple[Diagnostic, ...], fault: str) -> None:
        _show(found, options.format)
        if fault:
            print(f"error: {fault}", file=sys.stderr)
        if made is not None and not options.quiet:
            _tell(made, options)
        sys.stdout.flush()

    print("watching; Ctrl-C ends", file=sys.stderr)
    watch(targets, tell)
    return OK


def _tell(made: Made, options: argparse.Namespace) -> None:
    """A few lines, or one JSON object, on what was made."""
    target = made.target
    if options.format == "json":
        import json

        facts = {
            "report": target.report,
            "written": [target.output(edition) for edition in made.written],
            **{
                name: getattr(made, name)
                for name in ("pages", "slides", "charts", "figures", "derived", "gaps")
            },
            "seconds": {stage: round(seconds, 4) for stage, seconds in made.timings},
        }
        print(json.dumps(facts, ensure_ascii=False))
        return
    if not made.written:
        print(f"{target.name}: up to date")
        return
    for edition in made.written:
        path = target.output(edition)
        count = f"{made.pages} pages" if edition == "pdf" else f"{made.slides} slides"
        print(f"{os.path.relpath(path)}  {count}, {os.path.getsize(path) / 1e6:.2f} MB")
    spent = sum(seconds for _, seconds in made.timings)
    print(
        f"{target.name}: {made.charts} charts, {made.figures} figures, {made.derived} derived, "
        f"{made.gaps} gaps; {spent:.2f} s"
    )
    if options.timings:
        for stage, seconds in made.timings:
            print(f"  {stage:<20}{seconds * 1000:8.1f} ms")


def _show(diagnostics: Iterable[Diagnostic], form: Form) -> None:
    """Print diagnostics in the chosen form: JSON to standard output, all else to standard error."""
    from dataclasses import replace

    from report.errors import render

    here = os.getcwd() + os.sep
    shown = [
        replace(d, place=replace(d.place, file=d.place.file.removeprefix(here)))
        for d in diagnostics
    ]
    terminal = form == "text" and sys.stderr.isatty()
    colour = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    text = render(shown, form, terminal=terminal, colour=colour)
    if text:
        print(text, file=sys.stdout if form == "json" else sys.stderr)


def _check(options: argparse.Namespace, root: str) -> int:
    from pathlib import Path

    from report.commands.check import check_report
    from report.errors import summary

    worst = OK
    for target in _targets(options, root):
        if options.fix:
            from report.source.fix import fix_file

            for line in fix_file(target.report):
                print(line)
        found = check_report(Path(target.report), strict=options.strict)
        errors = sum(d.severity == "error" for d in found)
        worst = max(worst, INVALID if errors else OK)
        _show(found, options.format)
        if options.format == "text" and not options.quiet:
            print(f"{os.path.relpath(target.report)}: {summary(found) or 'nothing to mend'}")
    return worst


def _schema(options: argparse.Namespace, root: str) -> int:
    from report.source.schema import schema_text

    sys.stdout.write(schema_text())
    return OK


def _new(options: argparse.Namespace, root: str) -> int:
    from pathlib import Path

    from report.commands.new import write_new

    into = options.into or os.path.join(root, "data")
    files = write_new(Path(into), options.name, options.language)
    for path in files:
        print(os.path.relpath(path))
    name = os.path.basename(sys.argv[0])
    program = f"python {name}" if name.endswith(".py") else name
    print(f"edit it, then: {program} build {os.path.relpath(files[0])}")
    return OK


def _one(options: argparse.Namespace, root: str) -> Target:
    """The one report that a command is about; a fault of usage where there are several."""
    from report.errors import Diagnostic, Place, ReportError

    options.reports = [options.report] if options.report else []
    targets = _targets(options, root)
    if len(targets) > 1:
        raise ReportError(
            [
                Diagnostic(
                    Place(os.path.join(root, "data")),
                    f"holds {len(targets)} reports",
                    "name the one you mean: "
                    + ", ".join(os.path.relpath(t.report) for t in targets),
                    code="several-reports",
                )
            ]
        )
    return targets[0]


def _audit(options: argparse.Namespace, root: str) -> int:
    from report.build import load
    from report.compose.audit import visible_numbers

    loaded, document, _, _ = load(_one(options, root))
    numbers = visible_numbers(document, loaded)
    if options.format == "json":
        import json
        from dataclasses import asdict

        print(json.dumps([asdict(n) for n in numbers], ensure_ascii=False, indent=2))
    else:
        for n in numbers:
            name = f"  {n.figure}" if n.figure else ""
            source = f"  [{n.source}]" if n.source else ""
            print(f"{n.number:>12}  {n.where}: {n.text!r}  {n.origin}{name}{source}")
    return OK


def _explain(options: argparse.Namespace, root: str) -> int:
    from report.build import last_snapshot, load
    from report.compose.explain import explain_figure

    target = _one(options, root)
    loaded, document, _, _ = load(target)
    rows = list(explain_figure(options.figure, document, loaded))
    facts = last_snapshot(target)
    if facts:
        for edition, what in (("pdf", "pages"), ("pptx", "slides")):
            numbers = facts["shown"].get(edition, {}).get(f"figure:{options.figure}")
            if numbers:
                rows.append((what, ", ".join(map(str, numbers))))
    for what, text in rows:
        print(f"{what:<12}{text}")
    return OK


def _template(options: argparse.Namespace, root: str) -> int:
    from pathlib import Path

    from report.deck.template import write_template
    from report.fonts import open_fonts
    from report.theme import load_theme

    theme = load_theme(options.theme, Path.cwd())
    write_template(
        Path(options.path),
        theme,
        open_fonts(),
        language=options.language,
        form=options.deck_format,
    )
    print(options.path)
    return OK


def _verify(options: argparse.Namespace, root: str) -> int:
    from pathlib import Path

    from report.state import EDITIONS, Target, find_reports
    from report.verify import verify

    files = [Path(file) for file in options.files]
    if not files:
        targets = [Target(path, os.path.join(root, "out")) for path in find_reports(root)]
        files = [Path(t.output(e)) for t in targets for e in EDITIONS]
    outcomes = verify([file for file in files if file.exists()])
    for file in files:
        if not file.exists():
            print(f"{file}: not there; build it first", file=sys.stderr)
    for outcome in outcomes:
        print(outcome)
    failed = any(outcome.state == "failed" for outcome in outcomes)
    return RENDERING if failed or not all(f.exists() for f in files) else OK


def _diff(options: argparse.Namespace, root: str) -> int:
    import tempfile
    from pathlib import Path

    from report.diff import as_markdown, as_text, compare_states, pictures

    options.reports = [options.report] if options.report else []
    targets = _targets(options, root)
    everything: list[dict[str, object]] = []
    changed = False
    for target in targets:
        with tempfile.TemporaryDirectory() as scratch:
            before, after, changes = compare_states(
                Path(target.report), options.old, options.new, target.out, Path(scratch)
            )
            if options.pictures:
                for path in pictures(before, after, changes, Path(options.pictures)):
                    print(path, file=sys.stderr)
        changed = changed or bool(changes)
        if options.format == "json":
            everything.append({"report": target.name, **changes.as_data()})
        elif options.format == "markdown":
            print(as_markdown(changes, f"{target.name}: {before.name} → {after.name}"))
        else:
            print(f"{target.name}: {before.name} → {after.name}")
            print(as_text(changes))
    if options.format == "json":
        import json

        print(json.dumps(everything, ensure_ascii=False, indent=2))
    return STALE if changed else OK


_HANDLERS = {
    "audit": _audit,
    "build": _build,
    "check": _check,
    "diff": _diff,
    "explain": _explain,
    "new": _new,
    "schema": _schema,
    "template": _template,
    "verify": _verify,
}


if __name__ == "__main__":
    sys.exit(main())
