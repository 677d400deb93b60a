"""Segments of smooth lines: they begin and end where the line does and keep to a tolerance."""

from __future__ import annotations

import math

import pytest

from report.compose.curves import segments

LINE = [(6.0 * i, 300 - 40 * math.sin(i / 6) - 15 * math.cos(i / 17)) for i in range(160)]


@pytest.mark.parametrize("tolerance", [0.15, 0.4])
def test_every_sample_lies_within_the_tolerance(tolerance):
    start, worst = LINE[0], 0.0
    for (_, b), (_, d), (u, v) in segments(LINE, tolerance):
        for x, y in LINE:
            if start[0] <= x <= u:
                t = (x - start[0]) / (u - start[0])
                s = 1 - t
                drawn = s**3 * start[1] + 3 * s * s * t * b + 3 * s * t * t * d + t**3 * v
                worst = max(worst, abs(drawn - y))
        start = (u, v)
    assert start == LINE[-1]
    assert worst <= tolerance


def test_a_wider_tolerance_takes_fewer_segments():
    assert len(list(segments(LINE, 0.4))) < len(list(segments(LINE, 0.15))) < len(LINE) / 3
