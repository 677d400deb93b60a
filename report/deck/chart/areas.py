"""Areas under lines: a plan → ``c:areaChart``, or, where values are missing, surfaces behind it.

A native area knows no gap: over an empty cell it slopes down to zero, which would say something
that nobody measured. An area with gaps is therefore a native line in front of a freeform for each
run of known values, in one group: it stands exactly under the line, because the plot area has a
fixed place and the axis fixed bounds, and it ends upright where the gap begins, as on the page.
"""

from __future__ import annotations

from report.compose.plan import ChartPlan
from report.deck.chart.frame import Frame
from report.deck.chart.native import Outline, named
from report.deck.chart.xml import (
    CATEGORY_AXIS,
    VALUE_AXIS,
    Brush,
    number_reference,
    series_head,
)

TINT = "p100"
"""The quietest tint: what overlaps stays readable."""
_LONE = 1.5
"""Half the width of the surface of a point between two gaps (points)."""


def plain_areas(plan: ChartPlan, brush: Brush, categories: str) -> str:
    """``c:areaChart`` of whole lines; its series are numbered after those of the lines."""
    m = len(plan.series)
    body = "".join(
        f"<c:ser>{series_head(m + s, s + 1, named(plan, s).name)}{brush.solid(TINT)}"
        f"<c:cat>{categories}</c:cat><c:val>"
        f"{number_reference(s + 1, [p.value for p in series.points], series.number_format)}"
        "</c:val></c:ser>"
        for s, series in enumerate(plan.series)
    )
    return (
        f'<c:areaChart><c:grouping val="standard"/><c:varyColors val="0"/>{body}'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:areaChart>'
    )


def broken_areas(plan: ChartPlan, frame: Frame) -> tuple[tuple[Outline, ...], ...]:
    """For each line the outlines of the surfaces under it, one for each run of known points."""
    axis = plan.axis
    assert axis is not None
    step = frame.plot_w / max(1, len(plan.categories))
    base = frame.y(axis.baseline, axis)
    surfaces: list[tuple[Outline, ...]] = []
    for series in plan.series:
        found: list[Outline] = []
        run: list[tuple[float, float]] = []
        for c, point in enumerate((*series.points, None)):
            if point is not None and point.value is not None:
                run.append((frame.left + step * (c + 0.5), frame.y(point.value, axis)))
                continue
            if len(run) == 1:
                ((x, y),) = run
                run = [(x - _LONE, y), (x + _LONE, y)]
            if run:
                found.append(((run[0][0], base), *run, (run[-1][0], base)))
            run = []
        surfaces.append(tuple(found))
    return tuple(surfaces)
