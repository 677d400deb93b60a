"""Fragments of DrawingML charts (ISO/IEC 29500-1, part 21): fills, text, labels, series, axes.

Each function returns markup as text, in the order the schema asks for. Colours are theme colours,
faces are the theme's (``+mn-lt``, ``+mn-ea``), sizes are points; every axis id is positive.
Building text instead of a tree keeps a chart at a fraction of a millisecond and its bytes stable.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from report.deck.ooxml import HEADER, escape, run_language
from report.deck.palette import colour_xml
from report.deck.workbook import cell_range, digits, heading
from report.theme import Theme

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_NAMESPACES = (
    f'xmlns:c="{CHART}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
)
NO_FILL = "<a:noFill/>"
NO_LINE = "<a:ln><a:noFill/></a:ln>"
HIDDEN = f"<c:spPr>{NO_FILL}{NO_LINE}</c:spPr>"
_FACES = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
_HEADING_FACES = '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/>'
_EXTENSION = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
_FIELDS = f'<c:extLst><c:ext uri="{_EXTENSION}"><c15:dlblFieldTable/></c:ext></c:extLst>'
"""Tells Office 2013 and later that a label's text holds fields (MS-ODRAWXML 2.24.3)."""

CATEGORY_AXIS, VALUE_AXIS = 111_111_111, 111_111_112
SECOND_CATEGORY_AXIS, SECOND_VALUE_AXIS = 222_222_221, 222_222_222

DASHES = {"solid": "", "dashed": "dash", "dotted": "sysDot", "dashdot": "dashDot"}
"""Dash of a plan's series → ``a:prstDash``."""


class Brush:
    """Markup that depends on the theme and on the language of the text."""

    __slots__ = ("_colours", "_theme", "language")

    def __init__(self, theme: Theme, language: str) -> None:
        self._theme = theme
        self._colours: dict[str, str] = {}
        self.language = run_language(language)

    def colour(self, token: str) -> str:
        """``a:schemeClr`` of a colour token."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = colour_xml(self._theme, token)
        return found

    def data(self, index: int) -> str:
        """Token of a plan's colour index; −1 is the remainder of a whole."""
        return self._theme.data_colour(index)

    def fill(self, token: str) -> str:
        """``a:solidFill``."""
        return f"<a:solidFill>{self.colour(token)}</a:solidFill>"

    def line(self, token: str, width: float, dash: str = "") -> str:
        """``a:ln`` of ``width`` points; ``dash`` is a ``prstDash`` name."""
        dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
        return (
            f'<a:ln w="{round(width * 12700)}" cap="flat">{self.fill(token)}{dashed}'
            "<a:round/></a:ln>"
        )

    def solid(self, token: str) -> str:
        """``c:spPr`` of a plain area without an outline."""
        return f"<c:spPr>{self.fill(token)}{NO_LINE}</c:spPr>"

    def joined(self, token: str, width: float) -> str:
        """``c:spPr`` of an area with a white join of ``width`` points (0: none)."""
        if not width:
            return self.solid(token)
        return f"<c:spPr>{self.fill(token)}{self.line('white', width)}</c:spPr>"

    def stroke(self, token: str, width: float, dash: str = "") -> str:
        """``c:spPr`` of a line."""
        return f"<c:spPr>{self.line(token, width, dash)}</c:spPr>"

    def hatch(self) -> str:
        """``a:pattFill`` of what is missing: 45°, rising to the right."""
        return (
            f'<a:pattFill prst="wdUpDiag"><a:fgClr>{self.colour("accent-h")}</a:fgClr>'
            f"<a:bgClr>{self.colour('white')}</a:bgClr></a:pattFill>"
        )

    def missing(self) -> str:
        """``c:spPr`` of a missing mark: hatch in a dashed accent outline."""
        return f"<c:spPr>{self.hatch()}{self.line('accent', 1, 'sysDash')}</c:spPr>"

    def derived(self, fill: str = "") -> str:
        """``c:spPr`` of a derived mark: accent outline, hollow unless a token fills it."""
        inside = self.fill(fill) if fill else NO_FILL
        return f"<c:spPr>{inside}{self.line('accent', 1.5)}</c:spPr>"

    def plate(self) -> str:
        """``c:spPr`` of the ground behind a label that stands on a hatch."""
        return f"<c:spPr>{self.fill('white')}{NO_LINE}</c:spPr>"

    def characters(
        self,
        tag: str,
        size: float,
        token: str,
        *,
        bold: bool = False,
        raised: bool = False,
        serif: bool = False,
    ) -> str:
        """``a:rPr`` or ``a:defRPr``: language, size, weight, colour and the theme's faces."""
        shift = ' baseline="30000"' if raised else ""
        faces = _HEADING_FACES if serif else _FACES
        return (
            f'<a:{tag} {self.language} sz="{round(size * 100)}" b="{int(bold)}"{shift}>'
            f"{self.fill(token)}{faces}</a:{tag}>"
        )

    def text(
        self,
        size: float,
        token: str,
        *,
        bold: bool = False,
        rotation: int | None = 0,
        wrap: bool = True,
    ) -> str:
        """``c:txPr``; ``rotation`` in degrees, clockwise; None: level, labels may be skipped."""
        # 1 is a 60,000th of a degree: level, but LibreOffice then skips labels that would meet
        angle = 1 if rotation is None else rotation * 60000
        turn = f' rot="{angle}" vert="horz"'
        line = "" if wrap else ' wrap="none"'
        properties = self.characters("defRPr", size, token, bold=bold)
        end = f"<a:endParaRPr {self.language}/>"
        return (
            f"<c:txPr><a:bodyPr{turn}{line}/><a:lstStyle/><a:p><a:pPr>{properties}</a:pPr>{end}"
            "</a:p></c:txPr>"
        )


