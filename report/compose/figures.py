"""``figures:`` → every named figure as it is shown: stated, derived or lost, with its code.

Three passes: read what is written, compute what is derived (in dependency order; a cycle is
reported with its path), then number the gaps and derivations in the author's order and build
the views. ``students.change`` and ``students.target`` are figures of their own throughout.

A derived value is computed from its inputs *as shown* (a derived input is rounded first), so
that a reader who follows the printed formulas arrives at the printed numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from report.compose import expressions
from report.compose.context import path_text
from report.compose.dimensions import check_unit, dimension_of
from report.compose.document import FigureView, State
from report.compose.numbers import EXACT, NumberFormat, decimals_of, rounded
from report.compose.quantities import MISSING, Quantity, QuantityError, parse_quantity
from report.compose.suggest import did_you_mean
from report.compose.units import PERCENT, POINTS, fraction_power, is_fraction, scale_of
from report.compose.words import Words
from report.errors import Collector, Severity
from report.source.loaded import LoadedReport, PathKey
from report.source.model import Figure

DEFAULT_DECIMALS_LIMIT = 12


@dataclass(slots=True)
class _Entry:
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
    code: str | None = None
    broken: bool = False
    """Has an error of its own: nothing more is said about what depends on it."""
    verbatim: str = ""
    """A year or period as written."""

    @property
    def temporal(self) -> bool:
        return self.spec.kind != "number" and self.aspect == "value"

    @property
    def shown_value(self) -> Decimal | None:
        return self.quantity.value


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of a report, resolved."""

    views: Mapping[str, FigureView]
    """By name, changes and targets included, in the author's order."""
    gaps: tuple[FigureView, ...]
    derived: tuple[FigureView, ...]


def resolve_figures(
    loaded: LoadedReport, words: Words, numbers: NumberFormat, collector: Collector
) -> Figures:
    """Views of all figures of ``loaded``; what is wrong goes to ``collector``."""
    return _Resolver(loaded, words, numbers, collector).resolve()


