"""A figure while it is being resolved, and the faults it may have on the way."""

from __future__ import annotations

from report.compose import expressions
from report.compose.context import path_text
from report.compose.document import State
from report.compose.quantities import Quantity
from report.errors import Collector, Severity
from report.record import field, record
from report.source.loaded import LoadedReport, PathKey
from report.source.model import Figure


@record(frozen=False)
class Entry:
    """One figure on its way to being shown (mutable while figures are resolved)."""

    name: str
    spec: Figure
    aspect: str
    """``value``, ``change`` or ``target``: the key that holds it."""
    unit: str
    quantity: Quantity = field(default_factory=Quantity)
    tree: expressions.Node | None = None
    state: State = "reported"
    lost_inputs: tuple[str, ...] = ()
    approximate: bool = False
    """Derived and not exact: it was rounded, or an input says 约, 近, 余 …"""
    code: str | None = None
    broken: bool = False
    """Has an error of its own: nothing more is said about what depends on it."""
    verbatim: str = ""
    """A year or period as written."""

    @property
    def temporal(self) -> bool:
        """A year or a period rather than a quantity."""
        return self.spec.kind != "number" and self.aspect == "value"


@record
class Faults:
    """Records what is wrong with figures, at its place."""

    loaded: LoadedReport
    collector: Collector

    def error(
        self,
        message: str,
        *path: str | int,
        offset: int | None = None,
        hint: str = "",
        code: str,
        severity: Severity = "error",
    ) -> None:
        """Record a diagnostic at a node, or at a character of a scalar."""
        key: PathKey = path
        place = self.loaded.place(*key) if offset is None else self.loaded.place_in(key, offset)
        self.collector.add(
            place, message, hint=hint, path=path_text(key), severity=severity, code=code
        )
