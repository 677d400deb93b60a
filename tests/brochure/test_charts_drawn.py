"""Charts on the page, read back from the PDF: labels, gaps, lengths, places."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from report.brochure.chart import Drawing, RenderError, allow_code, record
from report.brochure.chart.drawing import flat
from report.brochure.chart.marks import spread
from report.compose.plan import ChartPlan
from tests.brochure.chart_pages import (
    book,
    collisions,
    drawn,
    outside,
    pdf_of,
    read,
    theme,
)
from tests.chart_cases import KINDS, case
from tests.charting import CASES, gallery, plan, planned, table, visible

TALLEST = 600.0
"""Points of an A4 type area less a frame."""


def natural_width(chart: ChartPlan) -> float:
    return 228.0 if chart.width == "column" else 475.0


def lacking(chart: ChartPlan, said: str) -> list[str]:
    """Visible strings of a plan that the text of its page does not have, as often as needed.

    Labels may be broken into lines: they are looked up with their spaces left out, and where
    other labels stand between their lines, character by character.
    """
    found = []
    for text in visible(chart).all:
        bare = re.sub(r"\s", "", text)
        if bare not in said and any(bare.count(c) > said.count(c) for c in set(bare)):
            found.append(text)
    return found


# ── nothing overlaps, nothing is cut ─────────────────────────────────────────────────────────


@settings(
    max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.integers(0, 10**9), st.sampled_from(KINDS))
@example(2804, "area")
@example(2426, "combo")
@example(2588, "waterfall")
@example(1122, "slope")
@example(4682, "bar")
def test_nothing_overlaps_and_nothing_is_cut(seed, kind):
    made = case(seed, kind)
    chart, found = planned(made.kind, made.data, **made.parts)
    if chart is None or found.errors:
        assert found.errors, "no plan and no reason"
        return
    drawing = drawn(chart, natural_width(chart))
    (page,) = read(pdf_of(drawing))
    assert not collisions(page)
    assert not outside(page)
    assert not lacking(chart, page.said)
    assert drawing.height_pt <= TALLEST


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [2, 12, 40])
@pytest.mark.parametrize("series", [1, 3, 8])
def test_sizes(kind, count, series):
    names = [f"{1984 + i}" for i in range(count)]
    rows = [
        [n, *(str((i * 7 + s * 3) % 41 + 1) for s in range(series))] for i, n in enumerate(names)
    ]
    data = table(
        ["年", *(f"系列{s}" for s in range(series))], rows, "%" if kind == "waffle" else ""
    )
    chart, found = planned(kind, data, **({"line": f"系列{series - 1}"} if kind == "combo" else {}))
    if chart is None:
        assert found.errors
        return
    drawing = drawn(chart, natural_width(chart))
    (page,) = read(pdf_of(drawing))
    assert not collisions(page)
    assert not outside(page)
    assert not lacking(chart, page.said)


@pytest.mark.parametrize("width", [310.0, 400.0, 640.0])
def test_other_widths(width):
    pages = read(pdf_of(*(drawn(p, width) for p in gallery() if p.kind != "matplotlib")))
    for page in pages:
        assert not collisions(page)
        assert not outside(page)


# ── the gallery ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def gallery_pages():
    allow_code(True)
    plans = gallery()
    pages = read(pdf_of(*(drawn(p, natural_width(p)) for p in plans)))
    allow_code(False)
    return list(zip(plans, pages, strict=True))


def test_the_gallery_has_every_kind():
    kinds = {p.kind for p in gallery()} | {p.asked for p in gallery()}
    assert {*KINDS, "matplotlib"} <= kinds


def test_the_gallery_shows_what_its_plans_say(gallery_pages):
    for chart, page in gallery_pages:
        assert not lacking(chart, page.said), chart.id
        assert not collisions(page), chart.id
        assert not outside(page), chart.id


def test_gaps_carry_their_codes(gallery_pages):
    codes = 0
    for chart, page in gallery_pages:
        for code in visible(chart).gaps:
            assert code in page.said, chart.id
            codes += 1
    assert codes > 20


def test_derived_marks_carry_their_tag(gallery_pages):
    for chart, page in gallery_pages:
        points = [p for part in chart.panels or (chart,) for s in part.series for p in s.points]
        if chart.kind != "scatter" and any(p.state == "derived" and p.shown for p in points):
            assert "推" in page.said, chart.id


def test_nothing_but_gaps_has_no_axis():
    chart = plan("column", table(["项", "值"], [["甲", None], ["乙", None]]))
    (page,) = read(pdf_of(drawn(chart)))
    assert chart.all_missing
    assert page.said.count("原文缺失") == 2
    assert not re.search(r"(?<!缺)\d(?!\d)", re.sub(r"缺\d+", "", page.said))


# ── nothing lies ─────────────────────────────────────────────────────────────────────────────


def boxes(data: bytes, colour: tuple[float, float, float]) -> list[tuple[float, ...]]:
    """Bounds of the shapes filled with a colour: left, bottom, right, top."""
    import ctypes

    page = pdfium.PdfDocument(data)[0]
    found = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        parts = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFPageObj_GetFillColor(item, *parts)
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, mode, stroke)
        same = all(abs(p.value / 255 - c) < 0.01 for p, c in zip(parts, colour, strict=False))
        if mode.value and same:
            found.append(item.get_bounds())
    return found


@pytest.mark.parametrize(
    ("kind", "along"), [("bar", 0), ("column", 1), ("grouped-bar", 0), ("grouped-column", 1)]
)
@given(st.lists(st.decimals(1, 999, places=1), min_size=2, max_size=7, unique=True))
@settings(max_examples=12, deadline=None)
def test_lengths_are_in_proportion(kind, along, values):
    rows = [[f"第{'甲乙丙丁戊己庚'[i]}组", str(v)] for i, v in enumerate(values)]
    chart = plan(kind, table(["项", "值"], rows), sort="none")
    shapes = boxes(pdf_of(drawn(chart)), theme().rgb("p700"))
    lengths = [b[along + 2] - b[along] for b in shapes]
    assert len(lengths) == len(values)
    scale = max(lengths) / float(max(values))
    for length, value in zip(lengths, chart.series[0].points, strict=True):
        assert length == pytest.approx(float(value.value) * scale, abs=0.02)


def test_bars_share_a_zero_baseline():
    chart = plan("bar", table(["项", "值"], [["甲", "80"], ["乙", "79"], ["丙", "78"]]))
    starts = {round(b[0], 2) for b in boxes(pdf_of(drawn(chart)), theme().rgb("p700"))}
    assert len(starts) == 1
    assert chart.axis is not None
    assert chart.axis.minimum == 0


def test_a_share_fills_its_part_of_a_waffle():
    chart = plan("waffle", table(["项", "值"], [["甲", "37.5"]], "%"))
    drawing = drawn(chart)
    (path,) = (m[1] for m in flat(drawing.marks) if m[0] == "path" and m[2] and m[2][0] == "p700")
    corners = [(path[i + 1], path[i + 2]) for i in range(len(path)) if path[i] in ("m", "l")]
    cells = [corners[i : i + 4] for i in range(0, len(corners), 4)]
    area = sum(
        (max(x for x, _ in c) - min(x for x, _ in c))
        * (max(y for _, y in c) - min(y for _, y in c))
        for c in cells
    )
    assert len(cells) == 38
    assert area / 9.25**2 == pytest.approx(37.5, abs=0.1)


def test_lines_break_at_gaps():
    rows = [["2015", "1"], ["2016", "2"], ["2017", None], ["2018", "3"], ["2019", "4"]]
    drawing = drawn(plan("line", table(["年", "值"], rows)))
    strokes = [m for m in flat(drawing.marks) if m[0] == "path" and m[3] and m[3][0] == "p700"]
    assert [m[1].count("m") + m[1].count("l") for m in strokes] == [2, 2]


def test_a_cut_axis_has_no_stems():
    rows = [["甲", "99.9"], ["乙", "97.4"], ["丙", "92.2"]]
    chart = plan("lollipop", table(["项", "值"], rows, "%"), unit="%")
    assert chart.axis is not None
    assert not chart.axis.from_zero
    assert "不自零起" in chart.sub
    strokes = [m for m in flat(drawn(chart).marks) if m[0] == "path" and m[3]]
    assert not [m for m in strokes if m[3][0] == "p700"]


@given(
    st.lists(st.tuples(st.floats(-50, 250), st.floats(5, 20)), min_size=1, max_size=12),
)
def test_labels_move_apart_and_stay_in_order(wanted):
    middles, heights = [m for m, _ in wanted], [h for _, h in wanted]
    places = spread(middles, heights, 0, max(200, sum(heights)))
    order = sorted(range(len(wanted)), key=lambda i: (middles[i], i))
    edge = 0.0
    for i in order:
        assert places[i] - heights[i] / 2 >= edge - 1e-6
        edge = places[i] + heights[i] / 2
    assert edge <= max(200, sum(heights)) + 1e-6


# ── plain data ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["bar", "line", "doughnut", "slope", "waffle"])
def test_a_drawing_survives_as_text(kind):
    chart = next(p for p in gallery() if p.kind == kind)
    drawing = drawn(chart)
    again = Drawing.from_json(drawing.to_json(), book())
    assert again == drawing
    assert again is not None
    assert again.to_json() == drawing.to_json()
    assert pdf_of(again) == pdf_of(drawing)


def test_a_drawing_of_another_version_is_drawn_anew():
    plain = json.loads(drawn(gallery()[0]).to_json())
    plain[0] += 1
    assert Drawing.from_json(json.dumps(plain)) is None


def test_the_same_plan_gives_the_same_bytes():
    for chart in gallery()[:6]:
        assert drawn(chart).to_json() == drawn(chart).to_json()


def test_playing_needs_no_matplotlib(tmp_path):
    kept = tmp_path / "drawing.json"
    kept.write_text(drawn(gallery()[0]).to_json(), "utf-8")
    script = f"""
