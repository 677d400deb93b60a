"""What every slide function needs: the document, the theme, the layouts, the measuring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report.compose.document import Document, FigureView, Run, Section
from report.compose.traverse import first_sentence as sentence
from report.deck.fit import Measure, Setting, is_wide
from report.deck.geometry import Box, SlideFormat
from report.deck.layouts import Layout, Slot
from report.deck.ooxml import Para, Piece
from report.deck.palette import fill_xml
from report.record import record, replace
from report.theme import Theme

BODY_FLOOR = 12.0
"""Bodies are never set smaller (points)."""
NOTE_FLOOR = 10.0
"""Source lines and notes to figures are never set smaller (points)."""


@record
class Stage:
    """The setting of all slides of one deck."""

    document: Document
    theme: Theme
    measure: Measure
    form: SlideFormat
    layouts: Mapping[str, Layout]
    own: bool = True
    """The template is ours: the fold strip and the ridges belong to it."""

    @property
    def language(self) -> str:
        """BCP 47 tag of the deck."""
        return self.document.language

    @property
    def no_bullet(self) -> str:
        """``bullet`` of running text: an author's layouts have bullets, ours none."""
        return "" if self.own else "-"

    def slot(self, role: str, name: str) -> Slot | None:
        """A slot of the layout of a role."""
        return self.layouts[role].slot(name)

    def box(self, role: str, name: str) -> Box:
        """Where a slot stands; the content area for a slot the layout does not have."""
        slot = self.slot(role, name)
        return slot.box if slot else self.form.content

    def fill(self, token: str) -> str:
        """``a:solidFill`` of a colour token."""
        return fill_xml(self.theme, token)

    def setting(self, slot: Slot) -> Setting:
        """How the text of a slot is set before any fitting."""
        return self.role_setting(
            slot.role, size=slot.size, leading=slot.leading, before=slot.before, bold=slot.bold
        )

    def role_setting(
        self, role: str, *, size: float = 0.0, leading: float = 0.0, before: float = 0.0,
        bold: bool | None = None,
    ) -> Setting:  # fmt: skip
        """How text of a type role is set."""
        token = self.theme.type[role]
        return Setting(
            size or token.size,
            leading or token.leading,
            before,
            token.family,
            token.weight >= 700 if bold is None else bold,
        )

    def piece(
        self, text: str, role: str, *, size: float | None = None, colour: str = "",
        bold: bool | None = None,
    ) -> Piece:  # fmt: skip
        """A run in a type role, for text outside placeholders."""
        token = self.theme.type[role]
        return Piece(
            text,
            size if size is not None else token.size,
            token.weight >= 700 if bold is None else bold,
            self.fill(colour or token.colour),
            token.family == "serif",
        )

    def pieces(self, runs: Sequence[Run], *, noted: bool = False) -> tuple[Piece, ...]:
        """Inline text of a placeholder: what the runs add to its style and no more.

        ``noted``: with the numbers of footnotes, where these stand on the slide as well.
        """
        return tuple(
            replace(self._piece(run), raised=30) if run.note else self._piece(run)
            for run in runs
            if run.text and (noted or run.note is None)
        )

    def _piece(self, run: Run) -> Piece:
        piece = Piece(run.text, language=run.language)
        if run.mark:
            return replace(piece, raised=30, colour=self.fill("accent"))
        if run.strong:
            piece = replace(piece, bold=True)
        if run.state != "reported":
            piece = replace(piece, colour=self.fill("accent"))
        if run.href:
            piece = replace(piece, link=run.href)
        return piece

    def sources_of(self, views: Sequence[FigureView]) -> str:
        """Source line of some figures, each source once; "" if none is known."""
        words = self.document.words
        titles = {source.key: source.title for source in self.document.sources}
        named = dict.fromkeys(titles[view.source] for view in views if view.source in titles)
        if not named:
            return ""
        titles_text = words.semicolon.join(
            f"{words.title_open}{title}{words.title_close}" for title in named
        )
        return f"{words.source}{words.colon}{titles_text}"


def text_of(runs: Sequence[Run]) -> str:
    """Inline text without footnote numbers."""
    return "".join(run.text for run in runs if run.note is None)


def in_size(paras: Sequence[Para], setting: Setting, default: Setting) -> tuple[Para, ...]:
    """Paragraphs that say their size and line pitch only where these differ from the default."""
    if setting == default:
        return tuple(paras)
    result: list[Para] = []
    for para in paras:
        pieces = tuple(
            piece if piece.size is not None else replace(piece, size=setting.size)
            for piece in para.pieces
        )
        result.append(
            replace(
                para, pieces=pieces, leading=para.leading or setting.leading,
                before=para.before or setting.before,
            )
        )  # fmt: skip
    return tuple(result)


LONGEST_HEADLINE = 72
"""Columns (Han count two) of a sentence that may still serve as a slide's title."""


def first_sentence(section: Section) -> str:
    """The section's one-line abstract, or its lead's first sentence, if short; may be ""."""
    return headline(section.abstract or text_of(section.lead))


def headline(text: str) -> str:
    """The first sentence of a text, or the first clause of a long one; "" where that is long."""
    text = sentence(text)
    for mark in ("", "；", ";"):
        head = (text.partition(mark)[0] if mark else text).strip().rstrip("。．.；;，,")
        if sum(2 if is_wide(c) else 1 for c in head) <= LONGEST_HEADLINE:
            return head
    return ""