class _Resolver:
    def __init__(
        self, loaded: LoadedReport, words: Words, numbers: NumberFormat, collector: Collector
    ) -> None:
        self.loaded = loaded
        self.words = words
        self.numbers = numbers
        self.collector = collector
        self.entries: dict[str, _Entry] = {}

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

    def resolve(self) -> Figures:
        for name, spec in self.loaded.report.figures.items():
            self.read(name, spec)
        for entry in list(self.entries.values()):
            if entry.tree is not None:
                self.compute(entry, ())
        gaps = derived = 0
        for entry in self.entries.values():
            if entry.state == "missing":
                gaps += 1
                entry.code = self.words.gap_code.format(gaps)
            elif entry.state == "derived":
                derived += 1
                entry.code = self.words.derived_code.format(derived)
        views = {name: self.view(entry) for name, entry in self.entries.items()}
        for name, view in views.items():
            change, target = views.get(f"{name}.change"), views.get(f"{name}.target")
            if change or target:
                views[name] = replace(view, change=change, target=target)
        views = {name: replace(view, notes=self.card_notes(view)) for name, view in views.items()}
        return Figures(
            views,
            tuple(v for v in views.values() if v.state == "missing"),
            tuple(v for v in views.values() if v.state == "derived"),
        )

    # ── reading ──────────────────────────────────────────────────────────────────────────────

    def read(self, name: str, spec: Figure) -> None:
        """Take in one figure with its change and its target."""
        path = ("figures", name)
        entry = self.entries[name] = _Entry(name, spec, "value", spec.unit)
        if spec.source and spec.source not in self.loaded.report.sources:
            self.unknown_source(spec.source, *path, "source")
        if spec.value is not None and spec.derive is not None:
            self.error(
                "a figure is either stated (value) or computed (derive)", *path, "derive",
                hint="keep one of them", code="value-and-derive",
            )  # fmt: skip
            entry.broken = True
        elif spec.derive is not None:
            self.read_derivation(entry, spec.derive)
        elif spec.value is None:
            self.error(
                "the figure has neither value nor derive", *path,
                hint="write value: missing and the reason under why: if the source lost it",
                code="no-value",
            )  # fmt: skip
            entry.broken = True
        elif entry.temporal:
            self.read_time(entry, spec.value)
        else:
            self.read_quantity(entry, spec.value)
        if spec.remains and spec.value != MISSING:
            self.error(
                "remains: is for a number that is partly lost", *path, "remains",
                hint="use it with value: missing", code="remains-without-gap",
            )  # fmt: skip
        for aspect, text in (("change", spec.change), ("target", spec.target)):
            if text is not None:
                part = _Entry(f"{name}.{aspect}", spec, aspect, "")
                self.entries[part.name] = part
                self.read_quantity(part, text)

    def unknown_source(self, key: str, *path: str | int) -> None:
        """Say that ``source:`` names nothing under ``sources:``."""
        self.error(
            f"there is no source {key!r}", *path,
            hint=did_you_mean(key, self.loaded.report.sources) or "list it under sources:",
            code="unknown-source",
        )  # fmt: skip

    def read_quantity(self, entry: _Entry, text: str) -> None:
        """Read a number, a range or a gap."""
        path = ("figures", entry.name.partition(".")[0], entry.aspect)
        try:
            quantity = parse_quantity(text)
        except QuantityError as error:
            self.error(str(error), *path, hint=error.hint, code="bad-number")
            entry.broken = True
            return
        if quantity.missing:
            entry.state = "missing"
            if entry.aspect == "change":
                entry.unit = "%"
            elif entry.aspect == "target":
                entry.unit = entry.spec.unit
            if not entry.spec.why:
                self.error(
                    "a gap needs its reason", *path, hint="say why: in a few words",
                    code="gap-without-reason",
                )  # fmt: skip
            return
        entry.quantity = quantity
        if entry.aspect == "value":
            self.check_typed_unit(entry, path)
            self.check_percentage(entry, path)
        else:
            entry.unit = quantity.unit or entry.spec.unit

    def check_typed_unit(self, entry: _Entry, path: PathKey) -> None:
        """A unit behind the value belongs under ``unit:``; ``22.11%`` is let pass."""
        typed = entry.quantity.unit
        if not typed or typed == entry.unit:
            return
        if typed in PERCENT and not entry.unit:
            entry.unit = "%"
            return
        written = entry.spec.value or ""
        if scale_of(entry.quantity.suffix) is not None:
            typed = entry.quantity.suffix + typed
        number = written[: written.rindex(typed)].strip() if typed in written else written
        hint = f"write value: {number} and unit: {typed}"
        if entry.unit:
            hint = f"the unit is {entry.unit!r} already; write value: {number}"
        message = f"{typed!r} does not belong in the value"
        self.error(message, *path, hint=hint, code="unit-in-value")

    def check_percentage(self, entry: _Entry, path: PathKey) -> None:
        """A share of a whole lies between 0 and 100."""
        value = entry.quantity.value
        if entry.unit not in PERCENT or value is None or 0 <= value <= 100:
            return
        label = entry.spec.label
        if _SHARE.search(label) and not _NO_SHARE.search(label):
            self.error(
                f"{entry.spec.value}% cannot be: {label!r} is a share of a whole", *path,
                hint="a share lies between 0 and 100", code="percentage-out-of-range",
            )  # fmt: skip

    def read_time(self, entry: _Entry, text: str) -> None:
        """Read a year or a period: digits as written, never grouped, never plotted."""
        text = text.strip()
        path = ("figures", entry.name, "value")
        if text == MISSING:
            entry.state = "missing"
            if not entry.spec.why:
                self.error(
                    "a gap needs its reason", *path, hint="say why: in a few words",
                    code="gap-without-reason",
                )  # fmt: skip
            return
        years = re.findall(r"\d{1,4}", text)
        if not years or len(text) > 40:
            self.error(
                f"{text!r} is not a {entry.spec.kind}", *path,
                hint="write 2012 or 2012–2021, or missing with why:", code="bad-year",
            )  # fmt: skip
            entry.broken = True
            return
        word = self.words.year
        verbatim = re.sub(r"\s*[-\u2013\u2014~～〜至]\s*", self.words.range_mark, text)
        if word and verbatim.endswith(word):
            verbatim = verbatim[: -len(word)]
        entry.verbatim = verbatim
        if re.fullmatch(r"\d{1,4}(\.\d)?", verbatim) or entry.spec.kind == "period":
            entry.unit = entry.unit or word
        if entry.spec.kind == "year" and len(years) == 1:
            entry.quantity = Quantity(Decimal(years[0]), Decimal(years[0]))

    # ── deriving ─────────────────────────────────────────────────────────────────────────────

    def read_derivation(self, entry: _Entry, text: str) -> None:
        """Parse a derivation and check the names in it."""
        entry.state = "derived"
        try:
            entry.tree = expressions.parse_expression(text)
        except expressions.ExpressionError as error:
            self.derivation_error(entry, error)
            return
        used = expressions.names(entry.tree)
        if not used:
            self.error(
                "the derivation refers to no figure", "figures", entry.name, "derive",
                hint="a number that the source states belongs under value:", code="derive-nothing",
            )  # fmt: skip
            entry.broken = True

    def derivation_error(self, entry: _Entry, error: expressions.ExpressionError) -> None:
        """Report what is wrong in a derivation, at its character."""
        self.error(
            str(error), "figures", entry.name, "derive", offset=error.offset, hint=error.hint,
            code="bad-derivation",
        )  # fmt: skip
        entry.broken = True
        entry.tree = None

    def compute(self, entry: _Entry, above: tuple[str, ...]) -> None:
        """Compute a derived figure after the figures that it uses."""
        tree = entry.tree
        if tree is None or entry.broken or entry.lost_inputs or entry.quantity.digits is not None:
            return
        lost: list[str] = []
        for used in expressions.names(tree):
            source = self.input(entry, used, (*above, entry.name))
            if source is None:
                entry.broken = True
            elif source.state == "missing":
                lost.append(source.name)
            elif source.shown_value is None:
                if not source.broken:
                    self.error(
                        f"{used.name!r} has no single value to compute with", "figures",
                        entry.name, "derive", offset=used.offset,
                        hint="a range or a period cannot be an input", code="derive-from-range",
                    )  # fmt: skip
                entry.broken = True
        if entry.broken:
            return
        if lost:
            entry.state = "missing"
            entry.lost_inputs = tuple(dict.fromkeys(lost))
            return
        try:
            dimension = dimension_of(tree, lambda name: self.entries[name].unit)
            entry.unit = check_unit(dimension, entry.unit, self._warn_unit(entry))
            value = expressions.evaluate(tree, self._operand)
        except expressions.ExpressionError as error:
            self.derivation_error(entry, error)
            return
        if value.adjusted() > LONGEST_RESULT:
            self.derivation_error(entry, expressions.ExpressionError("the result is too large"))
            return
        if dimension.fraction:
            value = value.scaleb(fraction_power(entry.unit), context=EXACT)
        decimals = entry.spec.round if entry.spec.round is not None else self._decimals(tree)
        shown = rounded(value, min(decimals, DEFAULT_DECIMALS_LIMIT))
        if shown == 0 and value != 0:
            self.error(
                "the derived value is so small that rounding leaves nothing", "figures",
                entry.name, "derive", hint=f"write round: {decimals_needed(value)}",
                code="rounded-to-nothing", severity="warning",
            )  # fmt: skip
        entry.quantity = Quantity(shown, shown)

    def _warn_unit(self, entry: _Entry) -> Callable[[str, str], None]:
        def warn(message: str, hint: str) -> None:
            self.error(
                message, "figures", entry.name, "unit" if entry.spec.unit else "derive",
                hint=hint, code="derived-unit", severity="warning",
            )  # fmt: skip

        return warn

    def input(self, entry: _Entry, used: expressions.Name, above: tuple[str, ...]) -> _Entry | None:
        """The figure that a derivation uses, computed; None if there is none."""
        source = self.entries.get(used.name)
        if source is None:
            base, _, aspect = used.name.partition(".")
            hint = did_you_mean(used.name, self.entries)
            if base in self.entries and aspect in ("change", "target"):
                hint = f"{base!r} has no {aspect}:"
            self.error(
                f"there is no figure {used.name!r}", "figures", entry.name, "derive",
                offset=used.offset, hint=hint or "name a figure of this report",
                code="unknown-figure",
            )  # fmt: skip
            return None
        if used.name in above:
            circle = (*above[above.index(used.name) :], used.name)
            if not source.broken:
                self.error(
                    "the derivation goes in a circle: " + " → ".join(circle), "figures",
                    entry.name, "derive", offset=used.offset,
                    hint="state one of these figures instead", code="derivation-cycle",
                )  # fmt: skip
            for name in circle:
                self.entries[name].broken = True
            return None
        if source.tree is not None:
            if len(above) > 200:
                self.error(
                    "the derivations build on each other too deeply", "figures", entry.name,
                    "derive", code="derivation-depth",
                )  # fmt: skip
                return None
            self.compute(source, above)
        if source.broken:
            return None
        return source

    def _operand(self, name: str) -> Decimal:
        entry = self.entries[name]
        value = entry.quantity.value
        assert value is not None
        return value.scaleb(-fraction_power(entry.unit), context=EXACT)

    def _decimals(self, tree: expressions.Node) -> int:
        """Decimals of the coarsest input; those of an outermost ``round`` go before."""
        if isinstance(tree, expressions.Call) and tree.function == "round":
            places = tree.arguments[1]
            assert isinstance(places, expressions.Number)
            return int(places.value)
        return min(self.entries[n.name].quantity.decimals for n in expressions.names(tree))

    # ── showing ──────────────────────────────────────────────────────────────────────────────

    def digits(self, entry: _Entry) -> str:
        """The digits of a figure as every edition prints them."""
        quantity = entry.quantity
        if entry.verbatim:
            return entry.verbatim
        if quantity.digits is None:
            return ""
        if entry.temporal:
            return self.numbers.number(quantity.digits, grouping=False)
        if quantity.low is not None and quantity.high is not None:
            low, high = self.numbers.number(quantity.low), self.numbers.number(quantity.high)
            return low + self.words.range_mark + high
        return self.numbers.number(quantity.digits)

    def view(self, entry: _Entry) -> FigureView:
        """The figure as it is shown."""
        spec, quantity, words = entry.spec, entry.quantity, self.words
        state: State = "missing" if entry.broken else entry.state
        number, prefix, suffix = self.digits(entry), quantity.prefix, quantity.suffix
        why = spec.why if state == "missing" else ""
        if state == "missing":
            number = words.missing
            text = words.missing_prose + (spec.remains + entry.unit if spec.remains else "")
            if entry.lost_inputs:
                codes = [self.entries[name].code or name for name in entry.lost_inputs]
                why = words.lost_input.format(words.list_comma.join(codes))
        else:
            if state == "derived":
                prefix = words.about
            text = words.qualified(prefix, words.measure(number + suffix, entry.unit))
        return FigureView(
            name=entry.name,
            label=spec.label,
            state=state,
            value=None if state == "missing" else quantity.value,
            number=number,
            unit=entry.unit,
            text=text,
            code=entry.code,
            prefix=prefix,
            suffix=suffix,
            remains=spec.remains if state == "missing" and entry.aspect == "value" else "",
            why=why,
            temporal=entry.temporal,
            since=spec.since,
            source=spec.source,
            at=spec.at,
            formula=self.formula(entry),
            inputs=self.inputs(entry),
            low=quantity.low,
            high=quantity.high,
            full_label=self.full_label(entry),
            note=spec.note if entry.aspect == "value" else "",
        )

    def full_label(self, entry: _Entry) -> str:
        """The label with the aspect: for lists in which nothing else tells them apart."""
        if entry.aspect == "change":
            return self.words.change_label.format(entry.spec.label)
        if entry.aspect == "target":
            return self.words.target_label.format(entry.spec.label)
        return entry.spec.label

    def inputs(self, entry: _Entry) -> tuple[str, ...]:
        """Names of what a derived figure is computed from, once each."""
        if entry.tree is None:
            return ()
        return tuple(dict.fromkeys(n.name for n in expressions.names(entry.tree)))

    def formula(self, entry: _Entry) -> str:
        """A derivation in final digits; a lost input shows its code."""
        if entry.tree is None or entry.broken:
            return ""

        def shown(name: str) -> str:
            source = self.entries[name]
            if source.state == "missing":
                return source.code or source.spec.label
            mark = source.unit if source.unit in PERCENT or source.unit == "‰" else ""
            if source.unit in POINTS:
                mark = "%"
            scale = source.quantity.suffix.strip("余多餘")
            return self.digits(source) + scale + mark

        return expressions.formula(entry.tree, shown, self.numbers.number)

    def card_notes(self, view: FigureView) -> tuple[str, ...]:
        """Up to two short lines for a card: scope, change, target."""
        if "." in view.name:
            return ()
        lines = [view.note] if view.note else []
        if view.change is not None:
            lines.append(change_phrase(view, self.words))
        if view.target is not None:
            lines.append(self.words.target_phrase.format(view.target.text))
        return tuple(lines[:2])


