"""A deck's bytes → the faults that schema validators do not see.

Reads the package on its own (zip and ElementTree, nothing of the writer's), so that it also judges
decks that were edited since. Package and presentation are checked here, slides in
``check_slides``, charts in ``check_charts``.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from report.record import record

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_GUID = re.compile(r"\{[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}\}")


@record
class Fault:
    """One fault: the rule's name, the part it is in, and what is wrong there."""

    rule: str
    part: str
    message: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.part}: {self.rule}: {self.message}"


@record
class Relation:
    """A relationship as its part states it."""

    kind: str
    """Last word of its type: ``slide``, ``chart`` …"""
    target: str
    """Absolute part name, or an address if external."""
    external: bool


class Package:
    """The parts of a package, parsed when asked for."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(BytesIO(data))
        self.names = [f"/{name}" for name in self.archive.namelist()]
        self._trees: dict[str, ElementTree.Element | None] = {}
        self._relations: dict[str, dict[str, Relation]] = {}

    def blob(self, name: str) -> bytes:
        """Bytes of a part; ``KeyError`` if it is absent."""
        return self.archive.read(name[1:])

    def tree(self, name: str) -> ElementTree.Element | None:
        """Root element of a part; None where it is absent or not well-formed."""
        if name not in self._trees:
            try:
                self._trees[name] = ElementTree.fromstring(self.blob(name))
            except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, OSError):
                self._trees[name] = None
        return self._trees[name]

    def relations(self, name: str) -> dict[str, Relation]:
        """Relationships of a part (``/`` is the package) by id."""
        if name not in self._relations:
            folder, _, file = name.rpartition("/")
            root = self.tree(f"{folder}/_rels/{file}.rels")
            found: dict[str, Relation] = {}
            for row in root.iter(RELATION) if root is not None else ():
                external = row.get("TargetMode") == "External"
                target = row.get("Target", "")
                if not external:
                    target = posixpath.normpath(posixpath.join(folder or "/", target))
                kind = row.get("Type", "").rsplit("/", 1)[-1]
                found[row.get("Id", "")] = Relation(kind, target, external)
            self._relations[name] = found
        return self._relations[name]

    def related(self, name: str, kind: str) -> list[str]:
        """Targets of a part's relationships of one kind."""
        return [r.target for r in self.relations(name).values() if r.kind == kind]

    def slides(self) -> list[str]:
        """Slides in the order of the presentation."""
        return [target for _, target in slide_ids(self)]


def main_part(package: Package) -> str:
    """Name of the presentation part; "" where the package names none."""
    found = package.related("/", "officeDocument")
    return found[0] if found else ""


def slide_ids(package: Package) -> list[tuple[str, str]]:
    """(id, part name) of each listed slide."""
    main = main_part(package)
    root = package.tree(main) if main else None
    if root is None:
        return []
    relations = package.relations(main)
    result: list[tuple[str, str]] = []
    for entry in root.iterfind(f"{P}sldIdLst/{P}sldId"):
        relation = relations.get(entry.get(f"{R}id", ""))
        result.append((entry.get("id", ""), relation.target if relation else ""))
    return result


def check_deck(source: bytes | Path, *, ours: bool = True) -> tuple[Fault, ...]:
    """All faults of a deck; ``ours``: also what we promise beyond the standard."""
    from report.deck.check_charts import check_charts
    from report.deck.check_slides import check_slides

    data = source if isinstance(source, bytes) else source.read_bytes()
    try:
        package = Package(data)
        broken = package.archive.testzip()
    except (zipfile.BadZipFile, zlib.error, OSError) as fault:
        return (Fault("zip", "", str(fault)),)
    if broken:
        return (Fault("zip", f"/{broken}", "damaged data"),)
    faults = [*_members(package), *_reachable(package), *_types(package)]
    faults += _presentation(package, ours=ours)
    faults += check_slides(package, ours=ours)
    faults += check_charts(package, ours=ours)
    return tuple(dict.fromkeys(faults))


# --- package ---------------------------------------------------------------------------------


def _members(package: Package) -> Iterator[Fault]:
    for name, count in Counter(n.lower() for n in package.names).items():
        if count > 1:
            yield Fault("duplicate-part", name, f"{count} members of this name")
    for entry in package.archive.infolist():
        if entry.date_time != (1980, 1, 1, 0, 0, 0):
            yield Fault("clock", f"/{entry.filename}", f"dated {entry.date_time}")
    for name in package.names:
        if name.endswith((".xml", ".rels")) and package.tree(name) is None:
            yield Fault("well-formed", name, "not well-formed XML")


def _reachable(package: Package) -> Iterator[Fault]:
    known = set(package.names)
    reached: set[str] = set()
    pending = ["/"]
    while pending:
        name = pending.pop()
        for rid, relation in package.relations(name).items():
            if relation.external or relation.target in reached:
                continue
            if relation.target not in known:
                yield Fault("dangling-relation", name, f"{rid} leads to {relation.target}")
                continue
            reached.add(relation.target)
            pending.append(relation.target)
    for name in package.names:
        if name not in reached and not name.endswith(".rels") and name != "/[Content_Types].xml":
            yield Fault("phantom-part", name, "nothing leads to it")
    for name in reached:
        root = package.tree(name) if name.endswith(".xml") else None
        if root is None:
            continue
        used = {
            value for element in root.iter() for key, value in element.attrib.items()
            if key.startswith(R) and value
        }  # fmt: skip
        have = package.relations(name)
        for rid in sorted(used - set(have)):
            yield Fault("undefined-relation", name, f"{rid} is used and not defined")
        if re.search(r"/slides/[^/]+$", name):
            implied = {"slideLayout", "notesSlide"}
            for rid in sorted(set(have) - used):
                if have[rid].kind not in implied:
                    yield Fault("unused-relation", name, f"{rid} ({have[rid].kind}) is not used")


