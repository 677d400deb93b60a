from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.compose import expressions
from report.compose.expressions import ExpressionError, evaluate, formula, parse_expression

VALUES = {"a": Decimal("30.74"), "a.change": Decimal("0.2211"), "b": Decimal(4), "z": Decimal(0)}


def value(text):
    return evaluate(parse_expression(text), VALUES.__getitem__)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("8 - 3 - 2", "3"),
        ("8 / 4 / 2", "1"),
        ("-b + 5", "1"),
        ("2 × 3 ÷ 4", "1.5"),
        ("（1 ＋ 2）", "3"),
        ("50%", "0.5"),
        ("100% - a.change", "0.7789"),
        ("min(3, b, 7)", "3"),
        ("max(3, b)", "4"),
        ("sum(1, 2, b)", "7"),
        ("mean(2, b)", "3"),
        ("abs(3 - b)", "1"),
        ("round(a, 1)", "30.7"),
        ("round(2.5)", "3"),
        ("1,234 + 1", "1235"),
    ],
)
def test_arithmetic(text, expected):
    assert value(text) == Decimal(expected)


def test_division_keeps_many_digits():
    assert str(value("1 / 3")).startswith("0.333333333333333333333333333333")


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("a +", 3), ("a b", 2), ("(a", 2), ("a)", 1), ("a ** b", 3), ("a ^ b", 2), ("a % b", 2),
        ("f(a)", 0), ("", 0), ("a + 'x'", 4), ("a / z", 4), ("a[0]", 1), ("round(a, b)", 0),
        ("abs(a, b)", 0), ("a == b", 2), ("__import__('os')", 11), ("a; b", 1), ("lambda: 1", 6),
    ],
)  # fmt: skip
def test_faults_have_an_offset(text, offset):
    with pytest.raises(ExpressionError) as caught:
        value(text)
    assert caught.value.offset == offset


def test_nesting_and_length_are_bounded():
    with pytest.raises(ExpressionError, match="nested"):
        parse_expression("(" * 500 + "a" + ")" * 500)
    with pytest.raises(ExpressionError, match="nested"):
        parse_expression("-" * 500 + "a")
    with pytest.raises(ExpressionError, match="longer"):
        parse_expression("a + " * 2000 + "a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a / (1 + a.change)", "30.74 ÷ (1 + 22.11%)"),
        ("a - (b - 1)", "30.74 \N{MINUS SIGN} (4 \N{MINUS SIGN} 1)"),
        ("(a * b) / 2", "30.74 × 4 ÷ 2"),
        ("a / (b * 2)", "30.74 ÷ (4 × 2)"),
        ("sum(a, b)", "30.74 + 4"),
        ("2 * sum(a, b)", "2 × (30.74 + 4)"),
        ("round(a / b, 1)", "30.74 ÷ 4"),
        ("100% - a.change", "100% \N{MINUS SIGN} 22.11%"),
        ("min(a, b)", "min(30.74, 4)"),
    ],
)
def test_the_formula_that_a_reader_sees(text, expected):
    shown = {"a": "30.74", "a.change": "22.11%", "b": "4"}
    assert formula(parse_expression(text), shown.__getitem__, str) == expected


_LEAVES = st.sampled_from(["1", "2", "7", "b", "0.5", "3"])


def _tree(children):
    operator = st.sampled_from("+-*/")
    return st.builds(lambda l, o, r: f"({l} {o} {r})", children, operator, children)


@given(st.recursive(_LEAVES, _tree, max_leaves=12))
def test_the_printed_formula_computes_the_same_value(text):
    tree = parse_expression(text)
    try:
        expected = evaluate(tree, VALUES.__getitem__)
    except ExpressionError:
        return
    printed = formula(tree, lambda name: str(VALUES[name]), str)
    again = printed.replace("\N{MINUS SIGN}", "-")
    assert abs(evaluate(parse_expression(again), VALUES.__getitem__) - expected) < Decimal("1e-40")


@given(st.text(max_size=80))
def test_any_text_parses_or_gives_a_fault_inside_it(text):
    try:
        tree = parse_expression(text)
    except ExpressionError as fault:
        tree, offset = None, fault.offset
    else:
        offset = 0
    assert 0 <= offset <= len(text)
    if tree is None:
        return
    assert expressions.names(tree) is not None
