"""Pictures that follow one another share rows; credits say once what they are."""

from __future__ import annotations

import pytest

from report.brochure.blocks.picture import caption_of
from report.brochure.blocks.picture_rows import picture_rows
from report.brochure.setting import Setting, text_of
from report.compose.document import Image
from report.fonts import open_fonts
from report.theme import FORMATS, load_theme
from tests.brochure import samples

WIDTH, MOST = 475.0, 390.0


def setting(language: str = "zh-Hans") -> Setting:
    return Setting(samples.thin(language), load_theme("qing"), open_fonts(), FORMATS["a4"])


def image(width: int, height: int, credit: str = "") -> Image:
    return Image("a.jpg", width, height, (), "图", credit)


def test_pictures_fill_their_row_at_one_height() -> None:
    images = [image(900, 900), image(500, 2000), image(1200, 800)]
    rows = picture_rows(setting(), images, WIDTH, MOST)
    assert [i for own, _ in rows for i in own] == images
    shared = [row for _, row in rows if row is not None]
    assert shared
    for row in shared:
        heights = {picture.frame for picture, _, _ in row.blocks}
        assert len(heights) == 1
        _, left, wide = row.blocks[-1]
        assert left + wide == pytest.approx(WIDTH)
        assert max(heights) <= MOST
        for picture, _, wide in row.blocks:
            own = picture.block.width_px / picture.block.height_px
            assert wide / picture.frame == pytest.approx(own, rel=0.12)


def test_no_picture_is_enlarged_for_a_row() -> None:
    rows = picture_rows(setting(), [image(100, 100), image(1800, 900)], WIDTH, MOST)
    for _, row in rows:
        for picture, _, wide in row.blocks if row is not None else ():
            assert wide <= picture.block.width_px


def test_a_long_strip_stands_alone() -> None:
    rows = picture_rows(setting(), [image(3000, 400), image(900, 900)], WIDTH, MOST)
    assert [len(own) for own, _ in rows] == [1, 1]


@pytest.mark.parametrize(
    ("language", "credit", "shown"),
    [
        ("zh-Hans", "王某", "图：王某"), ("zh-Hans", "摄影：王某", "摄影：王某"),
        ("zh-Hans", "新华社供图", "新华社供图"), ("ja", "写真 山田", "写真 山田"),
        ("ko", "사진: 김", "사진: 김"), ("en", "A. Li", "Image: A. Li"),
        ("en", "© City Archive", "© City Archive"),
    ],
)  # fmt: skip
def test_a_credit_says_once_what_it_is(language: str, credit: str, shown: str) -> None:
    assert text_of(caption_of(setting(language), image(9, 9, credit))) == shown
