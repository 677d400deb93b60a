"""Whole brochures of every kind, made once a test run: languages, formats, themes, sizes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from report.brochure.book import make_brochure
from report.brochure.chart import allow_code
from report.compose.assemble import compose
from report.compose.document import Document
from report.fonts import FontBook, open_fonts
from report.source.read import read_report
from report.theme import FORMATS, THEMES_FOLDER, load_theme
from tests.brochure import samples

ROOT = Path(__file__).parents[2]
THEMES = sorted(path.stem for path in THEMES_FOLDER.glob("*.yaml"))


@lru_cache(maxsize=1)
def fonts() -> FontBook:
    return open_fonts()


@lru_cache
def read(path: str) -> tuple[Document, str]:
    loaded = read_report(ROOT / path)
    theme = load_theme(loaded.report.theme, (ROOT / path).parent)
    return compose(loaded, theme), loaded.report.theme


def first() -> Document:
    return read("data/hohhot-education/report.yaml")[0]


def gallery() -> Document:
    return read("tests/cases/gallery/report.yaml")[0]


DOCUMENTS = {
    "first": (first, "qing"),
    "gallery": (gallery, "qing"),
    "thin": (samples.thin, "song"),
    "odd": (samples.odd, "qing"),
    "thick": (samples.thick, "qing"),
    "attached": (lambda: samples.mixed(attach_data=True), "qing"),
    **{f"in-{code}": (lambda code=code: samples.mixed(code), "qing") for code in samples.WORDS},
    "wide-en": (lambda: samples.mixed("en", columns=1), "qing"),
    **{
        f"format-{key.replace(':', 'x')}": (lambda key=key: samples.mixed(page_format=key), "qing")
        for key in FORMATS
    },
    **{f"theme-{name}": (samples.mixed, name) for name in THEMES},
}  # fmt: skip
"""Name → what gives the document, and its theme."""


def make(name: str, folder: Path) -> Path:
    """The brochure called ``name``, drawn into ``folder``."""
    document, theme = DOCUMENTS[name]
    path = folder / f"{name}.pdf"
    allow_code(name == "gallery")  # one of its figures is an author's own
    try:
        make_brochure(document(), load_theme(theme), fonts(), path)
    finally:
        allow_code(False)
    return path
