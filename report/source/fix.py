"""A report's text → the same text with what is safe to mend mended, and a list of what was done.

Safe is what leaves no doubt about what was meant: invisible characters, half-width punctuation
between Han, full-width digits in a number, a full-width colon after a key, hand-made indents.
Everything else stays for the author.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from report.errors import Collector, Place, ReportError
from report.record import record
from report.source.positions import SourceText, index_in
from report.source.prose_checks import slips_of, wide_numbers
from report.source.punctuation import is_plain_number
from report.source.text import (
    BIDI_CONTROL,
    MAX_BYTES,
    ZERO_WIDTH,
    character_name,
    decode,
    place_at,
    read_bytes,
)
from report.source.yaml import YamlDocument, read_yaml

_ROUNDS = 60


@record
class Mended:
    """One change: where it was made and what was done."""

    place: Place
    done: str

    def __str__(self) -> str:
        """One line as a compiler prints it."""
        return f"{self.place.file}:{self.place.line}:{self.place.column}: mended: {self.done}"


@record
class _Change:
    start: int
    end: int
    text: str
    done: str


def fix_text(text: str, file: str) -> tuple[str, list[Mended]]:
    """``text`` mended, and what was done, in order of place."""
    done: list[Mended] = []
    changes = [
        _Change(found.start(), found.end(), "", f"deleted {character_name(found.group())}")
        for pattern in (ZERO_WIDTH, BIDI_CONTROL)
        for found in pattern.finditer(text)
    ]
    text = _apply(text, changes, file, done)
    document = None
    for _ in range(_ROUNDS):
        collector = Collector()
        document = read_yaml(text, file, collector)
        wrong = [d for d in collector.diagnostics if d.code == "full-width-colon"]
        if document is not None or not wrong:
            break
        source = SourceText(file, text)
        start = source.index(wrong[0].place.line - 1, wrong[0].place.column - 1)
        end = start + 1
        spaced = ": " if text[end : end + 1] not in (" ", "\n", "\r", "") else ":"
        text = _apply(text, [_Change(start, end, spaced, "'：' after a key to ':'")], file, done)
    if document is not None:
        text = _apply(text, _in_scalars(document, text), file, done)
    return text, sorted(done, key=lambda mended: mended.place)


def _in_scalars(document: YamlDocument, text: str) -> list[_Change]:
    """Changes inside scalars, each only where the file holds the very characters meant."""
    changes: list[_Change] = []
    language = "zh-Hans"
    if isinstance(document.data, dict) and isinstance(document.data.get("language"), str):
        language = document.data["language"]
    for path, slip in slips_of(document, language):
        span, value = document.spans[path], document.scalar(path)
        if value is None:
            continue
        start = index_in(document.source, span, value, slip.offset)
        end = start + slip.length
        if text[start:end] != slip.written:
            continue
        what = (
            "deleted the spaces of a hand-made indent"
            if slip.code == "ideographic-indent"
            else f"'{slip.written}' to '{slip.better}'"
        )
        changes.append(_Change(start, end, slip.better, what))
    for number in wide_numbers(document):
        span = document.spans[number.path]
        if not is_plain_number(number.better) or "," in number.better:
            continue
        start = index_in(document.source, span, number.written, 0)
        end = start + len(number.written)
        if text[start:end] == number.written:
            changes.append(
                _Change(start, end, number.better, f"'{number.written}' to '{number.better}'")
            )
    return changes


def _apply(text: str, changes: Iterable[_Change], file: str, done: list[Mended]) -> str:
    """``text`` with all changes, which must not overlap."""
    pieces: list[str] = []
    position = 0
    for change in sorted(changes, key=lambda c: c.start):
        if change.start < position:
            continue
        done.append(Mended(place_at(file, text, change.start), change.done))
        pieces += [text[position : change.start], change.text]
        position = change.end
    return "".join(pieces) + text[position:]


def fix_file(path: str | Path) -> list[str]:
    """Mend the file at ``path`` in place, whole or not at all; a line for each thing done.

    Raises :class:`ReportError` where the file cannot be read or written.
    """
    file = Path(path)
    collector = Collector()
    content = read_bytes(file, str(path), MAX_BYTES, collector)
    text = decode(content, str(path), collector) if content is not None else None
    if content is None or text is None:
        raise ReportError(collector.diagnostics)
    mended, done = fix_text(text, str(path))
    if mended == text:
        return []
    scratch = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        scratch.write_bytes(mended.encode(encoding))
        scratch.chmod(file.stat().st_mode & 0o7777)
        os.replace(scratch, file)
    except OSError as error:
        collector.add(Place(str(path)), f"cannot be written: {error.strerror}", code="unwritable")
        raise ReportError(collector.diagnostics) from error
    finally:
        scratch.unlink(missing_ok=True)
    return [str(mended) for mended in done]
