"""Drawing with roles → the structure tree of a tagged PDF (ISO 32000-1, 14.6 to 14.8).

Whoever draws says what it is, once, around the drawing::

    with tags.element("P"):                     # a new element under the current one
        surface.text(line, x, y)
    with tags.artifact("Header"):               # furniture and decoration
        surface.text(running_head, x, y)

Nothing that draws needs to know more: when an element is left, what was drawn since becomes one
marked-content sequence of it. An element is drawn into as often as needed, on any page (a
paragraph over two pages is one ``P``)::

    paragraph = tags.node("P")                  # takes its place in the reading order now
    with tags.element(paragraph): ...           # first page
    with tags.element(paragraph): ...           # second page

The reading order is the order in which elements are made, whatever the order of drawing: whoever
draws out of order makes its nodes first. Text drawn outside of every element and artifact raises
:class:`RenderError`; stray lines and areas become artifacts. Elements that nothing was drawn into
vanish, but for table cells. Inside an artifact, elements are ignored: the code that draws a table
head draws its repetition too, within ``artifact("Pagination")``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal

from report.brochure.objects import name, number, text_bytes, text_string
from report.errors import RenderError
from report.record import field, record

GROUPING = frozenset(
    (
        *("Document", "Part", "Art", "Sect", "Div", "Aside", "TOC", "TOCI", "L", "LI"),
        *("Table", "THead", "TBody", "TFoot", "TR"),
    )
)
"""Roles that hold elements only, never text of their own."""

LEAVES = frozenset(
    (
        *("P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "LBody", "TH", "TD", "Figure"),
        *("Caption", "BlockQuote", "Quote", "Note", "Reference", "Link", "Span", "Code"),
        *("Formula", "BibEntry", "Title", "Lead"),
    )
)
"""Roles that text may be drawn into."""

ROLE_MAP = {"Title": "P", "Lead": "P", "Aside": "Div"}
"""Our own roles → the standard ones they are read as (14.8.4)."""

HEADINGS = frozenset(("H1", "H2", "H3", "H4", "H5", "H6"))

CELLS = frozenset({"TH", "TD"})
"""Elements that stay in the tree when they are empty: a table needs its grid."""

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's default user space (points)."""


@record
class Mark:
    """A marked-content sequence of an element: page (from 0) and MCID on it."""

    page: int
    mcid: int


@record
class Annotation:
    """A link annotation that belongs to an element; ``number`` counts annotations from 0."""

    page: int
    number: int


@record(frozen=False, eq=False)
class Element:
    """A structure element; made by :meth:`Tags.element` or :meth:`Tags.node`."""

    role: str
    parent: Element | None = field(repr=False)
    alt: str | None = None
    """Text alternative of a figure: what it shows, as a sentence."""
    actual_text: str | None = None
    """What the glyphs stand for where they differ from the text."""
    language: str | None = None
    """BCP 47 tag where it differs from the document's."""
    id: str | None = None
    """Unique identifier; a ``Note`` gets one if it has none (PDF/UA-1, 7.9)."""
    scope: Literal["Row", "Column", "Both"] | None = None
    """Of a ``TH``."""
    col_span: int = 1
    row_span: int = 1
    headers: Sequence[str] = ()
    """Ids of the header cells of a cell that scope alone does not reach."""
    bbox: Rectangle | None = None
    """Of a ``Figure``: its place on the page where it is first drawn."""
    numbering: str | None = None
    """Of an ``L``: Decimal, Disc, Circle, Square, LowerAlpha, … (14.8.5.5)."""
    kids: list[Element | Mark | Annotation] = field(default_factory=list, repr=False)
    reference: bytes = b""
    """``12 0 R``, known at save."""

    @property
    def page(self) -> int | None:
        """Page of its first own content."""
        return next((k.page for k in self.kids if not isinstance(k, Element)), None)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]


@record
class Artifact:
    """What is no content; ``operand`` is what stands before ``BMC`` or ``BDC``."""

    operator: str


