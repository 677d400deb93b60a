"""How slides are filled: titles in columns, ridges, panels, pairs of tables, back matter."""

from dataclasses import replace

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from report.compose.document import Callout, Chart, Paragraph, Run, TableBlock
from report.compose.plan import Point
from report.compose.words import words_for
from report.deck.check import check_deck
from report.deck.deck import deck_bytes
from report.deck.upright import stands
from report.theme import load_theme
from tests.deck.conftest import fonts, opened
from tests.deck.samples import GAP, SCHOOLS, STAFF, STUDENTS, D, document, plan, section, table


def deck_of(doc):
    data, _ = deck_bytes(doc, load_theme("qing"), fonts())
    assert check_deck(data) == ()
    return opened(data)


def titled(title, language="zh-Hans", sections=("规模", "质量")):
    made = [section(k, name, [Chart(plan(f"c{k}"))]) for k, name in enumerate(sections, 1)]
    return deck_of(
        replace(document(*made), title=title, language=language, words=words_for(language))
    )


def groups(slide):
    return [s.name for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]


def layout_is_vertical(shape, slide):
    mark = shape.placeholder_format
    found = next(p for p in slide.slide_layout.placeholders if p.placeholder_format.idx == mark.idx)
    return 'vert="eaVert"' in found._element.xml and 'orient="vert"' in found._element.xml


# --- titles that run down -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "per"),
    [("教育", 2), ("首府教育年", 5), ("首府教育十年", 4), ("呼和浩特教育十年", 4)],
)
def test_a_short_title_is_written_vertically_in_one_column_or_two(title, per):
    slide = titled(title).slides[0]
    shape = slide.shapes.title
    assert shape.text_frame.text == title
    assert 'orient="vert"' in shape._element.xml
    assert layout_is_vertical(shape, slide)
    run = shape.text_frame.paragraphs[0].runs[0]
    step = run.font.size.pt + int(run._r.rPr.get("spc")) / 100
    # the first column holds so many characters and not one more
    assert per <= shape.height / 12700 / step < per + 1
    columns = -(-len(title) // per)
    leading = shape.text_frame.paragraphs[0].line_spacing.pt
    assert shape.width / 12700 == pytest.approx(columns * leading, abs=0.2)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("关于首府教育事业十年发展的统计公报", "zh-Hans"), ("Ten Years", "en"),
        ("교육 십 년", "ko"),
        ("AI与教育2012至2022年", "zh-Hans"),
    ],
)  # fmt: skip
def test_other_titles_are_written_in_lines(title, language):
    slide = titled(title, language).slides[0]
    shape = slide.shapes.title
    assert "orient" not in shape._element.xml
    assert not layout_is_vertical(shape, slide)
    assert shape.width > shape.height


@pytest.mark.parametrize(
    ("title", "language", "columns"),
    [
        ("學校統計", "zh-Hant", ("學校統計",)),
        ("學校統計", "zh-Hans", ("學校統計",)),
        ("給水の現況", "ja", ("給水の現況",)),
        ("港北市の水道と暮らし", "ja", ("港北市の", "水道と暮らし")),
        ("アジアのデータと統計", "ja", ("アジアの", "データと統計")),
    ],
)
def test_titles_of_all_faces_run_down_in_one_run_parted_between_phrases(title, language, columns):
    shape = titled(title, language).slides[0].shapes.title
    assert 'orient="vert"' in shape._element.xml
    assert shape.text_frame.text.replace("\v", "") == title
    assert len(shape.text_frame.paragraphs) == 1
    if "\v" in shape.text_frame.text:
        assert tuple(shape.text_frame.text.split("\v")) == columns
    run = shape.text_frame.paragraphs[0].runs[0]
    step = run.font.size.pt + int(run._r.rPr.get("spc")) / 100
    longest = max(len(c) for c in columns)
    assert longest <= shape.height / 12700 / step < longest + 1


