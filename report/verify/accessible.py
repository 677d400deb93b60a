"""A tagged PDF → faults that a validator does not see: what the structure says, not its syntax.

Each rule is a function from an opened file to findings; :data:`RULES` lists them. They hold for
any tagged PDF of ours, and need no more than the file (and ``pikepdf``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from report.record import record
from report.verify.outcome import Finding, Outcome, verdict
from report.verify.structure import Leaf, Link, Node, Reader, Tree, to_unicode

SUFFIXES = "png|jpe?g|gif|tiff?|webp|svg|bmp|pdf|eps|csv|tsv|xlsx?|ya?ml|docx?|pptx?"
FILE_NAME = re.compile(rf"(?i)^\S*\.({SUFFIXES})$|[\\/]\w+\.\w{{2,4}}$")
UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]")
HEADING = re.compile(r"H[1-6]$")
LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?$")
HOLLOW = frozenset({"TD", "TH"})
"""Elements that may be empty."""


@record
class Opened:
    """A PDF with its structure read."""

    pdf: Any
    tree: Tree
    reader: Any

    @property
    def root(self) -> Node:
        """The document element; an empty one where there is none."""
        return self.tree.root or Node("Document", "Document")

    def destination_page(self, value: Any) -> int | None:
        """Page (from 0) of an explicit or named destination."""
        named = self.reader.destinations.get(str(value)) if not _is_list(value) else value
        return None if named is None else self.reader.number.get(named[0].objgen)


Rule = Callable[[Opened], Iterator[Finding]]


def check_structure(path: Path) -> Outcome:
    """All rules on one file."""
    check = "structure (own checks)"
    try:
        import pikepdf
    except ImportError:
        return Outcome(path, check, "absent", (), "install the Python package pikepdf")
    try:
        with pikepdf.open(path) as pdf:
            reader = Reader(pdf)
            opened = Opened(pdf, reader.tree(), reader)
            findings = tuple(f for rule in RULES for f in rule(opened))
    except pikepdf.PdfError as error:
        findings = (Finding("unreadable", str(error)),)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # A file of somebody else's whose structure is not what ISO 32000-1 says.
        findings = (Finding("malformed", f"{type(error).__name__}: {error}"),)
    return verdict(path, check, findings)


def _is_list(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Array)


def _where(node: Node) -> str:
    page = node.page
    return f"{node.own_role} on page {page + 1}" if page is not None else node.own_role


# -- the document ------------------------------------------------------------------------------


def tagged(opened: Opened) -> Iterator[Finding]:
    """There is a tree, its top is one Document, the catalog says so."""
    root = opened.pdf.Root
    if opened.tree.root is None:
        yield Finding("untagged", "the file has no structure tree")
        return
    if opened.root.role != "Document":
        yield Finding("no-document", f"the tree starts with {opened.root.own_role}")
    if not (root.get("/MarkInfo") or {}).get("/Marked"):
        yield Finding("not-marked", "MarkInfo does not say that the file is tagged")


def described(opened: Opened) -> Iterator[Finding]:
    """Title, its display, language; page labels from the first page on."""
    root = opened.pdf.Root
    title = str(opened.pdf.docinfo.get("/Title", "")).strip()
    if not title:
        yield Finding("no-title", "the Info dictionary has no title")
    elif FILE_NAME.search(title):
        yield Finding("title-is-file-name", f"the title is {title!r}")
    if not (root.get("/ViewerPreferences") or {}).get("/DisplayDocTitle"):
        yield Finding("title-hidden", "viewers show the file name, not the title")
    if not LANGUAGE.match(str(root.get("/Lang", ""))):
        yield Finding("no-language", f"the document's language is {str(root.get('/Lang', ''))!r}")
    labels = root.get("/PageLabels")
    if labels is not None and (labels.get("/Nums") is None or int(labels.Nums[0]) != 0):
        yield Finding("labels-incomplete", "page labels do not start with the first page")


def metadata_agrees(opened: Opened) -> Iterator[Finding]:
    """What Info says, XMP says (ISO 19005-2, 6.6.3)."""
    info = opened.pdf.docinfo
    with opened.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        pairs = (
            ("/Title", "dc:title"),
            ("/Author", "dc:creator"),
            ("/Subject", "dc:description"),
            ("/Keywords", "pdf:Keywords"),
            ("/Creator", "xmp:CreatorTool"),
            ("/Producer", "pdf:Producer"),
        )
        for key, name in pairs:
            said, also = str(info.get(key, "")), xmp.get(name, "")
            also = ", ".join(also) if isinstance(also, (list, set)) else str(also)
            if said != also:
                yield Finding("metadata-differs", f"{key[1:]} is {said!r}, {name} is {also!r}")
        for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
            said = re.sub(r"\D", "", str(info.get(key, "")))[:14]
            also = re.sub(r"\D", "", str(xmp.get(name, "")))[:14]
            if said != also:
                yield Finding("metadata-differs", f"{key[1:]} is {said}, {name} is {also}")


def outline_equals_headings(opened: Opened) -> Iterator[Finding]:
    """Every entry is a heading's text, in order, at its page; no chapter is left out."""
    headings = [n for n in opened.root.walk() if HEADING.match(n.role)]
    entries: list[tuple[str, int | None]] = []
    with opened.pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            page = None
            if item.destination is not None:
                page = opened.destination_page(item.destination)
            entries.append((_squeezed(item.title), page))
            waiting[:0] = item.children
    place = 0
    for title, page in entries:
        found = next(
            (i for i in range(place, len(headings)) if _squeezed(headings[i].text) == title), None
        )
        if found is None:
            yield Finding("outline-differs", f"outline entry {title!r} is no heading in order")
            continue
        place = found + 1
        if page is None:
            yield Finding("outline-dead", f"outline entry {title!r} leads nowhere")
        elif headings[found].page not in (page, None):
            yield Finding("outline-page", f"outline entry {title!r} leads to page {page + 1}")
    titles = [title for title, _ in entries]
    if entries:
        for node in headings:
            chapter = node.role == "H1" and node.parent and node.parent.role == "Sect"
            if chapter and _squeezed(node.text) not in titles:
                yield Finding("outline-incomplete", f"no outline entry for {node.text!r}")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# -- contents ----------------------------------------------------------------------------------


