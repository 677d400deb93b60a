"""The command line's words → options: commands, their arguments and their help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

COMMANDS = ("build", "check", "new", "schema", "audit", "explain", "template", "verify", "diff")

EXIT_CODES = """\
exit codes: 0 made, or up to date
            1 a fault of this program
            2 a fault of usage
            3 a report is invalid, or a place cannot be read or written
            4 an edition could not be drawn or does not pass the validators
            5 outputs are stale (--check), or two builds differ (diff)
          130 interrupted, 143 terminated: the editions are whole, old or new"""


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Options of a run; without a command, ``build`` is meant.

    Raises SystemExit with code 2 for a fault of usage and 0 after ``--help``.
    """
    words = list(words)
    if not words or words[0] not in {*COMMANDS, "-h", "--help"}:
        words.insert(0, "build")
    return _parser().parse_args(words)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="generate.py",
        description="One data source, two editions: a print brochure (PDF) and an editable deck.",
        epilog="Without a command: build every report under data/ into out/.\n\n" + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--strict", action="store_true", help="treat warnings as errors")
    common.add_argument(
        "--format", choices=("text", "json", "github"), default="text", help="form of messages"
    )
    common.add_argument("--quiet", action="store_true", help="say nothing but faults")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    build = commands.add_parser(
        "build",
        parents=[common],
        help="make both editions",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    build.add_argument("reports", nargs="*", metavar="REPORT.yaml")
    build.add_argument("--out", metavar="DIR", help="folder of the outputs (default: out/)")
    build.add_argument("--only", choices=("pdf", "pptx"), help="make one edition")
    build.add_argument("--force", action="store_true", help="make them even if up to date")
    build.add_argument("--check", action="store_true", help="exit 5 if stale; write nothing")
    build.add_argument("--watch", action="store_true", help="build again on every save")
    build.add_argument("--timings", action="store_true", help="CPU time by stage")
    build.add_argument(
        "--allow-code", action="store_true", help="run the report's own Python chart files"
    )

    check = commands.add_parser("check", parents=[common], help="all diagnostics, no output")
    check.add_argument("reports", nargs="*", metavar="REPORT.yaml")
    check.add_argument("--fix", action="store_true", help="mend what is safe to mend")

    new = commands.add_parser("new", parents=[common], help="start a report that builds at once")
    new.add_argument("name", metavar="NAME")
    new.add_argument("--language", default="zh-Hans", help="zh-Hans, zh-Hant, ja, ko or en")
    new.add_argument("--into", metavar="DIR", help="folder to make it in (default: data/)")

    commands.add_parser("schema", help="print the JSON Schema of a report")

    audit = commands.add_parser("audit", parents=[common], help="where every number comes from")
    audit.add_argument("report", nargs="?", metavar="REPORT.yaml")

    explain = commands.add_parser("explain", parents=[common], help="all about one figure")
    explain.add_argument("figure")
    explain.add_argument("report", nargs="?", metavar="REPORT.yaml")

    template = commands.add_parser("template", help="write the deck's template to restyle")
    template.add_argument("path", metavar="FILE.pptx")
    template.add_argument("--theme", default="qing")
    template.add_argument("--language", default="zh-Hans")
    template.add_argument("--deck-format", choices=("16:9", "4:3"), default="16:9")

    diff = commands.add_parser("diff", help="what changed, and where it shows")
    diff.add_argument("old", nargs="?", help="folder, report or git revision (default: last build)")
    diff.add_argument("new", nargs="?", help="folder, report or git revision (default: the file)")
    diff.add_argument("--report", metavar="REPORT.yaml", help="the report, where there are several")
    diff.add_argument("--out", metavar="DIR", help="folder of the last build (default: out/)")
    diff.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    diff.add_argument(
        "--pictures",
        metavar="DIR",
        help="before/after pictures of changed pages, and of slides with LibreOffice",
    )

    verify = commands.add_parser("verify", help="run the validators that are installed")
    verify.add_argument("files", nargs="*", metavar="FILE")
    return parser
