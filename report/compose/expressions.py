"""``students / (1 + students.change)`` → a small tree, its value and the formula to print.

A grammar of our own rather than Python's: nothing is ever evaluated as code, every node knows
its offset for messages, and ``100%`` is a number. Arithmetic is ``Decimal`` throughout.

    sum     = product (("+" | "-") product)*
    product = factor (("*" | "/") factor)*
    factor  = "-" factor | number ["%"] | name | function "(" sum ("," sum)* ")" | "(" sum ")"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from report.compose.numbers import EXACT, rounded
from report.record import record

FUNCTIONS = ("min", "max", "sum", "mean", "abs", "round")
LONGEST = 2_000
DEEPEST = 60


class ExpressionError(ValueError):
    """What is wrong, at which character of the expression, and what to do."""

    def __init__(self, message: str, offset: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.hint = hint


@record
class Number:
    """A constant; ``percent`` if a ``%`` follows (its value is a hundredth then)."""

    value: Decimal
    percent: bool
    offset: int


@record
class Name:
    """A figure: ``students`` or ``students.change``."""

    name: str
    offset: int


@record
class Negative:
    """``-x``."""

    operand: Node
    offset: int


@record
class Binary:
    """``x + y`` and the like; ``operator`` is one of ``+-*/``."""

    operator: str
    left: Node
    right: Node
    offset: int


@record
class Call:
    """``min(x, y)`` and the like."""

    function: str
    arguments: tuple[Node, ...]
    offset: int


Node = Number | Name | Negative | Binary | Call

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*(?:\.\w+)*)"
    r"|(?P<sign>[-+*/(),%\u2212×÷−＋（），]))",
)
_SIGNS = {"×": "*", "÷": "/", "\u2212": "-", "＋": "+", "（": "(", "）": ")", "，": ","}


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            rest = text[position:]
            if not rest.strip():
                break
            offset = position + len(rest) - len(rest.lstrip())
            hint = "use + - * / and parentheses"
            if text.startswith(("**", "^"), offset):
                hint = "there are no powers; write the product"
            raise ExpressionError(f"{text[offset]!r} does not belong in a derivation", offset, hint)
        kind = match.lastgroup or ""
        token = match[kind]
        yield kind, _SIGNS.get(token, token), match.start(kind)
        position = match.end()
    yield "end", "", len(text)


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.position = 0
        self.depth = 0

    @property
    def sign(self) -> str:
        kind, token, _ = self.tokens[self.position]
        return token if kind == "sign" else ""

    @property
    def offset(self) -> int:
        return self.tokens[self.position][2]

    def expect(self, sign: str) -> None:
        if self.sign != sign:
            raise ExpressionError(
                f"{sign!r} is missing here", self.offset, "brackets come in pairs"
            )
        self.position += 1

    def sum(self) -> Node:
        node = self.product()
        while self.sign and self.sign in "+-":
            operator, offset = self.sign, self.offset
            self.position += 1
            node = Binary(operator, node, self.product(), offset)
        return node

    def product(self) -> Node:
        node = self.factor()
        while self.sign and self.sign in "*/":
            operator, offset = self.sign, self.offset
            self.position += 1
            node = Binary(operator, node, self.factor(), offset)
        return node

    def factor(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("the derivation is nested too deeply", self.offset)
        try:
            return self._factor()
        finally:
            self.depth -= 1

    def _factor(self) -> Node:
        kind, token, offset = self.tokens[self.position]
        self.position += 1
        if kind == "number":
            percent = self.sign == "%"
            if percent:
                self.position += 1
            value = Decimal(token.replace(",", ""))
            return Number(value.scaleb(-2, context=EXACT) if percent else value, percent, offset)
        if kind == "name":
            return self._call(token, offset) if self.sign == "(" else Name(token, offset)
        if token == "-":
            return Negative(self.factor(), offset)
        if token == "+":
            return self.factor()
        if token == "(":
            node = self.sum()
            self.expect(")")
            return node
        if kind == "end":
            raise ExpressionError("the derivation ends too early", offset)
        raise ExpressionError(f"{token!r} cannot stand here", offset)

    def _call(self, function: str, offset: int) -> Node:
        if function not in FUNCTIONS:
            raise ExpressionError(
                f"there is no function {function!r}", offset, "there are " + ", ".join(FUNCTIONS)
            )
        self.position += 1
        arguments = [self.sum()]
        while self.sign == ",":
            self.position += 1
            arguments.append(self.sum())
        self.expect(")")
        if function == "abs" and len(arguments) != 1:
            raise ExpressionError("abs takes one value", offset)
        if function == "round":
            places = arguments[1] if len(arguments) == 2 else Number(Decimal(0), False, offset)
            whole = isinstance(places, Number) and places.value == int(places.value)
            if len(arguments) > 2 or not whole:
                raise ExpressionError("round takes a value and a number of decimals", offset)
            arguments = [arguments[0], places]
        return Call(function, tuple(arguments), offset)


def parse_expression(text: str) -> Node:
    """The tree of a derivation; :class:`ExpressionError` with the offset of what is wrong."""
    if len(text) > LONGEST:
        raise ExpressionError(f"the derivation is longer than {LONGEST} characters")
    parser = _Parser(text)
    node = parser.sum()
    if parser.tokens[parser.position][0] != "end":
        raise ExpressionError("an operator is missing here", parser.offset)
    return node


def names(node: Node) -> tuple[Name, ...]:
    """Every figure that the tree mentions, in order, repeats included."""
    match node:
        case Name():
            return (node,)
        case Negative(operand=operand):
            return names(operand)
        case Binary(left=left, right=right):
            return names(left) + names(right)
        case Call(arguments=arguments):
            return tuple(found for argument in arguments for found in names(argument))
        case _:
            return ()


def numbers(node: Node) -> tuple[Number, ...]:
    """Every constant of the tree, in order."""
    match node:
        case Number():
            return (node,)
        case Negative(operand=operand):
            return numbers(operand)
        case Binary(left=left, right=right):
            return numbers(left) + numbers(right)
        case Call(arguments=arguments):
            return tuple(found for argument in arguments for found in numbers(argument))
        case _:
            return ()


def evaluate(node: Node, value_of: Callable[[str], Decimal]) -> Decimal:
    """Value of the tree; percentages count as fractions.

    :class:`ExpressionError` where a divisor is zero.
    """
    match node:
        case Number(value=value):
            return value
        case Name(name=name):
            return value_of(name)
        case Negative(operand=operand):
            return EXACT.minus(evaluate(operand, value_of))
        case Binary(operator=operator, left=left, right=right):
            a, b = evaluate(left, value_of), evaluate(right, value_of)
            if operator == "+":
                return EXACT.add(a, b)
            if operator == "-":
                return EXACT.subtract(a, b)
            if operator == "*":
                return EXACT.multiply(a, b)
            if b == 0:
                raise ExpressionError(
                    "this divides by zero", right.offset, "leave the figure out, or state it"
                )
            return EXACT.divide(a, b)
        case Call(function=function, arguments=arguments):
            values = [evaluate(argument, value_of) for argument in arguments]
            return _apply(function, values)


def _apply(function: str, values: list[Decimal]) -> Decimal:
    if function == "min":
        return min(values)
    if function == "max":
        return max(values)
    if function == "abs":
        return abs(values[0])
    if function == "round":
        return rounded(values[0], int(values[1]))
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return EXACT.divide(total, Decimal(len(values))) if function == "mean" else total


_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}
_PRINTED = {"+": "+", "-": "\N{MINUS SIGN}", "*": "×", "/": "÷"}


def formula(node: Node, shown: Callable[[str], str], constant: Callable[[Decimal], str]) -> str:
    """The derivation as a reader sees it: ``30.74 ÷ (1 + 22.11%)``.

    ``shown`` gives a figure's digits (with ``%`` where it is one), ``constant`` a constant's.
    """
    return _printed(node, shown, constant)[0]


def _printed(
    node: Node, shown: Callable[[str], str], constant: Callable[[Decimal], str]
) -> tuple[str, int]:
    match node:
        case Number(value=value, percent=percent):
            if percent:
                return constant(value.scaleb(2, context=EXACT)) + "%", 3
            return constant(value), 3
        case Name(name=name):
            text = shown(name)
            return (f"({text})" if text.startswith("\N{MINUS SIGN}") else text), 3
        case Negative(operand=operand):
            text, rank = _printed(operand, shown, constant)
            return "\N{MINUS SIGN}" + (f"({text})" if rank < 3 else text), 2
        case Binary(operator=operator, left=left, right=right):
            rank = _RANK[operator]
            a, rank_a = _printed(left, shown, constant)
            b, rank_b = _printed(right, shown, constant)
            if rank_a < rank:
                a = f"({a})"
            negative = b.startswith("\N{MINUS SIGN}")
            if rank_b < rank or (rank_b == rank and operator in "-/") or negative:
                b = f"({b})"
            return f"{a} {_PRINTED[operator]} {b}", rank
        case Call(function=function, arguments=arguments):
            if function == "round":
                return _printed(arguments[0], shown, constant)
            parts = [_printed(argument, shown, constant) for argument in arguments]
            if function == "sum":
                return " + ".join(text for text, _ in parts), 1
            return f"{function}({', '.join(text for text, _ in parts)})", 3
