"""A figure that the author's own Python file draws with matplotlib, recorded like ours.

The file defines ``draw(table) -> matplotlib.figure.Figure``. ``table`` has ``columns`` (headings)
and ``rows`` (one dict a row: heading → Decimal, text, or None for a gap). It is run only when the
author allowed code on the command line; running it is running a program.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

from report.brochure.chart.drawing import Drawing
from report.brochure.chart.lettering import Lettering
from report.brochure.chart.renderer import RecordingRenderer
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
    """Run the author's file; :class:`RenderError` tells in which line it failed."""
    from matplotlib.figure import Figure

    source = open(plan.code_path, encoding="utf-8").read()  # noqa: SIM115
    space: dict[str, Any] = {"__name__": "figure", "__file__": plan.code_path}
    try:
        exec(compile(source, plan.code_path, "exec"), space)
        figure = space["draw"](table_data(plan.table))
    except KeyError as error:
        if error.args == ("draw",):
            raise RenderError(f"{plan.code_path}: defines no draw(table)") from error
        raise RenderError(_where(plan.code_path, error)) from error
    except Exception as error:
        raise RenderError(_where(plan.code_path, error)) from error
    if not isinstance(figure, Figure):
        raise RenderError(f"{plan.code_path}: draw(table) returned no matplotlib Figure")
    return figure


def _where(path: str, error: BaseException) -> str:
    line = 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == path:
            line = frame.lineno or 0
    if isinstance(error, SyntaxError) and error.filename == path:
        line = error.lineno or 0
    return f"{path}:{line}: {type(error).__name__}: {error}"


def record_figure(figure: Any, width: float, theme: Theme, book: FontBook, language: str,
                  *, scale_to_width: bool = True) -> Drawing:  # fmt: skip
    """Record any matplotlib figure at its own size, or scaled to ``width`` points by its size.

    The figure's size in inches is kept in proportion; text keeps its point sizes.
    """
    if scale_to_width:
        across, high = figure.get_size_inches()
        figure.set_size_inches(width / 72, width / 72 * high / across)
    figure.set_dpi(72)
    across, high = figure.get_size_inches()
    renderer = RecordingRenderer(across * 72, high * 72, Lettering(book, language), {})
    figure.draw(renderer)
    return Drawing(across * 72, high * 72, tuple(renderer.marks), (), language, book)
