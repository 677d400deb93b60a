"""Where things stand on a slide: boxes in points, and the zones of the two slide formats.

Points have their origin in the slide's top left corner (visual design, section 9); 1 pt is
12 700 EMU. Every zone here is also a placeholder of our template, and a house template's
placeholders are read back into the same boxes, so the drawing code knows one geometry only.
"""

from __future__ import annotations

from report.record import record, replace

EMU_PER_POINT = 12_700


def emu(points: float) -> int:
    """Points → EMU, to the nearest whole one."""
    return round(points * EMU_PER_POINT)


@record
class Box:
    """A rectangle on a slide, in points from its top left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """X of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Y of the lower edge."""
        return self.y + self.h

    def moved(self, dx: float = 0.0, dy: float = 0.0) -> Box:
        """The same box elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def inset(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The box less a margin on each side."""
        return Box(self.x + left, self.y + top, self.w - left - right, self.h - top - bottom)

    def top(self, height: float) -> Box:
        """The uppermost ``height`` points of the box."""
        return Box(self.x, self.y, self.w, height)

    def below(self, height: float) -> Box:
        """What is left of the box under its uppermost ``height`` points."""
        return Box(self.x, self.y + height, self.w, max(self.h - height, 0.0))

    def columns(self, count: int, gutter: float) -> tuple[Box, ...]:
        """``count`` boxes of equal width side by side."""
        width = (self.w - gutter * (count - 1)) / count
        return tuple(
            Box(self.x + k * (width + gutter), self.y, width, self.h) for k in range(count)
        )

    def emu(self) -> tuple[int, int, int, int]:
        """x, y, width and height in EMU."""
        return emu(self.x), emu(self.y), emu(self.w), emu(self.h)


@record
class SlideFormat:
    """Size of a slide and its fixed zones (points)."""

    name: str
    width: float
    height: float
    kind: str
    """``type`` of ``p:sldSz``; "" for a size that has no name of its own."""
    title: Box
    content: Box
    source: Box
    axis: float
    """x of the fold strip (版口)."""
    panel_width: float
    """Width of the panel beside a chart."""

    @property
    def page(self) -> Box:
        """The whole slide."""
        return Box(0, 0, self.width, self.height)

    @property
    def sub(self) -> Box:
        """The line under the title: unit and scope of a chart or table."""
        return Box(self.content.x, 89, self.content.w, 20)


WIDE = SlideFormat(
    "16:9", 960, 540, "",
    Box(84, 36, 828, 42), Box(84, 100, 828, 384), Box(84, 498, 828, 20), 36, 244,
)  # fmt: skip
STANDARD = SlideFormat(
    "4:3", 720, 540, "screen4x3",
    Box(72, 36, 612, 42), Box(72, 100, 612, 384), Box(72, 498, 612, 20), 32, 200,
)  # fmt: skip
FORMATS = {"16:9": WIDE, "4:3": STANDARD}
"""Slide formats by the name an author writes."""
