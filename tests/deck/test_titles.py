"""Titles of slides in the brackets of each language."""

from __future__ import annotations

import pytest

from report.deck.titles import continued_title, numbered_title
from tests.brochure import samples


@pytest.mark.parametrize(
    ("language", "numbered", "continued"),
    [
        ("zh-Hans", "开放（表1）", "开放（续2）"),
        ("zh-Hant", "开放（表1）", "开放（續2）"),
        ("ja", "开放（表1）", "开放（続き2）"),
        ("ko", "开放 (표 1)", "开放 (계속2)"),
        ("en", "开放 (Table 1)", "开放 (continued 2)"),
    ],
)
def test_titles_have_both_brackets(language: str, numbered: str, continued: str) -> None:
    document = samples.mixed(language)
    words = document.words
    assert numbered_title(document, "开放", words.table_number.format(1)) == numbered
    assert continued_title("开放", words.continued, 2) == continued
