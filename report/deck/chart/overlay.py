"""Marks that stand on a chart without being data: reference lines, a doughnut's centre, slots.

They are shapes inside the chart (ISO/IEC 29500-1, 21.3 chart drawings), anchored in fractions of
its size: they move and scale with it, and the slide keeps one object for one chart.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.deck.chart.frame import FLOOR, width_of
from report.deck.chart.xml import NO_FILL, NO_LINE, Brush, paragraph, run
from report.deck.ooxml import HEADER, escape

_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:cdr="http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"'
)


class Overlay:
    """Collects the shapes of one chart of ``w`` × ``h`` points."""

    __slots__ = ("_brush", "_h", "_shapes", "_w")

    def __init__(self, brush: Brush, w: float, h: float) -> None:
        self._brush = brush
        self._w = w
        self._h = h
        self._shapes: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        content: str,
        *,
        align: str = "l",
        anchor: str = "ctr",
        name: str = "",
        plate: bool = False,
        turned: bool = False,
        wrap: bool = False,
    ) -> None:
        """A text box; ``content`` are runs, or whole paragraphs if it starts with ``<a:p>``."""
        body = content if content.startswith("<a:p>") else paragraph(content, align)
        fill = self._brush.fill("white") if plate else NO_FILL
        turn = ' vert="vert270"' if turned else ""
        wrapping = "square" if wrap else "none"
        self._add(
            x,
            y,
            w,
            h,
            name,
            "rect",
            fill,
            NO_LINE,
            f'<cdr:txBody><a:bodyPr{turn} wrap="{wrapping}" lIns="0" tIns="0" rIns="0" bIns="0"'
            f' anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{body}</cdr:txBody>',
            ' txBox="1"',
        )

    def words(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        text: str,
        size: float,
        token: str,
        *,
        align: str = "l",
        bold: bool = False,
    ) -> None:
        """A text box with one run."""
        properties = self._brush.characters("rPr", size, token, bold=bold)
        self.text(x, y, w, h, run(text, properties), align=align, name=text)

    def rule(self, x1: float, y1: float, x2: float, y2: float, token: str, name: str) -> None:
        """A dashed reference line."""
        line = self._brush.line(token, 1.25, "dash")
        self._add(x1, y1, x2 - x1, y2 - y1, name, "line", "", line, "", "")

    def slot(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        text: str,
        size: float,
        name: str = "",
        spare: float = 2.0,
        short: str = "",
    ) -> None:
        """A missing mark: hatch in a dashed accent outline, with a plate where ``text`` fits.

        The plate lies, or stands in a slot that is too narrow; a slot too small for either shows
        the hatch alone, and its name says what is missing. The plate may be ``spare`` points
        thicker than the slot. ``short`` stands where ``text`` does not fit: by default its last
        word, the code.
        """
        brush = self._brush
        self._add(
            x,
            y,
            w,
            h,
            name or text,
            "rect",
            brush.hatch(),
            brush.line("accent", 1, "sysDash"),
            "",
            "",
        )
        size = min(size, max(FLOOR, min(w, h) / 1.44))
        short = short or text.rpartition(" ")[2]
        for words, points in ((text, size), (text, FLOOR), (short, FLOOR)):
            long, thick = width_of(words, points) + 0.9 * points, 1.25 * points
            turned = long > w + 1
            thick = max(1.06 * points, min(thick, w if turned else h))
            if turned:
                long, thick = thick, long
            if (
                words
                and long <= w + (spare if turned else 1)
                and thick <= h + (1 if turned else spare)
            ):
                properties = brush.characters("rPr", points, "accent", bold=True)
                self.text(
                    x + (w - long) / 2,
                    y + (h - thick) / 2,
                    long,
                    thick,
                    run(words, properties),
                    align="ctr",
                    name=words,
                    plate=True,
                    turned=turned,
                )
                return

    def _add(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        name: str,
        geometry: str,
        fill: str,
        line: str,
        text: str,
        kind: str,
    ) -> None:
        number = len(self._shapes) + 2
        x1, y1 = _fraction(x / self._w), _fraction(y / self._h)
        x2, y2 = _fraction((x + w) / self._w), _fraction((y + h) / self._h)
        emu = [round(v * 12700) for v in (x, y, max(w, 0), max(h, 0))]
        self._shapes.append(
            f"<cdr:relSizeAnchor><cdr:from><cdr:x>{x1}</cdr:x><cdr:y>{y1}</cdr:y></cdr:from>"
            f"<cdr:to><cdr:x>{x2}</cdr:x><cdr:y>{y2}</cdr:y></cdr:to>"
            f'<cdr:sp macro="" textlink=""><cdr:nvSpPr><cdr:cNvPr id="{number}"'
            f' name="{escape(name)}"/><cdr:cNvSpPr{kind}/></cdr:nvSpPr><cdr:spPr><a:xfrm>'
            f'<a:off x="{emu[0]}" y="{emu[1]}"/><a:ext cx="{emu[2]}" cy="{emu[3]}"/></a:xfrm>'
            f'<a:prstGeom prst="{geometry}"><a:avLst/></a:prstGeom>{fill}{line}</cdr:spPr>{text}'
            "</cdr:sp></cdr:relSizeAnchor>"
        )

    @property
    def shapes(self) -> Sequence[str]:
        """Markup of the shapes so far."""
        return self._shapes

    def part(self) -> bytes | None:
        """The chart-drawing part; None where nothing was added."""
        if not self._shapes:
            return None
        return (
            f"{HEADER}<c:userShapes {_NAMESPACES}>{''.join(self._shapes)}</c:userShapes>"
        ).encode()


def _fraction(value: float) -> str:
    return f"{min(max(value, 0.0), 1.0):.5f}"
