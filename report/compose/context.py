"""What a chart's plan is made from besides its own spec: figures, tables, numbers, words, places.

``report.compose.assemble`` makes one context for each chart and calls
``report.compose.charts.plan_chart(spec, context)``. The spec's texts (title, takeaway, sub,
note, alt, labels, annotations) have had their references filled in by then: they are final.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from report.compose.document import FigureView
from report.compose.numbers import NumberFormat
from report.compose.plan import TablePlan
from report.compose.words import Words
from report.errors import Collector, Place, Severity
from report.record import record
from report.source.loaded import LoadedTable, PathKey
from report.source.model import Table


@record
class ChartContext:
    """All that :func:`report.compose.charts.plan_chart` may look at."""

    figures: Mapping[str, FigureView]
    """Every figure by name; ``students.change`` and ``students.target`` are entries too."""
    tables: Mapping[str, LoadedTable]
    """Tables as read: text cells."""
    table_specs: Mapping[str, Table]
    """What the author wrote about each table."""
    table_plans: Mapping[str, TablePlan]
    """The same tables with typed cells (value, state, code, figure); headings are ``title``.
    Rows of another role than ``body`` are subtotals and the like: not data. A table with
    errors of its own is not in here (they have been reported)."""
    numbers: NumberFormat
    words: Words
    language: str
    collector: Collector
    place: Callable[..., Place]
    """Place of a node below the chart's spec: ``context.place("values", 2)``."""
    path: PathKey
    """Path of the chart's spec in the report."""
    id: str
    """The chart's id: the author's, or ``balance-2`` by section and position."""
    number_text: str
    """``图3``."""
    source_text: Callable[[Iterable[str]], str]
    """Names of figures (or ``sources`` keys after ``source:``) → the whole source line
    (``来源：…``), each source once; "" if none is known."""
    folder: Path = Path()
    """The report's folder, for ``file``."""

    def report(
        self,
        message: str,
        *path: str | int,
        hint: str = "",
        code: str = "",
        severity: Severity = "error",
    ) -> None:
        """Record a diagnostic at ``path`` below the chart's spec."""
        self.collector.add(
            self.place(*path),
            message,
            hint=hint,
            path=path_text((*self.path, *path)),
            severity=severity,
            code=code,
        )


def path_text(path: Iterable[str | int]) -> str:
    """A node's path as diagnostics show it: ``sections[1].charts[0].kind``."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text
