"""Units as authors write them → a power of ten and a base unit: ``万人`` → (4, ``人``)."""

from __future__ import annotations

from functools import lru_cache

PERCENT = frozenset({"%", "％"})
POINTS = frozenset(
    {"个百分点", "百分点", "個百分點", "百分點", "ポイント", "%ポイント", "퍼센트포인트", "%포인트"}
    | {"%p", "pp", "percentage points", "percentage point", "points"}
)
PER_MILLE = frozenset({"‰"})

_SCALES = {
    "万亿": 12, "萬億": 12, "千万": 7, "千萬": 7, "百万": 6, "百萬": 6, "千亿": 11, "百亿": 10,
    "千億": 11, "百億": 10, "亿": 8, "億": 8, "万": 4, "萬": 4, "兆": 12, "千": 3,
    "조": 12, "천억": 11, "억": 8, "천만": 7, "백만": 6, "만": 4, "천": 3,
    "trillion": 12, "billion": 9, "million": 6, "thousand": 3,
}  # fmt: skip
_ORDER = sorted(_SCALES, key=len, reverse=True)
_WHOLE = (
    "千米", "千克", "千瓦", "千卡", "千帕", "千伏", "千字", "千赫", "兆瓦", "兆赫", "兆字节",
    "兆帕", "兆欧", "百分", "千分", "百货", "천체", "만화", "만족",
)  # fmt: skip
"""Units that only begin like a power of ten."""


@lru_cache(maxsize=512)
def split_unit(unit: str) -> tuple[int, str]:
    """Power of ten and base of a unit: ``亿元`` → (8, ``元``), ``所`` → (0, ``所``)."""
    unit = unit.strip()
    if not unit.startswith(_WHOLE):
        for word in _ORDER:
            if unit.startswith(word):
                rest = unit[len(word) :]
                if word.isascii() and rest and not rest.startswith(" "):
                    continue
                return _SCALES[word], rest.strip()
    return 0, unit


def scale_word(unit: str) -> str:
    """The power of ten that a unit begins with: ``亿元`` → ``亿``, ``所`` → ""."""
    base = split_unit(unit)[1]
    return unit[: len(unit) - len(base)].strip() if base != unit else ""


def is_fraction(unit: str) -> bool:
    """Whether numbers of this unit are parts of a hundred or of a thousand."""
    return unit in PERCENT or unit in POINTS or unit in PER_MILLE


def fraction_power(unit: str) -> int:
    """2 for per cent and percentage points, 3 for per mille, 0 for any other unit."""
    return 3 if unit in PER_MILLE else 2 if is_fraction(unit) else 0


def scale_of(word: str) -> int | None:
    """Power of ten of a bare scale word (``万`` → 4); None for any other text."""
    return _SCALES.get(word)


SCALE_WORDS = tuple(_ORDER)
