"""Section profiles → ridges, contours, breaks and spot heights: the geometry of the cover art.

Pure geometry (visual design, section 8): nothing is drawn here, so that the brochure's paths and
the deck's native freeforms come out alike. All lengths are points, the origin is the top left of
the page (or slide) and y grows downwards. The same profiles always give the same landscape.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from report.compose.curves import TOLERANCE, Curve, fitted, fitted_pair
from report.compose.document import ProfilePoint
from report.compose.relief import relief, relief_of, sample_count, samples
from report.record import record

Point = tuple[float, float]
Polyline = tuple[Point, ...]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

MAXIMUM_LAYERS = 12
"""More sections than this share a ridge with their neighbours."""


@record
class Spot:
    """One figure on a ridge: a dot with its value, or a ring where the value is missing."""

    x: float
    y: float
    label: str
    missing: bool
    derived: bool
    box: Box | None
    """Where the label stands (its baseline is the bottom edge); None where it had no room."""
    visible: bool = True
    """False where a nearer ridge covers the dot."""


@record
class Contour:
    """One contour below a ridge: its place between two ridges and its visible pieces."""

    t: float
    pieces: tuple[Polyline, ...]


@record
class Ridge:
    """One layer, from its ridge line down to the next."""

    index: int
    base: float
    amplitude: float
    line: Polyline
    """Samples of the whole ridge line, without breaks."""
    curve: Curve
    """The same as a smooth curve: the upper edge of the layer's fill."""
    edges: tuple[Polyline, ...]
    """The ridge line as it is stroked, broken at missing figures."""
    contours: tuple[Contour, ...]
    spots: tuple[Spot, ...]

    def height_at(self, x: float) -> float:
        """Height (y) of the ridge line at ``x`` (linear between samples, flat beyond the ends)."""
        return _height(self.line, x)


@record
class Levels:
    """Base line and amplitude of each layer, back to front (points)."""

    bases: tuple[float, ...]
    amplitudes: tuple[float, ...]


def positions(count: int, left: float, width: float, pad: float) -> tuple[float, ...]:
    """Places of ``count`` figures across a box."""
    step = (width - 2 * pad) / max(count, 1)
    return tuple(left + pad + (i + 0.5) * step for i in range(count))


def ridge_line(points: Sequence[ProfilePoint], *, left: float, width: float, base: float,
               amplitude: float, pad: float = 16, step: float = 1.6) -> Polyline:  # fmt: skip
    """The ridge line of one section: ``base − amplitude · profile`` across the box."""
    heights = _heights(tuple(p.amplitude for p in points), width, pad, step)
    xs = samples(left, width, step)
    return tuple([(x, base - amplitude * h) for x, h in zip(xs, heights, strict=True)])


@lru_cache(maxsize=256)
def _heights(
    amplitudes: tuple[float | None, ...], width: float, pad: float, step: float
) -> tuple[float, ...]:
    """Heights of a section's figures at the samples of a box: one box is asked for repeatedly."""
    across = width - 2 * pad
    return relief_of(amplitudes).sampled(
        -pad / across, (width - pad) / across, sample_count(width, step)
    )


def cover_levels(count: int, height: float, *, lying: bool = False) -> Levels:
    """Base lines and amplitudes of ``count`` layers on a page of ``height`` (section 8, step 4).

    Five layers on A4 give the figures of the design; few layers keep amplitudes that leave the
    title its sky, and so do the lower bases of a lying page (those of the title slide, section 9).
    """
    if count == 5 and abs(height - 841.89) < 1:
        return Levels((462, 545, 640, 728, 806), (138, 104, 112, 92, 88))
    start, ceiling = (0.62 if lying else 0.549) * height, 0.164 * height
    span = (0.34 if lying else 0.41) * height
    if count == 1:
        return Levels((0.72 * height,), (ceiling * 1.35,))
    if count <= 3:
        first, last = (0.66 if lying else 0.6) * height, 0.88 * height
        step = (last - first) / (count - 1)
        return Levels(
            tuple(first + k * step for k in range(count)),
            tuple(ceiling * (1.0 if k == 0 else 0.82) for k in range(count)),
        )
    step = span / (count - 1)
    return Levels(
        tuple(start + k * step for k in range(count)),
        tuple(
            min(1.6 * step, ceiling) if k == 0 else min(1.2 * step, 0.9 * ceiling)
            for k in range(count)
        ),
    )


