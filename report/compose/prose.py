"""An author's text → blocks and runs: Markdown with its references filled in.

``Prose`` reads one report's texts. References are looked up first (they become placeholder
characters), Markdown is parsed second, and the placeholders turn into runs last: a value can
never be taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from report.compose.cjk import joins_without_space, tidied
from report.compose.document import (
    Block,
    Footnote,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
)
from report.compose.markdown import CLOSING, HEADING, SIGNIFICANT, parser
from report.compose.references import PLACEHOLDER, References, Rendered
from report.record import record, replace
from report.source.loaded import PathKey

if TYPE_CHECKING:
    from markdown_it.token import Token

_NEWLINE = re.compile(r"[ \t]*\n[ \t\n]*")
_DEFINITION = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_UNSUPPORTED = (
    (re.compile(r"!\[[^\]]*\]\("), "a picture cannot stand in the text",
     "list it under the section's images:", "markdown-image"),
    (re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t:|-]*$", re.MULTILINE),
     "a table cannot stand in the text", "list it under tables:", "markdown-table"),
    (re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE),
     "a rule has no place in the text", "use a heading: ## …", "markdown-rule"),
    (re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE), "a code block has no place in the text",
     "use `code` inside a line", "markdown-code"),
    (re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>"), "HTML has no meaning in the text",
     "use Markdown: **strong**, [text](address)", "markdown-html"),
    (re.compile(r"(?<=\])\(\s*<?(?!https?://|mailto:|tel:)[a-z][a-z0-9+.-]*:", re.IGNORECASE),
     "a reader cannot follow this link", "begin the address with https:// or mailto:",
     "bad-address"),
)  # fmt: skip
_NOWHERE = re.compile(r"(?<=\])\(\s*<?(?![a-z][a-z0-9+.-]*:)[^)\s]", re.IGNORECASE)
"""A link without a scheme: to a place beside a file that is sent around alone."""
MOST_LINKS = 20
"""Such links of one text that are told one by one."""


@record
class Body:
    """A section's text."""

    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]


