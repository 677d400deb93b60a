"""Latin words of a stream → where they may be divided (pyphen), and the hyphen that is drawn."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from report.fonts import Face
from report.typeset.shaping import MissingGlyph, Shaper, shaper_of
from report.typeset.stream import Stream

SHORTEST = 6
"""Letters of the shortest word that is divided."""
BEFORE, AFTER = 2, 3
"""Letters that stay before a hyphen, and after it."""


def hyphen_glyph(shaper: Shaper) -> tuple[int, float, Face]:
    """Glyph, advance in points and face of the hyphen of a style."""
    for char in "-\u2010":
        face = shaper.chain.face_for(char)
        if face is not None:
            gid = face.glyph(ord(char))
            return gid, face.advance(gid) * shaper.size / face.upem, face
    raise MissingGlyph("-", "-")


@lru_cache(maxsize=16)
def dictionary(language: str) -> Any:
    """The hyphenation dictionary of a language; English where the text is East Asian."""
    import pyphen

    found = pyphen.language_fallback(language.replace("-", "_")) if language else None
    return pyphen.Pyphen(lang=found or "en_US", left=BEFORE, right=AFTER)


@lru_cache(maxsize=4096)
def positions(word: str, language: str) -> tuple[int, ...]:
    """Where a word may be divided, counted in its letters."""
    return tuple(int(p) for p in dictionary(language).positions(word.lower()))


def hyphens_of(stream: Stream) -> dict[int, float]:
    """Glyphs before which a word may be divided, with the width of the hyphen in points."""
    found: dict[int, float] = {}
    cuts = stream.cuts
    number = 0
    for start, end in stream.words:
        while number + 1 < len(cuts) and cuts[number + 1][0] <= start:
            number += 1
        style = cuts[number][1]
        if style.no_break or (number + 1 < len(cuts) and cuts[number + 1][0] < end):
            continue
        for first, last in _letters(stream.chars, start, end):
            word = stream.chars[first:last]
            places = positions(word, style.language)
            if places:
                width = hyphen_glyph(shaper_of(style))[1]
                for place in places:
                    found[first + place] = width + stream.kern_before(first + place)
    return found


def _letters(chars: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of letters within a word that are long enough, none beside a digit or in a URL."""
    word = chars[start:end]
    if any(mark in word for mark in ("//", "@", "www.", "_")) or word.isupper():
        return []
    found = []
    at = start
    while at < end:
        if not chars[at].isalpha():
            at += 1
            continue
        last = at
        while last < end and chars[last].isalpha():
            last += 1
        beside = chars[at - 1 : at] if at > start else ""
        after = chars[last : last + 1] if last < end else ""
        if last - at >= SHORTEST and not beside.isdigit() and not after.isdigit():
            found.append((at, last))
        at = last
    return found
