"""ReportLab's table of objects → the bytes of a PDF 1.7 file with object streams.

ReportLab writes every object on its own and uncompressed, which makes a structure tree of some
thousand small dictionaries dear. Here all that is no stream goes into compressed object streams
(ISO 32000-1, 7.5.7), located by a cross-reference stream (7.5.8). Streams get the end of line
before ``endstream`` that PDF/A-2, 6.1.7.1 wants.

What is left of ten thousand small objects in an object stream is their places in it and their
references to each other: digits that go up by one and that no compression sees through. So these
are written in columns, and as differences to the row above (PNG's filter "Up", 7.4.4.4).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import md5
from itertools import accumulate
from typing import Any

from reportlab.pdfbase import pdfdoc

from report.brochure.objects import RawObject, stream
from report.record import field, record
from report.stages import stage

PER_STREAM = 2000
"""Objects in one object stream: a reader unpacks a stream to get at one object."""

PADDED = 20
"""Elements with contents begin at multiples of this: their places differ by round numbers."""

WORTH_A_STREAM = 1000
"""Elements without contents from which on they get streams of their own."""


@record
class Packed:
    """Objects of the structure tree that are not in ReportLab's table: number → body."""

    drawn: Mapping[int, bytes] = field(default_factory=dict)
    """Elements with contents of their own."""
    others: Mapping[int, bytes] = field(default_factory=dict)
    """Elements that hold others, role by role: one resembles the next to the digit."""
    lists: Mapping[int, Sequence[bytes]] = field(default_factory=dict)
    """Long lists of references, in pieces that resemble each other."""


def file_bytes(document: Any, canvas: Any, info: bytes, tree: Packed) -> bytes:
    """The file; ``info`` is the body of the Info dictionary. Call once, when all is drawn."""
    with stage("embed"):
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
    for key, body in _bodies(document, tree):
        (streams if body.endswith(b"endstream\n") else loose).append((key, body))
    last = document.objectcounter
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 0xFFFF)}
    drawn, others = list(tree.drawn.items()), list(tree.others.items())
    if len(others) < WORTH_A_STREAM:
        drawn, others = drawn + others, []
    groups = ((loose, _object_stream), (drawn, _drawn_stream), (others, _others_stream))
    for group, packed in groups:
        for start in range(0, len(group), PER_STREAM):
            last += 1
            part = group[start : start + PER_STREAM]
            places |= {key: (2, last, index) for index, (key, _) in enumerate(part)}
            streams.append((last, packed(part)))
    if tree.lists:
        last += 1
        places |= {key: (2, last, index) for index, key in enumerate(tree.lists)}
        streams.append((last, _list_stream(tree.lists)))
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


class _Operators:
    """Compression of page contents, for ReportLab: nearly all is numbers that never come again.

    Deflate's mode for such data looks for no short repetitions: 4 % smaller, and faster.
    """

    pdfname = "FlateDecode"

    @staticmethod
    def encode(text: str) -> bytes:
        packing = zlib.compressobj(7, zlib.DEFLATED, zlib.MAX_WBITS, 7, zlib.Z_FILTERED)
        return packing.compress(text.encode("latin-1")) + packing.flush()


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


def _bodies(document: Any, tree: Packed) -> Iterator[tuple[int, bytes]]:
    """Number and body of every object of ReportLab's; formatting one may add further ones."""
    number = 0
    while number < document.objectcounter:
        number += 1
        if number in tree.drawn or number in tree.others or number in tree.lists:
            continue
        obj = document.idToObject[document.numberToId[number]]
        if isinstance(obj, pdfdoc.PDFStream) and obj.filters:
            # ReportLab's ASCII85 costs a quarter of the time and of the size, and no reader.
            obj.filters = [f for f in obj.filters if f is not pdfdoc.PDFBase85Encode]
            if not obj.dictionary.dict:  # a page's operators
                obj.filters = [_Operators]
        if isinstance(obj, RawObject):
            yield number, obj.body
            continue
        body: bytes = pdfdoc.format(obj, document, toplevel=1)
        if body.endswith(b"endstream\n"):
            body = body[: -len(b"endstream\n")] + b"\nendstream\n"
        yield number, body


