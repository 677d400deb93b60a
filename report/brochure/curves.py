"""Smooth lines given by samples → few cubic Bézier segments, as compact path operators.

The landscape's lines come with as many samples as their steepest place needs. Where a line is
calmer, one cubic segment does for many samples: samples are left out as long as the curve through
the others passes every one of them within :data:`TOLERANCE`. Coordinates are written as whole
twentieths of a point under a scaled matrix: a brochure's art is most of its page contents.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

Point = tuple[float, float]

TOLERANCE = 0.15
"""How far a curve may pass a sample, in points: 0.05 mm, a sixth of the boldest of these lines."""

PER_POINT = 20
"""Units of :data:`MATRIX` in a point."""

MATRIX = ".05 0 0 .05 0 0 cm"
"""What stands before :func:`path` (within ``q`` and ``Q``)."""


def path(line: Sequence[Point], left: float, height: float) -> str:
    """Operators of the smooth curve through ``line`` (x ascending, y downwards from ``height``).

    An open path that begins with ``m``, in units of :data:`MATRIX`; ``left`` is added to each x.
    """
    slopes = slopes_of(line)
    shift, top, unit = left * PER_POINT, height * PER_POINT, PER_POINT
    x, y = line[0]
    out = [f"{shift + unit * x:.0f} {top - unit * y:.0f} m"]
    begin = 0
    for stop in knots(line, slopes):
        (x, y), (u, v) = line[begin], line[stop]
        third = (u - x) / 3
        out.append(
            f"{shift + unit * (x + third):.0f} {top - unit * (y + slopes[begin] * third):.0f} "
            f"{shift + unit * (u - third):.0f} {top - unit * (v - slopes[stop] * third):.0f} "
            f"{shift + unit * u:.0f} {top - unit * v:.0f} c"
        )
        begin = stop
    return " ".join(out)


def slopes_of(line: Sequence[Point]) -> list[float]:
    """The slope at each sample, from two neighbours on each side where these are evenly spaced.

    Elsewhere (at the ends, where a line is cut) it is that between the neighbours, so that a
    short segment beside a long one does not overshoot.
    """
    last = len(line) - 1
    runs = [b[0] - a[0] for a, b in itertools.pairwise(line)]
    rises = [b[1] - a[1] for a, b in itertools.pairwise(line)]
    out: list[float] = []
    for i in range(last + 1):
        a, b = max(i - 1, 0), min(i, last - 1)
        run = runs[a] + runs[b]
        if run <= 0:
            out.append(0.0)
            continue
        slope = (rises[a] + rises[b]) / run
        if 2 <= i < last - 1:
            even = 0.01 * runs[a]
            if abs(runs[a] - runs[b]) < even and abs(runs[a - 1] - runs[b + 1]) < even:
                wide = rises[a - 1] + rises[a] + rises[b] + rises[b + 1]
                slope = (8 * (rises[a] + rises[b]) - wide) / (6 * run)
        out.append(slope)
    return out


def knots(line: Sequence[Point], slopes: Sequence[float]) -> list[int]:
    """Indices of the samples where the segments end; the last sample is the last of them."""
    last = len(line) - 1
    out: list[int] = []
    begin, reach = 0, 2
    while begin < last:
        stop = min(last, begin + reach)
        if _passes(line, slopes, begin, stop):
            while stop < last:
                further = min(last, stop + max(1, (stop - begin) // 2))
                if not _passes(line, slopes, begin, further):
                    break
                stop = further
        else:
            while stop > begin + 1 and not _passes(line, slopes, begin, stop):
                stop = begin + max(1, (stop - begin) // 2)
        reach = stop - begin
        begin = stop
        out.append(stop)
    return out


def _passes(line: Sequence[Point], slopes: Sequence[float], begin: int, stop: int) -> bool:
    """Whether one segment from ``begin`` to ``stop`` passes close to all samples between."""
    (x, y), (u, v) = line[begin], line[stop]
    run, rise = u - x, v - y
    leaves, arrives = slopes[begin] * run - rise, rise - slopes[stop] * run
    for i in range(begin + 1, stop):
        at, high = line[i]
        share = (at - x) / run
        rest = 1 - share
        miss = y + rise * share + share * rest * (leaves * rest + arrives * share) - high
        if miss > TOLERANCE or miss < -TOLERANCE:
            return False
    return True
