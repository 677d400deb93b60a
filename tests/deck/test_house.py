"""An author's own template: used as it is, or all that it lacks said before anything is made."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pptx
import pytest
from pptx import Presentation
from pptx.util import Inches, Pt

from report.compose.document import Options
from report.deck.check import check_deck
from report.deck.deck import deck_bytes
from report.deck.fit import Measure
from report.deck.house import check_template
from report.deck.template import write_template
from report.errors import ReportError
from report.theme import load_theme
from tests.deck.conftest import fonts, opened
from tests.deck.samples import report

OFFICE = Path(pptx.__file__).parent / "templates" / "default.pptx"


def deck_with(template, layouts=()):
    doc = replace(
        report(), options=Options(deck_template=str(template), deck_layouts=tuple(layouts))
    )
    return deck_bytes(doc, load_theme("qing"), fonts())


@pytest.fixture
def ours(tmp_path):
    path = tmp_path / "ours.pptx"
    write_template(path, load_theme("qing"), fonts())
    return path


def rules(faults):
    return {f.rule for f in faults}


def test_office_template_serves(tmp_path):
    data, summary = deck_with(OFFICE)
    assert summary.charts == 4
    assert rules(check_deck(data)) <= {"theme-fonts"}
    deck = opened(data)
    names = [s.slide_layout.name for s in deck.slides]
    assert names[:3] == ["Title Slide", "Title and Content", "Section Header"]
    assert deck.slides[0].shapes.title.text_frame.text == "首府教育十年"


def test_own_slides_of_the_template_are_left_out(tmp_path):
    deck = Presentation(str(OFFICE))
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "旧页"
    path = tmp_path / "full.pptx"
    deck.save(str(path))
    data, summary = deck_with(path)
    made = opened(data)
    assert len(made.slides) == summary.slides
    assert b"\xe6\x97\xa7\xe9\xa1\xb5" not in data
    assert rules(check_deck(data)) <= {"theme-fonts"}


def test_restyled_template_of_ours_keeps_its_furniture(ours):
    deck = Presentation(str(ours))
    chart = next(l for l in deck.slide_layouts if l.name == "图表")
    mark = next(p for p in chart.placeholders if p.placeholder_format.idx == 12)
    mark.top, mark.height = Pt(140), Pt(300)
    deck.save(str(ours))
    data, _ = deck_with(ours)
    assert check_deck(data) == ()
    made = opened(data)
    assert any(s.name == "山水" for s in made.slides[0].shapes)


def test_restyled_theme_colours_are_kept(ours):
    import re
    import zipfile

    from report.deck.package import write_zip

    with zipfile.ZipFile(ours) as archive:
        parts = [(n, archive.read(n)) for n in archive.namelist()]
    parts = [(n, re.sub(rb"1B4B6B", b"AB12CD", d)) for n, d in parts]
    ours.write_bytes(write_zip(parts))
    data, _ = deck_with(ours)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert b"AB12CD" in archive.read("ppt/theme/theme1.xml")


def test_layouts_can_be_mapped():
    data, _ = deck_with(OFFICE, [("chart", "Title and Content"), ("quote", "Title Only")][:1])
    assert rules(check_deck(data)) <= {"theme-fonts"}


def test_all_that_is_missing_is_said_at_once(tmp_path):
    deck = Presentation(str(OFFICE))
    for layout in list(deck.slide_layouts):
        if layout.name in ("Section Header", "Two Content"):
            deck.slide_layouts.remove(layout)
    path = tmp_path / "poor.pptx"
    deck.save(str(path))
    faults = check_template(path, {})
    said = "\n".join(map(str, faults))
    assert "no layout for section slides" in said
    assert "no layout for chart-text slides" in said
    assert "no layout for two-charts slides" in said
    assert all(f.hint and f.place.file == str(path) for f in faults)
    with pytest.raises(ReportError):
        deck_with(path)


def test_a_layout_without_its_placeholder(tmp_path):
    faults = check_template(OFFICE, {"chart": "Title Only", "table": "Blank"})
    said = [str(f) for f in faults]
    assert any("'Title Only' (for chart slides) has no placeholder for a chart" in s for s in said)
    assert any("'Blank' (for table slides) has no placeholder for a title" in s for s in said)


def test_wrong_names_get_a_suggestion():
    faults = check_template(OFFICE, {"chart": "Titel Only", "agnda": "Blank"})
    said = "\n".join(map(str, faults))
    assert "did you mean 'Title Only'?" in said
    assert "did you mean 'agenda'?" in said


@pytest.mark.parametrize("data", [None, b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_presentation(tmp_path, data):
    path = tmp_path / "odd.pptx"
    if data is not None:
        path.write_bytes(data)
    faults = check_template(path, {})
    assert len(faults) == 1
    assert faults[0].path == "deck.template"


def test_another_kind_of_office_file(tmp_path):
    """Told in words that are the same in every run: no address of a library's object."""
    import xlsxwriter

    path = tmp_path / "t.pptx"
    xlsxwriter.Workbook(str(path)).close()
    (fault,) = check_template(path, {})
    assert "it is another kind of Office file" in fault.message
    assert "0x" not in fault.message


