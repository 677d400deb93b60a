"""All benchmarks, one after the other, then the tables of the documentation from their raw runs.

``python benchmarks/everything.py [--python P] [--modules M] [--typst-packages T]`` wants a quiet
machine and takes some ten minutes. ``--tables`` only writes the tables again from
``benchmarks/results/``: between ``<!-- NAME: begin -->`` and ``<!-- NAME: end -->`` in
``docs/performance.md``, ``README.md`` and ``README.zh-CN.md``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from stages import table as stages_table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = HERE / "results"

RAW = ("compare-1x.json", "compare-10x-ours.json", "batch.json", "stages.json")
"""The raw runs: the work, ten times the work, many reports in one process, a build by stage."""

USUAL = ("platypus + matplotlib PNG", "python-pptx")
BY_HAND = ("Typst, by hand", "PptxGenJS")
LILAQ = ("Typst + lilaq", "PptxGenJS")


class Results:
    """The raw runs of one comparison: medians by the name of the way."""

    def __init__(self, kept: dict[str, Any]) -> None:
        self.kept = kept
        self.ways = {way["name"]: way for way in kept["ways"]}

    def cpu(self, *names: str) -> float | None:
        """CPU seconds of one way, or of several together; None where one was skipped."""
        found = [self.ways[name]["cpu"] for name in names if name in self.ways]
        return sum(map(median, found)) if len(found) == len(names) and all(found) else None

    def size(self, name: str) -> float:
        """Size of what a way writes, in KB."""
        return float(self.ways.get(name, {}).get("size_kb", 0))


def measured_table(found: Results) -> str:
    """Every way with its times, memory and size."""
    usual = found.cpu(*USUAL)
    rows = [
        f"{found.kept['runs']} runs, {found.kept['date']}; {found.kept['versions']}. "
        "Runs are interleaved; medians.",
        "",
        "| what | edition | CPU s | spread | peak MB | file KB | × usual way (both) |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for way in found.kept["ways"]:
        cpu = way["cpu"]
        if not cpu:
            rows.append(f"| {way['name']} | {way['edition']} | skipped: {way['absent']} | | | | |")
            continue
        size = f"{way['size_kb']:.0f}" if way["size_kb"] else "–"
        ratio = f"{median(cpu) / usual:.2f}" if usual else "–"
        rows.append(
            f"| {way['name']} | {way['edition']} | {median(cpu):.3f} | {min(cpu):.3f}–"
            f"{max(cpu):.3f} | {median(way['memory_mb']):.0f} | {size} | {ratio} |"
        )
    return "\n".join(rows)


def batch_table(kept: dict[str, Any]) -> str:
    """Pairs a second of each way."""
    rows = [
        f"{kept['reports']} reports ({kept.get('date', 'earlier')}):",
        "",
        "| way | CPU s | peak MB | pairs a second and core |",
        "|---|---:|---:|---:|",
    ]
    for name, way in kept.items():
        if isinstance(way, dict):
            pairs = kept["reports"] / way["cpu"]
            rows.append(f"| {name} | {way['cpu']:.2f} | {way['memory_mb']:.0f} | {pairs:.2f} |")
    return "\n".join(rows)


def aims_table(one: Results, ten: Results | None, batch: dict[str, Any]) -> str:
    """What was aimed at, what came out, and whether it holds."""
    rows = ["| aim | here | |", "|---|---:|---|"]

    def row(aim: str, value: float | None, most: float, shown: str = "") -> None:
        if value is None:
            rows.append(f"| {aim} | – | not measured: a tool was skipped |")
            return
        verdict = "holds" if value <= most else "does not hold"
        rows.append(f"| {aim} | {shown or f'{value:.2f} ×'} | {verdict} |")

    def ratio(name: str, *others: str) -> float | None:
        ours, theirs = one.cpu(name), one.cpu(*others)
        return ours / theirs if ours and theirs else None

    cold, edit, deck = "双册, both, cold", "双册, both, text edit", "双册, deck only, cold"
    same = "双册, deck only, the same 14 slides"
    row("both editions, cold ≤ 0.4 × the usual way", ratio(cold, *USUAL), 0.4)
    row("… moonshot 0.23 ×", ratio(cold, *USUAL), 0.23)
    row("… less than Typst with lilaq + PptxGenJS", ratio(cold, *LILAQ), 1)
    row("text edit ≤ 1.3 × (Typst by hand + PptxGenJS)", ratio(edit, *BY_HAND), 1.3)
    row("… moonshot 1.0 ×", ratio(edit, *BY_HAND), 1.0)
    row("nothing changed ≤ 2.5 × `python -c pass`",
        ratio("双册, nothing changed", "python -c pass"), 2.5)  # fmt: skip
    row("the deck alone ≤ python-pptx used plainly", ratio(deck, "python-pptx"), 1)
    row("… of the same 14 slides", ratio(same, "python-pptx"), 1)
    whole = ten.cpu(cold) if ten else None
    single = one.cpu(cold)
    times = whole / single if whole and single else None
    row("ten times the work ≤ 8 × the time", times, 8)
    peak = median(ten.ways[cold]["memory_mb"]) if ten and times else None
    row("… ≤ 200 MB", peak, 200, f"{peak:.0f} MB" if peak else "")

    def pairs(name: str) -> float | None:
        way = batch.get(name)
        return batch["reports"] / way["cpu"] if way else None

    ours = pairs("双册")

    def more(aim: str, name: str, least: float) -> None:
        other = pairs(name)
        if ours is None or other is None:
            row(aim, None, 0)
        else:
            row(aim, -ours / other, -least, f"{ours:.2f} to {other:.2f} pairs a second")

    more("many reports in one process ≥ 5 × the usual way's pairs a second", "usual way", 5)
    more("… ahead of Typst with lilaq + PptxGenJS", "Typst with lilaq + PptxGenJS", 1)
    more("… moonshot: as many as Typst by hand + PptxGenJS", "Typst by hand + PptxGenJS", 1)
    for aim, name, other, most in (
        ("PDF ≤ 1.1 × Typst's", "双册, PDF only, cold", "Typst, by hand", 1.1),
        ("deck ≤ 0.8 × python-pptx's", deck, "python-pptx", 0.8),
        ("… of the same 14 slides", same, "python-pptx", 0.8),
    ):
        theirs = one.size(other)
        row(aim, one.size(name) / theirs if theirs and one.size(name) else None, most)
    return "\n".join(rows)


_WORDS = {
    "en": ("platypus + matplotlib PNG, python-pptx (the usual way)", "Typst with lilaq, PptxGenJS",
           "both editions, cold, with all checks", "both editions after an edit of the text",
           "Typst drawn by hand, PptxGenJS", "nothing changed (the bare interpreter: {:.3f})",
           "× usual way"),
    "zh": ("platypus + matplotlib PNG、python-pptx（通常做法）", "Typst + lilaq、PptxGenJS",
           "两份成品，从零开始，含全部检查", "改一句文字后重做两份", "Typst 手绘、PptxGenJS",
           "无改动（空解释器：{:.3f}）", "为通常做法的"),
}  # fmt: skip


def summary_table(one: Results, language: str) -> str:
    """The few rows of the README."""
    usual_name, lilaq, cold, edit, hand, nothing, head = _WORDS[language]
    usual = one.cpu(*USUAL)
    bare = one.cpu("python -c pass") or 0.0
    values = [
        (usual_name, usual),
        (lilaq, one.cpu(*LILAQ)),
        (cold, one.cpu("双册, both, cold")),
        (edit, one.cpu("双册, both, text edit")),
        (hand, one.cpu(*BY_HAND)),
        (nothing.format(bare), one.cpu("双册, nothing changed")),
    ]
    rows = [f"{one.kept['date']}; {one.kept['versions']}", "",
            f"| | CPU s | {head} |", "|---|---:|---:|"]  # fmt: skip
    for name, cpu in sorted(((n, c) for n, c in values if c), key=lambda v: -v[1]):
        rows.append(f"| {name} | {cpu:.3f} | {f'{cpu / usual:.2f}' if usual else '–'} |")
    return "\n".join(rows)


def put(path: Path, name: str, table: str) -> None:
    """Put a table between its marks; a page without the marks has none."""
    text = path.read_text("utf-8")
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    path.write_text(pattern.sub(lambda _: f"{begin}\n{table}\n{end}", text), "utf-8")


def kept(name: str) -> Any:
    """The raw runs of a benchmark; None where it was never run."""
    path = RESULTS / name
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def write_tables() -> None:
    """All tables from the raw runs."""
    one, large, batch, stages = map(kept, RAW)
    found, ten = Results(one), Results(large) if large else None
    page = ROOT / "docs/performance.md"
    put(page, "measured", measured_table(found))
    put(page, "batch", batch_table(batch))
    if stages:
        put(page, "stages", stages_table(stages["stages"]))
    put(page, "aims", aims_table(found, ten, batch))
    put(ROOT / "README.md", "speed", summary_table(found, "en"))
    put(ROOT / "README.zh-CN.md", "speed", summary_table(found, "zh"))


def main() -> None:
    """Measure, keep, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", default="7")
    parser.add_argument("--reports", default="50")
    parser.add_argument("--tables", action="store_true", help="measure nothing")
    for name in ("--python", "--node", "--modules", "--typst-packages"):
        parser.add_argument(name)
    options = parser.parse_args()
    peers: list[str] = []
    for name in ("python", "node", "modules", "typst_packages"):
        if getattr(options, name):
            peers += [f"--{name.replace('_', '-')}", getattr(options, name)]

    def run(script: str, *words: str) -> None:
        subprocess.run([sys.executable, str(HERE / script), *words], check=True)

    if not options.tables:
        one, ten, batch, stages = (str(RESULTS / name) for name in RAW)
        run("compare.py", "--runs", options.runs, "--json", one, *peers)
        run("compare.py", "--runs", "3", "--times", "10", "--ours", "--json", ten)
        run("batch.py", "--reports", options.reports, "--json", batch, *peers)
        run("stages.py", "--runs", options.runs, "--json", stages)
        run("regeneration.py", "--write")
    write_tables()


if __name__ == "__main__":
    main()
