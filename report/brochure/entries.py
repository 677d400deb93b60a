"""Entries of the data notes: a gap, a derivation or a source with its code and its pages."""

from __future__ import annotations

from collections.abc import Sequence

from report.brochure.blocks.marks import missing_mark
from report.brochure.setting import Setting
from report.brochure.surface import Surface, Target
from report.compose.document import FigureView, SourceView
from report.record import record
from report.typeset import Line, SetParagraph

PAGE_WIDTH = 24.0
"""Points from an entry's right edge that its page number takes."""


@record(eq=False)
class GapEntry:
    """A missing figure: code, label, slot; below them reason and page.

    Where no entry has a reason, the page stands beside the slot.
    """

    setting: Setting
    figure: FigureView
    code: Line
    label: SetParagraph
    reason: SetParagraph | None
    left: float
    beside: bool
    """Whether the page stands beside the slot."""

    @property
    def height(self) -> float:
        """Height."""
        below = 9.4 * len(self.reason.lines) if self.reason else 0
        lines = 11 * len(self.label.lines) + below
        return (lines if self.beside else max(lines, 11 + 9.4)) + 6

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it."""
        setting, figure = self.setting, self.figure
        _bind(surface, setting, figure, y)
        with surface.element("Lbl"):
            surface.text(self.code, x, y + 11)
        with surface.element("LBody"):
            base = y + 11.0
            with surface.element("P"):
                for line in self.label.lines:
                    surface.text(line, x + self.left + line.x_pt, base)
                    base += 11
            _slot(surface, setting, figure, x + width - (PAGE_WIDTH if self.beside else 0), y)
            if self.beside:
                base = y + 11.0
            elif self.reason is not None:
                base -= 1
                with surface.element("P"):
                    for line in self.reason.lines:
                        surface.text(line, x + self.left + line.x_pt, base)
                        base += 9.4
                base -= 9.4
            else:
                base -= 11
            lowest = base if self.beside else max(base, y + 21)
            _page_reference(surface, setting, figure, x + width, lowest)


@record(eq=False)
class GapRow:
    """A missing figure on one line of a wide list: code, label, reason, place, slot, page."""

    setting: Setting
    figure: FigureView
    code: Line
    label: SetParagraph
    reason: SetParagraph | None
    place: SetParagraph | None
    left: float
    middle: float
    """Where the reason begins."""
    right: float
    """Where the place begins."""

    @property
    def height(self) -> float:
        """Height."""
        parts = (self.label, self.reason, self.place)
        lines = max(len(p.lines) for p in parts if p is not None)
        return 16.0 if lines == 1 else 10 * lines + 6

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it."""
        setting, figure = self.setting, self.figure
        _bind(surface, setting, figure, y)
        base = y + 11.2
        with surface.element("Lbl"):
            surface.text(self.code, x, base)
        with surface.element("LBody"):
            cells = ((self.label, self.left), (self.reason, self.middle), (self.place, self.right))
            for text, left in cells:
                if text is None:
                    continue
                with surface.element("P"):
                    for number, line in enumerate(text.lines):
                        surface.text(line, x + left + line.x_pt, base + 10 * number)
            _slot(surface, setting, figure, x + width - PAGE_WIDTH, y)
            _page_reference(surface, setting, figure, x + width, base)


def _bind(surface: Surface, setting: Setting, figure: FigureView, y: float) -> None:
    """Make the first entry of a code the place that its codes in the text lead to."""
    target = f"code-{figure.code}"
    if figure.code and target not in setting.bound:
        setting.bound.add(target)
        surface.bookmark(target, y)


def _slot(surface: Surface, setting: Setting, figure: FigureView, right: float, y: float) -> None:
    """The mark of a lost number, or the word for a lost year, ending at ``right``."""
    if figure.temporal:
        line = setting.line(setting.words.year, "note-code", size=6.8, colour="muted")
        with surface.element("P"):
            surface.text(line, right - line.width_pt, y + 11)
    else:
        with surface.artifact():
            missing_mark(surface, right - 17, y + 3.4, 17, 9)


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
        _bind(surface, setting, self.figure, y)
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
                surface.text(self.value, x + width - PAGE_WIDTH - self.value.width_pt, base)
            _page_reference(surface, setting, self.figure, x + width, base)


@record(eq=False)
class SourceEntry:
    """A source, and under it the pages on which its figures are shown."""

    setting: Setting
    source: SourceView
    text: SetParagraph
    names: tuple[str, ...]
    """Its figures."""

    @property
    def height(self) -> float:
        """Height."""
        return 13 * len(self.text.lines) + (11 if self.names else 0) + 6

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it."""
        setting = self.setting
        base = y + 12.4
        with surface.element("LBody"):
            with surface.element("P"):
                for line in self.text.lines:
                    surface.text(line, x + line.x_pt, base)
                    base += 13
            known = setting.places.figures
            pages = sorted({known[name] for name in self.names if name in known})
            if not pages:
                return
            gap = "\u3000" if setting.language.startswith(("zh", "ja")) else " "
            line = setting.line("", "source")
            for listed in (spans(pages, setting), f"{pages[0]}{setting.labels.dash}{pages[-1]}"):
                shown = setting.labels.page_list(listed)
                line = setting.line(f"{setting.words.shown_on}{gap}{shown}", "source")
                if line.width_pt <= width:
                    break
            with surface.element("P"):
                surface.text(line, x, base - 1)


def spans(pages: Sequence[int], setting: Setting) -> str:
    """Ascending page numbers with runs of three and more drawn together: ``4, 6–9``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    dash = setting.labels.dash
    parts = [
        f"{run[0]}{dash}{run[-1]}" if len(run) > 2 else setting.words.list_comma.join(map(str, run))
        for run in runs
    ]
    return setting.words.list_comma.join(parts)