def all_text_has_a_place(opened: Opened) -> Iterator[Finding]:
    """Whatever is painted is in the tree once, or an artifact."""
    if opened.tree.root is None:
        return  # said once, not for every line
    for page, text in opened.tree.loose:
        said = repr(text[:40]) if text else "a line or an area"
        yield Finding("untagged-content", f"{said} is neither content nor artifact", _on(page))
    for page, mcid, text in opened.tree.unclaimed:
        yield Finding("unclaimed", f"{text[:40]!r} is in no element", f"MCID {mcid}, {_on(page)}")
    seen: set[tuple[int, int]] = set()
    for node in opened.root.walk():
        for kid in node.kids:
            if not isinstance(kid, Leaf):
                continue
            key = (kid.page, kid.mcid)
            if key in seen:
                yield Finding("claimed-twice", f"{kid.text[:40]!r} is read twice", _where(node))
            elif not kid.painted:
                yield Finding("dangling", f"MCID {kid.mcid} holds nothing", _where(node))
            seen.add(key)


def _on(page: int) -> str:
    return f"page {page + 1}"


def no_unreadable_text(opened: Opened) -> Iterator[Finding]:
    """Every glyph has a character; none is private or a replacement (PDF/A-2, 6.2.11.7)."""
    for node in opened.root.walk():
        if node.actual_text is not None:
            continue
        own = "".join(k.text for k in node.kids if isinstance(k, Leaf))
        if bad := UNREADABLE.findall(own):
            yield Finding("no-text", f"{len(bad)} glyphs stand for no character", _where(node))


def headings_in_order(opened: Opened) -> Iterator[Finding]:
    """The first heading is H1 and no level is skipped (PDF/UA-1, 7.4.2)."""
    level = 0
    for node in opened.root.walk():
        if not HEADING.match(node.role):
            continue
        here = int(node.role[1])
        if here > level + 1:
            yield Finding("heading-skipped", f"H{here} {node.text!r} after H{level}", _where(node))
        level = here


def no_empty_elements(opened: Opened) -> Iterator[Finding]:
    """An element holds something; a heading, label, caption or link holds text."""
    spoken = {"P", "Lbl", "Caption", "Link", "Reference", "Note", "BlockQuote", "LBody"}
    for node in opened.root.walk():
        if node.role in HOLLOW:
            continue
        if not node.kids:
            yield Finding("empty", f"{node.own_role} holds nothing", _where(node.parent or node))
            continue
        silent = (node.role in spoken or HEADING.match(node.role)) and not node.text.strip()
        if silent and not node.find("Figure", "Formula"):
            yield Finding("empty", f"{node.own_role} holds no text", _where(node))


