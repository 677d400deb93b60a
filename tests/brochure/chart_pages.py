"""Drawings → PDF pages, read back with pdfium: text boxes, strings, filled shapes."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from reportlab.pdfgen.canvas import Canvas

from report.brochure.chart import Drawing, record
from report.brochure.embed import PdfFonts
from report.compose.plan import ChartPlan
from report.fonts import FontBook, open_fonts
from report.theme import Theme, load_theme


@cache
def book() -> FontBook:
    return open_fonts()


@cache
def theme(name: str = "qing") -> Theme:
    return load_theme(name)


def drawn(plan: ChartPlan, width: float = 475.0) -> Drawing:
    return record(plan, width, theme(), book())


def pdf_of(*drawings: Drawing) -> bytes:
    """One page for each drawing, of its size, with a margin of 50 points."""
    out = BytesIO()
    canvas = Canvas(out, initialFontName="Helvetica", invariant=1)
    fonts = PdfFonts(canvas)
    for drawing in drawings:
        canvas.setPageSize((drawing.width_pt + 100, drawing.height_pt + 100))
        drawing.play(canvas, fonts, 50, 50)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Text:
    """A text object of the page: its ink, y up, origin at the drawing's bottom left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    def overlap(self, other: Text) -> float:
        """Smaller side of what the two share, in points."""
        wide = min(self.x1, other.x1) - max(self.x0, other.x0)
        high = min(self.y1, other.y1) - max(self.y0, other.y0)
        return min(wide, high)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page."""

    width: float
    height: float
    texts: tuple[Text, ...]

    @property
    def said(self) -> str:
        """All text in drawing order, without spaces."""
        return "".join(t.text for t in self.texts)


def read(data: bytes) -> list[Page]:
    """The pages of :func:`pdf_of`."""
    document = pdfium.PdfDocument(data)
    pages = []
    for page in document:
        textpage = page.get_textpage()
        texts = []
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = item.get_bounds()
            length = raw.FPDFTextObj_GetText(item, textpage, None, 0)
            buffer = (ctypes.c_ushort * (length // 2 + 1))()
            raw.FPDFTextObj_GetText(item, textpage, buffer, length)
            text = bytes(buffer).decode("utf-16-le").rstrip("\0")
            text = text.replace("\x02", "-")  # what pdfium takes for the hyphen of a divided word
            bare = "".join(text.split())
            if bare:
                texts.append(Text(bare, left - 50, bottom - 50, right - 50, top - 50))
        width, height = page.get_size()
        pages.append(Page(width - 100, height - 100, tuple(texts)))
    document.close()
    return pages


def collisions(page: Page, allowed: float = 0.35) -> list[str]:
    """Pairs of texts that share more than ``allowed`` points both ways."""
    found = []
    texts = page.texts
    for i, one in enumerate(texts):
        for other in texts[i + 1 :]:
            if one.overlap(other) > allowed:
                found.append(f"{one.text!r} meets {other.text!r}: {one.overlap(other):.2f}")
    return found


def outside(page: Page, allowed: float = 0.75) -> list[str]:
    """Texts that leave the drawing's box."""
    return [
        f"{t.text!r} at {t.x0:.1f},{t.y0:.1f}…{t.x1:.1f},{t.y1:.1f}"
        f" of {page.width:.0f} × {page.height:.0f}"
        for t in page.texts
        if t.x0 < -allowed or t.y0 < -allowed
        or t.x1 > page.width + allowed or t.y1 > page.height + allowed
    ]  # fmt: skip
