"""Parts → a zip whose bytes depend on its parts alone: fixed dates, fixed order, fixed level.

Writes the package of a presentation that python-pptx holds (Open Packaging Conventions,
ISO/IEC 29500-2), and numbers new parts without walking the whole package for each.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache
from struct import pack
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pptx.opc.package import OpcPackage

_DATE, _TIME = 0x0021, 0x0000
"""1980-01-01 00:00, the earliest that zip can say."""
_STORED = (".png", ".jpg", ".jpeg", ".gif", ".xlsx", ".emf", ".wmf", ".zip")


def write_zip(
    parts: Iterable[tuple[str, bytes]], *, level: int = 6, constant: frozenset[str] = frozenset()
) -> bytes:
    """A zip archive of (name, bytes) in the order given (APPNOTE 6.3.3, no zip64).

    Members named in ``constant`` are the same in many archives and squeezed only once.
    """
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = count = 0
    for name, data in parts:
        raw = name.encode("utf-8")
        method, stored, check = 0, data, 0
        if name in constant:
            method, (stored, check) = 8, _squeezed_once(data, level)
        elif data and not name.lower().endswith(_STORED):
            method, (stored, check) = 8, _squeezed(data, level)
        elif data:
            check = zlib.crc32(data)
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


def _squeezed(data: bytes, level: int) -> tuple[bytes, int]:
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -15)
    return squeeze.compress(data) + squeeze.flush(), zlib.crc32(data)


_squeezed_once = lru_cache(maxsize=32)(_squeezed)


def package_bytes(package: OpcPackage, *, level: int = 6) -> bytes:
    """The package as python-pptx holds it, in an order of our own.

    ``[Content_Types].xml`` and the package relationships come first, then the parts by the number
    in their names, each followed by its relationships.
    """
    return write_zip(_members(package), level=level)


def _members(package: OpcPackage) -> Iterable[tuple[str, bytes]]:
    from pptx.opc.constants import CONTENT_TYPE
    from pptx.opc.spec import default_content_types

    parts = sorted(package.iter_parts(), key=lambda part: _order(str(part.partname)))
    defaults: dict[str, str] = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}
    overrides: list[tuple[str, str]] = []
    known = set(default_content_types)
    for part in parts:
        extension = part.partname.ext
        if (extension, part.content_type) in known:
            defaults[extension] = part.content_type
        else:
            overrides.append((str(part.partname), part.content_type))
    yield "[Content_Types].xml", _content_types(defaults, overrides)
    yield "_rels/.rels", _relations(package._rels)
    for part in parts:
        yield str(part.partname)[1:], part.blob
        if part._rels:
            yield str(part.partname.rels_uri)[1:], _relations(part._rels)


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
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f"{''.join(rows)}</Types>"
    ).encode()


def _relations(relations: Any) -> bytes:
    def number(rid: str) -> tuple[int, str]:
        return (int(rid[3:]) if rid[3:].isdigit() else 1 << 30, rid)

    rows: list[str] = []
    for rid in sorted(relations, key=number):
        relation = relations[rid]
        mode = ' TargetMode="External"' if relation.is_external else ""
        rows.append(
            f'<Relationship Id="{rid}" Type="{_attribute(relation.reltype)}" '
            f'Target="{_attribute(relation.target_ref)}"{mode}/>'
        )
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(rows)}</Relationships>"
    ).encode()


def _attribute(text: str) -> str:
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
