"""The workbook behind a chart, read back with calamine and by its XML."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from report.deck.workbook import (
    Formula,
    Sheet,
    SheetColumn,
    cell_range,
    column_letter,
    heading,
    write_workbook,
)


def rows(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Sheet1").to_python()


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(name).decode()


SHEET = Sheet(
    (
        SheetColumn("", ("小学", "R&D <一>")),
        SheetColumn("合格率", (Decimal("50.00"), None), "0.00"),
        SheetColumn("人数", (Decimal("3E+9"), Decimal("-0.003")), formats=("0", '0;"−"0')),
        SheetColumn("和", (Formula("B2+C2", Decimal(7)), None)),
    )
)


def test_text_numbers_and_gaps():
    assert rows(write_workbook(SHEET)) == [
        ["", "合格率", "人数", "和"],
        ["小学", 50.0, 3e9, 7.0],
        ["R&D <一>", "", -0.003, ""],
    ]


def test_a_number_keeps_its_digits():
    sheet = part(write_workbook(SHEET), "xl/worksheets/sheet1.xml")
    assert re.findall(r'<c r="[B-Z]\d"(?: s="\d")?>(?:<f>.*?</f>)?<v>(.*?)</v>', sheet) == [
        "50.00",
        "3000000000",
        "7",
        "-0.003",
    ]


def test_formats_and_formulas():
    data = write_workbook(SHEET)
    styles = part(data, "xl/styles.xml")
    assert re.findall(r'formatCode="(.*?)"/>', styles) == ["0.00", "0", "0;&quot;−&quot;0"]
    assert "<f>B2+C2</f><v>7</v>" in part(data, "xl/worksheets/sheet1.xml")


def test_same_sheet_same_bytes_without_a_clock():
    data = write_workbook(SHEET)
    assert data == write_workbook(SHEET)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {i.date_time for i in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert book.testzip() is None


def test_references():
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert cell_range(1, 6) == "Sheet1!$B$2:$B$7"
    assert heading(2) == "Sheet1!$C$1"


def test_the_workbook_is_valid(tmp_path):
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "book.xlsx"
    path.write_bytes(write_workbook(SHEET))
    assert [str(e) for e in OpenXmlValidator().validate(path).errors] == []


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12),
                        max_value=10**12),
        ),
        min_size=1,
        max_size=12,
    ),
    st.text(max_size=20),
)  # fmt: skip
def test_any_numbers_and_any_text_come_back(values, text):
    data = write_workbook(Sheet((SheetColumn(text, tuple(values)), SheetColumn("x", (text,)))))
    got = rows(data)
    for i, value in enumerate(values):
        cell = got[i + 1][0] if i + 1 < len(got) else ""
        assert (cell == "") == (value is None)
        if value is not None:
            assert Decimal(repr(cell)) == value or abs(Decimal(repr(cell)) - value) < Decimal(
                "1e-3"
            )
