"""Where titles and short texts are broken: between phrases, by how surely one begins."""

from __future__ import annotations

import budoux
import pytest

from report.fonts import open_fonts
from report.phrases import MODELS, MOST, _scores_of, phrase_costs
from report.typeset import ParagraphStyle, Span, TextStyle, set_paragraph


def lines(text: str, language: str, ems: float) -> list[str]:
    chain = open_fonts().chain("serif", 600, language)
    style = TextStyle(chain, 10.0, language)
    made = set_paragraph(
        (Span(text, style),), ems * 10, ParagraphStyle(15.0, indent_em=0, balance=True)
    )
    return [line.text.strip() for line in made.lines]


@pytest.mark.parametrize(
    ("language", "text", "ems", "expected"),
    [
        # A suffix stays with its word.
        ("ja", "高齢者福祉", 4, ["高齢者", "福祉"]),
        # No run of katakana is torn while it may stand whole.
        ("ja", "認知症高齢者グループホーム定員", 11, ["認知症高齢者", "グループホーム定員"]),
        # The surer of two beginnings.
        ("zh-Hans", "第三人民医院年度报告", 7, ["第三人民医院", "年度报告"]),
        # No character stays behind between a comma and the line's end.
        ("zh-Hant", "專職教師薪資，不含志工交通補貼；", 9.5,
         ["專職教師薪資，", "不含志工交通補貼；"]),
    ],
)  # fmt: skip
def test_lines_are_broken_between_phrases(
    language: str, text: str, ems: float, expected: list[str]
) -> None:
    assert lines(text, language, ems) == expected


def test_costs_run_along_the_text() -> None:
    costs = phrase_costs("教职工增得最快", "zh-Hans")
    assert costs is not None
    assert len(costs) == 8
    assert costs[0] == costs[-1] == 0
    assert costs[5] < costs[4]  # 最快 begins a phrase, 得 does not
    assert phrase_costs("모든 학교", "ko") is None
    assert phrase_costs("字" * (MOST + 1), "zh-Hans") is None


def test_the_models_are_those_that_the_library_loads():
    loaded = {
        "zh-Hans": budoux.load_default_simplified_chinese_parser(),
        "zh-Hant": budoux.load_default_traditional_chinese_parser(),
        "ja": budoux.load_default_japanese_parser(),
    }
    assert {language: _scores_of(name) for language, name in MODELS.items()} == {
        language: parser.model for language, parser in loaded.items()
    }
