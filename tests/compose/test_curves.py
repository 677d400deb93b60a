"""Segments of smooth lines: they begin and end where the line does and keep to a tolerance."""

from __future__ import annotations

import math

import pytest

from report.compose.curves import Curve, fitted, fitted_pair, segments

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


OTHER = [(x, 200 - 30 * math.sin(x / 71)) for x, _ in LINE]


def height(curve, x):
    """Height of a line at ``x``, from its Bézier segments."""
    start = curve[0]
    for (_, b), (_, d), (u, v) in segments(curve):
        if x <= u:
            t = (x - start[0]) / (u - start[0])
            s = 1 - t
            return s**3 * start[1] + 3 * s * s * t * b + 3 * s * t * t * d + t**3 * v
        start = (u, v)
    return start[1]


def test_a_curve_is_read_as_its_segments_say():
    curve = fitted(LINE)
    for k in range(1, 100):
        x = 9.53 * k
        high, slope = curve.at(x)
        assert high == pytest.approx(height(curve, x))
        assert slope == pytest.approx((height(curve, x + 1e-4) - height(curve, x - 1e-4)) / 2e-4,
                                      abs=1e-4)  # fmt: skip


def test_a_stretch_of_a_curve_is_the_same_curve():
    curve = fitted(LINE)
    part = curve.between(101.3, 555.5)
    assert (part[0][0], part[-1][0]) == (101.3, 555.5)
    assert all(height(part, x) == pytest.approx(height(curve, x)) for x in range(102, 555, 3))
    between_knots = curve.between(curve[2][0], curve[3][0])
    assert len(between_knots) == 2


def test_a_pair_joins_at_the_same_places_and_keeps_to_the_tolerance():
    upper, lower = fitted_pair(LINE, OTHER, 0.15)
    assert upper.xs == lower.xs
    assert all(abs(height(upper, x) - y) <= 0.151 for x, y in LINE)
    assert all(abs(height(lower, x) - y) <= 0.151 for x, y in OTHER)


def test_what_is_above_a_limit_is_found_wherever_a_curve_crosses_it():
    curve = fitted(LINE)
    parts = curve.above(300)
    assert len(parts) > 3
    for x in range(1, 954):
        inside = any(p[0][0] <= x <= p[-1][0] for p in parts)
        if abs(height(curve, x) - 300) > 0.5:
            assert inside == (height(curve, x) < 300)
    assert curve.above(0) == ()
    assert curve.above(400) == (curve,)
    assert isinstance(parts[0], Curve)
