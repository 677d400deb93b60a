"""Filled pages → marks: columns and bands in place, their elements in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from report.brochure.blocks.cards import CardStrip
from report.brochure.blocks.frame import ChartBand
from report.brochure.blocks.page_title import PageTitle
from report.brochure.blocks.panels import CalloutBox, Finding, SideBySide
from report.brochure.blocks.picture import Picture
from report.brochure.blocks.table import TableBand
from report.brochure.blocks.text import LeadStrip, NotesStrip, QuoteStrip, TextStrip
from report.brochure.flow import Band, PageFill, Placed
from report.brochure.grid import Grid
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.compose import document as doc


def draw_fill(surface: Surface, setting: Setting, fill: PageFill, grid: Grid, columns: int
              ) -> None:  # fmt: skip
    """Draw everything that the flow placed on a page."""
    form = setting.format
    measure = form.column_measure(columns)
    for row, piece in fill.pieces:
        y = grid.ytop(row)
        if isinstance(piece, Band):
            bind(surface, setting, figures_of(piece.block), y)
            piece.block.draw(surface, grid.x0, y, grid.width)
            continue
        for number, column in enumerate(piece.columns):
            x = grid.x0 + number * (measure + form.gutter)
            for placed in column.placed:
                top = y + placed.row * form.baseline
                bind(surface, setting, figures_in(placed), top)
                placed.strip.draw_rows(surface, x, top, measure, placed.first, placed.last)


def bind(surface: Surface, setting: Setting, names: Iterable[str], y: float) -> None:
    """Set the destination of figures that appear here for the first time."""
    for name in names:
        key = f"figure-{name}"
        if setting.places.figures.get(name) == surface.number and key not in setting.bound:
            setting.bound.add(key)
            surface.bookmark(key, y)


def reserve(surface: Surface, block: Any, under: Any) -> None:
    """Give a block its place in the reading order, before it is drawn."""
    if isinstance(block, TextStrip):
        if isinstance(block.group, doc.ListBlock):
            _reserve_item(surface, block, block.group, under)
        else:
            surface.reserve(block, "P" if block.role == "LBody" else block.role, under=under)
    elif isinstance(block, QuoteStrip):
        surface.reserve(block, "BlockQuote", under=under)
    elif isinstance(block, LeadStrip):
        surface.reserve(block, "Lead", under=under)
    elif isinstance(block, NotesStrip):
        for number in block.numbers:
            surface.reserve((block, number), "Note", under=under)
    elif isinstance(block, (ChartBand, Picture)):
        surface.reserve(block, "Div", under=under)
    elif isinstance(block, TableBand):
        key = ("table", block.plan.id)
        if key not in surface.nodes:
            surface.reserve(key, "Div", under=under)
    elif isinstance(block, CalloutBox):
        surface.reserve(block.key, "Aside", under=under)
    elif isinstance(block, Finding):
        surface.reserve(block.key, "P", under=under)
    elif isinstance(block, CardStrip):
        for row in block.rows:
            for card in row:
                surface.reserve((block, card.figure.name), "Div", under=under)
    elif isinstance(block, SideBySide):
        for inner, _, _ in block.blocks:
            reserve(surface, inner, under)
    elif isinstance(block, PageTitle):
        surface.reserve(block, "H2", under=under)


def _reserve_item(surface: Surface, strip: TextStrip, group: doc.ListBlock, under: Any) -> None:
    """Give a list item its place, or a further paragraph its place in the item before it."""
    body = ("item", id(group), under)
    """The body of the list's latest item."""
    if strip.label is None:
        surface.reserve(strip, "P", under=body if body in surface.nodes else under)
        return
    key = ("L", id(group), under)
    if key not in surface.nodes:
        numbering = "Decimal" if group.ordered else "Disc"
        around = ("item", id(strip.outer), under)
        parent = around if around in surface.nodes else under
        surface.reserve(key, "L", under=parent, numbering=numbering)
    surface.reserve(strip, "LI", under=key)
    surface.reserve((strip, "label"), "Lbl", under=strip)
    surface.reserve((strip, "body"), "LBody", under=strip)
    surface.reserve((strip, "text"), "P", under=(strip, "body"))
    surface.nodes[body] = surface.nodes[strip, "body"]


# -- which figures stand where ----------------------------------------------------------------


def runs_of(block: Any) -> Iterator[doc.Run]:
    """All inline runs of a block of text."""
    if isinstance(block, (doc.Paragraph, doc.Heading, doc.Quote)):
        yield from block.runs
    elif isinstance(block, doc.Callout):
        yield from block.runs
        yield from block.foot
    elif isinstance(block, doc.ListBlock):
        for item in block.items:
            for part in item:
                yield from runs_of(part)
    elif isinstance(block, doc.Image):
        yield from block.caption


def figures_of(block: Any) -> list[str]:
    """Names of the figures that a placed block shows."""
    if isinstance(block, SideBySide):
        return [name for inner, _, _ in block.blocks for name in figures_of(inner)]
    if isinstance(block, ChartBand):
        return list(block.plan.figures)
    if isinstance(block, TableBand):
        rows = block.plan.rows[block.first : block.last]
        return [c.figure for r in rows for c in r.cells if c.figure]
    if isinstance(block, CardStrip):
        return [name for row in block.rows for c in row for name in _on_card(block, c.figure)]
    source = getattr(block, "source", None)
    return [r.figure for r in runs_of(source) if r.figure]


def _on_card(strip: CardStrip, figure: doc.FigureView) -> Iterator[str]:
    """A card's figure, and the earlier value computed back from it that its notes name."""
    yield figure.name
    said = " ".join(figure.notes)
    for derived in strip.setting.document.derived:
        if figure.name in derived.inputs and derived.code and derived.text in said:
            yield derived.name


def figures_in(placed: Placed) -> list[str]:
    """Names of the figures in the rows of a strip that stand here."""
    strip: Any = placed.strip
    if not isinstance(strip, TextStrip) or (placed.first == 0 and placed.last == strip.rows):
        return figures_of(strip)
    lines = [len(line.text) for line in strip.text.lines]
    total, whole = sum(lines), sum(len(r.text) for r in runs_of(strip.source))
    if not whole:
        return []
    scale = total / whole
    low, high = sum(lines[: placed.first]), sum(lines[: placed.last])
    found: list[str] = []
    place = 0
    for run in runs_of(strip.source):
        if run.figure and low <= place * scale < high:
            found.append(run.figure)
        place += len(run.text)
    return found