@pytest.mark.parametrize(
    ("title", "language", "lines"),
    [
        ("臺南社區大學二十年課程與學員統計手冊", "zh-Hant",
         ("臺南社區大學二十年", "課程與學員統計手冊")),
        ("港北市における水道の暮らしと経営の統計", "ja",
         ("港北市における水道の", "暮らしと経営の統計")),
    ],
)  # fmt: skip
def test_a_title_in_lines_is_broken_between_phrases(title, language, lines):
    shape = titled(title, language).slides[0].shapes.title
    text, size = shape.text_frame.text, shape.text_frame.paragraphs[0].runs[0].font.size
    assert text.replace("\v", "") == title
    if "\v" in text:
        assert tuple(text.split("\v")) == lines
    else:
        assert len(lines[0]) <= shape.width / size < len(lines[0]) + 1


def test_one_long_section_title_lays_all_of_them_in_lines():
    deck = titled("教育", sections=("规模", "招生与办学、学位转公办以及绩效工资的改革情况"))
    for slide in (s for s in deck.slides if s.slide_layout.name == "章节"):
        assert "orient" not in slide.shapes.title._element.xml


def test_what_stands():
    assert stands("教育十年", "ja")
    assert not stands("教育十年", "ko")
    assert not stands("", "zh-Hans")
    assert not stands("教" * 17, "zh-Hans")


# --- key figures -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(1, 8))
def test_figures_without_a_pair_stand_over_the_sections_ridge(count):
    views = [replace(STAFF, name=f"f{k}", label=f"指标{k}") for k in range(count)]
    deck = deck_of(document(section(1, "甲", key_figures=views)))
    for slide in (s for s in deck.slides if s.slide_layout.name == "关键数字"):
        assert "山水" in groups(slide)
        bottoms = [s.top + s.height for s in slide.shapes if not s.is_placeholder]
        assert max(bottoms) > 0.85 * deck.slide_height


def test_a_figure_with_its_base_has_bars_and_no_ridge():
    deck = deck_of(document(section(1, "甲", key_figures=[STUDENTS, STAFF])))
    slide = next(s for s in deck.slides if s.slide_layout.name == "关键数字")
    assert "前后对比" in groups(slide)
    assert "山水" not in groups(slide)


# --- panels ----------------------------------------------------------------------------------


def chart_of(names):
    made = plan()
    points = tuple(Point(D("29.01"), "29.01", figure=n) if n else Point(D("1"), "1") for n in names)
    return replace(made, series=(replace(made.series[0], points=points),))


def test_a_panel_is_as_high_as_its_place():
    deck = deck_of(document(section(1, "甲", [Chart(plan())], points=["只比增幅。"])))
    slide = next(s for s in deck.slides if s.slide_layout.name == "图表与文字")
    body = next(p for p in slide.placeholders if p.placeholder_format.idx == 1)
    assert body.height > 0.6 * deck.slide_height
    assert not any(s.name == "提示线" for s in slide.shapes)


def test_a_value_derived_from_the_chart_heads_the_panel_once():
    gap = replace(GAP, inputs=("students", "staff"), note="两项范围不同")
    names = ["students", "staff", "schools"]
    again = replace(chart_of(names), id="again", takeaway="又一图", number="图2")
    blocks = [Chart(chart_of(names)), Callout("口径", (Run("只比增幅。"),)), Chart(again)]
    made = document(section(1, "甲", blocks, points=["甲点"]))
    deck = deck_of(replace(made, derived=(gap,), figures=(STUDENTS, STAFF, SCHOOLS, gap)))
    slides = [s for s in deck.slides if s.slide_layout.name == "图表与文字"]
    bodies = [
        next(p for p in s.placeholders if p.placeholder_format.idx == 1).text_frame.text
        for s in slides
    ]
    assert bodies[0].startswith(
        "教职工比学生高出\n6.90\n个百分点\n两项范围不同\n推3：29.01 − 22.11"
    )
    assert bodies[0].endswith("甲点")
    assert "6.90" not in bodies[1]
    assert any(s.name == "提示线" for s in slides[0].shapes)
    assert any(s.name == "推算" for s in slides[0].shapes)
    assert "算式：29.01 − 22.11" in slides[0].notes_slide.notes_text_frame.text


# --- tables ----------------------------------------------------------------------------------


