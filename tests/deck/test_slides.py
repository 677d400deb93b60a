"""What a reader of the deck finds on its slides, read back with python-pptx."""

import re
from dataclasses import replace

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from report.compose.document import Callout, Chart, Image, Paragraph, Quote, Run
from report.deck.check import check_deck
from report.deck.deck import deck_bytes
from report.theme import load_theme
from tests.deck.conftest import fonts, made, opened
from tests.deck.samples import (
    LONG,
    PROSE,
    SCHOOLS,
    STUDENTS,
    document,
    plan,
    report,
    section,
    table,
    thick,
)


def deck_of(doc):
    data, summary = deck_bytes(doc, load_theme("qing"), fonts())
    return opened(data), summary


def words(shape):
    if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
        return "\n".join(words(s) for s in shape.shapes)
    if shape.has_text_frame:
        return shape.text_frame.text
    if shape.has_table:
        return "\n".join(c.text for row in shape.table.rows for c in row.cells)
    return ""


def all_words(slide):
    return "\n".join(words(shape) for shape in slide.shapes)


def test_every_sample_is_without_fault(sample):
    data, _ = made(sample)
    assert check_deck(data) == ()


@pytest.mark.parametrize("theme", ["zhe", "song"])
def test_other_themes_are_without_fault(theme):
    assert check_deck(made("report", theme)[0]) == ()


def test_order_of_slides_and_layouts():
    deck = opened(made("report")[0])
    assert [s.slide_layout.name for s in deck.slides] == [
        "标题", "目次", "章节", "关键数字", "图表与文字", "图表与文字", "表格",
        "章节", "关键数字", "两图", "引语", "章节", "文字", "文字", "结束",
    ]  # fmt: skip


def test_titles_are_unique_and_first(sample):
    deck = opened(made(sample)[0])
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    for slide in deck.slides:
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id


def test_takeaway_is_the_title_and_the_chart_title_its_fallback():
    deck, _ = deck_of(
        document(
            section(1, "甲", [Chart(plan(takeaway="教职工增得最快")),
                              Chart(plan("b", "在校生", "", number="图2"))])
        )
    )  # fmt: skip
    titles = [s.shapes.title.text_frame.text for s in deck.slides]
    assert titles[2:4] == ["教职工增得最快", "在校生"]


def test_two_charts_with_one_finding_share_a_slide():
    deck = opened(made("report")[0])
    slide = deck.slides[9]
    assert [shape.has_chart for shape in slide.shapes].count(True) == 2
    assert "图3" in all_words(slide)
    assert "图4" in all_words(slide)


