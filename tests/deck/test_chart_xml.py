"""The markup of native charts: valid, styled by the theme alone, readable by all, stable."""

from __future__ import annotations

import hashlib
import re

import pytest
from lxml import etree

from report.deck.chart import Box, chart_markup
from report.deck.chart.stage import ChartFiles
from report.deck.ooxml import slide_xml
from report.theme import load_theme
from tests.deck.chart_plans import KINDS, highlighted, marked, plan_of
from tests.deck.chart_reading import charts_on, deck_of, opened, read_chart

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
BOX = Box(84, 120, 536, 350)
VARIANTS = ("normal", "gaps", "derived", "negative", "one", "forty", "nothing")
CASES = [(kind, variant) for kind in KINDS for variant in VARIANTS]
NATIVE = [k for k in KINDS if k != "waffle"]


def drawn(plan, box=BOX, theme="qing", **more):
    """Markup and parts of one chart."""
    files: list[ChartFiles] = []

    def relate(one: ChartFiles) -> str:
        files.append(one)
        return f"rId{len(files) + 1}"

    markup, after = chart_markup(plan, box, load_theme(theme), "zh-Hans", 5, relate, **more)
    return markup, after, files


def trees(plan, **more) -> list[etree._Element]:
    """The slide and every part of a chart, parsed."""
    markup, _, files = drawn(plan, **more)
    found = [etree.fromstring(slide_xml(markup).encode())]
    for one in files:
        found.append(etree.fromstring(one.chart))
        if one.drawing:
            found.append(etree.fromstring(one.drawing))
    return found


@pytest.mark.parametrize(("kind", "variant"), CASES)
def test_theme_colours_and_theme_faces_only(kind, variant):
    for tree in trees(plan_of(kind, variant)):
        for name in ("srgbClr", "sysClr", "prstClr", "scrgbClr", "hslClr"):
            assert tree.find(f".//{A}{name}") is None
        faces = {e.get("typeface") for e in tree.iter() if e.get("typeface")}
        assert faces <= {"+mn-lt", "+mn-ea", "+mn-cs", "+mj-lt", "+mj-ea", "+mj-cs"}


@pytest.mark.parametrize(("kind", "variant"), CASES)
def test_text_has_a_language_and_at_least_ten_points(kind, variant):
    for tree in trees(plan_of(kind, variant)):
        for tag in ("rPr", "defRPr", "endParaRPr"):
            for element in tree.iter(f"{A}{tag}"):
                assert element.get("lang") == "zh-CN"
                assert element.get("altLang") == "en-US"
                assert int(element.get("sz", "1000")) >= 1000


@pytest.mark.parametrize("kind", NATIVE)
def test_axes_are_the_plans(kind):
    plan = plan_of(kind)
    for panel in plan.panels or (plan,):
        if panel.axis is None:
            continue
        tree = trees(panel)[1]
        ids = [int(e.get("val")) for e in tree.iter(f"{C}axId")]
        assert all(0 < i < 2**31 for i in ids)
        axis = next(
            a
            for a in tree.iter(f"{C}valAx")
            if a.find(f"{C}majorGridlines") is not None
            and not (kind == "scatter" and a.find(f"{C}axPos").get("val") == "b")
        )
        scale = 100 if kind.startswith("full") else 1
        scaling = axis.find(f"{C}scaling")
        assert float(scaling.find(f"{C}min").get("val")) == float(panel.axis.minimum) / scale
        assert float(scaling.find(f"{C}max").get("val")) == float(panel.axis.maximum) / scale
        assert float(axis.find(f"{C}majorUnit").get("val")) == float(panel.axis.step) / scale


