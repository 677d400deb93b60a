"""``{{ students }}``, ``{{ ref('growth') }}``, ``{% if %}`` in a text → text with placeholders.

Each reference becomes one private-use character; what it stands for is kept beside the text.
Markdown is parsed afterwards, so that no value or label can ever act as Markdown or as another
template. Plain references are read by a regular expression; conditions and filters with
arguments go through jinja2 (``report.compose.conditions``), which is imported only then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from report.compose.context import path_text
from report.compose.document import FigureView, Run, Runs
from report.compose.numbers import NumberFormat, rounded
from report.compose.suggest import did_you_mean
from report.compose.words import Words, with_particle
from report.errors import Collector, Place, Severity
from report.record import record, replace
from report.source.loaded import PathKey

FIRST = 0xF0000
LAST = 0xFFFFD
PLACEHOLDER = re.compile("[\U000f0000-\U000ffffd]")

ATTRIBUTES = (
    "value", "unit", "label", "change", "target", "number", "since", "source", "at", "why",
    "note", "code", "formula",
)  # fmt: skip
_TEXTS = ("unit", "label", "since", "at", "why", "note", "code", "formula")


class TemplateFault(ValueError):
    """What is wrong in a template, at which character, and what to do."""

    def __init__(self, message: str, offset: int = 0, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.hint = hint
        self.code = code or "bad-reference"


@record
class Rendered:
    """A text after its references were looked up, not yet read as Markdown."""

    text: str
    pieces: tuple[Runs, ...] = ()
    """What the placeholder characters stand for, in order of their code points."""

    def piece(self, character: str) -> Runs:
        """What one placeholder stands for."""
        return self.pieces[ord(character) - FIRST]


@record
class Target:
    """Something that ``ref()`` may name."""

    kind: str
    """``chart``, ``table`` or ``section``."""
    id: str


@record
class Shown:
    """The outcome of a filter: runs that are final."""

    runs: Runs


_NAME = r"[A-Za-z_]\w*(?:\.\w+)*"
LIKE = (
    "references look like {{ name }}, {{ name | round(1) }} and {{ ref('chart') }}, "
    "conditions like {% if name.change > 0 %} … {% else %} … {% endif %}"
)
"""The remedy where a fault of a reference has none of its own."""
_BRACES = re.compile(
    r"(?<!\{)\{ ?([A-Za-z_][\w.]*) ?\}(?!\})|(?<![\w.{%])([A-Za-z_][\w.]*) ?\}\}", re.ASCII
)
_TAG = re.compile(
    rf"""\{{\{{\s*(?:ref\(\s*(?P<quote>['"])(?P<ref>[^'"]*)(?P=quote)\s*\)
    |(?P<name>{_NAME})\s*(?P<filters>(?:\|\s*[a-z_]+\s*)*))\s*\}}\}}""",
    re.VERBOSE,
)


class References:
    """Looks up what texts refer to; one for each report.

    ``targets`` is filled in before the first text is read; ``numbers_of`` (chart or table id →
    ``图3``) may be filled in later: until then a reference carries its target only.
    """

    def __init__(
        self,
        figures: Mapping[str, FigureView],
        words: Words,
        numbers: NumberFormat,
        collector: Collector,
        place_in: Callable[[PathKey, int], Place],
    ) -> None:
        self.figures = figures
        self.words = words
        self.numbers = numbers
        self.collector = collector
        self.place_in = place_in
        self.targets: dict[str, Target] = {}
        self.target_text: dict[str, str] = {}
        self.used_figures: set[str] = set()
        self.used_targets: set[str] = set()
        self._engine = None

    def report(
        self,
        path: PathKey,
        offset: int,
        message: str,
        *,
        hint: str = "",
        code: str = "bad-reference",
        severity: Severity = "error",
    ) -> None:
        """Record a diagnostic at a character of the text at ``path``."""
        self.collector.add(
            self.place_in(path, offset), message, hint=hint or LIKE, path=path_text(path),
            severity=severity, code=code,
        )  # fmt: skip

    def render(self, text: str, path: PathKey) -> Rendered:
        """``text`` with its references replaced by placeholders.

        What is wrong is reported at its character; the text then keeps its tag.
        """
        stray = PLACEHOLDER.search(text)
        if stray:
            message = f"the private-use character U+{ord(stray[0]):X} has no meaning"
            self.report(path, stray.start(), message, hint="delete it", code="private-use")
            text = PLACEHOLDER.sub("", text)
        if "}" in text:
            self._warn_of_braces(text, path)
        if "{" not in text:
            return Rendered(text)
        pieces: list[Runs] = []

        def hold(runs: Runs) -> str:
            pieces.append(runs)
            return chr(FIRST + len(pieces) - 1)

        def fill(start: int, end: int) -> str:
            """The text from ``start`` to ``end`` with its references held."""
            result: list[str] = []
            at = start
            for match in _TAG.finditer(text, start, end):
                result += text[at : match.start()], self._looked_up(match, path, hold)
                at = match.end()
            return "".join((*result, text[at:end]))

        if "{%" not in text and "{#" not in text and "{{" not in _TAG.sub("", text):
            return Rendered(fill(0, len(text)), tuple(pieces))
        from report.compose.wording import holds, plain_conditions

        conditions = plain_conditions(text, self)
        if conditions is None or "{{" in _TAG.sub("", text):
            if self._engine is None:
                from report.compose.conditions import Conditions

                self._engine = Conditions(self)
            return Rendered(self._engine.render(text, path, hold), tuple(pieces))
        result: list[str] = []
        at = 0
        for match in conditions:
            result.append(fill(at, match.start()))
            branches = (fill(*match.span("otherwise")) if match["otherwise"] else "",
                        fill(*match.span("then")))  # fmt: skip
            try:
                result.append(branches[holds(match, self)])
            except TemplateFault as fault:
                self.report(path, match.start(), str(fault), hint=fault.hint, code=fault.code)
            at = match.end()
        result.append(fill(at, len(text)))
        return Rendered("".join(result), tuple(pieces))

    def _warn_of_braces(self, text: str, path: PathKey) -> None:
        """A figure's name in single braces, or with its tag's end alone, is no reference."""
        for found in _BRACES.finditer(_TAG.sub(lambda tag: "\0" * len(tag[0]), text)):
            name = found[1] or found[2]
            if name in self.figures:
                self.report(
                    path, found.start(), f"{found[0]!r} is shown as it stands, braces and all",
                    hint=f"write {{{{ {name} }}}} to show the figure", code="bad-template",
                    severity="warning",
                )  # fmt: skip

    def filled(self, text: str, path: PathKey) -> str:
        """A text out of a data file: plain references are filled in, all else stays as it is."""

        def hold(runs: Runs) -> str:
            return "".join(run.text for run in runs if not run.mark)

        return _TAG.sub(lambda match: self._looked_up(match, path, hold), text)

    def _looked_up(self, match: re.Match[str], path: PathKey, hold: Callable[[Runs], str]) -> str:
        """The placeholder of one plain reference; the tag itself where it is wrong."""
        try:
            if match["name"] is None:
                return hold(self.reference(match["ref"], match.start("ref")))
            value = self.attribute(match["name"], match.start("name"))
            for name in re.findall(r"[a-z_]+", match["filters"]):
                value = self.filtered(value, name, (), match.start("filters"))
            return hold(self.runs(value, match.start()))
        except TemplateFault as fault:
            self.report(path, fault.offset, str(fault), hint=fault.hint, code=fault.code)
            return match[0]

    # ── names ────────────────────────────────────────────────────────────────────────────────

    def figure(self, name: str, offset: int = 0) -> FigureView:
        """The figure called ``name``; remembered as used."""
        view = self.figures.get(name)
        if view is None:
            raise TemplateFault(
                f"there is no figure {name!r}", offset,
                self._figure_hint(name), "unknown-figure",
            )  # fmt: skip
        self.use(name)
        return view

    def use(self, name: str) -> None:
        """Remember that a figure is mentioned."""
        self.used_figures.add(name)

    def _figure_hint(self, name: str) -> str:
        if name in self.targets:
            return f"a {self.targets[name].kind} is named with ref('{name}')"
        base, _, aspect = name.partition(".")
        if aspect in ("change", "target") and base in self.figures:
            return f"{base!r} has no {aspect}:"
        return did_you_mean(name, self.figures) or "list it under figures:"

    def attribute(self, dotted: str, offset: int = 0) -> object:
        """``students``, ``students.change.value`` …: a value to show or to compare."""
        name, *rest = dotted.split(".")
        if name not in self.figures:
            self.figure(name, offset)
        value: object = FigureValue(self, name)
        at = offset + len(name) + 1
        for attribute in rest:
            value = attribute_of(value, attribute, at)
            at += len(attribute) + 1
        return value

    def reference(self, target: str, offset: int = 0) -> Runs:
        """``ref('growth')``: a run that carries its target; its text may be filled in later."""
        if target not in self.targets:
            hint = did_you_mean(target, self.targets)
            if not hint and target in self.figures:
                hint = f"a figure is named without ref: {{{{ {target} }}}}"
            raise TemplateFault(
                f"there is no chart, table or section {target!r}", offset,
                hint or f"give the chart its id: {target}", "unknown-reference",
            )  # fmt: skip
        self.used_targets.add(target)
        return (Run(self.target_text.get(target, ""), target=target),)

    # ── runs ─────────────────────────────────────────────────────────────────────────────────

    def runs(self, value: object, offset: int = 0) -> Runs:
        """What a value looks like in a text."""
        if isinstance(value, Shown):
            return value.runs
        if isinstance(value, FigureValue):
            view = self.figure(value.name, offset)
            return figure_runs(view, self.words, number_only=value.number_only)
        if isinstance(value, str):
            return (Run(value),)
        raise TemplateFault(
            "a number is computed in the text", offset,
            "derive a figure, so that it is marked as derived", "computed-in-text",
        )  # fmt: skip

    def filtered(
        self, value: object, name: str, arguments: tuple[object, ...], offset: int = 0
    ) -> object:
        """Apply one of our filters."""
        if name not in FILTERS:
            raise TemplateFault(
                f"there is no filter {name!r}", offset,
                did_you_mean(name, FILTERS) or "there are " + ", ".join(FILTERS),
                "unknown-filter",
            )  # fmt: skip
        if not isinstance(value, FigureValue):
            raise TemplateFault(f"{name} applies to a figure", offset)
        view = self.figure(value.name, offset)
        if name in ("before", "after"):
            return Shown(self._before_after(view, name, arguments, offset))
        return Shown(self._reshaped(value, view, name, arguments, offset))

    def _reshaped(
        self,
        value: FigureValue,
        view: FigureView,
        name: str,
        arguments: tuple[object, ...],
        offset: int,
    ) -> Runs:
        """``sign``, ``abs``, ``round``, ``wan``, ``yi``, ``compact``: other digits, same figure."""
        if view.state == "missing" or view.value is None:
            return figure_runs(view, self.words, number_only=value.number_only)
        from report.compose.units import split_unit

        amount, unit, prefix, suffix = view.value, view.unit, view.prefix, view.suffix
        word = ""
        if name == "round":
            places = arguments[0] if arguments else 0
            if not isinstance(places, int) or not -12 <= places <= 12:
                raise TemplateFault("round takes a number of decimals", offset)
            digits, suffix = self.numbers.number(rounded(amount, places)), ""
            if amount != rounded(amount, places):
                prefix = prefix or self.words.about
        elif name == "sign":
            digits = self.numbers.number(amount, sign=True) if not suffix else view.number
        elif name == "abs":
            digits = view.number.removeprefix("\N{MINUS SIGN}")
        else:
            power, base = split_unit(unit)
            whole = amount.scaleb(power)
            places = arguments[0] if arguments else None
            if places is not None and (not isinstance(places, int) or not 0 <= places <= 12):
                raise TemplateFault(f"{name} takes a number of decimals", offset)
            digits, word = self._in_words(whole, name, places)
            suffix = "".join(c for c in suffix if c in "余多餘여")
            unit = base
        text = self.words.measure(digits + word + suffix, "" if value.number_only else unit)
        if prefix and not value.number_only:
            text = self.words.qualified(prefix, text)
        run = Run(text, figure=view.name, state=view.state)
        return (run, *code_runs(view))

    def _in_words(self, whole: Decimal, name: str, places: int | None) -> tuple[str, str]:
        """Digits and power-of-ten word of a whole number."""
        if name == "compact":
            return self.numbers.large(whole, 1 if places is None else places)
        return self.numbers.fixed(whole, 4 if name == "wan" else 8, places)

    def _before_after(
        self, view: FigureView, name: str, arguments: tuple[object, ...], offset: int
    ) -> Runs:
        """``{{ students_before | before(students) }}``: 从约25.17万人增至30.74万人."""
        other = arguments[0] if arguments else None
        if not isinstance(other, FigureValue):
            raise TemplateFault(
                f"{name} takes the other figure", offset,
                f"write {{{{ {view.name} | {name}(the_other) }}}}",
            )  # fmt: skip
        second = self.figure(other.name, offset)
        old, new = (view, second) if name == "before" else (second, view)
        if old.unit != new.unit and old.value is not None and new.value is not None:
            raise TemplateFault(
                f"{old.name} is in {old.unit!r}, {new.name} in {new.unit!r}", offset,
                "give both one unit", "mixed-units",
            )  # fmt: skip
        words = self.words
        pattern = words.before_after_same
        if old.value is not None and new.value is not None and old.value != new.value:
            pattern = words.before_after_up if new.value > old.value else words.before_after_down
        head, middle, tail = pattern.split("{}")
        shown = figure_runs(new, words)
        tail = with_particle("".join(run.text for run in shown if not run.mark), tail)
        return (
            *((Run(head),) if head else ()),
            *figure_runs(old, words),
            *((Run(middle),) if middle else ()),
            *shown,
            *((Run(tail),) if tail else ()),
        )


FILTERS = ("sign", "abs", "round", "wan", "yi", "compact", "before", "after")


@record
class FigureValue:
    """A figure inside a template: shown, compared, asked for its parts."""

    references: References
    name: str
    number_only: bool = False

    @property
    def view(self) -> FigureView:
        """The figure itself (remembered as used)."""
        return self.references.figure(self.name)


def attribute_of(value: object, attribute: str, offset: int = 0) -> object:
    """``.change``, ``.value``, ``.label`` … of a figure."""
    if not isinstance(value, FigureValue):
        raise TemplateFault(f"a text has no .{attribute}", offset)
    view = value.references.figures[value.name]
    if attribute in ("change", "target"):
        name = f"{value.name}.{attribute}"
        if name not in value.references.figures:
            raise TemplateFault(
                f"{value.name!r} has no {attribute}:", offset,
                f"write {attribute}: under the figure", "unknown-figure",
            )  # fmt: skip
        return FigureValue(value.references, name)
    if attribute in ("value", "number"):
        return replace(value, number_only=True)
    if attribute in _TEXTS:
        return getattr(view, attribute) or ""
    if attribute == "source":
        return view.source or ""
    raise TemplateFault(
        f"a figure has no .{attribute}", offset,
        did_you_mean(attribute, ATTRIBUTES) or "there are " + ", ".join(ATTRIBUTES),
        "unknown-attribute",
    )  # fmt: skip


def figure_runs(view: FigureView, words: Words, *, number_only: bool = False) -> Runs:
    """A figure as it stands in a text: value (or gap mark), then its code."""
    codes = code_runs(view)
    if view.state == "missing":
        if view.temporal:
            return codes
        text = words.missing_prose + view.remains if number_only else view.text
        return (Run(text, figure=view.name, state="missing"), *codes)
    text = view.number + view.suffix if number_only else view.text
    return (Run(text, figure=view.name, state=view.state), *codes)


def code_runs(view: FigureView) -> Runs:
    """The raised code after a gap or a derived value."""
    if view.code is None:
        return ()
    return (Run(view.code, figure=view.name, state=view.state, mark=True),)
