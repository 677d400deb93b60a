"""Charts of a saved deck, read back with python-pptx and lxml: nothing of the writer's is used."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from report.compose.plan import ChartPlan
from report.deck.chart import Box, add_chart
from report.theme import Theme

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
DRAWING = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
BOX = Box(84, 120, 536, 350)


def deck_of(plans: Sequence[ChartPlan], theme: Theme, box: Box = BOX) -> bytes:
    """A deck with one chart a slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(960), Pt(540)
    for relation in deck.slide_masters[0].part.rels.values():
        if relation.reltype.endswith("/theme"):
            set_faces(relation.target_part)
    for plan in plans:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        add_chart(slide, plan, box, theme, "zh-Hans")
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def set_faces(part) -> None:
    """Give python-pptx's own theme the faces of ours."""
    theme = part.blob.decode()
    for tag, face in (("major", "Noto Serif SC"), ("minor", "Noto Sans SC")):
        theme = re.sub(
            rf'(<a:{tag}Font>\s*<a:latin typeface=")[^"]*("[^>]*>\s*<a:ea typeface=")[^"]*',
            rf"\g<1>{face}\g<2>{face}",
            theme,
        )
    part.blob = theme.encode()


@dataclass
class ReadSeries:
    """One series as its XML has it."""

    kind: str
    """``barChart`` …"""
    order: int
    name: str
    values: list[Decimal | None]
    xs: list[Decimal | None]
    categories: list[str]
    labels: dict[int, str]
    """Point → text of its label."""
    fields: set[int] = field(default_factory=set)
    """Points whose label follows the data."""


@dataclass
class ReadChart:
    """One chart part with its shapes and workbook."""

    root: etree._Element
    series: list[ReadSeries]
    shapes: list[str]
    """Texts of the shapes inside the chart."""
    names: list[str]
    """Names of the shapes inside the chart."""
    workbook: bytes


def opened(data: bytes) -> Deck:
    """The deck as python-pptx reads it."""
    return Presentation(io.BytesIO(data))


def charts_on(shapes) -> Iterator:
    """Graphic frames with charts, those in groups included, in drawing order."""
    for shape in shapes:
        if shape.shape_type is not None and hasattr(shape, "shapes"):
            yield from charts_on(shape.shapes)
        elif getattr(shape, "has_chart", False):
            yield shape


def texts_on(slide) -> list[str]:
    """Texts of the slide's own shapes, groups included."""
    return [
        "".join(t.text or "" for t in p.iter(f"{{{NS['a']}}}t"))
        for p in slide._element.iter(f"{{{NS['a']}}}p")
    ]


def read_chart(frame) -> ReadChart:
    """The chart of a graphic frame."""
    part = frame.chart.part
    root = etree.fromstring(part.blob)
    drawing = [r.target_part for r in part.rels.values() if r.target_part.content_type == DRAWING]
    shapes: list[str] = []
    names: list[str] = []
    for one in drawing:
        tree = etree.fromstring(one.blob)
        for shape in tree.iter("{*}sp"):
            text = "".join(t.text or "" for t in shape.iter(f"{{{NS['a']}}}t"))
            if text:
                shapes.append(text)
        names += [e.get("name") or "" for e in tree.iter("{*}cNvPr")]
    workbook = part.chart_workbook.xlsx_part.blob
    return ReadChart(root, list(_series(root)), shapes, names, workbook)


def _series(root: etree._Element) -> Iterator[ReadSeries]:
    found = []
    for ser in root.iter(f"{{{NS['c']}}}ser"):
        parent = ser.getparent()
        assert parent is not None
        kind = etree.QName(parent).localname
        value = ser.find("c:val", NS) if kind != "scatterChart" else ser.find("c:yVal", NS)
        labels, fields = {}, set()
        for item in ser.iterfind("c:dLbls/c:dLbl", NS):
            index = int(item.find("c:idx", NS).get("val"))
            paragraphs = [
                "".join(t.text or "" for t in p.iter(f"{{{NS['a']}}}t"))
                for p in item.iter(f"{{{NS['a']}}}p")
            ]
            labels[index] = "\n".join(paragraphs)
            if item.find(".//a:fld", NS) is not None:
                fields.add(index)
        found.append(
            ReadSeries(
                kind,
                int(ser.find("c:order", NS).get("val")),
                "".join(ser.xpath("c:tx//c:v/text()", namespaces=NS)),
                _cache(value),
                _cache(ser.find("c:xVal", NS)),
                _texts(ser.find("c:cat", NS)),
                labels,
                fields,
            )
        )
    return iter(sorted(found, key=lambda s: s.order))


def _cache(element) -> list[Decimal | None]:
    if element is None:
        return []
    count = int(element.find(".//c:ptCount", NS).get("val"))
    values: list[Decimal | None] = [None] * count
    for point in element.iterfind(".//c:pt", NS):
        values[int(point.get("idx"))] = Decimal(point.findtext("c:v", "", NS))
    return values


def _texts(element) -> list[str]:
    if element is None or element.find(".//c:strCache", NS) is None:
        return []  # the days of an area with gaps are no names
    count = int(element.find(".//c:ptCount", NS).get("val"))
    texts = [""] * count
    for point in element.iterfind(".//c:pt", NS):
        texts[int(point.get("idx"))] = point.findtext("c:v", "", NS)
    return texts