def nesting(opened: Opened) -> Iterator[Finding]:
    """Lists, tables and contents are built as ISO 32000-1, 14.8.4.3 says."""
    for node in opened.root.walk():
        roles = [k.role for k in node.kids if isinstance(k, Node)]
        allowed = CHILDREN.get(node.role)
        if allowed is not None:
            for role in roles:
                if role not in allowed:
                    yield Finding("nesting", f"{role} directly in {node.role}", _where(node))
            if node.role != "LBody" and any(isinstance(k, Leaf) for k in node.kids):
                yield Finding("nesting", f"text directly in {node.role}", _where(node))
        if node.role == "LI" and "LBody" not in roles:
            yield Finding("list-item", "a list item without LBody", _where(node))
        parents = PARENTS.get(node.role)
        if parents is not None and (node.parent is None or node.parent.role not in parents):
            above = node.parent.role if node.parent else "nothing"
            yield Finding("nesting", f"{node.role} in {above}", _where(node))


CHILDREN = {
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOCI", "TOC", "Caption"},
}
PARENTS = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TOCI": {"TOC"},
}


def tables(opened: Opened) -> Iterator[Finding]:
    """A table has heads with scope, once, and rows of one width."""
    for table in opened.root.find("Table"):
        rows = table.find("TR")
        heads = [cell for row in rows for cell in row.find("TH")]
        if not heads:
            yield Finding("table-without-heads", "no cell of the table is a head", _where(table))
        for cell in heads:
            if "Scope" not in cell.attributes and cell.id is None:
                yield Finding("head-without-scope", f"TH {cell.text!r}", _where(table))
        said: set[tuple[str, ...]] = set()
        for row in rows:
            cells = [k for k in row.kids if isinstance(k, Node)]
            column = all(c.role == "TH" and c.attributes.get("Scope") == "Column" for c in cells)
            texts = tuple(c.text for c in cells)
            if column and cells and texts in said:
                yield Finding(
                    "head-repeated", f"the head {'|'.join(texts)!r} is read again", _where(table)
                )
            if column:
                said.add(texts)
        widths = set(_widths(rows))
        if len(widths) > 1:
            yield Finding("ragged-table", f"rows of {sorted(widths)} columns", _where(table))


def _widths(rows: list[Node]) -> Iterator[int]:
    """Columns of each row, spans from above counted."""
    hanging: list[int] = []
    for row in rows:
        width = sum(1 for left in hanging if left > 0)
        hanging = [left - 1 for left in hanging if left > 1]
        for cell in (k for k in row.kids if isinstance(k, Node)):
            columns = int(cell.attributes.get("ColSpan", 1))
            width += columns
            down = int(cell.attributes.get("RowSpan", 1))
            hanging += [down - 1] * columns if down > 1 else []
        yield width


def figures(opened: Opened) -> Iterator[Finding]:
    """A figure says in words what it shows, and where it stands."""
    told: dict[str, Node] = {}
    for figure in opened.root.find("Figure"):
        alt = (figure.alt or "").strip()
        if not alt and figure.actual_text is None:
            yield Finding("no-alt", "a figure without alternative text", _where(figure))
        elif FILE_NAME.search(alt):
            yield Finding("alt-is-file-name", f"alternative text {alt!r}", _where(figure))
        elif len(alt) < 4:
            yield Finding("alt-says-nothing", f"alternative text {alt!r}", _where(figure))
        elif alt in told:
            yield Finding("alt-repeated", f"two figures say {alt[:40]!r}", _where(figure))
        told[alt] = figure
        if "BBox" not in figure.attributes:
            yield Finding("no-bbox", "a figure without its place", _where(figure))


