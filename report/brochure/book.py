"""``Document`` → a whole brochure: plan every page, then draw them one after another.

Nothing is laid out twice. Pages are planned first, which tells where everything stands; contents,
fact boxes and data notes can therefore print page numbers although they are drawn before what
they point to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report.brochure.arrangement import SectionLayout
from report.brochure.backmatter import back_matter, has_notes, settle
from report.brochure.contents import ContentsPage, draw_contents, plan_contents
from report.brochure.cover import draw_back_cover, draw_cover
from report.brochure.drawing import bind, draw_fill, figures_in, figures_of, reserve
from report.brochure.flow import Band, PageFill, Paginator, Segment, rows_of, spread
from report.brochure.grid import Grid, side_of
from report.brochure.listing import DrawnBlock
from report.brochure.makeup import bare
from report.brochure.metadata import Metadata, date_of
from report.brochure.opener import draw_opener
from report.brochure.pages import Furniture, draw_furniture
from report.brochure.pdf import PdfBook
from report.brochure.sections import SectionMaker
from report.brochure.setting import Setting
from report.brochure.spares import (
    draw_imprint,
    draw_notes_page,
    draw_section_data,
    far_ridges,
    index_bands,
    plate,
    section_data,
    with_room,
)
from report.brochure.surface import Surface
from report.compose.document import Chart, Document, Section
from report.compose.plan import ChartPlan
from report.record import field, record, replace
from report.stages import stage
from report.theme import Theme

if TYPE_CHECKING:
    from report.fonts import FontBook


@record
class BrochureSummary:
    """What was made."""

    pages: int
    charts: int
    tables: int = 0
    page_of: dict[str, int] = field(default_factory=dict)
    """Page (from 1) of each section, chart, table and figure: ``section:id``, ``chart:id``,
    ``table:id``, ``figure:name``."""
    shown: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """All pages on which each of them stands, under the same keys; lists at the back excepted."""
    fonts: tuple[tuple[str, int], ...] = ()
    """Base font name and CRC-32 of the font program, of every font in the file."""


@record
class Sheet:
    """A page to draw: what draws it, and what stands in its margin."""

    draw: Callable[[Surface, Grid], float | None]
    """Draws it; returns where a dark ground begins under the fold strip, if one does."""
    furniture: Furniture | None = None
    section: str | None = None
    label: str = ""
    """What kind of page it is, for tests and messages."""


def make_brochure(document: Document, theme: Theme, fonts: FontBook, path: Path, *,
                  cache: Any = None) -> BrochureSummary:  # fmt: skip
    """Draw the brochure of ``document`` into the file ``path``.

    ``cache`` maps a chart's plan and width to its recorded drawing, if one is kept. Raises
    :class:`report.errors.RenderError` where something cannot be drawn.
    """
    with stage("set"):
        brochure = Brochure(document, theme, fonts, cache)
    metadata = Metadata(
        title=document.title,
        language=document.language,
        author=document.author or document.publisher,
        subject=document.description or document.subtitle,
        keywords=document.keywords,
        date=date_of(document.date),
    )
    attach = document.options.attach_data
    book = PdfBook(path, metadata, conformance="3a" if attach else "2a")
    book.fonts.cache = cache
    book.label_pages(0, "D")
    with stage("draw"):
        brochure.draw(book)
    book.save()
    written = (font.written for font in book.fonts.embedded)
    fonts_written = tuple(font for font in written if font is not None)
    summary = replace(brochure.summary(), fonts=fonts_written)
    book.close()
    brochure.sheets.clear()  # each page's function refers to the brochure
    return summary


class Brochure:
    """A brochure: planned on creation, drawn by :meth:`draw`."""

    def __init__(self, document: Document, theme: Theme, fonts: FontBook, cache: Any = None
                 ) -> None:  # fmt: skip
        self.document = document
        self.theme = theme
        page_format = theme.formats[document.options.page_format]
        self.setting = Setting(document, theme, fonts, page_format)
        self.format = page_format
        self.cache = cache
        self._tokens = repr((sorted(theme.colours.items()), sorted(theme.type.items())))
        self.columns = page_format.text_columns(document.options.columns)
        self.layouts: list[SectionLayout] = []
        self._drawings: dict[tuple[str, float, float | None], Any] = {}
        self.sheets: list[Sheet] = []
        self.charts = 0
        self._shown: dict[str, set[int]] = {}
        self._spare_data: dict[str, Any] = {}
        self._plan()

    # -- planning ----------------------------------------------------------------------------

    def _record(self, plan: ChartPlan, width: float) -> Any:
        """The drawing of a chart: kept from an earlier build where all that decides it is equal."""
        # Arrangements that differ elsewhere ask for the same drawing again.
        known = (plan.id, width, plan.aspect)
        if known not in self._drawings:
            with stage("draw"):
                self._drawings[known] = self._recorded(plan, width)
        return self._drawings[known]

    def _recorded(self, plan: ChartPlan, width: float) -> Any:
        from report.brochure import chart

        fonts = self.setting.fonts
        if self.cache is None or plan.kind == "matplotlib":  # an author's code may read anything
            return chart.record(plan, width, self.theme, fonts)
        key = self.cache.key(repr(plan), repr(width), self._tokens)
        kept = self.cache.fetch(key)
        drawing = chart.Drawing.from_json(kept, fonts) if kept is not None else None
        if drawing is None:
            drawing = chart.record(plan, width, self.theme, fonts)
            self.cache.store(key, drawing.to_json())
        return drawing

    def _plan(self) -> None:
        self._front()
        self._sections()
        self._back()
        self._find()

    @property
    def _starts(self) -> str:
        """Side on which sections open: ``verso``, ``recto`` or ``any``."""
        return self.theme.section_start if self.format.facing else "any"

    def _front(self) -> None:
        setting = self.setting
        self.sheets.append(Sheet(lambda s, g: draw_cover(s, setting), label="cover"))
        pages = plan_contents(setting)
        # The page that completes the front so that the first section opens on its side.
        before = 1 + len(pages)
        imprint = self.format.facing and (
            (not pages and self._leaflet())
            or (self._starts == "verso" and before % 2 == 0)
            or (self._starts == "recto" and before % 2 == 1)
            or (self._starts == "any" and len(pages) == 1)
        )
        if imprint:
            self.sheets.append(Sheet(lambda s, g: draw_imprint(s, setting, g), label="imprint"))
        furniture = Furniture("", self.document.words.contents)
        for page in pages:

            def draw(surface: Surface, grid: Grid, page: ContentsPage = page) -> None:
                if page.low(grid):
                    far_ridges(surface, setting, "white")
                with surface.element("Sect", key="contents"):
                    draw_contents(surface, setting, page, grid)

            self.sheets.append(Sheet(draw, furniture, label="contents"))

    def _leaflet(self) -> bool:
        """Whether the lone section is one page: it stands within, facing the inside cover."""
        maker = SectionMaker(self.setting, self.document.sections[0], self._record)
        return len(maker.arrange(None).pages) == 1

    def _sections(self) -> None:
        count = len(self.document.sections)
        for index, section in enumerate(self.document.sections):
            maker = SectionMaker(self.setting, section, self._record)
            first = len(self.sheets) + 1
            parity = None
            if self._starts in ("verso", "recto") and index < count - 1:
                parity = 0
                wanted = 0 if self._starts == "verso" else 1
                if first % 2 != wanted:
                    parity = None
            layout = maker.arrange(parity)
            self.layouts.append(layout)
            tab = (index, count) if count > 2 else None
            self._section_sheets(layout, tab)

    def _section_sheets(self, layout: SectionLayout, tab: tuple[int, int] | None) -> None:
        setting, section = self.setting, layout.section
        plain = Furniture(section.number, section.title, tab=tab)
        # A last page with a bare foot and the spare page that faces it share one landscape.
        last = len(layout.pages) - 1
        shared = (layout.spare and last > 0 and (len(self.sheets) + last + 1) % 2 == 0
                  and bare(layout.pages[last], Grid(self.format).rows))  # fmt: skip

        def foot(grid: Grid, number: int) -> float:
            """Where the landscape of a page, or of two, may begin."""
            own = grid.ytop(layout.pages[number].end) + 60
            return max(own, self._data_end(layout, grid)) if shared and number == last else own

        for number, fill in enumerate(layout.pages):

            def draw(surface: Surface, grid: Grid, number: int = number,
                     fill: PageFill = fill) -> float | None:  # fmt: skip
                ground = None
                with surface.element("Sect", key=("section", section.id)):
                    if number == 0:
                        ground = self._open(surface, layout, grid)
                    if number and bare(fill, grid.rows):
                        side = "left" if shared and number == last else ""
                        plate(surface, setting, section, grid, foot(grid, number), side)
                    draw_fill(surface, setting, fill, grid, self.columns)
                return ground

            furniture = Furniture(section.number, section.title, True, tab) if not number else plain
            kind = "opener" if number == 0 else "body"
            self.sheets.append(Sheet(draw, furniture, section.id, kind))
        if layout.spare:

            def spare(surface: Surface, grid: Grid) -> None:
                with surface.element("Sect", key=("section", section.id)):
                    if section.figures:
                        top = foot(grid, last) if shared else self._data_end(layout, grid)
                        side = "right" if shared else ""
                        plate(surface, setting, section, grid, top, side)
                        data, page = self._data(section, grid), setting.places.section_ends
                        draw_section_data(surface, setting, grid, data)
                        for name in with_room(section, data):
                            self._note(f"figure:{name}", page[section.id])
                    else:
                        plate(surface, setting, section, grid, grid.ytop(8))

            self.sheets.append(Sheet(spare, plain, section.id, "data"))

    def _data_end(self, layout: SectionLayout, grid: Grid) -> float:
        """Where what stands below a section's data may begin."""
        high = self._data(layout.section, grid).wrap(grid.width, 1e6)[1]
        return grid.ytop(3) + high + 40

    def _data(self, section: Section, grid: Grid) -> Any:
        """What a section's spare page shows, measured once all pages are known."""
        if section.id not in self._spare_data:
            self._spare_data[section.id] = section_data(self.setting, section, grid)
        return self._spare_data[section.id]

    def _open(self, surface: Surface, layout: SectionLayout, grid: Grid) -> float:
        """Draw an opener, then give every block of the section its place in reading order."""
        section = layout.section
        bind(surface, self.setting, [r.figure for r in section.lead if r.figure],
             grid.ytop(layout.opener.lead_row))  # fmt: skip
        if layout.opener.cards is not None:
            bind(surface, self.setting, figures_of(layout.opener.cards),
                 grid.ytop(layout.opener.cards_row))  # fmt: skip
        ground = draw_opener(surface, self.setting, layout.opener, grid)
        for block in layout.order:
            reserve(surface, block, ("section", section.id))
        return ground

    def _back(self) -> None:
        setting, words = self.setting, self.document.words
        if has_notes(self.document):
            furniture = Furniture(words.appendix_mark, words.data_notes)
            setting.places.notes = len(self.sheets) + 1
            fills = self._paginate(self._notes_title(), back_matter(setting))
            self._list_sheets(fills, furniture, "notes")
        if not self.format.facing:
            return
        spare = self._spare(len(self.sheets))
        if spare:
            index = index_bands(setting)
            pages = self._paginate(self._plain_title(setting.labels.index), index) if index else []
            if pages and len(pages) <= spare:
                self._list_sheets(pages, Furniture(words.appendix_mark, setting.labels.index),
                                  "index")  # fmt: skip
                spare -= len(pages)
        for _ in range(spare):
            self.sheets.append(
                Sheet(
                    lambda s, g: draw_notes_page(s, setting, g),
                    Furniture("", setting.labels.notes),
                    label="ruled",
                )
            )
        self.sheets.append(Sheet(lambda s, g: draw_back_cover(s, setting), label="back cover"))

    def _spare(self, pages: int) -> int:
        """Pages to fill before the back cover, which closes a sheet."""
        fold = 4 if self.document.options.multiple_of_four or self.theme.multiple_of_four else 2
        return -(pages + 1) % fold

    def _paginate(self, title: Band, bands: Sequence[Band]) -> list[PageFill]:
        paginator = Paginator(Grid(self.format).rows, 1, width=self.format.measure,
                              pitch=self.format.baseline)  # fmt: skip
        paginator.pages[0].pieces.append((0, title))
        paginator.row = title.rows
        paginator.add(Segment((), tuple(bands)))
        for page in paginator.pages:
            spread(page, Grid(self.format).rows)
        settle(paginator.pages, Grid(self.format).rows)
        return paginator.pages

    def _list_sheets(self, fills: list[PageFill], furniture: Furniture, kind: str) -> None:
        for fill in fills:

            def draw(surface: Surface, grid: Grid, fill: PageFill = fill) -> None:
                if fill.end < 0.6 * grid.rows:  # their highest peak is at 0.6 of the page
                    far_ridges(surface, self.setting, "white")
                with surface.element("Sect", key=kind):
                    draw_fill(surface, self.setting, fill, grid, 1)

            self.sheets.append(Sheet(draw, furniture, label=kind))

    def _notes_title(self) -> Band:
        document, labels = self.document, self.setting.labels
        summary = labels.notes_summary(
            len(document.gaps), len(document.derived), len(document.caveats)
        )
        return self._plain_title(document.words.data_notes, summary, "notes")

    def _plain_title(self, text: str, remark: str = "", key: str | None = None) -> Band:
        setting = self.setting
        role = setting.role("h1")
        line = setting.fitted(text, "h1", self.format.measure)

        def paint(surface: Surface, x: float, y: float, width: float) -> None:
            surface.heading(text, 1, y - 20, key)
            base = y + 19 * role.size / 22
            with surface.element("H1"):
                surface.text(line, x, base)
            room = width - line.width_pt - 14
            if remark and room > 40:
                with surface.element("P"):
                    mark = setting.fitted(remark, "cover-sub", room, size=8.6)
                    surface.text(mark, x + line.width_pt + 14, base)

        pitch = self.format.baseline
        rows = rows_of(role.leading, pitch) + (0 if self.format.scale < 1 else 1)
        return Band(DrawnBlock(rows * pitch, paint), rows, head=True)

    # -- where everything stands -------------------------------------------------------------

    def _find(self) -> None:
        """Note the page of every section, chart, table and figure."""
        places = self.setting.places
        first: dict[str, int] = {}
        for number, sheet in enumerate(self.sheets, 1):
            if sheet.section is not None:
                first.setdefault(sheet.section, number)
                places.section_ends[sheet.section] = number
                if sheet.label != "data":  # no text of the section's stands there
                    self._note(f"section:{sheet.section}", number)
        places.sections.update(first)
        for layout in self.layouts:
            start = first[layout.section.id]
            opening = [r.figure for r in layout.section.lead if r.figure]
            if layout.opener.cards is not None:
                opening += figures_of(layout.opener.cards)
            for name in opening:
                places.figures.setdefault(name, start)
                self._note(f"figure:{name}", start)
            for offset, fill in enumerate(layout.pages):
                self._find_on(fill, start + offset)

    def _find_on(self, fill: PageFill, page: int) -> None:
        places = self.setting.places
        for _, piece in fill.pieces:
            if isinstance(piece, Band):
                self._find_block(piece.block, page)
                names = figures_of(piece.block)
            else:
                placed = [p for column in piece.columns for p in column.placed]
                for item in placed:
                    self._find_block(item.strip, page)
                names = [name for item in placed for name in figures_in(item)]
            for name in names:
                places.figures.setdefault(name, page)
                self._note(f"figure:{name}", page)

    def _note(self, key: str, page: int) -> None:
        self._shown.setdefault(key, set()).add(page)

    def _find_block(self, block: Any, page: int) -> None:
        for inner in [b for b, _, _ in block.blocks] if hasattr(block, "blocks") else [block]:
            plan = getattr(inner, "plan", None)
            if plan is not None:
                self.setting.places.blocks.setdefault(plan.id, page)
                kind = "chart" if isinstance(plan, ChartPlan) else "table"
                self._note(f"{kind}:{plan.id}", page)

    # -- drawing -----------------------------------------------------------------------------

    def draw(self, book: PdfBook) -> None:
        """Draw all pages into ``book``."""
        surface = Surface(book, self.theme, self.format)
        surface.titles = self._titles()
        for number, sheet in enumerate(self.sheets, 1):
            grid = Grid(self.format, side_of(number, self.format))
            surface.begin_page()
            ground = sheet.draw(surface, grid)
            if sheet.furniture is not None:
                draw_furniture(surface, self.setting, grid, number, sheet.furniture, ground)
            surface.end_page()

    def _titles(self) -> dict[str, str]:
        """What each destination is called."""
        names: dict[str, str] = {}
        if has_notes(self.document):
            names["notes"] = self.document.words.data_notes
        for section in self.document.sections:
            names[f"section-{section.id}"] = section.title
            for note in section.footnotes:
                text = "".join(run.text for run in note.runs)
                names[f"note-{section.id}-{note.number}"] = text[:60]
            for block in section.blocks:
                plan = getattr(block, "plan", None)
                if plan is not None:
                    names[f"block-{plan.id}"] = plan.title
        for view in (*self.document.gaps, *self.document.derived):
            names[f"code-{view.code}"] = view.full_label or view.label
        shown = [view for section in self.document.sections for view in section.figures]
        for view in (*shown, *self.document.gaps, *self.document.derived, *self.document.figures):
            names[f"figure-{view.name}"] = view.label
        return names

    def summary(self) -> BrochureSummary:
        """What was made, and where it stands."""
        places = self.setting.places
        page_of = {f"section:{k}": v for k, v in places.sections.items()}
        charts = tables = 0
        for section in self.document.sections:
            for block in section.blocks:
                plan = getattr(block, "plan", None)
                if plan is None:
                    continue
                chart = isinstance(block, Chart)
                charts += chart
                tables += not chart
                page = places.blocks.get(plan.id)
                if page:
                    page_of[f"{'chart' if chart else 'table'}:{plan.id}"] = page
        page_of.update({f"figure:{k}": v for k, v in places.figures.items()})
        shown = {key: tuple(sorted(pages)) for key, pages in sorted(self._shown.items())}
        return BrochureSummary(len(self.sheets), charts, tables, page_of, shown)
