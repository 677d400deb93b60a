"""Slides, notes and charts → one package: parts, relationships, sections, properties.

The template's parts are ours or the author's (``report.deck.house``); what is added gets explicit
names, and the relationships of a slide are made in the order in which its sheet numbered them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from report.compose.document import Document
from report.deck.geometry import SlideFormat
from report.deck.layouts import layouts_for
from report.deck.package import OFFICE, PACKAGE, RELATIONS, Part, Relation, package_bytes, relate
from report.deck.presentation_xml import NamedSection, slide_list
from report.deck.properties import app_xml, core_xml
from report.deck.sheet import Sheet
from report.deck.template import LISTED, NOTES_MASTER, template_parts
from report.theme import Theme

if TYPE_CHECKING:
    from report.deck.chart import ChartFiles
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
_SLIDES = f"{OFFICE}.presentationml"
_CORE = (
    f"{PACKAGE}/relationships/metadata/core-properties", "/docProps/core.xml",
    "application/vnd.openxmlformats-package.core-properties+xml",
)  # fmt: skip
_EXTENDED = (
    f"{RELATIONS}/extended-properties", "/docProps/app.xml",
    f"{OFFICE}.extended-properties+xml",
)  # fmt: skip


class Template(Protocol):
    """A presentation without slides, to put a deck on."""

    parts: list[Part]
    """Its parts, the presentation first."""
    root: list[Relation]
    """Relationships of the package."""
    layouts: dict[str, str]
    """Role → the name of the layout's part."""

    def notes_master(self) -> str:
        """Name of the notes master's part, which is made where there is none."""
        ...

    def listing(self, slides: Sequence[tuple[int, str]], sections: Sequence[NamedSection]) -> bytes:
        """The presentation's part with its slides (id, relationship id) and sections."""
        ...


