"""A figure and a height → the same figure that fills it: plots higher, rows of tables wider set.

A page closes well when its figures reach its foot. Plots may grow by two fifths, rows of tables
by a few points; what the author gave an aspect, and kinds whose shape is fixed (waffles, small
multiples, an author's own drawing), keep theirs.
"""

from __future__ import annotations

from typing import Any

from report.brochure.blocks.frame import ChartBand, Recorder
from report.brochure.blocks.panels import SideBySide
from report.brochure.blocks.table import TableBand
from report.record import replace

PLOTS = frozenset(
    {"column", "grouped-column", "stacked-column", "full-column", "line", "area", "combo",
     "waterfall", "bar", "grouped-bar", "stacked-bar", "full-bar", "lollipop", "pie", "doughnut"}
)  # fmt: skip
"""Kinds that can be drawn higher."""

MOST = 1.4
"""How much higher than by its own measure a plot may be drawn."""

BESIDE = 1.25
"""The same of a chart beside a panel: what the panel says has to fill it."""

SLENDEST = 1.15
"""Height over width of a plot, beyond which it does not grow."""

ROW_AIR = 4.0
"""Points by which a table's rows may grow."""

NEAR = 2.0
"""Points by which a drawing may miss the height that it was asked for."""


def greatest(block: Any) -> float:
    """The greatest height, in points, that a block can fill."""
    if isinstance(block, ChartBand):
        if not _grows(block):
            return block.height
        own = block.drawing.height_pt
        return block.height - own + max(own, min(MOST * own, SLENDEST * block.width))
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
        parts = tuple((grown(b, height, record) if isinstance(b, ChartBand) else b, x, w)
                      for b, x, w in block.blocks)  # fmt: skip
        return replace(block, blocks=parts)
    return block


def _grows(band: ChartBand) -> bool:
    plan = band.plan
    return plan.kind in PLOTS and plan.aspect is None and not plan.all_missing


def _taller(band: ChartBand, height: float, record: Recorder) -> ChartBand:
    """A chart recorded anew for a height: asked for once, then corrected by what came out."""
    wanted = band.drawing.height_pt + min(height, greatest(band)) - band.height
    if not _grows(band) or wanted - band.drawing.height_pt < NEAR:
        return band
    best, ask = band, wanted
    for _ in range(3):
        drawing = record(replace(band.plan, aspect=ask / band.width), band.width)
        miss = wanted - drawing.height_pt
        if best.drawing.height_pt < drawing.height_pt <= wanted + 0.5:
            best = replace(band, drawing=drawing)
        if 0 <= miss < NEAR or abs(miss) > band.drawing.height_pt:
            break
        ask += miss - 0.25
    return best


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
