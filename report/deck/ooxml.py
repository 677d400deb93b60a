"""Hand-made PresentationML and DrawingML: shapes, text, freeforms and groups as text.

Each function returns the markup of one element (ISO/IEC 29500-1, parts 19 and 20); the prefixes
``a``, ``p`` and ``r`` are declared by :func:`slide_xml` and its like. Lengths are points. The
attribute order is fixed, so the same input gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from report.compose.curves import segments
from report.deck.geometry import Box, emu
from report.record import record

UNRELATED = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
"""Namespaces of a part whose markup names no relationship."""
NAMESPACES = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ' + UNRELATED
)
HEADER = '<?xml version="1.0"?>'
"""Before every part: UTF-8, as XML 1.0 has it where no encoding is declared (4.3.3).

A deck has some two hundred parts, each squeezed by itself."""
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
NO_FILL = "<a:noFill/>"
NO_LINE = "<a:ln><a:noFill/></a:ln>"

_SPECIAL = re.compile('[&<>"\n\t]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def escape(text: str) -> str:
    """Text fit for an attribute or an element; characters that XML 1.0 forbids are dropped."""
    if not text.isprintable():  # all that XML forbids is not
        text = _illegal().sub("", text)
    if not _SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda m: _ENTITIES[m.group()], text)


@lru_cache(maxsize=1)
def _illegal() -> re.Pattern[str]:
    return re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@record
class Piece:
    """A run of text. What is None or "" is inherited from the placeholder or the master."""

    text: str
    size: float | None = None
    """Points."""
    bold: bool | None = None
    colour: str = ""
    """``a:solidFill`` markup."""
    major: bool | None = None
    """Theme's heading face (True) or body face (False)."""
    raised: float = 0.0
    """Baseline shift in per cent of the size."""
    link: str = ""
    """Relationship id of a hyperlink."""
    jump: bool = False
    """The link leads to a slide of this deck."""
    language: str | None = None
    """``lang`` where it differs from the slide's."""
    tracking: float = 0.0
    """Points between characters."""
    plate: str = ""
    """``a:schemeClr`` of a plate behind the words (``a:highlight``), on hatched grounds."""


@record
class Para:
    """A paragraph of pieces."""

    pieces: tuple[Piece, ...]
    align: str = ""
    """``l``, ``ctr``, ``r``; "" inherits."""
    leading: float = 0.0
    """Exact line pitch in points; 0 inherits."""
    before: float = 0.0
    """Space above in points; 0 inherits."""
    bullet: str = ""
    """A bullet character, ``1`` for a number, ``-`` for none, ``+`` for none in the rest of a
    paragraph that had one; "" inherits."""
    indent: float = 0.0
    """Hanging indent in points, with a bullet."""
    level: int = 0
    tab: float = 0.0
    """A tab stop in points; 0: none."""
    start: int = 1


@record
class TextBody:
    """The text of a shape; ``body`` holds further attributes of ``a:bodyPr``."""

    paragraphs: tuple[Para, ...]
    anchor: str = "t"
    insets: tuple[float, float, float, float] | None = (0.0, 0.0, 0.0, 0.0)
    """Left, top, right, bottom; None inherits."""
    wrap: bool = True
    body: str = ""
    inherit: bool = False
    """True in a placeholder: nothing is said that the layout says."""


LANGUAGES = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "ja": "ja-JP", "ko": "ko-KR", "en": "en-US"}
"""BCP 47 tag of a report → ``lang`` of its runs."""


@lru_cache(maxsize=64)
def run_language(language: str) -> str:
    """``lang`` and ``altLang`` of a run in ``language`` (BCP 47)."""
    tag = LANGUAGES.get(language, language)
    other = "zh-CN" if tag.startswith("en") else "en-US"
    return f'lang="{escape(tag)}" altLang="{other}"'


def run_properties(piece: Piece, language: str, tag: str = "a:rPr") -> str:
    """``a:rPr`` (or ``a:endParaRPr``) of a piece."""
    attributes = run_language(piece.language or language)
    if piece.size is not None:
        attributes += f' sz="{round(piece.size * 100)}"'
    if piece.bold is not None:
        attributes += f' b="{int(piece.bold)}"'
    if piece.raised:
        attributes += f' baseline="{round(piece.raised * 1000)}"'
    if piece.tracking:
        attributes += f' spc="{round(piece.tracking * 100)}"'
    inner = piece.colour
    if piece.plate:
        inner += f"<a:highlight>{piece.plate}</a:highlight>"
    if piece.major is not None:
        face = "mj" if piece.major else "mn"
        inner += (
            f'<a:latin typeface="+{face}-lt"/><a:ea typeface="+{face}-ea"/>'
            f'<a:cs typeface="+{face}-cs"/>'
        )
    if piece.link:
        action = ' action="ppaction://hlinksldjump"' if piece.jump else ""
        inner += f'<a:hlinkClick r:id="{piece.link}"{action}/>'
    return f"<{tag} {attributes}>{inner}</{tag}>" if inner else f"<{tag} {attributes}/>"


