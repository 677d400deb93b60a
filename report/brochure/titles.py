"""Titles of cover and openers → vertical columns, or horizontal lines where they are long.

Vertical up to sixteen characters of Han, kana or Hangul; beyond that, and in languages that are
written with spaces, horizontal and balanced at phrase boundaries (visual design, sections 6, 8).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from report.brochure.grid import Grid
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.compose.ridges import Box
from report.record import record

if TYPE_CHECKING:
    from report.brochure.setting import Downwards
    from report.typeset import Line

MOST_VERTICAL = 16


@record
class TitleBlock:
    """A title measured and placed."""

    box: Box
    vertical: bool
    columns: tuple[tuple[Downwards, float, float], ...] = ()
    """(column, axis, top)."""
    lines: tuple[tuple[Line, float, float], ...] = ()
    """(line, x, base line)."""

    def draw(self, surface: Surface, setting: Setting) -> None:
        """Draw it; the caller has opened its structure element."""
        for column, axis, top in self.columns:
            setting.draw_vertical(surface, column, axis, top, alone=len(self.columns) == 1)
        for line, x, base in self.lines:
            surface.text(line, x, base)


def stands(text: str, language: str) -> bool:
    """Whether a title may be set vertically."""
    if language in ("en", "ko") or len(text) > MOST_VERTICAL:
        return False
    upright = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return upright >= 0.7 * len(text)


def phrases(setting: Setting, text: str, role: str, most: int) -> list[str]:
    """``text`` in lines of at most ``most`` characters, balanced at phrase boundaries."""
    if len(text) <= most:
        return [text]
    em = setting.role(role).size
    lines = setting.paragraph(text, role, (most + 0.1) * em, balance=True).lines
    parts = [line.text.strip() for line in lines]
    return [p for p in parts if p]


def opener_title(setting: Setting, text: str, grid: Grid, bottom: float, *, short: bool = False,
                 share: float = 0.64) -> TitleBlock:  # fmt: skip
    """The title on an opener's tint, which ends at ``bottom``.

    Where it stands in the ridge's way, it makes way: ``short`` sets it in two columns even if
    one would do, a smaller ``share`` lets it take less of the tint's height.
    """
    role = setting.role("opener-title")
    top = max(20.0, 44 * setting.format.scale * min(1.0, bottom / 452 + 0.2))
    room = share * bottom - top
    step = role.leading
    least = 26.0
    if stands(text, setting.language):
        count = len(text)
        columns = 1 if room / count >= 0.75 * step and not short else 2
        parts = title_columns(setting, text, "opener-title", columns)
        step = min(step, room / max(len(p) for p in parts))
        if step >= least or bottom > 300:
            return _vertical(setting, parts, grid.x1 - step * 0.51, top, step,
                             "opener-title", role.size * step / role.leading)  # fmt: skip
    size = min(role.size * 0.8, 34.0)
    width = grid.width
    while True:
        lines = setting.paragraph(text, "opener-title", width, size=size, leading=size * 1.28,
                                  balance=True).lines  # fmt: skip
        if len(lines) * size * 1.28 <= 0.4 * bottom or size < 15:
            break
        size *= 0.92
    # Below the strip's own top margin, where a small tint has it.
    first = max(top, 0.12 * bottom) + 0.88 * size
    placed = tuple(
        (line, grid.x0 + line.x_pt, first + i * size * 1.28) for i, line in enumerate(lines)
    )
    wide = max((line.x_pt + line.width_pt for line in lines), default=0)
    box = (grid.x0, first - size, grid.x0 + wide, first + size * (1.28 * (len(lines) - 1) + 0.2))
    return TitleBlock(box, False, lines=placed)


UNEVEN = 1.35
"""Longest of a title's columns over an even share of it, where a phrase ends there."""


def title_columns(setting: Setting, text: str, role: str, columns: int) -> list[str]:
    """``text`` in ``columns`` columns: between phrases if they stay nearly even, else in halves.

    A word that is torn is worse than a column that is a character longer than the other.
    """
    if columns == 1:
        return [text]
    per = -(-len(text) // columns)
    most = int(UNEVEN * per)
    parts = phrases(setting, text, role, most) if most < len(text) else []
    if len(parts) == columns and max(len(p) for p in parts) <= most:
        return parts
    return [text[:per], text[per:]]


def _vertical(setting: Setting, parts: list[str], axis: float, top: float, step: float,
              role: str, size: float, pitch: float | None = None) -> TitleBlock:  # fmt: skip
    """A title in one or two columns, the first at ``axis`` and the next left of it."""
    placed = []
    deepest = top
    for number, part in enumerate(parts):
        column = setting.vertical(part, role, step=step, height=1e4, size=size)
        assert column is not None
        placed.append((column, axis - number * (pitch or step * 1.16), top))
        deepest = max(deepest, top + column.height)
    right = axis + size / 2
    left = axis - (len(parts) - 1) * (pitch or step * 1.16) - size / 2
    return TitleBlock((left, top, right, deepest), True, columns=tuple(placed))


def cover_title(setting: Setting, text: str, head: float = 0.0) -> TitleBlock:
    """The cover's title: vertical columns at the right, or lines at the top left.

    ``head`` is the height of the lines that stand above a horizontal title.
    """
    form = setting.format
    scale = min(form.width / 595.28, form.height / 841.89)
    lying = form.width > form.height
    # A lying page is low, but its sky is wide: letters need not shrink as its height does.
    grown = max(scale, 0.76) if lying else scale
    base = setting.theme.type["cover-title"]
    top = 56 * scale
    if stands(text, setting.language):
        columns = 1 if len(text) <= 4 else 2
        parts = title_columns(setting, text, "cover-title", columns)
        lowest = 0.46 * form.height if lying else 330 * scale
        step = min(base.leading * grown, (lowest - top) / max(len(p) for p in parts))
        size = base.size * step / base.leading
        axis = form.width - 67.28 * grown - (base.leading * grown - step) * 0.2
        return _vertical(setting, parts, axis, top, step, "cover-title", size,
                         pitch=76 / 66 * step)  # fmt: skip
    x, width = 56.69 * scale, form.width - 2 * 56.69 * scale
    size = 46 * grown
    while True:
        lines = setting.paragraph(text, "cover-title", width, size=size, leading=size * 1.22,
                                  balance=True).lines  # fmt: skip
        if len(lines) * size * 1.22 <= 150 * scale or size < 18:
            break
        size *= 0.93
    first = max(top + 42 * scale, 62 * scale + head) + 0.88 * size
    placed = tuple((ln, x + ln.x_pt, first + i * size * 1.22) for i, ln in enumerate(lines))
    wide = max((ln.x_pt + ln.width_pt for ln in lines), default=0)
    bottom = first + size * (1.22 * (len(lines) - 1) + 0.25)
    return TitleBlock((x, first - size, x + wide, bottom), False, lines=placed)
