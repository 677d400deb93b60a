"""A stream of glyphs and a measure → line ends of text that is not flush: ragged or balanced."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence

from report.fonts import base_language
from report.phrases import phrase_costs
from report.typeset.breaking import Breaks, legal_places
from report.typeset.characters import is_han
from report.typeset.edges import Edges, edges_of
from report.typeset.fitting import Measure
from report.typeset.stream import Stream
from report.typeset.style import Span

PHRASE_COST = 0.35
"""What a break inside of a phrase costs at most, as the square of a share of the measure."""
BEAM = 40
RUNT, RUNT_EM, RUNT_COST = 0.22, 2.6, 0.12
"""A last line that is a smaller share of its measure, in Han or kana less than so many em; and
what it costs, as a square."""


def break_ragged(stream: Stream, measure: Measure, *, indented: bool) -> Breaks:
    """Choose breaks for lines of natural width, as full and as even as may be."""
    edges = edges_of(stream, legal_places(stream, measure), {}, indented)
    lines = _fit(edges, measure, None, {}, _runt(stream))
    return Breaks(tuple(edges.places[i] for i in lines), frozenset())


def break_balanced(
    stream: Stream, measure: Measure, spans: Sequence[Span], *, indented: bool
) -> Breaks:
    """Choose as few lines as will do, of like length, broken between phrases (BudouX)."""
    edges = edges_of(stream, legal_places(stream, measure), {}, indented)
    fewest = _fit(edges, measure, None, {}, _runt(stream))
    if len(fewest) > 1:
        costs = _phrase_costs(stream, spans)
        fewest = _fit(edges, measure, len(fewest), costs, _runt(stream)) or fewest
    return Breaks(tuple(edges.places[i] for i in fewest), frozenset())


def _fit(
    edges: Edges, measure: Measure, lines: int | None, costs: Mapping[int, float],
    runt: Callable[[float], float],
) -> list[int]:  # fmt: skip
    """Numbers of the chosen breaks: the fewest lines, or the most even of exactly ``lines``."""
    ends, starts, places = edges.ends, edges.starts, edges.places
    final = len(ends) - 1
    total = ends[final] - starts[0]
    nodes: list[tuple[float, int, int]] = [(0.0, 0, -1)]
    layer = [0]
    line = 0
    best = -1

    while layer and best < 0:
        target = measure(line)
        ideal = target if lines is None else min(target, total / lines)
        reached: dict[int, tuple[float, int]] = {}
        for node in layer:
            cost, k, _ = nodes[node]
            far = starts[k] + target + 1e-6
            b = bisect_right(ends, far, k + 1) - 1
            if b <= k:
                b = k + 1
                reached.setdefault(b, (cost + 1e6, node))
                continue
            low = k
            while b > low:
                off = (ideal - (ends[b] - starts[k])) / target
                if lines is None and off > 0.45 and b != final and low != k:
                    break
                price = 0.0 if b == final and lines is None else off * off
                if b == final and line and lines is None and ends[b] - starts[k] < runt(target):
                    price += RUNT_COST
                if b != final:
                    price += PHRASE_COST * costs.get(places[b], 0.0)
                found = reached.get(b)
                if found is None or cost + price < found[0]:
                    reached[b] = (cost + price, node)
                b -= 1
        line += 1
        if final in reached and (lines is None or line == lines):
            value, node = reached[final]
            nodes.append((value, final, node))
            best = len(nodes) - 1
            break
        if lines is not None and line >= lines:
            return []
        reached.pop(final, None)
        kept = sorted((value, b, node) for b, (value, node) in reached.items())[:BEAM]
        layer = list(range(len(nodes), len(nodes) + len(kept)))
        nodes += kept
    chosen: list[int] = []
    while best > 0:
        _, b, before = nodes[best]
        chosen.append(b)
        best = before
    chosen.reverse()
    return chosen


def _runt(stream: Stream) -> Callable[[float], float]:
    """Width, by measure, below which a last line is a runt."""
    if not any(map(is_han, stream.chars)):
        return lambda measure: RUNT * measure
    return lambda _: RUNT_EM * stream.em


def _phrase_costs(stream: Stream, spans: Sequence[Span]) -> Mapping[int, float]:
    """What a break before a glyph costs; nothing where a phrase begins."""
    if not any(map(is_han, stream.chars)):
        return {}  # words are parted by spaces
    costs = phrase_costs(stream.chars, base_language(spans[0].style.language))
    return {} if costs is None else {at: cost for at, cost in enumerate(costs) if cost}
