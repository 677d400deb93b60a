"""Image files → bands: cropped to a frame or whole within it, with caption and credit."""

from __future__ import annotations

import re

from report.brochure.flow import Block, rows_of
from report.brochure.setting import Setting, plain
from report.brochure.surface import Surface
from report.compose.document import Image, Run, Runs
from report.record import record
from report.typeset import SetParagraph

_MOST_CUT = 0.3
"""Share of a picture that may be cut away to fill its frame."""

COARSEST = 72.0
"""Pixels an inch that a picture has at least in print; a small file stays small."""

LEAST_BESIDE = 110.0
"""Room beside a narrow picture from which on its caption stands there."""


@record(eq=False)
class Picture:
    """A picture measured for one width."""

    setting: Setting
    block: Image
    width: float
    frame: float
    """Height of the frame that the picture fills."""
    caption: SetParagraph | None
    shown: float
    """Width of the picture itself."""
    source: object = None
    beside: bool = False
    """The caption stands right of a narrow picture, at its foot."""

    space: int = 1
    breaks: tuple[int, ...] = ()
    keep: bool = False
    floats: bool = True
    numbered: bool = False

    @property
    def height(self) -> float:
        """Height in points."""
        below = self.caption is not None and not self.beside
        return self.frame + (6 + 11 * len(self.caption.lines) if below and self.caption else 0)

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
        """Draw picture and caption; the picture covers its frame, what stands out is cut."""
        image = self.block
        if image.id:
            surface.bookmark(f"block-{image.id}", y)
        shown = self.shown
        scale = max(shown / image.width_px, self.frame / image.height_px)
        wide, high = image.width_px * scale, image.height_px * scale
        box = surface.box(x, y, shown, self.frame)
        with surface.element("Div", key=self):
            with (
                surface.element("Figure", alt=image.alt, bbox=box),
                surface.clipped(x, y, shown, self.frame),
            ):
                # The upper part of a tall picture matters more than its foot.
                top = y - (high - self.frame) * (0.5 if wide > high else 0.35)
                surface.image(image.path, x - (wide - shown) / 2, top, wide, high)
            if self.caption is not None:
                base, left = y + self.frame + 6 + 8, x
                if self.beside:
                    base = y + self.frame - 2 - 11 * (len(self.caption.lines) - 1)
                    left = x + shown + self.setting.format.gutter
                with surface.element("Caption"):
                    for line in self.caption.lines:
                        surface.text(line, left + line.x_pt, base)
                        base += 11

    def draw_rows(
        self, surface: Surface, x: float, y: float, width: float, first: int, last: int
    ) -> None:
        """Draw it in a text column."""
        self.draw(surface, x, y + 4, width)


_SAID = re.compile(
    r"[:：©]|^(?:摄影|攝影|撮影|写真|影像|图|圖|供图|사진|촬영|제공|[Pp]hoto|[Ii]mage|[Cc]ourtesy)|提供$|供图$|제공$"
)
"""A credit that says itself what it is."""


def caption_of(setting: Setting, block: Image) -> Runs:
    """A picture's caption and, after it, its credit; a word stands before a bare name only."""
    if not block.credit:
        return block.caption
    said = _SAID.search(block.credit)
    credit = block.credit if said else setting.labels.credit.format(block.credit)
    if not block.caption:
        return plain(credit)
    gap = "\u3000"
    if setting.words.spaced:  # a space alone would not part two phrases
        gap = " " if block.caption[-1].text[-1:] in ".!?…" else f"{setting.words.full_stop} "
    return (*block.caption, Run(gap + credit))


def picture(setting: Setting, block: Image, width: float, *, column: bool = False,
            most: float = 1e6) -> Picture:  # fmt: skip
    """Frame a picture for ``width``: its own shape, within bounds that keep a page calm.

    One that would lose much of itself (a tall emblem, a long strip) stands whole instead, and
    none is enlarged beyond :data:`COARSEST`.
    """
    shape = block.height_px / max(1, block.width_px)
    low, high = (0.5, 1.3) if column else (0.32, 0.66)
    own = block.width_px * 72 / COARSEST
    bounded = min(high, max(low, shape))
    # Where the page is too low for its width it stands whole as well: nothing is lost so.
    whole = min(shape, bounded) < max(shape, bounded) * (1 - _MOST_CUT)
    whole = whole or most < 0.9 * min(width, own) * bounded
    frame = min(most, min(width, own) * (shape if whole else bounded), width * high)
    pitch = setting.format.baseline
    frame = max(frame, 24.0) if own < width else max(2, round((frame + 4) / pitch)) * pitch - 4
    shown = min(width, own, frame / shape if whole else width)
    if not whole:
        frame = min(frame, shown * max(shape, bounded))
    runs = caption_of(setting, block)
    if not runs:
        return Picture(setting, block, width, frame, None, shown, source=block)
    room = width - shown - setting.format.gutter
    beside = room >= LEAST_BESIDE
    caption = setting.paragraph(runs, "key-note", min(room, 200) if beside else width)
    if beside and 11 * len(caption.lines) > frame:
        beside = False
        caption = setting.paragraph(runs, "key-note", width)
    return Picture(setting, block, width, frame, caption, shown, source=block, beside=beside)