def links(opened: Opened) -> Iterator[Finding]:
    """A link is in a Link with its text, says where it goes, and goes there."""
    owned: set[int] = set()
    count = 0
    for node in opened.root.walk():
        objects = [k for k in node.kids if isinstance(k, Link)]
        if node.role == "Link":
            if not objects:
                yield Finding("link-without-annotation", f"Link {node.text!r}", _where(node))
            if not node.text.strip():
                yield Finding("link-without-text", "a Link that says nothing", _where(node))
        for link in objects:
            count += 1
            owned.add(link.page)
            if node.role not in ("Link", "Note", "Reference") and link.subtype == "Link":
                yield Finding("link-outside", f"an annotation in {node.own_role}", _where(node))
            said = link.contents.strip()
            if not said:
                yield Finding(
                    "link-silent", f"the link {node.text!r} has no Contents", _where(node)
                )
            elif re.fullmatch(r"[\d\s.\-–—·…]+|(?i:here|link|click here|点击|链接|此处)", said):
                yield Finding("link-vague", f"the link says only {said!r}", _where(node))
            if not link.target:
                yield Finding("link-dead", f"the link {said!r} leads nowhere", _where(node))
    placed = sum(len(page.get("/Annots") or ()) for page in opened.pdf.pages)
    if placed != count:
        yield Finding("annotation-untagged", f"{placed} annotations on pages, {count} in the tree")


def notes(opened: Opened) -> Iterator[Finding]:
    """A note has an id of its own."""
    seen: set[str] = set()
    for note in opened.root.find("Note"):
        if not note.id or note.id in seen:
            yield Finding("note-without-id", f"Note {note.text[:20]!r}", _where(note))
        seen.add(note.id or "")


def languages(opened: Opened) -> Iterator[Finding]:
    """Languages are BCP 47 tags."""
    for node in opened.root.walk():
        if node.language is not None and not LANGUAGE.match(node.language):
            yield Finding("bad-language", f"language {node.language!r}", _where(node))


def pages(opened: Opened) -> Iterator[Finding]:
    """Tab order follows the structure; the boxes lie within each other."""
    for i, page in enumerate(opened.pdf.pages):
        if page.get("/Tabs") != "/S":
            yield Finding("tab-order", "the tab order is not that of the structure", _on(i))
        media = [float(v) for v in page.MediaBox]
        for inner, outer in (("/TrimBox", "/BleedBox"), ("/BleedBox", "/MediaBox")):
            a = [float(v) for v in page.get(inner, media)]
            b = [float(v) for v in page.get(outer, media)]
            if a[0] < b[0] - 0.01 or a[1] < b[1] - 0.01 or a[2] > b[2] + 0.01 or a[3] > b[3] + 0.01:
                yield Finding("boxes", f"{inner[1:]} lies outside of {outer[1:]}", _on(i))


def fonts(opened: Opened) -> Iterator[Finding]:
    """Fonts are embedded subsets with short ToUnicode blocks; no glyph is .notdef."""
    for key, used in opened.tree.glyphs.items():
        font = opened.pdf.get_object(key)
        name = str(font.get("/BaseFont", "a font"))[1:]
        kind = font.get("/Subtype")
        if kind == "/Type3":
            yield Finding("type-3", f"{name} is a Type 3 font")
            continue
        cid = font.DescendantFonts[0] if kind == "/Type0" else font
        descriptor = cid.get("/FontDescriptor") or {}
        if not any(f"/FontFile{n}" in descriptor for n in ("", "2", "3")):
            yield Finding("not-embedded", f"{name} is not embedded")
        mapping = to_unicode(font)
        if lost := sorted(used - mapping.keys()):
            yield Finding("no-unicode", f"{name}: no character for codes {lost[:5]}")
        if "/ToUnicode" in font:
            source = font.ToUnicode.read_bytes().decode("ascii", "replace")
            if any(int(n) > 100 for n in re.findall(r"(\d+)\s+beginbf", source)):
                yield Finding("long-block", f"{name}: more than 100 entries in a ToUnicode block")
        table = cid.get("/CIDToGIDMap")
        if hasattr(table, "read_bytes"):
            raw = table.read_bytes()
            if any(raw[2 * c : 2 * c + 2] in (b"", b"\0\0") for c in used):
                yield Finding("notdef", f"{name}: a glyph drawn is .notdef")
        elif 0 in used:
            yield Finding("notdef", f"{name}: a glyph drawn is .notdef")


RULES: tuple[Rule, ...] = (
    tagged,
    described,
    metadata_agrees,
    outline_equals_headings,
    all_text_has_a_place,
    no_unreadable_text,
    headings_in_order,
    no_empty_elements,
    nesting,
    tables,
    figures,
    links,
    notes,
    languages,
    pages,
    fonts,
)
