"""Both editions of the first report, read back: what issue after issue builds on.

Readers here know nothing of the writers: pypdfium2 and poppler for the brochure, python-pptx and
LibreOffice for the deck.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pptx import Presentation
from pptx.util import Emu

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "data/hohhot-education/report.yaml"


def generate(*words: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "generate.py"), *words],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    done = generate("build", str(REPORT), "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def document():
    from report.build import load
    from report.state import Target

    return load(Target(str(REPORT), "/nowhere"))[1]


@pytest.fixture(scope="module")
def pdf_text(out: Path) -> str:
    pdf = pypdfium2.PdfDocument(out / "hohhot-education.pdf")
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@pytest.fixture(scope="module")
def deck(out: Path):
    return Presentation(str(out / "hohhot-education.pptx"))


def shapes_of(shapes):
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:
            yield from shapes_of(shape.shapes)


def slide_text(slide) -> str:
    parts = []
    for shape in shapes_of(slide.shapes):
        if shape.has_text_frame:
            parts.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            parts += [cell.text for row in shape.table.rows for cell in row.cells]
        if getattr(shape, "has_chart", False) and shape.has_chart:
            parts += re.findall(r"<a:t>([^<]*)</a:t>", shape.chart.part.blob.decode("utf-8"))
            parts += re.findall(r"<c:v>([^<]*)</c:v>", shape.chart.part.blob.decode("utf-8"))
    if slide.has_notes_slide:
        parts.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(parts)


def squeezed(text: str) -> str:
    """Text without white space and without the difference of compatibility forms."""
    return re.sub(r"\s+|\u00ad|\ufffe|\u2060", "", unicodedata.normalize("NFKC", text))


def paragraphs(document):
    from report.compose.document import ListBlock, Paragraph

    def walk(blocks):
        for block in blocks:
            if isinstance(block, Paragraph):
                yield block
            elif isinstance(block, ListBlock):
                for item in block.items:
                    yield from walk(item)

    for section in document.sections:
        yield from walk(section.blocks)


def test_says_what_was_made(tmp_path: Path):
    done = generate("build", str(REPORT), "--out", str(tmp_path))
    assert re.search(r"hohhot-education\.pdf +\d+ pages", done.stdout)
    assert re.search(r"hohhot-education\.pptx +\d+ slides", done.stdout)
    assert re.search(r"\d+ charts, \d+ figures, \d+ derived, \d+ gaps; [\d.]+ s", done.stdout)
    again = generate("build", str(REPORT), "--out", str(tmp_path))
    assert "up to date" in again.stdout


def test_every_paragraph_reads_as_it_stands_in_the_data(document, pdf_text: str):
    read = squeezed(pdf_text)
    for paragraph in paragraphs(document):
        text = squeezed("".join(run.text for run in paragraph.runs))
        halves = [text[k : k + 12] for k in range(0, len(text) - 12, 12)]
        absent = [piece for piece in halves if piece not in read]
        # a paragraph may be cut once by a column's or page's end
        assert len(absent) <= 1, (text, absent)


def test_every_figure_reads_the_same_in_both_editions(document, deck, pdf_text: str):
    brochure = squeezed(pdf_text)
    slides = squeezed("\n".join(slide_text(slide) for slide in deck.slides))
    for view in document.figures:
        if view.state == "missing" or view.section is None:
            continue
        shown = squeezed(view.number)
        assert shown in brochure, view.name
        assert shown in slides, view.name


def numbers_of(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", unicodedata.normalize("NFKC", text)))


def test_every_visible_number_comes_from_the_data(document, deck, pdf_text: str, out: Path):
    """Digits in either edition are a figure's, an input's, an axis's, a code's or a folio's."""
    pdf = pypdfium2.PdfDocument(out / "hohhot-education.pdf")
    known = numbers_of(repr(document))
    count = max(len(pdf), len(deck.slides))
    known |= {str(k) for k in range(1, count + 1)} | {f"{k:02d}" for k in range(1, count + 1)}
    from report.compose.document import Chart

    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                for plan in (block.plan, *block.plan.panels):
                    for axis in (plan.axis, plan.axis2, plan.x_axis):
                        known |= numbers_of(" ".join(axis.labels)) if axis else set()
    assert numbers_of(pdf_text) - known == set()
    visible = "\n".join(
        shape.text_frame.text
        for slide in deck.slides
        for shape in shapes_of(slide.shapes)
        if shape.has_text_frame
    )
    assert numbers_of(visible) - known == set()


def test_brochure_carries_title_author_language_and_outline(out: Path, document):
    pdf = pypdfium2.PdfDocument(out / "hohhot-education.pdf")
    facts = pdf.get_metadata_dict()
    assert facts["Title"].startswith(document.title)
    assert facts["Author"] == document.publisher
    assert all(word in facts["Keywords"] for word in document.keywords)
    titles = [item.get_title() for item in pdf.get_toc()]
    assert [s.title for s in document.sections if not any(s.title in t for t in titles)] == []
    with pikepdf.open(out / "hohhot-education.pdf") as read:
        assert str(read.Root.Lang).startswith("zh")


