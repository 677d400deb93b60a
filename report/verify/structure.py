"""A tagged PDF → its structure tree with the text that each element owns, as any reader finds it.

Reads the file alone (through pikepdf): page contents give the text of every marked-content
sequence, decoded with each font's ToUnicode; the structure tree gives roles, order and
alternatives (ISO 32000-1, 14.6 to 14.9). Knows nothing of how the file was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from report.record import field, record

SHOWING = frozenset(("Tj", "TJ", "'", '"'))
PAINTING = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "EI", "INLINE IMAGE"))
DASH = "\u00ad"


@record(frozen=False, eq=False)
class Leaf:
    """A marked-content sequence of an element: page and MCID, and the text in it."""

    page: int
    mcid: int
    text: str
    painted: bool


@record(frozen=False, eq=False)
class Link:
    """An annotation that an element refers to."""

    page: int
    contents: str
    target: str
    """URL, or ``#`` and the page (from 1) the destination lies on; "" where it leads nowhere."""
    subtype: str = "Link"


@record(frozen=False, eq=False)
class Node:
    """A structure element."""

    role: str
    """Standard type, after the role map."""
    own_role: str
    parent: Node | None = field(repr=False, default=None)
    alt: str | None = None
    actual_text: str | None = None
    language: str | None = None
    id: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    kids: list[Node | Leaf | Link] = field(default_factory=list, repr=False)

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def find(self, *roles: str) -> list[Node]:
        """Elements of these roles below this one, in reading order."""
        return [node for node in self.walk() if node.role in roles]

    @property
    def text(self) -> str:
        """What is read aloud: ActualText in place of the glyphs, line-end hyphens gone."""
        if self.actual_text is not None:
            return self.actual_text
        parts = (k.text for k in self.kids if not isinstance(k, Link))
        return "".join(parts).replace(DASH, "")

    @property
    def page(self) -> int | None:
        """The first page its content stands on, from 0."""
        for node in self.walk():
            for kid in node.kids:
                if not isinstance(kid, Node):
                    return kid.page
        return None

    def outline(self, depth: int = 0) -> Iterator[str]:
        """The tree as indented lines: role, and own text."""
        said = self.actual_text
        own: list[str] = [said] if said is not None else []
        below: list[str] = []
        for kid in self.kids:
            if isinstance(kid, Leaf) and said is None:
                (below if below else own).append(
                    "  " * (depth + 1) + f": {kid.text}" if below else kid.text
                )
            elif isinstance(kid, Node):
                below += kid.outline(depth + 1)
        text = "".join(own)
        yield "  " * depth + self.own_role + (f": {text}" if text else "")
        yield from below


@record(frozen=False)
class Tree:
    """A document's structure, and what lies outside of it."""

    root: Node | None
    """The ``Document`` element; None where the file has no structure tree."""
    loose: list[tuple[int, str]]
    """Page and text of what is neither in the tree nor an artifact."""
    artifacts: list[tuple[int, str]]
    unclaimed: list[tuple[int, int, str]]
    """Page, MCID and text of sequences that no element claims."""
    glyphs: dict[tuple[int, int], set[int]]
    """Codes used of each font (by object number)."""


