"""The language of a run, where it is beyond doubt."""

import pytest

from report.brochure.speech import passages, spoken


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


@pytest.mark.parametrize(
    ("text", "document", "expected"),
    [
        ("学生总数，30万人", "zh-Hans", [("学生总数，30万人", None)]),
        ("《ひらがな》一书", "zh-Hans", [("《", None), ("ひらがな", "ja"), ("》一书", None)]),
        ("阿里の家", "zh-Hant", [("阿里の家", None)]),
        ("参见한국어 교육。", "zh-Hans", [("参见", None), ("한국어 교육", "ko"), ("。", None)]),
        ("据 The State of Education 一文", "zh-Hans",
         [("据 ", None), ("The State of Education", "en"), (" 一文", None)]),
        ("由 Hohhot Daily News 刊出", "zh-Hans", [("由 Hohhot Daily News 刊出", None)]),
        ("カタカナ", "ja", [("カタカナ", None)]),
        ("the end of it", "en", [("the end of it", None)]),
        ("", "zh-Hans", [("", None)]),
    ],
)  # fmt: skip
def test_passages_of_a_run(text, document, expected):
    found = passages(text, document, document)
    assert [(text[a:b], language) for a, b, language in found] == expected