STRAY = Artifact("/Artifact BMC")
ARTIFACTS = {
    **dict.fromkeys(("Layout", "Background", "Page"), STRAY),
    "Pagination": Artifact("/Artifact/P BDC"),
    "Header": Artifact("/Artifact/H BDC"),
    "Footer": Artifact("/Artifact/F BDC"),
}
"""Kinds of artifacts (14.8.2.2.2). Of these only running heads and feet must say their kind
(PDF/UA-1, 7.8); rules and grounds are so many that theirs would be a third of what marks cost."""
PROPERTIES = (
    b"<</P<</Type/Pagination>>/H<</Type/Pagination/Subtype/Header>>"
    b"/F<</Type/Pagination/Subtype/Footer>>>>"
)
"""The resource that these operators name (14.6.2)."""

SLOT = "%later"
"""Start of the comment that stands for text filled in at save."""


class Link:
    """An open link: give it the rectangles its text takes."""

    def __init__(self, tags: Tags, element: Element | None, target: str, contents: str) -> None:
        self._tags, self._element = tags, element
        self._target, self._contents = target, contents

    def area(self, rectangle: Rectangle) -> None:
        """A rectangle on the current page that follows the link (one for each line of it)."""
        if self._element is None:
            return
        tags = self._tags
        made = Annotation(tags.page, len(tags.annotations))
        tags.annotations.append((self._element, made.page, rectangle, self._target, self._contents))
        self._element.kids.append(made)


class _Drawing:
    """Context in which an element or artifact is drawn; gives the element.

    Nothing happens before it is entered: a new element is made then, by ``make``.
    """

    __slots__ = ("_before", "_make", "_tags")

    def __init__(self, tags: Tags, make: Callable[[], Element | Artifact]) -> None:
        self._tags, self._make = tags, make
        self._before: tuple[Element, Element | Artifact | None] | None = None

    def __enter__(self) -> Element:
        tags = self._tags
        if tags._suspended or isinstance(tags._drawing, Artifact):
            made = self._make
            return made.element if isinstance(made, _Given) else Element("P", None)
        tags._settle()
        owner = self._make()
        self._before = tags._tree, tags._drawing
        tags._drawing = owner
        if isinstance(owner, Element):
            tags._tree = owner
        return owner  # type: ignore[return-value]

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            tags = self._tags
            tags._settle()
            tags._tree, tags._drawing = self._before


class _Given:
    """Makes nothing: an element that exists already, or a kind of artifact."""

    __slots__ = ("element",)

    def __init__(self, element: Any) -> None:
        self.element = element

    def __call__(self) -> Any:
        return self.element


_GIVEN = {kind: _Given(artifact) for kind, artifact in ARTIFACTS.items()}


