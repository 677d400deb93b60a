"""The text of a value (``近35``, ``40余``, ``3–5``, ``-3.1%``) → a quantity with its digits.

Digits stay as written: ``50.00`` has two decimals for ever. What an author may write:

* a number: ``30.74``, ``1,234``, ``-3``;
* with a word of approximation before it (``约`` ``近`` ``超过`` …) or after it (``余`` ``多`` …);
* with a power of ten (``40万余``), which is read into the value and shown as written;
* a range: ``3–5``, ``3-5``, ``3~5``, ``3至5``;
* ``missing`` for a gap.
"""

from __future__ import annotations

import re
from decimal import Decimal

from report.compose.numbers import EXACT, decimals_of
from report.compose.units import SCALE_WORDS, scale_of
from report.record import record

MISSING = "missing"
LONGEST_NUMBER = 40
"""Digits and separators; more than any count in this world needs."""

PREFIXES = (
    "大约", "约", "近", "将近", "接近", "超过", "超", "逾", "多达", "高达", "达到", "达", "不足",
    "不到", "少于", "多于", "至少", "至多", "最多", "突破", "累计", "大約", "約", "將近", "超過",
    "累計", "達", "およそ", "ほぼ", "延べ", "약", "거의", "최대", "최소", "연인원",
    "about", "around", "nearly", "almost", "over", "more than", "less than", "fewer than",
    "at least", "at most", "up to", "some", "~", "≈", "≥", "≤", ">", "<",
)  # fmt: skip
SUFFIXES = (
    "余", "多", "餘", "来", "以上", "以下", "左右", "上下", "许", "余り", "あまり", "強", "弱",
    "超", "程度", "여", "이상", "이하", "정도", "+", "or more",
)  # fmt: skip

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PREFIX = "|".join(re.escape(w) for w in sorted(PREFIXES, key=len, reverse=True))
_SUFFIX = "|".join(re.escape(w) for w in sorted(SUFFIXES, key=len, reverse=True))
_SCALE = "|".join(w for w in SCALE_WORDS if not w.isascii())
_QUANTITY = re.compile(
    rf"""(?P<prefix>{_PREFIX})?\s*
    (?P<sign>[-+\u2212])?(?P<number>{_NUMBER})
    (?:\s*%?\s*(?:[-\u2013\u2014~\u301c\uff5e]|至|到)\s*(?P<high>{_NUMBER}))?
    \s*(?P<before>{_SUFFIX})?(?P<scale>{_SCALE})?(?P<after>{_SUFFIX})?
    \s*(?P<unit>.*)""",
    re.VERBOSE | re.DOTALL,
)

_UNIT = re.compile(r"[^\d\s.,+\-*^=:;，．：；][^\d,:;，：；]*")


class QuantityError(ValueError):
    """The text is no quantity; ``hint`` says what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@record
class Quantity:
    """A number as written, or a gap (``value``, ``low`` and ``high`` None)."""

    value: Decimal | None = None
    """The number in its unit, powers of ten included (``40万`` → 400000); None for a range."""
    digits: Decimal | None = None
    """The number as its digits stand (``40万`` → 40)."""
    low: Decimal | None = None
    high: Decimal | None = None
    prefix: str = ""
    suffix: str = ""
    """Approximation and power of ten after the digits, as written: ``万余``."""
    unit: str = ""
    """What stands after the number."""

    @property
    def missing(self) -> bool:
        """Whether the source has lost the number."""
        return self.digits is None

    @property
    def decimals(self) -> int:
        """Digits after the point, as written."""
        return decimals_of(self.digits) if self.digits is not None else 0


def parse_quantity(text: str) -> Quantity:
    """The quantity that ``text`` writes; :class:`QuantityError` if it is none."""
    text = text.strip()
    if text == MISSING:
        return Quantity()
    if not text:
        raise QuantityError("the value is empty", "write the number, or missing with why:")
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise QuantityError(f"{shortened(text)} is not a number", _remedy(text))
    if len(match["number"]) > LONGEST_NUMBER or len(match["high"] or "") > LONGEST_NUMBER:
        raise QuantityError(
            f"{shortened(text)} has more than {LONGEST_NUMBER} digits",
            "write it in a larger unit, such as unit: 亿",
        )
    unit = match["unit"]
    if unit and not _UNIT.fullmatch(unit):
        raise QuantityError(f"{shortened(text)} is not a number", _remedy(text))
    digits = Decimal(match["number"].replace(",", ""))
    if match["sign"] in ("-", "\N{MINUS SIGN}"):
        digits = -digits
    power = scale_of(match["scale"] or "") or 0
    value: Decimal | None = Decimal(format(digits.scaleb(power, EXACT), "f")) if power else digits
    low = high = None
    if match["high"]:
        upper = Decimal(match["high"].replace(",", ""))
        if upper <= digits:
            raise QuantityError(
                f"the range {shortened(text)} runs backwards", "write the smaller number first"
            )
        low, high, value = digits, upper, None
    suffix = (match["before"] or "") + (match["scale"] or "") + (match["after"] or "")
    return Quantity(value, digits, low, high, match["prefix"] or "", suffix, unit)


def _remedy(text: str) -> str:
    if re.fullmatch(r"[-+]?\.\d+%?", text):
        return "write the digit before the point; if the source lost it, use missing with remains:"
    compound = _in_one_scale(text)
    if compound is not None:
        number, word, unit = compound
        return f"write {number} and put {word} into the unit, as in unit: {word}{unit or '…'}"
    if re.search(r"\d,\d", text):
        return "commas stand between groups of three digits, the decimal point is a full stop"
    if re.search(r"\d", text):
        return "write digits such as 30.74, with 约 or 近 before them or 余 after them if need be"
    if text.lower() in ("miss", "mising", "missed", "none", "null", "n/a", "na", "nan", "-", "—",
                        "?", "unknown", "缺失", "缺"):  # fmt: skip
        return "write missing, and the reason under why:"
    return "write the number in digits, or missing with why:"


def _in_one_scale(text: str) -> tuple[str, str, str] | None:
    """``286億4500万円`` → (``286.45``, ``億``, ``円``): a number written with powers of ten between
    its digits, in the greatest of them; None for anything else.
    """
    part = rf"(?:\d[\d,]*(?:\.\d+)?)\s*(?:{_SCALE})\s*"
    match = re.fullmatch(
        rf"(?:{_PREFIX})?\s*(?P<parts>{part}(?:{part})*(?P<rest>\d[\d,]*)?)(?:{_SUFFIX})?(?P<unit>\D*)",
        text,
    )
    if match is None or len(text) > LONGEST_NUMBER:
        return None
    found = re.findall(rf"(\d[\d,]*(?:\.\d+)?)\s*({_SCALE})?", match["parts"])
    if len(found) < 2:
        return None
    powers = [scale_of(word) or 0 for _, word in found]
    if powers != sorted(set(powers), reverse=True):
        return None
    total = Decimal(0)
    for (digits, _), power in zip(found, powers, strict=True):
        total += Decimal(digits.replace(",", "")).scaleb(power)
    number = format((total.scaleb(-powers[0])).normalize(), "f")
    return number, found[0][1], match["unit"].strip()


def shortened(text: str, length: int = 30) -> str:
    """``text`` quoted for a message, cut where it is long."""
    return repr(text if len(text) <= length else text[: length - 1] + "…")
