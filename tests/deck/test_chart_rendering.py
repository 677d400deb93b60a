"""LibreOffice draws the deck's charts: every label is there, none covers another."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pdfplumber
import pytest

from report.theme import load_theme
from tests.deck.chart_plans import KINDS, highlighted, marked, plan_of
from tests.deck.chart_reading import deck_of

VARIANTS = ("normal", "gaps", "derived", "negative")
CASES = [(kind, variant) for kind in KINDS for variant in VARIANTS]
MARKED = ("bar", "column", "line", "dumbbell", "lollipop", "combo", "grouped-bar")

pytestmark = pytest.mark.needs("soffice")


@pytest.fixture(scope="module")
def pages(tmp_path_factory, root):
    """One page a case, as LibreOffice prints it with the shipped faces."""
    folder: Path = tmp_path_factory.mktemp("charts")
    plans = [plan_of(kind, variant) for kind, variant in CASES]
    plans += [marked(plan_of(kind)) for kind in MARKED]
    plans += [highlighted(plan_of(kind)) for kind in ("bar", "lollipop")]
    deck = folder / "charts.pptx"
    deck.write_bytes(deck_of(plans, load_theme("qing")))
    fonts = folder / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{root / 'assets' / 'fonts'}</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    )
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(deck)],
        check=True, capture_output=True, timeout=300,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )  # fmt: skip
    with pdfplumber.open(folder / "charts.pdf") as pdf:
        found = [
            [c for c in page.chars if c["text"].strip() and c["size"] > 1] for page in pdf.pages
        ]
    assert len(found) == len(plans)
    return dict(
        zip(
            [
                *CASES,
                *(("marked", k) for k in MARKED),
                ("highlighted", "bar"),
                ("highlighted", "lollipop"),
            ],
            found,
            strict=True,
        )
    )


@pytest.mark.slow
def test_no_text_covers_another_or_leaves_the_slide(pages):
    """Boxes are drawn in at top and bottom: they hold the room above and below the glyphs."""
    for case, chars in pages.items():
        for i, one in enumerate(chars):
            assert one["x0"] >= -1, case
            assert one["x1"] <= 961, case
            assert one["bottom"] <= 541, case
            for other in chars[i + 1 :]:
                w = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
                least = min(one["x1"] - one["x0"], other["x1"] - other["x0"])
                if w <= max(1.0, 0.2 * least):
                    continue
                tops = [c["top"] + 0.3 * (c["bottom"] - c["top"]) for c in (one, other)]
                feet = [c["bottom"] - 0.3 * (c["bottom"] - c["top"]) for c in (one, other)]
                touching = min(feet) - max(tops)
                assert touching <= 0.5, (case, one["text"], other["text"])


@pytest.mark.slow
def test_every_label_is_drawn(pages):
    for kind, variant in CASES:
        drawn = re.sub(r"\s", "", "".join(c["text"] for c in pages[kind, variant]))
        plan = plan_of(kind, variant)
        for part in plan.panels or (plan,):
            for series in part.series:
                for point in series.points:
                    dot = kind == "scatter" and point.state != "missing"
                    quiet = not point.shown and point.state != "missing"
                    if dot or quiet:
                        continue
                    assert re.sub(r"\s", "", point.label) in drawn, (kind, variant, point)
                    assert (point.code or "") in drawn, (kind, variant, point)
