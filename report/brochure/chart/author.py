"""A figure that the author's own Python file draws with matplotlib, recorded like ours.

The file defines ``draw(table) -> matplotlib.figure.Figure``. ``table`` has ``columns`` (headings)
and ``rows`` (one dict a row: heading → Decimal, text, or None for a gap). It is run only when the
author allowed code on the command line; running it is running a program.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

from report.brochure.chart.drawing import Drawing, flat, scaled, set_label, styled
from report.brochure.chart.lettering import Lettering
from report.brochure.chart.renderer import RecordingRenderer
from report.brochure.chart.sheet import Box
from report.errors import RenderError
from report.record import record
from report.theme import Theme

if TYPE_CHECKING:
    from report.compose.plan import ChartPlan, TablePlan
    from report.fonts import FontBook


@record
class TableData:
    """A table as handed to the author's code."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def table_data(table: TablePlan | None) -> TableData:
    """The plain form of a table plan; gaps are None."""
    if table is None:
        return TableData("", (), ())
    titles = tuple(c.title for c in table.columns)
    rows = []
    for row in table.rows:
        if row.role != "body":
            continue
        cells = {}
        for column, cell in zip(table.columns, row.cells, strict=True):
            cells[column.title] = cell.value if column.kind == "number" else cell.text
        rows.append(cells)
    return TableData(table.title, titles, tuple(rows))


def look(theme: Theme) -> dict[str, Any]:
    """Matplotlib's defaults in the theme's colours and type sizes; the author may override."""
    from cycler import cycler

    colours = [theme.colours[t] for t in ("p700", "p300", "s700", "s300", "p500", "ramp1")]
    ink, muted, rule = (theme.colours[t] for t in ("ink", "muted", "rule"))
    return {
        "font.family": ["sans-serif"], "font.size": 8.2, "axes.titlesize": 8.2,
        "axes.labelsize": 6.8, "xtick.labelsize": 6.8, "ytick.labelsize": 6.8,
        "legend.fontsize": 7.4, "axes.prop_cycle": cycler(color=colours), "text.color": ink,
        "axes.edgecolor": ink, "axes.labelcolor": muted, "xtick.color": muted,
        "ytick.color": muted, "axes.linewidth": 0.75, "grid.color": rule, "grid.linewidth": 0.4,
        "axes.spines.top": False, "axes.spines.right": False, "xtick.major.width": 0.5,
        "ytick.major.width": 0.5, "lines.linewidth": 1.5, "hatch.linewidth": 0.55,
        "axes.axisbelow": True, "legend.frameon": False,
    }  # fmt: skip


def figure_of(plan: ChartPlan) -> Any:
    """Run the author's file; :class:`RenderError` tells in which line it failed.

    What it prints goes to standard error: standard output is for our own messages. A file that
    ends the program (``sys.exit``) has failed like any other.
    """
    from matplotlib.figure import Figure

    space: dict[str, Any] = {"__name__": "figure", "__file__": plan.code_path}
    with told(plan.code_path, Exception, SystemExit), redirect_stdout(sys.stderr):
        with open(plan.code_path, "rb") as file:
            source = file.read()
        exec(compile(source, plan.code_path, "exec"), space)
        draw = space.get("draw")
        if not callable(draw):
            raise RenderError(f"{plan.code_path}: defines no draw(table)")
        figure = draw(table_data(plan.table))
    if not isinstance(figure, Figure):
        raise RenderError(f"{plan.code_path}: draw(table) returned no matplotlib Figure")
    return figure


@contextmanager
def told(path: str, *kinds: type[BaseException]) -> Iterator[None]:
    """What fails in one of these ways is a fault of the author's file, told with its line."""
    try:
        yield
    except RenderError:
        raise
    except kinds as error:
        raise RenderError(_where(path, error)) from error


def _where(path: str, error: BaseException) -> str:
    line = 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == path:
            line = frame.lineno or 0
    if isinstance(error, SyntaxError) and error.filename == path:
        line = error.lineno or 0
    at = f"{path}:{line}" if line else path
    said = " ".join(str(error).split())
    return f"{at}: {type(error).__name__}: {said[:300]}"


SMALLER = (0.88, 0.77, 0.68, 0.6)
"""Scales for a figure whose words find no room at its frame's size; then its own size."""


