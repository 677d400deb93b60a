"""Design tokens → a PowerPoint template: theme, master, twelve layouts, notes master.

Everything is laid out for the slide format asked for (``sldSz`` alone does not do that) and names
theme colours and theme fonts only, so the template can be restyled in the slide master view.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from report.deck.fit import latin_face
from report.deck.geometry import FORMATS, Box, SlideFormat, emu
from report.deck.layouts import LABELS, Layout, Slot, layouts_for, standing_in
from report.deck.names import in_language
from report.deck.ooxml import (
    HEADER,
    NAMESPACES,
    RECTANGLE,
    UNRELATED,
    Para,
    Piece,
    TextBody,
    escape,
    field_xml,
    freeform,
    line_shape,
    line_xml,
    non_visual,
    ph,
    run_language,
    shape,
    text_body,
    transform,
    tree,
)
from report.deck.package import OFFICE, RELATIONS, Part, Relation, package_bytes
from report.deck.palette import SLOTS, colour_xml, fill_xml
from report.record import record
from report.theme import Theme, TypeRole

if TYPE_CHECKING:
    from report.fonts import FontBook

NOTES_MASTER = "/ppt/notesMasters/notesMaster1.xml"
LISTED = "</p:notesMasterIdLst>"
"""What the list of slides follows in the presentation's part."""
SLIDE_NUMBER_ID = "{7A8B3C52-4D1E-4F60-9A2B-C3D4E5F60718}"
"""Id of every slide-number field; fields of one kind may share it."""
NO_TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's "No Style, No Grid"."""
SCRIPTS = {"Hans": "SC", "Hant": "TC", "Jpan": "JP", "Hang": "KR"}


@record
class TemplatePart:
    """One part of the template's package with its relationships (rId1, rId2 …)."""

    name: str
    """Absolute: ``/ppt/presentation.xml``."""
    content_type: str
    text: str
    relations: tuple[tuple[str, str], ...] = ()
    """(kind, absolute name of the target)."""

    @property
    def links(self) -> list[Relation]:
        """The same as the package has them."""
        return [
            Relation(f"rId{n}", f"{RELATIONS}/{kind}", target)
            for n, (kind, target) in enumerate(self.relations, 1)
        ]


def write_template(
    path: Path, theme: Theme, fonts: FontBook, *, language: str = "zh-Hans", form: str = "16:9"
) -> None:
    """Write the template as a ``.pptx`` of no slides, to restyle and hand to ``deck.template``."""
    parts = template_parts(theme, fonts, language, FORMATS[form])
    path.write_bytes(
        package_bytes(
            [Part(p.name, p.content_type, p.text.encode("utf-8"), p.links) for p in parts],
            [Relation("rId1", f"{RELATIONS}/officeDocument", parts[0].name)],
        )
    )


