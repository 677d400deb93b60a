"""Text that fits: line counts, kinsoku, stepping down, dividing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.deck.fit import (
    NO_END,
    NO_START,
    Measure,
    Setting,
    break_lines,
    cut_para,
    fit_line,
    height_of,
    paginate,
    plain,
    runs_down,
    step_down,
)
from report.deck.ooxml import Para, Piece
from tests.deck.conftest import fonts

MEASURE = Measure(fonts(), "zh-Hans")
BODY = Setting(15, 25, 10)
TEXT = (
    "十年来，在校（园）生达到30.74万人，增长22.11%；“学校总量”的数字缺失。"
    "见 Education at a Glance 2022。"
)


def para(text, **more):
    return Para((Piece(text),), **more)


def lines(text, width, setting=BODY):
    return [text[a:b] for a, b in break_lines(para(text), width, setting, MEASURE)]


texts = st.text(alphabet="教育十年万人，。“”（）：%0123456789abcDEF -\n", min_size=0, max_size=120)


@given(texts, st.floats(40, 600))
def test_lines_hold_the_whole_text_in_order(text, width):
    found = break_lines(para(text), width, BODY, MEASURE)
    assert found[0][0] == 0
    assert found[-1][1] == len(text)
    for (_, end), (start, _) in pairwise(found):
        assert text[end:start] in ("", "\n")


@given(texts, st.floats(60, 600))
def test_no_line_is_wider_than_its_measure(text, width):
    for line in lines(text, width):
        if len(line) > 1:
            assert MEASURE.natural(line.rstrip(), 15) <= width + 0.01


@pytest.mark.parametrize("width", range(80, 400, 7))
def test_kinsoku(width):
    for line in lines(TEXT, width)[1:]:
        assert line[0] not in NO_START
    for line in lines(TEXT, width)[:-1]:
        assert line.rstrip()[-1] not in NO_END


def test_latin_words_and_numbers_stay_whole():
    for width in range(120, 400, 9):
        for line in lines(TEXT, width):
            assert not line.startswith(("4万", "11%", "ducation", "lance"))


def test_a_word_wider_than_the_box_is_broken():
    assert len(lines("Donaudampfschifffahrtsgesellschaft" * 3, 100)) > 5


def test_width_allows_for_what_renderers_add():
    text = "达到30.74万人"
    natural = MEASURE.natural(text, 20)
    assert MEASURE.width(text, 20) == pytest.approx((natural + 2 * 0.2 * 20) * 1.02)


def test_bold_is_measured_with_the_bold_face():
    assert MEASURE.natural("Wide", 20, bold=True) > MEASURE.natural("Wide", 20)


def test_step_down_stops_at_the_floor():
    long = [para(TEXT * 6)]
    found = step_down(long, 300, 200, BODY, MEASURE, floor=12)
    assert found is None
    short = step_down([para(TEXT)], 300, 74, BODY, MEASURE, floor=12)
    assert short is not None
    assert 12 <= short.size < 15
    assert height_of([para(TEXT)], 300, short, MEASURE) <= 74


@given(st.lists(texts.filter(str.strip), min_size=1, max_size=6), st.floats(60, 500),
       st.floats(60, 400))  # fmt: skip
def test_pages_hold_all_and_none_is_overfull(items, width, height):
    paras = [para(t) for t in items]
    pages = paginate(paras, width, height, BODY, MEASURE)
    # A break at which a paragraph is divided becomes the end of one and the start of the next.
    found = "".join(plain(p) for page in pages for p in page)
    assert "".join(found.split()) == "".join("".join(items).split())
    for page in pages:
        assert height_of(page, width, BODY, MEASURE) <= height + 0.02 or len(page) == 1


def test_a_long_paragraph_is_divided_after_a_sentence():
    text = "甲" * 40 + "。" + "乙" * 40 + "。" + "丙" * 40 + "。"
    first, *rest = paginate([para(text)], 300, 150, BODY, MEASURE)
    assert plain(first[-1]).endswith("。")
    assert rest


def test_cutting_keeps_the_runs():
    made = Para((Piece("甲乙", bold=True), Piece("丙丁")), bullet="•", indent=14)
    first, rest = cut_para(made, 3)
    assert (plain(first), plain(rest)) == ("甲乙丙", "丁")
    assert first.pieces[0].bold
    assert rest.bullet == "+"


def test_fit_line():
    assert fit_line("短", 300, 28, MEASURE, floor=20) == 28
    assert fit_line("长" * 100, 300, 28, MEASURE, floor=20) == 20
    size = fit_line("不长不短的题目", 160, 28, MEASURE, floor=10)
    assert MEASURE.width("不长不短的题目", size) <= 160


@pytest.mark.parametrize(
    ("text", "down"),
    [("规模与供给", True), ("カタカナ", True), ("교육", True), ("2022年", False), ("甲、乙", False),
     ("AI教育", False), ("", False)],
)  # fmt: skip
def test_what_may_run_down(text, down):
    assert runs_down(text) is down
