"""Labels of slices: their lines, sizes and places round the circle, none on another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from report.compose.plan import ChartPlan
from report.deck.chart.frame import Frame, stacked, width_of, wrapped
from report.deck.chart.native import gap_words, label_words

HOLE = 62
"""``c:holeSize`` (visual design, section 9)."""
_SIZES = ((13.0, 16.0), (12.0, 14.0), (11.0, 13.0), (10.0, 12.0))
"""Sizes of names and of values, largest first."""
_LEAD = 1.4
"""Pitch of lines in their size: the faces' own height."""
_APART = 2.0
"""Between two labels (points)."""
_MOST_LINES = 4


class Slice(NamedTuple):
    """A labelled slice: what its label says, and how large it is (points)."""

    category: int
    name: tuple[str, ...]
    """() where the legend says it."""
    value: tuple[str, ...]
    sizes: tuple[float, float]
    middle: float
    """Clockwise from twelve o'clock, radians."""
    width: float
    height: float

    @property
    def right(self) -> bool:
        """It lies in the right half."""
        return math.sin(self.middle) >= 0


def slices_beside(
    plan: ChartPlan, amounts: Sequence[Decimal | None], w: float, h: float
) -> tuple[float, list[Slice]] | None:
    """The largest circle with every name beside it, and its labels; None where a legend must help.

    First the sizes give way, then the circle: down to half of what there is for it.
    """
    most = min(h - 60, w * 0.62, 330.0)
    least = min(w, h) * 0.42
    for share in (0.72, 0.0):
        for sizes in _SIZES:
            side = most
            while side >= max(most * share, least):
                room = (w - side) / 2 - 16
                found = sliced(plan, amounts, sizes, room, keyed=False)
                if all(s.width <= room + 6 for s in found) and all(
                    sum(s.height + _APART for s in found if s.right == right) <= h
                    for right in (True, False)
                ):
                    return side, found
                side -= 10
    return None


def sliced(
    plan: ChartPlan,
    amounts: Sequence[Decimal | None],
    sizes: tuple[float, float],
    room: float,
    *,
    keyed: bool,
) -> list[Slice]:
    """The labels of all slices that have one, in lines of up to ``room`` points.

    A label of more lines than four is as wide as it would be on one: it does not fit.
    """
    total = float(sum((a for a in amounts if a is not None), Decimal(0))) or 1.0
    angle = 0.0
    found: list[Slice] = []
    for c, (point, amount) in enumerate(zip(plan.series[0].points, amounts, strict=True)):
        if amount is None:
            continue
        middle = angle + math.pi * float(amount) / total
        angle += 2 * math.pi * float(amount) / total
        if not point.shown and point.state == "reported":
            continue
        missing = point.state == "missing"
        size = min(sizes[1], 13.0) if missing else sizes[1]
        words = gap_words(point) if missing else label_words(point)
        value = wrapped(words, room, size) if missing else (words,)
        name = () if keyed else wrapped(plan.categories[c], room, sizes[0])
        if len(name) > _MOST_LINES:
            name = (plan.categories[c],)
        wide = max(
            *(width_of(t, sizes[0]) for t in ("", *name)), *(width_of(t, size) for t in value)
        )
        high = _LEAD * (sizes[0] * len(name) + size * len(value)) + 3
        found.append(Slice(c, name, value, sizes, middle, wide + 6, high))
    return found


def offsets_of(
    slices: Sequence[Slice], frame: Frame, doughnut: bool
) -> dict[int, tuple[float, float] | None]:
    """How far each label moves from where the program puts it (fractions of the chart)."""
    radius = frame.plot_w / 2
    centre_x, centre_y = frame.left + radius, frame.top + radius
    ring = radius * (1 + HOLE / 100) / 2
    found: dict[int, tuple[float, float] | None] = {}
    for right in (True, False):
        side = [s for s in slices if s.right == right]
        natural = [centre_y - math.cos(s.middle) * (radius + 6 + s.height / 2) for s in side]
        levels = stacked(natural, [s.height for s in side], frame.legend_h, frame.h, _APART)
        for one, was, level in zip(side, natural, levels, strict=True):
            reach = radius + 10
            dy = level - centre_y
            near = max(abs(dy) - one.height / 2, 0.0)
            clear = math.sqrt(max(reach * reach - near * near, 0.0))
            x = centre_x + (clear + one.width / 2 if right else -clear - one.width / 2)
            if clear < 4:
                x = centre_x + math.sin(one.middle) * (reach + one.width / 2)
            crowded = _crowded(one, slices, level, centre_y, radius)
            if crowded:
                half = one.width / 2 + 1
                x = max(x, centre_x + half) if right else min(x, centre_x - half)
            x = min(max(x, one.width / 2), frame.w - one.width / 2)
            if doughnut:
                base_x = centre_x + math.sin(one.middle) * ring
                base_y = centre_y - math.cos(one.middle) * ring
            elif abs(level - was) < 1.0 and not crowded:
                found[one.category] = None
                continue
            else:
                base_x = centre_x + math.sin(one.middle) * (radius + 4 + one.width / 2)
                base_y = was
            found[one.category] = ((x - base_x) / frame.w, (level - base_y) / frame.h)
    return found


def _crowded(
    one: Slice, slices: Sequence[Slice], level: float, centre_y: float, radius: float
) -> bool:
    """Whether a label of the other half stands beside this one, above or below the circle."""
    if abs(level - centre_y) < radius - one.height / 2:
        return False
    return any(
        other.right != one.right and math.cos(other.middle) * math.cos(one.middle) > 0.5
        for other in slices
    )
