"""Subsets of faces that are kept between runs: the same bytes, and never another face's."""

from __future__ import annotations

from pathlib import Path

import uharfbuzz

from report.brochure import subset
from report.brochure.book import make_brochure
from report.brochure.subset import Subset, subset_of
from report.cache import DrawingCache
from report.theme import load_theme
from tests.brochure import samples
from tests.brochure.whole import fonts


def some_face(family="serif", weight=400):
    face = fonts().chain(family, weight, "zh-Hans").faces[0]
    return face, uharfbuzz.Face(face.blob, face.index)


def test_a_brochure_from_the_cache_is_the_same_to_the_byte(tmp_path: Path, monkeypatch):
    document = samples.thin()
    made = []
    for name in ("first", "second", "none"):
        cache = DrawingCache(tmp_path / "drawings", "salt") if name != "none" else None
        if name == "second":  # nothing is cut again
            monkeypatch.setattr(subset, "cut", None)
        make_brochure(document, load_theme("song"), fonts(), tmp_path / name, cache=cache)
        made.append((tmp_path / name).read_bytes())
        monkeypatch.undo()
    assert made[0] == made[1] == made[2]


def test_another_face_and_other_glyphs_are_other_entries(tmp_path: Path):
    cache = DrawingCache(tmp_path, "salt")
    face, opened = some_face()
    bold, bold_opened = some_face(weight=700)
    one = subset_of(face, opened, [0, 40, 41], cache)
    assert subset_of(face, opened, [0, 40, 42], cache) != one
    assert subset_of(bold, bold_opened, [0, 40, 41], cache) != one
    assert subset_of(face, opened, [0, 40, 41], cache) == one
    # a file that was put in place of the face, below the index that names it
    assert subset_of(face, bold_opened, [0, 40, 41], cache) != one


def test_a_subset_survives_its_plain_form():
    face, opened = some_face()
    made = subset_of(face, opened, [0, 40, 41], None)
    assert Subset.from_json(made.to_json()) == made
