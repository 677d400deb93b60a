"""A title → lines or columns of like length, broken between phrases; and how a box breaks them.

The text stays one string where the box can break it at these places: a box as wide as the longest
line (as high as the longest column), with less to spare than the next word needs. Where it cannot,
a soft line break holds the place. Titles of languages written with spaces get no such break.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from report.deck.fit import Measure, legal_starts
from report.phrases import phrase_costs

PHRASE_COST = 0.35
"""What a break inside of a phrase costs at most, as the square of a share of the mean length."""
HELD_COST = 0.08
"""What a particle costs that reads badly at the head of a line."""
SHORT_FIRST = 0.05
SLACK_EM = 0.45
"""What the box is wider than its longest line: no character of Han or kana finds room in it."""
LATIN_SLACK = 1.06
_DASHES = frozenset("—–-")
_HELD = frozenset("的与與和及之了")


def balanced(
    text: str, widths: Sequence[float], count: int, most: float, language: str
) -> tuple[int, ...]:
    """Where ``count`` lines of at most ``most`` begin after the first; () where they cannot be.

    ``widths`` are the characters' advances, in the unit of ``most``.
    """
    costs = phrase_costs(text, language)
    places = [0, *(p for p in legal_starts(text) if 0 < p < len(text)), len(text)]
    sums = [0.0]
    for width in widths:
        sums.append(sums[-1] + width)
    ideal = sums[-1] / count

    def price(first: int, end: int, number: int) -> float | None:
        width = sums[first + len(text[first:end].rstrip())] - sums[first]
        if width > most:
            return None
        cost = ((ideal - width) / ideal) ** 2
        if end < len(text):
            cost += PHRASE_COST * costs[end] if costs is not None else 0.0
            cost += HELD_COST if text[end] in _HELD else 0.0
            cost += PHRASE_COST if text[end] in _DASHES else 0.0
            # Of two even ways the one whose first line is the longer is broken by the box alone.
            cost += SHORT_FIRST if number == 0 and width < ideal else 0.0
        return cost

    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number in range(count):
        last = number == count - 1
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for first, (spent, cuts) in best.items():
            for end in (len(text),) if last else places[bisect_right(places, first) :]:
                if not last and end == len(text):
                    continue
                cost = price(first, end, number)
                if cost is None:  # what ends further on is wider still
                    break
                found = reached.get(end)
                if found is None or spent + cost < found[0]:
                    reached[end] = (spent + cost, cuts if last else (*cuts, end))
        best = reached
    return best[len(text)][1] if len(text) in best else ()


def broken_by_box(text: str, widths: Sequence[float], cuts: Sequence[int], room: float) -> bool:
    """Whether a box of ``room`` breaks the text at these places and at no other."""
    places = [p for p in legal_starts(text) if p] + [len(text)]
    for first, end in pairwise((0, *cuts, len(text))):
        if sum(widths[first:end]) > room + 1e-6:
            return False
        if end < len(text):
            following = next(p for p in places if p > end)
            if sum(widths[first:following]) <= room + 1e-6:
                return False
    return True


def with_breaks(text: str, cuts: Sequence[int]) -> str:
    """The text with a soft break at each of these places."""
    return "\n".join(text[a:b] for a, b in pairwise((0, *cuts, len(text))))


def parted(
    text: str, count: int, width: float, size: float, measure: Measure, language: str
) -> str:
    """A title of ``count`` lines with soft breaks between its phrases.

    For boxes that cannot be made narrower; titles with spaces between words are left as they are.
    """
    if count < 2 or "\n" in text or phrase_costs(text, language) is None:
        return text
    widths = measure.advances(text, size, family="serif", bold=True)
    cuts = balanced(text, widths, count, width, language)
    return with_breaks(text, cuts) if cuts else text


def in_box(
    text: str, count: int, width: float, size: float, measure: Measure, language: str
) -> tuple[str, float]:
    """A title of ``count`` lines: its text, broken softly if need be, and its box's width.

    ``width`` is what there is for it, in points; it is set in bold serif at ``size`` points.
    """
    if count < 2 or "\n" in text:
        return text, width
    widths = measure.advances(text, size, family="serif", bold=True)
    cuts = balanced(text, widths, count, width, language)
    if len(cuts) != count - 1:
        return text, width
    lines = [text[a:b].rstrip() for a, b in pairwise((0, *cuts, len(text)))]
    longest = max(sum(measure.advances(t, size, family="serif", bold=True)) for t in lines)
    spaced = phrase_costs(text, language) is None
    # A reader's face for Latin may be a little wider than ours.
    room = longest * LATIN_SLACK if spaced else longest + SLACK_EM * size
    if room <= width and broken_by_box(text, widths, cuts, room):
        return text, round(room, 1)
    return (text, width) if spaced else (with_breaks(text, cuts), width)
