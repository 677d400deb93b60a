r"""Values → label strings and the Excel number formats that show the same strings.

A label keeps the digits of its source. Only plain numbers of a million and more are shortened,
in 万 and 亿 (or the language's own words), with as many decimals as Excel's format codes can
show: two for 亿, one for 万 (``0\.00,,"亿"`` scales by a million and escapes the point).
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from report.compose.document import FigureView
from report.compose.numbers import EXACT, MINUS, NumberFormat, decimals_of, plain
from report.record import record

_SHORTEN_FROM = Decimal(1_000_000)


@record
class Scale:
    """A power of ten with a word, and the format code that shows it."""

    power: int
    word: str
    decimals: int
    code: str


_SCALES = {
    "zh-Hans": (Scale(8, "亿", 2, '0\\.00,,"亿"'), Scale(4, "万", 1, '0\\.0,"万"')),
    "zh-Hant": (Scale(8, "億", 2, '0\\.00,,"億"'), Scale(4, "萬", 1, '0\\.0,"萬"')),
    "ja": (Scale(8, "億", 2, '0\\.00,,"億"'), Scale(4, "万", 1, '0\\.0,"万"')),
    "ko": (Scale(8, "억", 2, '0\\.00,,"억"'), Scale(4, "만", 1, '0\\.0,"만"')),
    "en": (Scale(9, " bn", 2, '0.00,,," bn"'), Scale(6, " m", 1, '0.0,," m"')),
}


def quoted(text: str) -> str:
    """``text`` as a literal of a format code."""
    return '"' + text.replace('"', '""') + '"' if text else ""


def format_code(decimals: int, *, grouping: bool = False) -> str:
    """Format code of a plain number: ``0.00``, ``#,##0``; the minus is U+2212."""
    code = ("#,##0" if grouping else "0") + ("." + "0" * decimals if decimals else "")
    return f'{code};"{MINUS}"{code}'


def scale_for(language: str, values: tuple[Decimal, ...]) -> Scale | None:
    """The word that shortens the largest of ``values``, or None where none is needed."""
    largest = max((abs(v) for v in values), default=Decimal(0))
    if largest < _SHORTEN_FROM:
        return None
    for scale in _SCALES[language]:
        if largest.adjusted() >= scale.power:
            return scale
    return None


def scaled_label(value: Decimal, scale: Scale, numbers: NumberFormat) -> tuple[str, str]:
    """``value`` in ``scale`` and its format code; zero stays a bare 0."""
    if value == 0:
        return "0", "0"
    digits = value.scaleb(-scale.power, context=EXACT)
    text = numbers.number(digits, decimals=scale.decimals, grouping=False) + scale.word
    return text, f'{scale.code};"{MINUS}"{scale.code};0'


def value_label(value: Decimal, numbers: NumberFormat) -> tuple[str, str]:
    """Label and format code of a plain value: its digits, or shortened from a million on."""
    scale = scale_for(numbers.language, (value,))
    if scale:
        return scaled_label(value, scale, numbers)
    return numbers.number(value), format_code(decimals_of(value), grouping=abs(value) >= 1000)


def tick_labels(
    ticks: tuple[Decimal, ...], numbers: NumberFormat, *, shorten: bool = True
) -> tuple[tuple[str, ...], str]:
    """Labels of an axis and its one format code."""
    scale = scale_for(numbers.language, ticks) if shorten else None
    if scale and all(_exact(t, scale) for t in ticks):
        pairs = [scaled_label(t, scale, numbers) for t in ticks]
        return tuple(text for text, _ in pairs), next(code for text, code in pairs if text != "0")
    places = max(decimals_of(plain(t)) for t in ticks)
    grouping = max(abs(t) for t in ticks) >= 1000
    return (
        tuple(numbers.number(t, decimals=places) for t in ticks),
        format_code(places, grouping=grouping),
    )


def _exact(value: Decimal, scale: Scale) -> bool:
    return decimals_of(plain(value.scaleb(-scale.power, context=EXACT))) <= scale.decimals


def figure_label(view: FigureView, numbers: NumberFormat) -> tuple[str, str]:
    """Label and format code of a figure: its own digits with 近, 余 and the like, no unit.

    The code is "" where none can show the label (``40万余``): the label is text then.
    """
    assert view.value is not None
    derived = view.state == "derived"  # a derived mark says 约 by its form
    before = "" if derived or not view.prefix else view.prefix
    digits = view.number.replace(",", "").replace(MINUS, "-")
    if not view.suffix and len(digits) > 7:
        number, code = value_label(view.value, numbers)
    else:
        number = view.number
        same = digits.replace(".", "").lstrip("-").isdigit() and Decimal(digits) == view.value
        code = format_code(_shown_decimals(number), grouping="," in number) if same else ""
    if code and (before or view.suffix):
        code = ";".join(quoted(before) + c + quoted(view.suffix) for c in code.split(";"))
    return before + number + view.suffix, code


def _shown_decimals(number: str) -> int:
    return len(number.rpartition(".")[2]) if "." in number else 0


def em_width(text: str) -> float:
    """Rough width of ``text`` in ems, without a face: 1 for wide characters, 0.57 for others."""
    return sum(
        1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.3 if c in ".,:;'|il" else 0.57
        for c in text
    )
