"""What the deck's charts show equals the plan: order, values, gaps and label strings."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from report.theme import load_theme
from tests.deck.chart_plans import KINDS, highlighted, marked, plan_of
from tests.deck.chart_reading import (
    ReadChart,
    charts_on,
    deck_of,
    opened,
    read_chart,
    texts_on,
)

VARIANTS = ("normal", "gaps", "derived", "negative", "one", "nothing")
CASES = [(kind, variant) for kind in KINDS for variant in VARIANTS]
PLOTTED = [k for k in KINDS if k not in ("waffle", "multiples")]


@pytest.fixture(scope="module")
def slides():
    """Each case's plan with its slide, read back from one saved deck."""
    plans = [plan_of(kind, variant) for kind, variant in CASES]
    deck = opened(deck_of(plans, load_theme("qing")))
    return {
        case: (plan, slide) for case, plan, slide in zip(CASES, plans, deck.slides, strict=True)
    }


def charts(slide) -> list[ReadChart]:
    return [read_chart(frame) for frame in charts_on(slide.shapes)]


def every_text(slide) -> str:
    """All text of a slide and of its charts, line breaks and spaces left out."""
    found = texts_on(slide)
    for chart in charts(slide):
        found += chart.shapes
        found += [text for series in chart.series for text in series.labels.values()]
    return "\n".join(re.sub(r"\s", "", text) for text in found)


@pytest.mark.parametrize("kind", PLOTTED)
@pytest.mark.parametrize("variant", ["normal", "gaps", "derived", "negative", "one"])
def test_values_and_gaps_are_the_plans(slides, kind, variant):
    plan, slide = slides[kind, variant]
    (chart,) = charts(slide)
    if kind == "waterfall":
        amounts = CalamineWorkbook.from_filelike(io.BytesIO(chart.workbook)).get_sheet_by_index(0)
        column = [row[1] for row in amounts.to_python()[1:]]
        assert [None if v == "" else Decimal(repr(v)) for v in column] == [
            None if p.value is None else p.value for p in plan.series[0].points
        ]
        return
    shown = [s for s in chart.series if s.kind != "areaChart" and s.name.strip()]
    for series, read in zip(plan.series, shown, strict=False):
        expected = [p.value for p in series.points]
        got = read.xs if kind in ("dumbbell", "lollipop") else read.values
        if kind in ("pie", "doughnut"):
            # a missing part of a known whole is drawn as what is left of it
            got = [None if p.value is None else v for p, v in zip(series.points, got, strict=True)]
        assert got == expected
        assert read.name == (series.name or plan.title)
        if kind == "scatter":
            assert read.xs == [p.x for p in series.points]
    assert len(shown) >= len(plan.series)


@pytest.mark.parametrize("kind", PLOTTED)
def test_numbers_keep_the_digits_of_their_author(slides, kind):
    plan, slide = slides[kind, "normal"]
    (chart,) = charts(slide)
    texts = set(chart.root.xpath("//c:numCache/c:pt/c:v/text()", namespaces={"c": _C}))
    if kind == "waterfall":  # its raw steps are in the sheet, their sums in the chart
        assert "29.01" in texts
        return
    for series in plan.series:
        assert {format(p.value, "f") for p in series.points if p.value is not None} <= texts


@pytest.mark.parametrize("kind", [k for k in PLOTTED if k not in ("dumbbell", "lollipop")])
def test_categories_stand_in_the_plans_order(slides, kind):
    plan, slide = slides[kind, "normal"]
    (chart,) = charts(slide)
    if kind == "scatter":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(chart.workbook)).get_sheet_by_index(0)
        assert [row[0] for row in sheet.to_python()[1:]] == list(plan.categories)
        return
    assert chart.series
    for series in chart.series:
        assert series.categories == list(plan.categories)


@pytest.mark.parametrize("kind", ["dumbbell", "lollipop"])
def test_rows_are_named_in_order_from_the_top(slides, kind):
    plan, slide = slides[kind, "normal"]
    (chart,) = charts(slide)
    names = next(s for s in chart.series if s.labels.get(0) == plan.categories[0])
    assert [names.labels[i] for i in range(len(plan.categories))] == list(plan.categories)
    assert names.values == sorted(names.values, reverse=True)


