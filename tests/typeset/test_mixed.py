"""Strings of mixed scripts, from hypothesis: whatever is typed is set whole, within its edges."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.typeset import ParagraphStyle, Span, set_line, set_paragraph
from tests.typeset.checker import check
from tests.typeset.drawing import LEFT, draw, style

HAN = st.text(
    alphabet="的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所",
    min_size=1,
    max_size=24,
)
KANA = st.text(alphabet="あいうえおっゃゅょカキクケコーッァンがぎぐ々", min_size=1, max_size=10)
HANGUL = st.text(alphabet="가나다라마바사아자차카타파하는은이를에서로", min_size=1, max_size=6)
WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFG", min_size=1, max_size=14)
NUMBER = st.from_regex(r"[1-9][0-9]{0,2}(,[0-9]{3}){0,2}(\.[0-9]{1,2})?", fullmatch=True)
MARK = st.sampled_from(
    [*"，。、；：？！“”‘’（）《》「」【】〔〕·—…％/-", "——", "……", "？！", "。”", "》、《"]
)
UNIT = st.sampled_from(["%", "万人", "亿元", "年", "kg", "℃", "个百分点", "所"])
SPACE = st.just(" ")
PIECE = st.one_of(
    HAN,
    HAN,
    HAN,
    MARK,
    MARK,
    KANA,
    WORD,
    HANGUL,
    SPACE,
    st.builds("".join, st.tuples(NUMBER, UNIT)),
    NUMBER,
)
TEXT = st.lists(PIECE, min_size=1, max_size=24).map("".join)
LANGUAGE = st.sampled_from(["zh-Hans", "zh-Hant", "ja", "ko"])


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", text)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=TEXT,
    measure=st.floats(6, 48),
    language=LANGUAGE,
    family=st.sampled_from(["serif", "sans"]),
)
def test_anything_is_set_whole(text, measure, language, family):
    size = 10.0
    width = measure * size
    span = Span(text, style(language, size, family))
    paragraph = set_paragraph([span], width, ParagraphStyle(16))
    assert squeezed(paragraph.text) == squeezed(text)
    for line in paragraph.lines:
        for run in line.runs:
            assert 0 not in run.gids
            assert len(run.gids) == len(run.xs) == len(run.clusters)
            assert all(a <= b + size for a, b in zip(run.xs, run.xs[1:], strict=False))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXT, measure=st.floats(14, 40))
def test_anything_keeps_the_rules(text, measure):
    """What the checker may demand of nonsense: no prohibited start or end, flush edges."""
    size = 10.0
    width = measure * size
    span = Span(text, style("zh-Hans", size))
    paragraph = set_paragraph([span], width, ParagraphStyle(16))
    if not paragraph.lines:
        return
    found = check(draw([paragraph]), language="zh-Hans", em=size, left=LEFT, right=LEFT + width,
                  indent=20)  # fmt: skip
    # A heap of marks, or a word longer than the line, leaves no choice.
    heap = re.search(r"[^\s\u3400-\u9fffぁ-ヿ가-힣“（《]{13}|[“‘（《「【〔]{4}", squeezed(text))
    for kind in ("line start", "line end", "number", "left edge", "indent", "overlap"):
        assert not found.counts[kind] or heap, found.seen


@settings(max_examples=100, deadline=None)
@given(text=TEXT)
def test_one_line_is_as_wide_as_its_glyphs(text):
    line = set_line([Span(text, style("zh-Hans", 10.0))])
    if line.runs:
        last = line.runs[-1]
        right = last.xs[-1] + last.face.advance(last.gids[-1]) * last.size_pt / last.face.upem
        assert right <= line.width_pt + 10.5
        assert squeezed(line.text) == squeezed(text)
