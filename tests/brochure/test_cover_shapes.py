"""Covers of 1 to 12 and 40 sections, titles of 4 to 30 characters, all languages and formats.

A file of covers is read back by another library: no text touches another, a hill's edge, the
disc or the margin. ``covers.py`` says what a case is; each run takes another slice of all of them
only if ``EVERY`` is changed, so that a run is repeatable.
"""

from __future__ import annotations

import pytest

from report.fonts import FontBook, open_fonts
from report.theme import FORMATS
from tests.brochure.covers import (
    TITLES,
    Case,
    Scenery,
    crossed,
    disc_in_hill,
    draw,
    on_disc,
    scenery,
)
from tests.brochure.reading import Page, Segment, overlapping, read

EVERY = 149
"""Of some nine thousand combinations, every so manieth is drawn."""

THEMES = ("qing", "zhe", "song")


def cases() -> list[Case]:
    """A slice through sections × lengths × languages × formats, themes and data in turn."""
    every = [
        Case(
            sections,
            length,
            language,
            page_format,
            THEMES[(sections + length) % 3],
            gaps=(length + sections) % 4,
            pair=(length + len(language)) % 2 == 0,
            few=(sections + length) % 3 == 0,
        )
        for sections in (*range(1, 13), 40)
        for length in range(4, 31)
        for language in TITLES
        for page_format in FORMATS
    ]
    return every[::EVERY]


Drawn = list[tuple[Case, Page, Scenery]]


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return open_fonts()


@pytest.fixture(scope="module")
def drawn(fonts: FontBook, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    chosen = cases()
    path = tmp_path_factory.mktemp("covers") / "covers.pdf"
    draw(chosen, fonts, path)
    return list(zip(chosen, read(path), scenery(path), strict=True))


def test_all_sizes_are_among_the_cases() -> None:
    chosen = cases()
    assert {c.sections for c in chosen} == {*range(1, 13), 40}
    assert {c.length for c in chosen} == set(range(4, 31))
    assert {c.language for c in chosen} == set(TITLES)
    assert {c.page_format for c in chosen} == set(FORMATS)
    assert {c.theme for c in chosen} == set(THEMES)


def test_every_section_has_its_hill(drawn: Drawn) -> None:
    for case, _, scene in drawn:
        # the band of the key is the last of them
        assert len(scene.hills) == min(case.sections, 12) + 1, case


def test_no_text_lies_on_another(drawn: Drawn) -> None:
    found = [(case, pairs) for case, page, _ in drawn if (pairs := overlapping(page.segments))]
    assert found == []


def test_all_text_is_in_the_safe_area(drawn: Drawn) -> None:
    for case, page, _ in drawn:
        form = FORMATS[case.page_format]
        for c in page.chars:
            assert c.left > 14, (case, c)
            assert c.top > 14, (case, c)
            assert c.right < form.width - 14, (case, c)
            assert c.bottom < form.height - 14, (case, c)


def test_no_ridge_runs_through_a_text(drawn: Drawn) -> None:
    found = [
        (case, [s.text for s in texts])
        for case, page, scene in drawn
        if (texts := [s for s in page.segments if crossed(s, scene)])
    ]
    assert found == []


def test_the_disc_stands_free(drawn: Drawn) -> None:
    for case, page, scene in drawn:
        assert scene.discs, case
        assert not disc_in_hill(scene), case
        assert [s.text for s in page.segments if on_disc(s, scene)] == [], case


def test_the_measures_can_fail() -> None:
    flat = [(0.0, 100.0), (600.0, 100.0)]
    scene = Scenery((flat,), ((50.0, 80.0, 30.0),))
    text = Segment("字", 300, 95, 310, 105, 104, 10, "F")
    assert crossed(text, scene)
    covered = Scenery((flat, [(0.0, 60.0), (600.0, 60.0)]), ())
    assert not crossed(text, covered)
    assert disc_in_hill(scene)
    assert on_disc(Segment("字", 45, 70, 60, 80, 79, 10, "F"), scene)
