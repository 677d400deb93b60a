"""What makes slides good to read and to edit, whatever a report holds."""

from dataclasses import replace
from pathlib import Path

import pptx
import pytest
from PIL import Image as Picture

from report.compose.document import (
    Chart,
    Footnote,
    Heading,
    Image,
    Options,
    Paragraph,
    Quote,
    Run,
    TableBlock,
)
from report.compose.words import words_for
from report.deck.balance import balanced
from report.deck.deck import deck_bytes
from report.deck.fit import Measure, Setting, break_lines, cut_para, evenly, plain
from report.deck.ooxml import Para, Piece, paragraph_xml
from report.theme import load_theme
from tests.deck.conftest import fonts, opened
from tests.deck.samples import BEFORE, STUDENTS, document, figure, plan, section, table
from tests.deck.test_slides import all_words, words

OFFICE = Path(pptx.__file__).parent / "templates" / "default.pptx"
BODY = Setting(15, 25, 10)


def deck_of(doc):
    return opened(deck_bytes(doc, load_theme("qing"), fonts())[0])


def in_language(doc, language):
    return replace(doc, language=language, words=words_for(language))


def titles(deck):
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def named(slide, name):
    return next(shape for shape in slide.shapes if shape.name == name)


def test_korean_words_are_not_divided():
    text = "만족도 조사 결과와 앞으로의 과제"
    measure = Measure(fonts(), "ko")
    lines = break_lines(Para((Piece(text),)), 15 * 8.5, BODY, measure)
    assert [text[a:b].strip() for a, b in lines] == ["만족도 조사", "결과와 앞으로의", "과제"]


def test_a_solidus_between_units_takes_room():
    measure = Measure(fonts(), "zh-Hans")
    assert measure.width("元/人", 10) > measure.width("元人", 10) + measure.width("/", 10) + 3.9


LONG_LEAD = (
    "More people live near a working well than in any year since the work began, and they walk "
    "less than half as long for water as they did in 2021. It rains."
)


def test_a_long_lead_is_no_title():
    cards = [figure(f"w{k}", f"Wells {k}", "412", "wells") for k in range(2)]
    doc = document(section(1, "Reach", key_figures=cards, lead=LONG_LEAD, abstract=LONG_LEAD[:-11]))
    assert titles(deck_of(in_language(doc, "en")))[2] == "Reach: Key figures"


def test_a_long_lead_gives_its_first_clause():
    lead = "门急诊人次继续增长；" + "增长主要来自日间手术与新院区的启用，" * 4 + "不宜直接排名。"
    doc = document(section(1, "服务", key_figures=[STUDENTS], lead=lead, abstract=lead[:-1]))
    assert titles(deck_of(doc))[2] == "门急诊人次继续增长"


def test_lines_of_a_title_are_of_like_length():
    title = "肿瘤分期评估率最高，急性脑梗死再灌注治疗率最低，感染性休克集束化治疗完成率仍需改进"
    deck = deck_of(document(section(1, "质量", [Chart(plan(takeaway=title))])))
    shape = next(s for s in deck.slides if s.slide_layout.name == "图表").shapes.title
    size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
    lines = shape.text_frame.text.split("\v")
    widths = [len(line) * size for line in lines]
    if len(lines) == 1:  # the box parts it
        setting = Setting(size, size, 0, "serif", True)
        measure = Measure(fonts(), "zh-Hans")
        ends = break_lines(Para((Piece(title),)), shape.width / 12700, setting, measure)
        widths = [(b - a) * size for a, b in ends]
    assert len(widths) == 2
    assert min(widths) > 0.6 * max(widths)


def test_numerals_of_sections_are_set_alike():
    doc = document(*(section(n, f"第{n}节") for n in range(1, 12)))
    deck = deck_of(replace(doc, options=Options(deck_format="4:3")))
    sizes = set()
    for slide in deck.slides:
        for shape in slide.placeholders:
            if shape.name == "章节序号":
                run = shape.text_frame.paragraphs[0].runs[0]
                sizes.add(run.font.size)
    assert len(sizes) == 1


@pytest.mark.parametrize(
    ("language", "first"), [("zh-Hans", "水质"), ("ko", "안전")], ids=["mixed", "korean"]
)
def test_agenda_titles_all_run_down_or_none(language, first):
    second = "溪流教室与在地学校的长期合作" if language != "ko" else "만족도 조사"
    doc = in_language(document(section(1, first), section(2, second)), language)
    slide = deck_of(doc).slides[1]
    box = named(slide, first)
    assert box.width > 3 * box.text_frame.paragraphs[0].runs[0].font.size


def test_the_large_figure_keeps_its_notes_in_a_house_template():
    doc = document(section(1, "规模", key_figures=[STUDENTS]))
    doc = replace(doc, derived=(), options=Options(deck_template=str(OFFICE)))
    assert "较十年前增长22.11%" in all_words(deck_of(doc).slides[2])


