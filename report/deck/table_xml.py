"""Native tables as markup: graphic frame, grid, rows and cells (ISO/IEC 29500-1, 21.1.3)."""

from __future__ import annotations

from collections.abc import Sequence

from report.deck.geometry import Box, emu
from report.deck.ooxml import Para, non_visual, paragraph_xml, ph, transform
from report.record import record

TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@record
class TableCell:
    """A cell: paragraphs, margins and what is drawn of it (markup of ``a:ln`` and fills)."""

    paras: tuple[Para, ...]
    left: float = 12.0
    right: float = 12.0
    top_rule: str = ""
    """Attributes and content of ``a:lnT`` as given by :func:`cell_rule`; "" for none."""
    rule: str = ""
    """The lower border."""
    fill: str = ""


def cell_rule(edge: str, colour: str, width: float) -> str:
    """A cell's border: ``edge`` is ``T`` or ``B``, ``colour`` is ``a:solidFill`` markup."""
    return (
        f'<a:ln{edge} w="{emu(width)}" cap="flat" cmpd="sng" algn="ctr">{colour}'
        f'<a:prstDash val="solid"/></a:ln{edge}>'
    )


def _no_rule(edge: str) -> str:
    return f'<a:ln{edge} w="0"><a:noFill/></a:ln{edge}>'


def table_frame(
    shape_id: int,
    name: str,
    box: Box,
    widths: Sequence[float],
    heights: Sequence[float],
    rows: Sequence[Sequence[TableCell]],
    language: str,
    *,
    alt: str,
    placeholder: tuple[str, int] | None = None,
    header: bool = True,
) -> str:
    """``p:graphicFrame`` of a table; widths and heights in points, the first row is the header."""
    grid = "".join(f'<a:gridCol w="{emu(w)}"/>' for w in widths)
    body = "".join(
        f'<a:tr h="{emu(height)}">{"".join(_cell(cell, language) for cell in row)}</a:tr>'
        for row, height in zip(rows, heights, strict=True)
    )
    frame = ph(*placeholder) if placeholder else ""
    first = ' firstRow="1"' if header else ""
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{non_visual(shape_id, name, alt=alt)}"
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        f"<p:nvPr>{frame}</p:nvPr></p:nvGraphicFramePr>{transform(box, 'p:xfrm')}"
        f'<a:graphic><a:graphicData uri="{TABLE_URI}"><a:tbl><a:tblPr{first}>'
        f"<a:tableStyleId>{NO_STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>"
        f"{body}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _cell(cell: TableCell, language: str) -> str:
    paragraphs = "".join(paragraph_xml(p, language) for p in cell.paras) or "<a:p/>"
    rules = (
        _no_rule("L") + _no_rule("R") + (cell.top_rule or _no_rule("T"))
        + (cell.rule or _no_rule("B"))
    )  # fmt: skip
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</a:txBody>"
        f'<a:tcPr marL="{emu(cell.left)}" marR="{emu(cell.right)}" marT="{emu(2)}" '
        f'marB="{emu(2)}" anchor="ctr">{rules}{cell.fill or "<a:noFill/>"}</a:tcPr></a:tc>'
    )
