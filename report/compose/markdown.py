"""Markdown → tokens: the dialect that authors may write, with emphasis that works beside CJK.

CommonMark's delimiter rule takes ``。`` for punctuation and ``后`` for a letter, so that
``**强调。**后`` stays literal. Here a delimiter run beside Han, kana or full-width marks opens and
closes as it would beside a space. On: paragraphs, headings, lists, quotes, strong, code spans,
links, footnotes, backslash escapes. Off: HTML, images, tables, code blocks, rules.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from report.compose.cjk import is_cjk_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

SIGNIFICANT = re.compile(
    r"[*_`\\\[\]<&]|^[ \t]*(?:>|[-+](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$))",
    re.MULTILINE,
)
"""What makes a text more than paragraphs and headings."""

HEADING = re.compile(r"[ \t]*(#{1,6})(?:[ \t]+(.*))?[ \t]*")
"""An ATX heading line (CommonMark 4.2): marks, text with its closing marks."""

CLOSING = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
"""The closing marks of a heading."""

_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]")


@cache
def parser() -> MarkdownIt:
    """The parser (imported when the first text needs it)."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("zero", {"maxNesting": 30})
    markdown.enable(
        ["heading", "list", "blockquote", "emphasis", "backticks", "link", "escape", "newline",
         "entity", "autolink", "reference"]
    )  # fmt: skip
    markdown.inline.ruler.at("emphasis", _emphasis)
    markdown.inline.ruler.before("link", "footnote", _footnote)
    return markdown


def _emphasis(state: StateInline, silent: bool) -> bool:
    from markdown_it.rules_inline.state_inline import Delimiter

    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    can_open, can_close = scanned.can_open, scanned.can_close
    if marker == "*":
        end = state.pos + scanned.length
        before = state.src[state.pos - 1] if state.pos else " "
        after = state.src[end] if end < state.posMax else " "
        beside = is_cjk_text(before) or is_cjk_text(after)
        can_open = can_open or (beside and not after.isspace())
        can_close = can_close or (beside and not before.isspace())
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos += scanned.length
    return True


def _footnote(state: StateInline, silent: bool) -> bool:
    match = _NOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("footnote_ref", "", 0)
        token.meta = {"label": match[1]}
    state.pos = match.end()
    return True
