"""A drawing → what a reader would find fault with, measured in its display list and its PDF.

Texts are measured twice: their ink, read back from the PDF by pdfium, and their boxes of digits'
height, as a program that looks for overlaps in a PDF would take them. Lines and the edges of fills
must not run through a text, unless a plate drawn later lies between; and each text must stand out
from what it stands on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

from report.brochure.chart import Drawing
from report.brochure.chart.drawing import Mark, flat, set_label, styled
from report.theme import contrast
from tests.brochure.chart_pages import book

PALE = ("white", "p100", "paper", "rule", "accent-h")
"""Colours of grounds and of lines under text: gridlines end at labels by themselves, hatching at
plates; what is left of them is no fault of legibility.
"""


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the display list: its box without the space of accents, y up."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    colour: str | tuple[float, float, float]
    order: int

    def overlap(self, other: Label) -> float:
        """Smaller side of what the two share."""
        wide = min(self.x1, other.x1) - max(self.x0, other.x0)
        return min(wide, min(self.y1, other.y1) - max(self.y0, other.y0))


def labels(drawing: Drawing) -> list[Label]:
    """The texts of a drawing in the order they are drawn."""
    return [_label(mark, n, drawing) for n, mark in enumerate(_plain(drawing)) if mark[0] == "text"]


def _plain(drawing: Drawing) -> list[Mark]:
    return [m for m in flat(drawing.marks) if m[0] != "clip"]


def _label(mark: Mark, order: int, drawing: Drawing) -> Label:
    _, x, y, text, family, weight, size, paint, angle, tight = mark
    style = styled(book(), family, weight, size, tight, drawing.language)
    wide = set_label(style, text).width_pt
    c, s = cos(radians(angle)), sin(radians(angle))
    # 0.82 above and 0.09 below: the ink of 国 and 가; digits and capitals have less of both
    corners = [(x + u * c - v * s, y + u * s + v * c)
               for u in (0.0, wide) for v in (-0.09 * size, 0.82 * size)]  # fmt: skip
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return Label(text, min(xs), min(ys), max(xs), max(ys), paint[0], order)


def touching(drawing: Drawing, allowed: float = 0.25) -> list[str]:
    """Pairs of labels whose boxes share more than ``allowed`` points both ways."""
    found: list[str] = []
    texts = labels(drawing)
    for i, one in enumerate(texts):
        for other in texts[i + 1 :]:
            if one.overlap(other) > allowed:
                found.append(f"{one.text!r} touches {other.text!r}: {one.overlap(other):.2f}")
    return found


def cut(drawing: Drawing, allowed: float = 0.5) -> list[str]:
    """Labels that leave the drawing's box."""
    wide, high = drawing.width_pt, drawing.height_pt
    return [
        f"{t.text!r} is cut at {t.x0:.1f},{t.y0:.1f}…{t.x1:.1f},{t.y1:.1f} of {wide:.0f}×{high:.0f}"
        for t in labels(drawing)
        if t.x0 < -allowed or t.y0 < -allowed or t.x1 > wide + allowed or t.y1 > high + allowed
    ]


def struck(drawing: Drawing, allowed: float = 0.8) -> list[str]:
    """Labels through which a line, or the edge of a fill, runs."""
    found: list[str] = []
    marks = _plain(drawing)
    for text in labels(drawing):
        inner = (text.x0 + allowed, text.y0 + allowed, text.x1 - allowed, text.y1 - allowed)
        for n, mark in enumerate(marks):
            if mark[0] != "path":
                continue
            _, path, fill, stroke, _pen = mark
            colour = stroke[0] if stroke else fill[0] if fill else None
            if colour in PALE:
                continue
            for a, b in segments(path):
                if not crosses(a, b, inner):
                    continue
                if n < text.order and covered(marks[n + 1 : text.order], a, b, inner):
                    continue
                what = f"{colour} {'line' if stroke else 'edge'}"
                found.append(f"a {what} runs through {text.text!r}")
                break
            else:
                continue
            break
    return found


def faint(drawing: Drawing, least: float = 3.0) -> list[str]:
    """Labels too little apart from what lies under their middle."""
    palette: dict[Any, Any] = {"white": (1.0, 1.0, 1.0), **dict(drawing.palette)}
    marks = _plain(drawing)
    found: list[str] = []
    for text in labels(drawing):
        x, y = (text.x0 + text.x1) / 2, (text.y0 + text.y1) / 2
        ground: Any = "white"
        for mark in marks[: text.order]:
            if mark[0] == "path" and mark[2] and within(mark[1], x, y):
                ground = mark[2][0]
        first, second = (palette.get(c, c) for c in (text.colour, ground))
        if contrast(first, second) < least:
            found.append(f"{text.text!r} is {text.colour} on {ground}")
    return found


# ── geometry ─────────────────────────────────────────────────────────────────────────────────

Spot = tuple[float, float]
Box = tuple[float, float, float, float]


def segments(path: Sequence[object]) -> list[tuple[Spot, Spot]]:
    """The straight pieces of a path; a curve's chords."""
    found: list[tuple[Spot, Spot]] = []
    at = start = (0.0, 0.0)
    i = 0
    numbers: Sequence[object] = path
    while i < len(numbers):
        verb = numbers[i]
        take = {"m": 2, "l": 2, "c": 6, "h": 0}[str(verb)]
        values = [float(v) for v in numbers[i + 1 : i + 1 + take]]  # type: ignore[arg-type]
        i += 1 + take
        if verb == "m":
            at = start = (values[0], values[1])
        elif verb == "l":
            found.append((at, (values[0], values[1])))
            at = (values[0], values[1])
        elif verb == "c":
            (x0, y0), (x1, y1, x2, y2, x3, y3) = at, values
            for k in range(1, 7):
                t = k / 6
                u = 1 - t
                point = (
                    u**3 * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t**3 * x3,
                    u**3 * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t**3 * y3,
                )
                found.append((at, point))
                at = point
        else:
            found.append((at, start))
            at = start
    return found


def crosses(a: Spot, b: Spot, box: Box) -> bool:
    """Whether a segment has a part inside a box (Liang–Barsky)."""
    return clipped(a, b, box) is not None


def clipped(a: Spot, b: Spot, box: Box) -> tuple[float, float] | None:
    """Parameters of the part of a segment inside a box."""
    x0, y0, x1, y1 = box
    if x1 <= x0 or y1 <= y0:
        return None
    low, high = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for p, q in ((-dx, a[0] - x0), (dx, x1 - a[0]), (-dy, a[1] - y0), (dy, y1 - a[1])):
        if abs(p) < 1e-12:
            if q <= 0:
                return None
            continue
        r = q / p
        if p < 0:
            low = max(low, r)
        else:
            high = min(high, r)
    return (low, high) if high - low > 1e-9 else None


def covered(marks: Sequence[Mark], a: Spot, b: Spot, box: Box) -> bool:
    """Whether fills drawn between hide the part of a segment that lies in a box."""
    part = clipped(a, b, box)
    if part is None:
        return True
    places = [part[0] + (part[1] - part[0]) * (k + 0.5) / 5 for k in range(5)]
    spots = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for t in places]
    fills = [m[1] for m in marks if m[0] == "path" and m[2]]
    return all(any(within(path, x, y) for path in fills) for x, y in spots)


def within(path: Sequence[object], x: float, y: float) -> bool:
    """Whether a point lies inside a path (even-odd, which is enough for marks without holes)."""
    inside = False
    for (ax, ay), (bx, by) in segments(path):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside
