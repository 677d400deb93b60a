"""Image files → bands: cropped to a frame or whole within it, with caption and credit."""

from __future__ import annotations

from report.brochure.flow import Block, rows_of
from report.brochure.setting import Setting, plain
from report.brochure.surface import Surface
from report.compose.document import Image, Run
from report.record import record
from report.typeset import SetParagraph

_MOST_CUT = 0.3
"""Share of a picture that may be cut away to fill its frame."""


@record(eq=False)
class Picture:
    """A picture measured for one width."""

    setting: Setting
    block: Image
    width: float
    frame: float
    """Height of the frame that the picture fills."""
    caption: SetParagraph | None
    source: object = None

    space: int = 1
    breaks: tuple[int, ...] = ()
    keep: bool = False
    floats: bool = True
    numbered: bool = False

    @property
    def height(self) -> float:
        """Height in points."""
        return self.frame + (6 + 11 * len(self.caption.lines) if self.caption else 0)

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
        """Draw picture and caption; the picture covers its frame, what stands out is cut.

        One that would lose much of itself (a tall emblem, a long strip) stands whole instead.
        """
        image = self.block
        if image.id:
            surface.bookmark(f"block-{image.id}", y)
        across, down = self.width / image.width_px, self.frame / image.height_px
        whole = min(across, down) < max(across, down) * (1 - _MOST_CUT)
        scale = min(across, down) if whole else max(across, down)
        wide, high = image.width_px * scale, image.height_px * scale
        shown = min(self.width, wide)
        box = surface.box(x, y, shown, self.frame)
        with surface.element("Div", key=self):
            with (
                surface.element("Figure", alt=image.alt, bbox=box),
                surface.clipped(x, y, shown, self.frame),
            ):
                # The upper part of a tall picture matters more than its foot.
                top = y - (high - self.frame) * (0.5 if whole or wide > high else 0.35)
                surface.image(image.path, x - (wide - shown) / 2, top, wide, high)
            if self.caption is not None:
                base = y + self.frame + 6 + 8
                with surface.element("Caption"):
                    for line in self.caption.lines:
                        surface.text(line, x + line.x_pt, base)
                        base += 11

    def draw_rows(
        self, surface: Surface, x: float, y: float, width: float, first: int, last: int
    ) -> None:
        """Draw it in a text column."""
        self.draw(surface, x, y + 4, width)


def picture(setting: Setting, block: Image, width: float, *, column: bool = False,
            most: float = 1e6) -> Picture:  # fmt: skip
    """Frame a picture for ``width``: its own shape, within bounds that keep a page calm."""
    shape = block.height_px / max(1, block.width_px)
    low, high = (0.5, 1.3) if column else (0.32, 0.66)
    frame = min(most, width * min(high, max(low, shape)))
    pitch = setting.format.baseline
    frame = max(4, round(frame / pitch)) * pitch - 4
    runs = block.caption
    if block.credit:
        credit = setting.labels.credit.format(block.credit)
        gap = "\u3000" if setting.language != "en" and setting.language != "ko" else "  "
        runs = (*runs, Run((gap if runs else "") + credit)) if runs else plain(credit)
    caption = setting.paragraph(runs, "key-note", width) if runs else None
    return Picture(setting, block, width, frame, caption, source=block)
