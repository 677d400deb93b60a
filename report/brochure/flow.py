"""Blocks of a section → columns, bands and pages, on the baseline grid.

Everything is counted in rows of the baseline grid. Text runs through the *galley*, a sequence of
strips that fills the columns of a page; wide blocks are *bands* that stand above or below the
text at or after the place where they are first mentioned. A page is a stack of bands and one
stretch of columns. Nothing is drawn here and nothing is set twice: strips know how many rows they
have and where they may be divided (``SetParagraph.breaks``), so that trying another arrangement
costs integer arithmetic only.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from report.brochure.surface import Surface

GAP = 2
"""Rows between text and band, and between two bands (the design asks for 24 pt or more)."""

LEAST_TEXT = 3
"""Rows of text beneath which a stretch of columns is not worth beginning."""


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


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows ``first``…``last`` of a strip at ``row`` of its column."""

    strip: Strip
    row: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Column:
    """One filled column."""

    placed: tuple[Placed, ...] = ()

    @property
    def rows(self) -> int:
        """Row at which the column ends."""
        last = self.placed[-1] if self.placed else None
        return last.row + last.last - last.first if last else 0


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Band:
    """A block over the full width of the type area."""

    block: Block
    rows: int
    anchor: int = 0
    """Number of galley strips that come before it."""
    divisible: bool = False
    numbered: bool = False
    """A chart: it waits for charts of lower numbers that stand in a column."""
    head: bool = False
    """A page title: nothing may come between it and the text it heads."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text columns between two bands of a page."""

    columns: tuple[Column, ...]

    @property
    def rows(self) -> int:
        """Rows of the longest column."""
        return max((c.rows for c in self.columns), default=0)


