"""The glyphs of a paragraph with what line breaking asks: widths, gaps, where a break may be.

Everything is kept in lists that run along the glyphs, so that a line is two indices and its width
a difference of two sums.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import fsum
from operator import itemgetter

from report.fonts import Face
from report.record import field, record
from report.typeset.style import TextStyle

_first = itemgetter(0)


@record(frozen=False)
class Stream:
    """The glyphs of a paragraph in order; lists of length n or, for sums, n + 1 (points)."""

    em: float
    language: str
    gids: list[int] = field(default_factory=list)
    advances: list[float] = field(default_factory=list)
    """Natural advance, with the gap that follows."""
    chars: str = ""
    """One character for each glyph."""
    texts: dict[int, str] = field(default_factory=dict)
    """Text of glyphs that stand for other than one character."""
    dx: dict[int, float] = field(default_factory=dict)
    """Glyphs drawn aside from the pen."""
    cuts: list[tuple[int, TextStyle, Face]] = field(default_factory=list)
    """From which glyph on which style and face hold."""
    legal: bytearray = field(default_factory=bytearray)
    """Whether a line may end before glyph p; position 0 never, position n always."""
    stretch: bytearray = field(default_factory=bytearray)
    """Whether the gap after a glyph takes its share of what is left over."""
    at_end: dict[int, float] = field(default_factory=dict)
    """What a line that ends before glyph p saves: a mark's blank half, a gap, a space."""
    at_start: dict[int, float] = field(default_factory=dict)
    """What a line that starts at glyph p saves: the blank half of an opening bracket."""
    spaces: list[tuple[int, float]] = field(default_factory=list)
    """Word spaces: glyph, how far they may widen."""
    gaps: list[tuple[int, float]] = field(default_factory=list)
    """Gaps between Han and Latin: the glyph before, how far they may widen."""
    gives: list[tuple[int, int, float, float]] = field(default_factory=list)
    """What may shrink: glyph, turn, how much on its left, how much on its right."""
    words: list[tuple[int, int]] = field(default_factory=list)
    """Latin words: first glyph, glyph after the last."""
    plain: bool = True
    """Whether every glyph stands for exactly one character."""

    @property
    def width(self) -> float:
        """Natural width on one line, without the gap or space that may follow."""
        end = len(self.gids)
        return fsum(self.advances) - self.after_last(end)

    def style_at(self, at: int) -> TextStyle:
        """The style of a glyph."""
        return self.cuts[bisect_left(self.cuts, at + 1, key=_first) - 1][1]

    def face_at(self, at: int) -> Face:
        """The face of a glyph."""
        return self.cuts[bisect_left(self.cuts, at + 1, key=_first) - 1][2]

    def kern_before(self, at: int) -> float:
        """What a glyph lost to the one after it, ``at``, by kerning: a break gives it back."""
        style, face = self.style_at(at - 1), self.face_at(at - 1)
        own = face.advance(self.gids[at - 1]) * style.size_pt / face.upem + style.tracking_pt
        return 0.0 if style.tabular else own - self.advances[at - 1]

    def after_last(self, end: int) -> float:
        """Width of trailing spaces and gaps before ``end``."""
        return self.at_end.get(end, 0.0) if end and self.chars[end - 1] == " " else 0.0


def sums(values: Sequence[float] | bytearray) -> list[float]:
    """Running sums from 0: n + 1 of them."""
    return list(accumulate(values, initial=0.0))
