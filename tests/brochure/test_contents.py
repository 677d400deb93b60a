"""Abstracts of the contents are cut between words, and never within a number."""

from __future__ import annotations

import pytest

from report.brochure.contents import ContentsPage, ContentsRow, cut_at, title_size
from report.brochure.setting import Setting
from report.fonts import open_fonts
from report.theme import FORMATS, load_theme
from tests.brochure import samples


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("a short walk of home, up 16.2% from 2023", 29, "a short walk of home,"),
        ("Income was down 3.8% on the year before", 18, "Income was down "),
        ("在校学生30.74万人增长22.11%", 8, "在校学生"),
        ("规模扩大，质量提高，差距缩小", 12, "规模扩大，质量提高，"),
        ("全市学校与幼儿园", 6, "全市学校与幼"),
        ("전교생은 842명으로 줄었다", 8, "전교생은 "),
    ],
)
def test_a_cut_keeps_numbers_and_words_whole(text: str, most: int, kept: str) -> None:
    assert text[: cut_at(text, most)] == kept


def test_a_single_long_word_is_cut_all_the_same() -> None:
    assert cut_at("x" * 40, 12) == 12


def test_titles_of_a_page_have_one_size() -> None:
    document = samples.thin()
    setting = Setting(document, load_theme("qing"), open_fonts(), FORMATS["a4"])
    full = setting.role("contents-title").size

    def size(*titles: str) -> float:
        rows = tuple(ContentsRow("01", t, "", (), "s", "s") for t in titles)
        return title_size(setting, ContentsPage(rows, 56.0, None, True, True), 385.0)

    assert size("前言", "结语") == full
    longer = size("前言", "安老院舍与社区照顾服务券试验计划的检讨")
    assert 0.8 * full <= longer < full
    # A title that is too long by far shrinks alone.
    assert size("前言", "安老院舍与社区照顾服务券试验计划" * 3) == pytest.approx(0.8 * full)
