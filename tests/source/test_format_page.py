"""docs/data-format.md is what the models and its parts say, and its examples hold."""

import json
import re
import runpy
from pathlib import Path

import pytest

from report.commands.check import check_report
from report.source.schema import schema_text
from report.theme import load_theme

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "data-format.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml example ?(\w*)\n(.*?)```", PAGE, re.DOTALL)

FIGURES = """figures:
  students: {label: 在校学生, value: 30.74, unit: 万人, change: 22.11%, since: 十年前}
  staff: {label: 教职工, value: 4.58, unit: 万人, change: 29.01%, since: 十年前}
  students_before: {label: 十年前, derive: students / (1 + students.change), unit: 万人, round: 2}
"""


def test_the_page_is_in_step():
    writer = runpy.run_path(str(ROOT / "scripts" / "write_format.py"))
    assert writer["page_text"](json.loads(schema_text())) == PAGE, (
        "run: python scripts/write_format.py"
    )


def test_there_is_an_example_of_each_block():
    assert {name for name, _ in EXAMPLES} == {
        "", "cover", "options", "figures", "section", "tables", "charts"
    }  # fmt: skip


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[n or "whole" for n, _ in EXAMPLES])
def test_examples_hold(tmp_path, name, text):
    if name:
        text = ("" if text.startswith("title") else "title: 示例\n") + text
        text += FIGURES if "figures:\n" not in text else ""
        text += "" if "sections:\n" in text else "sections:\n  - {id: a, title: 甲}\n"
    (tmp_path / "report.yaml").write_text(text, "utf-8")
    assert [str(d) for d in check_report(tmp_path) if not d.code.startswith("unused")] == []


def test_the_theme_holds(tmp_path):
    (text,) = re.findall(r"```yaml theme\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "t.yaml").write_text(text, "utf-8")
    assert load_theme("t.yaml", tmp_path).title == "我的"
