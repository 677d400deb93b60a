"""Single rules, each on a text small enough to read."""

from __future__ import annotations

import pytest

from report.errors import ReportError
from report.typeset import (
    MissingGlyph,
    ParagraphStyle,
    Span,
    natural_width,
    set_line,
    set_paragraph,
    set_vertical,
)
from tests.typeset.drawing import set_text, style

EM = 10.0


def line(text, language="zh-Hans", **changes):
    return set_line([Span(text, style(language, EM, **changes))])


def places(text, language="zh-Hans", **changes):
    """Origins in em of the glyphs of a line."""
    return [round(x / EM, 3) for run in line(text, language, **changes).runs for x in run.xs]


def lines(text, measure, **changes):
    return [one.text for one in set_text(text, measure * EM, size=EM, **changes).lines]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("学生30.74万人,增长22.11%;教师", "学生30.74万人，增长22.11%；教师"),
        ("价格为1,268元,约合12:30", "价格为1,268元，约合12:30"),
        ("他说:OK!我们走", "他说：OK！我们走"),
        ("北京(Beijing)是首都", "北京（Beijing）是首都"),
        ("函数f(x)的值", "函数f(x)的值"),
        ("见http://a.cn/b?c:d,e", "见http://a.cn/b?c:d,e"),
        ("A, B, and C", "A, B, and C"),
        ("在 2024 年\n发布", "在 2024 年发布"),
        ("第一行\n第二行", "第一行第二行"),
        ("two\nwords", "two words"),
        ("好 ，坏", "好，坏"),
        ("a\u200bb\u00adc", "abc"),
    ],
)
def test_what_is_typed_is_set_as(typed, shown):
    assert line(typed).text == shown


def test_korean_and_english_keep_their_marks():
    assert line("학생, 교사", "ko").text == "학생, 교사"
    assert line("한국(KOREA)은", "ko").text == "한국(KOREA)은"


@pytest.mark.parametrize(
    ("text", "widths"),
    [
        ("他说“好”。", [1, 1]),
        ("他说“OK”。", [1, 1]),
        ("“学生”", [1, 1]),
        ("the “word” is", None),
        ("用“Mr. O’Neil”署名", [1, 1]),
    ],
)
def test_quotes_are_full_width_in_chinese_and_narrow_in_latin(text, widths):
    found = []
    for run in line(text).runs:
        for gid, char in zip(run.gids, run.text, strict=True):
            if char in "“”":
                found.append(run.face.advance(gid) / run.face.upem)
    if widths is None:
        assert max(found) < 0.6
    else:
        assert found == pytest.approx(widths)


def test_an_apostrophe_is_narrow():
    (run,) = line("it’s好").runs
    assert run.face.advance(run.gids[2]) < 400


def test_gap_between_han_and_latin():
    # 中 1 em, gap 0.2, a 0.557
    assert places("中a中") == [0, 1.2, 1.957]
    assert places("中 a 中") == [0, 1, 1.2, 1.757, 1.957], "a typed space is replaced"
    assert places("中，a") == [0, 1, 2], "no gap beside a full-width mark"
    assert places("中_a")[1] == 1, "nor beside a Latin mark"


@pytest.mark.parametrize(
    ("text", "pitch"),
    [
        ("。”", 0.5),
        ("》、", 0.5),
        ("、《", 0.5),
        ("（《", 0.5),
        ("：“", 0.5),
        ("？！", 0.5),
        ("！", None),
    ],
)
def test_adjacent_marks(text, pitch):
    origins = places(f"中{text}中")
    if pitch is None:
        assert origins == [0, 1, 2]
    else:
        assert origins[2] - origins[1] == pytest.approx(pitch)
        total = 1.0 if text == "？！" else 1.5
        assert origins[3] - origins[1] == pytest.approx(total)


def test_three_asking_marks_take_two_em():
    origins = places("中？？？中")
    assert origins[4] - origins[1] == pytest.approx(2)


def test_marks_in_the_middle_of_their_square_give_from_both_sides():
    assert places("中，」中", "zh-Hant")[-1] - 1 == pytest.approx(1.5, abs=0.001)


def test_dash_and_ellipsis_are_two_em_in_one_piece():
    assert places("中——国") == [0, 1, 3]
    assert places("中……国") == [0, 1, 2, 3]
    for measure in range(4, 12):
        for text in lines("甲乙丙丁——戊己庚辛……壬癸子丑", measure, indent=0)[1:]:
            assert text[0] not in "—…"


def test_middle_dot_is_one_em_between_han_and_narrow_between_digits():
    assert places("尔·马")[2] == 2.0
    assert places("3·15")[2] < 1.0