def test_long_titles_of_a_house_template_fill_their_place():
    doc = document(section(1, "规模", key_figures=[STUDENTS], abstract="教职工增得最快" * 4))
    doc = replace(doc, options=Options(deck_template=str(OFFICE)))
    title = deck_of(doc).slides[2].shapes.title
    assert title.text_frame.paragraphs[0].runs[0].font.size.pt >= 28


@pytest.fixture
def pictured(tmp_path):
    def make(width, height, caption, credit=""):
        path = tmp_path / f"{width}x{height}.png"
        Picture.new("RGB", (width, height)).save(path)
        image = Image(str(path), width, height, (Run(caption),), "描述", credit, id="p")
        deck = deck_of(document(section(1, "图", [image], lead="")))
        return next(s for s in deck.slides if s.slide_layout.name == "图片")

    return make


def test_a_caption_is_not_said_twice(pictured):
    slide = pictured(2000, 900, "校门前的操场。学生在做操。", "摄影：王某")
    assert slide.shapes.title.text_frame.text == "校门前的操场"
    assert all_words(slide).count("校门前的操场") == 1
    assert "学生在做操。" in all_words(slide)
    assert "摄影：王某" in all_words(slide)
    assert "校门前的操场。学生在做操。" in slide.notes_slide.notes_text_frame.text


def test_a_narrow_picture_has_its_caption_beside_it(pictured):
    slide = pictured(500, 1800, "操场。学生在做操。")
    boxes = {shape.name: shape for shape in slide.shapes}
    picture = next(s for s in slide.shapes if hasattr(s, "image"))
    caption = next(s for s in boxes.values() if s.has_text_frame and "做操" in words(s))
    assert caption.left > picture.left + picture.width
    assert caption.top + caption.height <= picture.top + picture.height + 12700


def test_a_tiny_picture_is_not_blown_up(pictured):
    slide = pictured(64, 48, "试纸")
    picture = next(s for s in slide.shapes if hasattr(s, "image"))
    assert picture.width <= 64 * 1.5 * 12700
    centre = picture.left + picture.width / 2
    title = slide.shapes.title
    assert abs(centre - (title.left + title.width / 2)) < 20 * 12700


def test_footnotes_of_a_text_section_stand_on_its_slide_and_in_the_notes():
    runs = (Run("电话另行公布"), Run("1", note=1), Run("。"))
    made = section(1, "说明", [Paragraph(runs)], lead="")
    made = replace(made, footnotes=(Footnote(1, (Run("见政府网站。"),)),))
    deck = deck_of(document(made))
    slide = next(s for s in deck.slides if s.slide_layout.name == "文字")
    assert "见政府网站。" in all_words(slide)
    opening = next(s for s in deck.slides if s.slide_layout.name == "章节")
    assert "1 见政府网站。" in opening.notes_slide.notes_text_frame.text


def test_pages_of_prose_are_equally_full_and_headings_lead():
    paras = []
    for k in range(5):
        paras.append(Para((Piece(f"第{k}题", bold=True),)))
        paras.append(Para((Piece("不得增设前置条件，不得要求重复提交材料。" * 9),)))
    measure = Measure(fonts(), "zh-Hans")
    setting, pages = evenly(paras, 800, 380, BODY, measure, floor=13)
    assert 13 <= setting.size <= 15
    counts = [sum(len(plain(p)) for p in page) for page in pages]
    assert min(counts) > 0.5 * max(counts)
    assert not any(all(p.bold for p in page[-1].pieces) for page in pages)


@pytest.mark.parametrize("count", [76, 80, 84])
def test_lists_of_gaps_are_equally_full(count):
    gaps = tuple(
        figure(f"g{k}", f"第{k}项", None, "人", code=f"缺{k:02d}") for k in range(1, count + 1)
    )
    deck = deck_of(replace(document(section(1, "说明")), gaps=gaps, derived=()))
    counts = [
        sum(words(shape).count("\t") for shape in slide.shapes)
        for slide in deck.slides
        if slide.shapes.title.text_frame.text.startswith("缺失的数")
    ]
    assert sum(counts) == count
    assert min(counts) > 20


@pytest.mark.parametrize("count", range(21, 28))
def test_a_quotation_leaves_no_single_letter(count):
    text = "我们不替任何一条溪说好话也不替任何一条溪说坏话我们只说水"[:count] + "。"
    deck = deck_of(document(section(1, "水", [Quote((Run(text),), "")])))
    body = next(s for s in deck.slides if s.slide_layout.name == "引语").placeholders[1]
    sizes = [r.font.size for r in body.text_frame.paragraphs[0].runs if r.font.size]
    size = sizes[0].pt if sizes else 28
    setting = Setting(size, size * 1.5, 0, "serif")
    ends = break_lines(
        Para((Piece(text),)), body.width / 12700, setting, Measure(fonts(), "zh-Hans")
    )
    assert len(ends) == 1 or ends[-1][1] - ends[-1][0] > 2