def test_charts_fill_placeholders_of_their_layout():
    deck = opened(made("report")[0])
    frames = [s for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert len(frames) == 4
    for frame in frames:
        assert frame.is_placeholder
        assert frame.placeholder_format.type == PP_PLACEHOLDER.CHART


def test_agenda_and_its_links():
    deck = opened(made("report")[0])
    slides = list(deck.slides)
    links = {}
    for shape in slides[1].shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP or not hasattr(shape, "click_action"):
            continue
        target = shape.click_action.target_slide
        if target is not None:
            links.setdefault(slides.index(target) + 1, []).append(words(shape))
    assert sorted(links) == [3, 8, 12, 14]
    assert "规模与供给" in links[3]
    assert "3" in links[3]
    assert links[14] == ["附\u2003数据说明\u200314"]


def test_agenda_of_forty_sections_has_rows_and_continues():
    deck, summary = deck_of(thick(40))
    agenda = [s for s in deck.slides if s.slide_layout.name == "目次"]
    assert [s.shapes.title.text_frame.text for s in agenda] == ["目次", "目次（续）", "目次（续2）"]
    text = "\n".join(all_words(s) for s in agenda)
    assert all(f"第{n}类事业的发展情况" in text for n in range(1, 41))
    assert summary.charts == 40


def test_no_agenda_for_one_section():
    deck = opened(made("thin")[0])
    assert [s.slide_layout.name for s in deck.slides] == ["标题", "章节", "文字"]


def test_live_numbers_and_running_heads():
    deck = opened(made("report")[0])
    for number, slide in enumerate(deck.slides, 1):
        if slide.slide_layout.name in ("标题", "目次"):
            continue
        folio = next(
            p for p in slide.placeholders
            if p.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER
        )  # fmt: skip
        assert folio.text_frame.text == str(number)
        assert 'type="slidenum"' in folio._element.xml
        running = next(
            p for p in slide.placeholders if p.placeholder_format.type == PP_PLACEHOLDER.FOOTER
        )
        assert running.text_frame.text in ("规模与供给", "普及与质量", "说明", "数据说明")


def test_sections_follow_the_report():
    xml = made("report")[0]
    main = opened(xml).part._element
    p14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
    found = [(s.get("name"), len(list(s.iter(f"{p14}sldId")))) for s in main.iter(f"{p14}section")]
    assert found == [
        ("首府教育十年", 2), ("01 规模与供给", 5), ("02 普及与质量", 4), ("03 说明", 2),
        ("数据说明", 2),
    ]  # fmt: skip


def test_notes_hold_prose_and_the_place_of_every_figure():
    deck = opened(made("report")[0])
    notes = [s.notes_slide.notes_text_frame.text for s in deck.slides]
    assert "十年来，在校（园）生达到30.74万人" in notes[2]
    cards = notes[3]
    assert cards.startswith("先说规模，再说增幅。")
    for label in ("在校（园）生", "在职教职工", "学校、幼儿园总量", "义务教育巩固率"):
        line = next(l for l in cards.splitlines() if l.startswith(f"{label}："))
        assert "来源：教育年鉴" in line
        assert "出处：第三节" in line
    assert "学校、幼儿园总量：原文缺失（缺05）；原因：转存时丢失" in cards
    assert "算式：30.74 ÷ (1 + 22.11%)" in cards
    chart = notes[4]
    assert "图1 三项规模指标的十年增幅" in chart
    assert "来源：《教育年鉴》" in chart
    assert "斜纹的长度没有含义" in chart


def test_hero_with_what_it_grew_from_and_cards():
    deck = opened(made("report")[0])
    slide = deck.slides[3]
    groups = {s.name: s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP}
    assert set(groups) == {
        "主数 在校（园）生", "前后对比", "卡片 在职教职工", "卡片 学校、幼儿园总量",
        "卡片 义务教育巩固率",
    }  # fmt: skip
    alt = {n: g._element.nvGrpSpPr.cNvPr.get("descr") for n, g in groups.items()}
    assert alt["前后对比"] == "在校（园）生：30.74万人；十年前在校（园）生：约25.17万人"
    assert alt["卡片 学校、幼儿园总量"].startswith("学校、幼儿园总量：原文缺失")
    bars = [s for s in groups["前后对比"].shapes if s.name == "柱"]
    assert bars[1].width / bars[0].width == pytest.approx(25.17 / 30.74, rel=0.002)
    assert bars[0].left == bars[1].left
    assert "推" in words(groups["前后对比"])


def test_missing_card_is_a_hatched_slot_with_its_code():
    deck = opened(made("report")[0])
    groups = {s.name: s for s in deck.slides[3].shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP}
    card = groups["卡片 学校、幼儿园总量"]
    slot = next(s for s in card.shapes if s.name == "缺失")
    assert "pattFill" in slot._element.xml
    assert "sysDash" in slot._element.xml
    assert words(slot) == "原文缺失"
    assert "缺05" in words(card)
    partly = groups["卡片 义务教育巩固率"]
    assert ".61" in words(partly)
    assert words(next(s for s in partly.shapes if s.name == "缺失")) == ""


def test_table_is_native_with_head_and_decimals_on_one_axis():
    deck = opened(made("report")[0])
    frame = next(s for s in deck.slides[6].shapes if s.has_table)
    grid = frame.table
    assert grid.first_row
    assert [c.text for c in grid.rows[0].cells] == ["学段", "第1项 %", "第2项 %"]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "表格：专任教师学历合格率。"
    from report.deck.fit import Measure

    measure = Measure(fonts(), "zh-Hans")
    axes = set()
    for row in list(grid.rows)[1:]:
        text = row.cells[2].text
        number = re.match(r"[\d.]+", text)[0]
        rest = number[number.find(".") :] if "." in number else ""
        size = row.cells[2].text_frame.paragraphs[0].runs[0].font.size.pt
        width = measure.width(rest, size, family="serif")
        width += sum(
            measure.width(r.text, r.font.size.pt)
            for p in row.cells[2].text_frame.paragraphs for r in p.runs[1:]
            if not re.fullmatch(r"\.?\d*", r.text)
        )  # fmt: skip
        axes.add(round(row.cells[2].margin_right / 12700 + width, 0))
    assert len(axes) == 1


def test_missing_table_cell_is_hatched():
    deck = opened(made("report")[0])
    grid = next(s for s in deck.slides[6].shapes if s.has_table).table
    cell = grid.cell(2, 1)
    assert "pattFill" in cell._tc.xml
    assert cell.text == "原文缺失 缺25"


def test_long_table_is_divided_under_repeated_heads():
    deck, _ = deck_of(document(section(1, "甲", [])))
    from report.compose.document import TableBlock

    plan_ = table(rows=60, columns=4)
    deck, _ = deck_of(document(section(1, "甲", [TableBlock(plan_)])))
    grids = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    assert len(grids) > 3
    heads = {tuple(c.text for c in g.rows[0].cells) for g in grids}
    assert len(heads) == 1
    first = [r.cells[0].text for g in grids for r in list(g.rows)[1:]]
    assert first == [row.cells[0].text for row in plan_.rows]
    sizes = [len(g.rows) for g in grids]
    assert max(sizes) - min(sizes) <= 1


def test_wide_table_repeats_its_first_column():
    from report.compose.document import TableBlock

    plan_ = table(rows=3, columns=16, wide=True)
    deck, _ = deck_of(document(section(1, "甲", [TableBlock(plan_)])))
    grids = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    assert len(grids) > 1
    assert {g.cell(0, 0).text for g in grids} == {"学段"}
    shown = [c.text for g in grids for c in list(g.rows[0].cells)[1:]]
    assert shown == [f"{c.title} %" for c in plan_.columns[1:]]
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.left + shape.width <= deck.slide_width


def test_points_and_callouts_stand_beside_charts():
    deck = opened(made("report")[0])
    assert "学生与学校的增幅几乎同步" in all_words(deck.slides[4])
    callout = deck.slides[5]
    assert "两者只宜比较增幅" in all_words(callout)
    assert any(s.name == "提示线" for s in callout.shapes)


def test_points_without_a_chart_have_a_slide():
    deck, _ = deck_of(document(section(1, "甲", [Paragraph(PROSE)], points=["要点一", "要点二"])))
    assert any("要点一\n要点二" in all_words(s) for s in deck.slides)


def test_callout_without_a_chart_has_a_slide():
    doc = document(section(1, "甲", [Callout("口径", (Run("只比增幅。"),))]))
    deck, _ = deck_of(doc)
    assert any("只比增幅。" in all_words(s) for s in deck.slides)


def test_gaps_and_derivations_are_listed():
    deck = opened(made("report")[0])
    text = all_words(deck.slides[13])
    assert "缺05\t学校、幼儿园总量" in text
    assert "缺12\t义务教育巩固率 .61%" in text
    derived = text
    assert "推1\t十年前在校（园）生\u2002约25.17万人" in derived
    assert "30.74 ÷ (1 + 22.11%)" in derived
    closing = all_words(deck.slides[14])
    assert "《教育年鉴》，统计局，2022年。" in closing
    assert "不宜相除" in closing
    assert "info@example.org" in closing


def test_external_links_survive(tmp_path):
    runs = (Run("见"), Run("网页", href="https://example.org/a?b=1&c=2"))
    deck, _ = deck_of(document(section(1, "甲", [Paragraph(runs)])))
    found = [
        r.hyperlink.address for s in deck.slides for shape in s.shapes if shape.has_text_frame
        for p in shape.text_frame.paragraphs for r in p.runs if r.hyperlink.address
    ]  # fmt: skip
    assert found == ["https://example.org/a?b=1&c=2"]


def test_pictures_keep_their_proportions_and_their_alt_text(tmp_path):
    from PIL import Image as Pillow

    path = tmp_path / "photo.png"
    Pillow.new("RGB", (300, 600), "#336699").save(path)
    image = Image(str(path), 300, 600, (Run("校园"),), "一座校园", "摄影：某人", "photo")
    deck, _ = deck_of(document(section(1, "甲", [image]), section(2, "乙", [image])))
    pictures = [s for slide in deck.slides for s in slide.shapes if hasattr(s, "image")]
    assert len(pictures) == 2
    assert pictures[0].width / pictures[0].height == pytest.approx(0.5, rel=0.01)
    assert pictures[0]._element.nvPicPr.cNvPr.get("descr") == "一座校园"
    assert len([p for p in deck.part.package.iter_parts() if "media" in p.partname]) == 1
    assert any("摄影：某人" in all_words(s) for s in deck.slides)


def test_nothing_is_smaller_than_it_may_be(sample):
    deck = opened(made(sample)[0])
    sizes = [
        run.font.size.pt for slide in deck.slides for shape in slide.shapes
        if shape.has_text_frame for p in shape.text_frame.paragraphs for run in p.runs
        if run.font.size
    ]  # fmt: skip
    assert min(sizes) >= 10


def test_shown_names_the_slides():
    _, summary = made("report")
    assert summary.slides == 15
    assert summary.charts == 4
    assert summary.shown["chart:growth"] == (5,)
    assert summary.shown["table:rates"] == (7,)
    assert summary.shown["figure:students"][0] == 4
    assert 5 in summary.shown["figure:schools"]
    assert summary.shown["section:s2"] == (8, 9, 10, 11)


def test_markup_in_data_stays_text():
    nasty = 'a<b>&"\x0b\u2028</a:t>'
    doc = document(section(1, f"甲{nasty}", [Paragraph((Run(nasty),))]))
    deck, _ = deck_of(replace(doc, title=f"题{nasty}"))
    assert 'a<b>&"' in deck.slides[0].shapes.title.text_frame.text
    assert 'a<b>&"' in deck.core_properties.title


def test_a_gap_first_means_cards_and_no_hero():
    doc = document(section(1, "甲", key_figures=[SCHOOLS, STUDENTS]))
    deck, _ = deck_of(doc)
    slide = next(s for s in deck.slides if s.slide_layout.name == "关键数字")
    names = [s.name for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert names == ["山水", "卡片 学校、幼儿园总量", "卡片 在校（园）生"]


def test_every_key_figure_is_shown_once():
    views = [replace(STUDENTS, name=f"f{k}", label=f"指标{k}") for k in range(11)]
    deck, _ = deck_of(document(section(1, "甲", key_figures=views)))
    names = [
        s.name.split(" ")[1] for slide in deck.slides for s in slide.shapes
        if s.shape_type == MSO_SHAPE_TYPE.GROUP and s.name.startswith(("卡片", "主数"))
    ]  # fmt: skip
    assert names == [f"指标{k}" for k in range(11)]


def test_title_of_the_deck_stays_whole():
    for name in ("report", "long", "thin"):
        deck = opened(made(name)[0])
        text = deck.slides[0].shapes.title.text_frame.text.replace("\v", "")  # soft line breaks
        assert text in ("首府教育十年", LONG)


def test_latin_decks_take_latin_faces():
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(made("english")[0])) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
    assert '<a:latin typeface="Noto Serif"/><a:ea typeface="Noto Serif SC"/>' in theme
    assert '<a:latin typeface="Noto Sans"/><a:ea typeface="Noto Sans SC"/>' in theme


def test_languages():
    from report.compose.words import words_for

    for language, tag in (("en", "en-US"), ("ja", "ja-JP"), ("ko", "ko-KR"), ("zh-Hant", "zh-TW")):
        doc = replace(report(), language=language, words=words_for(language))
        data, _ = deck_bytes(doc, load_theme("qing"), fonts())
        assert check_deck(data) == ()
        deck = opened(data)
        assert f'lang="{tag}"' in deck.slides[2].shapes.title._element.xml
        if language == "en":
            assert deck.slides[4].slide_layout.name == "Chart and text"


def test_a_quotation_by_nobody_gets_a_title_that_does_not_end_in_a_colon():
    deck, _ = deck_of(document(section(1, "甲", [Quote((Run("一本书打开一扇窗。"),), "")])))
    titles = [s.shapes.title.text_frame.text for s in deck.slides if s.shapes.title is not None]
    assert any("甲" in t for t in titles)
    assert not [t for t in titles if t.rstrip().endswith(("：", ":"))]
