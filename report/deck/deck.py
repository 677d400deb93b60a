"""A document → an editable PowerPoint deck, and which slides show what.

The template is ours, built from the theme's tokens, or the author's own (``deck: {template: …}``).
Slides are drawn as markup and become parts of a package that is written with fixed dates and order,
so the same document gives the same bytes. python-pptx reads the author's template, and is loaded
for that alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from report.compose.document import Document
from report.deck.fit import Measure
from report.deck.geometry import FORMATS
from report.deck.layouts import layouts_for
from report.deck.leaves import (
    BACK,
    FRONT,
    ChartBody,
    Leaf,
    PairBody,
    TableBody,
    TablesBody,
)
from report.deck.notes import notes_of, notes_xml
from report.deck.slides import Pages, draw
from report.deck.stage import Stage
from report.deck.storyboard import storyboard
from report.deck.upright import standing_roles
from report.record import record
from report.stages import stage as timed
from report.theme import Theme

if TYPE_CHECKING:
    from report.fonts import FontBook


@record
class DeckSummary:
    """What was made."""

    slides: int
    charts: int
    """Charts of the report that the deck shows, however many native parts each takes."""
    shown: Mapping[str, tuple[int, ...]]
    """Slide numbers by ``figure:NAME``, ``chart:ID``, ``table:ID`` and ``section:ID``."""


WIDER_LATIN = 1.06
"""Latin in the faces of an author's template, which are not known, over ours."""


def make_deck(document: Document, theme: Theme, fonts: FontBook, path: Path) -> DeckSummary:
    """Write the deck of a document.

    Raises :class:`report.errors.ReportError` where the author's template lacks what the deck
    needs: nothing is written then.
    """
    from report.deck.lean import without_collecting

    with without_collecting(), timed("deck"):
        data, summary = deck_bytes(document, theme, fonts)
    path.write_bytes(data)
    return summary


def deck_bytes(document: Document, theme: Theme, fonts: FontBook) -> tuple[bytes, DeckSummary]:
    """The deck's bytes and what is in it."""
    with timed("import"):
        from report.deck.presentation import OurTemplate, Presentation

    measure = Measure(fonts, document.language)
    options = document.options
    if options.deck_template:
        from report.deck.lean import load_python_pptx

        with timed("import"):
            load_python_pptx()
            from report.deck.house import open_house
        presentation, form, layouts = open_house(
            Path(options.deck_template), dict(options.deck_layouts), document.language
        )
        own = form in FORMATS.values()
        if not own:
            measure = Measure(fonts, document.language, latin=WIDER_LATIN)
        stage = Stage(document, theme, measure, form, layouts, own=own)
    else:
        form = FORMATS[options.deck_format]
        standing = standing_roles(document)
        presentation = Presentation(OurTemplate(theme, fonts, document.language, form, standing))
        ours = {layout.role: layout for layout in layouts_for(form, standing)}
        stage = Stage(document, theme, measure, form, ours)
    leaves = storyboard(stage)
    pages = _pages(leaves)
    notes = notes_of(document, leaves) if options.deck_notes else [()] * len(leaves)
    for number, (leaf, lines) in enumerate(zip(leaves, notes, strict=True), 1):
        sheet = draw(stage, leaf, number, pages)
        presentation.add(leaf.role, sheet, notes_xml(lines, stage.language) if lines else "")
    presentation.finish(document, _sections(document, leaves))
    with timed("package"):
        data = presentation.data()
    return data, _summary(leaves, document)


def _pages(leaves: Sequence[Leaf]) -> Pages:
    sections: dict[int, int] = {}
    appendix: int | None = None
    for number, leaf in enumerate(leaves, 1):
        if leaf.section >= 0:
            sections.setdefault(leaf.section, number)
        if leaf.section == BACK and appendix is None:
            appendix = number
    return Pages(sections, appendix)


def _sections(
    document: Document, leaves: Sequence[Leaf]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """PowerPoint sections: a name and the numbers of its slides."""
    names = {FRONT: document.title, BACK: document.words.data_notes}
    found: dict[int, list[int]] = {}
    for number, leaf in enumerate(leaves, 1):
        found.setdefault(leaf.section, []).append(number)
    return tuple(
        (
            names.get(index)
            or f"{document.sections[index].number} {document.sections[index].title}",
            tuple(numbers),
        )
        for index, numbers in found.items()
    )


def _summary(leaves: Sequence[Leaf], document: Document) -> DeckSummary:
    shown: dict[str, list[int]] = {}

    def add(key: str, number: int) -> None:
        numbers = shown.setdefault(key, [])
        if number not in numbers:
            numbers.append(number)

    charts: set[str] = set()
    for number, leaf in enumerate(leaves, 1):
        if leaf.section >= 0:
            add(f"section:{document.sections[leaf.section].id}", number)
        for view in leaf.figures:
            add(f"figure:{view.name}", number)
        kind = "table" if isinstance(leaf.body, TableBody | TablesBody) else "chart"
        for name in leaf.shows:
            add(f"{kind}:{name}", number)
        if isinstance(leaf.body, ChartBody | PairBody):
            charts.update(leaf.shows)
    return DeckSummary(
        len(leaves), len(charts), {name: tuple(numbers) for name, numbers in shown.items()}
    )
