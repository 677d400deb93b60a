"""Tables of every kind come out as the same text cells, with where they came from."""

import shutil
import sqlite3
from pathlib import Path

import pytest
import xlsxwriter

from report.errors import ReportError
from report.source.cell_formats import parse_format
from report.source.read import read_report
from report.source.workbook import Area, cell_name, parse_range

CSV = '学段,学生数,备注\n小学,30.74,\n初中,"1,234","含""民办"""\n'
ROWS = (("小学", "30.74", None), ("初中", "1,234", '含"民办"'))


def load(folder, spec, language="zh-Hans"):
    path = folder / "report.yaml"
    path.write_text(
        f"title: 甲\nlanguage: {language}\ntables:\n  t: {spec}\n"
        "sections:\n  - {id: a, title: 甲, tables: [t]}\n",
        "utf-8",
    )
    return read_report(path)


def table(folder, spec, language="zh-Hans"):
    return load(folder, spec, language).tables["t"]


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        b"\xfe\xff" + CSV.encode("utf-16-be"),
        CSV.encode("gb18030"),
        CSV.replace("\n", "\r\n").encode(),
        CSV.replace("\n", "\r").encode(),
        (CSV + "\n\n,,\n").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "gb18030", "crlf", "cr", "empty-rows"],
)
def test_encodings_and_line_ends(tmp_path, content):
    (tmp_path / "t.csv").write_bytes(content)
    found = table(tmp_path, "{file: t.csv}")
    assert found.columns == ("学段", "学生数", "备注")
    assert found.rows == ROWS
    assert found.provenance == "t.csv"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，"])
def test_the_separator_is_found(tmp_path, separator):
    lines = [["学段", "甲", "乙"], ["小学、初中", "3", "4"], ["高中", "5", "6"]]
    (tmp_path / "t.csv").write_text("\n".join(separator.join(line) for line in lines), "utf-8")
    found = table(tmp_path, "{file: t.csv}")
    assert found.columns == ("学段", "甲", "乙")
    assert found.rows[0] == ("小学、初中", "3", "4")


def test_decimal_commas_do_not_hide_a_semicolon(tmp_path):
    (tmp_path / "t.csv").write_text("a;b\nx;30,74\ny;1,5\n", "utf-8")
    assert table(tmp_path, "{file: t.csv}").rows == (("x", "30,74"), ("y", "1,5"))


@pytest.mark.parametrize(
    ("language", "encoding", "word"),
    [("zh-Hant", "big5", "學生數"), ("ja", "shift_jis", "生徒数"), ("ko", "euc-kr", "학생수")],
)
def test_encodings_of_other_languages(tmp_path, language, encoding, word):
    (tmp_path / "t.csv").write_bytes(f"{word},x\n{word},5\n".encode(encoding))
    assert table(tmp_path, "{file: t.csv}", language).columns == (word, "x")


def test_a_row_keeps_its_line_and_a_cell_its_column(tmp_path):
    (tmp_path / "t.csv").write_text('a,b,c\n"x\ny",1,2\n\nz,"3,4",5\n', "utf-8")
    found = table(tmp_path, "{file: t.csv}")
    assert [place.line for place in found.places] == [2, 5]
    assert (found.place(1, 2).line, found.place(1, 2).column) == (5, 9)
    assert found.place(1, 2).file == str(tmp_path / "t.csv")


def test_inline_cells_know_their_places(tmp_path):
    found = table(tmp_path, "{columns: [a, b], rows: [[x, 50.00], [~, 1e5]]}")
    assert found.rows == (("x", "50.00"), (None, "1e5"))
    assert (found.place(0, 1).line, found.place(0, 1).column) == (4, 35)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workbook")
    book = xlsxwriter.Workbook(str(folder / "t.xlsx"))
    percent = book.add_format({"num_format": "0.00%"})
    two = book.add_format({"num_format": "#,##0.00"})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("数据")
    sheet.write("A1", "呼和浩特市在校学生")
    sheet.write_row("B3", ["学段", "学生数", "增幅", "总量", "日期"])
    sheet.write_row("B4", ["小学", 0.1 + 0.2])
    sheet.write("D4", 0.2211, percent)
    sheet.write("E4", 1250, two)
    sheet.write_datetime("F4", __import__("datetime").datetime(2022, 10, 1), date)
    sheet.write_row("B5", ["初中", 12, -0.05, 3.5])
    sheet.write("A7", "注：示例")
    book.add_worksheet("空")
    hidden = book.add_worksheet("藏")
    hidden.write("A1", "x")
    hidden.hide()
    book.close()
    return folder


