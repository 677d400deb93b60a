"""``{% if students.change > 0 %}增长{% else %}下降{% endif %}`` → the branch that holds.

jinja2 in an immutable sandbox with strict undefined names. Its language is cut down to what
wording needs — conditions, comparisons, references, our filters — before a template is
compiled: no loops, no arithmetic, no calls but ``ref``. What is left always ends.
Names are checked in every branch, taken or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from report.compose.document import Runs
from report.compose.references import (
    FILTERS,
    FigureValue,
    References,
    Shown,
    TemplateFault,
    attribute_of,
)
from report.compose.suggest import did_you_mean
from report.compose.wording import TESTS, Operand, tested
from report.source.loaded import PathKey

LONGEST = 200_000

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Filter, nodes.Test, nodes.Call, nodes.Neg, nodes.Pos, nodes.EvalContextModifier,
)  # fmt: skip


class _Environment(ImmutableSandboxedEnvironment):
    """Attributes of figures only; everything else has none."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Operand):
            return _wrapped(attribute_of(obj.figure, attribute, -1))
        raise TemplateFault(f"{attribute!r} is not a part of a figure", -1)

    def getitem(self, obj: Any, argument: Any) -> Any:
        raise TemplateFault("square brackets have no meaning here", -1)


def _wrapped(value: object) -> object:
    return Operand(value) if isinstance(value, FigureValue) else value


def _unwrapped(value: object) -> object:
    return value.figure if isinstance(value, Operand) else value


