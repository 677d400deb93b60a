"""The area a chart is drawn on: shapes and labels in points from its top left corner, y down.

Shapes are matplotlib's paths, arcs and circles, as its patches would draw them; they are
transformed, clipped and recorded in one go by :meth:`Sheet.finish`, which also fixes the height
and turns y upside down. Labels are set and measured in the brochure's own faces. Neither a
``Figure`` nor an ``Artist`` is made: importing those takes longer than drawing fifty charts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any, Literal

from report.brochure.chart.drawing import Drawing, Mark
from report.brochure.chart.lettering import Lettering
from report.record import record, replace
from report.theme import Theme

if TYPE_CHECKING:
    from report.compose.plan import ChartPlan
    from report.fonts import FontBook

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
Paint = str | tuple[float, float, float]

_MOVE, _LINE, _CLOSE = 1, 2, 79
"""matplotlib's path codes."""

DIGIT_HEIGHT = 0.73
"""Height of digits and capitals over the size: labels are centred on it."""


@record
class Type:
    """Family, weight, size and colour of a label."""

    family: str
    weight: int
    size: float
    colour: str = "ink"
    tight: bool = False
    """No space between Chinese and digits: codes such as 缺05."""

    def sized(self, size: float) -> Type:
        """The same in another size."""
        return replace(self, size=size)

    def weighed(self, weight: int) -> Type:
        """The same in another weight."""
        return replace(self, weight=weight)

    def inked(self, colour: str) -> Type:
        """The same in another colour."""
        return replace(self, colour=colour)


@record
class Box:
    """A rectangle, y down."""

    x0: float
    y0: float
    x1: float
    y1: float

    def meets(self, other: Box, clearance: float = 0.0) -> bool:
        """Whether the two come closer than ``clearance``."""
        return (
            self.x0 - clearance < other.x1
            and other.x0 - clearance < self.x1
            and self.y0 - clearance < other.y1
            and other.y0 - clearance < self.y1
        )

    def share_of(self, line: tuple[Point, Point], clearance: float = 0.0
                 ) -> tuple[float, float] | None:  # fmt: skip
        """Where a straight line enters and leaves the box, 0…1 along it (Liang and Barsky)."""
        (ax, ay), (bx, by) = line
        low, high = 0.0, 1.0
        x0, x1 = self.x0 - clearance, self.x1 + clearance
        y0, y1 = self.y0 - clearance, self.y1 + clearance
        for p, q in (
            (ax - bx, ax - x0),
            (bx - ax, x1 - ax),
            (ay - by, ay - y0),
            (by - ay, y1 - ay),
        ):
            if abs(p) < 1e-9:
                if q <= 0:
                    return None
            elif p < 0:
                low = max(low, q / p)
            else:
                high = min(high, q / p)
        return (low, high) if high > low else None


