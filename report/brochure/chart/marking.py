"""Colours, pens and matplotlib's cleaned paths → the numbers that a display list holds.

Shared by the sheet, which records its own shapes, and by the renderer, which records any figure
of matplotlib's. Only ``matplotlib.path`` stands behind it: importing ``backend_bases`` and
``figure`` as well would cost a cold build a quarter of a second.
"""

from __future__ import annotations

import os
from typing import Any

# Linear algebra is not used here; without this OpenBLAS starts a thread a core at import.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from report.brochure.chart.drawing import Colour, Mark, Paint

CAPS = {"butt": 0, "round": 1, "projecting": 2}
JOINS = {"miter": 0, "round": 1, "bevel": 2}
_STOP, _MOVE, _LINE, _QUAD, _CUBIC, _CLOSE = 0, 1, 2, 3, 4, 79
_MARGIN = 72.0
"""How far outside of the drawing a stroke is kept, in points, besides its weight."""


def paint(rgba: Any, alpha: float | None, tokens: dict[Any, str]) -> Paint | None:
    """A paint, as a theme's token where it is one; None where nothing would be seen."""
    if rgba is None:
        return None
    opacity = float(rgba[3]) if len(rgba) > 3 else 1.0
    if alpha is not None:
        opacity = alpha
    if opacity <= 0:
        return None
    rgb = (round(float(rgba[0]), 4), round(float(rgba[1]), 4), round(float(rgba[2]), 4))
    colour: Colour = tokens.get(rgb, rgb)
    return (colour, round(opacity, 4))


def stroke_clip(width: float, height: float, weight: float) -> tuple[float, float, float, float]:
    """The box outside of which a stroke would only make the file larger; fills must stay whole."""
    margin = _MARGIN + weight
    return (-margin, -margin, width + margin, height + margin)


def clean_path(path: Any, transform: Any, *, clip: Any = None, sketch: Any = None,
               simplify: bool = False) -> tuple[Any, ...]:  # fmt: skip
    """Matplotlib's path under a transform in the flat form of a drawing's paths."""
    clean = path.cleaned(
        transform, remove_nans=True, clip=clip, simplify=simplify, curves=True, sketch=sketch
    )
    return plain_path(clean.vertices, clean.codes)


def plain_path(vertices: Any, codes: Any) -> tuple[Any, ...]:
    """Cleaned vertices and codes → the flat form of a drawing's paths."""
    out: list[Any] = []
    points = np.round(vertices, 3).tolist()
    kinds = codes.tolist()
    i, count = 0, len(kinds)
    last = (0.0, 0.0)
    while i < count:
        kind = kinds[i]
        if kind == _MOVE:
            out += ("m", *points[i])
        elif kind == _LINE:
            out += ("l", *points[i])
        elif kind == _CUBIC:
            out += ("c", *points[i], *points[i + 1], *points[i + 2])
            i += 2
        elif kind == _QUAD:
            (cx, cy), (ex, ey) = points[i], points[i + 1]
            sx, sy = last
            out += ("c", sx + 2 / 3 * (cx - sx), sy + 2 / 3 * (cy - sy),
                    ex + 2 / 3 * (cx - ex), ey + 2 / 3 * (cy - ey), ex, ey)  # fmt: skip
            i += 1
        elif kind == _CLOSE:
            out.append("h")
        if kind != _STOP and kind != _CLOSE:
            last = tuple(points[i])
        i += 1
    return tuple(out)


def text_mark(x: float, y: float, text: str, family: str, weight: int, size: float,
              colour: Paint, angle: float, tight: bool) -> Mark:  # fmt: skip
    """A line of text from the left end of its base line."""
    return (
        "text", rounded(x), rounded(y), text, family, weight, rounded(size), colour,
        rounded(angle), tight,
    )  # fmt: skip


def rounded(value: Any) -> float:
    """A length to a thousandth of a point, whole numbers as such."""
    short = round(float(value), 3)
    return int(short) if short == int(short) else short
