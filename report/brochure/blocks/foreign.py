"""Any ReportLab Flowable → a block of ours; ``wrap``, ``split``, ``drawOn`` are the same idea."""

from __future__ import annotations

from typing import Any

from report.brochure.flow import Block
from report.brochure.surface import Surface
from report.record import record


@record(eq=False)
class ForeignBlock:
    """A third-party Flowable at its place in the flow.

    What it draws carries no structure: it becomes one Figure whose alternative text is ``alt``.
    """

    flowable: Any
    alt: str
    source: object = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size, as the Flowable says it."""
        wide, high = self.flowable.wrap(width, height)
        return float(wide), float(high)

    def split(self, width: float, height: float) -> list[Block]:
        """The Flowable's own division, if it has one."""
        pieces = self.flowable.split(width, height)
        return [ForeignBlock(p, self.alt, self.source) for p in pieces] if len(pieces) == 2 else []

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it with its own methods."""
        wide, high = self.wrap(width, 1e6)
        left, bottom, *_ = surface.box(x, y, wide, high)
        with surface.element("Figure", alt=self.alt, bbox=surface.box(x, y, wide, high)):
            self.flowable.drawOn(surface.canvas, left, bottom)
            surface.forget()
