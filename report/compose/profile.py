"""A section's figures → the points of its ridge (visual design, section 8, step 1).

A percentage is its hundredth, clipped to 0…1; a count is measured on a logarithmic scale
against the largest count of the report, money in 亿元. Gaps keep their place without a height.
Derived figures and years are not drawn: the ridge shows what the source says.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from math import log10

from report.compose.document import FigureView, ProfilePoint
from report.compose.units import PERCENT, fraction_power, is_fraction, scale_word, split_unit

MOST_CELLS = 6
"""Lost cells of tables that a ridge may show although its section states fewer figures."""
_MONEY = ("元", "圆", "圓", "円", "원", "刀", "dollar", "euro", "yuan", "yen", "won", "¥", "$", "€")


def count_of(view: FigureView) -> float | None:
    """A count in single items (money in hundreds of millions); None for anything else."""
    if view.value is None or view.temporal or is_fraction(view.unit):
        return None
    power, base = split_unit(view.unit)
    if any(word in base.lower() for word in _MONEY):
        power -= 8
    return max(0.0, float(view.value.scaleb(power)))


def largest_count(views: Iterable[FigureView]) -> float:
    """The largest stated count of a report; 0 where there is none."""
    counts = (count_of(v) for v in views if v.state == "reported")
    return max((c for c in counts if c is not None), default=0.0)


def profile(views: Iterable[FigureView], largest: float) -> tuple[ProfilePoint, ...]:
    """The ridge of a section that shows ``views``, in this order."""
    points: list[ProfilePoint] = []
    views = tuple(views)
    # Where a table has lost more cells than the section states figures, they would be all there
    # is to see; the table itself shows them.
    cells = sum(_is_cell(view) for view in views)
    stated = sum(view.state == "reported" for view in views)
    crowded = cells > max(stated, MOST_CELLS)
    for view in views:
        if view.temporal or view.state == "derived" or view.inputs or (crowded and _is_cell(view)):
            continue
        amplitude: float | None = None
        if view.state == "reported":
            if view.value is None and view.low is None:
                continue
            amplitude = _amplitude(view, largest)
        label = "" if amplitude is None else spot_label(view)
        points.append(ProfilePoint(view.name, amplitude, label, view.state))
    return tuple(points)


def _is_cell(view: FigureView) -> bool:
    """Whether a gap is a lost cell of a table rather than a figure with a name."""
    return view.state == "missing" and "[" in view.name


def spot_label(view: FigureView) -> str:
    """A spot height: the number as the source has it, without what is counted (``近35亿``)."""
    unit = "%" if view.unit in PERCENT else scale_word(view.unit)
    prefix = view.prefix if len(view.prefix) <= 2 else ""
    apart = " " if unit.isascii() and unit.isalpha() else ""
    return prefix + view.number + (view.suffix if unit != "%" else "") + apart + unit


def _amplitude(view: FigureView, largest: float) -> float | None:
    value = view.value if view.value is not None else view.low
    if value is None:
        return None
    if is_fraction(view.unit):
        share = abs(value).scaleb(-fraction_power(view.unit))
        return float(min(share, Decimal(1)))
    count = count_of(view)
    if count is None or largest <= 0:
        return 0.0
    return min(1.0, log10(1 + count) / log10(1 + largest))
