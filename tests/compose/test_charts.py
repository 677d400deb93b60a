"""Chart specs → plans: order, ticks, labels, shares, gaps, notes, alt text, and what is refused."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from report.compose.charting.labels import tick_labels, value_label
from report.compose.charting.order import natural
from report.compose.charting.phrases import phrases_for
from report.compose.charting.ticks import aligned, length_ticks, nice_ticks, point_ticks
from report.compose.numbers import NumberFormat
from report.compose.plan import OTHERS, REST, ChartKind
from report.compose.words import words_for
from tests.charting import gallery, plan, planned, points, table
from tests.compose.reports import outcome

D = Decimal
SIMPLE = table(["区", "人数"], [["东", "12"], ["西", "30.5"], ["南", "7"], ["北", "21"]], "万人")


# ── ticks ────────────────────────────────────────────────────────────────────────────────────

NUMBERS = st.decimals(min_value=D("-3e9"), max_value=D("3e9"), allow_nan=False, places=3)


@given(NUMBERS, NUMBERS)
def test_ticks_are_round_few_and_enclose(a, b):
    low, high = sorted((a, b))
    ticks = nice_ticks(low, high)
    steps = {y - x for x, y in itertools.pairwise(ticks)}
    assert 3 <= len(ticks) <= 6
    assert len(steps) == 1
    step = steps.pop()
    assert step.normalize().as_tuple().digits in {(1,), (2,), (2, 5), (5,)}
    if low != high:
        assert ticks[0] <= low
        assert ticks[-1] >= high
        assert ticks[1] > low
        assert ticks[-2] < high


@given(st.lists(NUMBERS, min_size=1, max_size=9))
def test_lengths_have_zero_among_their_ticks(values):
    ticks = length_ticks(values)
    assert 0 in ticks
    assert ticks[0] <= min(*values, 0)
    assert ticks[-1] >= max(*values, 0)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["29.01", "22.11"], ["0", "10", "20", "30"]),
        (["0.003"], ["0", "0.001", "0.002", "0.003"]),
        (["-5", "-7"], ["-7.5", "-5", "-2.5", "0"]),
        (["3000000000"], ["0", "1000000000", "2000000000", "3000000000"]),
        (["0"], ["0", "1"]),
    ],
)
def test_known_axes(values, expected):
    assert [str(t) for t in length_ticks(map(D, values))] == expected


def test_percentages_past_half_get_the_whole():
    assert length_ticks([D(98), D(86)], percentage=True) == tuple(map(D, (0, 25, 50, 75, 100)))
    assert length_ticks([D(29)], percentage=True)[-1] == 30


def test_points_may_leave_zero_only_where_it_would_press_them():
    assert point_ticks([D("99.99"), D("90.41")], percentage=True)[0] >= 85
    assert point_ticks([D("99.99"), D("90.41")], percentage=True)[-1] == 100
    assert point_ticks([D(100), D(30)])[0] == 0


@given(st.lists(NUMBERS, min_size=1, max_size=4), st.lists(NUMBERS, min_size=1, max_size=4))
def test_two_axes_share_their_zero(first, second):
    one, two = aligned(length_ticks(first), length_ticks(second))
    assert len(one) == len(two)
    assert one.index(0) == two.index(0)
    assert one[0] <= min(*first, 0)
    assert two[-1] >= max(*second, 0)


# ── labels ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "value", "label"),
    [
        ("zh-Hans", "30.74", "30.74"),
        ("zh-Hans", "50.00", "50.00"),
        ("zh-Hans", "12345", "12,345"),
        ("zh-Hans", "3000000000", "30.00亿"),
        ("zh-Hans", "-1234567", "−123.5万"),
        ("zh-Hant", "3000000000", "30.00億"),
        ("ja", "1234567", "123.5万"),
        ("ko", "1234567", "123.5만"),
        ("en", "1234567", "1.2 m"),
        ("en", "3000000000", "3.00 bn"),
    ],
)
def test_labels_keep_digits_and_shorten_millions(language, value, label):
    assert value_label(D(value), NumberFormat(language))[0] == label


def test_ticks_in_words_have_one_format():
    labels, code = tick_labels(length_ticks([D("3000000000")]), NumberFormat())
    assert labels == ("0", "10.00亿", "20.00亿", "30.00亿")
    assert code == '0\\.00,,"亿";"−"0\\.00,,"亿";0'


def test_words_of_approximation_stay_on_labels():
    made = outcome("""
title: 标题
figures:
  a: {label: 甲, value: 40万余, unit: 人次}
  b: {label: 乙, value: 近35, unit: 人次}
