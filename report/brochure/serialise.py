"""ReportLab's table of objects → the bytes of a PDF 1.7 file with object streams.

ReportLab writes every object on its own and uncompressed, which makes a structure tree of some
thousand small dictionaries dear. Here all that is no stream goes into compressed object streams
(ISO 32000-1, 7.5.7), located by a cross-reference stream (7.5.8). Streams get the end of line
before ``endstream`` that PDF/A-2, 6.1.7.1 wants.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from hashlib import md5
from types import MappingProxyType
from typing import Any

from reportlab.pdfbase import pdfdoc

from report.brochure.objects import RawObject, stream

PER_STREAM = 500
"""Objects in one object stream: a reader unpacks a stream to get at one object."""


def file_bytes(
    document: Any, canvas: Any, info: bytes, finished: Mapping[int, bytes] = MappingProxyType({})
) -> bytes:
    """The file; ``info`` is the body of the Info dictionary. Call once, when all is drawn.

    ``finished`` are bodies of objects that are not in ReportLab's table, by their numbers.
    """
    for font in document.delayedFonts:
        font.addObjects(document)
    document.Outlines.prepare(document, canvas)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None
    root = _number(document, document.Catalog)
    about = document.objectcounter + 1
    document.Reference(RawObject(info), "Info")
    loose: list[tuple[int, bytes]] = []
    streams: list[tuple[int, bytes]] = []
    for key, body in _bodies(document, finished):
        (streams if body.endswith(b"endstream\n") else loose).append((key, body))
    last = document.objectcounter
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 0xFFFF)}
    for start in range(0, len(loose), PER_STREAM):
        last += 1
        part = loose[start : start + PER_STREAM]
        for index, (key, _) in enumerate(part):
            places[key] = (2, last, index)
        streams.append((last, _object_stream(part)))
    out = [b"%PDF-1.7\n%\xe5\x8f\x8c\xe5\x86\x8c\n"]
    size = len(out[0])
    for key, body in streams:
        places[key] = (1, size, 0)
        out.append(b"%d 0 obj\n%s" % (key, body) + b"endobj\n")
        size += len(out[-1])
    table = last + 1
    places[table] = (1, size, 0)
    digest = md5(b"".join(out), usedforsecurity=False).hexdigest().encode()
    rows = _upwards([places[k] for k in range(table + 1)])
    entries = (
        b"/Type/XRef/Size %d/W[1 4 2]/DecodeParms<</Predictor 12/Columns 7>>"
        b"/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]"
        % (table + 1, root, about, digest, digest)
    )  # fmt: skip
    out.append(b"%d 0 obj\n%s" % (table, stream(entries, rows)) + b"endobj\n")
    out.append(b"startxref\n%d\n%%%%EOF\n" % size)
    return b"".join(out)


def _upwards(places: list[tuple[int, int, int]]) -> bytes:
    """Places as differences to the row above (PNG's filter "Up"), which pack to a fraction."""
    out: list[bytes] = []
    above = (0, 0, 0)
    for place in places:
        if place[0] == above[0] == 2 and place[1] == above[1] and place[2] & 0xFF:
            out.append(b"\2\0\0\0\0\0\0\1")  # the next in the same object stream
        else:
            pairs = zip(struct.pack(">BIH", *place), struct.pack(">BIH", *above), strict=True)
            out.append(b"\2" + bytes((a - b) & 0xFF for a, b in pairs))
        above = place
    return b"".join(out)


def _number(document: Any, obj: Any) -> int:
    reference = document.Reference(obj)
    return document.idToObjectNumberAndVersion[reference.name][0]


def _bodies(document: Any, finished: Mapping[int, bytes]) -> Iterator[tuple[int, bytes]]:
    """Number and body of every object; formatting one may add further ones."""
    number = 1
    while number <= document.objectcounter:
        if number in finished:
            yield number, finished[number]
            number += 1
            continue
        obj = document.idToObject[document.numberToId[number]]
        if isinstance(obj, pdfdoc.PDFStream) and obj.filters:
            # ReportLab's ASCII85 costs a quarter of the time and of the size, and no reader.
            obj.filters = [f for f in obj.filters if f is not pdfdoc.PDFBase85Encode]
        if isinstance(obj, RawObject):
            yield number, obj.body
            number += 1
            continue
        body: bytes = pdfdoc.format(obj, document, toplevel=1)
        if body.endswith(b"endstream\n"):
            body = body[: -len(b"endstream\n")] + b"\nendstream\n"
        yield number, body
        number += 1


def _object_stream(part: list[tuple[int, bytes]]) -> bytes:
    heads: list[bytes] = []
    offset = 0
    for key, body in part:
        heads.append(b"%d %d" % (key, offset))
        offset += len(body) + 1
    head = b" ".join(heads) + b"\n"
    data = head + b"\n".join(body for _, body in part)
    return stream(b"/Type/ObjStm/N %d/First %d" % (len(part), len(head)), data)
