"""A line of the stream and its measure → placed glyph runs, compressed or expanded in order.

Compression (CLREQ 3.3.1): word spaces, middle dots, brackets, commas, Han–Latin gaps, stops; the
mark at the end of the line has given its blank half already. Expansion (CLREQ 3.3.2): word
spaces, Han–Latin gaps, then all other gaps by the same amount.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import fsum
from operator import itemgetter

from report.typeset.characters import is_han
from report.typeset.shaping import shaper_of
from report.typeset.stream import Stream
from report.typeset.style import GlyphRun, Line, LineEnd

SOFT_HYPHEN = "\u00ad"

_first = itemgetter(0)


def make_line(
    stream: Stream, start: int, end: int, *, target: float | None, x: float, slack_x: float = 0.0,
    last: LineEnd = "soft", trim_start: bool = True, trim_end: bool = True,
    loosest: float | None = None,
) -> Line:  # fmt: skip
    """Place the glyphs ``start`` to ``end``.

    ``loosest`` is how far, in points, letters may be set apart (and word spaces beyond their
    measure) to fill a line; one that would need more is left short. None fills every line.

    ``target`` is the width to fill, None to leave the line as it is; ``slack_x`` says which part
    of the room in ``target`` goes to the left of a line that is not filled (0.5: centred).
    """
    if start >= end:
        return Line((), 0.0, x, "", last)
    advances = stream.advances[start:end]
    saved = stream.at_end.get(end, 0.0)
    if not trim_end and stream.chars[end - 1] != " ":
        saved = 0.0
    hyphen = _hyphen(stream, end) if last == "hyphen" else None
    lead = stream.at_start.get(start, 0.0) if trim_start else 0.0
    if hyphen:
        saved = -stream.kern_before(end)
    width = fsum(advances) - saved - lead + (hyphen[1] if hyphen else 0.0)
    shifts = {
        at - start: dx for at, dx in stream.dx.items() if start <= at < end
    } if stream.dx else {}  # fmt: skip
    if target is not None:
        room = target - width
        if room > 0:
            room -= _expand(stream, start, end, advances, room, loosest)
        elif room < 0:
            room += _compress(stream, start, end, advances, -room, shifts)
        width = target - room
    xs = list(accumulate(advances, initial=-lead if lead else 0.0))
    hyphen_x = xs.pop() - saved
    for at, dx in shifts.items():
        xs[at] += dx
    runs, text = _runs(stream, start, end, xs)
    if hyphen:
        gid, _, style, face = hyphen
        runs.append(
            GlyphRun(
                face, style.size_pt, (gid,), (hyphen_x,), style.rise_pt, SOFT_HYPHEN, (0,), style
            )
        )
        text += SOFT_HYPHEN
    return Line(tuple(runs), width, x, text, last)


def _hyphen(stream: Stream, end: int):  # noqa: ANN202
    from report.typeset.hyphenation import hyphen_glyph

    style = stream.style_at(end - 1)
    gid, width, face = hyphen_glyph(shaper_of(style))
    return gid, width, style, face


def _slice(items: list, start: int, end: int) -> list:
    """Items whose glyph lies from ``start`` to before ``end``."""
    if not items:
        return items
    return items[bisect_left(items, start, key=_first) : bisect_left(items, end, key=_first)]


def _expand(stream: Stream, start: int, end: int, advances: list[float], room: float,
            loosest: float | None) -> float:  # fmt: skip
    """Widen gaps until ``room`` is used, no letter's by more than ``loosest``; return how much."""
    inner = end - 1
    used = 0.0
    for items in (stream.spaces, stream.gaps):
        here = _slice(items, start, inner)
        total = fsum([most for _, most in here])
        if not total:
            continue
        share = min(1.0, (room - used) / total)
        for at, most in here:
            advances[at - start] += most * share
        used += total * share
        if room - used < 1e-9:
            return room
    flags = stream.stretch[start:inner]
    count = sum(flags)
    if count:
        gap = (room - used) / count
        if loosest is not None and gap > loosest:
            return used + _open_spaces(stream, start, inner, advances, room - used, 3 * loosest)
        advances[: inner - start] = [
            a + gap if flag else a for a, flag in zip(advances, flags, strict=False)
        ]
        return room
    # Nothing but Latin: word spaces widen beyond their measure.
    if _slice(stream.spaces, start, inner):
        return used + _open_spaces(stream, start, inner, advances, room - used, loosest)
    # A piece that was broken up: letters are spaced as the last resort.
    chars, texts = stream.chars, stream.texts
    parts = [at for at in range(start, inner) if texts.get(at + 1) != ""]
    inside = [at for at in parts if is_han(chars[at]) == is_han(chars[at + 1])]
    parts = inside or parts
    if parts:
        gap = (room - used) / len(parts)
        if loosest is not None and gap > loosest:
            return used
        for at in parts:
            advances[at - start] += gap
        return room
    return used


def _open_spaces(stream: Stream, start: int, inner: int, advances: list[float], room: float,
                 most: float | None) -> float:  # fmt: skip
    """Fill ``room`` by the word spaces alone, if none widens by more than ``most`` for it."""
    here = _slice(stream.spaces, start, inner)
    if not here or (most is not None and room / len(here) > most):
        return 0.0
    for at, _ in here:
        advances[at - start] += room / len(here)
    return room


def _compress(
    stream: Stream, start: int, end: int, advances: list[float], need: float,
    shifts: dict[int, float],
) -> float:  # fmt: skip
    """Narrow what may give way, in order, until ``need`` is met; return how much was."""
    turns: dict[int, list[tuple[int, float, float]]] = {}
    for at, turn, left, right in _slice(stream.gives, start, end):
        if at == end - 1:
            right = 0.0
        if at == start:
            left = 0.0
        if left or right:
            turns.setdefault(turn, []).append((at - start, left, right))
    met = 0.0
    for turn in sorted(turns):
        total = fsum([left + right for _, left, right in turns[turn]])
        share = min(1.0, (need - met) / total)
        for at, left, right in turns[turn]:
            advances[at] -= (left + right) * share
            if left:
                shifts[at] = shifts.get(at, 0.0) - left * share
        met += total * share
        if need - met < 1e-9:
            break
    return met


def _runs(stream: Stream, start: int, end: int, xs: list[float]) -> tuple[list[GlyphRun], str]:
    cuts = stream.cuts
    first = bisect_left(cuts, start + 1, key=_first) - 1
    runs: list[GlyphRun] = []
    texts: list[str] = []
    gids = stream.gids
    at = start
    while at < end:
        _, style, face = cuts[first]
        stop = min(end, cuts[first + 1][0]) if first + 1 < len(cuts) else end
        first += 1
        if stop <= at:
            continue
        text, clusters = _text(stream, at, stop)
        texts.append(text)
        runs.append(
            GlyphRun(
                face, style.size_pt, tuple(gids[at:stop]), tuple(xs[at - start : stop - start]),
                style.rise_pt, text, clusters, style,
            )
        )  # fmt: skip
        at = stop
    return runs, "".join(texts)


def _text(stream: Stream, start: int, end: int) -> tuple[str, tuple[int, ...]]:
    texts = stream.texts
    if not texts or not any(start <= at < end for at in texts):
        return stream.chars[start:end], tuple(range(end - start))
    parts: list[str] = []
    clusters: list[int] = []
    length = 0
    for at in range(start, end):
        text = texts.get(at)
        if text is None:
            text = stream.chars[at]
        if text:
            clusters.append(length)
            parts.append(text)
            length += len(text)
        else:
            clusters.append(clusters[-1] if clusters else 0)
    return "".join(parts), tuple(clusters)
