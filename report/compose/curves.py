"""Smooth lines given by samples → few cubic Bézier segments.

The landscape's lines come with as many samples as their steepest place needs. Where a line is
calmer, one cubic segment does for many samples: samples are left out as long as the curve through
the others passes every one of them within :data:`TOLERANCE`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

Point = tuple[float, float]

TOLERANCE = 0.15
"""How far a curve may pass a sample, in points: 0.05 mm, a sixth of the boldest of these lines."""


def segments(
    line: Sequence[Point], tolerance: float = TOLERANCE
) -> Iterator[tuple[Point, Point, Point]]:
    """The smooth curve through ``line`` (x ascending): both control points and the end of each
    segment, the first of which begins at ``line[0]``. A segment's x is linear in its parameter.
    """
    slopes = slopes_of(line)
    begin = 0
    for stop in knots(line, slopes, tolerance):
        (x, y), (u, v) = line[begin], line[stop]
        third = (u - x) / 3
        yield (
            (x + third, y + slopes[begin] * third),
            (u - third, v - slopes[stop] * third),
            (u, v),
        )
        begin = stop


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


def knots(line: Sequence[Point], slopes: Sequence[float], tolerance: float) -> list[int]:
    """Indices of the samples where the segments end; the last sample is the last of them."""
    last = len(line) - 1
    out: list[int] = []
    begin, reach = 0, 2
    while begin < last:
        stop = min(last, begin + reach)
        if _passes(line, slopes, begin, stop, tolerance):
            while stop < last:
                further = min(last, stop + max(1, (stop - begin) // 2))
                if not _passes(line, slopes, begin, further, tolerance):
                    break
                stop = further
        else:
            while stop > begin + 1 and not _passes(line, slopes, begin, stop, tolerance):
                stop = begin + max(1, (stop - begin) // 2)
        reach = stop - begin
        begin = stop
        out.append(stop)
    return out


def _passes(
    line: Sequence[Point], slopes: Sequence[float], begin: int, stop: int, tolerance: float
) -> bool:
    """Whether one segment from ``begin`` to ``stop`` passes close to all samples between."""
    (x, y), (u, v) = line[begin], line[stop]
    run, rise = u - x, v - y
    leaves, arrives = slopes[begin] * run - rise, rise - slopes[stop] * run
    for i in range(begin + 1, stop):
        at, high = line[i]
        share = (at - x) / run
        rest = 1 - share
        miss = y + rise * share + share * rest * (leaves * rest + arrives * share) - high
        if miss > tolerance or miss < -tolerance:
            return False
    return True
