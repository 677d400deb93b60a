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
    from collections.abc import Sequence
    from typing import NoReturn

    from report.errors import Form

OK, BUG, USAGE, INVALID, RENDERING, STALE = range(6)

HANDLERS = {
    "audit": "asking",
    "build": "making",
    "check": "asking",
    "diff": "asking",
    "explain": "asking",
    "new": "making",
    "schema": "asking",
    "template": "making",
    "verify": "asking",
}
"""Command → the module beside this one that holds its function."""


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


def project(words: Sequence[str], home: str | None) -> str:
    """The folder whose ``data/`` is read and whose ``out/`` is written.

    That is the working folder if it holds reports of its own; else ``home``, so that a time
    table may call ``generate.py`` by its path from anywhere. ``new`` begins a project where its
    author stands, unless that is inside of ``home``.
    """
    here = os.getcwd()
    if home is None or here == home:
        return here
    if here.startswith(os.path.join(home, "")):
        return home
    from report.state import find_reports

    return here if words[:1] == ["new"] or find_reports(here) else home


def command(home: str | None = None) -> NoReturn:
    """Run the command line as a process of its own, and end that process.

    ``home`` is the folder of the ``generate.py`` that was called.

    All is written and closed by then. Taking a hundred thousand objects apart one by one, as the
    interpreter does when it ends by itself, takes as long as drawing all charts.
    """
    try:
        root = project(sys.argv[1:], home)
    except OSError:
        print("error: the working folder is gone; change to one that is there", file=sys.stderr)
        root = ""
    code = main(root=root) if root else INVALID
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
            path = os.path.abspath(word)
            reports.append(os.path.join(path, "report.yaml") if os.path.isdir(path) else path)
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
    from report.arguments import parse, plain

    try:
        options = plain(list(words)) or parse(words)
    except SystemExit as stop:
        return USAGE if stop.code else OK
    _end_orderly()
    from importlib import import_module

    handler = import_module(f"report.cli.{HANDLERS[options.command]}")
    run = "build_editions" if options.command == "build" else options.command
    try:
        return getattr(handler, run)(options, root)
    except BrokenPipeError:
        raise
    except Exception as fault:  # told by its kind; a traceback helps no author
        return told(fault, getattr(options, "format", "text"))


def told(fault: Exception, form: Form) -> int:
    """Say what went wrong in a run; returns the exit code for it."""
    from report.errors import RenderError, ReportError

    if isinstance(fault, ReportError):
        from report.cli.messages import show

        show(fault.diagnostics, form)
        return INVALID
    if isinstance(fault, RenderError):
        print(f"error: {fault}; the old outputs are untouched", file=sys.stderr)
        return RENDERING
    if isinstance(fault, BrokenPipeError) or os.environ.get("SHUANGCE_TRACEBACK"):
        raise fault
    print(
        f"error: a fault of this program, not of your report: {type(fault).__name__}: {fault}; "
        "please report it (SHUANGCE_TRACEBACK=1 shows where it happened)",
        file=sys.stderr,
    )
    return BUG


def worse(first: int, second: int) -> int:
    """The graver of two exit codes: a fault of ours, of drawing, of a report, a difference."""
    return max(first, second, key=(OK, STALE, INVALID, USAGE, RENDERING, BUG).index)
