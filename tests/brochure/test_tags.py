"""The structure tree as independent readers find it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import pikepdf
import pypdfium2
import pytest

from report.brochure.metadata import Metadata
from report.brochure.pdf import PdfBook
from report.errors import RenderError
from report.verify.accessible import check_structure
from report.verify.structure import read_tree
from tests.brochure.example import STRUCTURE, Example
from tests.brochure.glyphs import FONTS, face, run


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    path = tmp_path_factory.mktemp("tags") / "example.pdf"
    Example(path).draw().save()
    return path


def book():
    return PdfBook(io.BytesIO(), Metadata("试", "zh-Hans"))


def show(book, text, x=20, y=100):
    book.fonts.show(book.canvas, run(text, face()), x, y)


def tree_of(book, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(book.to_bytes())
    return read_tree(path)


def test_the_tree_is_the_document_in_reading_order(example):
    tree = read_tree(example)
    assert "\n".join(tree.root.outline()) + "\n" == STRUCTURE
    assert tree.loose == []
    assert tree.unclaimed == []
    assert [text for _, text in tree.artifacts] == [
        *("书眉", "1", "书眉", "2", "书眉", "3", "学校", "人数"),
    ]


def test_own_checks_find_nothing(example):
    assert str(check_structure(example)).splitlines()[1:] == []


def test_pdfium_finds_the_same_text_on_the_pages(example):
    """Another reader, another path: what PDFium extracts is what tree and artifacts hold."""
    tree = read_tree(example)
    held = sorted(
        "".join(
            [leaf.text for node in tree.root.walk() for leaf in node.kids if hasattr(leaf, "mcid")]
        )
        + "".join(t for _, t in tree.artifacts)
    )
    pages = pypdfium2.PdfDocument(example)
    shown = "".join(page.get_textpage().get_text_bounded() for page in pages)
    # PDFium puts ActualText in place of glyphs in no element-level Span, and adds spaces.
    assert sorted(re.sub(r"\s", "", shown)) == [c for c in held if not c.isspace()]


@pytest.mark.needs("pdfinfo")
def test_poppler_reads_the_same_structure(example):
    done = subprocess.run(
        ["pdfinfo", "-struct-text", example], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    said = "".join(re.findall(r'^\s*"(.*)"$', done.stdout, re.M))
    held = "".join(
        leaf.text
        for node in read_tree(example).root.walk()
        for leaf in node.kids
        if hasattr(leaf, "mcid")
    )
    assert sorted(said) == sorted(held)
    roles = re.findall(r"^\s*([A-Z]\w*)\b", done.stdout.replace("Object", "object"), re.M)
    assert roles == re.findall(r"^\s*(\w+)", re.sub(r"^\s*: .*\n", "", STRUCTURE, flags=re.M), re.M)


def test_one_paragraph_over_two_pages_is_one_element(example):
    with pikepdf.open(example) as pdf:
        tree = pdf.Root.StructTreeRoot.ParentTree.Nums
        first, second = list(tree[1]), list(tree[3])
        shared = {e.objgen for e in first} & {e.objgen for e in second}
        assert len(shared) == 1


def test_every_mark_leads_back_to_its_element(example):
    """ParentTree and K are each other's inverse (ISO 32000-1, 14.7.4.4)."""
    with pikepdf.open(example) as pdf:
        nums = pdf.Root.StructTreeRoot.ParentTree.Nums
        parents = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
        claims = {}
        waiting = [pdf.Root.StructTreeRoot.K]
        while waiting:
            element = waiting.pop()
            kids = element.get("/K", pikepdf.Array())
            for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    claims[element.Pg.StructParents, kid] = element.objgen
                elif kid.get("/Type") == "/MCR":
                    claims[kid.Pg.StructParents, kid.MCID] = element.objgen
                elif kid.get("/Type") == "/OBJR":
                    assert parents[kid.Obj.StructParent].objgen == element.objgen
                else:
                    assert kid.P.objgen == element.objgen
                    waiting.append(kid)
        listed = {
            (page.StructParents, i): element.objgen
            for page in pdf.pages
            for i, element in enumerate(parents[page.StructParents])
        }
        assert claims == listed


def test_text_outside_of_the_structure_is_an_error_that_quotes_it():
    b = book()
    b.begin_page(200, 200)
    show(b, "无主之文")
    with pytest.raises(RenderError, match="无主之文"):
        b.end_page()


def test_text_directly_in_a_section_is_an_error():
    b = book()
    b.begin_page(200, 200)
    with pytest.raises(RenderError, match="directly in Sect"), b.tags.element("Sect"):
        show(b, "无主之文")


def test_stray_lines_become_artifacts(tmp_path):
    b = book()
    with b.page(200, 200):
        b.canvas.line(0, 0, 50, 50)
        with b.tags.element("Sect"):
            b.canvas.rect(10, 10, 20, 20, fill=1)
            with b.tags.element("P"):
                show(b, "文")
    tree = tree_of(b, tmp_path)
    assert tree.loose == []
    assert list(tree.root.outline()) == ["Document", "  Sect", "    P: 文"]


def test_elements_inside_an_artifact_are_ignored(tmp_path):
    b = book()
    with b.page(200, 200):
        with b.tags.element("P"):
            show(b, "文")
        with (
            b.tags.artifact("Pagination"),
            b.tags.element("TR"),
            b.tags.link("去", url="https://example.org/") as link,
        ):
            link.area((0, 0, 1, 1))
            show(b, "表头")
    tree = tree_of(b, tmp_path)
    assert list(tree.root.outline()) == ["Document", "  P: 文"]
    assert tree.artifacts == [(0, "表头")]


