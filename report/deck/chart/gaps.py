"""Gaps in lines: a plan → hatched bands over the plot, or slots above it that name the line.

Over the missing period of a single line stands a band: a column of full height and no spacing on
the same axes. Where several lines share the plot, a slot above it names the line and its gap, so
that no band hides the others; a period that all of them miss is a band again.
"""

from __future__ import annotations

from typing import NamedTuple

from report.compose.plan import ChartPlan, Point, Series
from report.deck.chart.frame import Frame, width_of
from report.deck.chart.native import REMARK, codes_text, remark_lines, slot_label
from report.deck.chart.overlay import Overlay
from report.deck.chart.xml import (
    CATEGORY_AXIS,
    VALUE_AXIS,
    Brush,
    labels,
    number_reference,
    series_head,
    text_reference,
)
from report.deck.workbook import SheetColumn
from report.record import replace


def banded(plan: ChartPlan) -> bool:
    """Whether gaps are columns of the chart: those of one line on an axis to one side of zero.

    A column begins at zero, so that it cannot span an axis that goes both ways.
    """
    axis = plan.axis
    assert axis is not None
    one_side = axis.minimum >= 0 or axis.maximum <= 0
    return len(plan.series) == 1 and plan.kind != "slope" and one_side


def bands(plan: ChartPlan, brush: Brush, frame: Frame) -> tuple[str, SheetColumn]:
    """Hatched columns over the missing periods of one line, and the sheet's third column."""
    axis = plan.axis
    assert axis is not None
    step = frame.plot_w / max(1, len(plan.categories))
    series = plan.series[0]
    full = axis.maximum if axis.maximum > 0 else axis.minimum
    lengths = [full if p.state == "missing" else None for p in series.points]
    texts: list[str] = []
    for first, last, words in gap_runs(plan, series):
        gone = replace(series.points[first], label=words, code=None)
        room = step * (last - first + 1)
        text = slot_label(brush, [("", gone)], (first + last) // 2, room=room, height=frame.plot_h)
        if text:
            texts.append(text)
    held = SheetColumn(plan.gap_text, tuple(lengths), axis.number_format, width=14.0)
    markup = (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f"<c:ser>{series_head(1, 2, held.title)}{brush.missing()}"
        f'<c:invertIfNegative val="0"/>{labels(texts)}'
        f"<c:cat>{text_reference(0, plan.categories)}</c:cat>"
        f"<c:val>{number_reference(2, lengths, axis.number_format)}</c:val></c:ser>"
        f'<c:gapWidth val="0"/><c:overlap val="100"/><c:axId val="{CATEGORY_AXIS}"/>'
        f'<c:axId val="{VALUE_AXIS}"/></c:barChart>'
    )
    return markup, held


def gap_runs(plan: ChartPlan, series: Series) -> list[tuple[int, int, str]]:
    """Runs of gaps: first and last category, and the words of their slot."""
    found: list[tuple[int, int, str]] = []
    points = series.points
    c = 0
    while c < len(points):
        if points[c].state != "missing":
            c += 1
            continue
        end = c
        while end + 1 < len(points) and points[end + 1].state == "missing":
            end += 1
        codes = codes_text(plan, [p.code for p in points[c : end + 1]])
        remarks = [
            a.text
            for a in plan.annotations
            if c <= a.category <= end
            and a.series < len(plan.series)
            and plan.series[a.series] is series
        ]
        words = " ".join(t for t in (points[c].label, codes, *remarks) if t)
        found.append((c, end, words))
        c = end + 1
    return found


def remarks_over(
    plan: ChartPlan,
    overlay: Overlay,
    frame: Frame,
    point: tuple[int, int],
    middle: float,
    top: float,
    room: float,
) -> None:
    """The remarks at a gap (series, category), in lines over its slot; ``middle`` and ``top``: of
    the slot.
    """
    room = max(room, 60.0)
    lines = remark_lines(plan, *point, room)
    x = min(max(middle - room / 2, 0.0), max(frame.w - room, 0.0))
    for k, line in enumerate(lines):
        y = top - 15.0 * (len(lines) - k) - 2
        overlay.words(x, y, room, 15, line, REMARK, "muted", align="ctr")


_MOST_ROWS = 3
"""Rows of slots above a plot; more gaps share one slot a line."""


class _Slot(NamedTuple):
    """A slot above the plot (points)."""

    x: float
    w: float
    row: int
    text: str
    name: str


def gap_slots(plan: ChartPlan, overlay: Overlay, frame: Frame) -> Frame:
    """Slots for the gaps of several lines; returns the frame less the rows above the plot.

    A period that all lines miss is a band over the plot. Other slots stand above the plot over
    their period; where that would take many rows, each line has one for all.
    """
    apart = _less_common(plan) if plan.kind in ("line", "area") else plan
    if any(p.state == "missing" for s in apart.series for p in s.points):
        frame = _rows_above(apart, overlay, frame)
    if apart is not plan:
        _common_bands(plan, overlay, frame)
    return frame


def _everywhere(plan: ChartPlan) -> tuple[bool, ...]:
    """For each category, whether all lines miss it."""
    return tuple(
        all(s.points[c].state == "missing" for s in plan.series)
        for c in range(len(plan.categories))
    )


def _less_common(plan: ChartPlan) -> ChartPlan:
    """The plan as if the categories that all lines miss were none of its gaps."""
    common = _everywhere(plan)
    return replace(
        plan,
        series=tuple(
            replace(
                s,
                points=tuple(
                    replace(p, state="reported") if every else p
                    for p, every in zip(s.points, common, strict=True)
                ),
            )
            for s in plan.series
        ),
    )


def _common_bands(plan: ChartPlan, overlay: Overlay, frame: Frame) -> None:
    common = _everywhere(plan)
    step = frame.plot_w / max(1, len(plan.categories))
    runs = Series(
        "",
        tuple(Point(None, plan.gap_text, "missing" if every else "reported") for every in common),
    )
    for first, last, _ in gap_runs(plan, runs):
        codes = [p.code for s in plan.series for p in s.points[first : last + 1]]
        words = f"{plan.gap_text} {codes_text(plan, codes)}".strip()
        overlay.slot(
            frame.left + step * first,
            frame.top,
            step * (last - first + 1),
            frame.plot_h,
            words,
            13,
            f"{words} {plan.categories[first]}",
        )


def _rows_above(plan: ChartPlan, overlay: Overlay, frame: Frame) -> Frame:
    slots = _slots_by_period(plan, frame)
    if max(s.row for s in slots) >= _MOST_ROWS:
        slots = _slots_by_line(plan, frame)
    rows = max(s.row for s in slots) + 1
    height = min(22.0, max(frame.plot_h * 0.5 / rows, 15.0))
    top = frame.top - 22
    for one in slots:
        overlay.slot(one.x, top + one.row * (height + 3), one.w, height - 1, one.text, 12, one.name)
    taken = rows * (height + 3)
    return replace(frame, top=frame.top + taken, plot_h=max(frame.plot_h - taken, 20))


def _slots_by_period(plan: ChartPlan, frame: Frame) -> list[_Slot]:
    step = frame.plot_w / max(1, len(plan.categories))
    rows: list[list[tuple[float, float]]] = []
    slots: list[_Slot] = []
    for series in plan.series:
        for first, last, words in gap_runs(plan, series):
            text = f"{series.name} {words}" if len(plan.series) > 1 else words
            width = max(step * (last - first + 1) * 0.9, width_of(text, 12) + 20)
            centre = frame.left + step * (first + last + 1) / 2
            x = min(max(centre - width / 2, 0.0), max(frame.w - width, 0.0))
            row = next(
                (
                    k
                    for k, taken in enumerate(rows)
                    if all(x + width + 4 <= a or x >= b + 4 for a, b in taken)
                ),
                len(rows),
            )
            if row == len(rows):
                rows.append([])
            rows[row].append((x, x + width))
            where = plan.categories[first : last + 1]
            name = f"{text} {where[0]}" + (f"–{where[-1]}" if len(where) > 1 else "")
            slots.append(_Slot(x, width, row, text, name))
    return slots


def _slots_by_line(plan: ChartPlan, frame: Frame) -> list[_Slot]:
    slots: list[_Slot] = []
    x, row = 0.0, 0
    for series in plan.series:
        gone = [p for p in series.points if p.state == "missing"]
        if not gone:
            continue
        codes = codes_text(plan, [p.code for p in gone])
        remarks = [
            a.text
            for a in plan.annotations
            if a.series < len(plan.series)
            and plan.series[a.series] is series
            and series.points[a.category].state == "missing"
        ]
        text = " ".join(t for t in (series.name, gone[0].label, codes, *remarks) if t)
        width = min(width_of(text, 12) + 24, frame.w)
        if x and x + width > frame.w:
            x, row = 0.0, row + 1
        slots.append(_Slot(x, width, row, text, text))
        x += width + 6
    return slots
