"""Roles of the type scale + inline runs → text styles, set lines and set paragraphs of a brochure.

A setting belongs to one brochure: it knows the theme, the page format, the faces, the language
and, once the pages are laid out, on which page everything stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from report.brochure.labels import Labels, labels_for
from report.brochure.surface import Surface, Target
from report.compose.document import Chart, Document, Image, Run, Runs, TableBlock
from report.compose.words import Words
from report.record import field, record, replace
from report.theme import PageFormat, Theme, TypeRole
from report.typeset import (
    Line,
    ParagraphStyle,
    SetParagraph,
    Span,
    TextStyle,
    VerticalColumn,
    set_line,
    set_paragraph,
    set_vertical,
)

if TYPE_CHECKING:
    from report.fonts import FontBook

BODY_ROLES = frozenset({"body", "body-strong", "lead", "h2", "h3", "quote", "callout", "list-body"})
"""Roles that follow the author's choice of a serif or sans body."""

DISPLAY_ROLES = frozenset(
    {"cover-title", "cover-kicker", "cover-sub", "contents-heading", "opener-numeral",
     "opener-title", "h1", "key-numeral", "key-numeral-large", "contents-number",
     "contents-title", "contents-page"}
)  # fmt: skip
"""Roles that shrink with the page."""

SMALLEST_SCALE = {"h1": 0.82, "key-numeral": 0.8, "key-numeral-large": 0.72, "cover-kicker": 0.85,
                  "cover-sub": 0.85, "contents-number": 0.8, "contents-title": 0.85,
                  "contents-page": 0.85}  # fmt: skip
"""How far these may shrink at most."""

RAGGED = 36
"""Measure, in em, from which on Latin text is justified: some 70 characters."""

LOOSEST = 0.12
"""How far letters of Korean and Latin text are set apart at most to fill a line, in em; where that
is not enough, word spaces open by up to three times as much, else the line stays short."""

FIRST_BASELINE = 11.5
"""Distance of a body line's base line from the top of its row (section 2)."""


@record
class Downwards:
    """A vertical column of text and its height in points."""

    column: VerticalColumn
    height: float


@record(frozen=False)
class Places:
    """Where things stand, filled in when the pages are laid out (page numbers from 1)."""

    sections: dict[str, int] = field(default_factory=dict)
    section_ends: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    """Charts, tables and images by id."""
    figures: dict[str, int] = field(default_factory=dict)
    """Figures by name: page of first appearance."""
    notes: int = 0
    """First page of the data notes."""


