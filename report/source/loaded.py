"""What reading yields: a report with its tables loaded and the place of every node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from report.errors import Diagnostic, Place
from report.record import field, record

if TYPE_CHECKING:
    from report.source.model import Report

PathKey = tuple[str | int, ...]
"""A node's path in the YAML, such as ``("sections", 1, "charts", 0, "kind")``."""


def path_text(path: Iterable[str | int]) -> str:
    """A node's path as diagnostics show it: ``sections[1].charts[0].kind``."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else str(key)
    return text


@record
class LoadedTable:
    """A table as read: text cells exactly as they stand, None for an empty cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    provenance: str
    """``honours.csv``, ``data.xlsx · Sheet1!A2:D9`` …"""
    places: tuple[Place, ...] = ()
    """Place of each row (file and line), for diagnostics."""
    cell_place: Callable[[int, int], Place] | None = None
    """Place of a cell by row and column; ``place`` asks it."""

    def place(self, row: int, column: int) -> Place:
        """Place of a cell (or its row), both counted from 0."""
        if self.cell_place is not None:
            return self.cell_place(row, column)
        return self.places[row]


@record
class LoadedReport:
    """A validated report, its tables, and where everything stands."""

    report: Report
    file: Path
    tables: dict[str, LoadedTable]
    places: dict[PathKey, Place]
    warnings: tuple[Diagnostic, ...] = ()
    inputs: tuple[Path, ...] = ()
    """Every file that was read, for the build's key."""
    images: dict[str, tuple[Path, int, int]] = field(default_factory=dict)
    """Image file as written → absolute path, width and height in pixels."""
    keys: dict[PathKey, Place] = field(default_factory=dict)
    """Place of each key, by the path of its value."""
    locate: Callable[[PathKey, int], Place] | None = None
    """Place of a character of a scalar; ``place_in`` asks it."""

    texts: dict[PathKey, str] = field(default_factory=dict)
    """Every text that is read, as written, by its path."""
    written: dict[PathKey, str] = field(default_factory=dict)
    """The same with every scalar that is a name, a number or an address."""
    damaged: frozenset[PathKey] = frozenset()
    """Nodes with errors of their own that a recovering read changed or left out; nothing more
    need be said about them."""

    def place(self, *path: str | int) -> Place:
        """Place of the node at ``path``, or of its nearest ancestor."""
        key: PathKey = path
        while key not in self.places and key:
            key = key[:-1]
        return self.places.get(key, Place(str(self.file)))

    def place_in(self, path: PathKey, offset: int) -> Place:
        """Place of character ``offset`` in the scalar at ``path`` (block scalars included).

        ``offset`` counts characters of the value as read. A path that is no scalar gives the
        place of its nearest ancestor.
        """
        if self.locate is None or path not in self.places:
            return self.place(*path)
        return self.locate(path, offset)

    def key_place(self, *path: str | int) -> Place:
        """Place of the key whose value is at ``path``; the value's own where it has no key."""
        return self.keys.get(path) or self.place(*path)
