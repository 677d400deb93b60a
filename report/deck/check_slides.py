"""What must hold on every slide: ids, titles, placeholders, alt text, language, links, sizes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

from report.deck.check import A, C, Fault, P, Package, R, main_part, slide_ids

SHAPES = ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
SMALLEST = 1000
"""Hundredths of a point: no text on a slide is smaller."""
THEME_FACE = re.compile(r"\+m[jn]-(lt|ea|cs)")


def check_slides(package: Package, *, ours: bool) -> Iterator[Fault]:
    """Faults of all slides, their notes and their titles among each other."""
    titles: Counter[str] = Counter()
    size = _slide_size(package)
    listed = [name for _, name in slide_ids(package) if name]
    for number, name in enumerate(listed, 1):
        root = package.tree(name)
        if root is None:
            yield Fault("slide", name, "cannot be read")
            continue
        title = _title_text(root)
        titles[title] += 1
        yield from _ids(root, name)
        yield from _tables(root, name)
        yield from _links(package, root, name, listed)
        yield from _layout(package, root, name)
        yield from _frames(root, name, size)
        if ours:
            yield from _title(root, name, title)
            yield from _placeholders(root, name)
            yield from _alternatives(root, name)
            yield from _text(root, name)
            yield from _hard_coded(root, name)
            yield from _folio(root, name, number)
        yield from _notes(package, name, ours=ours)
    if ours:
        for title, count in titles.items():
            if title and count > 1:
                yield Fault("title", "", f"{count} slides are called {title!r}")


def _slide_size(package: Package) -> tuple[int, int]:
    root = package.tree(main_part(package))
    entry = root.find(f"{P}sldSz") if root is not None else None
    if entry is None:
        return (0, 0)
    return int(entry.get("cx", 0)), int(entry.get("cy", 0))


def _shapes(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """All shapes of a slide, those in groups included, in reading order."""
    for element in root.iter():
        if element.tag.startswith(P) and element.tag[len(P) :] in SHAPES:
            yield element


def _properties(shape: ElementTree.Element) -> ElementTree.Element | None:
    """``p:cNvPr`` of a shape."""
    return shape.find(f"*/{P}cNvPr")


def _mark(shape: ElementTree.Element) -> ElementTree.Element | None:
    """``p:ph`` of a shape."""
    return shape.find(f"*/{P}nvPr/{P}ph")


def _is_title(shape: ElementTree.Element) -> bool:
    mark = _mark(shape)
    return mark is not None and mark.get("type") in ("title", "ctrTitle")


def _words(element: ElementTree.Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{A}t"))


def _title_text(root: ElementTree.Element) -> str:
    return next((_words(shape) for shape in _shapes(root) if _is_title(shape)), "")


def _ids(root: ElementTree.Element, name: str) -> Iterator[Fault]:
    ids = [e.get("id", "") for e in root.iter(f"{P}cNvPr")]
    for number, count in Counter(ids).items():
        if count > 1:
            yield Fault("shape-id", name, f"shape id {number} is used {count} times")
        if not number.isdigit() or int(number) < 1:
            yield Fault("shape-id", name, f"shape id {number!r} is no positive number")


def _title(root: ElementTree.Element, name: str, title: str) -> Iterator[Fault]:
    if not title.strip():
        yield Fault("title", name, "no title")
        return
    first = next(_shapes(root), None)
    if first is None or not _is_title(first):
        yield Fault("reading-order", name, "the title does not come first")


def _placeholders(root: ElementTree.Element, name: str) -> Iterator[Fault]:
    for shape in _shapes(root):
        mark = _mark(shape)
        if mark is not None and shape.tag == f"{P}sp" and not _words(shape).strip():
            which = f"{mark.get('type', 'obj')} {mark.get('idx', 0)}"
            yield Fault("empty-placeholder", name, which)


def _alternatives(root: ElementTree.Element, name: str) -> Iterator[Fault]:
    inside: set[ElementTree.Element] = set()
    for shape in _shapes(root):
        if shape.tag == f"{P}grpSp":
            inside.update(e for e in shape.iter() if e is not shape)
    for shape in _shapes(root):
        properties = _properties(shape)
        if properties is None or shape in inside:
            continue
        decorative = properties.find(f".//{DECORATIVE}") is not None
        described = bool(properties.get("descr", "").strip())
        kind = shape.tag[len(P) :]
        label = properties.get("name", "")
        if decorative and described:
            yield Fault("alt", name, f"{label!r} is decorative and has alt text")
        if decorative or described:
            continue
        if kind in ("pic", "graphicFrame", "grpSp"):
            yield Fault("alt", name, f"{label!r} ({kind}) has no alt text")
        elif kind == "cxnSp" or not _words(shape).strip():
            yield Fault("alt", name, f"{label!r} is neither text nor marked decorative")


def _text(root: ElementTree.Element, name: str) -> Iterator[Fault]:
    for run in (*root.iter(f"{A}r"), *root.iter(f"{A}fld")):
        properties = run.find(f"{A}rPr")
        words = _words(run)
        if properties is None or not properties.get("lang"):
            yield Fault("language", name, f"{words[:20]!r} says no language")
        size = properties.get("sz") if properties is not None else None
        if size and int(size) < SMALLEST:
            yield Fault("small-text", name, f"{words[:20]!r} is {int(size) / 100:g} pt")


def _hard_coded(root: ElementTree.Element, name: str) -> Iterator[Fault]:
    for element in root.iter():
        tag = element.tag.rsplit("}", 1)[-1]
        if tag in ("srgbClr", "sysClr", "prstClr", "hslClr", "scrgbClr"):
            yield Fault("hard-coded", name, f"colour {element.get('val')}")
        elif tag in ("latin", "ea", "cs", "sym", "buFont"):
            face = element.get("typeface", "")
            if face and not THEME_FACE.fullmatch(face):
                yield Fault("hard-coded", name, f"typeface {face!r}")


def _folio(root: ElementTree.Element, name: str, number: int) -> Iterator[Fault]:
    for field in root.iter(f"{A}fld"):
        if field.get("type") == "slidenum" and _words(field) != str(number):
            yield Fault("slide-number", name, f"says {_words(field)!r} on slide {number}")
    for shape in _shapes(root):
        mark = _mark(shape)
        if mark is not None and mark.get("type") == "sldNum" and shape.find(f".//{A}fld") is None:
            yield Fault("slide-number", name, "is typed, not live")


def _tables(root: ElementTree.Element, name: str) -> Iterator[Fault]:
    for table in root.iter(f"{A}tbl"):
        columns = len(table.findall(f"{A}tblGrid/{A}gridCol"))
        for row, entry in enumerate(table.iterfind(f"{A}tr"), 1):
            cells = len(entry.findall(f"{A}tc"))
            if cells != columns:
                yield Fault("table", name, f"row {row} has {cells} cells for {columns} columns")
        properties = table.find(f"{A}tblPr")
        if properties is None or properties.get("firstRow") != "1":
            yield Fault("table", name, "no header row")


def _links(
    package: Package, root: ElementTree.Element, name: str, listed: list[str]
) -> Iterator[Fault]:
    relations = package.relations(name)
    for link in root.iter(f"{A}hlinkClick"):
        relation = relations.get(link.get(f"{R}id", ""))
        action = link.get("action", "")
        if relation is None:
            yield Fault("link", name, "leads nowhere")
        elif relation.kind == "slide":
            if not action.startswith("ppaction://hlinksldjump"):
                yield Fault("link", name, "a jump to a slide without its action")
            if relation.target not in listed:
                yield Fault("link", name, f"leads to {relation.target}, which is no slide of it")
        elif not relation.external:
            yield Fault("link", name, f"leads to {relation.target}")


def _layout(package: Package, root: ElementTree.Element, name: str) -> Iterator[Fault]:
    layouts = package.related(name, "slideLayout")
    if len(layouts) != 1:
        yield Fault("layout", name, f"{len(layouts)} layouts")
        return
    tree = package.tree(layouts[0])
    if tree is None:
        return
    have = {
        (mark.get("idx", "0"), _kind(mark)) for mark in tree.iter(f"{P}ph")
    }  # fmt: skip
    indices = {index for index, _ in have}
    seen: Counter[str] = Counter()
    for shape in _shapes(root):
        mark = _mark(shape)
        if mark is None:
            continue
        index = mark.get("idx", "0")
        seen[index] += 1
        if index not in indices:
            yield Fault("placeholder", name, f"index {index} is not in its layout")
        elif (index, _kind(mark)) not in have:
            yield Fault("placeholder", name, f"index {index} is of another type in its layout")
    for index, count in seen.items():
        if count > 1:
            yield Fault("placeholder", name, f"index {index} is filled {count} times")


def _kind(mark: ElementTree.Element) -> str:
    kind = mark.get("type", "obj")
    return "title" if kind == "ctrTitle" else kind


def _frames(root: ElementTree.Element, name: str, size: tuple[int, int]) -> Iterator[Fault]:
    width, height = size
    slack = 12_700
    tree = root.find(f"{P}cSld/{P}spTree")
    for shape in tree if tree is not None else ():
        frame = shape.find(f"{P}spPr/{A}xfrm")
        if frame is None:
            frame = shape.find(f"{P}xfrm")
        if frame is None:
            frame = shape.find(f"{P}grpSpPr/{A}xfrm")
        offset = frame.find(f"{A}off") if frame is not None else None
        extent = frame.find(f"{A}ext") if frame is not None else None
        if frame is None or offset is None or extent is None:
            continue
        x, y = int(offset.get("x", 0)), int(offset.get("y", 0))
        w, h = int(extent.get("cx", 0)), int(extent.get("cy", 0))
        if round(int(frame.get("rot", 0)) / 5_400_000) % 2:  # lies on its side
            x, y, w, h = x + (w - h) // 2, y + (h - w) // 2, h, w
        properties = _properties(shape)
        label = properties.get("name", "") if properties is not None else ""
        if w < 0 or h < 0:
            yield Fault("frame", name, f"{label!r} has a negative size")
        elif x < -slack or y < -slack or x + w > width + slack or y + h > height + slack:
            yield Fault("frame", name, f"{label!r} reaches beyond the slide")


def _notes(package: Package, name: str, *, ours: bool) -> Iterator[Fault]:
    pages = package.related(name, "notesSlide")
    if len(pages) > 1:
        yield Fault("notes", name, f"{len(pages)} notes pages")
    for page in pages:
        if package.related(page, "slide") != [name]:
            yield Fault("notes", page, f"does not lead back to {name}")
        root = package.tree(page)
        if ours and root is not None and not _words(root).strip():
            yield Fault("notes", page, "empty")


def chart_frames(root: ElementTree.Element) -> list[str]:
    """Relationship ids of the charts on a slide."""
    return [e.get(f"{R}id", "") for e in root.iter(f"{C}chart") if e.get(f"{R}id")]
