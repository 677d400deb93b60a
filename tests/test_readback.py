"""Reading an edition back: what is drawn is found, what is damaged or left out is noticed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest

from report.brochure.book import make_brochure
from report.brochure.chart import allow_code
from report.deck.deck import make_deck
from report.errors import RenderError
from report.outputs import write_whole
from report.readback import Expected, Shown, check_edition, expected_of
from report.record import replace
from report.theme import load_theme
from tests.brochure.whole import DOCUMENTS, fonts


@lru_cache(maxsize=2)
def drawn(name: str, edition: str) -> tuple[bytes, Expected]:
    """An edition's bytes and what it must hold."""
    import tempfile

    make_document, theme_name = DOCUMENTS[name]
    document, theme = make_document(), load_theme(theme_name)
    allow_code(name == "gallery")
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "edition")
            if edition == "pdf":
                book = make_brochure(document, theme, fonts(), path)
                expected = expected_of(document, "pdf", book.pages, book.shown, book.fonts)
            else:
                deck = make_deck(document, theme, fonts(), path)
                expected = expected_of(document, "pptx", deck.slides, deck.shown)
            return path.read_bytes(), expected
    finally:
        allow_code(False)


@pytest.mark.parametrize("edition", ["pdf", "pptx"])
@pytest.mark.parametrize(
    "name", ["first", "gallery", "thin", "odd", "thick", "in-zh-Hant", "in-ja", "in-ko", "in-en"]
)
def test_what_was_drawn_is_found(name: str, edition: str, tmp_path: Path):
    data, expected = drawn(name, edition)
    path = tmp_path / "edition"
    path.write_bytes(data)
    check_edition(edition, str(path), expected)
    if name not in ("thin",):
        assert len(expected.shown) > 30
    if edition == "pdf":
        with pikepdf.open(path) as pdf:
            embedded = {
                str(font.FontName)[1:]
                for font in pdf.objects
                if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/FontDescriptor"
            }
        assert {font for font, _ in expected.fonts} == embedded


def refused(edition: str, data: bytes, expected: Expected, folder: Path) -> str:
    path = folder / "edition"
    path.write_bytes(data)
    with pytest.raises(RenderError) as caught:
        check_edition(edition, str(path), expected)
    return str(caught.value)


# -- brochures ------------------------------------------------------------------------------


