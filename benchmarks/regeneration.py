"""CPU time of a regeneration, by what changed since the last build: the table of the guide.

``python benchmarks/regeneration.py [REPORT.yaml]`` copies the report's folder to a scratch
place, builds it, makes one edit at a time and builds again, each in a process of its own; the
least of several runs counts (seconds of CPU, children included). ``--write`` puts the table into
docs/regeneration.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs/regeneration.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def spent(command: list[str]) -> tuple[float, float]:
    """CPU and wall seconds of a command that must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall


def measure(report: Path, runs: int) -> list[tuple[str, float, float]]:
    """(what changed, CPU seconds, wall seconds) for each kind of change."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "report")
        shutil.copytree(report.parent, folder)
        copy, out = folder / report.name, Path(scratch, "out")
        theme = folder / "bench-theme.yaml"
        theme.write_text("extends: qing\nname: bench\n", "utf-8")
        copy.write_text(f"theme: {theme.name}\n" + _without_theme(copy.read_text("utf-8")), "utf-8")
        build = [sys.executable, str(ROOT / "generate.py"), "build", str(copy), "--out", str(out)]
        count = iter(range(10_000))

        def cold() -> None:
            shutil.rmtree(out, ignore_errors=True)

        def text() -> None:
            body = copy.read_text("utf-8")
            copy.write_text(_reworded(body), "utf-8")

        def figure() -> None:
            _nudge(copy)

        def look() -> None:
            size = 0.3 + next(count) % 60 / 100
            theme.write_text(f"extends: qing\nname: bench\nlines: {{grid: {size:.2f}}}\n", "utf-8")

        kinds: list[tuple[str, list[str], Callable[[], object]]] = [
            ("`python -c pass`, for scale", [sys.executable, "-c", "pass"], lambda: None),
            ("nothing", build, lambda: None),
            ("a slide's text (deck only)", build, lambda: _slide(copy)),
            ("a sentence", build, text),
            ("a figure that a chart shows", build, figure),
            ("the theme (every chart drawn again)", build, look),
            ("everything: no earlier build, no cache", build, cold),
        ]
        spent(build)
        rows = []
        for name, command, edit in kinds:
            best = (float("inf"), float("inf"))
            for _ in range(runs):
                edit()
                best = min(best, spent(command))
            rows.append((name, *best))
        return rows


def _without_theme(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("theme:")) + "\n"


def _reworded(text: str) -> str:
    """The first section's lead with other words in it."""
    lines = text.splitlines()
    for k, line in enumerate(lines):
        if line.lstrip().startswith("lead:"):
            mark = "（另一版）"
            lines[k] = line.replace(mark, "") if mark in line else line.rstrip() + mark
            return "\n".join(lines) + "\n"
    raise SystemExit("the report has no lead to reword")


def _nudge(path: Path) -> None:
    """Another value for the report's figure ``students``."""
    text = path.read_text("utf-8").splitlines()
    for k, line in enumerate(text):
        if line.startswith("  students:"):
            whole = "\n".join(text[k : k + 8])
            other = whole.replace("30.74", "30.7x").replace("30.75", "30.74")
            text[k : k + 8] = other.replace("30.7x", "30.75").splitlines()
            path.write_text("\n".join(text) + "\n", "utf-8")
            return
    raise SystemExit("the report has no figure 'students'")


def _slide(path: Path) -> None:
    """Other words on a slide only."""
    lines = path.read_text("utf-8").splitlines()
    for k, line in enumerate(lines):
        if line.strip().startswith("points: ["):
            mark = "（另）"
            lines[k] = line.replace(mark, "") if mark in line else line.replace("[", f"[{mark}", 1)
            path.write_text("\n".join(lines) + "\n", "utf-8")
            return
    raise SystemExit("the report has no slide points")


def table(rows: list[tuple[str, float, float]]) -> str:
    base = rows[0][1]
    lines = ["| what changed | CPU | × an empty run of Python | wall |", "|---|---:|---:|---:|"]
    for name, cpu, wall in rows:
        lines.append(f"| {name} | {cpu:.3f} s | {cpu / base:.1f} | {wall:.3f} s |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = ROOT / "data/hohhot-education/report.yaml"
    parser.add_argument("report", nargs="?", type=Path, default=default)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="into docs/regeneration.md")
    options = parser.parse_args()
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    text = table(measure(options.report.resolve(), options.runs))
    print(text)
    if options.write:
        guide = GUIDE.read_text("utf-8")
        head, tail = guide.split(BEGIN)[0], guide.split(END)[1]
        GUIDE.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", "utf-8")


if __name__ == "__main__":
    main()
