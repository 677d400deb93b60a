import re
import time
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.compose import prose, wording
from report.compose.document import Heading, ListBlock, Paragraph, Quote
from report.compose.prose import plain_text
from tests.compose.reports import FIGURES, outcome, paragraphs, with_body


def body(text, **options):
    return outcome(with_body(text, **options)).composed.sections[0]


def runs(text, **options):
    return body(text, **options).blocks[0].runs


def test_a_figure_carries_its_name():
    found = runs("达到 {{ students }}，增长 {{ students.change }}。")
    assert plain_text(found) == "达到30.74万人，增长22.11%。"
    assert [(r.text, r.figure) for r in found if r.figure] == [
        ("30.74万人", "students"), ("22.11%", "students.change"),
    ]  # fmt: skip


def test_a_gap_shows_its_mark_and_code():
    found = [(r.text, r.state, r.mark) for r in runs("现有{{ schools }}。") if r.figure]
    assert found == [("〔原文缺失〕", "missing", False), ("缺01", "missing", True)]
    assert plain_text(runs("为{{ rate }}。"), marks=True) == "为〔原文缺失〕.61%缺02。"


def test_a_lost_year_shows_its_code_only():
    found = [(r.text, r.mark) for r in runs("某一年度{{ when }}开始。") if r.figure]
    assert found == [("缺03", True)]


def test_a_derived_value_is_approximate_and_marked():
    found = [(r.text, r.state, r.mark) for r in runs("为{{ before }}。") if r.figure]
    assert found == [("约25.17万人", "derived", False), ("推1", "derived", True)]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ students.value }}", "30.74"),
        ("{{ students.unit }}", "万人"),
        ("{{ students.label }}", "学生"),
        ("{{ students.since }}", "十年前"),
        ("{{ students.change.value }}", "22.11"),
        ("{{ staff.change }}", "\N{MINUS SIGN}3.1%"),
        ("{{ staff.change | abs }}", "3.1%"),
        ("{{ students.change | sign }}", "+22.11%"),
        ("{{ students | round }}", "约31万人"),
        ("{{ students | round(1) }}", "约30.7万人"),
        ("{{ students | wan }}", "30.74万人"),
        ("{{ students | yi(4) }}", "0.0031亿人"),
        ("{{ students | compact }}", "30.7万人"),
        ("{{ before | before(students) }}", "从约25.17万人推1增至30.74万人"),
        ("{{ students | after(before) }}", "从约25.17万人推1增至30.74万人"),
        ("{{ schools | wan }}", "〔原文缺失〕缺01"),
        ("{{students}}与{{  staff  }}", "30.74万人与4.58万人"),
        ("{% if students.change > 0 %}增长{% else %}下降{% endif %}", "增长"),
        ("{% if staff.change > 0 %}增长{% else %}下降{% endif %}", "下降"),
        ("{% if students > staff %}多{% endif %}", "多"),
        ("{% if schools is missing %}缺{% else %}有{% endif %}", "缺"),
        ("{% if before is derived and not staff is derived %}推{% endif %}", "推"),
        ("{% if 3 < students.value < 40 %}中{% elif students > 40 %}大{% endif %}", "中"),
        ("{{ students if students.change > 0 else staff }}", "30.74万人"),
    ],
)
def test_references(template, expected):
    assert plain_text(runs("甲" + template + "乙"), marks=True) == "甲" + expected + "乙"


@pytest.mark.parametrize("verb", ["下降", "减少", "降低了", "回落"])
def test_after_a_verb_of_decline_the_minus_goes(verb):
    assert plain_text(runs(f"人数{verb} {{{{ staff.change }}}}。")) == f"人数{verb}3.1%。"
    both = "{% if staff.change > 0 %}增长{% else %}下降{% endif %} {{ staff.change }}"
    assert plain_text(runs(both)) == "下降3.1%"
    assert plain_text(runs("变化为 {{ staff.change }}")) == "变化为\N{MINUS SIGN}3.1%"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "it fell by {{ staff.change }}", "it fell by 3.1%"),
        ("en", "a change of {{ staff.change }}", "a change of \N{MINUS SIGN}3.1%"),
        ("ja", "前年比{{ staff.change }}減", "前年比3.1%減"),
        ("ko", "전년보다 {{ staff.change }} 감소", "전년보다 3.1% 감소"),
    ],
)
def test_decline_in_other_languages(language, text, expected):
    assert plain_text(runs(text, language=language)) == expected


