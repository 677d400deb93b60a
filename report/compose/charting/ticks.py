"""Values → a value axis: nice limits and three to six ticks, in decimals, chosen once.

Steps are 1, 2, 2.5 or 5 times a power of ten (Heckbert, "Nice Numbers for Graph Labels", with
2.5 for percentages). Everything is ``Decimal``, so that 0.1 + 0.2 is 0.3 on the axis too.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from report.compose.numbers import EXACT, plain

ZERO = Decimal(0)
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_FEWEST, _MOST = 3, 6
"""Ticks on an axis, both ends counted."""


def _magnitude(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(value.adjusted())


def _floor(value: Decimal, step: Decimal) -> Decimal:
    return _whole(value, step, ROUND_FLOOR)


def _ceiling(value: Decimal, step: Decimal) -> Decimal:
    return _whole(value, step, ROUND_CEILING)


def _whole(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    quotient = EXACT.divide(value, step).to_integral_value(rounding=rounding)
    return EXACT.multiply(quotient, step)


def _run(low: Decimal, high: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    count = int(EXACT.divide(EXACT.subtract(high, low), step).to_integral_value())
    return tuple(plain(EXACT.add(low, EXACT.multiply(step, Decimal(i)))) for i in range(count + 1))


def nice_ticks(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Evenly spaced round numbers that enclose ``low`` … ``high``; three to six of them.

    Of the steps that give so many, the one that wastes least of the axis is taken; of equals,
    the one with fewer ticks. ``low`` must not exceed ``high``; equal ends are widened.
    """
    if low == high:
        half = abs(high) / 2 if high else Decimal(1)
        low, high = low - half, high + half
    span = EXACT.subtract(high, low)
    base = _magnitude(span)
    best: tuple[Decimal, int, tuple[Decimal, ...]] | None = None
    for power in (-1, 0):
        for factor in _STEPS:
            step = EXACT.multiply(base, factor.scaleb(power))
            bottom, top = _floor(low, step), _ceiling(high, step)
            ticks = _run(bottom, top, step)
            if not _FEWEST <= len(ticks) <= _MOST:
                continue
            rank = (EXACT.subtract(top, bottom), abs(len(ticks) - 4), ticks)
            if best is None or rank[:2] < best[:2]:
                best = rank
    assert best is not None, (low, high)  # one of nine steps always gives three to six ticks
    return best[2]


def length_ticks(
    values: Iterable[Decimal],
    *,
    percentage: bool = False,
    minimum: Decimal | None = None,
    maximum: Decimal | None = None,
) -> tuple[Decimal, ...]:
    """Ticks for lengths and areas: zero is always one of them.

    A ``percentage`` that fills more than half of a whole gets the whole, 0 … 100. The author's
    ``minimum`` and ``maximum`` widen the axis; they never cut off a value or the zero.
    """
    known = [*values, *(v for v in (minimum, maximum) if v is not None), ZERO]
    low, high = min(known), max(known)
    if low == high == 0:
        return (ZERO, Decimal(1)) if not percentage else tuple(map(Decimal, (0, 25, 50, 75, 100)))
    if percentage and low >= 0 and 50 < high <= 100:
        return tuple(map(Decimal, (0, 25, 50, 75, 100)))
    return nice_ticks(low, high)  # multiples of the step: zero is one of them


def point_ticks(
    values: Iterable[Decimal],
    *,
    percentage: bool = False,
    minimum: Decimal | None = None,
    maximum: Decimal | None = None,
) -> tuple[Decimal, ...]:
    """Ticks for points and lines: from zero, unless that would press them into a corner.

    The axis is cut only where the smallest value is more than six tenths of the largest; a
    percentage near its whole then ends at 100.
    """
    known = [*values]
    widened = [*known, *(v for v in (minimum, maximum) if v is not None)]
    low, high = min(widened), max(widened)
    if low == high or not (low > high * 6 / 10 > 0 or high < low * 6 / 10 < 0):
        return length_ticks(known, percentage=percentage, minimum=minimum, maximum=maximum)
    ticks = nice_ticks(low, high)
    if percentage and high <= 100 < ticks[-1]:
        step = ticks[1] - ticks[0]
        ticks = _run(
            _ceiling(Decimal(100) - (len(ticks) - 1) * step, Decimal(1)), Decimal(100), step
        )
        while ticks[0] > low:
            ticks = (plain(ticks[0] - step), *ticks)
    return ticks


def aligned(
    first: tuple[Decimal, ...], second: tuple[Decimal, ...]
) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    """Two axes side by side with their zeros, and all their ticks, at the same heights.

    Both must have zero among their ticks; each is continued in its own steps.
    """
    below = max(sum(t < 0 for t in first), sum(t < 0 for t in second))
    above = max(sum(t > 0 for t in first), sum(t > 0 for t in second))

    def continued(at: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        step = EXACT.subtract(at[1], at[0])
        return tuple(plain(EXACT.multiply(step, Decimal(i))) for i in range(-below, above + 1))

    return continued(first), continued(second)
