from decimal import Decimal

import pytest

from tests.compose.reports import FIGURES, outcome


def report(tables, *, body="", extra="", figures=FIGURES):
    lines = "\n".join("  " + line for line in tables.strip().split("\n"))
    names = [line.split(":")[0] for line in tables.strip().split("\n") if line[0].isalpha()]
    return (
        f"title: 报告\n{figures}\ntables:\n{lines}\nsections:\n"
        f"  - id: one\n    title: 一\n    tables: [{', '.join(names)}]\n{body}{extra}"
    )


def plan(tables, files=None, **options):
    document = outcome(report(tables, **options), files).composed
    return document.sections[0].blocks[0].plan


def texts(plan):
    return [[cell.text for cell in row.cells] for row in plan.rows]


def test_columns_find_their_type_and_unit():
    found = plan("""
t:
  title: 表
  columns: [学段, 合格率, 人数, 备注]
  rows: [[小学, 99.99%, "1234", 甲], [初中, 99.9%, "56", 乙]]
  units: {人数: 人}
""")
    assert [(c.title, c.kind, c.unit, c.align) for c in found.columns] == [
        ("学段", "text", "", "left"),
        ("合格率", "number", "%", "decimal"),
        ("人数", "number", "人", "right"),
        ("备注", "text", "", "left"),
    ]
    assert texts(found) == [["小学", "99.99", "1,234", "甲"], ["初中", "99.9", "56", "乙"]]
    assert found.rows[0].cells[1].value == Decimal("99.99")


def test_cells_refer_to_figures():
    found = plan("""
t:
  title: 表
  columns: [项, 数]
  rows:
    - [学生, "{{ students }}"]
    - [学校, "{{ schools }}"]
    - [十年前, "{{ before }}"]
    - [比率, "{{ rate }}"]
""")
    cells = [row.cells[1] for row in found.rows]
    assert [(c.text, c.state, c.code, c.figure, c.unit) for c in cells] == [
        ("30.74", "reported", None, "students", ""),
        ("—", "missing", "缺01", "schools", "所"),
        ("25.17", "derived", "推1", "before", ""),
        ("?.61", "missing", "缺02", "rate", "%"),
    ]
    assert found.columns[1].unit == "万人"
    assert found.source == "来源：《报道》"
    assert "缺01、缺02" in found.note


def test_units_stay_with_the_cells_where_they_differ():
    found = plan("""
t: {title: 表, columns: [项, 数], rows: [[甲, 3名], [乙, 2个]]}
""")
    assert found.columns[1].unit == ""
    assert [(r.cells[1].text, r.cells[1].unit) for r in found.rows] == [("3", "名"), ("2", "个")]


def test_gaps_in_a_table_are_listed_with_codes_after_the_figures():
    document = outcome(
        report("""
t: {title: 表, columns: [项, 数], rows: [[甲, "3"], [乙, missing]]}
""")
    ).composed
    gap = document.gaps[-1]
    assert (gap.code, gap.label, gap.section) == ("缺04", "乙 · 数", "one")
    cell = document.sections[0].blocks[0].plan.rows[1].cells[1]
    assert (cell.text, cell.state, cell.code) == ("—", "missing", "缺04")


@pytest.mark.parametrize(
    ("title", "cells", "kind"),
    [
        ("年份", ["2012", "2013"], "text"),
        ("项", ["2012", "2013"], "text"),
        ("年级", ["7年级", "8年级"], "text"),
        ("编号", ["001", "002"], "text"),
        ("距离", ["1.5", "2.5"], "number"),
        ("比例", ["10%", "20%"], "number"),
        ("学年", ["2012-2013", "2013-2014"], "text"),
    ],
)
def test_a_first_column_of_names_stays_text(title, cells, kind):
    rows = ", ".join(f'["{cell}", "{i + 3}"]' for i, cell in enumerate(cells))
    found = plan(f"t: {{title: 表, columns: [{title}, 数], rows: [{rows}]}}")
    assert found.columns[0].kind == kind
    assert found.columns[1].kind == "number"
    if kind == "text":
        assert [row.cells[0].text for row in found.rows] == cells


