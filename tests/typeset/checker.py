"""A finished PDF → what is wrong with its lines, read back with PDFium's character boxes.

This module knows nothing of the composer: its tables are written from the rules (CLREQ 3.1,
JLREQ 3.1.7, KLREQ 3.2, GB/T 15834) and it never imports ``report.typeset``. It serves any PDF
whose paragraphs stand one a page within known edges.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

NOT_FIRST = set("。．，、；：？！”’）》〉」』】〗〕］｝·・‧～–-－／/%‰℃°′″％,.;:!?)]}")
NOT_FIRST_JA = set("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々ゝゞヽヾ")
NOT_LAST = set("“‘（《〈「『【〖〔［｛([{¥￥$€£№＃#@±≤≥≈")
FULL_OPEN = set("“‘（《〈「『【〖〔［｛")
FULL_CLOSE = set("”’）》〉」』】〗〕］｝")
FULL_STOP = set("。．，、；：？！")
CENTRED = {"zh-Hant": "。．，、；：？！", "ja": "；：？！", "ko": "；：？！"}
"""Marks that stand in the middle of their square."""
FULL_MARKS = FULL_OPEN | FULL_CLOSE | FULL_STOP
UNITS = (
    r"(?:[十百千万萬亿億]*(?:个百分点|平方米|平方公里|立方公尺|公里|公顷|公頃|毫米|小时|小時|分钟|か月|週間|か所|"
    r"メートル|[元人个個年月日号所名件册冊頁页章条條米吨噸度时時分秒次比期科項项位岁歲館台点點万萬亿億孔县家%‰℃％つ卷]))"
)
SPLIT_LEFT = re.compile(r"[0-9][,.]?$")
SPLIT_RIGHT = re.compile(rf"^(?:[,.]?[0-9]|[%‰℃°％]|{UNITS})")
SPLIT_TEN = re.compile(r"[0-9][万萬亿億]$")


@dataclass
class Char:
    """A character with its advance box, points."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass
class Result:
    """Faults found, by kind, with the texts they were found in."""

    counts: Counter[str] = field(default_factory=Counter)
    seen: list[str] = field(default_factory=list)
    paragraphs: int = 0
    lines: int = 0
    loose: int = 0
    """Paragraphs with a gap between Han above 0.12 em."""

    def add(self, kind: str, what: str) -> None:
        self.counts[kind] += 1
        self.seen.append(f"{kind}: {what}")


def chars_of(page: pypdfium2.PdfPage) -> list[Char]:
    """The characters drawn on a page in the order they were drawn, spaces included."""
    textpage = page.get_textpage()
    raw = textpage.raw
    found = []
    for index in range(textpage.count_chars()):
        if pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        point = pdfium.FPDFText_GetUnicode(raw, index)
        if 0xDC00 <= point < 0xE000:
            continue
        x, y = pdfium.c_double(), pdfium.c_double()
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        left, _, right, _ = textpage.get_charbox(index, loose=True)
        if 0xD800 <= point < 0xDC00:
            low = pdfium.FPDFText_GetUnicode(raw, index + 1)
            point = 0x10000 + ((point - 0xD800) << 10) + low - 0xDC00
        text = "-" if point in (2, 0xAD) else chr(point)
        size = pdfium.FPDFText_GetFontSize(raw, index)
        found.append(Char(text, x.value, x.value + right - left, round(y.value, 2), size))
    return found


def lines_of(chars: list[Char]) -> list[list[Char]]:
    """Characters in lines; a raised character belongs to the line it stands on."""
    lines: list[list[Char]] = []
    for char in chars:
        near = lines and abs(lines[-1][0].base - char.base) < 0.45 * max(
            char.size, lines[-1][0].size
        )
        if near:
            lines[-1].append(char)
        else:
            lines.append([char])
    return lines


def is_han(text: str) -> bool:
    point = ord(text)
    return (
        0x3400 <= point <= 0x9FFF or 0x3041 <= point <= 0x3096 or 0x30A1 <= point <= 0x30FA
        or point in (0x3005, 0x3007, 0x30FC) or 0x20000 <= point <= 0x3FFFF
    )  # fmt: skip


def is_hangul(text: str) -> bool:
    return 0xAC00 <= ord(text) <= 0xD7A3


def is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def check(
    data: bytes, *, language: str, em: float, left: float, right: float, indent: float = 0.0,
    sources: list[str] | None = None, justified: bool = True,
) -> Result:  # fmt: skip
    """Check a PDF that has one paragraph on each page between ``left`` and ``right`` (points)."""
    total = Result()
    for number, lines in enumerate(pages_of(data)):
        source = sources[number] if sources else None
        found = check_lines(
            lines, language=language, em=em, left=left, right=right, indent=indent, source=source,
            justified=justified,
        )  # fmt: skip
        total.counts.update(found.counts)
        total.seen += found.seen
        total.paragraphs += 1
        total.lines += found.lines
        total.loose += found.loose
    return total


def pages_of(data: bytes) -> list[list[list[Char]]]:
    """The lines of every page of a PDF."""
    document = pypdfium2.PdfDocument(data)
    return [lines_of(chars_of(document[number])) for number in range(len(document))]


