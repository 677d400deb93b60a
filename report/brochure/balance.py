"""A stretch of the galley → columns of even height, at the divisions its breaks allow.

Every set of legal divisions near the even one is weighed: columns that end more than a row apart
are the worst; a blank row more above a heading is a last resort; lost rows cost least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.brochure.galley import Column, Placed, Position, Stretch, Strip, fill_columns
from report.record import record, replace

UNEVEN = 4.0
"""Cost of each row by which columns end more than one apart."""

EDGE = 0.4
"""Cost of each row by which columns differ at all."""

DOUBLED = 0.9
"""Cost of a second blank row above a heading."""

AIRED = 0.5
"""Cost of a second blank row before a figure or a quotation."""

LOST = 0.12
"""Cost of each row that stays free at a column's foot."""

LATE = 0.25
"""Cost of a later column that is longer than an earlier one."""

NEAR = 6
"""Rows around the even height within which divisions are sought."""


@record
class _Item:
    """A strip of the run, or what is left of one."""

    strip: Strip
    number: int
    first: int
    top: int
    """Rows from the run's start to its first row, the space before it included."""


@record
class _Cut:
    """A place where a column may end: before row ``row`` of item ``item``."""

    item: int
    row: int
    depth: int
    """Rows from the run's start to the column's last row."""
    top: int
    """The same to the first row of the column that begins here."""


class _Run:
    """What is left of the galley as one sequence, figures in their turn."""

    def __init__(self, strips: Sequence[Strip], at: Position) -> None:
        self.items: list[_Item] = []
        row = 0
        order = [(n, 0) for n in at.waiting]
        order += [(n, at.used if n == at.index else 0) for n in range(at.index, len(strips))]
        for number, first in order:
            strip = strips[number]
            row += strip.space if self.items and not first else 0
            self.items.append(_Item(strip, number, first, row))
            row += strip.rows - first
        self.rows = row
        self.start = _Cut(0, self.items[0].first if self.items else 0, 0, 0)
        self.cuts: list[_Cut] = []
        for index, item in enumerate(self.items):
            strip = item.strip
            if not strip.floats:
                for b in strip.breaks:
                    if b > item.first:
                        depth = item.top + b - item.first
                        self.cuts.append(_Cut(index, b, depth, depth))
            if not strip.keep or index == len(self.items) - 1:
                depth = item.top + strip.rows - item.first
                after = self.items[index + 1] if index + 1 < len(self.items) else None
                self.cuts.append(_Cut(index + 1, 0, depth, after.top if after else depth))

    def column(self, start: _Cut, end: _Cut) -> Column:
        """The rows between two cuts as a column."""
        placed: list[Placed] = []
        for index in range(start.item, min(end.item + 1, len(self.items))):
            item = self.items[index]
            first = start.row if index == start.item and start.row else item.first
            last = item.strip.rows if index < end.item else end.row
            if last > first:
                row = item.top + first - item.first - start.top
                placed.append(Placed(item.strip, row, first, last))
        return Column(tuple(placed))

    def position(self, cut: _Cut) -> Position:
        """The galley's position after a cut."""
        if cut.item >= len(self.items):
            return Position(self.items[-1].number + 1 if self.items else 0)
        item = self.items[cut.item]
        return Position(item.number, cut.row)


def balance(
    strips: Sequence[Strip], at: Position, most: int, count: int
) -> tuple[Stretch, Position]:
    """Set the rest of the galley in columns as even as its breaks allow, at most ``most`` rows."""
    low = _lowest(strips, at, most, count)
    if count == 1 or not low[0].columns or low[1].index < len(strips) or low[1].waiting:
        return levelled(low[0], most), low[1]
    best, value = levelled(low[0], most), _judged(low[0], most)
    run = _Run(strips, at)
    end = run.cuts[-1]
    for ends in _divisions(run, run.start, end, count, most):
        stretch = _stretch(run, ends)
        cost = _judged(stretch, most)
        if cost < value - 1e-9:
            best, value = levelled(stretch, most), cost
    return best, Position(len(strips))


def evened(
    strips: Sequence[Strip], at: Position, rows: int, count: int
) -> tuple[Stretch, Position]:
    """Fill ``count`` columns of ``rows``, more text to follow, with level feet if it can be.

    A column gives up some of its last rows where widows, orphans or a heading would otherwise
    leave it shorter than its neighbours.
    """
    stretch, reached = fill_columns(strips, at, rows, count)
    figures = any(p.strip.floats for c in stretch.columns for p in c.placed)
    if count == 1 or at.waiting or reached.waiting or figures:
        return levelled(stretch, rows), reached
    best, value = levelled(stretch, rows), _judged(stretch, rows, rows)
    place = reached
    run = _Run(strips, at)
    for ends in _fillings(run, run.start, count, rows):
        other = _stretch(run, ends)
        cost = _judged(other, rows, rows)
        if cost < value - 1e-9:
            best, value, place = levelled(other, rows), cost, run.position(ends[-1])
    return best, place