def test_a_stranger_among_numbers_is_pointed_at():
    rows = "[甲, '1'], [乙, '2'], [丙, 三], [丁, '4']"
    table = f"t: {{title: 表, columns: [项, 数], rows: [{rows}]}}"
    found = outcome(report(table)).only("bad-number")
    assert found.severity == "warning"
    assert "'三'" in found.message
    assert found.place.column == report(table).split("\n")[found.place.line - 1].index("三") + 1


def test_empty_cells_and_the_marks_of_others_are_shown_as_empty():
    found = plan("t: {title: 表, file: t.csv}", {"t.csv": "项,数\n甲,1\n乙,\n丙,n/a\n丁,—\n戊,5\n"})
    assert [(r.cells[1].text, r.cells[1].state) for r in found.rows] == [
        ("1", "reported"), ("—", "reported"), ("—", "reported"), ("—", "reported"),
        ("5", "reported"),
    ]  # fmt: skip
    assert [r.cells[1].value for r in found.rows][1:4] == [None] * 3
    assert found.columns[1].kind == "number"
    assert "“—”：表中未给出。" in found.note
    assert "原文缺失" not in found.note


def test_a_year_over_a_column_of_numbers_does_not_make_them_years():
    found = plan("""
t:
  columns: [项, 2022年度, 令和5年度]
  rows: [[甲, "1890", "1977"], [乙, "722", missing]]
""")
    assert [c.kind for c in found.columns] == ["text", "number", "number"]
    assert found.rows[0].cells[1].text == "1,890"
    dated = plan("t: {columns: [校, 成立], rows: [[甲, '1987'], [乙, '2003']]}")
    assert dated.columns[1].kind == "text"


def test_a_gap_is_named_by_its_row_even_where_that_is_a_year():
    yaml = report("t: {columns: [年份, 学生], rows: [['2020', '8'], ['2021', missing]]}")
    composed = outcome(yaml).composed
    assert composed is not None
    assert composed.gaps[-1].label == "2021 · 学生"
    grouped = report("""
t: {columns: [产业, 行业, 数], rows: [[第一, 林业, "8"], [第一, 渔业, missing]], group: 产业}
""")
    composed = outcome(grouped).composed
    assert composed is not None
    assert composed.gaps[-1].label == "渔业 · 数"


def test_a_group_column_comes_first_and_group_rows_are_known():
    found = plan("""
t: {title: 表, columns: [称号, 级别, 数], rows: [[甲, 国家级, "1"], [乙, 省级, "2"]], group: 级别}
""")
    assert found.group_column
    assert [c.title for c in found.columns] == ["级别", "称号", "数"]
    assert texts(found)[0] == ["国家级", "甲", "1"]
    lonely = plan("t: {title: 表, columns: [项, 数, 率], rows: [[国家级, ~, ~], [甲, '1', 2%]]}")
    assert [row.role for row in lonely.rows] == ["group", "body"]


@pytest.mark.parametrize(
    ("rows", "good"),
    [
        ("[甲, '1'], [乙, '2'], [合计, '3']", True),
        ("[甲, '1'], [乙, '2'], [合计, '4']", False),
        ("[甲, '33.3'], [乙, '33.3'], [丙, '33.3'], [合计, '100.0']", True),
        ("[甲, '33.3'], [乙, '33.3'], [丙, '33.3'], [合计, '101.0']", False),
        ("[甲, '1'], [乙, missing], [合计, '4']", True),
    ],
)
def test_totals_are_checked(rows, good):
    table = f"t: {{title: 表, columns: [项, 数], rows: [{rows}], total: true}}"
    found = outcome(report(table))
    assert ("bad-total" not in found.codes) == good
    if good:
        assert found.composed.sections[0].blocks[0].plan.rows[-1].role == "total"
    else:
        assert "add up to" in found.only("bad-total").message