class Tags:
    """The structure tree of one PDF, and what of it is being drawn just now.

    ``code`` gives the list of operators of the page being drawn (ReportLab's
    ``canvas._code``, which it replaces at each page). ``enabled=False`` keeps no tree, for
    measuring what one costs.
    """

    def __init__(
        self,
        code: Callable[[], list[str]],
        *,
        enabled: bool = True,
        decode: Callable[[str], str] = str,
    ) -> None:
        self._page_code = code
        self._code = code()
        self._decode = decode
        self.enabled = enabled
        self.root = Element("Document", None)
        self.page = 0
        """The page being drawn, from 0."""
        self.marks: list[list[Element]] = [[]]
        """For each page, the element of each MCID."""
        self.annotations: list[tuple[Element, int, Rectangle, str, str]] = []
        """Of each link annotation: element, page, rectangle, target, description."""
        self._tree: Element = self.root
        """Innermost open element: the parent of new ones."""
        self._drawing: Element | Artifact | None = None
        self._since = 0
        self._suspended = 0
        self._ids: set[str] = set()
        self._heading = 0

    # -- what blocks call ----------------------------------------------------------------------

    def node(self, role: str, *, under: Element | None = None, **attributes: Any) -> Element:
        """A new element as the last child of ``under`` (or of the current one); nothing opens.

        ``attributes`` are the fields of :class:`Element`: alt, language, scope, bbox …
        """
        if role not in GROUPING and role not in LEAVES:
            raise RenderError(f"no structure type {role!r}")
        parent = under or self._tree
        self._settle()  # what was drawn so far comes before the new element
        if role in HEADINGS:
            # No level may be skipped, whatever an author wrote (PDF/UA-1, 7.4.2).
            self._heading = min(int(role[1]), self._heading + 1)
            role = f"H{self._heading}"
        made = Element(role, parent, **attributes)
        if role == "Note" and made.id is None:
            made.id = f"note-{len(self._ids) + 1}"
        if made.id is not None:
            if made.id in self._ids:
                raise RenderError(f"two structure elements have the id {made.id!r}")
            self._ids.add(made.id)
        parent.kids.append(made)
        return made

    def element(
        self, role: str | Element, *, under: Element | None = None, **attributes: Any
    ) -> _Drawing:
        """Context: what is drawn within belongs to a new element, or to a given one again."""
        if isinstance(role, Element):
            return _Drawing(self, _Given(role))
        return _Drawing(self, partial(self.node, role, under=under, **attributes))

    def artifact(self, kind: str = "Layout") -> _Drawing:
        """Context: what is drawn within is furniture or decoration.

        ``kind``: Layout, Background, Page, Pagination, Header or Footer.
        """
        return _Drawing(self, _GIVEN[kind])

    @contextmanager
    def span(
        self, *, actual_text: str | None = None, language: str | None = None
    ) -> Iterator[None]:
        """Context for a few glyphs of a text: what they stand for, their language.

        A ``Span`` element, where a bare marked-content sequence would do (14.9.4): poppler loses
        the rest of an MCID after a sequence nested in it. A figure speaks through its ``Alt``.
        """
        owner = self._drawing
        if not self.enabled or not isinstance(owner, Element) or owner.role == "Figure":
            yield
            return
        with self.element("Span", actual_text=actual_text, language=language):
            yield

    @contextmanager
    def link(
        self, contents: str, *, destination: str | None = None, url: str | None = None
    ) -> Iterator[Link]:
        """Context of a ``Link`` element; draw its text and say where it stands (``area``).

        ``contents`` says where the link goes, for those who do not see it (PDF/UA-1, 7.18.5).
        ``destination`` is a bookmark's name, which may be set later.
        """
        if (destination is None) == (url is None):
            raise RenderError("a link goes to a destination or to a URL, and to one of them")
        if not contents.strip():
            raise RenderError(f"a link to {destination or url} does not say where it goes")
        target = f"#{destination}" if destination is not None else str(url)
        if isinstance(self._drawing, Artifact) or self._suspended or not self.enabled:
            element = self.root if not self.enabled and not self._suspended else None
            yield Link(self, element, target, contents)
            return
        with self.element("Link") as element:
            yield Link(self, element, target, contents)

    # -- what the book calls -------------------------------------------------------------------

    def end_page(self) -> None:
        """The page is complete; what is open goes on on the next one."""
        self._settle()

    def begin_page(self) -> None:
        """A new page's operators start."""
        self.page += 1
        self.marks.append([])
        self._code = self._page_code()
        self._since = 0

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Context: operators go elsewhere (a form, a slot); nothing is marked."""
        if not self._suspended:
            self._settle()
        self._suspended += 1
        try:
            yield
        finally:
            self._suspended -= 1
            self._since = len(self._code)

    def _settle(self) -> None:
        """Make what was drawn since the last change a sequence of what was being drawn."""
        code, start = self._code, self._since
        if len(code) == start or self._suspended or not self.enabled:
            return
        owner = self._drawing
        if isinstance(owner, Artifact):
            code.insert(start, owner.operator)
            code.append("EMC")
            self._since = len(code)
            return
        grouping = owner is None or owner.role in GROUPING
        drawn, text = _paints(code, start, any_paint=not grouping)
        if drawn:
            if grouping and text:
                where = self._drawing.role if isinstance(self._drawing, Element) else "the page"
                said = "".join(self._decode(c) for c in code[start:])[:40]
                raise RenderError(
                    f"text on page {self.page + 1} belongs to no structure element: {said!r} "
                    f"stands directly in {where}; draw it in an element or an artifact"
                )
            if owner is None or grouping:
                code.insert(start, STRAY.operator)
            else:
                marks = self.marks[self.page]
                mark = Mark(self.page, len(marks))
                marks.append(owner)
                owner.kids.append(mark)
                code.insert(start, f"/{owner.role}<</MCID {mark.mcid}>>BDC")
            code.append("EMC")
        self._since = len(code)

    # -- at save -------------------------------------------------------------------------------

    def prune(self) -> None:
        """Drop elements that hold nothing, but for table cells."""
        _prune(self.root)

    def elements(self) -> list[Element]:
        """All elements in reading order, the document first."""
        return list(self.root.walk())

    def numbered(self) -> tuple[list[Element], list[Element]]:
        """All elements in the order in which they pack best, apart as :class:`Packed` has them.

        First those with marks, as they were drawn, so that the parent tree counts upwards; then
        the others, role by role.
        """
        drawn = dict.fromkeys(element for marks in self.marks for element in marks)
        others = [e for e in self.root.walk() if e not in drawn]
        return list(drawn), sorted(others, key=lambda e: e.role)

    def body(self, element: Element, pages: Sequence[bytes], annotations: Sequence[bytes],
             root: bytes) -> bytes:  # fmt: skip
        """The dictionary of an element (14.7.2); ``pages`` and ``annotations`` are references."""
        parent = element.parent.reference if element.parent else root
        page: int | None = None
        kids: list[bytes] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(kid.reference)
                continue
            if page is None:
                page = kid.page
            if isinstance(kid, Mark):
                if kid.page == page:
                    kids.append(b"%3d" % kid.mcid)
                else:
                    kids.append(b"<</Type/MCR/Pg %s/MCID %d>>" % (pages[kid.page], kid.mcid))
            else:
                own = b"" if kid.page == page else b"/Pg " + pages[kid.page]
                kids.append(b"<</Type/OBJR%s/Obj %s>>" % (own, annotations[kid.number]))
        out = b"<</S/%-2s/P %s" % (_ROLE_NAMES[element.role], parent)
        if page is not None:
            out += b"/Pg " + pages[page]
        if len(kids) == 1:
            out += b"/K " + kids[0]
        elif kids:
            out += b"/K[" + b" ".join(kids) + b"]"
        return out + _properties(element) + b">>"


def _properties(element: Element) -> bytes:
    """Text alternatives and attributes of an element (14.8.5, 14.9)."""
    out = b""
    if element.alt is not None:
        out += b"/Alt " + text_bytes(element.alt)
    if element.actual_text is not None:
        out += b"/ActualText " + text_bytes(element.actual_text)
    if element.language is not None:
        out += b"/Lang " + text_bytes(element.language)
    if element.id is not None:
        out += b"/ID " + text_bytes(element.id)
    if element.scope or element.col_span > 1 or element.row_span > 1 or element.headers:
        table = f"/Scope/{element.scope}" if element.scope else ""
        if element.col_span > 1:
            table += f"/ColSpan {element.col_span}"
        if element.row_span > 1:
            table += f"/RowSpan {element.row_span}"
        if element.headers:
            table += f"/Headers[{' '.join(text_string(h) for h in element.headers)}]"
        out += f"/A<</O/Table{table}>>".encode()
    if element.numbering:
        out += f"/A<</O/List/ListNumbering/{element.numbering}>>".encode()
    if element.bbox is not None:
        box = " ".join(number(v) for v in element.bbox)
        out += f"/A<</O/Layout/Placement/Block/BBox[{box}]>>".encode()
    return out


_ROLE_NAMES = {role: name(role) for role in GROUPING | LEAVES}
_PAINTING = frozenset(
    ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI", "Tj", "TJ", "'", '"')
)
_SHOWING = frozenset(("Tj", "TJ", "'", '"'))


def _paints(code: Sequence[str], start: int, *, any_paint: bool) -> tuple[bool, bool]:
    """Whether operators from ``start`` on paint anything, and whether they show text.

    ``any_paint``: the first answer is enough.
    """
    drawn = False
    for i in range(start, len(code)):
        item = code[i]
        if item.endswith(_TEXT_ENDS) or item.startswith(SLOT):
            return True, True
        if item.endswith(_ENDS):
            drawn = True
        elif item != "BT":
            words = item.split()
            if not _PAINTING.isdisjoint(words):
                drawn = True
                if not _SHOWING.isdisjoint(words):
                    return True, True
        if drawn and any_paint:
            break
    return drawn, False


_TEXT_ENDS = ("TJ", "Tj", "TJ ET")
_ENDS = (" f", " S", " S Q", " B", " f Q", " f*", " B*")
"""How an operator string ends that paints; the others are looked at word by word."""


def _prune(element: Element) -> bool:
    """Drop what holds nothing below an element; whether it holds something itself."""
    element.kids = [k for k in element.kids if not isinstance(k, Element) or _prune(k)]
    if element.role == "TR":
        cells = [k for k in element.kids if isinstance(k, Element)]
        return any(cell.kids or cell.actual_text for cell in cells)
    return bool(element.kids or element.actual_text) or element.role in CELLS