def paragraph_xml(para: Para, language: str) -> str:
    """``a:p``; a line break in a piece becomes ``a:br``."""
    attributes = f' lvl="{para.level}"' if para.level else ""
    if para.bullet == "+":
        attributes = f' marL="{emu(para.indent)}" indent="0"' + attributes
    elif para.bullet and para.indent:
        attributes = f' marL="{emu(para.indent)}" indent="{-emu(para.indent)}"' + attributes
    elif para.bullet == "-":
        attributes = ' marL="0" indent="0"' + attributes
    if para.align:
        attributes += f' algn="{para.align}"'
    inner = ""
    if para.leading:
        inner += f'<a:lnSpc><a:spcPts val="{round(para.leading * 100)}"/></a:lnSpc>'
    if para.before:
        inner += f'<a:spcBef><a:spcPts val="{round(para.before * 100)}"/></a:spcBef>'
    if para.bullet == "1":
        start = f' startAt="{para.start}"' if para.start != 1 else ""
        inner += f'<a:buFont typeface="+mn-lt"/><a:buAutoNum type="arabicPeriod"{start}/>'
    elif para.bullet in ("-", "+"):
        inner += "<a:buNone/>"
    elif para.bullet:
        inner += f'<a:buFont typeface="+mn-lt"/><a:buChar char="{escape(para.bullet)}"/>'
    if para.tab:
        inner += f'<a:tabLst><a:tab pos="{emu(para.tab)}" algn="l"/></a:tabLst>'
    properties = f"<a:pPr{attributes}>{inner}</a:pPr>" if attributes or inner else ""
    runs = "".join(_runs(piece, language) for piece in para.pieces)
    end = ""
    if not runs:
        last = para.pieces[-1] if para.pieces else Piece("")
        end = run_properties(last, language, "a:endParaRPr")
    return f"<a:p>{properties}{runs}{end}</a:p>"


def _runs(piece: Piece, language: str) -> str:
    if not piece.text:
        return ""
    properties = run_properties(piece, language)
    lines = piece.text.split("\n")
    broken = f"<a:br>{properties}</a:br>"
    return broken.join(
        f"<a:r>{properties}<a:t>{escape(line)}</a:t></a:r>" if line else "" for line in lines
    )


def field_xml(kind: str, guid: str, text: str, language: str, colour: str = "") -> str:
    """``a:fld``: text that the program keeps up to date, such as ``slidenum``."""
    properties = run_properties(Piece(text, colour=colour), language)
    return (
        f'<a:p><a:fld id="{guid}" type="{kind}">{properties}<a:t>{escape(text)}</a:t></a:fld></a:p>'
    )


def body_properties(text: TextBody) -> str:
    """``a:bodyPr``."""
    if text.inherit and not text.body:
        return "<a:bodyPr/>"
    attributes = ""
    if text.body:
        attributes += " " + text.body
    if not text.inherit:
        attributes += f' wrap="{"square" if text.wrap else "none"}"'
        if text.insets is not None:
            attributes += "".join(
                f' {name}="{emu(value)}"'
                for name, value in zip(("lIns", "tIns", "rIns", "bIns"), text.insets, strict=True)
            )
        attributes += f' rtlCol="0" anchor="{text.anchor}"'
    return f"<a:bodyPr{attributes}><a:noAutofit/></a:bodyPr>"


def text_body(text: TextBody, language: str, tag: str = "p:txBody") -> str:
    """``p:txBody`` (or ``a:txBody``)."""
    paragraphs = "".join(paragraph_xml(p, language) for p in text.paragraphs) or "<a:p/>"
    return f"<{tag}>{body_properties(text)}<a:lstStyle/>{paragraphs}</{tag}>"


def line_xml(colour: str, width: float, dash: str = "", cap: str = "") -> str:
    """``a:ln``: colour as ``a:solidFill`` markup, width in points, dash as ``prstDash`` name."""
    caps = f' cap="{cap}"' if cap else ""
    dashes = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{emu(width)}"{caps}>{colour}{dashes}</a:ln>'


