"""Strips and bands of a section → its pages: several arrangements tried, the best kept.

An arrangement is integer arithmetic over rows. Tried are the height of the opener's tint, a page
title drawn from the leading heading, and looser pages where the last one would be left nearly
bare. What is kept has no holes, the fewest pages, level columns and, where sections open on
left-hand pages, an even number of them (``judgement``). Where columns do not come level, the best
few are tried again: with paragraphs a line longer or shorter, with what cannot be divided over
the whole measure, with pages that end a row or two earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from report.brochure.blocks.cards import card_strip
from report.brochure.blocks.text import TextStrip
from report.brochure.flow import PageFill, Paginator, Stretch
from report.brochure.galley import ends
from report.brochure.judgement import apart_and_doubled, cost_of
from report.brochure.opener import LEAST_BODY, Height, Opener, plan_opener
from report.compose.document import Section
from report.record import record, replace

if TYPE_CHECKING:
    from report.brochure.sections import SectionMaker

FINALISTS = 4
"""Arrangements that are tried again where their columns do not end level."""

LOOSER = 0.2
"""Gap in em between letters of lines that are set wider to that end, where nothing else helps."""

NARROWED = 4
"""Rows by which pages may end earlier to that end."""


@record(frozen=False)
class SectionLayout:
    """A section on its pages; the first is the opener's."""

    section: Section
    opener: Opener
    pages: list[PageFill]
    order: tuple[Any, ...]
    """Blocks in reading order, as they are drawn."""
    limit: int = 0
    """Rows that its pages were filled to."""
    spare: bool = False
    """Whether a page of the section's data follows, so that the next section opens left."""


@record
class Way:
    """One way to arrange a section."""

    opener: Opener
    overflow: tuple[Any, ...]
    """Key figures that the opener has no room for."""
    titled: bool
    """The leading heading is the page's title."""
    limit: int
    """Rows to which pages are filled."""
    short: int = 0
    """Rows that the text on the opener's page leaves to its sky."""
    spanned: frozenset[int] = frozenset()
    """Strips that stand over the whole measure."""
    reset: bool = False
    """Paragraphs may take a line more or less."""
    widest: float | None = None
    """Gap in em that letters may have for that; None: that of a line that comes out well."""


Judged = tuple[float, int, Way, SectionLayout]
"""Cost, number, and what it is the cost of."""


def best(maker: SectionMaker, parity: int | None) -> tuple[float, SectionLayout]:
    """The cheapest arrangement; ``parity`` 0 asks for an even number of pages."""
    found: list[Judged] = []
    for family in _families(maker):
        for way in family:
            found += _ranked(maker, (way,), parity, len(found))
            if len(found[-1][3].pages) <= 2 and way.limit == maker.grid.rows:
                break  # nothing to spread over the pages
    ranked = sorted(found, key=_order)
    for again in (_reset, _spanning, _shorter, _looser):
        apart, doubled = apart_and_doubled(ranked[0][3])
        if not apart and (not doubled or again in (_shorter, _looser)):
            break
        ways = again(maker, ranked[:FINALISTS])
        ranked = sorted([*ranked, *_ranked(maker, ways, parity, len(ranked))], key=_order)
    return ranked[0][0], ranked[0][3]


def _order(judged: Judged) -> tuple[float, int]:
    return round(judged[0], 9), judged[1]


def _ranked(maker: SectionMaker, ways: Iterable[Way], parity: int | None, first: int = 0
            ) -> list[Judged]:  # fmt: skip
    """Arrangements, the cheapest first; of equals the one that was named first."""
    found: list[Judged] = []
    headed = maker.leading_heading is not None
    for number, way in enumerate(ways, first):
        layout = arranged(maker, way)
        cost = cost_of(layout, parity, maker.grid.rows, headed=headed)
        found.append((cost, number, way, layout))
    return sorted(found, key=_order)