def read_tree(path: Path) -> Tree:
    """The structure tree of a PDF. Raises ``pikepdf.PdfError`` for what is no PDF."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        return Reader(pdf).tree()


@record(frozen=False)
class _Page:
    texts: dict[int, list[str]] = field(default_factory=dict)
    painted: set[int] = field(default_factory=set)
    loose: list[str] = field(default_factory=list)
    artifacts: list[str] = field(default_factory=list)


class Reader:
    """Reads one opened file; page contents at once, the tree on demand."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.cmaps: dict[tuple[int, int], dict[int, str]] = {}
        self.glyphs: dict[tuple[int, int], set[int]] = {}
        self.pages = [self._contents(page) for page in pdf.pages]
        self.number = {page.objgen: i for i, page in enumerate(pdf.pages)}
        self.claimed: set[tuple[int, int]] = set()
        self.destinations = self._destinations()

    def tree(self) -> Tree:
        """The structure, and what no element claims."""
        root = None
        structure = self.pdf.Root.get("/StructTreeRoot")
        if structure is not None and "/K" in structure:
            roles = {str(k): str(v) for k, v in (structure.get("/RoleMap") or {}).items()}
            kids = structure.K
            first = kids[0] if _is_array(kids) else kids
            root = self._element(first, None, roles)
        unclaimed = [
            (number, mcid, "".join(texts))
            for number, page in enumerate(self.pages)
            for mcid, texts in page.texts.items()
            if (number, mcid) not in self.claimed
        ]
        return Tree(
            root,
            [(i, t) for i, page in enumerate(self.pages) for t in page.loose],
            [(i, t) for i, page in enumerate(self.pages) for t in page.artifacts],
            unclaimed,
            self.glyphs,
        )

    # -- the tree ------------------------------------------------------------------------------

    def _element(self, source: Any, parent: Node | None, roles: dict[str, str]) -> Node:
        own = str(source.get("/S", "/"))
        standard, seen = own, {own}
        while roles.get(standard, standard) not in seen:
            standard = roles[standard]
            seen.add(standard)
        node = Node(standard[1:], own[1:], parent)
        node.alt = _text(source.get("/Alt"))
        node.actual_text = _text(source.get("/ActualText"))
        node.language = _text(source.get("/Lang"))
        node.id = _text(source.get("/ID"))
        attributes = source.get("/A")
        if attributes is not None:
            for one in attributes if _is_array(attributes) else [attributes]:
                for key, value in one.items():
                    node.attributes[key[1:]] = value if isinstance(value, int) else _plain(value)
        page = source.get("/Pg")
        kids = source.get("/K")
        if kids is None:
            return node
        for kid in kids if _is_array(kids) else [kids]:
            made = self._kid(kid, node, page, roles)
            if made is not None:
                node.kids.append(made)
        return node

    def _kid(
        self, kid: Any, node: Node, page: Any, roles: dict[str, str]
    ) -> Node | Leaf | Link | None:
        if isinstance(kid, int) or (not hasattr(kid, "get") and not _is_dictionary(kid)):
            return self._leaf(page, int(kid))
        kind = str(kid.get("/Type", ""))
        if kind == "/MCR":
            return self._leaf(kid.get("/Pg", page), int(kid.MCID))
        if kind == "/OBJR":
            return self._link(kid.get("/Obj"), kid.get("/Pg", page))
        return self._element(kid, node, roles)

    def _leaf(self, page: Any, mcid: int) -> Leaf:
        number = self.number.get(page.objgen, -1) if page is not None else -1
        self.claimed.add((number, mcid))
        if number < 0:
            return Leaf(-1, mcid, "", False)
        contents = self.pages[number]
        return Leaf(number, mcid, "".join(contents.texts.get(mcid, ())), mcid in contents.painted)

    def _link(self, annotation: Any, page: Any) -> Link:
        number = self.number.get(page.objgen, -1) if page is not None else -1
        if annotation is None or not _is_dictionary(annotation):
            return Link(number, "", "")
        subtype = str(annotation.get("/Subtype", "/"))[1:]
        return Link(
            number, _text(annotation.get("/Contents")) or "", self._target(annotation), subtype
        )

    def _target(self, annotation: Any) -> str:
        action = annotation.get("/A")
        if action is not None and "/URI" in action:
            return str(action.URI)
        destination = annotation.get("/Dest")
        if destination is None and action is not None:
            destination = action.get("/D")
        if destination is not None and not _is_array(destination):
            destination = self.destinations.get(str(destination))
        if destination is None:
            return ""
        number = self.number.get(destination[0].objgen)
        return "" if number is None else f"#{number + 1}"

    def _destinations(self) -> dict[str, Any]:
        import pikepdf

        names = self.pdf.Root.get("/Names")
        if names is None or "/Dests" not in names:
            return {}
        found: dict[str, Any] = {}
        for key, value in pikepdf.NameTree(names.Dests).items():
            found[str(key)] = value if _is_array(value) else value.D
        return found

    # -- page contents -------------------------------------------------------------------------

    def _contents(self, page: Any) -> _Page:
        made = _Page()
        self._stream(page, page.get("/Resources") or {}, made, [])
        return made

    def _stream(self, source: Any, resources: Any, page: _Page, stack: list[Any]) -> None:
        """Follow a content stream; ``stack`` holds an MCID, ``"artifact"`` or None each."""
        import pikepdf

        font: Any = None
        depth = len(stack)
        for instruction in pikepdf.parse_content_stream(source):
            operator = str(instruction.operator)
            operands = instruction.operands
            if operator in ("BDC", "BMC"):
                stack.append(self._mark(operands, resources))
            elif operator == "EMC":
                if len(stack) > depth:
                    stack.pop()
            elif operator == "Tf":
                font = (resources.get("/Font") or {}).get(str(operands[0]))
            elif operator in SHOWING:
                self._put(page, stack, self._shown(operands[-1], font))
            elif operator in PAINTING:
                self._put(page, stack, None)
            elif operator == "Do":
                drawn = (resources.get("/XObject") or {}).get(str(operands[0]))
                if drawn is not None and drawn.get("/Subtype") == "/Form":
                    inner = drawn.get("/Resources") or resources
                    self._stream(drawn, inner, page, stack)
                else:
                    self._put(page, stack, None)

    @staticmethod
    def _mark(operands: Any, resources: Any) -> int | str | None:
        if str(operands[0]) == "/Artifact":
            return "artifact"
        if len(operands) < 2:
            return None
        properties = operands[1]
        if not _is_dictionary(properties):
            properties = (resources.get("/Properties") or {}).get(str(properties)) or {}
        mcid = properties.get("/MCID")
        return None if mcid is None else int(mcid)

    @staticmethod
    def _put(page: _Page, stack: list[Any], text: str | None) -> None:
        """Credit text (None: a line, an area, a picture) to the innermost owner."""
        owner = next((o for o in reversed(stack) if o is not None), None)
        if isinstance(owner, int):
            page.painted.add(owner)
            page.texts.setdefault(owner, []).append(text or "")
        elif owner is None:
            page.loose.append(text or "")
        elif text:
            page.artifacts.append(text)

    def _shown(self, operand: Any, font: Any) -> str:
        strings = [s for s in operand if not _is_number(s)] if _is_array(operand) else [operand]
        if font is None:
            return ""
        key = font.objgen
        if key not in self.cmaps:
            self.cmaps[key] = to_unicode(font)
        cmap = self.cmaps[key]
        wide = font.get("/Subtype") == "/Type0"
        used = self.glyphs.setdefault(key, set())
        said: list[str] = []
        for string in strings:
            raw = bytes(string)
            codes = [raw[i] << 8 | raw[i + 1] for i in range(0, len(raw) - 1, 2)] if wide else raw
            used.update(codes)
            said += [cmap.get(code, "\ufffd") for code in codes]
        return "".join(said)


def to_unicode(font: Any) -> dict[int, str]:
    """Code → text of a font's ToUnicode CMap."""
    stream = font.get("/ToUnicode")
    if stream is None:
        return {}
    source = stream.read_bytes().decode("ascii", "replace")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = _utf16(text)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.S):
        for low, high, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = _utf16(text)
            for i in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + i] = start[:-1] + chr(ord(start[-1]) + i)
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "replace")


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _plain(value: Any) -> Any:
    if _is_array(value):
        return tuple(_plain(v) for v in value)
    text = str(value)
    return text[1:] if text.startswith("/") else text


def _is_array(value: Any) -> bool:
    import pikepdf

    return isinstance(value, (pikepdf.Array, list, tuple))


def _is_dictionary(value: Any) -> bool:
    import pikepdf

    return isinstance(value, (pikepdf.Dictionary, pikepdf.Stream, dict))


def _is_number(value: Any) -> bool:
    from decimal import Decimal

    return isinstance(value, (int, float, Decimal))
