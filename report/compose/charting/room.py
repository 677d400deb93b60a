"""How much fits: whether labels have room, and when columns must lie down, without any face.

Widths are counted in ems against the narrower of the two editions (a slide's chart is 536 points
wide with 14 to 16 point text, a page's 475 with 8 to 10), so that both can follow one decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from report.compose.charting.labels import em_width
from report.compose.plan import Point, Series
from report.record import replace

ROW_EMS = 33.0
"""Ems of label text across a plot."""
LABEL_EMS = 45.0
"""Ems of value labels across a plot: they may be set smaller than names."""
PANEL_EMS = 8.8
"""The same across a panel of small multiples."""
ROW_LINES = 62
"""Lines of label text down the tallest plot."""
MOST_ROWS = 60
"""Categories of the longest bar chart a page can hold."""
LABEL_LINES = 3
"""Lines a category label may take below a column."""


def columns_fit(categories: Sequence[str]) -> bool:
    """Whether all category labels can stand below their columns in at most three lines."""
    slot = ROW_EMS / max(1, len(categories)) - 0.4
    return all(_lines(text, slot) <= LABEL_LINES for text in categories) and slot >= 1.6


def _lines(text: str, slot: float) -> int:
    words = [text] if not text.isascii() else text.split()
    if text.isascii() and any(em_width(w) > slot for w in words):
        return LABEL_LINES + 1  # a Latin word is not cut in two
    return ceil(em_width(text) / slot) if slot > 0 else LABEL_LINES + 1


def label_step(categories: Sequence[str]) -> int:
    """Every how manieth label of an axis with an order of its own can be written in one line."""
    widest = max((em_width(c) for c in categories), default=0) + 0.9
    return max(1, ceil(len(categories) * widest / (ROW_EMS + 4)))


def value_labels_fit(series: Sequence[Series], slots: int) -> bool:
    """Whether every value label can stand above its column, ``slots`` of them side by side."""
    room = LABEL_EMS / max(1, slots) - 0.2
    return all(em_width(p.label) <= room for s in series for p in s.points if p.value is not None)


def panel_labels_fit(series: Sequence[Series], slots: int, panels: int) -> bool:
    """Whether every value label can stand above its column in one of ``panels`` small charts."""
    ems = PANEL_EMS if panels <= 8 else PANEL_EMS * 0.7  # more of them stand in a row then
    room = (ems if len(series) > 1 else ems * 1.3) / max(1, slots) - 0.2
    return all(em_width(p.label) <= room for s in series for p in s.points if p.value is not None)


def rows_fit(categories: int, series: int) -> bool:
    """Whether each of the bars of a grouped bar chart has a line of its own."""
    return categories * (series + 0.6) <= ROW_LINES


def hide_gaps(series: Sequence[Series]) -> tuple[Series, ...]:
    """The series with no code shown in the slots of gaps."""
    return tuple(
        replace(
            s, points=tuple(replace(p, shown=False) if p.value is None else p for p in s.points)
        )
        for s in series
    )


def hide(series: Sequence[Series], *, gaps: bool = False) -> tuple[Series, ...]:
    """The series with no value label shown; with ``gaps``, no code in the slots either."""

    def quiet(point: Point) -> Point:
        if point.value is None and not gaps:
            return point
        return replace(point, shown=False)

    return tuple(replace(s, points=tuple(map(quiet, s.points))) for s in series)
