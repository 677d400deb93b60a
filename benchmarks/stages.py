"""A build's CPU by stage: cold, after an edit of the text, and as one of a row of reports.

``python benchmarks/stages.py [--runs 7] [--json FILE]`` prints one Markdown table, milliseconds,
medians. *Cold* and *text edit* are processes of their own; *next* is another report, drawn
afresh, in a process that has made three already.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

STAGES = {
    "import": "modules: ours, ReportLab, HarfBuzz, PyYAML",
    "read": "YAML with the place of every node, tables, every character looked up in the faces",
    "compose": "figures, prose, tables → the document",
    "plan": "charts: order, ticks, labels, colours",
    "set": "text → lines → columns → pages",
    "draw": "pages, landscapes, charts; cold with matplotlib's paths and NumPy",
    "embed": "subsets of eight faces",
    "tag": "the structure tree",
    "deck": "slides, native charts and their workbooks",
    "package": "compressing both files, reading them back, manifest and snapshot",
}
"""What each stage is, in the order of ``report.stages.STAGES``."""

FIRST = 3
"""Reports after which a process is warm."""

ROW = """
import gc, json, sys
from report.build import build
from report.fonts import open_fonts
from report.state import Target
gc.set_threshold(200_000, 10, 10)
fonts = open_fonts()
for source in sys.argv[1:]:
    made = build(Target(source, source.rpartition("/")[0] + "/out"), force=True, fonts=fonts)
    print(json.dumps(dict(made.timings)))
"""

Spent = list[dict[str, float]]
"""Seconds by stage, of several runs."""


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT), kept.get("PYTHONPATH", "")])}


def _said(*command: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=True, env=_environment()
    )
    return done.stdout.splitlines()


def measure(runs: int) -> dict[str, Spent]:
    """Seconds by stage of each run, cold, after an edit and in a row."""
    found: dict[str, Spent] = {"cold": [], "text edit": [], "next": []}
    with tempfile.TemporaryDirectory() as scratch:
        sources: list[str] = []
        for seed in range(1, FIRST + runs + 1):
            folder = Path(scratch, f"report{seed}")
            _said(str(HERE / "workload.py"), str(folder), "--seed", str(seed))
            sources.append(str(folder / "report.yaml"))
        source = Path(sources[0])
        text = source.read_text("utf-8")
        for turn in range(runs + 1):
            out = Path(scratch, f"out{turn}")
            for kind in ("cold", "text edit"):
                if kind == "text edit":
                    source.write_text(text.replace("第三季度", f"第{turn}季度", 1), "utf-8")
                (line,) = _said(
                    str(ROOT / "generate.py"), "build", str(source), "--out", str(out),
                    "--format", "json",
                )  # fmt: skip
                if turn:  # the first turn warms the disk's cache
                    found[kind].append(json.loads(line)["seconds"])
            source.write_text(text, "utf-8")
        lines = _said("-c", ROW, *sources)
        found["next"] = [json.loads(line) for line in lines[FIRST:]]
    return found


def table(kept: dict[str, Spent]) -> str:
    """One Markdown table."""

    def cell(spent: Spent, stage: str) -> str:
        return f"{1000 * median(run.get(stage, 0.0) for run in spent):.0f}"

    rows = [f"| stage | {' | '.join(kept)} | what it is |", "|---|---:|---:|---:|---|"]
    for stage, what in STAGES.items():
        cells = " | ".join(cell(spent, stage) for spent in kept.values())
        rows.append(f"| {stage} | {cells} | {what} |")
    whole = " | ".join(
        f"{1000 * median(sum(run.values()) for run in spent):.0f}" for spent in kept.values()
    )
    return "\n".join([*rows, f"| all | {whole} | |"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = measure(options.runs)
    print(table(found))
    if options.json:
        kept = {"date": str(datetime.date.today()), "runs": options.runs, "stages": found}
        options.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
