"""Which categories a chart shows and in what order: sort, the largest n with 其他, highlights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from report.compose.charting.labels import format_code, value_label
from report.compose.charting.phrases import phrases_for
from report.compose.charting.points import ChartData, Strand
from report.compose.context import ChartContext
from report.compose.numbers import EXACT, decimals_of, rounded
from report.compose.plan import OTHERS, Point
from report.compose.suggest import did_you_mean
from report.compose.units import is_fraction
from report.record import replace
from report.source import model

_DIGITS = re.compile(r"\d+")
_ORDINALS = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {
    "零": 0, "初": 0, "首": 0, "甲": 1, "乙": 2, "丙": 3, "丁": 4,
}  # fmt: skip


def natural(categories: Sequence[str]) -> bool:
    """Whether the categories are steps of an order of their own: years, months, grades, ages.

    They are where each has a number in it and the numbers only rise or only fall, around text
    that is the same (``2019年``, ``第三季度``, ``6—10岁``, ``Q1``).
    """
    if len(categories) < 2:
        return False
    keys: list[tuple[int, ...]] = []
    shapes: set[str] = set()
    for text in categories:
        found = tuple(int(d) for d in _DIGITS.findall(text))
        shape = _DIGITS.sub("0", text)
        if not found:
            found = tuple(_ORDINALS[c] for c in text if c in _ORDINALS)
            shape = "".join("0" if c in _ORDINALS else c for c in text)
        if not found:
            return False
        keys.append(found)
        shapes.add(shape)
    rising = all(a < b for a, b in pairwise(keys))
    falling = all(a > b for a, b in pairwise(keys))
    return (rising or falling) and len(shapes) <= max(1, len(categories) // 3)


def ordered(spec: model.Chart, data: ChartData, *, sorts: bool) -> ChartData:
    """Sort the categories as asked; by default by value where the kind ``sorts`` and they have
    no order of their own. Gaps come last, in the author's order; ties keep it too.
    """
    how = spec.sort or ("descending" if sorts and not natural(data.categories) else "none")
    if how == "none":
        return data
    totals: list[Decimal | None] = []
    for i in range(len(data.categories)):
        values = [s.points[i].value for s in data.strands]
        known = [v for v in values if v is not None]
        totals.append(sum(known, Decimal(0)) if known else None)
    present = [i for i, total in enumerate(totals) if total is not None]
    gaps = [i for i, total in enumerate(totals) if total is None]
    sign = -1 if how == "descending" else 1
    present.sort(key=lambda i: sign * (totals[i] or Decimal(0)))
    return data.keep([*present, *gaps])


def top(
    spec: model.Chart, data: ChartData, context: ChartContext, *, shares: bool
) -> tuple[ChartData, str]:
    """The ``top`` largest categories and, as the last, the sum of the others.

    Gaps are never merged away. Where a sum has no meaning (percentages that are not shares of
    one whole) the others are left out and the note says how many. Returns the data and the note.
    """
    if spec.top is None:
        return data, ""
    phrases = phrases_for(context.language)
    sizes: list[tuple[Decimal, int]] = []
    gaps: list[int] = []
    for i in range(len(data.categories)):
        known = [s.points[i].value for s in data.strands]
        if all(v is None for v in known):
            gaps.append(i)
        else:
            sizes.append((sum((abs(v) for v in known if v is not None), Decimal(0)), i))
    sizes.sort(key=lambda pair: (-pair[0], pair[1]))
    kept = {i for _, i in sizes[: spec.top]}
    rest = [i for _, i in sizes[spec.top :]]
    if len(rest) < 2:
        return data, ""  # one item left over: it may as well show itself
    order = [i for i in range(len(data.categories)) if i in kept]
    cut = data.keep([*order, *gaps])
    unit = data.units[0] if data.units else ""
    if is_fraction(unit) and not shares:
        return cut, phrases.left_out.format(len(rest))
    merged: list[Strand] = []
    for whole, strand in zip(data.strands, cut.strands, strict=True):
        values = [whole.points[i].value for i in rest]
        point = _sum_point([v for v in values if v is not None], None in values, context)
        point = replace(point, colour=OTHERS)
        merged.append(replace(strand, points=(*strand.points, point), units=(*strand.units, unit)))
    name = context.words.other
    note = phrases.others_note.format(name, len(rest))
    return replace(cut, categories=(*cut.categories, name), strands=tuple(merged)), note


def _sum_point(values: list[Decimal], incomplete: bool, context: ChartContext) -> Point:
    if incomplete or not values:
        return Point(None, context.words.missing, "missing")
    return derived_point(sum(values, Decimal(0)), context)


def derived_point(value: Decimal, context: ChartContext) -> Point:
    """A value that the chart computed itself: hollow, with its tag."""
    label, code = value_label(value, context.numbers)
    return Point(value, label, "derived", number_format=code)


def share_label(value: Decimal, decimals: int, context: ChartContext) -> tuple[str, str]:
    """A share in per cent with ``decimals`` places, and its format code."""
    return context.numbers.number(rounded(value, decimals)), format_code(decimals)


def shares(values: Sequence[Decimal], whole: Decimal) -> tuple[Decimal, ...]:
    """Per cent of ``whole`` for each value, exact to many digits."""
    hundred = Decimal(100)
    return tuple(EXACT.divide(EXACT.multiply(v, hundred), whole) for v in values)


def share_decimals(values: Sequence[Decimal]) -> int:
    """Decimals of share labels: as written where the values are per cent already, else 1."""
    return max((decimals_of(v) for v in values), default=0)


def highlighted(spec: model.Chart, data: ChartData, context: ChartContext) -> frozenset[object]:
    """Figures, categories and series that the author, or else the title, singles out.

    Without ``highlight`` a title that names exactly one category singles that one out.
    """
    wanted = (spec.highlight,) if isinstance(spec.highlight, str) else spec.highlight or ()
    figures = {p.figure for p in data.points if p.figure}
    series = {s.name for s in data.strands}
    known = figures | series | set(data.categories)
    for i, name in enumerate(wanted):
        if name not in known:
            context.report(
                f"highlight names nothing in the chart: {name!r}",
                "highlight",
                *([] if isinstance(spec.highlight, str) else [i]),
                hint=did_you_mean(name, known) or "name a figure, a category or a series of it",
                code="chart-highlight",
            )
    if wanted:
        return frozenset(wanted) & known
    if len(data.strands) == 1 and len(data.categories) > 1:
        named = [c for c in data.categories if len(c) > 1 and c in spec.title]
        if len(named) == 1 and data.categories.count(named[0]) == 1:
            return frozenset(named)
    return frozenset()