def test_empty_elements_vanish_but_cells(tmp_path):
    b = book()
    with b.page(200, 200):
        with b.tags.element("Sect"), b.tags.element("P"):
            pass
        with b.tags.element("Table"):
            with b.tags.element("TR"):
                with b.tags.element("TH", scope="Row"):
                    show(b, "甲")
                with b.tags.element("TD"):
                    pass
            with b.tags.element("TR"), b.tags.element("TD"):
                pass
    assert list(tree_of(b, tmp_path).root.outline()) == [
        "Document", "  Table", "    TR", "      TH: 甲", "      TD",
    ]  # fmt: skip


def test_text_before_a_child_stays_before_it(tmp_path):
    b = book()
    with b.page(200, 200), b.tags.element("P"):
        show(b, "前")
        with b.tags.span(actual_text="中文"):
            show(b, "〇")
        show(b, "后")
    paragraph = tree_of(b, tmp_path).root.kids[0]
    assert paragraph.text == "前中文后"
    assert [getattr(k, "role", None) or k.text for k in paragraph.kids] == ["前", "Span", "后"]


def test_unknown_roles_twin_ids_and_dead_links_are_errors():
    b = book()
    with pytest.raises(RenderError, match="Paragraph"):
        b.tags.node("Paragraph")
    b.tags.node("Note", id="n1")
    with pytest.raises(RenderError, match="n1"):
        b.tags.node("Note", id="n1")
    b.begin_page(200, 200)
    with b.tags.link("到别处", destination="nowhere") as link:
        link.area((0, 0, 10, 10))
        show(b, "别处")
    b.end_page()
    with pytest.raises(RenderError, match="nowhere"):
        b.to_bytes()


def test_a_link_must_say_where_it_goes():
    b = book()
    with pytest.raises(RenderError, match="where it goes"), b.tags.link(" ", destination="x"):
        pass


def test_forms_are_tagged_where_they_are_drawn(tmp_path):
    b = book()
    b.begin_page(200, 200)
    with b.tags.element("P"):
        show(b, "共")
        b.canvas.doForm("total")
    b.end_page()
    b.canvas.beginForm("total", 0, 0, 200, 200)
    show(b, "九页", x=40)
    b.canvas.endForm()
    assert list(tree_of(b, tmp_path).root.outline()) == ["Document", "  P: 共九页"]


def test_what_cannot_be_embedded_is_refused():
    b = book()
    b.begin_page(200, 200)
    with pytest.raises(RenderError, match="Helvetica"):
        b.canvas.setFont("Helvetica", 10)


def test_fonts_that_reportlab_embeds_are_welcome(tmp_path):
    """A third party's Flowable may draw with a TrueType font it has registered."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont("Theirs", str(FONTS / "NotoSans-Regular.ttf")))
    b = book()
    with b.page(200, 200), b.tags.element("H1"):
        b.canvas.setFont("Theirs", 12)
        b.canvas.drawString(20, 100, "Theirs")
    path = tmp_path / "theirs.pdf"
    path.write_bytes(b.to_bytes())
    assert list(read_tree(path).root.outline()) == ["Document", "  H1: Theirs"]
    # ReportLab's own ToUnicode has one block of 128 entries, which readers forgive.
    assert {finding.rule for finding in check_structure(path).findings} <= {"long-block"}


def test_same_input_same_bytes(example):
    out = io.BytesIO()
    Example(out).draw().save()
    assert out.getvalue() == example.read_bytes()


def test_untagged_costs(example):
    """The tree costs at most a twentieth on a real page; here it only has to be compact."""
    out = io.BytesIO()
    Example(out, tagged=False).draw().save()
    assert b"pdfuaid:part" not in out.getvalue()
    with pikepdf.open(out) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert b"BDC" not in pdf.pages[0].Contents.read_bytes()


def test_attached_data_makes_it_pdf_a_3(tmp_path):
    path = tmp_path / "data.pdf"
    one = Example(path, conformance="3a").draw()
    figure = next(e for e in one.tags.elements() if e.role == "Figure")
    one.book.attach(
        "图1.csv", "年,人\n2020,3\n".encode(), mime="text/csv",
        description="图1 的数据", element=figure,
    )  # fmt: skip
    one.save()
    with pikepdf.open(path) as pdf:
        assert pdf.attachments["图1.csv"].get_file().read_bytes().decode().startswith("年")
        assert pdf.Root.AF[0].AFRelationship == "/Data"


def test_attached_data_needs_the_option():
    with pytest.raises(RenderError, match="3a"):
        book().attach("a.csv", b"", mime="text/csv", description="")


def test_boxes_labels_and_metadata(example):
    with pikepdf.open(example) as pdf:
        page = pdf.pages[0]
        assert [float(v) for v in page.TrimBox] == [9, 9, 309, 429]
        assert [float(v) for v in page.MediaBox] == [0, 0, 318, 438]
        assert page.Tabs == "/S"
        assert pdf.Root.Lang == "zh-Hans"
        assert pdf.Root.PageLabels.Nums[1].S == "/D"
        assert pdf.docinfo.Keywords == "甲, 乙"
        assert "/Helvetica" not in str([f.BaseFont for f in page.Resources.Font.values()])


@pytest.mark.needs("qpdf")
def test_the_syntax_is_sound(example):
    assert shutil.which("qpdf")
    done = subprocess.run(["qpdf", "--check", example], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
