"""A chart → a slide that python-pptx holds: explicit part names, no search for a free one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from report.deck.chart.stage import ChartFiles
from report.deck.ooxml import NAMESPACES

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

    from report.compose.plan import ChartPlan
    from report.deck.geometry import Box
    from report.theme import Theme


def place_on_slide(
    slide: Slide,
    plan: ChartPlan,
    box: Box,
    theme: Theme,
    language: str,
    placeholder: int | None,
) -> BaseShape:
    """See :func:`report.deck.chart.add_chart`."""
    from report.deck.chart import chart_markup

    part = slide.part
    number = (re.findall(r"\d+", str(part.partname)) or ["0"])[-1]
    placed = sum(1 for r in part.rels.values() if r.reltype == RT.CHART)

    def relate(files: ChartFiles) -> str:
        nonlocal placed
        placed += 1
        return part.relate_to(chart_part(files, part.package, f"{number}-{placed}"), RT.CHART)

    shapes = slide.shapes
    markup, _ = chart_markup(
        plan, box, theme, language, _free_id(slide), relate, placeholder=placeholder
    )
    tag = re.match(r"<([\w:]+)", markup)
    assert tag is not None
    element = parse_xml(markup.replace(tag[1], f"{tag[1]} {NAMESPACES}", 1))
    cast("Any", shapes)._spTree.append(element)
    return list(shapes)[-1]


def chart_part(files: ChartFiles, package: Any, name: str) -> ChartPart:
    """The chart part with its workbook and drawing, called ``chart{name}.xml``."""
    chart = ChartPart.load(
        PackURI(f"/ppt/charts/chart{name}.xml"), CT.DML_CHART, package, files.chart
    )
    workbook = EmbeddedXlsxPart(
        PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{name}.xlsx"),
        CT.SML_SHEET,
        package,
        files.workbook,
    )
    chart.relate_to(workbook, RT.PACKAGE)
    if files.drawing is not None:
        drawing = Part(
            PackURI(f"/ppt/drawings/drawing{name}.xml"),
            CT.DML_CHARTSHAPES,
            package,
            files.drawing,
        )
        chart.relate_to(drawing, RT.CHART_USER_SHAPES)
    return chart


def _free_id(slide: Slide) -> int:
    ids = [int(i) for i in cast("Any", slide.shapes)._spTree.xpath("//@id") if i.isdigit()]
    return max(ids, default=1) + 1
