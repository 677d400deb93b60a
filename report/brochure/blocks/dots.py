"""A table's strip of dots: ticks in its head, gridlines, a dot a row (section 6)."""

from __future__ import annotations

from decimal import Decimal

from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.compose.plan import Cell, DotStrip

RADIUS, BAR = 4.2, 2.2
"""Of a dot; weight of the bar that joins it to its reference."""


def _place(strip: DotStrip, value: Decimal, left: float, width: float) -> float:
    """Where ``value`` stands on the axis from ``left`` on."""
    first, last = strip.ticks[0], strip.ticks[-1]
    return left + width * float((value - first) / (last - first))


def draw_ticks(surface: Surface, setting: Setting, strip: DotStrip, left: float, width: float,
               base: float) -> None:  # fmt: skip
    """The axis's labels, centred over their gridlines; those that would meet are left out."""
    taken = float("-inf")
    for tick, label in zip(strip.ticks, strip.labels, strict=True):
        line = setting.line(label, "axis")
        start = _place(strip, tick, left, width) - line.width_pt / 2
        if start >= taken:
            surface.text(line, start, base)
            taken = start + line.width_pt + 4


def draw_grid(surface: Surface, strip: DotStrip, left: float, width: float, top: float,
              bottom: float) -> None:  # fmt: skip
    """A gridline at each tick."""
    for tick in strip.ticks:
        x = _place(strip, tick, left, width)
        surface.line(x, top, x, bottom, "rule", surface.theme.lines["grid"])


def draw_dot(surface: Surface, setting: Setting, strip: DotStrip, cell: Cell, left: float,
             width: float, y: float) -> None:  # fmt: skip
    """A row's dot, joined to its reference; a lost value says that it is lost."""
    if cell.value is None:
        if cell.state == "missing":
            line = setting.line(setting.words.missing, "note-code", size=7)
            surface.text(line, left + 6, y + 2.6)
        return
    x = _place(strip, cell.value, left, width)
    if strip.reference is not None:
        end = _place(strip, strip.reference, left, width)
        if end > x:
            surface.line(x, y, end, y, "p300", BAR)
    if cell.state == "derived":
        surface.circle(x, y, RADIUS - 0.45, "white", "accent", surface.theme.lines["derived"])
    else:
        surface.circle(x, y, RADIUS, "p700")