import sys
from io import BytesIO
from reportlab.pdfgen.canvas import Canvas
from report.brochure.chart import Drawing
from report.brochure.embed import PdfFonts
from report.fonts import open_fonts
drawing = Drawing.from_json(open({str(kept)!r}, encoding="utf-8").read(), open_fonts())
canvas = Canvas(BytesIO(), initialFontName="Helvetica")
drawing.play(canvas, PdfFonts(canvas), 0, 0)
canvas.save()
loaded = {{m.partition(".")[0] for m in sys.modules}}
assert not loaded & {{"matplotlib", "numpy"}}, loaded & {{"matplotlib", "numpy"}}
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_recording_needs_no_pyplot():
    script = """
import sys
from tests.brochure.chart_pages import drawn
from tests.charting import gallery
for plan in gallery():
    if plan.kind != "matplotlib":
        drawn(plan)
assert "matplotlib.path" in sys.modules
for heavy in ("figure", "patches", "backend_bases", "pyplot", "axes"):
    assert f"matplotlib.{heavy}" not in sys.modules, heavy
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_tokens_can_be_printed_in_other_inks():
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    from report.brochure.embed import PdfFonts

    canvas = Canvas(BytesIO(), initialFontName="Helvetica", pageCompression=0)
    asked = set()

    def ink(colour):
        asked.add(colour)
        return (0.1, 0.2, 0.3, 0.4)

    drawn(gallery()[0]).play(canvas, PdfFonts(canvas), 0, 0, ink=ink)
    code = "\n".join(canvas._code)
    assert "0.1 0.2 0.3 0.4 k" in code
    assert "0.1 0.2 0.3 0.4 K" in code
    assert " rg" not in code
    assert {"p700", "accent", "rule"} <= asked


@pytest.mark.parametrize("name", ["qing", "zhe", "song"])
def test_only_colours_of_the_theme_are_used(name):
    for chart in gallery():
        if chart.kind == "matplotlib":
            continue
        drawing = record(chart, 475, theme(name), book())
        for mark in flat(drawing.marks):
            paints = mark[2:4] if mark[0] == "path" else mark[7:8] if mark[0] == "text" else ()
            assert all(isinstance(p[0], str) for p in paints if p), (chart.id, mark)


# ── an author's own figure ───────────────────────────────────────────────────────────────────


@pytest.fixture
def code_plan(tmp_path):
    chart = next(p for p in gallery() if p.kind == "matplotlib")

    def make(source: str) -> ChartPlan:
        path = tmp_path / "figure.py"
        path.write_text(source, "utf-8")
        return replace(chart, code_path=str(path))

    yield make
    allow_code(False)


FINE = """
from matplotlib.figure import Figure
def draw(table):
    figure = Figure(figsize=(4, 2))
    axes = figure.add_subplot()
    axes.set_title(table.columns[0] + str(len(table.rows)))
    axes.plot([1, 2, 3])
    return figure
