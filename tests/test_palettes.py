"""Data colours of every theme, seen by everybody: colour-vision deficiencies, grey, contrast.

Deficiencies are simulated at full severity (Machado, Oliveira, Fernandes 2009); distances are
CIE 1976 ΔE. Fills stand in the plan's order with white joints, so that neighbours must differ
most; what stands apart is told by its order too, which legend and drawing share.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from math import dist

import pytest

from report.compose.charting.draft import LINE_COLOURS
from report.theme import DATA_COLOURS, ON_COLOUR, contrast, load_theme
from tests.charting import plan, table

THEMES = ("qing", "zhe", "song")
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
FOUR = DATA_COLOURS[:4]
"""The design has four series at most."""


def linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def lab(rgb: tuple[float, float, float], vision: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as it is seen."""
    light = [linear(c) for c in rgb]
    seen = [
        min(1, max(0, sum(a * b for a, b in zip(row, light, strict=True))))
        for row in VISION[vision]
    ]
    r, g, b = seen

    def f(t: float) -> float:
        return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116

    x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
    y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
    z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(theme: str, one: str, other: str, vision: str) -> float:
    tokens = load_theme(theme)
    return dist(lab(tokens.rgb(one), vision), lab(tokens.rgb(other), vision))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_neighbours_differ_for_everybody(theme, vision):
    for one, other in pairwise(FOUR):
        assert apart(theme, one, other, vision) > 30, (one, other)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_no_two_of_four_are_the_same(theme, vision):
    for one, other in combinations(FOUR, 2):
        assert apart(theme, one, other, vision) > 5, (one, other)


@pytest.mark.parametrize("theme", THEMES)
def test_neighbours_differ_in_grey(theme):
    tokens = load_theme(theme)
    for one, other in pairwise(FOUR):
        light = abs(lab(tokens.rgb(one), "normal")[0] - lab(tokens.rgb(other), "normal")[0])
        assert light > 25, (one, other)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_the_editors_marks_are_no_data_colour(theme, vision):
    # the marks' forms (hollow, hatched) tell first; colour must not contradict them
    for token in FOUR:
        assert apart(theme, "accent", token, vision) > (15 if vision == "normal" else 8), token


@pytest.mark.parametrize("theme", THEMES)
def test_labels_on_fills_can_be_read(theme):
    tokens = load_theme(theme)
    for token in FOUR:
        assert contrast(tokens.rgb(token), tokens.rgb(ON_COLOUR[token])) >= 4.5, token


@pytest.mark.parametrize("theme", THEMES)
def test_lines_carry_on_white(theme):
    tokens = load_theme(theme)
    for index in LINE_COLOURS[:5]:
        assert contrast(tokens.rgb(DATA_COLOURS[index]), (1, 1, 1)) >= 3, DATA_COLOURS[index]


def test_lines_of_any_two_series_differ_by_more_than_colour():
    names = "甲乙丙丁戊己庚辛"
    chart = plan("line", table(["年", *names], [["2019", *"12345678"], ["2020", *"23456789"]]))
    looks = [(s.dash, s.marker, s.colour) for s in chart.series]
    assert len(set(looks)) == len(looks)
    for one, other in combinations(chart.series[:4], 2):
        assert one.dash != other.dash
        assert one.marker != other.marker
