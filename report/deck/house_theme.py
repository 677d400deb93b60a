"""The theme of an author's template → the pairs of text and ground that are hard to read."""

from __future__ import annotations

import posixpath
import re
from typing import Any
from xml.etree import ElementTree

from report.theme import contrast

LEAST = 4.5
"""Contrast that text needs (WCAG 2.1, 1.4.3)."""
PAIRS = (
    ("dk1", "lt1", "text"),
    ("dk2", "lt1", "titles"),
    ("accent1", "lt1", "numerals"),
    ("accent5", "lt1", "marks of gaps and derived values"),
    ("lt1", "accent1", "labels in bars"),
    ("dk2", "accent2", "labels in quieter bars"),
)
"""Theme slots of text and ground, and what the deck writes in them."""
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def hard_to_read(layout: Any) -> tuple[tuple[str, str, str, float], ...]:
    """Pairs of the theme of a layout's master below 4.5 : 1 (text, ground, use, ratio).

    ``layout`` is python-pptx's; a theme that cannot be read has none.
    """
    colours = _colours(layout.slide_master.part)
    found: list[tuple[str, str, str, float]] = []
    for text, ground, use in PAIRS:
        if text in colours and ground in colours:
            ratio = contrast(colours[text], colours[ground])
            if ratio < LEAST:
                found.append((text, ground, use, ratio))
    return tuple(found)


def _colours(master: Any) -> dict[str, tuple[float, float, float]]:
    part = next(
        (r.target_part for r in master.rels.values() if posixpath.basename(r.reltype) == "theme"),
        None,
    )
    try:
        root = ElementTree.fromstring(part.blob) if part is not None else None
    except ElementTree.ParseError:
        root = None
    scheme = root.find(f"{_A}themeElements/{_A}clrScheme") if root is not None else None
    result: dict[str, tuple[float, float, float]] = {}
    for slot in scheme if scheme is not None else ():
        for colour in slot:
            value = colour.get("lastClr") or colour.get("val") or ""
            if re.fullmatch("[0-9A-Fa-f]{6}", value):
                red, green, blue = (int(value[k : k + 2], 16) / 255 for k in (0, 2, 4))
                result[slot.tag[len(_A) :]] = (red, green, blue)
    return result
