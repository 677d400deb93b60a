"""A note of one page: no contents, no legend and no data notes that have nothing to say."""

from __future__ import annotations

import pytest

from report.brochure.book import Brochure
from report.fonts import open_fonts
from report.theme import load_theme
from tests.brochure import samples

NOTE = {
    "title": "停水通知",
    "language": "zh-Hant",
    "sections": [{"id": "n", "title": "停水安排", "body": "更換水管，暫停供水。"}],
}


def labels(report: dict[str, object]) -> list[str]:
    document = samples.composed(report)
    return [sheet.label for sheet in Brochure(document, load_theme("qing"), open_fonts()).sheets]


def test_a_note_is_a_leaflet_of_four_pages() -> None:
    assert labels(NOTE) == ["cover", "imprint", "opener", "back cover"]


@pytest.mark.parametrize(
    "more",
    [
        {"caveats": ["僅供參考。"]},
        {"colophon": {"印製": "鄉公所"}},
        {"sources": {"a": {"title": "公告"}}},
    ],
)
def test_whatever_there_is_to_note_is_noted(more: dict[str, object]) -> None:
    found = labels({**NOTE, **more})
    assert "notes" in found
    assert "contents" in found


def test_a_note_of_two_sections_has_contents_without_notes() -> None:
    sections = [{"id": i, "title": f"第{i}", "body": "一段。"} for i in "ab"]
    found = labels({**NOTE, "sections": sections})
    assert "contents" in found
    assert "notes" not in found
