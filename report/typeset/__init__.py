"""From runs of text and a measure to lines of placed glyphs; knows neither PDF nor PowerPoint."""

from __future__ import annotations

from report.typeset.paragraph import natural_width, set_line, set_paragraph
from report.typeset.shaping import MissingGlyph
from report.typeset.style import (
    Align,
    GlyphRun,
    Line,
    LineEnd,
    ParagraphStyle,
    SetParagraph,
    Span,
    TextStyle,
    VerticalColumn,
    VerticalGlyph,
)
from report.typeset.vertical import set_vertical

__all__ = [
    "Align",
    "GlyphRun",
    "Line",
    "LineEnd",
    "MissingGlyph",
    "ParagraphStyle",
    "SetParagraph",
    "Span",
    "TextStyle",
    "VerticalColumn",
    "VerticalGlyph",
    "natural_width",
    "set_line",
    "set_paragraph",
    "set_vertical",
]