def merged(profiles: Sequence[Sequence[ProfilePoint]], most: int = MAXIMUM_LAYERS
           ) -> tuple[tuple[ProfilePoint, ...], ...]:  # fmt: skip
    """At most ``most`` profiles: neighbours join where there are more sections than layers."""
    count = len(profiles)
    if count <= most:
        return tuple(tuple(p) for p in profiles)
    groups: list[list[ProfilePoint]] = [[] for _ in range(most)]
    for index, profile in enumerate(profiles):
        groups[index * most // count].extend(profile)
    return tuple(tuple(g) for g in groups)


def fitted_amplitude(points: Sequence[ProfilePoint], zone: Box, *, left: float, width: float,
                     base: float, amplitude: float, pad: float, clearance: float = 12
                     ) -> float:  # fmt: skip
    """The largest amplitude, up to ``amplitude``, that keeps the ridge below a title zone.

    ``zone`` is the title's box; the ridge stays ``clearance`` below it (section 6, opener).
    """
    line = ridge_line(points, left=left, width=width, base=base, amplitude=1, pad=pad, step=6)
    peak = max((base - y for x, y in line if zone[0] <= x <= zone[2]), default=0.0)
    room = base - (zone[3] + clearance)
    return max(0.0, min(amplitude, room / peak)) if peak > 0 else amplitude


def build_ridges(
    profiles: Sequence[Sequence[ProfilePoint]],
    levels: Levels,
    *,
    left: float,
    width: float,
    bottom: float,
    measure: Callable[[str], float],
    pad: float = 16,
    step: float = 1.6,
    contour_step: float | None = None,
    contours: int = 9,
    front_contours: int = 6,
    front_steps: int = 13,
    break_pt: float = 9,
    label_height: float = 6,
    label_gap: float = 3.3,
    obstacles: Sequence[Box] = (),
    margin: tuple[float, float] | None = None,
    floor: float = math.inf,
    tolerance: float = TOLERANCE,
) -> tuple[Ridge, ...]:
    """All layers of a landscape, back to front.

    ``bottom`` is where the front layer's contours lead to; ``measure`` gives a label's width;
    Ridges are sampled every ``step`` points, or further apart where their kernels are wide;
    ``obstacles`` (title, disc) and the ``margin`` (left and right limit) repel labels, and
    labels below ``floor`` are dropped. Contours are sampled every ``contour_step`` points; by
    default as coarsely as their curvature allows, for drawing as smooth curves.
    """
    widths = [relief(p).bandwidth * (width - 2 * pad) for p in profiles]
    step = max(step, min(COARSEST, FINE * min(widths, default=0.0)))
    lines = [
        ridge_line(p, left=left, width=width, base=b, amplitude=a, pad=pad, step=step)
        for p, b, a in zip(profiles, levels.bases, levels.amplitudes, strict=True)
    ]
    limits = margin or (left, left + width)
    placed: list[Box] = []
    spots: list[tuple[Spot, ...]] = []
    for index, points in enumerate(profiles):
        places = positions(len(points), left, width, pad)
        found: list[Spot] = []
        rings = [
            (x - 4.5, y - 4.5, x + 4.5, y + 4.5)
            for x, p in zip(places, points, strict=True)
            if p.amplitude is None
            for y in (_height(lines[index], x),)
        ]
        for x, point in zip(places, points, strict=True):
            y = _height(lines[index], x)
            covered = any(_height(line, x) < y - 0.01 for line in lines[index + 1 :])
            missing = point.amplitude is None
            box = None
            if not missing and not covered and point.label:
                box = _label_box(
                    lines, index, x, measure(point.label), label_height, label_gap, limits
                )
                if box is not None and (
                    box[3] > floor
                    or any(_meet(box, other, 0.8) for other in placed)
                    or any(_meet(box, other, 0.8) for other in rings)
                    or any(_meet(box, other, 2.0) for other in obstacles)
                ):
                    box = None
            if box is not None:
                placed.append(box)
            derived, visible = point.state == "derived", not covered and y <= floor
            found.append(Spot(x, y, point.label, missing, derived, box, visible))
        spots.append(tuple(found))
    result: list[Ridge] = []
    for index, line in enumerate(lines):
        finest = min(widths[index : index + 2])
        coarse = max(1, round((contour_step or min(24.0, max(3.2, 0.42 * finest))) / step))
        breaks = [s.x for s in spots[index] if s.missing]
        below = lines[index + 1] if index + 1 < len(lines) else None
        count, steps = (contours, contours + 1) if below else (front_contours, front_steps)
        upper = _thin(line, coarse)
        lower = _thin(below, coarse) if below else tuple((x, bottom) for x, _ in upper)
        drawn: list[Contour] = []
        pinched = {least: _pinched(upper, lower, least) for least in PINCHED} if below else {}
        curve = fitted(upper, tolerance)
        high, low = (
            fitted_pair(upper, lower, LOOSER * tolerance)
            if below
            else (curve, _level(curve, bottom))
        )
        for j in range(1, count + 1):
            t = j / steps
            path = _between(high, low, t)
            gap = break_pt / 2 * (1 - t)
            cuts = [(x - gap, x + gap) for x in breaks]
            cuts += _label_cuts(path, placed)
            if below:
                cuts += pinched[PINCHED[0 if j % 2 else 1 if j % 4 else 2]]
            drawn.append(Contour(t, cut(path, cuts)))
        result.append(
            Ridge(
                index,
                levels.bases[index],
                levels.amplitudes[index],
                line,
                curve,
                cut(curve, [(x - break_pt / 2, x + break_pt / 2) for x in breaks]),
                tuple(drawn),
                spots[index],
            )
        )
    return tuple(result)


FINE, COARSEST = 0.06, 6.4
"""Distance of two samples of a ridge, in kernel widths, and the most of it, in points: the line
from sample to sample is nowhere a tenth of a point off the ridge."""

LOOSER = 1.35
"""Tolerance of contours over that of ridges: they are hairlines that follow no figure, and one
fit serves all of a layer."""

PINCHED = (18.0, 11.0, 6.0)
"""Distance of two ridges below which every second, every fourth and every contour between them
stops: nearer lines would run together to a smear."""


def _level(curve: Curve, y: float) -> Curve:
    """A level line whose segments join where those of ``curve`` do."""
    return Curve.of([(x, y) for x, _ in curve], [0.0] * len(curve))


def _between(upper: Curve, lower: Curve, t: float) -> Curve:
    """The line at ``t`` of the way from ``upper`` to ``lower``, whose segments join alike."""
    return Curve.of(
        [(a[0], a[1] + t * (b[1] - a[1])) for a, b in zip(upper, lower, strict=True)],
        [a + t * (b - a) for a, b in zip(upper.slopes, lower.slopes, strict=True)],
    )


def _pinched(upper: Polyline, lower: Polyline, least: float) -> list[tuple[float, float]]:
    """Where the lower line is less than ``least`` below the upper one, or above it."""
    found: list[tuple[float, float]] = []
    start: float | None = None
    room = lower[0][1] - upper[0][1] - least
    if room < 0:
        start = upper[0][0] - 1
    for (x0, _), (x1, y1), (_, z1) in zip(upper, upper[1:], lower[1:], strict=False):
        after = z1 - y1 - least
        if (room < 0) != (after < 0):
            at = x0 + (x1 - x0) * room / (room - after)
            if start is None:
                start = at
            else:
                found.append((start, at))
                start = None
        room = after
    if start is not None:
        found.append((start, upper[-1][0] + 1))
    return found


def sparkline(points: Sequence[ProfilePoint], width: float, height: float, step: float = 1.6
              ) -> tuple[Polyline, ...]:  # fmt: skip
    """A section's profile as a small line in a ``width`` × ``height`` box, broken at gaps."""
    if not any(p.amplitude is not None for p in points):
        return ()
    line = ridge_line(points, left=0, width=width, base=height, amplitude=height, pad=2, step=step)
    places = positions(len(points), 0, width, 2)
    gap = min(4.5, max(1.6, 0.42 * (width - 4) / max(len(points), 1)))
    return cut(
        line,
        [(x - gap, x + gap) for x, p in zip(places, points, strict=True) if p.amplitude is None],
    )


def cut(line: Polyline, gaps: Sequence[tuple[float, float]]) -> tuple[Polyline, ...]:
    """``line`` (x ascending) without what lies inside ``gaps``; ends are interpolated.

    The pieces of a :class:`Curve` are curves.
    """
    if not gaps:
        return (line,)
    merged_gaps: list[tuple[float, float]] = []
    for start, end in sorted(g for g in gaps if g[1] > g[0]):
        if merged_gaps and start <= merged_gaps[-1][1]:
            merged_gaps[-1] = (merged_gaps[-1][0], max(end, merged_gaps[-1][1]))
        else:
            merged_gaps.append((start, end))
    pieces: list[Polyline] = []
    cursor, last = line[0][0], line[-1][0]
    for start, end in [*merged_gaps, (last, math.inf)]:
        stop = min(start, last)
        if stop - cursor > 0.2:
            pieces.append(_stretch(line, cursor, stop))
        cursor = max(cursor, end)
        if cursor >= last:
            break
    return tuple(pieces)


def _stretch(line: Polyline, start: float, stop: float) -> Polyline:
    """A line from ``start`` to ``stop``."""
    if isinstance(line, Curve):
        return line.between(start, stop)
    inner = [point for point in line if start < point[0] < stop]
    return ((start, _height(line, start)), *inner, (stop, _height(line, stop)))


def _thin(line: Polyline, every: int) -> Polyline:
    if every <= 1 or len(line) < 3:
        return line
    kept = line[:-1:every]
    return (*kept, line[-1]) if line[-1][0] - kept[-1][0] > 1e-6 else kept


def _height(line: Polyline, x: float) -> float:
    """Height (y) at ``x`` on a line whose x are evenly spaced or nearly so."""
    first, last = line[0], line[-1]
    if x <= first[0]:
        return first[1]
    if x >= last[0]:
        return last[1]
    count = len(line) - 1
    index = min(count - 1, int((x - first[0]) / (last[0] - first[0]) * count))
    while index > 0 and line[index][0] > x:
        index -= 1
    while index < count - 1 and line[index + 1][0] < x:
        index += 1
    a, b = line[index], line[index + 1]
    return a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])


