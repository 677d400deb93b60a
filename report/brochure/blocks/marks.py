"""States → marks: solid, hollow with a ring tag, hatched in a dashed outline (section 6).

The three states never differ by colour alone; the same marks serve cards, tables and lists.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from report.brochure.surface import Paint, Surface

if TYPE_CHECKING:
    from report.typeset import Line


def missing_mark(surface: Surface, x: float, y: float, width: float, height: float, *,
                 plate: Line | None = None, ground: Paint = "white", pitch: float | None = None
                 ) -> None:  # fmt: skip
    """The hatched slot of a lost value; its top left corner at ``x``, ``y``."""
    lines = surface.theme.lines
    step = (pitch or (4.4 if height > 60 else 3.4 if height > 14 else 2.6)) * math.sqrt(2)
    surface.rect(x, y, width, height, ground)
    pieces: list[tuple[tuple[float, float], tuple[float, float]]] = []
    offset = -height + step / 2
    while offset < width:
        # Cut at the slot's edges here rather than by a clipping path.
        x0, x1 = max(0.0, offset), min(width, offset + height)
        if x1 > x0:
            pieces.append(
                ((x + x0, y + height - (x0 - offset)), (x + x1, y + height - (x1 - offset)))
            )
        offset += step
    surface.lines(pieces, "accent-h", lines["hatch"])
    surface.frame(x, y, width, height, "accent", lines["missing-outline"], (2.4, 1.6))
    if plate is not None:
        size = plate.runs[0].size_pt if plate.runs else 7
        high, wide = 1.44 * size, plate.width_pt + 0.9 * size
        if wide <= width and high <= height + 2:
            left, top = x + (width - wide) / 2, y + (height - high) / 2
            surface.rect(left, top, wide, high, ground)
            surface.text(plate, left + 0.45 * size, top + high / 2 + 0.37 * size)


def ring_tag(surface: Surface, x: float, y: float, tag: Line, *, ground: Paint = "white"
             ) -> float:  # fmt: skip
    """The ring 推 centred on ``x``, ``y``; returns its radius."""
    size = tag.runs[0].size_pt if tag.runs else 6.2
    radius = max(0.78 * size, tag.width_pt / 2 + 0.18 * size)
    surface.circle(x, y, radius, ground, "accent", 0.6)
    surface.text(tag, x - tag.width_pt / 2, y + 0.37 * size)
    return radius


def swatch(surface: Surface, x: float, y: float, state: str, *, ground: Paint = "white") -> None:
    """A 44 × 13 sample of a state's fill, for the legend."""
    if state == "reported":
        surface.rect(x, y, 44, 13, "p700")
    elif state == "derived":
        surface.frame(x, y, 44, 13, "accent", surface.theme.lines["derived"], fill="white")
    else:
        missing_mark(surface, x, y, 44, 13, ground=ground)
