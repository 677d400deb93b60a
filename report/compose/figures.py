"""``figures:`` → every named figure as it is shown: stated, derived or lost, with its code.

Three passes: read what is written, compute what is derived (``report.compose.derivations``),
then number the gaps and derivations in the author's order and build the views
(``report.compose.figure_views``). ``students.change`` and ``students.target`` are figures of
their own throughout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from report.compose.derivations import Derivations
from report.compose.document import FigureView
from report.compose.entries import Entry, Faults
from report.compose.figure_views import FigureViews
from report.compose.numbers import NumberFormat
from report.compose.quantities import MISSING, Quantity, QuantityError, parse_quantity
from report.compose.suggest import did_you_mean
from report.compose.units import PERCENT, scale_of
from report.compose.words import Words
from report.errors import Collector
from report.record import record, replace
from report.source.loaded import LoadedReport, PathKey
from report.source.model import Figure

RESERVED = frozenset(
    ("and", "or", "not", "in", "is", "if", "else", "elif", "endif", "for", "endfor", "set", "true",
     "false", "none", "True", "False", "None", "ref", "missing")
)  # fmt: skip
"""Words of the template language (and ``ref``) that no figure may be called."""


@record
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
        self.entries: dict[str, Entry] = {}
        self.faults = Faults(loaded, collector)
        self.error = self.faults.error
        self.derivations = Derivations(self.entries, self.faults)
        self.views = FigureViews(self.entries, words, numbers)

    def resolve(self) -> Figures:
        for name, spec in self.loaded.report.figures.items():
            self.read(name, spec)
        for entry in list(self.entries.values()):
            if entry.tree is not None:
                self.derivations.compute(entry, ())
        self.number()
        views = {name: self.views.view(entry) for name, entry in self.entries.items()}
        for name, view in views.items():
            change, target = views.get(f"{name}.change"), views.get(f"{name}.target")
            if change or target:
                views[name] = replace(view, change=change, target=target)
        views = {
            name: replace(view, notes=self.views.card_notes(view)) for name, view in views.items()
        }
        return Figures(
            views,
            tuple(
                v
                for v in views.values()
                if v.state == "missing" and not self.entries[v.name].lost_inputs
            ),
            tuple(v for v in views.values() if v.state == "derived"),
        )

    def number(self) -> None:
        """Give gaps and derived values their codes, in the author's order.

        What cannot be derived for want of an input is no gap of the source: it bears the code of
        the first input that is lost.
        """
        gaps = derived = 0
        for entry in self.entries.values():
            if entry.state == "missing" and not entry.lost_inputs:
                gaps += 1
                entry.code = self.words.gap_code.format(gaps)
            elif entry.state == "derived":
                derived += 1
                entry.code = self.words.derived_code.format(derived)
        for entry in self.entries.values():
            source = entry
            while source.lost_inputs:
                source = self.entries[source.lost_inputs[0]]
            entry.code = source.code

    # ── reading ──────────────────────────────────────────────────────────────────────────────

    def read(self, name: str, spec: Figure) -> None:
        """Take in one figure with its change and its target."""
        path = ("figures", name)
        entry = self.entries[name] = Entry(name, spec, "value", spec.unit)
        if name in RESERVED:
            self.error(
                f"{name!r} is a word of the template language", *path,
                hint="give the figure another name", code="reserved-name",
            )  # fmt: skip
        for key in ("label", "unit", "why", "since", "at", "note"):
            offset = getattr(spec, key).find("{{")
            if offset >= 0:
                self.error(
                    f"a reference has no meaning in {key}:", *path, key, offset=offset,
                    hint="write it as text; figures are referred to in the sections",
                    code="reference-in-figure",
                )  # fmt: skip
        if spec.source and spec.source not in self.loaded.report.sources:
            self.unknown_source(spec.source, *path, "source")
        if spec.value is not None and spec.derive is not None:
            self.error(
                "a figure is either stated (value) or computed (derive)", *path, "derive",
                hint="keep one of them", code="value-and-derive",
            )  # fmt: skip
            entry.broken = True
        elif spec.derive is not None:
            self.derivations.read(entry, spec.derive)
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
        elif spec.remains and not re.fullmatch(r"[\d.,?]*\d[\d.,?]*", spec.remains):
            self.error(
                f"{spec.remains!r} are no digits", *path, "remains",
                hint="write what is left of the number, such as .61", code="bad-remains",
            )  # fmt: skip
        for aspect, text in (("change", spec.change), ("target", spec.target)):
            if text is not None:
                part = Entry(f"{name}.{aspect}", spec, aspect, "")
                self.entries[part.name] = part
                self.read_quantity(part, text)

    def unknown_source(self, key: str, *path: str | int) -> None:
        """Say that ``source:`` names nothing under ``sources:``."""
        self.error(
            f"there is no source {key!r}", *path,
            hint=did_you_mean(key, self.loaded.report.sources) or "list it under sources:",
            code="unknown-source",
        )  # fmt: skip

    def read_quantity(self, entry: Entry, text: str) -> None:
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
            entry.unit = quantity.unit or (entry.spec.unit if entry.aspect == "target" else "")
            wanted = entry.spec.unit
            alike = entry.unit == wanted or (entry.unit in PERCENT and wanted in PERCENT)
            alike = alike or text.strip().endswith(wanted)
            if entry.aspect == "target" and not alike:
                self.error(
                    f"the target is in {entry.unit!r}, the figure in {wanted!r}", *path,
                    hint=f"write the target in {wanted}", code="target-unit",
                )  # fmt: skip
            if entry.aspect == "change" and not entry.unit:
                self.error(
                    "the change has no unit", *path,
                    hint=f"write {text.strip()}% or {text.strip()}{self.words.percentage_points}",
                    code="change-without-unit",
                )  # fmt: skip

    def check_typed_unit(self, entry: Entry, path: PathKey) -> None:
        """A unit behind the value belongs under ``unit:``; ``22.11%`` is let pass."""
        typed = entry.quantity.unit
        if not typed or typed == entry.unit:
            return
        if typed in PERCENT and not entry.unit:
            entry.unit = "%"
            return
        written = entry.spec.value or ""
        if _NUMERALS.fullmatch(typed):  # part of the number: no remedy may leave it out
            self.error(
                f"{written.strip()!r} has digits and Chinese numerals in one number", *path,
                hint="write the whole number in digits", code="mixed-numerals",
            )  # fmt: skip
            return
        if scale_of(entry.quantity.suffix) is not None:
            typed = entry.quantity.suffix + typed
        number = written[: written.rindex(typed)].strip() if typed in written else written
        hint = f"write value: {number} and unit: {typed}"
        if entry.unit == typed:
            hint = f"the unit is {entry.unit!r} already; write value: {number}"
        elif entry.unit:  # without its own unit the number would be another one
            hint = f"the unit is {entry.unit!r}; give the value in it, or {hint}"
        message = f"{typed!r} does not belong in the value"
        self.error(message, *path, hint=hint, code="unit-in-value")

    def check_percentage(self, entry: Entry, path: PathKey) -> None:
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

    def read_time(self, entry: Entry, text: str) -> None:
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


_NUMERALS = re.compile("[〇零一二三四五六七八九十百千两兩]+")
_SHARE = re.compile(
    r"占比|比重|占.{0,12}比例|份额|覆盖率|合格率|普及率|及格率|参保率|就业率|佔比|覆蓋率|合格率"
    r"|割合|シェア|비중|비율|점유율|\bshare\b|\bcoverage\b|\bproportion\b",
    re.IGNORECASE,
)
_NO_SHARE = re.compile(r"增|变|變|毛|完成|達成|达成|增加|증가|growth|change|gross", re.IGNORECASE)
