"""A stream of glyphs and a measure → where its lines end, chosen over the whole paragraph.

Total fit after Knuth and Plass, "Breaking Paragraphs into Lines" (1981), without glue and boxes:
Chinese text has a legal break at nearly every character, so the active nodes are kept line by
line and only the best few of them. A paragraph costs time in proportion to its length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise

from report.typeset.characters import NO_END, NO_START, RAISED, is_han, is_hangul, is_narrow_letter
from report.typeset.stream import Stream, sums

COMFORTABLE = 0.12
"""Widest gap between Han, em, that the first pass accepts."""
TOLERABLE = 0.5
"""The same for the second pass, which may hyphenate."""
HYPHEN_COST, HYPHENS_COST = 3.0, 6.0
LOOSE_COST = 25.0
"""What a gap beyond ``COMFORTABLE`` costs at once."""
BEAMS = (8, 24, 48)
"""Nodes kept for each line in the first, second and last pass."""


@dataclass(frozen=True, slots=True)
class Breaks:
    """Positions where lines end, the last being the end of the stream, and which are hyphens."""

    ends: tuple[int, ...]
    hyphens: frozenset[int]


@dataclass(slots=True)
class Edges:
    """What a line that starts or ends at each legal break is made of (lists along the breaks).

    Break 0 is the start of the paragraph. ``ends`` and ``starts`` are x coordinates in the
    unbroken stream, the other lists are sums up to the break.
    """

    places: list[int]
    ends: list[float]
    starts: list[float]
    gaps_to: list[float]
    gaps_from: list[float]
    cheap_to: list[float]
    cheap_from: list[float]
    give_to: list[float]
    give_from: list[float]
    hyphens: Mapping[int, float]


def edges_of(
    stream: Stream, places: list[int], hyphens: Mapping[int, float], indented: bool
) -> Edges:
    """Gather widths and capacities at the legal breaks ``places`` (ascending, without 0)."""
    count = len(stream.gids)
    across = sums(stream.advances)
    gaps = sums(stream.stretch)
    cheap_at = [0.0] * count
    for at, most in stream.spaces:
        cheap_at[at] += most
    for at, most in stream.gaps:
        cheap_at[at] += most
    cheap = sums(cheap_at)
    give_at = [0.0] * count
    lefts: dict[int, float] = {}
    rights: dict[int, float] = {}
    for at, _, left, right in stream.gives:
        give_at[at] += left + right
        if left:
            lefts[at] = left
        if right:
            rights[at + 1] = right
    give = sums(give_at)
    at_end, at_start = stream.at_end, stream.at_start
    all_places = [0, *places]
    ends = [across[p] for p in all_places]
    starts = ends.copy()
    gaps_from = [gaps[p] for p in all_places]
    cheap_from = [cheap[p] for p in all_places]
    give_from = [give[p] for p in all_places]
    # What stands last on a line loses what follows it; the rest are plain sums.
    stretch = stream.stretch
    gaps_to = [g - stretch[p - 1] if p else g for g, p in zip(gaps_from, all_places, strict=True)]
    cheap_to = [
        c - cheap_at[p - 1] if p else c for c, p in zip(cheap_from, all_places, strict=True)
    ]
    give_to = give_from.copy()
    number = {p: i for i, p in enumerate(all_places)}
    for p, saved in at_end.items():
        i = number.get(p)
        if i is not None:
            ends[i] -= saved
    # The first and last glyph of a line give nothing on their outer sides.
    for p, give_right in rights.items():
        i = number.get(p)
        if i is not None:
            give_to[i] -= give_right
    for p, give_left in lefts.items():
        i = number.get(p)
        if i is not None:
            give_from[i] += give_left
    for p, saved in at_start.items():
        i = number.get(p)
        if i is not None and not (p == 0 and indented):
            starts[i] += saved
    for p, width in hyphens.items():
        ends[number[p]] += width
    return Edges(
        all_places, ends, starts, gaps_to, gaps_from, cheap_to, cheap_from, give_to, give_from,
        hyphens,
    )  # fmt: skip


Measure = Callable[[int], float]
"""Width for line n, from 0, after indents."""


def break_justified(
    stream: Stream, measure: Measure, *, indented: bool, hyphens: Callable[[], Mapping[int, float]]
) -> Breaks:
    """Choose the breaks of a paragraph that is flush on both sides.

    ``hyphens`` gives the places where words may be divided, with the width of the hyphen; it is
    asked only if the paragraph does not come out well without.
    """
    places = legal_places(stream, measure)
    edges = edges_of(stream, places, {}, indented)
    found = _total_fit(stream, edges, measure, COMFORTABLE, BEAMS[0])
    if found:
        return Breaks(tuple(edges.places[i] for i in found), frozenset())
    divided = {p: w for p, w in hyphens().items() if not stream.legal[p]}
    if divided:
        edges = edges_of(stream, sorted({*places, *divided}), divided, indented)
    found = _total_fit(stream, edges, measure, TOLERABLE, BEAMS[1])
    if not found:
        found = _total_fit(stream, edges, measure, None, BEAMS[2])
    ends = tuple(edges.places[i] for i in found)
    return Breaks(ends, frozenset(p for p in ends if p in divided))


def legal_places(stream: Stream, measure: Measure) -> list[int]:
    """Legal breaks in ascending order; pieces wider than the narrowest line are broken up."""
    count = len(stream.gids)
    legal = bytearray(stream.legal)
    _spare_last_line(stream, legal, measure(1))
    places = list(compress(range(count + 1), legal))
    narrowest = min(measure(n) for n in (1, 2, 3))
    wide = _wide_pieces(stream, places, narrowest, measure(0))
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
            if sum(stream.advances[last:p]) - stream.at_end.get(p, 0.0) > here + 1e-6:
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
    return all(sum(stream.advances[a:b]) <= room for a, b in pairwise(places))


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


def _total_fit(
    stream: Stream, edges: Edges, measure: Measure, loosest: float | None, beam: int
) -> list[int]:
    """Numbers of the chosen breaks, the end included; empty if nothing fits.

    ``loosest`` is the widest gap between Han in em; None accepts anything.
    """
    em = stream.em
    ends, starts = edges.ends, edges.starts
    gaps_to, gaps_from = edges.gaps_to, edges.gaps_from
    cheap_to, cheap_from = edges.cheap_to, edges.cheap_from
    give_to, give_from = edges.give_to, edges.give_from
    places, hyphens = edges.places, edges.hyphens
    final = len(ends) - 1
    limit = COMFORTABLE * em
    widest = (1e9 if loosest is None else loosest * em) + 1e-9
    unit = 1 / (0.05 * em)
    # A node is (cost, break, number of the node before it, hyphens in a row).
    nodes: list[tuple[float, int, int]] = [(0.0, 0, -1)]
    layer = [0]
    best: tuple[float, int] | None = None
    line = 0
    while layer:
        target = measure(line)
        reached: dict[int, tuple[float, int]] = {}
        for node in layer:
            cost, k, _ = nodes[node]
            start = starts[k]
            far = start + target
            g0, c0, s0 = gaps_from[k], cheap_from[k], give_from[k]
            b = bisect_right(ends, far + 2.5 * em, k + 1)
            fitted = False
            after_hyphen = places[k] in hyphens
            while b > k + 1:
                b -= 1
                left = far - ends[b]
                if left >= -1e-6:
                    if b == final:
                        price = 0.0
                    else:
                        cheap = cheap_to[b] - c0
                        over = left - cheap
                        if over <= 1e-9:
                            price = 0.3 * left / cheap if cheap > 0 else 0.0
                        else:
                            count = gaps_to[b] - g0
                            if count <= 0:
                                if loosest is not None or fitted:
                                    break
                                price = (5e3 if places[b] - places[k] > 1 else 1e6) + left
                            else:
                                gap = over / count
                                if gap > widest and (loosest is not None or fitted):
                                    break
                                price = (gap * unit) ** 2 + 0.3
                                if gap > limit:
                                    price = LOOSE_COST + 3 * price
                    fitted = True
                else:
                    give = give_to[b] - s0
                    if -left > give + 1e-6:
                        continue
                    share = -left / give
                    price = 1.5 * share * share + 0.1
                    fitted = True
                if b != final and places[b] in hyphens:
                    price += HYPHENS_COST if after_hyphen else HYPHEN_COST
                total = cost + price
                known = reached.get(b)
                if known is None or total < known[0]:
                    reached[b] = (total, node)
                if loosest is None and left >= 0 and b != final and gaps_to[b] <= g0:
                    break
            if not fitted and loosest is None:
                # Nothing fits: a piece wider than the line stands alone and hangs out.
                b = min(k + 1, final)
                total = cost + 1e6
                known = reached.get(b)
                if known is None or total < known[0]:
                    reached[b] = (total, node)
        if final in reached:
            total, node = reached.pop(final)
            if best is None or total < best[0]:
                nodes.append((total, final, node))
                best = (total, len(nodes) - 1)
        kept = sorted((total, b, node) for b, (total, node) in reached.items())[:beam]
        if best is not None:
            kept = [k for k in kept if k[0] < best[0]]
        layer = list(range(len(nodes), len(nodes) + len(kept)))
        nodes += kept_nodes(kept)
        line += 1
    if best is None:
        return []
    chosen = []
    at = best[1]
    while at > 0:
        _, b, at_before = nodes[at]
        chosen.append(b)
        at = at_before
    chosen.reverse()
    return chosen


def kept_nodes(kept: Sequence[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Nodes as they are stored."""
    return list(kept)
