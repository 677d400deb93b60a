"""Smooth lines → compact path operators.

Coordinates are written as whole twentieths of a point under a scaled matrix: a brochure's art is
most of its page contents.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.curves import Curve, Point, fitted

PER_POINT = 20
"""Units of :data:`MATRIX` in a point."""

MATRIX = ".05 0 0 .05 0 0 cm"
"""What stands before :func:`path` (within ``q`` and ``Q``)."""


def path(line: Sequence[Point], left: float, height: float) -> str:
    """Operators of the smooth curve through ``line`` (x ascending, y downwards from ``height``).

    An open path that begins with ``m``, in units of :data:`MATRIX`; ``left`` is added to each x.
    """
    unit, shift, top = PER_POINT, left * PER_POINT, height * PER_POINT
    curve = line if isinstance(line, Curve) else fitted(line)
    (x, y), steep = curve[0], curve.slopes[0]
    x, y = shift + unit * x, top - unit * y
    out = [f"{x:.0f} {y:.0f} m"]
    for (u, v), slope in zip(curve[1:], curve.slopes[1:], strict=True):
        u, v = shift + unit * u, top - unit * v
        third = (u - x) / 3
        out.append(
            f"{x + third:.0f} {y - steep * third:.0f} {u - third:.0f} {v + slope * third:.0f}"
            f" {u:.0f} {v:.0f} c"
        )
        x, y, steep = u, v, slope
    return " ".join(out)