@pytest.mark.parametrize(
    ("text", "code", "words", "place"),
    [
        ("甲{{ studens }}", "unknown-figure", "did you mean 'students'?", (18, 11)),
        ("甲\n\n乙{{ students.lable }}", "unknown-attribute", "did you mean 'label'?", (20, 20)),
        ("{{ before.change }}", "unknown-figure", "no change:", (18, 17)),
        ("{{ students | rond }}", "unknown-filter", "did you mean 'round'?", (18, 19)),
        ("{{ ref('growth') }}", "unknown-reference", "give the chart its id", (18, 15)),
        ("{{ ref('students') }}", "unknown-reference", "without ref", (18, 15)),
        ("甲{% if studens > 0 %}乙{% endif %}", "unknown-figure", "students", (18, 14)),
        ("{% if students > 0 %}{{ x }}{% endif %}", "unknown-figure", "'x'", (18, 31)),
        ("{% if students < 0 %}{{ x }}{% endif %}", "unknown-figure", "'x'", (18, 31)),
        ("{% if schools > 0 %}甲{% endif %}", "gap-compared", "is missing", (18, 7)),
        ("{% if students > 0 %}甲", "bad-template", "not closed", (18, 7)),
        ("甲\n乙{{ students + 1 }}", "bad-template", "derive a figure", (19, 8)),
        ("{{ 3 + 4 }}", "bad-template", "derive a figure", (18, 7)),
        ("{{ 42 }}", "computed-in-text", "derive a figure", (18, 7)),
        ("{% for i in students %}x{% endfor %}", "bad-template", "a loop has no meaning", (18, 7)),
        ("{% set x = 3 %}", "bad-template", "an assignment", (18, 7)),
        ("{{ students['value'] }}", "bad-template", "Getitem", (18, 7)),
        ("{{ students.__class__ }}", "unknown-attribute", "__class__", (18, 19)),
        ("{{ ''.__class__.__mro__ }}", "bad-reference", ".__", (18, 7)),
        ("{{ range(10) }}", "bad-reference", "only ref", (18, 7)),
        ("{% if students > staff.change %}甲{% endif %}", "mixed-units", "one unit", (18, 7)),
        ("{{ students | round('x') }}", "bad-reference", "decimals", (18, 7)),
        ("甲 ![图](a.png)", "markdown-image", "images:", (18, 9)),
        ("|a|b|\n|---|---|\n|1|2|", "markdown-table", "tables:", (19, 7)),
        ("甲\n\n---\n\n乙", "markdown-rule", "heading", (20, 7)),
        ("```\nx\n```", "markdown-code", "inside a line", (18, 7)),
        ("甲<b>乙</b>", "markdown-html", "Markdown", (18, 8)),
        ("甲[^1]", "unknown-footnote", "[^1]: …", (18, 8)),
    ],
)
def test_faults_have_their_place_inside_the_block(text, code, words, place):
    found = [d for d in outcome(with_body(text)).diagnostics if d.code == code]
    assert found, outcome(with_body(text)).diagnostics
    assert words in f"{found[0].message}; {found[0].hint}"
    assert (found[0].place.line, found[0].place.column) == place
    assert found[0].path == "sections[0].body"


def test_all_faults_of_a_text_come_at_once():
    codes = outcome(with_body("{{ a }}与{{ b }}\n\n{{ c.d }}")).codes
    assert codes.count("unknown-figure") == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**强调。**后", [("强调。", True), ("后", False)]),
        ("前**“引用”**后", [("前", False), ("“引用”", True), ("后", False)]),
        ("前**（括号）**，后", [("前", False), ("（括号）", True), ("，后", False)]),
        ("这是**重点**内容", [("这是", False), ("重点", True), ("内容", False)]),
        ("「**強調**」です", [("「", False), ("強調", True), ("」です", False)]),
        ("**한국어**는", [("한국어", True), ("는", False)]),
        ("**结束！**", [("结束！", True)]),
        ("a **b** c", [("a ", False), ("b", True), (" c", False)]),
        ("2 * 3 * 4", [("2 * 3 * 4", False)]),
        ("星号 ** 不配对", [("星号 ** 不配对", False)]),
        ("\\*\\*原样\\*\\*", [("**原样**", False)]),
        ("snake_case_name", [("snake_case_name", False)]),
    ],
)
def test_emphasis_beside_cjk(text, expected):
    assert [(r.text, r.strong) for r in runs(text)] == expected