class Setting:
    """Everything that text needs in order to be set in one brochure."""

    def __init__(self, document: Document, theme: Theme, fonts: FontBook,
                 page_format: PageFormat) -> None:  # fmt: skip
        self.document = document
        self.theme = theme
        self.fonts = fonts
        self.format = page_format
        self.language = document.language
        self.words: Words = document.words
        self.labels: Labels = labels_for(document.language)
        self.places = Places()
        self.targets: dict[str, str] = {}
        """Ids that text may refer to → the name of their destination."""
        self.codes: frozenset[str] = frozenset(
            v.code for v in (*document.gaps, *document.derived) if v.code
        )
        numbers = {
            block.plan.number
            for part in document.sections
            for block in part.blocks
            if isinstance(block, (Chart, TableBlock)) and block.plan.number
        }
        self._signs = _any_of(self.codes | numbers)
        """Finds codes and numbers of figures within a text."""
        self.bound: set[str] = set()
        """Destinations that have been set."""
        for part in document.sections:
            self.targets[part.id] = f"section-{part.id}"
            for block in part.blocks:
                if isinstance(block, (Chart, TableBlock)):
                    self.targets[block.plan.id] = f"block-{block.plan.id}"
                elif isinstance(block, Image) and block.id:
                    self.targets[block.id] = f"block-{block.id}"
        self.notes = frozenset(
            (part.id, note.number) for part in document.sections for note in part.footnotes
        )
        self.section = ""
        """Id of the section being set: footnotes count anew in each."""
        self._roles: dict[str, TypeRole] = {}
        self._styles: dict[tuple[object, ...], TextStyle] = {}
        self._lines: dict[tuple[object, ...], Line] = {}

    # -- styles ------------------------------------------------------------------------------

    def role(self, name: str) -> TypeRole:
        """A role as it is in this brochure: body face chosen, display sizes scaled."""
        known = self._roles.get(name)
        if known is not None:
            return known
        role = self.theme.type[name]
        if name in BODY_ROLES and self.document.options.body_face == "sans":
            role = replace(role, family="sans", weight={600: 700}.get(role.weight, role.weight))
        if name in DISPLAY_ROLES and self.format.scale != 1:
            scale = max(self.format.scale, SMALLEST_SCALE.get(name, 0))
            role = replace(role, size=role.size * scale, leading=role.leading * scale,
                           tracking=role.tracking * scale)  # fmt: skip
        self._roles[name] = role
        return role

    def style(self, name: str, *, size: float | None = None, colour: str | None = None,
              weight: int | None = None, tabular: bool = False, language: str | None = None,
              rise: float = 0, no_break: bool = False, glue: bool = False,
              solid: bool = False, tag: object = None) -> TextStyle:  # fmt: skip
        """The text style of a role, with what differs from it."""
        key = (name, size, colour, weight, tabular, language, rise, no_break, glue, solid, tag)
        known = self._styles.get(key)
        if known is None:
            role = self.role(name)
            spoken = language or self.language
            chain = self.fonts.chain(role.family, weight or role.weight, spoken)
            points = size or role.size
            known = TextStyle(
                chain,
                points,
                spoken,
                colour=colour or role.colour,
                rise_pt=rise,
                tracking_pt=role.tracking * points / role.size,
                tabular=tabular,
                no_break=no_break,
                glue=glue,
                solid=solid,
                tag=tag,
            )
            self._styles[key] = known
        return known

    def spans(self, runs: Runs, name: str, *, size: float | None = None,
              colour: str | None = None) -> tuple[Span, ...]:  # fmt: skip
        """Inline runs as spans of a role: codes raised, strong text in a real bold face."""
        return tuple(Span(run.text, self._run_style(run, name, size, colour)) for run in runs
                     if run.text)  # fmt: skip

    def _run_style(self, run: Run, name: str, size: float | None, colour: str | None) -> TextStyle:
        if run.mark or run.note is not None:
            base = size or self.role(name).size
            tag = Target("code", f"code-{run.text}") if run.text in self.codes else None
            if run.note is not None and (self.section, run.note) in self.notes:
                tag = Target("note", f"note-{self.section}-{run.note}")
            return self.style("note-code", size=max(6.0, base * 0.62), rise=base * 0.42,
                              glue=True, no_break=True, solid=True, language=run.language,
                              tag=tag)  # fmt: skip
        tag = None
        if run.href:
            tag, colour = Target("href", run.href), "p700"
        elif run.target in self.targets:
            tag, colour = Target("target", self.targets[run.target]), "p700"
        role = name
        weight = None
        if run.strong:
            role, weight = ("body-strong", None) if name == "body" else (name, 700)
        if run.code:
            role, size, weight = "table-cell", (size or self.role(name).size) * 0.94, None
        lost = run.state == "missing" and bool(run.figure)
        if lost:
            colour = "accent"
        whole = tag is not None and tag.kind == "target" and len(run.text) < 14
        return self.style(role, size=size, colour=colour, weight=weight, language=run.language,
                          tag=tag, no_break=whole or lost, solid=whole)  # fmt: skip

    def _signed(self, text: str, style: TextStyle) -> tuple[Span, ...]:
        """A text as spans: each code and each number of a figure is one close piece."""
        if self._signs is None or not self._signs.search(text):
            return (Span(text, style),)
        close = replace(style, solid=True, no_break=True)
        return tuple(
            Span(part, close if number % 2 else style)
            for number, part in enumerate(self._signs.split(text))
            if part
        )

    # -- lines -------------------------------------------------------------------------------

    def line(self, text: str, name: str, *, size: float | None = None, colour: str | None = None,
             weight: int | None = None, tabular: bool = False) -> Line:  # fmt: skip
        """One line that is never broken: labels, numerals, folios."""
        key = (text, name, size, colour, weight, tabular)
        known = self._lines.get(key)
        if known is None:
            style = self.style(name, size=size, colour=colour, weight=weight, tabular=tabular)
            known = set_line(self._signed(text, style))
            self._lines[key] = known
        return known

    def tagged(self, text: str, name: str, tag: Target) -> Line:
        """One line that leads somewhere."""
        return set_line((Span(text, self.style(name, tag=tag)),))

    def vertical(self, text: str, name: str, *, step: float, height: float,
                 size: float | None = None, colour: str | None = None, cut: bool = False
                 ) -> Downwards | None:  # fmt: skip
        """A text in one vertical column of at most ``height``; None where it is too long.

        With ``cut`` it is shortened to fit, an ellipsis at its end.
        """
        style = self.style(name, size=size, colour=colour)

        def fitting(shown: str) -> Downwards | None:
            columns = set_vertical((Span(shown, style),), height_pt=1e5, step_pt=step)
            if columns and columns[0].height_pt <= height + 0.01:
                return Downwards(columns[0], columns[0].height_pt)
            return None

        found = fitting(text) if text else None
        if found is not None or not cut:
            return found
        least, most = 2, len(text) - 1
        while least <= most:
            middle = (least + most) // 2
            shorter = fitting(text[:middle].rstrip() + "…")
            if shorter is None:
                most = middle - 1
            else:
                found, least = shorter, middle + 1
        return found

    def draw_vertical(self, surface: Surface, down: Downwards, axis: float, top: float, *,
                      alone: bool = True) -> None:  # fmt: skip
        """Draw a column with its middle on ``axis``; not ``alone``: one of several of a text."""
        surface.column(down.column, axis, top, alone=alone)

    def width(self, text: str, name: str, **changes: float) -> float:
        """Natural width of a text in a role."""
        return self.line(text, name, size=changes.get("size")).width_pt

    def paragraph(self, content: str | Runs, name: str, width: float, *, size: float | None = None,
                  leading: float | None = None, colour: str | None = None, indent: float = 0,
                  align: str = "left", balance: bool = False, hang: float = 0,
                  weight: int | None = None, lines: int | None = None,
                  widest: float | None = None) -> SetParagraph:  # fmt: skip
        """A text of several lines within ``width``; of ``lines`` lines if it comes out well."""
        if isinstance(content, str):
            style = self.style(name, size=size, colour=colour, weight=weight)
            spans: tuple[Span, ...] = self._signed(content, style)
        else:
            spans = self.spans(content, name, size=size, colour=colour)
        setting = ParagraphStyle(
            leading_pt=leading or self.role(name).leading,
            indent_em=indent,
            align=align,  # type: ignore[arg-type]
            balance=balance,
            hang_pt=hang,
            loosest_em=None if self.language.startswith(("zh", "ja")) else LOOSEST,
        )
        return set_paragraph(spans, width, setting, lines=lines, widest=widest)

    def body(self, runs: Runs, width: float, *, indent: bool = True, hang: float = 0,
             lines: int | None = None, widest: float | None = None
             ) -> SetParagraph:  # fmt: skip
        """A paragraph of body text on the baseline grid, justified where its script allows it."""
        return self.paragraph(
            runs, "body", width, leading=self.format.baseline, align=self.body_align(width),
            indent=self.indent(width) if indent else 0, hang=hang, lines=lines, widest=widest,
        )  # fmt: skip

    def body_align(self, width: float) -> str:
        """``justify``; in Latin script ``left`` where a line holds too few words to fill evenly."""
        spaced = not self.language.startswith(("zh", "ja", "ko"))
        return "left" if spaced and width < RAGGED * self.role("body").size else "justify"

    def indent(self, width: float) -> float:
        """First-line indent in em: two in Chinese (one in a narrow measure), one elsewhere."""
        narrow = width < 16 * self.role("body").size
        return 2 if self.language.startswith("zh") and not narrow else 1

    def fitted(self, text: str, name: str, width: float, *, size: float | None = None,
               least: float = 6.0, colour: str | None = None, weight: int | None = None
               ) -> Line:  # fmt: skip
        """One line in the role's size, or as much smaller as ``width`` asks for."""
        points = size or self.role(name).size
        line = self.line(text, name, size=points, colour=colour, weight=weight)
        if line.width_pt > width > 0:
            points = max(least, points * width / line.width_pt * 0.995)
            line = self.line(text, name, size=points, colour=colour, weight=weight)
        return line


def _any_of(signs: set[str] | frozenset[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of these, not within longer numbers."""
    if not signs:
        return None
    either = "|".join(re.escape(s) for s in sorted(signs, key=lambda s: (-len(s), s)))
    return re.compile(rf"({either})(?![0-9.])")


def plain(text: str) -> Runs:
    """A text as runs."""
    return (Run(text),)


def text_of(runs: Sequence[Run]) -> str:
    """The text of runs, marks included."""
    return "".join(r.text for r in runs)
