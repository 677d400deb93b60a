"""Pages and slides → contact sheets for the README: ``python scripts/contact_sheets.py``.

Builds the first report into a scratch folder, draws every page with pypdfium2 and every slide
through LibreOffice with the shipped faces, and writes ``docs/pictures/brochure.png`` and
``deck.png``, small and with few colours.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
FONTCONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""


def pictures(pdf: Path, width: int) -> list[Image.Image]:
    """Every page, ``width`` pixels wide."""
    document = pypdfium2.PdfDocument(str(pdf))
    made = []
    for page in document:
        scale = 2 * width / page.get_width()
        picture = page.render(scale=scale).to_pil().convert("RGB")
        made.append(picture.resize((width, round(picture.height * width / picture.width))))
    return made


def as_pdf(deck: Path, scratch: Path) -> Path:
    """LibreOffice's drawing of a deck, with the shipped faces."""
    config = scratch / "fonts.conf"
    config.write_text(
        FONTCONFIG.format(fonts=ROOT / "assets/fonts", cache=scratch / "cache"), "utf-8"
    )
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(scratch / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(scratch / "slides"), str(deck)],
        check=True, capture_output=True, env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )  # fmt: skip
    return scratch / "slides" / f"{deck.stem}.pdf"


def sheet(cells: Sequence[Image.Image], columns: int, path: Path, gap: int = 10) -> None:
    """Lay pictures out in rows and write them as one PNG of 128 colours."""
    width, height = cells[0].size
    rows = math.ceil(len(cells) / columns)
    out = Image.new("RGB", (columns * (width + gap) + gap, rows * (height + gap) + gap), "#8A8D8F")
    for k, cell in enumerate(cells):
        out.paste(cell, (gap + k % columns * (width + gap), gap + k // columns * (height + gap)))
    path.parent.mkdir(parents=True, exist_ok=True)
    out.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


def main() -> None:
    """Build, draw, write."""
    report = ROOT / "data/hohhot-education/report.yaml"
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        subprocess.run(
            [sys.executable, str(ROOT / "generate.py"), "build", str(report), "--out", folder],
            check=True,
        )
        sheet(pictures(scratch / "hohhot-education.pdf", 220), 6, PICTURES / "brochure.png")
        slides = as_pdf(scratch / "hohhot-education.pptx", scratch)
        sheet(pictures(slides, 270), 5, PICTURES / "deck.png")


if __name__ == "__main__":
    main()
