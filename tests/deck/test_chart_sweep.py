"""Charts at random, in every place a slide has for one, as LibreOffice draws them: words measured.

Kinds, sizes, names in five languages and numbers are as far apart as :mod:`tests.chart_cases`
brings them; each chart stands where the storyboard would put it. The words' own ink is read from
the PDF with pdfium: none meets another, none leaves the chart's place, none is missing.
"""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pptx import Presentation
from pptx.util import Pt

from report.compose.plan import ChartPlan
from report.deck.chart import Box, add_chart
from report.deck.chart.room import has_room, slide_parts
from report.theme import load_theme
from tests.chart_cases import KINDS, case
from tests.charting import planned, visible
from tests.deck.chart_reading import set_faces

PLACES = {
    "full": Box(84, 120, 828, 358), "beside": Box(84, 120, 536, 358),
    "left": Box(84, 156, 330, 322), "right": Box(462, 156, 450, 322),
    "full 4:3": Box(72, 120, 612, 358), "beside 4:3": Box(72, 120, 388, 358),
    "left 4:3": Box(72, 156, 259, 322), "right 4:3": Box(355, 156, 329, 322),
}  # fmt: skip
LANGUAGES = ("zh-Hans", "zh-Hant", "ja", "ko", "en", None)
FIRST, EACH = 50_000, 3
"""Seed of the first chart of each kind, and charts of each kind."""

pytestmark = [pytest.mark.needs("soffice"), pytest.mark.slow]


@dataclass(frozen=True)
class Placed:
    """A chart, or a slide's part of one, in its place."""

    name: str
    plan: ChartPlan
    box: Box


def at_random(first: int = FIRST, each: int = EACH) -> list[Placed]:
    """Charts of every kind, each where the storyboard would let it stand."""
    found: list[Placed] = []
    for kind in KINDS:
        made = 0
        for seed in range(first, first + 400):
            dice = random.Random(seed * 7 + KINDS.index(kind))
            language = dice.choice(LANGUAGES)
            place = dice.choice(list(PLACES))
            one = case(seed * 31 + 7, kind, language)
            plan, faults = planned(one.kind, one.data, language=language or "zh-Hans", **one.parts)
            if plan is None or faults.errors:
                continue
            box = PLACES[place]
            if not place.startswith("full") and not has_room(plan, box):
                place = "full 4:3" if "4:3" in place else "full"
                box = PLACES[place]
            for part in slide_parts(plan, box):
                found.append(Placed(f"{kind} {seed} {place}", part, box))
            made += 1
            if made == each:
                break
    return found


@dataclass(frozen=True)
class Sign:
    """A character's ink: points from the slide's upper left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def signs(page: pdfium.PdfPage) -> list[Sign]:
    """All visible characters of a page."""
    text, height = page.get_textpage(), page.get_height()
    found = []
    for i in range(text.count_chars()):
        sign = text.get_text_range(i, 1)
        if sign.strip():
            left, low, right, high = text.get_charbox(i)
            found.append(Sign(sign, left, height - high, right, height - low))
    return found


def drawn(found: list[Placed], folder: Path, fonts: Path) -> list[list[Sign]]:
    """What LibreOffice draws of each, with the shipped faces."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(960), Pt(540)
    for relation in deck.slide_masters[0].part.rels.values():
        if relation.reltype.endswith("/theme"):
            set_faces(relation.target_part)
    theme = load_theme("qing")
    for one in found:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        add_chart(slide, one.plan, one.box, theme, one.plan.language)
    data = io.BytesIO()
    deck.save(data)
    (folder / "sweep.pptx").write_bytes(data.getvalue())
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{fonts}</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    )
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), str(folder / "sweep.pptx")],
        check=True, capture_output=True, timeout=300,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )  # fmt: skip
    document = pdfium.PdfDocument(str(folder / "sweep.pdf"))
    pages = [signs(page) for page in document]
    document.close()
    return pages


@pytest.fixture(scope="module")
def swept(tmp_path_factory, root) -> list[tuple[Placed, list[Sign]]]:
    """Every chart with its characters."""
    found = at_random()
    pages = drawn(found, tmp_path_factory.mktemp("sweep"), root / "assets" / "fonts")
    return list(zip(found, pages, strict=True))


def meetings(page: list[Sign]) -> list[str]:
    """Pairs of characters that share more than half a point both ways."""
    found = []
    order = sorted(page, key=lambda sign: sign.left)
    for i, one in enumerate(order):
        for other in order[i + 1 :]:
            if other.left >= one.right:
                break
            wide = min(one.right, other.right) - other.left
            high = min(one.bottom, other.bottom) - max(one.top, other.top)
            if wide > 0.6 and high > 0.6:
                found.append(f"{one.text}{other.text}")
    return found


def outside(page: list[Sign], box: Box) -> list[str]:
    """Characters that leave a chart's place."""
    return [
        s.text
        for s in page
        if s.left < box.x - 3
        or s.right > box.right + 3
        or s.top < box.y - 6
        or s.bottom > box.bottom + 5
    ]


def missing(plan: ChartPlan, page: list[Sign]) -> str:
    """Characters of the plan's words that are fewer on the page than in the plan."""
    if plan.all_missing:
        return ""
    said = visible(plan)
    words = [*said.values, *said.gaps[:1], *said.remarks]
    # where names are left out, LibreOffice chooses which
    if not any(p.category_every > 1 for p in plan.panels or (plan,)):
        words += said.names
    wanted = Counter(re.sub(r"\s", "", "".join(words)))
    return "".join((wanted - Counter(s.text for s in page)).elements())


def test_enough_is_swept(swept):
    assert len(swept) >= EACH * len(KINDS)
    assert sum(len(page) for _, page in swept) > 4000


def test_no_word_meets_another(swept):
    assert [(one.name, found) for one, page in swept if (found := meetings(page))] == []


def test_no_word_leaves_its_chart(swept):
    assert [(one.name, found) for one, page in swept if (found := outside(page, one.box))] == []


def test_no_word_is_missing(swept):
    assert [(one.name, less) for one, page in swept if (less := missing(one.plan, page))] == []


def test_what_is_wrong_is_found(swept):
    one, page = max(swept, key=lambda pair: len(pair[1]))
    twice = [*page, Sign("甲", page[0].left, page[0].top, page[0].right, page[0].bottom)]
    assert meetings(twice)
    moved = [Sign(s.text, s.left - 900, s.top, s.right - 900, s.bottom) for s in page[:1]]
    assert outside(moved, one.box)
    assert missing(one.plan, page[: len(page) // 3])
