"""The marks that charts share: gap slots, ring tags, legends, gridlines, leaders.

Measures are those of the visual design, sections 5 to 7.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

from report.brochure.chart.sheet import Box, Sheet, Type
from report.compose.plan import ChartPlan, Point, Series
from report.record import record

DASH = (2.4, 1.6)
LINE_DASHES = {
    "solid": (),
    "dashed": (5.0, 2.2),
    "dotted": (0.1, 2.6),
    "dashdot": (5.0, 2.0, 0.1, 2.0),
}
SMALLEST = 6.6
TAG_SIZE = 6.2


def token(sheet: Sheet, plan: ChartPlan, series: int, category: int) -> str:
    """Colour token of a point."""
    return sheet.theme.data_colour(plan.colour_of(series, category))


def on(token_name: str) -> str:
    """Token of the text that stands on a fill."""
    from report.theme import ON_COLOUR

    return ON_COLOUR.get(token_name, "ink")


# ── gaps ─────────────────────────────────────────────────────────────────────────────────────


def hatch(sheet: Sheet, x: float, y: float, width: float, height: float, pitch: float) -> None:
    """Lines at 45° rising to the right, cut to a rectangle, ``pitch`` apart."""
    step = pitch * sqrt(2)
    pieces: list[list[tuple[float, float]]] = []
    offset = -height + step / 2
    while offset < width:
        # the line from (x + offset, bottom) to (x + offset + height, top)
        start, stop = max(0.0, offset), min(width, offset + height)
        if stop - start > 0.05:
            pieces.append(
                [
                    (x + start, y + height - (start - offset)),
                    (x + stop, y + height - (stop - offset)),
                ]
            )
        offset += step
    sheet.lines(pieces, "accent-h", sheet.theme.lines["hatch"])


def slot(
    sheet: Sheet, x: float, y: float, width: float, height: float, plan: ChartPlan, point: Point,
    *, plate: bool = True, ground: str = "white", room: float = 0.0,
) -> bool:  # fmt: skip
    """A gap: hatched, dashed outline, plate with the mark and code.

    Returns whether the plate had room; a gap whose plate has none needs its code beside it.
    """
    if width < 0:
        x, width = x + width, -width
    pitch = 4.4 if min(height, width) > 60 else 2.6 if min(height, width) < 9 else 3.4
    sheet.rect(x, y, width, height, fill=ground)
    hatch(sheet, x, y, width, height, pitch)
    outline = sheet.theme.lines["missing-outline"]
    sheet.rect(x, y, width, height, stroke="accent", weight=outline, dash=DASH)
    if plate and point.shown:
        code = point.code or ""
        return gap_plate(sheet, x, y, width, height, plan.gap_text, code, ground, room)
    return True


def gap_plate(
    sheet: Sheet, x: float, y: float, width: float, height: float, text: str, code: str,
    ground: str = "white", room: float = 0.0,
) -> bool:  # fmt: skip
    """The mark and code in the middle of a slot: on one line, two lines, or turned.

    A turned plate may be wider than a thin slot, up to ``room``. Returns whether there was a
    place for it; the smallest size is that of note codes, 6 pt.
    """
    both = f"{text} {code}".strip()
    middle, centre = y + height / 2, x + width / 2
    for size in (7.4, 7.0, SMALLEST):
        type = sheet.code_type(size)
        wide = sheet.width_of(both, type) + 0.9 * size
        if wide <= width - 1 and 1.44 * size <= height + 0.2:
            high = min(1.44 * size, height - 1.0)
            sheet.rect(centre - wide / 2, middle - high / 2, wide, high, fill=ground)
            sheet.text(centre, middle + size * 0.36, both, type, "middle")
            return True
    size = SMALLEST
    type = sheet.code_type(size)
    lines = [t for t in (text, code) if t]
    wide = max(sheet.width_of(t, type) for t in lines) + 4
    high = 1.3 * size * len(lines) + 2
    if wide <= width - 1 and high <= height - 1:
        sheet.rect(centre - wide / 2, middle - high / 2, wide, high, fill=ground)
        for i, line in enumerate(lines):
            sheet.text(
                centre, middle - high / 2 + 1 + size * (1.02 + 1.3 * i), line, type, "middle"
            )
        return True
    for size in (SMALLEST, 6.0):
        type = sheet.code_type(size)
        if _SEVERAL.search(code) and width > 30:  # several codes: as many lines as they need
            lines = _code_lines(sheet, text, code, width - 4, type)
            high = 1.25 * size * len(lines) + 2
            wide = max(sheet.width_of(t, type) for t in lines) + 4
            if high <= height - 1 and wide <= width:
                sheet.rect(centre - wide / 2, middle - high / 2, wide, high, fill=ground)
                column(sheet, centre, middle, lines, type, "middle", 1.25 * size)
                return True
        for label in dict.fromkeys((both, code or text)):
            long = sheet.width_of(label, type) + 3
            if long <= width - 0.5 and 1.05 * size <= height:
                high = min(1.3 * size, height - 0.6)
                sheet.rect(centre - long / 2, middle - high / 2, long, high, fill=ground)
                sheet.text(centre, middle + size * 0.36, label, type, "middle")
                return True
            if long <= height - 0.5 and 1.1 * size <= max(width, room):
                sheet.rect(centre - 0.6 * size, middle - long / 2, 1.2 * size, long, fill=ground)
                sheet.text(centre + size * 0.36, middle + (long - 3) / 2, label, type, angle=90)
                return True
    return False


_SEVERAL = re.compile("、|, ")
"""Between codes in a row, in every language (``ChartPlan.joints``)."""


def _code_lines(sheet: Sheet, text: str, codes: str, room: float, type: Type) -> list[str]:
    """Codes in lines, the gap's text before them; none is cut in two."""
    found = _SEVERAL.search(codes)
    joint = found[0] if found else ""
    lines = [text] if text else []
    for n, word in enumerate(_SEVERAL.split(codes)):
        longer = (lines[-1] + (joint if n else " ") + word) if lines else word
        if lines and sheet.width_of(longer, type) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def lost_codes(plan: ChartPlan) -> list[str]:
    """For each category with gaps, their codes as one text."""
    return [
        together(plan, [s.points[c] for s in plan.series if s.points[c].value is None]).code or ""
        for c in range(len(plan.categories))
    ]


