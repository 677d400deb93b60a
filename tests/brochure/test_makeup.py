"""Pages made up: columns level, figures grown to the foot, gaps alike, nothing left in between."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.brochure import chart
from report.brochure.balance import balance, evened, levelled
from report.brochure.blocks.frame import ChartBand, chart_band
from report.brochure.blocks.panels import SideBySide, callout_box
from report.brochure.blocks.text import TextStrip, quote_strip
from report.brochure.book import Brochure
from report.brochure.flow import GAP, Band, PageFill, Position, Stretch
from report.brochure.galley import fill_columns, rows_of
from report.brochure.growth import greatest, grown
from report.brochure.makeup import FREE, bare, make_up, room_of
from report.brochure.setting import Setting
from report.compose import document as doc
from report.compose.plan import ChartPlan
from report.record import replace
from report.theme import FORMATS, load_theme
from tests.brochure import samples
from tests.brochure.test_flow import Box, Rows, figure, heading, text
from tests.brochure.whole import DOCUMENTS, fonts

# -- columns ----------------------------------------------------------------------------------


def divisions(strips: list[Rows]) -> list[tuple[int, int]]:
    """Rows of two columns for every place where the text may be divided, by brute force."""
    rows: list[tuple[Rows, int]] = [(s, r) for s in strips for r in range(s.rows)]
    starts = list(itertools.accumulate((s.rows for s in strips), initial=0))
    legal = {start for start, s in zip(starts[1:], strips, strict=False) if not s.keep}
    legal |= {start + b for start, s in zip(starts, strips, strict=False) for b in s.breaks}

    def high(part: list[tuple[Rows, int]]) -> int:
        return len(part) + sum(s.space for n, (s, r) in enumerate(part) if n and r == 0)

    return [(high(rows[:n]), high(rows[n:])) for n in sorted(legal) if 0 < n < len(rows)]


@given(st.lists(st.sampled_from(["p2", "p3", "p5", "p8", "h"]), min_size=1, max_size=12))
def test_columns_are_within_a_row_wherever_a_division_allows_it(kinds: list[str]) -> None:
    strips = [heading() if k == "h" else text(int(k[1:])) for k in [*kinds, "p4"]]
    possible = min(abs(a - b) for a, b in divisions(strips))
    stretch, at = balance(strips, Position(), 400, 2)
    assert at.index == len(strips)
    rows = [c.rows for c in stretch.columns]
    assert abs(rows[0] - rows[1]) <= max(1, possible)


def test_a_blank_row_is_doubled_only_where_no_division_levels_the_columns() -> None:
    even = [heading(), text(5), heading(), text(5)]
    stretch, _ = balance(even, Position(), 40, 2)
    assert [[p.row for p in c.placed] for c in stretch.columns] == [[0, 1], [0, 1]]
    odd = [Rows(9, whole=True), Rows(3, whole=True), heading(), Rows(3, whole=True)]
    stretch, _ = balance(odd, Position(), 40, 2)
    assert [c.rows for c in stretch.columns] == [9, 8]
    assert [p.row for p in stretch.columns[1].placed] == [0, 4, 5]
    lone = levelled(
        fill_columns([Rows(9, whole=True), Rows(4, whole=True)], Position(), 9, 2)[0], 40
    )
    assert [c.rows for c in lone.columns] == [9, 4]


@given(st.lists(st.sampled_from([3, 4, 6, 9]), min_size=8, max_size=20), st.integers(14, 30))
def test_a_full_page_gives_up_rows_rather_than_end_uneven(lengths: list[int], rows: int) -> None:
    strips = [s for n in lengths for s in (heading(), text(n))]
    greedy, _ = fill_columns(strips, Position(), rows, 2)
    stretch, at = evened(strips, Position(), rows, 2)
    ends = [c.rows for c in stretch.columns if c.placed]
    before = [c.rows for c in greedy.columns if c.placed]
    assert max(ends) <= rows
    assert max(ends) - min(ends) <= max(1, max(before) - min(before))
    lines = sum(p.last - p.first for c in stretch.columns for p in c.placed)
    left = sum(s.rows for s in strips[at.index :]) - at.used
    assert lines + left == sum(s.rows for s in strips)


def test_a_paragraph_is_set_a_line_longer_where_that_levels_the_columns() -> None:
    first, longer = Rows(9, whole=True, name="first"), Rows(9, whole=True, name="longer")
    second = Rows(7, whole=True, name="second")
    strips: list[Rows] = [first, second]
    stretch, _ = balance(
        strips,
        Position(),
        40,
        2,
        lambda s: (longer,) if s is second else (),  # type: ignore[arg-type]
    )
    assert [c.rows for c in stretch.columns] == [9, 9]
    assert strips[1] is longer


@given(st.integers(5, 30), st.integers(4, 12), st.integers(2, 3))
def test_no_line_stands_alone_in_a_column(length: int, rows: int, columns: int) -> None:
    strips, at = [text(length)], Position()
    while at.index < len(strips):
        stretch, after = evened(strips, at, rows, columns)
        if after.index >= len(strips):
            stretch, after = balance(strips, at, rows, columns)
        assert all(p.last - p.first >= 2 for c in stretch.columns for p in c.placed)
        assert after != at
        at = after


def test_what_can_grow_levels_the_columns(setting: Setting) -> None:
    """A callout and a quotation take the rows that their column lacks, and are drawn so."""
    block = doc.Callout("提示", (doc.Run("口径不同，不能直接相比。"),))
    quote = doc.Quote((doc.Run("先修后通，少了争议。"),), "一位读者")
    for strip in (callout_box(setting, block, 228), quote_strip(setting, quote, 228)):
        words = Rows(strip.rows + 2, whole=True)
        stretch, _ = balance([words, strip], Position(), 41, 2)
        fill = PageFill(0, [(0, stretch)])
        swaps = make_up(fill, 41, 16, record)
        ((_, piece),) = fill.pieces
        assert isinstance(piece, Stretch)
        assert [c.rows for c in piece.columns] == [words.rows, words.rows]
        assert swaps[id(strip)] is piece.columns[1].placed[0].strip


def test_a_list_takes_air_around_it_where_nothing_else_levels_the_columns() -> None:
    items = [Rows(2, whole=True, group="list"), Rows(2, whole=True, group="list")]
    strips = [Rows(9, whole=True), Rows(3, whole=True), *items]
    stretch, _ = balance(strips, Position(), 40, 2)
    assert [c.rows for c in stretch.columns] == [9, 8]
    assert [p.row for p in stretch.columns[1].placed] == [0, 4, 6]


# -- figures that grow ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def setting() -> Setting:
    return Setting(samples.mixed(), load_theme("qing"), fonts(), FORMATS["a4"])


def record(plan: ChartPlan, width: float) -> chart.Drawing:
    return chart.record(plan, width, load_theme("qing"), fonts())


def charts() -> list[ChartPlan]:
    document = DOCUMENTS["gallery"][0]()
    return [
        b.plan
        for s in document.sections
        for b in s.blocks
        if isinstance(b, doc.Chart) and b.plan.kind != "matplotlib"
    ]


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_a_chart_fills_the_height_it_is_given(setting: Setting, share: float) -> None:
    """Never more than that, and nearly all of it."""
    grew = 0
    for plan in charts():
        band = chart_band(setting, plan, 475, record)
        height = band.height + share * (greatest(band) - band.height)
        taller = grown(band, height, record)
        assert band.height <= taller.height <= height + 0.6, plan.kind
        assert height - taller.height < 3, plan.kind
        grew += taller.height > band.height + 10
    assert grew >= 8 or not share


@pytest.mark.parametrize("width", [228, 475])
def test_a_chart_is_drawn_once_for_its_height(setting: Setting, width: float) -> None:
    """What a kind adds to its plot is known beforehand: hardly one chart is drawn twice."""
    asked: list[str] = []

    def counted(plan: ChartPlan, wide: float) -> chart.Drawing:
        asked.append(plan.kind)
        return record(plan, wide)

    bands = [chart_band(setting, plan, width, record) for plan in charts()]
    bands = [band for band in bands if greatest(band) > band.height + 20]
    for band in bands:
        grown(band, band.height + 0.7 * (greatest(band) - band.height), counted)
    assert len(bands) >= 8
    assert len(asked) <= 1.25 * len(bands), asked


def test_what_the_author_shaped_keeps_its_shape(setting: Setting) -> None:
    plan = next(p for p in charts() if p.kind == "column" and not p.all_missing)
    band = chart_band(setting, replace(plan, aspect=0.4), 475, record)
    assert greatest(band) == band.height
    assert grown(band, band.height + 100, record) is band


# -- pages ------------------------------------------------------------------------------------


def page(*rows: int) -> PageFill:
    return PageFill(0, [(0, Band(Box(r * 16), r)) for r in rows])


def test_gaps_are_alike_and_figures_reach_the_foot(setting: Setting) -> None:
    plans = [p for p in charts() if p.kind in ("line", "column") and not p.all_missing][:2]
    bands = [chart_band(setting, p, 475, record) for p in plans]
    rows = [rows_of(b.height, 16) for b in bands]
    pieces = [
        (0, Band(b, r, most=int(greatest(b) // 16))) for b, r in zip(bands, rows, strict=True)
    ]
    fill = PageFill(0, list(pieces))
    foot = sum(rows) + GAP + 5
    assert sum(p.most for _, p in pieces) + GAP >= foot
    make_up(fill, foot, 16, record)
    assert fill.end == foot
    gaps = {b - a - p.rows for (a, p), (b, _) in itertools.pairwise(fill.pieces)}
    assert gaps == {GAP}


def test_what_figures_cannot_fill_stays_at_the_foot() -> None:
    fill = page(12, 12)
    make_up(fill, 41, 16, record)
    assert [row for row, _ in fill.pieces] == [0, 12 + GAP]
    assert bare(fill, 41)
    nearly = page(17, 17)
    make_up(nearly, 41, 16, record)
    assert nearly.pieces[1][0] == 17 + GAP
    assert not bare(nearly, 41)


NAMES = [n for n in DOCUMENTS if n not in ("attached", "thick")]


@pytest.fixture(scope="module", params=NAMES)
def planned(request: pytest.FixtureRequest) -> Brochure:
    document, theme = DOCUMENTS[request.param]
    chart.allow_code(request.param == "gallery")
    try:
        return Brochure(document(), load_theme(theme), fonts())
    finally:
        chart.allow_code(False)


def test_pages_keep_one_rhythm(planned: Brochure) -> None:
    """The gaps of a page differ by nothing; a page title has its own air."""
    rows = FORMATS[planned.document.options.page_format].lines
    for layout in planned.layouts:
        for fill in layout.pages:
            gaps = {
                below - row - piece.rows
                for (row, piece), (below, _) in itertools.pairwise(fill.pieces)
                if not (isinstance(piece, Band) and piece.head)
            }
            assert gaps <= {GAP}, gaps
            assert fill.end <= rows


def test_columns_end_within_a_row(planned: Brochure) -> None:
    """Everywhere, or where text alone allows no division that does."""
    for layout in planned.layouts:
        for fill in layout.pages:
            for _, piece in fill.pieces:
                if not isinstance(piece, Stretch):
                    continue
                ends = [c.rows for c in piece.columns if c.placed]
                if max(ends) - min(ends) <= 1 and (len(ends) == len(piece.columns) or ends[0] <= 3):
                    continue
                strips = [p.strip for c in piece.columns for p in c.placed if not p.first]
                assert all(isinstance(s, TextStrip) for s in strips)
                assert len(piece.columns) == 2
                assert all(abs(a - b) > 1 for a, b in divisions(strips)), ends  # type: ignore[arg-type]


def test_figures_end_where_their_rows_end(planned: Brochure) -> None:
    """A chart that can grow leaves less than its row's hang below it: gaps look alike."""
    pitch = planned.format.baseline
    checked = 0
    for layout in planned.layouts:
        for _, piece in (p for fill in layout.pages for p in fill.pieces):
            if not isinstance(piece, Band) or not isinstance(piece.block, (ChartBand, SideBySide)):
                continue
            high = piece.block.wrap(planned.format.measure, 1e6)[1]
            assert high <= piece.rows * pitch + 0.6
            if greatest(piece.block) > high + pitch:
                assert piece.rows * pitch - high < 6
                checked += 1
    if planned.document.title == DOCUMENTS["first"][0]().title:
        assert checked >= 3


