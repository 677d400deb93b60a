"""CPU time of one chart on a slide, by kind: markup, chart part and workbook, warm.

Beside it python-pptx's ``add_chart`` of a plain bar chart, on a slide of its own each time, in
the same run. ``python benchmarks/slide_charts.py [repeats]``.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from report.deck.chart import Box, chart_markup  # noqa: E402
from report.theme import load_theme  # noqa: E402
from tests.deck.chart_plans import KINDS, plan_of  # noqa: E402

LIMIT_MS = 3.0
"""What a chart on a slide may cost (median over the kinds)."""


def median_ms(work: Callable[[], object], repeats: int) -> float:
    """Median CPU milliseconds of ``work``, after one run to warm up."""
    work()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def plain_python_pptx() -> Callable[[], object]:
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    deck = Presentation()
    layout = deck.slide_layouts[6]

    def work() -> None:
        data = CategoryChartData()
        data.categories = ["一", "二", "三", "四"]
        data.add_series("甲", (29.01, 22.11, 21.69, 9.5))
        slide = deck.slides.add_slide(layout)
        slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Pt(84), Pt(120), Pt(536), Pt(350), data)

    return work


def main() -> int:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    theme, box = load_theme("qing"), Box(84, 120, 536, 350)
    found = []
    for kind in KINDS:
        plan = plan_of(kind, "gaps")
        found.append(
            median_ms(
                lambda plan=plan: chart_markup(plan, box, theme, "zh-Hans", 2, lambda _: "rId1"),
                repeats,
            )
        )
        print(f"{kind:16}{found[-1]:8.2f} ms")
    middle = statistics.median(found)
    print(f"{'median':16}{middle:8.2f} ms  (limit {LIMIT_MS} ms)")
    print(f"{'python-pptx bar':16}{median_ms(plain_python_pptx(), repeats):8.2f} ms")
    return int(middle > LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(main())
