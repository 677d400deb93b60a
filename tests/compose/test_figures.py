from decimal import Decimal

import pytest

from tests.compose.reports import outcome, with_figures


def figures(text):
    return {v.name: v for v in outcome(with_figures(text)).composed.figures}


def test_digits_units_and_changes():
    views = figures("""
students: {label: 学生, value: 30.74, unit: 万人, change: 22.11%, since: 十年前, note: 城区}
share: {label: 占比, value: 50.00, unit: "%"}
points: {label: 提高, value: 3, unit: 所, change: 0.88个百分点, target: 12}
""")
    assert views["students"].text == "30.74万人"
    assert views["students"].change.text == "22.11%"
    assert views["students.change"].value == Decimal("22.11")
    assert views["students"].notes == ("城区", "较十年前增长22.11%")
    assert views["share"].text == "50.00%"
    assert views["points.change"].text == "0.88个百分点"
    assert views["points.target"].text == "12所"
    assert views["points"].notes == ("提高0.88个百分点", "目标12所")
    assert list(views)[:3] == ["students", "students.change", "share"]


def test_approximations_and_ranges():
    views = figures("""
near: {label: 近, value: 近35, unit: 亿元}
over: {label: 余, value: 40万余, unit: 人次}
span: {label: 范围, value: 3–5, unit: 所}
""")
    assert views["near"].text == "近35亿元"
    assert (views["near"].number, views["near"].prefix) == ("35", "近")
    assert views["over"].text == "40万余人次"
    assert views["over"].value == 400000
    assert (views["span"].text, views["span"].value) == ("3—5所", None)
    assert (views["span"].low, views["span"].high) == (3, 5)
    assert views["span"].state == "reported"


def test_gaps_have_codes_in_the_authors_order_and_reasons():
    document = outcome(
        with_figures("""
a: {label: 甲, value: missing, why: 丢失, unit: 所}
b: {label: 乙, value: 3, unit: 所, change: missing, why: 增幅丢失}
c: {label: 丙, kind: year, value: missing, why: 年份丢失}
d: {label: 丁, value: missing, remains: ".61", why: 整数丢失, unit: "%"}
e: {label: 戊, derive: a + b, unit: 所}
""")
    ).composed
    assert [(g.code, g.name) for g in document.gaps] == [
        ("缺01", "a"), ("缺02", "b.change"), ("缺03", "c"), ("缺04", "d"),
    ]  # fmt: skip
    views = {v.name: v for v in document.figures}
    assert views["a"].text == "〔原文缺失〕"
    assert views["d"].text == "〔原文缺失〕.61%"
    assert views["c"].temporal
    assert (views["e"].state, views["e"].code) == ("missing", "缺01")
    assert views["e"].why == "所依据的缺01缺失"
    assert all(v.value is None for v in document.gaps)


def test_derived_values():
    views = figures("""
students: {label: 学生, value: 30.74, unit: 万人, change: 22.11%}
staff: {label: 教职工, value: 4.58, unit: 万人, change: 29.01%}
before: {label: 十年前, derive: students / (1 + students.change), unit: 万人}
gap: {label: 差, derive: staff.change - students.change, unit: 个百分点}
both: {label: 合计, derive: students + staff}
share: {label: 比, derive: staff / students, unit: "%", round: 1}
rest: {label: 距, derive: 100% - students.change, unit: 个百分点}
chain: {label: 链, derive: both - staff, unit: 万人}
""")
    assert (views["before"].number, views["before"].text) == ("25.17", "约25.17万人")
    assert views["before"].formula == "30.74 ÷ (1 + 22.11%)"
    assert views["before"].state == "derived"
    assert views["before"].inputs == ("students", "students.change")
    assert views["gap"].text == "6.90个百分点"
    assert views["both"].text == "35.32万人"
    assert views["share"].text == "约14.9%"
    assert views["rest"].text == "77.89个百分点"
    assert [views[n].code for n in ("before", "gap", "both", "share", "rest", "chain")] == [
        "推1", "推2", "推3", "推4", "推5", "推6",
    ]  # fmt: skip


