"""Text and a box → the size it is set at, or the pieces it is divided into.

PowerPoint and LibreOffice break lines themselves, so nothing here positions a glyph: it counts the
lines a text will take, from the advances of the real faces, and never too few of them. To the
natural width it adds 0.2 em at each boundary between Han and Latin and 2 % of the whole, and it
breaks at the same places (kinsoku, whole Latin words) without the marks that may hang outside.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from report.deck.ooxml import Para, Piece
from report.record import record, replace

if TYPE_CHECKING:
    from report.fonts import Face, Family, FontBook

ALLOWANCE = 1.02
BOUNDARY_EM = 0.2
NO_START = frozenset(
    "。．，、；：？！”’）》〉」』】〗〕］｝·・‧～–-／/%‰℃°′″％…—"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々ゝゞヽヾ,.;:?!)]}"
)
"""Marks that may not begin a line (they stay with what precedes them)."""
NO_END = frozenset("“‘（《〈「『【〖〔［｛([{¥￥$€£№＃#@±≤≥≈")
"""Marks that may not end a line (they stay with what follows)."""
LATIN_FAMILIES = ("Noto Serif", "Noto Sans")


@lru_cache(maxsize=8192)
def is_wide(char: str) -> bool:
    """Whether a character is Han, kana, Hangul or another full-width form (UAX #11)."""
    return unicodedata.east_asian_width(char) in "WF"


@lru_cache(maxsize=8192)
def _is_letter(char: str) -> bool:
    # A solidus between units takes the space of a letter: 元/人.
    return (char.isalnum() or char == "/") and not is_wide(char)


@lru_cache(maxsize=8192)
def _breaks_anywhere(char: str) -> bool:
    """Whether a line may end beside the character: wide ones, but Korean keeps its words whole."""
    code = ord(char)
    hangul = 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F
    return is_wide(char) and not hangul


def runs_down(text: str) -> bool:
    """Whether a text may be set one character a line: Han, kana or Hangul and no marks."""
    # A long vowel mark lies across its column unless the writing itself is vertical.
    return bool(text) and "ー" not in text and all(is_wide(c) and c.isalpha() for c in text)


def latin_face(fonts: FontBook, family: str, weight: int, language: str) -> Face | None:
    """The Latin face of a deck in a Latin language; None where the CJK face serves for both."""
    if language.split("-")[0] in ("zh", "ja", "ko"):
        return None
    faces = fonts.chain("serif" if family == "serif" else "sans", weight, language).faces
    return next((face for face in faces if face.family in LATIN_FAMILIES), None)


class Measure:
    """Widths of text in the faces of a deck."""

    def __init__(self, fonts: FontBook, language: str, *, latin: float = 1.0) -> None:
        """``latin``: how much wider than ours an author's face for Latin may be."""
        self._fonts = fonts
        self._widened = latin
        self._language = language
        self._advances: dict[tuple[str, bool], dict[str, float]] = {}
        self._latin: dict[tuple[str, bool], Face | None] = {}

    def advance(self, char: str, family: str, bold: bool) -> float:
        """Advance of one character in em; 1 where no face has it."""
        known = self._advances.setdefault((family, bold), {})
        found = known.get(char)
        if found is None:
            found = known[char] = self._advance(char, family, bold)
        return found

    def _advance(self, char: str, family: str, bold: bool) -> float:
        code = ord(char)
        if 0x3400 <= code <= 0x9FFF or 0x3040 <= code <= 0x30FF or 0xAC00 <= code <= 0xD7A3:
            return 1.0
        weight = 700 if bold else 400
        key = (family, bold)
        if key not in self._latin:
            self._latin[key] = latin_face(self._fonts, family, weight, self._language)
        face = self._latin[key]
        if face is None or not face.covers(code):
            chained: Family = "serif" if family == "serif" else "sans"
            face = self._fonts.chain(chained, weight, self._language).face_for(char)
        if face is None:
            return 0.0 if unicodedata.combining(char) else 1.0
        width = face.advance(face.glyph(code)) / face.upem
        return width if is_wide(char) else width * self._widened

    def advances(self, text: str, size: float, *, family: str = "sans",
                 bold: bool = False) -> tuple[float, ...]:  # fmt: skip
        """Advance of each character in points, with the space between Han and Latin before it."""
        result: list[float] = []
        before = ""
        for char in text:
            gap = BOUNDARY_EM if before and _boundary(before, char) else 0.0
            result.append((self.advance(char, family, bold) + gap) * size)
            before = char
        return tuple(result)

    def natural(self, text: str, size: float, *, family: str = "sans", bold: bool = False) -> float:
        """Width of a line in points, without any allowance."""
        return sum(self.advance(c, family, bold) for c in text) * size

    def width(self, text: str, size: float, *, family: str = "sans", bold: bool = False) -> float:
        """Width of a line in points that no renderer exceeds."""
        total, before = 0.0, ""
        for char in text:
            total += self.advance(char, family, bold)
            if before and _boundary(before, char):
                total += BOUNDARY_EM
            before = char
        return total * size * ALLOWANCE


def _boundary(first: str, second: str) -> bool:
    # LibreOffice parts marks from Latin as well: ，2025。
    if is_wide(first):
        return _is_letter(second) and first != "\u3000"
    return is_wide(second) and second != "\u3000" and _is_letter(first)


@record
class Setting:
    """How a text is set unless a piece says otherwise (points)."""

    size: float
    leading: float
    before: float = 0.0
    family: str = "sans"
    bold: bool = False

    def at(self, size: float) -> Setting:
        """The same at another size, with leading and spaces in proportion."""
        ratio = size / self.size
        return replace(
            self, size=size, leading=round(self.leading * ratio, 1),
            before=round(self.before * ratio, 1),
        )  # fmt: skip


@record
class _Token:
    """What is never divided between two lines, unless it is wider than one."""

    start: int
    end: int
    width: float
    space: float
    """Width of the spaces after it, which vanish at a line's end."""
    chars: tuple[float, ...]


def plain(para: Para) -> str:
    """The text of a paragraph."""
    return "".join(piece.text for piece in para.pieces)


def _char_widths(para: Para, setting: Setting, measure: Measure) -> list[tuple[str, float]]:
    result: list[tuple[str, float]] = []
    before = ""
    for piece in para.pieces:
        size = piece.size or setting.size
        if piece.raised:
            size *= 0.66
        family = setting.family
        if piece.major is not None:
            family = "serif" if piece.major else "sans"
        bold = setting.bold if piece.bold is None else piece.bold
        for char in piece.text:
            width = measure.advance(char, family, bold) * size + piece.tracking
            if before and _boundary(before, char):
                width += BOUNDARY_EM * size
            result.append((char, width * ALLOWANCE))
            before = char
    return result


def _tokens(chars: Sequence[tuple[str, float]]) -> list[_Token]:
    tokens: list[_Token] = []
    start, count = 0, len(chars)
    while start < count:
        end = start + 1
        while end < count:
            left, right = chars[end - 1][0], chars[end][0]
            if right == "\n" or left == "\n":
                break
            glued = (
                right in NO_START
                or left in NO_END
                or not (_breaks_anywhere(left) or _breaks_anywhere(right) or left.isspace()
                        or right.isspace())
            )  # fmt: skip
            if right.isspace() or not glued:
                break
            end += 1
        width = sum(w for _, w in chars[start:end])
        after = end
        while after < count and chars[after][0] in " \t\u3000":
            after += 1
        tokens.append(
            _Token(
                start, after, width, sum(w for _, w in chars[end:after]),
                tuple(w for _, w in chars[start:end]),
            )
        )  # fmt: skip
        start = after
    return tokens


def legal_starts(text: str) -> tuple[int, ...]:
    """Offsets at which a line may begin, 0 with them (kinsoku; whole words of Latin)."""
    return tuple(token.start for token in _tokens([(char, 0.0) for char in text]))


def break_lines(
    para: Para, width: float, setting: Setting, measure: Measure
) -> tuple[tuple[int, int], ...]:
    """Start and end (offsets in :func:`plain`) of each line in a measure of ``width`` points."""
    width = max(width - (para.indent if para.bullet else 0.0), setting.size)
    chars = _char_widths(para, setting, measure)
    if sum(w for _, w in chars) < width and all(char != "\n" for char, _ in chars):
        return ((0, len(chars)),)
    lines: list[tuple[int, int]] = []
    line_start, used = 0, 0.0
    for token in _tokens(chars):
        if chars[token.start][0] == "\n":
            lines.append((line_start, token.start))
            line_start, used = token.start + 1, 0.0
            continue
        if used and used + token.width > width:
            lines.append((line_start, token.start))
            line_start, used = token.start, 0.0
        if token.width > width:
            for offset, advance in enumerate(token.chars):
                if used and used + advance > width:
                    lines.append((line_start, token.start + offset))
                    line_start, used = token.start + offset, 0.0
                used += advance
            used += token.space
        else:
            used += token.width + token.space
    lines.append((line_start, len(chars)))
    return tuple(lines)


def height_of(paras: Iterable[Para], width: float, setting: Setting, measure: Measure) -> float:
    """Height in points of paragraphs set in a measure of ``width`` points."""
    total = 0.0
    for index, para in enumerate(paras):
        leading = para.leading or setting.leading
        total += len(break_lines(para, width, setting, measure)) * leading
        if index:
            total += para.before or setting.before
    return total


def step_down(
    paras: Sequence[Para],
    width: float,
    height: float,
    setting: Setting,
    measure: Measure,
    *,
    floor: float,
    step: float = 1.0,
) -> Setting | None:
    """The largest setting from ``setting`` down to ``floor`` points that fits, or None."""
    size = setting.size
    while size >= floor - 1e-6:
        candidate = setting.at(size)
        if height_of(paras, width, candidate, measure) <= height + 0.01:
            return candidate
        size -= step
    return None


def fit_line(
    text: str, width: float, size: float, measure: Measure, *, floor: float,
    family: str = "sans", bold: bool = False, step: float = 1.0,
) -> float:  # fmt: skip
    """The largest size from ``size`` down to ``floor`` at which a text takes one line."""
    natural = measure.width(text, 1.0, family=family, bold=bold)
    while size > floor and natural * size > width:
        size -= step
    return max(size, floor)


def cut_para(para: Para, offset: int) -> tuple[Para, Para]:
    """A paragraph divided at an offset in its text; the second part is a paragraph's rest."""
    first: list[Piece] = []
    second: list[Piece] = []
    position = 0
    for piece in para.pieces:
        end = position + len(piece.text)
        if end <= offset:
            first.append(piece)
        elif position >= offset:
            second.append(piece)
        else:
            first.append(replace(piece, text=piece.text[: offset - position]))
            second.append(replace(piece, text=piece.text[offset - position :]))
        position = end
    rest = replace(para, pieces=tuple(second), bullet="+" if para.bullet else "")
    return replace(para, pieces=tuple(first)), rest


def evenly(
    paras: Sequence[Para], width: float, height: float, setting: Setting, measure: Measure,
    *, floor: float,
) -> tuple[Setting, tuple[tuple[Para, ...], ...]]:  # fmt: skip
    """Paragraphs on as few pages as at ``floor`` points, as large as that allows, equally full."""
    at_floor = paginate(paras, width, height, setting.at(floor), measure)
    chosen, pages = setting.at(floor), at_floor
    size = setting.size
    while size > floor:
        tried = paginate(paras, width, height, setting.at(size), measure)
        if len(tried) <= len(at_floor):
            chosen, pages = setting.at(size), tried
            break
        size -= 1
    room = height - chosen.leading
    while room > height / 2:
        tried = paginate(paras, width, room, chosen, measure)
        if len(tried) > len(pages):
            break
        pages = tried
        room -= chosen.leading
    return chosen, pages


def _is_heading(para: Para) -> bool:
    return para.bullet in ("", "-") and all(piece.bold for piece in para.pieces)


_SENTENCE_ENDS = "。！？；.!?;"


def paginate(
    paras: Sequence[Para], width: float, height: float, setting: Setting, measure: Measure
) -> tuple[tuple[Para, ...], ...]:
    """Paragraphs divided over boxes of ``width`` × ``height`` points, none of them overfull.

    A paragraph moves whole where it fits on the next page; one that is longer than what is left
    and more than half a page is divided after a sentence if there is one, or else after a line.
    """
    pages: list[list[Para]] = [[]]
    used = 0.0
    queue = list(paras)
    while queue:
        para = queue.pop(0)
        leading = para.leading or setting.leading
        space = (para.before or setting.before) if pages[-1] else 0.0
        lines = break_lines(para, width, setting, measure)
        need = space + len(lines) * leading
        if used + need <= height + 0.01:
            pages[-1].append(para)
            used += need
            continue
        room = math.floor((height - used - space + 0.01) / leading)
        if pages[-1] and (len(lines) * leading <= height * 0.5 or room < 2):
            queue.insert(0, para)
            if len(pages[-1]) > 1 and _is_heading(pages[-1][-1]):
                # A heading goes with what it heads.
                queue.insert(0, pages[-1].pop())
            pages.append([])
            used = 0.0
            continue
        room = max(room, 1)
        offset = lines[min(room, len(lines)) - 1][1]
        text = plain(para)
        sentence = max(text.rfind(mark, 0, offset) for mark in _SENTENCE_ENDS) + 1
        if sentence > offset * 0.4:
            offset = sentence
        first, rest = cut_para(para, offset)
        pages[-1].append(first)
        pages.append([])
        used = 0.0
        if plain(rest).strip():
            queue.insert(0, rest)
    return tuple(tuple(page) for page in pages if page)
