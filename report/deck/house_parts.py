"""An author's presentation, opened by python-pptx → the parts that a deck is put on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from report.deck.package import RELATIONS, Part, Relation
from report.deck.presentation_xml import NamedSection, set_slides


class HouseTemplate:
    """The author's presentation without its slides; see ``report.deck.presentation.Template``."""

    def __init__(self, deck: Any, layouts: dict[str, str]) -> None:
        """``deck`` is what python-pptx opened; ``layouts``: role → name of the layout's part."""
        self._part: Any = deck.part
        self.layouts = layouts
        _drop_slides(deck)
        self.root: list[Relation] = _relations(deck.part.package._rels)
        self.parts: list[Part] = []
        self._take()

    def _take(self) -> None:
        """Take over the parts that are not held yet, and the presentation's relationships."""
        known = {part.name for part in self.parts}
        for part in (self._part, *self._part.package.iter_parts()):
            name = str(part.partname)
            if name not in known:
                known.add(name)
                self.parts.append(Part(name, part.content_type, part.blob, _relations(part._rels)))

    def notes_master(self) -> str:
        """Name of the notes master's part; python-pptx makes one where there is none."""
        kind = f"{RELATIONS}/notesMaster"
        main = self.parts[0]
        for relation in main.relations:
            if relation.kind == kind:
                return relation.target
        name = str(self._part.notes_master_part.partname)
        main.relations = _relations(self._part._rels)
        self._take()
        return name

    def listing(self, slides: Sequence[tuple[int, str]], sections: Sequence[NamedSection]) -> bytes:
        """The presentation's part with its slides and sections."""
        set_slides(self._part._element, slides, sections)
        return self._part.blob


def _relations(relations: Any) -> list[Relation]:
    return [
        Relation(
            rid, r.reltype, r.target_ref if r.is_external else str(r.target_partname), r.is_external
        )
        for rid, r in relations.items()
    ]


def _drop_slides(deck: Any) -> None:
    """Take the template's own slides out; their parts go with their relationships."""
    listed = deck.slides._sldIdLst
    for entry in list(listed):
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)