def test_rounding_follows_the_coarsest_input_unless_told():
    views = figures("""
a: {label: 甲, value: 10.0, unit: 元}
b: {label: 乙, value: 3, unit: 元}
c: {label: 丙, derive: a / b}
d: {label: 丁, derive: a / b, round: 3}
e: {label: 戊, derive: "round(a / b, 2)"}
""")
    assert (views["c"].number, views["d"].number, views["e"].number) == ("3", "3.333", "3.33")


def test_years_are_never_grouped():
    views = figures("""
y: {label: 年, kind: year, value: 2012}
p: {label: 期, kind: period, value: 2012-2021}
later: {label: 后, kind: year, value: 2012年}
""")
    assert (views["y"].number, views["y"].text) == ("2012", "2012年")
    assert views["p"].text == "2012—2021年"
    assert views["later"].text == "2012年"
    assert all(v.temporal for v in views.values())


@pytest.mark.parametrize(
    ("text", "code", "words", "place"),
    [
        ("a: {label: 甲, value: 3x4}", "bad-number", "'3x4' is not a number", (3, 24)),
        ("a: {label: 甲, value: 30.74万人}", "unit-in-value", "30.74 and unit: 万人", (3, 24)),
        ("a: {label: 甲, value: 12:30}", "bad-number", "not a number", (3, 24)),
        ("a: {label: 甲, value: missing}", "gap-without-reason", "why:", (3, 24)),
        ("a: {label: 甲}", "no-value", "neither value nor derive", (3, 3)),
        ("a: {label: 甲, derive: b + 1}", "unknown-figure", "no figure 'b'", (3, 25)),
        ("a: {label: 甲, derive: 1 + 1}", "derive-nothing", "no figure", (3, 25)),
        ("a: {label: 甲, derive: a + 1}", "derivation-cycle", "a → a", (3, 25)),
        ("a: {label: 甲, value: 3, source: x}", "unknown-source", "no source 'x'", (3, 35)),
        ("a: {label: 甲占比, value: 120, unit: '%'}", "percentage-out-of-range", "120%", (3, 26)),
        ("a: {label: 甲, value: 3, remains: '.5'}", "remains-without-gap", "remains", (3, 36)),
        ("a: {label: 甲, kind: year, value: 很久}", "bad-year", "not a year", (3, 36)),
    ],
)  # fmt: skip
def test_faults(text, code, words, place):
    found = outcome(with_figures(text)).only(code)
    assert words in f"{found.message}; {found.hint}"
    assert (found.place.line, found.place.column) == place
    assert found.path.startswith("figures.a")


def test_a_cycle_is_reported_once_with_its_path():
    found = outcome(
        with_figures("""
a: {label: 甲, derive: b + 1}
b: {label: 乙, derive: c + 1}
c: {label: 丙, derive: a + 1}
d: {label: 丁, derive: a + 1}
""")
    )
    assert found.codes == ["derivation-cycle"]
    assert "a → b → c → a" in found.diagnostics[0].message


