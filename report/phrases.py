"""A title or a short text → where its phrases begin (BudouX), for lines broken between them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

MOST = 400
"""Characters of a text that is still divided into phrases."""


@lru_cache(maxsize=4)
def _parser(language: str) -> Any:
    import budoux

    loaders = {
        "zh-Hans": budoux.load_default_simplified_chinese_parser,
        "zh-Hant": budoux.load_default_traditional_chinese_parser,
        "ja": budoux.load_default_japanese_parser,
    }
    return loaders[language]() if language in loaders else None


def phrase_starts(text: str, language: str) -> frozenset[int] | None:
    """Offsets at which a phrase begins, 0 and the text's end with them.

    ``language`` is one of the languages of reports. None where it is written with spaces, or
    the text is longer than :data:`MOST` characters: then every place is as good as another.
    """
    if len(text) > MOST:
        return None
    parser = _parser(language)
    if parser is None:
        return None
    starts, at = {len(text)}, 0
    for phrase in parser.parse(text):
        starts.add(at)
        at += len(phrase)
    return frozenset(starts)
