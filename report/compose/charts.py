"""A chart's spec → its plan: everything a reader can see of it, decided once for both editions."""

from __future__ import annotations

from collections.abc import Callable

from report.compose.charting.bars import plan_lengths, plan_stacked
from report.compose.charting.code import plan_code
from report.compose.charting.draft import Draft
from report.compose.charting.lines import plan_combo, plan_line
from report.compose.charting.multiples import plan_multiples
from report.compose.charting.pairs import plan_dumbbell, plan_slope
from report.compose.charting.parts import plan_round, plan_waffle
from report.compose.charting.points import read_data
from report.compose.charting.scatter import plan_scatter
from report.compose.charting.waterfall import plan_waterfall
from report.compose.context import ChartContext
from report.compose.plan import ChartKind, ChartPlan
from report.source import model

FAMILIES: dict[ChartKind, Callable[[Draft], ChartPlan | None]] = {
    "bar": plan_lengths,
    "column": plan_lengths,
    "grouped-bar": plan_lengths,
    "grouped-column": plan_lengths,
    "lollipop": plan_lengths,
    "stacked-bar": plan_stacked,
    "stacked-column": plan_stacked,
    "full-bar": plan_stacked,
    "full-column": plan_stacked,
    "line": plan_line,
    "area": plan_line,
    "combo": plan_combo,
    "pie": plan_round,
    "doughnut": plan_round,
    "waffle": plan_waffle,
    "dumbbell": plan_dumbbell,
    "slope": plan_slope,
    "scatter": plan_scatter,
    "waterfall": plan_waterfall,
}


def plan_chart(spec: model.Chart, context: ChartContext) -> ChartPlan | None:
    """The plan of one chart; None where it cannot be drawn at all.

    Faults go to ``context.collector`` with their places: the caller goes on and shows them all.
    """
    if spec.kind == "matplotlib":
        return plan_code(spec, context)
    if spec.kind == "multiples":
        return plan_multiples(spec, context)
    data = read_data(spec, context)
    if data is None:
        return None
    return FAMILIES[spec.kind](Draft(spec, context, data))