def check_lines(
    lines: list[list[Char]], *, language: str, em: float, left: float, right: float, indent: float,
    source: str | None = None, justified: bool = True,
) -> Result:  # fmt: skip
    """Check the lines of one paragraph."""
    result = Result(paragraphs=1, lines=len(lines))
    _edges(result, lines, language, em, left, right, indent, justified)
    _ends(result, lines, language, em, left, right)
    _inside(result, lines, language, em)
    if source is not None:
        _text(result, lines, source)
    return result


def _shown(line: list[Char]) -> list[Char]:
    return [char for char in line if not char.text.isspace()]


def _edges(result, lines, language, em, left, right, indent, justified):
    for number, line in enumerate(lines):
        shown = _shown(line)
        text = "".join(char.text for char in shown)
        if not shown:
            continue
        first, last = shown[0], shown[-1]
        start = left + (indent if number == 0 else 0.0)
        starts = [start]
        if first.text in FULL_OPEN and first.right - first.left > 0.9 * em:
            starts = [start] if number == 0 and indent else [start - em / 2]
        if min(abs(first.left - x) for x in starts) > 0.1:
            result.add("left edge" if number else "indent", f"{first.left - start:+.2f} {text}")
        ends = [last.right]
        if last.text in FULL_CLOSE | FULL_STOP and last.right - last.left > 0.9 * em:
            ends = [last.right - em / 2]
            if last.text in CENTRED.get(language, ""):
                # Marks in the middle of their square keep it, or give some of what is blank.
                ends.append(min(last.right, max(right, last.right - em / 2)))
        if number < len(lines) - 1 and justified:
            off = min(abs(x - right) for x in ends)
            if off > 0.1:
                result.add("right edge", f"{off:.2f} {text}")
        elif min(ends) > right + 0.1:
            result.add("right edge", f"beyond: {text}")


def _ends(result, lines, language, em, left, right):
    texts = ["".join(char.text for char in _shown(line)) for line in lines]
    never_first = NOT_FIRST | (NOT_FIRST_JA if language == "ja" else set())
    for before, after in pairwise(texts):
        if not before or not after:
            continue
        if after[0] in never_first or after[:2] in ("——", "……") or after[0] in "—…":
            result.add("line start", f"{after[:6]}")
        if before[-1] in NOT_LAST:
            result.add("line end", f"{before[-6:]}")
        split = SPLIT_LEFT.search(before) and SPLIT_RIGHT.search(after)
        split = split or (SPLIT_TEN.search(before) and re.match(UNITS, after))
        split = split or (before.endswith("第") and after[0].isdigit())
        if split:
            result.add("number", f"{before[-6:]}|{after[:6]}")
    if len(texts) > 1:
        counted = sum(1 for c in texts[-1] if is_han(c) or is_hangul(c))
        whole = sum(1 for c in "".join(texts) if is_han(c) or is_hangul(c))
        if counted < 2 and whole >= 8 and _tail(lines) < right - left - em:
            result.add("last line", texts[-1])


def _tail(lines: list[list[Char]]) -> float:
    """Width of the text from its second last Han or Hangul on."""
    width, met = 0.0, 0
    for char in reversed([char for line in lines for char in line]):
        width += char.right - char.left
        met += is_han(char.text) or is_hangul(char.text)
        if met == 2:
            break
    return width


def _inside(result, lines, language, em):
    widest = 0.0
    for line in lines:
        for a, b in pairwise(line):
            if abs(a.base - b.base) > 0.5 or abs(a.size - b.size) > 0.1:
                continue
            gap = (b.left - a.right) / a.size
            if is_han(a.text) and is_han(b.text):
                widest = max(widest, gap)
                if gap < -0.01:
                    result.add("overlap", f"{a.text}{b.text} {gap:.3f}")
            elif (is_han(a.text) and is_latin(b.text)) or (is_latin(a.text) and is_han(b.text)):
                if not 0.125 - 0.005 <= gap <= 1 / 3 + 0.005:
                    result.add("Han-Latin gap", f"{a.text}{b.text} {gap:.3f}")
            elif a.text in FULL_MARKS and b.text in FULL_MARKS:
                if a.right - a.left < 0.9 * em or b.right - b.left < 0.9 * em:
                    continue
                across = (b.right - a.left) / em
                # A mark in the middle of its square keeps a quarter of an em on its outer side.
                centred = a.text in CENTRED.get(language, "")
                if across > (1.75 if centred else 1.5) + 0.01:
                    result.add("marks", f"{a.text}{b.text} {across:.3f}")
    if widest > 0.12 + 0.002:
        result.loose += 1


def _text(result, lines, source):
    """Extraction gives the source, but for the spaces and hyphens that line ends bring."""
    got = "".join("".join(char.text for char in line) for line in lines)
    squeezed = re.sub(r"\s", "", got)
    wanted = re.sub(r"\s", "", source)
    if squeezed.replace("-", "") != wanted.replace("-", ""):
        result.add("text", f"{squeezed!r} for {wanted!r}")
