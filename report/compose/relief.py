"""A section's figures → the height of its ridge at any place (visual design, section 8, steps 1–3).

The estimator is the design's: a weighted mean of the figures' amplitudes under a kernel. It makes
a landscape of many figures; of one, two or three, or of figures that are nearly equal, it makes a
straight line, for a mean needs something to differ. There the *ground* shows between the figures:
the level that the design's own small constants (0.00015 over 0.001) give a place without figures
gets more weight, lost figures weigh as ground, and kernels become narrower. A lone figure is then
a hill that falls off to both sides. What is left is stretched, in proportion, to a relief that the
eye can see: heights compare within a section, not between two. Nothing but the section's own
figures makes them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from math import ceil, exp
from operator import add

from report.compose.document import ProfilePoint, Section
from report.record import record, replace

BANDWIDTH = 0.82
"""Kernel width over the distance of two figures."""

GROUND, GROUND_WEIGHT = 0.15, 0.001
"""Height of a place without figures, and its weight against theirs (section 8, step 3)."""

RELIEF = 0.4
"""Difference of highest and lowest place from which on the design's estimator stands as it is."""

STRETCHED = 0.52, 0.24
"""Difference of highest and lowest place that a flat section is stretched to: the least, and what
the amplitude of its highest figure adds."""

LOWERED = 0.3
"""How far the ground lies below its own level in a flat section, so that small figures are hills
as well."""

MOST_FACTOR = 12.0
"""Equal figures are not stretched beyond this: their hills stay hills …"""

LEAST = 0.16
"""… but are never lower than this: many figures of the value zero are no flat land."""

NARROW = 7
"""Where the ground shows, kernels are no wider than those of this many figures."""

COARSE = 0.21
"""Distance of two places at which a long line is estimated, in kernel widths."""

_PROBES = 97


@record
class Relief:
    """How a section's figures become heights: the estimator's weights, and its stretching.

    All lengths are shares of the width between the pads, so that one relief serves a cover, a
    slide and a sparkline.
    """

    amplitudes: tuple[float | None, ...]
    bandwidth: float
    """Kernel width."""
    tails: float
    """Share of each figure's weight that reaches three times as far."""
    ground: float
    """Weight of the ground everywhere."""
    gaps: float
    """Weight of the ground at the place of a lost figure."""
    beyond: float = 0.0
    """Weight that the first and last figure have once more beyond the ends."""
    level: float = GROUND
    """Height of the ground."""
    low: float = 0.0
    """Estimate that ``base`` belongs to."""
    base: float = 0.0
    factor: float = 1.0
    """Heights are ``base + factor · (estimate − low)``."""

    def heights(self, shares: Sequence[float]) -> tuple[float, ...]:
        """Heights, each 0…1, at places given as ascending shares of the width."""
        low, base, factor = self.low, self.base, self.factor
        return tuple(min(1.0, max(0.0, base + factor * (e - low))) for e in self._estimates(shares))

    def sampled(self, start: float, stop: float, count: int) -> tuple[float, ...]:
        """Heights at ``count`` + 1 even places from share ``start`` to ``stop``.

        Estimated as coarsely as the kernel allows; in between is the cubic through its
        neighbours, which misses the estimator by less than a thousandth.
        """
        coarse = ceil((stop - start) / (COARSE * self.bandwidth))
        if 3 * (coarse + 4) > 2 * count:
            step = (stop - start) / count
            return self.heights([start + i * step for i in range(count + 1)])
        step = (stop - start) / coarse
        found = self._estimates([start + j * step for j in range(-2, coarse + 3)])
        low, base, factor = self.low, self.base, self.factor
        ys = [base + factor * (e - low) for e in found]
        slopes = [
            (8 * (d - b) - (e - a)) / 12
            for a, b, d, e in zip(ys, ys[1:], ys[3:], ys[4:], strict=False)
        ]
        out: list[float] = []
        share = coarse / count
        index = -1
        a = b = c = d = 0.0
        for i in range(count + 1):
            place = i * share
            if place >= index + 1 and index < coarse - 1:
                index = min(int(place), coarse - 1)
                d, e = ys[index + 2], ys[index + 3]
                c, leaving = slopes[index], slopes[index + 1]
                b, a = 3 * (e - d) - 2 * c - leaving, c + leaving - 2 * (e - d)
            t = place - index
            y = d + t * (c + t * (b + t * a))
            out.append(0.0 if y < 0.0 else 1.0 if y > 1.0 else y)
        return tuple(out)

    def _estimates(self, shares: Sequence[float]) -> list[float]:
        """The weighted means, not stretched yet."""
        count = len(self.amplitudes)
        weights = [self.ground] * len(shares)
        totals = [self.ground * self.level] * len(shares)
        for index, amplitude in enumerate(self.amplitudes):
            if amplitude is None and not self.gaps:
                continue
            own = 1.0 - self.tails if amplitude is not None else self.gaps
            value = self.level if amplitude is None else amplitude
            place = (index + 0.5) / count
            _weigh(shares, place, self.bandwidth, own, value, weights, totals)
            if self.tails and amplitude is not None:
                _weigh(shares, place, 3 * self.bandwidth, self.tails, value, weights, totals)
        if self.beyond:
            ends = (self.amplitudes[0], -0.5 / count), (self.amplitudes[-1], 1 + 0.5 / count)
            for amplitude, place in ends:
                if amplitude is not None:
                    _weigh(shares, place, self.bandwidth, self.beyond, amplitude, weights, totals)
        return [t / w for t, w in zip(totals, weights, strict=True)]


