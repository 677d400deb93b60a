"""Blocks one by one: pictures, foreign Flowables, cards, tables, notes, links, structure."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from PIL import Image as Picture

from report.brochure.blocks.cards import card_strip
from report.brochure.blocks.table import column_parts, table_band
from report.brochure.book import make_brochure
from report.brochure.setting import Setting
from report.compose.document import Document, Image, Run
from report.compose.plan import Cell, Column, Row, TablePlan
from report.fonts import FontBook, open_fonts
from report.theme import FORMATS, load_theme
from tests.brochure import samples
from tests.brochure.reading import overlapping, read


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return open_fonts()


@pytest.fixture(scope="module")
def setting(fonts: FontBook) -> Setting:
    return Setting(samples.mixed(), load_theme("qing"), fonts, FORMATS["a4"])


def with_images(folder: Path, sizes: list[tuple[int, int]]) -> Document:
    document = samples.mixed()
    images = []
    for number, (width, height) in enumerate(sizes):
        path = folder / f"{number}.png"
        Picture.new("RGB", (width, height), (40 + 60 * number % 200, 120, 90)).save(path)
        images.append(
            Image(
                str(path),
                width,
                height,
                (Run(f"图注之{number}"),),
                f"替代文字之{number}",
                "某人",
                f"i{number}",
            )
        )
    first = document.sections[0]
    return replace(
        document, sections=(replace(first, blocks=(*first.blocks, *images)), *document.sections[1:])
    )


def test_pictures_of_any_size_stand_in_their_frames(fonts: FontBook, tmp_path: Path) -> None:
    sizes = [(1600, 900), (600, 1200), (3000, 200), (40, 40)]
    document = with_images(tmp_path, sizes)
    make_brochure(document, load_theme("qing"), fonts, tmp_path / "b.pdf")
    pages = read(tmp_path / "b.pdf")
    text = "".join(s.text for p in pages for s in p.segments)
    for number in range(len(sizes)):
        assert f"图注之{number}" in text
    assert all(overlapping(p.segments) == [] for p in pages)
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        placed = sum(len(p.get_images()) for p in pdf.pages)
    assert placed >= len(sizes)


def test_a_tall_or_long_picture_stands_whole(fonts: FontBook, tmp_path: Path) -> None:
    document = with_images(tmp_path, [(600, 1200), (3000, 200), (1600, 1000)])
    make_brochure(document, load_theme("qing"), fonts, tmp_path / "b.pdf")
    with pdfplumber.open(tmp_path / "b.pdf") as pdf:
        found = [i for page in pdf.pages for i in page.images]
    tall, long, usual = (
        next(i for i in found if i["srcsize"] == size)
        for size in ((600, 1200), (3000, 200), (1600, 1000))
    )
    assert tall["height"] < usual["width"] * 0.7
    assert long["width"] <= usual["width"] + 0.5


def test_a_flowable_of_others_can_be_placed(fonts: FontBook, tmp_path: Path) -> None:
    from reportlab.platypus.flowables import Flowable

    from report.brochure.blocks.foreign import ForeignBlock
    from report.brochure.metadata import Metadata
    from report.brochure.pdf import PdfBook
    from report.brochure.surface import Surface

    class Frame(Flowable):
        def wrap(self, aw: float, ah: float) -> tuple[float, float]:
            return 120, 60

        def draw(self) -> None:
            self.canv.rect(0, 0, 120, 60)

    block = ForeignBlock(Frame(), "一个框")
    assert block.wrap(475, 600) == (120, 60)
    book = PdfBook(tmp_path / "b.pdf", Metadata("题", "zh-Hans"))
    surface = Surface(book, load_theme("qing"), FORMATS["a4"])
    surface.begin_page()
    block.draw(surface, 100, 100, 475)
    surface.end_page()
    book.save()
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        assert "/Figure" in str(pdf.Root.StructTreeRoot.K.K.S)


def test_a_table_says_once_that_it_goes_on(setting: Setting) -> None:
    """Divided between columns and between rows: （续） stands once."""
    parts = column_parts(setting, plan(30, 60), 300)
    assert len(parts) > 1
    further = table_band(setting, parts[1], 300).split(300, 300)[1]
    shown = "".join(line.text for line in further.head.title.lines)
    assert shown.count("续") == 1


def plan(columns: int, rows: int, *, text: str = "甲", value: str = "1.5") -> TablePlan:
    heads = (
        Column("项目"),
        *(Column(f"第{i}列", "number", "", "decimal") for i in range(1, columns)),
    )
    body = tuple(
        Row((Cell(f"{text}{r}"), *(Cell(value) for _ in range(1, columns)))) for r in range(rows)
    )
    return TablePlan("t", "表1", "题", "", "口径", heads, body, "来源：某书。")


def test_a_table_divides_between_rows_and_repeats_its_head(setting: Setting) -> None:
    band = table_band(setting, plan(4, 60), 475)
    pieces = []
    rest = band
    while True:
        parts = rest.split(475, 656)
        if not parts:
            pieces.append(rest)
            break
        head, rest = parts
        assert head.wrap(475, 656)[1] <= 656
        pieces.append(head)
    assert [p.first for p in pieces] == [0, *(p.last for p in pieces[:-1])]
    assert pieces[-1].last == 60
    assert all(p.last - p.first >= 2 for p in pieces)


def test_a_table_of_many_columns_is_divided_by_columns(setting: Setting) -> None:
    parts = column_parts(setting, plan(30, 5, value="12,345.67"), 475)
    assert len(parts) > 1
    assert all(p.columns[0].title == "项目" for p in parts)
    shown = [c.title for p in parts for c in p.columns[1:]]
    assert shown == [f"第{i}列" for i in range(1, 30)]
    assert len({p.id for p in parts}) == len(parts)
    assert column_parts(setting, plan(4, 5), 475) == [plan(4, 5)]


def test_cards_share_one_size_and_stay_in_their_width(setting: Setting) -> None:
    figures = samples.odd().headline
    for width in (475, 330, 200):
        strip = card_strip(setting, figures, width)
        assert strip.size >= 8
        assert strip.width * len(strip.rows[0]) <= width + 0.1
    alone = card_strip(setting, samples.mixed().headline[:1], 475)
    assert alone.size == setting.role("key-numeral").size


def tree(path: Path) -> list[str]:
    """Roles in reading order."""
    with pikepdf.open(path) as pdf:
        found: list[str] = []

        def walk(node: pikepdf.Object) -> None:
            if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
                return
            found.append(str(node.S))
            kids = node.get("/K")
            if isinstance(kids, pikepdf.Array):
                for kid in kids:
                    walk(kid)
            elif kids is not None:
                walk(kids)

        walk(pdf.Root.StructTreeRoot.K)
        return found


def test_the_structure_says_what_blocks_are(fonts: FontBook, tmp_path: Path) -> None:
    make_brochure(samples.mixed(), load_theme("qing"), fonts, tmp_path / "b.pdf")
    roles = tree(tmp_path / "b.pdf")
    wanted = "H1 H2 P L LI Lbl LBody Table TH TD Figure Caption BlockQuote Note TOC TOCI Link"
    for role in wanted.split():
        assert f"/{role}" in roles, role
    headings = [int(r[2]) for r in roles if r[1] == "H" and r[2:].isdigit()]
    assert headings[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(headings))


def test_links_and_outline_lead_somewhere(fonts: FontBook, tmp_path: Path) -> None:
    make_brochure(samples.mixed(), load_theme("qing"), fonts, tmp_path / "b.pdf")
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        links = [a for p in pdf.pages for a in p.get("/Annots", [])]
        assert len(links) >= 8
        assert all(str(a.Contents).strip() for a in links)
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    document = samples.mixed()
    assert titles[0] == document.words.contents
    assert titles[1:4] == [s.title for s in document.sections]
    assert titles[4] == document.words.data_notes


def test_every_code_in_the_text_is_listed_with_its_reason(fonts: FontBook, tmp_path: Path) -> None:
    document = samples.mixed()
    summary = make_brochure(document, load_theme("qing"), fonts, tmp_path / "b.pdf")
    pages = read(tmp_path / "b.pdf")
    notes = "".join(s.text for p in pages[-3:] for s in p.segments)
    for gap in document.gaps:
        assert gap.code
        assert gap.code in notes
        assert gap.why in notes
        assert f"figure:{gap.name}" in summary.page_of
    for derived in document.derived:
        assert derived.formula.replace(" ", "") in notes.replace(" ", "")


def grouped(rows: int) -> TablePlan:
    name = "一个要折成两行才能放下的组名，续页上也是"
    heads = (Column(name[:2]), Column("项"), Column("数", "number", "", "right"))
    body = tuple(
        Row((Cell(name), Cell(f"第{r}项"), Cell(str(r + 1), Decimal(r + 1)))) for r in range(rows)
    )
    return TablePlan("g", "表1", "题", "", "", heads, body, "", group_column=True)


def test_a_groups_name_on_a_further_page_hangs_below_the_head(
    setting: Setting, tmp_path: Path
) -> None:
    from report.brochure.metadata import Metadata
    from report.brochure.pdf import PdfBook
    from report.brochure.surface import Surface

    band = table_band(setting, grouped(40), 330)
    _, rest = band.split(330, 400)
    book = PdfBook(tmp_path / "b.pdf", Metadata("题", "zh-Hans"))
    surface = Surface(book, load_theme("qing"), FORMATS["a4"])
    surface.begin_page()
    rest.draw(surface, 60, 100, 330)
    surface.end_page()
    book.save()
    (page,) = read(tmp_path / "b.pdf")
    name = [s for s in page.segments if "组名" in s.text or "续页" in s.text]
    assert name
    with pdfplumber.open(tmp_path / "b.pdf") as pdf:
        drawn = pdf.pages[0]
        rules = sorted(float(r["top"]) for r in (*drawn.lines, *drawn.rects) if r["width"] > 300)
        words = [w for w in drawn.extract_words() if "组名" in w["text"] or "续页" in w["text"]]
        head = next(t for t in rules if t > 130)
        assert all(w["top"] > head for w in words), (head, words)


def test_nearly_equal_values_are_dots_on_a_stated_axis(setting: Setting) -> None:
    from report.compose.plan import DotStrip

    heads = (Column("项"), Column("率", "number", "%", "right"))
    body = tuple(
        Row((Cell(f"第{i}项"), Cell(v, Decimal(v)))) for i, v in enumerate(("99.9", "98.1", "90.4"))
    )
    dots = DotStrip(
        1, (Decimal(90), Decimal(95), Decimal(100)), ("90", "95", "100"), None, "轴不自零起"
    )
    made = TablePlan("t", "表1", "题", "", "口径", heads, body, dots=dots)
    band = table_band(setting, made, 475)
    assert band.shape.dots is not None
    assert band.plan.sub.endswith("轴不自零起")
    assert table_band(setting, made, 190).shape.dots is None
    assert table_band(setting, made, 190).plan.sub == "口径"