def _lowest(
    strips: Sequence[Strip], at: Position, most: int, count: int
) -> tuple[Stretch, Position]:
    """The lowest columns that hold the rest, figures waiting for a column with room."""
    left = sum(s.rows + s.space for s in strips[at.index :]) - at.used
    left += sum(strips[n].rows for n in at.waiting)
    low = max(1, (left - sum(s.space for s in strips[at.index :])) // count)
    for rows in range(low, most + 1):
        stretch, position = fill_columns(strips, at, rows, count)
        if position.index == len(strips) and not position.waiting:
            return stretch, position
    return fill_columns(strips, at, most, count)


def _divisions(run: _Run, start: _Cut, end: _Cut, count: int, most: int
               ) -> Iterator[tuple[_Cut, ...]]:  # fmt: skip
    """Ends of ``count`` columns that hold everything up to ``end``, none above ``most`` rows."""
    if count == 1:
        if end.depth - start.top <= most:
            yield (end,)
        return
    even = (end.depth - start.top) / count
    for cut in run.cuts:
        high = cut.depth - start.top
        if cut.depth >= end.depth or high > min(most, even + NEAR):
            break
        if high >= even - NEAR and high > 0:
            for rest in _divisions(run, cut, end, count - 1, most):
                yield (cut, *rest)


def _fillings(run: _Run, start: _Cut, count: int, rows: int) -> Iterator[tuple[_Cut, ...]]:
    """Ends of ``count`` columns that are full but for a few rows."""
    for cut in run.cuts:
        high = cut.depth - start.top
        if high > rows:
            break
        if high < max(1, rows - NEAR // 2) or cut.item >= len(run.items):
            continue
        if count == 1:
            yield (cut,)
        else:
            for rest in _fillings(run, cut, count - 1, rows):
                yield (cut, *rest)


def _stretch(run: _Run, ends: tuple[_Cut, ...]) -> Stretch:
    columns: list[Column] = []
    start = run.start
    for end in ends:
        columns.append(run.column(start, end))
        start = end
    return Stretch(tuple(columns))


def _judged(stretch: Stretch, most: int, full: int = 0) -> float:
    """Cost of columns as they come out when levelled; ``full`` is the height they could have."""
    even = levelled(stretch, most)
    rows = [c.rows for c in even.columns if c.placed]
    if not rows:
        return 0.0
    apart = max(rows) - min(rows)
    cost = UNEVEN * max(0, apart - 1) + EDGE * apart
    for before, after in zip(stretch.columns, even.columns, strict=True):
        shift = 0
        for a, b in zip(before.placed, after.placed, strict=True):
            if b.row - a.row > shift:
                cost += (DOUBLED if a.strip.keep else AIRED) * (b.row - a.row - shift)
                shift = b.row - a.row
    cost += LATE * sum(b > a for a, b in zip(rows, rows[1:], strict=False))
    free = full or max(rows)
    return cost + LOST * sum(free - r for r in rows) + LOST * max(rows)


def levelled(stretch: Stretch, most: int) -> Stretch:
    """Bring columns that end two rows early or more down to a row of the longest one.

    The blank row before a figure, a quotation or a heading is doubled, each at most once; what
    is a row apart stays so.
    """
    filled = [c for c in stretch.columns if c.placed]
    if len(filled) < 2:
        return stretch
    target = min(most, max(c.rows for c in filled))
    result: list[Column] = []
    for column in stretch.columns:
        short = target - column.rows - 1 if column.placed else 0
        gaps = _gaps(column)
        if short < 1 or not gaps:
            result.append(column)
            continue
        chosen, shift, moved = set(gaps[:short]), 0, []
        for i, placed in enumerate(column.placed):
            shift += i in chosen
            moved.append(replace(placed, row=placed.row + shift))
        result.append(Column(tuple(moved)))
    return Stretch(tuple(result))


def _gaps(column: Column) -> list[int]:
    """Strips of a column whose space before may grow, those that show it least first."""
    found: list[tuple[bool, int]] = []
    for i, placed in enumerate(column.placed):
        before = column.placed[i - 1].strip if i else None
        if before is not None and not before.keep and not placed.first and placed.strip.space:
            found.append((placed.strip.keep, i))
    return [i for _, i in sorted(found)]
