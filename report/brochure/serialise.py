"""ReportLab's table of objects → the bytes of a PDF 1.7 file with object streams.

ReportLab writes every object on its own and uncompressed, which makes a structure tree of some
thousand small dictionaries dear. Here all that is no stream goes into compressed object streams
(ISO 32000-1, 7.5.7), located by a cross-reference stream (7.5.8). Streams get the end of line
before ``endstream`` that PDF/A-2, 6.1.7.1 wants.

What is left of ten thousand small objects in an object stream is their places in it and their
references to each other: digits that go up by one and that no compression sees through. So these
are written in columns, and as differences to the row above (PNG's filter "Up", 7.4.4.4); and so are
the objects themselves, where there are thousands of them.
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

ROW = 72
"""Longest body of an element that stands in a row of its own, below one like it."""

PADDED = 20
"""Others begin at multiples of this: their places differ by round numbers."""

WORTH_ROWS = 3000
"""Elements from which on they are told apart at all."""

WORTH_A_STREAM = 100
"""Elements of one role from which on they get a stream of their own."""


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
    groups, odd = _alike(tree)
    kinds = [(loose, _object_stream), (odd, _padded_stream), *((g, _rows_stream) for g in groups)]
    for group, packed in kinds:
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


def _alike(tree: Packed) -> tuple[list[list[tuple[int, bytes]]], list[tuple[int, bytes]]]:
    """Elements in groups that resemble each other to the digit, and those that resemble none."""
    groups: list[list[tuple[int, bytes]]] = []
    odd: list[tuple[int, bytes]] = []
    if len(tree.drawn) + len(tree.others) < WORTH_ROWS:
        return groups, [*tree.drawn.items(), *tree.others.items()]
    drawn = [item for item in tree.drawn.items() if len(item[1]) <= ROW]
    odd += [item for item in tree.drawn.items() if len(item[1]) > ROW]
    by_role: dict[bytes, list[tuple[int, bytes]]] = {}
    for item in tree.others.items():
        by_role.setdefault(item[1].split(b"/P ", 1)[0], []).append(item)
    for found in (drawn, *by_role.values()):
        short = [item for item in found if len(item[1]) <= ROW]
        if len(short) < WORTH_A_STREAM:
            odd += found
        else:
            groups.append(short)
            odd += [item for item in found if len(item[1]) > ROW]
    return groups, sorted(odd)


def _rows_stream(part: Sequence[tuple[int, bytes]]) -> bytes:
    """Elements that are alike: their numbers and places in columns, each of them in a row."""
    columns = -(-max(len(body) + 1 for _, body in part) // PADDED) * PADDED
    head = _places([key for key, _ in part], range(0, len(part) * columns, columns), columns)
    rows = head + b"".join(body.ljust(columns) for _, body in part)
    return _rows(_differences(rows, columns), columns, len(part), len(head))


def _padded_stream(part: Sequence[tuple[int, bytes]]) -> bytes:
    """Elements of every kind: their numbers and places in columns, they themselves as they are."""
    bodies = [body + b" " * (-(len(body) + 1) % PADDED) + b"\n" for _, body in part]
    columns = 200
    places = list(accumulate((len(body) for body in bodies), initial=0))
    head = _places([key for key, _ in part], places[:-1], columns)
    data = b"".join(bodies)
    rows = _differences(head, columns) + b"".join(
        b"\0" + data[i : i + columns].ljust(columns) for i in range(0, len(data), columns)
    )
    return _rows(rows, columns, len(part), len(head))


def _places(keys: Sequence[int], places: Sequence[int], columns: int) -> bytes:
    """The numbers and places of an object stream, as many in each row as it has room for."""
    digits, more = len(str(keys[-1])), len(str(places[-1]))
    entry = b"%%0%dd %%0%dd " % (digits, more)
    entries = [entry % pair for pair in zip(keys, places, strict=True)]
    per_row = columns // (digits + more + 2)
    return b"".join(
        b"".join(entries[i : i + per_row]).ljust(columns) for i in range(0, len(entries), per_row)
    )


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
    # The last three percent of such rows would cost twice as much time as all before.
    return stream(b"/Type/ObjStm/N %d/First %d%s" % (count, first, predicted), rows, level=8)


def _differences(data: bytes, columns: int) -> bytes:
    """Whole rows of ``data`` as differences to the row above, each with its filter's number.

    All bytes are subtracted at once, as one number: their highest bits apart, so that none
    borrows from the next.
    """
    size = len(data)
    high = int.from_bytes(b"\x80" * size)
    here = int.from_bytes(data)
    above = int.from_bytes((bytes(columns) + data)[:size])
    less = ((here | high) - (above & ~high)) ^ ((here ^ ~above) & high)
    packed = less.to_bytes(size)
    return b"".join(b"\2" + packed[i : i + columns] for i in range(0, size, columns))