LONGEST_RESULT = 40
"""Powers of ten beyond which a derived value is taken for a mistake."""

_SHARE = re.compile(
    r"占比|比重|占.{0,12}比例|份额|覆盖率|合格率|普及率|及格率|参保率|就业率|佔比|覆蓋率|合格率"
    r"|割合|シェア|비중|비율|점유율|\bshare\b|\bcoverage\b|\bproportion\b",
    re.IGNORECASE,
)
_NO_SHARE = re.compile(r"增|变|變|毛|完成|達成|达成|增加|증가|growth|change|gross", re.IGNORECASE)


def decimals_needed(value: Decimal) -> int:
    """Decimals that keep two significant digits of ``value``."""
    return max(decimals_of(value) if value == 0 else 0, 1 - value.adjusted())


def change_phrase(view: FigureView, words: Words) -> str:
    """``较十年前增长22.11%``: a figure's change in words, with its direction."""
    change = view.change
    if change is None:
        return ""
    since = words.since.format(view.since) if view.since else ""
    if change.state == "missing" or change.value is None:
        return words.join_since(since, change.text + (f" {change.code}" if change.code else ""))
    if change.value == 0:
        return words.join_since(since, words.unchanged)
    amount = change.text.replace("\N{MINUS SIGN}", "")
    pattern = words.up if change.value > 0 else words.down
    if is_fraction(change.unit) and change.unit not in PERCENT:
        pattern = words.rise if change.value > 0 else words.fall
    return words.join_since(since, pattern.format(amount))