def test_emphasis_round_a_figure():
    found = runs("共**{{ students }}**，")
    assert [(r.text, r.strong) for r in found] == [
        ("共", False),
        ("30.74万人", True),
        ("，", False),
    ]


def test_blocks():
    section = body(
        "## 小标题\n\n第一段\n接着写\n\n- 甲\n- 乙\n  - 丙\n\n3. 一\n4. 二\n\n"
        "> 教育是大计。\n>\n> —— 某人\n\n### 再小\n\nsee [网站](https://example.org/a_b) `code`"
    )
    kinds = [type(b) for b in section.blocks]
    assert kinds == [Heading, Paragraph, ListBlock, ListBlock, Quote, Heading, Paragraph]
    heading, text, bullets, numbered, quote, small, last = section.blocks
    assert (heading.level, heading.id, small.level) == (2, "one-h1", 3)
    assert plain_text(text.runs) == "第一段接着写"
    assert not bullets.ordered
    assert [type(b) for b in bullets.items[1]] == [Paragraph, ListBlock]
    assert (numbered.ordered, numbered.start, len(numbered.items)) == (True, 3, 2)
    assert (plain_text(quote.runs), quote.by) == ("教育是大计。", "某人")
    assert [(r.text, r.href) for r in last.runs if r.href] == [("网站", "https://example.org/a_b")]
    assert [r.text for r in last.runs if r.code] == ["code"]


def test_footnotes_are_numbered_by_mention():
    section = body("甲[^b]乙[^a]丙[^b]。\n\n[^a]: 注甲 {{ students }}\n[^b]: 注乙\n  续行")
    assert [r.note for r in section.blocks[0].runs if r.note] == [1, 2, 1]
    assert [(n.number, plain_text(n.runs)) for n in section.footnotes] == [
        (1, "注乙续行"), (2, "注甲30.74万人"),
    ]  # fmt: skip
    assert len(section.blocks) == 1


def test_an_unused_footnote_is_a_warning():
    found = outcome(with_body("甲。\n\n[^a]: 注"))
    assert found.only("unused-footnote").severity == "warning"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("第一行\n第二行", "zh-Hans", "第一行第二行"),
        ("汉字\nLatin", "zh-Hans", "汉字Latin"),
        ("one\ntwo", "zh-Hans", "one two"),
        ("達到\n{{ students }}\n之後", "zh-Hant", "達到30.74万人之後"),
        ("ひらがな\nカタカナ", "ja", "ひらがなカタカナ"),
        ("첫째 줄\n둘째 줄", "ko", "첫째 줄 둘째 줄"),
        ("first line\nsecond {{ students.value }}\nthird", "en", "first line second 30.74 third"),
        ("汉字 Latin 汉字", "zh-Hans", "汉字Latin汉字"),
        ("有 {{ students }} 人", "zh-Hans", "有30.74万人人"),
        ("三类相加为 {{ before }} 。", "zh-Hans", "三类相加为约25.17万人。"),
        ("共计, 学生: 若干(城区)。", "zh-Hans", "共计，学生：若干（城区）。"),
        ("达到{{ students }},增长", "zh-Hans", "达到30.74万人，增长"),
        ("Latin, text: (here) 汉", "zh-Hans", "Latin, text: (here) 汉"),
        ("3.5, 4:30", "zh-Hans", "3.5, 4:30"),
    ],
)
def test_newlines_spaces_and_marks(text, language, expected):
    for ending in ("", "\n\n**粗**"):
        assert plain_text(runs(text + ending, language=language)) == expected


INJECTION = FIGURES.replace("label: 学生", 'label: "**粗** [x](http://y) # `c` <b> {% if %}"')


def test_values_cannot_act_as_markup_or_templates():
    inside = "**甲** {% if students > 0 %}{{ students.label }}{% endif %}"
    for text in ("{{ students.label }}", inside):
        found = runs(text, figures=INJECTION)
        assert "**粗** [x](http://y) # `c` <b> {% if %}" in plain_text(found)
        assert not any(r.href or r.code for r in found)


def test_a_private_use_character_is_refused():
    assert "private-use" in outcome(with_body("甲\U000f0000乙")).codes


