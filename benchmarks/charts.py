"""CPU time of a chart on the page, beside matplotlib's usual ways with the same numbers.

    python benchmarks/charts.py [--rounds 5]

Every kind of the gallery is recorded as a display list and played on a canvas; the same series
are drawn with ``Figure`` and ``savefig`` to PNG (200 dpi) and to PDF (Type 42). matplotlib and
the faces are loaded before the clock starts. Times are CPU milliseconds a chart, the median of
the rounds; the last lines are medians over the kinds and their ratios.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportlab.pdfgen.canvas import Canvas

from report.brochure.chart import Drawing, record
from report.brochure.embed import PdfFonts
from report.compose.plan import ChartPlan
from report.fonts import open_fonts
from report.theme import load_theme
from tests.charting import gallery

LIMIT_MS = 12.0
"""What a chart on the page may cost (median over the kinds)."""


def timed(work: Callable[[], object], rounds: int) -> float:
    work()
    spent = []
    for _ in range(rounds):
        start = process_time()
        work()
        spent.append((process_time() - start) * 1000)
    return median(spent)


def usual(plan: ChartPlan, form: str) -> Callable[[], object]:
    """The same numbers drawn as most programs draw them."""
    from matplotlib.figure import Figure

    def work() -> None:
        figure = Figure(figsize=(6.6, 2.6))
        axes = figure.add_subplot()
        panels = plan.panels or (plan,)
        for panel in panels:
            for series in panel.series:
                values = [
                    float(p.value) if p.value is not None else float("nan") for p in series.points
                ]
                names = [c or " " for c in panel.categories]
                if plan.kind in ("line", "area", "slope", "scatter"):
                    axes.plot(range(len(values)), values, marker="o", label=series.name)
                elif plan.kind in ("pie", "doughnut"):
                    axes.pie([v for v in values if v == v])
                else:
                    axes.bar(range(len(values)), values, label=series.name)
                if plan.kind not in ("pie", "doughnut"):
                    axes.set_xticks(range(len(names)), names)
        axes.set_title(plan.title)
        figure.tight_layout()
        figure.savefig(BytesIO(), format=form, dpi=200)

    return work


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    import matplotlib
    from matplotlib import font_manager

    warnings.simplefilter("ignore")
    book, theme = open_fonts(), load_theme("qing")
    face = book.chain("sans", 400, "zh-Hans").faces[0]
    font_manager.fontManager.addfont(str(face.path))
    matplotlib.rcParams["font.family"] = font_manager.FontProperties(
        fname=str(face.path)
    ).get_name()
    matplotlib.rcParams["pdf.fonttype"] = 42
    plans: dict[str, ChartPlan] = {}
    for plan in gallery():
        if plan.kind != "matplotlib" and not plan.all_missing:
            plans.setdefault(plan.kind, plan)
    rows: list[tuple[float, ...]] = []
    print(f"{'kind':16}{'record':>9}{'play':>9}{'both':>9}{'PNG':>9}{'PDF':>9}   ms of CPU a chart")
    for kind, plan in plans.items():
        width = 228.0 if plan.width == "column" else 475.0
        drawing = record(plan, width, theme, book)

        def play(drawing: Drawing = drawing) -> None:
            canvas = Canvas(BytesIO(), initialFontName="Helvetica")
            drawing.play(canvas, PdfFonts(canvas), 50, 50)

        recording = timed(lambda p=plan, w=width: record(p, w, theme, book), rounds)
        playing = timed(play, rounds)
        png, pdf = timed(usual(plan, "png"), rounds), timed(usual(plan, "pdf"), max(1, rounds // 2))
        rows.append((recording, playing, recording + playing, png, pdf))
        print(f"{kind:16}" + "".join(f"{v:9.2f}" for v in rows[-1]))
    middle = [median(column) for column in zip(*rows, strict=True)]
    print(f"{'median':16}" + "".join(f"{v:9.2f}" for v in middle))
    png, pdf = middle[3] / middle[2], middle[4] / middle[2]
    print(f"savefig takes {png:.0f} times as long to PNG and {pdf:.0f} times to PDF")
    print(f"limit {LIMIT_MS} ms: {'kept' if middle[2] <= LIMIT_MS else 'BROKEN'}")
    return int(middle[2] > LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(main())
