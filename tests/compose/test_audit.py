import pytest

from report.compose.assemble import compose
from report.compose.audit import explained_numbers, unexplained, visible_numbers
from report.compose.explain import explain_figure
from report.errors import ReportError
from report.source.read import read_report
from report.theme import load_theme
from tests.compose.test_assemble import REPORT


@pytest.fixture
def composed(tmp_path):
    path = tmp_path / "report.yaml"
    path.write_text(REPORT.replace("丙。", "丙，另有 41所。"), "utf-8")
    loaded = read_report(path)
    return compose(loaded, load_theme("qing")), loaded


def test_every_number_has_an_origin(composed):
    document, loaded = composed
    found = visible_numbers(document, loaded)
    by_number = {}
    for number in found:
        by_number.setdefault(number.number, set()).add((number.origin, number.figure))
    assert by_number["30.74"] >= {("figure", "students")}
    assert ("derived", "before") in by_number["25.17"]
    assert by_number["41"] == {("text", None)}
    assert ("code", "schools") in by_number["01"]
    stated = next(n for n in found if n.figure == "students" and n.origin == "figure")
    assert stated.source.startswith("s · ")
    assert "report.yaml:" in stated.source
    assert any(n.origin == "axis" for n in found)
    assert any(n.origin == "table" and n.number == "2" and "row 2" in n.source for n in found)


def test_what_a_document_does_not_account_for(composed):
    document, _ = composed
    assert {"30.74", "25.17", "41", "22.11"} <= explained_numbers(document)
    assert unexplained(document, "学生30.74万人，另有99所，第7页", also=["7"]) == ("99",)


def rows(composed, name):
    document, loaded = composed
    return explain_figure(name, document, loaded)


def test_a_derived_figure_is_explained_step_by_step(composed):
    found = rows(composed, "before")
    table = dict(found)
    assert table["computed as"] == "30.74 ÷ (1 + 22.11%) = 25.17"
    assert table["derivation"] == "students / (1 + students.change)"
    assert table["code"] == "推1"
    assert [text for what, text in found if what == "step"] == [
        "students = 30.74万人 (s)", "students.change = 22.11% (s)",
    ]  # fmt: skip
    assert ("shown in", "01 一: 图2 图甲") in found
    assert ".yaml:" in table["written at"]


def test_a_stated_figure_and_a_gap(composed):
    table = dict(rows(composed, "students"))
    assert (table["digits"], table["unit"], table["value"]) == ("30.74", "万人", "30.74")
    assert table["change"] == "22.11% since 十年前"
    assert table["used by"] == "before"
    gap = dict(rows(composed, "schools"))
    assert (gap["state"], gap["code"], gap["why"]) == ("a gap", "缺01", "原文丢失")
    assert dict(rows(composed, "students.change"))["shown as"] == "22.11%"


def test_a_name_that_is_nobodys(composed):
    with pytest.raises(ReportError, match="did you mean 'students'"):
        rows(composed, "studens")
