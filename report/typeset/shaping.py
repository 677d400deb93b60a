"""Pieces of text in one style → glyphs with advances in points, each piece shaped once.

A common ideograph is one glyph one em wide and needs no shaping: the composer takes it from
``Shaper.plain``. Everything else is a :class:`Piece`, shaped by HarfBuzz when first met.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from report.errors import Diagnostic, Place, ReportError
from report.fonts import Face, FaceChain
from report.record import record
from report.typeset.characters import (
    ASKING,
    FILLER,
    NARROW_QUOTE,
    PAUSE,
    STOP,
    UNSET,
    is_hangul,
)
from report.typeset.style import TextStyle

COMPRESS_SPACE, COMPRESS_DOT, COMPRESS_BRACKET, COMPRESS_PAUSE, COMPRESS_GAP, COMPRESS_STOP = range(
    6
)
"""CLREQ 3.3.1: what gives way first when a line is too full (the line's last mark before all)."""

NARROW = frozenset(NARROW_QUOTE.values())


@record
class Piece:
    """One shaped piece; all lengths are points.

    ``texts`` has the source text of each glyph (``FILLER`` continues a cluster), ``left`` and
    ``right`` what a mark may give up of its blank sides, ``order`` its turn in doing so (-1:
    none). ``faces`` is None if all glyphs are of ``face``.
    """

    kind: str
    gids: tuple[int, ...]
    advances: tuple[float, ...]
    texts: tuple[str, ...]
    face: Face
    faces: tuple[Face, ...] | None = None
    dx: tuple[float, ...] | None = None
    left: float = 0.0
    right: float = 0.0
    order: int = -1
    breaks: tuple[int, ...] = ()
    """Places within a word where it may be broken without a hyphen, as glyph numbers."""


class MissingGlyph(ReportError):
    """No face at hand draws a character."""

    def __init__(self, char: str, text: str) -> None:
        self.char = char
        self.codepoint = f"U+{ord(char):04X}"
        name = unicodedata.name(char, "unnamed")
        at = max(text.find(char), 0)
        excerpt = text[max(0, at - 8) : at + 9].strip()
        super().__init__(
            [
                Diagnostic(
                    Place(""),
                    f"no face has “{char}” ({self.codepoint} {name}), in “{excerpt}”",
                    "write it otherwise, or add a font that has it",
                    code="missing-glyph",
                )
            ]
        )


class Shaper:
    """Pieces of one style; see :func:`shaper_for`."""

    def __init__(
        self, chain: FaceChain, size: float, language: str, tracking: float, tabular: bool
    ) -> None:
        self.chain = chain
        self.size = size
        self.language = language
        self.tracking = tracking
        self.tabular = tabular
        self.main = chain.faces[0]
        found = chain.face_for("一")
        if found is not None:
            self.main = found
        self.em = size + tracking
        self.plain = _Plain(self)
        self._pieces: dict[tuple[str, str], Piece] = {}

    def piece(self, kind: str, text: str) -> Piece:
        """The shaped piece of a token.

        Raises:
            MissingGlyph: no face of the chain has one of its characters.
        """
        key = (kind, text)
        found = self._pieces.get(key)
        if found is None:
            found = self._pieces[key] = self._make(kind, text)
        return found

    def _make(self, kind: str, text: str) -> Piece:
        if kind == "mark":
            return self._mark(text)
        if kind == "dash":
            return self._dash(text)
        if kind == "space":
            face = self._face(text)
            gid = face.glyph(ord(text))
            return Piece("space", (gid,), (self._points(face, face.advance(gid)),), (text,), face)
        if kind == "dot":
            return self._dot(text)
        return self._word(kind, text)

    # -- faces -------------------------------------------------------------------------------

    def _face(self, cluster: str) -> Face:
        found = self.chain.face_for(cluster)
        if found is None:
            base = next((c for c in cluster if self.chain.face_for(c) is None), cluster[0])
            raise MissingGlyph(base, cluster)
        return found

    def _points(self, face: Face, units: float) -> float:
        return units * self.size / face.upem + self.tracking

    def _spoken(self, face: Face, wide: bool) -> str:
        """Language to shape with: a shared face draws marks for its own language by ``locl``."""
        return face.languages[0] if wide and face.languages else self.language

    # -- kinds -------------------------------------------------------------------------------

    def _mark(self, text: str) -> Piece:
        face = self._face(text)
        shaped = face.shape(text, language=self._spoken(face, True), script="Hani")
        gid, units = shaped.gids[0], shaped.advances[0]
        em = self.size
        left, _, right, _ = (value / face.upem for value in face.extents(gid))
        width = units / face.upem
        trim = (0.0, 0.0)
        if abs(width - 1) < 0.02:
            if right <= 0.56 and text not in "“‘":
                trim = (0.0, 0.5)
            elif left >= 0.44:
                trim = (0.5, 0.0)
            elif left >= 0.24 and right <= 0.76:
                trim = (0.25, 0.25)
        if text in PAUSE:
            order = COMPRESS_PAUSE
        else:
            order = COMPRESS_STOP if text in STOP + ASKING else COMPRESS_BRACKET
        return Piece(
            "mark", (gid,), (width * em + self.tracking,), (text,), face,
            left=trim[0] * em, right=trim[1] * em, order=order,
        )  # fmt: skip

    def _dot(self, text: str) -> Piece:
        """A middle dot between Han: one em, centred, which may shrink to a half (CLREQ 3.1.4)."""
        face = self._face(text)
        gid = face.glyph(ord(text))
        width = face.advance(gid) / face.upem
        offset = (1 - width) / 2 * self.size
        quarter = self.size / 4
        return Piece(
            "dot", (gid,), (self.em,), (text,), face, dx=(offset,) if abs(offset) > 0.01 else None,
            left=quarter, right=quarter, order=COMPRESS_DOT,
        )  # fmt: skip

    def _dash(self, text: str) -> Piece:
        """A dash of one or two em in one piece, or dots of an ellipsis (GB/T 15834 5.1.6)."""
        face = self._face(text)
        shaped = face.shape(text, language=self._spoken(face, True), script="Hani")
        advances = tuple(self._points(face, units) for units in shaped.advances)
        texts = _cluster_texts(text, shaped.clusters)
        return Piece("dash", shaped.gids, advances, texts, face)

    def _word(self, kind: str, text: str) -> Piece:
        gids: list[int] = []
        advances: list[float] = []
        texts: list[str] = []
        faces: list[Face] = []
        dx: list[float] = []
        digit = self._digit_width() if self.tabular else 0.0
        wide = kind == "wide"
        for face, part, narrow in self._parts(text):
            spoken = self._spoken(face, wide)
            script = "Hani" if wide and not any(map(is_hangul, part)) else None
            features = ("pwid",) if narrow else ()
            shaped = face.shape(part, language=spoken, features=features, script=script)
            source = _cluster_texts(part, shaped.clusters)
            scale = self.size / face.upem
            for gid, char, units, offset in zip(
                shaped.gids, source, shaped.advances, shaped.dx, strict=True
            ):
                if gid == 0:
                    raise MissingGlyph(part[0], text)
                advance = units * scale + (0 if char == FILLER and units == 0 else self.tracking)
                place = offset * scale
                if digit and char in "0123456789":
                    place += (digit + self.tracking - advance) / 2
                    advance = digit + self.tracking
                gids.append(gid)
                advances.append(advance)
                texts.append(char)
                faces.append(face)
                dx.append(place)
        if narrow_texts := [i for i, char in enumerate(texts) if char in UNSET_TEXT]:
            for i in narrow_texts:
                texts[i] = UNSET_TEXT[texts[i]]
        return Piece(
            kind, tuple(gids), tuple(advances), tuple(texts), faces[0],
            None if len(set(map(id, faces))) == 1 else tuple(faces),
            tuple(dx) if any(dx) else None,
            breaks=_word_breaks(text) if kind == "word" and len(text) == len(gids) else (),
        )  # fmt: skip

    def _parts(self, text: str) -> list[tuple[Face, str, bool]]:
        """Split a word where its face changes; narrow quotes stand alone.

        A word of letters of which the first face lacks one is all in the face that has them:
        ``Dvořák`` is not patched.
        """
        parts: list[tuple[Face, str, bool]] = []
        whole = self._whole(text)
        if whole is not None:
            return [(whole, text, False)]
        for cluster in _clusters(text):
            narrow = cluster in NARROW
            shown = UNSET_TEXT[cluster] if narrow else cluster
            face = self._face(shown)
            if parts and not narrow and not parts[-1][2] and parts[-1][0] is face:
                parts[-1] = (face, parts[-1][1] + shown, False)
            else:
                parts.append((face, shown, narrow))
        return parts

    def _whole(self, text: str) -> Face | None:
        """The one face of a word of letters that would else be set in several; else None."""
        if len(text) < 2 or text.isascii() or not text.isalpha():
            return None
        if len({id(self.chain.face_for(char)) for char in text}) == 1:
            return None
        points = [ord(char) for char in text]
        return next((f for f in self.chain.faces if all(map(f.covers, points))), None)

    def _digit_width(self) -> float:
        widths = []
        for digit in "0123456789":
            face = self._face(digit)
            widths.append(face.advance(face.glyph(ord(digit))) * self.size / face.upem)
        return max(widths)


UNSET_TEXT = {chr(point): char for point, char in UNSET.items()}


class _Plain(dict[str, int]):
    """Common ideograph → its glyph in the main face; 0 if it is not one em wide there."""

    def __init__(self, shaper: Shaper) -> None:
        super().__init__()
        self._shaper = shaper

    def __missing__(self, char: str) -> int:
        shaper = self._shaper
        face = shaper.main
        gid = face.glyph(ord(char)) if shaper.chain.face_for(char) is face else 0
        if gid and face.advance(gid) != face.upem:
            gid = 0
        self[char] = gid
        return gid


@lru_cache(maxsize=512)
def shaper_for(
    chain: FaceChain, size: float, language: str, tracking: float, tabular: bool
) -> Shaper:
    """The shaper of a style; ``cache_clear`` forgets all of them."""
    return Shaper(chain, size, language, tracking, tabular)


def shaper_of(style: TextStyle) -> Shaper:
    """The shaper of a text style."""
    return shaper_for(style.chain, style.size_pt, style.language, style.tracking_pt, style.tabular)


def _clusters(text: str) -> list[str]:
    """Bases with the marks, joiners and selectors that follow them."""
    found: list[str] = []
    joined = False
    for char in text:
        follows = unicodedata.category(char) in ("Mn", "Mc", "Me") or char in "\u200c\u200d"
        if found and (follows or joined):
            found[-1] += char
        else:
            found.append(char)
        joined = char == "\u200d"
    return found


def _cluster_texts(text: str, clusters: tuple[int, ...]) -> tuple[str, ...]:
    """Text of each glyph: all of its cluster on the first glyph, FILLER on the others."""
    starts = sorted(set(clusters))
    end_of = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    seen: set[int] = set()
    result = []
    for cluster in clusters:
        if cluster in seen:
            result.append(FILLER)
        else:
            seen.add(cluster)
            result.append(text[cluster : end_of[cluster]])
    return tuple(result)


def _word_breaks(text: str) -> tuple[int, ...]:
    """Where a word may be broken as it stands: URLs after ``/ ? & = _ . -``, compounds after -.

    Counted in glyphs, so only for words of one character a glyph.
    """
    size = len(text)
    if size < 4:
        return ()
    url = "://" in text or text.startswith("www.") or ("@" in text and "." in text)
    url = url or (text.count("/") > 1 and "." in text)
    found = []
    for i in range(1, size):
        before, after = text[i - 1], text[i]
        if url:
            decimal = before == "." and text[i - 2].isdigit() and after.isdigit()
            if before in "/?&=_.-" and after not in "/?&=_.-" and i > 2 and not decimal:
                found.append(i)
        elif before in "-–/" and i > 2 and size - i > 1:
            letters = text[i - 2].isalpha() and text[i - 3].isalpha()
            if letters and after.isalpha() and text[i + 1].isalpha():
                found.append(i)
    return tuple(found)
