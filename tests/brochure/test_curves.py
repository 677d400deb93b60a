"""Smooth lines as few Bézier segments: they pass their samples closely, and never break."""

from __future__ import annotations

import itertools
import math
import re

import pytest

from report.brochure.curves import PER_POINT, path
from report.compose.curves import TOLERANCE

HEIGHT = 800.0


def drawn(line):
    """The segments of a line's path, in points and with y downwards again."""
    numbers = [float(n) / PER_POINT for n in re.findall(r"-?\d+", path(line, 10, HEIGHT))]
    pairs = [(x - 10, HEIGHT - y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    starts = [pairs[0], *pairs[3::3]]
    return [(starts[i], *pairs[1 + 3 * i : 4 + 3 * i]) for i in range(len(pairs) // 3)]


def at(segment, x):
    """Height of a segment at ``x``: its x is linear in the parameter, as its thirds are equal."""
    (x0, y0), (_, y1), (_, y2), (x3, y3) = segment
    t = (x - x0) / (x3 - x0)
    u = 1 - t
    return u * u * u * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y3


def hills(step, width=600.0):
    count = round(width / step)
    xs = [width * i / count for i in range(count + 1)]
    return [(x, 400 - 60 * math.sin(x / 37) - 25 * math.cos(x / 90)) for x in xs]


@pytest.mark.parametrize("step", [3.2, 6.4, 12.0])
def test_curve_passes_every_sample_closely(step):
    line = hills(step)
    segments = drawn(line)
    for x, y in line:
        near = [s for s in segments if s[0][0] - 0.06 <= x <= s[3][0] + 0.06]
        assert min(abs(at(s, x) - y) for s in near) < TOLERANCE + 2 / PER_POINT


def test_segments_join_without_a_kink():
    segments = drawn(hills(6.4))
    for one, following in itertools.pairwise(segments):
        assert one[3] == following[0]
        leaving = (one[3][1] - one[2][1]) / (one[3][0] - one[2][0])
        entering = (following[1][1] - following[0][1]) / (following[1][0] - following[0][0])
        assert abs(math.atan(leaving) - math.atan(entering)) < math.radians(4)


def test_calm_lines_take_few_segments():
    assert len(drawn([(6.0 * i, 100.0 + 0.3 * i) for i in range(101)])) == 1
    assert len(drawn(hills(3.2))) < len(hills(3.2)) / 3


def test_ends_of_cut_pieces_stay_where_they_are():
    line = [(0.0, 10.0), (0.3, 10.1), (6.3, 14.0), (12.3, 11.0), (12.4, 10.9)]
    segments = drawn(line)
    assert segments[0][0] == pytest.approx(line[0], abs=1 / PER_POINT)
    assert segments[-1][3] == pytest.approx(line[-1], abs=1 / PER_POINT)
    assert len(drawn(line[:2])) == 1
