"""Pages as the flow filled them → pages made up: figures grown to the foot, gaps all alike.

The flow decides what stands on a page; here its pieces get their rows. Every gap is the same.
Rows that are left go to the figures, which grow within bounds (``growth``); where that does not
fill the page, the rest stays at the foot, where a page that is left bare gets its section's
landscape.
"""

from __future__ import annotations

from typing import Any

from report.brochure.blocks.frame import ChartBand, Recorder
from report.brochure.blocks.panels import CalloutBox
from report.brochure.blocks.text import QuoteStrip
from report.brochure.flow import GAP, Band, Column, PageFill, Placed, Stretch, rows_of
from report.brochure.galley import elastic
from report.brochure.growth import greatest, grown
from report.record import replace

FREE = 8
"""Rows free at the foot of a page from which on a landscape stands there."""

AIR = 10.0
"""Points that a chart in a text column keeps free below it (``ChartBand.rows``)."""

HANG = 2.0
"""Points by which a figure ends above the foot of its last row, as text does."""


def make_up(page: PageFill, rows: int, pitch: float, record: Recorder) -> dict[int, Any]:
    """Give the pieces of a page their rows; returns grown blocks by the id of what they replace."""
    pieces = [piece for _, piece in page.pieces]
    if not pieces:
        return {}
    gaps = _gaps(pieces)
    heights = [piece.rows for piece in pieces]
    slack = rows - page.start - sum(heights) - sum(gaps)
    if slack >= 0:
        _grow(pieces, heights, slack)
    swaps: dict[int, Any] = {}
    row, placed = page.start, []
    for piece, gap, high in zip(pieces, gaps, heights, strict=True):
        row += gap
        if isinstance(piece, Stretch):
            piece = _evened(piece, pitch, record, swaps)
        elif not piece.head:
            piece = _fitted(piece, high, pitch, record, swaps)
        placed.append((row, piece))
        row += piece.rows if isinstance(piece, Band) else high
    page.pieces[:] = placed
    return swaps


def _evened(stretch: Stretch, pitch: float, record: Recorder, swaps: dict[int, Any]) -> Stretch:
    """Columns whose figures and panels take the rows by which they end above the longest one."""
    columns: list[Column] = []
    for column in stretch.columns:
        short = stretch.rows - column.rows
        shift, moved = 0, []
        for placed in column.placed:
            strip, last = placed.strip, placed.last
            more = min(elastic(strip), short - shift)
            if more > 0:
                taller = _higher(strip, more, pitch, record)
                if taller.rows > strip.rows:
                    swaps[id(strip)] = taller
                    strip, last = taller, taller.rows
            moved.append(Placed(strip, placed.row + shift, placed.first, last))
            shift += last - placed.last
        columns.append(Column(tuple(moved)))
    return Stretch(tuple(columns))


def _higher(strip: Any, rows: int, pitch: float, record: Recorder) -> Any:
    """A strip of a text column that takes some rows more."""
    if isinstance(strip, ChartBand):
        return grown(strip, (strip.rows + rows) * pitch - AIR, record)
    if isinstance(strip, CalloutBox):
        return replace(strip, stretched=strip.height + rows * pitch)
    if isinstance(strip, QuoteStrip):
        return replace(strip, rows=strip.rows + rows, air=rows)
    return strip


def room_of(band: ChartBand, pitch: float) -> int:
    """Rows by which a chart may grow in a text column."""
    return max(0, int((greatest(band) + AIR) // pitch) - band.rows)


def _gaps(pieces: list[Band | Stretch]) -> list[int]:
    """Rows free before each piece; a page title has its own air below it."""
    gaps = [0]
    for above in pieces[:-1]:
        gaps.append(0 if isinstance(above, Band) and above.head else GAP)
    return gaps


def _grow(pieces: list[Band | Stretch], heights: list[int], slack: int) -> None:
    """Share ``slack`` rows among the figures, evenly by their heights."""
    room = [
        max(0, p.most - h) if isinstance(p, Band) else 0
        for p, h in zip(pieces, heights, strict=True)
    ]
    wanted = min(slack, sum(room))
    if slack - wanted >= FREE:
        # They would not reach the foot: a landscape stands there, and they stay nearly as they are.
        wanted = wanted // 2
    own = list(heights)
    for _ in range(wanted):
        chosen = min((i for i, r in enumerate(room) if r), key=lambda i: (heights[i] + 1) / own[i])
        heights[chosen] += 1
        room[chosen] -= 1


def _fitted(band: Band, rows: int, pitch: float, record: Recorder, swaps: dict[int, Any]) -> Band:
    """A band whose figure fills its rows."""
    block: Any = grown(band.block, rows * pitch - HANG, record)
    if rows > band.rows:
        # Some shapes stop growing early: what they leave goes to the foot, not into a gap.
        rows = min(rows, max(band.rows, rows_of(block.wrap(0, 1e6)[1], pitch)))
    if block is not band.block:
        swaps.update(_replaced(band.block, block))
    if block is band.block and rows == band.rows:
        return band
    return Band(block, rows, band.anchor, band.divisible, band.numbered, band.head, band.most)


def _replaced(old: Any, new: Any) -> dict[int, Any]:
    found = {id(old): new}
    for before, after in zip(getattr(old, "blocks", ()), getattr(new, "blocks", ()), strict=True):
        if before[0] is not after[0]:
            found[id(before[0])] = after[0]
    return found


def bare(page: PageFill, rows: int) -> bool:
    """Whether so much of a page's foot is free that a landscape stands there."""
    return rows - page.end >= FREE