sections:
  - id: one
    title: 一
    charts: [{kind: bar, title: 图, values: [a, b]}]
""").composed
    (chart,) = [b.plan for s in made.sections for b in s.blocks if hasattr(b, "plan")]
    labels = {p.label: p for p in chart.series[0].points}
    assert set(labels) == {"40万余", "近35"}
    assert labels["40万余"].value == 400000
    assert labels["40万余"].number_format == "", "no format code shows it: the label is text"
    assert labels["近35"].number_format.startswith('"近"0')


# ── order ────────────────────────────────────────────────────────────────────────────────────


def test_bars_are_sorted_and_columns_are_not():
    assert plan("bar", SIMPLE).categories == ("西", "北", "东", "南")
    assert plan("bar", SIMPLE, sort="ascending").categories == ("南", "东", "北", "西")
    assert plan("bar", SIMPLE, sort="none").categories == ("东", "西", "南", "北")
    assert plan("column", SIMPLE).categories == ("东", "西", "南", "北")


def test_what_has_an_order_of_its_own_keeps_it():
    years = table(["年", "值"], [["2019", "5"], ["2020", "9"], ["2021", "1"]])
    assert plan("bar", years).categories == ("2019", "2020", "2021")


@pytest.mark.parametrize(
    ("categories", "expected"),
    [
        (["2019年", "2020年"], True),
        (["第一季度", "第二季度", "第三季度"], True),
        (["6—10岁", "11—15岁", "16—18岁"], True),
        (["2021", "2019", "2020"], False),
        (["小学", "初中"], False),
        (["一中", "实验中学"], False),
        (["东"], False),
    ],
)
def test_natural_orders(categories, expected):
    assert natural(categories) is expected


def test_gaps_come_last_and_stay():
    rows = [["东", None], ["西", "3"], ["南", "9"]]
    chart = plan("bar", table(["项", "值"], rows))
    assert chart.categories == ("南", "西", "东")
    assert chart.series[0].points[-1].state == "missing"


def test_top_sums_the_others():
    rows = [[f"第{c}组", str(v)] for c, v in zip("甲乙丙丁戊", (50, 40, 3, 2, 1), strict=True)]
    chart = plan("bar", table(["项", "值"], rows, "人"), top=2)
    assert chart.categories == ("第甲组", "第乙组", "其他")
    assert chart.series[0].points[-1].value == 6
    assert chart.series[0].points[-1].state == "derived"
    assert chart.colour_of(0, 2) == OTHERS
    assert "其他为其余3项之和" in chart.note


def test_percentages_are_never_summed():
    rows = [[f"第{c}组", str(v)] for c, v in zip("甲乙丙丁", (90, 80, 70, 60), strict=True)]
    chart = plan("bar", table(["项", "值"], rows, "%"), top=2)
    assert chart.categories == ("第甲组", "第乙组")
    assert "其余2项未列出" in chart.note


def test_top_keeps_gaps_apart():
    rows = [["甲", "9"], ["乙", None], ["丙", "2"], ["丁", "1"]]
    chart = plan("bar", table(["项", "值"], rows, "人"), top=1)
    assert chart.categories == ("甲", "乙", "其他")
    assert chart.series[0].points[1].value is None


# ── highlight ────────────────────────────────────────────────────────────────────────────────


def test_one_highlight_among_quiet_peers():
    chart = plan("bar", SIMPLE, highlight="北")
    colours = {c: chart.colour_of(0, i) for i, c in enumerate(chart.categories)}
    assert colours == {"西": 1, "北": 0, "东": 1, "南": 1}
    assert chart.highlight


def test_a_title_that_names_one_category_singles_it_out():
    data = table(["区", "人数"], [["东区", "12"], ["西区", "30"]])
    assert plan("bar", data, title="西区人数最多").highlight
    assert not plan("bar", data, title="西区多于东区").highlight


def test_a_highlighted_series_is_dark():
    data = table(["年", "甲", "乙"], [["2019", "1", "2"], ["2020", "3", "4"]])
    chart = plan("line", data, highlight="乙")
    assert [s.colour for s in chart.series] == [1, 0]


# ── shape ────────────────────────────────────────────────────────────────────────────────────


def test_columns_with_long_names_lie_down():
    names = [
        "北部新城义务教育学校联合体",
        "南部老城义务教育学校",
        "西部义务教育学校",
        "东部学校联合体",
    ]
    rows = [[f"{n}{i}", str(i + 1)] for i, n in enumerate(names * 2)]
    chart = plan("column", table(["项", "值"], rows))
    assert chart.kind == "bar"
    assert chart.asked == "column"


def test_years_on_a_crowded_axis_are_written_in_steps():
    rows = [[str(1984 + i), str(i + 1)] for i in range(40)]
    chart = plan("line", table(["年", "值"], rows))
    assert chart.kind == "line"
    assert chart.category_every > 1


def test_a_bar_of_several_series_is_grouped():
    data = table(["年", "甲", "乙"], [["2019", "1", "2"], ["2020", "3", "4"]])
    assert plan("bar", data).kind == "grouped-bar"
    assert plan("grouped-column", SIMPLE).kind == "column"


def test_lines_differ_by_more_than_colour():
    heads = ["年", *"甲乙丙丁"]
    chart = plan("line", table(heads, [["2019", *"1234"], ["2020", *"2345"]]))
    assert len({s.dash for s in chart.series}) == 4
    assert len({s.marker for s in chart.series}) == 4
    assert len({s.colour for s in chart.series}) == 4


def test_a_combo_takes_a_second_axis_for_another_unit():
    chart = next(p for p in gallery() if p.kind == "combo")
    assert [s.secondary for s in chart.series] == [False, True]
    assert chart.axis is not None
    assert chart.axis2 is not None
    assert chart.axis.ticks.index(0) == chart.axis2.ticks.index(0)
    assert "右轴：%" in chart.sub


def test_a_doughnut_of_one_share_has_its_remainder():
    chart = next(p for p in gallery() if p.id == "doughnut")
    share, rest = chart.series[0].points
    assert share.share == D("50.02")
    assert rest.share == D("49.98")
    assert rest.colour == REST
    assert not rest.shown
    assert chart.centre == "50.02"


def test_shares_add_up_to_a_hundred():
    chart = plan("full-bar", table(["区", "甲", "乙"], [["东", "1", "3"], ["西", "2", "2"]]))
    for c in range(2):
        assert sum(s.points[c].share or 0 for s in chart.series) == 100
    assert chart.series[0].points[0].share == 25
    assert chart.series[0].points[0].value == 1


def test_a_gap_takes_what_is_left_of_a_known_whole():
    chart = next(p for p in gallery() if p.id == "full_bar")
    row = chart.categories.index("南区")
    assert [s.points[row].share for s in chart.series] == [D("48.4"), D("31.5"), D("20.1")]
    assert chart.series[1].points[row].value is None
    assert "斜纹为余下的部分" in chart.note


def test_a_pie_of_an_unknown_whole_becomes_bars():
    chart = plan("pie", table(["项", "值"], [["甲", "3"], ["乙", None], ["丙", "4"]], "人"))
    assert chart.kind == "bar"
    assert chart.asked == "pie"
    assert "整体未知" in chart.note


def test_a_waterfall_runs_from_total_to_total():
    chart = next(p for p in gallery() if p.kind == "waterfall")
    (series,) = chart.series
    assert [p.start for p in series.points] == [0, 5200, 6680, 7300, 6390, 0]
    assert series.points[-1].value == 6150
    assert series.points[-1].state == "derived"
    assert [p.label for p in series.points][:4] == ["5,200", "+1,480", "+620", "−910"]


def test_a_waterfall_with_a_gap_has_no_invented_total():
    rows = [["上年", "100"], ["增", None], ["减", "-20"]]
    chart = plan("waterfall", table(["项", "值"], rows))
    assert chart.series[0].points[-1].value is None
    assert "自零起画" in chart.note


def test_slopes_of_several_units_have_panels():
    chart = next(p for p in gallery() if p.id == "slope")
    assert [p.title for p in chart.panels] == ["北区", "南区", "东区"]
    assert chart.series[1].points[1].sub == "+12.5%"
    assert chart.panels[2].all_missing


def test_multiples_share_an_axis():
    chart = next(p for p in gallery() if p.kind == "multiples")
    assert {p.axis for p in chart.panels} == {chart.axis}


def test_too_many_slices_and_slopes_become_what_can_be_read():
    rows = [[f"第{i}项", "5"] for i in range(20)]
    assert plan("pie", table(["项", "值"], rows, "%")).kind == "bar"
    pairs = [[f"第{i}项", str(i), str(i + 1)] for i in range(20)]
    assert plan("slope", table(["项", "前", "后"], pairs)).kind == "dumbbell"


# ── texts ────────────────────────────────────────────────────────────────────────────────────


def test_the_sub_line_never_lacks_the_unit():
    assert plan("bar", SIMPLE).sub == "单位：万人"
    assert plan("bar", SIMPLE, sub="各区在校生").sub == "各区在校生；万人"
    assert plan("bar", SIMPLE, sub="各区在校生，万人").sub == "各区在校生，万人"


def test_a_cut_axis_is_said_in_the_sub_line():
    data = table(["年", "值"], [["2019", "98"], ["2020", "99"]], "分")
    assert "不自零起" in plan("line", data).sub
    assert "不自零起" not in plan("column", data).sub


def test_alt_text_states_kind_finding_range_and_gaps():
    chart = next(p for p in gallery() if p.id == "bar")
    assert chart.alt.startswith("条形图：北区人数最多")
    assert "北区：48.20万人" in chart.alt
    assert "缺失：东区（缺" in chart.alt
    assert "推算：南区五年前（推" in chart.alt
    long = plan("line", table(["年", "值"], [[str(1990 + i), str(i + 1)] for i in range(30)], "人"))
    assert "30项，1人（1990）至30人（2019）" in long.alt


def test_the_authors_alt_text_stands():
    assert plan("bar", SIMPLE, alt="说明").alt == "说明"


def test_formulas_and_reasons_stand_in_the_note():
    chart = next(p for p in gallery() if p.id == "bar")
    assert re.search(r"推\d：36.75 ÷ \(1 \+ 12.5%\)＝32.67万人", chart.note)
    assert re.search(r"缺\d\d：原表此格被水浸", chart.note)
    assert "空心为推算" in chart.note
    assert "斜纹的长度没有含义" in chart.note
    assert chart.note.endswith("。")


def test_every_gap_of_the_gallery_has_a_code():
    gaps = [p for chart in gallery() for p in points(chart) if p.value is None]
    named = [p for p in gaps if p.colour != REST]
    assert len(named) > 15
    assert all(p.code for p in named)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "ja", "ko", "en"])
def test_every_language_names_every_kind(language):
    phrases = phrases_for(language)
    assert set(phrases.kinds) == set(get_args(ChartKind))
    assert words_for(language).missing


# ── what is refused ──────────────────────────────────────────────────────────────────────────

REPORT = """
title: 标题
figures:
  a: {{label: 甲, value: "3", unit: 人}}
  b: {{label: 乙, value: "4", unit: 所}}
  c: {{label: 丙, value: "55", unit: "%"}}
  d: {{label: 丁, value: "30", unit: "%"}}
  when: {{label: 年份, kind: year, value: "2019"}}
  span: {{label: 区间, value: 3–5, unit: 人}}
  lost: {{label: 缺, value: missing, why: 丢失, unit: 人}}
