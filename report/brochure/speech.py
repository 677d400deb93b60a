"""Text of a run → the language it is spoken in, where that differs from the document's.

Only what is beyond doubt: an author's own mark, the scripts of Japanese and Korean outside of
documents in these languages, and English phrases (three words or more, one of them a word that
only English has) in documents that are not in English. A name or an abbreviation in Latin
letters says nothing (WCAG 2.1, 3.1.2, excepts proper names and technical terms).
"""

from __future__ import annotations

import re
from functools import lru_cache

KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff]")
HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
HAN = "[\u3400-\u9fff\uf900-\ufaff]"
WORDS = re.compile("[A-Za-z]+(?:['’][A-Za-z]+)?")
ENGLISH = frozenset(
    ("the", "and", "of", "in", "for", "with", "from", "is", "are", "was", "by", "on", "to", "at")
)


PASSAGE = re.compile(
    "[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff][\u3041-\u3096\u30a1-\u30ff\u31f0-\u31ff]+"
    "|[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]+(?: [\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]+)*"
    "|[A-Za-z][A-Za-z'’-]*(?:,? [A-Za-z][A-Za-z'’-]*){2,}"
)
"""Words of kana, of Hangul, and three or more of Latin letters: what :func:`passages` looks at."""


@lru_cache(maxsize=8192)
def passages(text: str, document: str, marked: str) -> tuple[tuple[int, int, str | None], ...]:
    """``text`` as pieces (start, stop, language), the language None where it is the document's."""
    whole = spoken(text, document, marked)
    if whole is not None or (text.isascii() and _primary(document) == "en"):
        return ((0, len(text), whole),)
    out: list[tuple[int, int, str | None]] = []
    end = 0
    for found in PASSAGE.finditer(text):
        language = spoken(found[0], document, marked)
        if language is None:
            continue
        if found.start() > end:
            out.append((end, found.start(), None))
        end = found.end()
        out.append((found.start(), end, language))
    if end < len(text) or not out:
        out.append((end, len(text), None))
    return tuple(out)


@lru_cache(maxsize=8192)
def spoken(text: str, document: str, marked: str) -> str | None:
    """The language of ``text`` if it is not the document's; ``marked`` is its style's own."""
    if _primary(marked) != _primary(document) or not marked:
        return marked or None
    here = _primary(document)
    if text.isascii():
        if here == "en":
            return None
        words = WORDS.findall(text)
        told = len(words) > 2 and not ENGLISH.isdisjoint(w.lower() for w in words)
        return "en" if told else None
    if here != "ja" and KANA.search(text) and (here == "ko" or not re.search(HAN, text)):
        return "ja"
    if here != "ko" and HANGUL.search(text) and not re.search(HAN, text):
        return "ko"
    return None


def _primary(tag: str) -> str:
    """The primary language subtag (BCP 47)."""
    return tag.partition("-")[0].lower()
