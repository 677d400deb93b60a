"""Spans as typed → spans as set: spaces, ASCII marks between Han, full-width or narrow quotes.

A newline between two Han is no space; a space beside a full-width mark is dropped; ASCII marks
between Han become the full-width marks they stand for (GB/T 15834 5.1); a pair of quotes is
narrow where nothing but Latin stands around it (CLREQ 3.1.2).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.fonts import base_language
from report.typeset.characters import (
    MARKS,
    NARROW_QUOTE,
    WIDE_MARK_OF,
    is_han,
    is_wide,
)
from report.typeset.style import Span

_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff\ufdd0-\ufdef"
_DROPPED = re.compile(f"[{_CONTROLS}]")
_SUSPECT = re.compile(rf"[\s,;:?!()“”‘’{_CONTROLS}]")
_BLANK = re.compile(r"[ \t\r\n\f\v\u0085\u2028\u2029\u2000-\u200a\u205f]+")
_ASCII = re.compile(r"[,;:?!()]")
_QUOTE = re.compile("[“”‘’]")


def normalised(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans with text as it is to be set; empty spans are left out."""
    text = "".join([span.text for span in spans])
    if not _SUSPECT.search(text):
        return tuple(span for span in spans if span.text)
    language = base_language(spans[0].style.language) if spans else ""
    eastern = language != "ko" and not spans[0].style.language.startswith(("en", "de", "fr", "es"))
    chars: list[str] = list(text)
    for match in _DROPPED.finditer(text):
        chars[match.start()] = ""
    _set_spaces(text, chars, eastern)
    if eastern and _ASCII.search(text):
        _widen(text, chars)
    if _QUOTE.search(text):
        _choose_quotes(text, chars, eastern)
        if eastern:
            _close_up(text, chars)
    result: list[Span] = []
    start = 0
    for span in spans:
        end = start + len(span.text)
        new = "".join(chars[start:end])
        start = end
        if new:
            result.append(span if new == span.text else Span(new, span.style))
    return tuple(result)


def _neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    return text[start - 1 : start] if start else "", text[end : end + 1]


def _set_spaces(text: str, chars: list[str], eastern: bool) -> None:
    """Collapse blanks to one space, or to none at the ends, at newlines and beside wide marks."""
    for match in _BLANK.finditer(text):
        start, end = match.span()
        before, after = _neighbours(text, start, end)
        keep = bool(before and after)
        if keep and eastern:
            newline = any(c in match[0] for c in "\n\r\u2028\u2029\u0085")
            joins = newline and (is_wide(before) or is_wide(after))
            keep = not (joins or _widens(text, start - 1) or _widens(text, end))
        for i in range(start, end):
            chars[i] = ""
        if keep:
            chars[start] = " "


def _widens(text: str, at: int) -> bool:
    """Whether the character is a full-width mark that is not a quote, so brings its own space."""
    return text[at] in MARKS and text[at] not in "“”‘’"


def _chinese_mark(text: str, at: int) -> bool:
    """Whether an ASCII mark stands for a Chinese one: it follows Han, or Han follows it at once."""
    before, after = _neighbours(text, at, at + 1)
    if before and is_wide(before):
        return after not in tuple("/,;:?!.")
    return bool(after) and is_wide(after) and not before.isspace() and before != ""


def _widen(text: str, chars: list[str]) -> None:
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    for match in _ASCII.finditer(text):
        at = match.start()
        char = text[at]
        if char == "(":
            stack.append(at)
        elif char == ")":
            if stack:
                pairs.append((stack.pop(), at))
            elif _is_wide_at(text, at - 1):
                chars[at] = "）"
        elif _chinese_mark(text, at):
            chars[at] = WIDE_MARK_OF[char]
            _drop_blanks(text, chars, at + 1)
    for at in stack:
        if _is_wide_at(text, at - 1) or _is_wide_at(text, at + 1):
            chars[at] = "（"
    for first, last in pairs:
        if _is_wide_at(text, first - 1) or any(is_han(c) for c in text[first + 1 : last]):
            chars[first], chars[last] = "（", "）"


def _drop_blanks(text: str, chars: list[str], at: int) -> None:
    while at < len(text) and text[at].isspace():
        chars[at] = ""
        at += 1


def _is_wide_at(text: str, at: int) -> bool:
    return 0 <= at < len(text) and is_wide(text[at])


def _choose_quotes(text: str, chars: list[str], eastern: bool) -> None:
    """Make quotes narrow in Latin text; both of a pair are of one width."""
    stack: list[int] = []
    alone: list[int] = []
    for match in _QUOTE.finditer(text):
        at = match.start()
        char = text[at]
        if char in "“‘":
            stack.append(at)
        elif char == "’" and _in_word(text, at):
            chars[at] = NARROW_QUOTE[char]
        elif stack and (text[stack[-1]] == "“") == (char == "”"):
            first = stack.pop()
            if not (eastern and _chinese(text, (first, at))):
                chars[first] = NARROW_QUOTE[text[first]]
                chars[at] = NARROW_QUOTE[char]
        else:
            alone.append(at)
    for at in (*stack, *alone):
        if not (eastern and _chinese(text, (at,))):
            chars[at] = NARROW_QUOTE[text[at]]


def _close_up(text: str, chars: list[str]) -> None:
    """Drop spaces beside full-width quotes, which bring their own."""
    for match in _QUOTE.finditer(text):
        at = match.start()
        if chars[at] != text[at]:
            continue
        for step in (-1, 1):
            there = at + step
            while 0 <= there < len(text) and text[there].isspace():
                chars[there] = ""
                there += step


def _in_word(text: str, at: int) -> bool:
    before, after = _neighbours(text, at, at + 1)
    return before.isalnum() and not is_wide(before) and after.isalnum() and not is_wide(after)


def _chinese(text: str, marks: tuple[int, ...]) -> bool:
    """Whether quotes stand in Chinese: beside something wide, or beside nothing at all."""
    found = False
    for at in marks:
        for step in (-1, 1):
            there = at + step
            while 0 <= there < len(text) and (text[there].isspace() or text[there] in "“”‘’"):
                there += step
            if 0 <= there < len(text):
                if is_wide(text[there]):
                    return True
                found = True
    return not found