class Prose:
    """Reads the texts of one report."""

    def __init__(self, references: References, language: str) -> None:
        self.references = references
        self.language = language
        self._notes: dict[str, int] = {}

    def plain(self, text: str, path: PathKey) -> str:
        """A one-line text as a string, references filled in: titles, labels, alt texts."""
        return plain_text(self.inline(text, path))

    def inline(self, text: str, path: PathKey) -> Runs:
        """A text of one paragraph as runs: leads, captions, points."""
        if not text:
            return ()
        rendered = self.references.render(text.strip() if "{" not in text else text, path)
        body = " ".join(line for line in rendered.text.split("\n") if line.strip())
        if "\n" in rendered.text.strip():
            body = _joined(rendered.text.strip().split("\n"))
        if not SIGNIFICANT.search(body):
            return self._tidy((Run(body.strip()),), rendered)
        tokens = parser().parseInline(body.strip())
        return self._runs(tokens[0].children or (), rendered, path)

    def body(self, text: str, path: PathKey, section: str) -> Body:
        """A section's text as blocks; footnotes are numbered from 1 by first mention."""
        if not text.strip():
            return Body((), ())
        for pattern, message, hint, code in _UNSUPPORTED:
            for match in pattern.finditer(text):
                at = match.end() - len(match[0].lstrip())
                self.references.report(path, at, message, hint=hint, code=code)
        for match in islice(_NOWHERE.finditer(text), MOST_LINKS):
            self.references.report(
                path, match.start(), "the link leads nowhere from a file that is sent alone",
                hint="begin the address with https://, or name a chart: {{ ref('…') }}",
                code="bad-address", severity="warning",
            )  # fmt: skip
        definitions: dict[str, tuple[str, int]] = {}

        def define(match: re.Match[str]) -> str:
            if match[1] in definitions:
                self.references.report(
                    path, match.start(), f"the footnote {match[1]!r} is written twice",
                    hint="give one of them another name", code="duplicate-footnote",
                )  # fmt: skip
            definitions[match[1]] = (re.sub(r"\n[ \t]+", "\n", match[2]), match.start())
            return "\n" * match[0].count("\n")

        has_notes = "[^" in text
        main = _DEFINITION.sub(define, text) if has_notes else text
        self._notes = {}
        rendered = self.references.render(main, path)
        blocks = self._blocks(rendered, path, section)
        footnotes = self._footnotes(definitions, text, path) if has_notes else ()
        return Body(blocks, footnotes)

    def _footnotes(
        self, definitions: dict[str, tuple[str, int]], text: str, path: PathKey
    ) -> tuple[Footnote, ...]:
        notes: list[Footnote] = []
        for label, number in self._notes.items():
            if label not in definitions:
                at = max(text.find(f"[^{label}]"), 0)
                self.references.report(
                    path, at, f"the footnote {label!r} is not written",
                    hint=f"add a line: [^{label}]: …", code="unknown-footnote",
                )  # fmt: skip
                continue
            notes.append(Footnote(number, self.inline(definitions[label][0], path)))
        for label, (_, at) in definitions.items():
            if label not in self._notes:
                self.references.report(
                    path, at, f"the footnote {label!r} is mentioned nowhere",
                    hint=f"put [^{label}] into the text or delete it", code="unused-footnote",
                    severity="warning",
                )  # fmt: skip
        return tuple(notes)

    # ── blocks ───────────────────────────────────────────────────────────────────────────────

    def _blocks(self, rendered: Rendered, path: PathKey, section: str) -> tuple[Block, ...]:
        if not SIGNIFICANT.search(rendered.text):
            return _identified(self._simple_blocks(rendered), section)
        tokens = parser().parse(rendered.text)
        blocks, _ = self._read(tokens, 0, "", rendered, path)
        return _identified(blocks, section)

    def _simple_blocks(self, rendered: Rendered) -> list[Block]:
        """Paragraphs and headings, without the parser (which costs its import)."""
        blocks: list[Block] = []
        lines: list[str] = []
        for line in (*rendered.text.split("\n"), ""):
            heading = HEADING.fullmatch(line)
            if heading and lines and _indented(line):
                heading = None  # deep inside a paragraph it goes on (CommonMark 4.4)
            if lines and (heading or not line.strip()):
                blocks.append(Paragraph(self._tidy((Run(_joined(lines)),), rendered)))
                lines = []
            if heading:
                runs = self._tidy(
                    (Run(CLOSING.sub("", (heading[2] or "").strip()).strip()),), rendered
                )
                blocks.append(Heading(runs, 2 if len(heading[1]) <= 2 else 3))
            elif line.strip():
                lines.append(line)
        return blocks

    def _read(
        self, tokens: Sequence[Token], at: int, until: str, rendered: Rendered, path: PathKey
    ) -> tuple[list[Block], int]:
        """Blocks from token ``at`` to the closing token ``until`` ("" for the end)."""
        blocks: list[Block] = []
        while at < len(tokens):
            token = tokens[at]
            kind = token.type
            if kind == until:
                return blocks, at + 1
            at += 1
            if kind in ("paragraph_open", "heading_open"):
                runs = self._runs(tokens[at].children or (), rendered, path)
                at += 2
                if kind == "paragraph_open":
                    blocks.append(Paragraph(runs))
                else:
                    blocks.append(Heading(_unmarked(runs), 2 if token.tag in ("h1", "h2") else 3))
            elif kind in ("bullet_list_open", "ordered_list_open"):
                items: list[tuple[Block, ...]] = []
                closing = kind.replace("open", "close")
                while tokens[at].type != closing:
                    inner, at = self._read(tokens, at + 1, "list_item_close", rendered, path)
                    items.append(tuple(inner))
                at += 1
                ordered = kind.startswith("ordered")
                start = int(token.attrs.get("start", 1)) if ordered else 1
                blocks.append(ListBlock(tuple(items), ordered, start))
            elif kind == "blockquote_open":
                inner, at = self._read(tokens, at, "blockquote_close", rendered, path)
                blocks.append(_quote(inner))
        return blocks, at

    # ── runs ─────────────────────────────────────────────────────────────────────────────────

    def _runs(self, tokens: Sequence[Token], rendered: Rendered, path: PathKey) -> Runs:
        """Inline tokens as runs."""
        runs: list[Run] = []
        strong = 0
        href: str | None = None
        for token in tokens:
            kind = token.type
            if kind in ("text", "text_special"):
                runs.append(Run(token.content, strong=strong > 0, href=href))
            elif kind in ("softbreak", "hardbreak"):
                runs.append(Run("\n", strong=strong > 0, href=href))
            elif kind in ("strong_open", "em_open"):
                strong += 1
            elif kind in ("strong_close", "em_close"):
                strong -= 1
            elif kind == "code_inline":
                runs.append(Run(token.content, strong=strong > 0, href=href, code=True))
            elif kind == "link_open":
                href = str(token.attrs.get("href", "")) or None
            elif kind == "link_close":
                href = None
            elif kind == "footnote_ref":
                label = token.meta["label"]
                number = self._notes.setdefault(label, len(self._notes) + 1)
                runs.append(Run(str(number), note=number))
        return self._tidy(tuple(runs), rendered)

    def _tidy(self, runs: Runs, rendered: Rendered) -> Runs:
        """Fill placeholders in, resolve newlines, merge, and set the marks of the language."""
        filled: list[Run] = []
        for run in runs:
            if not rendered.pieces or not PLACEHOLDER.search(run.text):
                filled.append(run)
                continue
            at = 0
            for match in PLACEHOLDER.finditer(run.text):
                if match.start() > at:
                    filled.append(replace(run, text=run.text[at : match.start()]))
                for piece in rendered.piece(match[0]):
                    filled.append(replace(piece, strong=run.strong, href=run.href))
                at = match.end()
            if at < len(run.text):
                filled.append(replace(run, text=run.text[at:]))
        joined = _without_newlines(filled)
        return tidied(self._declined(_merged(joined)), self.language)

    def _declined(self, runs: Runs) -> Runs:
        """Beside a word that says "less" a negative figure loses its minus: 下降 3.1%."""
        if not any(r.figure and "\N{MINUS SIGN}" in r.text for r in runs):
            return runs
        words = self.references.words
        result: list[Run] = []
        for i, run in enumerate(runs):
            if run.figure and not run.mark and "\N{MINUS SIGN}" in run.text:
                before = plain_text(runs[:i]).rstrip().lower()
                after = plain_text(runs[i + 1 :]).lstrip().lower()
                if before.endswith(words.decline) or after.startswith(words.decline_after):
                    run = replace(run, text=run.text.replace("\N{MINUS SIGN}", "", 1))
            result.append(run)
        return tuple(result)


