"""Charts of many and long things lose nothing: every label of the plan is somewhere in the deck."""

from __future__ import annotations

import random
import re

import pytest
from lxml import etree

from report.compose.plan import Annotation, ChartPlan
from report.deck.chart import Box, chart_markup
from report.deck.chart.names import Named, place_names
from report.record import replace
from report.theme import load_theme
from tests.chart_cases import KINDS, case
from tests.charting import plan, planned, table, visible
from tests.deck.chart_plans import plan_of
from tests.deck.chart_reading import charts_on, deck_of, opened, read_chart, texts_on

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WIDE = Box(84, 110, 828, 370)


def at_random(count: int) -> list[ChartPlan]:
    """Plans of each kind with up to 40 categories and 8 series."""
    found = []
    for kind in KINDS:
        here = 0
        for seed in range(300):
            made = case(seed * 31 + 7, kind)
            one, faults = planned(made.kind, made.data, **made.parts)
            if one is not None and not faults.errors and not one.all_missing:
                found.append(one)
                here += 1
            if here == count:
                break
    return found


@pytest.fixture(scope="module")
def dense() -> list[tuple[ChartPlan, str]]:
    """Each plan with all that its slide says, less spaces."""
    plans = at_random(12)
    deck = opened(deck_of(plans, load_theme("qing"), WIDE))
    found = []
    for one, slide in zip(plans, deck.slides, strict=True):
        said = texts_on(slide)
        for frame in charts_on(slide.shapes):
            chart = read_chart(frame)
            said += chart.shapes
            for series in chart.series:
                said += [series.name, *series.categories, *series.labels.values()]
        found.append((one, re.sub(r"\s", "", "\n".join(said))))
    return found


@pytest.mark.parametrize("what", ["values", "gaps", "remarks", "names"])
def test_nothing_is_lost(dense, what):
    asked = 0
    for one, said in dense:
        for words in getattr(visible(one), what):
            asked += 1
            assert re.sub(r"\s", "", words) in said, (one.kind, len(one.categories), words)
    assert asked > 30


def test_names_of_dots_meet_nothing():
    dice = random.Random(5)
    bounds = (0.0, 0.0, 480.0, 300.0)
    for count in (1, 5, 14):
        for _ in range(20):
            names = [
                Named(dice.uniform(5, 475), dice.uniform(5, 295), dice.uniform(20, 110), 18.0)
                for _ in range(count)
            ]
            dots = [(n.x - 5, n.y - 5, n.x + 5, n.y + 5) for n in names]
            spots = place_names(names, bounds, dots)
            assert spots is not None
            rects = list(dots)
            for name, spot in zip(names, spots, strict=True):
                dx, dy = {"r": (1, 0), "l": (-1, 0), "t": (0, -1), "b": (0, 1)}[spot.side]
                x = name.x + dx * (6 + name.w / 2) + spot.dx
                y = name.y + dy * (6 + name.h / 2) + spot.dy
                here = (x - name.w / 2, y - name.h / 2, x + name.w / 2, y + name.h / 2)
                assert min(here[:2]) >= -0.1
                assert here[2] <= 480.1
                assert here[3] <= 300.1
                for other in rects:
                    assert (
                        here[0] >= other[2] - 0.1
                        or other[0] >= here[2] - 0.1
                        or here[1] >= other[3] - 0.1
                        or other[1] >= here[3] - 0.1
                    )
                rects.append(here)


def test_names_without_any_room_are_told():
    assert place_names([Named(5, 5, 300, 18)], (0, 0, 100, 100), []) is None


def drawn(one: ChartPlan, box: Box) -> etree._Element:
    files = []
    chart_markup(
        one, box, load_theme("qing"), "zh-Hans", 5, lambda f: files.append(f) or f"rId{len(files)}"
    )
    return etree.fromstring(files[0].chart)


@pytest.mark.parametrize("kind", ["stacked-bar", "stacked-column"])
def test_numbers_of_small_parts_stand_beyond_their_stack_with_their_key(kind):
    one = plan_of(kind, "negative")
    root = drawn(one, Box(84, 120, 536, 350))
    keyed = [
        label
        for label in root.iter(f"{C}dLbl")
        if label.find(f"{C}showLegendKey").get("val") == "1"
    ]
    assert keyed
    for label in keyed:
        assert label.find(f"{C}layout/{C}manualLayout") is not None
        assert label.find(f"{C}dLblPos").get("val") == "ctr"
    for series in root.iter(f"{C}ser"):
        if series.find(f".//{C}dLbl/{C}layout") is not None:
            lines = series.find(f"{C}dLbls/{C}extLst/{C}ext/{{*}}showLeaderLines")
            assert lines.get("val") == "0"


@pytest.mark.parametrize("kind", ["bar", "column", "stacked-bar", "line", "lollipop", "waterfall"])
def test_a_remark_stands_where_its_number_does_not(kind):
    one = plan_of(kind)
    series = one.series[0]
    quiet = replace(series, points=tuple(replace(p, shown=False) for p in series.points))
    one = replace(
        one, series=(quiet, *one.series[1:]), annotations=(Annotation(0, 1, "统计口径有变"),)
    )
    words = ["".join(t.itertext()) for t in drawn(one, WIDE).iter(f"{C}rich")]
    assert any("统计口径有变" in w for w in words)


def test_crowded_dots_are_led_to_their_names():
    rows = [[f"学校{i}", str(20 + i % 3), str(100 + i % 4)] for i in range(12)]
    root = drawn(plan("scatter", table(["校", "面积", "学生"], rows)), Box(84, 120, 536, 350))
    said = {"".join(t.itertext()) for t in root.iter(f"{C}rich")}
    assert {f"学校{i}" for i in range(12)} <= said
    assert root.find(f".//{C}dLbls/{C}extLst/{C}ext/{{*}}showLeaderLines").get("val") == "1"


def test_an_area_with_gaps_stands_over_surfaces():
    files = []
    markup, _ = chart_markup(
        plan_of("area", "gaps"), WIDE, load_theme("qing"), "zh-Hans", 5,
        lambda f: files.append(f) or "rId2",
    )  # fmt: skip
    assert markup.startswith("<p:grpSp>")
    assert markup.count("<a:custGeom>") == 2
    assert len(files) == 1
    assert b"<c:areaChart>" not in files[0].chart