def test_notes_say_which_figure_is_a_change_and_no_names_of_figures():
    change = replace(figure("students.change", "在校生", "22.11", "%"), full_label="在校生（变化）")
    grown = replace(STUDENTS, change=change)
    doc = document(section(1, "规模", key_figures=[grown]))
    deck = deck_of(replace(doc, figures=(grown, change), derived=(BEFORE,)))
    assert "在校生（变化）：22.11%" in deck.slides[2].notes_slide.notes_text_frame.text


def test_words_of_a_table_wrap_before_they_shrink():
    wide = table(rows=4, columns=4, wide=True)
    row = wide.rows[0]
    cell = replace(row.cells[0], text="内含附设班与教学点以及其他各种办学形式的学校" * 2)
    wide = replace(wide, rows=(replace(row, cells=(cell, *row.cells[1:])), *wide.rows[1:]))
    deck = deck_of(document(section(1, "表", [TableBlock(wide)])))
    slide = next(s for s in deck.slides if s.slide_layout.name == "表格")
    frame = next(s for s in slide.shapes if s.has_table)
    run = frame.table.cell(1, 0).text_frame.paragraphs[0].runs[0]
    assert run.font.size.pt >= 13


def test_headings_are_not_left_behind():
    blocks = []
    for k in range(6):
        blocks += [Heading((Run(f"第{k}题"),)), Paragraph((Run("不得增设前置条件。" * 30),))]
    deck = deck_of(document(section(1, "说明", blocks, lead="")))
    bodies = [
        shape.text_frame.paragraphs
        for slide in deck.slides
        for shape in slide.placeholders
        if slide.slide_layout.name == "文字" and shape.placeholder_format.idx == 1
    ]
    assert len(bodies) > 2
    assert not any(all(run.font.bold for run in body[-1].runs) for body in bodies)


def house(doc):
    return replace(doc, options=Options(deck_template=str(OFFICE)))


def test_running_text_in_a_house_template_has_no_bullets_and_few_slides():
    text = "申报单位应当在通知印发之日起提交材料，并对材料的真实性负责；逾期未提交的，视为放弃。"
    blocks = [Heading((Run("背景"),)), *(Paragraph((Run(text * 2),)) for _ in range(8))]
    deck = deck_of(house(document(section(1, "说明", blocks, lead=""))))
    slides = [s for s in deck.slides if any(p.text.startswith("申报") for p in paragraphs(s))]
    assert len(slides) <= 3
    for slide in slides:
        for paragraph in paragraphs(slide):
            if paragraph.text.startswith(("申报", "背景")):
                properties = paragraph._p.pPr
                assert properties.find("{*}buNone") is not None
                assert properties.get("marL") == "0"


def paragraphs(slide):
    return [p for s in slide.placeholders if s.has_text_frame for p in s.text_frame.paragraphs]


def test_the_agenda_of_a_house_template_is_a_linked_list_in_its_body():
    deck = deck_of(house(document(section(1, "规模"), section(2, "溪流教室与在地学校"))))
    body = deck.slides[1].placeholders[1]
    assert [p.text for p in body.text_frame.paragraphs] == [
        "01\u2003规模\u20033", "02\u2003溪流教室与在地学校\u20034", "附\u2003数据说明\u20035",
    ]  # fmt: skip
    assert len(list(body._element.iter("{*}hlinkClick"))) == 3


def test_the_rest_of_a_list_item_stands_under_its_text():
    text = "不得增设前置条件，不得要求重复提交已经核验过的证明材料。"
    first, rest = cut_para(Para((Piece(text),), bullet="•", indent=18), 10)
    assert 'marL="228600" indent="-228600"' in paragraph_xml(first, "zh-Hans")
    assert 'marL="228600" indent="0"><a:buNone/>' in paragraph_xml(rest, "zh-Hans")


def test_rows_of_a_long_table_are_shared_alike():
    deck = deck_of(document(section(1, "表", [TableBlock(table(rows=53))])))
    counts = [
        len(shape.table.rows) for slide in deck.slides for shape in slide.shapes if shape.has_table
    ]
    assert len(counts) > 2
    assert max(counts) - min(counts) <= 1


def test_no_line_of_a_title_begins_with_a_dash():
    text = "Northwind Components — Second Quarter 2025"
    measure = Measure(fonts(), "en")
    widths = measure.advances(text, 44, family="serif", bold=True)
    cuts = balanced(text, widths, 2, 700, "en")
    assert text[cuts[0]] == "S"


