"""A canvas with fonts and structure → a file that is PDF/UA-1 and PDF/A-2a at once.

:class:`PdfBook` is what the brochure draws on: ReportLab's canvas (``canvas``), the embedded
faces (``fonts``), the structure tree (``tags``), and what belongs to the document as a whole:
metadata, outline, page labels, destinations, attached data, output intent::

    book = PdfBook(path, Metadata(title="…", language="zh-Hans"))
    with book.page(595.28, 841.89, bleed=9):
        with book.tags.element("H1"):
            book.fonts.show(book.canvas, run, x, y)
    book.save()

Pages are drawn once, in order. A text that is known only later (a page number in the contents)
keeps its place with :meth:`PdfBook.later`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Literal

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from report.brochure.embed import PdfFonts
from report.brochure.metadata import Metadata
from report.brochure.objects import (
    RawObject,
    define,
    name,
    number,
    reserve,
    stream,
    text_bytes,
    text_string,
)
from report.brochure.serialise import Packed, file_bytes
from report.brochure.tags import PROPERTIES, ROLE_MAP, SLOT, Element, Tags
from report.errors import RenderError
from report.record import record
from report.stages import stage

PROFILE = Path(__file__).with_name("sRGB.icc")
"""IEC 61966-2-1 as made by Little CMS ("No copyright, use freely"), its date set to 2020."""

Conformance = Literal["2a", "3a"]


class PdfCanvas(Canvas):
    """ReportLab's canvas without an initial font, and with structure tags."""

    tags: Tags | None = None
    properties: RawObject | None = None
    """The property lists of marks, shared by all pages."""
    _doc: Any
    _code: list[str]
    _destinations: dict[str, Any]

    def _make_preamble(self) -> None:
        # ReportLab's own names Helvetica on every page, which is embedded nowhere.
        self._preamble = ""

    def showPage(self) -> None:
        """Finish the page."""
        if self.tags is None:
            super().showPage()
            return
        self.tags.end_page()
        super().showPage()
        page: Any = self._doc.Pages.pages[-1]
        page.Tabs = "/S"
        page.__NoDefault__ = [*page.__NoDefault__, "Tabs", "StructParents"]
        if self.tags.marks[self.tags.page]:
            page.StructParents = self.tags.page
        if self.tags.enabled:
            page.Resources = self._resources(page)
        self.tags.begin_page()

    def _resources(self, page: Any) -> Any:
        """A page's resources as ReportLab makes them, and what marks name."""
        resources: Any = pdfdoc.PDFResourceDictionary()
        resources.basicFonts()
        if page.hasImages:
            resources.allProcs()
        if page.XObjects:
            resources.XObject = page.XObjects
        if page.ExtGState:
            resources.ExtGState = page.ExtGState
        resources.setShading(page._shadingUsed)
        resources.setColorSpace(page._colorsUsed)
        if self.properties is None:
            self.properties = RawObject(PROPERTIES)
        resources.Properties = self.properties
        return resources

    def beginForm(self, *args: Any, **options: Any) -> None:
        """Start a form XObject: what is drawn into it is tagged where the form is drawn."""
        if self.tags is not None:
            self.__form = self.tags.suspended()
            self.__form.__enter__()
        super().beginForm(*args, **options)

    def endForm(self, **attributes: Any) -> None:
        """Finish the form."""
        super().endForm(**attributes)
        if self.tags is not None:
            self.__form.__exit__(None, None, None)

    def _addAnnotation(self, annotation: Any, name: Any = None, addtopage: Any = 1) -> None:
        raise RenderError("an annotation outside of the structure; make links with Tags.link")

    def bookmarkPage(self, key: str, *args: Any, **options: Any) -> Any:
        """Bind a destination; a second one of the same name is an error."""
        known = self._destinations.get(key)
        if known is not None and known.page is not None:
            raise RenderError(f"two destinations are called {key!r}")
        return super().bookmarkPage(key, *args, **options)


def refuse_font(name: str) -> str:
    """In place of ReportLab's look-up of the standard fonts: they are never embedded."""
    raise RenderError(
        f"font {name!r} would not be embedded; draw text through PdfFonts.show, or register a "
        "TrueType font with ReportLab"
    )


@record
class Attachment:
    """A data file inside the PDF (PDF/A-3): a chart's numbers as CSV, say."""

    name: str
    data: bytes
    mime: str
    description: str
    relationship: str
    element: Element | None


