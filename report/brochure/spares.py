"""Pages between the parts of a book → something to read: imprint, index of figures, notes.

A brochure whose sections open on left-hand pages, or whose pages come to a multiple of four, has
pages to spare. They are never left blank by accident: the inside of the cover says what the book
is; a section's spare page lists its figures; the last ones hold an index of all figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from report.brochure.blocks.cards import card_strip
from report.brochure.blocks.marks import missing_mark
from report.brochure.flow import Band, rows_of
from report.brochure.grid import Grid
from report.brochure.landscape import draw_edge, draw_ground
from report.brochure.listing import Entry, EntryList, list_head
from report.brochure.setting import Setting
from report.brochure.surface import Surface, Target
from report.compose.document import FigureView, Section
from report.compose.relief import art_profile
from report.compose.ridges import Levels, build_ridges, merged
from report.record import record, replace
from report.theme import mix
from report.typeset import SetParagraph


@record(eq=False)
class FigureEntry:
    """A figure in an index: label, value with its mark, page of first appearance."""

    setting: Setting
    figure: FigureView
    label: SetParagraph
    value_width: float
    below: bool = False
    """The value is too long to stand beside the label: it stands under it."""

    @property
    def height(self) -> float:
        """Height."""
        lines = len(self.label.lines) + self.below
        return 16.0 if lines == 1 else 11 * lines + 5

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it."""
        setting, figure = self.setting, self.figure
        base = y + 11.2
        page = setting.places.figures.get(figure.name)
        with surface.element("LBody"):
            with surface.element("P"):
                for line in self.label.lines:
                    surface.text(line, x + line.x_pt, base)
                    base += 11
            base = y + 11.2
            right = x + width - 20
            if figure.state == "missing":
                code = setting.line(figure.code or "", "gap-code", size=6.6)
                with surface.element("P"):
                    surface.text(code, right - code.width_pt, base)
                with surface.artifact():
                    missing_mark(surface, right - code.width_pt - 21, y + 3.4, 17, 9)
            else:
                colour = "accent" if figure.state == "derived" else None
                line = setting.fitted(figure.text, "list-value", self.value_width, colour=colour)
                under = 11 * len(self.label.lines) if self.below else 0
                with surface.element("P"):
                    surface.text(line, right - line.width_pt, base + under)
            if page is not None:
                tag = Target("target", f"figure-{figure.name}")
                line = setting.tagged(str(page), "page-reference", tag)
                surface.text(line, x + width - line.width_pt, base)


CARDS, LARGE = 12, 6
"""Figures of a section that its spare page shows as cards, and as large ones."""

MOST_SHRUNK = 1.25
"""How much longer than its room a value may be to stand beside its label, in smaller type."""


def figure_entries(setting: Setting, figures: Sequence[FigureView], width: float
                   ) -> tuple[Entry, ...]:  # fmt: skip
    """Index entries in columns of ``width``."""
    result: list[Entry] = []
    for figure in figures:
        natural = setting.width(figure.text, "list-value") + 2
        value = 48.0 if figure.state == "missing" else min(0.42 * width, natural)
        below = figure.state != "missing" and natural > MOST_SHRUNK * value
        room = width - 28 - (0 if below else value)
        label = setting.paragraph(figure.full_label or figure.label, "list-label", room)
        result.append(FigureEntry(setting, figure, label, room if below else value, below))
    return tuple(result)


def index_bands(setting: Setting) -> list[Band]:
    """The index of figures: a list for each section that shows any."""
    document, grid = setting.document, Grid(setting.format)
    columns = 4 if grid.width > 640 else 3 if grid.width > 420 else 2
    gutter = setting.format.gutter
    column = (grid.width - (columns - 1) * gutter) / columns
    bands: list[Band] = []
    shown: set[str] = set()
    for section in document.sections:
        figures = [f for f in section.figures if f.name not in shown]
        shown.update(f.name for f in figures)
        if not figures:
            continue
        title = section.title
        head = list_head(setting, section.number, title, "", grid.width)
        entries = figure_entries(setting, figures, column)
        block = EntryList(setting, head, entries, columns, grid.width, gutter, title,
                          section.number)  # fmt: skip
        high = block.wrap(grid.width, 1e6)[1]
        bands.append(Band(block, rows_of(high, setting.format.baseline), divisible=True))
    return bands


def section_data(setting: Setting, section: Section, grid: Grid) -> Any:
    """What a section's spare page shows: cards of a few figures, a list of many.

    Drawn from the grid's third row; its ``wrap`` says how high it is.
    """
    apart = _without_changes(section.figures)
    if len(apart) <= CARDS and grid.width > 420:
        figures = tuple(_placed(setting, figure) for figure in apart)
        return card_strip(setting, figures, grid.width, large=len(figures) <= LARGE)
    gutter = setting.format.gutter
    columns = 2 if grid.width > 420 else 1
    column = (grid.width - (columns - 1) * gutter) / columns
    head = list_head(setting, section.number, section.title, "", grid.width, block=True)
    block = EntryList(setting, head, figure_entries(setting, section.figures, column), columns,
                      grid.width, gutter, section.title, section.number)  # fmt: skip
    room = grid.bottom - grid.ytop(3)
    if block.wrap(grid.width, 1e6)[1] > room:
        pieces = block.split(grid.width, room)
        return pieces[0] if pieces else block
    return block


def _without_changes(figures: Sequence[FigureView]) -> tuple[FigureView, ...]:
    """Figures without the changes of those among them: a card says its change in a note."""
    names = {figure.name for figure in figures}
    return tuple(
        figure for figure in figures
        if not (figure.name.endswith(".change") and figure.name.removesuffix(".change") in names)
    )  # fmt: skip


