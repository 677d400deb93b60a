"""One plan, two drawings: page and slide show the same strings, in the same order, for one value.

The page is read from its PDF with pdfium, the slide from its XML and workbook; neither reader
knows anything of the writers. Plans are those of the gallery and others made at random.
"""

from __future__ import annotations

import io
import re
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from report.compose.plan import REST, ChartPlan
from report.theme import load_theme
from tests.brochure.chart_pages import Page, drawn, pdf_of, read
from tests.chart_cases import KINDS, case
from tests.charting import gallery, planned, visible
from tests.deck.chart_reading import charts_on, deck_of, opened, read_chart, texts_on


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def at_random() -> list[ChartPlan]:
    """One plan of each kind that has up to eight categories."""
    found = []
    for kind in KINDS:
        for seed in range(40):
            made = case(seed * 31 + 7, kind)
            plan, faults = planned(made.kind, made.data, **made.parts)
            small = len(made.data.rows) <= 8 and len(made.data.columns) <= 5
            if plan is not None and small and not faults.errors and not plan.all_missing:
                found.append(plan)
                break
    return found


@pytest.fixture(scope="module")
def both():
    """Each plan with its page and its slide."""
    plans = [p for p in (*gallery(), *at_random()) if p.kind != "matplotlib"]
    pages = read(pdf_of(*(drawn(p, 228.0 if p.width == "column" else 475.0) for p in plans)))
    deck = opened(deck_of(plans, load_theme("qing")))
    return list(zip(plans, pages, deck.slides, strict=True))


def slide_text(slide) -> str:
    found = texts_on(slide)
    for frame in charts_on(slide.shapes):
        chart = read_chart(frame)
        found += chart.shapes
        for series in chart.series:
            found += [*series.labels.values(), *series.categories, series.name]
    return bare("\n".join(found))


def test_every_kind_is_compared(both):
    assert {plan.kind for plan, _, _ in both} >= set(KINDS)
    assert len(both) > 45


def test_values_are_said_on_both(both):
    for plan, page, slide in both:
        said = slide_text(slide)
        for part in plan.panels or (plan,):
            for series in part.series:
                for point in series.points:
                    if not point.shown or point.value is None or point.colour == REST:
                        continue
                    label = bare(point.label)
                    assert label in page.said, (plan.id, plan.kind, label)
                    assert label in said, (plan.id, plan.kind, label)


def test_gaps_are_said_on_both(both):
    for plan, page, slide in both:
        said = slide_text(slide)
        for code in visible(plan).gaps:
            assert bare(code) in page.said, (plan.id, plan.kind, code)
            assert bare(code) in said, (plan.id, plan.kind, code)


def test_names_are_said_on_both(both):
    for plan, page, slide in both:
        said = slide_text(slide)
        for name in visible(plan).names:
            assert all(page.said.count(c) >= bare(name).count(c) for c in set(bare(name))), (
                plan.id,
                name,
            )
            assert bare(name) in said, (plan.id, plan.kind, name)


def first_of(page: Page, text: str) -> tuple[float, float] | None:
    for found in page.texts:
        if found.text == bare(text):
            return (found.x0 + found.x1) / 2, (found.y0 + found.y1) / 2
    return None


def test_categories_stand_in_the_same_order_on_both(both):
    compared = 0
    for plan, page, slide in both:
        if plan.panels or plan.all_missing or plan.kind in ("scatter", "slope", "pie", "doughnut"):
            continue
        names = plan.categories
        if len(set(names)) != len(names) or plan.kind == "waffle":
            continue
        places = [first_of(page, n) for n in names]
        seen = [p for p in places if p is not None]
        along = [-y for _, y in seen] if plan.horizontal else [x for x, _ in seen]
        assert along == sorted(along), (plan.id, plan.kind)
        charts = [read_chart(f) for f in charts_on(slide.shapes)]
        for chart in charts:
            for series in chart.series:
                if series.categories and plan.kind not in ("dumbbell", "lollipop"):
                    assert series.categories == list(names), (plan.id, plan.kind)
        compared += len(seen) > 1
    assert compared > 15


def test_numbers_in_the_workbooks_are_the_plans(both):
    for plan, _, slide in both:
        if plan.kind in ("waffle", "multiples") or plan.panels or plan.all_missing:
            continue
        (chart,) = [read_chart(f) for f in charts_on(slide.shapes)]
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(chart.workbook)).get_sheet_by_index(0)
        cells = {
            Decimal(repr(v)).normalize()
            for row in sheet.to_python()
            for v in row
            if isinstance(v, int | float)
        }
        for series in plan.series:
            for point in series.points:
                if point.state != "missing" and point.colour != REST:
                    assert point.value is not None
                    assert Decimal(repr(float(point.value))).normalize() in cells, plan.id


def test_gaps_are_never_zero(both):
    for plan, _, slide in both:
        if plan.kind != "line" or plan.all_missing:
            continue
        (chart,) = [read_chart(f) for f in charts_on(slide.shapes)]
        for series, read_back in zip(plan.series, chart.series, strict=False):
            assert [v is None for v in read_back.values] == [
                p.value is None for p in series.points
            ], plan.id


def test_axes_are_the_same_on_both(both):
    for plan, page, slide in both:
        if plan.axis is None or plan.panels or plan.kind in ("slope", "waffle"):
            continue
        assert all(bare(t) in page.said for t in plan.axis.labels), plan.id
        (chart,) = [read_chart(f) for f in charts_on(slide.shapes)]
        ends = [
            tuple(
                Decimal(axis.find(f".//{{*}}{name}").get("val"))
                for name in ("min", "max")
                if axis.find(f".//{{*}}{name}") is not None
            )
            for axis in chart.root.iter("{*}valAx")
        ]
        whole = 100 if plan.kind.startswith("full") else 1  # a native 100 % axis ends at 1
        own = (plan.axis.minimum / whole, plan.axis.maximum / whole)
        assert own in ends, (plan.id, plan.kind, ends)
