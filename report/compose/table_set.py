"""Every table of a report → its plan, with codes for the gaps that stand in tables."""

from __future__ import annotations

from functools import partial

from report.compose.composition import Composition
from report.compose.plan import TablePlan
from report.compose.sources import source_line
from report.compose.table_dots import dot_strip
from report.compose.tables import TableContext, plan_table
from report.record import replace


def plan_tables(work: Composition) -> None:
    """Plan every table that could be read; number the gaps and sums that stand in tables."""
    for name, spec in work.report.tables.items():
        table = work.loaded.tables.get(name)
        if table is None:
            continue
        work.check_source(spec.source, ("tables", name, "source"))

        def fill(text: str, path: tuple[str | int, ...], name: str = name) -> str:
            return work.prose.plain(text, ("tables", name, *path))

        def fill_cell(text: str, path: tuple[str | int, ...], name: str = name) -> str:
            return work.references.filled(text, ("tables", name, *path))

        context = TableContext(
            figures=work.views,
            words=work.words,
            numbers=work.numbers,
            collector=work.collector,
            place=partial(work.loaded.place, "tables", name),
            text=fill,
            cell=fill_cell,
            use=work.references.use,
        )
        planned = plan_table(name, spec, table, context)
        codes: dict[str, str] = {}
        for gap in planned.gaps:
            count = len(work.figures.gaps) + len(work.table_gaps) + 1
            codes[gap.name] = work.words.gap_code.format(count)
            work.table_gaps.append(replace(gap, code=codes[gap.name]))
        for view in planned.derived:
            count = len(work.figures.derived) + len(work.table_derived) + 1
            codes[view.name] = work.words.derived_code.format(count)
            work.table_derived.append(replace(view, code=codes[view.name]))
        work.table_plans[name] = _finished(work, planned.plan, codes)


def _finished(work: Composition, plan: TablePlan, codes: dict[str, str]) -> TablePlan:
    """The plan with the codes of its own gaps, its source line, its note and alt text."""
    words = work.words
    rows = plan.rows
    if codes:
        rows = tuple(
            replace(
                row,
                cells=tuple(
                    replace(c, code=codes[c.figure]) if c.figure in codes else c for c in row.cells
                ),
            )
            for row in rows
        )
    spec = work.report.tables[plan.id]
    names = [f"source:{spec.source}"] if spec.source else plan.figures
    cells = [cell for row in rows for cell in row.cells]
    lost = [c.code for c in cells if c.state == "missing" and c.code]
    numeric = [column.kind == "number" for column in plan.columns]
    empty = any(
        c.text == words.missing_cell and c.value is None and not c.figure
        for row in rows
        for c, number in zip(row.cells, numeric, strict=False)
        if number
    )
    notes = [plan.note] if plan.note else []
    if notes and (lost or empty) and plan.note[-1].isalnum():
        notes[0] += words.full_stop
    if lost:
        shown = words.list_comma.join(dict.fromkeys(lost))
        notes.append(words.missing_cells.format(words.missing_mark, shown))
    if empty:
        notes.append(words.empty_cells)
    return replace(
        plan,
        rows=rows,
        dots=dot_strip(plan, work.numbers),
        source=source_line(names, work.views, work.report.sources, words),
        note=words.gap.join(notes),
        alt=words.table_alt.format(
            plan.title, len(rows), words.list_comma.join(c.title for c in plan.columns)
        ),
    )
