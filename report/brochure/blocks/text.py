"""Paragraphs, headings, lists, quotes and notes → strips of the galley, on the baseline grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from report.brochure.flow import Strip, rows_of
from report.brochure.setting import FIRST_BASELINE, Setting
from report.brochure.surface import Surface
from report.compose import document as doc
from report.record import field, record
from report.typeset import Line, SetParagraph, Span, set_line


@record(eq=False)
class TextStrip:
    """Composed lines, one a row: a paragraph, a heading or a list item."""

    text: SetParagraph
    role: str = "P"
    """Structure role: P, H2, H3, LBody."""
    space: int = 0
    keep: bool = False
    left: float = 0
    """Distance from the column's left edge (lists)."""
    label: Line | None = None
    """Bullet or number of a list item, set to the left of its first line."""
    source: object = None
    """The document's block, for page references and reading order."""
    floats: bool = False
    numbered: bool = False
    group: object = None
    """List items: their list, a ``ListBlock``."""
    outer: object = None
    """List items: the list that their list is in, if there is one."""

    @property
    def rows(self) -> int:
        """Lines."""
        return len(self.text.lines)

    @property
    def breaks(self) -> tuple[int, ...]:
        """Lines after which the paragraph may go on elsewhere."""
        return () if self.keep else self.text.breaks

    def draw_rows(
        self, surface: Surface, x: float, y: float, width: float, first: int, last: int
    ) -> None:
        """Draw lines ``first`` to ``last``."""
        pitch = surface.format.baseline
        if self.label is not None:
            with surface.element("LI", key=self):
                if first == 0:
                    with surface.element("Lbl", key=(self, "label")):
                        surface.text(
                            self.label,
                            x + self.left - self.label.width_pt - 4.75,
                            y + FIRST_BASELINE,
                        )
                with (
                    surface.element("LBody", key=(self, "body")),
                    surface.element("P", key=(self, "text")),
                ):
                    self._lines(surface, x, y, pitch, first, last)
            return
        if self.keep and first == 0:
            surface.heading(self.text.text, int(self.role[1:]), y)
        with surface.element(self.role, key=self):
            self._lines(surface, x, y, pitch, first, last)

    def _lines(
        self, surface: Surface, x: float, y: float, pitch: float, first: int, last: int
    ) -> None:
        for number, line in enumerate(self.text.lines[first:last]):
            surface.text(line, x + self.left + line.x_pt, y + FIRST_BASELINE + number * pitch)


@record(eq=False)
class QuoteStrip:
    """A quotation in the display size between two hairlines, with its speaker."""

    text: SetParagraph
    by: SetParagraph | None
    rows: int
    source: object = None
    space: int = 1
    breaks: tuple[int, ...] = ()
    keep: bool = False
    floats: bool = False
    numbered: bool = False
    elastic: int = 2
    """Rows of air that it may take to end with its neighbours."""
    air: int = 0
    """Rows that it has taken."""

    def draw_rows(
        self, surface: Surface, x: float, y: float, width: float, first: int, last: int
    ) -> None:
        """Draw it (it is never divided)."""
        pitch = surface.format.baseline
        with surface.artifact():
            surface.line(x, y + 4, x + width, y + 4, "p700", surface.theme.lines["key-rule"])
        with surface.element("BlockQuote", key=self):
            base = y + (1 + self.air / 2) * pitch + FIRST_BASELINE + 1
            with surface.element("P"):
                for line in self.text.lines:
                    surface.text(line, x + line.x_pt, base)
                    base += 1.5 * pitch
            if self.by is not None:
                with surface.element("P"):
                    for line in self.by.lines:
                        surface.text(line, x + line.x_pt, base - 2)
                        base += 11


@record(eq=False)
class Wide:
    """A quotation or notes over the whole measure instead of in a column."""

    strip: Strip
    pitch: float

    @property
    def source(self) -> object:
        """The document's block."""
        return getattr(self.strip, "source", None)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size: rows of the grid."""
        return width, self.strip.rows * self.pitch

    def split(self, width: float, height: float) -> list[Any]:
        """Never divided."""
        return []

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it."""
        self.strip.draw_rows(surface, x, y, width, 0, self.strip.rows)


@record(eq=False)
class LeadStrip:
    """A lead that opens the text of its section instead of standing on the opener."""

    text: SetParagraph
    rows: int
    source: object = None
    space: int = 0
    breaks: tuple[int, ...] = ()
    keep: bool = False
    floats: bool = False
    numbered: bool = False

    def draw_rows(
        self, surface: Surface, x: float, y: float, width: float, first: int, last: int
    ) -> None:
        """Draw it (it is never divided)."""
        base = y + FIRST_BASELINE + 4
        with surface.element("Lead", key=self):
            for line in self.text.lines:
                surface.text(line, x + line.x_pt, base)
                base += 1.5 * surface.format.baseline


