"""The gallery's charts in the deck say what the plans (and so the pages) say."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from report.deck.chart import Box
from report.deck.chart.number_format import shown
from report.theme import load_theme
from tests.charting import gallery, plan, points, table, visible
from tests.deck.chart_reading import charts_on, deck_of, opened, read_chart, texts_on

PLANS = [p for p in gallery() if p.kind != "matplotlib"]


@pytest.fixture(scope="module")
def slides():
    deck = opened(deck_of(PLANS, load_theme("qing"), Box(84, 110, 828, 370)))
    return dict(zip((p.id for p in PLANS), deck.slides, strict=True))


def said(slide) -> list[str]:
    """Every text of the slide and its charts, categories and series names included, no spaces."""
    found = texts_on(slide)
    for frame in charts_on(slide.shapes):
        chart = read_chart(frame)
        found += chart.shapes + chart.names
        for series in chart.series:
            found += [series.name, *series.labels.values()]
        for series in chart.series[:1]:
            found += series.categories
    return [re.sub(r"\s", "", text) for text in found]


@pytest.mark.parametrize("chart", PLANS, ids=[p.id for p in PLANS])
def test_the_slide_says_what_the_plan_says(slides, chart):
    texts = "\n".join(said(slides[chart.id]))
    asked = visible(chart)
    for words in (*asked.names, *asked.values, *asked.gaps, *asked.remarks):
        assert re.sub(r"\s", "", words) in texts, words


@pytest.mark.parametrize("chart", PLANS, ids=[p.id for p in PLANS])
def test_each_value_is_said_as_often_as_it_is_shown(slides, chart):
    texts = "\n".join(said(slides[chart.id]))
    for label, times in Counter(visible(chart).values).items():
        assert len(re.findall(re.escape(re.sub(r"\s", "", label)), texts)) >= times


@pytest.mark.parametrize("chart", PLANS, ids=[p.id for p in PLANS])
def test_ticks_are_shown_as_the_plan_labels_them(chart):
    for axis in (chart.axis, chart.axis2, chart.x_axis):
        if axis is not None and any(axis.labels):
            assert [shown(axis.number_format, t) for t in axis.ticks] == list(axis.labels)
            steps = {b - a for a, b in zip(axis.ticks, axis.ticks[1:], strict=False)}
            assert steps == {axis.step}


def test_most_labels_follow_an_edit():
    live = [
        p.label == shown(p.number_format, p.value)
        for chart in PLANS
        for p in points(chart)
        if p.value is not None and p.shown
    ]
    assert sum(live) > 0.9 * len(live)


def test_a_cut_axis_has_no_stems():
    rows = [["甲", "99.9"], ["乙", "97.4"], ["丙", "92.2"]]
    cut = plan("lollipop", table(["项", "值"], rows, "%"), unit="%")
    whole = plan("lollipop", table(["项", "值"], [["甲", "9"], ["乙", "2"]], "%"), unit="%")
    deck = opened(deck_of([cut, whole], load_theme("qing")))
    stems = [
        len(list(read_chart(frame).root.iter("{*}errBars")))
        for slide in deck.slides
        for frame in charts_on(slide.shapes)
    ]
    assert stems == [0, 1]
