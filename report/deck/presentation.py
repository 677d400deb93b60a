"""Slides, notes and charts → one package: parts, relationships, sections, properties.

Holds the package through python-pptx. Parts get explicit names, so that adding one never walks
the others; the relationships of a slide are made in the order in which its sheet numbered them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.package import Package
from pptx.parts.presentation import PresentationPart

from report.compose.document import Document
from report.deck.chart.package import chart_part
from report.deck.geometry import SlideFormat
from report.deck.layouts import layouts_for
from report.deck.package import package_bytes
from report.deck.presentation_xml import set_slides
from report.deck.properties import app_xml, core_xml
from report.deck.sheet import Sheet
from report.deck.template import RELATIONS, template_parts
from report.theme import Theme

if TYPE_CHECKING:
    from report.fonts import FontBook

FIRST_SLIDE_ID = 256
IMAGE_TYPES = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "GIF": ("gif", "image/gif"),
    "BMP": ("bmp", "image/bmp"),
    "TIFF": ("tiff", "image/tiff"),
}
"""Formats that PowerPoint shows as they are; others become PNG."""


class Presentation:
    """A deck being put together on an opened template."""

    def __init__(self, part: Any, layouts: dict[str, Any]) -> None:
        """``part`` is a presentation part without slides; ``layouts`` are parts by role."""
        self._part: Any = part
        self._package: Any = part.package
        self._layouts = layouts
        self._slides: list[tuple[Any, Sheet, Any]] = []
        self._images: dict[str, Any] = {}

    def add(self, role: str, sheet: Sheet, notes: str) -> None:
        """Add the next slide with its notes (``p:notes`` markup, "" for none)."""
        number = len(self._slides) + 1
        part = self._new(f"/ppt/slides/slide{number}.xml", CT.PML_SLIDE, sheet.xml())
        part.relate_to(self._layouts[role], RT.SLIDE_LAYOUT)
        page = None
        if notes:
            page = self._new(f"/ppt/notesSlides/notesSlide{number}.xml", CT.PML_NOTES_SLIDE, notes)
            page.relate_to(self._part.notes_master_part, RT.NOTES_MASTER)
            page.relate_to(part, RT.SLIDE)
        self._slides.append((part, sheet, page))

    def _new(self, name: str, kind: str, text: str) -> Part:
        return Part(PackURI(name), kind, self._package, text.encode("utf-8"))

    def finish(self, document: Document, sections: Sequence[tuple[str, Sequence[int]]]) -> None:
        """Relate all parts, list slides and sections, set the core properties."""
        for number, (part, sheet, page) in enumerate(self._slides, 1):
            for index, (kind, target) in enumerate(sheet.relations, 2):
                made = self._relate(part, sheet, number, kind, target)
                assert made == f"rId{index}", (made, index, kind, target)
            if page is not None:
                part.relate_to(page, RT.NOTES_SLIDE)
        listed = [
            (FIRST_SLIDE_ID + k, self._part.relate_to(part, RT.SLIDE))
            for k, (part, _, _) in enumerate(self._slides)
        ]
        named = [
            (title, guid(f"{place} {title}"), [FIRST_SLIDE_ID + n - 1 for n in numbers])
            for place, (title, numbers) in enumerate(sections)
        ]
        set_slides(self._part._element, listed, named)
        self._properties(document)

    def _relate(self, part: Part, sheet: Sheet, number: int, kind: str, target: str) -> str:
        if kind == "url":
            return part.relate_to(target, RT.HYPERLINK, is_external=True)
        if kind == "slide":
            return part.relate_to(self._slides[int(target) - 1][0], RT.SLIDE)
        if kind == "image":
            return part.relate_to(self._image(target), RT.IMAGE)
        index = int(target)
        chart = chart_part(sheet.charts[index], self._package, f"{number}-{index + 1}")
        return part.relate_to(chart, RT.CHART)

    def _image(self, path: str) -> Part:
        if path not in self._images:
            data, extension, kind = read_image(Path(path))
            name = f"/ppt/media/picture{len(self._images) + 1}.{extension}"
            self._images[path] = Part(PackURI(name), kind, self._package, data)
        return self._images[path]

    def _properties(self, document: Document) -> None:
        for kind, name, content_type, text in (
            (RT.CORE_PROPERTIES, "/docProps/core.xml", CT.OPC_CORE_PROPERTIES,
             core_xml(document)),
            (RT.EXTENDED_PROPERTIES, "/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES,
             app_xml(document, len(self._slides))),
        ):  # fmt: skip
            relations = self._package._rels
            for rid in [r for r, relation in relations.items() if relation.reltype == kind]:
                relations.pop(rid)
            self._package.relate_to(self._new(name, content_type, text), kind)

    def data(self) -> bytes:
        """The package's bytes."""
        return package_bytes(self._package)


def open_ours(
    theme: Theme, fonts: FontBook, language: str, form: SlideFormat, standing: frozenset[str]
) -> Presentation:
    """A presentation on the template that is built from the theme.

    The template's parts go straight into python-pptx's package: only the presentation is parsed.
    """
    parts = template_parts(theme, fonts, language, form, standing)
    package = Package("")
    made: dict[str, Any] = {}
    for part in parts:
        kind = Part if made else PresentationPart
        made[part.name] = kind.load(
            PackURI(part.name), part.content_type, package, part.text.encode("utf-8")
        )
    for part in parts:
        for relation, target in part.relations:
            made[part.name].relate_to(made[target], f"{RELATIONS}/{relation}")
    package.relate_to(made[parts[0].name], RT.OFFICE_DOCUMENT)
    names = [part.name for part in parts if part.name.startswith("/ppt/slideLayouts/")]
    ours = layouts_for(form, standing)
    layouts = {layout.role: made[name] for layout, name in zip(ours, names, strict=True)}
    return Presentation(made[parts[0].name], layouts)


def guid(text: str) -> str:
    """An upper-case GUID that depends on a text alone (RFC 9562, version 8)."""
    digest = bytearray(hashlib.sha256(text.encode("utf-8")).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    h = digest.hex().upper()
    return f"{{{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}}}"


def read_image(path: Path) -> tuple[bytes, str, str]:
    """Bytes, file extension and media type of a picture as the package stores it."""
    from PIL import Image

    with Image.open(path) as image:
        found = IMAGE_TYPES.get(image.format or "")
        if found and image.format != "TIFF" and image.mode != "CMYK":
            return (path.read_bytes(), *found)
        stream = BytesIO()
        image.convert("RGBA" if "A" in image.getbands() else "RGB").save(stream, "PNG")
    return (stream.getvalue(), *IMAGE_TYPES["PNG"])