tables:
  t:
    columns: [项, 值, 另]
    rows: [[甲, "1", "2"], [乙, "3", "4"]]
sections:
  - id: one
    title: 一
    charts:
      - {chart}
"""

REFUSED = [
    ("{kind: bar, title: 图, values: [a, b]}", "chart-units", "values"),
    ("{kind: bar, title: 图, values: [a, nobody]}", "unknown-figure", "values[1]"),
    ("{kind: bar, title: 图, values: [a, when]}", "chart-not-a-quantity", "values[1]"),
    ("{kind: bar, title: 图, values: [a, span]}", "chart-not-a-quantity", "values[1]"),
    ("{kind: bar, title: 图, values: [a], labels: [甲, 乙]}", "chart-length", "labels"),
    ("{kind: pie, title: 图, values: [c, d]}", "chart-shares", "values"),
    ("{kind: doughnut, title: 图, values: [a]}", "chart-shares", "values"),
    ("{kind: waffle, title: 图, values: [a]}", "chart-shares", "values"),
    ("{kind: bar, title: 图}", "chart-data", ""),
    ("{kind: bar, title: 图, table: nowhere}", "unknown-table", "table"),
    ("{kind: bar, title: 图, table: t, y: [无]}", "unknown-column", "y"),
    ("{kind: bar, title: 图, table: t, y: [项]}", "chart-not-a-quantity", "y"),
    ("{kind: bar, title: 图, values: [a], highlight: 丙}", "chart-highlight", "highlight"),
    ("{kind: dumbbell, title: 图, series: {甲: [a], 乙: [a], 丙: [a]}}", "chart-series", "series"),
    ("{kind: line, title: 图, series: {甲: [a], 乙: [a, a]}}", "chart-length", "series"),
    (
        "{kind: bar, title: 图, values: [a], annotations: [{at: 无, text: 注}]}",
        "chart-annotation",
        "annotations[0].at",
    ),
    (
        "{kind: bar, title: 图, values: [a], references: [{value: 很多}]}",
        "chart-number",
        "references[0].value",
    ),
    ("{kind: matplotlib, title: 图, alt: 说明}", "chart-code", "kind"),
    ("{kind: matplotlib, title: 图, alt: 说明, file: ../x.py}", "path-outside", "file"),
]


@pytest.mark.parametrize(("chart", "code", "path"), REFUSED)
def test_refused_with_place_and_remedy(chart, code, path):
    found = outcome(REPORT.format(chart=chart))
    assert found.document is None
    diagnostic = next(d for d in found.diagnostics if d.code == code)
    assert diagnostic.path == ("sections[0].charts[0]" + ("." + path if path else "")).rstrip(".")
    assert diagnostic.place.line == 19
    assert diagnostic.hint or code == "path-outside"


def test_parts_of_a_table_that_do_not_add_up():
    rows = [["东", "50", "40"], ["西", "60", "40"]]
    _, found = planned("full-bar", table(["区", "甲", "乙"], rows, "%"))
    assert [d.code for d in found.errors] == ["chart-shares"]
    assert "东: the parts add up to 90, not 100" in found.errors[0].message


@given(st.lists(st.integers(1, 999), min_size=2, max_size=8))
def test_rounded_shares_are_not_refused(parts):
    total = sum(parts)
    rounded = [(D(p) * 100 / total).quantize(D("0.1")) for p in parts]
    assume(all(rounded))
    rows = [[f"第{i}项", str(v)] for i, v in enumerate(rounded)]
    _, found = planned("pie", table(["项", "值"], rows, "%"))
    assert not found.errors


def test_a_total_that_the_steps_do_not_reach():
    rows = [["上年", "100"], ["增", "20"], ["今年", "130"]]
    _, found = planned("waterfall", table(["项", "值"], rows), total="今年")
    assert [d.code for d in found.errors] == ["chart-sum"]


def test_a_longer_chart_than_a_page_is_refused():
    rows = [[f"第{i}个很长的名字", str(i + 1)] for i in range(80)]
    _, found = planned("bar", table(["项", "值"], rows))
    assert [d.code for d in found.errors] == ["chart-too-long"]


def test_names_no_chart_has_room_for_are_refused():
    rows = [["很长" * 30, "1"], ["短", "2"]]
    _, found = planned("bar", table(["项", "值"], rows))
    assert [d.code for d in found.errors] == ["chart-labels"]
    assert "labels:" in found.errors[0].hint


def test_warnings_do_not_stop_a_chart():
    chart, found = planned("bar", SIMPLE, minimum="5", maximum="10")
    assert chart is not None
    assert not found.errors
    assert {d.severity for d in found.diagnostics} == {"warning"}
    assert chart.axis is not None
    assert chart.axis.minimum == 0
    assert chart.axis.maximum >= 30


# ── newcomers' reports ───────────────────────────────────────────────────────────────────────


def _english(chart: str):
    return (
        outcome(f"""
