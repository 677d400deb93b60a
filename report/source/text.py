"""An author's file → its text: bounded, decoded, free of what a reader cannot see.

Encodings: UTF-8 (with or without a byte-order mark) and UTF-16 with one. Size is asked for
before anything is read.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from report.errors import Collector, Place

MAX_BYTES = 8 * 1024 * 1024
"""Bound on a report's YAML; tables have their own (``report.source.tables``)."""

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML 1.1 (5.4), so that lines count as libyaml counts them."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
BIDI_CONTROL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ZERO_WIDTH = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\ufeff]")
"""Marks with no width that no line of a report needs (joiners U+200C and U+200D may stay)."""
_INVISIBLE = re.compile(BIDI_CONTROL.pattern[:-1] + ZERO_WIDTH.pattern[1:])


def character_name(character: str) -> str:
    """``U+200B ZERO WIDTH SPACE``."""
    name = unicodedata.name(character, "")
    if not name and unicodedata.category(character) == "Cc":
        name = "control character"
    return f"U+{ord(character):04X} {name}".rstrip()


def place_at(file: str, text: str, index: int) -> Place:
    """Line and column (from 1, in characters) of ``text[index]``."""
    line, start = 1, 0
    for found in LINE_BREAK.finditer(text, 0, index):
        if found.end() > index:
            break
        line, start = line + 1, found.end()
    return Place(file, line, index - start + 1)


def read_bytes(path: Path, shown: str, limit: int, collector: Collector) -> bytes | None:
    """The bytes of a regular file of at most ``limit`` bytes, or None with a diagnostic."""
    place = Place(shown)
    try:
        status = path.stat()
        if path.is_dir():
            collector.add(place, "is a folder, not a file", code="not-a-file")
            return None
        if not path.is_file():
            collector.add(place, "is not a regular file", code="not-a-file")
            return None
        if status.st_size > limit:
            collector.add(
                place,
                f"the file has {status.st_size:,} bytes; the most that is read is {limit:,}",
                hint="divide it, or leave out what the report does not show",
                code="too-large",
            )
            return None
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except FileNotFoundError:
        hint = "name a report.yaml or its folder, or start one with: new NAME"
        collector.add(place, "there is no such file", hint=hint, code="no-file")
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "give permission to read it, or save a copy beside it"
        collector.add(place, f"cannot be read: {reason}", hint=hint, code="unreadable")
        return None
    if len(content) > limit:
        hint = "divide it, or leave out what the report does not show"
        collector.add(place, f"the file has more than {limit:,} bytes", hint=hint, code="too-large")
        return None
    return content


def decode(content: bytes, shown: str, collector: Collector) -> str | None:
    """Text of a YAML file's bytes, or None with a diagnostic at the first bad byte."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "replace")
        end = place_at(shown, before, len(before))
        bad = content[error.start : error.end]
        what = f"byte 0x{bad[0]:02X} is not UTF-8"
        if encoding == "utf-16":
            what = "these bytes are not UTF-16"
        elif re.match(rb"\xed[\xa0-\xbf][\x80-\xbf]", content[error.start : error.start + 3]):
            surrogate = content[error.start : error.start + 3].decode("utf-8", "surrogatepass")
            what = f"a lone surrogate (U+{ord(surrogate):04X}) is not a character"
        lone = "surrogate" in what
        hint = "delete it" if lone else "save the file as UTF-8"
        if not lone and encoding != "utf-16" and b"\0" not in content:
            try:
                content.decode("gb18030")
                hint = "it may be GB18030 (GBK): " + hint
            except UnicodeDecodeError:
                pass
        collector.add(end, what, hint=hint, code="encoding")
        return None


def check_characters(text: str, shown: str, collector: Collector) -> bool:
    """Report control, bidirectional and zero-width characters; False if YAML cannot be read."""
    readable = True
    for found in _CONTROL.finditer(text):
        readable = False
        collector.add(
            place_at(shown, text, found.start()),
            f"{character_name(found.group())} cannot stand in a text file",
            hint="delete it",
            code="control-character",
        )
        if found.start() > 0 and found.group() == "\0" and text.count("\0") > 20:
            break
    for found in _INVISIBLE.finditer(text):
        name = character_name(found.group())
        place = place_at(shown, text, found.start())
        if BIDI_CONTROL.match(found.group()):
            collector.add(
                place,
                f"invisible {name} turns the direction of text, so that it reads differently"
                " from what it says",
                hint="delete it",
                code="bidi-control",
            )
        else:
            collector.add(
                place,
                f"invisible character {name}",
                hint="delete it (check --fix does)",
                severity="warning",
                code="invisible-character",
            )
    return readable
