"""The resolved document: what a reader will see, in reading order, without coordinates.

Both editions read this tree and nothing else. Every number in it is a final string, formatted
once; whatever came from a figure says so (``figure``) and in which state it is. All values are
frozen and hold tuples, so that a document can be compared, hashed and kept.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from report.compose.plan import ChartPlan, TablePlan
from report.compose.words import Words
from report.record import field, record

State = Literal["reported", "derived", "missing"]
"""What the source says / what the editor computed / what the source has lost."""


@record
class Run:
    """A stretch of inline text of one nature."""

    text: str
    strong: bool = False
    code: bool = False
    href: str | None = None
    figure: str | None = None
    """Name of the figure whose value (or change) this text is."""
    state: State = "reported"
    mark: bool = False
    """A note code such as 缺05 or 推1: raised, accent, never at a line start."""
    note: int | None = None
    """Number of the footnote that this (superscript) run refers to."""
    target: str | None = None
    """Id of the chart, table or section that this text refers to ("图3")."""
    language: str | None = None
    """BCP 47 tag where it differs from the document's."""


Runs = tuple[Run, ...]


@record
class FigureView:
    """A named figure as it is shown; the same strings in both editions."""

    name: str
    label: str
    state: State
    value: Decimal | None
    number: str
    """Digits as shown without unit, such as ``30.74`` or ``−3``; the gap mark if missing."""
    unit: str
    """Unit as shown, such as ``万人`` or ``%``; may be empty."""
    text: str
    """Value with unit as it stands in prose, such as ``30.74万人`` or ``约25.17万人``."""
    code: str | None = None
    """``缺05`` or ``推1``; None where the source states the value."""
    prefix: str = ""
    """``约``, ``近``, ``超过`` … as the source has it."""
    suffix: str = ""
    """``余`` and the like."""
    remains: str = ""
    """The surviving digits of a partly lost number, such as ``.61``."""
    why: str = ""
    temporal: bool = False
    """A year or period rather than a quantity: listed, never plotted."""
    change: FigureView | None = None
    """The change that belongs to this figure, as a figure of its own (``students.change``)."""
    since: str = ""
    source: str | None = None
    at: str = ""
    formula: str = ""
    """How a derived value came about, in final strings: ``30.74 ÷ (1 + 22.11%)``."""
    inputs: tuple[str, ...] = ()
    """Names of the figures a derived value is computed from."""
    target: FigureView | None = None
    notes: tuple[str, ...] = ()
    """Up to two short lines under the value on a card (change, since, scope)."""
    section: str | None = None
    """Id of the section where it is first shown; None if it is not shown."""
    low: Decimal | None = None
    high: Decimal | None = None
    """Ends of a range (``3–5``); ``value`` is None then although the state is reported."""
    full_label: str = ""
    """``label`` and, for a change or a target, which of them: for lists of gaps."""
    note: str = ""
    """Scope, as the author wrote it."""


@record
class Paragraph:
    """A paragraph of body text."""

    runs: Runs
    lead: bool = False


@record
class Heading:
    """A heading inside a section; level 2 or 3 (the section's title is level 1)."""

    runs: Runs
    level: int = 2
    id: str = ""


@record
class ListBlock:
    """A bullet or numbered list; each item is one or more blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@record
class Quote:
    """A quotation with its speaker or source."""

    runs: Runs
    by: str = ""


@record
class Callout:
    """A scope warning or definition beside the text (口径提示)."""

    kicker: str
    runs: Runs
    foot: Runs = ()


@record
class KeyFigures:
    """A strip of key-figure cards."""

    figures: tuple[FigureView, ...]


@record
class Chart:
    """A chart at its place in the reading order."""

    plan: ChartPlan


@record
class TableBlock:
    """A table at its place in the reading order."""

    plan: TablePlan


@record
class Image:
    """A picture file with caption, alt text and credit."""

    path: str
    """Absolute path of a file that was found to be an image when the report was read."""
    width_px: int
    height_px: int
    caption: Runs
    alt: str
    credit: str = ""
    id: str = ""


@record
class Footnote:
    """The text of footnote ``number`` (numbers restart in each section)."""

    number: int
    runs: Runs


Block = Paragraph | Heading | ListBlock | Quote | Callout | KeyFigures | Chart | TableBlock | Image


@record
class ProfilePoint:
    """One figure of a section's ridge (visual design, section 8, steps 1 and 2)."""

    figure: str
    amplitude: float | None
    """0…1; None where the value is missing: the ridge breaks there."""
    label: str
    state: State