def _types(package: Package) -> Iterator[Fault]:
    root = package.tree("/[Content_Types].xml")
    if root is None:
        yield Fault("content-type", "/[Content_Types].xml", "missing")
        return
    defaults = {e.get("Extension", "").lower() for e in root.iter(f"{TYPES}Default")}
    overrides = [e.get("PartName", "") for e in root.iter(f"{TYPES}Override")]
    for name, count in Counter(overrides).items():
        if count > 1:
            yield Fault("content-type", name, "declared twice")
        if name not in package.names:
            yield Fault("content-type", name, "declared and absent")
    for name in package.names:
        if name == "/[Content_Types].xml" or name in overrides:
            continue
        extension = name.rsplit(".", 1)[-1].lower()
        if extension not in defaults:
            yield Fault("content-type", name, "no content type")
        elif extension == "xml" and not name.endswith(".rels"):
            yield Fault("content-type", name, "an XML part needs a type of its own")


# --- presentation ----------------------------------------------------------------------------


def _presentation(package: Package, *, ours: bool) -> Iterator[Fault]:
    main = main_part(package)
    root = package.tree(main) if main else None
    if root is None:
        yield Fault("presentation", main, "no presentation part")
        return
    listed = slide_ids(package)
    ids = [number for number, _ in listed]
    for number, count in Counter(ids).items():
        if count > 1:
            yield Fault("slide-id", main, f"slide id {number} is used {count} times")
        if not number.isdigit() or not 256 <= int(number) < 2**31:
            yield Fault("slide-id", main, f"slide id {number} is out of range")
    for number, target in listed:
        if "slide" not in {r.kind for r in package.relations(main).values() if r.target == target}:
            yield Fault("slide-id", main, f"slide id {number} leads to no slide")
    for target, count in Counter(t for _, t in listed).items():
        if count > 1:
            yield Fault("slide-id", main, f"{target} is listed {count} times")
    for target in package.related(main, "slide"):
        if target not in {t for _, t in listed}:
            yield Fault("slide-id", main, f"{target} is not listed")
    yield from _layout_ids(package, main, root)
    # What has no slides is a template: it has no sections yet, and whose title it bears is open.
    yield from _sections(root, main, ids, ours=ours and bool(ids))
    if ours:
        if ids:
            yield from _properties(package)
        yield from _theme(package)


def _layout_ids(package: Package, main: str, root: ElementTree.Element) -> Iterator[Fault]:
    numbers = [e.get("id", "") for e in root.iterfind(f"{P}sldMasterIdLst/{P}sldMasterId")]
    for master in package.related(main, "slideMaster"):
        tree = package.tree(master)
        if tree is not None:
            numbers += [e.get("id", "") for e in tree.iterfind(f"{P}sldLayoutIdLst/{P}sldLayoutId")]
    for number, count in Counter(numbers).items():
        if count > 1:
            yield Fault("layout-id", main, f"master or layout id {number} is used {count} times")


def _sections(
    root: ElementTree.Element, main: str, ids: list[str], *, ours: bool
) -> Iterator[Fault]:
    sections = list(root.iter(f"{P14}section"))
    if not sections:
        if ours:
            yield Fault("sections", main, "no sections")
        return
    members: list[str] = []
    for section in sections:
        name, guid = section.get("name", ""), section.get("id", "")
        if not _GUID.fullmatch(guid):
            yield Fault("sections", main, f"section {name!r}: {guid!r} is no upper-case GUID")
        own = [e.get("id", "") for e in section.iter(f"{P14}sldId")]
        for number in own:
            if number not in ids:
                yield Fault("sections", main, f"section {name!r} names the absent slide {number}")
        members += own
    guids = Counter(s.get("id") for s in sections)
    for guid, count in guids.items():
        if count > 1:
            yield Fault("sections", main, f"section id {guid} is used {count} times")
    for number, count in Counter(members).items():
        if count > 1:
            yield Fault("sections", main, f"slide {number} is in {count} sections")
    for number in ids:
        if number not in members:
            yield Fault("sections", main, f"slide {number} is in no section")
    kept = [number for number in members if number in ids]
    if kept != ids and sorted(kept) == sorted(ids):
        yield Fault("sections", main, "sections are not in the order of the slides")


def _properties(package: Package) -> Iterator[Fault]:
    found = package.related("/", "core-properties")
    root = package.tree(found[0]) if found else None
    if root is None:
        yield Fault("properties", "/docProps/core.xml", "no core properties")
        return
    terms = {e.tag.rsplit("}", 1)[-1]: (e.text or "") for e in root}
    for name in ("title", "language"):
        if not terms.get(name):
            yield Fault("properties", found[0], f"no {name}")


def _theme(package: Package) -> Iterator[Fault]:
    for master in package.related(main_part(package), "slideMaster"):
        for name in package.related(master, "theme"):
            root = package.tree(name)
            for font in ("majorFont", "minorFont"):
                face = None if root is None else root.find(f".//{A}{font}/{A}ea")
                if face is None or not face.get("typeface"):
                    yield Fault("theme-fonts", name, f"{font} has no East Asian typeface")
