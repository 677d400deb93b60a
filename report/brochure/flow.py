"""Blocks of a section → columns, bands and pages, on the baseline grid.

Everything is counted in rows of the baseline grid. Text runs through the *galley* (``galley``),
which fills the columns of a page evenly (``balance``); wide blocks are *bands* that stand above
or below the text at or after the place where they are first mentioned. A page is a stack of bands
and one stretch of columns. Where exactly they stand is decided when all pages are known
(``makeup``).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from report.brochure.balance import Reset, balance, evened
from report.brochure.galley import (
    Block,
    Column,
    Placed,
    Position,
    Stretch,
    Strip,
    fill_column,
    fill_columns,
    rows_of,
)
from report.record import field, record, replace

__all__ = [
    "GAP",
    "Band",
    "Block",
    "Column",
    "PageFill",
    "Paginator",
    "Placed",
    "Position",
    "Segment",
    "Stretch",
    "Strip",
    "balance",
    "fill_column",
    "fill_columns",
    "rows_of",
    "spread",
]

GAP = 2
"""Rows between text and band, and between two bands (the design asks for 24 pt or more)."""

SHORT = 5
"""Rows of text in each column that are not left behind for the page after the figures."""

TAIL = 14
"""Rows that a divided table leaves for its last page at least, if it has them."""

LEAST_TEXT = 3
"""Rows of text beneath which a stretch of columns is not worth beginning."""


@record
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
    most: int = 0
    """Rows that it can fill; 0 where it has its own height only."""


@record(frozen=False)
class PageFill:
    """One page: what stands on it, from which row."""

    start: int
    pieces: list[tuple[int, Band | Stretch]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Row after the last thing on the page."""
        return max((row + piece.rows for row, piece in self.pieces), default=self.start)


@record
class Segment:
    """A stretch of the section under one page title: galley and bands in reading order."""

    strips: tuple[Strip, ...]
    bands: tuple[Band, ...] = ()
    title: Band | None = None


class Paginator:
    """Fills pages with segments; one instance is one trial arrangement of a section."""

    def __init__(self, rows: int, columns: int, *, width: float, pitch: float,
                 limit: int | None = None, first_row: int = 0, first_limit: int | None = None,
                 reset: Reset | None = None) -> None:  # fmt: skip
        self.rows = rows
        self.limit = min(limit or rows, rows)
        self.first_limit = first_limit or rows
        self.columns = columns
        self.width = width
        self.pitch = pitch
        self.reset = reset
        self.pages = [PageFill(first_row)]
        self.row = first_row

    def _new_page(self) -> None:
        self.pages.append(PageFill(0))
        self.row = 0

    def _place(self, piece: Band | Stretch, row: int) -> None:
        self.pages[-1].pieces.append((row, piece))

    def _gap(self) -> int:
        """Rows free before the next piece; a page title has its own air below it."""
        if not self.pages[-1].pieces:
            return 0
        above = self.pages[-1].pieces[-1][1]
        return 0 if isinstance(above, Band) and above.head else GAP

    def _most(self) -> int:
        """Rows to fill on the current page: the opener's has its own limit."""
        return self.first_limit if len(self.pages) == 1 and self.pages[0].start else self.limit

    def add(self, segment: Segment) -> None:
        """Set a segment after what is there."""
        strips, queue, at = list(segment.strips), list(segment.bands), Position()
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

    def _force(self, strips: list[Strip], queue: list[Band], at: Position) -> Position:
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
        self, strips: list[Strip], queue: list[Band], at: Position, titled: bool
    ) -> tuple[Position, bool]:
        """Fill the rest of the current page: carried bands, text, bands below it."""
        more = at.index < len(strips) or bool(at.waiting)
        most = self._most()
        if not more or not self._short(strips, at):
            self._carried(strips, queue, at, most, more)
        if not more:
            return at, False
        top = self.row + self._gap()
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
            if reduced != reached and self._short(strips, reduced):
                break  # a few lines would be left for the page after the figures
            below.append(queue.pop(0))
            taken += band.rows + GAP
        stretch, reached = fill_columns(strips, at, room - taken, self.columns)
        if not any(c.placed for c in stretch.columns):
            queue[:0] = below
            return at, titled
        finished = reached.index == len(strips) and not reached.waiting
        if finished:
            stretch, reached = balance(strips, at, room - taken, self.columns, self.reset)
        else:
            kept = list(strips)
            even, stop = evened(strips, at, room - taken, self.columns, self.reset)
            if all(stop.passed(b.anchor) for b in below):
                stretch, reached = even, stop
            else:
                strips[:] = kept
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

    def _short(self, strips: Sequence[Strip], at: Position) -> bool:
        """Whether so little text is left that it comes before the figures that wait for a page."""
        if at.waiting or at.index >= len(strips):
            return False
        rest = sum(s.rows + s.space for s in strips[at.index :]) - at.used
        return rest <= SHORT * self.columns and not any(s.floats for s in strips[at.index :])

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
        found = self._split(band, room)
        if found and found[1].rows < TAIL and found[0].rows - 2 * TAIL >= found[1].rows:
            # A last page of two or three rows: this one leaves it some more.
            found = self._split(band, found[0].rows - TAIL + found[1].rows) or found
        return found

    def _split(self, band: Band, room: int) -> tuple[Band, Band] | None:
        """A band's head of at most ``room`` rows, and its tail."""
        pieces = band.block.split(self.width, room * self.pitch)
        if len(pieces) != 2:
            return None
        head, tail = (
            replace(band, block=p, rows=rows_of(p.wrap(self.width, 1e6)[1], self.pitch), most=0)
            for p in pieces
        )
        return (head, tail) if head.rows <= room else None


def _behind(strips: Sequence[Strip], band: Band, at: Position) -> bool:
    """Whether a chart of a lower number still waits for a column."""
    return band.numbered and any(strips[n].numbered for n in at.waiting)


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
