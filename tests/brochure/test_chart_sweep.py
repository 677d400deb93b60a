"""A seeded part of the random sweep over all kinds, formats, widths, languages and themes.

What is measured: texts that touch, are cut, or are missing; lines and edges through texts; texts
too faint on their ground; charts higher than their page; axes that run backwards.

``python -m tests.brochure.test_chart_sweep FIRST COUNT`` runs any other part.
"""

from __future__ import annotations

import random
import sys

import pytest

from report.brochure.chart import Drawing
from report.brochure.chart.scale import Scale
from report.compose.plan import ChartPlan
from report.record import replace
from tests.brochure.chart_faults import cut, faint, struck, touching
from tests.brochure.chart_pages import drawn
from tests.brochure.test_chart_formats import NARROW, PAGES, WIDE, faults, on_page
from tests.chart_cases import wild
from tests.charting import plan, planned, table

SEEDS = 240
PART = 40


def examine(seed: int) -> list[str]:
    """All faults of the chart of a seed; none where the planner refuses it with a reason."""
    made, language = wild(seed)
    chart, found = planned(made.kind, made.data, language, **made.parts)
    if chart is None or found.errors:
        return [] if found.errors else ["no plan and no reason"]
    form, width = random.Random(seed).choice(WIDE if chart.width == "wide" else NARROW)
    drawing = on_page(chart, form, width)
    return [f"{form} {width:.0f}: {fault}" for fault in every_fault(chart, drawing, form)]


def every_fault(chart: ChartPlan, drawing: Drawing, form: str) -> list[str]:
    """What is wrong with a drawing on a page of a format."""
    found = [*faults(chart, drawing), *touching(drawing), *cut(drawing), *struck(drawing)]
    found += faint(drawing)
    if drawing.height_pt > PAGES[form] * 1.12:
        found.append(f"{drawing.height_pt:.0f} points high on a page of {PAGES[form]:.0f}")
    return found


@pytest.mark.parametrize("first", range(0, SEEDS, PART))
def test_random_charts_have_no_faults(first, monkeypatch):
    """Every value axis that is drawn runs forwards, and no text is at fault."""
    backwards: list[Scale] = []
    across = Scale.__call__

    def watched(self, value):
        if abs(self.stop - self.start) < 8.0:
            backwards.append(self)
        return across(self, value)

    monkeypatch.setattr(Scale, "__call__", watched)
    for seed in range(first, first + PART):
        assert not examine(seed), seed
        assert not backwards, seed


def test_rows_never_run_backwards(monkeypatch):
    """Columns of numbers on both sides of a dumbbell leave it a plot, however narrow the page."""
    rows = [[f"{1990 + i}", "1160000000.123", "89000000.456"] for i in range(40)]
    chart = plan("dumbbell", table(["年", "前", "后"], rows))
    seen: list[Scale] = []
    across = Scale.__call__
    monkeypatch.setattr(Scale, "__call__", lambda s, v: (seen.append(s), across(s, v))[1])
    for width in (158.75, 228.0, 332.5):
        drawn(replace(chart, aspect=400 / width), width)
    assert seen
    assert all(scale.stop - scale.start >= 10 for scale in seen)


def test_lines_through_labels_are_found():
    """The measures can fail: a line through a number, a number on its own colour."""
    drawing = drawn(plan("bar", table(["项", "值"], [["甲", "3"], ["乙", "2"]])))
    said = next(m for m in drawing.marks if m[0] == "text" and m[3] == "甲")
    x, y = said[1], said[2] + 3
    line = ("path", ("m", x - 5, y, "l", x + 30, y), None, ("ink", 1.0), (1, (), 0, 0, 0))
    assert struck(replace(drawing, marks=(*drawing.marks, line)))
    ground = ("path", ("m", x - 5, y - 9, "l", x + 30, y - 9, "l", x + 30, y + 9, "l", x - 5, y + 9,
                       "h"), ("ink", 1.0), None, None)  # fmt: skip
    assert faint(replace(drawing, marks=(ground, *drawing.marks)))


if __name__ == "__main__":
    start, count = map(int, sys.argv[1:3])
    for number in range(start, start + count):
        for text in examine(number):
            print(number, text)
