"""Lines read back from finished PDFs by a checker with tables of its own."""

from __future__ import annotations

import io

import pdfplumber
import pikepdf
import pytest
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle as PlatypusStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from report.typeset import ParagraphStyle, Span, set_paragraph
from tests.typeset.checker import Result, check, pages_of
from tests.typeset.drawing import LEFT, draw, fonts, set_text, style
from tests.typeset.texts import TEXTS

LANGUAGES = ("zh-Hans", "zh-Hant", "ja", "ko")
SIZES = (8.0, 9.5, 10.5, 13.0)
MEASURES = tuple(8 + 0.87 * n for n in range(44))
"""Measures in em, most of them no whole number."""


def checked(language: str, size: float, measures=MEASURES, family="serif", **changes) -> Result:
    total = Result()
    for one, text in TEXTS:
        if one != language:
            continue
        for measure in measures:
            width = measure * size
            paragraph = set_text(
                text, width, language=language, size=size, family=family, **changes
            )
            found = check(
                draw([paragraph]), language=language, em=size, left=LEFT, right=LEFT + width,
                indent=2 * size, sources=[text],
            )  # fmt: skip
            total.counts.update(found.counts)
            total.seen += [f"{measure:.1f} em: {seen}" for seen in found.seen]
            total.paragraphs += measure >= 16
            total.loose += found.loose if measure >= 16 else 0
    return total


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_line_keeps_the_rules(language, size):
    # Each size takes every fourth measure, so that all of them together take all of them.
    start = SIZES.index(size)
    found = checked(language, size, MEASURES[start::4])
    assert not found.counts, found.seen[:8]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sans_keeps_the_rules(language):
    found = checked(language, 9.5, MEASURES[2::8], family="sans")
    assert not found.counts, found.seen[:8]


def test_the_checker_finds_faults_in_reportlabs_own_paragraph():
    path = str(fonts().chain("serif", 400, "zh-Hans").faces[0].path)
    pdfmetrics.registerFont(TTFont("SerifOfTheCheck", path))
    size = 10.5
    plain = PlatypusStyle(
        "check", fontName="SerifOfTheCheck", fontSize=size, leading=17, wordWrap="CJK",
        alignment=TA_JUSTIFY, firstLineIndent=2 * size,
    )  # fmt: skip
    total = Result()
    for measure in MEASURES[::3]:
        for language, text in TEXTS[:5]:
            out = io.BytesIO()
            canvas = Canvas(out, pagesize=(900, 900), invariant=1)
            paragraph = Paragraph(text.replace("&", "&amp;"), plain)
            width = measure * size
            _, height = paragraph.wrap(width, 860)
            paragraph.drawOn(canvas, LEFT, 880 - height)
            canvas.showPage()
            canvas.save()
            found = check(out.getvalue(), language=language, em=size, left=LEFT,
                          right=LEFT + width, indent=2 * size)  # fmt: skip
            total.counts.update(found.counts)
    for kind in ("line start", "line end", "number", "right edge", "last line", "marks"):
        assert total.counts[kind], f"the checker sees no “{kind}” in ReportLab's lines"


def test_gaps_between_han_stay_narrow():
    """Over 0.12 em in under 5 % of paragraphs of 16 em and more: prose with figures and names."""
    prose = [
        text for language, text in TEXTS if language in ("zh-Hans", "ja") and "http" not in text
    ]
    wide = loose = 0
    for text in prose:
        language = "ja" if any("ぁ" <= c <= "ん" for c in text) else "zh-Hans"
        for measure in (16 + n / 2 for n in range(57)):
            width = measure * 9.5
            paragraph = set_text(text, width, language=language, size=9.5)
            found = check(draw([paragraph]), language=language, em=9.5, left=LEFT,
                          right=LEFT + width, indent=19)  # fmt: skip
            wide += 1
            loose += found.loose
    assert loose / wide < 0.05, (loose, wide)


def test_no_glyph_is_notdef():
    data = draw([set_text(text, 300, language=language) for language, text in TEXTS])
    pdf = pikepdf.open(io.BytesIO(data))
    seen = 0
    for page in pdf.pages:
        maps = {
            name: bytes(font.DescendantFonts[0].CIDToGIDMap.read_bytes())
            for name, font in page.Resources.Font.items() if font.Subtype == "/Type0"
        }  # fmt: skip
        font = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = str(operands[0])
            elif str(operator) == "TJ" and font in maps:
                for part in operands[0]:
                    if isinstance(part, pikepdf.String):
                        codes = bytes(part)
                        for at in range(0, len(codes), 2):
                            code = int.from_bytes(codes[at : at + 2], "big")
                            gid = maps[font][2 * code : 2 * code + 2]
                            assert gid != b"\x00\x00"
                            seen += 1
    assert seen > 2000