def typefaces(fonts: FontBook, language: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """(Latin, East Asian) families of the heading and of the body face, as the measuring has them.

    A deck in a Latin language takes Latin faces: in CJK ones an apostrophe is a full em wide.
    """
    found: list[tuple[str, str]] = []
    for family in ("serif", "sans"):
        faces = fonts.chain(family, 400, language).faces
        asian = faces[0].family if faces else f"Noto {family.title()} SC"
        latin = latin_face(fonts, family, 400, language)
        found.append((latin.family if latin else asian, asian))
    return found[0], found[1]


def template_parts(
    theme: Theme, fonts: FontBook, language: str, form: SlideFormat,
    standing: frozenset[str] | None = None,
) -> tuple[TemplatePart, ...]:  # fmt: skip
    """All parts of the template; the presentation is the first.

    ``standing``: layouts whose titles are written vertically, by default those of the language.
    """
    faces = typefaces(fonts, language)
    kind = f"{OFFICE}.presentationml"
    layouts = layouts_for(form, standing_in(language) if standing is None else standing)
    names = [f"/ppt/slideLayouts/slideLayout{n}.xml" for n in range(1, len(layouts) + 1)]
    master = "/ppt/slideMasters/slideMaster1.xml"
    themed = _theme(theme, *faces)
    styles = f'{HEADER}<a:tblStyleLst {UNRELATED} def="{NO_TABLE_STYLE}"/>'
    return (
        TemplatePart(
            "/ppt/presentation.xml", f"{kind}.presentation.main+xml",
            _presentation(form, language),
            (
                ("slideMaster", master), ("notesMaster", NOTES_MASTER),
                ("presProps", "/ppt/presProps.xml"), ("viewProps", "/ppt/viewProps.xml"),
                ("theme", "/ppt/theme/theme1.xml"), ("tableStyles", "/ppt/tableStyles.xml"),
            ),
        ),
        TemplatePart(
            "/ppt/presProps.xml", f"{kind}.presProps+xml",
            f"{HEADER}<p:presentationPr {UNRELATED}/>",
        ),
        TemplatePart(
            "/ppt/viewProps.xml", f"{kind}.viewProps+xml", f"{HEADER}<p:viewPr {UNRELATED}/>"
        ),
        TemplatePart("/ppt/tableStyles.xml", f"{kind}.tableStyles+xml", styles),
        TemplatePart(
            master, f"{kind}.slideMaster+xml",
            in_language(_master(theme, form, len(layouts)), language),
            (*(("slideLayout", name) for name in names), ("theme", "/ppt/theme/theme1.xml")),
        ),
        *(
            TemplatePart(
                name, f"{kind}.slideLayout+xml",
                in_language(_layout(layout, theme, form, language), language),
                (("slideMaster", master),),
            )
            for name, layout in zip(names, layouts, strict=True)
        ),
        TemplatePart(
            NOTES_MASTER, f"{kind}.notesMaster+xml", in_language(_notes_master(), language),
            (("theme", "/ppt/theme/theme2.xml"),),
        ),
        TemplatePart("/ppt/theme/theme1.xml", f"{OFFICE}.theme+xml", themed),
        TemplatePart("/ppt/theme/theme2.xml", f"{OFFICE}.theme+xml", themed),
    )  # fmt: skip


def _presentation(form: SlideFormat, language: str) -> str:
    kind = f' type="{form.kind}"' if form.kind else ""
    levels = "".join(
        f'<a:lvl{n}pPr marL="{(n - 1) * 457200}" algn="l" defTabSz="914400" rtl="0" '
        f'eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:defRPr sz="1500" kern="1200">'
        '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/>'
        f'<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{n}pPr>'
        for n in range(1, 10)
    )
    return (
        f'{HEADER}<p:presentation {NAMESPACES} saveSubsetFonts="1" autoCompressPictures="0">'
        '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/>'
        f"{LISTED}"
        f'<p:sldSz cx="{emu(form.width)}" cy="{emu(form.height)}"{kind}/>'
        '<p:notesSz cx="6858000" cy="9144000"/><p:defaultTextStyle><a:defPPr>'
        f"<a:defRPr {run_language(language)}/></a:defPPr>{levels}</p:defaultTextStyle>"
        "</p:presentation>"
    )


# --- theme -----------------------------------------------------------------------------------


def _theme(theme: Theme, major: tuple[str, str], minor: tuple[str, str]) -> str:
    colours = "".join(
        f'<a:{slot}><a:srgbClr val="{theme.colours[token].lstrip("#").upper()}"/></a:{slot}>'
        for slot, token in SLOTS.items()
    )
    fills = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{fills}'
        '<a:prstDash val="solid"/></a:ln>'
        for width in (6350, 12700, 19050)
    )
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{HEADER}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'name="{escape(theme.title or theme.name)}"><a:themeElements>'
        f'<a:clrScheme name="{escape(theme.title or theme.name)}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{escape(theme.title or theme.name)}">'
        f"<a:majorFont>{_font(*major)}</a:majorFont><a:minorFont>{_font(*minor)}</a:minorFont>"
        f'</a:fontScheme><a:fmtScheme name="{escape(theme.title or theme.name)}">'
        f"<a:fillStyleLst>{fills * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effects}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fills * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
        "<a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def _font(latin: str, family: str) -> str:
    stem = family.rsplit(" ", 1)[0] if family.rsplit(" ", 1)[-1] in SCRIPTS.values() else ""
    scripts = "".join(
        f'<a:font script="{script}" typeface="{escape(f"{stem} {region}" if stem else family)}"/>'
        for script, region in SCRIPTS.items()
    )
    return (
        f'<a:latin typeface="{escape(latin)}"/><a:ea typeface="{escape(family)}"/>'
        f'<a:cs typeface=""/>{scripts}'
    )


