"""A figure and a height → the same figure that fills it: plots higher, rows of tables wider set.

A page closes well when its figures reach its foot. Plots may grow by two fifths, rows of tables
by a few points; what the author gave an aspect, and kinds whose shape is fixed (waffles, whose
squares are as wide as the measure lets them be, small multiples of bars, an author's own
drawing), keep theirs.
"""

from __future__ import annotations

from typing import Any

from report.brochure.blocks.frame import ChartBand, Recorder
from report.brochure.blocks.panels import SideBySide
from report.brochure.blocks.table import TableBand
from report.record import replace

PLOTS = frozenset(
    {"column", "grouped-column", "stacked-column", "full-column", "line", "area", "combo",
     "waterfall", "bar", "grouped-bar", "stacked-bar", "full-bar", "lollipop", "pie", "doughnut",
     "slope", "multiples"}
)  # fmt: skip
"""Kinds that can be drawn higher."""

MOST = 1.4
"""How much higher than by its own measure a plot may be drawn."""

BESIDE = 1.25
"""The same of a chart beside a panel: what the panel says has to fill it."""

SLENDEST = 1.15
"""Height over width of a plot, beyond which it does not grow."""

PANEL = 40.0
"""Points by which each row of small multiples may grow."""

ROW_AIR = 4.0
"""Points by which a table's rows may grow."""

NEAR = 2.0
"""Points by which a drawing may miss the height that it was asked for."""

LEVEL = 0.8
"""The same of charts that stand side by side: their feet are on one line."""

LABEL = 19.0
"""Room that a column's number takes above it."""

TRIES = 3
"""Drawings of one chart at most, where the first one misses."""

UPRIGHT = frozenset(
    {"column", "grouped-column", "stacked-column", "full-column", "line", "area", "combo",
     "waterfall"}
)  # fmt: skip
"""Kinds whose plot is as high as the aspect says, with legends, labels and names around it."""

LEGENDS = 1.06
"""What those may add to an aspect before the plot gives way to them (``chart.record``)."""


def greatest(block: Any) -> float:
    """The greatest height, in points, that a block can fill."""
    if isinstance(block, ChartBand):
        if not _grows(block):
            return block.height
        own = block.drawing.height_pt
        most = min(MOST * own, SLENDEST * block.width)
        if block.plan.kind == "multiples":  # plots of panels have a greatest height of their own
            most = min(most, own + PANEL * max(1, round(own / 115.0)))
        return block.height - own + max(own, most)
    if isinstance(block, TableBand):
        return block.height + ROW_AIR * (block.last - block.first)
    if isinstance(block, SideBySide):
        charts = [b for b, _, _ in block.blocks if isinstance(b, ChartBand)]
        natural = block.wrap(0, 1e6)[1]
        most = min((greatest(c) for c in charts), default=natural)
        if len(charts) < len(block.blocks):
            most = min(most, BESIDE * natural)
        return max(natural, most)
    return block.wrap(0, 1e6)[1]


def grown(block: Any, height: float, record: Recorder) -> Any:
    """The block drawn ``height`` points high, or as near to it as it comes; itself if it fits."""
    if isinstance(block, ChartBand):
        return _taller(block, height, record)
    if isinstance(block, TableBand):
        return _airier(block, height)
    if isinstance(block, SideBySide):
        charts = sum(isinstance(b, ChartBand) for b, _, _ in block.blocks)
        near = LEVEL if charts > 1 else NEAR
        parts = tuple((_taller(b, height, record, near) if isinstance(b, ChartBand) else b, x, w)
                      for b, x, w in block.blocks)  # fmt: skip
        return replace(block, blocks=parts)
    return block


def _grows(band: ChartBand) -> bool:
    plan = band.plan
    if plan.kind == "multiples" and plan.panels and plan.panels[0].kind == "bar":
        return False
    return plan.kind in PLOTS and plan.aspect is None and not plan.all_missing


def _taller(band: ChartBand, height: float, record: Recorder, near: float = NEAR) -> ChartBand:
    """A chart recorded anew for a height: mostly once, corrected where the first one misses."""
    own = band.drawing.height_pt
    wanted = own + min(height, greatest(band)) - band.height
    if not _grows(band) or wanted - own < NEAR:
        return band
    best, ask, before = band, _asked(band, wanted - 0.25), own
    for _ in range(TRIES):
        drawing = record(replace(band.plan, aspect=ask / band.width), band.width)
        high = drawing.height_pt
        if best.drawing.height_pt < high <= wanted + 0.5:
            best = replace(band, drawing=drawing)
        miss = wanted - high
        if -0.5 <= miss < near or high < own - 1 or abs(high - before) < 0.01:
            break  # near enough, or a shape that does not follow what it is asked for
        ask, before = ask + miss - 0.25, high
    return best


def _asked(band: ChartBand, wanted: float) -> float:
    """The aspect's height that makes a drawing ``wanted`` points high.

    A drawing is ``slope`` times what it is asked for and what its kind adds: that is known from
    its own height, in which the plot has the design's. Where legends and names add much the plot
    gives way to them, which ``chart.record`` does by asking for less by as much as it was over.
    """
    kind, own = band.plan.kind, band.drawing.height_pt
    slope, more = 1.0, -5.0
    if kind in UPRIGHT:
        more = own - 180.0 - _lowered(band, wanted - own)
    elif kind == "slope":  # rows of panels, for which ``chart.slopes`` counts 176 points each
        rows = max(1, round(own / 165.0))
        more = own - 176.0 * rows + 1 if band.plan.panels else own - 180.0
    elif kind == "multiples":
        more = -9.0
    elif kind in ("pie", "doughnut"):
        share = 0.26 if len(band.plan.categories) < 3 else 0.2
        slope, more = 0.92, own - 2 * min(64.0, share * band.width)
    ask = (wanted - more) / slope
    if wanted > LEGENDS * ask:
        ask = (wanted - more * (1 - slope)) / (slope * (2 - slope))
    return ask


def _lowered(band: ChartBand, growth: float) -> float:
    """Points by which less stands above a plot that grows: the numbers of its highest columns.

    They stand within a plot that is high enough for them (``chart.columns.label_rise``).
    """
    plan, own = band.plan, band.drawing.height_pt
    axis = plan.axis
    if axis is None or plan.kind not in ("column", "grouped-column", "waterfall"):
        return 0.0
    ends = [(p.start or 0) + (p.value or 0) for s in plan.series for p in s.points if p.shown]
    free = float((axis.maximum - max(ends, default=axis.maximum)) / (axis.maximum - axis.minimum))
    above = min(own - 169.0, LABEL - 2.0 - 150.0 * free)
    return max(0.0, min(growth * free, above))


def _airier(band: TableBand, height: float) -> TableBand:
    """A table whose rows share what is left of a height."""
    count = band.last - band.first
    extra = min(ROW_AIR, (height - band.height) / max(1, count))
    if extra * count < NEAR:
        return band
    rows = tuple(
        replace(row, height=row.height + extra) if band.first <= number < band.last else row
        for number, row in enumerate(band.shape.rows)
    )
    return replace(band, shape=replace(band.shape, rows=rows))
