"""Gaps, derivations, caveats, sources and colophon → the bands of the data notes.

Every entry carries its code, and every code in the text leads here and back: the page on which a
figure is first shown stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.brochure.blocks.marks import missing_mark
from report.brochure.blocks.panels import SideBySide
from report.brochure.flow import Band, rows_of
from report.brochure.grid import Grid
from report.brochure.listing import DrawnBlock, EntryList, list_head, text_entries
from report.brochure.setting import Setting, plain
from report.brochure.surface import Surface, Target
from report.compose.document import FigureView, Run
from report.record import record
from report.typeset import Line, SetParagraph


@record(eq=False)
class GapEntry:
    """A missing figure: code, label, slot; below them reason and page."""

    setting: Setting
    figure: FigureView
    code: Line
    label: SetParagraph
    reason: SetParagraph | None
    left: float

    @property
    def height(self) -> float:
        """Height."""
        below = 9.4 * len(self.reason.lines) if self.reason else 0
        return 11 * len(self.label.lines) + below + 6

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it."""
        setting, figure = self.setting, self.figure
        target = f"code-{figure.code}"
        if figure.code and target not in setting.bound:
            setting.bound.add(target)
            surface.bookmark(target, y)
        with surface.element("Lbl"):
            surface.text(self.code, x, y + 11)
        with surface.element("LBody"):
            base = y + 11.0
            with surface.element("P"):
                for line in self.label.lines:
                    surface.text(line, x + self.left + line.x_pt, base)
                    base += 11
            if figure.temporal:
                line = setting.line(setting.words.year, "note-code", size=6.8, colour="muted")
                with surface.element("P"):
                    surface.text(line, x + width - line.width_pt, y + 11)
            else:
                with surface.artifact():
                    missing_mark(surface, x + width - 17, y + 3.4, 17, 9)
            if self.reason is not None:
                base -= 1
                with surface.element("P"):
                    for line in self.reason.lines:
                        surface.text(line, x + self.left + line.x_pt, base)
                        base += 9.4
                base -= 9.4
            else:
                base -= 11
            _page_reference(surface, setting, figure, x + width, max(base, y + 21))


def _page_reference(surface: Surface, setting: Setting, figure: FigureView, right: float,
                    base: float) -> None:  # fmt: skip
    """The page on which a figure is first shown, leading there."""
    page = setting.places.figures.get(figure.name)
    if page is None:
        return
    tag = Target("target", f"figure-{figure.name}")
    line = setting.tagged(str(page), "page-reference", tag)
    surface.text(line, right - line.width_pt, base)


@record(eq=False)
class DerivedEntry:
    """A derived figure: code, label, formula, value, page."""

    setting: Setting
    figure: FigureView
    code: Line
    label: SetParagraph
    formula: SetParagraph
    value: Line
    left: float
    middle: float

    @property
    def height(self) -> float:
        """Height: the formula stands beside the label, or below it in a narrow list."""
        lines = max(len(self.label.lines), len(self.formula.lines))
        if self.middle <= self.left:
            lines = len(self.label.lines) + len(self.formula.lines)
        return 16.0 if lines == 1 else 11 * lines + 5

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it."""
        setting = self.setting
        target = f"code-{self.figure.code}"
        if self.figure.code and target not in setting.bound:
            setting.bound.add(target)
            surface.bookmark(target, y)
        base = y + 11.2
        with surface.element("Lbl"):
            surface.text(self.code, x, base)
        with surface.element("LBody"):
            with surface.element("P"):
                for number, line in enumerate(self.label.lines):
                    surface.text(line, x + self.left + line.x_pt, base + 11 * number)
            below = 11 * len(self.label.lines) if self.middle <= self.left else 0
            with surface.element("P"):
                for number, line in enumerate(self.formula.lines):
                    surface.text(line, x + self.middle + line.x_pt, base + below + 11 * number)
            with surface.element("P"):
                surface.text(self.value, x + width - 24 - self.value.width_pt, base)
            _page_reference(surface, setting, self.figure, x + width, base)


def back_matter(setting: Setting) -> list[Band]:
    """The bands of the data notes, in reading order."""
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
        if rows_of(pair.wrap(grid.width, 1e6)[1], pitch) <= grid.rows * 0.7:
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
    document, words = setting.document, setting.words
    columns = 3 if grid.width > 420 else 2
    columns = 4 if grid.width > 640 else columns
    gutter = setting.format.gutter
    width = (grid.width - (columns - 1) * gutter) / columns
    widest = max(setting.width(g.code or "", "gap-code") for g in document.gaps)
    left = max(26.0, widest + 6)
    reasons = {g.why for g in document.gaps}
    common = next(iter(reasons)) if len(reasons) == 1 else None
    entries = []
    for gap in document.gaps:
        parts = [p for p in (None if common else gap.why, gap.at) if p]
        joiner = "；" if setting.language.startswith(("zh", "ja")) else "; "
        reason = joiner.join(parts)
        entries.append(
            GapEntry(
                setting,
                gap,
                setting.line(gap.code or "", "gap-code"),
                setting.paragraph(gap.full_label or gap.label, "list-label", width - left - 22),
                setting.paragraph(reason, "source", width - left - 18, leading=9.4)
                if reason
                else None,
                left,
            )
        )
    years = sum(g.temporal for g in document.gaps)
    remark = setting.labels.gaps_summary.format(len(document.gaps) - years, years)
    if common:
        stop = "；" if setting.language.startswith(("zh", "ja")) else "; "
        remark += stop + setting.labels.same_reason.format(common)
    head = list_head(setting, ordinal, words.gaps_heading, remark, grid.width, block=True)
    return EntryList(setting, head, tuple(entries), columns, grid.width, gutter,
                     words.gaps_heading, ordinal)  # fmt: skip


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
    texts = [setting.paragraph(c, "list-label", column, align="justify")
             for c in setting.document.caveats]  # fmt: skip
    head = list_head(setting, ordinal, words.caveats_heading, "", width)
    return EntryList(setting, head, text_entries(texts, 12.6, 7), columns, width, gutter,
                     words.caveats_heading, ordinal, rules=False)  # fmt: skip


def _sources(setting: Setting, grid: Grid, ordinal: str) -> EntryList:
    document, words = setting.document, setting.words
    columns = 2 if grid.width > 420 and len(document.sources) > 1 else 1
    gutter = setting.format.gutter
    column = (grid.width - (columns - 1) * gutter) / columns
    texts = []
    for source in document.sources:
        text = source.text or source.title
        if source.url and source.url in text:
            before, _, after = text.partition(source.url)
            runs = (Run(before), Run(source.url, href=source.url), Run(after))
        else:
            runs = plain(text)
        texts.append(setting.paragraph(runs, "list-body", column))
    head = list_head(setting, ordinal, words.sources_heading, "", grid.width)
    return EntryList(setting, head, text_entries(texts, 13, 6), columns, grid.width, gutter,
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

    return DrawnBlock(height, paint)
