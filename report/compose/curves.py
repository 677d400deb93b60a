"""Smooth lines given by samples → few cubic Bézier segments.

The landscape's lines come with as many samples as their steepest place needs. Where a line is
calmer, one cubic segment does for many samples: samples are left out as long as the curve through
the others passes every one of them within :data:`TOLERANCE`.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence

Point = tuple[float, float]

TOLERANCE = 0.15
"""How far a curve may pass a sample, in points: 0.05 mm, a sixth of the boldest of these lines."""


class Curve(tuple[Point, ...]):
    """A line that is fitted already: the points where its segments join (x ascending).

    ``slopes`` has the slope at each of them; between two the line is the cubic that they decide.
    """

    slopes: tuple[float, ...]
    xs: list[float]
    """Where its segments join."""

    @classmethod
    def of(cls, points: Sequence[Point], slopes: Sequence[float]) -> Curve:
        """The curve through ``points`` with their ``slopes``."""
        curve = cls(points)
        curve.slopes = tuple(slopes)
        curve.xs = [x for x, _ in points]
        return curve

    def at(self, x: float, index: int | None = None) -> tuple[float, float]:
        """Height and slope at ``x``, between the ends; ``index`` is the segment's where known."""
        if index is None:
            index = max(0, min(bisect_right(self.xs, x) - 1, len(self) - 2))
        (a, b), (c, d) = self[index], self[index + 1]
        run, rise = c - a, d - b
        leaves = self.slopes[index] * run - rise
        arrives = rise - self.slopes[index + 1] * run
        t = (x - a) / run
        u = 1 - t
        bend = leaves * u + arrives * t
        slope = rise + (u - t) * bend + t * u * (arrives - leaves)
        return b + rise * t + t * u * bend, slope / run

    def between(self, start: float, stop: float) -> Curve:
        """The stretch from ``start`` to ``stop``, both within the ends; the same line."""
        xs = self.xs
        first, last = bisect_right(xs, start), bisect_right(xs, stop)
        while last > first and xs[last - 1] > stop - 1e-6:
            last -= 1
        while first < last and xs[first] < start + 1e-6:
            first += 1
        high, steep = self.at(start)
        low, flat = self.at(stop)
        return Curve.of(
            ((start, high), *self[first:last], (stop, low)),
            (steep, *self.slopes[first:last], flat),
        )

    def above(self, limit: float) -> tuple[Curve, ...]:
        """The stretches whose y is less than ``limit``: what is higher on a page."""
        if self.extent()[1] < limit:
            return (self,)
        marks = [self[0][0]]
        for index, ((a, _), (c, _)) in enumerate(itertools.pairwise(self)):
            # A segment has at most three crossings; between eight places hardly two.
            places = [a + (c - a) * k / 8 for k in range(9)]
            heights = [self.at(x, index)[0] - limit for x in places]
            for k in range(8):
                if (heights[k] < 0) != (heights[k + 1] < 0):
                    share = heights[k] / (heights[k] - heights[k + 1])
                    marks.append(places[k] + share * (c - a) / 8)
        marks.append(self[-1][0])
        return tuple(
            self.between(a, c)
            for a, c in itertools.pairwise(marks)
            if c - a > 0.2 and self.at((a + c) / 2)[0] < limit
        )

    def extent(self) -> tuple[float, float]:
        """The least and the greatest y of its control points: no place lies beyond them."""
        ys = [self[0][1]]
        for ((a, b), s), ((c, d), t) in itertools.pairwise(zip(self, self.slopes, strict=True)):
            third = (c - a) / 3
            ys += (b + third * s, d - third * t, d)
        return min(ys), max(ys)


def fitted(line: Sequence[Point], tolerance: float = TOLERANCE) -> Curve:
    """The smooth curve through the samples ``line`` with as few segments as do."""
    slopes = slopes_of(line)
    ends = (0, *knots((line,), (slopes,), tolerance))
    return Curve.of([line[i] for i in ends], [slopes[i] for i in ends])


def fitted_pair(
    upper: Sequence[Point], lower: Sequence[Point], tolerance: float = TOLERANCE
) -> tuple[Curve, Curve]:
    """Two lines sampled at the same x as curves whose segments join at the same x.

    So does whatever lies between them in proportion, and is within the tolerance as they are.
    """
    slopes = slopes_of(upper), slopes_of(lower)
    ends = (0, *knots((upper, lower), slopes, tolerance))
    first, second = (
        Curve.of([line[i] for i in ends], [own[i] for i in ends])
        for line, own in zip((upper, lower), slopes, strict=True)
    )
    return first, second


def segments(
    line: Sequence[Point], tolerance: float = TOLERANCE
) -> Iterator[tuple[Point, Point, Point]]:
    """The smooth curve through ``line`` (x ascending): both control points and the end of each
    segment, the first of which begins at ``line[0]``. A segment's x is linear in its parameter.

    A :class:`Curve` has its segments already.
    """
    curve = line if isinstance(line, Curve) else fitted(line, tolerance)
    for ((x, y), s), ((u, v), t) in itertools.pairwise(zip(curve, curve.slopes, strict=True)):
        third = (u - x) / 3
        yield (x + third, y + s * third), (u - third, v - t * third), (u, v)


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
        a, b = i - 1 if i else 0, i if i < last else last - 1
        before, after = runs[a], runs[b]
        run = before + after
        if run <= 0:
            out.append(0.0)
            continue
        rise = rises[a] + rises[b]
        if 2 <= i < last - 1:
            even = 0.01 * before
            if -even < before - after < even and -even < runs[a - 1] - runs[b + 1] < even:
                wide = rises[a - 1] + rise + rises[b + 1]
                out.append((8 * rise - wide) / (6 * run))
                continue
        out.append(rise / run)
    return out


def knots(
    lines: Sequence[Sequence[Point]], slopes: Sequence[Sequence[float]], tolerance: float
) -> list[int]:
    """Indices of the samples where the segments end; the last sample is the last of them.

    Of several lines with the same x, those that do for all of them.
    """

    def passes(begin: int, stop: int) -> bool:
        return all(
            _passes(line, own, begin, stop, tolerance)
            for line, own in zip(lines, slopes, strict=True)
        )

    last = len(lines[0]) - 1
    out: list[int] = []
    begin, reach = 0, 2
    while begin < last:
        stop = min(last, begin + reach)
        beyond = last + 1
        while stop > begin + 1 and not passes(begin, stop):
            beyond, stop = stop, begin + max(1, (stop - begin) // 2)
        while stop + 1 < beyond:
            further = stop + max(1, (stop - begin) // 2)
            further = min(last, further) if beyond > last else min(further, (stop + beyond) // 2)
            if passes(begin, further):
                stop = further
            else:
                beyond = further
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
