"""Glyph outlines → path operators, for numerals that are scenery."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from report.fonts import Face


class _Pen:
    """Collects path operators in font units; quadratic curves become cubic ones."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.at = (0.0, 0.0)

    def move(self, x: float, y: float) -> None:
        """Begin a contour."""
        self.at = (x, y)
        self.out.append(f"{x:g} {y:g} m")

    def line(self, x: float, y: float) -> None:
        """A straight edge."""
        self.at = (x, y)
        self.out.append(f"{x:g} {y:g} l")

    def cubic(self, a: float, b: float, c: float, d: float, x: float, y: float) -> None:
        """A cubic edge."""
        self.at = (x, y)
        self.out.append(f"{a:.1f} {b:.1f} {c:.1f} {d:.1f} {x:g} {y:g} c")

    def quadratic(self, a: float, b: float, x: float, y: float) -> None:
        """A quadratic edge, raised to a cubic one."""
        u, v = self.at
        self.cubic(u + (a - u) * 2 / 3, v + (b - v) * 2 / 3,
                   x + (a - x) * 2 / 3, y + (b - y) * 2 / 3, x, y)  # fmt: skip

    def close(self) -> None:
        """End a contour."""
        self.out.append("h")


@lru_cache(maxsize=64)
def glyph_path(face: Face, gid: int) -> str:
    """Operators of a glyph's outline in font units, y upwards; "" for a blank one."""
    import uharfbuzz

    hb: Any = uharfbuzz
    pen = _Pen()
    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, data: data.move(x, y))
    functions.set_line_to_func(lambda x, y, data: data.line(x, y))
    functions.set_cubic_to_func(lambda a, b, c, d, x, y, data: data.cubic(a, b, c, d, x, y))
    functions.set_quadratic_to_func(lambda a, b, x, y, data: data.quadratic(a, b, x, y))
    functions.set_close_path_func(lambda data: data.close())
    blob = face.blob
    source = hb.Face(blob if isinstance(blob, hb.Blob) else hb.Blob(bytes(blob)), face.index)
    hb.Font(source).draw_glyph(gid, functions, pen)
    return " ".join(pen.out)
