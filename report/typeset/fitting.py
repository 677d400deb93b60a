"""What lines are made of and a measure → the chosen breaks, over the whole paragraph.

Total fit after Knuth and Plass, "Breaking Paragraphs into Lines" (1981). Chinese text has a legal
break at nearly every character, so the active nodes are kept line by line and only the best few of
them: time is in proportion to the length of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from report.typeset.edges import Edges

Measure = Callable[[int], float]
"""Width for line n, from 0, after indents."""

COMFORTABLE = 0.12
"""Widest gap between Han, em, that counts as even."""
TIGHTEST = 4.0
"""How far, in em, a line may be too full at most, whatever could give way."""

UNIT = 0.05
"""A gap between Han of this width, em, costs 1; twice as wide a gap costs 4."""
CHEAP_COST, GIVE_COST, GAP_COST = 0.3, 1.5, 0.3
"""What it costs to widen Latin gaps fully, to compress fully, to widen gaps between Han at all."""
LOOSE_COST, LOOSE_FACTOR = 25.0, 3.0
"""What a gap beyond ``COMFORTABLE`` costs at once, and how much more than its square."""
HYPHEN_COST, HYPHENS_COST = 3.0, 6.0
"""A hyphen, and one right after another."""
RIGID_COST, LONE_COST, OVERFULL_COST = 5e3, 1e6, 1e7
"""A line that nothing can widen; one of a single glyph; a piece that hangs out of its line."""

Node = tuple[float, int, int]
"""Cost so far, number of the break, number of the node before it."""


def total_fit(
    edges: Edges, em: float, measure: Measure, loosest: float | None, beam: int,
    lines: int | None = None,
) -> list[int]:  # fmt: skip
    """Return the numbers of the chosen breaks, the end included; empty if nothing fits.

    ``loosest`` is the widest gap between Han in em; None accepts anything. ``beam`` nodes are kept
    for each line. With ``lines`` only so many will do.
    """
    final = len(edges.ends) - 1
    nodes: list[Node] = [(0.0, 0, -1)]
    layer = range(1)
    best: Node | None = None
    line = 0
    while layer:
        target = measure(line)
        reached: dict[int, tuple[float, int]] = {}
        for number in layer:
            _reach(edges, em, nodes[number], number, target, loosest, reached)
        ended = reached.pop(final, None)
        if lines is not None and line + 1 != lines:
            ended = None
        if ended is not None and (best is None or ended[0] < best[0]):
            best = (ended[0], final, ended[1])
        limit = best[0] if best is not None else float("inf")
        kept = sorted((cost, b, before) for b, (cost, before) in reached.items() if cost < limit)
        layer = range(len(nodes), len(nodes) + min(beam, len(kept)))
        nodes += kept[:beam]
        line += 1
        if line == lines:
            break
    return trace(nodes, best)


def trace(nodes: Sequence[Node], last: Node | None) -> list[int]:
    """Return the breaks on the way to a node, the first line's first."""
    chosen: list[int] = []
    while last is not None and last[2] >= 0:
        chosen.append(last[1])
        last = nodes[last[2]]
    chosen.reverse()
    return chosen


def _reach(
    edges: Edges, em: float, node: Node, number: int, target: float, loosest: float | None,
    reached: dict[int, tuple[float, int]],
) -> None:  # fmt: skip
    """Price every line of ``target`` points that starts at a node, from the fullest down."""
    cost, k, _ = node
    ends, gaps_to, cheap_to, give_to = edges.ends, edges.gaps_to, edges.cheap_to, edges.give_to
    places, hyphens = edges.places, edges.hyphens
    far = edges.starts[k] + target
    gaps, cheap, give = edges.gaps_from[k], edges.cheap_from[k], edges.give_from[k]
    final = len(ends) - 1
    unit, limit = 1 / (UNIT * em), COMFORTABLE * em
    widest = None if loosest is None else loosest * em + 1e-9
    hyphen = HYPHENS_COST if places[k] in hyphens else HYPHEN_COST
    fitted = False
    b = bisect_right(ends, far + TIGHTEST * em, k + 1)
    while b > k + 1:
        b -= 1
        left = far - ends[b]
        if left < -1e-6:
            room = give_to[b] - give
            if -left > room + 1e-6:
                continue
            share = left / room
            price = GIVE_COST * share * share + 0.1
        elif b == final:
            price = 0.0
        else:
            within = cheap_to[b] - cheap
            over = left - within
            if over <= 1e-9:
                price = CHEAP_COST * left / within if within > 0 else 0.0
            else:
                count = gaps_to[b] - gaps
                if count > 0:
                    gap = over / count
                    if widest is not None and gap > widest:
                        return
                    price = (gap * unit) ** 2 + GAP_COST
                    if gap > limit:
                        price = LOOSE_COST + LOOSE_FACTOR * price
                elif widest is not None:
                    return
                else:
                    price = (RIGID_COST if places[b] - places[k] > 1 else LONE_COST) + left
        fitted = True
        if b != final and places[b] in hyphens:
            price += hyphen
        known = reached.get(b)
        if known is None or cost + price < known[0]:
            reached[b] = (cost + price, number)
    if not fitted and widest is None:
        # A piece wider than the line stands alone and hangs out.
        b = k + 1
        known = reached.get(b)
        if known is None or cost + OVERFULL_COST < known[0]:
            reached[b] = (cost + OVERFULL_COST, number)