def test_line_end_mark_is_half_width_and_line_start_bracket_trimmed():
    text = "甲乙丙丁戊己庚辛，甲乙丙丁戊己庚辛壬癸子丑"
    first = set_text(text, 8.5 * EM, size=EM, indent=0).lines[0]
    assert first.text.endswith("，")
    assert first.runs[-1].xs[-1] == pytest.approx(8 * EM)
    text = "甲乙丙丁戊己庚辛（壬癸）子丑寅卯辰巳"
    second = set_text(text, 8 * EM, size=EM, indent=0).lines[1]
    assert second.text.startswith("（")
    assert second.runs[0].xs[0] == pytest.approx(-0.5 * EM)


def test_no_trim_in_an_indented_first_line():
    paragraph = set_text("“甲乙丙丁”戊己庚辛壬癸子丑", 12 * EM, size=EM)
    assert paragraph.lines[0].x_pt == 2 * EM
    assert paragraph.lines[0].runs[0].xs[0] == 0


@pytest.mark.parametrize(
    "piece",
    ["30.74万人", "55.3亿元", "50.02%", "1,250,000次", "第17条", "3.6万个", "120 ms", "8 GB",
     "4.2℃", "2.5个百分点", "1,200平方公里", "2024 年", "+3.5%", "−3.5%",
     "¥1,200", "18／%", "——", "……"],
)  # fmt: skip
def test_pieces_that_stay_whole(piece):
    text = f"甲乙丙丁戊己庚辛壬癸子丑寅卯{piece}辰巳午未申酉戌亥天地玄黄"
    bare = piece.replace(" ", "")
    for measure in range(14, 64):
        set_lines = lines(text, measure / 2, indent=0)
        whole = any(bare in one.replace(" ", "") for one in set_lines)
        assert whole or measure / 2 < 7, (measure, set_lines)


def test_urls_break_only_after_their_marks():
    text = "资料见https://data.example.gov.cn/city/open-data?year=2024&kind=school_list一节。"
    for measure in range(16, 40):
        for one in lines(text, measure / 1.5, indent=0)[:-1]:
            if one[-1].isascii():
                assert one[-1] in "/?&=_.-" or one.endswith("school_list"), one


def test_english_is_hyphenated_only_when_loose():
    text = "The internationalization of typographical conventions"
    wide = lines(text, 40, language="en", indent=0)
    assert "\u00ad" not in "".join(wide)
    narrow = lines(text * 3, 11, language="en", indent=0)
    assert "\u00ad" in "".join(narrow)


def test_korean_breaks_at_spaces_only():
    text = "시내 공공 도서관은 열여덟 곳이며 장서는 이백만 권이 넘는다 아이들이 책을 읽는다"
    words = set(text.split())
    for measure in range(8, 24):
        for one in lines(text, measure, language="ko", indent=0):
            assert set(one.split()) <= words


def test_japanese_small_kana_do_not_start_lines():
    text = "ショッピングモールでコーヒーを飲みながらゆっくりおしゃべりしたっけ"
    for measure in range(5, 20):
        for one in lines(text, measure, language="ja", indent=0)[1:]:
            assert one[0] not in "っゃゅょッャュョー"


def test_headings_balance_and_break_between_phrases():
    text = "三分之二的学校仍缺少科学与艺术专任教师"
    span = Span(text, style("zh-Hans", 22.0, weight=900))
    heading = set_paragraph(
        [span], 250, ParagraphStyle(30, indent_em=0, align="left", balance=True)
    )
    first, second = (one.text for one in heading.lines)
    assert abs(len(first) - len(second)) <= 3
    assert len(second) > 2


def test_no_break_and_glue():
    plain, whole = style("zh-Hans", EM), style("zh-Hans", EM, no_break=True)
    glued = style("zh-Hans", EM, glue=True)
    for measure in range(7, 15):
        spans = [
            Span("甲乙丙丁戊己庚", plain),
            Span("不许分开", whole),
            Span("辛壬", plain),
            Span("紧", glued),
        ]
        found = [x.text for x in set_paragraph(spans, measure * EM, ParagraphStyle(16)).lines]
        assert any("不许分开" in x for x in found)
        assert not any(x.startswith("紧") for x in found)


def test_tabular_figures_have_one_width():
    one = line("1111", tabular=True)
    assert one.width_pt == pytest.approx(line("8888", tabular=True).width_pt)
    assert line("1111").width_pt < one.width_pt


def test_tracking():
    assert line("一二", tracking_pt=1).width_pt == pytest.approx(22)


def test_measures_may_differ_by_line():
    paragraph = set_paragraph(
        [Span("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉", style("zh-Hans", EM))],
        (60, 80, 100), ParagraphStyle(16, indent_em=0),
    )  # fmt: skip
    assert [round(x.width_pt) for x in paragraph.lines[:2]] == [60, 80]


