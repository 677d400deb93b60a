"""Chart plans → native, editable PowerPoint charts with their workbooks (visual design, 7 and 9).

Each kind is one short function from a plan to a :class:`~report.deck.chart.native.NativeChart`
(or, for waffles, panels and notices, to shapes), listed in :data:`NATIVE`. Nothing here formats a
number, orders a series or picks a tick: the plan did.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from report.compose.plan import ChartPlan
from report.deck.chart.native import NativeChart, tagged
from report.deck.chart.room import split_rows
from report.deck.chart.shapes import (
    draw_author_figure,
    draw_notice,
    draw_panels,
    draw_side_by_side,
)
from report.deck.chart.stage import ChartFiles, Relate, Stage
from report.deck.chart.xml import Brush
from report.deck.geometry import Box
from report.theme import Theme

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

Draw = Callable[[ChartPlan, Brush, float, float], NativeChart]

NATIVE: dict[str, str] = {
    "bar": "bars.draw_bars",
    "column": "bars.draw_bars",
    "grouped-bar": "bars.draw_bars",
    "grouped-column": "bars.draw_bars",
    "stacked-bar": "bars.draw_bars",
    "stacked-column": "bars.draw_bars",
    "full-bar": "bars.draw_bars",
    "full-column": "bars.draw_bars",
    "line": "lines.draw_lines",
    "area": "lines.draw_lines",
    "slope": "lines.draw_lines",
    "pie": "rounds.draw_round",
    "doughnut": "rounds.draw_round",
    "scatter": "scatter.draw_scatter",
    "dumbbell": "rows.draw_dumbbell",
    "lollipop": "rows.draw_lollipop",
    "combo": "combos.draw_combo",
    "waterfall": "steps.draw_waterfall",
}
"""Kind → module and function that draw it as a native chart; read when the kind first occurs."""

__all__ = ["NATIVE", "Box", "ChartFiles", "add_chart", "chart_markup"]


def chart_markup(
    plan: ChartPlan,
    box: Box,
    theme: Theme,
    language: str,
    first_id: int,
    relate: Relate,
    *,
    placeholder: int | None = None,
) -> tuple[str, int]:
    """The slide's markup for a chart, and the next free shape id.

    ``relate`` is called once for each native chart with its parts, in drawing order, and gives
    the slide's relationship id to the chart part. The markup uses the prefixes ``a``, ``p`` and
    ``r``. ``placeholder`` is the index of the layout's chart placeholder that the chart fills.
    """
    stage = Stage(theme, language, first_id, relate)
    markup = _draw(stage, plan, box, placeholder)
    return markup, stage.next_id


def draw_of(kind: str) -> Draw:
    """The function that draws ``kind``; ``KeyError`` for one that has no native form."""
    module, _, function = NATIVE[kind].partition(".")
    draw: Draw = getattr(import_module(f"report.deck.chart.{module}"), function)
    return draw


def _draw(stage: Stage, plan: ChartPlan, box: Box, placeholder: int | None = None) -> str:
    plan = tagged(plan)
    if plan.kind == "matplotlib":
        return draw_author_figure(stage, plan, box)
    if plan.all_missing and not plan.panels:
        return draw_notice(stage, plan, box)
    if plan.kind == "waffle":
        from report.deck.chart.waffles import draw_waffle

        return draw_waffle(stage, plan, box)
    if plan.panels:
        return draw_panels(stage, plan, box, _panel)
    if plan.kind not in NATIVE or not _has_axis(plan):
        return draw_notice(stage, plan, box)
    parts = split_rows(plan, box)
    if len(parts) > 1:
        return draw_side_by_side(stage, plan, parts, box, _panel)
    native = draw_of(plan.kind)(plan, stage.brush, box.w, box.h)
    return stage.chart(native, box, name=plan.title, alt=plan.alt, placeholder=placeholder)


def _panel(stage: Stage, plan: ChartPlan, box: Box) -> str:
    if plan.kind in NATIVE and not plan.all_missing and not plan.panels and _has_axis(plan):
        native = draw_of(plan.kind)(plan, stage.brush, box.w, box.h)
        return stage.chart(native, box, name=plan.title, alt=plan.alt, grouped=True)
    return _draw(stage, plan, box)


def _has_axis(plan: ChartPlan) -> bool:
    return plan.axis is not None or plan.kind in ("pie", "doughnut")


def add_chart(
    slide: Slide,
    plan: ChartPlan,
    box: Box,
    theme: Theme,
    language: str,
    *,
    placeholder: int | None = None,
) -> BaseShape:
    """Adds the chart to a python-pptx slide and gives the shape: a graphic frame or a group."""
    from report.deck.chart.package import place_on_slide

    return place_on_slide(slide, plan, box, theme, language, placeholder)
