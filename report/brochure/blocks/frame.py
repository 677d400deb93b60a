"""Charts → bands: top rule with its block, number, finding, scope, drawing, notes, source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from report.brochure.chart_data import attach_tables, place_tables
from report.brochure.flow import Block, rows_of
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.compose.plan import ChartPlan
from report.record import record, replace
from report.typeset import Line, SetParagraph

Recorder = Callable[[ChartPlan, float], Any]
"""Records a chart's drawing for a width in points: ``report.brochure.chart.record``, cached."""


@record
class FrameHead:
    """Number, title, takeaway and scope of a chart or table, measured for a width."""

    number: Line
    title: SetParagraph
    takeaway: SetParagraph | None
    sub: SetParagraph | None
    left: float
    """Distance of the title from the frame's left edge."""

    @property
    def height(self) -> float:
        """Distance of the drawing from the top rule."""
        extra = 13 * (len(self.title.lines) - 1)
        if self.takeaway is not None:
            extra += 12.5 * len(self.takeaway.lines)
        if self.sub is not None:
            extra += 11 * (len(self.sub.lines) - 1) + 11.5
        return 28.5 + extra

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw rule, block, number and texts."""
        with surface.artifact():
            surface.rect(x, y - 0.5, width, surface.theme.lines["figure-rule"], "p900")
            surface.rect(x, y - 0.5, 26, 3.2, "p900")
        with surface.element("Caption"):
            with surface.element("P"):
                surface.text(self.number, x, y + 15)
            base = y + 15.0
            with surface.element("P"):
                for line in self.title.lines:
                    surface.text(line, x + self.left + line.x_pt, base)
                    base += 13
            base -= 13
            if self.takeaway is not None:
                with surface.element("P"):
                    for line in self.takeaway.lines:
                        base += 12.5
                        surface.text(line, x + self.left + line.x_pt, base)
            if self.sub is not None:
                base += 0.5
                with surface.element("P"):
                    for line in self.sub.lines:
                        base += 11
                        surface.text(line, x + self.left + line.x_pt, base)


@record
class FrameFoot:
    """Notes and source line under a chart or table, measured for a width."""

    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Height below the lowest element, 0 where there is nothing to say."""
        return 13 + 10 * (len(self.lines) - 1) + 3 if self.lines else 0

    def draw(self, surface: Surface, x: float, y: float) -> None:
        """Draw with the lowest element of the drawing at ``y``."""
        if not self.lines:
            return
        with surface.element("P"):
            for number, line in enumerate(self.lines):
                surface.text(line, x + line.x_pt, y + 13 + 10 * number)


def frame_head(setting: Setting, number: str, title: str, takeaway: str, sub: str, width: float
               ) -> FrameHead:  # fmt: skip
    """Measure the head of a chart or table."""
    mark = setting.line(number, "figure-number")
    left = max(22.0, mark.width_pt + 8)
    room = width - left
    finding = takeaway if takeaway and takeaway.strip("。.") != title.strip("。.") else ""
    return FrameHead(
        mark,
        setting.paragraph(title, "figure-title", room, balance=True),
        setting.paragraph(finding, "figure-sub", room, size=8, colour="ink") if finding else None,
        setting.paragraph(sub, "figure-sub", room) if sub else None,
        left,
    )


def frame_foot(setting: Setting, note: str, source: str, width: float) -> FrameFoot:
    """Measure notes and source: on one line where they fit, else one under the other."""
    if not note and not source:
        return FrameFoot(())
    joined = (note + ("" if setting.words.full_stop == "。" else " ") + source) if note else source
    whole = setting.paragraph(joined, "source", width)
    if len(whole.lines) == 1:
        return FrameFoot(whole.lines)
    lines: list[Line] = []
    for part in (note, source):
        if part:
            lines += setting.paragraph(part, "source", width).lines
    return FrameFoot(tuple(lines))


@record(eq=False)
class ChartBand:
    """A chart in its frame, recorded for one width."""

    setting: Setting
    plan: ChartPlan
    head: FrameHead
    foot: FrameFoot
    drawing: Any
    width: float
    source: object = None

    # As a strip of the galley it waits for a column with room.
    space: int = 1
    breaks: tuple[int, ...] = ()
    keep: bool = False
    floats: bool = True
    numbered: bool = True
    elastic: int = 0
    """Rows by which it may grow in a text column (``growth``)."""

    @property
    def height(self) -> float:
        """Height in points."""
        return self.head.height + self.drawing.height_pt + self.foot.height

    @property
    def rows(self) -> int:
        """Height in rows, one of them free below."""
        return rows_of(self.height + 10, self.setting.format.baseline)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size."""
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Block]:
        """Never divided."""
        return []

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw frame and chart."""
        plan = self.plan
        surface.bookmark(f"block-{plan.id}", y)
        with surface.element("Div", key=self):
            self.head.draw(surface, x, y, self.width)
            top = y + self.head.height
            high = self.drawing.height_pt
            box = surface.box(x, top, self.width, high)
            with surface.element("Figure", alt=plan.alt or plan.title, bbox=box) as figure:
                surface.play(self.drawing, x, top, place_tables(surface.tags, plan, figure))
            if surface.book.conformance == "3a":
                attach_tables(surface.book, plan, figure)
            self.foot.draw(surface, x, top + high)

    def draw_rows(
        self, surface: Surface, x: float, y: float, width: float, first: int, last: int
    ) -> None:
        """Draw it in a text column."""
        self.draw(surface, x, y, width)


def chart_band(setting: Setting, plan: ChartPlan, width: float, record: Recorder,
               source: object = None, *, title: str | None = None) -> ChartBand:  # fmt: skip
    """Record and frame a chart for ``width``; too high a drawing is recorded narrower."""
    head = frame_head(setting, plan.number, plan.title, plan.takeaway, plan.sub, width)
    foot = frame_foot(setting, plan.note, plan.source, width)
    drawing = record(plan, width)
    most = setting.format.lines * setting.format.baseline - head.height - foot.height
    if drawing.height_pt > most:
        drawing = record(replace(plan, aspect=max(0.2, most / width * 0.9)), width)
    return ChartBand(setting, plan, head, foot, drawing, width, source)
