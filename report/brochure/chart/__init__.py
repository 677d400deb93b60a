"""A chart's plan → a drawing: matplotlib's shapes and our own letters as a display list.

``record`` decides the height by kind and number of categories; the frame around it (rule, number,
title, scope, source) is the brochure's. matplotlib is imported when a chart is recorded, not
before; a drawing from a cache is played without it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from report.brochure.chart.drawing import Drawing, scaled
from report.compose.plan import ChartKind, ChartPlan
from report.errors import RenderError
from report.record import replace
from report.theme import Theme

if TYPE_CHECKING:
    from report.brochure.chart.sheet import Sheet
    from report.fonts import FontBook

__all__ = ["Drawing", "RenderError", "allow_code", "record"]

SMALLER = (0.9, 0.8, 0.72, 0.64)
"""What is left of a drawing's size where its page is too low for it at full size: names of 8.2
points are then 5.2 points high at the least."""
TALLEST = 600.0
"""Height that an A4 page leaves for a chart."""

_allowed = [False]


def allow_code(allowed: bool) -> None:
    """Whether authors' Python files may be run (``--allow-code``); they may not by default."""
    _allowed[0] = allowed


def record(plan: ChartPlan, width_pt: float, theme: Theme, fonts: FontBook) -> Drawing:
    """The drawing of ``plan``, ``width_pt`` wide; its height is in the drawing.

    Raises :class:`RenderError` where an author's own figure fails or code is not allowed.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if plan.kind == "matplotlib":
        return _authors(plan, width_pt, theme, fonts)
    drawing = _drawn(plan, width_pt, theme, fonts)
    most = 1.06 * plan.aspect * width_pt if plan.aspect else TALLEST
    for factor in SMALLER:
        if drawing.height_pt <= most:
            break
        # names that need more than the page has: the chart as drawn for a wider and higher page
        other = scaled(_drawn(plan, width_pt / factor, theme, fonts), factor)
        if other.height_pt < drawing.height_pt:
            drawing = replace(other, width_pt=width_pt)
    return drawing


def _drawn(plan: ChartPlan, width_pt: float, theme: Theme, fonts: FontBook) -> Drawing:
    from report.brochure.chart.sheet import Sheet

    sheet = Sheet(width_pt, theme, fonts, plan.language)
    shaped = plan.kind in ("waffle", "pie", "doughnut") or (plan.kind == "slope" and plan.panels)
    if plan.all_missing and not shaped:
        from report.brochure.chart.gaps import draw_gaps

        return sheet.finish(draw_gaps(sheet, plan))
    if plan.horizontal:
        from report.brochure.chart.folding import draw_folded

        sheet, height = draw_folded(sheet, plan, drawer(plan.kind))
        return sheet.finish(height)
    draw = drawer(plan.kind)
    height = draw(sheet, plan)
    if plan.aspect and height > 1.06 * plan.aspect * width_pt:
        # legends and names take more than their share: the plot gives way
        over = height / width_pt - plan.aspect
        lower = replace(plan, aspect=max(0.1, plan.aspect - over))
        again = Sheet(width_pt, theme, fonts, plan.language)
        if (less := draw(again, lower)) < height:
            sheet, height = again, less
    return sheet.finish(height)


def drawer(kind: ChartKind) -> Callable[[Sheet, ChartPlan], float]:
    """The function that draws a kind on a sheet and returns the height used.

    A new kind is one line here, one function that draws and one that plans.
    """
    from report.brochure.chart import (
        columns,
        combo,
        dots,
        lines,
        multiples,
        rounds,
        rows,
        scatter,
        slopes,
        waffles,
        waterfalls,
    )

    return {
        "bar": rows.draw_bars,
        "grouped-bar": rows.draw_bars,
        "stacked-bar": rows.draw_stacked_bars,
        "full-bar": rows.draw_stacked_bars,
        "lollipop": dots.draw_lollipops,
        "dumbbell": dots.draw_dumbbells,
        "column": columns.draw_columns,
        "grouped-column": columns.draw_columns,
        "stacked-column": columns.draw_stacked_columns,
        "full-column": columns.draw_stacked_columns,
        "waterfall": waterfalls.draw_waterfall,
        "line": lines.draw_lines,
        "area": lines.draw_lines,
        "combo": combo.draw_combo,
        "scatter": scatter.draw_scatter,
        "pie": rounds.draw_round,
        "doughnut": rounds.draw_round,
        "waffle": waffles.draw_waffles,
        "slope": slopes.draw_slopes,
        "multiples": multiples.draw_multiples,
    }[kind]


def _authors(plan: ChartPlan, width_pt: float, theme: Theme, fonts: FontBook) -> Drawing:
    if not _allowed[0]:
        raise RenderError(
            f"{plan.code_path}: a figure drawn by code is not run unless you allow it; "
            "read the file, then add --allow-code"
        )
    import matplotlib

    from report.brochure.chart.author import figure_of, look, record_figure, told

    defaults: Any = look(theme)
    with matplotlib.rc_context(defaults):
        figure = figure_of(plan)
        across, high = figure.get_size_inches()
        wide = width_pt
        if plan.aspect and high / across > plan.aspect:  # too high for its page: narrower
            wide = width_pt * plan.aspect * across / high
        with told(plan.code_path, ValueError):  # what matplotlib finds only as it draws
            drawing = record_figure(figure, wide, theme, fonts, plan.language)
        return replace(drawing, width_pt=width_pt)