def pattern_fill(foreground: str, background: str, preset: str = "wdUpDiag") -> str:
    """``a:pattFill`` of two colours given as ``a:schemeClr`` markup."""
    return (
        f'<a:pattFill prst="{preset}"><a:fgClr>{foreground}</a:fgClr>'
        f"<a:bgClr>{background}</a:bgClr></a:pattFill>"
    )


def transform(box: Box, tag: str = "a:xfrm", turn: int = 0) -> str:
    """``a:xfrm`` (``p:xfrm`` in a graphic frame); ``turn``: degrees clockwise about the centre."""
    x, y, w, h = box.emu()
    turned = f' rot="{turn * 60_000}"' if turn else ""
    return f'<{tag}{turned}><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></{tag}>'


def preset(name: str, adjust: Sequence[tuple[str, int]] = ()) -> str:
    """``a:prstGeom``."""
    guides = "".join(f'<a:gd name="{n}" fmla="val {v}"/>' for n, v in adjust)
    values = f"<a:avLst>{guides}</a:avLst>" if guides else "<a:avLst/>"
    return f'<a:prstGeom prst="{name}">{values}</a:prstGeom>'


RECTANGLE = preset("rect")
ELLIPSE = preset("ellipse")
PATH_UNIT = 20
"""Freeform coordinates are twentieths of a point: short numbers, finer than any screen."""


CURVE_TOLERANCE = 0.4
"""How far a curve may pass a sample, in points: half a pixel of a projector's 1280."""


def landscape(
    box: Box, lines: Iterable[Sequence[tuple[float, float]]], *, ground: float | None = None
) -> str:
    """``a:custGeom`` of smooth lines (x ascending, slide points), as few curve segments as do.

    With ``ground`` each line is the top of a filled surface that reaches down to that y; without,
    lines are only stroked.
    """
    w, h = round(box.w * PATH_UNIT), round(box.h * PATH_UNIT)

    def at(x: float, y: float) -> str:
        return f'<a:pt x="{round((x - box.x) * PATH_UNIT)}" y="{round((y - box.y) * PATH_UNIT)}"/>'

    parts: list[str] = []
    for line in lines:
        if len(line) < 2:
            continue
        if ground is None:
            parts.append(f"<a:moveTo>{at(*line[0])}</a:moveTo>")
        else:
            parts.append(
                f"<a:moveTo>{at(line[0][0], ground)}</a:moveTo><a:lnTo>{at(*line[0])}</a:lnTo>"
            )
        parts += [
            f"<a:cubicBezTo>{at(*one)}{at(*other)}{at(*end)}</a:cubicBezTo>"
            for one, other, end in segments(line, CURVE_TOLERANCE)
        ]
        if ground is not None:
            parts.append(f"<a:lnTo>{at(line[-1][0], ground)}</a:lnTo><a:close/>")
    return _geometry(w, h, parts, filled=ground is not None)


def freeform(box: Box, paths: Iterable[Sequence[tuple[float, float]]], *, closed: bool) -> str:
    """``a:custGeom`` of one path whose sub-paths are polylines in slide points.

    ``closed`` polylines are filled; open ones are only stroked.
    """
    w, h = round(box.w * PATH_UNIT), round(box.h * PATH_UNIT)
    x0, y0 = box.x, box.y
    parts: list[str] = []
    end = "<a:close/>" if closed else ""
    for path in paths:
        points = [
            f'<a:pt x="{round((x - x0) * PATH_UNIT)}" y="{round((y - y0) * PATH_UNIT)}"/>'
            for x, y in path
        ]
        if len(points) < 2:
            continue
        parts.append(
            f"<a:moveTo>{points[0]}</a:moveTo><a:lnTo>"
            + "</a:lnTo><a:lnTo>".join(points[1:])
            + f"</a:lnTo>{end}"
        )
    return _geometry(w, h, parts, filled=closed)


def _geometry(w: int, h: int, parts: Sequence[str], *, filled: bool) -> str:
    fill = "" if filled else ' fill="none"'
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{w}" h="{h}"{fill}>{"".join(parts)}</a:path></a:pathLst>'
        "</a:custGeom>"
    )


def non_visual(
    shape_id: int, name: str, *, alt: str = "", decorative: bool = False, link: str = ""
) -> str:
    """``p:cNvPr``: id, name, alt text, the decorative mark, and a click that jumps to a slide."""
    description = f' descr="{escape(alt)}"' if alt and not decorative else ""
    inner = ""
    if link:
        inner += f'<a:hlinkClick r:id="{link}" action="ppaction://hlinksldjump"/>'
    if decorative:
        inner += DECORATIVE
    head = f'<p:cNvPr id="{shape_id}" name="{escape(name)}"{description}'
    return f"{head}>{inner}</p:cNvPr>" if inner else f"{head}/>"


