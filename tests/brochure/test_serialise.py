"""Object streams of thousands of structure elements: what a reader finds, and what they cost."""

import io
import random

import pikepdf
import pytest

from report.brochure.metadata import Metadata
from report.brochure.pdf import PdfBook
from report.brochure.serialise import _differences


def book(rows: int, *, tagged: bool = True) -> bytes:
    """A book of tables of two columns, fifty rows on a page."""
    out = io.BytesIO()
    made = PdfBook(out, Metadata("题", "zh-Hans"), tagged=tagged)
    tags = made.tags
    for start in range(0, rows, 50):
        with made.page(300, 700), tags.element("Table"):
            for row in range(start, start + 50):
                with tags.element("TR"):
                    for x, role, scope in ((0, "TH", "Row"), (90, "TD", None)):
                        with tags.element(role, scope=scope):
                            made.canvas.rect(x, row % 50 * 12, 80, 1, stroke=0, fill=1)
    made.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def thick():
    return book(2000)


def test_every_cell_is_found_again(thick):
    """By a reader of its own: each element is where the parent tree and its parent say it is."""
    with pikepdf.open(io.BytesIO(thick)) as pdf:
        root = pdf.Root.StructTreeRoot
        tables = list(root.K.K)
        assert len(tables) == 40
        parents = root.ParentTree.Nums if "/Nums" in root.ParentTree else None
        assert parents is not None
        for number, (table, page) in enumerate(zip(tables, pdf.pages, strict=True)):
            listed = list(parents[2 * number + 1])
            cells = [cell for row in table.K for cell in row.K]
            assert [c.objgen for c in cells] == [e.objgen for e in listed]
            assert [int(c.K) for c in cells] == list(range(100))
            assert [str(c.S) for c in cells] == ["/TH", "/TD"] * 50
            assert {c.Pg.objgen for c in cells} == {page.objgen}
            assert all(row.P.objgen == table.objgen for row in table.K)


def test_a_cell_costs_a_few_bytes(thick):
    """Marks, elements, parent tree and cross references of four thousand cells in their rows."""
    assert len(thick) - len(book(2000, tagged=False)) < 5 * 6000


@pytest.mark.parametrize("columns", [1, 7, 40])
def test_differences_are_those_of_each_byte(columns):
    chance = random.Random(columns)
    data = bytes(chance.choices((0, 1, 127, 128, 129, 255, chance.randrange(256)), k=columns * 30))
    found = _differences(data, columns)
    above = bytes(columns)
    for row in range(30):
        here = data[row * columns : (row + 1) * columns]
        said = found[row * (columns + 1) : (row + 1) * (columns + 1)]
        assert said[0] == 2
        assert bytes((a + b) & 0xFF for a, b in zip(said[1:], above, strict=True)) == here
        above = here