def test_a_total_row_that_is_added_is_derived():
    document = outcome(
        report("""
t:
  title: 表
  columns: [项, 数, 率]
  rows: [[甲, "1", 30%], [乙, "2", 40%]]
  total: 合计
  units: {数: 人}
""")
    ).composed
    row = document.sections[0].blocks[0].plan.rows[-1]
    assert row.role == "total"
    assert [(c.text, c.state, c.code) for c in row.cells] == [
        ("合计", "reported", None), ("3", "derived", "推2"), ("", "reported", None),
    ]  # fmt: skip
    assert document.derived[-1].formula == "1 + 2"


def test_the_sum_of_a_column_with_a_gap_is_a_gap():
    document = outcome(
        report('t: {title: 表, columns: [项, 数], rows: [[甲, "1"], [乙, missing]], total: 合计}')
    ).composed
    cell = document.sections[0].blocks[0].plan.rows[-1].cells[1]
    assert (cell.text, cell.state, cell.value) == ("—", "missing", None)


@pytest.mark.parametrize(
    ("rest", "code", "words"),
    [
        ("[项, 数], rows: [[甲, '{{ studens }}']]", "unknown-figure", "students"),
        ("[项, 数], rows: [[甲, '1']], units: {书: 人}", "unknown-column", "no column '书'"),
        ("[项, 数], rows: [[甲, '1']], group: 项目", "unknown-column", "项"),
        ("[项, 数], rows: [[甲, 1人]], units: {数: 所}", "mixed-units", "'人'"),
        ("[项, {title: 数, kind: number}], rows: [[甲, 三]]", "bad-number", "'三'"),
        ("[项, 数], rows: [[甲, '1']], source: x", "unknown-source", "'x'"),
    ],
)
def test_faults(rest, code, words):
    table = f"t: {{title: 表, columns: {rest}}}"
    found = [d for d in outcome(report(table)).diagnostics if d.code == code]
    assert found
    assert words in f"{found[0].message}; {found[0].hint}"
    assert found[0].path.startswith("tables.t")


def test_a_csv_fault_has_the_line_of_its_file():
    found = outcome(
        report("t: {title: 表, file: t.csv}"), {"t.csv": "项,数\n甲,1\n乙,{{ nobody }}\n"}
    ).only("unknown-figure")
    assert found.place.file.endswith("t.csv")
    assert found.place.line == 3


def test_values_from_data_are_never_markup():
    found = plan("t: {title: 表, file: t.csv}",
                 {"t.csv": "项,数\n**甲** <b>,1\n# [x](y),2\n{% if students > 3 %}乙,3\n"
                  "共{{ students }} *三*,4\n"})  # fmt: skip
    assert [row.cells[0].text for row in found.rows] == [
        "**甲** <b>", "# [x](y)", "{% if students > 3 %}乙", "共30.74万人 *三*",
    ]  # fmt: skip


def test_a_table_is_shown_once_and_must_exist():
    twice = report("t: {title: 表, columns: [项], rows: [[甲]]}").replace(
        "tables: [t]", "tables: [t, t, u]"
    )
    found = outcome(twice)
    assert "duplicate-table" in found.codes
    assert found.only("unknown-table").path == "sections[0].tables[2]"


def test_an_unused_table_is_a_warning():
    yaml = report("t: {title: 表, columns: [项], rows: [[甲]]}").replace(
        "tables: [t]", "tables: []"
    )
    assert outcome(yaml).only("unused-table").severity == "warning"


def test_the_file_of_a_table_reaches_the_back_matter():
    charts = "    charts: [{kind: bar, title: 图, table: t, x: 项, y: 数}]\n"
    yaml = report("t: {title: 表, file: t.csv}", extra=charts)
    sources = outcome(yaml, {"t.csv": "项,数\n甲,1\n乙,2\n"}).composed.sources
    assert [s.text for s in sources] == ["《报道》。", "图1、表1：t.csv"]
    refers = {"t.csv": "项,数\n甲,{{ students }}\n"}
    assert len(outcome(report("t: {title: 表, file: t.csv}"), refers).composed.sources) == 1