def _object_stream(part: Sequence[tuple[int, bytes]]) -> bytes:
    """Objects and, before them, their numbers and places."""
    heads: list[bytes] = []
    place = 0
    for key, body in part:
        heads.append(b"%d %d" % (key, place))
        place += len(body) + 1
    head = b" ".join(heads) + b"\n"
    data = head + b"\n".join(body for _, body in part)
    return stream(b"/Type/ObjStm/N %d/First %d" % (len(part), len(head)), data)


def _drawn_stream(part: Sequence[tuple[int, bytes]]) -> bytes:
    """Elements with contents: their numbers and places in columns, they themselves as they are."""
    bodies = [body + b" " * (-(len(body) + 1) % PADDED) + b"\n" for _, body in part]
    head, columns = _places([key for key, _ in part], [len(body) for body in bodies], 20)
    data = b"".join(bodies)
    rows = _differences(head, columns) + b"".join(
        b"\0" + data[i : i + columns].ljust(columns) for i in range(0, len(data), columns)
    )
    return _rows(rows, columns, len(part), len(head))


def _others_stream(part: Sequence[tuple[int, bytes]]) -> bytes:
    """Elements that hold others: each in a row (or some) of its own, below the one before."""
    keys = [key for key, _ in part]
    most = sum(len(body) + 120 for _, body in part)
    columns = 8 * len(b"%d %d " % (keys[-1], most))
    bodies = [body.ljust(-(-len(body) // columns) * columns) for _, body in part]
    head, columns = _places(keys, [len(body) for body in bodies], 8, most)
    rows = _differences(head + b"".join(bodies), columns)
    return _rows(rows, columns, len(part), len(head))


def _places(
    keys: Sequence[int], lengths: Sequence[int], per_row: int, most: int = 0
) -> tuple[bytes, int]:
    """The numbers and places of an object stream in whole rows, and the length of a row."""
    digits, more = len(str(keys[-1])), len(str(most or sum(lengths)))
    columns = (digits + more + 2) * per_row
    entry = b"%%0%dd %%0%dd " % (digits, more)
    head = b"".join(
        entry % pair for pair in zip(keys, accumulate(lengths, initial=0), strict=False)
    )
    return head.ljust(-(-len(head) // columns) * columns), columns


def _list_stream(lists: Mapping[int, Sequence[bytes]]) -> bytes:
    """Lists of references, a piece in each row: most are one more than the one above."""
    longest = max(len(piece) for pieces in lists.values() for piece in pieces)
    columns = max(longest, len(str(max(lists))) + 7) + 1
    place = 0
    rows: list[bytes] = []
    for key, pieces in lists.items():
        start = b"%d" % place
        rows.append(b"%d " % key + start.rjust(columns - 1 - len(str(key)) - 1) + b" ")
        place += len(pieces) * columns
    head = len(rows) * columns
    rows += [piece.ljust(columns) for pieces in lists.values() for piece in pieces]
    return _rows(_differences(b"".join(rows), columns), columns, len(lists), head)


def _rows(rows: bytes, columns: int, count: int, first: int) -> bytes:
    predicted = b"/DecodeParms<</Predictor 12/Columns %d>>" % columns
    # The last percent of such rows costs three times as much time as all before.
    return stream(b"/Type/ObjStm/N %d/First %d%s" % (count, first, predicted), rows, level=7)


def _differences(data: bytes, columns: int) -> bytes:
    """Whole rows of ``data`` as differences to the row above, each with its filter's number."""
    above = bytes(columns) + data
    less = bytes([(a - b) & 0xFF for a, b in zip(data, above, strict=False)])
    return b"".join(b"\2" + less[i : i + columns] for i in range(0, len(data), columns))
