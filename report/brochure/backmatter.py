"""Gaps, derivations, caveats, sources and colophon → the bands of the data notes.

Every entry carries its code, and every code in the text leads here and back: the page on which a
figure is first shown stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.brochure.blocks.panels import SideBySide
from report.brochure.entries import PAGE_WIDTH, DerivedEntry, GapEntry, GapRow, SourceEntry
from report.brochure.flow import Band, PageFill, rows_of
from report.brochure.grid import Grid
from report.brochure.listing import DrawnBlock, Entry, EntryList, list_head, text_entries
from report.brochure.setting import Setting, plain
from report.brochure.surface import Surface
from report.compose.document import Document, FigureView, Run

COLOPHON = "colophon"
"""What the colophon's block is known by: it stands at the foot of its page."""


def settle(pages: list[PageFill], rows: int) -> None:
    """Set the colophon at the foot of the last page; never leave it a page of its own."""
    last = pages[-1]
    if not last.pieces or getattr(last.pieces[-1][1], "block", None) is None:
        return
    row, band = last.pieces[-1]
    if getattr(band.block, "source", None) != COLOPHON:  # type: ignore[union-attr]
        return
    if len(last.pieces) == 1 and len(pages) > 1 and len(pages[-2].pieces) > 2:
        _, before = pages[-2].pieces.pop()
        last.pieces.insert(0, (0, before))
        row = before.rows + 2
    if len(last.pieces) > 1 and rows - row - band.rows <= MOST_LIFTED * rows:
        row = rows - band.rows
    last.pieces[-1] = (row, band)


TORN = 1.2
"""How much higher than over the whole width the derived figures may be beside the caveats: beyond
that their formulas are torn for it."""

MOST_LIFTED = 0.45
"""Share of a page that may be left free above the colophon."""


def has_notes(document: Document) -> bool:
    """Whether there is anything to put into the data notes."""
    return bool(document.gaps or document.derived or document.caveats or document.sources
                or document.colophon)  # fmt: skip


def back_matter(setting: Setting) -> list[Band]:
    """The bands of the data notes, in reading order; none where :func:`has_notes` is false."""
    document, labels = setting.document, setting.labels
    grid = Grid(setting.format)
    pitch = setting.format.baseline
    ordinals = iter(labels.ordinals)
    bands: list[Band] = []

    def band(block: object, *, divisible: bool = True) -> None:
        high = block.wrap(grid.width, 1e6)[1]  # type: ignore[attr-defined]
        bands.append(Band(block, rows_of(high, pitch), divisible=divisible))  # type: ignore[arg-type]

    if document.gaps:
        band(_gaps(setting, grid, next(ordinals)))
    derived = _derived(setting, grid, document.derived, next(ordinals), grid.span(4)) if (
        document.derived
    ) else None  # fmt: skip
    ordinal = next(ordinals) if document.caveats else ""
    if derived and document.caveats and grid.width > 420:
        caveats = _caveats(setting, ordinal, grid.span(2) - 3, 1)
        pair = SideBySide(
            ((derived, 0, grid.span(4)), (caveats, grid.colx(4) - grid.x0 + 3, grid.span(2) - 3))
        )
        whole = _derived(setting, grid, document.derived, derived.ordinal, grid.width)
        torn = derived.wrap(grid.width, 1e6)[1] > TORN * whole.wrap(grid.width, 1e6)[1]
        if not torn and rows_of(pair.wrap(grid.width, 1e6)[1], pitch) <= grid.rows * 0.7:
            band(pair)
            derived = None
            ordinal = ""
    if derived:
        old = derived.ordinal
        band(_derived(setting, grid, document.derived, old, grid.width))
    if ordinal:
        band(_caveats(setting, ordinal, grid.width, 2 if grid.width > 300 else 1))
    if document.sources:
        band(_sources(setting, grid, next(ordinals)))
    if document.colophon:
        band(colophon(setting, grid.width), divisible=False)
    return bands