def spans_of(pieces, size=10.5, language="zh-Hans"):
    kinds = {
        "": {}, "bold": {"weight": 700}, "code": {"family": "sans"}, "link": {"colour": "p700"},
        "note": {"rise_pt": 4.0, "glue": True, "no_break": True, "weight": 500, "family": "sans"},
    }  # fmt: skip
    spans = []
    for text, kind in pieces:
        small = 6.0 if kind == "note" else size
        spans.append(Span(text, style(language, small, **kinds[kind])))
    return spans


PIECES = (
    ("十年来，全市新增学位", ""), ("30.74", "bold"), ("万个", ""), ("缺05", "note"),
    ("，增长", ""), ("22.11%", "bold"), ("。据", ""), ("《教育事业发展", "link"),
    ("统计公报》", "bold"),
    ("12", "note"), ("（", ""), ("2022年", "bold"), ("）记载，使用", ""), ("report.yaml", "code"),
    ("生成的“", ""), ("双册", "bold"), ("”共有", ""), ("18", "code"), ("页", ""), ("推1", "note"),
    ("；其中", ""), ("〔原文缺失〕", "bold"), ("缺12", "note"), ("一项不作推算。", ""),
)  # fmt: skip


@pytest.mark.parametrize("size", [9.5, 12.0])
def test_rules_hold_across_the_borders_of_spans(size):
    text = "".join(text for text, _ in PIECES)
    for measure in MEASURES[::2]:
        width = measure * size
        paragraph = set_paragraph(spans_of(PIECES, size), width, ParagraphStyle(size * 1.6))
        found = check(draw([paragraph]), language="zh-Hans", em=size, left=LEFT,
                      right=LEFT + width, indent=2 * size, sources=[text])  # fmt: skip
        assert not found.counts, (measure, found.seen)
        starts = [line.runs[0].style.rise_pt for line in paragraph.lines]
        assert not any(starts), "a note code starts a line"


def test_a_note_code_stays_with_what_it_marks():
    for measure in MEASURES:
        paragraph = set_paragraph(spans_of(PIECES), measure * 10.5, ParagraphStyle(17))
        for line in paragraph.lines:
            assert not line.text.startswith(("缺05", "推1", "缺12", "12（"))


RARE = "名字里的𬭎、㛃、䶮、𠮷，下标CO₂与H₂O，上标x²，①②③→✓℃，葛\U000e0100城，e\u0301与ñ，한글。"


@pytest.mark.parametrize("family", ["serif", "sans"])
def test_rare_characters_draw_and_extract_right(family):
    size = 10.5
    for measure in (12.0, 20.5, 40.0):
        paragraph = set_text(RARE, measure * size, size=size, family=family)
        assert paragraph.text.replace(" ", "") == RARE
        data = draw([paragraph])
        extracted = "".join(
            char.text for line in pages_of(data)[0] for char in line if not char.text.isspace()
        )
        # PDFium composes e with its accent and leaves the selector out.
        plain = str.maketrans("", "", "\u0301\U000e0100")
        assert extracted.replace("é", "e").translate(plain) == RARE.translate(plain)
        faces = {run.face.name for line in paragraph.lines for run in line.runs}
        assert len(faces) >= 3


def test_another_reader_finds_the_same_edges():
    """pdfplumber, which knows nothing of PDFium, measures the same lines."""
    size, measure = 10.5, 24 * 10.5
    data = draw([set_text(TEXTS[0][1], measure, size=size)])
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        lines: dict[float, list[dict]] = {}
        for char in pdf.pages[0].chars:
            lines.setdefault(round(char["top"]), []).append(char)
    rows = [[c for c in row if c["text"].strip()] for row in lines.values()]
    for row in rows[1:]:
        left = row[0]["x0"] + (size / 2 if row[0]["text"] in "“（《" else 0)
        assert left == pytest.approx(LEFT, abs=0.1)
    for row in rows[:-1]:
        right = row[-1]["x1"] - (size / 2 if row[-1]["text"] in "，。、；：”）》" else 0)
        assert right == pytest.approx(LEFT + measure, abs=0.1)
