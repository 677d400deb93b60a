"""Core and extended properties of the package, from the document and never from the clock."""

from __future__ import annotations

import os
import re
import time

from report.compose.document import Document
from report.deck.ooxml import HEADER, LANGUAGES, escape

_DATE = re.compile(r"(\d{4})\D{0,2}(?:(\d{1,2})\D{0,2})?(?:(\d{1,2}))?")


def core_xml(document: Document) -> str:
    """``docProps/core.xml`` (ISO/IEC 29500-2, 11)."""
    author = document.author or document.publisher
    fields = [
        ("dc:title", document.title),
        ("dc:subject", document.subtitle),
        ("dc:creator", author),
        ("cp:keywords", ", ".join(document.keywords)),
        ("dc:description", document.description),
        ("cp:lastModifiedBy", author),
        ("dc:language", LANGUAGES.get(document.language, document.language)),
    ]
    rows = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in fields if text)
    stamp = date_stamp(document.date)
    if stamp:
        rows += "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>'
            for name in ("created", "modified")
        )
    return (
        f"{HEADER}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{rows}</cp:coreProperties>'
    )


def date_stamp(date: str) -> str:
    """The document's date as W3CDTF, or ``SOURCE_DATE_EPOCH``; "" where neither says one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(epoch)))
    found = _DATE.search(date)
    if not found:
        return ""
    year, month, day = found[1], int(found[2] or 1), int(found[3] or 1)
    if not (1 <= month <= 12 and 1 <= day <= 28 + 3 * (month != 2)):
        month = day = 1
    return f"{year}-{month:02d}-{day:02d}T00:00:00Z"


def app_xml(document: Document, slides: int, notes: int) -> str:
    """``docProps/app.xml`` with the numbers of slides and of pages of notes."""
    company = f"<Company>{escape(document.publisher)}</Company>" if document.publisher else ""
    return (
        f"{HEADER}<Properties "
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>Microsoft Office PowerPoint</Application><Slides>{slides}</Slides>"
        f"<Notes>{notes}</Notes>{company}<AppVersion>16.0000</AppVersion></Properties>"
    )