def _gaps(setting: Setting, grid: Grid, ordinal: str) -> EntryList:
    """The list of gaps: a line each where their reasons fit beside them, else in columns."""
    document, words = setting.document, setting.words
    widest = max(setting.width(g.code or "", "gap-code") for g in document.gaps)
    left = max(26.0, widest + 6)
    reasons = {g.why for g in document.gaps}
    common = next(iter(reasons)) if len(reasons) == 1 else None
    said = any(g.at or (g.why and not common) for g in document.gaps)
    gutter, columns = setting.format.gutter, 1
    if said and 420 < grid.width <= 640:
        entries = _gap_rows(setting, grid.width, left, common)
    else:
        columns = 4 if grid.width > 640 else 3 if grid.width > 420 else 2
        width = (grid.width - (columns - 1) * gutter) / columns
        entries = _gap_entries(setting, width, left, common)
    years = sum(g.temporal for g in document.gaps)
    remarks: list[str] = []
    if 0 < years < len(document.gaps):
        remarks.append(setting.labels.gaps_summary.format(len(document.gaps) - years, years))
    if common:
        remarks.append(setting.labels.same_reason.format(common))
    stop = "；" if setting.language.startswith(("zh", "ja")) else "; "
    remark = stop.join(remarks)
    head = list_head(setting, ordinal, words.gaps_heading, remark, grid.width, block=True)
    return EntryList(setting, head, entries, columns, grid.width, gutter,
                     words.gaps_heading, ordinal)  # fmt: skip


def _gap_entries(setting: Setting, width: float, left: float, common: str | None
                 ) -> tuple[Entry, ...]:  # fmt: skip
    """Gaps in narrow columns: the reason, if it is not common to all, under the label."""
    joiner = "；" if setting.language.startswith(("zh", "ja")) else "; "
    entries: list[Entry] = []
    said = [(g, joiner.join(p for p in (None if common else g.why, g.at) if p))
            for g in setting.document.gaps]  # fmt: skip
    beside = not any(reason for _, reason in said)
    room = width - left - 22 - (PAGE_WIDTH if beside else 0)
    for gap, reason in said:
        entries.append(
            GapEntry(
                setting,
                gap,
                setting.line(gap.code or "", "gap-code"),
                setting.paragraph(gap.full_label or gap.label, "list-label", room),
                setting.paragraph(reason, "source", width - left - 18, leading=9.4)
                if reason
                else None,
                left,
                beside,
            )
        )
    return tuple(entries)


def _gap_rows(setting: Setting, width: float, left: float, common: str | None
              ) -> tuple[Entry, ...]:  # fmt: skip
    """Gaps as rows of the whole width: label, reason and place beside one another."""
    gaps = setting.document.gaps
    room = width - left - 24 - 17 - 10

    def widest(texts: Sequence[str], role: str) -> float:
        return max((setting.width(t, role) + 1 for t in texts if t), default=0.0)

    place = min(widest([g.at for g in gaps], "source"), 0.22 * room)
    name = widest([g.full_label or g.label for g in gaps], "list-label")
    reason = 0.0 if common else widest([g.why for g in gaps], "source")
    rest = room - (place + 12 if place else 0) - (12 if reason else 0)
    if name + reason > rest:
        name = min(name, max(rest - reason, 0.4 * rest)) if reason else rest
    middle = left + name + 12
    right = width - 24 - 17 - 10 - place
    entries: list[Entry] = []
    for gap in gaps:
        why = "" if common else gap.why
        entries.append(
            GapRow(
                setting,
                gap,
                setting.line(gap.code or "", "gap-code"),
                setting.paragraph(gap.full_label or gap.label, "list-label", name),
                setting.paragraph(why, "source", right - 12 - middle, leading=10) if why else None,
                setting.paragraph(gap.at, "source", place, leading=10) if gap.at else None,
                left,
                middle,
                right,
            )
        )
    return tuple(entries)


def _derived(setting: Setting, grid: Grid, figures: Sequence[FigureView], ordinal: str,
             width: float) -> EntryList:  # fmt: skip
    words = setting.words
    widest = max(setting.width(f.code or "", "gap-code") for f in figures)
    left = max(26.0, widest + 6)
    values = [setting.line(f.text, "list-value") for f in figures]
    value = min(0.34 * width, max(v.width_pt for v in values))
    room = width - left - 24 - value - 10
    narrow = room < 150
    share = _share(setting, figures, room)
    middle = left if narrow else left + share * room
    entries = []
    for figure, line in zip(figures, values, strict=True):
        formula = figure.formula or figure.why
        entries.append(
            DerivedEntry(
                setting,
                figure,
                setting.line(figure.code or "", "gap-code"),
                setting.paragraph(figure.label, "list-label", room if narrow else share * room - 8),
                setting.paragraph(formula, "list-formula", room if narrow else (1 - share) * room),
                setting.fitted(figure.text, "list-value", value) if line.width_pt > value else line,
                left,
                middle,
            )
        )
    head = list_head(setting, ordinal, words.derived_heading, "", width)
    columns = 2 if width > 640 else 1
    if columns == 2:
        half = (width - setting.format.gutter) / 2
        inner = _derived(setting, grid, figures, ordinal, half)
        return EntryList(setting, head, inner.entries, 2, width, setting.format.gutter,
                         words.derived_heading, ordinal)  # fmt: skip
    return EntryList(setting, head, tuple(entries), 1, width, 0, words.derived_heading, ordinal)