"""


def test_code_is_not_run_unless_it_is_allowed(code_plan):
    with pytest.raises(RenderError, match="--allow-code"):
        drawn(code_plan(FINE))


def test_an_authors_figure_is_drawn_in_our_faces(code_plan):
    allow_code(True)
    drawing = drawn(code_plan(FINE), 300)
    assert drawing.width_pt == pytest.approx(300)
    assert drawing.height_pt == pytest.approx(150)
    assert "学校7" in drawing.texts


LARGE = """
from matplotlib.figure import Figure
def draw(table):
    figure = Figure(figsize=(9, 5))
    axes = figure.add_subplot()
    axes.barh(["北部新城义务教育学校联合体", "南部老城义务教育学校联合体", "西部"], [3, 2, 1])
    axes.set_xlabel("一个颇长的横轴名称：在校学生人数（万人）")
    axes.set_xticks([0, 0.5, 1, 1.5, 2, 2.5, 3], ["零", "半个学区", "一个学区", "一个半学区",
                    "两个学区", "两个半学区", "三个学区"])
    figure.subplots_adjust(left=0.25, bottom=0.15, right=0.97, top=0.95)
    return figure
"""


@pytest.mark.parametrize("width", [475.0, 310.0, 228.0])
def test_a_figure_drawn_smaller_than_it_is_loses_no_words(code_plan, width):
    allow_code(True)
    drawing = drawn(code_plan(LARGE), width)
    (page,) = read(pdf_of(drawing))
    assert not outside(page)
    assert not collisions(page)
    assert drawing.width_pt == pytest.approx(width)
    for word in ("北部新城义务教育学校联合体", "三个学区", "在校学生人数（万人）"):
        assert word in page.said


def test_a_figure_too_high_for_its_page_is_drawn_narrower(code_plan):
    allow_code(True)
    chart = replace(code_plan(FINE.replace("(4, 2)", "(4, 6)")), aspect=0.5)
    assert drawn(chart, 400.0).height_pt <= 201


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def draw(table):\n    return 1 / 0\n", r"figure\.py:2: ZeroDivisionError"),
        ("def draw(table)\n", r"figure\.py:1: SyntaxError"),
        ("x = 1\n", r"defines no draw"),
        ("def draw(table):\n    return 3\n", r"no matplotlib Figure"),
        ("def draw(table):\n    return {}['a']\n", r"figure\.py:2: KeyError"),
        ("import sys\ndef draw(table):\n    sys.exit(0)\n", r"figure\.py:3: SystemExit: 0"),
        ("x = 'a\\x00'\n\0\n", r"figure\.py(:2)?: (SyntaxError|ValueError)"),
        (
            FINE.replace("table.columns[0] + str(len(table.rows))", "r'$\\frac$'"),
            r"figure\.py: (ValueError|Parse)",
        ),
    ],
)
def test_faults_of_an_authors_code_have_a_place(code_plan, source, message):
    allow_code(True)
    with pytest.raises(RenderError, match=message):
        drawn(code_plan(source))


def test_what_an_authors_code_prints_is_no_message_of_ours(code_plan, capsys):
    allow_code(True)
    drawn(code_plan("print('loading')\n" + FINE))
    assert capsys.readouterr() == ("", "loading\n")


def test_an_authors_code_that_is_no_text_has_a_place(code_plan):
    allow_code(True)
    plan = code_plan(FINE)
    with open(plan.code_path, "wb") as file:
        file.write("x = '图表'\n".encode("gb18030") + FINE.encode())
    with pytest.raises(RenderError, match=r"figure\.py:\d: SyntaxError"):
        drawn(plan)


def test_gaps_reach_the_authors_code_as_none(code_plan):
    from report.brochure.chart.author import table_data

    chart = next(p for p in gallery() if p.kind == "matplotlib")
    data = table_data(chart.table)
    row = next(r for r in data.rows if r["学校"] == "四中")
    assert row["面积"] is None
    assert row["学生"] == Decimal(990)


# ── other languages ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["zh-Hant", "ja", "ko", "en"])
def test_the_gallery_in_other_languages(language, tmp_path):
    from shutil import copytree

    from report.compose.assemble import compose
    from report.compose.document import Chart
    from report.source.read import read_report

    folder = copytree(CASES / "gallery", tmp_path / "gallery")
    file = folder / "report.yaml"
    text = file.read_text("utf-8").replace("language: zh-Hans", f"language: {language}")
    file.write_text(text, "utf-8")
    document = compose(read_report(file), theme())
    plans = [b.plan for s in document.sections for b in s.blocks if isinstance(b, Chart)]
    plans = [p for p in plans if p.kind != "matplotlib"]
    pages = read(pdf_of(*(drawn(p, natural_width(p)) for p in plans)))
    for chart, page in zip(plans, pages, strict=True):
        assert not collisions(page), chart.id
        assert not outside(page), chart.id
        assert not lacking(chart, page.said), chart.id