@pytest.mark.parametrize(("align", "x"), [("left", 0), ("center", 45), ("right", 90)])
def test_alignment(align, x):
    paragraph = set_paragraph([Span("一", style("zh-Hans", EM))], 100,
                              ParagraphStyle(16, indent_em=0, align=align))  # fmt: skip
    assert paragraph.lines[0].x_pt == x
    assert set_line([Span("一", style("zh-Hans", EM))], align=align, measure=100).x_pt == x


def test_hanging_indent():
    paragraph = set_paragraph([Span("甲乙丙丁戊己庚辛壬癸" * 3, style("zh-Hans", EM))], 100,
                              ParagraphStyle(16, indent_em=0, hang_pt=20))  # fmt: skip
    assert [x.x_pt for x in paragraph.lines[:3]] == [0, 20, 20]


def test_where_a_paragraph_may_be_split():
    paragraph = set_text("甲乙丙丁戊己庚辛壬癸" * 6, 100, size=EM)
    assert len(paragraph.lines) == 7
    assert paragraph.breaks == (2, 3, 4, 5)
    assert set_text("甲乙丙丁戊己庚辛壬癸" * 2, 100, size=EM).breaks == ()


def test_nothing_is_nothing():
    assert set_paragraph([], 100, ParagraphStyle(16)).lines == ()
    assert set_text(" \n ", 100).lines == ()
    assert natural_width([]) == 0
    with pytest.raises(ValueError, match="measure"):
        set_text("字", 0)


def test_a_missing_glyph_is_named():
    with pytest.raises(MissingGlyph, match=r"“𒀀” \(U\+12000 CUNEIFORM SIGN A\)") as caught:
        set_text("前面的字𒀀后面的字", 100)
    assert isinstance(caught.value, ReportError)
    assert caught.value.char == "𒀀"
    assert caught.value.diagnostics[0].hint


def test_rare_characters_fall_back_and_keep_their_text():
    text = "𬭎㛃䶮𠮷₂²①→✓℃"
    found = line(text)
    assert found.text == text
    assert len({run.face.name for run in found.runs}) >= 3


def test_runs_index_their_own_text():
    for run in line("中——国e\u0301……𠮷“好”").runs:
        assert len(run.gids) == len(run.xs) == len(run.clusters)
        assert all(0 <= c < len(run.text) for c in run.clusters)
        assert run.clusters[0] == 0


def columns(text, height, step=22.0, **changes):
    return set_vertical(
        [Span(text, style("zh-Hans", 20.0, **changes))], height_pt=height, step_pt=step
    )


def test_vertical_columns():
    found = columns("第12章奋楫扬帆——新篇", 120)
    assert [c.text for c in found] == ["第12章奋楫", "扬帆——新", "篇"]
    assert all(c.height_pt <= 120 for c in found)
    digits = next(g for g in found[0].glyphs if g.run.text == "12")
    assert not digits.turned
    assert digits.x_pt == pytest.approx(
        -sum(digits.run.face.advance(g) for g in digits.run.gids) / 1000 * 20 / 2, abs=0.1
    )


def test_vertical_marks_take_their_vertical_forms_and_latin_is_turned():
    (column,) = columns("（草案）AI，2035", 900)
    upright = set_line([Span("（", style("zh-Hans", 20.0))]).runs[0].gids
    assert column.glyphs[0].run.gids != upright
    turned = [g.run.text for g in column.glyphs if g.turned]
    assert turned == ["AI", "2035"]


def test_hangul_stands_upright_in_a_column():
    (column,) = set_vertical(
        [Span("열람실과 정류장 AI", style("ko", 20.0))], height_pt=900, step_pt=24
    )
    assert [g.run.text for g in column.glyphs if g.turned] == ["AI"]
    assert "".join(g.run.text for g in column.glyphs if not g.turned) == "열람실과정류장"
    for glyph in column.glyphs[:7]:
        wide = glyph.run.face.advance(glyph.run.gids[0]) * 20 / glyph.run.face.upem
        assert glyph.x_pt == pytest.approx(-wide / 2, abs=0.5)


def test_vertical_columns_do_not_start_with_a_closing_mark():
    for height in range(60, 400, 22):
        for column in columns("“成绩单”（草案），见《双册》！", height)[1:]:
            assert column.text[0] not in "”），》！"


LONG = (
    "沿河的旧仓库改成了公共阅览室，开放时间延长到夜里十点；统计口径自次年起调整，前后两段不宜直接相比。"
    "各区的差距仍在，近郊补得快，远郊补得慢，新增设备先配给使用最多的站点，其余按申请次序排队。"
)