def shape(
    shape_id: int,
    name: str,
    box: Box,
    *,
    geometry: str = RECTANGLE,
    fill: str = NO_FILL,
    line: str = NO_LINE,
    text: str = "",
    alt: str = "",
    decorative: bool = False,
    link: str = "",
    text_box: bool = False,
) -> str:
    """``p:sp`` without a style reference, so that no theme effect appears on it."""
    kind = ' txBox="1"' if text_box else ""
    return (
        f"<p:sp><p:nvSpPr>{non_visual(shape_id, name, alt=alt, decorative=decorative, link=link)}"
        f"<p:cNvSpPr{kind}/><p:nvPr/></p:nvSpPr><p:spPr>{transform(box)}{geometry}{fill}{line}"
        f"</p:spPr>{text}</p:sp>"
    )


def placeholder(
    shape_id: int,
    name: str,
    kind: str,
    index: int,
    text: str,
    *,
    size: str = "",
    box: Box | None = None,
    alt: str = "",
    link: str = "",
    turn: int = 0,
    upright: bool = False,
) -> str:
    """``p:sp`` that fills a layout's placeholder; place and style are inherited unless given."""
    frame = f"<p:spPr>{transform(box, turn=turn)}</p:spPr>" if box else "<p:spPr/>"
    return (
        f"<p:sp><p:nvSpPr>{non_visual(shape_id, name, alt=alt, link=link)}"
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{ph(kind, index, size, upright=upright)}</p:nvPr>"
        f"</p:nvSpPr>{frame}{text}</p:sp>"
    )


def ph(kind: str, index: int, size: str = "", *, upright: bool = False) -> str:
    """``p:ph``; ``upright``: for vertical text, which LibreOffice knows by this mark alone."""
    attributes = f' type="{kind}"' if kind and kind != "obj" else ""
    if upright:
        attributes += ' orient="vert"'
    if size:
        attributes += f' sz="{size}"'
    if index:
        attributes += f' idx="{index}"'
    return f"<p:ph{attributes}/>"


def line_shape(
    shape_id: int, name: str, x1: float, y1: float, x2: float, y2: float, line: str
) -> str:
    """``p:cxnSp``: a straight rule, marked decorative."""
    box = Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
    return (
        f"<p:cxnSp><p:nvCxnSpPr>{non_visual(shape_id, name, decorative=True)}<p:cNvCxnSpPr/>"
        f"<p:nvPr/></p:nvCxnSpPr><p:spPr>{transform(box)}{preset('line')}{line}</p:spPr></p:cxnSp>"
    )


def group(
    shape_id: int,
    name: str,
    box: Box,
    children: Iterable[str],
    *,
    alt: str = "",
    decorative: bool = False,
) -> str:
    """``p:grpSp`` whose children keep slide coordinates."""
    x, y, w, h = box.emu()
    return (
        f"<p:grpSp><p:nvGrpSpPr>{non_visual(shape_id, name, alt=alt, decorative=decorative)}"
        f'<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{w}" cy="{h}"/><a:chOff x="{x}" y="{y}"/><a:chExt cx="{w}" cy="{h}"/>'
        f"</a:xfrm></p:grpSpPr>{''.join(children)}</p:grpSp>"
    )


def picture(
    shape_id: int, name: str, box: Box, relation: str, crop: str, *, alt: str,
    placeholder: tuple[str, int] | None = None,
) -> str:  # fmt: skip
    """``p:pic`` of an embedded image; ``crop`` is ``a:srcRect`` markup or ""."""
    frame = ph(*placeholder) if placeholder else ""
    return (
        f"<p:pic><p:nvPicPr>{non_visual(shape_id, name, alt=alt)}"
        '<p:cNvPicPr><a:picLocks noGrp="1" noChangeAspect="1"/></p:cNvPicPr>'
        f"<p:nvPr>{frame}</p:nvPr></p:nvPicPr>"
        f'<p:blipFill><a:blip r:embed="{relation}"/>{crop}<a:stretch><a:fillRect/></a:stretch>'
        f"</p:blipFill><p:spPr>{transform(box)}{RECTANGLE}</p:spPr></p:pic>"
    )


def tree(content: str) -> str:
    """``p:spTree``."""
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr/>{content}</p:spTree>"
    )


def slide_xml(content: str, *, transition: str = "") -> str:
    """``p:sld`` around the shapes of one slide."""
    return (
        f"{HEADER}<p:sld {NAMESPACES}><p:cSld>{tree(content)}</p:cSld>"
        f"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>{transition}</p:sld>"
    )
