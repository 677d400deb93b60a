"""The same paragraphs in the same measures by four composers → a table of faults, and pictures.

``python benchmarks/typeset_peers.py [--measures 57]`` needs ``pip install weasyprint typst``. It
reads every PDF back with the checker of ``tests/typeset`` and writes the table into
``docs/typography.md`` and one paragraph of each composer to ``docs/pictures``.
"""

from __future__ import annotations

import argparse
import html
import io
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from report.fonts import default_folders  # noqa: E402
from tests.typeset import checker, drawing  # noqa: E402
from tests.typeset.texts import TEXTS  # noqa: E402

SIZE, LEADING, LEFT, TOP = 10.5, 17.0, drawing.LEFT, 20.0
SERIF = default_folders()[0] / "NotoSerifSC-Regular.ttf"
DOCUMENT = ROOT / "docs" / "typography.md"
MARKS = ("<!-- peers -->", "<!-- /peers -->")
ROWS = (
    ("line start", "lines that start with a prohibited mark"),
    ("line end", "lines that end with a prohibited mark"),
    ("number", "numbers split, or cut off from their sign or unit"),
    ("right edge", "paragraphs with a right edge off by more than 0.1 pt"),
    ("last line", "last lines under two Han"),
    ("loose", "paragraphs of 16 em and more with a Han gap over 0.12 em"),
    ("Han-Latin gap", "Han–Latin gaps outside 1/8–1/3 em"),
    ("marks", "adjacent marks wider than 1.5 em"),
)
PER_PARAGRAPH = {"right edge"}

Texts = Sequence[tuple[str, str]]


def ours(texts: Texts, measure: float) -> bytes:
    """This project."""
    return drawing.draw(
        [drawing.set_text(text, measure, language=language, size=SIZE) for language, text in texts]
    )