def record_figure(figure: Any, width: float, theme: Theme, book: FontBook, language: str,
                  *, scale_to_width: bool = True) -> Drawing:  # fmt: skip
    """Record any matplotlib figure at its own size, or scaled to ``width`` points by its size.

    The figure's size in inches is kept in proportion; text keeps its point sizes. Where a frame is
    so much smaller than the figure that words would be cut or touch, the axes first give way, and
    then the whole drawing becomes smaller.
    """
    lettering = Lettering(book, language)
    across = 72 * figure.get_size_inches()[0]
    figure.set_dpi(72)
    if not scale_to_width or width >= across:
        return _recorded(figure, width if scale_to_width else across, lettering)
    allowed = crowding(_recorded(figure, across, lettering))
    drawing = _recorded(figure, width, lettering)
    if crowding(drawing) <= allowed:
        return drawing
    if figure.get_layout_engine() is None and (margins := _margins(figure, drawing)):
        before = {name: getattr(figure.subplotpars, name) for name in margins}
        figure.subplots_adjust(**margins)
        fitted = _recorded(figure, width, lettering)
        if crowding(fitted) <= allowed:
            return fitted
        figure.subplots_adjust(**before)
    own = width / across
    for factor in (*(f for f in SMALLER if f > own), own):
        drawing = scaled(_recorded(figure, width / factor, lettering), factor)
        if crowding(drawing) <= allowed:
            break
    return drawing


def _recorded(figure: Any, width: float, lettering: Lettering) -> Drawing:
    """The figure drawn ``width`` points wide, in its own proportions."""
    across, high = figure.get_size_inches()
    figure.set_size_inches(width / 72, width / 72 * high / across)
    across, high = (72 * side for side in figure.get_size_inches())
    renderer = RecordingRenderer(across, high, lettering, {})
    figure.draw(renderer)
    return Drawing(across, high, tuple(renderer.marks), (), lettering.language, lettering.book)


def _margins(figure: Any, drawing: Drawing) -> dict[str, float] | None:
    """Margins of the subplots that bring all words into the figure; None where none would do."""
    boxes = _boxes(drawing)
    if not boxes:
        return None
    wide, high = drawing.width_pt, drawing.height_pt
    now = figure.subplotpars
    margins = {
        "left": now.left + max(0.0, 2 - min(b.x0 for b in boxes)) / wide,
        "right": now.right - max(0.0, max(b.x1 for b in boxes) - wide + 2) / wide,
        "bottom": now.bottom + max(0.0, 2 - min(b.y0 for b in boxes)) / high,
        "top": now.top - max(0.0, max(b.y1 for b in boxes) - high + 2) / high,
    }
    room = margins["right"] - margins["left"] > 0.3 and margins["top"] - margins["bottom"] > 0.3
    return margins if room else None


def crowding(drawing: Drawing) -> int:
    """How many texts leave the drawing, and how many pairs of them touch."""
    boxes = _boxes(drawing)
    cut = sum(
        b.x0 < -1 or b.y0 < -1 or b.x1 > drawing.width_pt + 1 or b.y1 > drawing.height_pt + 1
        for b in boxes
    )
    touching = sum(
        one.meets(other, -0.5) for i, one in enumerate(boxes) for other in boxes[i + 1 :]
    )
    return cut + touching


def _boxes(drawing: Drawing) -> list[Box]:
    """The boxes of all texts, y up."""
    boxes: list[Box] = []
    for mark in flat(drawing.marks):
        if mark[0] == "text":
            _, x, y, text, family, weight, size, _, angle, tight = mark
            assert drawing.book is not None
            style = styled(drawing.book, family, weight, size, tight, drawing.language)
            boxes.append(_box(x, y, set_label(style, text).width_pt, size, angle))
    return boxes


def _box(x: float, y: float, wide: float, size: float, angle: float) -> Box:
    """Box of a text turned by ``angle``, y up: the height of capitals above its base line."""
    c, s = cos(radians(angle)), sin(radians(angle))
    tall = 0.73 * size
    corners = [(x + u * c - v * s, y + u * s + v * c) for u in (0.0, wide) for v in (0.0, tall)]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))
