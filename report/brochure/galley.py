"""Blocks of running text → filled columns, counted in rows of the baseline grid.

The *galley* is a sequence of strips: paragraphs, headings, list items, small figures. Nothing is
drawn here and nothing is set twice: strips know how many rows they have and where they may be
divided (``SetParagraph.breaks``), so that trying another arrangement costs integer arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from report.brochure.surface import Surface
from report.record import record


class Block(Protocol):
    """What can be placed on a page; the protocol of ReportLab's Flowables, y downwards.

    ``wrap`` gives the size the block takes within ``width``; ``split`` divides it so that the
    first piece is at most ``height`` high ([] where it cannot); ``draw`` draws it with its top
    left corner at ``x``, ``y``.
    """

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Width and height in points."""
        ...

    def split(self, width: float, height: float) -> list[Block]:
        """Pieces, the first of them no higher than ``height``; [] if it cannot be divided."""
        ...

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it within ``width``."""
        ...


class Strip(Protocol):
    """A block of the galley, measured in rows."""

    @property
    def rows(self) -> int:
        """Height in rows of the baseline grid."""
        ...

    @property
    def space(self) -> int:
        """Rows left free before it, except at the top of a column."""
        ...

    @property
    def breaks(self) -> tuple[int, ...]:
        """Numbers of rows after which a column may end within it."""
        ...

    @property
    def keep(self) -> bool:
        """Stays with what follows (headings)."""
        ...

    @property
    def floats(self) -> bool:
        """May wait for the next column while the text goes on (figures in a column)."""
        ...

    @property
    def numbered(self) -> bool:
        """A chart, to be met in the order of the numbers."""
        ...

    def draw_rows(
        self, surface: Surface, x: float, y: float, width: float, first: int, last: int
    ) -> None:
        """Draw rows ``first`` to ``last`` (exclusive), the first of them with its top at y."""
        ...


@record
class Placed:
    """Rows ``first``…``last`` of a strip at ``row`` of its column."""

    strip: Strip
    row: int
    first: int
    last: int


@record
class Column:
    """One filled column."""

    placed: tuple[Placed, ...] = ()

    @property
    def rows(self) -> int:
        """Row at which the column ends."""
        last = self.placed[-1] if self.placed else None
        return last.row + last.last - last.first if last else 0


@record
class Position:
    """How far the galley has been set."""

    index: int = 0
    used: int = 0
    """Rows already set of strip ``index``."""
    waiting: tuple[int, ...] = ()
    """Figures that were passed but did not fit."""

    def passed(self, anchor: int) -> bool:
        """Whether the block before ``anchor`` (the first mention) has at least begun."""
        return self.index >= anchor or (self.index == anchor - 1 and self.used > 0)


@record
class Stretch:
    """Text columns between two bands of a page."""

    columns: tuple[Column, ...]

    @property
    def rows(self) -> int:
        """Rows of the longest column."""
        return max((c.rows for c in self.columns), default=0)


def least(used: int) -> int:
    """Rows of a paragraph that stand together at least: no line alone between two breaks."""
    return 2 if used else 1


def elastic(strip: Strip) -> int:
    """Rows by which a strip may grow to bring its column level: figures, callouts, quotations."""
    return getattr(strip, "elastic", 0)


def ends(stretch: Stretch) -> list[int]:
    """Rows at which the columns in use end when what can grow in them has grown."""
    most = stretch.rows
    return [
        min(most, c.rows + sum(elastic(p.strip) for p in c.placed))
        for c in stretch.columns
        if c.placed
    ]


def fill_column(
    strips: Sequence[Strip], at: Position, rows: int, *, force: bool = False
) -> tuple[Column, Position]:
    """Fill one column of ``rows`` from ``at``; ``force`` places something in any case."""
    placed: list[Placed] = []
    row, index, used = 0, at.index, at.used
    waiting: list[int] = []
    for number in at.waiting:
        strip = strips[number]
        space = strip.space if placed else 0
        if (row + space + strip.rows <= rows and not waiting) or (force and not placed):
            placed.append(Placed(strip, row + space, 0, strip.rows))
            row += space + strip.rows
        else:
            waiting.append(number)
    while index < len(strips):
        strip = strips[index]
        space = 0 if not placed else strip.space if used == 0 else 0
        room, left = rows - row - space, strip.rows - used
        if strip.floats:
            if (left <= room and not waiting) or (force and not placed):
                placed.append(Placed(strip, row + space, 0, strip.rows))
                row += space + left
            else:
                waiting.append(index)
            index += 1
            continue
        if left <= room and (not strip.keep or _keeps(strips, index, room - left)):
            placed.append(Placed(strip, row + space, used, strip.rows))
            row += space + left
            index, used = index + 1, 0
            continue
        cut = max((b for b in strip.breaks if least(used) <= b - used <= room), default=0)
        if left <= room:
            cut = 0
        if not cut and force and not placed:
            cut = min(strip.rows, used + max(1, room))
        if cut:
            placed.append(Placed(strip, row + space, used, cut))
            row += space + cut - used
            index, used = (index + 1, 0) if cut == strip.rows else (index, cut)
            if force and strip.keep and len(placed) == 1:
                continue
        break
    return Column(tuple(placed)), Position(index, used, tuple(waiting))


def _keeps(strips: Sequence[Strip], index: int, room: int) -> bool:
    """Whether what follows the heading at ``index`` can begin in ``room`` rows below it."""
    following = index + 1
    while following < len(strips) and strips[following].floats:
        following += 1
    if following == len(strips):
        return True
    strip = strips[following]
    room -= strip.space
    if strip.keep:
        return strip.rows <= room and _keeps(strips, following, room - strip.rows)
    return min((b for b in strip.breaks if b > 0), default=strip.rows) <= room


def fill_columns(
    strips: Sequence[Strip], at: Position, rows: int, count: int, *, force: bool = False
) -> tuple[Stretch, Position]:
    """Fill ``count`` columns of ``rows`` one after another."""
    columns: list[Column] = []
    for _ in range(count):
        column, at = fill_column(strips, at, rows, force=force and not columns)
        columns.append(column)
    return Stretch(tuple(columns)), at


def rows_of(height: float, pitch: float) -> int:
    """Rows of the grid that ``height`` points take."""
    return int(-(-(height - 0.05) // pitch))
