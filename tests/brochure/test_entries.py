"""The data notes' entries: the page of what only a card's note shows, and where it stands."""

from __future__ import annotations

from pathlib import Path

from report.brochure.book import make_brochure
from report.fonts import open_fonts
from report.theme import load_theme
from tests.brochure import samples
from tests.brochure.reading import Segment, read


def _notes(folder: Path) -> list[Segment]:
    """Segments of the data notes of a report with two gaps and a derived base."""
    report = samples.base("ko")
    report["brochure"] = {"format": "square"}
    report["figures"] = {
        "now": {"label": "방문자", "value": 180, "unit": "명", "change": "20%", "since": "작년",
                "source": "book"},
        "then": {"label": "작년 방문자", "derive": "now / (1 + now.change)", "unit": "명"},
        "lost": {"label": "열람석", "value": "missing", "why": "빠짐", "unit": "석"},
        "gone": {"label": "분관", "value": "missing", "why": "빠짐", "unit": "개"},
    }  # fmt: skip
    report["sections"] = [
        {
            "id": "only",
            "title": "이용",
            "lead": "이용이 늘었다.",
            "key_figures": ["now", "lost", "gone"],
        }
    ]
    path = folder / "report.pdf"
    make_brochure(samples.composed(report), load_theme("qing"), open_fonts(), path)
    page = next(p for p in read(path) if any("누01" in s.text for s in p.segments) and
                any("추1" in s.text for s in p.segments) and p.number > 4)  # fmt: skip
    return page.segments


def _beside(segments: list[Segment], code: str) -> list[str]:
    base = next(s.baseline for s in segments if s.text.startswith(code))
    return [s.text for s in segments if abs(s.baseline - base) < 0.6]


def test_what_a_cards_note_shows_has_its_page(tmp_path: Path) -> None:
    assert "4" in _beside(_notes(tmp_path), "추1")


def test_without_reasons_a_gaps_page_stands_beside_it(tmp_path: Path) -> None:
    segments = _notes(tmp_path)
    assert "4" in _beside(segments, "누01")
    assert "4" in _beside(segments, "누02")
