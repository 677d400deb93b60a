"""The list of slides and sections as markup; reading and changing what python-pptx has parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from report.deck.ooxml import NAMESPACES, escape

SECTIONS_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


NamedSection = tuple[str, str, Sequence[int]]
"""A section's name, its GUID (in capitals, as PowerPoint wants it) and its slides' ids."""


def slide_list(
    slides: Sequence[tuple[int, str]], sections: Sequence[NamedSection]
) -> tuple[str, str]:
    """``p:sldIdLst`` of slides (id, relationship id), and the ``p:ext`` of the sections."""
    rows = "".join(f'<p:sldId id="{number}" r:id="{rid}"/>' for number, rid in slides)
    inner = "".join(
        f'<p14:section name="{escape(title)}" id="{guid}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{number}"/>' for number in numbers)
        + "</p14:sldIdLst></p14:section>"
        for title, guid, numbers in sections
    )
    extension = (
        f'<p:ext uri="{SECTIONS_URI}"><p14:sectionLst '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
        f"{inner}</p14:sectionLst></p:ext>"
    )
    return f"<p:sldIdLst>{rows}</p:sldIdLst>", extension


def set_slides(
    presentation: Any, slides: Sequence[tuple[int, str]], sections: Sequence[NamedSection]
) -> None:
    """Write a parsed presentation's list of slides and its sections.

    What the template said of its own slides (sections, custom shows) is dropped.
    """
    from pptx.oxml import parse_xml

    name = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
    for tag in ("custShowLst", "sldIdLst"):
        for old in presentation.findall(f"{name}{tag}"):
            presentation.remove(old)
    listed, extension = (
        parse_xml(re.sub(r"^<[\w:]+", rf"\g<0> {NAMESPACES}", markup))
        for markup in slide_list(slides, sections)
    )
    before = [presentation.find(f"{name}{tag}") for tag in
              ("handoutMasterIdLst", "notesMasterIdLst", "sldMasterIdLst")]  # fmt: skip
    next(e for e in before if e is not None).addnext(listed)
    extensions = presentation.find(f"{name}extLst")
    if extensions is None:
        extensions = parse_xml(f"<p:extLst {NAMESPACES}/>")
        presentation.append(extensions)
    for old in extensions.findall(f"{name}ext[@uri='{SECTIONS_URI}']"):
        extensions.remove(old)
    extensions.append(extension)


def effective_text_style(
    shape: Any, master: Any, kind: str
) -> tuple[float, float, float, tuple[float, float, float, float]]:
    """Size, line pitch, space before and insets of a layout's placeholder (points).

    The pitch is 0 where nothing is said of it; the left inset includes the first level's margin.

    Looks where PowerPoint looks: the placeholder, the master's placeholder of its type, the
    master's text styles (ISO/IEC 29500-1, 19.3.1.36 and 19.3.1.51).
    """
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    p = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
    family = {"ctrTitle": "title", "title": "title", "ftr": "ftr", "sldNum": "sldNum"}.get(
        kind, "body"
    )
    places = [shape.find(f"{p}txBody")]
    for other in master.iter(f"{p}sp"):
        mark = other.find(f".//{p}ph")
        if mark is not None and mark.get("type", "obj") == family:
            places.append(other.find(f"{p}txBody"))
    styles = [place.find(f"{a}lstStyle/{a}lvl1pPr") for place in places if place is not None]
    tag = {"title": "titleStyle", "body": "bodyStyle"}.get(family, "otherStyle")
    styles.append(master.find(f"{p}txStyles/{p}{tag}/{a}lvl1pPr"))
    size = leading = percent = 0.0
    before: float | None = None
    margin: float | None = None
    for style in styles:
        if style is None:
            continue
        if margin is None and style.get("marL"):
            margin = int(style.get("marL")) / 12_700
        points, ratio = style.find(f"{a}spcBef/{a}spcPts"), style.find(f"{a}spcBef/{a}spcPct")
        if before is None and points is not None:
            before = int(points.get("val")) / 100
        elif before is None and ratio is not None:
            # negative for now: a share of a size that is known at the end
            before = -int(ratio.get("val").rstrip("%")) / 100_000
        run = style.find(f"{a}defRPr")
        if not size and run is not None and run.get("sz"):
            size = int(run.get("sz")) / 100
        exact = style.find(f"{a}lnSpc/{a}spcPts")
        share = style.find(f"{a}lnSpc/{a}spcPct")
        if not leading and not percent:
            if exact is not None:
                leading = int(exact.get("val")) / 100
            elif share is not None:
                percent = int(share.get("val").rstrip("%")) / 100_000
    size = size or 18.0
    if percent and not leading:
        leading = size * 1.4 * percent
    insets = [7.2, 3.6, 7.2, 3.6]
    for place in reversed([q for q in places if q is not None]):
        body = place.find(f"{a}bodyPr")
        for k, name in enumerate(("lIns", "tIns", "rIns", "bIns")):
            if body is not None and body.get(name):
                insets[k] = int(body.get(name)) / 12_700
    insets[0] += margin or 0.0
    before = before or 0.0
    above = before if before >= 0 else -before * size * 1.2
    return size, leading, above, (insets[0], insets[1], insets[2], insets[3])
