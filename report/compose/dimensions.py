"""What a derivation computes *of*: its unit, as far as it is plain, from those of its inputs.

Not a full unit algebra: it knows powers of ten (万人 and 人), fractions (%), plain counts, and
that a sum needs one unit. Where it cannot tell, it stays silent.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from report.compose.expressions import (
    Binary,
    Call,
    ExpressionError,
    Name,
    Negative,
    Node,
    Number,
    numbers,
)
from report.compose.units import is_fraction, split_unit
from report.record import record


@record
class Dimension:
    """Unit of an intermediate result."""

    kind: str
    """``constant``, ``fraction`` (% and ratios), ``plain`` (one unit) or ``compound``."""
    power: int = 0
    """Power of ten, of a plain unit: 4 for 万人."""
    base: str = ""
    unit: str = ""
    """The plain unit as written."""
    converted: bool = False
    """A constant such as 10000 took part: powers of ten are the author's business then."""
    ratio: bool = False
    """A fraction that came of dividing like by like."""

    @property
    def fraction(self) -> bool:
        """Whether the number is a part of one (0.2211), to be shown as per cent or points."""
        return self.kind == "fraction"


CONSTANT = Dimension("constant")


def dimension_of(node: Node, unit_of: Callable[[str], str]) -> Dimension:
    """Dimension of a tree; :class:`ExpressionError` where a sum mixes units."""
    match node:
        case Number(percent=percent):
            return Dimension("fraction") if percent else CONSTANT
        case Name(name=name):
            unit = unit_of(name)
            if is_fraction(unit):
                return Dimension("fraction", unit=unit)
            power, base = split_unit(unit)
            return Dimension("plain", power, base, unit)
        case Negative(operand=operand):
            return dimension_of(operand, unit_of)
        case Binary(operator=operator, left=left, right=right):
            a, b = dimension_of(left, unit_of), dimension_of(right, unit_of)
            if operator in "+-":
                result = _sum(a, b, left, right, node.offset)
                if operator == "-" and a.fraction and b.fraction:
                    return Dimension("fraction")
                return result
            converts = _converts(left) or _converts(right)
            result = _product(a, b) if operator == "*" else _quotient(a, b, node.offset)
            return _converted(result) if converts or a.converted or b.converted else result
        case Call(function=function, arguments=arguments):
            result = dimension_of(arguments[0], unit_of)
            for argument in arguments[1:] if function != "round" else ():
                other = dimension_of(argument, unit_of)
                result = _sum(result, other, arguments[0], argument, node.offset)
            return result


def _converted(d: Dimension) -> Dimension:
    return Dimension(d.kind, d.power, d.base, d.unit, True, d.ratio)


def _converts(node: Node) -> bool:
    return (
        isinstance(node, Number)
        and node.value >= 10
        and node.value.normalize().as_tuple()[1] == (1,)
    )


def _sum(a: Dimension, b: Dimension, left: Node, right: Node, offset: int) -> Dimension:
    if a.kind == "constant" or b.kind == "constant":
        known, constant = (b, left) if a.kind == "constant" else (a, right)
        if known.fraction and any(abs(n.value) > 2 for n in numbers(constant)):
            at = numbers(constant)[0]
            raise ExpressionError(
                f"{at.value} is a plain number, but a percentage counts as a fraction here",
                at.offset,
                f"write {at.value}%",
            )
        return known
    if a.kind == "compound" or b.kind == "compound":
        return a if a.kind == "compound" else b
    if a.fraction != b.fraction:
        plain = b if a.fraction else a
        raise ExpressionError(
            f"a percentage and {plain.unit or 'a plain number'!r} cannot be added",
            offset,
            "multiply instead: students * (1 + students.change)",
        )
    if a.fraction:
        return Dimension("fraction", unit=a.unit if a.unit == b.unit else "", ratio=False)
    if a.converted or b.converted:
        return _converted(a)
    if (a.power, a.base) != (b.power, b.base):
        raise ExpressionError(
            f"the units {a.unit or 'none'!r} and {b.unit or 'none'!r} are mixed in one sum",
            offset,
            "convert one of them first: staff * 10000" if a.base == b.base else
            "add like to like, or give both figures one unit",
        )  # fmt: skip
    return a


def _product(a: Dimension, b: Dimension) -> Dimension:
    for first, second in ((a, b), (b, a)):
        if first.kind == "constant":
            return second
    if a.fraction or b.fraction:
        return b if a.fraction else a
    return Dimension("compound", a.power + b.power)


def _quotient(a: Dimension, b: Dimension, offset: int) -> Dimension:
    if b.kind == "constant":
        return a
    if a.kind == "constant":
        return Dimension("compound", -b.power)
    if b.fraction:
        return Dimension("fraction", ratio=True) if a.fraction else a
    if a.kind == "plain" and b.kind == "plain" and a.base == b.base:
        if a.power != b.power and not (a.converted or b.converted):
            raise ExpressionError(
                f"{a.unit!r} is divided by {b.unit!r}: one of them has another power of ten",
                offset,
                "convert one of them first: staff * 10000",
            )
        return Dimension("fraction", ratio=True)
    return Dimension("compound", a.power - b.power, a.base)


def check_unit(d: Dimension, unit: str, warn: Callable[[str, str], None]) -> str:
    """The unit a derived figure is shown with: ``unit``, or where that is "" the plain one.

    ``warn(message, hint)`` hears of doubts; :class:`ExpressionError` where powers of ten are
    certainly wrong or a percentage would be shown as a count.
    """
    if d.fraction:
        if not unit and not d.ratio:
            if d.unit:
                return d.unit
            raise ExpressionError(
                "the result is a percentage without a unit", 0, "write unit: '%' or 个百分点"
            )
        if is_fraction(unit) and d.converted and d.ratio:
            raise ExpressionError(
                f"a ratio is turned into {unit} by its unit", 0, "leave the * 100 out"
            )
        if unit and not is_fraction(unit) and not d.ratio:
            warn(f"the result is a percentage, not {unit!r}", "write unit: '%' or 个百分点")
        return unit
    if d.kind == "constant" or d.converted:
        return unit
    if d.kind == "plain" and not unit:
        return d.unit
    power, base = split_unit(unit)
    if is_fraction(unit):
        if d.kind == "plain":
            warn(f"the result is in {d.unit or 'plain numbers'!r}, not in {unit}",
                 "check the derivation or its unit")  # fmt: skip
        return unit
    same_base = base == d.base or d.kind == "compound"
    if same_base and unit and power != d.power and (d.kind == "plain" or base == d.base):
        factor = Decimal(10) ** abs(d.power - power)
        sign = "*" if d.power > power else "/"
        raise ExpressionError(
            f"the result is {_times(d.power)}, the unit {unit!r} is {_times(power)}",
            0,
            f"correct the unit, or write {sign} {factor:f} in the derivation",
        )
    if d.kind == "plain" and base != d.base:
        warn(f"the result is in {d.unit!r}, not in {unit!r}", "check the derivation or its unit")
    return unit


def _times(power: int) -> str:
    return f"in units of {10**power:,}" if power >= 0 else f"in units of 1/{10**-power:,}"
