"""The gallery's charts, page beside slide: ``python scripts/chart_pictures.py``.

Builds ``tests/cases/gallery``, draws each chart as the brochure does and as LibreOffice draws its
slide with the shipped faces, and writes ``docs/pictures/charts-1.png`` … for ``docs/charts.md``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

import pypdfium2  # noqa: E402
from PIL import Image  # noqa: E402
from pptx import Presentation  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from report.brochure.chart import allow_code, record  # noqa: E402
from report.brochure.embed import PdfFonts  # noqa: E402
from report.compose.plan import ChartPlan  # noqa: E402
from report.fonts import FontBook, open_fonts  # noqa: E402
from report.theme import load_theme  # noqa: E402
from report.typeset import Span, TextStyle, set_line  # noqa: E402
from scripts.contact_sheets import PICTURES, as_pdf  # noqa: E402
from tests.charting import gallery  # noqa: E402

WIDTH = 620
"""Pixels of a page or slide picture."""
EACH = 8
"""Charts on one picture."""


def page_picture(plan: ChartPlan, book: FontBook) -> Image.Image:
    """A chart with its title, as it stands in the brochure's full width."""
    drawing = record(plan, 475.0, load_theme("qing"), book)
    out = BytesIO()
    canvas = Canvas(out, (495, drawing.height_pt + 46), initialFontName="Helvetica")
    fonts = PdfFonts(canvas)
    for text, y, weight, size in (
        (f"{plan.number} {plan.title}", drawing.height_pt + 28, 700, 9.5),
        (plan.sub, drawing.height_pt + 16, 400, 7.2),
    ):
        style = TextStyle(book.chain("sans", weight, "zh-Hans"), size, "zh-Hans")
        for run in set_line((Span(text, style),)).runs if text else ():
            fonts.show(canvas, run, 10, y)
    drawing.play(canvas, fonts, 10, 4)
    canvas.save()
    return _drawn(out.getvalue(), 0)


def _drawn(pdf: bytes | Path, index: int) -> Image.Image:
    page = pypdfium2.PdfDocument(pdf if isinstance(pdf, bytes) else str(pdf))[index]
    picture = page.render(scale=2 * WIDTH / page.get_width()).to_pil().convert("RGB")
    return picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)))


def slide_numbers(deck: Path) -> dict[str, int]:
    """``图9`` → number of the slide that shows it, from 0."""
    found: dict[str, int] = {}
    for index, slide in enumerate(Presentation(str(deck)).slides):
        for shape in slide.shapes:
            words = shape.text_frame.text.split() if shape.has_text_frame else []
            if words and words[0].startswith("图"):
                found.setdefault(words[0], index)
    return found


def main() -> None:
    """Build, draw, write."""
    report = ROOT / "tests/cases/gallery/report.yaml"
    allow_code(True)
    book = open_fonts()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        subprocess.run(
            [sys.executable, str(ROOT / "generate.py"), "build", "--quiet", "--allow-code",
             "--out", str(scratch), "--only", "pptx", str(report)],
            check=True,
        )  # fmt: skip
        deck = scratch / "gallery.pptx"
        slides = as_pdf(deck, scratch)
        numbers = slide_numbers(deck)
        rows = [
            (page_picture(plan, book), _drawn(slides, numbers[plan.number]))
            for plan in gallery()
            if plan.number in numbers
        ]
    for start in range(0, len(rows), EACH):
        part = rows[start : start + EACH]
        high = sum(max(a.height, b.height) + 16 for a, b in part)
        out = Image.new("RGB", (2 * WIDTH + 48, high + 16), "#DADBDC")
        y = 16
        for page, slide in part:
            tall = max(page.height, slide.height)
            out.paste(page, (16, y + (tall - page.height) // 2))
            out.paste(slide, (WIDTH + 32, y + (tall - slide.height) // 2))
            y += tall + 16
        path = PICTURES / f"charts-{start // EACH + 1}.png"
        out.quantize(96, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
