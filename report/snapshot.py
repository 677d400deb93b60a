"""A document → plain data that two builds can be compared by, and that can be kept as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from report.compose.document import (
    Block,
    Callout,
    Chart,
    Document,
    FigureView,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Section,
    TableBlock,
)
from report.compose.plan import ChartPlan, TablePlan

Snapshot = dict[str, Any]
"""``{"title", "figures": {name: …}, "sections": {id: …}, "shown": {edition: {key: [numbers]}}}``"""


def snapshot(document: Document, shown: Mapping[str, Mapping[str, Iterable[int]]]) -> Snapshot:
    """The facts and words of a document.

    ``shown`` says for each edition on which pages or slides a thing stands; its keys are
    ``figure:NAME``, ``chart:ID``, ``table:ID`` and ``section:ID``.
    """
    return {
        "name": document.title,
        "language": document.language,
        "figures": {view.name: _figure(view) for view in document.figures},
        "sections": {section.id: _section(section) for section in document.sections},
        "shown": {
            edition: {key: sorted(set(numbers)) for key, numbers in sorted(places.items())}
            for edition, places in shown.items()
        },
    }


def _figure(view: FigureView) -> dict[str, Any]:
    return {
        "label": view.label,
        "text": view.text,
        "value": None if view.value is None else str(view.value),
        "unit": view.unit,
        "state": view.state,
        "why": view.why,
        "at": view.at,
    }


def _section(section: Section) -> dict[str, Any]:
    charts: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    text: list[str] = [_text(section.lead)] if section.lead else []
    for block in section.blocks:
        if isinstance(block, Chart):
            charts[block.plan.id] = _chart(block.plan)
        elif isinstance(block, TableBlock):
            tables[block.plan.id] = _table(block.plan)
        else:
            text.extend(_words(block))
    text.extend(_text(note.runs) for note in section.footnotes)
    return {"title": section.title, "text": text, "charts": charts, "tables": tables}


def _text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs if not run.mark)


def _words(block: Block) -> Iterator[str]:
    """The text of a block, a string for each paragraph."""
    match block:
        case Paragraph(runs=runs) | Heading(runs=runs) | Quote(runs=runs):
            yield _text(runs)
        case Callout(kicker=kicker, runs=runs):
            yield f"{kicker} {_text(runs)}".strip()
        case ListBlock(items=items):
            for item in items:
                for inner in item:
                    yield from _words(inner)
        case Image(alt=alt, caption=caption):
            yield _text(caption) or alt


def _chart(plan: ChartPlan) -> dict[str, Any]:
    points = [
        {
            "series": series.name,
            "category": plan.categories[k] if k < len(plan.categories) else str(k + 1),
            "label": point.label,
            "value": None if point.value is None else str(point.value),
            "state": point.state,
            "figure": point.figure,
            "highlight": point.highlight,
        }
        for series in plan.series
        for k, point in enumerate(series.points)
    ]
    for panel in plan.panels:
        points.extend(_chart(panel)["points"])
    return {
        "kind": plan.kind,
        "number": plan.number,
        "title": plan.title,
        "takeaway": plan.takeaway,
        "points": points,
    }


def _table(plan: TablePlan) -> dict[str, Any]:
    return {
        "number": plan.number,
        "title": plan.title,
        "columns": [column.title for column in plan.columns],
        "rows": [[cell.text for cell in row.cells] for row in plan.rows],
    }
