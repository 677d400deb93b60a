"""Room inside a chart: widths of labels, margins, where the plot area stands (points).

Widths are estimates from the em widths of the themes' faces, on the safe side: PowerPoint and
LibreOffice set the text themselves, and a house theme may bring another face.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from report.compose.plan import Axis, ChartPlan
from report.record import record

CATEGORY_SIZE = 14.0
AXIS_SIZE = 12.0
LABEL_SIZE = 16.0
FLOOR = 10.0
"""Smallest text in a chart on a slide (visual design, section 9; issue: never below 10 pt)."""
LEGEND_SIZE = 13.0

_NARROW = frozenset("iljtfrI.,:;'|!()[]{} ·1")
_WIDE_FROM = "ᄀ"
_CLOSING = "，。、；：？！）」』》〉】”’%％"
_BREAKS = re.compile(rf"(?:(?!\s)[\x00-\u10ff])+\s*|[^\x00-\u10ff][{_CLOSING}]*\s*|\s+")
"""Pieces of text that a line may end after: words, and single Han characters."""


def em(text: str) -> float:
    """Width of ``text`` in ems: Han 1, capitals 0.68, digits and small letters 0.57."""
    total = 0.0
    for c in text:
        if c >= _WIDE_FROM and not "\u2000" <= c <= "\u206f":
            total += 1.0
        elif c in _NARROW:
            total += 0.56 if c == "1" else 0.36
        elif c.isupper() or c in "%@&—…mw":
            total += 0.9 if c in "MW%@—…mw" else 0.68
        else:
            total += 0.57
    return total


def width_of(text: str, size: float) -> float:
    """Width of one line of ``text`` at ``size`` points, with 3 % to spare."""
    return em(text) * size * 1.03


def widest(texts: Sequence[str], size: float) -> float:
    """Width of the longest of ``texts``; 0 for none."""
    return max((em(t) for t in texts), default=0.0) * size * 1.03


def wrapped(text: str, room: float, size: float) -> tuple[str, ...]:
    """``text`` in lines of up to ``room`` points, cut at spaces or between Han characters."""
    lines = [""]
    for piece in _BREAKS.findall(text):
        if lines[-1] and width_of(lines[-1] + piece.rstrip(), size) > room:
            lines.append("")
            piece = piece.lstrip()
        lines[-1] += piece
    return tuple(line.strip() for line in lines if line.strip())


@record
class Frame:
    """A chart of ``w`` × ``h`` points and the plot area in it (points from its upper left)."""

    w: float
    h: float
    left: float
    top: float
    plot_w: float
    plot_h: float
    legend_h: float = 0.0
    """Room above the plot for the legend; 0 for none."""
    legend_w: float = 0.0
    """What its entries take of the chart's width; 0 for all."""
    legend_size: float = 13.0
    """Of its text."""

    @property
    def layout(self) -> tuple[float, float, float, float]:
        """The plot area in fractions of the chart: x, y, width, height."""
        return self.left / self.w, self.top / self.h, self.plot_w / self.w, self.plot_h / self.h

    @property
    def right(self) -> float:
        """X of the plot area's right edge."""
        return self.left + self.plot_w

    @property
    def bottom(self) -> float:
        """Y of the plot area's lower edge."""
        return self.top + self.plot_h

    def x(self, value: Decimal, axis: Axis) -> float:
        """X of ``value`` on a level value axis."""
        return self.left + self.plot_w * share_of(value, axis)

    def y(self, value: Decimal, axis: Axis) -> float:
        """Y of ``value`` on an upright value axis."""
        return self.bottom - self.plot_h * share_of(value, axis)

    def legend_box(self) -> tuple[float, float, float, float]:
        """Where the legend stands: above the plot (fractions)."""
        w = min(self.legend_w or self.w, self.w)
        x = min(self.left, self.w - w)
        return (x / self.w, 0.0, w / self.w, (self.legend_h - 4) / self.h)


class Key(NamedTuple):
    """A legend's height, width and size of text (points)."""

    h: float = 0.0
    w: float = 0.0
    size: float = LEGEND_SIZE


def legend_size(plan: ChartPlan, w: float, h: float) -> Key:
    """The legend of the plan's series over a chart of ``w`` × ``h`` points."""
    names = [s.name for s in plan.series]
    listed = plan.kind == "combo" or plan.kind.startswith(("stacked", "full"))
    if listed and any(p.state == "missing" for s in plan.series for p in s.points):
        names.append(plan.gap_text)
    swatch = 58.0 if any(s.mark in ("line", "area") for s in plan.series) else 30.0
    return names_size(names, w, h, swatch)


