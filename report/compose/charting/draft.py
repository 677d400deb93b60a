"""One chart's spec, context and data on the way to a plan: axis, texts and notes they share.

Families of kinds make a draft into a plan with :meth:`Draft.plan`; what every kind has in common
(title, sub line, source, note, alt text, references, annotations) is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, get_args

from report.compose.charting import ticks
from report.compose.charting.alt import alt_text
from report.compose.charting.labels import em_width, tick_labels, value_label
from report.compose.charting.order import highlighted
from report.compose.charting.phrases import phrases_for
from report.compose.charting.points import ChartData, Strand
from report.compose.context import ChartContext
from report.compose.numbers import MINUS, plain
from report.compose.plan import (
    OTHERS,
    Annotation,
    Axis,
    ChartKind,
    ChartPlan,
    Point,
    ReferenceLine,
    Series,
)
from report.compose.suggest import did_you_mean
from report.compose.units import PERCENT, split_unit
from report.record import replace
from report.source import model

KINDS: tuple[ChartKind, ...] = get_args(ChartKind)

DASHES = ("solid", "dashed", "dotted", "dashdot")
LINE_COLOURS = (0, 2, 6, 3, 4, 0, 2, 6)
"""Colour indices of lines: those with 3 : 1 on white (WCAG 2.1, 1.4.11); the light fills of the
bars would be too faint. From the sixth on they come again, with another dash and marker."""
QUIET = (1, 3, 7, 5, 2, 6, 4)
"""Colour indices of the series beside a highlighted one, the lighter ones first."""
LONGEST_NAME = 48.0
"""Ems of the longest category or series name."""
MARKERS = ("circle", "square", "diamond", "triangle")


class Draft:
    """A chart being planned."""

    def __init__(self, spec: model.Chart, context: ChartContext, data: ChartData) -> None:
        self.spec = spec
        self.context = context
        self.data = data
        self.phrases = phrases_for(context.language)
        self.kind: ChartKind = spec.kind
        """The kind the author wrote; ``spec`` is changed where another is planned."""
        self.notes: list[str] = []
        self.warnings: list[str] = []
        """Axis warnings for the sub line."""
        self.singled = highlighted(spec, data, context)
        self._check_names()

    def _check_names(self) -> None:
        """Refuse names that no chart has room for."""
        names = [*self.data.categories, *(s.name for s in self.data.strands[1:])]
        long = next((n for n in names if em_width(n) > LONGEST_NAME), None)
        if long is not None:
            self.context.report(
                f"a name is too long for a chart: {long[:24]}…",
                *(("labels",) if self.spec.labels else self.data_path()),
                hint="give shorter ones with labels:",
                code="chart-labels",
            )

    # ── numbers ──────────────────────────────────────────────────────────────────────────────

    def number(self, text: str | None, *path: str | int, unit: str = "") -> Decimal | None:
        """A number that the author wrote (or a figure's value), reported where it is neither.

        A figure in another power of ten of ``unit`` is turned into it (1.28 亿元 → 12800 万元).
        """
        if text is None:
            return None
        view = self.context.figures.get(text)
        if view is not None:
            own, base = split_unit(view.unit)
            power, wanted = split_unit(unit)
            if view.value is None or base != wanted or own == power:
                return view.value
            return Decimal(f"{view.value.scaleb(own - power):f}")
        written = text.strip().rstrip("%％").replace(",", "").replace(MINUS, "-")
        if not _DIGITS.fullmatch(written):
            self.context.report(
                f"{text!r} is neither a number nor a figure",
                *path,
                hint=did_you_mean(text, self.context.figures) or "write digits, such as 85",
                code="chart-number",
            )
            return None
        return Decimal(written)

    def unit_of(self, strands: Sequence[Strand]) -> str:
        """The one unit of ``strands``; mixed units are reported."""
        if self.spec.unit is not None:
            return self.spec.unit
        units = tuple(dict.fromkeys(u for s in strands for u in s.units))
        if len(units) > 1:
            self.context.report(
                f"units are mixed on one axis: {', '.join(u or 'none' for u in units)}",
                *self.data_path(),
                hint="divide the chart, use kind: slope or combo, or say what they have in common "
                "with unit:",
                code="chart-units",
            )
        return units[0] if units else ""

    def data_path(self) -> tuple[str, ...]:
        """Where the data stand below the chart's spec."""
        return ("values",) if self.spec.values else ("series",) if self.spec.series else ("table",)

    # ── axes ─────────────────────────────────────────────────────────────────────────────────

    def axis(
        self,
        values: Iterable[Decimal],
        unit: str,
        *,
        lengths: bool,
        bounds: bool = True,
        name: str = "",
    ) -> Axis | None:
        """A value axis for ``values``; None where there is nothing to measure.

        References widen it. ``lengths`` start at zero; points may start elsewhere, and then the
        sub line says so.
        """
        known = list(values)
        if not known:
            return None
        low = high = None
        if bounds:
            low = self.number(self.spec.minimum, "minimum")
            high = self.number(self.spec.maximum, "maximum")
            self._check_bounds(low, high, known, lengths)
            known += [r.value for r in self.references]
        make = ticks.length_ticks if lengths else ticks.point_ticks
        at = make(known, percentage=unit in PERCENT, minimum=low, maximum=high)
        made = self.axis_of(at, unit, name)
        if not made.from_zero:
            self.warnings.append(self.phrases.cut_axis.format(made.labels[0], made.labels[-1]))
        return made

    def axis_of(self, at: tuple[Decimal, ...], unit: str, name: str = "") -> Axis:
        """The axis of given ticks."""
        from_zero = at[0] <= 0 <= at[-1]
        labels, code = tick_labels(at, self.context.numbers)
        return Axis(
            at[0],
            at[-1],
            at,
            labels,
            unit,
            code,
            plain(at[1] - at[0]),
            name,
            Decimal(0) if from_zero else at[0],
            from_zero,
            unit in PERCENT and at[0] == 0 and at[-1] == 100,
        )

    def _check_bounds(
        self, low: Decimal | None, high: Decimal | None, known: list[Decimal], lengths: bool
    ) -> None:
        if low is not None and high is not None and low >= high:
            self.context.report(
                f"minimum {low} is not below maximum {high}", "minimum",
                hint="write a smaller minimum, or leave one of them out", code="chart-axis",
            )  # fmt: skip
        if lengths and low is not None and low > 0:
            self.context.report(
                "bars and areas begin at zero: minimum is ignored",
                "minimum",
                hint="use kind: line, lollipop or dumbbell for a cut axis",
                severity="warning",
                code="chart-axis",
            )
        if known and high is not None and max(known) > high:
            self.context.report(
                f"{max(known)} does not fit below maximum {high}: the axis is longer",
                "maximum",
                hint="write a larger maximum, or leave it out",
                severity="warning",
                code="chart-axis",
            )

    @property
    def references(self) -> tuple[ReferenceLine, ...]:
        """Baselines and targets; one whose figure is a gap is said in the note instead."""
        found: list[ReferenceLine] = []
        for i, line in enumerate(self.spec.references):
            view = self.context.figures.get(line.value)
            if view is not None and view.value is None:
                text = f"{line.label or view.label}{self.phrases.colon}{self.context.words.missing}"
                self.note(f"{text} {view.code}" if view.code else text)
                continue
            value = self.number(line.value, "references", i, "value")
            if value is None:
                continue
            label = line.label or (view.label if view else "")
            digits = view.number if view else value_label(value, self.context.numbers)[0]
            text = f"{label} {digits}".strip()
            found.append(ReferenceLine(value, text, view.state if view else "reported"))
        return tuple(found)

    def annotations(
        self, series: Sequence[Series], categories: Sequence[str]
    ) -> tuple[Annotation, ...]:
        """The author's remarks, each at its point."""
        found: list[Annotation] = []
        names = [s.name for s in series]
        for i, remark in enumerate(self.spec.annotations):
            row = 0
            if remark.series:
                if remark.series not in names:
                    self._lost("series", remark.series, names, i)
                    continue
                row = names.index(remark.series)
            where = [
                c for c, text in enumerate(categories)
                if text == remark.at or series[row].points[c].figure == remark.at
            ]  # fmt: skip
            if not where:
                self._lost("at", remark.at, categories, i)
                continue
            found.append(Annotation(row, where[0], remark.text))
        merged: dict[tuple[int, int], str] = {}
        for one in found:  # several remarks at one point read as one
            key, before = (one.series, one.category), merged.get((one.series, one.category))
            merged[key] = f"{before}{self.phrases.semicolon}{one.text}" if before else one.text
        return tuple(Annotation(s, c, text) for (s, c), text in merged.items())

    def _lost(self, key: str, name: str, known: Iterable[str], index: int) -> None:
        self.context.report(
            f"the annotation points at nothing in the chart: {name!r}",
            "annotations",
            index,
            key,
            hint=did_you_mean(name, known) or "name a category (and series) of the chart",
            code="chart-annotation",
        )

    # ── series ───────────────────────────────────────────────────────────────────────────────

    def series(self, *, mark: Any = "bar", unit: str = "") -> tuple[Series, ...]:
        """The strands with colours, dashes and highlights."""
        rows: list[Series] = []
        lit_series = [s.name for s in self.data.strands if s.name in self.singled]
        for i, strand in enumerate(self.data.strands):
            points = tuple(
                replace(p, highlight=strand.name in self.singled
                        or p.figure in self.singled or self.data.categories[c] in self.singled)
                for c, p in enumerate(strand.points)
            )  # fmt: skip
            colour = LINE_COLOURS[i % 8] if mark in ("line", "area") else i
            if lit_series:
                quiet = [s.name for s in self.data.strands if s.name not in lit_series]
                colour = 0 if strand.name in lit_series else QUIET[quiet.index(strand.name) % 7]
            rows.append(
                Series(strand.name, points, colour, mark, unit=unit, dash=DASHES[i % 4],
                       marker=MARKERS[i % 4], number_format=_common_format(points))
            )  # fmt: skip
        if len(rows) == 1 and any(p.highlight for p in rows[0].points):
            rows = [self.quieten(rows[0])]
        return tuple(rows)

    @staticmethod
    def quieten(series: Series) -> Series:
        """One highlight among peers: p700 for it, p300 for the others."""
        points = tuple(
            p if p.colour == OTHERS else replace(p, colour=0 if p.highlight else 1)
            for p in series.points
        )
        return replace(series, points=points)

    # ── the plan ─────────────────────────────────────────────────────────────────────────────

    @property
    def joints(self) -> tuple[str, ...]:
        """The language's marks, in the order of ``ChartPlan.joints``."""
        phrases = self.phrases
        before, _, rest = phrases.at.partition("{}")[2].partition("{}")
        return (phrases.item, phrases.semicolon, phrases.comma, phrases.colon, before, rest)

    def note(self, text: str) -> None:
        """Add a sentence to the note, once."""
        if text and text not in self.notes:
            self.notes.append(text)

    def plan(self, kind: ChartKind, categories: Sequence[str], series: Sequence[Series],
             *, unit: str = "", **parts: Any) -> ChartPlan:  # fmt: skip
        """The finished plan: everything that all kinds have in common is filled in."""
        spec, context, words = self.spec, self.context, self.context.words
        points = [p for s in series for p in s.points]
        points += [p for panel in parts.get("panels", ()) for s in panel.series for p in s.points]
        all_missing = bool(points) and all(p.value is None for p in points)
        if all_missing:
            parts["axis"] = parts["axis2"] = None
        unit = unit or (self.data.units[0] if len(self.data.units) == 1 else "")
        plan = ChartPlan(
            id=context.id,
            kind=kind,
            number=context.number_text,
            title=spec.title,
            takeaway=spec.takeaway or spec.title,
            # With an axis each way, each axis names its own unit.
            sub=self._sub("" if parts.get("x_axis") is not None else unit),
            categories=tuple(categories),
            series=tuple(series),
            highlight=any(p.highlight for p in points),
            references=self._drawn_references(kind, parts),
            annotations=self.annotations(series, categories) if series else (),
            source=self._source(),
            note=self._note(points, parts.get("axis"), kind),
            provenance=self.data.provenance,
            at=self.data.table.at if self.data.table else "",
            all_missing=all_missing,
            aspect=spec.aspect,
            width=spec.width or "wide",
            asked=self.kind if self.kind != kind else None,
            gap_text=words.missing,
            derived_tag=words.derived_short,
            language=context.language,
            joints=self.joints,
            **parts,
        )
        plan = replace(plan, width=spec.width or _natural_width(plan))
        return replace(plan, alt=spec.alt or alt_text(plan, unit, self.phrases))

    def _drawn_references(
        self, kind: ChartKind, parts: dict[str, Any]
    ) -> tuple[ReferenceLine, ...]:
        if parts.get("axis") and kind != "slope":
            return self.references
        if self.spec.references:
            self.context.report(
                f"a {kind} has no axis for a reference line",
                "references",
                hint="say it in the note, or use another kind",
                severity="warning",
                code="chart-reference",
            )
        return ()

    def _sub(self, unit: str) -> str:
        """Sub line: the author's, else the unit; the unit and axis warnings are never left out."""
        text = self.spec.sub.strip()
        if unit and not _says(text, unit):
            text = (
                f"{text}{self.phrases.semicolon}{unit}" if text else self.phrases.unit.format(unit)
            )
        return self.phrases.semicolon.join(t for t in (text, *self.warnings) if t)

    def _source(self) -> str:
        names = self.data.sources
        if self.spec.source:
            names = (f"source:{self.spec.source}",)
        return self.context.source_text(names)

    def _note(self, points: Sequence[Point], axis: Axis | None, kind: ChartKind) -> str:
        """Author's note, formulas, gaps with their reasons, what hollow and hatched mean."""
        phrases, figures = self.phrases, self.context.figures
        parts: list[str] = [self.spec.note.strip().rstrip(phrases.stop.strip())]
        for name in dict.fromkeys(p.figure for p in points if p.state == "derived"):
            view = figures.get(name or "")
            if view is not None and view.formula:
                code = f"{view.code}{phrases.colon}" if view.code else ""
                parts.append(f"{code}{view.formula}{phrases.equals}{view.number}{view.unit}")
        if self.spec.missing_note:
            for name in dict.fromkeys(p.figure for p in points if p.state == "missing"):
                view = figures.get(name or "")
                if view is not None and view.why:
                    head = view.code or view.label
                    parts.append(phrases.gap_note.format(head, view.why))
        parts += self.notes
        if any(p.state == "derived" for p in points):
            parts.append(phrases.derived_note)
        gaps = any(p.value is None for p in points) and any(p.value is not None for p in points)
        if gaps and axis is not None and not axis.fixed and kind in _STUBS:
            parts.append(phrases.stub_note)
        text = phrases.semicolon.join(dict.fromkeys(p for p in parts if p))
        if not self.spec.note:
            text = text[:1].upper() + text[1:]  # it begins a sentence; the author's stays as it is
        return text + phrases.stop.strip() if text else ""


_DIGITS = re.compile(r"[-+]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})", re.ASCII)
"""A number as an axis takes it: no infinity, no power of ten."""

_STUBS = frozenset(
    {"bar", "column", "grouped-bar", "grouped-column", "stacked-bar", "stacked-column",
     "lollipop", "waterfall", "dumbbell"}
)  # fmt: skip
"""Kinds in which a gap's slot has a length."""


def _says(text: str, unit: str) -> bool:
    """Whether a sub line names the unit: ``USD million``, ``Million USD``."""
    words = set(re.findall(r"\w+", text.lower()))
    return unit in text or (unit.isascii() and set(unit.lower().split()) <= words)


def _common_format(points: Sequence[Point]) -> str:
    codes = [p.number_format for p in points if p.value is not None]
    return max(codes, key=lambda c: (codes.count(c), c), default="General") or "General"


def _natural_width(plan: ChartPlan) -> Any:
    """Whether a chart is small enough for one text column."""
    if plan.kind == "doughnut":
        return "column"
    ticks = plan.axis.labels if plan.axis is not None else ()
    if plan.annotations or plan.panels or sum(map(em_width, ticks)) > 11:
        return "wide"
    points = len(plan.categories) * max(1, len(plan.series))
    if plan.kind in {"bar", "column", "lollipop", "pie", "line", "area"} and points <= 6:
        return "column" if max(map(len, plan.categories), default=0) <= 8 else "wide"
    return "wide"
