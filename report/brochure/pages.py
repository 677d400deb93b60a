"""Page furniture: the fold strip with fishtails, running head, folio and section tab (2.1).

Everything here is pagination in the sense of ISO 32000-1, 14.8.2.2.2: an artifact, never content.
"""

from __future__ import annotations

from report.brochure.grid import Grid
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.record import record

TAIL = ((-4.5, 0.0), (4.5, 0.0), (4.5, 10.0), (0.0, 4.5), (-4.5, 10.0))
"""The fishtail under the strip's upper line; mirrored at the foot."""


@record
class Furniture:
    """What stands in a page's outer margin."""

    mark: str = ""
    """Section number, or the mark of the back matter."""
    title: str = ""
    """Running title."""
    tinted: bool = False
    """The page's ground is tinted: muted text would be too pale."""
    tab: tuple[int, int] | None = None
    """(this section, sections): the index mark at the edge."""
    folio: bool = True


def draw_furniture(
    surface: Surface, setting: Setting, grid: Grid, page: int, furniture: Furniture,
    ground: float | None = None,
) -> None:  # fmt: skip
    """Draw the fold strip of a page.

    ``ground`` is where a dark ground begins under the axis: the running title ends above it.
    """
    form = setting.format
    axis, weight = grid.axis, surface.theme.lines["furniture"]
    bleed = form.bleed
    scale = max(0.8, form.scale) if form.scale < 1 else 1.0
    top = form.top - 23.04
    foot = grid.ytop(grid.rows) + 15.96
    with surface.artifact("Pagination"):
        surface.line(axis, -bleed, axis, top, "p700", weight)
        surface.polygon([(axis + x * scale, top + y * scale) for x, y in TAIL], "p700")
        surface.line(axis, foot, axis, form.height + bleed, "p700", weight)
        surface.polygon([(axis + x * scale, foot - y * scale) for x, y in TAIL], "p700")
        if furniture.tab is not None:
            _tab(surface, grid, *furniture.tab)
    base = form.top + 10.96
    with surface.artifact("Header"):
        if furniture.mark and (ground is None or base < ground - 4):
            line = setting.line(furniture.mark, "section-mark")
            surface.text(line, axis - line.width_pt / 2, base)
            base += 8
        if furniture.title:
            room = grid.ytop(grid.rows) - 5 - 26 - base
            if ground is not None:
                room = min(room, ground - 8 - base)
            colour = "p700" if furniture.tinted else None
            # On an opener the title itself stands beside it: rather none than a cut one.
            cut = ground is None
            _running(surface, setting, furniture.title, axis, base, room, colour, cut=cut)
    if furniture.folio:
        with surface.artifact("Footer"):
            line = setting.line(str(page), "folio", tabular=False)
            # Three digits in a narrow margin: the trimmer needs its 5 mm.
            left = min(max(axis - line.width_pt / 2, 14.8), form.width - 14.8 - line.width_pt)
            surface.text(line, left, grid.ytop(grid.rows) - 5)


def _running(
    surface: Surface, setting: Setting, title: str, axis: float, top: float, room: float,
    colour: str | None, *, cut: bool,
) -> None:  # fmt: skip
    """The running title, set downwards; one that is too long is cut with an ellipsis."""
    step = setting.role("running-head").leading
    column = setting.vertical(title, "running-head", step=step, height=room, colour=colour, cut=cut)
    if column is not None:
        setting.draw_vertical(surface, column, axis, top)


def _tab(surface: Surface, grid: Grid, index: int, count: int) -> None:
    """The section's index mark: a block at the edge, lower for each section."""
    room = grid.ytop(grid.rows) - grid.ytop(0) - 120
    pitch = min(30.0, room / max(count, 1))
    y = grid.ytop(0) + 90 + index * pitch
    width = 5.0
    bleed = grid.format.bleed
    if grid.side == "verso":
        surface.rect(-bleed, y, width + bleed, min(18.0, pitch * 0.8), "p300")
    else:
        surface.rect(grid.format.width - width, y, width + bleed, min(18.0, pitch * 0.8), "p300")
