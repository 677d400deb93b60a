"""Two states of a report (folders, git revisions, the last build) → what changed, and how it reads.

A state is read and composed, and both of its editions are drawn into a scratch folder to learn on
which pages and slides a thing stands; only the last build brings its own record of that.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from report.errors import Diagnostic, Place, ReportError
from report.record import record
from report.state import Target

if TYPE_CHECKING:
    from report.changes import Changes, FigureChange, PartChange
    from report.snapshot import Snapshot


@record
class Side:
    """One side of a comparison."""

    name: str
    snapshot: Snapshot
    pdf: Path | None = None
    """The brochure of this side, for pictures; None where it is no longer there."""
    pptx: Path | None = None


def _fault(place: str, message: str, hint: str) -> ReportError:
    return ReportError([Diagnostic(Place(place), message, hint, code="diff")])


def last_build(target: Target) -> Side:
    """The state that the outputs in a target's folder were made from."""
    from report.build import last_snapshot

    facts = last_snapshot(target)
    if facts is None:
        raise _fault(target.out, "holds no record of a last build", "build once, then compare")
    pdf, pptx = Path(target.output("pdf")), Path(target.output("pptx"))
    return Side("last build", facts, pdf if pdf.exists() else None, pptx if pptx.exists() else None)


def drawn(report: Path, name: str, scratch: Path) -> Side:
    """The state of a report file, with both editions drawn into ``scratch``."""
    from report.build import build

    target = Target(str(report), str(scratch))
    build(target)
    side = last_build(target)
    return Side(name, side.snapshot, side.pdf, side.pptx)


def resolved(word: str, report: Path, scratch: Path) -> Path:
    """The report file that ``word`` stands for: a folder, a report file or a git revision."""
    path = Path(word)
    if path.is_dir():
        file = path / report.name
        if not file.is_file():
            raise _fault(str(path), f"holds no {report.name}", "name a folder with a report in it")
        return file
    return path if path.is_file() else _at_revision(word, report, scratch)


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except FileNotFoundError:
        raise _fault(str(folder), "git is not installed", "compare two folders instead") from None
    if done.returncode:
        raise _fault(
            str(folder),
            done.stderr.decode("utf-8", "replace").strip().splitlines()[-1] or "git failed",
            "name a folder, a report file or a revision that git knows",
        )
    return done.stdout


def _at_revision(revision: str, report: Path, scratch: Path) -> Path:
    """A report's folder as it stood at a git revision, laid out in ``scratch``."""
    if revision.startswith("-"):
        raise _fault(revision, "is neither a folder nor a revision", "see diff --help")
    folder = report.resolve().parent
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    inside = folder.relative_to(top.resolve()).as_posix()
    archive = _git(top, "archive", "--format=tar", revision, "--", inside)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(scratch, filter="data")
    return scratch / inside / report.name


def compare_states(
    report: Path, old: str | None, new: str | None, out: str, scratch: Path
) -> tuple[Side, Side, Changes]:
    """Compare two states of a report; None as ``old`` is the last build, as ``new`` the file.

    What has to be drawn for it goes into ``scratch``, an empty folder of the caller's.
    """
    from report.changes import compare

    if old is None:
        before = last_build(Target(str(report), out))
    else:
        before = drawn(resolved(old, report, scratch / "was"), old, scratch / "old")
    after = drawn(
        resolved(new or str(report), report, scratch / "is"),
        new or "working tree",
        scratch / "new",
    )
    return before, after, compare(before.snapshot, after.snapshot)


def _places(change: FigureChange | PartChange) -> str:
    shown = []
    if change.pages:
        shown.append("p. " + ", ".join(map(str, change.pages)))
    if change.slides:
        shown.append("slide " + ", ".join(map(str, change.slides)))
    return "; ".join(shown)


def as_text(changes: Changes) -> str:
    """For a terminal: one line a figure, then the parts."""
    if not changes:
        return "nothing changed"
    lines = []
    for c in changes.figures:
        by = ", ".join(filter(None, (c.difference, c.percent)))
        lines.append(
            f"{c.kind:<11}  {c.name} ({c.label}): {c.old or '–'} → {c.new or '–'}"
            + (f"  [{by}]" if by else "")
            + (f"  {_places(c)}" if _places(c) else "")
        )
    for c in changes.parts:
        lines.append(f"{c.kind:<11}  {c.what} {c.id}  {_places(c)}".rstrip())
        lines += [f"    {line}" for line in c.lines]
    for d in changes.doubts:
        lines.append(f"doubt        {d.section}/{d.chart}: “{d.takeaway}” — {d.why}")
    return "\n".join(lines)


def as_markdown(changes: Changes, title: str) -> str:
    """For a job summary or a pull request."""
    lines = [f"### {title}", ""]
    if not changes:
        return "\n".join([*lines, "Nothing changed.", ""])
    if changes.figures:
        lines += [
            "| figure | | before | now | difference | shown on |",
            "|---|---|---|---|---|---|",
        ]
        for c in changes.figures:
            by = ", ".join(filter(None, (c.difference, c.percent)))
            cells = (f"{c.label} `{c.name}`", c.kind, c.old, c.new, by, _places(c))
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    for d in changes.doubts:
        lines.append(f"> ⚠ **{d.takeaway}** (`{d.section}/{d.chart}`) may no longer hold: {d.why}")
    if changes.doubts:
        lines.append("")
    for c in changes.parts:
        where = f" ({_places(c)})" if _places(c) else ""
        lines += [f"**{c.what} `{c.id}`** {c.kind}{where}", "", "```diff"]
        lines += [line.replace("−", "-", 1) for line in c.lines]
        lines += ["```", ""]
    return "\n".join(lines)
