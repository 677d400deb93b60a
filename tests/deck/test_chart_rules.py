"""What PowerPoint asks of a chart part and no schema says: a breach makes it repair the file.

Read from the parts with lxml and from the workbooks with calamine; the rules are those of
ISO/IEC 29500-1, clause 21.2, and of what Office accepts for each kind of chart.
"""

from __future__ import annotations

import io
import re
from decimal import Decimal

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from report.deck.chart import Box, chart_markup
from report.deck.chart.stage import ChartFiles
from report.theme import load_theme
from tests.charting import gallery
from tests.deck.chart_plans import KINDS, highlighted, marked, plan_of

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
VARIANTS = ("normal", "gaps", "derived", "negative", "one", "forty")

POSITIONS = {
    "clustered": {"ctr", "inBase", "inEnd", "outEnd"},
    "stacked": {"ctr", "inBase", "inEnd"},
    "percentStacked": {"ctr", "inBase", "inEnd"},
    "lineChart": {"b", "ctr", "l", "r", "t"},
    "scatterChart": {"b", "ctr", "l", "r", "t"},
    "pieChart": {"bestFit", "ctr", "inEnd", "outEnd"},
    "doughnutChart": set(),
    "areaChart": set(),
}
"""Kind of plot (of bars: their grouping) → the ``c:dLblPos`` that PowerPoint reads there."""

LIMITS = {
    "gapWidth": (0, 500), "overlap": (-100, 100), "holeSize": (10, 90), "firstSliceAng": (0, 359),
    "size": (2, 72), "tickLblSkip": (1, 32767), "tickMarkSkip": (1, 32767), "lblOffset": (0, 1000),
}  # fmt: skip
"""Values out of these bounds are no chart to PowerPoint (21.2.3)."""

SERIES_ORDER = (
    "idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "marker", "explosion",
    "dPt", "dLbls", "trendline", "errBars", "cat", "xVal", "val", "yVal", "smooth", "shape",
    "extLst",
)  # fmt: skip
LABEL_ORDER = (
    "idx", "delete", "layout", "tx", "numFmt", "spPr", "txPr", "dLblPos", "showLegendKey",
    "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize", "separator",
    "extLst",
)  # fmt: skip
AXIS_ORDER = (
    "axId", "scaling", "delete", "axPos", "majorGridlines", "minorGridlines", "title", "numFmt",
    "majorTickMark", "minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx", "crosses",
    "crossesAt", "auto", "lblAlgn", "lblOffset", "tickLblSkip", "tickMarkSkip", "noMultiLvlLbl",
    "baseTimeUnit", "crossBetween", "majorUnit", "minorUnit", "dispUnits", "extLst",
)  # fmt: skip


def parts_of(plan, box: Box) -> list[ChartFiles]:
    files: list[ChartFiles] = []

    def relate(one: ChartFiles) -> str:
        files.append(one)
        return f"rId{len(files) + 1}"

    chart_markup(plan, box, load_theme("qing"), "zh-Hans", 5, relate)
    return files


@pytest.fixture(scope="module")
def charts() -> list[tuple[str, etree._Element, ChartFiles]]:
    """Every chart part of every kind in its states, of the gallery, at two sizes."""
    plans = [(f"{k}-{v}", plan_of(k, v)) for k in KINDS for v in VARIANTS]
    plans += [(f"marked-{k}", marked(plan_of(k))) for k in ("bar", "line", "scatter", "combo")]
    plans += [(f"lit-{k}", highlighted(plan_of(k))) for k in ("bar", "column", "lollipop")]
    plans += [(p.id, p) for p in gallery()]
    found = []
    for name, plan in plans:
        for box in (Box(84, 120, 536, 350), Box(84, 156, 330, 300)):
            for files in parts_of(plan, box):
                found.append((name, etree.fromstring(files.chart), files))
    assert len(found) > 250
    return found


def plots(root):
    area = root.find(f"{C}chart/{C}plotArea")
    return [e for e in area if etree.QName(e).localname.endswith("Chart")]


def axes(root):
    area = root.find(f"{C}chart/{C}plotArea")
    return [e for e in area if etree.QName(e).localname in ("catAx", "valAx", "dateAx", "serAx")]


def number(element, name: str) -> int:
    return int(element.find(f"{C}{name}").get("val"))


