from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.compose.numbers import NumberFormat, decimals_of, rounded

LANGUAGES = ["zh-Hans", "zh-Hant", "ja", "ko", "en"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("50.00", "50.00"),
        ("1234567.5", "1,234,567.5"),
        ("-3", "\N{MINUS SIGN}3"),
        ("0.0", "0.0"),
        ("-0.0", "0.0"),
        ("1E+5", "100,000"),
    ],
)
def test_digits_stay_as_written(value, expected):
    assert NumberFormat().number(Decimal(value)) == expected


def test_signs():
    numbers = NumberFormat()
    assert numbers.number(Decimal("3.1"), sign=True) == "+3.1"
    assert numbers.number(Decimal("-3.1"), sign=True) == "\N{MINUS SIGN}3.1"
    assert numbers.number(Decimal("0.04"), decimals=1, sign=True) == "0.0"
    assert numbers.number(Decimal("-0.04"), decimals=1) == "0.0"
    assert numbers.percent(Decimal("22.11")) == "22.11%"


def test_halves_are_rounded_away_from_zero():
    assert rounded(Decimal("2.5"), 0) == 3
    assert rounded(Decimal("-2.5"), 0) == -3
    assert rounded(Decimal("0.125"), 2) == Decimal("0.13")
    assert str(rounded(Decimal("1234"), -2)) == "1200"


@pytest.mark.parametrize(
    ("language", "value", "decimals", "expected"),
    [
        ("zh-Hans", "99999999", 1, "1亿"),
        ("zh-Hans", "99999999", 0, "1亿"),
        ("zh-Hans", "95000000", 1, "9,500万"),
        ("zh-Hans", "96000000", 0, "9,600万"),
        ("zh-Hans", "320000000", 1, "3.2亿"),
        ("zh-Hans", "9999", 1, "9,999"),
        ("zh-Hans", "9999.96", 1, "1万"),
        ("zh-Hans", "-99999999", 1, "\N{MINUS SIGN}1亿"),
        ("zh-Hans", "999999999999", 1, "1万亿"),
        ("zh-Hant", "123456789", 1, "1.2億"),
        ("zh-Hant", "12345", 1, "1.2萬"),
        ("ja", "99999999", 1, "1億"),
        ("ja", "1230000000000", 2, "1.23兆"),
        ("ko", "99999999", 1, "1억"),
        ("ko", "34000", 1, "3.4만"),
        ("en", "999999", 1, "999,999"),
        ("en", "1234567", 1, "1.2 million"),
        ("en", "999999999", 1, "1 billion"),
    ],
)
def test_large_numbers_carry_into_the_next_word(language, value, decimals, expected):
    assert NumberFormat(language).compact(Decimal(value), decimals) == expected


WORDS = {"万": 4, "亿": 8, "万亿": 12, "萬": 4, "億": 8, "兆": 12, "만": 4, "억": 8, "조": 12,
         " million": 6, " billion": 9, " trillion": 12, "": 0}  # fmt: skip


@given(
    st.sampled_from(LANGUAGES),
    st.decimals(min_value=-(10**14), max_value=10**14, places=2),
    st.integers(0, 3),
)
def test_a_large_number_reads_back_to_within_its_rounding(language, value, decimals):
    digits, word = NumberFormat(language).large(value, decimals)
    power = WORDS[word]
    back = Decimal(digits.replace(",", "").replace("\N{MINUS SIGN}", "-")).scaleb(power)
    assert abs(back - value) <= Decimal(10) ** (power - decimals) / 2
    bound = {12: 10**12, 9: 1000, 8: 10**4, 6: 1000, 4: 10**4, 0: 10**6}[power]
    assert abs(back.scaleb(-power)) < bound


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, max_value=10**20))
def test_digits_read_back_exactly(value):
    text = NumberFormat().number(value)
    assert Decimal(text.replace(",", "").replace("\N{MINUS SIGN}", "-")) == value
    assert decimals_of(value) == len(text.partition(".")[2])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", ["1234.50", "0.5", "1234567890.125", "-98765", "999"])
def test_grouping_is_what_cldr_says(language, value):
    """Babel is right here and costs 17 ms to import; our five lines must agree with it."""
    from babel import Locale
    from babel.numbers import format_decimal

    locale = Locale.parse(language.replace("-", "_"))
    places = max(0, -Decimal(value).as_tuple().exponent)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    expected = format_decimal(Decimal(value), format=pattern, locale=locale)
    ours = NumberFormat(language).number(Decimal(value))
    assert ours.replace("\N{MINUS SIGN}", "-") == expected