def _share(setting: Setting, figures: Sequence[FigureView], room: float) -> float:
    """Part of ``room`` for the names of derived figures, the rest is for their formulas."""
    names = max(setting.width(f.label, "list-label") for f in figures) + 9
    formulas = max(setting.width(f.formula or f.why, "list-formula") for f in figures) + 1
    if names + formulas <= room:
        return max(names / room, 0.5) if formulas <= 0.5 * room else 1 - formulas / room
    return min(0.62, max(0.38, names / (names + formulas)))


def _caveats(setting: Setting, ordinal: str, width: float, columns: int) -> EntryList:
    words = setting.words
    gutter = setting.format.gutter
    column = (width - (columns - 1) * gutter) / columns
    texts = [setting.paragraph(c, "list-label", column, align=setting.body_align(column))
             for c in setting.document.caveats]  # fmt: skip
    head = list_head(setting, ordinal, words.caveats_heading, "", width)
    return EntryList(setting, head, text_entries(texts, 12.6, 7), columns, width, gutter,
                     words.caveats_heading, ordinal, rules=False)  # fmt: skip


def _sources(setting: Setting, grid: Grid, ordinal: str) -> EntryList:
    document, words = setting.document, setting.words
    columns = 2 if grid.width > 420 and len(document.sources) > 1 else 1
    gutter = setting.format.gutter
    column = (grid.width - (columns - 1) * gutter) / columns
    entries: list[Entry] = []
    for source in document.sources:
        text = source.text or source.title
        if source.url and source.url in text:
            before, _, after = text.partition(source.url)
            runs = (Run(before), Run(source.url, href=source.url), Run(after))
        else:
            runs = plain(text)
        names = tuple(f.name for f in document.figures if f.source == source.key)
        entries.append(
            SourceEntry(setting, source, setting.paragraph(runs, "list-body", column), names)
        )
    head = list_head(setting, ordinal, words.sources_heading, "", grid.width)
    return EntryList(setting, head, tuple(entries), columns, grid.width, gutter,
                     words.sources_heading, ordinal, rules=False)  # fmt: skip


def colophon(setting: Setting, width: float) -> DrawnBlock:
    """The colophon panel on paper ground: a vertical heading, rows of label and text."""
    document, words = setting.document, setting.words
    rows = list(document.colophon)
    known = {text for _, text in rows}
    if document.contact and document.contact not in known:
        rows.append((setting.labels.contact, document.contact))
    columns = 2 if width > 420 and len(rows) > 2 else 1
    left = 46.0
    cell = (width - left - 13 - (columns - 1) * 19) / columns
    label_width = max((setting.width(a, "list-label") for a, _ in rows), default=0) + 12
    label_width = min(label_width, cell * 0.4)
    measured = [
        (
            setting.fitted(a, "list-label", label_width - 6, colour="muted"),
            setting.paragraph(b, "list-label", cell - label_width),
        )
        for a, b in rows
    ]
    per = -(-len(measured) // columns)
    groups = [measured[i * per : (i + 1) * per] for i in range(columns)]
    high = max(
        (sum(6.5 + 11 * len(t.lines) for _, t in g) for g in groups), default=0
    )  # fmt: skip
    height = max(34 + high, 72.0)
    heading = words.colophon

    def paint(surface: Surface, x: float, y: float, w: float) -> None:
        with surface.artifact("Background"):
            surface.rect(x, y, width, height, "paper")
        column = setting.vertical(heading, "h2", step=17, height=height - 16, colour="p900")
        with surface.element("H2"):
            if column is not None:
                setting.draw_vertical(surface, column, x + 19, y + 15)
            else:
                surface.text(setting.fitted(heading, "h2", width - 26), x + 13, y + 14)
        for index, group in enumerate(groups):
            base = y + 26.0
            gx = x + left + index * (cell + 19)
            for label, text in group:
                with surface.element("P"):
                    surface.text(label, gx, base)
                with surface.element("P"):
                    for line in text.lines:
                        surface.text(line, gx + label_width + line.x_pt, base)
                        base += 11
                base += 6.5

    return DrawnBlock(height, paint, source=COLOPHON)