@pytest.mark.needs("pdffonts")
def test_every_font_is_embedded_subset_with_unicode(out: Path):
    listed = subprocess.run(
        ["pdffonts", str(out / "hohhot-education.pdf")], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        assert re.match(r"[A-Z]{6}\+", line), line
        assert re.search(r"\byes +yes +yes\b", line), line
    assert not any("Helvetica" in line for line in listed)
    # A face may be written across and downwards: two encodings, one font program.
    encodings = [(line.split()[0], re.findall(r"Identity-[HV]", line)[0]) for line in listed]
    assert len(set(encodings)) == len(encodings)
    with pikepdf.open(out / "hohhot-education.pdf") as pdf:
        programs = [
            str(thing.FontName)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
    assert sorted(programs) == sorted({f"/{name}" for name, _ in encodings})


@pytest.mark.needs("pdftotext")
def test_poppler_reads_characters_beyond_the_first_plane(tmp_path: Path):
    report = tmp_path / "rare.yaml"
    report.write_text(
        "title: 生僻字\nsections:\n  - {id: a, title: 元素与人名, body: 铹之后是𬭊、𬭳与𬭛。}\n",
        "utf-8",
    )
    done = generate("build", str(report), "--out", str(tmp_path), "--only", "pdf")
    assert done.returncode == 0, done.stderr
    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(tmp_path / "rare.pdf"), "-"],
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8")
    assert all(c in text for c in "𬭊𬭳𬭛")


def test_deck_has_native_charts_with_workbooks_in_every_section(deck, document):
    charts = [s.chart for slide in deck.slides for s in shapes_of(slide.shapes)
              if getattr(s, "has_chart", False) and s.has_chart]  # fmt: skip
    assert len(charts) >= 6
    for chart in charts:
        blob = chart.part.chart_workbook.xlsx_part.blob
        assert blob[:2] == b"PK"


def test_deck_is_sixteen_to_nine_with_placeholders_numbers_and_notes(deck):
    assert Emu(deck.slide_width).inches == pytest.approx(13.333, abs=0.01)
    assert Emu(deck.slide_height).inches == pytest.approx(7.5, abs=0.01)
    for slide in deck.slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text.strip()
        assert all(
            shape.text_frame.text.strip() for shape in slide.placeholders if shape.has_text_frame
        )
        native = [s for s in slide.shapes if getattr(s, "has_chart", False) or
                  getattr(s, "has_table", False)]  # fmt: skip
        assert slide.has_notes_slide or not native


@pytest.mark.needs("soffice")
def test_libreoffice_opens_the_deck(out: Path, tmp_path: Path, deck):
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(out / "hohhot-education.pptx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert len(pypdfium2.PdfDocument(tmp_path / "hohhot-education.pdf")) == len(deck.slides)


def test_same_bytes_in_another_process_zone_locale_and_folder(out: Path, tmp_path: Path):
    copy = tmp_path / "elsewhere" / "hohhot-education"
    shutil.copytree(REPORT.parent, copy)
    done = generate(
        "build", str(copy / "report.yaml"), "--out", str(tmp_path / "out"), cwd=tmp_path,
        PYTHONHASHSEED="4242", TZ="Pacific/Kiritimati", LC_ALL="tr_TR.UTF-8", LANG="tr_TR.UTF-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for edition in ("pdf", "pptx"):
        ours = (out / f"hohhot-education.{edition}").read_bytes()
        theirs = (tmp_path / f"out/hohhot-education.{edition}").read_bytes()
        assert hashlib.sha256(ours).digest() == hashlib.sha256(theirs).digest(), edition


FAULTS = {
    "unknown key": ("title: 甲\ntitel: 乙\nsections: [{id: a, title: 丙}]\n", 2, "titel"),
    "duplicate key": ("title: 甲\ntitle: 乙\nsections: [{id: a, title: 丙}]\n", 2, "title"),
    "reference to nothing": (
        "title: 甲\nsections:\n  - id: a\n    title: 丙\n    body: 共 {{ studnets }}。\n",
        5,
        "studnets",
    ),
    "malformed table": (
        "title: 甲\ntables:\n  t: {columns: [a, b], rows: [[1, 2], [3]]}\n"
        "sections: [{id: a, title: 丙, tables: [t]}]\n",
        3,
        "t",
    ),
    "missing file": (
        "title: 甲\ntables:\n  t: {file: nowhere.csv}\n"
        "sections: [{id: a, title: 丙, tables: [t]}]\n",
        3,
        "nowhere.csv",
    ),
    "character that no font has": (
        "title: 甲\nsections: [{id: a, title: 丙, body: '\U0001f3d4字'}]\n",
        2,
        "1F3D4",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_have_a_place_and_leave_the_outputs_alone(name: str, tmp_path: Path):
    text, line, word = FAULTS[name]
    report = tmp_path / "broken.yaml"
    report.write_text(text, "utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"old")
    done = generate("build", str(report), "--out", str(tmp_path))
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert re.search(rf"broken\.yaml:{line}:\d+: error: .*{word}.*; ", done.stderr), done.stderr
    assert (tmp_path / "broken.pdf").read_bytes() == b"old"
    assert not (tmp_path / "broken.pptx").exists()


def test_all_faults_at_once(tmp_path: Path):
    report = tmp_path / "broken.yaml"
    report.write_text(
        "title: 甲\ncolour: red\nsections:\n  - {id: a, title: 丙, tables: [none]}\n"
        "  - {id: b, title: 丁, key_figures: [nobody]}\n",
        "utf-8",
    )
    done = generate("check", str(report))
    assert done.returncode == 3
    assert all(word in done.stderr for word in ("colour", "none", "nobody"))


def test_missing_fonts_are_said(tmp_path: Path):
    code = (
        "import report.fonts as f, pathlib, sys\n"
        "from report.errors import ReportError\n"
        "try: f.open_fonts([pathlib.Path(sys.argv[1])]).chain('serif', 400, 'zh-Hans').faces\n"
        "except ReportError as fault: print(fault)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, cwd=ROOT,
        check=True,
    )  # fmt: skip
    assert str(tmp_path) in done.stdout
    assert "; " in done.stdout
