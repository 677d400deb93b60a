"""Baselines and targets across a plot: a plan's reference lines → rules drawn on the chart.

The plot area has a fixed place and the value axis fixed bounds, so a rule inside the chart stands
exactly at its value and stays there when the chart is moved or scaled.
"""

from __future__ import annotations

from report.compose.plan import ChartPlan
from report.deck.chart.frame import Frame, spread, width_of
from report.deck.chart.overlay import Overlay
from report.deck.chart.xml import Brush

_SIZE = 12.0


def reference_room(plan: ChartPlan, *, across: bool) -> float:
    """Points to keep free for the labels: above lying bars, right of everything else."""
    if not plan.references:
        return 0.0
    if across:
        return 18.0
    return max(width_of(r.label, _SIZE) for r in plan.references) + 10


def reference_rules(
    overlay: Overlay,
    brush: Brush,
    plan: ChartPlan,
    frame: Frame,
    *,
    across: bool,
    beside: float = 0.0,
) -> None:
    """Adds a dashed rule and its label for each reference line of ``plan``.

    ``beside`` is the room (points) that a second axis takes right of the plot.
    """
    axis = plan.axis
    if axis is None or not plan.references:
        return
    inside = [r for r in plan.references if axis.minimum <= r.value <= axis.maximum]
    if across:
        places = [frame.x(r.value, axis) for r in inside]
        widths = [width_of(r.label, _SIZE) for r in inside]
        centres = spread(places, max(widths, default=0) + 8, 0, frame.w)
        for reference, x, centre, width in zip(inside, places, centres, widths, strict=True):
            token = "accent" if reference.state == "derived" else "ink"
            overlay.rule(x, frame.top - 2, x, frame.bottom, token, reference.label)
            left = min(max(centre - width / 2, 0.0), max(frame.w - width, 0.0))
            if reference.label:
                overlay.words(
                    left, frame.top - 18, width, 16, reference.label, _SIZE, token, align="ctr"
                )
        return
    places = [frame.y(r.value, axis) for r in inside]
    levels = spread(places, _SIZE * 1.35, frame.top + 4, frame.bottom - 4)
    for reference, y, level in zip(inside, places, levels, strict=True):
        token = "accent" if reference.state == "derived" else "ink"
        overlay.rule(frame.left, y, frame.right, y, token, reference.label)
        if not reference.label:
            continue
        width = width_of(reference.label, _SIZE)
        overlay.words(
            frame.right + beside + 6,
            level - 8,
            max(frame.w - frame.right - beside - 6, width),
            16,
            reference.label,
            _SIZE,
            token,
        )