def _weigh(shares: Sequence[float], place: float, bandwidth: float, weight: float, value: float,
           weights: list[float], totals: list[float]) -> None:  # fmt: skip
    """Add one kernel to the sums; figure by figure costs a third of place by place."""
    reach, scale = 6 * bandwidth, -0.5 / (bandwidth * bandwidth)
    reached = slice(bisect_right(shares, place - reach), bisect_left(shares, place + reach))
    kernel = [weight * exp(scale * (x - place) * (x - place)) for x in shares[reached]]
    weights[reached] = map(add, weights[reached], kernel)
    totals[reached] = [t + value * k for t, k in zip(totals[reached], kernel, strict=True)]


def art_profile(section: Section) -> tuple[ProfilePoint, ...]:
    """The points of a section's ridge.

    A section that shows no figure still has a shape: the lengths of its paragraphs. Such points
    have no label and are not marked by dots.
    """
    if any(p.amplitude is not None for p in section.profile):
        return section.profile
    lengths = [sum(len(r.text) for r in section.lead)]
    for block in section.blocks:
        runs = getattr(block, "runs", ())
        lengths.append(sum(len(r.text) for r in runs))
    lengths = [n for n in lengths if n] or [len(section.title)]
    most = max(lengths)
    drawn = tuple(ProfilePoint("", 0.12 + 0.6 * n / most, "", "reported") for n in lengths)
    return (*drawn, *section.profile)


def relief(points: Sequence[ProfilePoint]) -> Relief:
    """The relief of one section; the same figures always give the same one."""
    return relief_of(tuple(p.amplitude for p in points))


@lru_cache(maxsize=256)
def relief_of(amplitudes: tuple[float | None, ...]) -> Relief:
    """The relief of amplitudes in their order."""
    count = max(len(amplitudes), 1)
    plain = Relief(amplitudes, BANDWIDTH / count, 0.0, GROUND_WEIGHT, 0.0)
    if all(a is None for a in amplitudes):
        return plain
    probes = tuple(i / (_PROBES - 1) for i in range(_PROBES))
    found = plain._estimates(probes)
    short = 1.0 - min(1.0, (max(found) - min(found)) / RELIEF)
    if short <= 0:
        return plain
    known = sum(a is not None for a in amplitudes)
    alone = short * max(0.0, 1.0 - (known - 1) / NARROW)
    width = BANDWIDTH / count
    narrow = min((0.82 - 0.44 * short) / count, BANDWIDTH / NARROW)
    shown = Relief(
        amplitudes,
        width + (narrow - width) * short,
        0.34 * alone,
        GROUND_WEIGHT + 0.26 * short,
        0.55 * alone,
        short - alone,
        GROUND - LOWERED * short,
    )
    found = shown._estimates(probes)
    low, high = min(found), max(found)
    full = STRETCHED[0] + STRETCHED[1] * max(a for a in amplitudes if a is not None)
    wanted = high - low + (full - (high - low)) * short
    rise = max(high - low, 1e-6)
    factor = max(min(MOST_FACTOR, max(1.0, wanted / rise)), short * LEAST / rise)
    base = max(GROUND * short, min(low, 1.0 - factor * (high - low)))
    return replace(shown, low=low, base=base, factor=factor)


def samples(left: float, width: float, step: float) -> tuple[float, ...]:
    """Sample places from edge to edge, both included, at most ``step`` apart."""
    count = sample_count(width, step)
    return tuple([left + width * i / count for i in range(count + 1)])


def sample_count(width: float, step: float) -> int:
    """Steps from edge to edge, each at most ``step``."""
    return max(2, ceil(width / step))
