"""A stream and its legal breaks → what a line from one break to another is made of, as sums.

With these lists the width of a line, and how much it may widen or narrow, is a difference of two
numbers, whatever the line.
"""

from __future__ import annotations

from collections.abc import Mapping

from report.record import record
from report.typeset.stream import Stream, sums


@record(frozen=False)
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
