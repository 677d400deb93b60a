"""A chart's display list: plain data that any ReportLab canvas can be made to show.

A drawing is recorded once (``report.brochure.chart.record``), can be kept as JSON, and is played
without matplotlib. Its origin is its bottom left corner, y upwards, in points. Marks:

* ``("path", path, fill, stroke, pen)``: ``path`` is a flat tuple of ``"m" x y``, ``"l" x y``,
  ``"c" x1 y1 x2 y2 x y`` and ``"h"``; ``fill`` and ``stroke`` are paints or None; ``pen`` is
  ``(width, dashes, phase, cap, join)`` or None.
* ``("clip", path, marks)``: marks seen through a path (non-zero winding).
* ``("text", x, y, string, family, weight, size, paint, angle, tight)``: from the left end of
  the base line; ``angle`` in degrees; ``tight``: no gap between Chinese and digits.
* ``("image", a, b, c, d, e, f, data)``: a PNG in base64 on the unit square of a matrix.

A paint is ``(colour, alpha)`` with a theme token or ``(r, g, b)``, 0…1, as colour.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

from report.record import field, record
from report.typeset import Span, TextStyle, set_line

if TYPE_CHECKING:
    from report.fonts import FontBook
    from report.typeset import Line

Colour = str | tuple[float, float, float]
Paint = tuple[Colour, float]
Mark = tuple[Any, ...]

FORMAT = 1
"""Version of the plain form; drawings of another are recorded anew."""


@record
class Drawing:
    """A recorded chart."""

    width_pt: float
    height_pt: float
    marks: tuple[Mark, ...]
    palette: tuple[tuple[str, tuple[float, float, float]], ...]
    """Red, green and blue of every token that the marks use."""
    language: str = "zh-Hans"
    book: FontBook | None = field(default=None, compare=False, repr=False)
    """Faces for the texts; not part of the plain data."""

    def to_json(self) -> str:
        """The drawing as text; the same drawing gives the same text."""
        plain = [FORMAT, self.width_pt, self.height_pt, self.language, self.palette, self.marks]
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str, book: FontBook | None = None) -> Drawing | None:
        """The drawing that :meth:`to_json` wrote; None for another version's."""
        version, *rest = json.loads(text)
        if version != FORMAT:
            return None
        width, height, language, palette, marks = rest
        return cls(width, height, _frozen(marks), _frozen(palette), language, book)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every string of the drawing, in the order it is drawn."""
        return tuple(mark[3] for mark in flat(self.marks) if mark[0] == "text")

    def play(
        self,
        canvas: Any,
        fonts: Any,
        x: float,
        y: float,
        *,
        ink: Callable[[Colour], Sequence[float]] | None = None,
        within: Callable[[str], AbstractContextManager[Any] | None] | None = None,
    ) -> None:
        """Draw on a canvas with the bottom left corner at ``x``, ``y``.

        ``fonts`` are the canvas's ``PdfFonts``. ``ink`` turns a token or a colour into three
        (RGB) or four (CMYK) numbers where the palette's own are not wanted. ``within`` may give
        a context for each text: the table cell that owns it in the structure tree.
        """
        player = _Player(self, canvas, fonts, ink)
        player.within = within
        player.play(x, y)


def scaled(drawing: Drawing, factor: float) -> Drawing:
    """The same drawing, ``factor`` times as large in all its measures."""
    marks = tuple(_scaled(mark, factor) for mark in drawing.marks)
    wide, high = drawing.width_pt * factor, drawing.height_pt * factor
    return Drawing(wide, high, marks, drawing.palette, drawing.language, drawing.book)


def _scaled(mark: Mark, factor: float) -> Mark:
    def times(value: Any) -> Any:
        return value if isinstance(value, str) else round(value * factor, 3)

    match mark[0]:
        case "path":
            _, path, fill, stroke, pen = mark
            if pen is not None:
                weight, dashes, phase, cap, join = pen
                pen = (times(weight), tuple(map(times, dashes)), times(phase), cap, join)
            return ("path", tuple(map(times, path)), fill, stroke, pen)
        case "clip":
            inside = tuple(_scaled(m, factor) for m in mark[2])
            return ("clip", tuple(map(times, mark[1])), inside)
        case "text":
            _, x, y, text, family, weight, size, paint, angle, tight = mark
            place = (times(x), times(y))
            return ("text", *place, text, family, weight, times(size), paint, angle, tight)
        case _:
            return ("image", *map(times, mark[1:7]), mark[7])


def flat(marks: Sequence[Mark]) -> Iterator[Mark]:
    """All marks, those behind clips too."""
    for mark in marks:
        yield mark
        if mark[0] == "clip":
            yield from flat(mark[2])


def _frozen(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    # Most are numbers of a path: no call for each.
    return tuple([_frozen(v) if v.__class__ is list else v for v in value])


@lru_cache(maxsize=4096)
def styled(
    book: FontBook, family: str, weight: int, size: float, tight: bool, language: str
) -> TextStyle:
    """The text style of a label; codes get no gaps between Chinese and digits."""
    chain = book.chain(family, weight, language)
    return TextStyle(chain, size, language, solid=tight)


@lru_cache(maxsize=8192)
def set_label(style: TextStyle, text: str) -> Line:
    """A label as a line of placed glyphs."""
    return set_line((Span(text, style),))


def number(value: float) -> str:
    """A coordinate as PDF writes it, to a thousandth of a point.

    The nudge makes halves round alike whatever a sum's last bit: Python 3.12 sums more exactly.
    """
    text = f"{value + 1e-9:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class _Player:
    """Plays one drawing on one canvas."""

    def __init__(self, drawing: Drawing, canvas: Any, fonts: Any, ink: Any) -> None:
        self.drawing = drawing
        self.canvas = canvas
        self.fonts = fonts
        self.palette: dict[Any, Any] = dict(drawing.palette)
        self.ink = ink
        self.add = canvas._code.append
        self.alphas = (1.0, 1.0)
        self.within: Callable[[str], AbstractContextManager[Any] | None] | None = None
        self.owned: list[tuple[AbstractContextManager[Any], Mark]] = []
        self.operands: dict[tuple[Colour, bool], str] = {}

    def play(self, x: float, y: float) -> None:
        self.canvas.saveState()
        self.add(f"1 0 0 1 {number(x)} {number(y)} cm")
        for mark in self.drawing.marks:
            self.draw(mark)
        # Texts with an owner come last, so that the drawing itself stays in one piece.
        for owner, mark in self.owned:
            with owner:
                self._text(*mark[1:])
        self.canvas.restoreState()

    def draw(self, mark: Mark) -> None:
        if mark[0] == "text" and self.within is not None:
            owner = self.within(mark[3])
            if owner is not None:
                self.owned.append((owner, mark))
                return
        getattr(self, "_" + mark[0])(*mark[1:])

    def colour(self, colour: Colour, stroking: bool) -> str:
        key = (colour, stroking)
        found = self.operands.get(key)
        if found is None:
            parts = self.ink(colour) if self.ink else self.palette.get(colour, colour)
            operator = ("RG" if stroking else "rg") if len(parts) == 3 else "K" if stroking else "k"
            found = " ".join(number(p) for p in parts) + " " + operator
            self.operands[key] = found
        return found

    def alpha(self, fill: float, stroke: float) -> None:
        if fill != self.alphas[0]:
            self.canvas.setFillAlpha(fill)
        if stroke != self.alphas[1]:
            self.canvas.setStrokeAlpha(stroke)
        self.alphas = (fill, stroke)

    def _path(self, path: Any, fill: Paint | None, stroke: Paint | None, pen: Any) -> None:
        self.alpha(fill[1] if fill else 1.0, stroke[1] if stroke else 1.0)
        out: list[str] = []
        if fill:
            out.append(self.colour(fill[0], False))
        if stroke:
            width, dashes, phase, cap, join = pen
            out.append(self.colour(stroke[0], True))
            out.append(f"{number(width)} w {cap} J {join} j")
            out.append(f"[{' '.join(map(number, dashes))}] {number(phase)} d")
        out.append(operators(path))
        out.append("B" if fill and stroke else "f" if fill else "S")
        self.add(" ".join(out))

    def _clip(self, path: Any, marks: Sequence[Mark]) -> None:
        # alpha lives in the graphics state that q saves: note what holds outside
        outside = self.alphas
        self.canvas.saveState()
        self.add(operators(path) + " W n")
        for mark in marks:
            self.draw(mark)
        self.canvas.restoreState()
        self.alphas = outside

    def _text(self, x: float, y: float, string: str, family: str, weight: int, size: float,
              paint: Paint, angle: float, tight: bool) -> None:  # fmt: skip
        drawing = self.drawing
        assert drawing.book is not None, "a drawing needs its faces before it is played"
        style = styled(drawing.book, family, weight, size, tight, drawing.language)
        line = set_label(style, string)
        self.alpha(paint[1], 1.0)
        self.add(self.colour(paint[0], False))
        if angle:
            c, s = cos(radians(angle)), sin(radians(angle))
            matrix = " ".join(map(number, (c, s, -s, c, x, y)))
            self.canvas.saveState()
            self.add(f"{matrix} cm")
            x = y = 0.0
        self.add("BT")
        for run in line.runs:
            self.add(self.fonts.operators(run, x, y))
        self.add("ET")
        if angle:
            self.canvas.restoreState()

    def _image(self, a: float, b: float, c: float, d: float, e: float, f: float,
               data: str) -> None:  # fmt: skip
        from base64 import b64decode
        from io import BytesIO

        from reportlab.lib.utils import ImageReader

        self.alpha(1.0, 1.0)
        self.canvas.saveState()
        self.add(" ".join(map(number, (a, b, c, d, e, f))) + " cm")
        self.canvas.drawImage(ImageReader(BytesIO(b64decode(data))), 0, 0, 1, 1, mask="auto")
        self.canvas.restoreState()


def operators(path: Sequence[Any]) -> str:
    """Path construction operators (ISO 32000-1, 8.5.2)."""
    out: list[str] = []
    i, count = 0, len(path)
    while i < count:
        verb = path[i]
        take = _TAKES[verb]
        out += [number(v) for v in path[i + 1 : i + 1 + take]]
        out.append(verb)
        i += 1 + take
    return " ".join(out)


_TAKES = {"m": 2, "l": 2, "c": 6, "h": 0}
