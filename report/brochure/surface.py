"""Marks in page coordinates → PDF operators: the one place that turns y upside down.

Everything above this module counts from the top left corner of the *trim* box, y downwards, in
points. A surface draws one page after another on a ReportLab canvas; its media box is the trim
plus the bleed, and its crop box is the trim. Text passes through :meth:`Surface.text` only, so
that structure tags can wrap it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from report.brochure.curves import MATRIX, PER_POINT, path
from report.brochure.speech import passages
from report.record import record, replace
from report.theme import PageFormat, Theme

if TYPE_CHECKING:
    from report.brochure.pdf import PdfBook
    from report.brochure.tags import Element
    from report.typeset import Line, VerticalColumn

KAPPA = 0.5522847498
"""Control point distance of a quarter circle over its radius."""

Point = tuple[float, float]
Paint = str | tuple[float, float, float]
"""A colour token, or red, green and blue (0…1)."""


@record
class Target:
    """What a run of text leads to: ``kind`` is ``href``, ``target``, ``note`` or ``code``."""

    kind: str
    to: str


def _n(value: float) -> str:
    text = f"{value + 1e-9:.2f}"  # see objects.number
    return text[:-3] if text.endswith(".00") else text


class Surface:
    """The page being drawn."""

    def __init__(self, book: PdfBook, theme: Theme, page_format: PageFormat) -> None:
        self.book = book
        self.canvas = book.canvas
        self.theme = theme
        self.format = page_format
        self.fonts = book.fonts
        self.tags = book.tags
        self.nodes: dict[Any, Element] = {}
        """Structure elements that are drawn into more than once, or out of order."""
        self.titles: Mapping[str, str] = {}
        """What a link's destination is called, for those who do not see it."""
        self.left = page_format.bleed
        self.height = page_format.height + page_format.bleed
        self.number = 0
        """Page number, from 1."""
        self._headings = 0
        self._level = -1
        self._rgb: dict[Paint, str] = {}
        self._fill: str | None = None
        self._code: list[str] = self.canvas._code
        self._add = self._code.append

    # -- pages -------------------------------------------------------------------------------

    def begin_page(self) -> None:
        """Start a page."""
        form = self.format
        self.number += 1
        self.book.begin_page(form.width, form.height, bleed=form.bleed)
        self._code = self.canvas._code
        self._add = self._code.append
        self._fill = None

    def end_page(self) -> None:
        """Finish the page."""
        self.book.end_page()

    # -- structure ---------------------------------------------------------------------------

    def element(self, role: str, *, key: Any = None, **attributes: Any) -> Any:
        """Context of a structure element (:meth:`Tags.element`).

        With a ``key`` the element can be entered again: a paragraph on its next page, a block
        whose place in the reading order was reserved before it was drawn.
        """
        if key is None:
            return self.tags.element(role, **attributes)
        node = self.nodes.get(key)
        if node is None:
            return self._keyed(role, key, attributes)
        return self.tags.element(node)

    @contextmanager
    def _keyed(self, role: str, key: Any, attributes: dict[str, Any]) -> Iterator[Element]:
        with self.tags.element(role, **attributes) as node:
            if node.parent is not None:  # inside an artifact nothing is kept
                self.nodes[key] = node
            yield node

    def reserve(self, key: Any, role: str, *, under: Any = None, **attributes: Any) -> None:
        """Give what will be drawn under ``key`` its place in the reading order now."""
        parent = self.nodes[under] if under is not None else None
        self.nodes[key] = self.tags.node(role, under=parent, **attributes)

    def artifact(self, kind: str = "Layout") -> Any:
        """Context of what is no content."""
        return self.tags.artifact(kind)

    # -- text --------------------------------------------------------------------------------

    def text(self, line: Line, x: float, baseline: float, colour: Paint | None = None) -> None:
        """Draw a composed line with its left edge at ``x``; runs bring their own colours.

        Runs that lead somewhere become links over the room that they take.
        """
        runs = line.runs
        for run in runs:
            if run.style.tag is not None:
                self._linked(line, x, baseline, colour)
                return
        self._show(runs, self.left + x, self.height - baseline, colour)

    def _linked(self, line: Line, x: float, baseline: float, colour: Paint | None) -> None:
        left, base = self.left + x, self.height - baseline
        runs = list(line.runs)
        start = 0
        while start < len(runs):
            tag = runs[start].style.tag
            stop = start + 1
            while stop < len(runs) and runs[stop].style.tag == tag:
                stop += 1
            group = runs[start:stop]
            if isinstance(tag, Target):
                size = max(r.size_pt for r in group)
                edge = runs[stop].xs[0] if stop < len(runs) and runs[stop].xs else line.width_pt
                around = self.element("Reference") if tag.kind == "note" else nullcontext()
                with around, self.link(tag, "".join(r.text for r in group)) as link:
                    self._show(group, left, base, colour)
                    rise = min(r.rise_pt for r in group)
                    link.area((left + group[0].xs[0], base + rise - 0.2 * size, left + edge,
                               base + rise + 0.9 * size))  # fmt: skip
            else:
                self._show(group, left, base, colour)
            start = stop

    def _show(self, runs: Sequence[Any], left: float, base: float, colour: Paint | None) -> None:
        add, parts = self._add, self.fonts.parts
        add("BT")
        for run, foreign in self._spoken(runs):
            self._set_fill(colour or run.style.colour)
            shown = parts(run, left, base)
            if foreign is None and len(shown) == 1 and shown[0][1] is None:
                add(shown[0][0])
                continue
            for operators, said in shown:
                if foreign is None and said is None:
                    add(operators)
                    continue
                # A marked-content sequence holds whole text objects (ISO 32000-1, 14.6.1).
                add("ET")
                with self.tags.span(actual_text=said, language=foreign):
                    add(f"BT {operators} ET")
                add("BT")
        add("ET")

    def _spoken(self, runs: Sequence[Any]) -> Iterator[tuple[Any, str | None]]:
        """Runs, apart where their language changes, and the language that is not the document's."""
        speech = self.book.metadata.language
        for run in runs:
            found = passages(run.text, speech, run.style.language)
            if len(found) == 1:
                yield run, found[0][2]
                continue
            for start, stop, language in found:
                chosen = [i for i, c in enumerate(run.clusters) if start <= c < stop]
                if chosen:
                    yield (
                        replace(
                            run,
                            gids=tuple(run.gids[i] for i in chosen),
                            xs=tuple(run.xs[i] for i in chosen),
                            clusters=tuple(run.clusters[i] - start for i in chosen),
                            text=run.text[start:stop],
                        ),
                        language,
                    )

    def outlines(self, line: Line, x: float, baseline: float, fill: Paint) -> None:
        """Draw a line as shapes: large numerals that are scenery and not text."""
        from report.brochure.scenery import glyph_path

        self._set_fill(fill)
        left, base = self.left + x, self.height - baseline
        for run in line.runs:
            scale = run.size_pt / run.face.upem
            for gid, place in zip(run.gids, run.xs, strict=True):
                path = glyph_path(run.face, gid)
                if path:
                    self._add(
                        f"q {scale:.6f} 0 0 {scale:.6f} {_n(left + place)} {_n(base)} cm {path} f Q"
                    )

    def column(self, column: VerticalColumn, axis: float, top: float, *,
               alone: bool = True) -> None:  # fmt: skip
        """Draw a vertical column of text, its middle on ``axis``.

        A column that stands ``alone`` is one string to whoever copies it. PDFium reads columns
        side by side from left to right: there, character by character keeps their order.
        """
        left, high = self.left + axis, self.height - top
        add, operators = self._add, self.fonts.operators
        add("BT")
        colours = {glyph.run.style.colour for glyph in column.glyphs}
        if alone and len(colours) == 1 and not any(glyph.turned for glyph in column.glyphs):
            places = [(g.run, left + g.x_pt, high - g.y_pt) for g in column.glyphs]
            together = self.fonts.downwards(places)  # type: ignore[arg-type]
            if together is not None:
                self._set_fill(colours.pop())  # type: ignore[arg-type]
                add(together)
                add("ET")
                return
        for glyph in column.glyphs:
            self._set_fill(glyph.run.style.colour)  # type: ignore[arg-type]
            x, y = left + glyph.x_pt, high - glyph.y_pt
            if not glyph.turned:
                add(operators(glyph.run, x, y))
                continue
            # The run's own matrix, turned clockwise about its origin.
            add("ET")
            add(f"q 0 -1 1 0 {_n(x)} {_n(y)} cm BT")
            add(operators(glyph.run, 0, 0))
            add("ET Q")
            self._fill = None
            add("BT")
        add("ET")

    def link(self, target: Target, text: str) -> Any:
        """Context of a link; the destination's own title says where it goes."""
        if target.kind == "href":
            return self.tags.link(f"{text} ({target.to})", url=target.to)
        name = self.titles.get(target.to, "")
        contents = text if not name or name == text else f"{text} {name}"
        return self.tags.link(contents or target.to, destination=target.to)

    # -- shapes ------------------------------------------------------------------------------

    def colour(self, paint: Paint) -> str:
        """Operands of a colour."""
        known = self._rgb.get(paint)
        if known is None:
            rgb = self.theme.rgb(paint) if isinstance(paint, str) else paint
            known = " ".join(f"{c:.3f}".rstrip("0").rstrip(".") for c in rgb)
            self._rgb[paint] = known
        return known

    def _set_fill(self, paint: Paint) -> None:
        operands = self.colour(paint)
        if operands != self._fill:
            self._add(operands + " rg")
            self._fill = operands

    def forget(self) -> None:
        """Forget what colour is set: something else has drawn on the canvas."""
        self._fill = None

    def rect(self, x: float, y: float, width: float, height: float, fill: Paint) -> None:
        """A filled rectangle; ``y`` is its top."""
        self._set_fill(fill)
        self._add(
            f"{_n(self.left + x)} {_n(self.height - y - height)} {_n(width)} {_n(height)} re f"
        )

    def frame(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: Paint,
        weight: float,
        dash: Sequence[float] = (),
        fill: Paint | None = None,
    ) -> None:
        """An outlined rectangle, filled first where ``fill`` is given."""
        if fill is not None:
            self.rect(x, y, width, height, fill)
        self._add(
            f"q {self._pen(colour, weight, dash)} {_n(self.left + x)} "
            f"{_n(self.height - y - height)} {_n(width)} {_n(height)} re S Q"
        )

    def _pen(self, colour: Paint, weight: float, dash: Sequence[float] = ()) -> str:
        pen = f"{self.colour(colour)} RG {_n(weight)} w"
        return f"{pen} [{' '.join(_n(d) for d in dash)}] 0 d" if dash else pen

    def line(self, x0: float, y0: float, x1: float, y1: float, colour: Paint, weight: float,
             dash: Sequence[float] = ()) -> None:  # fmt: skip
        """A straight line."""
        self._add(
            f"q {self._pen(colour, weight, dash)} {_n(self.left + x0)} {_n(self.height - y0)} m "
            f"{_n(self.left + x1)} {_n(self.height - y1)} l S Q"
        )

    def polygon(self, points: Iterable[Point], fill: Paint) -> None:
        """A filled polygon."""
        self._set_fill(fill)
        self._add(self._path(points) + " h f")

    def hill(self, line: Sequence[Point], bottom: float, fill: Paint) -> None:
        """What lies below a smooth curve through the points of ``line``, down to ``bottom``."""
        self._set_fill(fill)
        foot = f"{PER_POINT * (self.height - bottom):.0f} l"
        left, right = (PER_POINT * (self.left + x) for x in (line[0][0], line[-1][0]))
        self._add(f"q {MATRIX} {path(line, self.left, self.height)} "
                  f"{right:.0f} {foot} {left:.0f} {foot} h f Q")  # fmt: skip

    def lines(self, pieces: Iterable[Sequence[Point]], colour: Paint, weight: float,
              dash: Sequence[float] = (), cap: int = 0) -> None:  # fmt: skip
        """Several open polylines in one stroke."""
        paths = " ".join(self._path(p) for p in pieces if len(p) > 1)
        if paths:
            self._add(f"q {self._pen(colour, weight, dash)} {cap} J 1 j {paths} S Q")

    def curves(self, pieces: Iterable[Sequence[Point]], colour: Paint, weight: float) -> None:
        """Several smooth open curves through their points, in one stroke.

        What lies wholly below the page is left out: contours lead down to there.
        """
        foot = self.height + weight + 1
        out = [
            path(piece, self.left, self.height)
            for piece in pieces
            if len(piece) > 1 and min(y for _, y in piece) < foot
        ]
        if out:
            pen = self._pen(colour, weight * PER_POINT)
            self._add(f"q {MATRIX} {pen} {' '.join(out)} S Q")

    def _path(self, points: Iterable[Point]) -> str:
        left, height = self.left, self.height
        operators = [f"{left + x:.2f} {height - y:.2f} l" for x, y in points]
        operators[0] = operators[0][:-1] + "m"
        return " ".join(operators)

    def circle(self, x: float, y: float, radius: float, fill: Paint | None = None,
               colour: Paint | None = None, weight: float = 0.5,
               dash: Sequence[float] = ()) -> None:  # fmt: skip
        """A circle, filled and/or outlined."""
        if fill is not None and colour is None and radius < 3:
            # A dot is the round cap of a line: a fifth of the bytes of four curves. The line has
            # a length, for there are viewers that draw nothing for one that has none.
            cx, cy = self.left + x, self.height - y
            self._add(
                f"q {self.colour(fill)} RG {_n(2 * radius)} w 1 J {_n(cx)} {_n(cy)} m "
                f"{_n(cx + 0.01)} {_n(cy)} l S Q"
            )
            return
        cx, cy, k = self.left + x, self.height - y, radius * KAPPA
        quarters = (
            (radius, k, k, radius, 0.0, radius), (-k, radius, -radius, k, -radius, 0.0),
            (-radius, -k, -k, -radius, 0.0, -radius), (k, -radius, radius, -k, radius, 0.0),
        )  # fmt: skip
        path = f"{_n(cx + radius)} {_n(cy)} m " + " ".join(
            f"{_n(cx + a)} {_n(cy + b)} {_n(cx + c)} {_n(cy + d)} {_n(cx + e)} {_n(cy + f)} c"
            for a, b, c, d, e, f in quarters
        ) + " h"  # fmt: skip
        if fill is not None:
            self._set_fill(fill)
            self._add(path + " f")
        if colour is not None:
            self._add(f"q {self._pen(colour, weight, dash)} {path} S Q")

    @contextmanager
    def clipped(self, x: float, y: float, width: float, height: float) -> Iterator[None]:
        """Context: only what lies in the rectangle is painted."""
        self._add(
            f"q {_n(self.left + x)} {_n(self.height - y - height)} {_n(width)} {_n(height)} re W n"
        )
        yield
        self._add("Q")
        self._fill = None

    def image(self, path: str, x: float, y: float, width: float, height: float) -> None:
        """A picture stretched to a rectangle (crop with :meth:`clipped`)."""
        picture: Any = _Picture(path)
        if needs_conversion(path):
            # Only RGB and grey agree with the output intent (PDF/A-2, 6.2.4.3).
            from PIL import Image
            from reportlab.lib.utils import ImageReader

            with Image.open(path) as opened:
                picture = ImageReader(opened.convert("RGB"))
        self.canvas.drawImage(
            picture, self.left + x, self.height - y - height, width, height, mask="auto"
        )

    def play(self, drawing: Any, x: float, y: float, within: Any = None) -> None:
        """Draw a recorded chart with its top left corner at ``x``, ``y``.

        ``within`` says which of its texts belong to a cell of the table of its numbers.
        """
        bottom = self.height - y - drawing.height_pt
        drawing.play(self.canvas, self.fonts, self.left + x, bottom, within=within)
        self.forget()

    # -- navigation --------------------------------------------------------------------------

    def bookmark(self, name: str, y: float = 0) -> None:
        """A destination on this page, ``y`` from its top."""
        self.book.destination(name, self.height - y)

    def heading(self, title: str, level: int, y: float = 0, key: str | None = None) -> None:
        """An entry of the outline that leads here; ``level`` from 1, none skipped."""
        self._headings += 1
        name = key or f"heading-{self._headings}"
        self.bookmark(name, y)
        self._level = min(level - 1, self._level + 1)
        self.book.outline(title, name, self._level)

    def box(self, x: float, y: float, width: float, height: float) -> tuple[float, ...]:
        """A rectangle in PDF coordinates (left, bottom, right, top), for annotations and /BBox."""
        left, top = self.left + x, self.height - y
        return (left, top - height, left + width, top)


def needs_conversion(path: str) -> bool:
    """Whether a picture is in a colour space that the page cannot hold: CMYK, Lab, 16 bits."""
    from PIL import Image

    with Image.open(path) as opened:
        return opened.mode not in ("1", "L", "LA", "P", "PA", "RGB", "RGBA")


class _Picture(str):
    """A picture's path whose printed form is the digest of what the file holds.

    ReportLab names a picture within the file by that form: by the path, the same report would come
    out with other bytes in every folder.
    """

    __slots__ = ()

    def __str__(self) -> str:
        with open(self, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
