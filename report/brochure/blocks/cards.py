"""Key figures → cards: rule, label, numeral with unit, up to two notes (section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from report.brochure.blocks.marks import missing_mark, ring_tag
from report.brochure.flow import Block
from report.brochure.setting import Setting
from report.brochure.surface import Paint, Surface
from report.compose.document import FigureView
from report.record import record
from report.typeset import Line, SetParagraph

LEAST_NUMERAL = 8.0
"""A numeral is not set smaller than this, however narrow its card."""

STACKED_BELOW = 0.62
"""Where units beside the numerals would shrink them to less than this share of the role's size,
the units stand below them."""


@record
class Card:
    """One figure, measured for a width."""

    figure: FigureView
    label: SetParagraph
    notes: tuple[SetParagraph, ...]


def numeral_width(
    setting: Setting, figure: FigureView, size: float, *, stacked: bool = False
) -> float:
    """Width of numeral, approximation marks, unit and tags at a numeral size.

    ``stacked``: the unit stands below the numeral and takes no width here.
    """
    unit = 0.0
    if figure.unit and not stacked:
        unit = setting.width(figure.unit, "key-unit", size=unit_size(size))
    tail = 3.5 + unit if unit else 0
    if figure.state == "missing":
        code = 5 + (setting.width(figure.code, "note-code", size=6.6) if figure.code else 0)
        if figure.remains:
            numeral = setting.width(figure.remains, "key-numeral", size=size)
            return 1.2 * size + 3 + numeral + max(tail, code)
        low = 0.78 * size - 6.2 < unit_size(size) + 1 and unit > 0
        return 2.15 * size + (tail + 2 + code if low else max(tail + 1.5, code))
    width = setting.width(figure.number, "key-numeral", size=size) + tail
    for extra in (figure.prefix, figure.suffix):
        if extra:
            width += setting.width(extra, "key-unit", size=unit_size(size)) + 2
    if figure.state == "derived":
        width += 26
    return width


def drop(size: float) -> float:
    """Distance of a unit below its numeral, whose commas reach down to a quarter of its size."""
    return max(12.5, 0.24 * size + 9)


def unit_size(size: float) -> float:
    """Units are set in 9, beside large numerals in 10."""
    return 10 if size >= 36 else 9


def common_size(
    setting: Setting, figures: Sequence[FigureView], width: float, wanted: float, *,
    stacked: bool = False,
) -> float:  # fmt: skip
    """The size at which every numeral of a strip fits its card: one size for all."""
    size = wanted
    for figure in figures:
        for _ in range(12):
            needed = numeral_width(setting, figure, size, stacked=stacked)
            if needed <= width or size <= LEAST_NUMERAL:
                break
            size = max(LEAST_NUMERAL, size * min(0.96, max(0.6, width / needed)))
    return size


@record(eq=False)
class CardStrip:
    """Cards side by side, in as many rows as they need."""

    setting: Setting
    rows: tuple[tuple[Card, ...], ...]
    width: float
    """Of one card."""
    gutter: float
    size: float
    """Of the numerals."""
    row_heights: tuple[float, ...]
    ground: Paint = "white"
    source: object = None
    stacked: bool = False
    """Units stand below the numerals."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size."""
        return width, sum(self.row_heights)

    def split(self, width: float, height: float) -> list[Block]:
        """Never divided."""
        return []

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw all cards."""
        for row, high in zip(self.rows, self.row_heights, strict=True):
            label_lines = max(len(c.label.lines) for c in row)
            for column, card in enumerate(row):
                left = x + column * (self.width + self.gutter)
                self._card(surface, card, left, y, label_lines)
            y += high

    def _card(self, surface: Surface, card: Card, x: float, y: float, label_lines: int) -> None:
        setting, figure, size = self.setting, card.figure, self.size
        with surface.artifact():
            weight = surface.theme.lines["key-rule"]
            surface.line(x, y, x + self.width, y, "p700", weight)
        with surface.element("Div", key=(self, figure.name)):
            with surface.element("P"):
                base = y + 14
                for line in card.label.lines:
                    surface.text(line, x, base)
                    base += 11
            base = y + 14 + 11 * (label_lines - 1) + 1.13 * size
            with surface.element("P"):
                # A sign such as % stands beside its numeral even where long units stand below.
                below = self.stacked and numeral_width(setting, figure, size) > self.width
                numeral(surface, setting, figure, x, base, size, ground=self.ground, stacked=below)
                if self.stacked:
                    base += drop(size)
                    if figure.unit and below:
                        surface.text(setting.fitted(figure.unit, "key-unit", self.width), x, base)
            base += 15
            for note in card.notes:
                with surface.element("P"):
                    for line in note.lines:
                        surface.text(line, x + line.x_pt, base)
                        base += 11


def numeral(
    surface: Surface, setting: Setting, figure: FigureView, x: float, base: float, size: float, *,
    ground: Paint = "white", stacked: bool = False,
) -> None:  # fmt: skip
    """A figure's numeral with unit and marks, its left edge at ``x`` on the base line ``base``."""
    small = unit_size(size)
    unit = None
    if figure.unit and not stacked:
        unit = setting.line(figure.unit, "key-unit", size=small)
    if figure.state == "missing":
        _missing(surface, setting, figure, x, base, size, ground, unit)
        return
    derived = figure.state == "derived"
    colour = "accent" if derived else "p700"
    spoken = figure.prefix + figure.number + figure.suffix + (figure.unit if unit else "")
    # The air between number and unit is no space character; some languages say one.
    apart = unit is not None and spoken != figure.text
    with surface.tags.span(actual_text=figure.text) if apart else nullcontext():
        if figure.prefix:
            line = setting.line(figure.prefix, "key-unit", size=small, colour=colour)
            surface.text(line, x, base)
            x += line.width_pt + 2
        line = setting.line(figure.number, "key-numeral", size=size, colour=colour)
        surface.text(line, x, base)
        x += line.width_pt
        if figure.suffix:
            line = setting.line(figure.suffix, "key-unit", size=small, colour=colour)
            surface.text(line, x + 2, base)
            x += line.width_pt + 2
        if unit is not None:
            surface.text(unit, x + 3.5, base)
            x += 3.5 + unit.width_pt
    if derived:
        tag = setting.line(setting.words.derived_short, "note-code", size=6.2)
        radius = ring_tag(surface, x + 6.5, base - 0.58 * size, tag, ground=ground)
        if figure.code:
            digits = "".join(c for c in figure.code if c.isdigit())
            code = setting.line(digits or figure.code, "note-code", size=6.6)
            surface.text(code, x + 6.5 + radius + 1.5, base - 0.58 * size + 2.4)


