"""Fifty different reports, all editions, in one process each: pairs a second of CPU.

``python benchmarks/batch.py [--reports 50] [--python P] [--modules M] [--typst-packages T]
[--json FILE]`` prints one Markdown table. A pair is a PDF and a deck of one report; CPU is user +
system of the whole process, its start included, so that pairs a second are those of one core.
Each way makes all its PDFs in one process and all its decks in one; what is absent is skipped.
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

from compare import HERE, PEERS, measured, versions

OURS = """
import gc, sys
from report.build import build
from report.fonts import open_fonts
from report.state import Target
gc.set_threshold(200_000, 10, 10)
fonts = open_fonts()
for source in sys.argv[1:]:
    build(Target(source, source.rpartition("/")[0] + "/out"), force=True, fonts=fonts)
"""

PEER = """
import importlib, sys
sys.path.insert(0, {folder!r})
made = importlib.import_module({module!r})
for source in sys.argv[1:]:
    made.main(source, source.replace("report.yaml", "{module}{more}.{edition}"), *{arguments!r})
"""

NODE = """
const {execPath} = process, script = %r;
for (const source of process.argv.slice(1)) {
  delete require.cache[require.resolve(script)];
  process.argv = [execPath, script, source, source.replace("report.yaml", "pptxgen.pptx")];
  require(script);
}
"""


def peer(module: str, edition: str, *arguments: str) -> str:
    """The program that runs a peer's ``main`` on every report."""
    return PEER.format(
        folder=str(PEERS), module=module, edition=edition, more="".join(arguments),
        arguments=list(arguments),
    )  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=50)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--node", default="node")
    parser.add_argument("--modules", help="a node_modules folder with pptxgenjs and js-yaml")
    parser.add_argument("--typst-packages", help="a Typst package folder that holds lilaq")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    extra = {"NODE_PATH": str(Path(options.modules).resolve())} if options.modules else {}
    if options.typst_packages:
        extra["TYPST_PACKAGE_PATH"] = options.typst_packages
    ways = {
        "双册": [[sys.executable, "-c", OURS]],
        "usual way": [[options.python, "-c", peer("usual_pdf", "pdf")],
                      [options.python, "-c", peer("usual_pptx", "pptx")]],
        "Typst by hand + PptxGenJS": [[options.python, "-c", peer("typst_pdf", "pdf", "hand")],
                                      [options.node, "-e", NODE % str(PEERS / "pptxgen.js")]],
        "Typst with lilaq + PptxGenJS": [[options.python, "-c", peer("typst_pdf", "pdf", "lilaq")],
                                         [options.node, "-e", NODE % str(PEERS / "pptxgen.js")]],
    }  # fmt: skip
    rows = ["| way | CPU s | peak MB | pairs a second and core |", "|---|---:|---:|---:|"]
    measured_with = versions(options.python, options.node, options.modules)
    kept: dict[str, object] = {
        "date": str(datetime.date.today()), "versions": measured_with, "reports": options.reports,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        sources: list[str] = []
        for seed in range(1, options.reports + 1):
            folder = Path(scratch, f"report{seed}")
            script = [sys.executable, str(HERE / "workload.py"), str(folder), "--seed", str(seed)]
            subprocess.run(script, check=True)
            sources.append(str(folder / "report.yaml"))
        extra["PYTHONPATH"] = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
        for name, commands in ways.items():
            try:
                runs = [measured([*command, *sources], Path(scratch), extra)
                        for command in commands]  # fmt: skip
            except (RuntimeError, FileNotFoundError) as fault:
                said = str(fault).strip().splitlines()[-1][:100]
                rows.append(f"| {name} | skipped: {said} | | |")
                continue
            cpu, memory = sum(r[0] for r in runs), max(r[1] for r in runs)
            rows.append(f"| {name} | {cpu:.2f} | {memory:.0f} | {options.reports / cpu:.2f} |")
            kept[name] = {"cpu": cpu, "memory_mb": memory, "runs": runs}
    print(f"{options.reports} reports; {measured_with}; {datetime.date.today()}\n")
    print("\n".join(rows))
    if options.json:
        options.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
