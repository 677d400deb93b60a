"""Before and after: which old page belongs to which new one, and what the pictures show."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from report.changes import compare
from report.diff import Side
from report.pictures import GAP_PX, _pairs, pictures

ROOT = Path(__file__).resolve().parents[1]
COLOURS = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (0, 1, 1), (1, 0, 1))


def book(path: Path, count: int, first: int = 0) -> Path:
    """A PDF whose pages are filled with colours in turn."""
    pdf = pikepdf.new()
    for number in range(count):
        pdf.add_blank_page(page_size=(100, 60))
        colour = " ".join(map(str, COLOURS[(first + number) % len(COLOURS)]))
        pdf.pages[-1].Contents = pdf.make_stream(f"{colour} rg 0 0 100 60 re f".encode())
    pdf.save(path)
    return path


def state(values: dict[str, str], shown: dict[str, list[int]], edition: str = "pdf") -> dict:
    return {
        "name": "x",
        "figures": {
            name: {"label": name, "text": text, "value": text, "unit": "", "state": "reported",
                   "why": "", "at": ""}
            for name, text in values.items()
        },
        "sections": {},
        "shown": {edition: {f"figure:{name}": pages for name, pages in shown.items()}},
    }  # fmt: skip


def side(name: str, snapshot: dict, pdf: Path | None = None) -> Side:
    return Side(name, snapshot, pdf)


def paired(old: dict, new: dict, edition: str = "pdf") -> list[tuple[int | None, int | None]]:
    return list(_pairs(edition, side("a", old), side("b", new), compare(old, new)))


@pytest.mark.parametrize("edition", ["pdf", "pptx"])
def test_a_page_that_moved_is_set_beside_where_it_was(edition: str):
    old = state({"a": "1", "b": "2"}, {"a": [3], "b": [4]}, edition)
    new = state({"a": "5", "b": "6"}, {"a": [5], "b": [6]}, edition)
    assert paired(old, new, edition) == [(3, 5), (4, 6)]


def test_most_of_what_stands_on_a_page_decides():
    old = state({"a": "1", "b": "2", "c": "3"}, {"a": [2], "b": [2], "c": [7]})
    new = state({"a": "4", "b": "5", "c": "6"}, {"a": [8], "b": [8], "c": [8]})
    assert paired(old, new) == [(2, 8)]


def test_what_is_new_has_no_old_page_and_what_is_gone_no_new_one():
    old = state({"a": "1", "gone": "2"}, {"a": [1], "gone": [2]})
    new = state({"a": "1", "come": "3"}, {"a": [1], "come": [4]})
    assert paired(old, new) == [(None, 4), (2, None)]


def test_a_figure_on_several_pages_is_followed_one_by_one():
    old = state({"a": "1"}, {"a": [1, 3]})
    new = state({"a": "2"}, {"a": [2, 4, 6]})
    assert paired(old, new) == [(1, 2), (3, 4), (3, 6)]


def test_what_did_not_change_has_no_picture():
    old = state({"a": "1", "b": "2"}, {"a": [1], "b": [2]})
    new = state({"a": "1", "b": "3"}, {"a": [1], "b": [2]})
    assert paired(old, new) == [(2, 2)]


def test_pictures_hold_the_old_page_on_the_left(tmp_path: Path):
    old = state({"a": "1", "gone": "2"}, {"a": [2], "gone": [3]})
    new = state({"a": "9", "come": "4"}, {"a": [1], "come": [2]})
    before = side("a", old, book(tmp_path / "old.pdf", 3))  # red, green, blue
    after = side("b", new, book(tmp_path / "new.pdf", 2, first=3))  # yellow, cyan
    made = pictures(before, after, compare(old, new), tmp_path / "out")
    assert [path.name for path in made] == ["page-001.png", "page-002.png", "page-003-gone.png"]

    def halves(path: Path) -> tuple[tuple[int, ...], tuple[int, ...]]:
        with Image.open(path) as sheet:
            assert sheet.width == 2 * 125 + GAP_PX
            left, right = sheet.getpixel((60, 30)), sheet.getpixel((125 + GAP_PX + 60, 30))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        return left, right

    grey = (136, 136, 136)
    assert halves(made[0]) == ((0, 255, 0), (255, 255, 0))
    assert halves(made[1]) == (grey, (0, 255, 255))
    assert halves(made[2]) == ((0, 0, 255), grey)


REPORT = """\
title: 小报告
figures:
  n: {label: 数量, value: 12, unit: 个}
sections:
  - id: a
    title: 第一节
    body: 共有 {{ n }}。
    key_figures: [n]
"""


@pytest.mark.needs("soffice")
@pytest.mark.slow
def test_slides_are_drawn_too(tmp_path: Path):
    for name, text in (("old", REPORT), ("new", REPORT.replace("12", "15"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.yaml").write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "generate.py"), "diff", str(tmp_path / "old"),
         str(tmp_path / "new"), "--pictures", str(tmp_path / "pictures")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 5, done.stderr
    slides = sorted((tmp_path / "pictures").glob("slide-*.png"))
    assert slides
    assert list((tmp_path / "pictures").glob("page-*.png"))
    differing = 0
    for path in slides:
        with Image.open(path) as sheet:
            width = (sheet.width - GAP_PX) // 2
            left = sheet.crop((0, 0, width, sheet.height))
            right = sheet.crop((width + GAP_PX, 0, sheet.width, sheet.height))
            assert len(left.getcolors(1 << 24) or ()) > 10
            differing += left.tobytes() != right.tobytes()
    assert differing
