"""Spaces and marks between Han: runs as typed → runs as Chinese and Japanese are written.

A space between Han and Latin letters or digits is the composer's to set (CLREQ 3.2.2), never
the author's; a newline there is none either. ASCII commas, colons and brackets between Han
become their full-width forms (GB/T 15834), so that both editions show the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.compose.document import Run, Runs
from report.record import replace

_QUOTES = "“”‘’…—"
_LATIN = frozenset("%‰℃°+±\N{MINUS SIGN}$€£¥")
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_SUSPECT = re.compile(r"[ \t]+|[,;:?!()]")
"""What may have to go or to change; character classes with all of Han are slow to compile."""


def is_han(character: str) -> bool:
    """Whether a character is Han, kana, bopomofo or a full-width mark."""
    code = ord(character)
    if code < 0x2E80:
        return False
    if code <= 0x312F or 0x31A0 <= code <= 0x31FF or 0x3400 <= code <= 0x4DBF:
        return code not in (0x3000, 0x302E, 0x302F)
    if 0x4E00 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFD:
        return True
    return 0xFE30 <= code <= 0xFE4F or 0xFF01 <= code <= 0xFF60 or 0xFFE0 <= code <= 0xFFE6


def is_cjk_text(character: str) -> bool:
    """Han and what belongs to it, the quotation marks and dashes shared with Latin included."""
    return character in _QUOTES or is_han(character)


def joins_without_space(before: str, after: str) -> bool:
    """Whether a newline between two characters is nothing rather than a space."""
    return is_cjk_text(before) or is_cjk_text(after)


def tidied(runs: Runs, language: str) -> Runs:
    """``runs`` as the language writes them; Korean and English stay as they are."""
    if language not in ("zh-Hans", "zh-Hant", "ja") or not runs:
        return runs
    text = "".join("" if run.mark else run.text for run in runs)
    if not _SUSPECT.search(text):
        return runs
    beside = set(_reference_edges(runs))
    gone: set[int] = set()
    wide: dict[int, str] = {}
    for match in _SUSPECT.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else ""
        after = text[end] if end < len(text) else ""
        if match[0] in _WIDE:
            if _widens(match[0], before, after):
                wide[start] = _WIDE[match[0]]
        elif before and after and (
            _needless(before, after)
            or (start - 1 in wide and text[start - 1] != "(" and is_han(after))
            or (is_han(before) and is_han(after) and (start in beside or end in beside))
        ):  # fmt: skip
            gone.update(range(start, end))
    if not gone and not wide:
        return runs
    return tuple(_rebuilt(runs, gone, wide))


def _needless(before: str, after: str) -> bool:
    """A space between Han and Latin letters or digits."""
    if is_han(before):
        return _is_latin(after)
    return is_han(after) and _is_latin(before)


def _is_latin(character: str) -> bool:
    return (character < "\u0250" and character.isalnum()) or character in _LATIN


def _widens(mark: str, before: str, after: str) -> bool:
    """Whether an ASCII mark stands for a Chinese one: Han before it, or right after it.

    ``22.11%;在职`` and ``他说:OK`` are Chinese as well; ``12:30`` and ``a, b`` are not.
    """
    left, right = bool(before) and is_cjk_text(before), bool(after) and is_cjk_text(after)
    if mark in "()":
        return left or right
    if left:
        return after not in tuple("/,;:?!.")
    return right and bool(before) and not before.isspace()


def _reference_edges(runs: Runs) -> Iterator[int]:
    """Where references begin and end in the text without marks."""
    at = 0
    for run in runs:
        if run.mark:
            continue
        if run.figure or run.target:
            yield at
            yield at + len(run.text)
        at += len(run.text)


def _rebuilt(runs: Runs, gone: set[int], wide: dict[int, str]) -> Iterator[Run]:
    """The runs without the characters ``gone`` and with ``wide`` ones in place."""
    at = 0
    for run in runs:
        if run.mark:
            yield run
            continue
        if run.code:
            yield run
            at += len(run.text)
            continue
        new = "".join(
            wide.get(i, c) if run.figure is None else c
            for i, c in enumerate(run.text, at)
            if i not in gone
        )
        at += len(run.text)
        if new == run.text:
            yield run
        elif new or run.target:
            yield replace(run, text=new)