def together(plan: ChartPlan, gaps: Sequence[Point]) -> Point:
    """Several gaps as one: their codes joined."""
    codes = [p.code for p in gaps if p.code]
    shown = all(p.shown for p in gaps)
    return Point(None, plan.gap_text, "missing", plan.joints[0].join(codes) or None, shown=shown)


def gaps_last(points: Sequence[Point]) -> list[tuple[int, Point]]:
    """The parts of a stack with their series' index: known ones in order, then what is left."""
    return sorted(enumerate(points), key=lambda pair: pair[1].value is None)


def most_gaps(plan: ChartPlan) -> int:
    """Most gaps in one category."""
    return max(
        (sum(s.points[c].value is None for s in plan.series) for c in range(len(plan.categories))),
        default=0,
    )


# ── derived values ───────────────────────────────────────────────────────────────────────────


def ring_tag(sheet: Sheet, x: float, middle: float, tag: str, size: float = TAG_SIZE) -> float:
    """The ring tag 推 with its left edge at ``x``; returns its right edge."""
    type = sheet.type("key-label", size=size, colour="accent")
    radius = max(0.78 * size, sheet.width_of(tag, type) / 2 + 1.2)
    sheet.circle(x + radius, middle, radius, fill="white", stroke="accent", weight=0.6)
    sheet.text(x + radius, middle + size * 0.36, tag, type, "middle")
    sheet.texts.append(Box(x, middle - radius, x + 2 * radius, middle + radius))
    return x + 2 * radius


def tag_width(sheet: Sheet, tag: str, size: float = TAG_SIZE) -> float:
    """Width of :func:`ring_tag`."""
    type = sheet.type("key-label", size=size)
    return 2 * max(0.78 * size, sheet.width_of(tag, type) / 2 + 1.2)


def body(sheet: Sheet, x: float, y: float, width: float, height: float, point: Point,
         fill: str) -> None:  # fmt: skip
    """A bar's shape: solid where reported, hollow where derived.

    The sum of what is left out (``OTHERS``) is derived too; a pale tint sets it apart.
    """
    if width < 0:
        x, width = x + width, -width
    if height < 0:
        y, height = y + height, -height
    if point.state == "derived":
        weight = min(sheet.theme.lines["derived"], max(0.25, min(width, height) / 2))
        half = weight / 2
        sheet.rect(x + half, y + half, max(0.01, width - weight), max(0.01, height - weight),
                   fill=fill if fill == "p100" else "white", stroke="accent",
                   weight=weight)  # fmt: skip
    else:
        sheet.rect(x, y, width, height, fill=fill)


def dot(sheet: Sheet, x: float, y: float, radius: float, point: Point, colour: str,
        marker: str = "circle") -> None:  # fmt: skip
    """A value as a dot; hollow where derived. Shapes tell series apart."""
    hollow = point.state == "derived"
    look = {"fill": "white" if hollow else colour}
    if hollow:
        look["stroke"] = "accent"
    weight = 1.2 if hollow else 0.0
    r = radius - weight / 2
    if marker == "circle":
        sheet.circle(x, y, r, weight=weight, **look)
    elif marker == "square":
        side = r * 0.886
        sheet.rect(x - side, y - side, 2 * side, 2 * side, weight=weight, **look)
    elif marker == "diamond":
        d = r * 1.2
        sheet.polygon([(x, y - d), (x + d, y), (x, y + d), (x - d, y)], weight=weight, **look)
    else:
        d = r * 1.15
        corners = [(x, y - d), (x + d * 0.95, y + d * 0.72), (x - d * 0.95, y + d * 0.72)]
        sheet.polygon(corners, weight=weight, **look)