class Conditions:
    """Renders templates with conditions for one report."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.environment = _Environment(
            undefined=StrictUndefined,
            finalize=self._finalize,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=False,
            cache_size=0,
        )
        self.environment.filters = {name: self._filter(name) for name in FILTERS}
        self.environment.tests = {name: self._test(name) for name in TESTS}
        self.environment.globals = {}
        self._hold: Callable[[Runs], str] = lambda runs: ""

    def _finalize(self, value: object) -> str:
        return self._hold(self.references.runs(_unwrapped(value), -1))

    def _filter(self, name: str) -> Callable[..., object]:
        def apply(value: object, *arguments: object) -> object:
            return self.references.filtered(
                _unwrapped(value), name, tuple(map(_unwrapped, arguments)), -1
            )

        return apply

    @staticmethod
    def _test(name: str) -> Callable[[object], bool]:
        def test(value: object) -> bool:
            if not isinstance(value, Operand):
                raise TemplateFault(f"'is {name}' asks about a figure", -1)
            return tested(value.figure.view, name)

        return test

    def render(self, text: str, path: PathKey, hold: Callable[[Runs], str]) -> str:
        """``text`` with its references held and its conditions decided."""
        try:
            if len(text) > LONGEST:
                raise TemplateFault(f"the text is longer than {LONGEST:,} characters")
            tree = self.environment.parse(text)
            faults = list(self._check(tree, text))
            if faults:
                for fault in faults:
                    self._report(fault, path)
                return text
            self._hold = hold
            template = self.environment.from_string(tree)
            names = {
                node.name: Operand(FigureValue(self.references, node.name))
                for node in tree.find_all(nodes.Name)
                if node.name in self.references.figures
            }
            return template.render(names, ref=self._reference)
        except TemplateFault as fault:
            if fault.offset < 0:
                fault.offset = _first_tag(text)
            self._report(fault, path)
        except TemplateSyntaxError as error:
            offset = _tag_on_line(text, error.lineno)
            message, hint = _in_plain_words(error.message or "")
            fault = _unclosed(text) or TemplateFault(message, offset, hint, "bad-template")
            self._report(fault, path)
        except RecursionError:
            fault = TemplateFault(
                "the template is nested too deeply", _first_tag(text), _LIKE, "bad-template"
            )
            self._report(fault, path)
        except TemplateError as error:
            fault = TemplateFault(
                f"the template cannot be read: {error}", _first_tag(text), _LIKE, "bad-template"
            )
            self._report(fault, path)
        return text

    def _reference(self, target: object) -> Shown:
        return Shown(self.references.reference(str(target), -1))

    def _report(self, fault: TemplateFault, path: PathKey) -> None:
        self.references.report(
            path, max(fault.offset, 0), str(fault), hint=fault.hint, code=fault.code
        )

    def _check(self, tree: nodes.Template, text: str) -> Iterator[TemplateFault]:
        """Everything that is not allowed and every unknown name, in all branches."""
        for node in _walk(tree):
            if not isinstance(node, _ALLOWED):
                what = type(node).__name__
                known = {"For": "a loop", "Assign": "an assignment", "Macro": "a macro"}
                arithmetic = isinstance(node, nodes.BinExpr)
                yield TemplateFault(
                    "arithmetic does not belong in a text"
                    if arithmetic
                    else f"{known.get(what, what)} has no meaning in a text",
                    _tag_on_line(text, node.lineno),
                    "derive a figure instead" if arithmetic else
                    "there are references, conditions and filters",
                    "bad-template",
                )  # fmt: skip
            elif isinstance(node, nodes.Call):
                if not (isinstance(node.node, nodes.Name) and node.node.name == "ref"):
                    yield TemplateFault(
                        "only ref('…') can be called", _tag_on_line(text, node.lineno)
                    )
                elif len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
                    yield TemplateFault("ref takes an id", _tag_on_line(text, node.lineno))
                else:
                    yield from self._check_target(str(node.args[0].value), text, node.lineno)
            elif isinstance(node, nodes.Name):
                known_name = node.name in self.references.figures or node.name == "ref"
                if not known_name:
                    yield TemplateFault(
                        f"there is no figure {node.name!r}",
                        _word_on_line(text, node.lineno, node.name),
                        did_you_mean(node.name, self.references.figures) or
                        "list it under figures:",
                        "unknown-figure",
                    )  # fmt: skip
                elif node.name != "ref":
                    self.references.use(node.name)
            elif isinstance(node, nodes.Getattr):
                yield from self._check_attribute(node, text)
            elif isinstance(node, (nodes.Filter, nodes.Test)):
                yield from _check_known(node, text)

    def _check_target(self, target: str, text: str, line: int) -> Iterator[TemplateFault]:
        try:
            self.references.reference(target, _word_on_line(text, line, target))
        except TemplateFault as fault:
            yield fault

    def _check_attribute(self, node: nodes.Getattr, text: str) -> Iterator[TemplateFault]:
        dotted = _dotted(node)
        base = dotted.partition(".")[0] if dotted else ""
        if base in self.references.figures:
            try:
                self.references.attribute(dotted, 0)
            except TemplateFault as fault:
                fault.offset = _word_on_line(text, node.lineno, dotted)
                yield fault
        elif not dotted:
            yield TemplateFault(
                f".{node.attr} has no meaning here", _tag_on_line(text, node.lineno)
            )


_LIKE = (
    "references look like {{ name }}, conditions like "
    "{% if name.change > 0 %} … {% else %} … {% endif %}"
)


_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENING = re.compile(r"\{[{%#]")


def _unclosed(text: str) -> TemplateFault | None:
    """The first tag that is opened and not closed before the next one opens."""
    at = 0
    while opened := _OPENING.search(text, at):
        tag, start = opened[0], opened.end()
        following = _OPENING.search(text, start)
        inside = text[start : following.start() if following else len(text)]
        closing = _CLOSING[tag]
        end = inside.find(closing)
        if end >= 0:
            at = start + end + 2
            continue
        name = re.match(r"\s*-?\s*([A-Za-z_][\w.]*)", inside)
        like = {"{{": "{{ name }}", "{%": "{% if name.change > 0 %}", "{#": "{# a remark #}"}[tag]
        if tag == "{{" and name:
            like = f"{{{{ {name[1]} }}}}"
        half = closing[1] in inside.partition("\n")[0]
        missing = f"it ends with '{closing[1]}' alone" if half else f"'{closing}' is missing"
        return TemplateFault(
            f"the '{tag}' that opens here is not closed: {missing}",
            opened.start(), f"write {like}", "bad-template",
        )  # fmt: skip
    return None


def _in_plain_words(message: str) -> tuple[str, str]:
    """What jinja2 says of a template that cannot be parsed, and the remedy, for an author."""
    got = re.search(r"got '(.*)'", message)
    if "got 'end of print statement'" in message:
        return "there is no name between the braces", "write {{ name }}, or leave the braces out"
    if message.startswith("Unexpected end of template"):
        return "a condition is not closed", "end it with {% endif %}"
    if "end of print statement" in message:
        what = f" at {got[1]!r}" if got else ""
        return f"the reference cannot be read{what}", "write {{ name }}, with both braces closed"
    if "end of statement block" in message:
        what = f" at {got[1]!r}" if got else ""
        return f"the condition cannot be read{what}", "write {% if name.change > 0 %}"
    tag = re.search(r"unknown tag '(\w+)'", message)
    if tag and tag[1] in ("endif", "else", "elif"):
        return f"{{% {tag[1]} %}} has no {{% if %}} before it", _LIKE
    if tag:
        return f"there is no tag {tag[1]!r}", _LIKE
    return f"the template cannot be read: {message.partition('. ')[0].rstrip('.')}", _LIKE


def _check_known(node: nodes.Filter | nodes.Test, text: str) -> Iterator[TemplateFault]:
    known, what = (FILTERS, "filter") if isinstance(node, nodes.Filter) else (TESTS, "test")
    if node.name not in known:
        yield TemplateFault(
            f"there is no {what} {node.name!r}",
            _word_on_line(text, node.lineno, node.name),
            did_you_mean(node.name, known) or "there are " + ", ".join(known),
            f"unknown-{what}",
        )


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        head = _dotted(node.node)
        return f"{head}.{node.attr}" if head else ""
    return ""


def _line_start(text: str, line: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
        if start == 0:
            return 0
    return start


def _first_tag(text: str) -> int:
    match = re.search(r"\{[{%]", text)
    return match.start() if match else 0


def _tag_on_line(text: str, line: int) -> int:
    """Offset of the first tag on a line (of the line itself where it has none)."""
    start = _line_start(text, line)
    end = text.find("\n", start)
    match = re.search(r"\{[{%#]", text[start : end if end >= 0 else None])
    return start + match.start() if match else start


def _word_on_line(text: str, line: int, word: str) -> int:
    """Offset of ``word`` inside a tag, from a line on."""
    start = _line_start(text, line)
    for tag in re.finditer(r"\{[{%].*?[%}]\}", text[start:], re.DOTALL):
        match = re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", tag[0])
        if match:
            return start + tag.start() + match.start()
    return _tag_on_line(text, line)
