"""``derive:`` → values, in dependency order, with units checked and cycles reported.

A derived value is computed from its inputs *as shown* (a derived input is rounded first), so
that a reader who follows the printed formulas arrives at the printed numbers. A percentage
counts as its hundredth; the result is turned back by the figure's own unit. What is computed
from a gap is a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from report.compose import expressions
from report.compose.dimensions import check_unit, dimension_of
from report.compose.entries import Entry, Faults
from report.compose.numbers import EXACT, rounded
from report.compose.quantities import Quantity
from report.compose.suggest import did_you_mean
from report.compose.units import fraction_power

MOST_DECIMALS = 12
LONGEST_RESULT = 40
"""Powers of ten beyond which a derived value is taken for a mistake."""
DEEPEST_CHAIN = 200


class Derivations:
    """Computes the derived figures among ``entries``."""

    def __init__(self, entries: Mapping[str, Entry], faults: Faults) -> None:
        self.entries = entries
        self.faults = faults

    def read(self, entry: Entry, text: str) -> None:
        """Parse a derivation and check the names in it."""
        entry.state = "derived"
        try:
            entry.tree = expressions.parse_expression(text)
        except expressions.ExpressionError as error:
            self._fault(entry, error)
            return
        used = expressions.names(entry.tree)
        if not used:
            self.faults.error(
                "the derivation refers to no figure", "figures", entry.name, "derive",
                hint="a number that the source states belongs under value:", code="derive-nothing",
            )  # fmt: skip
            entry.broken = True

    def _fault(self, entry: Entry, error: expressions.ExpressionError) -> None:
        """Report what is wrong in a derivation, at its character."""
        self.faults.error(
            str(error), "figures", entry.name, "derive", offset=error.offset,
            hint=error.hint or "write it like: students / (1 + students.change)",
            code="bad-derivation",
        )  # fmt: skip
        entry.broken = True
        entry.tree = None

    def compute(self, entry: Entry, above: tuple[str, ...]) -> None:
        """Compute a derived figure after the figures that it uses."""
        tree = entry.tree
        if tree is None or entry.broken or entry.lost_inputs or entry.quantity.digits is not None:
            return
        lost: list[str] = []
        for used in expressions.names(tree):
            source = self._input(entry, used, (*above, entry.name))
            if source is None:
                entry.broken = True
            elif source.temporal:
                self.faults.error(
                    f"{used.name!r} is a {source.spec.kind}: it is named, not computed with",
                    "figures", entry.name, "derive", offset=used.offset,
                    hint="state the result as a figure of its own, or leave out kind: if "
                    f"{used.name} is a quantity",
                    code="derive-from-year",
                )  # fmt: skip
                entry.broken = True
            elif source.state == "missing":
                lost.append(source.name)
            elif source.quantity.value is None:
                if not source.broken:
                    self.faults.error(
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
            self._fault(entry, error)
            return
        if value.adjusted() > LONGEST_RESULT:
            self._fault(entry, expressions.ExpressionError("the result is too large"))
            return
        if dimension.fraction:
            value = value.scaleb(fraction_power(entry.unit), context=EXACT)
        decimals = entry.spec.round if entry.spec.round is not None else self._decimals(tree)
        shown = rounded(value, min(decimals, MOST_DECIMALS))
        if shown == 0 and value != 0:
            self.faults.error(
                "the derived value is so small that rounding leaves nothing", "figures",
                entry.name, "derive", hint=f"write round: {decimals_needed(value)}",
                code="rounded-to-nothing", severity="warning",
            )  # fmt: skip
        entry.quantity = Quantity(shown, shown)
        entry.approximate = shown != value or any(
            source.approximate or source.quantity.prefix or source.quantity.suffix
            for source in (self.entries[name.name] for name in expressions.names(tree))
        )

    def _warn_unit(self, entry: Entry) -> Callable[[str, str], None]:
        def warn(message: str, hint: str) -> None:
            self.faults.error(
                message, "figures", entry.name, "unit" if entry.spec.unit else "derive",
                hint=hint, code="derived-unit", severity="warning",
            )  # fmt: skip

        return warn

    def _input(self, entry: Entry, used: expressions.Name, above: tuple[str, ...]) -> Entry | None:
        """The figure that a derivation uses, computed; None if there is none."""
        source = self.entries.get(used.name)
        if source is None:
            base, _, aspect = used.name.partition(".")
            hint = did_you_mean(used.name, self.entries)
            if base in self.entries and aspect in ("change", "target"):
                hint = f"{base!r} has no {aspect}:"
            self.faults.error(
                f"there is no figure {used.name!r}", "figures", entry.name, "derive",
                offset=used.offset, hint=hint or "name a figure of this report",
                code="unknown-figure",
            )  # fmt: skip
            return None
        if used.name in above:
            circle = (*above[above.index(used.name) :], used.name)
            if not source.broken:
                self.faults.error(
                    "the derivation goes in a circle: " + " → ".join(circle), "figures",
                    entry.name, "derive", offset=used.offset,
                    hint="state one of these figures instead", code="derivation-cycle",
                )  # fmt: skip
            for name in circle:
                self.entries[name].broken = True
            return None
        if source.tree is not None:
            if len(above) > DEEPEST_CHAIN:
                self.faults.error(
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


def decimals_needed(value: Decimal) -> int:
    """Decimals that keep two significant digits of ``value`` (not zero)."""
    return max(0, 1 - value.adjusted())
