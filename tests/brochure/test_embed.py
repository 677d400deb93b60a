"""Fonts in the PDF, read back through pikepdf, pypdfium2 and poppler."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfgen.canvas import Canvas

from report.brochure.book import make_brochure
from report.brochure.embed import PdfFonts
from report.errors import RenderError
from report.theme import load_theme
from tests.brochure import samples
from tests.brochure.glyphs import TestFace, TestRun, face, run
from tests.brochure.whole import fonts

CFF = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")

OPEN: list[pikepdf.Pdf] = []


def page(*runs, size=(400, 400)):
    """A PDF of one page with each run on a line of its own."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    canvas._make_preamble()
    fonts = PdfFonts(canvas)
    for i, one in enumerate(runs):
        fonts.show(canvas, one, 20, size[1] - 30 - 30 * i)
    canvas.save()
    return out.getvalue()


def read(data):
    """The page's text as PDFium extracts it, lines separated by newlines."""
    document = pypdfium2.PdfDocument(data)
    text = document[0].get_textpage().get_text_range()
    return text.replace("\r\n", "\n").strip("\n")


def fonts_of(data):
    pdf = pikepdf.open(io.BytesIO(data))
    OPEN.append(pdf)  # objects live as long as their file
    return [f for f in pdf.pages[0].Resources.Font.values() if f.Subtype == "/Type0"]


def test_text_reads_back():
    text = "学生30.74万人,增长22.11%。Abc"
    assert read(page(run(text, face(), gap=0.7))) == text


def test_glyphs_stand_where_they_were_placed():
    line = run("学生总数与教师的比例一二三四五六七八九十学生总数与教师", face(), 9.5, gap=0.3333)
    data = page(line)
    textpage = pypdfium2.PdfDocument(data)[0].get_textpage()
    for i, x in enumerate(line.xs):
        # Advance box of the loose char box starts at the glyph's origin.
        left = textpage.get_charbox(i, loose=True)[0]
        assert left == pytest.approx(20 + x, abs=0.02), i


def test_one_font_object_for_a_face_however_many_glyphs():
    han = "".join(chr(0x4E00 + i) for i in range(600))
    covered = [c for c in han if run(c, face()).gids != (0,)]
    lines = ["".join(covered[i : i + 30]) for i in range(0, len(covered), 30)]
    data = page(*(run(line, face(), 8) for line in lines), size=(400, 800))
    assert len(fonts_of(data)) == 1
    assert read(data) == "\n".join(lines)


def test_to_unicode_blocks_hold_at_most_a_hundred():
    han = [chr(0x4E00 + i) for i in range(250)]
    han = [c for c in han if run(c, face()).gids != (0,)]
    data = page(run("".join(han), face(), 1))
    cmap = fonts_of(data)[0].ToUnicode.read_bytes().decode()
    counts = [int(n) for n in re.findall(r"(\d+) beginbfchar", cmap)]
    assert sum(counts) == len(han)
    assert max(counts) <= 100
    for count, block in zip(
        counts, re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S), strict=True
    ):
        assert block.count("\n") - 1 == count


def test_one_glyph_for_two_characters_keeps_both():
    one = face()
    gid = run("一", one).gids[0]
    same = TestRun(one, 10, (gid, gid, gid), (0, 10, 20), 0, "一⼀一", (0, 1, 2))
    assert read(page(same)) == "一⼀一"


def test_ligated_dash_is_one_glyph_with_two_characters():
    dash = run("甲——乙", face(), features={"ccmp": True})
    if len(dash.gids) == 4:  # a face without the ligature: make one by hand
        gids = (dash.gids[0], dash.gids[1], dash.gids[3])
        dash = TestRun(dash.face, 10, gids, (0, 10, 30), 0, "甲——乙", (0, 1, 3))
    assert len(dash.gids) == 3
    assert read(page(dash)) == "甲——乙"