def _missing(surface: Surface, setting: Setting, figure: FigureView, x: float, base: float,
             size: float, ground: Paint, unit: Line | None) -> None:  # fmt: skip
    small = unit_size(size)
    partly = bool(figure.remains)
    wide, high = (1.2 * size, 0.8 * size) if partly else (2.15 * size, 0.78 * size)
    plate = None
    if not partly:
        plate = setting.fitted(setting.words.missing, "note-code", wide - 6, size=7.4, least=5)
    with surface.tags.span(actual_text=setting.words.missing):
        missing_mark(surface, x, base - high, wide, high, plate=plate, ground=ground)
    x += wide
    if partly:
        line = setting.line(figure.remains, "key-numeral", size=size)
        surface.text(line, x + 3, base)
        x += 3 + line.width_pt
    gap = 3.5 if partly else 5
    if unit is not None:
        surface.text(unit, x + gap, base)
    if figure.code:
        code = setting.line(figure.code, "note-code", size=6.6)
        if high - 6.2 < small + 1 and unit is not None:
            # A low slot: the code stands beside the unit, not above it.
            surface.text(code, x + gap + unit.width_pt + 2, base - (3 if high > 9 else 0.5))
        else:
            # At the slot's top edge, or on the base line of a slot no higher than the code.
            surface.text(code, x + gap, base - high + 6.2 if high > 11 else base - 0.5)


def card_strip(setting: Setting, figures: Sequence[FigureView], width: float, *,
               per_row: int | None = None, large: bool = False, gutter: float | None = None,
               ground: Paint = "white", source: object = None) -> CardStrip:  # fmt: skip
    """Cards for ``figures`` within ``width``: four a row, three where they are large."""
    gap = setting.format.gutter if gutter is None else gutter
    count = per_row or per_row_for(len(figures), width, gap)
    role = setting.role("key-numeral-large" if large else "key-numeral")
    while True:
        card = (width - (count - 1) * gap) / count
        size = common_size(setting, figures, card, role.size)
        stacked = size < STACKED_BELOW * role.size
        if stacked:
            size = common_size(setting, figures, card, role.size, stacked=True)
        if size >= 0.5 * role.size or count <= 2:
            break
        # figures of many digits want wider cards; rows are as even as before
        count -= 1
        if len(figures) > count:
            count = -(-len(figures) // -(-len(figures) // count))
    rows: list[tuple[Card, ...]] = []
    heights: list[float] = []
    for start in range(0, len(figures), count):
        row = tuple(measure_card(setting, f, card) for f in figures[start : start + count])
        labels = max(len(c.label.lines) for c in row)
        notes = max(sum(len(n.lines) for n in c.notes) for c in row)
        rows.append(row)
        last = start + count >= len(figures)
        below = 15 + 11 * (notes - 1) + 3 if notes else 5
        heights.append(
            14 + 11 * (labels - 1) + 1.13 * size + (drop(size) if stacked else 0) + below
            + (0 if last else 20)
        )  # fmt: skip
    return CardStrip(setting, tuple(rows), card, gap, size, tuple(heights), ground, source, stacked)


def per_row_for(count: int, width: float, gutter: float) -> int:
    """Cards a row: as even as can be, none narrower than 92 pt."""
    most = max(1, min(4, int((width + gutter) // (92 + gutter))))
    lines = -(-count // most)
    return max(1, min(most, -(-count // lines) if count > most else max(count, min(3, most))))


def measure_card(setting: Setting, figure: FigureView, width: float) -> Card:
    """Label and notes of one card, set in its width."""
    label = setting.paragraph(figure.label, "key-label", width, balance=True)
    notes = tuple(setting.paragraph(n, "key-note", width) for n in figure.notes[:2] if n)
    return Card(figure, label, notes)
