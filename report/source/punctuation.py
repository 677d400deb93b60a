"""Text between Han characters → half-width punctuation and indents that do not belong there.

CLREQ 3.1.1 and JLREQ 3.1.1: Chinese and Japanese text uses full-width marks. What is certain can
be mended (``report.source.fix``); references, conditions, code, links and addresses are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.record import record, replace
from report.source.loaded import PathKey

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
_AFTER = "”’》」』）】%％"
_MASK = re.compile(
    r"\{\{[^{}]{0,999}\}\}|\{%[^{}]{0,999}%\}|```.{0,9999}?```|`[^`\n]{0,999}`|\]\([^)\n]{0,999}\)"
    r"|\[\^[^\]\n]{0,40}\]:?|<[^>\n]{0,999}>"
    r"|(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\s，。；：？！）》」』]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+",
    re.DOTALL,
)
_CANDIDATE = re.compile(r"[,;:?!.(]|^\u3000+", re.MULTILINE)
_NUMERALS = "一二三四五六七八九十百"
_OPENING = "“‘《「『（"
_NEVER_AFTER = ",;:?!.)]/\\"
"""A mark before one of these is part of something else."""

LITERAL_KEYS = frozenset(
    {"id", "file", "url", "derive", "kind", "query", "theme", "template", "sheet", "range",
     "encoding", "separator", "language", "format", "contact", "source", "header", "value",
     "change", "target", "remains", "minimum", "maximum", "table", "values", "key_figures",
     "headline", "base", "ridge", "tables"}
)  # fmt: skip
"""Keys whose values are not prose."""


@record
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
    for candidate in _CANDIDATE.finditer(text):
        at, mark = candidate.start(), candidate.group()[0]
        if hidden(at):
            continue
        if mark == "\u3000":
            run = candidate.group()
            found.append(Slip(at, len(run), run, "", "ideographic-indent"))
        elif mark == "(":
            found.extend(_brackets(text, at))
        elif mark == ".":
            found.extend(_full_stop(text, at))
        else:
            found.extend(_mark(text, at, mark))
    for slip in sorted(found, key=lambda slip: slip.offset):
        yield replace(slip, better="、") if language == "ja" and slip.better == "，" else slip


def is_han(character: str) -> bool:
    """Whether a character is Han or kana; "" is not."""
    if not character:
        return False
    point = ord(character)
    return (
        0x4E00 <= point <= 0x9FFF
        or 0x3400 <= point <= 0x4DBF
        or (0x3041 <= point <= 0x30FF and character != "・")
        or point in (0x3005, 0x3007)
        or 0xF900 <= point <= 0xFAFF
        or 0x20000 <= point <= 0x3FFFF
    )


def _around(text: str, at: int) -> tuple[str, str, str, str]:
    """The character before, the space after and the two that follow it."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    space = after if after == " " else ""
    start = at + 1 + len(space)
    return before, space, text[start : start + 1], text[start + 1 : start + 2]


def _mark(text: str, at: int, mark: str) -> Iterator[Slip]:
    before, space, after, _ = _around(text, at)
    if is_han(before):
        wrong = after not in _NEVER_AFTER and not after.isspace() if after else not space
        wrong = wrong or after == "\n"
    else:
        closing = before in _AFTER or before.isdigit() or before == "}"
        wrong = bool(before) and closing and mark != ":" and (is_han(after) or (after in _OPENING))
        wrong = wrong and bool(after)
    if wrong:
        yield Slip(at, 1 + len(space), mark + space, _FULL[mark])


def _full_stop(text: str, at: int) -> Iterator[Slip]:
    before, space, after, _ = _around(text, at)
    two = text[max(0, at - 2) : at]
    closes = is_han(before) or (before in _AFTER and before != "")
    if len(two) < 2 or not is_han(two[0]) or not closes or before in _NUMERALS:
        return
    if after in ("", "\n") or is_han(after) or after in _OPENING:
        yield Slip(at, 1 + len(space), "." + space, "。")


def _brackets(text: str, at: int) -> Iterator[Slip]:
    end = at + 1
    while end < len(text) and text[end] not in "()\n":
        end += 1
    before, inside = text[at - 1 : at] if at else "", text[at + 1 : end]
    if text[end : end + 1] != ")" or not inside.strip() or before in ("]", "!"):
        return
    if before.isascii() and (before.isalnum() or before == "_"):
        return
    if is_han(before) or is_han(inside[0]) or is_han(inside[-1]):
        yield Slip(at, 1, "(", "（")
        yield Slip(end, 1, ")", "）")


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
