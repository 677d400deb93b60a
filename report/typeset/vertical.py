"""A title → columns of upright characters, set one below the other (CLREQ 4.1, JLREQ 4.8).

Han, kana and Hangul stand upright, marks take their vertical forms (``vert``), one or two digits
stand upright side by side (縦中横), Latin words and longer numbers are turned by 90°.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.fonts import Face
from report.record import record
from report.typeset.characters import (
    CLOSING,
    DOTS,
    MARKS,
    NO_END,
    NO_START,
    OPENING,
    is_han,
    is_hangul,
    is_wide,
)
from report.typeset.normalise import normalised
from report.typeset.paragraph import set_line
from report.typeset.shaping import MissingGlyph, shaper_of
from report.typeset.style import GlyphRun, Span, TextStyle, VerticalColumn, VerticalGlyph

_LATIN = "[!-¶¸-ӿ–†‡]"
_PIECES = re.compile(
    rf"[0-9]+(?:[.,][0-9]+)*[%‰]?|[A-Za-zÀ-ɏͰ-ӿ]{_LATIN}*(?: {_LATIN}+)*|——|……|\s|.", re.DOTALL
)
"""Words that follow one another are turned together, with their own spaces."""
_UPRIGHT_WIDTH = 1.12
"""How wide two digits side by side may be before they are turned, em."""
_MIDDLE = 0.38
"""Middle of an ideograph's square above the base line, em."""
_DIGIT_HEIGHT = 0.74
"""Height of lining figures, em."""


@record
class _Cell:
    """One step of a column: glyphs with their origin at the cell's top."""

    glyphs: tuple[VerticalGlyph, ...]
    height: float
    text: str
    blank_above: float = 0.0
    blank_below: float = 0.0


def set_vertical(
    spans: Sequence[Span], *, height_pt: float, step_pt: float
) -> tuple[VerticalColumn, ...]:
    """Set spans in columns of at most ``height_pt``, a character every ``step_pt`` points.

    Columns follow from right to left. No column starts or ends with a mark that may not stand
    there; marks side by side share their blank halves; typed spaces are a quarter of a step.

    Raises:
        report.typeset.shaping.MissingGlyph: no face has a character.
    """
    cells: list[_Cell] = []
    for span in normalised(spans):
        for piece in _PIECES.findall(span.text):
            cells.append(_cell(piece, span.style, step_pt))
    columns: list[VerticalColumn] = []
    column: list[_Cell] = []
    for group in _groups(_closed_up(cells)):
        if column and _height([*column, *group]) > height_pt + 1e-6:
            columns.append(_column(column))
            column = []
        if column or group[0].glyphs:
            column += group
    if column:
        columns.append(_column(column))
    return tuple(columns)


def _closed_up(cells: list[_Cell]) -> list[_Cell]:
    """Take half a cell from between two marks that stand side by side."""
    result: list[_Cell] = []
    for cell in cells:
        before = result[-1] if result else None
        if before is not None and before.text in MARKS and cell.text in MARKS:
            if before.blank_below:
                result[-1] = _Cell(
                    before.glyphs, before.height - before.blank_below, before.text,
                    before.blank_above,
                )  # fmt: skip
            elif cell.blank_above:
                cell = _raised(cell, cell.blank_above)
        result.append(cell)
    return result


def _raised(cell: _Cell, by: float) -> _Cell:
    glyphs = tuple(VerticalGlyph(g.run, g.x_pt, g.y_pt - by, g.turned) for g in cell.glyphs)
    return _Cell(glyphs, cell.height - by, cell.text, 0.0, cell.blank_below)


def _groups(cells: list[_Cell]) -> list[list[_Cell]]:
    """Cells that must stay in one column."""
    groups: list[list[_Cell]] = []
    for cell in cells:
        starts = cell.text[:1] not in NO_START and cell.text.strip()
        before = groups[-1][-1].text[-1:] if groups else ""
        unit = before.isdigit() and before.isascii() and is_han(cell.text[:1] or " ")
        if groups and (not starts or before in NO_END or unit):
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def _height(cells: Sequence[_Cell]) -> float:
    """Height of a column without blanks at its end."""
    last = len(cells)
    while last and not cells[last - 1].glyphs:
        last -= 1
    return sum(cell.height for cell in cells[:last])


def _column(cells: Sequence[_Cell]) -> VerticalColumn:
    glyphs: list[VerticalGlyph] = []
    y = 0.0
    for cell in cells:
        glyphs += [VerticalGlyph(g.run, g.x_pt, g.y_pt + y, g.turned) for g in cell.glyphs]
        y += cell.height
    text = "".join(cell.text for cell in cells).strip()
    return VerticalColumn(tuple(glyphs), _height(cells), text)


def _cell(text: str, style: TextStyle, step: float) -> _Cell:
    size = style.size_pt
    pad = (step - size) / 2
    if text.isspace():
        return _Cell((), step / 4 if text != "\u3000" else step, text)
    if text == "……":
        dots = [_cell("…", style, step) for _ in text]
        below = [VerticalGlyph(g.run, g.x_pt, g.y_pt + step) for g in dots[1].glyphs]
        return _Cell((*dots[0].glyphs, *below), 2 * step, text)
    if len(text) == 1 and (is_wide(text) or is_hangul(text) or text in DOTS) and text != "—":
        return _upright(text, style, step)
    line = set_line((Span(text, style),))
    if text.isdigit() and len(text) <= 2 and line.width_pt <= _UPRIGHT_WIDTH * size:
        base = (step + _DIGIT_HEIGHT * size) / 2
        digits = [VerticalGlyph(run, -line.width_pt / 2, base) for run in line.runs]
        return _Cell(tuple(digits), step, text)
    turned = tuple(VerticalGlyph(run, -_MIDDLE * size, pad, True) for run in line.runs)
    return _Cell(turned, line.width_pt + 2 * pad, text)


def _upright(char: str, style: TextStyle, step: float) -> _Cell:
    """One character by its vertical form, centred on the axis by its vertical origin."""
    shaper = shaper_of(style)
    face = shaper.chain.face_for(char)
    if face is None:
        raise MissingGlyph(char, char)
    size = style.size_pt
    gid = _vertical_glyph(face, char, style.language)
    run = GlyphRun(face, size, (gid,), (0.0,), 0.0, char, (0,), style)
    x, y = (value * size / face.upem for value in face.vertical_origin(gid))
    blank_above = size / 2 if char in OPENING else 0.0
    blank_below = size / 2 if char in CLOSING + "，、。．" else 0.0
    glyph = VerticalGlyph(run, -x, (step - size) / 2 + y)
    return _Cell((glyph,), step, char, blank_above, blank_below)


def _vertical_glyph(face: Face, char: str, language: str) -> int:
    spoken = face.languages[0] if face.languages else language
    return face.shape(char, language=spoken, script="Hani", features=("vert",)).gids[0]