def changed_pdf(folder: Path, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    source, target = folder / "was.pdf", folder / "is.pdf"
    source.write_bytes(drawn("first", "pdf")[0])
    with pikepdf.open(source) as pdf:
        change(pdf)
        pdf.save(target)
    return target.read_bytes()


def test_a_pdf_saved_by_another_program_still_holds_all(tmp_path: Path):
    data = changed_pdf(tmp_path, lambda pdf: None)
    path = tmp_path / "edition"
    path.write_bytes(data)
    check_edition("pdf", str(path), drawn("first", "pdf")[1])


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("number", range(4))
def test_a_flipped_byte_in_a_font_is_noticed(number: int, place: float, tmp_path: Path):
    data, expected = drawn("first", "pdf")
    found = list(re.finditer(rb"/Length1 \d+/Filter/FlateDecode/Length (\d+)>>\s*stream\n", data))
    assert len(found) == len(expected.fonts)
    at = found[number].end() + int(int(found[number][1]) * place)
    broken = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
    assert "font" in refused("pdf", broken, expected, tmp_path)


def test_a_font_that_is_not_embedded_is_noticed(tmp_path: Path):
    def drop(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
                del thing["/FontFile2"]
                return

    said = refused("pdf", changed_pdf(tmp_path, drop), drawn("first", "pdf")[1], tmp_path)
    assert "font" in said


def test_a_font_for_another_is_noticed(tmp_path: Path):
    def swap(pdf: pikepdf.Pdf) -> None:
        first, second = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
        ][:2]
        first.FontFile2, second.FontFile2 = second.FontFile2, first.FontFile2

    said = refused("pdf", changed_pdf(tmp_path, swap), drawn("first", "pdf")[1], tmp_path)
    assert "font" in said


def test_text_that_cannot_be_read_is_noticed(tmp_path: Path):
    """A ToUnicode map that says nothing: the page looks right, nobody can search or hear it."""

    def drop(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                del thing["/ToUnicode"]

    said = refused("pdf", changed_pdf(tmp_path, drop), drawn("first", "pdf")[1], tmp_path)
    assert "is not to be read on page" in said


def test_an_empty_page_is_noticed(tmp_path: Path):
    _, expected = drawn("first", "pdf")
    number = next(thing.places[0] for thing in expected.shown)

    def empty(pdf: pikepdf.Pdf) -> None:
        pdf.pages[number - 1].Contents = pdf.make_stream(b"")

    said = refused("pdf", changed_pdf(tmp_path, empty), expected, tmp_path)
    assert f"page {number}" in said


def test_a_figure_that_no_page_shows_is_noticed(tmp_path: Path):
    data, expected = drawn("first", "pdf")
    path = tmp_path / "edition"
    path.write_bytes(data)
    figures = [thing for thing in expected.shown if thing.what.startswith("figure ")]
    assert len(figures) > 50
    for thing in (figures[0], figures[-1]):
        other = replace(thing, texts=("987654.321",))
        with pytest.raises(RenderError, match=f"{thing.what} is not to be read on page"):
            check_edition("pdf", str(path), replace(expected, shown=(*expected.shown, other)))


def test_a_number_that_the_drawing_leaves_out_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The drawing itself is at fault: a digit is dropped from every text it sets."""
    from report.brochure.embed import EmbeddedFont

    real = EmbeddedFont._placed

    def without_sevens(self: EmbeddedFont, keys, xs, per_em):
        kept = [(key, x) for key, x in zip(keys, xs, strict=True) if key[1] != "7"]
        if not kept:
            return "[<>]TJ"
        return real(self, [key for key, _ in kept], [x for _, x in kept], per_em)

    monkeypatch.setattr(EmbeddedFont, "_placed", without_sevens)
    document = DOCUMENTS["first"][0]()
    path = tmp_path / "book.pdf"
    book = make_brochure(document, load_theme("qing"), fonts(), path)
    expected = expected_of(document, "pdf", book.pages, book.shown, book.fonts)
    with pytest.raises(RenderError, match="is not to be read on page"):
        check_edition("pdf", str(path), expected)


def test_a_lost_page_and_a_cut_file_are_noticed(tmp_path: Path):
    data, expected = drawn("first", "pdf")

    def drop(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[3]

    said = refused("pdf", changed_pdf(tmp_path, drop), expected, tmp_path)
    assert f"{expected.count - 1} pages or slides instead of {expected.count}" in said
    refused("pdf", data[: len(data) // 2], expected, tmp_path)
    assert "cannot be read back" in refused("pdf", b"", expected, tmp_path)


# -- decks -----------------------------------------------------------------------------------


def changed_deck(folder: Path, change: Callable[[dict[str, bytes]], None]) -> bytes:
    source, target = folder / "was.pptx", folder / "is.pptx"
    source.write_bytes(drawn("first", "pptx")[0])
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.read_bytes()


def a_figure() -> Shown:
    """A figure of one slide whose first form is long enough to stand for itself."""
    return next(
        thing
        for thing in drawn("first", "pptx")[1].shown
        if thing.what.startswith("figure ") and len(thing.texts[0]) > 3
    )


def test_a_figure_that_a_slide_lost_is_noticed(tmp_path: Path):
    thing = a_figure()

    def drop(parts: dict[str, bytes]) -> None:
        for name in parts:
            if name.startswith(("ppt/slides/slide", "ppt/notesSlides/", "ppt/charts/chart")):
                for text in thing.texts:
                    parts[name] = parts[name].replace(text.encode(), "…".encode())

    said = refused("pptx", changed_deck(tmp_path, drop), drawn("first", "pptx")[1], tmp_path)
    assert "is not to be read on slide" in said


def test_a_chart_that_a_slide_lost_is_noticed(tmp_path: Path):
    def drop(parts: dict[str, bytes]) -> None:
        del parts[next(name for name in parts if re.match(r"ppt/charts/chart[\d-]+\.xml", name))]

    said = refused("pptx", changed_deck(tmp_path, drop), drawn("first", "pptx")[1], tmp_path)
    assert "lacks its part charts/" in said


def test_a_chart_of_other_values_is_noticed(tmp_path: Path):
    def change(parts: dict[str, bytes]) -> None:
        for name in parts:
            if re.match(r"ppt/charts/chart[\d-]+\.xml", name):
                parts[name] = re.sub(rb"<(c:v|a:t)>[^<]*<", rb"<\1>0.5<", parts[name])

    said = refused("pptx", changed_deck(tmp_path, change), drawn("first", "pptx")[1], tmp_path)
    assert "is not to be read on slide" in said


def test_a_lost_slide_and_a_damaged_part_are_noticed(tmp_path: Path):
    data, expected = drawn("first", "pptx")

    def drop(parts: dict[str, bytes]) -> None:
        del parts["ppt/slides/slide2.xml"]

    said = refused("pptx", changed_deck(tmp_path, drop), expected, tmp_path)
    assert f"{expected.count - 1} pages or slides instead of {expected.count}" in said
    refused("pptx", data[: len(data) // 2], expected, tmp_path)
    middle = len(data) // 2
    broken = data[:middle] + bytes([data[middle] ^ 0x55]) + data[middle + 1 :]
    refused("pptx", broken, expected, tmp_path)
    assert "cannot be read back" in refused("pptx", b"", expected, tmp_path)


def test_what_does_not_hold_is_not_put_in_place(tmp_path: Path):
    (tmp_path / ".shuangce").mkdir()
    target = tmp_path / "a.pdf"
    target.write_bytes(b"the old one")
    data, expected = drawn("first", "pdf")

    def make(path: Path) -> Expected:
        path.write_bytes(data)
        return replace(expected, count=expected.count + 1)

    with pytest.raises(RenderError, match=re.escape(f"{target}: ")):
        write_whole(str(target), make, "pdf")
    assert target.read_bytes() == b"the old one"
    assert list((tmp_path / ".shuangce").iterdir()) == []
