"""Figures that an author's own Python file draws."""

from __future__ import annotations

from report.compose.charting.draft import Draft
from report.compose.charting.points import ChartData
from report.compose.context import ChartContext
from report.compose.plan import ChartPlan
from report.compose.suggest import did_you_mean
from report.source import model


def plan_code(spec: model.Chart, context: ChartContext) -> ChartPlan | None:
    """matplotlib: an author's Python file that draws a table; run only with ``--allow-code``."""
    if not spec.file:
        context.report(
            "kind: matplotlib needs a Python file",
            "kind",
            hint="give file: figure.py with a function draw(table) that returns a Figure",
            code="chart-code",
        )
        return None
    path = (context.folder / spec.file).resolve()
    if not path.is_relative_to(context.folder.resolve()):
        context.report(
            f"{spec.file} lies outside of the report's folder", "file", code="path-outside"
        )
        return None
    if not path.is_file():
        near = did_you_mean(spec.file, (p.name for p in context.folder.glob("*.py")))
        hint = near or "put it into the report's folder"
        context.report(f"no file {spec.file!r}", "file", hint=hint, code="missing-file")
        return None
    table = None
    if spec.table:
        table = context.table_plans.get(spec.table)
        if table is None and spec.table not in context.tables:
            context.report(
                f"no table {spec.table!r}",
                "table",
                hint=did_you_mean(spec.table, context.tables) or "list it under tables:",
                code="unknown-table",
            )
            return None
    if not spec.alt:
        context.report(
            "a figure drawn by code needs alt text",
            "kind",
            hint="say in alt: what it shows",
            code="chart-alt",
        )
    sources = (f"source:{spec.source}",) if spec.source else ()
    empty = ChartData((), (), sources, table.provenance if table else "", table)
    draft = Draft(spec, context, empty)
    return draft.plan("matplotlib", (), (), code_path=str(path), table=table)
