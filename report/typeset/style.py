"""What is set and what comes out: spans, styles, glyph runs, lines, paragraphs (plain values).

All lengths are points; ``*_em`` counts the text size. The x axis runs right from a line's left
edge, the y axis down from a column's top.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Literal

from report.fonts import Face, FaceChain
from report.record import record

Align = Literal["justify", "left", "center", "right"]
LineEnd = Literal["soft", "hyphen", "last"]


@record
class TextStyle:
    """How a span looks. ``colour`` and ``tag`` are carried through untouched."""

    chain: FaceChain
    size_pt: float
    language: str
    """BCP 47: zh-Hans, zh-Hant, ja, ko choose glyphs, marks and where lines may break."""
    colour: Hashable = "ink"
    rise_pt: float = 0.0
    """How far above the base line (superscripts, note codes); a raised span gets no gaps."""
    tracking_pt: float = 0.0
    tabular: bool = False
    """Digits of one width."""
    no_break: bool = False
    """The span is one piece."""
    glue: bool = False
    """No break and no stretch before the span."""
    solid: bool = False
    """Han and digits within the span stand close, as one sign: 图1, 缺05."""
    tag: Hashable = None


@record
class Span:
    """A stretch of text in one style."""

    text: str
    style: TextStyle


@record
class ParagraphStyle:
    """How a paragraph is set.

    ``leading_pt`` is for those who place the lines; nothing here depends on it.
    """

    leading_pt: float
    indent_em: float = 2.0
    """Indent of the first line, counted in the size of the first span."""
    align: Align = "justify"
    hyphenate: bool = True
    balance: bool = False
    """Lines of like length that break between phrases (headings)."""
    hang_pt: float = 0.0
    """Indent of every line but the first."""
    loosest_em: float | None = None
    """Justified text with word spaces (Korean, Latin): how far letters may be set apart, once the
    spaces have given what they can. A line that needs more is left short. None: fill every line."""


@record
class GlyphRun:
    """Glyphs of one face, size and style, placed from the left edge of their line."""

    face: Face
    size_pt: float
    gids: tuple[int, ...]
    xs: tuple[float, ...]
    rise_pt: float
    text: str
    clusters: tuple[int, ...]
    """For every glyph the index in ``text`` of the first character it stands for."""
    style: TextStyle


@record
class Line:
    """One line of placed glyphs."""

    runs: tuple[GlyphRun, ...]
    width_pt: float
    """From the left edge to the end of the last glyph as set; a space at the end hangs out."""
    x_pt: float
    """Left edge within the measure: indent or alignment."""
    text: str
    end: LineEnd


@record
class SetParagraph:
    """A paragraph as lines."""

    lines: tuple[Line, ...]
    style: ParagraphStyle

    @property
    def text(self) -> str:
        """The text as set; soft hyphens stand where a word was divided."""
        return "".join(line.text for line in self.lines)

    @property
    def breaks(self) -> tuple[int, ...]:
        """Numbers of lines that may stand before a column break (orphans and widows two)."""
        return tuple(range(2, len(self.lines) - 1))

    @property
    def height_pt(self) -> float:
        """Number of lines times leading."""
        return len(self.lines) * self.style.leading_pt


@record
class VerticalGlyph:
    """A horizontal run set into a column, with its origin from the column's axis and top."""

    run: GlyphRun
    x_pt: float
    """From the column's axis to the run's left edge (to the base line, if turned)."""
    y_pt: float
    """From the column's top down to the base line."""
    turned: bool = False
    """Turned by 90° clockwise (Latin words): the run then reads downwards."""


@record
class VerticalColumn:
    """One column of a vertical title; columns follow from right to left."""

    glyphs: tuple[VerticalGlyph, ...]
    height_pt: float
    text: str
