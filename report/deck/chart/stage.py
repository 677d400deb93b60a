"""Where a chart's drawing goes: native charts and shapes → markup on a slide and parts beside it.

A stage numbers shapes, hands the parts of each native chart to its caller and gets the
relationship id back, so that the drawing itself knows neither python-pptx nor the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from report.deck.chart.native import NativeChart
from report.deck.chart.xml import CHART, Brush, chart_space, inner_layout, legend
from report.deck.geometry import Box
from report.deck.ooxml import (
    LANGUAGES,
    Para,
    Piece,
    TextBody,
    escape,
    freeform,
    group,
    shape,
    text_body,
)
from report.deck.ooxml import ph as placeholder_mark
from report.deck.workbook import write_workbook
from report.record import record, replace
from report.theme import Theme


@record
class ChartFiles:
    """The parts behind one native chart."""

    chart: bytes
    """``c:chartSpace``; its relationships are ``rId1`` (workbook) and ``rId2`` (drawing)."""
    workbook: bytes
    drawing: bytes | None = None
    """Shapes inside the chart; None for none."""


Relate = Callable[[ChartFiles], str]
"""Takes the parts of a chart into the package; gives the slide's relationship id to it."""


class Stage:
    """One chart's place on a slide."""

    __slots__ = ("_next", "_relate", "brush", "language", "theme")

    def __init__(self, theme: Theme, language: str, first_id: int, relate: Relate) -> None:
        self.theme = theme
        self.language = language
        self.brush = Brush(theme, language)
        self._next = first_id
        self._relate = relate

    @property
    def next_id(self) -> int:
        """The next free shape id."""
        return self._next

    def take_id(self) -> int:
        """A shape id of the slide."""
        self._next += 1
        return self._next - 1

    def files(self, native: NativeChart) -> ChartFiles:
        """The parts of a native chart."""
        brush = self.brush
        key = ""
        if native.legend:
            frame = native.frame
            key = legend(brush, frame.legend_box(), native.hidden, frame.legend_size)
        drawing = native.overlay.part()
        space = chart_space(
            brush,
            layout=inner_layout(native.frame.layout),
            plots=native.plots,
            axes=native.axes,
            key=key,
            language=LANGUAGES.get(self.language, self.language),
            user_shapes=drawing is not None,
        )
        return ChartFiles(space.encode(), write_workbook(native.sheet), drawing)

    def chart(
        self,
        native: NativeChart,
        box: Box,
        *,
        name: str,
        alt: str,
        placeholder: int | None = None,
        grouped: bool = False,
    ) -> str:
        """``p:graphicFrame`` of a native chart; ``placeholder``: index of the one it fills.

        A chart with surfaces behind it is a group, which fills no placeholder.
        """
        if native.under:
            surfaces = self._surfaces(native, box, name)
            frame = self.chart(replace(native, under=()), box, name=name, alt=alt, grouped=True)
            return self.group(box, (*surfaces, frame), name=name, alt=alt)
        relation = self._relate(self.files(native))
        x, y, w, h = box.emu()
        mark = "" if placeholder is None else placeholder_mark("chart", placeholder)
        properties = f"<p:nvPr>{mark}</p:nvPr>" if mark else "<p:nvPr/>"
        locks = (
            "<p:cNvGraphicFramePr/>"
            if grouped
            else '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        )
        return (
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{self.take_id()}"'
            f' name="{escape(name)}" descr="{escape(alt)}"/>{locks}'
            f'{properties}</p:nvGraphicFramePr><p:xfrm><a:off x="{x}" y="{y}"/>'
            f'<a:ext cx="{w}" cy="{h}"/></p:xfrm><a:graphic>'
            f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="{relation}"/>'
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )

    def _surfaces(self, native: NativeChart, box: Box, name: str) -> list[str]:
        """A freeform for each series: one path would leave holes where surfaces overlap."""
        frame = native.frame
        plot = Box(box.x + frame.left, box.y + frame.top, frame.plot_w, frame.plot_h)
        return [
            self.area(
                plot,
                name,
                geometry=freeform(
                    plot,
                    [[(box.x + x, box.y + y) for x, y in outline] for outline in outlines],
                    closed=True,
                ),
                fill=self.brush.fill("p100"),
            )
            for outlines in native.under
            if outlines
        ]

    def area(
        self, box: Box, name: str, *, geometry: str = "", fill: str, line: str = "", alt: str = ""
    ) -> str:
        """``p:sp`` without text."""
        if geometry:
            return shape(
                self.take_id(),
                name,
                box,
                geometry=geometry,
                fill=fill,
                line=line or "<a:ln><a:noFill/></a:ln>",
                alt=alt,
            )
        return shape(
            self.take_id(), name, box, fill=fill, line=line or "<a:ln><a:noFill/></a:ln>", alt=alt
        )

    def words(
        self,
        box: Box,
        pieces: Iterable[Piece],
        *,
        align: str = "l",
        anchor: str = "t",
        fill: str = "<a:noFill/>",
        leading: float = 0.0,
    ) -> str:
        """A text box of one paragraph."""
        given = tuple(pieces)
        body = TextBody((Para(given, align=align, leading=leading),), anchor=anchor)
        return shape(
            self.take_id(),
            "".join(p.text for p in given)[:60],
            box,
            fill=fill,
            text=text_body(body, self.language),
            text_box=True,
        )

    def group(self, box: Box, children: Iterable[str], *, name: str, alt: str) -> str:
        """``p:grpSp`` with the chart's name and alt text."""
        made = tuple(children)
        return group(self.take_id(), name, box, made, alt=alt)

    def slot(self, box: Box, words: str, size: float, name: str = "") -> list[str]:
        """A missing mark with its plate: two shapes."""
        from report.deck.chart.frame import width_of

        brush = self.brush
        made = [
            self.area(
                box, name or words, fill=brush.hatch(), line=brush.line("accent", 1, "sysDash")
            )
        ]
        if words:
            width = min(width_of(words, size) + 0.9 * size, box.w - 4)
            lines = 1 if width_of(words, size) <= box.w - 4 else 2
            height = 1.44 * size * lines
            plate = Box(box.x + (box.w - width) / 2, box.y + (box.h - height) / 2, width, height)
            made.append(
                self.words(
                    plate,
                    [Piece(words, size, True, brush.fill("accent"), False)],
                    align="ctr",
                    anchor="ctr",
                    fill=brush.fill("white"),
                )
            )
        return made