@dataclass(slots=True)
class PageFill:
    """One page: what stands on it, from which row."""

    start: int
    pieces: list[tuple[int, Band | Stretch]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Row after the last thing on the page."""
        return max((row + piece.rows for row, piece in self.pieces), default=self.start)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the section under one page title: galley and bands in reading order."""

    strips: tuple[Strip, ...]
    bands: tuple[Band, ...] = ()
    title: Band | None = None


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
        cut = max((b for b in strip.breaks if b > used and b - used <= room), default=0)
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


def balance(
    strips: Sequence[Strip], at: Position, most: int, count: int
) -> tuple[Stretch, Position]:
    """Set the rest of the galley in columns as even as its breaks allow, at most ``most`` rows.

    Columns that still end short of the longest are let down to it, a row before each heading.
    """
    left = sum(s.rows + s.space for s in strips[at.index :]) - at.used
    left += sum(strips[n].rows for n in at.waiting)
    low = max(1, (left - sum(s.space for s in strips[at.index :])) // count)
    for rows in range(low, most + 1):
        stretch, position = fill_columns(strips, at, rows, count)
        if position.index == len(strips) and not position.waiting:
            return levelled(stretch, rows), position
    stretch, position = fill_columns(strips, at, most, count)
    return levelled(stretch, most), position


def levelled(stretch: Stretch, most: int) -> Stretch:
    """Bring columns that end a row or two early down to the others, above their headings."""
    filled = [c for c in stretch.columns if c.placed]
    if len(filled) < 2:
        return stretch
    target = min(most, max(c.rows for c in filled))
    result: list[Column] = []
    for column in stretch.columns:
        short = target - column.rows if column.placed else 0
        gaps = [i for i, p in enumerate(column.placed) if i and p.strip.keep and not p.first]
        if not gaps or not 0 < short <= len(gaps) + 1:
            result.append(column)
            continue
        chosen, shift, moved = set(gaps[:short]), 0, []
        for i, placed in enumerate(column.placed):
            shift += i in chosen
            moved.append(replace(placed, row=placed.row + shift))
        result.append(Column(tuple(moved)))
    return Stretch(tuple(result))


class Paginator:
    """Fills pages with segments; one instance is one trial arrangement of a section."""

    def __init__(self, rows: int, columns: int, *, width: float, pitch: float,
                 limit: int | None = None, first_row: int = 0) -> None:  # fmt: skip
        self.rows = rows
        self.limit = min(limit or rows, rows)
        self.columns = columns
        self.width = width
        self.pitch = pitch
        self.pages = [PageFill(first_row)]
        self.row = first_row

    def _new_page(self) -> None:
        self.pages.append(PageFill(0))
        self.row = 0

    def _place(self, piece: Band | Stretch, row: int) -> None:
        self.pages[-1].pieces.append((row, piece))

    def _gap(self) -> int:
        return GAP if self.pages[-1].pieces else 0

    def _most(self) -> int:
        """Rows to fill on the current page: the opener's page is never cut short."""
        return self.rows if len(self.pages) == 1 and self.pages[0].start else self.limit

    def add(self, segment: Segment) -> None:
        """Set a segment after what is there."""
        strips, queue, at = segment.strips, list(segment.bands), Position()
        if segment.title:
            need = segment.title.rows + 8
            if self.row + self._gap() + need > self._most():
                self._new_page()
            row = self.row + self._gap()
            self._place(segment.title, row)
            self.row = row + segment.title.rows
        titled = segment.title is not None
        while at.index < len(strips) or at.waiting or queue:
            before = (at, len(queue), len(self.pages))
            at, titled = self._page(strips, queue, at, titled)
            if at.index < len(strips) or at.waiting or queue:
                stuck = (at, len(queue), len(self.pages)) == before and self.row == 0
                if stuck:
                    at = self._force(strips, queue, at)
                else:
                    self._new_page()
                    titled = False

    def _force(self, strips: Sequence[Strip], queue: list[Band], at: Position) -> Position:
        """An empty page took nothing: place what comes next although it is too high."""
        if at.index < len(strips) or at.waiting:
            stretch, at = fill_columns(strips, at, self.limit, self.columns, force=True)
            self._place(stretch, 0)
            self.row = stretch.rows
        else:
            band = queue.pop(0)
            self._place(band, 0)
            self.row = min(band.rows, self.rows)
        return at

    def _page(
        self, strips: Sequence[Strip], queue: list[Band], at: Position, titled: bool
    ) -> tuple[Position, bool]:
        """Fill the rest of the current page: carried bands, text, bands below it."""
        more = at.index < len(strips) or bool(at.waiting)
        most = self._most()
        self._carried(strips, queue, at, most, more)
        if not more:
            return at, False
        gap = 0 if titled else self._gap()
        top = self.row + gap
        room = most - top
        if room < LEAST_TEXT:
            return at, titled
        below: list[Band] = []
        taken = 0
        while queue:
            _, reached = fill_columns(strips, at, room - taken, self.columns)
            band = queue[0]
            if not reached.passed(band.anchor) or _behind(strips, band, reached):
                break
            rest = room - taken - band.rows - GAP
            if rest < LEAST_TEXT:
                break
            _, reduced = fill_columns(strips, at, rest, self.columns)
            if not reduced.passed(band.anchor) or _behind(strips, band, reduced):
                break
            below.append(queue.pop(0))
            taken += band.rows + GAP
        stretch, reached = fill_columns(strips, at, room - taken, self.columns)
        if not any(c.placed for c in stretch.columns):
            queue[:0] = below
            return at, titled
        finished = reached.index == len(strips) and not reached.waiting
        if finished:
            stretch, reached = balance(strips, at, room - taken, self.columns)
        else:
            stretch = levelled(stretch, room - taken)
        self._place(stretch, top)
        self.row = top + stretch.rows
        slack = 0 if finished else room - taken - stretch.rows
        for number, band in enumerate(below):
            self.row += GAP + (slack if number == 0 else 0)
            self._place(band, self.row)
            self.row += band.rows
        if finished:
            self._carried(strips, queue, reached, most, False)
        return reached, False

    def _carried(self, strips: Sequence[Strip], queue: list[Band], at: Position, most: int,
                 more: bool) -> None:  # fmt: skip
        """Place the bands whose mention has gone by, as far as the page has room."""
        while queue and (at.passed(queue[0].anchor) or not more):
            band = queue[0]
            if more and _behind(strips, band, at):
                break
            row = self.row + self._gap()
            if row + band.rows <= most:
                self._place(queue.pop(0), row)
                self.row = row + band.rows
                continue
            pieces = self._divided(band, most - row)
            if pieces is None:
                break
            self._place(pieces[0], row)
            self.row = row + pieces[0].rows
            queue[0] = pieces[1]
            break

    def _divided(self, band: Band, room: int) -> tuple[Band, Band] | None:
        """A table's head for the rest of this page and its tail, where that looks well."""
        if not band.divisible or room < 9 or (band.rows <= self.limit * 0.6 and room < 14):
            return None
        pieces = band.block.split(self.width, room * self.pitch)
        if len(pieces) != 2:
            return None
        head, tail = (
            replace(band, block=p, rows=rows_of(p.wrap(self.width, 1e6)[1], self.pitch))
            for p in pieces
        )
        return (head, tail) if head.rows <= room else None


def _behind(strips: Sequence[Strip], band: Band, at: Position) -> bool:
    """Whether a chart of a lower number still waits for a column."""
    return band.numbered and any(strips[n].numbered for n in at.waiting)


def rows_of(height: float, pitch: float) -> int:
    """Rows of the grid that ``height`` points take."""
    return int(-(-(height - 0.05) // pitch))


def spread(page: PageFill, rows: int) -> None:
    """Let a page's last gaps grow by up to two rows each, so that its foot is not left bare."""
    wide = [
        number
        for number, ((before, above), (row, _)) in enumerate(itertools.pairwise(page.pieces), 1)
        if row - before - above.rows == GAP and not (isinstance(above, Band) and above.head)
    ]
    slack = rows - page.end
    if not wide or slack < len(wide):
        return
    each = min(2 if slack <= 12 else 1, slack // len(wide))
    shift = 0
    shifted: list[tuple[int, Band | Stretch]] = []
    for number, (row, piece) in enumerate(page.pieces):
        shift += each if number in wide else 0
        shifted.append((row + shift, piece))
    page.pieces[:] = shifted