def test_a_mark_parted_from_latin_takes_room():
    measure = Measure(fonts(), "zh-Hans")
    parts = measure.width("，", 10) + measure.width("2025", 10) + measure.width("。", 10)
    assert measure.width("，2025。", 10) > parts + 3.9


def test_notes_of_a_table_name_the_gaps_of_its_rows_and_its_place():
    plan = table(rows=4)
    rows = tuple(
        replace(row, cells=tuple(replace(c, figure="t[1].x") if c.state == "missing" else c
                                 for c in row.cells))
        for row in plan.rows
    )  # fmt: skip
    gap = replace(figure("t[1].x", "初中 · 数", None, "%", code="缺25"), at="卷二")
    note = "斜纹为原文缺失（缺25）。"
    made = replace(plan, rows=rows, at="卷二，表4", note=note)
    doc = replace(document(section(1, "表", [TableBlock(made)])), gaps=(gap,))
    slide = next(s for s in deck_of(doc).slides if s.slide_layout.name == "表格")
    lines = slide.notes_slide.notes_text_frame.text.split("\n")
    assert "出处：卷二，表4" in lines
    assert any(line.startswith("初中 · 数：") and "缺25" in line for line in lines)
    assert note not in lines


def test_codes_stand_in_the_brackets_of_the_language():
    derived = figure("d", "Wells drilled", "450", "wells", derived=True, code="D1", formula="1 + 2")
    doc = document(section(1, "Reach", key_figures=[derived], lead="", abstract=""))
    doc = in_language(replace(doc, figures=(derived,), gaps=(), derived=(derived,)), "en")
    notes = deck_of(doc).slides[2].notes_slide.notes_text_frame.text
    assert "450wells (D1)" in notes
    assert "（" not in notes


def test_the_quotation_mark_lies_below_the_words():
    deck = deck_of(document(section(1, "水", [Quote((Run("有学上。"),), "")])))
    names = [s.name for s in next(s for s in deck.slides if s.slide_layout.name == "引语").shapes]
    assert names.index("引号") < names.index("引语")


def test_the_agenda_breaks_no_word():
    titles = ("Executive summary and recommendations to ministries", "Methods",
              "Enrolment and attendance in primary schools", "Teachers", "Learning outcomes",
              "Buildings", "Budget")  # fmt: skip
    doc = document(*(section(k, title) for k, title in enumerate(titles, 1)))
    slide = deck_of(in_language(doc, "en")).slides[1]
    measure = Measure(fonts(), "en")
    for title in titles:
        box = named(slide, title)
        size = box.text_frame.paragraphs[0].runs[0].font.size.pt
        widest = max(measure.width(w, size, family="serif", bold=True) for w in title.split())
        assert widest <= box.width / 12700


def test_a_subtitle_has_no_lonely_last_sign():
    text = "二〇二五年上半年，沿黄九省区主要指标与区域协调发展情况报告"
    doc = replace(
        document(section(1, "水")), title="黄河流域生态保护和高质量发展监测评估", subtitle=text
    )
    doc = replace(doc, options=Options(deck_format="4:3"))
    slide = deck_of(replace(doc, cover=replace(doc.cover, kicker="", strap=""))).slides[0]
    box = next(s for s in slide.placeholders if s.placeholder_format.idx == 1)
    ends = break_lines(
        Para((Piece(text),)), box.width / 12700, Setting(16, 24), Measure(fonts(), "zh-Hans")
    )
    assert len(ends) == 2
    assert ends[1][1] - ends[1][0] > 8


def test_a_caption_stands_right_below_a_wide_picture(pictured):
    slide = pictured(4000, 500, "操场。学生在做操。")
    picture = next(s for s in slide.shapes if hasattr(s, "image"))
    caption = next(s for s in slide.shapes if s.has_text_frame and "做操" in words(s))
    assert 0 < caption.top - picture.top - picture.height < 20 * 12700


def test_a_short_quotation_is_broken_between_phrases():
    quote = Quote((Run("断水のない一日は、誰にも気づかれない。"),), "技師")
    deck = deck_of(in_language(document(section(1, "水", [quote])), "ja"))
    said = [s.text_frame.text for slide in deck.slides for s in slide.placeholders]
    assert "断水のない一日は、\v誰にも気づかれない。" in said


def test_a_few_words_beside_a_chart_are_set_larger_than_many():
    def size(point, times):
        made = section(1, "水", [Chart(plan())], points=[point] * times)
        slide = next(
            s for s in deck_of(document(made)).slides if any(h.has_chart for h in s.shapes)
        )
        body = next(p for p in slide.placeholders if point in p.text_frame.text)
        return next(r.font.size.pt for p in body.text_frame.paragraphs for r in p.runs)

    assert size("两者不能相加", 1) >= size("两者不能相加，学生数限于城区，教职工数不限", 4) + 3
