"""Titles that slides wish for → one title a slide, and no two alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.compose.document import Document
from report.deck.leaves import Leaf
from report.record import replace


def continued_title(title: str, mark: str, number: int) -> str:
    """``题目（续）``, then ``题目（续2）`` …; ``mark`` is the language's ``（续）``."""
    if number > 1:
        space = " " if mark[-2:-1].isascii() else ""
        mark = f"{mark[:-1]}{space}{number}{mark[-1]}"
    space = " " if mark[:1] == "(" else ""
    return f"{title}{space}{mark}"


def numbered_title(document: Document, title: str, number: str) -> str:
    """``题目（图9）``."""
    return title + bracketed(document, number)


def bracketed(document: Document, text: str) -> str:
    """``（图9）`` or `` (Figure 9)``: in the brackets that the language's "continued" has."""
    mark = document.words.continued.strip()
    space = " " if mark[0] == "(" else ""
    return f"{space}{mark[0]}{text}{mark[-1]}"


def without_lost_cells(document: Document, note: str) -> str:
    """A table's note without what it says of the mark in lost cells: slides say it in full."""
    words = document.words
    before, between, after = words.missing_cells.split("{}")
    said = f"{re.escape(before + words.missing_mark + between)}.*?{re.escape(after)}"
    return re.sub(said, "", note).strip()


def unique_titles(leaves: Sequence[Leaf], document: Document) -> tuple[Leaf, ...]:
    """The leaves, each with one title that no other has.

    A title that is taken gives way to the next wished for, then to the same with its section's
    name before it; what is continued keeps its title with the language's ``（续）``.
    """
    taken: set[str] = set()
    result: list[Leaf] = []
    mark = document.words.continued
    previous = ""
    for leaf in leaves:
        wishes = [t for t in leaf.titles if t] or [document.title]
        title = ""
        if leaf.continued and previous:
            wishes = [previous]
        else:
            wishes += _with_section(leaf, document, wishes)
            title = next((t for t in wishes if t not in taken), "")
            previous = title or wishes[0]
        number = 1
        while not title:
            candidate = continued_title(wishes[0], mark, number)
            title = candidate if candidate not in taken else ""
            number += 1
        taken.add(title)
        result.append(replace(leaf, titles=(title,)))
    return tuple(result)


def _with_section(leaf: Leaf, document: Document, titles: Sequence[str]) -> list[str]:
    if leaf.section < 0:
        return []
    section = document.sections[leaf.section]
    named = [
        f"{section.title}{document.words.colon}{title}" for title in titles
        if title != section.title and not title.startswith(section.title)
    ]  # fmt: skip
    return [*named, f"{section.number} {section.title}"]
