"""Decimals → the strings a reader sees: grouping, signs, percent, 万 and 亿, by language.

Nothing here reads the locale of the process. All arithmetic is ``decimal`` and all rounding is
half away from zero, as authors round by hand.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from types import MappingProxyType

from report.record import record

MINUS = "\N{MINUS SIGN}"

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""Context of all arithmetic: far more digits than any figure has, and never the thread's own."""

_LARGE: MappingProxyType[str, tuple[tuple[int, str], ...]] = MappingProxyType(
    {
        "zh-Hans": ((12, "万亿"), (8, "亿"), (4, "万")),
        "zh-Hant": ((12, "兆"), (8, "億"), (4, "萬")),
        "ja": ((12, "兆"), (8, "億"), (4, "万")),
        "ko": ((12, "조"), (8, "억"), (4, "만")),
        "en": ((12, " trillion"), (9, " billion"), (6, " million")),
    }
)
"""Powers of ten that have a word, largest first."""


def decimals_of(value: Decimal) -> int:
    """Number of digits after the decimal point as written (``50.00`` → 2)."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(value: Decimal, decimals: int) -> Decimal:
    """``value`` with exactly ``decimals`` digits after the point (negative: tens, hundreds …)."""
    quantum = Decimal(1).scaleb(-decimals)
    result = value.quantize(quantum, rounding=ROUND_HALF_UP, context=EXACT)
    return result if decimals >= 0 else Decimal(format(result, "f"))


@record
class NumberFormat:
    """Formats numbers for one language (BCP 47: zh-Hans, zh-Hant, ja, ko, en)."""

    language: str = "zh-Hans"

    def number(
        self,
        value: Decimal,
        *,
        decimals: int | None = None,
        sign: bool = False,
        grouping: bool = True,
    ) -> str:
        """``value`` as digits: ``1,234.50``, ``−3``, ``+3.1``.

        ``decimals`` None keeps the digits as written; ``sign`` puts ``+`` before what is more
        than zero. A value that rounds to zero has no sign.
        """
        if decimals is not None:
            value = rounded(value, decimals)
        text = format(value.copy_abs(), ",f" if grouping else "f")
        if value == 0:
            return text
        return MINUS + text if value < 0 else "+" + text if sign else text

    def percent(self, value: Decimal, *, decimals: int | None = None, sign: bool = False) -> str:
        """``value`` (22.11 for 22.11 %) with its sign: ``22.11%``."""
        return self.number(value, decimals=decimals, sign=sign) + "%"

    def large(self, value: Decimal, decimals: int | None = 1) -> tuple[str, str]:
        """Digits and word of a large number: 320,000,000 → (``3.2``, ``亿``).

        The word is chosen after rounding, so that 99,999,999 is 1亿 and never 10000万. Trailing
        zeros after the point are dropped; ``decimals`` None keeps every digit.
        """
        steps = _LARGE[self.language]
        chosen = next((i for i, (power, _) in enumerate(steps) if abs(value) >= 10**power), None)
        if chosen is None:
            if decimals is not None and decimals_of(value) > decimals:
                value = plain(rounded(value, decimals))
            chosen = len(steps) - 1
            if abs(value) < 10 ** steps[chosen][0]:
                return self.number(value), ""
        power, word = steps[chosen]
        scaled = self._scaled(value, power, decimals)
        if chosen and abs(scaled) >= 10 ** (steps[chosen - 1][0] - power):
            power, word = steps[chosen - 1]
            scaled = self._scaled(value, power, decimals)
        return self.number(scaled), word

    def fixed(self, value: Decimal, power: int, decimals: int | None = None) -> tuple[str, str]:
        """Digits and word of a number in one certain power of ten: 万 (4) or 亿 (8).

        English has no word for these: the nearest one below (thousand, million) is taken.
        """
        if self.language == "en":
            power, word = (3, " thousand") if power == 4 else (6, " million")
        else:
            word = dict(_LARGE[self.language])[power]
        return self.number(self._scaled(value, power, decimals)), word

    @staticmethod
    def _scaled(value: Decimal, power: int, decimals: int | None) -> Decimal:
        scaled = value.scaleb(-power, context=EXACT)
        return plain(scaled if decimals is None else rounded(scaled, decimals))

    def compact(self, value: Decimal, decimals: int | None = 1) -> str:
        """A large number in one string: ``3.2亿``, ``30.7万``, ``1.2 million``."""
        return "".join(self.large(value, decimals))


def plain(value: Decimal) -> Decimal:
    """``value`` without trailing zeros and without an exponent (``3.20`` → ``3.2``)."""
    return Decimal(format(value.normalize(EXACT), "f"))
