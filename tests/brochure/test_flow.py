"""Strips into columns and pages: balance, widows, headings kept, figures in their order."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from report.brochure.flow import (
    GAP,
    Band,
    Paginator,
    Position,
    Segment,
    Stretch,
    balance,
    fill_column,
    fill_columns,
)


@dataclass(frozen=True, eq=False)
class Rows:
    """A strip of so many rows."""

    rows: int
    space: int = 0
    keep: bool = False
    floats: bool = False
    numbered: bool = False
    name: str = ""
    whole: bool = False
    group: object = None

    @property
    def breaks(self) -> tuple[int, ...]:
        return () if self.keep or self.whole or self.floats else tuple(range(2, self.rows - 1))

    def draw_rows(self, *_: object) -> None:
        """Nothing to see."""


def heading() -> Rows:
    return Rows(1, space=1, keep=True, name="heading")


def text(rows: int) -> Rows:
    return Rows(rows, name="text")


def figure(rows: int, number: int = 0) -> Rows:
    return Rows(rows, space=1, floats=True, numbered=True, name=f"figure {number}")


@dataclass(frozen=True, eq=False)
class Box:
    """A band's block."""

    high: float
    name: str = ""
    pieces: tuple[float, ...] = field(default=())

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, self.high

    def split(self, width: float, height: float) -> list[Box]:
        return [Box(height, self.name), Box(self.high - height + 32, self.name)]

    def draw(self, *_: object) -> None:
        """Nothing to see."""


def band(rows: int, anchor: int = 0, *, divisible: bool = False) -> Band:
    return Band(Box(rows * 16), rows, anchor, divisible, numbered=True)


def paginated(strips: list[Rows], bands: list[Band], rows: int = 41, columns: int = 2) -> Paginator:
    paginator = Paginator(rows, columns, width=475, pitch=16)
    paginator.add(Segment(tuple(strips), tuple(bands)))
    return paginator


def test_a_paragraph_leaves_no_widow_and_no_orphan() -> None:
    for room in range(2, 12):
        column, at = fill_column([text(9)], Position(), room)
        if at.used:
            assert at.used >= 2
            assert 9 - at.used >= 2
        if room < 2:
            assert not column.placed


def test_a_heading_stays_with_two_lines_of_what_follows() -> None:
    strips = [text(5), heading(), text(6)]
    for room in range(5, 15):
        column, _ = fill_column(strips, Position(), room)
        if column.placed and column.placed[-1].strip.name == "heading":
            raise AssertionError(f"a heading ends a column of {room} rows")


def test_a_heading_at_the_top_has_no_space_above() -> None:
    column, _ = fill_column([heading(), text(4)], Position(), 10)
    assert column.placed[0].row == 0


def test_a_figure_waits_while_the_text_goes_on() -> None:
    strips = [text(4), figure(8, 1), text(10)]
    column, at = fill_column(strips, Position(), 10)
    assert [p.strip.name for p in column.placed] == ["text", "text"]
    assert at.waiting == (1,)
    column, at = fill_column(strips, at, 20)
    assert column.placed[0].strip.name == "figure 1"
    assert at.index == 3


@given(st.lists(st.integers(2, 12), min_size=1, max_size=12), st.integers(2, 3))
def test_text_alone_balances_within_a_few_lines(lengths: list[int], columns: int) -> None:
    """No lower set of columns exists, and nothing is lost or set twice."""
    strips = [text(n) for n in lengths]
    stretch, at = balance(strips, Position(), 400, columns)
    assert at.index == len(strips)
    lines = sum(p.last - p.first for c in stretch.columns for p in c.placed)
    assert lines == sum(lengths)
    lower, reached = fill_columns(strips, Position(), stretch.rows - 1, columns)
    assert reached.index < len(strips) or reached.used or lower.rows == 0


@given(
    st.lists(st.sampled_from(["p3", "p7", "p12", "h", "f6", "f11"]), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(5, 20), st.floats(0, 1)), max_size=6),
)
def test_everything_is_placed_once_and_nothing_overlaps(
    kinds: list[str], figures: list[tuple[int, float]]
) -> None:
    strips = [
        heading() if k == "h" else (text if k[0] == "p" else figure)(int(k[1:])) for k in kinds
    ]
    bands = sorted(
        (band(rows, round(share * len(strips))) for rows, share in figures), key=lambda b: b.anchor
    )
    paginator = paginated(strips, bands)
    seen: dict[int, list[tuple[int, int]]] = {}
    placed_bands = []
    for page in paginator.pages:
        cursor = 0
        for row, piece in page.pieces:
            assert row >= cursor
            cursor = row + piece.rows
            assert cursor <= 41
            if isinstance(piece, Stretch):
                for column in piece.columns:
                    at = 0
                    for p in column.placed:
                        assert p.row >= at
                        at = p.row + p.last - p.first
                        seen.setdefault(id(p.strip), []).append((p.first, p.last))
            else:
                placed_bands.append(piece)
    assert placed_bands == bands
    for strip in strips:
        parts = sorted(seen[id(strip)])
        assert parts[0][0] == 0
        assert parts[-1][1] == strip.rows
        assert all(a[1] == b[0] for a, b in itertools.pairwise(parts))


def test_a_band_stands_after_its_mention_and_near_it() -> None:
    strips = [text(10) for _ in range(20)]
    for anchor in range(1, 20):
        paginator = paginated(strips, [band(12, anchor)])
        mention = where = -1
        for number, page in enumerate(paginator.pages):
            for _, piece in page.pieces:
                if isinstance(piece, Stretch):
                    strips_here = [p.strip for c in piece.columns for p in c.placed]
                    if strips[anchor - 1] in strips_here and mention < 0:
                        mention = number
                else:
                    where = number
        assert mention <= where <= mention + 1


def test_a_table_is_divided_where_it_must_be() -> None:
    paginator = paginated([], [band(100, divisible=True)])
    assert len(paginator.pages) >= 3
    assert all(page.end <= 41 for page in paginator.pages)


def test_bands_keep_their_distance() -> None:
    paginator = paginated([text(6)], [band(8, 1), band(8, 1)])
    pieces = paginator.pages[0].pieces
    for (row, piece), (below, _) in itertools.pairwise(pieces):
        assert below - row - piece.rows >= GAP