# --- master ----------------------------------------------------------------------------------


def level_style(
    number: int,
    role: TypeRole,
    theme: Theme,
    *,
    align: str = "l",
    size: float = 0.0,
    leading: float = 0.0,
    colour: str = "",
    bold: bool | None = None,
    before: float = 0.0,
    tracking: float = 0.0,
    bullet: str = "",
    indent: float = 0.0,
    margin: float = 0.0,
) -> str:
    """``a:lvlNpPr`` of a type role: exact line pitch, theme face, theme colour."""
    heavy = role.weight >= 700 if bold is None else bold
    face = "mj" if role.family == "serif" else "mn"
    bullets = (
        f'<a:buClr>{colour_xml(theme, "p500")}</a:buClr><a:buFont typeface="+mn-lt"/>'
        f'<a:buChar char="{bullet}"/>'
        if bullet
        else "<a:buNone/>"
    )
    spacing = f' spc="{round(tracking * 100)}"' if tracking else ""
    return (
        f'<a:lvl{number}pPr marL="{emu(margin)}" indent="{-emu(indent)}" algn="{align}" '
        f'defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:lnSpc><a:spcPts val="{round((leading or role.leading) * 100)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef>{bullets}'
        f'<a:defRPr sz="{round((size or role.size) * 100)}" b="{int(heavy)}" kern="1200"{spacing}>'
        f"{fill_xml(theme, colour or role.colour)}"
        f'<a:latin typeface="+{face}-lt"/><a:ea typeface="+{face}-ea"/>'
        f'<a:cs typeface="+{face}-cs"/></a:defRPr></a:lvl{number}pPr>'
    )


def _master(theme: Theme, form: SlideFormat, layouts: int) -> str:
    title, body = theme.type["slide-title"], theme.type["slide-body"]
    bodies = level_style(1, body, theme, before=8)
    for number in range(2, 10):
        indent = 14 * min(number - 1, 4)
        bodies += level_style(
            number, body, theme, before=4, size=14 if number == 2 else 13, leading=22,
            bullet="•", indent=14, margin=indent,
        )  # fmt: skip
    other = "".join(level_style(n, theme.type["slide-note"], theme) for n in range(1, 10))
    ids = "".join(
        f'<p:sldLayoutId id="{2147483649 + k}" r:id="rId{k + 1}"/>' for k in range(layouts)
    )
    common = _common(form)
    body_slot = Slot("body", "body", 1, form.content, "slide-body", "文字")
    shapes = fold_strip(theme, form, 2)
    shapes += "".join(
        _placeholder(slot, theme, 10 + k, "zh-Hans", master=True)
        for k, slot in enumerate((common["title"], body_slot, common["ftr"], common["sldNum"]))
    )
    return (
        f"{HEADER}<p:sldMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr>"
        '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        f"{tree(shapes)}</p:cSld>"
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
        f'folHlink="folHlink"/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>'
        '<p:hf hdr="0" dt="0"/>'
        f"<p:txStyles><p:titleStyle>{level_style(1, title, theme)}</p:titleStyle>"
        f"<p:bodyStyle>{bodies}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles>"
        "</p:sldMaster>"
    )


def _common(form: SlideFormat) -> dict[str, Slot]:
    """Title, running head and folio as the master has them, by type: those of a chart's slide."""
    chart = next(layout for layout in layouts_for(form) if layout.role == "chart")
    return {slot.kind: slot for slot in chart.slots if slot.kind in ("title", "ftr", "sldNum")}