def plain_text(runs: Runs, *, marks: bool = False) -> str:
    """The text of runs in one string, without note codes and footnote numbers."""
    return "".join(r.text for r in runs if (marks or not r.mark) and r.note is None)


def _joined(lines: Sequence[str]) -> str:
    """Lines of one paragraph: no space where Han meets."""
    result = ""
    for line in lines:
        line = line.strip()
        if not line:
            continue
        if result and not joins_without_space(result[-1], line[0]) and not _held(result[-1], line):
            result += " "
        elif result and _held(result[-1], line):
            result += "\n"
        result += line
    return result


def _held(last: str, line: str) -> bool:
    """Whether a placeholder stands at the join: the newline is decided once it is filled."""
    return PLACEHOLDER.match(last) is not None or PLACEHOLDER.match(line[0]) is not None


def _without_newlines(runs: list[Run]) -> list[Run]:
    """Newlines, with the spaces beside them, as nothing (beside Han) or as one space."""
    if not any("\n" in run.text for run in runs):
        return runs
    text = "".join("" if run.mark else run.text for run in runs)
    kept = list(text)
    for match in _NEWLINE.finditer(text):
        kept[match.start() : match.end()] = [""] * len(match[0])
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if before and after and not joins_without_space(before, after):
            kept[match.start()] = " "
    result: list[Run] = []
    start = 0
    for run in runs:
        if run.mark:
            result.append(run)
            continue
        new = "".join(kept[start : start + len(run.text)])
        start += len(run.text)
        if new or run.target:
            result.append(run if new == run.text else replace(run, text=new))
    return result


def _merged(runs: Sequence[Run]) -> Runs:
    """Neighbours of one nature as one run; empty runs gone (references keep theirs)."""
    result: list[Run] = []
    for run in runs:
        if not run.text and run.target is None:
            continue
        if result:
            last = result[-1]
            whole = any((r.figure, r.mark, r.note, r.target) != (None, False, None, None)
                        for r in (run, last))  # fmt: skip
            if not whole and replace(last, text=run.text) == run:
                result[-1] = replace(last, text=last.text + run.text)
                continue
        result.append(run)
    return tuple(result)


def _indented(line: str) -> bool:
    """Whether a line begins at column 4 or beyond."""
    start = line[: len(line) - len(line.lstrip())]
    return len(start.expandtabs(4)) > 3


def _identified(blocks: list[Block], section: str) -> tuple[Block, ...]:
    """Headings with an id each, in their section."""
    result: list[Block] = []
    headings = 0
    for block in blocks:
        if isinstance(block, Heading):
            headings += 1
            block = replace(block, id=f"{section}-h{headings}")
        result.append(block)
    return tuple(result)


def _unmarked(runs: Runs) -> Runs:
    """Headings are strong already."""
    return tuple(replace(run, strong=False) for run in runs)


_SPEAKER = re.compile(r"^\s*(?:——|—|--|―|– )\s*")


def _quote(blocks: list[Block]) -> Quote:
    """A block quotation; a last line that begins with a dash names the speaker."""
    by = ""
    texts = [block.runs for block in blocks if isinstance(block, Paragraph)]
    if len(texts) > 1:
        last = plain_text(texts[-1])
        match = _SPEAKER.match(last)
        if match:
            by = last[match.end() :]
            texts.pop()
    runs: list[Run] = []
    for part in texts:
        if runs:
            runs.append(Run(" " if not joins_without_space(runs[-1].text[-1:] or " ", "a") else ""))
        runs.extend(part)
    return Quote(_merged(runs), by)