def test_a_foot_is_never_left_bare_in_between(planned: Brochure) -> None:
    """Less than ``FREE`` rows at the foot, or so many that a landscape has room there."""
    rows = planned.format.lines
    for layout in planned.layouts:
        for fill in layout.pages[1:]:
            free = rows - fill.end
            assert bare(fill, rows) == (free >= FREE)


def test_order_names_what_is_drawn(planned: Brochure) -> None:
    """Blocks that were drawn anew are those that have their place in the reading order."""
    for layout in planned.layouts:
        known = {id(block) for block in layout.order}
        for fill in layout.pages:
            for _, piece in fill.pieces:
                if isinstance(piece, Stretch):
                    assert all(id(p.strip) in known for c in piece.columns for p in c.placed)
                elif isinstance(piece.block, (ChartBand, SideBySide)):
                    assert id(piece.block) in known


def test_a_figure_strip_is_no_text() -> None:
    """Figures in a column are divided nowhere, and wait while the text goes on."""
    strips = [text(6), figure(8, 1), text(12)]
    stretch, at = balance(strips, Position(), 40, 2)
    assert at.index == len(strips)
    rows = [c.rows for c in stretch.columns]
    assert abs(rows[0] - rows[1]) <= 2


@pytest.mark.parametrize(
    ("language", "columns", "align"),
    [("zh-Hans", 2, "justify"), ("ja", 2, "justify"), ("ko", 2, "justify"), ("en", 2, "left"),
     ("en", 1, "justify")],
)  # fmt: skip
def test_latin_text_is_ragged_in_narrow_columns_only(
    language: str, columns: int, align: str
) -> None:
    form = FORMATS["a4"]
    made = Setting(samples.mixed(language), load_theme("qing"), fonts(), form)
    assert made.body_align(form.column_measure(columns)) == align


