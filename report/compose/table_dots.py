"""Nearly equal values of a table's column → a strip of dots on an axis that need not begin at zero.

Lengths from zero would look alike; dots may stand on a cut axis, provided that it is stated
(visual design, section 6, "Table").
"""

from __future__ import annotations

from decimal import Decimal

from report.compose.charting.phrases import phrases_for
from report.compose.charting.ticks import point_ticks
from report.compose.numbers import NumberFormat, decimals_of
from report.compose.plan import DotStrip, TablePlan
from report.compose.units import PERCENT

FEWEST, MOST = 3, 24
"""Values that a strip is drawn for: fewer are compared by reading, more by a chart."""

ALIKE = Decimal("0.9")
"""Share of the largest value from which on all of them count as nearly equal."""


def dot_strip(plan: TablePlan, numbers: NumberFormat) -> DotStrip | None:
    """The strip of a table's only stated number column; None where it has no use.

    The values must have one unit and lie near another, but not all be the same. Percentages are
    joined to their whole, 100, where the axis ends with it.
    """
    numeric = [i for i, c in enumerate(plan.columns) if c.kind == "number"]
    stated = [i for i in numeric if not all(r.cells[i].state == "derived" for r in plan.rows)]
    if len(stated) != 1 or any(row.role in ("group", "subtotal") for row in plan.rows):
        return None
    column = stated[0]
    cells = [r.cells[column] for r in plan.rows if r.role == "body"]
    values = [c.value for c in cells if c.value is not None]
    if not FEWEST <= len(values) <= len(cells) <= MOST or len({c.unit for c in cells}) > 1:
        return None
    low, high = min(values), max(values)
    if low == high or low <= ALIKE * high:
        return None
    whole = (plan.columns[column].unit or cells[0].unit) in PERCENT
    ticks = point_ticks(values, percentage=whole)
    places = max(decimals_of(t.normalize()) for t in ticks)
    labels = tuple(numbers.number(t, decimals=places) for t in ticks)
    hundred = Decimal(100)
    return DotStrip(
        column,
        ticks,
        labels,
        hundred if whole and ticks[-1] == hundred else None,
        phrases_for(numbers.language).cut_axis.format(labels[0], labels[-1]),
    )