def test_labels_stand_where_their_kind_of_chart_lets_them(charts):
    seen = set()
    for name, root, _ in charts:
        for plot in plots(root):
            kind = etree.QName(plot).localname
            if kind == "barChart":
                kind = plot.find(f"{C}grouping").get("val")
            for position in plot.iter(f"{C}dLblPos"):
                assert position.get("val") in POSITIONS[kind], (name, kind, position.get("val"))
                seen.add((kind, position.get("val")))
    assert {kind for kind, _ in seen} >= {"clustered", "stacked", "lineChart", "pieChart"}


def test_series_are_numbered_once_over_all_plots(charts):
    for name, root, _ in charts:
        series = list(root.iter(f"{C}ser"))
        for tag in ("idx", "order"):
            numbers = [number(s, tag) for s in series]
            assert sorted(numbers) == list(range(len(series))), (name, tag, numbers)


def test_children_stand_in_the_order_of_the_schema(charts):
    for name, root, _ in charts:
        for tag, order in (("ser", SERIES_ORDER), ("dLbl", LABEL_ORDER)):
            for element in root.iter(f"{C}{tag}"):
                places = [order.index(etree.QName(e).localname) for e in element]
                assert places == sorted(places), (name, tag)
        for axis in axes(root):
            places = [AXIS_ORDER.index(etree.QName(e).localname) for e in axis]
            assert places == sorted(places), name


def test_axes_cross_each_other_in_pairs(charts):
    for name, root, _ in charts:
        crossing = {number(a, "axId"): number(a, "crossAx") for a in axes(root)}
        assert len(crossing) == len(axes(root)), name
        assert all(0 < i < 2**31 for i in crossing), name
        assert all(crossing[crossing[i]] == i for i in crossing), name
        used = set()
        for plot in plots(root):
            own = [int(e.get("val")) for e in plot.findall(f"{C}axId")]
            if etree.QName(plot).localname in ("pieChart", "doughnutChart"):
                assert own == [], name
                continue
            assert len(own) == 2, name
            assert crossing[own[0]] == own[1], name
            used.update(own)
        assert used == set(crossing), name


def test_numbers_are_within_their_bounds(charts):
    for name, root, _ in charts:
        for tag, (low, high) in LIMITS.items():
            for element in root.iter(f"{C}{tag}"):
                assert low <= int(element.get("val")) <= high, (name, tag, element.get("val"))
        for axis in axes(root):
            scaling = axis.find(f"{C}scaling")
            ends = [scaling.find(f"{C}{t}") for t in ("min", "max")]
            if None not in ends:
                assert Decimal(ends[0].get("val")) < Decimal(ends[1].get("val")), name
            step = axis.find(f"{C}majorUnit")
            assert step is None or Decimal(step.get("val")) > 0, name


def test_points_and_labels_belong_to_their_series(charts):
    for name, root, _ in charts:
        for series in root.iter(f"{C}ser"):
            values = series.find(f"{C}val") if series.find(f"{C}val") is not None else None
            values = series.find(f"{C}yVal") if values is None else values
            count = int(values.find(f".//{C}ptCount").get("val"))
            for tag, path in (("dPt", "dPt"), ("dLbl", f"dLbls/{C}dLbl")):
                numbers = [number(e, "idx") for e in series.findall(f"{C}{path}")]
                assert numbers == sorted(set(numbers)), (name, tag)
                assert all(i < count for i in numbers), (name, tag)
            for cache in series.iter(f"{C}numCache", f"{C}strCache"):
                places = [int(p.get("idx")) for p in cache.iterfind(f"{C}pt")]
                assert places == sorted(set(places)), name
                assert all(i < int(cache.find(f"{C}ptCount").get("val")) for i in places), name
            counts = {
                int(e.find(f".//{C}ptCount").get("val"))
                for tag in ("cat", "val", "xVal", "yVal")
                if (e := series.find(f"{C}{tag}")) is not None
            }
            assert len(counts) == 1, name


