"""A title → columns of upright characters, set one below the other (CLREQ 4.1, JLREQ 4.8).

Han stand upright, marks take their vertical forms (``vert``), one or two digits stand upright side
by side (縦中横), longer Latin words are turned by 90°.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.fonts import Face
from report.typeset.characters import DASHES, DOTS, MARKS, is_wide
from report.typeset.normalise import normalised
from report.typeset.paragraph import set_line
from report.typeset.shaping import MissingGlyph, shaper_of
from report.typeset.style import GlyphRun, Span, TextStyle, VerticalColumn, VerticalGlyph

_PIECES = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*[%‰]?|[A-Za-zÀ-ɏͰ-ӿ][^\s\u2e80-\U0003fffd“”‘’]*|——|……|\s|.", re.DOTALL
)
_TURNED = frozenset(DASHES + "～〜ー–−-〝〟")
_UPRIGHT_WIDTH = 1.08
"""How wide digits side by side may be before they are turned, em."""
_AXIS = 0.38
"""Middle of the Latin letters above the base line, em."""
_BOTTOM = 0.12
"""Base line above the bottom of an ideograph's square, em."""


def set_vertical(
    spans: Sequence[Span], *, height_pt: float, step_pt: float
) -> tuple[VerticalColumn, ...]:
    """Set spans in columns of at most ``height_pt``, a character every ``step_pt`` points.

    Columns follow from right to left; no column starts with a mark that may not start a line.

    Raises:
        report.typeset.shaping.MissingGlyph: no face has a character.
    """
    cells: list[tuple[str, TextStyle]] = []
    for span in normalised(spans):
        cells += [(piece, span.style) for piece in _PIECES.findall(span.text)]
    columns: list[VerticalColumn] = []
    glyphs: list[VerticalGlyph] = []
    texts: list[str] = []
    y = 0.0
    for number, (text, style) in enumerate(cells):
        if text.isspace():
            y += step_pt / 4 if glyphs else 0.0
            if texts:
                texts.append(" ")
            continue
        placed, used = _cell(text, style, step_pt)
        follows = cells[number + 1][0] if number + 1 < len(cells) else ""
        needed = used + (step_pt if follows and follows[0] in MARKS + DOTS + DASHES else 0.0)
        if glyphs and y + needed > height_pt + 1e-6 and text[0] not in MARKS + DOTS + DASHES:
            columns.append(VerticalColumn(tuple(glyphs), y, "".join(texts)))
            glyphs, texts, y = [], [], 0.0
        for glyph in placed:
            glyphs.append(VerticalGlyph(glyph.run, glyph.x_pt, glyph.y_pt + y, glyph.turned))
        texts.append(text)
        y += used
    if glyphs:
        columns.append(VerticalColumn(tuple(glyphs), y, "".join(texts)))
    return tuple(columns)


def _cell(text: str, style: TextStyle, step: float) -> tuple[list[VerticalGlyph], float]:
    """Glyphs of one cell with the origin at its top, and how far down it goes."""
    size = style.size_pt
    base = (step - size) / 2 + size * (1 - _BOTTOM)
    if (len(text) == 1 and (is_wide(text) or text in DOTS)) or text in ("——", "……"):
        if text in ("——", "……"):
            return _upright_marks(text, style, step, base)
        run = _vertical_run(text, style)
        return [
            VerticalGlyph(run, -run.face.advance(run.gids[0]) * size / run.face.upem / 2, base)
        ], step
    line = set_line((Span(text, style),))
    if len(text) <= 2 and line.width_pt <= _UPRIGHT_WIDTH * size:
        lift = (size - 0.74 * size) / 2 if text[0].isalnum() else 0.0
        baseline = (step - size) / 2 + size - lift
        return [VerticalGlyph(run, -line.width_pt / 2, baseline) for run in line.runs], step
    pad = (step - size) / 2
    turned = [VerticalGlyph(run, -_AXIS * size, pad, True) for run in line.runs]
    return turned, line.width_pt + 2 * pad


def _upright_marks(
    text: str, style: TextStyle, step: float, base: float
) -> tuple[list[VerticalGlyph], float]:
    """A dash or an ellipsis of two em, by the vertical form of the whole."""
    line = set_line((Span(text, style),))
    size = style.size_pt
    pad = (step - size) / 2
    if text == "——":
        turned = [VerticalGlyph(run, -_AXIS * size, pad, True) for run in line.runs]
        return turned, line.width_pt + 2 * pad
    placed: list[VerticalGlyph] = []
    y = 0.0
    for char in text:
        run = _vertical_run(char, style)
        placed.append(VerticalGlyph(run, -size / 2, base + y))
        y += step
    return placed, y


def _vertical_run(char: str, style: TextStyle) -> GlyphRun:
    shaper = shaper_of(style)
    face = shaper.chain.face_for(char)
    if face is None:
        raise MissingGlyph(char, char)
    gid = _vertical_glyph(face, char, style.language)
    return GlyphRun(face, style.size_pt, (gid,), (0.0,), 0.0, char, (0,), style)


def _vertical_glyph(face: Face, char: str, language: str) -> int:
    spoken = face.languages[0] if face.languages else language
    return face.shape(char, language=spoken, script="Hani", features=("vert",)).gids[0]