class Presentation:
    """A deck being put together on a template."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._added: list[Part] = []
        self._slides: list[tuple[Part, Sheet, Part | None]] = []
        self._images: dict[str, str] = {}

    def add(self, role: str, sheet: Sheet, notes: str) -> None:
        """Add the next slide with its notes (``p:notes`` markup, "" for none)."""
        number = len(self._slides) + 1
        part = self._new(f"/ppt/slides/slide{number}.xml", f"{_SLIDES}.slide+xml", sheet.xml())
        part.relate(f"{RELATIONS}/slideLayout", self._template.layouts[role])
        page = None
        if notes:
            name = f"/ppt/notesSlides/notesSlide{number}.xml"
            page = self._new(name, f"{_SLIDES}.notesSlide+xml", notes)
            page.relate(f"{RELATIONS}/notesMaster", self._template.notes_master())
            page.relate(f"{RELATIONS}/slide", part.name)
        self._slides.append((part, sheet, page))

    def _new(self, name: str, kind: str, content: str | bytes) -> Part:
        data = content.encode("utf-8") if isinstance(content, str) else content
        part = Part(name, kind, data)
        self._added.append(part)
        return part

    def finish(self, document: Document, sections: Sequence[tuple[str, Sequence[int]]]) -> None:
        """Relate all parts, list slides and sections, set the core properties."""
        for number, (part, sheet, page) in enumerate(self._slides, 1):
            for index, (kind, target) in enumerate(sheet.relations, 2):
                made = self._relate(part, sheet, number, kind, target)
                assert made == f"rId{index}", (made, index, kind, target)
            if page is not None:
                part.relate(f"{RELATIONS}/notesSlide", page.name)
        main = self._template.parts[0]
        listed = [
            (FIRST_SLIDE_ID + k, main.relate(f"{RELATIONS}/slide", part.name))
            for k, (part, _, _) in enumerate(self._slides)
        ]
        named = [
            (title, guid(f"{place} {title}"), [FIRST_SLIDE_ID + n - 1 for n in numbers])
            for place, (title, numbers) in enumerate(sections)
        ]
        main.data = self._template.listing(listed, named)
        self._properties(document)

    def _relate(self, part: Part, sheet: Sheet, number: int, kind: str, target: str) -> str:
        if kind == "url":
            return part.relate(f"{RELATIONS}/hyperlink", target, external=True)
        if kind == "slide":
            return part.relate(f"{RELATIONS}/slide", self._slides[int(target) - 1][0].name)
        if kind == "image":
            return part.relate(f"{RELATIONS}/image", self._image(target))
        index = int(target)
        chart = self._chart(sheet.charts[index], f"{number}-{index + 1}")
        return part.relate(f"{RELATIONS}/chart", chart)

    def _chart(self, files: ChartFiles, name: str) -> str:
        """Add a chart's part with its workbook and drawing; the name of the part."""
        drawn = f"{OFFICE}.drawingml"
        chart = self._new(f"/ppt/charts/chart{name}.xml", f"{drawn}.chart+xml", files.chart)
        book = self._new(
            f"/ppt/embeddings/Microsoft_Excel_Sheet{name}.xlsx",
            f"{OFFICE}.spreadsheetml.sheet", files.workbook,
        )  # fmt: skip
        chart.relate(f"{RELATIONS}/package", book.name)
        if files.drawing is not None:
            drawing = self._new(
                f"/ppt/drawings/drawing{name}.xml", f"{drawn}.chartshapes+xml", files.drawing
            )
            chart.relate(f"{RELATIONS}/chartUserShapes", drawing.name)
        return chart.name

    def _image(self, path: str) -> str:
        if path not in self._images:
            data, extension, kind = read_image(Path(path))
            name = f"/ppt/media/picture{len(self._images) + 1}.{extension}"
            self._images[path] = self._new(name, kind, data).name
        return self._images[path]

    def _properties(self, document: Document) -> None:
        """Set the properties in place of the template's own."""
        template = self._template
        pages = sum(page is not None for _, _, page in self._slides)
        for (kind, name, content_type), text in (
            (_CORE, core_xml(document)), (_EXTENDED, app_xml(document, len(self._slides), pages)),
        ):  # fmt: skip
            old = {r.target for r in template.root if r.kind == kind}
            template.parts[:] = [p for p in template.parts if p.name not in {name, *old}]
            template.root[:] = [r for r in template.root if r.kind != kind]
            relate(template.root, kind, self._new(name, content_type, text).name)

    def data(self) -> bytes:
        """The package's bytes."""
        return package_bytes([*self._template.parts, *self._added], self._template.root)


class OurTemplate:
    """The template that is built from the theme."""

    def __init__(
        self, theme: Theme, fonts: FontBook, language: str, form: SlideFormat,
        standing: frozenset[str],
    ) -> None:  # fmt: skip
        made = template_parts(theme, fonts, language, form, standing)
        self.parts = [
            Part(part.name, part.content_type, part.text.encode("utf-8"), part.links)
            for part in made
        ]
        self.root = [Relation("rId1", f"{RELATIONS}/officeDocument", made[0].name)]
        names = [part.name for part in made if part.name.startswith("/ppt/slideLayouts/")]
        ours = layouts_for(form, standing)
        self.layouts = {layout.role: name for layout, name in zip(ours, names, strict=True)}
        self._main = made[0].text

    def notes_master(self) -> str:
        """Name of the notes master's part."""
        return NOTES_MASTER

    def listing(self, slides: Sequence[tuple[int, str]], sections: Sequence[NamedSection]) -> bytes:
        """The presentation's part with its slides and sections."""
        rows, extension = slide_list(slides, sections)
        before, after = self._main.split(LISTED)
        closing = "</p:presentation>"
        assert after.endswith(closing)
        text = f"{before}{LISTED}{rows}{after.removesuffix(closing)}"
        return f"{text}<p:extLst>{extension}</p:extLst>{closing}".encode()


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
