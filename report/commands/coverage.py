"""A report's texts + the faces at hand → errors for characters that no face can draw."""

from __future__ import annotations

from collections.abc import Iterator

from report.errors import Diagnostic, Place
from report.fonts import FontBook
from report.source.loaded import LoadedReport, PathKey, path_text
from report.source.text import character_name

_NOT_PRINTED = frozenset({"brochure", "deck", "theme"})
MOST = 100
"""Characters that are reported one by one."""


def uncovered(loaded: LoadedReport, fonts: FontBook) -> tuple[Diagnostic, ...]:
    """An error at the first place of each character that no face has."""
    texts = [text for _, text in _printed(loaded)]
    cells = [
        cell
        for table in loaded.tables.values()
        for row in (table.columns, *table.rows)
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


def _printed(loaded: LoadedReport) -> Iterator[tuple[PathKey, str]]:
    """Every text, name and heading beyond ASCII that may come to stand in an edition."""
    for path, text in loaded.written.items():
        if not text.isascii() and path[0] not in _NOT_PRINTED:
            yield path, text
    for path in loaded.keys:  # names of series, headings of the imprint
        if isinstance(path[-1], str) and not path[-1].isascii():
            yield path, path[-1]


def _places(loaded: LoadedReport, character: str) -> Iterator[tuple[Place, str]]:
    for path, text in _printed(loaded):
        if character in text:
            if path in loaded.keys and text == path[-1] and text != loaded.written.get(path):
                yield loaded.keys[path], path_text(path)
            else:
                yield loaded.place_in(path, text.index(character)), path_text(path)
    for name, table in loaded.tables.items():
        if any(character in title for title in table.columns):
            yield loaded.place("tables", name, "file"), f"tables.{name}"
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                if cell is not None and character in cell:
                    yield table.place(r, c), f"tables.{name}"
