"""The commands that only look: ``audit``, ``check``, ``diff``, ``explain``, ``schema`` …."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from report.cli import INVALID, OK, RENDERING, STALE, told, worse
from report.cli.messages import show
from report.cli.targets import one_target, report_file, targets_of
from report.errors import RenderError, ReportError, summary
from report.state import EDITIONS, Target, find_reports

if TYPE_CHECKING:
    import argparse


def check(options: argparse.Namespace, root: str) -> int:
    """Print every diagnostic of every report; with ``--fix`` mend first what is safe to mend."""
    from report.commands.check import check_report

    worst = OK
    for target in targets_of(options, root):
        if options.fix:
            from report.source.fix import fix_file

            for line in fix_file(target.report):
                print(line)
        found = check_report(Path(target.report), strict=options.strict)
        errors = sum(d.severity == "error" for d in found)
        worst = INVALID if errors else worst
        show(found, options.format)
        if options.format == "text" and not options.quiet:
            print(f"{os.path.relpath(target.report)}: {summary(found) or 'nothing to mend'}")
    return worst


def audit(options: argparse.Namespace, root: str) -> int:
    """Say where every number that a reader sees comes from."""
    from report.build import load
    from report.compose.audit import visible_numbers

    loaded, document, _, _ = load(one_target(options, root))
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


def explain(options: argparse.Namespace, root: str) -> int:
    """Say all that is known of one figure."""
    from report.build import last_snapshot, load
    from report.compose.explain import explain_figure

    target = one_target(options, root)
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


def verify(options: argparse.Namespace, root: str) -> int:
    """Run the validators that are installed, over the files named or all that were built."""
    from report import verify as validators

    files = [Path(file) for file in options.files]
    if not files:
        targets = [Target(path, os.path.join(root, "out")) for path in find_reports(root)]
        files = [Path(t.output(e)) for t in targets for e in EDITIONS]
    outcomes = validators.verify([file for file in files if file.exists()])
    for file in files:
        if not file.exists():
            print(f"{file}: not there; build it first", file=sys.stderr)
    for outcome in outcomes:
        print(outcome)
    failed = any(outcome.state == "failed" for outcome in outcomes)
    return RENDERING if failed or not all(f.exists() for f in files) else OK


def schema(options: argparse.Namespace, root: str) -> int:
    """Print the JSON Schema of a report."""
    from report.source.schema import schema_text

    sys.stdout.write(schema_text())
    return OK


def diff(options: argparse.Namespace, root: str) -> int:
    """Say what changed between two states of each report, and on which pages and slides."""
    import tempfile

    from report.diff import as_markdown, as_text, compare_states
    from report.pictures import pictures

    options.reports = [options.report] if options.report else []
    if options.new and not options.report:
        # A report named as the new state is the one compared, whatever else lies in data/.
        named = report_file(options.new)
        options.reports = [named] if os.path.isfile(named) else []
    targets = targets_of(options, root)
    everything: list[dict[str, object]] = []
    worst, changed = OK, False
    for target in targets:
        with tempfile.TemporaryDirectory() as scratch:
            try:
                before, after, changes = compare_states(
                    Path(target.report), options.old, options.new, target.out, Path(scratch)
                )
            except (ReportError, RenderError) as fault:
                if len(targets) == 1:
                    raise
                worst = worse(worst, told(fault, "text"))
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
    return worst or (STALE if changed else OK)