def fold_strip(
    theme: Theme, form: SlideFormat, first_id: int, *, upper: str = "p700", lower: str = "p700"
) -> str:
    """The 版口: lines and fishtails at the head and foot of the axis; "" leaves one end out."""
    axis, height = form.axis, form.height
    result = ""
    if upper:
        rule = line_xml(fill_xml(theme, upper), 1.2)
        tail = Box(axis - 6, 40, 12, 13)
        points = [(-6, 0), (6, 0), (6, 13), (0, 6), (-6, 13)]
        path = [(axis + dx, 40 + dy) for dx, dy in points]
        result += line_shape(first_id, "象鼻", axis, 0, axis, 40, rule)
        result += shape(
            first_id + 1, "鱼尾", tail, geometry=freeform(tail, [path], closed=True),
            fill=fill_xml(theme, upper), decorative=True,
        )  # fmt: skip
    if lower:
        rule = line_xml(fill_xml(theme, lower), 1.2)
        foot = height - 32
        tail = Box(axis - 6, foot - 13, 12, 13)
        points = [(-6, 0), (6, 0), (6, -13), (0, -6), (-6, -13)]
        path = [(axis + dx, foot + dy) for dx, dy in points]
        result += shape(
            first_id + 2, "鱼尾", tail, geometry=freeform(tail, [path], closed=True),
            fill=fill_xml(theme, lower), decorative=True,
        )  # fmt: skip
        result += line_shape(first_id + 3, "象鼻", axis, foot, axis, height, rule)
    return result


# --- layouts ---------------------------------------------------------------------------------

_PROMPTS = {
    "title": ("单击编辑标题", "Click to edit title"),
    "chart": ("图表", "Chart"),
    "chart2": ("图表", "Chart"),
    "table": ("表格", "Table"),
    "picture": ("图片", "Picture"),
    "numeral": ("00", "00"),
    "mark": ("00", "00"),
}