def test_fields_are_announced_and_their_ids_are_single(charts):
    fields = 0
    for name, root, _ in charts:
        ids = []
        for label in root.iter(f"{C}dLbl"):
            own = list(label.iter(f"{A}fld"))
            table = label.find(f"{C}extLst/{C}ext/{C15}dlblFieldTable")
            assert bool(own) == (table is not None), name
            for field in own:
                assert field.get("type") == "VALUE", name
                ids.append(field.get("id"))
        fields += len(ids)
        assert len(set(ids)) == len(ids), name
        assert all(re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", i) for i in ids)
        for extension in root.iter(f"{C}ext"):
            assert extension.get("uri") == "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}", name
            assert len(extension) == 1, name
    assert fields > 500


def test_number_formats_are_whole(charts):
    """Quotes in pairs, four sections and 255 characters at most (18.8.31)."""
    codes = {
        code
        for _, root, _ in charts
        for code in (
            *(e.get("formatCode") for e in root.iter(f"{C}numFmt")),
            *(e.text for e in root.iter(f"{C}formatCode")),
            *(e.get("formatCode") for e in root.iter(f"{C}pt")),
        )
        if code is not None
    }
    assert len(codes) > 5
    for code in codes:
        bare = re.sub(r"\\.", "", code)
        assert 0 < len(code) <= 255
        assert bare.count('"') % 2 == 0, code
        assert re.sub(r'"[^"]*"', "", bare).count(";") <= 3, code


def test_the_legend_hides_entries_that_it_has(charts):
    seen = 0
    for name, root, _ in charts:
        legend = root.find(f"{C}chart/{C}legend")
        if legend is None:
            continue
        seen += 1
        series = [number(s, "idx") for s in root.iter(f"{C}ser")]
        hidden = [number(e, "idx") for e in legend.iterfind(f"{C}legendEntry")]
        assert hidden == sorted(set(hidden)), name
        assert set(hidden) < set(series), name
        nameless = [
            number(s, "idx") for s in root.iter(f"{C}ser")
            if not (s.findtext(f"{C}tx//{C}v") or "").strip()
        ]  # fmt: skip
        assert set(nameless) <= set(hidden), name
    assert seen > 40


def test_shapes_inside_the_chart_stand_inside_it(charts):
    for name, _, files in charts:
        if files.drawing is None:
            continue
        drawing = etree.fromstring(files.drawing)
        ids = [e.get("id") for e in drawing.iter("{*}cNvPr")]
        assert len(ids) == len(set(ids)), name
        for anchor in drawing:
            (x1, y1), (x2, y2) = (
                [float(e.text) for e in anchor.find(f"{{*}}{tag}")] for tag in ("from", "to")
            )
            assert 0 <= x1 <= x2 <= 1, name
            assert 0 <= y1 <= y2 <= 1, name


def test_relationships_are_those_of_the_parts(charts):
    for name, root, files in charts:
        assert root.find(f"{C}externalData").get(f"{R}id") == "rId1", name
        shapes = root.find(f"{C}userShapes")
        assert (shapes is not None) == (files.drawing is not None), name


REFERENCE = re.compile(r"Sheet1!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")


def test_every_reference_leads_to_the_cells_it_caches(charts):
    """Cell by cell, the workbook holds what the chart shows: an edit of the data starts there."""
    compared = 0
    for name, root, files in charts:
        book = CalamineWorkbook.from_filelike(io.BytesIO(files.workbook))
        grid = book.get_sheet_by_name("Sheet1").to_python(skip_empty_area=False)
        for reference in root.iter(f"{C}numRef", f"{C}strRef"):
            found = REFERENCE.fullmatch(reference.findtext(f"{C}f"))
            assert found, name
            column, first, last_column, last = found.groups()
            assert last_column in (None, column), name
            cells = range(int(first), int(last or first) + 1)
            cache = reference.find(f"{C}numCache")
            numbers = cache is not None
            cache = reference.find(f"{C}strCache") if cache is None else cache
            assert int(cache.find(f"{C}ptCount").get("val")) == len(cells), name
            shown = {int(p.get("idx")): p.findtext(f"{C}v") for p in cache.iterfind(f"{C}pt")}
            at = ord(column) - ord("A")
            for index, row in enumerate(cells):
                cell = grid[row - 1][at] if row <= len(grid) and at < len(grid[0]) else ""
                if index not in shown:
                    assert cell == "", (name, column, row)
                elif numbers:
                    assert float(shown[index]) == pytest.approx(cell), (name, column, row)
                else:
                    assert shown[index] == cell, (name, column, row)
                compared += 1
    assert compared > 10_000


def test_names_and_values_of_a_series_stand_in_one_column(charts):
    """PowerPoint colours the ranges of a series in its sheet only where they lie like that."""
    for name, root, _ in charts:
        for series in root.iter(f"{C}ser"):
            head = series.findtext(f"{C}tx/{C}strRef/{C}f")
            values = series.find(f"{C}val") if series.find(f"{C}yVal") is None else None
            if values is None:
                continue
            (column, row, *_) = REFERENCE.fullmatch(head).groups()
            (own, first, *_) = REFERENCE.fullmatch(values.findtext(f".//{C}f")).groups()
            assert (column, row, first) == (own, "1", "2"), name
