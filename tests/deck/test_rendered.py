"""Every word of the deck, as LibreOffice sets it, stands inside its box."""

import os
import subprocess
from dataclasses import dataclass
from functools import cache

import pdfplumber
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from report.deck.deck import deck_bytes
from report.theme import load_theme
from tests.conftest import ROOT
from tests.deck.conftest import fonts, opened
from tests.deck.samples import EVERY, thick

HANGING = frozenset("，。、；：！？”’）》〉」』】〕…—·,.;:!?)")
"""Marks that LibreOffice lets stand outside the measure."""

pytestmark = pytest.mark.needs("soffice")


@dataclass(frozen=True)
class Placed:
    """A shape's text and its box on the slide, in points."""

    slide: int
    name: str
    text: str
    box: tuple[float, float, float, float]


@cache
def composed(path):
    """A report of the repository."""
    from report.compose.assemble import compose
    from report.source.read import read_report

    loaded = read_report(ROOT / path)
    return compose(loaded, load_theme("qing"))


def documents():
    return {
        **EVERY,
        "thick": lambda: thick(3),
        "first": lambda: composed("data/hohhot-education/report.yaml"),
    }


@cache
def data(name):
    return deck_bytes(documents()[name](), load_theme("qing"), fonts())[0]


@pytest.fixture(scope="module")
def render(tmp_path_factory, root):
    folder = tmp_path_factory.mktemp("rendered")
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{root / 'assets/fonts'}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    )

    @cache
    def made(name):
        path = folder / f"{name.replace(':', 'x')}.pptx"
        path.write_bytes(data(name))
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", "pdf", "--outdir", str(folder), str(path)],
            env={**os.environ, "FONTCONFIG_FILE": str(config)}, check=True, capture_output=True,
            timeout=240,
        )  # fmt: skip
        pdf = path.with_suffix(".pdf")
        assert pdf.exists(), "LibreOffice wrote no PDF"
        return pdf

    return made


def placed(name):
    """All texts of the deck with their boxes (groups keep slide coordinates)."""

    def walk(shapes, number):
        for shape in shapes:
            if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
                yield from walk(shape.shapes, number)
            elif shape.has_text_frame and shape.text_frame.text.strip():
                x, y, w, h = (v / 12700 for v in (shape.left, shape.top, shape.width, shape.height))
                if round(getattr(shape, "rotation", 0)) % 180:
                    x, y, w, h = x + (w - h) / 2, y + (h - w) / 2, h, w
                yield Placed(number, shape.name, shape.text_frame.text, (x, y, x + w, y + h))

    for number, slide in enumerate(opened(data(name)).slides):
        yield from walk(slide.shapes, number)


def squeezed(text):
    return "".join(text.split())


def misplaced(chars, box, *, slack=1.5):
    """Characters whose middle lies outside the box, or whose edges stick out beyond the slack."""
    left, top, right, bottom = box
    for char in chars:
        middle = (char["top"] + char["bottom"]) / 2
        out_down = not top - slack <= middle <= bottom + slack
        room = char["size"] if char["text"] in HANGING else slack
        out_across = char["x0"] < left - slack or char["x1"] > right + room
        if out_down or out_across:
            yield char["text"], round(char["x0"]), round(middle)


def letters(page):
    """The characters of a page without spaces and bullets; a ligature counts for its letters."""
    found = []
    for char in page.chars:
        if char["text"].strip("• ") and char["text"].strip():
            found += [{**char, "text": letter} for letter in char["text"]]
    return found


@pytest.mark.parametrize("name", sorted(documents()))
def test_words_stand_inside_their_boxes(name, render):
    faults = []
    checked = 0
    with pdfplumber.open(render(name)) as pdf:
        pages = [letters(page) for page in pdf.pages]
    texts = ["".join(c["text"] for c in chars) for chars in pages]
    for item in placed(name):
        wanted = squeezed(item.text)
        page, chars = texts[item.slide], pages[item.slide]
        candidates = []
        at = page.find(wanted)
        while at >= 0:
            candidates.append(list(misplaced(chars[at : at + len(wanted)], item.box)))
            at = page.find(wanted, at + 1)
        assert candidates, f"slide {item.slide + 1}: {item.name!r} is not drawn whole"
        checked += len(wanted)
        best = min(candidates, key=len)
        if best:
            faults.append((item.slide + 1, item.name, best[:4], item.box))
    assert not faults, faults
    assert checked > 40


def inks(page):
    """Boxes of the ink of each character, with its size, from a reader of glyph outlines."""
    text = page.get_textpage()
    whole = text.get_text_range()
    for k in range(text.count_chars()):
        if k < len(whole) and whole[k].strip():
            left, bottom, right, top = text.get_charbox(k)
            yield whole[k], left, bottom, right, top


@pytest.mark.parametrize("name", ["report", "long", "4:3", "first"])
def test_no_ink_of_two_characters_overlaps(name, render):
    import pypdfium2

    pdf = pypdfium2.PdfDocument(str(render(name)))
    for number, page in enumerate(pdf, 1):
        found = sorted(inks(page), key=lambda c: c[1])
        for k, (a, left, bottom, right, top) in enumerate(found):
            for b, left2, bottom2, right2, top2 in found[k + 1 :]:
                if left2 >= right:
                    break
                across = min(right, right2) - left2
                down = min(top, top2) - max(bottom, bottom2)
                if across <= 0 or down <= 0 or a == b == "—":  # a dash of two ems is one glyph
                    continue
                least = min((right - left) * (top - bottom), (right2 - left2) * (top2 - bottom2))
                assert across * down < 0.3 * least, (number, a, b, round(left), round(bottom))
