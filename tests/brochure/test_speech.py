"""The language of a run, where it is beyond doubt."""

import pytest

from report.brochure.speech import spoken


@pytest.mark.parametrize(
    ("text", "document", "marked", "expected"),
    [
        ("Education in Hohhot", "zh-Hans", "zh-Hans", "en"),
        ("PISA 2022", "zh-Hans", "zh-Hans", None),
        ("Hohhot Daily News", "zh-Hans", "zh-Hans", None),
        ("the end of it", "en", "en", None),
        ("学生总数", "zh-Hans", "zh-Hans", None),
        ("ひらがな", "zh-Hans", "zh-Hans", "ja"),
        ("東京タワー", "zh-Hans", "zh-Hans", None),
        ("한국어", "zh-Hant", "zh-Hant", "ko"),
        ("한국어", "ko", "ko", None),
        ("カタカナ", "ja", "ja", None),
        ("学校", "zh-Hans", "zh-Hant", None),
        ("学校", "en", "zh-Hans", "zh-Hans"),
        ("bonjour", "zh-Hans", "fr", "fr"),
    ],
)
def test_language_of_a_run(text, document, marked, expected):
    assert spoken(text, document, marked) == expected
