"""A line of text in the brochure's faces as a matplotlib artist."""

from __future__ import annotations

from typing import Any

from matplotlib.artist import Artist


class Label(Artist):
    """Text from the left end of its base line; drawn by :class:`RecordingRenderer` only."""

    def __init__(self, x: float, y: float, text: str, type: Any, angle: float,
                 rgb: tuple[float, float, float], page: Any) -> None:  # fmt: skip
        super().__init__()
        self.x, self.y = x, y
        self.text = text
        self.type = type
        self.angle = angle
        self.rgb = rgb
        self.page = page

    def draw(self, renderer: Any) -> None:
        """Record the text."""
        x, y = self.page.transform((self.x, self.y))
        gc = renderer.new_gc()
        gc.set_foreground((*self.rgb, 1.0), isRGBA=True)
        kind = self.type
        renderer.letter(gc, x, y, self.text, kind.family, kind.weight, kind.size, self.angle,
                        kind.tight)  # fmt: skip
        gc.restore()
