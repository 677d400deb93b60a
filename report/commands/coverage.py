"""A report's texts + the faces at hand → errors for characters that no face can draw."""

from __future__ import annotations

from collections.abc import Iterator

from report.errors import Diagnostic, Place
from report.fonts import FontBook
from report.source.loaded import LoadedReport, path_text
from report.source.text import character_name

MOST = 100
"""Characters that are reported one by one."""


def uncovered(loaded: LoadedReport, fonts: FontBook) -> tuple[Diagnostic, ...]:
    """An error at the first place of each character that no face has."""
    texts = [text for text in loaded.texts.values() if not text.isascii()]
    cells = [
        cell
        for table in loaded.tables.values()
        for row in table.rows
        for cell in row
        if cell is not None and not cell.isascii()
    ]
    characters = "".join(sorted(set().union(*texts, *cells)))
    missing = fonts.chain("serif", 400, loaded.report.language).missing(characters)
    found: list[Diagnostic] = []
    for character in missing[:MOST]:
        place, path = next(_places(loaded, character), (Place(str(loaded.file)), ""))
        found.append(
            Diagnostic(
                place,
                f"no face can draw {character!r} ({character_name(character)})",
                "remove it, or choose another character",
                path,
                code="no-glyph",
            )
        )
    return tuple(found)


def _places(loaded: LoadedReport, character: str) -> Iterator[tuple[Place, str]]:
    for path, text in loaded.texts.items():
        if character in text:
            yield loaded.place_in(path, text.index(character)), path_text(path)
    for name, table in loaded.tables.items():
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                if cell is not None and character in cell:
                    yield table.place(r, c), f"tables.{name}"
