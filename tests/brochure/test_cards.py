"""Key-figure cards: every state, one to six, long labels, units and digits, all languages."""

# ruff: noqa: E501

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from report.brochure.blocks.cards import card_strip
from report.brochure.metadata import Metadata
from report.brochure.pdf import PdfBook
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.compose.document import FigureView
from report.fonts import FontBook, open_fonts
from report.theme import FORMATS, load_theme
from tests.brochure import samples
from tests.brochure.reading import overlapping, read

LONG = {
    "zh-Hans": ("沿河各街道全部公共阅览室、自习室与流动图书车停靠点的年度累计接待人次合计", "人次每平方公里"),
    "zh-Hant": ("沿河各街道全部公共閱覽室、自習室與流動圖書車停靠點的年度累計接待人次合計", "人次每平方公里"),
    "ja": ("川沿い全地区の公共閲覧室・自習室・移動図書館停留所における年間累計利用者数", "人毎平方キロメートル"),
    "ko": ("강변 모든 동네의 공공 열람실, 자습실, 이동 도서관 정류장의 연간 누적 이용자 수", "제곱킬로미터당 명"),
    "en": ("Annual total of visits to all public reading rooms, study rooms and mobile library stops", "visits per square kilometre"),
}  # fmt: skip


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return open_fonts()


def figures(language: str) -> tuple[FigureView, ...]:
    """A plain figure, a derived one, a gap, a partly lost one, and each with all too much."""
    document = samples.mixed(language)
    plain, derived, lost = document.headline[0], document.derived[0], document.gaps[0]
    partly = next(f for f in document.figures if f.remains)
    label, unit = LONG[language]
    digits = "123,456,789.25"
    return (
        plain,
        lost,
        replace(plain, number=digits, text=digits + unit, unit=unit, label=label),
        replace(derived, number=digits, text=digits + unit, unit=unit, label=label),
        replace(lost, unit=unit, label=label),
        partly,
        replace(plain, number="−12.5", unit="%", text="−12.5%", notes=()),
    )


@pytest.mark.parametrize("language", sorted(LONG))
def test_no_card_touches_another(language: str, fonts: FontBook, tmp_path: Path) -> None:
    form = FORMATS["a4"]
    setting = Setting(samples.mixed(language), load_theme("qing"), fonts, form)
    book = PdfBook(tmp_path / "b.pdf", Metadata("卡", language))
    every = figures(language)
    shapes = [
        (every[start : start + count], width, large)
        for count in range(1, 7)
        for start in (0, 7 - count)
        for width in (475.0, 310.0, 228.0)
        for large in (False, True)
    ]
    strips = [card_strip(setting, chosen, width, large=large) for chosen, width, large in shapes]
    for strip in strips:
        surface = Surface(book, load_theme("qing"), form)
        surface.begin_page()
        strip.draw(surface, 60, 80, strip.width)
        surface.end_page()
    book.save()
    for (chosen, width, _), strip, page in zip(
        shapes, strips, read(tmp_path / "b.pdf"), strict=True
    ):
        names = [f.name for f in chosen]
        assert overlapping(page.segments) == [], (names, width)
        assert max(c.right for c in page.chars) <= 60 + width + 0.5, (names, width)
        assert max(c.bottom for c in page.chars) <= 80 + sum(strip.row_heights) + 1, (names, width)
        rows = [len(row) for row in strip.rows]
        assert max(rows) - min(rows) <= 1, rows