def test_a_divided_table_leaves_no_page_of_a_few_rows() -> None:
    from report.brochure.flow import TAIL, Paginator, Segment

    for rows in range(45, 80):
        paginator = Paginator(41, 2, width=475, pitch=16)
        paginator.add(Segment((), (Band(Box(rows * 16), rows, divisible=True),)))
        heights = [piece.rows for fill in paginator.pages for _, piece in fill.pieces]
        assert len(heights) == 2
        assert min(heights) >= TAIL - 1, (rows, heights)


def test_a_few_lines_come_before_the_figures_that_wait() -> None:
    from report.brochure.flow import Paginator, Segment

    strips = [text(10), text(30), text(6)]
    bands = [Band(Box(20 * 16), 20, 1), Band(Box(16 * 16), 16, 2), Band(Box(16 * 16), 16, 2)]
    paginator = Paginator(41, 2, width=475, pitch=16)
    paginator.add(Segment(tuple(strips), tuple(bands)))
    last = paginator.pages[-1].pieces
    assert not isinstance(last[-1][1], Stretch)


def test_an_opener_without_key_figures_has_no_hole(planned: Brochure) -> None:
    """Its sky comes down until the lead stands at the foot, or as far as a page's sky may."""
    form = planned.format
    for layout in planned.layouts:
        opener, fill = layout.opener, layout.pages[0]
        if opener.cards is not None and not fill.pieces:
            continue
        end = fill.end if fill.pieces else opener.end
        share = (form.top + opener.tint_row * form.baseline) / form.height
        assert form.lines - end <= 3 or share > (0.55 if fill.pieces else 0.66)


def test_a_chart_in_a_column_takes_the_rows_that_its_column_lacks(setting: Setting) -> None:
    plan = next(p for p in charts() if p.kind == "column" and not p.all_missing)
    band = chart_band(setting, plan, 228, record)
    band = replace(band, elastic=room_of(band, 16))
    words = Rows(band.rows + 3, whole=True)
    stretch, _ = fill_columns([words, band], Position(), band.rows + 3, 2)
    fill = PageFill(0, [(0, stretch)])
    swaps = make_up(fill, 41, 16, record)
    ((_, piece),) = fill.pieces
    assert isinstance(piece, Stretch)
    assert [c.rows for c in piece.columns] == [band.rows + 3, band.rows + 3]
    assert swaps[id(band)] is piece.columns[1].placed[0].strip