@pytest.mark.parametrize("kind", NATIVE)
def test_no_automatic_title_no_border_gaps_left_open(kind):
    for tree in trees(plan_of(kind, "gaps"))[1:]:
        if not tree.tag.endswith("chartSpace"):
            continue
        chart = tree.find(f"{C}chart")
        assert chart.find(f"{C}autoTitleDeleted").get("val") == "1"
        assert chart.find(f"{C}title") is None
        assert chart.find(f"{C}dispBlanksAs").get("val") == "gap"
        assert tree.find(f"{C}spPr/{A}ln/{A}noFill") is not None
        assert tree.find(f"{C}roundedCorners").get("val") == "0"


def test_bars_run_down_from_the_first_with_labels_at_the_foot():
    tree = trees(plan_of("bar"))[1]
    assert tree.find(f".//{C}catAx/{C}scaling/{C}orientation").get("val") == "maxMin"
    assert tree.find(f".//{C}valAx/{C}tickLblPos").get("val") == "high"
    assert tree.find(f".//{C}gapWidth").get("val") == "55"
    column = trees(plan_of("column"))[1]
    assert column.find(f".//{C}gapWidth").get("val") == "50"


def test_a_missing_bar_is_a_hatched_slot_over_the_axis():
    plan = plan_of("bar", "gaps")
    tree = trees(plan)[1]
    data, slot = tree.iter(f"{C}ser")
    assert slot.findtext(f".//{C}tx//{C}v") == plan.gap_text
    fill = slot.find(f"{C}spPr/{A}pattFill")
    assert fill.get("prst") == "wdUpDiag"
    assert slot.find(f"{C}spPr/{A}ln/{A}solidFill/{A}schemeClr").get("val") == "accent5"
    assert slot.find(f"{C}spPr/{A}ln/{A}prstDash").get("val") == "sysDash"
    points = {p.get("idx"): p.findtext(f"{C}v") for p in slot.findall(f"{C}val//{C}pt")}
    assert points == {"3": format(plan.axis.maximum, "f")}
    assert tree.find(f".//{C}overlap").get("val") == "100"
    assert "3" not in {p.get("idx") for p in data.findall(f"{C}val//{C}pt")}


def test_a_derived_bar_is_hollow():
    tree = trees(plan_of("bar", "derived"))[1]
    looks = {p.find(f"{C}idx").get("val"): p.find(f"{C}spPr") for p in tree.iter(f"{C}dPt")}
    assert looks["1"].find(f"{A}noFill") is not None
    line = looks["1"].find(f"{A}ln")
    assert line.get("w") == "19050"
    assert line.find(f"{A}solidFill/{A}schemeClr").get("val") == "accent5"


def test_labels_outside_of_stacks_only():
    """``outEnd`` in a stacked chart makes PowerPoint offer a repair."""
    for kind in ("stacked-bar", "stacked-column", "full-bar", "full-column"):
        for variant in VARIANTS[:6]:
            for tree in trees(plan_of(kind, variant)):
                assert "outEnd" not in {e.get("val") for e in tree.iter(f"{C}dLblPos")}
    for tree in trees(plan_of("doughnut")):
        assert tree.find(f".//{C}dLblPos") is None


@pytest.mark.parametrize("kind", KINDS)
def test_alt_text_name_and_ids(kind):
    plan = plan_of(kind, "gaps")
    markup, after, files = drawn(plan)
    tree = etree.fromstring(slide_xml(markup).encode())
    named = [e for e in tree.iter() if e.tag.endswith("}cNvPr") and e.get("id") != "1"]
    ids = [int(e.get("id")) for e in named]
    assert len(ids) == len(set(ids))
    assert min(ids) >= 5
    assert max(ids) < after
    top = tree.find(".//{*}spTree")[2]
    head = top.find(".//{*}cNvPr")
    assert head.get("descr") == plan.alt
    assert head.get("name") == plan.title
    frames = tree.findall(".//{*}graphicFrame")
    assert len(frames) == len(files)
    assert all(f.find(".//{*}cNvPr").get("descr") for f in frames)


def test_a_placeholder_is_filled():
    markup, _, _ = drawn(plan_of("bar"), placeholder=13)
    assert '<p:ph type="chart" idx="13"/>' in markup


