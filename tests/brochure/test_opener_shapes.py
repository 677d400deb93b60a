"""Openers with titles of 2 to 30 characters in all languages, formats and heights of the tint."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from report.brochure.grid import Grid
from report.brochure.metadata import Metadata
from report.brochure.opener import SHARE, draw_opener, opener_parts, plan_opener
from report.brochure.pdf import PdfBook
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.fonts import open_fonts
from report.theme import FORMATS, load_theme
from tests.brochure import samples
from tests.brochure.covers import TITLES, Scenery, crossed, points, scenery
from tests.brochure.reading import Page, overlapping, read

EVERY = 37
"""Of all combinations every so manieth is drawn."""

Case = tuple[int, str, str, str]


def cases() -> list[tuple[int, Case]]:
    """(running number, (length, language, format, height))."""
    every = itertools.product(range(2, 31), TITLES, FORMATS, SHARE)
    return list(enumerate(every))[::EVERY]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Case, Page, Scenery]]:
    fonts = open_fonts()
    path = tmp_path_factory.mktemp("openers") / "openers.pdf"
    book = PdfBook(path, Metadata("开篇", "zh-Hans"))
    for number, (length, language, page_format, height) in cases():
        theme, form = load_theme(("qing", "zhe", "song")[number % 3]), FORMATS[page_format]
        document = samples.mixed(language)
        section = replace(
            document.sections[number % 2],
            id=f"s{number}",
            title=TITLES[language][:length].strip(),
            profile=points(1 + number % 9, number // 3 % 4, number),
        )
        setting = Setting(replace(document, sections=(section,)), theme, fonts, form)
        setting.places.sections[section.id] = 4
        setting.places.section_ends[section.id] = 5
        surface = Surface(book, theme, form)
        surface.begin_page()
        grid = Grid(form, "verso") if form.facing else Grid(form)
        opener = plan_opener(setting, section, height, opener_parts(setting, section))  # type: ignore[arg-type]
        draw_opener(surface, setting, opener, grid)
        surface.end_page()
    book.save()
    return [
        (case, page, scene)
        for (_, case), page, scene in zip(cases(), read(path), scenery(path), strict=True)
    ]


def test_nothing_lies_on_anything(drawn: list[tuple[Case, Page, Scenery]]) -> None:
    for case, page, scene in drawn:
        assert overlapping(page.segments) == [], case
        assert [s.text for s in page.segments if crossed(s, scene)] == [], case


def test_all_text_is_in_the_safe_area(drawn: list[tuple[Case, Page, Scenery]]) -> None:
    for case, page, _ in drawn:
        form = FORMATS[case[2]]
        assert page.chars, case
        assert min(c.left for c in page.chars) > 14, case
        assert max(c.right for c in page.chars) < form.width - 14, case
        assert min(c.top for c in page.chars) > 14, case


def test_no_ridge_is_pressed_flat(drawn: list[tuple[Case, Page, Scenery]]) -> None:
    """Titles make way: every ridge keeps a rise that can be seen."""
    for case, _, scene in drawn:
        heights = [y for _, y in scene.hills[0]]
        assert max(heights) - min(heights) > 11, case
