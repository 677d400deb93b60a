"""What the parts of a composition share: the report, its words, figures, texts and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from report.compose.context import path_text
from report.compose.document import FigureView, Runs
from report.compose.figures import Figures
from report.compose.numbers import NumberFormat
from report.compose.plan import TablePlan
from report.compose.prose import Prose
from report.compose.references import References
from report.compose.suggest import did_you_mean
from report.compose.words import Words
from report.errors import Collector, Severity
from report.record import field, record
from report.source import model
from report.source.loaded import LoadedReport, PathKey


@record(frozen=False)
class Composition:
    """One report on its way to its document."""

    loaded: LoadedReport
    collector: Collector
    words: Words
    numbers: NumberFormat
    figures: Figures
    references: References
    prose: Prose
    table_plans: dict[str, TablePlan] = field(default_factory=dict)
    table_gaps: list[FigureView] = field(default_factory=list)
    """Gaps that stand in tables, with codes after those of the figures."""
    table_derived: list[FigureView] = field(default_factory=list)
    """Sums that were added under tables."""
    shown_tables: set[str] = field(default_factory=set)
    charted_tables: set[str] = field(default_factory=set)
    numbers_of: dict[str, str] = field(default_factory=dict)
    """Id of a chart or table → ``图3``."""

    @property
    def report(self) -> model.Report:
        """The report as its author wrote it."""
        return self.loaded.report

    @property
    def in_tables(self) -> list[FigureView]:
        """Gaps and sums that stand in tables."""
        return self.table_gaps + self.table_derived

    @property
    def views(self) -> Mapping[str, FigureView]:
        """Every figure by name."""
        return self.figures.views

    def error(
        self,
        path: PathKey,
        message: str,
        *,
        hint: str = "",
        code: str,
        severity: Severity = "error",
    ) -> None:
        """Record a diagnostic at a node of the report."""
        self.collector.add(
            self.loaded.place(*path), message, hint=hint, path=path_text(path),
            severity=severity, code=code,
        )  # fmt: skip

    def text(self, value: str, *path: str | int) -> str:
        """A one-line text with its references filled in."""
        return self.prose.plain(value, path) if value else ""

    def runs(self, value: str, *path: str | int) -> Runs:
        """A text of one paragraph as runs."""
        return self.prose.inline(value, path)

    def named(self, names: Iterable[str], path: PathKey) -> tuple[FigureView, ...]:
        """Figures by name; unknown ones are reported."""
        views: list[FigureView] = []
        for i, name in enumerate(names):
            view = self.views.get(name)
            if view is None:
                self.error(
                    (*path, i), f"there is no figure {name!r}",
                    hint=did_you_mean(name, self.views) or "list it under figures:",
                    code="unknown-figure",
                )  # fmt: skip
                continue
            self.references.use(name)
            views.append(view)
        return tuple(views)

    def check_source(self, key: str | None, path: PathKey) -> None:
        """``source:`` must name an entry of ``sources:``."""
        if key and key not in self.report.sources:
            self.error(
                path, f"there is no source {key!r}",
                hint=did_you_mean(key, self.report.sources) or "list it under sources:",
                code="unknown-source",
            )  # fmt: skip
