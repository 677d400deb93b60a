"""Where charts and their words find room: slides of their own, columns, feet of columns, tints."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import etree

from report.compose.plan import ChartPlan
from report.deck.chart import Box, chart_markup
from report.deck.chart.frame import stacked
from report.deck.chart.room import has_room, slide_parts, split_rows
from report.deck.chart.slices import offsets_of, slices_beside
from report.deck.chart.values import Rect, crossed, paths_of
from report.record import replace
from report.theme import load_theme
from tests.charting import plan, table
from tests.deck.chart_plans import plan_of

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
HALF, WIDE = Box(84, 156, 330, 322), Box(84, 120, 828, 358)


def chart_of(one: ChartPlan, box: Box = WIDE) -> etree._Element:
    files = []
    chart_markup(
        one, box, load_theme("qing"), "zh-Hans", 5, lambda f: files.append(f) or f"rId{len(files)}"
    )
    return etree.fromstring(files[0].chart)


def schools(count: int) -> list[list[str | None]]:
    return [[f"第{i}实验学校", str(20 + i), str(30 + i), str(40 + i)] for i in range(count)]


def test_crowded_groups_want_a_slide_of_their_own():
    columns = ["校", "小学", "初中", "高中"]
    few = plan("grouped-bar", table(columns, schools(4)))
    many = plan("grouped-bar", table(columns, schools(12)))
    assert has_room(few, HALF)
    assert not has_room(many, HALF)
    parts = split_rows(many, WIDE)
    assert len(parts) > 1
    numbers = sum(
        len(list(chart_of(part, Box(84, 120, 404, 358)).iter(f"{C}dLbl"))) for part in parts
    )
    assert numbers == 36


def test_more_rows_than_a_slide_holds_run_on():
    rows: list[list[str | None]] = [[f"第{i}区教育局", str(i + 1)] for i in range(60)]
    long = plan("bar", table(["区", "人数"], rows))
    box = Box(72, 120, 612, 358)
    parts = slide_parts(long, box)
    assert len(parts) == 2
    assert [c for part in parts for c in part.categories] == list(long.categories)
    assert {part.axis for part in parts} == {long.axis}
    assert slide_parts(plan_of("bar"), box) == (plan_of("bar"),)


def test_columns_of_a_combo_say_their_numbers_at_their_feet():
    root = chart_of(plan_of("combo"))
    sides = [e.get("val") for e in root.iterfind(f".//{C}barChart//{C}dLbl/{C}dLblPos")]
    assert sides
    assert set(sides) == {"inBase"}


def test_a_line_is_found_where_it_passes():
    series = plan_of("combo").series[1]
    axis = plan_of("combo").axis2
    assert axis is not None
    from report.deck.chart.frame import Frame

    paths = paths_of(series, Frame(400, 300, 0, 0, 400, 300), axis)
    (x1, y1), (x2, y2) = paths[0][:2]
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    assert crossed(Rect(middle[0] - 5, middle[1] - 5, middle[0] + 5, middle[1] + 5), paths)
    assert not crossed(Rect(middle[0] - 5, 290, middle[0] + 5, 299), paths)


@pytest.mark.parametrize("kind", ["bar", "pie"])
def test_the_rest_is_derived_tinted_and_tagged(kind):
    rows: list[list[str | None]] = [[f"第{i}项", str(40 - i)] for i in range(8)]
    root = chart_of(plan(kind, table(["项", "数"], rows), top=4))
    *_, last = root.iter(f"{C}dPt")
    look = last.find(f"{C}spPr")
    assert look.find(f"{A}solidFill/{A}schemeClr").get("val") == "accent2"
    assert look.find(f"{A}ln/{A}solidFill/{A}schemeClr").get("val") == "accent5"
    said = ["".join(e.itertext()) for e in root.iter(f"{C}rich")]
    assert any("推" in words for words in said)


def test_a_closing_total_is_tagged():
    rows: list[list[str | None]] = [["上年", "520"], ["新建", "148"], ["撤并", "-91"]]
    one = plan("waterfall", table(["项", "数"], rows), total="今年")
    assert any("推" in "".join(e.itertext()) for e in chart_of(one).iter(f"{C}rich"))


def test_labels_of_tiny_slices_stand_apart():
    one = plan_of("pie")
    amounts = tuple(Decimal(v) for v in ("96", "1", "1", "1", "1"))
    point = one.series[0].points[0]
    points = tuple(replace(point, value=v, share=v) for v in amounts)
    one = replace(
        one, categories=tuple(f"第{i}类办学形式" for i in range(5)),
        series=(replace(one.series[0], points=points),),
    )  # fmt: skip
    found = slices_beside(one, amounts, 330.0, 322.0)
    assert found is not None
    side, slices = found
    assert side >= 0.42 * 322
    assert all(s.name for s in slices)
    from report.deck.chart.frame import Frame

    frame = Frame(330, 322, (330 - side) / 2, (322 - side) / 2, side, side)
    assert set(offsets_of(slices, frame, False)) == set(range(5))


def test_things_of_unlike_height_stand_apart():
    levels = stacked((50, 52, 54), (20, 40, 20), 0, 100)
    assert levels[1] - levels[0] >= 30
    assert levels[2] - levels[1] >= 30
    assert levels[0] >= 10
    assert levels[2] <= 90
    assert stacked((1, 2), (80, 80), 0, 100)[0] >= 0


def test_a_lone_waffle_stands_beside_large_words():
    made = plan_of("waffle", "one")
    files: list[object] = []
    markup, _ = chart_markup(
        made, WIDE, load_theme("qing"), "zh-Hans", 5, lambda f: files.append(f) or "rId2"
    )
    assert 'sz="7200"' in markup
    assert not files


def test_a_legend_of_areas_and_lines_hides_the_areas():
    base = plan_of("area")
    root = chart_of(replace(base, legend=True))
    hidden = [e.get("val") for e in root.iterfind(f".//{C}legendEntry/{C}idx")]
    areas = len(root.findall(f".//{C}areaChart/{C}ser"))
    assert hidden == [str(i) for i in range(areas)]