def test_a_cluster_of_several_glyphs_has_its_text_once():
    one = face()
    gids = run("ab", one).gids
    marked = TestRun(one, 10, (*gids, gids[0]), (0, 5, 10), 0, "ẹx", (0, 0, 1))
    data = page(marked)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert b"ActualText" in pdf.pages[0].Contents.read_bytes()
    assert read(data).replace("\n", "") == "ẹx"


def test_a_base_and_its_mark_share_their_text_without_actual_text():
    one = face()
    gids = run("ab", one).gids
    data = page(TestRun(one, 10, (*gids, gids[0]), (0, 5, 10), 0, "e\u0323x", (0, 0, 2)))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert b"ActualText" not in pdf.pages[0].Contents.read_bytes()
    assert read(data).replace(" ", "") == "e\u0323x"


def test_a_line_end_hyphen_stands_for_nothing():
    one = face()
    gids = run("ex-", one).gids
    fonts = PdfFonts(Canvas(io.BytesIO()))
    hyphenated = TestRun(one, 10, gids, (0, 5, 10), 0, "ex\u00ad", (0, 1, 2))
    assert [said for _, said in fonts.parts(hyphenated, 0, 0)] == [None, ""]


def test_beyond_the_bmp_is_a_surrogate_pair():
    one = face()
    gid = run("一", one).gids[0]
    data = page(TestRun(one, 10, (gid,), (0,), 0, "𠮷", (0,)))
    assert b"<D842DFB7>" in fonts_of(data)[0].ToUnicode.read_bytes()
    assert read(data) == "𠮷"


def test_notdef_is_an_error_that_names_the_character():
    with pytest.raises(RenderError, match="𓀀"):
        page(TestRun(face(), 10, (0,), (0,), 0, "𓀀", (0,)))


def test_widths_are_those_of_the_font_program():
    text = "Ill·—。学W"
    data = page(run(text, face()))
    font = fonts_of(data)[0]
    cid = font.DescendantFonts[0]
    program = io.BytesIO(cid.FontDescriptor.FontFile2.read_bytes())
    from fontTools.ttLib import TTFont

    metrics = TTFont(program)
    order = metrics.getGlyphOrder()
    table = cid.CIDToGIDMap.read_bytes()
    widths, w = {}, list(cid.W)
    for start, values in zip(w[::2], w[1::2], strict=True):
        widths.update({int(start) + i: int(v) for i, v in enumerate(values)})
    upem = metrics["head"].unitsPerEm
    for code in range(1, len(table) // 2):
        gid = int.from_bytes(table[2 * code : 2 * code + 2], "big")
        said = widths.get(code, int(cid.DW))
        assert said == pytest.approx(metrics["hmtx"][order[gid]][0] * 1000 / upem, abs=1)


def test_composite_glyphs_keep_their_parts_and_their_neighbours():
    """ş is s with a cedilla, ₂ is ² moved down: parts come along and shift the numbering."""
    text = "aş₂z"
    path = face().path.with_name("NotoSerif-Regular.ttf")
    font = fonts_of(page(run(text, TestFace(path))))[0]
    mapping = bytes(font.DescendantFonts[0].CIDToGIDMap.read_bytes())
    program = TTFont(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
    whole = TTFont(path)
    order, glyphs = program.getGlyphOrder(), program["glyf"]
    for code, char in enumerate(text, 1):
        gid = int.from_bytes(mapping[2 * code : 2 * code + 2], "big")
        there = whole["glyf"][whole.getBestCmap()[ord(char)]]
        here = glyphs[order[gid]]
        assert here.isComposite() == there.isComposite(), char
        box = ("xMin", "yMin", "xMax", "yMax")
        assert [getattr(here, b) for b in box] == [getattr(there, b) for b in box], char


def test_every_font_is_a_tagged_subset():
    names = [str(f.BaseFont) for f in fonts_of(page(run("试", face())))]
    assert names
    assert all(re.fullmatch(r"/[A-Z]{6}\+.+", name) for name in names)


def test_same_input_same_bytes():
    one, two = (page(run("学生总数", face()), run("Abc", face())) for _ in range(2))
    assert one == two


def test_text_object_takes_several_runs():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 100), invariant=1)
    fonts = PdfFonts(canvas)
    text = canvas.beginText()
    fonts.show(text, run("学生", face()), 20, 50)
    fonts.show(text, run("总数", face("Sans")), 40, 50)
    canvas.drawText(text)
    canvas.save()
    assert read(out.getvalue()) == "学生总数"


