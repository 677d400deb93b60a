"""The same work here and in the peers, as whole cold processes, in one interleaved run.

``python benchmarks/compare.py [--runs 5] [--times 10] [--ours] [--json FILE]`` prints one table:
user + system CPU seconds (median), peak memory, and the ratio to the usual way. A tool that is not
installed is skipped and named. ``--python`` names the interpreter that has the peers; ``--node``
the folder whose ``node_modules`` has pptxgenjs and js-yaml.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PEERS = HERE / "peers"


@dataclass
class Contestant:
    """A way to do the work: its command, and what to do before each run (untimed)."""

    name: str
    edition: str
    command: list[str]
    before: Callable[[], None] = lambda: None
    cpu: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    size_kb: float = 0.0
    output: Path | None = None
    absent: str = ""


def measured(command: Sequence[str], folder: Path, extra: dict[str, str]) -> tuple[float, float]:
    """CPU seconds (user + system, children included) and peak MB of one cold process."""
    # As a user has it: the untimed first turn leaves compiled modules behind, for everyone.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        list(command),
        cwd=folder,
        env={**environment, **extra},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    errors = process.stderr.read().decode("utf-8", "replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[:3]} ended with {process.returncode}:\n{errors[-800:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def contestants(work: Path, python: str, node: str) -> list[Contestant]:
    """Everyone, ourselves included, on the report in ``work``."""
    source, out = work / "report.yaml", work / "out"
    ours = [sys.executable, str(ROOT / "generate.py"), "build", str(source), "--out", str(out)]
    slides = work / "slides.yaml"
    same = [*ours[:3], str(slides), *ours[4:], "--only", "pptx"]
    text = source.read_text("utf-8")
    counter = iter(range(1_000_000))

    def cold() -> None:
        shutil.rmtree(out, ignore_errors=True)

    def edit_text() -> None:
        source.write_text(
            text.replace("第三季度的波动最大", f"波动最大{next(counter)}", 1), "utf-8"
        )

    def peer(name: str, edition: str, script: str, *more: str) -> Contestant:
        target = work / f"{script.split('.')[0]}{''.join(more)}.{edition}"
        command = [python, str(PEERS / script), str(source), str(target), *more]
        return Contestant(name, edition, command, output=target)

    pptxgen = work / "pptxgen.pptx"
    produced = {"pdf": out / f"{work.name}.pdf", "pptx": out / f"{work.name}.pptx"}
    return [
        Contestant("python -c pass", "–", [sys.executable, "-c", "pass"]),
        Contestant("双册, both, cold", "both", ours, cold),
        Contestant("双册, both, text edit", "both", ours, edit_text),
        Contestant("双册, nothing changed", "both", ours),
        Contestant("双册, PDF only, cold", "pdf", [*ours, "--only", "pdf"], cold,
                   output=produced["pdf"]),
        Contestant("双册, deck only, cold", "pptx", [*ours, "--only", "pptx"], cold,
                   output=produced["pptx"]),
        Contestant("双册, deck only, the same 14 slides", "pptx", same, cold,
                   output=out / "slides.pptx"),
        peer("platypus + matplotlib PNG", "pdf", "usual_pdf.py"),
        peer("python-pptx", "pptx", "usual_pptx.py"),
        peer("WeasyPrint, SVG by hand", "pdf", "weasy_pdf.py"),
        peer("fpdf2, by hand", "pdf", "fpdf_pdf.py"),
        peer("Typst, by hand", "pdf", "typst_pdf.py", "hand"),
        peer("Typst + lilaq", "pdf", "typst_pdf.py", "lilaq"),
        peer("Typst + matplotlib SVG", "pdf", "typst_pdf.py", "svg"),
        Contestant("PptxGenJS", "pptx",
                   [node, str(PEERS / "pptxgen.js"), str(source), str(pptxgen)], output=pptxgen),
        peer("Pandoc, charts as PNG, slides", "pptx", "pandoc_office.py"),
        peer("Pandoc, charts as PNG, text", "docx", "pandoc_office.py"),
    ]  # fmt: skip


def run(work: Path, options: argparse.Namespace, log: Callable[[str], None]) -> list[Contestant]:
    """Interleave all contestants ``options.runs`` times."""
    everyone = contestants(work, options.python, options.node)
    if options.ours:
        everyone = [one for one in everyone if one.name.startswith("双册, both, cold")]
    extra = {"NODE_PATH": str(Path(options.modules).resolve())} if options.modules else {}
    if options.typst_packages:
        extra["TYPST_PACKAGE_PATH"] = options.typst_packages
    for turn in range(options.runs + 1):
        for one in everyone:
            if one.absent:
                continue
            one.before()
            try:
                cpu, memory = measured(one.command, work, extra)
            except (RuntimeError, FileNotFoundError) as fault:
                one.absent = str(fault).strip().splitlines()[-1][:120]
                log(f"skipped: {one.name}: {one.absent}")
                continue
            if turn:  # the first turn warms the disk's cache
                one.cpu.append(cpu)
                one.memory_mb.append(memory)
            if one.output and one.output.exists():
                one.size_kb = one.output.stat().st_size / 1024
    return everyone


def table(everyone: Sequence[Contestant]) -> str:
    """One Markdown table."""
    usual = {c.name: statistics.median(c.cpu) for c in everyone if c.cpu}
    pair = usual.get("platypus + matplotlib PNG", 0) + usual.get("python-pptx", 0)
    rows = [
        "| what | edition | CPU s | spread | peak MB | file KB | × usual way (both) |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for c in everyone:
        if not c.cpu:
            rows.append(f"| {c.name} | {c.edition} | skipped: {c.absent} | | | | |")
            continue
        middle = statistics.median(c.cpu)
        rows.append(
            f"| {c.name} | {c.edition} | {middle:.3f} | {min(c.cpu):.3f}–{max(c.cpu):.3f} "
            f"| {statistics.median(c.memory_mb):.0f} | {c.size_kb:.0f} "
            f"| {middle / pair if pair else 0:.2f} |"
        )
    return "\n".join(rows)


def versions(python: str, node: str = "node", modules: str | None = None) -> str:
    """Versions of what was measured."""
    code = (
        "import importlib.metadata as m;"
        "print(', '.join(f'{n} {m.version(n)}' for n in "
        "('reportlab','matplotlib','python-pptx','weasyprint','fpdf2','typst') "
        "if any(d.metadata['Name'].lower()==n for d in m.distributions())))"
    )
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    said = [f"Python {sys.version.split()[0]}", done.stdout.strip()]
    for program in (node, "pandoc"):
        if shutil.which(program):
            run = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
            said.append(f"{Path(program).name} {run.stdout.split()[-1 if program == node else 1]}")
    package = Path(modules or "", "pptxgenjs", "package.json")
    if modules and package.exists():
        said.append(f"pptxgenjs {json.loads(package.read_text('utf-8'))['version']}")
    return ", ".join(said)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--node", default="node")
    parser.add_argument("--modules", help="a node_modules folder with pptxgenjs and js-yaml")
    parser.add_argument("--typst-packages", help="a Typst package folder that holds lilaq")
    parser.add_argument("--ours", action="store_true", help="only both editions, cold")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch, "work")
        write = [sys.executable, str(HERE / "workload.py"), str(work)]
        subprocess.run([*write, "--slides"], check=True)
        subprocess.run([*write, "--times", str(options.times)], check=True)
        everyone = run(work, options, lambda line: print(line, file=sys.stderr))
    measured_with = versions(options.python, options.node, options.modules)
    print(f"{options.times} × the work, {options.runs} runs; {measured_with}\n")
    print(table(everyone))
    if options.json:
        names = ("name", "edition", "cpu", "memory_mb", "size_kb", "absent")
        kept = {
            "date": str(datetime.date.today()), "versions": measured_with,
            "runs": options.runs, "times": options.times,
            "ways": [{k: v for k, v in asdict(c).items() if k in names} for c in everyone],
        }  # fmt: skip
        options.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
