"""Heights of ridges: the design's estimator where it makes a landscape, hills elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from report.compose.document import Paragraph, ProfilePoint, Run, Section
from report.compose.relief import art_profile, relief, relief_of

PLACES = tuple(i / 240 for i in range(241))


def points(amplitudes: Sequence[float | None]) -> tuple[ProfilePoint, ...]:
    return tuple(
        ProfilePoint(f"f{i}", a, "" if a is None else "1", "missing" if a is None else "reported")
        for i, a in enumerate(amplitudes)
    )


def heights(*amplitudes: float | None) -> tuple[float, ...]:
    return relief(points(amplitudes)).heights(PLACES)


def by_the_design(amplitudes: Sequence[float | None], x: float) -> float:
    """Section 8, step 3, word for word; lengths over the width between the pads."""
    step = 1 / len(amplitudes)
    over, under = 0.00015, 0.001
    for i, a in enumerate(amplitudes):
        if a is not None:
            k = math.exp(-0.5 * ((x - (i + 0.5) * step) / (0.82 * step)) ** 2)
            over, under = over + a * k, under + k
    return over / under


@pytest.mark.parametrize(
    "amplitudes",
    [
        (0.2, 0.9, 0.4, None, 0.1, 0.6, 0.97, 0.3),
        (0.05, 0.5, 0.9),
        (None, 0.74, None, 0.2, 0.1),
        (0.1, None, None, None, 0.9, 0.8, None, 0.2, 0.3, 0.1, 0.4, 0.7),
    ],
)
def test_a_varied_section_is_the_designs(amplitudes: tuple[float | None, ...]) -> None:
    found = heights(*amplitudes)
    for x, height in zip(PLACES, found, strict=True):
        assert height == pytest.approx(by_the_design(amplitudes, x), abs=1e-6)


@pytest.mark.parametrize("amplitude", [0.0, 0.02, 0.15, 0.335, 0.5, 0.98, 1.0])
def test_a_lone_figure_is_a_hill(amplitude: float) -> None:
    found = heights(amplitude)
    assert abs(PLACES[found.index(max(found))] - 0.5) < 0.01
    assert max(found) - found[0] > 0.3
    assert max(found) - found[-1] > 0.3


def test_a_lone_figure_among_gaps_stands_above_them() -> None:
    found = heights(0.335, None, None)
    at = {i: found[round((i + 0.5) / 3 * 240)] for i in range(3)}
    assert at[0] > at[1] + 0.3
    assert at[0] > at[2] + 0.3
    assert max(found) - min(found) > 0.4


def test_equal_figures_are_a_row_of_hills() -> None:
    found = heights(*[0.98] * 5)
    tops = [found[round((i + 0.5) / 5 * 240)] for i in range(5)]
    valleys = [found[round(i / 5 * 240)] for i in range(1, 5)]
    assert min(tops) > max(valleys) + 0.05


def test_two_figures_keep_their_order() -> None:
    found = heights(0.9, 0.94)
    assert found[180] > found[60]
    found = heights(0.94, 0.9)
    assert found[180] < found[60]


@given(st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=24))
@example([0.0] * 5)
@example([0.0] * 24)
@example([0.3] * 24)
@example([1.0] * 24)
@settings(max_examples=150, deadline=None)
def test_no_section_with_figures_is_flat(amplitudes: list[float | None]) -> None:
    known = [a for a in amplitudes if a is not None]
    assume(known)
    found = heights(*amplitudes)
    assert all(0 <= h <= 1 for h in found)
    assert max(found) - min(found) > 0.15


@given(st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=24))
@settings(max_examples=50, deadline=None)
def test_the_same_figures_are_the_same_ridge(amplitudes: list[float | None]) -> None:
    assert heights(*amplitudes) == heights(*amplitudes)


def test_a_section_without_figures_is_drawn_by_its_paragraphs() -> None:
    blocks = (Paragraph((Run("短"),)), Paragraph((Run("长" * 80),)))
    section = Section("a", "01", "题", (), (), blocks)
    drawn = art_profile(section)
    assert [p.label for p in drawn] == ["", ""]
    assert drawn[1].amplitude > drawn[0].amplitude  # type: ignore[operator]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 13, 24])
def test_a_line_is_sampled_as_the_estimator_says(count):
    amplitudes = tuple(None if k % 7 == 3 else (k * 37 % 11) / 10 for k in range(count))
    found = relief_of(amplitudes)
    places = [-0.03 + 1.06 * k / 372 for k in range(373)]
    sampled = found.sampled(-0.03, 1.03, 372)
    assert sampled == pytest.approx(found.heights(places), abs=0.001)
