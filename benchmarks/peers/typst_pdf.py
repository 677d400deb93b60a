"""Typst through its Python binding; charts drawn by hand, as matplotlib SVG, or with lilaq.

``python typst_pdf.py REPORT PDF hand|svg|lilaq``; lilaq needs its package in Typst's package
folder (``TYPST_PACKAGE_PATH``).
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path

import typst
import work

HEAD = """
#set page(paper: "a4", margin: (x: 20mm, y: 28mm), numbering: "1")
#set text(font: "Noto Serif SC", size: 9.5pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.65em)
#show heading: set text(size: 22pt)
"""
LILAQ = '#import "@preview/lilaq:0.6.0" as lq\n'


def quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def by_hand(c: work.Chart) -> str:
    top, n = max(max(v) for _, v in c.series) * 1.1, len(c.categories)
    w, h, left = 380.0, 140.0, 60.0
    out = [f'#text(font: "Noto Sans SC", size: 8pt)[{c.title}]',
           f"#block(width: {w + left}pt, height: {h + 20}pt)["]  # fmt: skip

    def place(x: float, y: float, what: str) -> None:
        out.append(f"#place(top + left, dx: {x:.1f}pt, dy: {y:.1f}pt, {what})")

    def label(x: float, y: float, content: str) -> None:
        place(x, y, f'text(font: "Noto Sans SC", size: 8pt, "{quoted(content)}")')

    for j, (_, values) in enumerate(c.series):
        last = None
        for k, value in enumerate(values):
            if c.kind == "bar":
                y, step, long = k * h / n, h / n, w * value / top * 0.9
                place(left, y + 3, f'rect(width: {long:.1f}pt, height: {step - 6:.1f}pt, '
                                   'fill: rgb("#1B4B6B"))')  # fmt: skip
                label(0, y + step / 2 - 4, c.categories[k])
                label(left + long + 3, y + step / 2 - 4, f"{value:g}")
                continue
            x, y = left + (k + 0.5) * w / n, h * (1 - value / top)
            if c.kind == "column":
                size = f"width: {w / n * 2 / 3:.1f}pt, height: {h - y:.1f}pt"
                place(x - w / n / 3, y, f'rect({size}, fill: rgb("#1B4B6B"))')
            elif last:
                place(0, 0, f"line(start: ({last[0]:.1f}pt, {last[1]:.1f}pt), "
                            f"end: ({x:.1f}pt, {y:.1f}pt))")  # fmt: skip
            last = (x, y)
            label(x - 8, y - 11, f"{value:g}")
            if j == 0:
                label(x - 12, h + 4, c.categories[k])
    out.append("]")
    return "\n".join(out)


def lilaq(c: work.Chart) -> str:
    ticks = ", ".join(f'({k}, "{quoted(n)}")' for k, n in enumerate(c.categories))
    plots = []
    for name, values in c.series:
        xs = ", ".join(map(str, range(len(values))))
        ys = ", ".join(f"{v:g}" for v in values)
        if c.kind == "bar":
            plots.append(f"lq.hbar(({ys},), ({xs},))")
        elif c.kind == "column":
            plots.append(f"lq.bar(({xs},), ({ys},))")
        else:
            plots.append(f"lq.plot(({xs},), ({ys},), label: [{name}])")
    axis = "yaxis" if c.kind == "bar" else "xaxis"
    return (
        f"#lq.diagram(title: [{c.title}], width: 13cm, height: 5cm, "
        f"{axis}: (ticks: ({ticks},)), {', '.join(plots)})"
    )


def matplotlib_svg(c: work.Chart, path: Path) -> str:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6.3, 2.6))
    for name, values in c.series:
        if c.kind == "line":
            axes.plot(c.categories, values, label=name)
        else:
            (axes.barh if c.kind == "bar" else axes.bar)(c.categories, values)
    axes.set_title(c.title)
    out = io.StringIO()
    figure.savefig(out, format="svg")
    plt.close(figure)
    path.write_text(out.getvalue(), "utf-8")
    return f'#image("{path.name}")'


def main(source: str, target: str, charts: str) -> None:
    data = work.read(source)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if charts == "svg":
            from matplotlib import font_manager, rcParams

            sans = work.font("Sans", "Regular")
            font_manager.fontManager.addfont(sans)
            rcParams["font.family"] = font_manager.FontProperties(fname=sans).get_name()
        out = [HEAD, LILAQ if charts == "lilaq" else ""]
        out += [f"= {data.title}\n{data.subtitle}\n#pagebreak()\n#outline()\n"]
        for k, s in enumerate(data.sections):
            out.append(f"#pagebreak()\n= {s.title}\n{s.lead}\n")
            cells = ", ".join(f"[{a} \\ {b} \\ {c}]" for a, b, c in s.cards)
            out.append(f"#grid(columns: 3, gutter: 12pt, {cells})\n#columns(2)[")
            out += [p.replace("#", "\\#").replace("*", "\\*") + "\n" for p in s.paragraphs]
            out.append("]")
            for j, chart in enumerate(s.charts):
                if charts == "svg":
                    out.append(matplotlib_svg(chart, folder / f"c{k}-{j}.svg"))
                else:
                    out.append((lilaq if charts == "lilaq" else by_hand)(chart))
            cells = ", ".join(f"[{cell}]" for row in s.table for cell in row)
            out.append(f"#table(columns: {len(s.table[0])}, stroke: none, {cells})")
        file = folder / "main.typ"
        file.write_text("\n".join(out), "utf-8")
        typst.compile(str(file), output=target, font_paths=[str(work.FONTS)],
                      package_path=os.environ.get("TYPST_PACKAGE_PATH"),
                      ignore_system_fonts=True)  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