def reportlab(texts: Texts, measure: float) -> bytes:
    """ReportLab's own paragraph."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph

    pdfmetrics.registerFont(TTFont("Body", str(SERIF)))
    style = ParagraphStyle("body", fontName="Body", fontSize=SIZE, leading=LEADING, wordWrap="CJK",
                           alignment=TA_JUSTIFY, firstLineIndent=2 * SIZE)  # fmt: skip
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(measure + 2 * LEFT, 900), invariant=1)
    for _, text in texts:
        paragraph = Paragraph(html.escape(text), style)
        _, height = paragraph.wrap(measure, 860)
        paragraph.drawOn(canvas, LEFT, 900 - TOP - height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def weasyprint(texts: Texts, measure: float) -> bytes:
    """WeasyPrint, asked for justified text and strict line breaking."""
    import weasyprint as wp

    page = f"@page {{ size: {measure + 2 * LEFT}pt 900pt; margin: {TOP}pt {LEFT}pt }}"
    face = f"@font-face {{ font-family: Body; src: url({SERIF.as_uri()}) }}"
    look = (
        f"p {{ font: {SIZE}pt/{LEADING}pt Body; text-align: justify; text-indent: 2em; margin: 0;"
        " break-after: page; line-break: strict; hyphens: manual }"
    )
    body = "".join(f'<p lang="{language}">{html.escape(text)}</p>' for language, text in texts)
    source = f"<html><style>{page}{face}{look}</style><body>{body}</body></html>"
    return wp.HTML(string=source).write_pdf() or b""


def typst(texts: Texts, measure: float) -> bytes:
    """Typst, justified, with its CJK–Latin spacing."""
    import typst as engine

    pages = []
    for language, text in texts:
        code, _, script = language.partition("-")
        region = {"Hans": 'region: "cn", ', "Hant": 'region: "tw", '}.get(script, "")
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        pages.append(f'#[#set text(lang: "{code}", {region}); #par("{quoted}")]')
    source = (
        f"#set page(width: {measure + 2 * LEFT}pt, height: 900pt)\n"
        f"#set page(margin: (x: {LEFT}pt, y: {TOP}pt))\n"
        f'#set text(font: "Noto Serif SC", size: {SIZE}pt, overhang: false)\n'
        "#set par(justify: true, leading: 0.65em, first-line-indent: (amount: 2em, all: true))\n"
        + "\n#pagebreak()\n".join(pages)
    )
    return engine.compile(source.encode(), font_paths=[str(SERIF.parent)])


COMPOSERS: dict[str, tuple[str, Callable[[Texts, float], bytes]]] = {
    "this project": ("ours", ours),
    "ReportLab `wordWrap='CJK'`": ("reportlab", reportlab),
    "WeasyPrint": ("weasyprint", weasyprint),
    "Typst": ("typst", typst),
}


def faults(compose: Callable[[Texts, float], bytes], texts: Texts, measures: Sequence[float]
           ) -> Counter[str]:  # fmt: skip
    """Faults of one composer over all texts and measures."""
    total: Counter[str] = Counter()
    for em in measures:
        width = em * SIZE
        pages = checker.pages_of(compose(texts, width))
        for (language, _), lines in zip(texts, pages, strict=False):
            found = checker.check_lines(
                lines, language=language, em=SIZE, left=LEFT, right=LEFT + width, indent=2 * SIZE
            )
            for kind, _ in ROWS:
                count = found.counts[kind]
                total[kind] += min(count, 1) if kind in PER_PARAGRAPH else count
            total["loose"] += found.loose if em >= 16 else 0
            total["wide"] += em >= 16
            total["paragraphs"] += 1
    return total


def picture(data: bytes, path: Path, width: float, height: float) -> None:
    """One paragraph as a small PNG of 16 greys."""
    import pypdfium2

    page = pypdfium2.PdfDocument(data)[0]
    image = page.render(scale=2.2).to_pil().convert("L")
    scale = image.width / page.get_width()
    box = image.point(lambda value: 255 - value).getbbox() or (0, 0, 1, 1)
    top = max(0, box[1] - int(6 * scale))
    left = int((LEFT - 12) * scale)
    right = int((LEFT + width + 12) * scale)
    cut = image.crop((left, top, right, min(image.height, top + int(height * scale))))
    cut.quantize(16).save(path, optimize=True)


def table(results: dict[str, Counter[str]], texts: Texts, measures: Sequence[float]) -> str:
    """The Markdown table."""
    paragraphs = next(iter(results.values()))["paragraphs"]
    lines = [
        f"{len(texts)} texts in zh-Hans, zh-Hant, ja and ko, {len(measures)} measures from"
        f" {measures[0]:g} to {measures[-1]:g} em, {SIZE} pt: {paragraphs} paragraphs each.",
        "",
        "| | " + " | ".join(results) + " |",
        "|---|" + "---|" * len(results),
    ]
    for kind, name in ROWS:
        cells = [f"{found[kind]:,}" for found in results.values()]
        if kind == "loose":
            cells = [f"{found[kind]:,} of {found['wide']:,}" for found in results.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Compare and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measures", type=int, default=57)
    parser.add_argument("--dry", action="store_true", help="print the table, write nothing")
    options = parser.parse_args()
    step = 40 / (options.measures - 1)
    measures = [round(8 + step * n, 3) for n in range(options.measures)]
    results: dict[str, Counter[str]] = {}
    for name, (short, compose) in COMPOSERS.items():
        try:
            sample = compose(TEXTS[1:2], 24 * SIZE)
        except ImportError as error:
            print(f"{name}: left out ({error})", file=sys.stderr)
            continue
        results[name] = faults(compose, TEXTS, measures)
        if not options.dry:
            picture(sample, ROOT / f"docs/pictures/typeset-{short}.png", 24 * SIZE, 9 * LEADING)
    text = table(results, TEXTS, measures)
    print(text)
    if not options.dry:
        old = DOCUMENT.read_text(encoding="utf-8")
        head, _, rest = old.partition(MARKS[0])
        _, _, tail = rest.partition(MARKS[1])
        DOCUMENT.write_text(f"{head}{MARKS[0]}\n{text}\n{MARKS[1]}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
