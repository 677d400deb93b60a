"""What an author may leave out of the deck: the contents, the openings, the speaker notes."""

from dataclasses import replace

import pytest

from report.compose.document import Options
from report.deck.check import check_deck
from report.deck.deck import deck_bytes
from report.errors import ReportError
from report.fingerprint import fingerprint
from report.source.read import read_report
from report.theme import load_theme
from tests.deck.conftest import fonts, made, opened
from tests.deck.samples import EVERY

REPORT = """title: 题
figures: {n: {label: 人数, value: 5人}}
sections:
- {id: a, title: 甲, body: "有 {{ n }}。"}
- {id: b, title: 乙, body: "仍有 {{ n }}。"}
"""


def deck_of(name, **options):
    doc = EVERY[name]()
    doc = replace(doc, options=replace(doc.options, **options))
    data, summary = deck_bytes(doc, load_theme("qing"), fonts())
    assert check_deck(data) == ()
    return opened(data), summary


def layouts(deck):
    return [slide.slide_layout.name for slide in deck.slides]


def notes(deck):
    return "\n".join(
        slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide
    )


WHOLE = layouts(opened(made("report")[0]))


def test_without_agenda():
    deck, _ = deck_of("report", deck_agenda=False)
    assert layouts(deck) == [name for name in WHOLE if name != "目次"]


def test_without_openings_the_agenda_leads_to_the_first_slide_of_each_section():
    deck, summary = deck_of("report", deck_sections=False)
    assert layouts(deck) == [name for name in WHOLE if name != "章节"]
    agenda = list(deck.slides)[1]
    linked = {
        list(deck.slides).index(shape.click_action.target_slide) + 1
        for shape in agenda.shapes
        if shape.has_text_frame and shape.click_action.target_slide is not None
    }
    first = {min(n) for key, n in summary.shown.items() if key.startswith("section:")}
    assert first
    assert first <= linked


def test_without_openings_their_notes_are_under_the_next_slide():
    deck, _ = deck_of("report", deck_sections=False)
    said = notes(deck).splitlines()
    for line in notes(opened(made("report")[0])).splitlines():
        assert line in said


def test_a_section_of_nothing_else_keeps_its_opening():
    doc = EVERY["thin"]()
    bare = replace(doc.sections[0], blocks=(), key_figures=())
    options = replace(doc.options, deck_sections=False)
    doc = replace(doc, sections=(bare, *doc.sections[1:]), options=options)
    deck = opened(deck_bytes(doc, load_theme("qing"), fonts())[0])
    assert bare.title in [slide.shapes.title.text for slide in deck.slides]


def test_without_notes_there_is_no_page_of_them():
    deck, summary = deck_of("report", deck_notes=False)
    assert not any(slide.has_notes_slide for slide in deck.slides)
    assert summary.shown == made("report")[1].shown


@pytest.mark.parametrize("name", sorted(EVERY))
def test_all_left_out_at_once(name):
    deck, _ = deck_of(name, deck_agenda=False, deck_sections=False, deck_notes=False)
    assert len(deck.slides) <= made(name)[1].slides


def test_the_brochure_is_not_made_anew():
    doc, theme = EVERY["report"](), load_theme("qing")
    other = replace(doc, options=Options(deck_agenda=False, deck_sections=False, deck_notes=False))
    assert fingerprint(doc, theme, "pdf") == fingerprint(other, theme, "pdf")
    assert fingerprint(doc, theme, "pptx") != fingerprint(other, theme, "pptx")


def test_read_from_the_report(tmp_path):
    file = tmp_path / "report.yaml"
    file.write_text(REPORT + "deck: {agenda: false, sections: false}\n", "utf-8")
    deck = read_report(file).report.deck
    assert (deck.agenda, deck.sections, deck.notes) == (False, False, True)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "{agenda: maybe}",
            "deck.agenda: must be true or false, but is 'maybe'; write one of them",
        ),
        ("{sections: [1]}", "deck.sections: must be true or false; write one of them"),
        ("{note: false}", "deck.note: unknown key 'note'; did you mean 'notes'?"),
    ],
)
def test_wrong_values_are_told(tmp_path, written, said):
    file = tmp_path / "report.yaml"
    file.write_text(f"{REPORT}deck: {written}\n", "utf-8")
    with pytest.raises(ReportError) as found:
        read_report(file)
    assert said in str(found.value)
