"""A stretch of the galley → columns of even height, at the divisions its breaks allow.

Every set of legal divisions near the even one is weighed: columns that end more than a row apart
are the worst; a blank row more above a heading is a last resort; lost rows cost least.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, MutableSequence, Sequence

from report.brochure.galley import (
    Column,
    Placed,
    Position,
    Stretch,
    Strip,
    elastic,
    fill_columns,
    least,
)
from report.record import record, replace

UNEVEN = 4.0
"""Cost of each row by which columns end more than one apart."""

EDGE = 0.4
"""Cost of each row by which columns differ at all."""

DOUBLED = 0.9
"""Cost of a second blank row above a heading."""

AIRED = 0.5
"""Cost of a second blank row before a figure or a quotation."""

GROWN = 0.05
"""Cost of each row by which a figure, a callout or a quotation grows."""

LOST = 0.12
"""Cost of each row that stays free at a column's foot."""

LATE = 0.25
"""Cost of a later column that is longer than an earlier one."""

RESET = 0.3
"""Cost of a paragraph set a line shorter or longer than by itself."""

TOO_HIGH = 1e6
"""Cost of columns that do not hold the rest of the galley."""

RESETS = 2
"""Paragraphs of a stretch that may be set so."""

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
                    if b - item.first >= least(item.first):
                        depth = item.top + b - item.first
                        self.cuts.append(_Cut(index, b, depth, depth))
            if not strip.keep or index == len(self.items) - 1:
                depth = item.top + strip.rows - item.first
                after = self.items[index + 1] if index + 1 < len(self.items) else None
                self.cuts.append(_Cut(index + 1, 0, depth, after.top if after else depth))

        self._airy, self._heads, self._soft = [0], [0], [0]
        for index, item in enumerate(self.items):
            before = self.items[index - 1].strip if index else None
            free = before is not None and not item.first and _opens(before, item.strip)
            self._airy.append(self._airy[-1] + (free and not item.strip.keep))
            self._heads.append(self._heads[-1] + (free and item.strip.keep))
            self._soft.append(self._soft[-1] + elastic(item.strip))

    def gaps(self, start: _Cut, end: _Cut) -> tuple[int, int, int]:
        """What may grow within a column: rows of its pieces, spaces before figures, headings."""
        first = min(start.item + 1, len(self.items))
        last = max(first, min(len(self.items), end.item + (end.row > 0)))
        soft = self._soft[last] - self._soft[min(start.item, last)]
        return soft, self._airy[last] - self._airy[first], self._heads[last] - self._heads[first]

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


Reset = Callable[[Strip], tuple[Strip, ...]]
"""A paragraph → the same a line shorter or longer, where it comes out well so."""


def balance(
    strips: MutableSequence[Strip] | Sequence[Strip], at: Position, most: int, count: int,
    reset: Reset | None = None,
) -> tuple[Stretch, Position]:  # fmt: skip
    """Set the rest of the galley in columns as even as its breaks allow, at most ``most`` rows.

    With ``reset`` paragraphs may take a line more or less; ``strips`` then holds those chosen.
    """

    def search(run: Sequence[Strip]) -> _Found:
        stretch, position = _lowest(run, at, most, count)
        if position.index < len(run) or position.waiting:
            return _Found(stretch, position, (TOO_HIGH, 0.0))
        found = _Found(stretch, position, _judged(stretch, most))
        if count == 1:
            return found
        rest = _Run(run, at)
        return _best(rest, _divisions(rest, rest.start, rest.cuts[-1], count, most), most, 0, found)

    found = _searched(strips, at, search, reset, lambda _: len(strips))
    return levelled(found.stretch, most), found.position


