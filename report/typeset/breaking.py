"""A stream of glyphs and a measure → where its lines end, in as few passes as it takes.

The first pass takes gaps between Han up to 0.12 em; the second may divide Latin words; the last
takes anything. Pieces wider than a line are broken up beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import compress, pairwise
from math import fsum

from report.record import record
from report.typeset.characters import NO_END, NO_START, RAISED, is_han, is_hangul, is_narrow_letter
from report.typeset.edges import edges_of
from report.typeset.fitting import COMFORTABLE, Measure, total_fit
from report.typeset.stream import Stream

TOLERABLE = 0.5
"""Widest gap between Han, em, of the second pass."""
BEAMS = (8, 24, 24)
"""Nodes kept for each line in the first, second and last pass."""


@record
class Breaks:
    """Positions where lines end, the last being the end of the stream, and which are hyphens."""

    ends: tuple[int, ...]
    hyphens: frozenset[int]


def break_justified(
    stream: Stream, measure: Measure, *, indented: bool, hyphens: Callable[[], Mapping[int, float]]
) -> Breaks:
    """Choose the breaks of a paragraph that is flush on both sides.

    ``hyphens`` gives the places where words may be divided, with the width of the hyphen; it is
    asked only if the paragraph does not come out well without.
    """
    places = legal_places(stream, measure)
    edges = edges_of(stream, places, {}, indented)
    found = total_fit(edges, stream.em, measure, COMFORTABLE, BEAMS[0])
    if found:
        return Breaks(tuple(edges.places[i] for i in found), frozenset())
    last = places[-2] if len(places) > 1 else 0
    divided = {p: w for p, w in hyphens().items() if p < last and not stream.legal[p]}
    if divided:
        edges = edges_of(stream, sorted({*places, *divided}), divided, indented)
    found = total_fit(edges, stream.em, measure, TOLERABLE, BEAMS[1])
    if not found:
        # A Han that stands alone among the words of a last line is better than a torn line.
        spare = legal_places(stream, measure, lone=True)
        freed = edges_of(stream, sorted({*spare, *divided}), divided, indented)
        found = total_fit(freed, stream.em, measure, TOLERABLE, BEAMS[2])
        edges = freed if found else edges
    if not found:
        found = total_fit(edges, stream.em, measure, None, BEAMS[2])
    ends = tuple(edges.places[i] for i in found)
    return Breaks(ends, frozenset(p for p in ends if p in divided))


def break_into(stream: Stream, measure: Measure, lines: int, *, indented: bool,
               widest: float | None = None) -> Breaks | None:  # fmt: skip
    """Choose breaks for exactly so many evenly filled lines; None where that cannot be.

    TeX's looseness: a paragraph a line longer or shorter than it would be by itself, so that
    columns come out level. No line is set wider than the first pass of :func:`break_justified`
    would set it, or than ``widest`` em between letters, and no word is divided for it.
    """
    edges = edges_of(stream, legal_places(stream, measure), {}, indented)
    found = total_fit(edges, stream.em, measure, widest or COMFORTABLE, BEAMS[2], lines)
    return Breaks(tuple(edges.places[i] for i in found), frozenset()) if found else None


def legal_places(stream: Stream, measure: Measure, *, lone: bool = False) -> list[int]:
    """Legal breaks in ascending order; pieces wider than the narrowest line are broken up.

    ``lone`` lets a last line of words and figures have a single Han.
    """
    count = len(stream.gids)
    legal = bytearray(stream.legal)
    if not (lone and _ends_in_words(stream)):
        _spare_last_line(stream, legal, measure(1))
    places = list(compress(range(count + 1), legal))
    narrowest = min(measure(n) for n in (1, 2, 3))
    wide = _wide_pieces(stream, places, narrowest, measure(0))
    if wide and not lone and _ends_in_words(stream):
        return legal_places(stream, measure, lone=True)  # rather than break a number up
    if not wide:
        return places
    for first, end, room in wide:
        for level in range(BREAK_LEVELS):
            if _break_up(stream, legal, first, end, room, level):
                break
    return list(compress(range(count + 1), legal))


BREAK_LEVELS = 4
"""How a piece wider than a line is broken: between syllables, at a word's own marks, not after
a digit, anywhere."""


def _wide_pieces(
    stream: Stream, places: list[int], room: float, first_room: float
) -> list[tuple[int, int, float]]:
    """Pieces that no line holds: first glyph, glyph after the last, the room there is."""
    reach = max(1, int(min(room, first_room) / (2.1 * stream.em)))
    found = []
    last = 0
    for p in places:
        if p - last > reach:
            here = first_room if last == 0 else room
            if fsum(stream.advances[last:p]) - stream.at_end.get(p, 0.0) > here + 1e-6:
                found.append((last, p, here))
        last = p
    return found


def _break_up(
    stream: Stream, legal: bytearray, first: int, end: int, room: float, level: int
) -> bool:
    """Allow breaks within a piece, the mildest first; return whether what is left now fits."""
    chars = stream.chars
    for p in range(first + 1, end):
        before, after = chars[p - 1], chars[p]
        if stream.texts.get(p) == "" or after in NO_START or after in (RAISED, " "):
            continue
        if before in NO_END:
            continue
        if level < BREAK_LEVELS - 1 and (before.isdigit() or before in ",.") and after.isdigit():
            continue
        if level == 0:
            apart = not (before.isdigit() or after.isdigit())
            apart = apart and not (is_narrow_letter(before) and is_narrow_letter(after))
            if not apart and after not in "([（":
                continue
        elif (level == 1 and before not in "/?&=_.-,;:@") or (level == 2 and before.isdigit()):
            continue
        legal[p] = 1
        if is_narrow_letter(before) or is_narrow_letter(after):
            stream.at_end.setdefault(p, -stream.kern_before(p))
    places = [first, *(p for p in range(first + 1, end) if legal[p]), end]
    return all(fsum(stream.advances[a:b]) <= room for a, b in pairwise(places))


def _ends_in_words(stream: Stream) -> bool:
    """Whether the last two Han have at least two em of letters and digits between or after them."""
    met, said = 0, 0.0
    for at in range(len(stream.gids) - 1, -1, -1):
        if is_han(stream.chars[at]):
            met += 1
            if met == 2:
                break
        elif is_narrow_letter(stream.chars[at]) or stream.chars[at].isdigit():
            said += stream.advances[at]
    return said >= 2 * stream.em


def _spare_last_line(stream: Stream, legal: bytearray, width: float) -> None:
    """Leave at least two Han on the last line, or two em where the text ends in Latin."""
    count = len(stream.gids)
    met, across, at = 0, 0.0, count
    while at > 0 and across < width:
        at -= 1
        across += stream.advances[at]
        if is_han(stream.chars[at]) or is_hangul(stream.chars[at]):
            met += 1
            if met == 2:
                break
    if met < 2 or across > width:
        across, at = 0.0, count
        while at > 0 and across < 2 * stream.em:
            at -= 1
            across += stream.advances[at]
        if across > width * 0.7:
            return
    if at > 0:
        legal[at + 1 : count] = bytes(max(0, count - at - 1))