@pytest.mark.parametrize("measure", range(20, 30))
def test_a_paragraph_takes_a_line_more_or_less_only_if_it_stays_even(measure):
    """TeX's looseness: asked for and refused, the paragraph is set as it would be by itself."""
    spans = [Span(LONG, style("zh-Hans", EM))]
    plain = set_paragraph(spans, measure * EM, ParagraphStyle(16))
    for asked in (len(plain.lines) - 1, len(plain.lines) + 1):
        other = set_paragraph(spans, measure * EM, ParagraphStyle(16), lines=asked)
        assert len(other.lines) in (asked, len(plain.lines))
        assert other.text == plain.text
        for one in other.lines[:-1]:
            assert one.x_pt + one.width_pt == pytest.approx(measure * EM, abs=1e-6)
            gaps = [b - a for run in one.runs for a, b in zip(run.xs, run.xs[1:], strict=False)]
            assert max(gaps) <= EM * 1.12 + 1e-6
        if len(other.lines) == len(plain.lines):
            assert other.lines == plain.lines


def test_some_paragraph_does_take_a_line_more():
    spans = [Span(LONG, style("zh-Hans", EM))]
    taken = 0
    for measure in range(20, 36):
        plain = set_paragraph(spans, measure * EM, ParagraphStyle(16))
        other = set_paragraph(spans, measure * EM, ParagraphStyle(16), lines=len(plain.lines) + 1)
        taken += len(other.lines) == len(plain.lines) + 1
    assert taken >= 3


def test_a_line_is_left_short_rather_than_torn_apart():
    text = "통계청 1,234,567,890,123명을기준으로하여 다시 계산한 값이다 그리고 끝"
    spans = [Span(text, style("ko", EM))]
    filled = set_paragraph(spans, 180, ParagraphStyle(16, indent_em=0))
    short = set_paragraph(spans, 180, ParagraphStyle(16, indent_em=0, loosest_em=0.1))
    assert [one.text for one in short.lines] == [one.text for one in filled.lines]
    assert all(one.width_pt == pytest.approx(180, abs=1e-6) for one in filled.lines[:-1])
    assert any(one.width_pt < 175 for one in short.lines[:-1])
    assert all(one.width_pt <= 180 + 1e-6 for one in short.lines)


def test_korean_brackets_take_half_a_square():
    """『』 and 〔〕 are parted from words by spaces alone."""
    inner = natural_width([Span("가", style("ko", EM))])
    for opening, closing in ("『』", "「」", "〔〕", "《》"):
        wide = natural_width([Span(f"{opening}가{closing}", style("ko", EM))])
        assert wide == pytest.approx(inner + EM, abs=0.02)
        assert natural_width([Span(f"{opening}가{closing}", style("ja", EM))]) > wide + 0.9 * EM


@pytest.mark.parametrize("text", ["합계는 18.2억 원으로 가장 많다", "모두 1,200 명이 다녀갔다"])
def test_a_korean_number_keeps_its_unit_over_a_space(text):
    whole = next(w for w in ("18.2억 원으로", "1,200 명이") if w in text)
    for measure in range(7, 16):
        assert any(whole in one for one in lines(text, measure, language="ko", indent=0))


def test_an_english_number_keeps_its_power_of_ten():
    text = "Trading and events brought in 0.47 million pounds this year"
    for measure in range(8, 24):
        shown = lines(text, measure, language="en", indent=0)
        assert not any(one.rstrip().endswith("0.47") for one in shown)


def test_a_line_is_not_torn_for_a_second_han_on_the_last():
    text = "行内代码与加粗里有 English words 和 123"
    first, last = lines(text, 14, indent=0)
    assert first.startswith("行内代码与加粗里有 English")
    assert last == "words 和 123"


def test_a_number_is_not_broken_up_for_a_second_han_on_the_last_line():
    assert lines("20,000,000.0万人，1,000%", 14) == ["20,000,000.0万人，", "1,000%"]


def test_a_word_is_set_in_one_face():
    """A letter that the first face lacks does not stand patched in its word."""
    made = line("捷克的Dvořák先生")
    faces = {run.face for run in made.runs if "D" in run.text or "ř" in run.text}
    assert len(faces) == 1


def test_a_short_last_line_of_ragged_text_is_filled():
    text = "By December the trust had reached more people than ever, up from 2023."
    for measure in range(14, 34):
        ragged = ParagraphStyle(16, indent_em=0, align="left")
        made = set_paragraph([Span(text, style("en", EM))], measure * EM, ragged).lines
        if len(made) > 1:
            assert made[-1].width_pt > 0.2 * measure * EM


def test_the_digits_that_are_left_close_up_to_the_mark_of_the_lost_ones():
    close = natural_width([Span("〔缺失〕.61%", style("zh-Hans", EM))])
    apart = natural_width([Span("〔缺失〕61%", style("zh-Hans", EM))])
    dot = natural_width([Span(".6", style("zh-Hans", EM))]) - natural_width(
        [Span("6", style("zh-Hans", EM))]
    )
    assert close == pytest.approx(apart + dot - EM / 2, abs=0.3)
