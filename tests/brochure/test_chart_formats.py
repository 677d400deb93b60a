"""Charts in every width and height that a page format gives them, in every language.

A page draws a chart at the width of its column and, where it is too high for the page, once more
with the height that is left (``chart_band``); ``on_page`` does the same.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from report.brochure.chart import Drawing
from report.brochure.chart.drawing import flat
from report.compose.charting.labels import em_width
from report.compose.plan import ChartPlan
from report.record import replace
from tests.brochure.chart_pages import collisions, drawn, outside, pdf_of, read, theme
from tests.brochure.test_charts_drawn import boxes, lacking
from tests.chart_cases import KINDS, WORDS, case
from tests.charting import plan, planned, table

PAGES = {"a4": 580.0, "a5": 400.0, "a4-landscape": 390.0, "16:9": 270.0, "square": 390.0}
"""Height that a page of each format leaves for a chart, less its frame."""
WIDE = (("a4", 475.0), ("a4", 310.33), ("a5", 332.5), ("a4-landscape", 722.0), ("16:9", 665.0),
        ("16:9", 323.0), ("square", 475.0))  # fmt: skip
"""Formats and widths of charts that want the full type area."""
NARROW = (("a4", 228.0), ("a4", 475.0), ("a5", 158.75), ("a5", 332.5), ("a4-landscape", 351.5),
          ("16:9", 323.0))  # fmt: skip
"""Those of charts that may stand in a text column."""


def on_page(chart: ChartPlan, form: str, width: float) -> Drawing:
    """A chart drawn as a page of that format draws it.

    Two charts share a row only where both are low enough for it.
    """
    drawing = drawn(chart, width)
    if drawing.height_pt > PAGES[form] and theme().formats[form].wide:
        width = theme().formats[form].measure
        drawing = drawn(chart, width)
    if drawing.height_pt > PAGES[form]:
        return drawn(replace(chart, aspect=PAGES[form] / width), width)
    return drawing


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def faults(chart: ChartPlan, drawing: Drawing) -> list[str]:
    """What a reader would find fault with: texts that meet, are cut, or are not there."""
    (page,) = read(pdf_of(drawing))
    found = [*collisions(page), *outside(page)]
    points = [p for part in chart.panels or (chart,) for s in part.series for p in s.points]
    ticks = [t for a in (chart.axis, chart.axis2, chart.x_axis) if a for t in a.labels]
    for text in lacking(chart, page.said):
        if chart.all_missing and len(points) * 24 > min(576, drawing.height_pt):
            continue  # so many gaps are listed as one run of codes
        if text in ticks or (chart.category_every > 1 and text in chart.categories):
            continue  # a narrow axis leaves numbers and years out where they would touch
        found.append(f"{text!r} is not there")
    if ticks and not any(chart.panels) and sum(t in page.said for t in map(_bare, ticks)) < 2:
        found.append("an axis without numbers")
    return found


def sentences(chart: ChartPlan) -> bool:
    """Whether its names are sentences, too many for a low page: they may take more height."""
    names = [*chart.categories, *(p.title for p in chart.panels), *(s.name for s in chart.series)]
    names += [c for p in chart.panels[:1] for c in p.categories]
    return max(map(em_width, names), default=0) > (20 if len(names) > 12 else 40)


@settings(
    max_examples=160, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip
@given(
    st.sampled_from(range(10**6)), st.sampled_from(KINDS), st.sampled_from(sorted(WORDS)),
    st.sampled_from(range(84)),
)  # fmt: skip
def test_nothing_collides_in_any_language_and_format(seed, kind, language, place):
    made = case(seed, kind, language)
    chart, found = planned(made.kind, made.data, language, **made.parts)
    if chart is None or found.errors:
        assert found.errors, "no plan and no reason"
        return
    formats = WIDE if chart.width == "wide" else NARROW
    form, width = formats[place % len(formats)]
    drawing = on_page(chart, form, width)
    assert not faults(chart, drawing), (form, width)
    if not sentences(chart):
        assert drawing.height_pt <= PAGES[form] * 1.12


def test_the_property_can_fail():
    """A label too many, or one beside the page, is found."""
    chart = plan("bar", table(["项", "值"], [["甲", "3"], ["乙", "2"]]))
    drawing = drawn(chart)
    said = next(m for m in drawing.marks if m[0] == "text")
    double = replace(drawing, marks=(*drawing.marks, said))
    assert any("meets" in f for f in faults(chart, double))
    cut = replace(drawing, width_pt=drawing.width_pt - 60)
    assert any(" of " in f for f in faults(chart, cut))
    other = plan("bar", table(["项", "值"], [["甲", "3"], ["丙", "2"]]))
    assert any("丙" in f for f in faults(other, drawing))


# ── low pages ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", PAGES)
@pytest.mark.parametrize("kind", ["bar", "lollipop", "dumbbell", "grouped-bar", "stacked-bar"])
@pytest.mark.parametrize("count", [15, 40, 60])
def test_rows_fold_where_the_page_is_low(form, kind, count):
    if count == 60 and kind in ("grouped-bar", "dumbbell"):
        return  # more than any page of ours can hold with three numbers a row
    two = kind in ("dumbbell", "grouped-bar", "stacked-bar")
    rows = [
        [f"第{i + 1}中学", str(i % 37 + 1), *([str(i % 29 + 2)] if two else [])]
        for i in range(count)
    ]
    chart = plan(kind, table(["校", "前", *(["后"] if two else [])], rows), sort="none")
    width = theme().formats[form].measure
    drawing = drawn(replace(chart, aspect=PAGES[form] / width), width)
    (page,) = read(pdf_of(drawing))
    assert not collisions(page)
    assert not outside(page)
    assert not lacking(chart, page.said)
    assert drawing.height_pt <= PAGES[form] * 1.1


def test_folded_rows_share_one_scale():
    rows = [[f"第{i + 1}中学", str(i % 37 + 1)] for i in range(40)]
    chart = plan("bar", table(["校", "值"], rows), sort="none")
    drawing = drawn(replace(chart, aspect=0.6), 475.0)
    shapes = boxes(pdf_of(drawing), theme().rgb("p700"))
    lengths = [right - left for left, _, right, _ in shapes]
    starts = {round(left) for left, *_ in shapes}
    assert len(lengths) == 40
    assert len(starts) == 2
    for length, point in zip(lengths, chart.series[0].points, strict=True):
        assert length == pytest.approx(float(point.value or 0) * max(lengths) / 37, abs=0.05)


@pytest.mark.parametrize("form", PAGES)
def test_many_panels_and_waffles_fit_low_pages(form):
    width = theme().formats[form].measure
    lines = table(
        ["年", *(f"第{r}区教育联合体北部" for r in range(12))],
        [[f"{2015 + y}", *(str(y * r + 3) for r in range(12))] for y in range(8)],
    )
    shares = table(["项", "占"], [[f"第{i}项", str(9 * i + 3)] for i in range(8)], "%")
    for chart in (plan("waffle", shares), plan("multiples", lines)):
        drawing = drawn(replace(chart, aspect=PAGES[form] / width), width)
        (page,) = read(pdf_of(drawing))
        assert not collisions(page)
        assert not outside(page)
        assert drawing.height_pt <= PAGES[form] * 1.1


# ── labels and gridlines ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["column", "bar", "line", "lollipop", "scatter", "waterfall"])
def test_no_gridline_runs_through_a_label(kind):
    rows = [[f"第{i + 1}组", str(value)] for i, value in enumerate((9, 19, 31, 39, 12, 28))]
    columns = ["组", "值"]
    if kind == "scatter":
        columns, rows = ["组", "甲", "乙"], [[n, v, v] for n, v in rows]
    drawing = drawn(plan(kind, table(columns, rows)))
    (page,) = read(pdf_of(drawing))
    crossed = 0
    for mark in flat(drawing.marks):
        if mark[0] != "path" or not mark[3] or mark[3][0] != "rule":
            continue
        numbers = [n for n in mark[1] if not isinstance(n, str)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        for (x0, y0), (x1, y1) in zip(points[::2], points[1::2], strict=True):
            crossed += 1
            for text in page.texts:
                across = min(max(x0, x1), text.x1) - max(min(x0, x1), text.x0)
                up = min(max(y0, y1), text.y1) - max(min(y0, y1), text.y0)
                inside = text.y0 < y0 < text.y1 if y0 == y1 else text.x0 < x0 < text.x1
                assert not (inside and max(across, up) > 0.5), (kind, text)
    assert crossed > 2
