"""Arguments → calls; the only place that prints, shows progress and sets exit codes.

Exit codes: 0 made or up to date · 1 a fault of ours · 2 usage · 3 the report is invalid ·
4 an edition could not be drawn · 5 outputs are stale, or two builds differ · 130 interrupted ·
143 terminated.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
"""Type checkers know this name; importing it from ``typing`` would cost a start-up."""

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from typing import NoReturn

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
        said = _nothing_to_do(words, root)
        if said is not None:
            sys.stdout.write(said)
            return OK
        return _run(words, root)
    except KeyboardInterrupt as stop:
        print("stopped; every edition is whole, the old or the new one", file=sys.stderr)
        return 143 if _terminated(stop) else 130
    except BrokenPipeError:
        sys.stderr.close()
        return OK


def command(root: str | None = None) -> NoReturn:
    """Run the command line as a process of its own, and end that process.

    All is written and closed by then. Taking a hundred thousand objects apart one by one, as the
    interpreter does when it ends by itself, takes as long as drawing all charts.
    """
    code = main(root=root)
    if sys.getprofile() is not None or sys.gettrace() is not None:
        sys.exit(code)  # a profiler or a debugger has something to say yet
    import atexit
    from contextlib import suppress

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # whoever read it may have gone
            stream.flush()
    os._exit(code)


def _nothing_to_do(words: Sequence[str], root: str) -> str | None:
    """What to say where every edition asked for is up to date; None where there is work.

    Imports next to nothing. Only the plain forms of ``build`` are understood here; whatever else
    is asked for, and every fault of usage, goes the long way.
    """
    from report.state import Target, find_reports, stale_editions

    out, only, reports, flags = os.path.join(root, "out"), "", [], set()
    rest = iter(words)
    if words and next(rest) != "build":
        return None
    for word in rest:
        if word in ("--out", "--only"):
            value = next(rest, "")
            if not value or value[0] == "-":
                return None
            if word == "--out":
                out = os.path.abspath(value)
            elif value in ("pdf", "pptx"):
                only = value
            else:
                return None
        elif word in ("--quiet", "--check", "--strict"):
            flags.add(word)
        elif word[:1] in ("-", ""):
            return None
        else:
            reports.append(os.path.abspath(word))
    editions = (only,) if only else ("pdf", "pptx")
    targets = [
        Target(path, out, editions, "--strict" in flags) for path in reports or find_reports(root)
    ]
    if not targets or any(stale_editions(t) for t in targets):
        return None
    if "--quiet" in flags:
        return ""
    if not words or "--check" in flags:
        return "up to date\n"
    lines = [f"{target.name}: up to date\n" for target in targets]
    if len(targets) > 1:
        lines.append(f"{len(targets)} of {len(targets)} reports are up to date\n")
    return "".join(lines)


def _end_orderly() -> None:
    """Let a request to terminate end a run like an interrupt: scratch files go, the lock too."""
    import signal
    import threading

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt("terminated")

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)


def _terminated(stop: KeyboardInterrupt) -> bool:
    return stop.args == ("terminated",)


def _run(words: Sequence[str], root: str) -> int:
    """Parse and dispatch; every expected fault becomes a message and an exit code."""
    from report.arguments import parse

    try:
        options = parse(words)
    except SystemExit as stop:
        return USAGE if stop.code else OK
    from report.errors import RenderError, ReportError

    _end_orderly()
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


def _report_file(path: str) -> str:
    """A folder stands for the report.yaml in it."""
    return os.path.join(path, "report.yaml") if os.path.isdir(path) else path


def _targets(options: argparse.Namespace, root: str) -> list[Target]:
    from report.errors import Diagnostic, Place, ReportError
    from report.state import Target, find_reports

    named = [_report_file(os.path.abspath(path)) for path in options.reports]
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
    targets = [
        Target(
            path,
            out,
            (only,) if only else ("pdf", "pptx"),
            getattr(options, "strict", False),
            getattr(options, "allow_code", False),
        )
        for path in dict.fromkeys(paths)
    ]
    names: dict[str, str] = {}
    for target in targets:
        other = names.setdefault(target.name.casefold(), target.report)
        if other != target.report:
            raise ReportError(
                [
                    Diagnostic(
                        Place(target.report),
                        f"and {other} would both be written as {target.name}.pdf and .pptx",
                        "rename one of them, or build each with its own --out",
                        code="same-name",
                    )
                ]
            )
    return targets


def _build(options: argparse.Namespace, root: str) -> int:
    from report.errors import RenderError, ReportError
    from report.state import stale_editions

    targets = _targets(options, root)
    if options.check:
        stale = [(t, e) for t in targets for e in stale_editions(t)]
        if options.format == "json":
            import json

            facts = [
                {"report": t.report, "edition": e, "file": t.output(e),
                 "state": "stale" if os.path.exists(t.output(e)) else "missing"}
                for t, e in stale
            ]  # fmt: skip
            print(json.dumps({"stale": facts}, ensure_ascii=False))
            return STALE if stale else OK
        for target, edition in stale:
            path = target.output(edition)
            print(f"{'stale' if os.path.exists(path) else 'missing'}: {os.path.relpath(path)}")
        if not stale and not options.quiet:
            print("up to date")
        return STALE if stale else OK
    if options.watch:
        return _watch(targets, options)
    import gc

    from report.build import build
    from report.progress import Progress

    # Few of a build's objects form cycles: looking for them every 700 costs a tenth of the run.
    gc.set_threshold(50_000, 20, 20)
    worst = OK
    failed = 0
    for target in targets:
        try:
            with Progress(target, options) as progress:
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

    from report.diff import as_markdown, as_text, compare_states
    from report.errors import ReportError
    from report.pictures import pictures

    options.reports = [options.report] if options.report else []
    if options.new and not options.report:
        # A report named as the new state is the one compared, whatever else lies in data/.
        named = Path(options.new)
        named = named / "report.yaml" if named.is_dir() else named
        options.reports = [str(named)] if named.is_file() else []
    targets = _targets(options, root)
    everything: list[dict[str, object]] = []
    changed = failed = False
    for target in targets:
        with tempfile.TemporaryDirectory() as scratch:
            try:
                before, after, changes = compare_states(
                    Path(target.report), options.old, options.new, target.out, Path(scratch)
                )
            except ReportError as fault:
                if len(targets) == 1:
                    raise
                _show(fault.diagnostics, "text")
                failed = True
                continue
            if options.pictures:
                folder = Path(options.pictures, target.name if len(targets) > 1 else "")
                for path in pictures(before, after, changes, folder):
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
    return INVALID if failed else STALE if changed else OK


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
    command()
