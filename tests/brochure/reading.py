"""Finished pages → character boxes, segments and ink, by pypdfium2, which wrote none of it."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw


@dataclass(frozen=True)
class Char:
    """A character: its text, origin and box from the top left of the trim, in points."""

    text: str
    x: float
    baseline: float
    size: float
    font: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Segment:
    """Characters that stand together on one base line."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    font: str


@dataclass(frozen=True)
class Page:
    """One page as read back."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]

    @property
    def segments(self) -> list[Segment]:
        """Runs of characters with one base line, font and size, closer than 0.4 em."""
        result: list[list[Char]] = []
        for char in self.chars:
            last = result[-1][-1] if result else None
            if (
                last is not None
                and abs(last.baseline - char.baseline) < 0.05
                and last.font == char.font
                and abs(last.size - char.size) < 0.01
                and -0.2 * char.size < char.left - last.right < 0.6 * char.size
            ):
                result[-1].append(char)
            else:
                result.append([char])
        return [
            Segment(
                "".join(c.text for c in g),
                min(c.left for c in g),
                min(c.top for c in g),
                max(c.right for c in g),
                max(c.bottom for c in g),
                g[0].baseline,
                g[0].size,
                g[0].font,
            )
            for g in result
        ]


def read(path: Path) -> list[Page]:
    """All pages of a PDF; coordinates count from the trim's top left corner."""
    pdf = pdfium.PdfDocument(str(path))
    pages: list[Page] = []
    for number, page in enumerate(pdf, 1):
        left, bottom, right, top = page.get_trimbox()
        text = page.get_textpage()
        chars: list[Char] = []
        x, y = ctypes.c_double(), ctypes.c_double()
        buffer = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        for i in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(text, i) == 1:
                continue
            code = raw.FPDFText_GetUnicode(text, i)
            char = chr(code)
            if char.isspace() or code in (0, 0xFFFE):
                continue
            raw.FPDFText_GetCharOrigin(text, i, x, y)
            box = text.get_charbox(i)
            raw.FPDFText_GetFontInfo(text, i, buffer, 128, flags)
            chars.append(
                Char(
                    char,
                    x.value - left,
                    top - y.value,
                    raw.FPDFText_GetFontSize(text, i),
                    buffer.value.decode(),
                    box[0] - left,
                    top - box[3],
                    box[2] - left,
                    top - box[1],
                )
            )
        pages.append(Page(number, right - left, top - bottom, tuple(chars)))
    return pages


def ink_rows(path: Path, height: float, top: float, bottom: float, rows: int) -> list[list[bool]]:
    """For each page, whether anything is drawn in each row of the type area.

    A row counts if it is not white everywhere between the outer margins.
    """
    pdf = pdfium.PdfDocument(str(path))
    scale = 0.5
    result: list[list[bool]] = []
    for page in pdf:
        image = page.render(scale=scale).to_numpy()[:, :, :3].astype(int)
        inner = image[:, round(image.shape[1] * 0.09) : round(image.shape[1] * 0.91)]
        different = (np.abs(inner - 255).sum(axis=2) > 24).any(axis=1)
        step = (height - top - bottom) / rows
        marks = []
        for row in range(rows):
            a, b = round((top + row * step) * scale), round((top + (row + 1) * step) * scale)
            marks.append(bool(different[a:b].any()))
        result.append(marks)
    return result


@lru_cache
def overlaps(a: Segment, b: Segment) -> bool:
    """Whether two segments cover each other by more than a hair."""
    return (
        min(a.right, b.right) - max(a.left, b.left) > 0.6
        and min(a.bottom, b.bottom) - max(a.top, b.top) > 0.6
    )


def overlapping(segments: list[Segment]) -> list[tuple[Segment, Segment]]:
    """All pairs of segments that lie on each other."""
    found = []
    ordered = sorted(segments, key=lambda s: s.top)
    for i, one in enumerate(ordered):
        for other in ordered[i + 1 :]:
            if other.top >= one.bottom:
                break
            if overlaps(one, other):
                found.append((one, other))
    return found
