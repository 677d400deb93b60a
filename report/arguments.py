"""The command line's words → options: commands, their arguments and their help."""

from __future__ import annotations

from types import SimpleNamespace

TYPE_CHECKING = False

if TYPE_CHECKING:
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


FORMATS = ("text", "json", "github")
EDITIONS = ("pdf", "pptx")

SHARED = {"--strict": "treat warnings as errors", "--quiet": "say nothing but faults"}
"""Switches of several commands, and their help."""

SWITCHES = {
    "--force": "make them even if up to date",
    "--check": "exit 5 if stale; write nothing",
    "--watch": "build again on every save",
    "--timings": "CPU time by stage",
    "--allow-code": "run the report's own Python chart files",
}
"""Switches of ``build``, and their help."""


def plain(words: list[str]) -> SimpleNamespace | None:
    """Options of a ``build`` whose words leave no doubt; None for all else, and for every fault.

    The same as :func:`parse` gives, without ``argparse``, which takes longer to load and to be
    told all commands than a report takes to compose.
    """
    if words and words[0] in COMMANDS[1:]:
        return None
    found: dict[str, object] = {"command": "build", "format": "text", "out": None, "only": None}
    switches = (*SHARED, *SWITCHES)
    found.update((_name(switch), False) for switch in switches)
    choices = {"--out": None, "--only": EDITIONS, "--format": FORMATS}
    reports: list[str] = []
    ended = False
    rest = iter(words[1:] if words[:1] == ["build"] else words)
    for word in rest:
        if not word[:1].strip("-"):
            ended = bool(reports)
            if word in switches:
                found[_name(word)] = True
                continue
            value = next(rest, "") if word in choices else ""
            allowed = choices.get(word)
            if not value[:1].strip("-") or (allowed and value not in allowed):
                return None
            found[_name(word)] = value
        elif ended:
            return None
        else:
            reports.append(word)
    return SimpleNamespace(**found, reports=reports)


def _name(switch: str) -> str:
    """The name under which an option is found."""
    return switch[2:].replace("-", "_")


def _presentation(path: str) -> str:
    """A path that PowerPoint will open; argparse tells what is wrong with another."""
    import argparse

    if not path.casefold().endswith(".pptx"):
        raise argparse.ArgumentTypeError(f"{path!r} does not end in .pptx")
    return path


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Options of a run; without a command, ``build`` is meant.

    Raises SystemExit with code 2 for a fault of usage and 0 after ``--help``.
    """
    words = list(words)
    if not words or words[0] not in {*COMMANDS, "-h", "--help"}:
        words.insert(0, "build")
    return _parser().parse_args(words)


def _parser() -> argparse.ArgumentParser:
    import argparse

    parser = argparse.ArgumentParser(
        prog="generate.py",
        description="One data source, two editions: a print brochure (PDF) and an editable deck.",
        epilog="Without a command: build every report under data/ into out/.\n\n" + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    for switch, said in SHARED.items():
        common.add_argument(switch, action="store_true", help=said)
    common.add_argument("--format", choices=FORMATS, default="text", help="form of messages")
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
    build.add_argument("--only", choices=EDITIONS, help="make one edition")
    for switch, said in SWITCHES.items():
        build.add_argument(switch, action="store_true", help=said)

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
    template.add_argument("path", metavar="FILE.pptx", type=_presentation)
    template.add_argument("--theme", default="qing")
    languages = ("zh-Hans", "zh-Hant", "ja", "ko", "en")
    template.add_argument("--language", choices=languages, default="zh-Hans")
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
