"""Strings → widths, extents and wrapped lines in the brochure's own faces."""

from __future__ import annotations

import os
import struct
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from report.brochure.chart.drawing import set_label, styled
from report.typeset import TextStyle

if TYPE_CHECKING:
    from report.fonts import Face, FontBook

_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕％%·…—,.;:?!)]}’”")
_NOT_LAST = frozenset("（《〈「『【〔([{‘“")


class Lettering:
    """Measures text for one book of faces and one language."""

    def __init__(self, book: FontBook, language: str) -> None:
        self.book = book
        self.language = language

    def style(self, family: str, weight: int, size: float, tight: bool = False) -> TextStyle:
        """The text style of a label."""
        return styled(self.book, family, weight, size, tight, self.language)

    def width(self, text: str, family: str, weight: int, size: float, tight: bool = False) -> float:
        """Advance width in points."""
        return set_label(self.style(family, weight, size, tight), text).width_pt if text else 0.0

    def line_metrics(self, family: str, weight: int, size: float) -> tuple[float, float]:
        """Typographic ascent and descent (positive) of the first face, in points.

        From OS/2, as matplotlib's own renderers take them.
        """
        face = self.style(family, weight, size).chain.faces[0]
        ascent, descent = _typographic(face)
        return ascent * size / face.upem, -descent * size / face.upem

    def extents(
        self, text: str, family: str, weight: int, size: float
    ) -> tuple[float, float, float]:
        """Width, height and depth below the base line of the ink of a line, in points."""
        line = set_label(self.style(family, weight, size), text)
        low, high = 0.0, 0.0
        for run in line.runs:
            scale = run.size_pt / run.face.upem
            for gid in run.gids:
                _, bottom, _, top = run.face.extents(gid)
                high = max(high, top * scale)
                low = min(low, bottom * scale)
        return line.width_pt, high - low, -low

    def by_file(self, file: str) -> tuple[str, int] | None:
        """Family and weight of the face in ``file``, if it is one of ours."""
        name = os.path.basename(file)
        for face in self.book.faces:
            if os.path.basename(str(face.path)) == name:
                return face.kind, face.weight
        return None

    def wrap(
        self, text: str, room: float, family: str, weight: int, size: float, most: int = 99
    ) -> tuple[str, ...]:
        """``text`` in lines no wider than ``room``, as even as can be, at legal places.

        Chinese breaks between characters but not before closing or after opening marks; Latin
        words break only where a word alone is too wide. No character is ever dropped: lines past
        ``most`` are allowed where nothing else fits.
        """
        whole = self.width(text, family, weight, size)
        if whole <= room or len(text) < 2:
            return (text,)
        pieces = _pieces(text)
        count = max(2, int(-(-whole // room)))
        while count <= max(most, len(pieces)):
            # aim at even lines first, then fall back to full ones
            for target in (min(room, whole / count * 1.06 + size * 0.3), room):
                lines = self._fill(pieces, target, family, weight, size)
                if len(lines) <= count and all(
                    self.width(line, family, weight, size) <= room + 0.01 for line in lines
                ):
                    return tuple(lines)
            count += 1
        return tuple(self._fill(list(text), room, family, weight, size))

    def _fill(
        self, pieces: list[str], room: float, family: str, weight: int, size: float
    ) -> list[str]:
        lines: list[str] = []
        current = ""
        for piece in pieces:
            if current and self.width((current + piece).rstrip(), family, weight, size) > room:
                lines.append(current.rstrip())
                current = piece.lstrip()
            else:
                current += piece
        return [*lines, current.rstrip()] if current.strip() else lines


@lru_cache(maxsize=64)
def _typographic(face: Face) -> tuple[int, int]:
    """STypoAscender and sTypoDescender of a face (OpenType, OS/2)."""
    from importlib import import_module

    hb: Any = import_module("uharfbuzz")  # its stubs know no reference_table
    table = hb.Face(face.blob, face.index).reference_table("OS/2")
    data = bytes(table.data)
    if len(data) < 72:
        return face.ascent, face.descent
    ascent, descent = struct.unpack_from(">hh", data, 68)
    return ascent, descent


def _pieces(text: str) -> list[str]:
    """Text cut where a line may break."""
    pieces: list[str] = []
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        if not pieces:
            pieces.append(character)
            continue
        last = pieces[-1][-1]
        last_wide = unicodedata.east_asian_width(last) in "WF"
        glued = (
            character in _NOT_FIRST
            or last in _NOT_LAST
            or (not wide and not last_wide and not last.isspace() and last not in "-/")
        )
        if glued or (character.isspace() and not wide):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