def test_two_short_tables_with_only_text_between_share_a_slide():
    more = table("more", 5, title="称号与职称", takeaway="", number="表2")
    blocks = [TableBlock(table()), Paragraph((Run("中间一段。"),)), TableBlock(more)]
    deck = deck_of(document(section(1, "甲", blocks)))
    slide = next(s for s in deck.slides if s.slide_layout.name == "两表")
    frames = [s for s in slide.shapes if s.has_table]
    assert len(frames) == 2
    assert frames[0].top == frames[1].top
    assert frames[0].left + frames[0].width <= frames[1].left
    assert [len(f.table.rows) for f in frames] == [5, 6]
    assert slide.shapes.title.text_frame.text == "中职教师合格率最低"


def test_a_long_table_keeps_its_own_slide():
    blocks = [TableBlock(table()), TableBlock(table("more", 14, title="明细", number="表2"))]
    deck = deck_of(document(section(1, "甲", blocks)))
    assert not any(s.slide_layout.name == "两表" for s in deck.slides)


@pytest.mark.parametrize("rows", [4, 5, 6, 7, 8, 10])
def test_a_table_fills_most_of_its_slide(rows):
    deck = deck_of(document(section(1, "甲", [TableBlock(table(rows=rows))])))
    frame = next(s for slide in deck.slides for s in slide.shapes if s.has_table)
    height = sum(r.height for r in frame.table.rows)
    assert 0.5 * deck.slide_height < height <= 0.67 * deck.slide_height


# --- titles ----------------------------------------------------------------------------------


def test_sections_with_one_lead_name_themselves_before_they_are_numbered():
    made = [
        section(k, name, [Chart(plan(f"c{k}", number=f"图{k}"))], key_figures=[STAFF])
        for k, name in enumerate(("甲", "乙", "丙"), 1)
    ]
    titles = [s.shapes.title.text_frame.text for s in deck_of(document(*made)).slides]
    assert len(set(titles)) == len(titles)
    assert not any("续" in title for title in titles)


# --- back matter -----------------------------------------------------------------------------


def test_few_gaps_and_derivations_share_a_slide_and_give_their_reasons():
    deck = deck_of(document(section(1, "甲", [Chart(plan())])))
    slide = next(s for s in deck.slides if s.shapes.title.text_frame.text == "数据说明")
    text = "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
    assert "缺05\t学校、幼儿园总量" in text
    assert "转存时丢失" in text
    assert "推3\t教职工比学生高出" in text


def test_many_gaps_and_derivations_have_slides_of_their_own():
    gaps = [replace(SCHOOLS, name=f"g{k}", code=f"缺{k:02d}") for k in range(1, 41)]
    made = replace(document(section(1, "甲", [Chart(plan())])), gaps=tuple(gaps))
    titles = [s.shapes.title.text_frame.text for s in deck_of(made).slides]
    assert [t for t in titles if t.startswith(("缺失", "推算"))] == [
        "缺失的数", "缺失的数（续）", "推算的数",
    ]  # fmt: skip


def test_scope_notes_stand_beside_the_sources():
    slide = list(deck_of(document(section(1, "甲", [Chart(plan())]))).slides)[-1]
    marks = {p.placeholder_format.idx: p.text_frame.text for p in slide.placeholders}
    assert "《教育年鉴》" in marks[1]
    assert "不宜相除" in marks[26]
    assert "山水" in groups(slide)


# --- names -----------------------------------------------------------------------------------


def test_shapes_of_other_languages_have_no_chinese_names():
    deck = titled("Ten Years", "en", sections=("Scale", "Quality"))

    def names(shapes):
        for shape in shapes:
            yield shape.name
            if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
                yield from names(shape.shapes)

    # the chart of the sample is Chinese and named after itself
    found = {n for s in deck.slides for n in names(s.shapes)} - {plan().title}
    found |= {n for layout in deck.slide_layouts for n in names(layout.shapes)}
    found |= set(names(deck.slide_master.shapes))
    assert not [n for n in found if any("\u4e00" <= c <= "\u9fff" for c in n.split(" ")[0])]
