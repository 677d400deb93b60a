"""Data colours of every theme, seen by everybody: colour-vision deficiencies, grey, contrast.

Deficiencies are simulated at full severity (Machado, Oliveira, Fernandes 2009); distances are
CIEDE2000 (CIE 142-2001), in which about 2 is just seen side by side. All eight fills are held
apart from each other, not neighbours only: a legend is compared with any of them. Greyscale print
leaves their lightness alone, so each has a lightness of its own.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

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
PAIRS_APART, GREY_APART = 9.0, 7.3
"""Least distance, and least difference of L*, of any two of the eight fills."""
NEIGHBOURS_APART, NEIGHBOURS_GREY = 16.0, 17.0
"""The same of fills that touch in a stack of four."""


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


def ciede2000(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """ΔE00 of two colours in CIE L*a*b* (Sharma, Wu, Dalal 2005, equations 2 to 22)."""
    chroma = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * sqrt(chroma**7 / (chroma**7 + 25**7))
    (l1, c1, h1), (l2, c2, h2) = (
        (light, hypot(a * stretch, b), degrees(atan2(b, a * stretch)) % 360)
        for light, a, b in (one, other)
    )
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    d_hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    t = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    s_l = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    bend = sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    r = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * bend
    dl, dc, dh = (l2 - l1) / s_l, (c2 - c1) / s_c, d_hue / s_h
    return sqrt(dl**2 + dc**2 + dh**2 + r * dc * dh)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # pairs 1, 7, 13, 17 and 25 of the paper's table 1
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_distance_is_the_papers(one, other, expected):
    assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


def apart(theme: str, one: str, other: str, vision: str) -> float:
    tokens = load_theme(theme)
    return ciede2000(lab(tokens.rgb(one), vision), lab(tokens.rgb(other), vision))


def grey_apart(theme: str, one: str, other: str) -> float:
    tokens = load_theme(theme)
    first, second = (lab(tokens.rgb(t), "normal")[0] for t in (one, other))
    return abs(first - second)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_any_two_of_eight_fills_differ_for_everybody(theme, vision):
    assert len(set(DATA_COLOURS)) == 8
    for one, other in combinations(DATA_COLOURS, 2):
        assert apart(theme, one, other, vision) > PAIRS_APART, (one, other)


@pytest.mark.parametrize("theme", THEMES)
def test_any_two_of_eight_fills_differ_in_grey(theme):
    for one, other in combinations(DATA_COLOURS, 2):
        assert grey_apart(theme, one, other) > GREY_APART, (one, other)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_neighbours_of_four_differ_most(theme, vision):
    for one, other in pairwise(FOUR):
        assert apart(theme, one, other, vision) > NEIGHBOURS_APART, (one, other)
        assert grey_apart(theme, one, other) > NEIGHBOURS_GREY, (one, other)


@pytest.mark.parametrize("theme", THEMES)
def test_no_fill_is_the_remainder_of_a_whole(theme):
    for token in DATA_COLOURS:
        assert grey_apart(theme, token, "p100") > 5, token


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_the_editors_marks_are_no_data_colour(theme, vision):
    # the marks' forms (hollow, hatched) tell first; colour must not contradict them
    for token in DATA_COLOURS:
        assert apart(theme, "accent", token, vision) > (11 if vision == "normal" else 8), token


@pytest.mark.parametrize("theme", THEMES)
def test_labels_on_fills_can_be_read(theme):
    tokens = load_theme(theme)
    for token in DATA_COLOURS:
        assert contrast(tokens.rgb(token), tokens.rgb(ON_COLOUR[token])) >= 4.5, token


@pytest.mark.parametrize("theme", THEMES)
def test_lines_carry_on_white(theme):
    tokens = load_theme(theme)
    for index in LINE_COLOURS:
        assert contrast(tokens.rgb(DATA_COLOURS[index]), (1, 1, 1)) >= 3, DATA_COLOURS[index]


def test_lines_of_any_two_series_differ_by_more_than_colour():
    names = "甲乙丙丁戊己庚辛"
    chart = plan("line", table(["年", *names], [["2019", *"12345678"], ["2020", *"23456789"]]))
    looks = [(s.dash, s.marker, s.colour) for s in chart.series]
    assert len(set(looks)) == len(looks)
    for one, other in combinations(chart.series[:4], 2):
        assert one.dash != other.dash
        assert one.marker != other.marker
