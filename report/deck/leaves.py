"""What one slide is to hold: a role, a title, and a body of one of twelve kinds."""

from __future__ import annotations

from report.compose.document import FigureView, Image
from report.compose.plan import ChartPlan, TablePlan
from report.deck.fit import Setting
from report.deck.ooxml import Para
from report.deck.tables import Grid
from report.record import record

FRONT, BACK = -1, -2
"""Section of the slides before the first and after the last section."""


@record
class TitleBody:
    """The deck's title."""


@record
class AgendaBody:
    """Sections (by index) listed on this slide, as columns or as rows."""

    sections: tuple[int, ...]
    columns: bool


@record
class SectionBody:
    """A section's opening."""


@record
class FiguresBody:
    """One large figure with up to three cards, or up to six cards."""

    hero: FigureView | None
    base: FigureView | None
    """The derived value the hero grew from, to draw beside it."""
    cards: tuple[FigureView, ...]


@record
class Panel:
    """Text beside a chart, with the setting it fits in."""

    paras: tuple[Para, ...]
    setting: Setting
    callout: bool = False
    figure: FigureView | None = None
    """A derived value that is read off the chart's figures; it heads the panel."""

    @property
    def edited(self) -> bool:
        """The editors speak, not the source: an accent bar says so."""
        return self.callout or self.figure is not None


@record
class ChartBody:
    """A chart, with a panel beside it or without."""

    plan: ChartPlan
    panel: Panel | None = None


@record
class PairBody:
    """Two charts that say one thing."""

    plans: tuple[ChartPlan, ChartPlan]


@record
class TableBody:
    """A table, or the part of it that fits."""

    plan: TablePlan
    grid: Grid


@record
class TablesBody:
    """Two short tables side by side."""

    plans: tuple[TablePlan, TablePlan]
    grids: tuple[Grid, Grid]


@record
class ProseBody:
    """Paragraphs."""

    paras: tuple[Para, ...]
    setting: Setting
    callout: bool = False


@record
class QuoteBody:
    """A quotation."""

    paras: tuple[Para, ...]
    setting: Setting
    by: str


@record
class PictureBody:
    """A picture with its caption."""

    image: Image


@record
class GapsBody:
    """Some of the gaps, and the legend of the three states on the first of these slides."""

    views: tuple[FigureView, ...]
    legend: bool


@record
class DerivedBody:
    """Some of the derived values with their formulas."""

    views: tuple[FigureView, ...]


@record
class NotesBody:
    """Gaps and derived values side by side under the legend, where there are few of both."""

    gaps: tuple[FigureView, ...]
    derived: tuple[FigureView, ...]


@record
class ClosingBody:
    """Sources and scope notes; the colophon on the last of these slides."""

    paras: tuple[Para, ...]
    setting: Setting
    contact: tuple[Para, ...]
    caveats: tuple[Para, ...] = ()
    """Scope notes in a panel of their own beside the sources; () where they follow them."""
    aside: Setting | None = None


Body = (
    TitleBody | AgendaBody | SectionBody | FiguresBody | ChartBody | PairBody | TableBody
    | TablesBody | ProseBody | QuoteBody | PictureBody | GapsBody | DerivedBody | NotesBody
    | ClosingBody
)  # fmt: skip


@record
class Leaf:
    """One slide to be."""

    role: str
    titles: tuple[str, ...]
    """The title first wished for, then what it may give way to; one after :func:`storyboard`."""
    section: int
    body: Body
    figures: tuple[FigureView, ...] = ()
    shows: tuple[str, ...] = ()
    """Ids of the charts and tables on it."""
    continued: bool = False

    @property
    def title(self) -> str:
        """The slide's title."""
        return self.titles[0]
