"""Text between Han characters → half-width punctuation and indents that do not belong there.

CLREQ 3.1.1 and JLREQ 3.1.1: Chinese and Japanese text uses full-width marks. What is certain can
be mended (``report.source.fix``); references, conditions, code, links and addresses are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from report.source.loaded import PathKey

HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff"
)
"""Han and kana, for character classes."""
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
_AFTER = "”’》」』）】%％"
_MASK = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|```.*?```|`[^`\n]*`|\]\([^)\n]*\)|\[\^[^\]\n]*\]:?|<[^>\n]*>"
    r"|[A-Za-z][A-Za-z0-9+.-]*://[^\s，。；：？！）》」』]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.DOTALL,
)
_MARK = re.compile(
    rf"(?<=[{HAN}])(?P<after>[,;:?!])(?P<space>[ ]?)(?=[^\s,;:?!.)\]/\\]|$)"
    rf"|(?<=[{_AFTER}\d}}])(?P<between>[,;?!])(?P<gap>[ ]?)(?=[{HAN}“‘《「『（])"
)
_FULL_STOP = re.compile(
    rf"(?<=[{HAN}][{HAN}{_AFTER}])(?<![一二三四五六七八九十百])\.[ ]?(?=[{HAN}“‘《「『]|$)",
    re.MULTILINE,
)
_BRACKETS = re.compile(r"(?<![\]\w!])\(([^()\n]*)\)", re.ASCII)
_IDEOGRAPHIC_INDENT = re.compile(r"^\u3000+", re.MULTILINE)

LITERAL_KEYS = frozenset(
    {"id", "file", "url", "derive", "kind", "query", "theme", "template", "sheet", "range",
     "encoding", "separator", "language", "format", "contact", "source", "header", "value",
     "change", "target", "remains", "minimum", "maximum", "table", "values", "key_figures",
     "headline", "base", "ridge", "tables"}
)  # fmt: skip
"""Keys whose values are not prose."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A mark that should be another: offset and length in the text, and what to write."""

    offset: int
    length: int
    written: str
    better: str
    code: str = "half-width-punctuation"


def is_prose(path: PathKey) -> bool:
    """Whether the scalar at ``path`` is text that is read, not a name or a number."""
    last = next((step for step in reversed(path) if isinstance(step, str)), "")
    if path[:1] == ("tables",) and len(path) > 2 and path[2] in ("rows", "columns", "x", "units"):
        return path[2] == "rows"
    return last not in LITERAL_KEYS


def find_slips(text: str, language: str) -> Iterator[Slip]:
    """Slips of ``text`` in order; none in Korean and English, which use half-width marks."""
    if language in ("ko", "en") or text.isascii():
        return
    masked = [(found.start(), found.end()) for found in _MASK.finditer(text)]

    def hidden(offset: int) -> bool:
        return any(start <= offset < end for start, end in masked)

    found: list[Slip] = []
    for mark in _MARK.finditer(text):
        name, space = ("after", "space") if mark["after"] else ("between", "gap")
        if not hidden(mark.start()):
            written = mark[name]
            dropped = mark[space]
            found.append(Slip(mark.start(), 1 + len(dropped), written + dropped, _FULL[written]))
    for mark in _FULL_STOP.finditer(text):
        if not hidden(mark.start()):
            written = mark.group()
            found.append(Slip(mark.start(), len(written), written, "。"))
    for mark in _BRACKETS.finditer(text):
        before, inside = text[: mark.start()][-1:], mark[1]
        if hidden(mark.start()) or not inside.strip():
            continue
        if _is_han(before) or _is_han(inside[0]) or _is_han(inside[-1]):
            found.append(Slip(mark.start(), 1, "(", "（"))
            found.append(Slip(mark.end() - 1, 1, ")", "）"))
    for mark in _IDEOGRAPHIC_INDENT.finditer(text):
        found.append(Slip(mark.start(), len(mark.group()), mark.group(), "", "ideographic-indent"))
    yield from sorted(found, key=lambda slip: slip.offset)


def _is_han(character: str) -> bool:
    return re.match(f"[{HAN}]", character) is not None


_NUMBER_LIKE = re.compile(r"[0-9０-９.．,，%％‰+＋−－-]{1,40}")
_WIDE = re.compile("[０-９．，％＋－]")
_NARROW = str.maketrans("０１２３４５６７８９．，％＋－", "0123456789.,%+-")


def narrow_number(text: str) -> str | None:
    """A number written with full-width characters as it should be; None where there are none.

    ``30，74`` gives ``30,74``, which is no number either: what a comma means is the author's to
    say.
    """
    text = text.strip()
    if not _NUMBER_LIKE.fullmatch(text) or not _WIDE.search(text):
        return None
    if not re.search("[0-9０-９]", text):
        return None
    return text.translate(_NARROW)


def is_plain_number(text: str) -> bool:
    """Whether ``text`` is a number as it should be written: ``30.74``, ``1,234``, ``22.11%``."""
    return (
        re.fullmatch(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?%?", text) is not None
    )