@pytest.mark.parametrize(("kind", "variant"), CASES)
def test_every_label_is_said_to_the_letter(slides, kind, variant):
    plan, slide = slides[kind, variant]
    said = every_text(slide)
    for part in plan.panels or (plan,):
        for series in part.series:
            for point in series.points:
                if kind == "scatter" and point.state != "missing":
                    continue  # dots carry their names
                if not point.shown and point.state != "missing":
                    continue  # as on the page: the mark says that a value is derived
                assert re.sub(r"\s", "", point.label) in said
                if point.code:
                    assert point.code in said
    if kind == "scatter" and variant in ("normal", "one"):
        assert all(name in said for name in plan.categories)


@pytest.mark.parametrize(("kind", "variant"), CASES)
def test_no_label_says_what_the_plan_does_not(slides, kind, variant):
    plan, slide = slides[kind, variant]
    parts = plan.panels or (plan,)
    allowed = {re.sub(r"\s", "", p.label) for q in parts for s in q.series for p in s.points}
    names = {n for q in parts for n in (*q.categories, *(s.name for s in q.series))}
    codes = {p.code for q in parts for s in q.series for p in s.points if p.code}
    for chart in charts(slide):
        for series in chart.series:
            for text in series.labels.values():
                rest = re.sub(r"\s", "", text)
                for word in sorted(allowed | names | codes, key=len, reverse=True):
                    rest = rest.replace(word, "") if word else rest
                assert rest == "", text


@pytest.mark.parametrize("kind", [k for k in PLOTTED if k not in ("scatter", "pie", "doughnut")])
def test_a_gap_is_an_empty_cell_and_a_slot(slides, kind):
    plan, slide = slides[kind, "gaps"]
    (chart,) = charts(slide)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(chart.workbook)).get_sheet_by_index(0)
    rows = sheet.to_python()
    for s, series in enumerate(plan.series):
        for c, point in enumerate(series.points):
            cell = rows[c + 1][s + 1]
            assert (cell == "") == (point.value is None)
    assert "原文缺失" in every_text(slide)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_gaps_draws_no_axes(slides, kind):
    _, slide = slides[kind, "nothing"]
    assert charts(slide) == []
    assert "原文缺失缺01" in every_text(slide) or "原文缺失缺05" in every_text(slide)


@pytest.mark.parametrize("kind", ["bar", "column", "grouped-bar", "line", "pie", "combo"])
def test_labels_follow_an_edit_where_their_format_says_them(slides, kind):
    _, slide = slides[kind, "normal"]
    (chart,) = charts(slide)
    labelled = [s for s in chart.series if s.labels]
    assert labelled
    assert all(s.fields == set(s.labels) for s in labelled)


def test_a_label_no_format_can_say_is_plain_text():
    from dataclasses import replace

    plan = plan_of("bar")
    series = plan.series[0]
    near = replace(series.points[0], label="近29", number_format="")
    wrong = replace(series.points[1], number_format="0")
    points = (near, wrong, *series.points[2:])
    plan = replace(plan, series=(replace(series, points=points),))
    deck = opened(deck_of([plan], load_theme("qing")))
    (chart,) = charts(deck.slides[0])
    assert chart.series[0].labels[0] == "近29"
    assert chart.series[0].fields == {2, 3}


def test_waffles_fill_as_many_cells_as_the_share(slides):
    plan, slide = slides["waffle", "normal"]
    filled = []
    for shape in slide.shapes[0].shapes:
        moves = shape._element.findall(".//{*}moveTo")
        if moves and shape.name != "□":
            xs = [
                sorted({int(pt.get("x")) for pt in path})
                for path in _subpaths(shape._element.find(".//{*}path"))
            ]
            width = max(x[-1] - x[0] for x in xs)
            filled.append(sum((x[-1] - x[0]) / width for x in xs))
    assert filled == pytest.approx([float(p.share) for p in plan.series[0].points], abs=0.06)


def _subpaths(path):
    points: list = []
    for step in path:
        if step.tag.endswith("moveTo") and points:
            yield points
            points = []
        points += step.findall("{*}pt")
    yield points


def test_highlight_and_marks():
    plans = [highlighted(plan_of("bar")), marked(plan_of("bar")), marked(plan_of("line"))]
    deck = opened(deck_of(plans, load_theme("qing")))
    bar, bar_marked, line_marked = (charts(slide)[0] for slide in deck.slides)
    fills = {
        int(p.find("{*}idx").get("val")): p.find(".//{*}schemeClr").get("val")
        for p in bar.root.iter("{*}dPt")
    }
    assert fills == {1: "accent2", 2: "accent2", 3: "accent2"}
    for chart in (bar_marked, line_marked):
        assert "目标 15" in chart.shapes
        assert any("扩编" in text for s in chart.series for text in s.labels.values())


_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
