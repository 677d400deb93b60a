"""Callouts, and two blocks side by side → bands and strips."""

from __future__ import annotations

from typing import Any

from report.brochure.blocks.marks import ring_tag
from report.brochure.flow import Block, rows_of
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.compose.document import Callout
from report.record import field, record, replace
from report.typeset import SetParagraph

PADDING = 13.0

FILLED = 0.6
"""Share of a row's height from which on a panel is stretched to it: a lower one would be mostly
empty ground, so it keeps the height of its text."""


@record(eq=False)
class CalloutBox:
    """A scope warning: paper ground, accent bar on top, kicker, text, formula at the foot."""

    setting: Setting
    block: Callout
    kicker: SetParagraph
    text: SetParagraph
    leading: float
    foot: SetParagraph | None
    derived: bool
    """The foot is about a derived figure and carries its tag."""
    width: float
    stretched: float = 0
    """Height given by a neighbour, if larger than its own."""
    source: object = None
    key: object = field(default_factory=object)
    """Stays the same when the box is stretched."""

    space: int = 1
    breaks: tuple[int, ...] = ()
    keep: bool = False
    floats: bool = True
    numbered: bool = False
    elastic: int = 2
    """Rows of ground that it may take to end with its neighbours."""

    @property
    def height(self) -> float:
        """Height in points."""
        own = 34 + 11 * (len(self.kicker.lines) - 1) + self.leading * len(self.text.lines) + 10
        if self.foot is not None:
            own += 10 + 10 * len(self.foot.lines)
        return max(own, self.stretched)

    @property
    def rows(self) -> int:
        """Height in rows, with air below."""
        return rows_of(self.height + 10, self.setting.format.baseline)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size."""
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Block]:
        """Never divided."""
        return []

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw the box."""
        high = self.height
        with surface.artifact():
            surface.rect(x, y, self.width, high, "paper")
            surface.rect(x, y, self.width, surface.theme.lines["callout-bar"], "accent")
        with surface.element("Aside", key=self.key):
            with surface.element("P"):
                base = y + 22
                for line in self.kicker.lines:
                    surface.text(line, x + PADDING, base)
                    base += 11
            with surface.element("P"):
                base += self.leading - 11 + (1 if self.leading > 20 else 5)
                for line in self.text.lines:
                    surface.text(line, x + PADDING + line.x_pt, base)
                    base += self.leading
            if self.foot is not None:
                self._foot(surface, x, y + high)

    def _foot(self, surface: Surface, x: float, bottom: float) -> None:
        assert self.foot is not None
        base = bottom - 18 - 10 * (len(self.foot.lines) - 1) + 2
        left = x + PADDING
        if self.derived:
            tag = self.setting.line(self.setting.words.derived_short, "note-code", size=6.2)
            with surface.artifact():
                radius = ring_tag(surface, left + 5, base - 2.4, tag, ground="paper")
            left += 2 * radius + 6
        with surface.element("P"):
            for line in self.foot.lines:
                surface.text(line, left + line.x_pt, base)
                base += 10

    def draw_rows(
        self, surface: Surface, x: float, y: float, width: float, first: int, last: int
    ) -> None:
        """Draw it in a text column."""
        self.draw(surface, x, y + 4, width)


def callout_box(setting: Setting, block: Callout, width: float, source: object = None
                ) -> CalloutBox:  # fmt: skip
    """Measure a callout for ``width``: short ones in the display size, long ones as text."""
    room = width - 2 * PADDING
    length = sum(len(r.text) for r in block.runs)
    derived = {f.code for f in setting.document.derived}
    size, leading = (13.0, 23.0) if length <= 5.2 * room / 13 else (9.5, 16.0)
    return CalloutBox(
        setting,
        block,
        setting.paragraph(block.kicker or setting.words.caveats_heading, "callout-kicker", room),
        setting.paragraph(block.runs, "callout", room, size=size, leading=leading,
                          align="left", balance=length < 60),
        leading,
        setting.paragraph(block.foot, "source", room - 18) if block.foot else None,
        any(run.state == "derived" or run.text in derived for run in block.foot),
        width,
        source=source,
    )  # fmt: skip


@record(eq=False)
class Finding:
    """What a chart shows, in the display size beside it: type under a rule.

    Without a ground: two lines at the head of a panel as high as the chart look like a box that
    somebody forgot to fill. A ground is the mark of what the author warns of (section 6).
    """

    text: SetParagraph
    width: float
    key: object = field(default_factory=object)
    source: object = None

    @property
    def height(self) -> float:
        """Height in points."""
        return 24 + 23.0 * len(self.text.lines)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size."""
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Block]:
        """Never divided."""
        return []

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it."""
        with surface.artifact():
            surface.rect(x, y - 0.5, self.width, surface.theme.lines["figure-rule"], "p900")
        with surface.element("P", key=self.key):
            base = y + 24.0
            for line in self.text.lines:
                surface.text(line, x + line.x_pt, base)
                base += 23


def finding(setting: Setting, text: str, width: float) -> Finding:
    """Measure a finding for ``width``."""
    return Finding(setting.paragraph(text, "callout", width, leading=23, balance=True), width)


@record(eq=False)
class SideBySide:
    """Blocks next to each other, each in its own width, their tops on one line."""

    blocks: tuple[tuple[Any, float, float], ...]
    """(block, distance from the left edge, width)."""
    source: object = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size."""
        return width, max(b.wrap(w, height)[1] for b, _, w in self.blocks)

    def split(self, width: float, height: float) -> list[Block]:
        """The first block divided, its neighbours whole beside its head."""
        (first, left, own), rest = self.blocks[0], self.blocks[1:]
        if any(b.wrap(w, height)[1] > height for b, _, w in rest):
            return []
        pieces = first.split(own, height)
        if len(pieces) != 2:
            return []
        head, tail = pieces
        return [
            SideBySide(((head, left, own), *rest), self.source),
            SideBySide(((tail, left, own),), self.source),
        ]

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw all of them; a panel that nearly fills the row grows to its height."""
        high = self.wrap(width, 1e6)[1]
        for block, left, own in self.blocks:
            if isinstance(block, CalloutBox) and block.height >= FILLED * high:
                block = replace(block, stretched=high)
            block.draw(surface, x + left, y, own)