def test_a_source_says_all_that_is_known_of_it():
    figures = FIGURES.replace(
        "s: {title: 报道}",
        "s: {title: 报道, author: 某, publisher: 社, date: 2022-10, note: 有缺, url: 'http://a.b/c'}",
    )
    sources = outcome(report("t: {title: 表, columns: [项], rows: [[甲]]}", figures=figures))
    assert sources.composed.sources[0].text == "某，《报道》，社，2022-10。有缺。http://a.b/c"


def test_what_a_total_leaves_empty_is_empty_not_lost():
    found = plan("""
t:
  title: 表
  columns: [馆, 册数, 占比]
  rows: [[甲, "12", 22.1%], [乙, ~, 18.3%], [合计, "12", ~]]
  total: true
""")
    assert found.rows[1].cells[1].text == "—"
    last = found.rows[-1]
    assert last.role == "total"
    assert (last.cells[2].text, last.cells[2].state) == ("", "reported")


def test_values_too_alike_for_bars_get_dots_on_a_stated_axis():
    made = plan(
        "t: {columns: [学段, 合格率], rows: [[小学, 99.99%], [初中, 99.94%], [职校, 90.41%]]}"
    )
    assert made.dots is not None
    assert (made.dots.column, made.dots.reference) == (1, Decimal(100))
    assert made.dots.ticks[0] <= Decimal("90.41")
    assert made.dots.ticks[-1] == 100
    assert made.dots.labels[0] in made.dots.note
    assert len(made.dots.labels) == len(made.dots.ticks)


@pytest.mark.parametrize(
    "rows",
    [
        "[[甲, 3], [乙, 40], [丙, 7]]",  # bars from zero say it
        "[[甲, 98], [乙, 98], [丙, 98]]",  # nothing to see
        "[[甲, 98], [乙, 97]]",  # read, not looked at
        "[[甲, 98万], [乙, 97亿], [丙, 99万]]",  # more than one unit
    ],
)
def test_other_values_get_no_dots(rows):
    assert plan(f"t: {{columns: [项, 数], rows: {rows}}}").dots is None


def test_a_gap_is_named_by_its_row_even_where_that_begins_with_a_number():
    document = outcome(
        report("""
t:
  title: 表
  columns: [年份, {title: 数, kind: number}]
  rows: [["2023", 5], ["2024", missing]]
u:
  title: 表二
  columns: [县, {title: 数, kind: number}]
  rows: [[01 山河区, missing], [02 北川区, 7]]
""")
    ).composed
    labels = [gap.label for gap in document.gaps]
    assert "2024 · 数" in labels
    assert "01 山河区 · 数" in labels


def test_lost_cells_do_not_crowd_the_ridge():
    rows = ", ".join(f"[第{k}县, missing]" for k in range(30))
    document = outcome(
        report(f"t:\n  title: 表\n  columns: [县, {{title: 数, kind: number}}]\n  rows: [{rows}]")
    ).composed
    assert len(document.gaps) >= 30
    assert len(document.sections[0].profile) < 10


def test_a_cell_may_repeat_its_columns_unit():
    found = plan("""
t:
  title: 表
  columns: [码头, 吞吐量]
  rows: [[东港, 60.20万吨], [西港, "40.1"], [南港, 约3万吨], [北港, 1–2万吨]]
  units: {吞吐量: 万吨}
""")
    cells = [row.cells[1] for row in found.rows]
    assert [(c.text, c.unit) for c in cells] == [
        ("60.20", ""), ("40.1", ""), ("约3", ""), ("1—2", ""),
    ]  # fmt: skip
    assert [c.value for c in cells] == [Decimal("60.20"), Decimal("40.1"), Decimal("3"), None]


@pytest.mark.parametrize(("cell", "said"), [("3吨", "吨"), ("3万", "万"), ("3亿吨", "吨")])
def test_a_cell_in_another_power_of_ten_is_refused(cell, said):
    (found,) = outcome(
        report(f"""
t:
  title: 表
  columns: [码头, 吞吐量]
  rows: [[东港, "60.20"], [西港, {cell}]]
  units: {{吞吐量: 万吨}}
""")
    ).diagnostics
    assert found.message == f"the unit '{said}' stands in a column of '万吨'"
