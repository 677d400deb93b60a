"""Covers of all shapes, many to a file, and their hills and disc as another library reads them."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from report.brochure.cover import draw_cover
from report.brochure.metadata import Metadata
from report.brochure.pdf import PdfBook
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.compose.document import CoverView, Document, ProfilePoint, Section
from report.fonts import FontBook
from report.theme import FORMATS, load_theme
from tests.brochure import samples
from tests.brochure.reading import Segment

TITLES = {
    "zh-Hans": "沿河旧仓库与公共阅览室十年开放数据及其缺失情况说明手册试编本卷",
    "zh-Hant": "沿河舊倉庫與公共閱覽室十年開放資料及其缺失情況說明手冊試編本卷",
    "ja": "川沿いの旧倉庫と公共閲覧室における十年間の開放データと欠落の手引",
    "ko": "강변 옛 창고와 공공 열람실의 십 년 개방 자료 및 결측 현황 설명 책자",
    "en": "Riverside warehouses and reading rooms: ten years of open data, with gaps",
}


@dataclass(frozen=True)
class Case:
    """What a cover is made of."""

    sections: int
    length: int
    language: str
    page_format: str = "a4"
    theme: str = "qing"
    gaps: int = 3
    pair: bool = True
    few: bool = False
    """One to three figures a section."""


def points(count: int, gaps: int, seed: int) -> tuple[ProfilePoint, ...]:
    """A profile with values all over the place; every ``gaps``-th is missing."""
    result = []
    for i in range(count):
        value = (seed * 37 + i * i * 13 + i * 29) % 100 / 100
        lost = gaps and i % gaps == gaps - 1
        label = "" if lost else f"{value * 100:.0f}%" if i % 4 else f"{value * 9000:.2f}万"
        result.append(
            ProfilePoint(f"f{i}", None if lost else value, label,
                         "missing" if lost else "reported")
        )  # fmt: skip
    return tuple(result)


def document_of(case: Case) -> Document:
    """The document of a case: only what a cover shows."""
    thin, mixed = samples.thin(case.language), samples.mixed(case.language)
    cover = CoverView(
        mixed.headline[0],
        mixed.derived[0] if case.pair else None,
        Decimal("0.2211") if case.pair else None,
        "2021—2031",
        samples.WORDS[case.language]["lead"][:24],
    )
    parts: list[Section] = [
        replace(
            thin.sections[0],
            id=f"s{k}",
            number=f"{k + 1:02d}",
            profile=points(1 + k % 3 if case.few else 5 + k % 7, case.gaps, k + 2),
        )
        for k in range(case.sections)
    ]
    title = TITLES[case.language][: case.length].strip()
    return replace(thin, title=title, sections=tuple(parts), cover=cover)


def draw(cases: Sequence[Case], fonts: FontBook, path: Path) -> None:
    """All covers as pages of one file."""
    book = PdfBook(path, Metadata("封面", "zh-Hans"))
    for case in cases:
        theme, form = load_theme(case.theme), FORMATS[case.page_format]
        surface = Surface(book, theme, form)
        surface.begin_page()
        draw_cover(surface, Setting(document_of(case), theme, fonts, form))
        surface.end_page()
    book.save()


Hill = list[tuple[float, float]]


@dataclass(frozen=True)
class Scenery:
    """Filled shapes of one page, in the order of painting; lengths from the trim's top left."""

    hills: tuple[Hill, ...]
    """Upper edges of what reaches from edge to edge."""
    discs: tuple[tuple[float, float, float], ...]
    """Centre and radius of large circles."""


def _outline(obj: object, left: float, top: float) -> Hill:
    """Points of a path, its Bézier curves in eight steps each."""
    path = obj.raw  # type: ignore[attr-defined]
    matrix = obj.get_matrix()  # type: ignore[attr-defined]
    found: Hill = []
    pending: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        u, v = matrix.on_point(x.value, y.value)
        point = (u - left, top - v)
        if raw.FPDFPathSegment_GetType(segment) != raw.FPDF_SEGMENT_BEZIERTO:
            found.append(point)
            continue
        pending.append(point)
        if len(pending) == 3:
            a, (b, c, d) = found[-1], pending
            for n in range(1, 9):
                t = n / 8
                w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                found.append(
                    tuple(sum(k * p[i] for k, p in zip(w, (a, b, c, d), strict=True))
                          for i in (0, 1))  # type: ignore[arg-type]
                )  # fmt: skip
            pending = []
    return found


def scenery(path: Path) -> list[Scenery]:
    """Hills and discs of every page of a file."""
    pages: list[Scenery] = []
    for page in pdfium.PdfDocument(str(path)):
        left, _, right, top = page.get_trimbox()
        hills: list[Hill] = []
        discs: list[tuple[float, float, float]] = []
        for obj in page.get_objects([raw.FPDF_PAGEOBJ_PATH]):
            mode, stroke = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(obj.raw, mode, stroke)
            if mode.value == raw.FPDF_FILLMODE_NONE:
                continue
            line = _outline(obj, left, top)
            xs, ys = [p[0] for p in line], [p[1] for p in line]
            wide, high = max(xs) - min(xs), max(ys) - min(ys)
            if wide >= right - left - 1:
                foot = max(ys) - 0.01
                upper = [p for p in line if p[1] < foot]
                if min(ys) > 1:  # not the ground of the whole page
                    hills.append(sorted(upper))
            elif abs(wide - high) < 0.5 and wide > 40:
                discs.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, wide / 2))
        pages.append(Scenery(tuple(hills), tuple(discs)))
    return pages


def height_at(hill: Hill, x: float) -> float:
    """Upper edge of a hill at ``x``."""
    before = [p for p in hill if p[0] <= x]
    after = [p for p in hill if p[0] >= x]
    if not before or not after:
        return (before or after)[-1 if before else 0][1]
    a, b = before[-1], after[0]
    return a[1] if b[0] - a[0] < 1e-6 else a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])


def crossed(segment: Segment, scene: Scenery, inset: float = 0.3) -> bool:
    """Whether the edge of a hill, where it can be seen, runs through a text."""
    step = max(1.5, (segment.right - segment.left) / 24)
    x = segment.left
    while x <= segment.right:
        heights = [height_at(hill, x) for hill in scene.hills]
        for index, y in enumerate(heights):
            seen = all(other >= y - 0.01 for other in heights[index + 1 :])
            if seen and segment.top + inset < y < segment.bottom - inset:
                return True
        x += step
    return False


def on_disc(segment: Segment, scene: Scenery) -> bool:
    """Whether a text lies on the disc."""
    for x, y, radius in scene.discs:
        near = (min(max(x, segment.left), segment.right), min(max(y, segment.top), segment.bottom))
        if (near[0] - x) ** 2 + (near[1] - y) ** 2 < (radius - 0.5) ** 2:
            return True
    return False


def disc_in_hill(scene: Scenery) -> bool:
    """Whether a hill covers part of the disc."""
    return any(
        height_at(hill, x + dx * radius) < y + radius * (1 - dx * dx) ** 0.5 - 0.5
        for hill in scene.hills
        for x, y, radius in scene.discs
        for dx in (-0.9, -0.6, -0.3, 0.0, 0.3, 0.6, 0.9)
    )