# ── text blocks ──────────────────────────────────────────────────────────────────────────────


def column(sheet: Sheet, x: float, middle: float, lines: Sequence[str], type: Type,
           anchor: str = "start", leading: float | None = None) -> None:  # fmt: skip
    """Lines of text centred vertically on ``middle``."""
    step = leading or type.size * 1.3
    first = middle - step * (len(lines) - 1) / 2 + type.size * 0.36
    for i, line in enumerate(lines):
        sheet.text(x, first + i * step, line, type, anchor)  # type: ignore[arg-type]


@record
class Entry:
    """One name of a legend."""

    name: str
    colour: str
    mark: str = "bar"
    dash: str = "solid"
    marker: str = "circle"


def legend(sheet: Sheet, x: float, y: float, room: float, entries: Sequence[Entry]) -> float:
    """Names with their swatches in rows from ``y``; returns the height used."""
    type = sheet.type("category", size=7.4)
    at, top = x, y
    for entry in entries:
        swatch = 14.0 if entry.mark == "line" else 8.0
        lines = sheet.wrap(entry.name, room - swatch - 5, type)
        wide = swatch + 4 + max(sheet.width_of(t, type) for t in lines)
        if at > x and at + wide > x + room:
            at, top = x, top + 12.0
        middle = top + 5.0
        if entry.mark == "line":
            dash = LINE_DASHES[entry.dash]
            sheet.line([(at, middle), (at + swatch, middle)], entry.colour, 1.5, dash=dash,
                       cap="round" if entry.dash in ("dotted", "dashdot") else "butt")  # fmt: skip
            dot(sheet, at + swatch / 2, middle, 2.4, Point(None, ""), entry.colour, entry.marker)
        elif entry.mark == "point":
            dot(sheet, at + 4, middle, 3.2, Point(None, ""), entry.colour, entry.marker)
        else:
            sheet.rect(at, middle - 4, 8, 8, fill=entry.colour)
        for i, line in enumerate(lines):
            sheet.centred(at + swatch + 4, middle + 9.5 * i, line, type)
        top += 9.5 * (len(lines) - 1)
        at += wide + 14
    return top + 12.0 - y


def entries(sheet: Sheet, plan: ChartPlan) -> list[Entry]:
    """The series of a plan as a legend."""
    found = []
    for series in plan.series:
        mark = "line" if series.mark in ("line", "area") else series.mark
        found.append(
            Entry(
                series.name,
                sheet.theme.data_colour(series.colour),
                mark,
                series.dash,
                series.marker,
            )
        )
    return found


def leader(sheet: Sheet, points: Sequence[tuple[float, float]]) -> None:
    """A hairline from a label to what it names; it passes behind other labels."""
    sheet.behind(pairwise(points), "muted", sheet.theme.lines["leader"])


def names_of(series: Sequence[Series]) -> list[str]:
    """Names of the series."""
    return [s.name for s in series]


def spread(
    middles: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Places as near to ``middles`` as can be, in order, none nearer than its height allows.

    Isotonic: labels that would touch are moved apart as a block around their mean.
    """
    order = sorted(range(len(middles)), key=lambda i: (middles[i], i))
    blocks: list[list[float]] = []  # [sum of wanted tops, total height, count, top]
    members: list[list[int]] = []
    for i in order:
        want = middles[i] - heights[i] / 2
        blocks.append([want, heights[i], 1, want])
        members.append([i])
        while len(blocks) > 1 and blocks[-2][3] + blocks[-2][1] > blocks[-1][3]:
            total, tall, count, _ = blocks.pop()
            last = members.pop()
            head = blocks[-1]
            head[0] += total - count * head[1]
            head[1] += tall
            head[2] += count
            head[3] = head[0] / head[2]
            members[-1] += last
    places = [0.0] * len(middles)
    for block, inside in zip(blocks, members, strict=True):
        top = block[3]
        for i in inside:
            places[i] = top + heights[i] / 2
            top += heights[i]
    return _within(places, heights, order, low, high)


def _within(places: list[float], heights: Sequence[float], order: Sequence[int], low: float,
            high: float) -> list[float]:  # fmt: skip
    """Push places inside ``low`` … ``high``: from the bottom up, then from the top down."""
    edge = high
    for i in reversed(order):
        places[i] = min(places[i], edge - heights[i] / 2)
        edge = places[i] - heights[i] / 2
    edge = low
    for i in order:
        places[i] = max(places[i], edge + heights[i] / 2)
        edge = places[i] + heights[i] / 2
    return places
