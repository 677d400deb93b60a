"""A section's spare page: a figure's change is told in its card's note, not in a card as well."""

from __future__ import annotations

from report.brochure.grid import Grid
from report.brochure.setting import Setting
from report.brochure.spares import section_data, with_room
from report.fonts import open_fonts
from report.theme import FORMATS, load_theme
from tests.brochure import samples


def test_a_change_is_told_once() -> None:
    document = samples.composed(
        {
            "title": "報告",
            "language": "zh-Hant",
            "figures": {
                "a": {"label": "名額", "value": "67", "unit": "個", "change": "18.0%",
                      "since": "上年度"},
                "b": {"label": "輪候", "value": "58", "unit": "人"},
            },
            "sections": [{"id": "s", "title": "節", "key_figures": ["a", "b"], "body": "文。"}],
        }
    )  # fmt: skip
    section = document.sections[0]
    assert [f.name for f in section.figures] == ["a", "a.change", "b"]
    setting = Setting(document, load_theme("qing"), open_fonts(), FORMATS["a4"])
    data = section_data(setting, section, Grid(FORMATS["a4"], "recto"))
    cards = [card for row in data.rows for card in row]
    assert [card.figure.label for card in cards] == ["名額", "輪候"]
    assert "較上年度增加18.0%" in cards[0].figure.notes
    # What is read back on the page is what stands there as a number of its own.
    assert with_room(section, data) == ("a", "b")
