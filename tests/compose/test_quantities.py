from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.compose.quantities import QuantityError, parse_quantity
from report.compose.units import split_unit


@pytest.mark.parametrize(
    ("text", "value", "prefix", "suffix", "unit"),
    [
        ("30.74", "30.74", "", "", ""),
        ("50.00", "50.00", "", "", ""),
        ("1,234", "1234", "", "", ""),
        ("-3.1%", "-3.1", "", "", "%"),
        ("\N{MINUS SIGN}3", "-3", "", "", ""),
        ("+4", "4", "", "", ""),
        ("近35", "35", "近", "", ""),
        ("约1.2亿", "120000000", "约", "亿", ""),
        ("40余", "40", "", "余", ""),
        ("40万余", "400000", "", "万余", ""),
        ("40余万", "400000", "", "余万", ""),
        ("0.88个百分点", "0.88", "", "", "个百分点"),
        ("超过 100 家", "100", "超过", "", "家"),
        ("약 30만", "300000", "약", "만", ""),
        ("more than 40", "40", "more than", "", ""),
        ("40+", "40", "", "+", ""),
        ("≥98", "98", "≥", "", ""),
    ],
)
def test_what_an_author_may_write(text, value, prefix, suffix, unit):
    found = parse_quantity(text)
    assert str(found.value) == value
    assert (found.prefix, found.suffix, found.unit) == (prefix, suffix, unit)
    assert not found.missing


@pytest.mark.parametrize("text", ["3–5", "3-5", "3~5", "3～5", "3 至 5", "3—5", "3%–5%"])
def test_ranges(text):
    found = parse_quantity(text)
    assert (found.low, found.high, found.value) == (Decimal(3), Decimal(5), None)
    assert not found.missing


def test_a_gap():
    assert parse_quantity("missing").missing
    assert parse_quantity(" missing ").missing


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("286億4500万円", "write 286.45 and put 億 into the unit, as in unit: 億円"),
        ("1万7031", "write 1.7031 and put 万 into the unit"),
        ("62억 4,800만", "write 62.48 and put 억 into the unit"),
        ("3亿2千万元", "write 3.2 and put 亿 into the unit, as in unit: 亿元"),
        ("4万2亿", "write digits such as"),
    ],
)
def test_a_number_with_powers_between_its_digits_is_told_in_one(text, remedy):
    with pytest.raises(QuantityError) as raised:
        parse_quantity(text)
    assert raised.value.hint.startswith(remedy)


@pytest.mark.parametrize(
    "text",
    ["", "abc", ".61", "1,23", "1e5", "12:30", "30，74", "5–3", "1.2.3", "--3", "3 4", "1/2",
     "３０．７４", "0x10", "nan", "inf", "1_000", "9" * 50, "3五"[:1] + "x" + "5"],
)  # fmt: skip
def test_what_is_no_number(text):
    with pytest.raises(QuantityError):
        parse_quantity(text)


@given(st.text(max_size=60))
def test_any_text_is_a_quantity_or_a_plain_fault(text):
    try:
        found = parse_quantity(text)
    except QuantityError:
        return
    assert found.missing or found.value is not None or found.low is not None


@pytest.mark.parametrize(
    ("unit", "power", "base"),
    [("万人", 4, "人"), ("亿元", 8, "元"), ("所", 0, "所"), ("万亿元", 12, "元"),
     ("千米", 0, "千米"),
     ("百万吨", 6, "吨"), ("만 명", 4, "명"), ("million people", 6, "people"), ("%", 0, "%"),
     ("millionaires", 0, "millionaires"), ("万", 4, ""), ("億円", 8, "円"), ("", 0, "")],
)  # fmt: skip
def test_units_have_powers_of_ten(unit, power, base):
    assert split_unit(unit) == (power, base)