@record(eq=False)
class NotesStrip:
    """A section's footnotes, gathered at its end under a short rule."""

    notes: tuple[tuple[Line, SetParagraph], ...]
    rows: int
    source: object = None
    space: int = 1
    breaks: tuple[int, ...] = ()
    keep: bool = False
    floats: bool = False
    numbered: bool = False
    numbers: tuple[int, ...] = field(default=())
    section: str = ""

    def draw_rows(
        self, surface: Surface, x: float, y: float, width: float, first: int, last: int
    ) -> None:
        """Draw it (it is never divided)."""
        with surface.artifact():
            surface.line(x, y + 3, x + 48, y + 3, "rule", 0.5)
        base = y + FIRST_BASELINE + 2
        for number, (label, text) in zip(self.numbers, self.notes, strict=True):
            surface.bookmark(f"note-{self.section}-{number}", base - 10)
            with surface.element("Note", key=(self, number)):
                with surface.element("Lbl"):
                    surface.text(label, x, base)
                with surface.element("P"):
                    for line in text.lines:
                        surface.text(line, x + 14 + line.x_pt, base)
                        base += 10


def paragraph_strip(setting: Setting, block: doc.Paragraph, width: float, *, indent: bool = True
                    ) -> Strip:  # fmt: skip
    """A paragraph of body text."""
    return TextStrip(setting.body(block.runs, width, indent=indent), source=block)


def lead_strip(setting: Setting, runs: doc.Runs, width: float) -> Strip:
    """A lead in its own size within a text column."""
    pitch = setting.format.baseline
    text = setting.paragraph(runs, "lead", width, leading=1.5 * pitch)
    rows = rows_of(1.5 * pitch * len(text.lines) + pitch, pitch)
    return LeadStrip(text, rows, source=doc.Paragraph(runs, lead=True))


def heading_strip(setting: Setting, block: doc.Heading, width: float, level: int = 2) -> Strip:
    """A heading within the text: one row free before it, kept with what follows."""
    name = "h2" if block.level <= 2 else "h3"
    text = setting.paragraph(block.runs, name, width, leading=setting.format.baseline, balance=True)
    return TextStrip(text, f"H{level}", space=1, keep=True, source=block)


def quote_strip(setting: Setting, block: doc.Quote, width: float) -> Strip:
    """A quotation; long ones in the body size so that they do not tear the column."""
    pitch = setting.format.baseline
    long = sum(len(r.text) for r in block.runs) > 6 * width / 13
    size = setting.role("body").size * 1.1 if long else None
    text = setting.paragraph(
        block.runs, "quote", width, size=size, leading=1.5 * pitch, balance=not long
    )
    by = None
    high = pitch * (1 + 1.5 * len(text.lines)) + 8
    if block.by:
        by = setting.paragraph(f"—— {block.by}" if setting.language.startswith("zh") else
                               f"— {block.by}", "key-note", width)  # fmt: skip
        high += 11 * len(by.lines)
    return QuoteStrip(text, by, rows_of(high, pitch), source=block)


def list_strips(
    setting: Setting, block: doc.ListBlock, width: float, depth: int = 0, outer: object = None
) -> Iterable[Strip]:
    """The items of a list, each hanging from its bullet or number; lists may nest."""
    em = setting.role("body").size
    count = block.start + len(block.items) - 1
    hang = em * ((2.2 if count > 9 else 1.7) if block.ordered else 1.3)
    left = hang + depth * 1.5 * em
    for number, item in enumerate(block.items):
        label: Line | None = _bullet(setting, depth)
        if block.ordered:
            label = setting.line(f"{block.start + number}.", "body", colour="p700")
        for part in item:
            if isinstance(part, doc.ListBlock):
                yield from list_strips(setting, part, width, depth + 1, block)
            elif isinstance(part, doc.Paragraph):
                text = setting.body(part.runs, width - left, indent=False)
                yield TextStrip(text, "LBody" if label else "P", left=left, label=label,
                                source=part, group=block, outer=outer)  # fmt: skip
                label = None


def _bullet(setting: Setting, depth: int) -> Line:
    """A solid dot, within it a hollow one, below that a dash.

    Chinese faces hold a bullet of a tenth of an em, which is lost in print; a small circle of
    theirs, raised to the middle of the letters, is not.
    """
    em = setting.role("body").size
    if depth > 1:
        return setting.line("–", "body", colour="p700")
    size = 0.42 * em if depth == 0 else 0.5 * em
    style = setting.style("body", size=size, colour="p700", rise=0.36 * em - 0.38 * size)
    return set_line((Span("●" if depth == 0 else "○", style),))


def notes_strips(setting: Setting, notes: Sequence[doc.Footnote], width: float) -> list[Strip]:
    """Footnotes as notes at the end of their section, in strips of up to fifteen rows."""
    pitch = setting.format.baseline
    result: list[Strip] = []
    group: list[tuple[int, Line, SetParagraph]] = []

    def close() -> None:
        if group:
            lines = sum(len(t.lines) for _, _, t in group)
            result.append(
                NotesStrip(
                    tuple((label, text) for _, label, text in group),
                    rows_of(FIRST_BASELINE + 10 * lines, pitch),
                    numbers=tuple(n for n, _, _ in group),
                    section=setting.section,
                )
            )
            group.clear()

    for note in notes:
        text = setting.paragraph(note.runs, "footnote", width - 14)
        if sum(len(t.lines) for _, _, t in group) + len(text.lines) > 22:
            close()
        group.append((note.number, setting.line(str(note.number), "footnote", colour="accent"),
                      text))  # fmt: skip
    close()
    return result
