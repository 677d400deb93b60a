"""Fixed words: particles, and that a language says the same thing in the same words."""

from __future__ import annotations

import pytest

from report.brochure.labels import labels_for
from report.compose.charting.phrases import phrases_for
from report.compose.words import LANGUAGES, with_particle, words_for


@pytest.mark.parametrize(
    ("before", "form"),
    [
        ("842명", "으로"), ("37개", "로"), ("68.3%", "로"), ("5.1%포인트", "로"),
        ("62.48억 원", "으로"),
        ("3", "으로"), ("8", "로"), ("12건(추1)", "로"), ("11권", "으로"), ("3길", "로"),
    ],
)  # fmt: skip
def test_a_korean_particle_follows_the_syllable_before_it(before: str, form: str) -> None:
    assert with_particle(before, "(으)로 증가") == f"{form} 증가"
    assert with_particle(before, "에서 ") == "에서 "


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_loss_has_one_name(language: str) -> None:
    """The key, the notes' counts and the codes speak of a lost number in the same word."""
    words, labels = words_for(language), labels_for(language)
    stem = {"zh-Hans": "缺失", "zh-Hant": "缺失", "ja": "欠落", "ko": "누락", "en": "ost"}[language]
    for text in (words.missing, words.missing_prose, words.gaps_heading, words.legend_missing,
                 words.missing_cells, labels.gaps, labels.summary[0], words.counts):  # fmt: skip
        assert stem in text
    # The drawn form is named alike on the contents page and under charts.
    note = phrases_for(language).derived_note
    hollow = {"zh-Hans": "空心", "zh-Hant": "空心", "ja": "白抜き", "ko": "빈", "en": "ollow"}
    assert hollow[language] in note
    assert hollow[language] in words.legend_derived_note


def test_one_of_a_kind_is_singular_in_english() -> None:
    labels = labels_for("en")
    assert labels.notes_summary(2, 1, 1) == "2 lost, 1 derived, 1 note on scope"
    assert labels.notes_summary(0, 0, 3) == "3 notes on scope"
    assert (labels.page_list("8"), labels.page_list("8–9")) == ("p. 8", "pp. 8–9")
    assert labels_for("ja").page_list("8") == "8ページ"