def run(text: str, properties: str) -> str:
    """``a:r``."""
    return f"<a:r>{properties}<a:t>{escape(text)}</a:t></a:r>"


def value_field(text: str, properties: str, serial: int) -> str:
    """``a:fld`` that shows the point's value by its number format: follows an edit of the data."""
    return (
        f'<a:fld id="{{8A0B5C2E-5D1F-4C3A-9E77-{serial:012X}}}" type="VALUE">{properties}'
        f"<a:pPr/><a:t>{escape(text)}</a:t></a:fld>"
    )


def label(
    index: int,
    content: str,
    *,
    position: str,
    code: str = "General",
    shape: str = "",
    rotation: int = 0,
    offset: tuple[float, float] | None = None,
    fields: bool = False,
    wrap: bool = False,
    key: bool = False,
) -> str:
    """``c:dLbl`` of point ``index`` with text of its own (``a:p`` children as ``content``).

    ``offset`` moves it from where ``position`` puts it, in fractions of the chart's size; ``key``
    puts the legend's swatch of the series before it.
    """
    layout = ""
    if offset is not None:
        layout = (
            f'<c:layout><c:manualLayout><c:x val="{offset[0]:.4f}"/><c:y val="{offset[1]:.4f}"/>'
            "</c:manualLayout></c:layout>"
        )
    line = "" if wrap else ' wrap="none"'
    numbers = f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>' if fields else ""
    where = f'<c:dLblPos val="{position}"/>' if position else ""
    return (
        f'<c:dLbl><c:idx val="{index}"/>{layout}<c:tx><c:rich>'
        f'<a:bodyPr rot="{rotation * 60000}" vertOverflow="overflow" horzOverflow="overflow"'
        f' vert="horz"{line} lIns="38100" tIns="19050" rIns="38100" bIns="19050" anchor="ctr">'
        "<a:spAutoFit/></a:bodyPr><a:lstStyle/>"
        f"{content}</c:rich></c:tx>{numbers}{shape or HIDDEN}{where}"
        f'<c:showLegendKey val="{int(key)}"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
        f"{_FIELDS if fields else ''}</c:dLbl>"
    )


def paragraph(content: str, align: str = "") -> str:
    """``a:p``."""
    return f'<a:p><a:pPr algn="{align}"/>{content}</a:p>' if align else f"<a:p>{content}</a:p>"


