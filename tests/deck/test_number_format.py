"""What a number format shows, and that the planner's labels and formats agree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.compose.charting.labels import tick_labels, value_label
from report.compose.numbers import NumberFormat
from report.deck.chart.number_format import shown

CASES = [
    ("General", "3.50", "3.5"),
    ("General", "0", "0"),
    ("0.00", "50", "50.00"),
    ("0", "2.5", "3"),
    ('0.00;"−"0.00', "-3.1", "−3.10"),
    ('0;"−"0', "0", "0"),
    ("#,##0", "1234567", "1,234,567"),
    ("#,##0.0", "12", "12.0"),
    ('"近"0', "35", "近35"),
    ("0%", "0.25", "25%"),
    ("0.0%", "0.2215", "22.2%"),
    ('0\\.00,,"亿"', "320000000", "3.20亿"),
    ('0\\.0,"万";"−"0\\.0,"万";0', "12345", "1.2万"),
    ('0\\.0,"万";"−"0\\.0,"万";0', "-12345", "−1.2万"),
    ('0\\.0,"万";"−"0\\.0,"万";0', "0", "0"),
    ('0.00,,," bn"', "3000000000", "3.00 bn"),
    ('+0.00;"−"0.00;0.00', "3", "+3.00"),
    ('[>=100000000]0\\.00,,"亿";[>=10000]0\\.0,"万";0', "320000000", "3.20亿"),
    ('[>=100000000]0\\.00,,"亿";[>=10000]0\\.0,"万";0', "12345", "1.2万"),
    ('[>=100000000]0\\.00,,"亿";[>=10000]0\\.0,"万";0', "9999", "9999"),
    ('0"a;b"', "1", "1a;b"),
    ("00", "7", "07"),
]


@pytest.mark.parametrize(("code", "value", "text"), CASES)
def test_shown(code, value, text):
    assert shown(code, Decimal(value)) == text


@pytest.mark.parametrize("code", ["", "yyyy-mm-dd", "[Red]0", "0 E+00", "@"])
def test_what_is_not_understood_is_never_live(code):
    assert shown(code, Decimal(3)) in (None, "")


@given(
    st.decimals(min_value=-(10**10), max_value=10**10, allow_nan=False, places=3),
    st.sampled_from(["zh-Hans", "zh-Hant", "ja", "ko", "en"]),
)
def test_the_planners_labels_are_shown_by_their_formats(value, language):
    numbers = NumberFormat(language)
    label, code = value_label(value, numbers)
    assert shown(code, value) == label


@given(
    st.lists(st.integers(-8, 8), min_size=2, max_size=6, unique=True),
    st.integers(-3, 9),
    st.sampled_from(["zh-Hans", "en"]),
)
def test_the_planners_ticks_are_shown_by_their_format(steps, power, language):
    ticks = tuple(Decimal(s).scaleb(power) for s in sorted(steps))
    labels, code = tick_labels(ticks, NumberFormat(language))
    assert [shown(code, t) for t in ticks] == list(labels)