def _layout(layout: Layout, theme: Theme, form: SlideFormat, language: str) -> str:
    shapes = ""
    if layout.role == "section":
        shapes += fold_strip(theme, form, 2)
    next_id = 8
    for rule in layout.rules:
        shapes += figure_rule(theme, next_id, rule.x, rule.y, rule.w)
        next_id += 2
    order = sorted(layout.slots, key=lambda s: s.name != "title")
    common = _common(form)
    for slot in order:
        shapes += _placeholder(slot, theme, next_id, language, above=common.get(slot.kind))
        next_id += 1
    ground = ""
    if layout.ground != "white":
        ground = f"<p:bg><p:bgPr>{fill_xml(theme, layout.ground)}<a:effectLst/></p:bgPr></p:bg>"
    name = layout.names[0] if language.startswith("zh") else layout.names[1]
    hidden = "" if layout.furniture else ' showMasterSp="0"'
    kind = f' type="{layout.type}"' if layout.type else ""
    return (
        f'{HEADER}<p:sldLayout {UNRELATED}{hidden}{kind} preserve="1" userDrawn="1">'
        f'<p:cSld name="{escape(name)}">{ground}{tree(shapes)}</p:cSld>'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def figure_rule(theme: Theme, first_id: int, x: float, y: float, width: float) -> str:
    """A figure's top rule: 1 pt across, with a 40 × 5 block hanging from its left end."""
    line = line_xml(fill_xml(theme, "p900"), 1.0)
    return line_shape(first_id, "图表线", x, y, x + width, y, line) + shape(
        first_id + 1, "图表线首", Box(x, y - 0.5, 40, 5), fill=fill_xml(theme, "p900"),
        decorative=True,
    )  # fmt: skip


def _placeholder(
    slot: Slot, theme: Theme, shape_id: int, language: str, *, master: bool = False,
    above: Slot | None = None,
) -> str:  # fmt: skip
    """A placeholder with its prompt; what it shares with ``above``, the master's, is inherited."""
    chinese = language.startswith("zh")
    name = slot.label if chinese else LABELS.get(slot.name, slot.name)
    kind = slot.kind
    if master and kind == "ctrTitle":
        kind = "title"
    size = "quarter" if kind in ("body", "ftr", "sldNum") and slot.name != "body" else ""
    if master:
        size, index = ("quarter" if kind in ("ftr", "sldNum") else ""), slot.index
        index = {"title": 0, "body": 1, "ftr": 3, "sldNum": 4}[kind]
    else:
        index = slot.index
    style, body, frame = _style(slot, theme), _body(slot), transform(slot.box) + RECTANGLE
    if above:
        style = "" if style == _style(above, theme) else style
        body = "<a:bodyPr/>" if body == _body(above) else body
        frame = "" if slot.box == above.box else frame
    styles = f"<a:lstStyle>{style}</a:lstStyle>" if style else "<a:lstStyle/>"
    fill = fill_xml(theme, slot.fill) if slot.fill else ""
    if slot.kind == "sldNum":
        text = field_xml("slidenum", SLIDE_NUMBER_ID, "‹#›", language)
    elif slot.kind == "ftr":
        text = f"<a:p><a:endParaRPr {run_language(language)}/></a:p>"
    else:
        prompts = _PROMPTS.get(slot.name)
        prompt = (prompts[0] if chinese else prompts[1]) if prompts else name
        text = f"<a:p><a:r><a:rPr {run_language(language)}/><a:t>{escape(prompt)}</a:t></a:r></a:p>"
    mark = ph(kind, index, size, upright=slot.upright)
    return (
        f"<p:sp><p:nvSpPr>{non_visual(shape_id, name)}<p:cNvSpPr>"
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{mark}</p:nvPr></p:nvSpPr>'
        f"<p:spPr>{frame}{fill}</p:spPr><p:txBody>{body}{styles}{text}</p:txBody></p:sp>"
    )


def _style(slot: Slot, theme: Theme) -> str:
    return level_style(
        1, theme.type[slot.role], theme, align=slot.align, size=slot.size, leading=slot.leading,
        colour=slot.colour, bold=slot.bold, before=slot.before, tracking=slot.tracking,
    )  # fmt: skip


def _body(slot: Slot) -> str:
    left, top, right, bottom = (emu(v) for v in slot.insets)
    return (
        f'<a:bodyPr vert="{"eaVert" if slot.upright else "horz"}" wrap="square" lIns="{left}" '
        f'tIns="{top}" rIns="{right}" bIns="{bottom}" rtlCol="0" '
        f'anchor="{slot.anchor}"><a:noAutofit/></a:bodyPr>'
    )


# --- notes master ----------------------------------------------------------------------------

NOTES_IMAGE = Box(43, 56, 454, 255)
NOTES_BODY = Box(43, 330, 454, 350)


def _notes_master() -> str:
    body = text_body(TextBody((Para((Piece("备注"),)),)), "zh-Hans")
    levels = "".join(
        f'<a:lvl{n}pPr marL="{(n - 1) * 228600}" algn="l" defTabSz="914400" rtl="0" '
        'eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:defRPr sz="1200" kern="1200">'
        '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/>'
        f'<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{n}pPr>'
        for n in range(1, 10)
    )
    frame = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    shapes = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="幻灯片图像"/><p:cNvSpPr><a:spLocks noGrp="1" '
        'noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr>'
        f"</p:nvSpPr><p:spPr>{transform(NOTES_IMAGE)}{frame}<a:noFill/>"
        '<a:ln w="9525"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln></p:spPr></p:sp>'
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="备注"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        '</p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{transform(NOTES_BODY)}{frame}</p:spPr>{body}</p:sp>"
    )
    return (
        f"{HEADER}<p:notesMaster {UNRELATED}><p:cSld><p:bg><p:bgPr>"
        '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        f"{tree(shapes)}</p:cSld>"
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
        f'folHlink="folHlink"/><p:notesStyle>{levels}</p:notesStyle></p:notesMaster>'
    )
