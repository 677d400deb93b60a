"""Sections → the contents: rows with sparklines, the headline strip, the legend (section 6)."""

from __future__ import annotations

import re

from report.brochure.backmatter import has_notes
from report.brochure.blocks.cards import CardStrip, card_strip
from report.brochure.blocks.marks import ring_tag, swatch
from report.brochure.grid import Grid
from report.brochure.setting import Downwards, Setting
from report.brochure.surface import Surface, Target
from report.compose.document import Chart, Document, ProfilePoint, Section, TableBlock
from report.compose.ridges import sparkline
from report.record import record
from report.typeset import SetParagraph

ROW_HEIGHTS = (56.0, 48.0, 40.0, 32.0)

TALL_ROWS = (80.0, 72.0, 64.0)
"""Heights of the rows where there are so few that the page would gape below them."""

AIR = 56.0
"""Free height that a page with tall rows keeps, in points."""


@record
class ContentsRow:
    """One entry: a section, or the data notes."""

    number: str
    title: str
    abstract: str
    profile: tuple[ProfilePoint, ...]
    target: str
    section: str | None
    appendix: bool = False


@record
class ContentsPage:
    """One page of the contents, measured."""

    rows: tuple[ContentsRow, ...]
    height: float
    """Of a row."""
    strip: CardStrip | None
    legend: bool
    first: bool

    def low(self, grid: Grid) -> bool:
        """Whether a few rows are all that stands on it: the ridges fill its foot then."""
        if self.legend or self.strip is not None:
            return False
        rows = -(-len(self.rows) // (2 if grid.format.wide else 1))
        return rows * self.height + 60 < 0.45 * grid.format.height


def contents_rows(setting: Setting) -> tuple[ContentsRow, ...]:
    """An entry for each section and one for the data notes, if there are any."""
    document, words, labels = setting.document, setting.words, setting.labels
    rows = [_row(s) for s in document.sections]
    if not has_notes(document):
        return tuple(rows)
    summary = labels.notes_summary(len(document.gaps), len(document.derived), len(document.caveats))
    rows.append(
        ContentsRow(words.appendix_mark, words.data_notes, summary, (), "notes", None, True)
    )
    return tuple(rows)


def _row(section: Section) -> ContentsRow:
    return ContentsRow(section.number, section.title, section.abstract, section.profile,
                       f"section-{section.id}", section.id)  # fmt: skip


def has_marks(document: Document) -> bool:
    """Whether the report shows a number at all, so that its marks want a legend."""
    blocks = [block for section in document.sections for block in section.blocks]
    shown = any(isinstance(block, (Chart, TableBlock)) for block in blocks)
    return bool(shown or document.figures or document.gaps or document.derived)


def plan_contents(setting: Setting) -> list[ContentsPage]:
    """Divide the contents over pages: one with strip and legend where it fits.

    None where a lone section without figures or notes would be all that they list.
    """
    rows = contents_rows(setting)
    legend = has_marks(setting.document)
    if len(rows) == 1 and not legend:
        return []
    grid = Grid(setting.format)
    high = grid.rows * setting.format.baseline
    strip = None
    headline = setting.document.headline
    if headline:
        strip = card_strip(setting, headline, grid.width)
    strip_high = strip.wrap(grid.width, 1e6)[1] + 40 if strip else 0
    legend_high = _legend_height(setting, grid) + 24 if legend else 0.0
    heading = 0.0 if _beside(setting, grid) else _heading_height(setting)
    beside = _standing(setting, grid)[2] if _beside(setting, grid) else 0.0
    columns = list_columns(setting)
    for with_strip in (True, False) if strip else (False,):
        for row in (*TALL_ROWS, *ROW_HEIGHTS[:3]):
            need = (
                heading
                + max(-(-len(rows) // columns) * row, beside)
                + legend_high
                + (strip_high if with_strip else 0)
            )
            if need + (AIR if row in TALL_ROWS else 0) <= high:
                return [ContentsPage(rows, row, strip if with_strip else None, legend, True)]
    best: tuple[int, float, int, int] | None = None
    for row in (*ROW_HEIGHTS,):
        first = columns * int((high - heading) / row)
        middle, last = columns * int(high / row), columns * int((high - legend_high) / row)
        count = 2
        while first + middle * (count - 2) + last < len(rows):
            count += 1
        if best is None or count < best[0]:
            best = (count, row, first, last)
    assert best is not None
    count, row, first, last = best
    return _divided(rows, count, row, first, last, strip,
                    high - legend_high - strip_high, columns, legend)  # fmt: skip


def _divided(rows: tuple[ContentsRow, ...], count: int, row: float, first: int, last: int,
             strip: CardStrip | None, room: float, columns: int, legend: bool
             ) -> list[ContentsPage]:  # fmt: skip
    """The entries over ``count`` pages, evenly; the strip where the last one has room for it."""
    even = -(-len(rows) // count)
    per = max(min(first, even), -(-(len(rows) - last) // (count - 1)))
    pages: list[ContentsPage] = []
    for number in range(count):
        start, stop = number * per, (number + 1) * per if number < count - 1 else len(rows)
        closes = number == count - 1
        used = -(-(stop - start) // columns) * row
        shown = strip if closes and used <= room else None
        pages.append(ContentsPage(rows[start:stop], row, shown, closes and legend, number == 0))
    return pages


def list_columns(setting: Setting) -> int:
    """Columns of entries: two on lying pages."""
    return 2 if setting.format.wide else 1


def _beside(setting: Setting, grid: Grid) -> bool:
    """Whether the heading stands vertically beside the list."""
    return grid.width > 420 and setting.language != "en"


def _list_left(grid: Grid) -> float:
    """Left edge of the list beside a vertical heading."""
    return grid.colx(1) + (0 if grid.format.wide else 7)


def _standing(setting: Setting, grid: Grid) -> tuple[Downwards, SetParagraph, float]:
    """The vertical heading, the note below it, and the height of both."""
    role = setting.role("contents-heading")
    column = setting.vertical(
        setting.words.contents, "contents-heading", step=role.leading, height=1e4
    )
    assert column is not None
    room = min(62.0, _list_left(grid) - grid.x0 - 22)
    drawn = any(section.profile for section in setting.document.sections)
    about = setting.labels.contents_note if drawn else ""
    note = setting.paragraph(about, "contents-note", room)
    return column, note, column.height + 24 + 12 * len(note.lines)


def _heading_height(setting: Setting) -> float:
    return setting.role("contents-heading").size * 1.5


def draw_contents(surface: Surface, setting: Setting, page: ContentsPage, grid: Grid) -> None:
    """Draw one page of the contents."""
    words = setting.words
    y = grid.ytop(0)
    beside = _beside(setting, grid)
    left = _list_left(grid) if beside else grid.x0
    standing = 0.0
    if page.first:
        surface.heading(words.contents, 1, 0, "contents")
        role = setting.role("contents-heading")
        if beside:
            column, note, standing = _standing(setting, grid)
            with surface.element("H1"):
                setting.draw_vertical(surface, column, grid.x0 + role.size / 2, y - 2)
            base = y + column.height + 24
            if note.lines:
                with surface.element("P"):
                    for line in note.lines:
                        surface.text(line, grid.x0 + line.x_pt, base)
                        base += 12
        else:
            with surface.element("H1"):
                size = role.size * 0.72
                line = setting.line(words.contents, "contents-heading", size=size)
                surface.text(line, grid.x0, y + size * 0.86)
            y += _heading_height(setting)
    count = list_columns(setting)
    per = -(-len(page.rows) // count)
    wide = (grid.x1 - left - (count - 1) * 28) / count
    start = y
    size = title_size(setting, page, wide)
    with surface.element("TOC", key="toc"):
        for index, row in enumerate(page.rows):
            x = left + index // per * (wide + 28)
            if index % per == 0:
                y = start
                with surface.artifact():
                    weight = surface.theme.lines["figure-rule"]
                    surface.rect(x, y - 0.5, wide, weight, "p900")
            _draw_row(surface, setting, row, x, y, x + wide, page.height, size)
            y += page.height
            with surface.artifact():
                surface.line(x, y, x + wide, y, "rule", 0.5)
    y = start + max(per * page.height, standing)
    bottom = grid.bottom
    if page.legend:
        high = _legend_height(setting, grid)
        top = bottom - high
        _draw_legend(surface, setting, grid, top)
        bottom = top
    if page.strip is not None:
        high = page.strip.wrap(grid.width, 1e6)[1]
        top = y + max(28.0, (bottom - y - high) * 0.46)
        with surface.element("H2"):
            line = setting.line(setting.labels.headline, "h2", colour="p900")
            surface.text(line, grid.x0, top - 9)
        page.strip.draw(surface, grid.x0, top, grid.width)


def _title_room(setting: Setting, row: ContentsRow, wide: float, height: float
                ) -> tuple[float, float]:  # fmt: skip
    """Where a row's title begins in a column of ``wide`` points, and the room that it has."""
    number = setting.width(row.number, "contents-number", size=15 if height < 40 else None)  # type: ignore[arg-type]
    left = max(46.0 if wide > 300 else 34.0, number + 10)
    spark = 56.0 if wide > 250 else 0.0
    return left, wide - left - 34 - (spark + 18 if spark else 0)


LEAST_COMMON = 0.8
"""How far all titles shrink together for the sake of a long one; beyond that it shrinks alone."""


def title_size(setting: Setting, page: ContentsPage, wide: float) -> float:
    """One size for all titles of a page, so that a short title says no more than a long one."""
    size = 12.5 if page.height < 40 else setting.role("contents-title").size
    share = min(
        _title_room(setting, row, wide, page.height)[1]
        / max(1.0, setting.width(row.title, "contents-title", size=size))
        for row in page.rows
    )
    return size * min(1.0, max(LEAST_COMMON, 0.995 * share))


def _draw_row(surface: Surface, setting: Setting, row: ContentsRow, left: float, y: float,
              right: float, height: float, title_size: float) -> None:  # fmt: skip
    """A row: number, title, abstract, sparkline, page."""
    page = (
        setting.places.notes if row.section is None else setting.places.sections.get(row.section, 0)
    )
    colour = "accent" if row.appendix else "p500"
    base = y + min(27.0, height * 0.5 if height > 34 else height * 0.64)
    base += max(0.0, height - ROW_HEIGHTS[0]) / 2
    small = height < 40
    number = setting.line(row.number, "contents-number", colour=colour,
                          size=15 if small else None)  # fmt: skip
    indent, room = _title_room(setting, row, right - left, height)
    text_left = left + indent
    spark = 56.0 if right - left > 250 else 0.0
    folio = setting.line(str(page), "contents-page", size=13 if small else None)
    abstract = None
    if height >= 40 and row.abstract:
        abstract = setting.paragraph(row.abstract, "contents-abstract", room)
    single = setting.width(row.title, "contents-title", size=title_size) <= room
    two = abstract is not None and height >= 56 and single and len(abstract.lines) > 1
    if abstract is not None and len(abstract.lines) > 1 + two:
        abstract = _cut_short(setting, row.abstract, room, 1 + two)
    base -= 5 if two else 0
    with surface.element("TOCI"):
        tag = Target("target", row.target)
        with surface.element("Lbl"):
            surface.text(number, left, base)
        with surface.element("Reference"), surface.link(tag, row.title) as link:
            title = setting.fitted(row.title, "contents-title", room, size=title_size, least=9.5)
            lines = (title,)
            if title.width_pt > room:
                lines = setting.paragraph(row.title, "contents-title", room, size=10,
                                          leading=12).lines[:2]  # fmt: skip
            top = base - (2 if not small else 0) - (6 if len(lines) > 1 else 0)
            for index, line in enumerate(lines):
                surface.text(line, text_left, top + 12 * index)
            link.area(surface.box(left, y, right - left, height))
        if abstract is not None:
            under = base + (15.5 if height > 45 else 13) + (4 if len(lines) > 1 else 0)
            with surface.element("P"):
                for index, line in enumerate(abstract.lines[: 2 if two else 1]):
                    surface.text(line, text_left, under + 10.5 * index)
        with surface.element("Reference"):
            surface.text(folio, right - folio.width_pt, base)
    if spark:
        pieces = sparkline(row.profile, spark, 15)
        with surface.artifact():
            x0, y0 = right - 34 - spark - 8, base - 13
            surface.lines(
                [tuple((x0 + x, y0 + v) for x, v in piece) for piece in pieces], "p500", 0.9
            )


def _cut_short(setting: Setting, text: str, room: float, most: int) -> SetParagraph:
    """An abstract too long for its lines: cut after a clause or a word, an ellipsis at its end."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        shown = text[:middle].rstrip(_CLAUSE + " ") + "…"
        if len(setting.paragraph(shown, "contents-abstract", room).lines) <= most:
            low = middle
        else:
            high = middle - 1
    kept = text[: cut_at(text, low)]
    return setting.paragraph(kept.rstrip(_CLAUSE + " ") + "…", "contents-abstract", room)


_CLAUSE = "，、；。：,;."
"""Marks after which an abstract may be cut."""

_WHOLE = re.compile(r"[-+\u2212]?\d[\d,.]*(?:\s?(?:[%‰]|[^\W\d_]{1,4}))?|[A-Za-zÀ-ɏ'’-]+")
"""What is never cut: a number with its unit, a word. ``up 16…`` would be another number."""


def cut_at(text: str, most: int) -> int:
    """Where to cut a text to at most ``most`` characters: after a clause, else between words."""
    whole = [match.span() for match in _WHOLE.finditer(text)]

    def free(at: int) -> bool:
        return not any(first < at < end for first, end in whole)

    clauses = [at for at in range(1, most + 1) if text[at - 1 : at] in _CLAUSE and free(at)]
    if clauses and clauses[-1] > 0.55 * most:
        return clauses[-1]
    return next((at for at in range(most, 0, -1) if free(at)), most)


def _legend_height(setting: Setting, grid: Grid) -> float:
    if grid.width > 420:
        return 82.0
    return 30.0 + 26 * 3


def _draw_legend(surface: Surface, setting: Setting, grid: Grid, y: float) -> None:
    """The legend panel: three states, named by their form."""
    words = setting.words
    high = _legend_height(setting, grid)
    entries = (
        ("reported", words.legend_reported, words.legend_reported_note),
        ("derived", words.legend_derived, words.legend_derived_note),
        ("missing", words.legend_missing, words.legend_missing_note),
    )
    with surface.artifact("Background"):
        surface.rect(grid.x0, y, grid.width, high, "paper")
    column = setting.vertical(words.legend, "h2", step=18, height=high - 20, colour="p900")
    start = grid.x0 + 42
    with surface.element("H2"):
        if column is not None and grid.width > 420:
            setting.draw_vertical(surface, column, grid.x0 + 17, y + 18)
        else:
            surface.text(setting.line(words.legend, "h2", colour="p900"), grid.x0 + 13, y + 18)
    wide = grid.width > 420
    pitch = (grid.x1 - start) / 3 if wide else 0.0
    if not wide:
        start = grid.x0 + 13
    for index, (state, name, note) in enumerate(entries):
        x = start + index * pitch
        top = y + 17 if wide else y + 28 + index * 26
        with surface.artifact():
            swatch(surface, x, top, state, ground="paper")
        label = setting.line(name, "legend-name")
        with surface.element("P"):
            surface.text(label, x + 52, top + 9.8)
        if state == "derived":
            with surface.artifact():
                tag = setting.line(words.derived_short, "note-code", size=6.2)
                ring_tag(surface, x + 52 + label.width_pt + 9, top + 6.6, tag, ground="paper")
        room = pitch - 14 if wide else grid.width - 26 - 52 - 70
        left = x if wide else x + 52 + 74
        text = setting.paragraph(note, "legend-note", room)
        with surface.element("P"):
            base = top + 28 if wide else top + 9.8
            for line in text.lines[: 3 if wide else 2]:
                surface.text(line, left + line.x_pt, base)
                base += 12.5 if wide else 10
