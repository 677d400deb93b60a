"""Spaces and marks between Han: runs as typed → runs as Chinese and Japanese are written.

A space between Han and Latin letters or digits is the composer's to set (CLREQ 3.2.2), never
the author's; a newline there is none either. ASCII commas, colons and brackets between Han
become their full-width forms (GB/T 15834), so that both editions show the same text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from report.compose.document import Run, Runs

HAN = (
    r"\u2e80-\u2fdf\u3001-\u3029\u3030-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
    r"\U00020000-\U0003fffd"
)
"""Han, kana, bopomofo and full-width marks, as the inside of a character class."""

_HAN = re.compile(f"[{HAN}]")
_QUOTES = "“”‘’…—"
_LATIN = r"0-9A-Za-z\u00c0-\u024f%‰°℃+±\u2212$€£¥"
_SPACE = re.compile(rf"(?<=[{HAN}])[ \t]+(?=[{_LATIN}])|(?<=[{_LATIN}])[ \t]+(?=[{HAN}])")
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_NARROW = re.compile(
    rf"(?<=[{HAN}{_QUOTES}])[,;:?!](?=[{HAN}{_QUOTES}\s]|$)"
    rf"|\((?=[{HAN}{_QUOTES}])|(?<=[{HAN}{_QUOTES}])\("
    rf"|(?<=[{HAN}{_QUOTES}])\)|\)(?=[{HAN}{_QUOTES}])"
)


def is_han(character: str) -> bool:
    """Whether a character is Han, kana or a full-width mark."""
    return _HAN.match(character) is not None


def joins_without_space(before: str, after: str) -> bool:
    """Whether a newline between two characters is nothing rather than a space."""
    return is_han(before) or is_han(after) or before in _QUOTES or after in _QUOTES


def tidied(runs: Runs, language: str) -> Runs:
    """``runs`` as the language writes them; Korean and English stay as they are."""
    if language not in ("zh-Hans", "zh-Hant", "ja") or not runs:
        return runs
    text = "".join("" if run.mark else run.text for run in runs)
    if not _HAN.search(text):
        return runs
    wide = {m.start(): _WIDE[m[0]] for m in _NARROW.finditer(text)}
    spaces = _beside_references(runs, text)
    if not wide and not spaces and not _SPACE.search(text):
        return runs
    for i in wide:
        end = len(text) - len(text[i + 1 :].lstrip(" \t"))
        if wide[i] != "（" and (end == len(text) or is_han(text[end])):
            spaces.update(range(i + 1, end))
    gone = spaces | {i for m in _SPACE.finditer(text) for i in range(m.start(), m.end())}
    result: list[Run] = []
    start = 0
    for run in runs:
        if run.mark or run.code:
            result.append(run)
            start += 0 if run.mark else len(run.text)
            continue
        new = "".join(
            wide.get(i, c) if run.figure is None else c
            for i, c in enumerate(run.text, start)
            if i not in gone
        )
        start += len(run.text)
        if new or run.target:
            result.append(run if new == run.text else replace(run, text=new))
    return tuple(result)


def _beside_references(runs: Runs, text: str) -> set[int]:
    """Spaces typed for legibility around ``{{ name }}`` where Han stands on both sides."""
    gone: set[int] = set()
    start = 0
    for run in runs:
        if run.mark:
            continue
        end = start + len(run.text)
        if run.figure or run.target:
            before, after = text[:start].rstrip(" \t"), text[end:].lstrip(" \t")
            if before and run.text and is_han(before[-1]) and is_han(run.text[0]):
                gone.update(range(len(before), start))
            if after and run.text and is_han(after[0]) and is_han(run.text[-1]):
                gone.update(range(end, len(text) - len(after)))
        start = end
    return gone