_MOST_KEY = 0.2
"""Share of a chart's height that a legend may take before its text gives way."""


def names_size(names: Sequence[str], w: float, h: float, swatch: float = 30.0) -> Key:
    """A legend of ``names``, its columns as wide as the widest name.

    It is no wider than its entries need: programs spread them over all the room they are given.
    A name wider than the chart takes several lines.
    """
    size = LEGEND_SIZE
    while True:
        entry = widest(names, size) + swatch
        columns = max(1, min(len(names), int(w // entry)))
        lines = math.ceil(entry / w) if entry > w else 1
        rows = math.ceil(len(names) / columns)
        key = Key(
            rows * (size * 1.25 * (lines - 1) + size + 7) + 6, min(columns * entry + 16, w), size
        )
        if size <= FLOOR or key.h <= _MOST_KEY * h:
            return key
        size -= 1.0


def share_of(value: Decimal, axis: Axis) -> float:
    """``value`` as a fraction of the axis, 0 at its minimum and 1 at its maximum."""
    span = axis.maximum - axis.minimum
    return float((value - axis.minimum) / span) if span else 0.0


class CategoryText(NamedTuple):
    """How the category labels are set: size, and what they take from the plot (points)."""

    size: float
    room: float
    rotation: int = 0
    skip: int = 1
    names: tuple[str, ...] = ()
    """The categories with line breaks of ours, where no program would break them; () for none."""

    @property
    def turn(self) -> int | None:
        """Rotation to ask for; None where labels are skipped: LibreOffice then skips them too."""
        return None if self.skip > 1 and not self.rotation else self.rotation


NAME_LEAD = 1.45
"""Pitch of the lines of a name, in its size: the faces' own height (Noto Sans CJK)."""
_LEAST_NAMES = 40.0
_SIDE_SHARES = (0.36, 0.45)
"""Share of the chart's width that names beside their bars may take: first, and at most."""


def side_labels(categories: Sequence[str], step: float, w: float) -> CategoryText:
    """Labels in a column left of the plot: one line each, or as many as a row has room for."""
    size = max(FLOOR, min(CATEGORY_SIZE, step * 0.72))
    while True:
        lines = max(1, int(step / (size * NAME_LEAD)))
        for share in _SIDE_SHARES:
            taken = names_beside(categories, share * w, size, lines)
            if taken:
                return CategoryText(size, max(taken + 14, _LEAST_NAMES))
        if size <= FLOOR:
            break
        size = max(FLOOR, size - 1)
    skip = max(1, math.ceil(FLOOR * 1.08 / max(step, 0.1)))
    return CategoryText(FLOOR, _SIDE_SHARES[1] * w + 14, skip=skip)


def names_beside(categories: Sequence[str], room: float, size: float, lines: int) -> float:
    """Width that names take in ``room`` points and so many lines; 0 where one does not fit."""
    longest = widest(categories, size)
    if longest <= room:
        return max(longest, 0.1)
    if lines < 2:
        return 0.0
    for name in categories:
        cut = wrapped(name, room * 0.94, size)
        if len(cut) > lines or widest(cut, size) > room:
            return 0.0
    return room


_UPRIGHT_SHARE = 0.45
"""Share of the chart's height that upright names may take."""


def foot_labels(categories: Sequence[str], step: float, h: float, every: int = 1) -> CategoryText:
    """Labels under the plot: level, wrapped where a step is narrow, else turned upright."""
    span = step * every
    size = CATEGORY_SIZE if span > 30 else max(FLOOR, min(CATEGORY_SIZE, span * 0.5))
    written = categories[::every]
    if widest(written, size) <= span - 6:
        # LibreOffice hides labels that it may skip unless there is room for two lines
        return CategoryText(size, size * (1.3 if every == 1 else 2.0) + 8, skip=every)
    per_line = max(span - 6, 1.0)
    size = min(size, 12.0)
    while size >= FLOOR and per_line >= 2.2 * size:
        cut = [wrapped(name, per_line * 0.88, size) for name in written]
        high = max(len(lines) for lines in cut) * size * NAME_LEAD
        if high <= 0.35 * h and all(widest(lines, size) <= per_line for lines in cut):
            # LibreOffice cuts the name of a lone column instead of wrapping it
            names = ("\n".join(cut[0]),) if len(categories) == 1 else ()
            return CategoryText(size, high + 8, skip=every, names=names)
        size -= 1.0
    most = _UPRIGHT_SHARE * h
    longest = widest(written, FLOOR)
    if longest * 1.08 + 8 <= most:
        return CategoryText(FLOOR, longest * 1.04 + 8, rotation=-90, skip=every)
    names = tuple("\n".join(wrapped(name, 0.9 * (most - 8), FLOOR)) for name in categories)
    return CategoryText(FLOOR, most, rotation=-90, skip=every, names=names)


def side_frame(
    plan: ChartPlan,
    w: float,
    h: float,
    *,
    legend: bool,
    rows: int = 1,
    right: float = 0.0,
    top: float = 0.0,
) -> tuple[Frame, CategoryText]:
    """Frame of a chart whose categories run down the side; ``rows`` bars in each category."""
    n = max(1, len(plan.categories))
    key = legend_size(plan, w, h) if legend else Key()
    head = (key.h or 4.0) + top
    ticks = plan.axis.labels if plan.axis else ()
    foot = AXIS_SIZE * 1.3 + 8 if ticks else 4.0
    room = h - head - foot
    plot_h = min(room, n * (84.0 + 36.0 * min(rows, 3)))
    head += max(room - plot_h, 0.0) * 0.4
    text = side_labels(plan.categories, plot_h / n, w)
    margin = max(width_of(ticks[-1], AXIS_SIZE) / 2 + 2 if ticks else 4.0, right, 4.0)
    plot_w = max(w - text.room - margin, 20)
    return Frame(w, h, text.room, head, plot_w, max(plot_h, 20), *key), text


def foot_frame(
    plan: ChartPlan,
    w: float,
    h: float,
    *,
    legend: bool,
    right: float = 4.0,
    top: float = 8.0,
    cap: float = 0.0,
    second: bool = False,
) -> tuple[Frame, CategoryText]:
    """Frame of a chart whose categories stand under the plot; ``cap``: widest step in points.

    A plot that does not need the whole width stands in its middle, its axis labels counted in.
    """
    n = max(1, len(plan.categories))
    ticks = plan.axis.labels if plan.axis else ()
    left = widest(ticks, AXIS_SIZE) + 10 if any(ticks) else 2.0
    if second and plan.axis2:
        right = max(right, widest(plan.axis2.labels, AXIS_SIZE) + 10)
    plot_w = max(w - left - right, 20)
    if cap and plot_w > n * cap:
        left += (plot_w - n * cap) / 2
        plot_w = n * cap
    text = foot_labels(plan.categories, plot_w / n, h, plan.category_every)
    key = legend_size(plan, w, h) if legend else Key()
    head = key.h + top
    return Frame(w, h, left, head, plot_w, max(h - head - text.room, 20), *key), text


def ticks_that_fit(axis: Axis, room: float) -> Decimal:
    """The axis's step, or a multiple of it whose labels fit side by side in ``room`` points."""
    span = axis.maximum - axis.minimum
    if not axis.step or not any(axis.labels):
        return axis.step
    count = int(span / axis.step)
    need = widest(axis.labels, AXIS_SIZE) + 8
    for every in range(1, count + 1):
        if count % every == 0 and count // every * need <= room:
            return axis.step * every
    return span


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """``places`` moved as little as needed to be ``gap`` apart within ``low`` … ``high``."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    if not order:
        return []
    gap = min(gap, (high - low) / max(1, len(order) - 1)) if len(order) > 1 else gap
    moved = [min(max(places[i], low), high) for i in order]
    for k in range(1, len(moved)):
        moved[k] = max(moved[k], moved[k - 1] + gap)
    if moved[-1] > high:
        moved[-1] = high
        for k in range(len(moved) - 2, -1, -1):
            moved[k] = min(moved[k], moved[k + 1] - gap)
    result = [0.0] * len(places)
    for k, i in enumerate(order):
        result[i] = moved[k]
    return result


def stacked(
    places: Sequence[float], heights: Sequence[float], low: float, high: float, gap: float = 0.0
) -> list[float]:
    """Middles of things of these heights, moved as little as needed to stand apart.

    Where they need more room than there is, all give way alike.
    """
    needed = sum(heights) + gap * (len(heights) - 1)
    if needed > high - low:
        heights = [
            one * max(high - low - gap * (len(heights) - 1), 1.0) / needed for one in heights
        ]
    order = sorted(range(len(places)), key=lambda i: places[i])
    levels = [0.0] * len(places)
    edge = low
    for i in order:
        levels[i] = max(places[i], edge + heights[i] / 2)
        edge = levels[i] + heights[i] / 2 + gap
    edge = high
    for i in reversed(order):
        levels[i] = min(levels[i], edge - heights[i] / 2)
        edge = levels[i] - heights[i] / 2 - gap
    return levels
