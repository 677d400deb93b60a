"""Pictures that follow one another → rows across the measure, those of a row of one height.

A picture that would stand alone beside empty paper finds neighbours. Each keeps its shape; the
rows are chosen over the whole run: near a calm height, and filled from edge to edge.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.brochure.blocks.panels import SideBySide
from report.brochure.blocks.picture import COARSEST, Picture, caption_of, picture
from report.brochure.setting import Setting
from report.compose.document import Block, Image

MOST_IN_A_ROW = 4
CALM = 0.38
"""Height of a row over the measure that looks best."""
LEAST_WIDTH, LEAST_HEIGHT = 70.0, 72.0
"""What a picture in a row has at least, in points."""
EMPTY = 1.0
"""What paper left empty beside a lone picture costs, as the square of its share."""

Row = SideBySide | None
"""A row of pictures; None for one that stands alone."""


def pictures_from(blocks: Sequence[Block], first: int) -> list[Image]:
    """The pictures that follow one another from ``first`` on."""
    run: list[Image] = []
    for block in blocks[first:]:
        if not isinstance(block, Image):
            break
        run.append(block)
    return run


def picture_rows(
    setting: Setting, images: Sequence[Image], width: float, most: float
) -> list[tuple[Sequence[Image], Row]]:
    """The run in rows: the pictures of each, and the row; ``most`` is its greatest height."""
    best: list[tuple[float, list[tuple[Sequence[Image], Row]]]] = [(0.0, [])]
    for end in range(1, len(images) + 1):
        found: list[tuple[float, list[tuple[Sequence[Image], Row]]]] = []
        for first in range(max(0, end - MOST_IN_A_ROW), end):
            priced = _price(setting, images[first:end], width, most)
            if priced is not None:
                cost, row = priced
                before, rows = best[first]
                found.append((before + cost, [*rows, (images[first:end], row)]))
        best.append(min(found, key=lambda entry: entry[0]))
    return best[-1][1]


def _price(
    setting: Setting, images: Sequence[Image], width: float, most: float
) -> tuple[float, Row] | None:
    """What a row costs, and the row; None where these cannot stand in one."""
    if len(images) == 1:
        alone = picture(setting, images[0], width, most=most)
        empty = 1 - alone.shown / width
        return EMPTY * empty**2 + (alone.frame / width - CALM) ** 2, None
    row = _row(setting, images, width, most)
    if row is None:
        return None
    first: Picture = row.blocks[0][0]
    return (first.frame / width - CALM) ** 2, row


def _row(setting: Setting, images: Sequence[Image], width: float, most: float) -> SideBySide | None:
    """Pictures side by side, or None where one would be too small, too coarse or too high."""
    gutter, pitch = setting.format.gutter, setting.format.baseline
    ratios = [image.width_px / max(1, image.height_px) for image in images]
    high = (width - gutter * (len(images) - 1)) / sum(ratios)
    frame = (high + 4) // pitch * pitch - 4
    if not LEAST_HEIGHT <= frame <= most:
        return None
    blocks: list[tuple[Picture, float, float]] = []
    left = 0.0
    for image, ratio in zip(images, ratios, strict=True):
        wide = ratio * high
        if wide < LEAST_WIDTH or wide > image.width_px * 72 / COARSEST:
            return None
        runs = caption_of(setting, image)
        caption = setting.paragraph(runs, "key-note", wide) if runs else None
        if caption is not None and len(caption.lines) > 4:
            return None
        blocks.append(
            (Picture(setting, image, wide, frame, caption, wide, source=image), left, wide)
        )
        left += wide + gutter
    return SideBySide(tuple(blocks))
