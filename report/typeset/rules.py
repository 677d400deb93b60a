"""A stream of glyphs → where its lines may end, and which gaps may widen or narrow by how much.

The rules look at neighbours in the stream and never at spans: a rule holds across the border of
two spans as it does within one. Only what is not plain Han is looked at, piece by piece.
"""

from __future__ import annotations

from math import ceil

from report.typeset.characters import (
    ASKING,
    CLOSING,
    KOREAN_MULTIPLIERS,
    LATIN_UNIT,
    MARKS,
    NO_END,
    NO_GAP,
    NO_START,
    NO_UNIT,
    OPENING,
    UNIT,
    is_han,
    is_hangul,
)
from report.typeset.shaping import COMPRESS_GAP, COMPRESS_SPACE, Piece
from report.typeset.stream import Stream
from report.typeset.style import TextStyle

GAP, GAP_LEAST, GAP_MOST = 0.2, 0.125, 1 / 3
"""Gap between Han and Latin, em (CLREQ 3.2.2; JLREQ 3.2.6)."""
SPACE_LEAST, SPACE_MOST = 0.25, 0.5
"""Word space, em."""

Special = tuple[int, int, Piece, TextStyle]
"""A piece that is not plain Han: first glyph, glyph after the last, the piece, its style."""


class Rules:
    """Marks legal breaks, gaps and what may stretch or shrink, one special piece after another."""

    def __init__(
        self, stream: Stream, specials: list[Special],
        borders: list[tuple[int, int, TextStyle]],
    ) -> None:  # fmt: skip
        self.stream = stream
        self.specials = specials
        self.borders = borders
        self.count = len(stream.gids)
        self.trimmed: dict[int, float] = {}
        """Marks that a neighbour has already taken from, and how much on the right."""

    def apply(self) -> None:
        """Apply every rule."""
        stream = self.stream
        previous_end, previous = -1, ""
        for number, (start, end, piece, style) in enumerate(self.specials):
            kind = piece.kind
            if style.rise_pt:
                self._raised(number, start, end)
            elif kind == "mark":
                self._mark(number, start, piece, style)
            elif kind == "word":
                joined = previous_end == start and previous == "word"
                self._word(number, start, end, piece, style, joined)
            elif kind == "dash":
                self._solid(start, end)
                stream.legal[start] = 0
            elif kind == "space":
                self._space(number, start, piece, style)
            elif kind == "dot":
                self._dot(start, piece)
            else:
                self._solid(start, end)
            previous_end, previous = end, "" if style.rise_pt else kind
        self._kinsoku()
        if stream.language == "ko":
            self._korean()
        self._spans()

    # -- kinds of pieces ---------------------------------------------------------------------

    def _solid(self, start: int, end: int) -> None:
        """Glyphs that are one piece."""
        if end - start > 1:
            blank = bytes(end - start - 1)
            self.stream.legal[start + 1 : end] = blank
            self.stream.stretch[start : end - 1] = blank

    def _raised(self, number: int, start: int, end: int) -> None:
        """A note code: it clings to what stands before, with the least gap between its parts."""
        stream = self.stream
        self._solid(start, end)
        stream.legal[start] = 0
        if not start:
            return
        stream.stretch[start - 1] = 0
        if not number or self.specials[number - 1][1] != start:
            return
        before_start, before_end, before, raised = self.specials[number - 1]
        piece, style = self.specials[number][2:]
        if before.kind == "mark" and not raised.rise_pt:
            self._shut(start - 1, before)
        elif raised.rise_pt and not style.solid:
            edges = before.texts[before_end - before_start - 1][-1:], piece.texts[0][:1]
            if any(map(is_han, edges)) and any(map(_latin, edges)):
                stream.advances[start - 1] += GAP_LEAST * style.size_pt

    def _shut(self, at: int, piece: Piece) -> None:
        """Take the blank half after a bracket that a note code follows: 〕缺05."""
        stream = self.stream
        if piece.texts[0] not in CLOSING or not piece.right:
            return
        given = stream.gives[-1] if stream.gives and stream.gives[-1][0] == at else None
        left = right = 0.0
        if given is not None:
            _, order, left, right = stream.gives.pop()
            if left > 0.001:
                stream.gives.append((at, order, left, 0.0))
        stream.advances[at] -= right

    def _char(self, at: int) -> str:
        return self.stream.chars[at] if 0 <= at < self.count else ""

    def _word(
        self, number: int, start: int, end: int, piece: Piece, style: TextStyle, joined: bool
    ) -> None:
        stream = self.stream
        self._solid(start, end)
        for offset in piece.breaks:
            stream.legal[start + offset] = 1
            kern = stream.kern_before(start + offset)
            if kern:
                stream.at_end[start + offset] = -kern
        if end - start > 4:
            stream.words.append((start, end))
        first, last = stream.chars[start], stream.chars[end - 1]
        em = style.size_pt
        korean = stream.language == "ko"
        before, after = self._char(start - 1), self._char(end)
        if first == "." and before in CLOSING and number and self._char(start + 1).isdigit():
            self._shut(start - 1, self.specials[number - 1][2])  # a lost number's digits: 〕.61%
        inner = bool(before) and style.solid and stream.style_at(start - 1) == style
        if joined or inner:
            stream.legal[start] = 0
            stream.stretch[start - 1] = 0
        elif before:
            self._border(start, before, first, em, before == "第" and first.isdigit(), korean)
        digit = last.isdigit() and _counts(after)
        if after and not self._word_follows(number, end):
            self._border(end, after, last, em, digit, korean)
            if digit and not korean:
                self._unit(end)

    def _word_follows(self, number: int, end: int) -> bool:
        if number + 1 >= len(self.specials):
            return False
        start, _, piece, style = self.specials[number + 1]
        return start == end and piece.kind == "word" and not style.rise_pt

    def _border(self, at: int, wide: str, edge: str, em: float, joined: bool, korean: bool) -> None:
        """The border between Latin and Han before glyph ``at``: gap, and whether it may break."""
        stream = self.stream
        before = at - 1
        if joined:
            stream.legal[at] = 0
            stream.stretch[before] = 0
        if korean or not is_han(wide) or edge in NO_GAP:
            return
        stream.advances[before] += GAP * em
        stream.at_end[at] = stream.at_end.get(at, 0.0) + GAP * em
        stream.stretch[before] = 0
        self._gap(before, em)

    def _gap(self, before: int, em: float) -> None:
        self.stream.gaps.append((before, (GAP_MOST - GAP) * em))
        self.stream.gives.append((before, COMPRESS_GAP, 0.0, (GAP - GAP_LEAST) * em))

    def _unit(self, start: int) -> None:
        """Keep a unit with its number: what follows the digits is one piece with them."""
        found = UNIT.match(self.stream.chars, start)
        end = found.end() if found else start
        if end > start:
            self._solid(start, end)

    def _space(self, number: int, at: int, piece: Piece, style: TextStyle) -> None:
        stream = self.stream
        em = style.size_pt
        before, after = self._char(at - 1), self._char(at + 1)
        stream.legal[at] = 0
        if not before or not after or piece.texts[0] == "\u3000":
            stream.at_end[at + 1] = stream.advances[at]
            return
        stream.stretch[at] = stream.stretch[at - 1] = 0
        korean = stream.language == "ko"
        han_before, han_after = is_han(before), is_han(after)
        latin_before = not han_before and before not in NO_GAP and before not in MARKS
        latin_after = not han_after and after not in NO_GAP and after not in MARKS
        digit = before.isdigit()
        if not korean and ((han_before and latin_after) or (latin_before and han_after)):
            stream.advances[at] = GAP * em
            if (digit and _counts(after)) or (before == "第" and after.isdigit()):
                stream.legal[at + 1] = 0
                self._unit(at + 1)
            self._gap(at, em)
        else:
            natural = stream.advances[at]
            if korean and self._korean_unit(at):
                stream.legal[at + 1] = 0
                stream.spaces.append((at, max(SPACE_MOST * em - natural, 0.0)))
            elif digit and (after.isdigit() or LATIN_UNIT.match(stream.chars, at + 1)):
                stream.legal[at + 1] = 0
            else:
                most = max(SPACE_MOST * em - natural, 0.0)
                stream.spaces.append((at, most))
                if natural > SPACE_LEAST * em:
                    give = natural - SPACE_LEAST * em
                    stream.gives.append((at, COMPRESS_SPACE, 0.0, give))
        stream.at_end[at + 1] = stream.advances[at]

    def _korean_unit(self, at: int) -> bool:
        """Whether the space at a glyph parts a number from its unit: 12 명, 18.2억 원."""
        before, after = self._char(at - 1), self._char(at + 1)
        if before in KOREAN_MULTIPLIERS:
            before = self._char(at - 2)
        return before.isdigit() and is_hangul(after)

    def _dot(self, at: int, piece: Piece) -> None:
        """A middle dot: full-width between Han, narrow in Latin and between digits."""
        stream = self.stream
        stream.legal[at] = 0
        before, after = self._char(at - 1), self._char(at + 1)
        korean = stream.language == "ko"
        if korean or not before or (_latin(before) and _latin(after)):
            face = piece.face
            style = stream.style_at(at)
            advance = face.advance(stream.gids[at]) * style.size_pt / face.upem
            if advance < 0.9 * style.size_pt:
                stream.advances[at] = advance + style.tracking_pt
                stream.dx.pop(at, None)
            stream.legal[at + 1] = 0
            stream.stretch[max(at - 1, 0)] = stream.stretch[at] = 0
            return
        stream.gives.append((at, piece.order, piece.left, piece.right))
        if at in stream.dx:
            stream.at_end[at + 1] = stream.dx[at]

    def _mark(self, number: int, at: int, piece: Piece, style: TextStyle) -> None:
        stream = self.stream
        text = piece.texts[0]
        opening = text in OPENING
        stream.legal[at + 1 if opening else at] = 0
        left, right = piece.left, piece.right
        if stream.language == "ko" and (opening or text in CLOSING):
            self._close_set(at, left, right)
            return
        left -= self.trimmed.pop(at, 0.0)
        if text in ASKING and self._asking(at, piece):
            left = right = 0.0
        following = self.specials[number + 1] if number + 1 < len(self.specials) else None
        if following is not None and following[0] == at + 1 and following[2].kind == "mark":
            left, right = self._pair(at, piece, following[2], left, right, style.size_pt)
        if piece.left and piece.right:
            # In the middle of its square a mark keeps its whole width at the end of a line.
            if right < piece.right and text not in ASKING:
                stream.at_end[at + 1] = right - piece.right
        elif not opening and right:
            stream.at_end[at + 1] = right
        if opening and left:
            stream.at_start[at] = left
        if left > 0.001 or right > 0.001:
            stream.gives.append((at, piece.order, left, right))

    def _close_set(self, at: int, left: float, right: float) -> None:
        """A bracket of Korean text: half-width everywhere, word spaces part it (KLREQ 3.2)."""
        stream = self.stream
        stream.advances[at] -= left + right
        if left:
            stream.dx[at] = stream.dx.get(at, 0.0) - left
        stream.stretch[at] = 0

    def _pair(
        self, at: int, piece: Piece, following: Piece, left: float, right: float, em: float
    ) -> tuple[float, float]:
        """Two marks side by side take one and a half em (CLREQ 3.1.6.1); return what is left."""
        stream = self.stream
        stream.stretch[at] = 0
        both = (piece.texts[0] in ASKING) and (following.texts[0] in ASKING)
        need = 0.0 if both else em / 2
        take = min(need, right)
        right -= take
        need -= take
        stream.advances[at] -= take
        if need > 0.001:
            take = min(need, following.left)
            if take:
                stream.dx[at + 1] = stream.dx.get(at + 1, 0.0) - take
                stream.advances[at + 1] -= take
                self.trimmed[at + 1] = take
                need -= take
        if need > 0.001 and left and piece.right and at:
            take = min(need, left)
            stream.dx[at] = stream.dx.get(at, 0.0) - take
            stream.advances[at] -= take
            left -= take
        return left, right

    def _asking(self, at: int, piece: Piece) -> bool:
        """？！ side by side: two in one em, three in two (GB/T 15834); return whether they are."""
        chars = self.stream.chars
        first = at
        while first and chars[first - 1] in ASKING:
            first -= 1
        last = at + 1
        while last < self.count and chars[last] in ASKING:
            last += 1
        size = last - first
        if size < 2:
            return False
        less = piece.advances[0] * (1 - ceil(size / 2) / size)
        stream = self.stream
        stream.advances[at] -= less
        if piece.left and at:
            stream.dx[at] = stream.dx.get(at, 0.0) - less / 2
        return True

    # -- rules over the whole stream ---------------------------------------------------------

    def _kinsoku(self) -> None:
        """No line starts or ends with what may not (CLREQ 3.1.3, JLREQ 3.1.7)."""
        legal, chars = self.stream.legal, self.stream.chars
        for char in NO_START.intersection(chars):
            at = chars.find(char)
            while at >= 0:
                legal[at] = 0
                at = chars.find(char, at + 1)
        for char in NO_END.intersection(chars):
            at = chars.find(char)
            while at >= 0:
                legal[at + 1] = 0
                if chars[at + 1 : at + 2] == " ":
                    legal[at + 2] = 0
                at = chars.find(char, at + 1)

    def _korean(self) -> None:
        """Korean breaks at spaces, and after what a word may be broken at (KLREQ 3.2)."""
        stream = self.stream
        kept = bytearray(self.count + 1)
        at = stream.chars.find(" ")
        while at >= 0:
            kept[at + 1] = stream.legal[at + 1]
            at = stream.chars.find(" ", at + 1)
        for start, end in stream.words:
            kept[start + 1 : end] = stream.legal[start + 1 : end]
        stream.legal[:] = kept

    def _spans(self) -> None:
        """Spans that are one piece, and spans that cling to what stands before them."""
        stream = self.stream
        for start, end, style in self.borders:
            if style.no_break and end - start > 1:
                stream.legal[start + 1 : end] = bytes(end - start - 1)
            if style.glue and start < end:
                stream.legal[start] = 0
                if start:
                    stream.stretch[start - 1] = 0


def _counts(char: str) -> bool:
    """Whether a character after digits may be their unit."""
    return (is_han(char) and char not in NO_UNIT) or char in ("℃", "㎡", "㎏", "㎞")


def _latin(char: str) -> bool:
    return bool(char) and char.isalnum() and not is_han(char)
