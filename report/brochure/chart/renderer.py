"""matplotlib artists → the marks of a display list: a ``RendererBase`` that records.

One unit of matplotlib's display space is one point (the figure's dpi is 72). Text keeps its
string and its face's family and weight; it is measured with the brochure's own faces. Colours
that are a theme's tokens become tokens again, so that a drawing can be printed in other inks.
"""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from report.brochure.chart.drawing import Mark, Paint
from report.brochure.chart.lettering import Lettering
from report.brochure.chart.marking import CAPS, JOINS, clean_path, paint, stroke_clip, text_mark
from report.brochure.chart.marking import rounded as _r

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.font_manager import FontProperties

_HATCH_TILE = 72.0
"""Side of the square that a hatch pattern fills, in points."""
_WEIGHTS = {
    "ultralight": 200, "light": 300, "normal": 400, "regular": 400, "book": 400, "medium": 500,
    "roman": 500, "semibold": 600, "demibold": 600, "demi": 600, "bold": 700, "heavy": 800,
    "extra bold": 800, "black": 900,
}  # fmt: skip


class RecordingRenderer(RendererBase):
    """Records what matplotlib draws."""

    def __init__(
        self, width: float, height: float, lettering: Lettering,
        tokens: dict[tuple[float, float, float], str],
    ) -> None:  # fmt: skip
        super().__init__()
        self.width, self.height = width, height
        self.lettering = lettering
        self.tokens = tokens
        self.marks: list[Mark] = []
        self._clips: dict[Any, tuple[Any, ...]] = {}

    # ── what artists ask ─────────────────────────────────────────────────────────────────────

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Size in points."""
        return self.width, self.height

    def flipy(self) -> bool:
        """Y grows upwards, as in PDF."""
        return False

    def option_scale_image(self) -> bool:
        """Images are placed by a matrix."""
        return True

    def option_image_nocomposite(self) -> bool:
        """Every image is placed by itself."""
        return True

    def points_to_pixels(self, points: Any) -> Any:
        """One point is one unit."""
        return points

    # ── colours and pens ─────────────────────────────────────────────────────────────────────

    def paint(self, rgba: Any, alpha: float | None = None) -> Paint | None:
        """A paint, or None where nothing would be seen."""
        return paint(rgba, alpha, self.tokens)

    @staticmethod
    def _pen(gc: GraphicsContextBase) -> tuple[Any, ...]:
        offset, dashes = gc.get_dashes()
        lengths: Any = dashes
        cap = gc.get_capstyle()
        join = gc.get_joinstyle()
        return (
            _r(gc.get_linewidth()),
            tuple(_r(d) for d in lengths) if lengths is not None else (),
            _r(offset or 0),
            CAPS[getattr(cap, "value", cap)],
            JOINS[getattr(join, "value", join)],
        )

    def _clip_paths(self, gc: GraphicsContextBase) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        box = gc.get_clip_rectangle()
        if box is not None:
            x0, y0, x1, y1 = (_r(v) for v in box.extents)
            found.append(("m", x0, y0, "l", x1, y0, "l", x1, y1, "l", x0, y1, "h"))
        path, transform = gc.get_clip_path()
        if path is not None:
            found.append(self._path(path, transform))
        return found

    def _add(self, gc: GraphicsContextBase, *marks: Mark) -> None:
        kept = tuple(marks)
        for path in reversed(self._clip_paths(gc)):
            kept = (("clip", path, kept),)
        self.marks.extend(kept)

    # ── paths ────────────────────────────────────────────────────────────────────────────────

    def _path(self, path: Any, transform: Any, *, clip: Any = None, sketch: Any = None,
              simplify: bool = False) -> tuple[Any, ...]:  # fmt: skip
        return clean_path(path, transform, clip=clip, sketch=sketch, simplify=simplify)

    def draw_path(
        self, gc: GraphicsContextBase, path: Path, transform: Any, rgbFace: Any = None
    ) -> None:
        """Fill, hatch and stroke a path."""
        fill = self.paint(rgbFace, gc.get_alpha() if gc.get_forced_alpha() else None)
        stroke = self.paint(gc.get_rgb(), gc.get_alpha() if gc.get_forced_alpha() else None)
        if gc.get_linewidth() <= 0:
            stroke = None
        hatch = gc.get_hatch()
        if fill is None and stroke is None and not hatch:
            return
        # what lies far outside would only make the file larger; fills must stay whole
        clip = None
        if rgbFace is None and not hatch:
            clip = stroke_clip(self.width, self.height, gc.get_linewidth())
        simplify = path.should_simplify and rgbFace is None and not hatch
        sketch = gc.get_sketch_params()
        flat = self._path(path, transform, clip=clip, sketch=sketch, simplify=simplify)
        if not flat:
            return
        pen = self._pen(gc) if stroke else None
        if not hatch:
            self._add(gc, ("path", flat, fill, stroke, pen))
            return
        marks: list[Mark] = []
        if fill:
            marks.append(("path", flat, fill, None, None))
        marks += self._hatching(gc, path, transform, flat)
        if stroke:
            marks.append(("path", flat, None, stroke, pen))
        self._add(gc, *marks)

    def _hatching(self, gc: GraphicsContextBase, path: Path, transform: Any,
                  flat: tuple[Any, ...]) -> list[Mark]:  # fmt: skip
        """The pattern as real lines behind a clip, tiled from the page's upper left corner."""
        box = path.get_extents(transform)
        pattern = gc.get_hatch_path()
        paint = self.paint(gc.get_hatch_color())
        if pattern is None or paint is None:
            return []
        tile, top = _HATCH_TILE, self.height
        pieces: list[Any] = []
        for column in range(floor(box.x0 / tile), ceil(box.x1 / tile)):
            for row in range(floor((box.y0 - top) / tile), ceil((box.y1 - top) / tile)):
                place = Affine2D().scale(tile).translate(column * tile, top + row * tile)
                pieces += self._path(pattern, place)
        if not pieces:
            return []
        # matplotlib's own PDF fills and strokes the pattern in the hatch's colour
        pen = (_r(gc.get_hatch_linewidth()), (), 0, 0, 0)
        return [("clip", flat, (("path", tuple(pieces), paint, paint, pen),))]

    def draw_gouraud_triangles(
        self, gc: GraphicsContextBase, triangles_array: Any, colors_array: Any, transform: Any
    ) -> None:
        """Shaded triangles as small flat ones: PDF/A readers disagree about mesh shadings."""
        marks: list[Mark] = []
        corners_of = transform.transform(triangles_array.reshape(-1, 2))
        corners_of = corners_of.reshape(triangles_array.shape)
        for corners, colours in zip(corners_of, colors_array, strict=True):
            for small, shade in _divided(np.asarray(corners), np.asarray(colours), 3):
                paint = self.paint(tuple(shade))
                if paint:
                    (ax, ay), (bx, by), (cx, cy) = ((_r(x), _r(y)) for x, y in small)
                    flat = ("m", ax, ay, "l", bx, by, "l", cx, cy, "h")
                    pen = (0.2, (), 0, 0, 1)
                    marks.append(("path", flat, paint, paint, pen))
        if marks:
            self._add(gc, *marks)

    # ── images ───────────────────────────────────────────────────────────────────────────────

    def draw_image(
        self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None
    ) -> None:
        """An RGBA array (rows from the bottom) as a PNG on a matrix."""
        rows, columns = im.shape[:2]
        if rows == 0 or columns == 0:
            return
        matrix = (columns, 0.0, 0.0, rows, x, y)
        if transform is not None:
            a, b, c, d, e, f = transform.frozen().to_values()
            matrix = (a, b, c, d, x + e, y + f)
        pixels = np.array(im, dtype=np.uint8)[::-1]
        alpha = gc.get_alpha()
        if alpha is not None and alpha != 1 and pixels.shape[2] == 4:
            pixels = pixels.copy()
            pixels[:, :, 3] = np.round(pixels[:, :, 3] * alpha)
        self._add(gc, ("image", *(_r(v) for v in matrix), _png(pixels)))

    # ── text ─────────────────────────────────────────────────────────────────────────────────

    def _face(self, prop: FontProperties) -> tuple[str, int, float]:
        """Family, weight and size of our own faces for matplotlib's font properties."""
        return (*self._named(prop), float(prop.get_size_in_points()))

    def _named(self, prop: FontProperties) -> tuple[str, int]:
        file = prop.get_file()
        if file is not None:
            known = self.lettering.by_file(str(file))
            if known is not None:
                return known
        weight = prop.get_weight()
        number = _WEIGHTS.get(str(weight).lower(), 400) if isinstance(weight, str) else int(weight)
        families = " ".join(prop.get_family()).lower()
        sans = "sans" in families or "serif" not in families
        return ("sans" if sans else "serif"), number

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        """Ascent, descent and line gap: asked for by matplotlib's ``Text`` from 3.11 on."""
        family, weight, size = self._face(prop)
        ascent, descent = self.lettering.line_metrics(family, weight, size)
        return ascent, descent, 0.0

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Size of a line of text set in our faces, in points."""
        if ismath:
            parsed = self._text2path.mathtext_parser.parse(s, 72, prop)
            return parsed.width, parsed.height, parsed.depth
        family, weight, size = self._face(prop)
        return self.lettering.extents(s, family, weight, size)

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties,
        angle: float, ismath: Any = False, mtext: Any = None,
    ) -> None:  # fmt: skip
        """Text keeps its characters; formulas become outlines."""
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        family, weight, size = self._face(prop)
        colour = self.paint(gc.get_rgb(), gc.get_alpha() if gc.get_forced_alpha() else None)
        if s.strip() and colour:
            self._add(gc, text_mark(x, y, s, family, weight, size, colour, angle, False))


def _png(pixels: Any) -> str:
    from PIL import Image

    out = BytesIO()
    Image.fromarray(pixels).save(out, "PNG", optimize=False)
    return b64encode(out.getvalue()).decode("ascii")


def _divided(corners: Any, colours: Any, depth: int) -> list[tuple[Any, Any]]:
    if depth == 0:
        return [(corners, colours.mean(axis=0))]
    middle = (corners + np.roll(corners, -1, axis=0)) / 2
    shade = (colours + np.roll(colours, -1, axis=0)) / 2
    parts: list[tuple[Any, Any]] = []
    for i in range(3):
        small = np.array([corners[i], middle[i], middle[i - 1]])
        parts += _divided(small, np.array([colours[i], shade[i], shade[i - 1]]), depth - 1)
    return parts + _divided(middle, shade, depth - 1)
