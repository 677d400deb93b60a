"""The plainest conditions → the branch that holds, without jinja2 (which costs its import).

``{% if students.change > 0 %}增长{% else %}下降{% endif %}``: one comparison of a figure with a
number or another figure, or one test (``is missing``), branches without conditions of their
own, all inside a line. Everything else goes to ``report.compose.conditions``, which gives the
same result for these too.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from report.compose.document import FigureView
from report.compose.references import FigureValue, References, TemplateFault

TESTS = ("missing", "derived", "reported", "range")


def tested(view: FigureView, test: str) -> bool:
    """Whether a figure is ``missing``, ``derived``, ``reported`` or a ``range``."""
    return view.low is not None if test == "range" else view.state == test


class Operand:
    """A figure as jinja2 sees it: compares by value, refuses what a gap cannot answer."""

    __slots__ = ("figure",)

    def __init__(self, figure: FigureValue) -> None:
        self.figure = figure

    def _amount(self) -> Decimal:
        view = self.figure.view
        if view.state == "missing":
            raise TemplateFault(
                f"{view.name} is a gap and cannot be compared", -1,
                f"ask {{% if {view.name} is missing %}} first", "gap-compared",
            )  # fmt: skip
        if view.value is None:
            raise TemplateFault(f"{view.name} has no single value to compare", -1)
        return view.value

    def _other(self, other: object) -> Decimal:
        if isinstance(other, Operand):
            mine, theirs = self.figure.view, other.figure.view
            if mine.unit != theirs.unit:
                raise TemplateFault(
                    f"{mine.name} is in {mine.unit!r}, {theirs.name} in {theirs.unit!r}", -1,
                    "compare figures of one unit", "mixed-units",
                )  # fmt: skip
            return other._amount()
        if isinstance(other, (int, float, Decimal)) and not isinstance(other, bool):
            return Decimal(str(other))
        raise TemplateFault(f"a figure cannot be compared with {other!r}", -1)

    def __lt__(self, other: object) -> bool:
        return self._amount() < self._other(other)

    def __le__(self, other: object) -> bool:
        return self._amount() <= self._other(other)

    def __gt__(self, other: object) -> bool:
        return self._amount() > self._other(other)

    def __ge__(self, other: object) -> bool:
        return self._amount() >= self._other(other)

    def __eq__(self, other: object) -> bool:
        return self._amount() == self._other(other)

    def __ne__(self, other: object) -> bool:
        return self._amount() != self._other(other)

    def __bool__(self) -> bool:
        return self._amount() != 0

    __hash__ = None  # type: ignore[assignment]


_OPERATORS: MappingProxyType[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        ">": operator.gt,
        "<": operator.lt,
        ">=": operator.ge,
        "<=": operator.le,
        "==": operator.eq,
        "!=": operator.ne,
    }
)
_NAME = r"[A-Za-z_]\w*(?:\.(?:change|target|value|number))*"
_IF = re.compile(
    rf"""\{{%\s*if\s+(?P<name>{_NAME})\s*
    (?:(?P<operator>[<>]=?|[=!]=)\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<other>{_NAME}))
    |\s+is\s+(?P<no>not\s+)?(?P<test>{"|".join(TESTS)}))\s*%\}}
    (?P<then>[^\n{{]*(?:\{{\{{[^\n{{}}%]*\}}\}}[^\n{{]*)*)
    (?:\{{%\s*else\s*%\}}(?P<otherwise>[^\n{{]*(?:\{{\{{[^\n{{}}%]*\}}\}}[^\n{{]*)*))?
    \{{%\s*endif\s*%\}}(?!\n)""",
    re.VERBOSE,
)
_TAG = re.compile(r"\{\{[^\n{}%]*\}\}")


def plain_conditions(text: str, references: References) -> list[re.Match[str]] | None:
    """The conditions of a text if all of them are plain; None where jinja2 has to read it."""
    found = list(_IF.finditer(text))
    for match in found:
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if before and not before.strip():
            return None  # jinja2 takes the indentation of a tag away
        for name in (match["name"], match["other"]):
            if name is not None and not _is_figure(name, references):
                return None
    rest = _TAG.sub("", _IF.sub(lambda m: m["then"] + (m["otherwise"] or ""), text))
    return None if "{%" in rest or "{#" in rest or "{{" in rest else found


def _is_figure(dotted: str, references: References) -> bool:
    parts = [part for part in dotted.split(".") if part not in ("value", "number")]
    return ".".join(parts) in references.figures


def holds(match: re.Match[str], references: References) -> bool:
    """Whether a plain condition holds; :class:`TemplateFault` where figures cannot say."""
    value = _operand(match["name"], references)
    if match["test"]:
        return tested(value.figure.view, match["test"]) != bool(match["no"])
    other = Decimal(match["number"]) if match["number"] else _operand(match["other"], references)
    return _OPERATORS[match["operator"]](value, other)


def _operand(dotted: str, references: References) -> Operand:
    value = references.attribute(dotted)
    assert isinstance(value, FigureValue)
    return Operand(value)
