"""Gaps of lines → bands over the periods that all lines miss, strips below the plot for the rest.

A strip stands below the axis, where no line passes: a mark in the plot would be struck through by
the other lines, or hide them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.brochure.chart import marks
from report.brochure.chart.columns import Slots
from report.brochure.chart.sheet import Box, Sheet, Type
from report.compose.plan import ChartPlan, Point, Series
from report.record import record

STRIP = 11.5
THIN = 4.5
"""Height of a strip, and of one whose code stands in the note."""
MOST_CODES = 12
"""Codes of one period that are written one by one."""


def bands(sheet: Sheet, plan: ChartPlan, slots: Slots, series: Sequence[Series]) -> None:
    """Hatched bands from top to bottom over the periods that all lines miss."""
    high = slots.bottom - slots.top
    for start, stop in _runs(_everywhere(series)):
        band = _gap(plan, [p for row in series for p in row.points[start:stop]])
        left, wide = _span(slots, start, stop)
        marks.slot(sheet, left, slots.top, wide, high, plan, band, room=8.0)
        sheet.blocked.append(Box(left, slots.top, left + wide, slots.bottom))


@record
class _Strip:
    """A period that one line misses."""

    left: float
    width: float
    band: Point
    series: int
    text: str
    """What is written: in the slot where there is room, else beside it."""
    inside: bool
    named: bool
    """The text names the line: it needs no mark of the line's own."""
    start: float
    stop: float
    """Where slot and text begin and end."""


def strips(
    sheet: Sheet, plan: ChartPlan, slots: Slots, series: Sequence[Series], y: float, *,
    every: bool = False,
) -> float:  # fmt: skip
    """Strips below ``y`` for the periods that only some lines miss; returns their lower end.

    With ``every``, also for those that all of ``series`` miss: columns stand over them.
    """
    type = sheet.code_type(marks.SMALLEST)
    banded = [False] * len(plan.categories) if every else _everywhere(series)
    found: list[_Strip] = []
    for row in series:
        lost = [p.value is None and not b for p, b in zip(row.points, banded, strict=True)]
        for start, stop in _runs(lost):
            found.append(_strip(sheet, plan, slots, row, start, stop, type, len(series) > 1))
    if not found:
        return y
    high = STRIP if any(s.band.shown for s in found) else THIN
    ends: list[float] = []
    y += 4.0
    for one in sorted(found, key=lambda s: (s.start, s.series)):
        row = next((r for r, end in enumerate(ends) if end + 2.0 <= one.start), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = one.stop
        _draw(sheet, plan, one, y + row * (high + 1.5), high, type)
    return y + len(ends) * (high + 1.5)


def _strip(
    sheet: Sheet, plan: ChartPlan, slots: Slots, row: Series, start: int, stop: int, type: Type,
    several: bool,
) -> _Strip:  # fmt: skip
    band = _gap(plan, row.points[start:stop])
    left, wide = _span(slots, start, stop)
    index = plan.series.index(row)
    mark = 8.0 if several else 0.0
    code = band.code or plan.gap_text
    if not band.shown:
        return _Strip(left, wide, band, index, "", True, True, left, left + wide)
    both = f"{plan.gap_text} {band.code}" if band.code else plan.gap_text
    texts = [(both, not several), (code, not several)]
    if several:
        texts = [(f"{row.name} {both}", True), (f"{row.name} {code}", True), *texts]
    for text, named in texts:
        long = sheet.width_of(text, type) + (0.0 if named else mark)
        if long + 6 <= wide:
            return _Strip(left, wide, band, index, text, True, named, left, left + wide)
    long = sheet.width_of(code, type) + mark + 3
    if left + wide + long <= sheet.width:
        return _Strip(left, wide, band, index, code, False, not several, left, left + wide + long)
    return _Strip(left, wide, band, index, code, False, not several, left - long, left + wide)


def _draw(sheet: Sheet, plan: ChartPlan, one: _Strip, y: float, high: float, type: Type) -> None:
    marks.slot(sheet, one.left, y, one.width, high, plan, one.band, plate=False)
    if not one.text:
        return
    middle = y + high / 2
    mark = 0.0 if one.named else 8.0
    long = sheet.width_of(one.text, type) + mark
    if one.inside:
        at = one.left + (one.width - long) / 2
        sheet.rect(at - 2, y + 0.5, long + 4, high - 1, fill="white")
    else:
        at = one.start if one.start < one.left else one.left + one.width + 3
    if mark:
        series = plan.series[one.series]
        colour = sheet.theme.data_colour(series.colour)
        marks.dot(sheet, at + 3, middle, 2.4, Point(None, ""), colour, series.marker)
    sheet.text(at + mark, middle + type.size * 0.36, one.text, type)


def _everywhere(series: Sequence[Series]) -> list[bool]:
    """Which categories have no value in any series."""
    rows = [[p.value is None for p in row.points] for row in series]
    return [all(column) for column in zip(*rows, strict=True)]


def _runs(missing: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last + 1 of neighbouring gaps."""
    start = None
    for c in range(len(missing) + 1):
        inside = c < len(missing) and missing[c]
        if inside and start is None:
            start = c
        elif not inside and start is not None:
            yield start, c
            start = None


def _gap(plan: ChartPlan, lost: Sequence[Point]) -> Point:
    """Gaps of one period as one."""
    codes = list(dict.fromkeys(p.code for p in lost if p.code))
    said = plan.joints[0].join(codes) if len(codes) <= MOST_CODES else f"{codes[0]}—{codes[-1]}"
    return Point(None, plan.gap_text, "missing", said or None, shown=lost[0].shown)


def _span(slots: Slots, start: int, stop: int) -> tuple[float, float]:
    """Left edge and width of a period."""
    left = max(slots.origin + slots.slot * start, slots.left) + 1
    return left, max(2.0, min(slots.origin + slots.slot * stop, slots.right) - 1 - left)