def evened(
    strips: MutableSequence[Strip] | Sequence[Strip], at: Position, rows: int, count: int,
    reset: Reset | None = None,
) -> tuple[Stretch, Position]:  # fmt: skip
    """Fill ``count`` columns of ``rows``, more text to follow, with level feet if it can be.

    A column gives up some of its last rows where widows, orphans or a heading would otherwise
    leave it shorter than its neighbours. ``reset`` as for :func:`balance`.
    """

    def search(run: Sequence[Strip]) -> _Found:
        stretch, position = fill_columns(run, at, rows, count)
        found = _Found(stretch, position, _judged(stretch, rows, rows))
        if count == 1 or at.waiting or position.waiting:
            return found
        rest = _Run(run, at)
        low = max(1, min(rows - NEAR // 2, min(c.rows for c in stretch.columns) - 1))
        return _best(rest, _fillings(rest, rest.start, count, rows, low), rows, rows, found)

    found = _searched(strips, at, search, reset, lambda f: f.position.index)
    return levelled(found.stretch, rows), found.position


@record
class _Found:
    """Columns before they are levelled, where they end, what is wrong with them and what lost."""

    stretch: Stretch
    position: Position
    cost: tuple[float, float]

    @property
    def total(self) -> float:
        """The whole cost."""
        return self.cost[0] + self.cost[1]


def _searched(
    strips: MutableSequence[Strip] | Sequence[Strip], at: Position,
    search: Callable[[Sequence[Strip]], _Found], reset: Reset | None,
    last: Callable[[_Found], int],
) -> _Found:  # fmt: skip
    """What ``search`` finds, with up to two paragraphs set anew where nothing good is found."""
    best = search(strips)
    if reset is None or not isinstance(strips, MutableSequence):
        return best
    for _ in range(RESETS):
        if best.cost[0] < DOUBLED:
            break
        value, chosen = best.total, None
        for index in range(at.index + (at.used > 0), last(best)):
            kept = strips[index]
            for other in reset(kept):
                strips[index] = other
                found = search(strips)
                if found.total + RESET < value - 1e-9:
                    value, chosen, best = found.total + RESET, (index, other), found
            strips[index] = kept
        if chosen is None:
            break
        strips[chosen[0]] = chosen[1]
    return best


def _best(run: _Run, trials: Iterable[tuple[_Cut, ...]], most: int, full: int, found: _Found
          ) -> _Found:  # fmt: skip
    """The cheapest of ``found`` and the columns that end at each of the ``trials``."""
    value, chosen = found.total, None
    cost = found.cost
    for ends in trials:
        own = _priced(run, ends, most, full)
        if own[0] + own[1] < value - 1e-9:
            value, chosen, cost = own[0] + own[1], ends, own
    if chosen is None:
        return found
    columns: list[Column] = []
    start = run.start
    for end in chosen:
        columns.append(run.column(start, end))
        start = end
    return _Found(Stretch(tuple(columns)), run.position(chosen[-1]), cost)


def _priced(run: _Run, ends: tuple[_Cut, ...], most: int, full: int) -> tuple[float, float]:
    """What columns with these ends cost."""
    heights: list[int] = []
    gaps: list[tuple[int, int, int]] = []
    start = run.start
    for end in ends:
        heights.append(end.depth - start.top)
        gaps.append(run.gaps(start, end))
        start = end
    return _cost(heights, gaps, most, full)


def _cost(heights: Sequence[int], gaps: Sequence[tuple[int, int, int]], most: int, full: int
          ) -> tuple[float, float]:  # fmt: skip
    """Cost of columns of these heights: how they look when levelled, and what they lose.

    ``gaps`` counts for each column the rows by which its pieces may grow and the spaces that may
    be doubled: before figures and quotations, before headings. ``full`` is the height that the
    columns could have had, 0 at a section's end.
    """
    filled = [(h, g) for h, g in zip(heights, gaps, strict=True) if h > 0]
    if not filled:
        return 0.0, 0.0
    top = min(most, max(h for h, _ in filled))
    look, rows = 0.0, []
    for high, (soft, airy, heads) in filled:
        growth = min(max(0, top - high), soft)
        short = max(0, top - high - growth - 1)
        air = min(short, airy)
        doubled = min(short - air, heads)
        look += GROWN * growth + AIRED * air + DOUBLED * doubled
        rows.append(high + growth + air + doubled)
    apart = max(rows) - min(rows)
    look += UNEVEN * max(0, apart - 1) + EDGE * apart
    look += LATE * sum(b > a for a, b in itertools.pairwise(rows))
    free = full or max(rows)
    return look, LOST * sum(free - r for r in rows) + LOST * max(rows)


def _judged(stretch: Stretch, most: int, full: int = 0) -> tuple[float, float]:
    """The same of columns that are there."""
    gaps = []
    for column in stretch.columns:
        heads = [column.placed[i].strip.keep for i in _gaps(column)]
        gaps.append((_soft(column), len(heads) - sum(heads), sum(heads)))
    return _cost([c.rows for c in stretch.columns], gaps, most, full)


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
        if high >= even - NEAR and high > 0 and not _lone(start, cut):
            for rest in _divisions(run, cut, end, count - 1, most):
                yield (cut, *rest)


def _lone(start: _Cut, end: _Cut) -> bool:
    """Whether a line of a paragraph would stand alone in a column."""
    return start.item == end.item and 0 < start.row == end.row - 1


def _fillings(run: _Run, start: _Cut, count: int, rows: int, lowest: int
              ) -> Iterator[tuple[_Cut, ...]]:  # fmt: skip
    """Ends of ``count`` columns of ``lowest`` to ``rows`` rows, before the galley's end."""
    for cut in run.cuts:
        high = cut.depth - start.top
        if high > rows:
            break
        if high < lowest or cut.item >= len(run.items) or _lone(start, cut):
            continue
        if count == 1:
            yield (cut,)
        else:
            for rest in _fillings(run, cut, count - 1, rows, lowest):
                yield (cut, *rest)


def levelled(stretch: Stretch, most: int) -> Stretch:
    """Bring columns that end two rows early or more down to a row of the longest one.

    The blank row before a figure, a quotation or a heading is doubled, each at most once, where
    nothing in the column can grow (``makeup``); what is a row apart stays so.
    """
    filled = [c for c in stretch.columns if c.placed]
    if len(filled) < 2:
        return stretch
    target = min(most, max(c.rows for c in filled))
    result: list[Column] = []
    for column in stretch.columns:
        short = target - column.rows - 1 - _soft(column) if column.placed else 0
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


def _soft(column: Column) -> int:
    """Rows by which the pieces of a column may grow."""
    return sum(elastic(p.strip) for p in column.placed)


def _opens(before: Strip, strip: Strip) -> bool:
    """Whether the space before a strip may grow: it has one, or a list begins or ends there."""
    if before.keep:
        return False
    lists = getattr(before, "group", None), getattr(strip, "group", None)
    return strip.space > 0 or (lists[0] is None) != (lists[1] is None)


def _gaps(column: Column) -> list[int]:
    """Strips of a column whose space before may grow, those that show it least first."""
    found: list[tuple[bool, int]] = []
    for i, placed in enumerate(column.placed):
        before = column.placed[i - 1].strip if i else None
        if before is not None and not placed.first and _opens(before, placed.strip):
            found.append((placed.strip.keep, i))
    return [i for _, i in sorted(found)]
