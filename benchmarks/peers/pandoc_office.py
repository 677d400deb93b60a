"""Pandoc: the report as Markdown with matplotlib's charts as pictures, to PPTX or DOCX.

``python pandoc_office.py REPORT.yaml TARGET`` (what the target's name ends in decides the writer).
Pandoc's way to a PDF goes through LaTeX or another engine, which is then what is measured.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import work
from matplotlib import font_manager, pyplot
from usual_pdf import picture


def markdown(data: work.Work, folder: Path, slides: bool) -> str:
    """The report in Pandoc's Markdown; a heading of the second level begins a slide."""
    lines = [f"---\ntitle: {data.title}\nsubtitle: {data.subtitle}\n---\n"]
    pictures = 0
    for section in data.sections:
        lines += [f"# {section.title}\n", f"{section.lead}\n"]
        if not slides:
            lines += [f"**{a}** {b} {c}\n" for a, b, c in section.cards]
            lines += [f"{paragraph}\n" for paragraph in section.paragraphs]
        for chart in section.charts:
            pictures += 1
            file = folder / f"chart{pictures}.png"
            file.write_bytes(picture(chart).getvalue())
            lines += [f"## {chart.takeaway}\n", f"![{chart.title}]({file.name})\n"]
        head, *rows = section.table
        if slides:
            lines.append(f"## {section.title}\n")
        lines += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
        lines += ["| " + " | ".join(row) + " |" for row in rows]
        lines.append("")
    return "\n".join(lines)


def main(source: str, target: str) -> None:
    data = work.read(source)
    sans = work.font("Sans", "Regular")
    font_manager.fontManager.addfont(sans)
    pyplot.rcParams["font.family"] = font_manager.FontProperties(fname=sans).get_name()
    pyplot.rcParams["axes.unicode_minus"] = False
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        text = folder / "report.md"
        text.write_text(markdown(data, folder, target.endswith(".pptx")), "utf-8")
        subprocess.run(["pandoc", text.name, "-o", str(Path(target).resolve())],
                       cwd=folder, check=True)  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