@record
class SlideText:
    """What the deck says beside the charts of a section."""

    points: tuple[Runs, ...] = ()
    notes: str = ""


@record
class Section:
    """One section, in reading order: title, lead, key figures, body blocks, notes."""

    id: str
    number: str
    """``01`` …"""
    title: str
    lead: Runs
    key_figures: tuple[FigureView, ...]
    blocks: tuple[Block, ...]
    """Body in reading order; a chart or table stands after the block that first mentions it,
    or at the end of the section. Key figures are not repeated here."""
    footnotes: tuple[Footnote, ...] = ()
    profile: tuple[ProfilePoint, ...] = ()
    slides: SlideText = SlideText()
    figures: tuple[FigureView, ...] = ()
    """Every figure shown in this section, once, in order of first mention."""
    abstract: str = ""
    """One line for the contents and the agenda."""


@record
class SourceView:
    """A source as it is listed in the back matter."""

    key: str
    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""
    note: str = ""
    text: str = ""
    """The whole entry as one line, punctuated for the language."""


@record
class CoverView:
    """What the cover's disc shows: a headline total, and its derived base if there is one."""

    headline: FigureView | None = None
    base: FigureView | None = None
    growth: Decimal | None = None
    """Growth as a fraction (0.2211), for the ring's radius."""
    kicker: str = ""
    strap: str = ""


@record
class Options:
    """What the author asked of the two editions; see ``docs/data-format.md``."""

    page_format: str = "a4"
    body_face: Literal["serif", "sans"] = "serif"
    columns: int = 2
    multiple_of_four: bool = False
    attach_data: bool = False
    """Attach each chart's numbers to the brochure as CSV: PDF/A-3a instead of PDF/A-2a."""
    deck_format: Literal["16:9", "4:3"] = "16:9"
    deck_template: str | None = None
    deck_layouts: tuple[tuple[str, str], ...] = ()
    """(our layout role, name of the layout in the author's template)."""
    deck_agenda: bool = True
    """A slide of contents."""
    deck_sections: bool = True
    """A slide that opens each section."""
    deck_notes: bool = True
    """Speaker notes."""
    show_audit_marks: bool = False


@record
class Document:
    """The whole report, resolved."""

    title: str
    language: str
    """BCP 47: zh-Hans, zh-Hant, ja, ko or en."""
    words: Words
    sections: tuple[Section, ...]
    subtitle: str = ""
    date: str = ""
    publisher: str = ""
    author: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    contact: str = ""
    cover: CoverView = CoverView()
    figures: tuple[FigureView, ...] = ()
    """All figures (changes included) in the author's order."""
    gaps: tuple[FigureView, ...] = ()
    """Missing ones, in order of their codes 缺01 …"""
    derived: tuple[FigureView, ...] = ()
    """Derived ones, in order of their codes 推1 …"""
    headline: tuple[FigureView, ...] = ()
    """Up to four figures for the strip on the contents page."""
    sources: tuple[SourceView, ...] = ()
    caveats: tuple[Runs, ...] = ()
    """Scope notes for the back matter."""
    colophon: tuple[tuple[str, str], ...] = ()
    """(label, text) rows of the colophon."""
    options: Options = field(default_factory=Options)

    def figure(self, name: str) -> FigureView:
        """The figure called ``name``; ``KeyError`` if there is none."""
        for view in self.figures:
            if view.name == name:
                return view
        raise KeyError(name)
