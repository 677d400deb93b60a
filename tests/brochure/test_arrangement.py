"""Arrangements: short texts, spare pages, what goes over the whole measure, charts side by side."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from report.brochure import chart
from report.brochure.blocks.frame import ChartBand, chart_band
from report.brochure.blocks.panels import CalloutBox
from report.brochure.blocks.text import Wide
from report.brochure.book import Brochure
from report.brochure.flow import Band, Column, PageFill, Placed, Stretch
from report.brochure.judgement import stacked
from report.brochure.setting import Setting
from report.compose import document as doc
from report.theme import FORMATS, load_theme
from tests.brochure import samples
from tests.brochure.samples import WORDS, base, composed, prose
from tests.brochure.test_flow import Rows
from tests.brochure.whole import DOCUMENTS, fonts


def planned(language: str, sections: list[dict[str, Any]], page_format: str = "a4") -> Brochure:
    report = base(language)
    report["figures"] = {
        f"f{i}": {"label": f"{WORDS[language]['label']} {i}", "value": 10 + 7 * i, "unit": "%",
                  "source": "book"} for i in range(8)
    }  # fmt: skip
    report["sections"] = [
        {"id": f"s{n}", "title": WORDS[language]["section"], "lead": WORDS[language]["lead"], **own}
        for n, own in enumerate(sections)
    ]
    return Brochure(composed(report, page_format=page_format), load_theme("qing"), fonts())


def blocks(brochure: Brochure) -> list[Any]:
    """Everything that stands on a section's pages, in their order."""
    found: list[Any] = []
    for layout in brochure.layouts:
        for page in layout.pages:
            for _, piece in page.pieces:
                if isinstance(piece, Stretch):
                    found += [p.strip for column in piece.columns for p in column.placed]
                else:
                    found.append(piece.block)
    return found


def apart(brochure: Brochure) -> int:
    """The most rows by which columns end apart, empty ones beside a few lines left out."""
    most = 0
    for layout in brochure.layouts:
        for page in layout.pages:
            for stretch in (p for _, p in page.pieces if isinstance(p, Stretch)):
                rows = [c.rows for c in stretch.columns]
                if 0 in rows and max(rows) <= 3:
                    continue
                most = max(most, max(rows) - min(rows))
    return most


@pytest.mark.parametrize("page_format", ["16:9", "square", "a4"])
def test_a_few_lines_stand_on_the_opener(page_format: str) -> None:
    """Not on a page of their own, however many key figures the opener holds."""
    own = {"body": prose("zh-Hans", 2), "key_figures": [f"f{i}" for i in range(5)]}
    brochure = planned("zh-Hans", [own], page_format)
    ((layout,),) = (brochure.layouts,)
    assert len(layout.pages) == 1
    assert layout.pages[0].end <= brochure.format.lines


def test_a_spare_page_does_not_repeat_the_openers_figures() -> None:
    """Where it would, the text stands on it."""
    own = {"body": prose("zh-Hans", 5), "key_figures": ["f0", "f1", "f2"]}
    brochure = planned("zh-Hans", [own, own])
    assert [(len(x.pages), x.spare) for x in brochure.layouts[:1]] == [(2, False)]
    more = {**own, "body": prose("zh-Hans", 5) + " {{ f4 }} {{ f5 }}"}
    assert planned("zh-Hans", [more, more]).layouts[0].spare


@pytest.mark.parametrize("kind", ["callout", "quote"])
def test_what_leaves_its_columns_uneven_goes_over_the_whole_measure(kind: str) -> None:
    own = {"body": prose("zh-Hans", 1), kind: {"text": prose("zh-Hans", 3, 1)}}
    for page_format in ("a4", "square", "16:9"):
        brochure = planned("zh-Hans", [own], page_format)
        assert apart(brochure) <= 1
        wide = [
            b.width if isinstance(b, CalloutBox) else 0 if isinstance(b, Wide) else None
            for b in blocks(brochure)
        ]
        assert 0 in wide or brochure.format.measure in wide
        order = brochure.layouts[0].order
        assert any(isinstance(b, CalloutBox) or type(b).__name__ == "QuoteStrip" for b in order)


def test_narrow_charts_right_below_one_another_are_told_from_a_pair() -> None:
    plan = next(
        b.plan for s in DOCUMENTS["gallery"][0]().sections for b in s.blocks
        if isinstance(b, doc.Chart) and b.plan.kind == "column" and not b.plan.all_missing
    )  # fmt: skip
    setting = Setting(samples.mixed(), load_theme("qing"), fonts(), FORMATS["a4"])
    band = chart_band(
        setting, plan, 228, lambda p, w: chart.record(p, w, load_theme("qing"), fonts())
    )

    def layout(*columns: list[Any]) -> Any:
        placed = tuple(
            Column(tuple(Placed(s, 20 * n, 0, s.rows) for n, s in enumerate(column)))
            for column in columns
        )
        return SimpleNamespace(pages=[PageFill(0, [(0, Stretch(placed)), (40, Band(band, 9))])])

    text = Rows(20, whole=True)
    assert stacked(layout([band, band], [text, text])) == 1
    assert stacked(layout([band, text], [text, band])) == 0
    assert stacked(layout([band, band], [band, band])) == 0  # a square of four


def test_two_narrow_charts_stand_side_by_side_rather_than_stacked() -> None:
    words = WORDS["ja"]
    for middle in (1, 2, 4):
        chart_of = {"kind": "column", "width": "column", "title": words["head"]}
        own = {
            "body": f"{prose('ja', 9)}\n\n{prose('ja', 8)}\n\n{prose('ja', 6)}\n\n"
                    f"{prose('ja', 2)} {{{{ ref('a') }}}}\n\n{prose('ja', middle)}"
                    f" {{{{ ref('b') }}}}\n\n{prose('ja', 9)}",
            "charts": [{"id": "a", "values": ["f0", "f1", "f2"], **chart_of},
                       {"id": "b", "values": ["f3", "f4"], **chart_of}],
        }  # fmt: skip
        brochure = planned("ja", [own])
        assert sum(map(stacked, brochure.layouts)) == 0
        assert any(isinstance(b, ChartBand) or hasattr(b, "blocks") for b in blocks(brochure))
        assert apart(brochure) <= 1
