"""A resolved figure → its view: the strings that both editions print."""

from __future__ import annotations

from collections.abc import Mapping

from report.compose import expressions
from report.compose.document import FigureView, State
from report.compose.entries import Entry
from report.compose.numbers import NumberFormat
from report.compose.units import PERCENT, POINTS, is_fraction
from report.compose.words import Words


class FigureViews:
    """Builds views for one report, in its language."""

    def __init__(self, entries: Mapping[str, Entry], words: Words, numbers: NumberFormat) -> None:
        self.entries = entries
        self.words = words
        self.numbers = numbers

    def digits(self, entry: Entry) -> str:
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

    def view(self, entry: Entry) -> FigureView:
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
                prefix = words.about if entry.approximate else ""
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

    def full_label(self, entry: Entry) -> str:
        """The label with the aspect: for lists in which nothing else tells them apart."""
        if entry.aspect == "change":
            return self.words.change_label.format(entry.spec.label)
        if entry.aspect == "target":
            return self.words.target_label.format(entry.spec.label)
        return entry.spec.label

    def inputs(self, entry: Entry) -> tuple[str, ...]:
        """Names of what a derived figure is computed from, once each."""
        if entry.tree is None:
            return ()
        return tuple(dict.fromkeys(n.name for n in expressions.names(entry.tree)))

    def formula(self, entry: Entry) -> str:
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
        """Up to two short lines for a card: scope, change, target, derived base, formula."""
        if "." in view.name:
            return ()
        lines = [view.note] if view.note else []
        if view.change is not None:
            lines.append(change_phrase(view, self.words))
        if view.target is not None:
            lines.append(self.words.target_phrase.format(view.target.text))
        if len(lines) < 2 and view.change is not None:
            lines.extend(self.base_line(view))
        if len(lines) < 2 and view.state == "derived" and len(view.formula) <= LONGEST_FORMULA:
            lines.append(view.formula)
        return tuple(lines[:2])

    def base_line(self, view: FigureView) -> tuple[str, ...]:
        """``十年前约25.17万人（推1）``: the earlier value that the change leads back to."""
        pair = {view.name, f"{view.name}.change"}
        for entry in self.entries.values():
            if entry.state == "derived" and set(self.inputs(entry)) == pair:
                base = self.view(entry)
                since = view.since or base.label
                return (self.words.base_phrase.format(since, base.text, base.code),)
        return ()


LONGEST_FORMULA = 24
"""Characters of a formula that a card has room for."""


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