def _placed(setting: Setting, figure: FigureView) -> FigureView:
    """A figure under its full name, whose card says on which page it is first met."""
    page = setting.places.figures.get(figure.name)
    notes = figure.notes[:2]
    if page is not None:
        notes = (*notes, setting.labels.page_list(str(page)))
    return replace(figure, label=figure.full_label or figure.label, notes=notes)


def draw_section_data(surface: Surface, setting: Setting, grid: Grid, data: Any) -> None:
    """A section's spare page: its title and its figures, ``data`` of :func:`section_data`."""
    line = setting.line(setting.labels.section_data, "h1")
    with surface.element("P"):
        surface.text(line, grid.x0, grid.ytop(0) + 19)
    data.draw(surface, grid.x0, grid.ytop(3), grid.width)


def with_room(section: Section, data: Any) -> tuple[str, ...]:
    """The names of the figures that ``data`` of :func:`section_data` shows."""
    if not isinstance(data, EntryList):
        return tuple(figure.name for figure in _without_changes(section.figures))
    return tuple(figure.name for figure in section.figures[: len(data.entries)])


def plate(surface: Surface, setting: Setting, section: Section, grid: Grid, top: float,
          side: str = "") -> None:  # fmt: skip
    """A section's ridge across the foot of a page, from ``top`` at the highest, to the bleed.

    ``side`` ``left`` or ``right``: the page's half of one ridge across two facing pages.
    """
    form = setting.format
    bottom = form.height + form.bleed
    floor = grid.bottom
    if floor - top < 60:
        return
    bleed = max(form.bleed, 1)
    left, width = -bleed, form.width + 2 * bleed
    if side:
        left, width = (-form.width if side == "right" else 0) - bleed, 2 * form.width + 2 * bleed
    high = min(floor - top, 0.5 * form.height)
    base = floor - high * 0.18
    (ridge,) = build_ridges(
        [art_profile(section)], Levels((base,), (high * 0.8,)), left=left, width=width,
        bottom=bottom + 60, measure=lambda t: 1e6, pad=24, step=3.2, front_contours=12,
    )  # fmt: skip
    pale = mix(surface.theme, "p100", "p700", 0.25)
    with surface.artifact("Background"):
        draw_ground(surface, ridge, bottom, "p100")
        for contour in ridge.contours:
            surface.curves(contour.pieces, pale, 0.45)
        draw_edge(surface, ridge, "p500")


def draw_imprint(surface: Surface, setting: Setting, grid: Grid) -> None:
    """The inside of the cover: what this book is, who made it, when."""
    document, form = setting.document, setting.format
    bleed = max(form.bleed, 1)
    with surface.artifact("Background"):
        surface.rect(-bleed, -bleed, form.width + 2 * bleed, form.height + 2 * bleed, "paper")
    far_ridges(surface, setting)
    width = min(grid.span(4), 330.0)
    base = grid.ytop(0) + 19
    title = setting.paragraph(document.title, "h1", grid.width, balance=True)
    with surface.element("P"):
        for line in title.lines:
            surface.text(line, grid.x0 + line.x_pt, base)
            base += setting.role("h1").leading
    if document.subtitle:
        text = setting.paragraph(document.subtitle, "cover-kicker", grid.width)
        with surface.element("P"):
            for line in text.lines:
                surface.text(line, grid.x0 + line.x_pt, base)
                base += 15
    base = grid.ytop(round((base - form.top) / form.baseline) + 2) + 15.5
    if document.description:
        text = setting.paragraph(document.description, "lead", width, leading=1.5 * form.baseline)
        with surface.element("P"):
            for line in text.lines:
                if base > grid.bottom - 90:
                    break
                surface.text(line, grid.x0 + line.x_pt, base)
                base += 1.5 * form.baseline
    rows = [t for t in (document.author, document.publisher, document.date, document.contact) if t]
    rows = list(dict.fromkeys(rows))
    base += 10
    if rows:
        with surface.artifact():
            surface.line(grid.x0, base - 14, grid.x0 + 48, base - 14, "p700", 0.75)
    for row in rows:
        line = setting.fitted(row, "cover-sub", grid.width)
        with surface.element("P"):
            surface.text(line, grid.x0, base)
        base += 12.4


def far_ridges(surface: Surface, setting: Setting, ground: str = "paper") -> None:
    """All sections' ridges as bare contours at the foot of a page that would be left bare."""
    form = setting.format
    bleed = max(form.bleed, 1)
    left, width = -bleed, form.width + 2 * bleed
    profiles = merged([art_profile(s) for s in setting.document.sections], 4)
    count = len(profiles)
    bases = tuple(form.height * (0.7 + 0.3 * k / count) for k in range(count))
    levels = Levels(bases, tuple(0.1 * form.height for _ in range(count)))
    ridges = build_ridges(profiles, levels, left=left, width=width, bottom=form.height + 40,
                          measure=lambda t: 1e6, step=3.2)  # fmt: skip
    bottom = form.height + form.bleed
    with surface.artifact("Background"):
        for ridge in ridges:
            draw_ground(surface, ridge, bottom, ground)
            for contour in ridge.contours:
                surface.curves(contour.pieces, "rule", 0.4)
            draw_edge(surface, ridge, "p300")


def draw_notes_page(surface: Surface, setting: Setting, grid: Grid) -> None:
    """A ruled page for the reader's own notes."""
    with surface.element("P"):
        surface.text(setting.line(setting.labels.notes, "h1"), grid.x0, grid.ytop(0) + 19)
    with surface.artifact():
        for row in range(4, grid.rows + 1, 2):
            y = grid.ytop(row)
            surface.line(grid.x0, y, grid.x1, y, "rule", 0.4)
