"""Smooth lines → compact path operators.

Coordinates are written as whole twentieths of a point under a scaled matrix: a brochure's art is
most of its page contents.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.curves import Point, segments

PER_POINT = 20
"""Units of :data:`MATRIX` in a point."""

MATRIX = ".05 0 0 .05 0 0 cm"
"""What stands before :func:`path` (within ``q`` and ``Q``)."""


def path(line: Sequence[Point], left: float, height: float) -> str:
    """Operators of the smooth curve through ``line`` (x ascending, y downwards from ``height``).

    An open path that begins with ``m``, in units of :data:`MATRIX`; ``left`` is added to each x.
    """
    shift, top, unit = left * PER_POINT, height * PER_POINT, PER_POINT
    x, y = line[0]
    out = [f"{shift + unit * x:.0f} {top - unit * y:.0f} m"]
    for (a, b), (c, d), (u, v) in segments(line):
        out.append(
            f"{shift + unit * a:.0f} {top - unit * b:.0f} {shift + unit * c:.0f}"
            f" {top - unit * d:.0f} {shift + unit * u:.0f} {top - unit * v:.0f} c"
        )
    return " ".join(out)