def labels(
    items: Sequence[str], *, round_chart: bool = False, leaders: bool = False, leader: str = ""
) -> str:
    """``c:dLbls``: the labels given and no others; "" where there are none.

    Only pies and doughnuts (``round_chart``) may speak of ``c:showLeaderLines``; ``leader`` is the
    ``c:spPr`` of their lines, "" for none. Where labels were moved, the other kinds say in an
    extension (MS-ODRAWXML 2.24.3) whether ``leaders`` lead to them. Their look is the program's:
    the validators allow an extension one element only.
    """
    if not items:
        return ""
    pie = ""
    if round_chart:
        drawn = f"<c:leaderLines>{leader}</c:leaderLines>" if leader else ""
        pie = f'<c:showLeaderLines val="{int(bool(leader))}"/>{drawn}'
    lines = ""
    if not round_chart and any("<c:layout>" in item for item in items):
        lines = (
            f'<c:extLst><c:ext uri="{_EXTENSION}"><c15:showLeaderLines val="{int(leaders)}"/>'
            "</c:ext></c:extLst>"
        )
    return (
        f"<c:dLbls>{''.join(items)}<c:spPr>{NO_FILL}{NO_LINE}</c:spPr>"
        '<c:showLegendKey val="0"/><c:showVal val="0"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        f'<c:showBubbleSize val="0"/>{pie}{lines}</c:dLbls>'
    )


def number_reference(
    column: int,
    values: Sequence[Decimal | None],
    code: str,
    codes: Sequence[str] = (),
) -> str:
    """``c:numRef`` of a sheet column with its cache; a gap has no ``c:pt``."""
    points = "".join(
        f'<c:pt idx="{i}"{_own_format(codes, i, code)}><c:v>{digits(value)}</c:v></c:pt>'
        for i, value in enumerate(values)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{cell_range(column, len(values))}</c:f><c:numCache>"
        f'<c:formatCode>{escape(code)}</c:formatCode><c:ptCount val="{len(values)}"/>{points}'
        "</c:numCache></c:numRef>"
    )


def _own_format(codes: Sequence[str], index: int, code: str) -> str:
    if not codes or codes[index] == code:
        return ""
    return f' formatCode="{escape(codes[index])}"'


def text_reference(column: int, texts: Sequence[str]) -> str:
    """``c:strRef`` of a sheet column with its cache."""
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(text)}</c:v></c:pt>' for i, text in enumerate(texts) if text
    )
    return (
        f"<c:strRef><c:f>{cell_range(column, len(texts))}</c:f><c:strCache>"
        f'<c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:strRef>'
    )


def series_head(index: int, column: int, name: str) -> str:
    """``c:idx``, ``c:order`` and ``c:tx`` of a series named in a column's heading."""
    return (
        f'<c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>{heading(column)}'
        f'</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt>'
        "</c:strCache></c:strRef></c:tx>"
    )


def marker(brush: Brush, symbol: str, size: float, fill: str, outline: str) -> str:
    """``c:marker`` of ``size`` points; ``fill`` and ``outline`` are colour tokens."""
    if symbol == "none":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="{min(72, max(2, round(size)))}"/>'
        f"<c:spPr>{brush.fill(fill)}{brush.line(outline, 1.5)}</c:spPr></c:marker>"
    )


def category_axis(
    brush: Brush,
    *,
    axis_id: int = CATEGORY_AXIS,
    crosses: int = VALUE_AXIS,
    side: str = "b",
    reverse: bool = False,
    size: float = 14,
    skip: int = 1,
    rotation: int | None = 0,
    deleted: bool = False,
) -> str:
    """``c:catAx``: labels at the low end, the base line at zero."""
    order = "maxMin" if reverse else "minMax"
    steps = f'<c:tickLblSkip val="{skip}"/><c:tickMarkSkip val="{skip}"/>'
    return (
        f'<c:catAx><c:axId val="{axis_id}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="{int(deleted)}"/><c:axPos val="{side}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{brush.line('ink', 0.75)}</c:spPr>{brush.text(size, 'ink', rotation=rotation)}"
        f'<c:crossAx val="{crosses}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        f'<c:lblAlgn val="ctr"/><c:lblOffset val="100"/>{steps}<c:noMultiLvlLbl val="1"/>'
        "</c:catAx>"
    )