PLAIN = st.lists(
    st.sampled_from(["学生", "Latin", " ", "\n", "\n\n", "## 标题\n", "3", "，", "。", "“",
                     "\n# 一\n", "{{ students }}", "###x", "#", "\n### 三 ###\n", "\t", "    "]),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(PLAIN)
def test_the_short_way_reads_as_markdown_it_does(text):
    """Texts without markup skip markdown-it; it must not show."""
    if not text.strip() or text != text.lstrip():
        return
    quick = outcome(with_body(text)).composed.sections[0].blocks
    with mock.patch.object(prose, "SIGNIFICANT", re.compile("")):
        slow = outcome(with_body(text)).composed.sections[0].blocks
    assert quick == slow


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="甲乙a1*_`[](){}%#|<>!-~\n\\\"'^: .。，students.change if", max_size=60))
def test_any_text_gives_a_document_or_diagnostics(text):
    text = text.strip()
    found = outcome(with_body("甲" + text))
    assert found.document is not None or found.diagnostics


CONDITIONS = st.lists(
    st.sampled_from([
        "甲", " ", "\n", "\n\n", "{{ students }}", "{{ staff.change }}", "{% endif %}",
        "{% else %}",
        "{% if students > 3 %}", "{% if staff.change > 0 %}", "{% if students.value <= staff %}",
        "{% if students is derived %}", "{% if before is not missing %}",
        "{%if schools is missing%}",
        "{% if students > staff %}多{% else %}少{% endif %}", "{% if rate is range %}甲{% endif %}",
        "{% if staff.change < -3 %}{{ staff }}{% else %}{{ students | abs }}{% endif %}乙",
        "{% if schools > 3 %}甲{% endif %}", "{% if x > 3 %}甲{% endif %}", "  ",
    ]),
    max_size=9,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(CONDITIONS)
def test_plain_conditions_read_as_jinja_does(text):
    """Conditions that skip jinja2 must not show that they do."""
    if not text.strip() or text != text.lstrip():
        return

    def outcome_of():
        found = outcome(with_body(text + "尾"))
        blocks = found.document and found.document.sections[0].blocks
        return blocks, [(d.code, d.severity) for d in found.diagnostics]

    quick = outcome_of()
    with mock.patch.object(wording, "plain_conditions", return_value=None):
        slow = outcome_of()
    if quick[0] is not None or slow[0] is not None:
        assert quick == slow


def test_a_plain_condition_needs_no_jinja():
    text = "{% if students.change > 0 %}增长{% else %}下降{% endif %} {{ students.change }}"
    with mock.patch.dict("sys.modules", {"report.compose.conditions": None}):
        assert plain_text(runs("甲" + text)) == "甲增长22.11%"


def test_a_name_in_the_branch_not_taken_is_checked_and_counts_as_shown():
    found = outcome(with_body("甲{% if staff.change > 0 %}{{ nobody }}{% else %}乙{% endif %}丙"))
    assert found.only("unknown-figure").place.column == 36
    figures = "figures:\n  a: {label: 甲, value: 3}\n  b: {label: 乙, value: 4}"
    for text in (
        "甲{% if a > 9 %}{{ b }}{% endif %}丙",
        "甲{% if a > 9 and a > 8 %}{{ b }}{% endif %}丙",
    ):
        assert outcome(with_body(text, figures=figures)).codes == []


def test_paragraphs_helper_reads_marks():
    found = outcome(with_body("甲{{ schools }}")).composed
    assert paragraphs(found, marks=True) == ["甲〔原文缺失〕缺01"]


@pytest.mark.parametrize(
    "text",
    ["*" * 20000, "*a" * 9000, "[" * 20000, "[a](" * 5000, "`a``" * 5000, "_a" * 10000,
     "{{" * 20000,
     "{{ students" * 2000, "{% if students > 3 %}" * 300, "汉" * 20000 + "3", "3《" * 9000,
     "“3" * 9000,
     "{% if " + "(" * 3000 + "students" + ")" * 3000 + " > 3 %}a{% endif %}", "\\*" * 9000,
     "[^a]" * 5000, "> " * 5000, " \t" * 9000],
)  # fmt: skip
def test_no_text_takes_long(text):
    start = time.process_time()
    outcome(with_body("甲" + text))
    assert time.process_time() - start < 5
