"""What veraPDF cannot see in whole brochures: the tree says what the document says, in order."""

from __future__ import annotations

import io
import re
import subprocess

import numpy as np
import pikepdf
import pypdfium2
import pytest

from report.brochure.book import Brochure
from report.brochure.chart_data import tables_of
from report.brochure.metadata import Metadata
from report.brochure.pdf import PdfBook
from report.compose import document as doc
from report.theme import load_theme
from report.verify.accessible import check_structure
from report.verify.structure import Leaf, read_tree
from tests.brochure.whole import DOCUMENTS, fonts, make


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("accessible")


@pytest.fixture(scope="module")
def made(folder):
    known = {}

    def path(name):
        if name not in known:
            known[name] = make(name, folder)
        return known[name]

    return path


def squeezed(text):
    """Without spaces, and with the marks that composition may widen in their narrow form."""
    wide = {0xFF01 + i: 0x21 + i for i in range(94)}
    return re.sub(r"\s|\u200b", "", text).translate(wide)


def texts(runs):
    return "".join(run.text for run in runs)


def said(block):
    """What a block says, piece by piece, in the order it must be read."""
    if isinstance(block, (doc.Paragraph, doc.Heading, doc.Quote)):
        yield texts(block.runs)
    elif isinstance(block, doc.ListBlock):
        for item in block.items:
            for part in item:
                yield from said(part)
    elif isinstance(block, doc.Callout):
        yield block.kicker
        yield texts(block.runs)
    elif isinstance(block, doc.Chart):
        yield block.plan.title
        for table in tables_of(block.plan):
            for row in table.rows:
                yield from (cell.text for cell in row)
    elif isinstance(block, doc.TableBlock):
        yield block.plan.title
        for row in block.plan.rows:
            for number, cell in enumerate(row.cells):
                if not (block.plan.group_column and number == 0):
                    yield cell.text if cell.state != "missing" else cell.code or ""


SMALL = [name for name in DOCUMENTS if name != "thick"]


@pytest.mark.parametrize("name", SMALL)
def test_own_rules_hold(made, name):
    assert str(check_structure(made(name))).splitlines()[1:] == []


@pytest.mark.slow
def test_own_rules_hold_in_the_thick_report(made):
    assert str(check_structure(made("thick"))).splitlines()[1:] == []


@pytest.mark.parametrize("name", ["first", "in-zh-Hant", "in-ja", "in-ko", "in-en", "odd"])
def test_the_tree_says_what_the_document_says_in_order(made, name):
    document = DOCUMENTS[name][0]()
    root = read_tree(made(name)).root
    chapters = {squeezed(h.text): h.parent for h in root.find("H1") if h.parent.role == "Sect"}
    for section in document.sections:
        chapter = chapters[squeezed(section.title)]
        spoken = squeezed(chapter.text)
        place = spoken.index(squeezed(section.title))
        if section.lead:
            place = spoken.index(squeezed(texts(section.lead)), place)
        for block in section.blocks:
            if isinstance(block, (doc.Chart, doc.TableBlock, doc.Callout, doc.KeyFigures)):
                continue  # stand where there is room; tested below
            for piece in said(block):
                found = spoken.find(squeezed(piece), place)
                assert found >= 0, f"{piece!r} is not read after {spoken[place - 30 : place]!r}"
                place = found


@pytest.mark.parametrize("name", ["first", "gallery", "in-en"])
def test_every_number_of_a_chart_is_in_its_table(made, name):
    document = DOCUMENTS[name][0]()
    root = read_tree(made(name)).root
    frames = {squeezed(c.text): c.parent for c in root.find("Caption")}
    for section in document.sections:
        for block in section.blocks:
            if not isinstance(block, doc.Chart) or not tables_of(block.plan):
                continue
            title = squeezed(block.plan.number + block.plan.title)
            frame = next(f for caption, f in frames.items() if caption.startswith(title))
            (figure,) = frame.find("Figure")
            assert figure.alt == (block.plan.alt or block.plan.title)
            tables = frame.find("Table")
            cells = [[[c.text for c in row.kids] for row in t.find("TR")] for t in tables]
            assert cells == [
                [[c.text for c in line] for line in (t.head, *t.rows)]
                for t in tables_of(block.plan)
            ]


def test_labels_are_in_cells_and_not_twice(made):
    """The numbers that a chart shows are the cells' own text, seen where they stand."""
    root = read_tree(made("first")).root
    drawn = [c for t in root.find("Table") if t.parent.find("Figure")
             for c in t.find("TD", "TH") if any(isinstance(k, Leaf) for k in c.kids)]  # fmt: skip
    assert len(drawn) > 60
    bars = next(f for f in root.find("Figure") if "教职工增得最快" in (f.alt or ""))
    assert not re.search(r"[1-9]\d\.\d\d", bars.text)


def test_attached_data_are_the_charts_numbers(made):
    document = DOCUMENTS["attached"][0]()
    with pikepdf.open(made("attached")) as pdf:
        files = {
            k: v.get_file().read_bytes().decode("utf-8-sig") for k, v in pdf.attachments.items()
        }
    plans = {b.plan.id: b.plan for s in document.sections for b in s.blocks
             if isinstance(b, doc.Chart)}  # fmt: skip
    assert set(files) == {f"{key}.csv" for key in plans}
    for key, plan in plans.items():
        assert files[f"{key}.csv"] == "\r\n".join(t.csv() for t in tables_of(plan))


@pytest.mark.parametrize("name", ["first", "in-en", "wide-en"])
def test_a_hyphen_of_a_line_break_is_not_read(made, name):
    tree = read_tree(made(name))
    raw = "".join(
        leaf.text for node in tree.root.walk() for leaf in node.kids if isinstance(leaf, Leaf)
    )
    spans = [n for n in tree.root.find("Span") if n.actual_text == ""]
    assert raw.count("\u00ad") == len(spans)
    if name == "wide-en":  # in one column English is justified, and divided where that helps
        assert spans


@pytest.mark.needs("pdfinfo")
@pytest.mark.parametrize("name", ["first", "in-ja"])
def test_poppler_reads_every_character_of_the_tree(made, name):
    done = subprocess.run(
        ["pdfinfo", "-struct-text", made(name)], capture_output=True, check=True, encoding="utf-8"
    )
    spoken = "".join(re.findall(r'^\s*"(.*)"$', done.stdout, re.M))
    root = read_tree(made(name)).root
    held = "".join(
        leaf.text for node in root.walk() for leaf in node.kids if isinstance(leaf, Leaf)
    )
    assert sorted(squeezed(spoken)) == sorted(squeezed(held))


def drawn(name, *, tagged):
    document, theme = DOCUMENTS[name]
    out = io.BytesIO()
    book = PdfBook(out, Metadata("试", "zh-Hans"), tagged=tagged)
    Brochure(document(), load_theme(theme), fonts()).draw(book)
    book.save()
    return out.getvalue()


def test_tags_change_no_pixel_and_cost_little_size():
    """Drawn with and without a structure tree, pages look the same; the file grows by ≤ 5 %."""
    with_tags, without = (drawn("first", tagged=t) for t in (True, False))
    pages = [pypdfium2.PdfDocument(data) for data in (with_tags, without)]
    assert len(pages[0]) == len(pages[1])
    for one, other in zip(*pages, strict=True):
        a, b = (page.render(scale=0.6).to_numpy() for page in (one, other))
        # Labels of a chart are drawn after its shapes: edges that touch may blend by a step.
        assert np.abs(a.astype(int) - b.astype(int)).max() <= 2
    assert len(with_tags) <= 1.05 * len(without)
