"""Cover art and openers for 1 to 12 sections, with and without gaps, and titles of every length."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from report.brochure.book import make_brochure
from report.compose.curves import segments
from report.compose.document import CoverView, Document, ProfilePoint, Section
from report.compose.ridges import build_ridges, cover_levels, cut, merged, ridge_line, sparkline
from report.fonts import FontBook, open_fonts
from report.theme import contrast, load_theme
from tests.brochure import samples
from tests.brochure.reading import overlapping, read

HEIGHT = 841.89


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return open_fonts()


def points(count: int, gaps: int = 0, seed: int = 1) -> tuple[ProfilePoint, ...]:
    """A profile with values all over the place; every ``gaps``-th is missing."""
    result = []
    for i in range(count):
        value = (seed * 37 + i * i * 13 + i * 29) % 100 / 100
        lost = gaps and i % gaps == gaps - 1
        result.append(
            ProfilePoint(
                f"f{i}",
                None if lost else value,
                "" if lost else f"{value * 100:.0f}%",
                "missing" if lost else "reported",
            )
        )
    return tuple(result)


def landscape(sections: int, gaps: int = 3, figures: int = 9):
    profiles = [points(figures + k % 4, gaps, k + 1) for k in range(sections)]
    return build_ridges(
        merged(profiles), cover_levels(min(sections, 12), HEIGHT), left=-9, width=613.28,
        bottom=871, measure=lambda t: 3.4 * len(t), margin=(14.2, 581),
    )  # fmt: skip


@pytest.mark.parametrize("sections", range(1, 13))
@pytest.mark.parametrize("gaps", [0, 3])
def test_no_label_touches_another_or_a_ridge(sections: int, gaps: int) -> None:
    ridges = landscape(sections, gaps)
    boxes = [s.box for r in ridges for s in r.spots if s.box]
    assert boxes
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (a, b)
    for box in boxes:
        for ridge in ridges:
            ys = [ridge.height_at(box[0] + (box[2] - box[0]) * k / 10) for k in range(11)]
            inside = [y for y in ys if box[1] < y < box[3]]
            hidden = any(  # behind a nearer layer the line is not seen
                other.index > ridge.index
                and all(
                    other.height_at(box[0] + (box[2] - box[0]) * k / 10) < ys[k] for k in range(11)
                )
                for other in ridges
            )
            assert not inside or hidden


def test_contours_break_at_gaps_and_labels() -> None:
    ridges = landscape(5)
    for ridge in ridges:
        for spot in ridge.spots:
            if not spot.missing:
                continue
            for edge in ridge.edges:
                assert not edge[0][0] < spot.x - 0.1 < spot.x + 0.1 < edge[-1][0]
    for contour in (c for r in ridges for c in r.contours):
        for piece in contour.pieces:
            for ridge in ridges:
                for spot in ridge.spots:
                    if spot.box:
                        left, top, right, bottom = spot.box
                        places = [left + (right - left) * k / 12 for k in range(13)]
                        assert not any(
                            top < ridge_height(piece, x) < bottom
                            for x in places
                            if piece[0][0] < x < piece[-1][0]
                        )


@pytest.mark.parametrize("sections", [2, 5, 8, 12])
def test_contours_never_run_together(sections: int) -> None:
    ridges = landscape(sections)
    seen = 0
    for ridge, below in itertools.pairwise(ridges):
        for x in range(20, 580, 7):
            if below.height_at(x) < ridge.height_at(x):
                continue  # hidden behind the nearer layer
            heights = [
                ridge_height(piece, x)
                for contour in ridge.contours
                for piece in contour.pieces
                if piece[0][0] <= x <= piece[-1][0]
            ]
            assert all(b - a > 1.2 for a, b in itertools.pairwise(sorted(heights)))
            seen += len(heights)
    assert seen > 500


def ridge_height(piece: tuple[tuple[float, float], ...], x: float) -> float:
    """Height of a piece of a line at ``x``, from its Bézier segments."""
    start = piece[0]
    for (_, b), (_, c), end in segments(piece):
        if x <= end[0]:
            t = (x - start[0]) / max(end[0] - start[0], 1e-9)
            s = 1 - t
            return s**3 * start[1] + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * end[1]
        start = end
    return start[1]


def test_the_same_data_give_the_same_art() -> None:
    assert landscape(7) == landscape(7)
    assert landscape(7) != landscape(7, gaps=4)


def test_the_designs_own_levels() -> None:
    levels = cover_levels(5, HEIGHT)
    assert levels.bases == (462, 545, 640, 728, 806)
    assert levels.amplitudes == (138, 104, 112, 92, 88)
    for count in range(1, 13):
        some = cover_levels(count, HEIGHT)
        assert list(some.bases) == sorted(some.bases)
        assert min(b - a for b, a in zip(some.bases, some.amplitudes, strict=True)) >= 320


def test_amplitudes_follow_the_figures() -> None:
    low, high = points(1)[0], replace(points(1)[0], amplitude=0.9)
    line = ridge_line(
        [replace(low, amplitude=0.1), high], left=0, width=200, base=100, amplitude=50
    )
    at = dict(line)
    left = min(at, key=lambda x: abs(x - 58))
    right = min(at, key=lambda x: abs(x - 142))
    assert at[left] > at[right]
    assert min(at.values()) >= 50


def test_a_line_is_cut_where_it_should() -> None:
    line = tuple((float(x), 0.0) for x in range(0, 101, 5))
    pieces = cut(line, [(20, 30), (28, 40), (90, 200)])
    assert [(p[0][0], p[-1][0]) for p in pieces] == [(0, 20), (40, 90)]
    assert cut(line, []) == (line,)


def test_a_sparkline_of_nothing_is_nothing() -> None:
    assert sparkline(points(3, gaps=1), 56, 15) == ()
    assert sparkline((), 56, 15) == ()


TITLE = "沿河旧仓库与公共阅览室十年开放数据及其缺失情况说明手册试编本卷"


def covered(title: str, sections: int, *, gaps: int, pair: bool) -> Document:
    document = samples.thin("zh-Hans")
    view = samples.mixed().headline[0]
    base = samples.mixed().derived[0]
    cover = CoverView(
        view, base if pair else None, Decimal("0.2211") if pair else None, "试编", "按一张旧表整理"
    )
    parts: list[Section] = [
        replace(
            document.sections[0],
            id=f"s{k}",
            number=f"{k + 1:02d}",
            title=title[: 4 + 3 * k][:30],
            profile=points(6 + k, gaps, k + 2),
        )
        for k in range(sections)
    ]
    return replace(document, title=title, sections=tuple(parts), cover=cover)


@pytest.mark.parametrize("length", [4, 5, 8, 9, 13, 16, 17, 24, 30])
def test_titles_of_every_length(length: int, fonts: FontBook, tmp_path: Path) -> None:
    """Vertical to sixteen characters, horizontal beyond; nothing lies on anything."""
    document = covered(TITLE[:length], 1 + length % 12, gaps=length % 4, pair=length % 2 == 0)
    make_brochure(document, load_theme("qing"), fonts, tmp_path / "b.pdf")
    pages = read(tmp_path / "b.pdf")
    cover = pages[0]
    letters = [c for c in cover.chars if "SerifSC-Black" in c.font]
    assert "".join(c.text for c in letters) == TITLE[:length]
    rows = {round(c.baseline) for c in letters}
    columns = {round(c.x / 6) for c in letters}
    if length <= 16:
        assert len(rows) >= len(columns)
        assert len(columns) <= 2
    else:
        assert len(rows) <= 4
    for page in pages:
        assert overlapping(page.segments) == [], page.number
        assert all(c.left > 14 and c.right < page.width - 14 for c in page.chars)
    sky = max(c.bottom for c in letters)
    spots = [s for s in cover.segments if s.size == 6]
    assert all(s.top > sky or s.right < min(c.left for c in letters) or length > 16 for s in spots)


@pytest.mark.parametrize("sections", [1, 2, 6, 12])
@pytest.mark.parametrize("theme", ["qing", "zhe", "song"])
def test_the_ramp_can_be_read(sections: int, theme: str) -> None:
    from report.brochure.landscape import ramp, readable

    tokens = load_theme(theme)
    for tone in ramp(tokens, sections):
        assert contrast(tokens.rgb(readable(tokens, tone)), tone) >= 4.5