def name_keyed_cff(tmp_path, letters="学生Abc一"):
    """A small CFF font with the outlines of the project's serif face."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.qu2cuPen import Qu2CuPen
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.ttLib import TTFont

    source = TTFont(face().path)
    glyphs, cmap = source.getGlyphSet(), source.getBestCmap()
    names = {ord(c): cmap[ord(c)] for c in letters}
    order = [".notdef", *names.values()]
    programs = {}
    for glyph in order:
        pen = T2CharStringPen(glyphs[glyph].width, None)
        glyphs[glyph].draw(Qu2CuPen(pen, 0.5, all_cubic=True))
        programs[glyph] = pen.getCharString()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupCFF("Test-CFF", {}, programs, {})
    builder.setupHorizontalMetrics({g: (int(glyphs[g].width), 0) for g in order})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"psName": "Test-CFF"})
    builder.setupOS2()
    builder.setupPost()
    path = tmp_path / "test.otf"
    builder.save(path)
    return TestFace(path)


def check_cff(one, text):
    data = page(run(text, one))
    assert read(data) == text
    font = fonts_of(data)[0].DescendantFonts[0]
    assert font.Subtype == "/CIDFontType0"
    assert font.FontDescriptor.FontFile3.Subtype == "/CIDFontType0C"
    gid = run("一", one).gids[0]
    same = TestRun(one, 10, (gid, gid), (0, 10), 0, "一⼀", (0, 1))
    assert read(page(same)) == "一⼀"
    return data


def test_cff_outlines(tmp_path):
    data = check_cff(name_keyed_cff(tmp_path), "学生Abc")
    # What is drawn is the glyph itself, not its neighbour: ink as of the TrueType face.
    inks = [ink(data), ink(page(run("学生Abc", face())))]
    assert inks[0] == pytest.approx(inks[1], rel=0.02)


def ink(data):
    picture = pypdfium2.PdfDocument(data)[0].render(scale=3, grayscale=True).to_numpy()
    return float((255 - picture.astype(float)).sum())


@pytest.mark.skipif(not CFF.exists(), reason="needs a CFF collection (fonts-noto-cjk)")
@pytest.mark.system
def test_cff_collection():
    data = check_cff(TestFace(CFF, 2), "𠮷野한글Abc——")
    assert len(data) < 120_000


@pytest.mark.needs("pdffonts", "pdftotext")
def test_poppler_agrees(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(page(run("学生30.74万人——Abc", face())))
    table = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    row = next(line for line in table.splitlines() if "Noto" in line)
    assert re.search(r"CID TrueType\s+Identity-H\s+yes yes yes", row), row
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    assert text.stdout.strip() == "学生30.74万人——Abc"


def test_a_column_is_one_string_to_readers(tmp_path, monkeypatch):
    """Vertical text in Identity-V looks as it did glyph by glyph, and is read as one line."""
    document = samples.thin()
    title = document.sections[0].title
    pages, said = [], []
    for together in (True, False):
        if not together:
            monkeypatch.setattr(PdfFonts, "downwards", lambda *_: None)
        path = tmp_path / f"{together}.pdf"
        make_brochure(document, load_theme("song"), fonts(), path)
        pdf = pypdfium2.PdfDocument(path)
        said.append("".join(page.get_textpage().get_text_bounded() for page in pdf))
        pages.append([page.render(scale=1).to_numpy().astype(int) for page in pdf])
    assert said[0].count(title) > said[1].count(title)
    for one, other in zip(*pages, strict=True):
        assert np.abs(one - other).mean() < 0.05
    with pikepdf.open(tmp_path / "True.pdf") as pdf:
        kinds = {str(f.Encoding) for page in pdf.pages for f in page.Resources.Font.values()}
    assert kinds == {"/Identity-H", "/Identity-V"}
