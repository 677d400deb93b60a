"""Values of lines stand beside their lines: no stroke of a line runs through a number.

Strokes and numbers are read from the drawing and its PDF, over charts at random.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from report.brochure.chart import Drawing
from report.brochure.chart.drawing import flat
from report.compose.plan import ChartPlan
from tests.brochure.chart_pages import Text, drawn, pdf_of, read
from tests.chart_cases import case
from tests.charting import planned

Segment = tuple[tuple[float, float], tuple[float, float]]
SLACK = 0.6
"""Points by which a stroke may touch the box of a number."""


def strokes(drawing: Drawing) -> list[Segment]:
    """The strokes of data lines: open paths as heavy as lines of series are."""
    found: list[Segment] = []
    for mark in flat(drawing.marks):
        if mark[0] != "path" or mark[2] or not mark[3] or mark[4][0] < 1.3:
            continue
        if mark[3][0] in ("rule", "muted", "accent", "accent-h", "ink"):
            continue
        numbers = [n for n in mark[1] if not isinstance(n, str)]
        found += pairwise(zip(numbers[::2], numbers[1::2], strict=True))
    return found


def crosses(text: Text, stroke: Segment) -> bool:
    """Whether a stroke runs through a text's box (Liang, Barsky 1984)."""
    (ax, ay), (bx, by) = stroke
    first, last = 0.0, 1.0
    for step, room in (
        (ax - bx, ax - text.x0 - SLACK), (bx - ax, text.x1 - SLACK - ax),
        (ay - by, ay - text.y0 - SLACK), (by - ay, text.y1 - SLACK - ay),
    ):  # fmt: skip
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    return first < last


def charts(kind: str) -> list[ChartPlan]:
    found = []
    for seed in range(24):
        made = case(seed * 7919 + 5, kind)
        chart, faults = planned(made.kind, made.data, **made.parts)
        lined = chart is not None and (chart.kind in ("line", "area") or bool(chart.panels))
        if chart is not None and lined and not faults.errors and not chart.all_missing:
            found.append(chart)
    return found


@pytest.mark.parametrize("kind", ["line", "area", "multiples"])
def test_no_line_runs_through_a_number(kind):
    numbers = 0
    for chart in charts(kind):
        drawing = drawn(chart, 475.0 if chart.width == "wide" else 228.0)
        (page,) = read(pdf_of(drawing))
        lines = strokes(drawing)
        shown = {
            re.sub(r"\s", "", p.label)
            for part in chart.panels or (chart,)
            for s in part.series for p in s.points if p.shown and p.value is not None
        }  # fmt: skip
        for text in page.texts:
            if text.text in shown:
                numbers += 1
                assert not any(crosses(text, s) for s in lines), (chart.kind, text)
    assert numbers > 20


def test_a_crossing_is_found():
    text = Text("12", 10, 10, 20, 18)
    assert crosses(text, ((0, 14), (40, 14)))
    assert crosses(text, ((12, 0), (15, 40)))
    assert not crosses(text, ((0, 20), (40, 20)))
    assert not crosses(text, ((0, 0), (9, 40)))