def test_a_sheet_is_read_as_it_is_shown(workbook):
    found = table(workbook, "{file: t.xlsx, range: 'B3:F5'}")
    assert found.columns == ("学段", "学生数", "增幅", "总量", "日期")
    assert found.rows == (
        ("小学", "0.3", "22.11%", "1250.00", "2022-10-01"),
        ("初中", "12", "-0.05", "3.5", None),
    )
    assert found.provenance == "t.xlsx · 数据!B3:F5"
    assert (found.place(1, 1).line, found.place(1, 1).column) == (5, 3)


def test_a_header_row_leaves_out_what_is_above(workbook):
    found = table(workbook, "{file: t.xlsx, sheet: 数据, header: 3, range: 'B1:D5'}")
    assert found.columns == ("学段", "学生数", "增幅")
    assert len(found.rows) == 2


def test_a_title_above_the_headings_is_told(workbook):
    with pytest.raises(ReportError, match="header: 3"):
        table(workbook, "{file: t.xlsx}")


def test_an_old_workbook(tmp_path):
    shutil.copy(Path(__file__).parents[1] / "cases" / "tables" / "old.xls", tmp_path / "t.xls")
    found = table(tmp_path, "{file: t.xls, sheet: 甲}")
    assert found.columns == ("学段", "学生数")
    assert found.rows == (("小学", "8.26"), ("初中", "5"))
    merged = load(tmp_path, "{file: t.xls, sheet: 合并}")
    assert merged.tables["t"].rows == (("义务教育", "3"), ("义务教育", "4"))
    assert "are merged" in str(merged.warnings[0])


def test_a_query(tmp_path):
    connection = sqlite3.connect(tmp_path / "t.sqlite")
    connection.execute("CREATE TABLE p (stage TEXT, n REAL, k INTEGER)")
    rows = [("小学", 8.26, 3), ("初中", None, 4)]
    connection.executemany("INSERT INTO p VALUES (?, ?, ?)", rows)
    connection.commit()
    connection.close()
    before = (tmp_path / "t.sqlite").read_bytes()
    found = table(
        tmp_path, "{file: t.sqlite, query: 'SELECT stage AS 学段, n, k FROM p ORDER BY k'}"
    )
    assert found.columns == ("学段", "n", "k")
    assert found.rows == (("小学", "8.26", "3"), ("初中", None, "4"))
    assert found.provenance == "t.sqlite · SELECT stage AS 学段, n, k FROM p ORDER BY k"
    assert (tmp_path / "t.sqlite").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.yaml", "t.sqlite"]


@pytest.mark.parametrize(
    ("code", "decimals", "percent"),
    [("0.00", 2, False), ("0%", 0, True), ("0.0%", 1, True), ("#,##0", 0, False),
     ('0.0"万"', 1, False), ("#,##0.00_);[Red](#,##0.00)", 2, False),
     ("[$¥-804]#,##0.00", 2, False)],
)  # fmt: skip
def test_number_formats(code, decimals, percent):
    found = parse_format(code)
    assert found is not None
    assert (found.decimals, found.percent) == (decimals, percent)


@pytest.mark.parametrize(
    "code", ["General", "yyyy-mm-dd", "0.00E+0", "# ?/?", "0.0,,", "@", "h:mm"]
)
def test_other_formats_are_left_alone(code):
    assert parse_format(code) is None


def test_ranges_and_cell_names():
    assert parse_range("A2:D9") == Area(1, 0, 8, 3)
    assert parse_range("$B$2") == Area(1, 1, None, None)
    assert parse_range("B:D") == Area(0, 1, None, 3)
    assert parse_range("aa10:AB11") == Area(9, 26, 10, 27)
    for bad in ("", "1:2", "A0:B2", "D2:A3", "A9:B2", "A1:B2:C3", "甲1:B2"):
        assert parse_range(bad) is None, bad
    assert [cell_name(0, c) for c in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]


def test_damaged_utf8_is_not_taken_for_gb18030(tmp_path):
    content = "学段,学生数\n小学,30.74\n初中,5\n高中,6\n".encode()
    (tmp_path / "t.csv").write_bytes(content.replace("初".encode(), b"\xe5\x88", 1))
    with pytest.raises(
        ReportError, match=r"t\.csv:3:1: error: byte \d+ of the file is not text in UTF-8;"
    ):
        table(tmp_path, "{file: t.csv}")