class PdfBook:
    """A PDF being drawn.

    ``target`` is a path or a binary file. ``conformance`` "2a" is PDF/A-2a; "3a" is PDF/A-3a and
    allows :meth:`attach`. ``tagged=False`` leaves the structure away (to measure its cost): such
    a file is neither PDF/UA nor PDF/A.
    """

    def __init__(
        self,
        target: Path | str | BinaryIO,
        metadata: Metadata,
        *,
        conformance: Conformance = "2a",
        tagged: bool = True,
    ) -> None:
        self.metadata = metadata
        self.conformance = conformance
        self._target = target
        self.canvas = PdfCanvas(io.BytesIO(), pageCompression=1, invariant=1)
        self.canvas._doc.getInternalFontName = refuse_font
        self.fonts = PdfFonts(self.canvas)
        self.tags = Tags(lambda: self.canvas._code, enabled=tagged, decode=self.fonts.decode)
        self.canvas.tags = self.tags
        self._labels: list[tuple[int, str | None, str, int]] = []
        self._attachments: list[Attachment] = []
        self._tree = Packed()
        self._later: list[tuple[int, Callable[[], None]]] = []

    # -- pages -------------------------------------------------------------------------------

    def begin_page(self, width: float, height: float, *, bleed: float = 0) -> None:
        """Start a page of the trim size ``width`` × ``height`` points.

        The origin is the lower left corner of the *bleed*: the trim starts at (bleed, bleed).
        What is to bleed is drawn past the trim; nothing is scaled.
        """
        canvas = self.canvas
        whole = (width + 2 * bleed, height + 2 * bleed)
        trim = (bleed, bleed, bleed + width, bleed + height)
        canvas.setPageSize(whole)
        canvas.setCropBox(trim)
        canvas.setTrimBox(trim)
        canvas.setBleedBox((0, 0, *whole))

    def end_page(self) -> None:
        """Finish the page."""
        self.canvas.showPage()

    @contextmanager
    def page(self, width: float, height: float, *, bleed: float = 0) -> Iterator[PdfBook]:
        """Context of one page."""
        self.begin_page(width, height, bleed=bleed)
        yield self
        self.end_page()

    # -- navigation --------------------------------------------------------------------------

    def destination(self, key: str, top: float, left: float = 0) -> None:
        """Bind the name ``key`` to a place on the current page; links may come before it."""
        self.canvas.bookmarkPage(key, "XYZ", left=left, top=top)

    def outline(self, title: str, key: str, level: int = 0) -> None:
        """An entry of the outline that leads to destination ``key``; ``level`` from 0."""
        self.canvas.addOutlineEntry(title, key, level)

    def label_pages(
        self, page: int, style: Literal["D", "R", "r", "A", "a"] | None, *, prefix: str = "",
        start: int = 1,
    ) -> None:  # fmt: skip
        """Number the pages from ``page`` (0 is the first) on: D 1 2, R I II, r i ii, A, a."""
        self._labels.append((page, style, prefix, start))

    def later(self, draw: Callable[[], None]) -> None:
        """Keep this place in the page's operators; ``draw`` fills it when the book is saved.

        For text that is not known yet. It belongs to the element that is open now; ``draw``
        shows it on the canvas as it would have here, in a graphics state of its own.
        """
        self.canvas._code.append(f"{SLOT}{len(self._later)}%")
        self._later.append((self.tags.page, draw))

    def attach(
        self, name: str, data: bytes, *, mime: str, description: str,
        relationship: str = "Data", element: Element | None = None,
    ) -> None:  # fmt: skip
        """Attach a file to the document or to an element (PDF/A-3 only, ISO 19005-3, 6.8)."""
        if self.conformance != "3a":
            raise RenderError("attached data needs PDF/A-3a")
        self._attachments.append(Attachment(name, data, mime, description, relationship, element))

    # -- saving ------------------------------------------------------------------------------

    def save(self) -> None:
        """Write the file; nothing may be drawn afterwards."""
        data = self.to_bytes()
        if isinstance(self._target, (str, Path)):
            Path(self._target).write_bytes(data)
        else:
            self._target.write(data)

    def close(self) -> None:
        """Let go of what refers to itself: many books in one process would wait to be found.

        Nothing but the names and checksums of the fonts is to be asked for afterwards.
        """
        for element in self.tags.elements():
            element.kids.clear()
        document: Any = self.canvas._doc
        for part in (self.tags, self.canvas, document):
            part.__dict__.clear()

    def to_bytes(self) -> bytes:
        """The whole file; :meth:`save` for those who want it in memory."""
        if self.canvas._code:
            self.end_page()
        document: Any = self.canvas._doc
        self._fill_slots(document)
        self._check_destinations()
        catalog = document.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
        catalog.Lang = pdfdoc.PDFString(self.metadata.language)
        catalog.ViewerPreferences = RawObject(b"<</DisplayDocTitle true>>")
        catalog.PageMode = "/UseOutlines" if document.outline.levelstack else "/UseNone"
        part = int(self.conformance[0]) if self.tags.enabled else None
        xmp = self.metadata.xmp(part, accessible=self.tags.enabled)
        catalog.Metadata = RawObject(stream(b"/Type/Metadata/Subtype/XML", xmp, compressed=False))
        catalog.OutputIntents = self._output_intent(document)
        if self._labels:
            catalog.PageLabels = self._page_labels()
        with stage("tag"):
            self._write_annotations(document)
            if self.tags.enabled:
                catalog.MarkInfo = RawObject(b"<</Marked true>>")
                catalog.StructTreeRoot = self._write_tree(document)
        self._write_names(document, catalog)
        return file_bytes(document, self.canvas, self.metadata.info(), self._tree)

    def _fill_slots(self, document: Any) -> None:
        canvas = self.canvas
        fresh = canvas._code
        for index, (page, draw) in enumerate(self._later):
            with self.tags.suspended():
                draw()
            operators = "\n".join(fresh)
            fresh.clear()
            slot = f"{SLOT}{index}%"
            sheet = document.Pages.pages[page]
            sheet.stream = sheet.stream.replace(slot, f"q\n{operators}\nQ", 1)

    def _check_destinations(self) -> None:
        wanted = {t[1:] for _, _, _, t, _ in self.tags.annotations if t.startswith("#")}
        known = {k for k, d in self.canvas._destinations.items() if d.page is not None}
        if missing := sorted(wanted - known):
            raise RenderError(f"links lead to destinations that were never set: {missing}")

    def _output_intent(self, document: Any) -> RawObject:
        profile = define(document, "sRGB", stream(b"/N 3", PROFILE.read_bytes()))
        return RawObject(
            b"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
            b"/Info(sRGB IEC61966-2.1)/DestOutputProfile %s>>]" % profile
        )

    def _page_labels(self) -> RawObject:
        rows: list[str] = []
        for page, style, prefix, start in sorted(self._labels):
            entry = f"/S/{style}" if style else ""
            entry += f"/P {text_string(prefix)}" if prefix else ""
            entry += f"/St {start}" if style and start != 1 else ""
            rows.append(f"{page}<<{entry}>>")
        return RawObject(f"<</Nums[{' '.join(rows)}]>>".encode())

    def _write_annotations(self, document: Any) -> None:
        """Link annotations; flag 4 (Print) is PDF/A-2, 6.3.2."""
        pages = document.Pages.pages
        parents = len(pages)
        for i, (_, page, box, target, contents) in enumerate(self.tags.annotations):
            if target.startswith("#"):
                action = b"/Dest " + text_bytes(target[1:])
            else:
                action = b"/A<</S/URI/URI %s>>" % text_bytes(target)
            key = b"/StructParent %d" % (parents + i) if self.tags.enabled else b""
            rect = " ".join(number(v) for v in box).encode()
            define(
                document,
                f"Link{i}",
                b"<</Type/Annot/Subtype/Link/Rect[%s]/Border[0 0 0]/F 4%s/Contents %s%s>>"
                % (rect, key, text_bytes(contents), action),
            )
            sheet = pages[page]
            sheet.Annots = [*(sheet.Annots or ()), pdfdoc.PDFObjectReference(f"Link{i}")]

    def _write_tree(self, document: Any) -> RawObject:
        tags = self.tags
        tags.prune()
        drawn, others = tags.numbered()
        elements = [*drawn, *others]
        count = len(document.Pages.pages)
        root = reserve(document, "StructTreeRoot")
        # Elements are many: they get their numbers past ReportLab's table of objects.
        first = document.objectcounter + 1
        document.objectcounter += len(elements)
        digits = len(str(document.objectcounter))
        for i, element in enumerate(elements, first):
            element.reference = (b"%d 0 R" % i).rjust(digits + 4)
        pages = [reserve(document, f"Page{i + 1}").rjust(digits + 4) for i in range(count)]
        annotations = [reserve(document, f"Link{i}") for i in range(len(tags.annotations))]
        files: dict[int, list[bytes]] = {}
        for i, attachment in enumerate(self._attachments):
            reference = self._write_file(document, i, attachment)
            files.setdefault(id(attachment.element or tags.root), []).append(reference)
        bodies: dict[int, bytes] = {}
        for i, element in enumerate(elements, first):
            body = tags.body(element, pages, annotations, root)
            if own := files.get(id(element)):
                body = body[:-2] + b"/AF[" + b" ".join(own) + b"]>>"
            bodies[i] = body
        split = first + len(drawn)
        lists: dict[int, Sequence[bytes]] = {}
        self._tree = Packed(
            {i: body for i, body in bodies.items() if i < split},
            {i: body for i, body in bodies.items() if i >= split},
            lists,
        )
        parents = self._parent_tree(document, count, lists)
        ids = sorted((e.id.encode(), e.reference) for e in elements if e.id is not None)
        tree = b""
        if ids:
            rows = b" ".join(text_bytes(k.decode()) + b" " + r for k, r in ids)
            limits = b" ".join(text_bytes(k.decode()) for k, _ in (ids[0], ids[-1]))
            tree = b"/IDTree<</Kids[<</Limits[%s]/Names[%s]>>]>>" % (limits, rows)
        used = sorted({e.role for e in elements} & set(ROLE_MAP))
        roles = b"".join(b"/%s/%s" % (name(r), name(ROLE_MAP[r])) for r in used)
        body = b"<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d%s%s>>" % (
            tags.root.reference,
            parents,
            count + len(tags.annotations),
            tree,
            b"/RoleMap<<%s>>" % roles if roles else b"",
        )
        define(document, "StructTreeRoot", body)
        return document.idToObject["StructTreeRoot"]

    def _parent_tree(self, document: Any, count: int, lists: dict[int, Sequence[bytes]]) -> bytes:
        """Reference to the parent tree (14.7.4.4): the elements of marks and of annotations."""

        def listed(*pieces: bytes) -> bytes:
            document.objectcounter += 1
            lists[document.objectcounter] = pieces
            return b"%d 0 R" % document.objectcounter

        tags = self.tags
        rows = [
            b"%d %s" % (page, listed(b"[", *(e.reference for e in owners), b"]"))
            for page, owners in enumerate(tags.marks[:count])
            if owners
        ]
        links = enumerate((entry[0].reference for entry in tags.annotations), count)
        return listed(b"<</Nums[", *rows, *(b"%d %s" % link for link in links), b"]>>")

    def _write_file(self, document: Any, index: int, file: Attachment) -> bytes:
        """An embedded file with its specification (ISO 32000-1, 7.11.4; ISO 19005-3, Annex E)."""
        date = self.metadata.moment.strftime("(D:%Y%m%d%H%M%S+00'00')")
        params = f"/Params<</Size {len(file.data)}/ModDate {date}>>".encode()
        head = b"/Type/EmbeddedFile/Subtype/%s%s" % (name(file.mime), params)
        body = define(document, f"EmbeddedFile{index}", stream(head, file.data))
        said = text_bytes(file.name)
        return define(
            document,
            f"FileSpec{index}",
            b"<</Type/Filespec/F %s/UF %s/Desc %s/AFRelationship/%s/EF<</F %s/UF %s>>>>"
            % (said, said, text_bytes(file.description), name(file.relationship),
               body, body),
        )  # fmt: skip

    def _write_names(self, document: Any, catalog: Any) -> None:
        """The name trees of destinations and attached files (ISO 32000-1, 7.7.4)."""
        trees = b""
        bound = [(k, d) for k, d in self.canvas._destinations.items() if d.page is not None]
        if bound:
            rows = sorted((_key(k), _key(k) + b" " + d.format(document)) for k, d in bound)
            trees += b"/Dests<</Names[%s]>>" % b" ".join(row for _, row in rows)
        if self._attachments:
            rows = sorted(
                (_key(a.name), _key(a.name) + b" " + reserve(document, f"FileSpec{i}"))
                for i, a in enumerate(self._attachments)
            )
            trees += b"/EmbeddedFiles<</Names[%s]>>" % b" ".join(row for _, row in rows)
            catalog.AF = RawObject(
                b"[" + b" ".join(reserve(document, f"FileSpec{i}") for i in range(len(rows))) + b"]"
            )
        if trees:
            catalog.Names = RawObject(b"<<%s>>" % trees)


def _key(text: str) -> bytes:
    """A name tree's key, always in one form so that keys sort as their bytes do."""
    return text_bytes(text)
