"""Python values → PDF objects: numbers, names, text strings, streams (ISO 32000-1, 7.3)."""

from __future__ import annotations

import zlib

from report.deferral import defer

defer("PIL.Image")  # ReportLab imports it, for pictures

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject  # noqa: E402


class RawObject(PDFObject):
    """An indirect object given as its finished bytes, for ReportLab's table of objects."""

    __RefOnly__ = 1

    def __init__(self, body: bytes) -> None:
        self.body = body

    def format(self, document: PDFDocument) -> bytes:
        """The bytes between ``obj`` and ``endobj``."""
        return self.body


def reserve(document: PDFDocument, name: str) -> bytes:
    """A reference (``12 0 R``) to an object whose body is given later by :func:`define`."""
    if name not in document.idToObject:
        document.Reference(RawObject(b"null"), name)
    return b"%d 0 R" % document.idToObjectNumberAndVersion[name][0]


def define(document: PDFDocument, name: str, body: bytes) -> bytes:
    """Give an object its body, registering it if need be; returns the reference to it."""
    if name not in document.idToObject:
        document.Reference(RawObject(body), name)
    else:
        known = document.idToObject[name]
        assert isinstance(known, RawObject)
        known.body = body
    return b"%d 0 R" % document.idToObjectNumberAndVersion[name][0]


def stream(entries: bytes, data: bytes, *, compressed: bool = True, level: int = 9) -> bytes:
    """A stream object; an end of line before ``endstream``, as PDF/A-2, 6.1.7.1 wants."""
    if compressed:
        return packed_stream(entries, zlib.compress(data, level))
    return b"<<%s/Length %d>>\nstream\n%s\nendstream\n" % (entries, len(data), data)


def packed_stream(entries: bytes, packed: bytes) -> bytes:
    """A stream object of bytes that zlib has compressed already."""
    entries += b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>\nstream\n%s\nendstream\n" % (entries, len(packed), packed)


def number(value: float) -> str:
    """A length in PDF syntax: at most three decimals (a thousandth of a point).

    The nudge makes halves round alike whatever a sum's last bit: Python 3.12 sums more exactly.
    """
    text = f"{value + 1e-9:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def utf16(text: str) -> str:
    """UTF-16BE as hex digits, surrogate pairs beyond the BMP."""
    return text.encode("utf-16-be").hex().upper()


def text_string(text: str) -> str:
    """A text string (7.9.2.2): literal where it is plain ASCII, else UTF-16BE with its mark."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<FEFF{utf16(text)}>"


def text_bytes(text: str) -> bytes:
    """The same outside of page contents, in the bytes themselves: they pack better than hex."""
    if text.isascii() and text.isprintable():
        return text_string(text).encode("ascii")
    raw = text.encode("utf-16-be")
    for plain, escaped in ((b"\\", b"\\\\"), (b"(", b"\\("), (b")", b"\\)"), (b"\r", b"\\r")):
        raw = raw.replace(plain, escaped)
    return b"(\xfe\xff" + raw + b")"


def name(text: str) -> bytes:
    """A name without its slash, irregular characters as ``#xx`` of their UTF-8 (7.3.5)."""
    return b"".join(
        bytes([c]) if 0x21 <= c <= 0x7E and c not in b"#%()/<>[]{}" else b"#%02X" % c
        for c in text.encode()
    )