class Sheet:
    """One chart being drawn."""

    def __init__(self, width: float, theme: Theme, book: FontBook, language: str, *,
                 whole: ChartPlan | None = None, rows: int = 0) -> None:  # fmt: skip
        self.width = width
        self.whole = whole
        """The plan that this sheet shows a part of: measures that all parts share come from it."""
        self.rows = rows
        """Rows of the longest part."""
        self.theme = theme
        self.book = book
        self.language = language
        self.lettering = Lettering(book, language)
        self.texts: list[Box] = []
        """Boxes of all labels so far, for those that look for a free place."""
        self.blocked: list[Box] = []
        """Marks that labels keep off where they can."""
        self._shapes: list[_Shape | _Letters | _Grid] = []

    # ── type ─────────────────────────────────────────────────────────────────────────────────

    def type(self, role: str, *, size: float | None = None, weight: int | None = None,
             colour: str | None = None) -> Type:  # fmt: skip
        """A role of the theme's type scale as label type."""
        found = self.theme.type[role]
        return Type(
            found.family, weight or found.weight, size or found.size, colour or found.colour
        )

    def code_type(self, size: float) -> Type:
        """Type of gap marks and note codes."""
        return replace(self.type("key-label", size=size, colour="accent"), tight=True)

    def width_of(self, text: str, type: Type) -> float:
        """Width of a label in points."""
        return self.lettering.width(text, type.family, type.weight, type.size, type.tight)

    def wrap(self, text: str, room: float, type: Type, most: int = 99) -> tuple[str, ...]:
        """A label in lines of at most ``room`` points."""
        return self.lettering.wrap(text, room, type.family, type.weight, type.size, most)

    # ── shapes ───────────────────────────────────────────────────────────────────────────────

    def rgb(self, paint: Paint) -> tuple[float, float, float]:
        """Red, green and blue of a token."""
        return self.theme.rgb(paint) if isinstance(paint, str) else paint

    def path(self, vertices: Sequence[Point], codes: Sequence[int] | None,
             *, fill: Paint | None = None, stroke: Paint | None = None, weight: float = 0.75,
             dash: Sequence[float] = (), cap: Any = "butt", join: Any = "miter",
             ) -> None:  # fmt: skip
        """Any path, filled and/or stroked."""
        from matplotlib.path import Path

        self._add(Path(vertices, codes), fill, stroke, weight, dash, cap, join)

    def _add(self, path: Any, fill: Paint | None, stroke: Paint | None, weight: float,
             dash: Sequence[float] = (), cap: str = "butt", join: str = "miter",
             round_about: tuple[float, float, float] | None = None) -> None:  # fmt: skip
        self._shapes.append(
            _Shape(
                path,
                self.rgb(fill) if fill is not None else None,
                self.rgb(stroke) if stroke is not None and weight > 0 else None,
                weight,
                tuple(dash),
                cap,
                join,
                round_about,
            )
        )

    def rect(self, x: float, y: float, width: float, height: float, **look: Any) -> None:
        """A rectangle; ``y`` is its top. Negative sizes lead the other way."""
        self.rects([(x, y, width, height)], **look)

    def rects(self, boxes: Iterable[tuple[float, float, float, float]], **look: Any) -> None:
        """Several rectangles (x, top, width, height) as one path."""
        corners: list[Point] = []
        codes: list[int] = []
        for x, y, w, h in boxes:
            corners += [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
            codes += [_MOVE, _LINE, _LINE, _LINE, _CLOSE]
        if corners:
            self.path(corners, codes, **look)

    def line(self, points: Sequence[Point], colour: Paint, weight: float, **look: Any) -> None:
        """An open polyline."""
        if len(points) > 1:
            self.path(points, None, stroke=colour, weight=weight, **look)

    def lines(self, pieces: Iterable[Sequence[Point]], colour: Paint, weight: float,
              **look: Any) -> None:  # fmt: skip
        """Several open polylines as one path."""
        vertices: list[Point] = []
        codes: list[int] = []
        for piece in pieces:
            vertices += piece
            codes += [_MOVE, *[_LINE] * (len(piece) - 1)]
        if vertices:
            self.path(vertices, codes, stroke=colour, weight=weight, **look)

    def grid(self, pieces: Iterable[tuple[Point, Point]]) -> None:
        """Gridlines, level or upright; they leave every label free, also those set later."""
        self.behind(pieces, "rule", self.theme.lines["grid"])

    def behind(self, pieces: Iterable[tuple[Point, Point]], colour: Paint, weight: float,
               dash: Sequence[float] = ()) -> None:  # fmt: skip
        """Straight lines that pass behind every label, also behind those set later."""
        self._shapes.append(_Grid(tuple(pieces), colour, weight, tuple(dash)))

    def polygon(self, points: Sequence[Point], **look: Any) -> None:
        """A closed polygon."""
        self.path([*points, points[0]], [_MOVE, *[_LINE] * (len(points) - 1), _CLOSE], **look)

    def circle(self, x: float, y: float, radius: float, *, fill: Paint | None = None,
               stroke: Paint | None = None, weight: float = 0.75) -> None:  # fmt: skip
        """A circle."""
        from matplotlib.path import Path

        self._add(Path.unit_circle(), fill, stroke, weight, round_about=(x, y, radius))

    def ring(self, x: float, y: float, inner: float, outer: float, start: float, stop: float,
             *, fill: Paint | None = None, stroke: Paint | None = None, weight: float = 2.0,
             dash: Sequence[float] = ()) -> None:  # fmt: skip
        """A slice of a pie or ring; degrees clockwise from 12 o'clock."""
        self._add(_slice(x, y, inner, outer, start - 90, stop - 90), fill, stroke, weight, dash)

    # ── labels ───────────────────────────────────────────────────────────────────────────────

    def text(self, x: float, baseline: float, text: str, type: Type, anchor: Anchor = "start",
             *, angle: float = 0.0) -> Box:  # fmt: skip
        """A label on its base line; returns the box of its characters.

        ``angle`` turns it counter-clockwise about the anchor on the base line.
        """
        width = self.width_of(text, type)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        c, s = cos(radians(angle)), sin(radians(angle))
        left, base = x - shift * c, baseline + shift * s
        if text.strip():
            self._shapes.append(_Letters(left, base, text, type, angle))
        box = _turned(left, base, width, type.size, angle)
        self.texts.append(box)
        return box

    def box_of(self, x: float, baseline: float, text: str, type: Type,
               anchor: Anchor = "start") -> Box:  # fmt: skip
        """The box that :meth:`text` would fill."""
        width = self.width_of(text, type)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        return _turned(left, baseline, width, type.size, 0)

    def centred(
        self, x: float, middle: float, text: str, type: Type, anchor: Anchor = "start"
    ) -> Box:
        """A label whose digits are centred on ``middle``."""
        return self.text(x, middle + type.size * DIGIT_HEIGHT / 2, text, type, anchor)

    def place(self, other: Sheet, x: float, y: float) -> None:
        """Put another sheet on this one, its top left corner at a point; it is used up."""
        from matplotlib.transforms import Affine2D

        shift = Affine2D().translate(x, y)
        for shape in other._shapes:
            if isinstance(shape, _Letters):
                self._shapes.append(replace(shape, x=shape.x + x, y=shape.y + y))
            elif isinstance(shape, _Grid):
                pieces = [((a + x, b + y), (c + x, d + y)) for (a, b), (c, d) in shape.pieces]
                self._shapes.append(replace(shape, pieces=tuple(pieces)))
            elif shape.round_about is not None:
                cx, cy, radius = shape.round_about
                self._shapes.append(replace(shape, round_about=(cx + x, cy + y, radius)))
            else:
                self._shapes.append(replace(shape, path=shape.path.transformed(shift)))
        self.texts += [Box(b.x0 + x, b.y0 + y, b.x1 + x, b.y1 + y) for b in other.texts]

    def free(self, box: Box, clearance: float = 1.0) -> bool:
        """Whether no label stands in ``box`` yet, and it lies on the sheet."""
        inside = box.x0 >= -0.5 and box.x1 <= self.width + 0.5 and box.y0 >= -0.5
        return inside and not any(box.meets(other, clearance) for other in self.texts)

    # ── recording ────────────────────────────────────────────────────────────────────────────

    def finish(self, height: float) -> Drawing:
        """Record everything through matplotlib; the sheet is used up."""
        from matplotlib.transforms import Affine2D

        from report.brochure.chart.marking import text_mark

        tokens = {_rounded(self.theme.rgb(t)): t for t in sorted(self.theme.colours, reverse=True)}
        page = Affine2D().scale(1, -1).translate(0, height)
        marks: list[Mark] = []
        for shape in self._shapes:
            if isinstance(shape, _Grid):
                own = Sheet(self.width, self.theme, self.book, self.language)
                pieces = [s for p in shape.pieces for s in _parts(p, self.texts)]
                own.lines(pieces, shape.colour, shape.weight, dash=shape.dash)
                marks += [m for s in own._shapes if (m := s.mark(page, self.width, height, tokens))]  # pyright: ignore[reportAttributeAccessIssue]
            elif isinstance(shape, _Letters):
                x, y = page.transform((shape.x, shape.y))
                kind = shape.type
                rgb = _rounded(self.rgb(kind.colour))
                ink = (tokens.get(rgb, rgb), 1.0)
                marks.append(text_mark(x, y, shape.text, kind.family, kind.weight, kind.size, ink,
                                       shape.angle, kind.tight))  # fmt: skip
            elif mark := shape.mark(page, self.width, height, tokens):
                marks.append(mark)
        palette = tuple((t, self.theme.rgb(t)) for t in sorted(_tokens(marks)))
        return Drawing(self.width, height, tuple(marks), palette, self.language, self.book)


@record
class _Letters:
    """A label from the left end of its base line."""

    x: float
    y: float
    text: str
    type: Type
    angle: float


@record
class _Grid:
    """Lines to be cut where labels stand."""

    pieces: tuple[tuple[Point, Point], ...]
    colour: Paint
    weight: float
    dash: tuple[float, ...]


def _parts(piece: tuple[Point, Point], labels: Sequence[Box]) -> list[tuple[Point, Point]]:
    """What is left of a straight line beside the labels that stand on it."""
    (x0, y0), (x1, y1) = piece
    if abs(y1 - y0) > 1e-6 and abs(x1 - x0) > 1e-6:
        return _oblique(piece, labels)
    level = abs(y1 - y0) < 1e-6
    at, start, stop = (y0, x0, x1) if level else (x0, y0, y1)
    if start > stop:
        start, stop = stop, start
    taken = sorted(
        (b.x0 - 1.5, b.x1 + 1.5) if level else (b.y0 + 0.5, b.y1 - 0.2)
        for b in labels
        if (b.y0 + 0.8 < at < b.y1 - 0.5 if level else b.x0 - 0.8 < at < b.x1 + 0.8)
    )
    left: list[tuple[float, float]] = []
    for low, high in taken:
        if low - start > 1.0:
            left.append((start, min(low, stop)))
        start = max(start, high)
    if stop - start > 1.0:
        left.append((start, stop))
    return [((a, at), (b, at)) if level else ((at, a), (at, b)) for a, b in left if b > a]


def _oblique(piece: tuple[Point, Point], labels: Sequence[Box]) -> list[tuple[Point, Point]]:
    """What is left of a line that is neither level nor upright."""
    (x0, y0), (x1, y1) = piece
    taken = sorted(part for box in labels if (part := box.share_of(piece, 0.6)))
    free: list[tuple[float, float]] = []
    start = 0.0
    for low, high in taken:
        if low - start > 0.02:
            free.append((start, low))
        start = max(start, high)
    if 1.0 - start > 0.02:
        free.append((start, 1.0))
    return [
        ((x0 + (x1 - x0) * a, y0 + (y1 - y0) * a), (x0 + (x1 - x0) * b, y0 + (y1 - y0) * b))
        for a, b in free
    ]


@record
class _Shape:
    """A path of matplotlib's with its fill and its pen."""

    path: Any
    fill: tuple[float, float, float] | None
    stroke: tuple[float, float, float] | None
    weight: float
    dash: tuple[float, ...]
    cap: str
    join: str
    round_about: tuple[float, float, float] | None
    """Centre and radius where ``path`` is the unit circle."""

    def mark(self, page: Any, width: float, height: float, tokens: dict[Any, str]) -> Mark | None:
        """The shape in a display list; None where nothing of it would be seen."""
        from matplotlib.transforms import Affine2D

        from report.brochure.chart.marking import (
            CAPS,
            JOINS,
            clean_path,
            paint,
            rounded,
            stroke_clip,
        )

        if self.fill is None and self.stroke is None:
            return None
        place = page
        if self.round_about is not None:
            x, y, radius = self.round_about
            place = Affine2D().scale(radius).translate(x, y) + page
        open_line = self.fill is None
        flat = clean_path(
            self.path,
            place,
            clip=stroke_clip(width, height, self.weight) if open_line else None,
            simplify=open_line and self.path.should_simplify,
        )
        if not flat:
            return None
        pen = None
        if self.stroke is not None:
            dash = tuple(rounded(d) for d in self.dash)
            pen = (rounded(self.weight), dash, 0, CAPS[self.cap], JOINS[self.join])
        fill, stroke = paint(self.fill, None, tokens), paint(self.stroke, None, tokens)
        return ("path", flat, fill, stroke, pen)


def _slice(x: float, y: float, inner: float, outer: float, start: float, stop: float) -> Any:
    """The outline of a slice between two radii; ``inner`` 0 leads to the centre."""
    import numpy as np
    from matplotlib.path import Path

    whole = abs(stop - start - 360) <= 1e-12
    arc = Path.arc(0, 360) if whole else Path.arc(start, stop)
    edge, codes = np.asarray(arc.vertices), list(np.asarray(arc.codes))
    join = _MOVE if whole else _LINE
    if inner > 0:
        turns = [edge * outer, edge[::-1] * inner, np.zeros((1, 2))]
        kinds = [*codes, join, *codes[1:], _CLOSE]
    else:
        turns = [edge * outer, np.zeros((2, 2))]
        kinds = [*codes, join, _CLOSE]
    return Path(np.concatenate(turns) + np.array((x, y)), kinds)


def _rounded(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    return (round(rgb[0], 4), round(rgb[1], 4), round(rgb[2], 4))


def _tokens(marks: Iterable[Any]) -> set[str]:
    found: set[str] = set()
    for mark in marks:
        if mark[0] == "clip":
            found |= _tokens(mark[2])
            continue
        paints = mark[2:4] if mark[0] == "path" else mark[7:8] if mark[0] == "text" else ()
        found |= {p[0] for p in paints if p and isinstance(p[0], str)}
    return found


def _turned(x: float, base: float, width: float, size: float, angle: float) -> Box:
    """Box of a line of text: 0.88 em above and 0.12 em below the base line, turned."""
    c, s = cos(radians(angle)), sin(radians(angle))
    corners = [
        (x + u * c - v * s, base - u * s - v * c)
        for u in (0.0, width)
        for v in (-0.12 * size, 0.88 * size)
    ]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))
