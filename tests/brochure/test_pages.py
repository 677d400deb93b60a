"""Pages measured as they came out, in every format, theme and language, thin, mixed and thick."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from report.brochure.book import Brochure, make_brochure
from report.brochure.flow import Stretch
from report.brochure.judgement import in_order
from report.compose.document import Document
from report.fonts import FontBook, open_fonts
from report.theme import FORMATS, PageFormat, load_theme
from tests.brochure import samples
from tests.brochure.reading import Page, Segment, ink_rows, overlapping, read

SAFE = 14.17
"""5 mm inside the trim."""


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return open_fonts()


CASES = [
    pytest.param(
        (kind, language, page_format, theme), id=f"{kind}-{language}-{page_format}-{theme}"
    )
    for kind, language, page_format, theme in (
        ("mixed", "zh-Hans", "a4", "qing"),
        ("mixed", "zh-Hans", "a5", "zhe"),
        ("mixed", "zh-Hans", "a4-landscape", "song"),
        ("mixed", "zh-Hans", "16:9", "qing"),
        ("mixed", "zh-Hans", "square", "zhe"),
        ("mixed", "ja", "a4", "song"),
        ("mixed", "ja", "16:9", "zhe"),
        ("mixed", "ko", "a5", "qing"),
        ("mixed", "zh-Hant", "square", "qing"),
        ("mixed", "en", "a4", "qing"),
        ("mixed", "en", "16:9", "song"),
        ("odd", "zh-Hans", "a4", "qing"),
        ("odd", "zh-Hans", "a5", "song"),
        ("odd", "zh-Hans", "16:9", "zhe"),
        ("thin", "zh-Hans", "a4", "qing"),
        ("thin", "en", "a5", "song"),
        ("thin", "ko", "16:9", "zhe"),
        ("thin", "ja", "a4-landscape", "qing"),
    )
]


def document_of(kind: str, language: str, page_format: str) -> Document:
    if kind == "odd":
        return samples.odd(page_format=page_format)
    return getattr(samples, kind)(language, page_format=page_format)


@pytest.fixture(scope="module", params=CASES)
def made(
    request: pytest.FixtureRequest, fonts: FontBook, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, PageFormat, list[Page], Document]:
    kind, language, page_format, theme = request.param
    document = document_of(kind, language, page_format)
    path = tmp_path_factory.mktemp("brochure") / "b.pdf"
    summary = make_brochure(document, load_theme(theme), fonts, path)
    pages = read(path)
    assert len(pages) == summary.pages
    return path, FORMATS[page_format], pages, document


Made = tuple[Path, PageFormat, list[Page], Document]


def outside(pages: list[Page], form: PageFormat) -> list[str]:
    """Characters beyond the safe area."""
    return [
        f"page {p.number}: {c.text!r} at {c.left:.1f}, {c.top:.1f}"
        for p in pages
        for c in p.chars
        if c.left < SAFE - 0.2
        or c.right > form.width - SAFE + 0.2
        or c.top < SAFE - 0.2
        or c.bottom > form.height - SAFE + 0.2
    ]


def test_text_stays_in_the_safe_area(made: Made) -> None:
    _, form, pages, _ = made
    assert outside(pages, form) == []


def test_no_text_lies_on_other_text(made: Made) -> None:
    _, _, pages, _ = made
    found = [
        f"page {p.number}: {a.text!r} on {b.text!r}"
        for p in pages
        for a, b in overlapping(p.segments)
    ]
    assert found == []


def body_lines(page: Page) -> list[Segment]:
    return [s for s in page.segments if "Serif" in s.font and "Regular" in s.font
            and abs(s.size - 9.5) < 0.01]  # fmt: skip


def test_body_text_stands_on_the_baseline_grid(made: Made) -> None:
    _, form, pages, _ = made
    lines = [(p.number, s) for p in pages for s in body_lines(p)]
    assert lines
    off = [
        f"page {n}: {s.text[:12]!r} {s.baseline:.2f}"
        for n, s in lines
        if abs((s.baseline - form.top - 11.5 + form.baseline / 2) % form.baseline
               - form.baseline / 2) > 0.06
    ]  # fmt: skip
    assert off == []


def test_margins_are_exact(made: Made) -> None:
    """Body text stands in the columns of its side; its justified lines fill them.

    Latin text is ragged in a column of less than 36 em: its lines end within the column.
    """
    _, form, pages, document = made
    count = form.text_columns(document.options.columns)
    measure = form.column_measure(count)
    for page in pages:
        verso = form.facing and page.number % 2 == 0
        left = form.outer if verso else form.inner
        edges = [left + i * (measure + form.gutter) for i in range(count)]
        rights: dict[tuple[int, float], float] = defaultdict(float)
        for segment in body_lines(page):
            column = max((i for i, e in enumerate(edges) if segment.left > e - 2), default=-1)
            assert column >= 0, f"page {page.number}: {segment.text!r} left of the type area"
            assert segment.right <= edges[column] + measure + 0.6, segment.text
            key = (column, round(segment.baseline, 1))
            rights[key] = max(rights[key], segment.right)
        if len(rights) > 12 and (document.language != "en" or measure >= 36 * 9.5):
            # Most lines of justified text end at the margin (a mark at the end is half-width).
            ends = [edges[c] + measure - r for (c, _), r in rights.items()]
            assert sum(e < 6 for e in ends) >= 0.4 * len(ends)


def test_no_page_is_bare(made: Made) -> None:
    path, form, _, _ = made
    rows = ink_rows(path, form.height, form.top, form.bottom, form.lines)
    bare = {n: sum(r) / len(r) for n, r in enumerate(rows, 1) if sum(r) / len(r) < 0.25}
    assert bare == {}


def test_boxes_say_trim_and_bleed(made: Made) -> None:
    import pikepdf

    path, form, _, _ = made
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            media, trim = ([float(v) for v in box] for box in (page.mediabox, page.trimbox))
            assert trim[2] - trim[0] == pytest.approx(form.width, abs=0.01)
            assert trim[3] - trim[1] == pytest.approx(form.height, abs=0.01)
            assert media[2] == pytest.approx(form.width + 2 * form.bleed, abs=0.01)
            assert [float(v) for v in page.bleedbox] == pytest.approx(media, abs=0.01)


def test_facing_pages_close_a_sheet(made: Made) -> None:
    _, form, pages, _ = made
    if form.facing:
        assert len(pages) % 2 == 0


def planned(document: Document, fonts: FontBook, theme: str = "qing") -> Brochure:
    return Brochure(document, load_theme(theme), fonts)


def test_sections_open_on_the_left_and_fold_in_fours(fonts: FontBook) -> None:
    brochure = planned(samples.mixed(multiple_of_four=True), fonts)
    opened = [n for n, s in enumerate(brochure.sheets, 1) if s.label == "opener"]
    assert opened
    assert all(n % 2 == 0 for n in opened)
    assert len(brochure.sheets) % 4 == 0
    assert brochure.sheets[-1].label == "back cover"


def test_columns_are_balanced_at_a_sections_end(fonts: FontBook) -> None:
    """Within a line, or as near as headings and widows allow: no better division exists."""
    brochure = planned(samples.mixed("ja"), fonts)
    checked = 0
    for layout in brochure.layouts:
        stretches = [p for page in layout.pages for _, p in page.pieces if isinstance(p, Stretch)]
        if not stretches:
            continue
        last = stretches[-1]
        rows = [c.rows for c in last.columns if c.placed]
        if any(p.strip.floats for c in last.columns for p in c.placed) or len(rows) < 2:
            continue
        checked += 1
        assert max(rows) - min(rows) <= 1
    assert checked


@pytest.fixture(scope="module")
def thick(fonts: FontBook, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Brochure]:
    from report.brochure.metadata import Metadata
    from report.brochure.pdf import PdfBook

    document = samples.thick()
    brochure = planned(document, fonts)
    path = tmp_path_factory.mktemp("thick") / "b.pdf"
    book = PdfBook(path, Metadata(document.title, document.language))
    brochure.draw(book)
    book.save()
    return path, brochure


def test_a_thick_report_keeps_every_rule(thick: tuple[Path, Brochure]) -> None:
    path, brochure = thick
    form = brochure.format
    pages = read(path)
    assert outside(pages, form) == []
    assert [
        f"page {p.number}: {a.text!r} on {b.text!r}"
        for p in pages
        for a, b in overlapping(p.segments)
    ] == []
    rows = ink_rows(path, form.height, form.top, form.bottom, form.lines)
    assert [n for n, r in enumerate(rows, 1) if sum(r) / len(r) < 0.25] == []
    assert all(in_order(layout) for layout in brochure.layouts)


def test_a_spare_page_shows_all_figures_of_its_section(thick: tuple[Path, Brochure]) -> None:
    """Value and page of each; it shares its landscape with a bare page that faces it."""
    path, brochure = thick
    pages = read(path)
    sections = {s.id: s for s in brochure.document.sections}
    checked = 0
    for number, sheet in enumerate(brochure.sheets, 1):
        if sheet.label != "data":
            continue
        section = sections[sheet.section or ""]
        shown = "".join(c.text for c in pages[number - 1].chars)
        for figure in section.figures:
            assert figure.number in shown
            if figure.state == "missing":
                assert figure.code
                assert figure.code in shown
            first = brochure.setting.places.figures[figure.name]
            assert brochure.setting.labels.page_list(str(first)).replace(" ", "") in shown
            assert number in brochure.summary().shown[f"figure:{figure.name}"]
        assert number not in brochure.summary().shown[f"section:{section.id}"]
        checked += 1
    assert checked >= 10


def test_a_spare_page_is_named_for_the_figures_that_it_has_room_for(
    fonts: FontBook, tmp_path: Path
) -> None:
    from dataclasses import replace as changed

    from report.brochure.grid import Grid, side_of
    from report.brochure.metadata import Metadata
    from report.brochure.pdf import PdfBook
    from report.brochure.spares import draw_section_data, section_data, with_room
    from report.brochure.surface import Surface

    document = samples.mixed()
    section = document.sections[0]
    views = tuple(
        changed(section.figures[0], name=f"many{k}", label=f"第{k}项指标", full_label="")
        for k in range(300)
    )
    brochure = planned(document, fonts)
    path = tmp_path / "b.pdf"
    book = PdfBook(path, Metadata(document.title, document.language))
    surface = Surface(book, brochure.theme, brochure.format)
    surface.begin_page()
    grid = Grid(brochure.format, side_of(1, brochure.format))
    many = changed(section, figures=views)
    data = section_data(brochure.setting, many, grid)
    draw_section_data(surface, brochure.setting, grid, data)
    named = with_room(many, data)
    surface.end_page()
    book.save()
    shown = "".join(c.text for c in read(path)[0].chars)
    assert 20 < len(named) < 300
    labels = {view.name: f"第{k}项" for k, view in enumerate(views)}
    assert all((labels[name] in shown) == (name in named) for name in labels)


def test_figures_stand_at_or_after_their_mention(fonts: FontBook) -> None:
    brochure = planned(samples.mixed(), fonts)
    summary = brochure.summary()
    start = summary.page_of["section:first"]
    assert start <= summary.page_of["chart:one"] <= start + 2
    assert start <= summary.page_of["table:stops"] <= start + 2


def test_a_long_table_repeats_its_head(thick: tuple[Path, Brochure]) -> None:
    path, brochure = thick
    first = brochure.summary().page_of["table:t0"]
    pages = read(path)
    heads = [
        p.number
        for p in pages[first - 1 : first + 3]
        if any(s.text.startswith("站点") for s in p.segments)
    ]
    assert len(heads) >= 2
    rows = sum("阅览室" in s.text for p in pages[first - 1 : first + 2] for s in p.segments)
    assert rows >= 60


def test_the_same_bytes_twice(fonts: FontBook, tmp_path: Path) -> None:
    results: list[bytes] = []
    for name in ("a.pdf", "b.pdf"):
        make_brochure(samples.mixed(), load_theme("qing"), open_fonts(), tmp_path / name)
        results.append((tmp_path / name).read_bytes())
    assert results[0] == results[1]


def test_contents_name_the_pages(fonts: FontBook, tmp_path: Path) -> None:
    document = samples.mixed()
    summary = make_brochure(document, load_theme("qing"), fonts, tmp_path / "b.pdf")
    pages = read(tmp_path / "b.pdf")
    shown = {s.text for s in pages[2].segments}
    for section in document.sections:
        page = summary.page_of[f"section:{section.id}"]
        assert str(page) in shown
        folio = [s for s in pages[page - 1].segments if s.text == str(page) and s.size == 11]
        assert folio, f"no folio on page {page}"


CHECKS: tuple[Callable[..., object], ...] = (outside, overlapping)
"""The measures above, which must be able to fail: see the tests below."""


def test_the_measures_can_fail() -> None:
    form = FORMATS["a4"]
    from tests.brochure.reading import Char

    char = Char("字", 3, 100, 10, "F", 3, 92, 13, 102)
    other = Char("书", 8, 101, 10, "F", 8, 93, 18, 103)
    page = Page(1, form.width, form.height, (char, other))
    assert len(outside([page], form)) == 2
    assert len(overlapping(page.segments)) == 1