def _label_box(lines: Sequence[Polyline], index: int, x: float, width: float, height: float,
               gap: float, limits: tuple[float, float]) -> Box | None:  # fmt: skip
    """Box of a label above ridge ``index`` at ``x``; None where a ridge line runs through it."""
    left, right = x - width / 2, x + width / 2
    if left < limits[0] or right > limits[1]:
        return None
    probes = [left - 0.8 + (width + 1.6) * i / 8 for i in range(9)]
    bottom = min(_height(lines[index], p) for p in probes) - gap
    top = bottom - height
    for other, line in enumerate(lines):
        if other == index:
            continue
        ys = [_height(line, p) for p in probes]
        if other > index and min(ys) < bottom + 0.8:
            return None
        if other < index and min(ys) < bottom + 0.8 and max(ys) > top - 0.8:
            return None
    return (left, top, right, bottom)


def _label_cuts(path: Curve, boxes: Sequence[Box]) -> list[tuple[float, float]]:
    """Where a contour would run through a label: map makers break the line there."""
    cuts: list[tuple[float, float]] = []
    high, low = path.extent() if boxes else (0.0, 0.0)
    for left, top, right, bottom in boxes:
        if bottom < high - 1.2 or top > low + 1.2:
            continue
        middle = (left + right) / 2
        if any(
            top - 1.2 < path.at(x)[0] < bottom + 1.2
            for x in (left - 1.5, (left + middle) / 2, middle, (middle + right) / 2, right + 1.5)
        ):
            cuts.append((left - 1.5, right + 1.5))
    return cuts


def _meet(a: Box, b: Box, clearance: float) -> bool:
    return not (
        a[2] + clearance <= b[0]
        or b[2] + clearance <= a[0]
        or a[3] + clearance <= b[1]
        or b[3] + clearance <= a[1]
    )