def test_a_potx_serves_too(ours, tmp_path):
    import zipfile

    from report.deck.package import write_zip

    with zipfile.ZipFile(ours) as archive:
        parts = [
            (n, archive.read(n).replace(b"presentation.main+xml", b"template.main+xml"))
            for n in archive.namelist()
        ]
    path = tmp_path / "ours.potx"
    path.write_bytes(write_zip(parts))
    data, _ = deck_with(path)
    assert check_deck(data) == ()


def test_a_theme_that_is_hard_to_read_is_a_warning(ours):
    import re
    import zipfile

    from report.deck.package import write_zip

    assert check_template(ours, {}) == ()
    with zipfile.ZipFile(ours) as archive:
        parts = [(n, re.sub(b"B83A26", b"FFAA99", archive.read(n))) for n in archive.namelist()]
    ours.write_bytes(write_zip(parts))
    found = check_template(ours, {})
    assert [f.severity for f in found] == ["warning"]
    assert "accent5 on lt1" in found[0].message
    deck_with(ours)


def test_layouts_made_for_slides_of_another_size_are_told(tmp_path):
    deck = Presentation(str(OFFICE))
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    path = tmp_path / "wide.pptx"
    deck.save(str(path))
    found = [f for f in check_template(path, {}) if f.code == "template-format"]
    assert [f.severity for f in found] == ["warning"]
    assert found[0].message == (
        "its slides are 13.33 × 7.50 in, but its layouts fill only the left 71% of them"
    )
    deck.slide_width = Inches(8)
    deck.save(str(path))
    assert "reach beyond" in check_template(path, {})[0].message
    assert not [f for f in check_template(OFFICE, {}) if f.code == "template-format"]


def test_a_template_of_ours_fits_its_slides(ours):
    assert check_template(ours, {}) == ()


def test_latin_of_unknown_faces_is_reckoned_wider():
    plain, wider = Measure(fonts(), "zh-Hans"), Measure(fonts(), "zh-Hans", latin=1.06)
    assert wider.width("2025", 10) > plain.width("2025", 10) * 1.05
    assert wider.width("来源", 10) == plain.width("来源", 10)


def test_narrow_slides_have_cards_and_no_large_figure(tmp_path):
    deck = Presentation(str(OFFICE))
    layout = deck.slide_layouts.get_by_name("Title Only")
    title = layout.placeholders[0]
    title.left, title.top, title.width, title.height = Pt(40), Pt(30), Pt(400), Pt(80)
    path = tmp_path / "narrow.pptx"
    deck.save(str(path))
    made = opened(deck_with(path)[0])
    names = [s.name for slide in made.slides for s in slide.shapes]
    assert any(name.startswith("卡片") for name in names)
    assert not any(name.startswith("主数") for name in names)