def test_utf_16_without_its_mark(tmp_path):
    (tmp_path / "t.csv").write_bytes("stage,n\nprimary,3\n".encode("utf-16-le"))
    with pytest.raises(ReportError, match="encoding: utf-16-le"):
        table(tmp_path, "{file: t.csv}")
    assert table(tmp_path, "{file: t.csv, encoding: utf-16-le}").columns == ("stage", "n")


def test_a_separator_that_office_software_names(tmp_path):
    (tmp_path / "t.csv").write_text("sep=;\na;b\nx, y;2\n", "utf-8")
    found = table(tmp_path, "{file: t.csv}")
    assert found.rows == (("x, y", "2"),)
    assert found.places[0].line == 3


def test_notes_under_a_table_are_told(tmp_path):
    (tmp_path / "t.csv").write_text("甲,乙\n小学,2\n注：含民办。,\n资料来源：年鉴,\n", "utf-8")
    (first, second) = load(tmp_path, "{file: t.csv}").warnings
    assert "'注：含民办。' seems to be a note" in first.message
    assert (first.place.line, second.place.line) == (3, 4)


def test_a_group_heading_is_no_note(tmp_path):
    (tmp_path / "t.csv").write_text("甲,乙\n注册学校,\n小学,2\n单位自办,\n", "utf-8")
    assert load(tmp_path, "{file: t.csv}").warnings == ()


def test_two_rows_of_merged_headings_as_yearbooks_have_them(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "t.xlsx"))
    sheet = book.add_worksheet("表")
    sheet.merge_range("A1:C1", "各地区学生数")
    sheet.write("C2", "单位：人")
    sheet.merge_range("A3:A4", "地区")
    sheet.merge_range("B3:C3", "学生数")
    sheet.write_row("B4", ["男", "女"])
    sheet.write_row("A5", ["玉泉区", 10, 12])
    sheet.write_row("A6", ["新城区", 14, 13])
    book.close()
    with pytest.raises(ReportError, match="header: 3"):
        table(tmp_path, "{file: t.xlsx}")
    with pytest.raises(ReportError, match=r"second row of headings; .*'header: 4'"):
        table(tmp_path, "{file: t.xlsx, header: 3}")
    found = load(tmp_path, "{file: t.xlsx, header: 4}")
    assert found.tables["t"].columns == ("地区", "男", "女")
    assert found.tables["t"].rows == (("玉泉区", "10", "12"), ("新城区", "14", "13"))
    assert found.tables["t"].provenance == "t.xlsx · 表!A4:C6"
    assert found.warnings == ()


def test_a_formula_that_was_never_computed_is_told(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "t.xlsx"))
    sheet = book.add_worksheet("表")
    for row, cells in enumerate([["项", "数"], ["甲", 3], ["乙", 4]]):
        sheet.write_row(row, 0, cells)
    sheet.write_formula("B4", "=B2+B3", None, "")
    sheet.write_string("A4", "合计")
    book.close()
    with pytest.raises(ReportError) as caught:
        table(tmp_path, "{file: t.xlsx}")
    (found,) = caught.value.diagnostics
    assert (found.place.line, found.place.column) == (4, 2)
    assert "formula whose result was not saved" in found.message


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT 1 AS a, random() AS b ORDER BY 1", "random() gives something else"),
        ("SELECT date('now') AS a, 1 AS b ORDER BY 1", "'now' is another time"),
        ("SELECT 1 AS a, x'00ff' AS b ORDER BY 1", "a cell of bytes"),
        ("SELECT 1 AS a, zeroblob(900000000) AS b ORDER BY 1", "too big"),
    ],
)
def test_a_query_that_no_one_could_trust(tmp_path, query, said):
    sqlite3.connect(tmp_path / "t.sqlite").executescript("CREATE TABLE t (a); VACUUM;")
    with pytest.raises(ReportError) as caught:
        table(tmp_path, f'{{file: t.sqlite, query: "{query}"}}')
    (found,) = caught.value.diagnostics
    assert said in found.message
    assert found.hint
    assert found.path == "tables.t.query"


def test_a_table_for_machines_is_refused(tmp_path):
    wide = ",".join(f"c{i}" for i in range(1001))
    (tmp_path / "t.csv").write_text(f"{wide}\n{wide}\n", "utf-8")
    with pytest.raises(ReportError) as caught:
        table(tmp_path, "{file: t.csv}")
    assert "more than 1,000 columns" in caught.value.diagnostics[0].message
