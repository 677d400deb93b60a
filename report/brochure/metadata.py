"""What a PDF says about itself: Info dictionary and XMP packet, equal to each other.

XMP is ISO 16684-1; identification as PDF/A is ISO 19005-2, 6.6.4, as PDF/UA ISO 14289-1, clause
5. PDF/A wants every property outside of its own list described by an extension schema (6.6.2.3):
``pdfuaid:part`` is one.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from report import __version__
from report.brochure.objects import text_bytes
from report.record import record

PRODUCER = f"Shuangce {__version__} (ReportLab)"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a document that was given none: nothing here reads the clock."""


@record
class Metadata:
    """Title, language and the rest of a document's description."""

    title: str
    language: str
    """BCP 47."""
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    creator: str = "Shuangce"
    date: datetime | None = None
    """Creation and modification; None is SOURCE_DATE_EPOCH, or the year 2000."""

    @property
    def moment(self) -> datetime:
        """The date to write."""
        if self.date is not None:
            return self.date if self.date.tzinfo else self.date.replace(tzinfo=UTC)
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC)
        return EPOCH

    def info(self) -> bytes:
        """The Info dictionary (ISO 32000-1, 14.3.3)."""
        date = self.moment.astimezone(UTC).strftime("(D:%Y%m%d%H%M%S+00'00')").encode()
        entries = (
            ("Title", self.title),
            ("Author", self.author),
            ("Subject", self.subject),
            ("Keywords", ", ".join(self.keywords)),
            ("Creator", self.creator),
            ("Producer", PRODUCER),
        )
        texts = b"".join(b"/%s %s" % (k.encode(), text_bytes(v)) for k, v in entries if v)
        return b"<<%s/CreationDate %s/ModDate %s/Trapped/False>>" % (texts, date, date)

    def xmp(self, part: int | None, level: str = "A", *, accessible: bool = True) -> bytes:
        """The XMP packet; ``part`` and ``level`` of PDF/A (None: not PDF/A)."""
        date = self.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        rows = [f"<dc:title>{_alternative(self.title)}</dc:title>"]
        rows.append(f"<dc:language><rdf:Bag>{_item(self.language)}</rdf:Bag></dc:language>")
        if self.author:
            rows.append(f"<dc:creator><rdf:Seq>{_item(self.author)}</rdf:Seq></dc:creator>")
        if self.subject:
            rows.append(f"<dc:description>{_alternative(self.subject)}</dc:description>")
        if self.keywords:
            words = "".join(_item(word) for word in self.keywords)
            rows.append(f"<dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject>")
            rows.append(f"<pdf:Keywords>{escape(', '.join(self.keywords))}</pdf:Keywords>")
        rows += [
            "<dc:format>application/pdf</dc:format>",
            f"<pdf:Producer>{escape(PRODUCER)}</pdf:Producer>",
            f"<xmp:CreatorTool>{escape(self.creator)}</xmp:CreatorTool>",
            f"<xmp:CreateDate>{date}</xmp:CreateDate>",
            f"<xmp:ModifyDate>{date}</xmp:ModifyDate>",
            f"<xmp:MetadataDate>{date}</xmp:MetadataDate>",
        ]
        if part is not None:
            rows.append(f"<pdfaid:part>{part}</pdfaid:part>")
            rows.append(f"<pdfaid:conformance>{level}</pdfaid:conformance>")
        if accessible:
            rows.append("<pdfuaid:part>1</pdfuaid:part>")
            if part is not None:
                rows.append(_EXTENSION)
        return (_HEAD + "\n".join(rows) + _FOOT).encode()


def date_of(text: str) -> datetime | None:
    """The date that a report bears (``2026-11``, ``2026年11月3日``); the first day of a month."""
    found = re.search(r"(?<!\d)(\d{4})(?:\D{1,3}(\d{1,2}))?(?:\D{1,3}(\d{1,2}))?(?!\d)", text)
    if found is None:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def escape(text: str) -> str:
    """Character data: without the controls that XML 1.0 has no way to write."""
    # not xml.sax.saxutils: it loads urllib.request and, with that, the network libraries
    plain = _CONTROLS.sub("", text).replace("&", "&amp;").replace("<", "&lt;")
    return plain.replace(">", "&gt;").replace("\r", "&#13;")


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _item(text: str) -> str:
    return f"<rdf:li>{escape(text)}</rdf:li>"


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


_HEAD = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF \
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
"""
_FOOT = '\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>\n'
_EXTENSION = (
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>part of ISO 14289</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
)
