"""Set paragraphs → a PDF with one of them on each page, by the brochure's own embedding."""

from __future__ import annotations

import io
from functools import cache

from reportlab.pdfgen.canvas import Canvas

from report.brochure.embed import PdfFonts
from report.fonts import open_fonts
from report.typeset import ParagraphStyle, SetParagraph, Span, TextStyle, set_paragraph

LEFT = 40.0


@cache
def fonts():
    return open_fonts()


def style(language="zh-Hans", size=10.5, family="serif", weight=400, **changes) -> TextStyle:
    return TextStyle(fonts().chain(family, weight, language), size, language, **changes)


def set_text(text, measure, *, language="zh-Hans", size=10.5, indent=2.0, **changes):
    span = Span(text, style(language, size, **changes))
    return set_paragraph((span,), measure, ParagraphStyle(size * 1.6, indent_em=indent))


def draw(paragraphs: list[SetParagraph]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(900, 900), invariant=1)
    canvas._make_preamble()
    pdf = PdfFonts(canvas)
    for paragraph in paragraphs:
        y = 880.0
        for line in paragraph.lines:
            y -= paragraph.style.leading_pt
            for run in line.runs:
                pdf.show(canvas, run, LEFT + line.x_pt, y)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
