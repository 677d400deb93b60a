"""An arrangement of a section → its cost: the whole judgement of what makes a good page.

No holes, few pages, level columns, an even number of pages where sections open on left-hand ones,
charts in the order of their numbers, no scraps of text among charts.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from report.brochure.blocks.frame import ChartBand
from report.brochure.blocks.panels import SideBySide
from report.brochure.flow import Band, PageFill, Stretch
from report.brochure.galley import ends
from report.brochure.makeup import FREE
from report.compose import document as doc

if TYPE_CHECKING:
    from report.brochure.arrangement import SectionLayout

LOWERED = {"full": 0.0, "tall": 0.0, "middle": 0.12, "low": 0.3}
"""Cost of an opener with less sky than the design's."""

SCRAP = 0.35
"""Cost of a few lines of text left over for a page of charts."""

BROKEN = 0.08
"""Cost of each row left free at the foot of a page within the section, beyond three."""

BARE = 0.3
"""Cost of a page that ends in a landscape, though its figures grow."""

TORN, UNEVEN = 0.5, 0.3
"""Cost of columns that end more than a row apart, and of each such row."""

DOUBLED = 0.1
"""Cost of each blank row that is doubled to prevent it."""

STACKED = 0.6
"""Cost of two narrow charts one under the other that could stand side by side."""

ALONE = 3
"""Lines that cannot be divided, and so may stand in one column beside nothing."""

DISORDER = 50.0
"""Cost of meeting charts in another order than their numbers': never chosen if avoidable."""


def cost_of(layout: SectionLayout, parity: int | None, rows: int, *, headed: bool) -> float:
    """What is wrong with an arrangement on pages of ``rows`` rows; the lower the better.

    ``parity`` 0 asks for an even number of pages; ``headed`` says that the text begins with a
    heading that could be a page's title.
    """
    pages = layout.pages
    cost = 0.3 * len(pages) + 0.006 * (rows - layout.limit) + LOWERED[layout.opener.height]
    last = len(pages) - 1
    for number, page in enumerate(pages):
        end = max(page.end, layout.opener.end) if number == 0 else page.end
        filled = min(rows, end + growth_of(page)) / rows if page.pieces else end / rows
        hole = max(0.0, 0.88 - filled)
        cost += 2.2 * hole * hole + (0.8 if filled < 0.36 else 0) + (1.5 if filled < 0.28 else 0)
        if 0 < number < last:
            cost += BROKEN * max(0.0, rows * (1 - filled) - 3)
        if number and rows * (1 - filled) >= FREE:
            cost += BARE
        cost += 3.0 * max(0, page.end - rows)
        cost += SCRAP * scraps(page) if number else 0
    apart, doubled = apart_and_doubled(layout)
    cost += TORN * (apart > 0) + UNEVEN * apart + DOUBLED * doubled
    if parity == 0 and len(pages) % 2:
        cost += 1.3 if len(layout.section.figures) >= 8 else 1.0
    cost += STACKED * stacked(layout)
    if layout.opener.overflow:
        cost += 0.3
    if not in_order(layout):
        cost += DISORDER
    has_title = any(
        getattr(p, "head", False) for page in pages for _, p in page.pieces
    )  # fmt: skip
    if headed and not has_title:
        cost += 0.1
    return cost


def apart_and_doubled(layout: SectionLayout) -> tuple[int, int]:
    """Rows beyond one by which columns end apart; blank rows doubled to prevent it.

    A column that is left empty beside more than a few lines counts too: two lines of text cannot
    be divided, a figure alone in its column could have taken the whole measure.
    """
    apart = doubled = 0
    for page in layout.pages:
        for _, piece in page.pieces:
            columns = [c for c in piece.columns if c.placed] if isinstance(piece, Stretch) else []
            rows = ends(piece) if isinstance(piece, Stretch) else []
            if rows and isinstance(piece, Stretch):
                empty = len(rows) < len(piece.columns) and max(rows) > ALONE
                apart += max(0, max(rows) - (0 if empty else min(rows)) - 1)
            for column in columns:
                for above, below in itertools.pairwise(column.placed):
                    free = below.row - above.row - above.last + above.first
                    doubled += max(0, free - below.strip.space)
    return apart, doubled


def stacked(layout: SectionLayout) -> int:
    """Charts that stand right below another one in a text column, its neighbour not being alike."""
    found = 0
    for page in layout.pages:
        for _, piece in page.pieces:
            if not isinstance(piece, Stretch):
                continue
            charts = [[isinstance(p.strip, ChartBand) for p in c.placed] for c in piece.columns]
            if any(column != charts[0] for column in charts):
                found += sum(a and b for column in charts for a, b in itertools.pairwise(column))
    return found


def growth_of(page: PageFill) -> int:
    """Rows that the figures of a page could fill beyond their own."""
    bands = (p for _, p in page.pieces if isinstance(p, Band))
    return sum(max(0, b.most - b.rows) for b in bands)


def scraps(page: PageFill) -> int:
    """Stretches of a few lines of text on a page that otherwise holds charts and tables."""
    bands = [p for _, p in page.pieces if isinstance(p, Band) and not p.head]
    lines = [p.rows for _, p in page.pieces if isinstance(p, Stretch)]
    return sum(rows <= 4 for rows in lines) if bands else 0


def in_order(layout: SectionLayout) -> bool:
    """Whether charts are met in the order of their numbers."""
    wanted = [b.plan.id for b in layout.section.blocks if isinstance(b, doc.Chart)]
    met: list[str] = []
    for page in layout.pages:
        for _, piece in page.pieces:
            if isinstance(piece, Band):
                blocks: list[Any] = [piece.block]
            else:
                blocks = [p.strip for column in piece.columns for p in column.placed]
            for block in blocks:
                inner = (
                    [b for b, _, _ in block.blocks] if isinstance(block, SideBySide) else [block]
                )
                met += [b.plan.id for b in inner if isinstance(b, ChartBand)]
    return met == wanted