@pytest.mark.parametrize(
    ("derive", "unit", "code", "words"),
    [
        ("a + s", "所", "bad-derivation", "mixed"),
        ("a + p", "万人", "bad-derivation", "cannot be added"),
        ("100 - p", "个百分点", "bad-derivation", "write 100%"),
        ("a + n", "万人", "bad-derivation", "staff * 10000"),
        ("a / n", "%", "bad-derivation", "power of ten"),
        ("a / s", "人", "bad-derivation", "correct the unit"),
        ("a / s", "万人", None, ""),
        ("a * 10000 + n", "人", None, ""),
        ("p - q", "", "bad-derivation", "without a unit"),
        ("a / a * 100", "%", "bad-derivation", "leave the * 100 out"),
        ("a * 2", "人", "bad-derivation", "correct the unit"),
        ("a * 2", "所", "derived-unit", "not in '所'"),
        ("a / z", "万人", "bad-derivation", "divides by zero"),
        ("a + r", "万人", "derive-from-range", "no single value"),
        ("a / 1000000", "万人", "rounded-to-nothing", "round:"),
        ("y + 1", "年", "derive-from-year", "not computed with"),
        ("a * t", "万人", "derive-from-year", "is a period"),
    ],
)
def test_units_of_a_derivation(derive, unit, code, words):
    unit_text = f', unit: "{unit}"' if unit else ""
    found = outcome(
        with_figures(f"""
a: {{label: 甲, value: 30.74, unit: 万人}}
s: {{label: 乙, value: 12, unit: 所}}
n: {{label: 丙, value: 800, unit: 人}}
p: {{label: 丁, value: 40, unit: "%"}}
q: {{label: 戊, value: 30, unit: "%"}}
z: {{label: 零, value: 0, unit: 万人}}
r: {{label: 范围, value: 3–5, unit: 万人}}
y: {{label: 年份, value: 2012, kind: year}}
t: {{label: 时段, value: missing, kind: period, why: 原件缺页}}
x: {{label: 己, derive: {derive}{unit_text}}}
""")
    )
    about = [
        d for d in found.diagnostics if d.path.startswith("figures.x") and "unused" not in d.code
    ]
    if code is None:
        assert about == []
        return
    assert [d.code for d in about] == [code]
    assert words in f"{about[0].message}; {about[0].hint}"


def test_a_near_miss_is_suggested():
    found = outcome(
        with_figures("students: {label: 甲, value: 3}\nx: {label: 乙, derive: student + 1}")
    )
    assert found.only("unknown-figure").hint == "did you mean 'students'?"


def test_a_figure_that_nobody_shows_is_a_warning():
    found = outcome(with_figures("a: {label: 甲, value: 3}"))
    assert found.only("unused-figure").severity == "warning"
    assert found.document is not None


@pytest.mark.parametrize(
    ("language", "text", "note", "base"),
    [
        (
            "en",
            "about 25.17 million people",
            "up 22.11% from 2012",
            "2012: about 25.17 million people (D1)",
        ),
        ("ja", "約25.17million people", "2012比22.11%増", "2012は約25.17million people（推1）"),
        (
            "ko",
            "약 25.17million people",
            "2012 대비 22.11% 증가",
            "2012 약 25.17million people (추1)",
        ),
        (
            "zh-Hant",
            "約25.17million people",
            "較2012增加22.11%",
            "2012約25.17million people（推1）",
        ),
    ],
)
def test_other_languages(language, text, note, base):
    yaml = with_figures("""
a: {label: A, value: 30.74, unit: million people, change: 22.11%, since: "2012"}
b: {label: B, derive: a / (1 + a.change), unit: million people}
""").replace("title: 报告", f"title: 报告\nlanguage: {language}")
    views = {v.name: v for v in outcome(yaml).composed.figures}
    assert views["b"].text == text
    assert views["a"].notes[0] == note
    assert views["a"].notes[1] == base


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("if: {label: 甲, value: 3}", "reserved-name"),
        ("ref: {label: 甲, value: 3}", "reserved-name"),
        ("a: {label: '甲 {{ a }}', value: 3}", "reference-in-figure"),
        ("a: {label: 甲, value: 3, change: '22.11'}", "change-without-unit"),
        ("a: {label: 甲, value: missing, why: 丢, remains: 很多}", "bad-remains"),
    ],
)
def test_more_faults(text, code):
    assert outcome(with_figures(text)).only(code).severity == "error"


def test_a_card_says_where_the_change_leads_back_to():
    views = figures("""
a: {label: 甲, value: 30.74, unit: 万人, change: 22.11%, since: 十年前}
b: {label: 十年前甲, derive: a / (1 + a.change), unit: 万人}
c: {label: 丙, value: missing, why: 丢失, unit: 所, change: -3%, since: 上年}
d: {label: 上年丙, derive: c / (1 + c.change), unit: 所}
""")
    assert views["a"].notes == ("较十年前增长22.11%", "十年前约25.17万人（推1）")
    assert views["b"].notes == ("30.74 ÷ (1 + 22.11%)",)
    assert views["c"].notes == ("较上年下降3%",)
