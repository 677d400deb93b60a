"""Parts and their relationships → a zip whose bytes depend on its parts alone.

The package of a presentation (Open Packaging Conventions, ISO/IEC 29500-2) with fixed dates, order
and level. A relationship names its target, so that a part can be related before its target is
made and adding one never walks the others.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from struct import pack

from report.deck.ooxml import HEADER
from report.record import field, record

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument"
_BY_EXTENSION = {
    "bmp": "image/bmp",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
"""Media types that are said once for all parts of an extension; others are said part by part."""
_DATE, _TIME = 0x0021, 0x0000
"""1980-01-01 00:00, the earliest that zip can say."""
_STORED = (".png", ".jpg", ".jpeg", ".gif", ".zip")
"""Parts that no squeezing makes smaller."""


def write_zip(parts: Iterable[tuple[str, bytes]], *, level: int = 6) -> bytes:
    """A zip archive of (name, bytes) in the order given (APPNOTE 6.3.3, no zip64).

    At level 0 the members are stored as they are: for an archive that is itself squeezed as a
    part of another, where its members share one dictionary and their names cost nothing.
    """
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = count = 0
    for name, data in parts:
        raw = name.encode("utf-8")
        method, stored, check = 0, data, 0
        if data:
            check = zlib.crc32(data)
        if level and data and not name.lower().endswith(_STORED):
            squeeze = zlib.compressobj(level, zlib.DEFLATED, -15)
            method, stored = 8, squeeze.compress(data) + squeeze.flush()
        fields = pack(
            "<HHHHHIIIHH",
            20, 0x0800, method, _TIME, _DATE, check, len(stored), len(data), len(raw), 0,
        )  # fmt: skip
        head = b"PK\x03\x04" + fields + raw
        directory.append(b"PK\x01\x02\x14\x00" + fields + pack("<HHHII", 0, 0, 0, 0, offset) + raw)
        body += (head, stored)
        offset += len(head) + len(stored)
        count += 1
    listing = b"".join(directory)
    end = b"PK\x05\x06" + pack("<HHHHIIH", 0, 0, count, count, len(listing), offset, 0)
    return b"".join(body) + listing + end


@record
class Relation:
    """A relationship to a part or to an address."""

    rid: str
    kind: str
    """Its type: a whole URI."""
    target: str
    """Absolute name of a part (``/ppt/slides/slide1.xml``), or the address outside."""
    external: bool = False


@record(frozen=False)
class Part:
    """A part of the package with its relationships."""

    name: str
    """Absolute: ``/ppt/presentation.xml``."""
    content_type: str
    data: bytes
    relations: list[Relation] = field(default_factory=list)

    def relate(self, kind: str, target: str, *, external: bool = False) -> str:
        """Id of the relationship to a target; the same target has one id."""
        return relate(self.relations, kind, target, external=external)


def relate(relations: list[Relation], kind: str, target: str, *, external: bool = False) -> str:
    """Id of a relationship among others, made where there is none: the first that is free."""
    taken: set[str] = set()
    for known in relations:
        if known.target == target and known.kind == kind and known.external == external:
            return known.rid
        taken.add(known.rid)
    number = len(relations) + 1
    while f"rId{number}" in taken:
        number -= 1
    rid = f"rId{number}"
    relations.append(Relation(rid, kind, target, external))
    return rid


def package_bytes(parts: Iterable[Part], root: Iterable[Relation], *, level: int = 6) -> bytes:
    """A package of parts; ``root`` are its own relationships.

    ``[Content_Types].xml`` and the package relationships come first, then the parts by the number
    in their names, each followed by its relationships.
    """
    return write_zip(_members(parts, root), level=level)


def _members(parts: Iterable[Part], root: Iterable[Relation]) -> Iterable[tuple[str, bytes]]:
    ordered = sorted(parts, key=lambda part: _order(part.name))
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
    }
    overrides: list[tuple[str, str]] = []
    for part in ordered:
        extension = part.name.rpartition(".")[2].lower()
        if _BY_EXTENSION.get(extension) == part.content_type:
            defaults[extension] = part.content_type
        else:
            overrides.append((part.name, part.content_type))
    yield "[Content_Types].xml", _content_types(defaults, overrides)
    yield "_rels/.rels", _relations("/", root)
    for part in ordered:
        yield part.name[1:], part.data
        if part.relations:
            folder, _, file = part.name.rpartition("/")
            yield f"{folder[1:]}/_rels/{file}.rels", _relations(folder, part.relations)


def _order(name: str) -> tuple[str, int, str]:
    folder, _, file = name.rpartition("/")
    digits = "".join(c for c in file.split(".")[0] if c.isdigit())
    return ("" if name == "/ppt/presentation.xml" else folder, int(digits or 0), file)


def _content_types(defaults: dict[str, str], overrides: list[tuple[str, str]]) -> bytes:
    rows = [
        f'<Default Extension="{_attribute(e)}" ContentType="{_attribute(t)}"/>'
        for e, t in sorted(defaults.items())
    ]
    rows += [
        f'<Override PartName="{_attribute(n)}" ContentType="{_attribute(t)}"/>'
        for n, t in overrides
    ]
    return (f'{HEADER}<Types xmlns="{PACKAGE}/content-types">{"".join(rows)}</Types>').encode()


def _relations(folder: str, relations: Iterable[Relation]) -> bytes:
    def number(relation: Relation) -> tuple[int, str]:
        digits = relation.rid[3:]
        return (int(digits) if digits.isdigit() else 1 << 30, relation.rid)

    rows: list[str] = []
    for relation in sorted(relations, key=number):
        mode = ' TargetMode="External"' if relation.external else ""
        target = relation.target if relation.external else relative(relation.target, folder)
        rows.append(
            f'<Relationship Id="{_attribute(relation.rid)}" Type="{_attribute(relation.kind)}" '
            f'Target="{_attribute(target)}"{mode}/>'
        )
    return (
        f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'
    ).encode()


def relative(name: str, folder: str) -> str:
    """A part's absolute name as seen from a folder: ``../charts/chart1.xml``."""
    here, there = folder.strip("/").split("/") if folder.strip("/") else [], name[1:].split("/")
    same = 0
    while same < len(here) and same < len(there) - 1 and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:])


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