def _families(maker: SectionMaker) -> Iterator[list[Way]]:
    """The ways that are tried for every section; those of a list differ in their limit only."""
    heights: tuple[Height, ...] = ("full", "middle", "low")
    empty = not maker.strips and not maker.bands
    if empty or (maker.facing and maker.parts.lead is None):
        heights = ("tall", "full")
    rows = maker.grid.rows
    limits = sorted({rows, *(round(rows * f) for f in (0.93, 0.86, 0.78, 0.7))}, reverse=True)
    least = _least_body(maker)
    for height in heights:
        opener = plan_opener(maker.setting, maker.section, height, maker.parts, least)
        overflow: tuple[Any, ...] = ()
        if opener.overflow:
            overflow = (card_strip(maker.setting, opener.overflow, maker.grid.width),)
        if maker.facing:
            opener = replace(opener, body_row=None)
        titles = (False,)
        if opener.body_row is None and maker.leading_heading:
            titles = (True, False)
        for titled in titles:
            yield [Way(opener, overflow, titled, limit) for limit in limits]


def _least_body(maker: SectionMaker) -> int:
    """Rows below the opening from which on text begins there: fewer where it is all there is."""
    if maker.bands or not maker.strips:
        return LEAST_BODY
    rows = sum(s.rows + s.space for s in maker.strips) - maker.strips[0].space
    return min(LEAST_BODY, max(3, -(-rows // maker.columns)))


def _reset(maker: SectionMaker, ranked: list[Judged]) -> Iterator[Way]:
    """The same with paragraphs a line longer or shorter."""
    for _, _, way, _ in ranked:
        yield replace(way, reset=True)


def _spanning(maker: SectionMaker, ranked: list[Judged]) -> Iterator[Way]:
    """The same with what cannot be divided taken out of the columns that end uneven."""
    places = {id(strip): n for n, strip in enumerate(maker.strips)}
    known: set[tuple[Any, ...]] = set()
    for _, _, way, layout in ranked:
        found: list[int] = []
        for stretch in _stretches(layout):
            high = ends(stretch)
            if len(high) == len(stretch.columns) and max(high) - min(high) <= 1:
                continue
            for strip in (p.strip for c in stretch.columns for p in c.placed):
                index = places.get(id(strip))
                if index is not None and not isinstance(strip, TextStrip) and maker.wide(index):
                    found.append(index)
        for spanned in [{n} for n in found] + ([set(found)] if len(found) > 1 else []):
            for reset in (False, True):
                new = replace(way, spanned=frozenset(spanned), reset=reset)
                key = (new.opener.height, new.titled, new.limit, new.spanned, reset)
                if key not in known:
                    known.add(key)
                    yield new


def _shorter(maker: SectionMaker, ranked: list[Judged]) -> Iterator[Way]:
    """The same with pages that end a row or some earlier, the opener's or all of them."""
    for _, _, way, layout in ranked[:2]:
        opening = way.opener.body_row is not None
        if len(layout.pages) - (not opening) < 2:
            continue  # one page holds it all: it ends where it ends
        for reset in (False, True):
            for rows in range(1, NARROWED + 1):
                if opening:
                    yield replace(way, short=rows, reset=reset)
                yield replace(way, limit=way.limit - rows, reset=reset)


def _looser(maker: SectionMaker, ranked: list[Judged]) -> Iterator[Way]:
    """The same with lines a little wider set than they would be by themselves."""
    for _, _, way, _ in ranked:
        yield replace(way, reset=True, widest=LOOSER)


def _stretches(layout: SectionLayout) -> Iterator[Stretch]:
    return (p for page in layout.pages for _, p in page.pieces if isinstance(p, Stretch))


def arranged(maker: SectionMaker, way: Way) -> SectionLayout:
    """A section on its pages."""
    opener, rows = way.opener, maker.grid.rows
    reset = partial(maker.reset, widest=way.widest)
    paginator = Paginator(
        rows, maker.columns, width=maker.grid.width, pitch=maker.setting.format.baseline,
        limit=way.limit, first_limit=rows - way.short, reset=reset if way.reset else None,
        first_row=rows if opener.body_row is None else opener.body_row,
    )  # fmt: skip
    segments = maker.segments(titled=way.titled, overflow=way.overflow, spanned=way.spanned)
    order = [*way.overflow, *maker.order]
    if way.titled and segments[0].title is not None:
        order[len(way.overflow)] = segments[0].title.block
    if way.spanned:
        wide = {id(maker.strips[n]): maker.wide(n) for n in way.spanned}
        made = ((block, wide.get(id(block))) for block in order)
        order = [getattr(w, "strip", w) if w is not None else block for block, w in made]
    for segment in segments:
        paginator.add(segment)
    return SectionLayout(maker.section, opener, paginator.pages, tuple(order), way.limit)