title: Report
language: en
tables:
  t:
    title: Programmes
    columns: [Programme, Budget, Cost]
    units: {{Budget: million USD, Cost: USD}}
    rows: [[Sahel, "41.2", "12.5"], [Horn, "88", "9.1"], [Asia, missing, "31"]]
sections:
  - {{id: a, title: A, charts: [{{title: It grows, table: t, x: Programme, {chart}}}]}}
""")
        .composed.sections[0]
        .blocks[0]
        .plan
    )


def test_a_scatter_s_axes_name_their_units_not_its_sub_line():
    assert "USD" not in _english("kind: scatter, y: [Budget, Cost]").sub


def test_a_scatter_s_x_may_be_a_number_column():
    named = _english("kind: scatter, y: [Budget, Cost]")
    across = (
        outcome("""
title: Report
language: en
tables:
  t:
    title: Programmes
    columns: [Programme, Budget, Cost]
    units: {Budget: million USD, Cost: USD}
    rows: [[Sahel, "41.2", "12.5"], [Horn, "88", "9.1"], [Asia, missing, "31"]]
sections:
  - {id: a, title: A, charts: [{kind: scatter, title: It grows, table: t, x: Budget, y: Cost}]}
""")
        .composed.sections[0]
        .blocks[0]
        .plan
    )
    assert across.categories == named.categories == ("Sahel", "Horn", "")
    assert across.series == named.series
    assert across.x_axis == named.x_axis


def test_a_unit_in_another_order_is_not_said_twice():
    assert _english("kind: bar, y: Budget, sub: USD million").sub == "USD million"
    assert _english("kind: bar, y: Budget, sub: in USD").sub == "in USD; million USD"


def test_a_made_note_begins_a_sentence():
    assert _english("kind: bar, y: Budget").note[0].isupper()
    assert _english("kind: bar, y: Budget, note: iPad users only").note.startswith("iPad")