def test_forty_rows_stand_in_two_columns():
    plan = plan_of("bar", "forty")
    markup, _, files = drawn(plan)
    assert len(files) == 2
    charts = [etree.fromstring(one.chart) for one in files]
    seen = [v.text for c in charts for v in c.iterfind(f".//{C}cat//{C}v")]
    assert seen == list(plan.categories)
    assert markup.startswith("<p:grpSp>")


@pytest.mark.parametrize("kind", ["bar", "line", "column", "scatter", "dumbbell", "combo"])
def test_reference_lines_stand_at_their_value(kind):
    plan = marked(plan_of(kind))
    _, _, files = drawn(plan)
    chart, drawing = etree.fromstring(files[0].chart), etree.fromstring(files[0].drawing)
    layout = chart.find(f".//{C}plotArea/{C}layout/{C}manualLayout")
    x, y, w, h = (float(layout.find(f"{C}{n}").get("val")) for n in "xywh")
    rule = next(a for a in drawing if a.find(f".//{A}prstGeom").get("prst") == "line")
    place = [float(e.text) for e in rule.find("{*}from")]
    axis = plan.axis
    share = float((plan.references[0].value - axis.minimum) / (axis.maximum - axis.minimum))
    if plan.horizontal:
        assert place[0] == pytest.approx(x + w * share, abs=0.002)
    else:
        assert place[1] == pytest.approx(y + h * (1 - share), abs=0.002)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(536, 350), (330, 300), (828, 384), (240, 220)])
def test_plots_stay_inside(kind, size):
    for variant in ("normal", "gaps", "forty"):
        _, _, files = drawn(plan_of(kind, variant), box=Box(84, 100, *size))
        for one in files:
            layout = etree.fromstring(one.chart).find(f".//{C}plotArea/{C}layout/{C}manualLayout")
            x, y, w, h = (float(layout.find(f"{C}{n}").get("val")) for n in "xywh")
            assert min(x, y) >= 0
            assert min(w, h) > 0
            assert x + w <= 1.0001
            assert y + h <= 1.0001


def test_same_plan_same_bytes():
    def digest() -> str:
        found = hashlib.sha256()
        for kind, variant in CASES:
            markup, _, files = drawn(plan_of(kind, variant))
            found.update(markup.encode())
            for one in files:
                found.update(one.chart + one.workbook + (one.drawing or b""))
        return found.hexdigest()

    assert digest() == digest()


def test_another_theme_leaves_no_trace():
    """Colours are the theme's slots: only the tints of other tokens differ between themes."""

    def bare(theme: str) -> list[bytes]:
        _, _, files = drawn(marked(plan_of("grouped-bar", "gaps")), theme=theme)
        return [re.sub(rb"<a:(satMod|lumMod|lumOff)[^>]*>", b"", one.chart) for one in files]

    assert bare("qing") == bare("zhe")


def test_the_validator_reports_nothing(tmp_path):
    from openxml_audit import validate_pptx

    plans = [plan_of(kind, variant) for kind, variant in CASES if variant != "forty"]
    plans += [marked(plan_of(k)) for k in ("bar", "line", "scatter", "combo", "dumbbell")]
    plans += [highlighted(plan_of(k)) for k in ("bar", "column", "lollipop")]
    path = tmp_path / "charts.pptx"
    path.write_bytes(deck_of(plans, load_theme("qing")))
    result = validate_pptx(path)
    assert [str(e) for e in result.errors] == []


def test_relationships_of_a_chart_lead_to_its_parts():
    deck = opened(deck_of([marked(plan_of("bar", "gaps"))], load_theme("qing")))
    (frame,) = charts_on(deck.slides[0].shapes)
    chart = read_chart(frame)
    assert chart.workbook.startswith(b"PK")
    assert "目标 15" in chart.shapes
    types = {r.reltype.rpartition("/")[2] for r in frame.chart.part.rels.values()}
    assert types == {"package", "chartUserShapes"}