def value_axis(
    brush: Brush,
    *,
    minimum: Decimal,
    maximum: Decimal,
    step: Decimal,
    code: str,
    axis_id: int = VALUE_AXIS,
    crosses: int = CATEGORY_AXIS,
    side: str = "l",
    size: float = 12,
    gridlines: bool = True,
    label_position: str = "nextTo",
    between: str = "between",
    crosses_at: str = '<c:crosses val="autoZero"/>',
    reverse: bool = False,
    deleted: bool = False,
    title: str = "",
    baseline: bool = False,
) -> str:
    """``c:valAx`` with the plan's bounds and step; no line of its own unless ``baseline``."""
    lines = (
        f"<c:majorGridlines><c:spPr>{brush.line('rule', 0.75)}</c:spPr></c:majorGridlines>"
        if gridlines
        else ""
    )
    order = "maxMin" if reverse else "minMax"
    line = brush.line("ink", 0.75) if baseline else NO_LINE
    step_xml = f'<c:majorUnit val="{digits(step)}"/>' if step > 0 else ""
    return (
        f'<c:valAx><c:axId val="{axis_id}"/><c:scaling><c:orientation val="{order}"/>'
        f'<c:max val="{digits(maximum)}"/><c:min val="{digits(minimum)}"/></c:scaling>'
        f'<c:delete val="{int(deleted)}"/><c:axPos val="{side}"/>{lines}{title}'
        f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{label_position}"/><c:spPr>{NO_FILL}{line}</c:spPr>'
        f"{brush.text(size, 'muted', rotation=0)}"
        f'<c:crossAx val="{crosses}"/>{crosses_at}<c:crossBetween val="{between}"/>{step_xml}'
        "</c:valAx>"
    )


def axis_title(
    brush: Brush, text: str, *, size: float = 12, place: tuple[float, float] | None = None
) -> str:
    """``c:title`` of an axis, level; ``place`` is its upper left corner in fractions."""
    layout = ""
    if place is not None:
        layout = (
            '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{place[0]:.4f}"/><c:y val="{place[1]:.4f}"/></c:manualLayout></c:layout>'
        )
    properties = brush.characters("rPr", size, "muted")
    default = brush.characters("defRPr", size, "muted")
    return (
        '<c:title><c:tx><c:rich><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p>'
        f"<a:pPr>{default}</a:pPr>{run(text, properties)}</a:p></c:rich></c:tx>{layout}"
        '<c:overlay val="0"/></c:title>'
    )


def legend(
    brush: Brush, box: tuple[float, float, float, float], hidden: Sequence[int], size: float = 13
) -> str:
    """``c:legend`` in ``box`` (x, y, width, height in fractions) less the entries ``hidden``."""
    entries = "".join(
        f'<c:legendEntry><c:idx val="{i}"/><c:delete val="1"/></c:legendEntry>' for i in hidden
    )
    x, y, w, h = box
    return (
        f'<c:legend><c:legendPos val="t"/>{entries}<c:layout><c:manualLayout>'
        '<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{w:.4f}"/><c:h val="{h:.4f}"/>'
        f'</c:manualLayout></c:layout><c:overlay val="0"/>{brush.text(size, "ink")}</c:legend>'
    )


def inner_layout(box: tuple[float, float, float, float]) -> str:
    """``c:layout`` of the plot area proper, axis labels not counted (fractions of the chart)."""
    x, y, w, h = box
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/><c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{w:.4f}"/>'
        f'<c:h val="{h:.4f}"/></c:manualLayout></c:layout>'
    )


def chart_space(
    brush: Brush,
    *,
    layout: str,
    plots: str,
    axes: str,
    key: str = "",
    language: str,
    user_shapes: bool = False,
) -> str:
    """``c:chartSpace``: no automatic title, no border, gaps left open, the workbook as ``rId1``."""
    extra = '<c:userShapes r:id="rId2"/>' if user_shapes else ""
    return (
        f'{HEADER}<c:chartSpace {_NAMESPACES}><c:date1904 val="0"/><c:lang val="{language}"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{layout}{plots}{axes}<c:spPr>{NO_FILL}{NO_LINE}</c:spPr></c:plotArea>{key}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{NO_FILL}{NO_LINE}</c:spPr>{brush.text(14, 'ink')}"
        f'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>{extra}'
        "</c:chartSpace>"
    )
