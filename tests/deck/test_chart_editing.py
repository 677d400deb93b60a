"""A person (or python-pptx) can go on with a chart: its data, its series, its theme."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from pptx.chart.data import CategoryChartData, XyChartData

from report.theme import load_theme
from tests.deck.chart_plans import KINDS, plan_of
from tests.deck.chart_reading import charts_on, deck_of, opened, read_chart

BY_CATEGORY = [
    k for k in KINDS if k not in ("waffle", "multiples", "scatter", "dumbbell", "lollipop")
]


def edited(data: bytes, change) -> bytes:
    deck = opened(data)
    (frame,) = charts_on(deck.slides[0].shapes)
    change(frame.chart)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", BY_CATEGORY)
@pytest.mark.parametrize("variant", ["normal", "gaps"])
def test_data_can_be_replaced(kind, variant):
    def change(chart):
        given = CategoryChartData()
        plot = next(iter(chart.plots))
        given.categories = list(plot.categories)
        for plot in chart.plots:
            for series in plot.series:
                given.add_series(series.name, [v and v + 1 for v in series.values])
        chart.replace_data(given)

    before = deck_of([plan_of(kind, variant)], load_theme("qing"))
    after = opened(edited(before, change))
    (old,) = charts_on(opened(before).slides[0].shapes)
    (new,) = charts_on(after.slides[0].shapes)
    was, now = read_chart(old).series[0].values, read_chart(new).series[0].values
    if kind in ("slope", "area"):  # lines and areas read the same columns
        assert len(now) == len(was)
        return
    assert [v and float(v) for v in now] == [v and float(v) + 1 for v in was]


@pytest.mark.parametrize("kind", ["scatter", "dumbbell", "lollipop"])
def test_dots_can_be_moved(kind):
    def change(chart):
        given = XyChartData()
        for series in read_chart_series(chart):
            added = given.add_series(series.name)
            for x, y in zip(series.xs, series.values, strict=True):
                if x is not None and y is not None:
                    added.add_data_point(float(x) + 1, float(y))
        chart.replace_data(given)

    before = deck_of([plan_of(kind)], load_theme("qing"))
    after = opened(edited(before, change))
    (old,) = charts_on(opened(before).slides[0].shapes)
    (new,) = charts_on(after.slides[0].shapes)
    for was, now in zip(read_chart(old).series, read_chart(new).series, strict=True):
        assert [float(x) for x in now.xs if x is not None] == pytest.approx(
            [float(x) + 1 for x in was.xs if x is not None]
        )


def read_chart_series(chart):
    class Frame:
        def __init__(self) -> None:
            self.chart = chart

    return read_chart(Frame()).series


def test_an_edited_deck_is_still_clean(tmp_path):
    from openxml_audit import validate_pptx

    def change(chart):
        given = CategoryChartData()
        given.categories = ["甲", "乙", "丙", "丁", "戊"]
        given.add_series("新", (1, 2, 3, 4, 5))
        chart.replace_data(given)

    path = tmp_path / "edited.pptx"
    path.write_bytes(edited(deck_of([plan_of("bar")], load_theme("qing")), change))
    assert [str(e) for e in validate_pptx(path).errors] == []


def test_the_sheets_formulas_follow_the_data():
    """Waterfalls and dumbbells compute their helper columns in the sheet."""
    wanted = {
        "waterfall": {"C3": "C2+B2", "C4": "C3+B3", "G3": "MAX(C3,C3+B3)"},
        "dumbbell": {"F2": "B2+SIGN(C2-B2)*", "F3": "C2+SIGN(B2-C2)*", "G2": "D2"},
    }
    for kind, cells in wanted.items():
        deck = opened(deck_of([plan_of(kind)], load_theme("qing")))
        (frame,) = charts_on(deck.slides[0].shapes)
        with zipfile.ZipFile(io.BytesIO(read_chart(frame).workbook)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        found = dict(re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>(.*?)</f>', sheet))
        for place, formula in cells.items():
            assert found[place].startswith(formula)


@pytest.mark.parametrize(
    ("kind", "variant"),
    [("waterfall", "normal"), ("waterfall", "negative"), ("dumbbell", "normal")],
)
def test_a_workbooks_formulas_have_the_values_they_compute(kind, variant):
    deck = opened(deck_of([plan_of(kind, variant)], load_theme("qing")))
    (frame,) = charts_on(deck.slides[0].shapes)
    with zipfile.ZipFile(io.BytesIO(read_chart(frame).workbook)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    plain = dict(re.findall(r'<c r="([A-Z]+\d+)"(?: s="\d+")?><v>(.*?)</v>', sheet))
    formulas = {
        place: (formula.replace("&gt;", ">").replace("&lt;", "<"), float(value))
        for place, formula, value in re.findall(
            r'<c r="([A-Z]+\d+)"[^>]*><f>(.*?)</f><v>(.*?)</v>', sheet
        )
    }
    assert formulas

    def cell(place: str) -> float:
        if place in formulas:
            return computed(formulas[place][0])
        return float(plain.get(place, 0))

    def computed(formula: str) -> float:
        text = re.sub(r"\b([A-Z]+\d+)\b", r"cell('\1')", formula)
        names = {
            "cell": cell, "MAX": max, "MIN": min,
            "IF": lambda test, yes, no: yes if test else no,
            "SIGN": lambda x: (x > 0) - (x < 0),
        }  # fmt: skip
        return float(eval(text, names))

    for formula, value in formulas.values():
        assert computed(formula) == pytest.approx(value, abs=1e-9)
