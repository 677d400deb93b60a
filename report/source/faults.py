"""pydantic's errors → diagnostics at the place in the YAML, with what to do and near misses."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from report.errors import Collector, Place, suggestion
from report.source.base import Model
from report.source.loaded import PathKey, path_text
from report.source.text import character_name
from report.source.yaml import YamlDocument

if TYPE_CHECKING:
    from pydantic import ValidationError

_SHAPES = {str: "text", list: "a list", dict: "a mapping of keys", type(None): "nothing"}
_WRONG_SHAPE = frozenset(
    {"string_type", "tuple_type", "list_type", "dict_type", "model_type", "model_attributes_type"}
)
_EXPECTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of keys",
    "model_type": "a mapping of keys",
    "model_attributes_type": "a mapping of keys",
}
_REMEDY = {
    "a list": "write [a, b], or each entry on a line of its own after '- '",
    "a mapping of keys": "write 'key: value' lines, indented below it",
    "text": "write one line of text; quote it where it holds ': ', '{' or '['",
}


def report_faults(
    error: ValidationError,
    document: YamlDocument,
    data: Any,
    model: type[Model],
    collector: Collector,
) -> set[PathKey]:
    """Record every error of validating ``data``; the paths that were found wrong."""
    wrong: set[PathKey] = set()
    known = {found.path for found in collector.diagnostics if found.path}
    for path, faults in _by_path(error, data).items():
        wrong.add(path)
        if path_text(path) in known:
            continue  # YAML itself was at fault here
        _report(path, faults, document, model, collector)
    return wrong


def _by_path(error: ValidationError, data: Any) -> dict[PathKey, list[Mapping[str, Any]]]:
    """Errors by the path of their node, without those of a union's other branches."""
    found: dict[PathKey, list[Mapping[str, Any]]] = {}
    for fault in error.errors(include_url=False, include_context=True):
        if fault["type"] == "too_short" and fault["input"]:
            continue  # its entries are wrong, not absent
        path = _data_path(fault, data)
        found.setdefault(path, []).append(fault)
    for path in [p for p in found if any(q != p and q[: len(p)] == p for q in found)]:
        kept = [f for f in found[path] if f["type"] not in _WRONG_SHAPE]
        if kept:
            found[path] = kept
        else:
            del found[path]
    return found


def _data_path(fault: Mapping[str, Any], data: Any) -> PathKey:
    """The path of a fault's node: its ``loc`` without the names of a union's branches."""
    path: list[str | int] = []
    node = data
    loc = fault["loc"]
    for position, step in enumerate(loc):
        if (isinstance(node, dict) and step in node) or (
            isinstance(node, list) and isinstance(step, int) and step < len(node)
        ):
            path.append(step)
            node = node[step]
        elif position == len(loc) - 1 and fault["type"] == "missing" and isinstance(node, dict):
            path.append(step)
    return tuple(path)


def _grouped(path: PathKey, document: YamlDocument) -> list[str]:
    """Groups of the number that commas have torn apart around the key at ``path``."""
    siblings = [key for key in document.keys if key[:-1] == path[:-1]]
    first = last = siblings.index(path)

    def torn(index: int) -> bool:
        return str(siblings[index][-1]).isdecimal() and not document.scalar(siblings[index])

    while first and torn(first):
        first -= 1
    while last + 1 < len(siblings) and torn(last + 1):
        last += 1
    return [
        document.scalar(siblings[first]) or "",
        *(str(key[-1]) for key in siblings[first + 1 : last + 1]),
    ]


def _report(
    path: PathKey,
    faults: list[Mapping[str, Any]],
    document: YamlDocument,
    model: type[Model],
    collector: Collector,
) -> None:
    fault = faults[0]
    kind = fault["type"]
    shown = path_text(path)

    def add(place: Place, message: str, hint: str, code: str) -> None:
        collector.add(place, message, hint=hint, path=shown, code=code)

    if kind == "extra_forbidden":
        name = str(path[-1])
        known = list(_keys_at(model, path[:-1]))
        if name.strip() in known:
            add(document.keys.get(path, document.place(path)),
                f"{character_name(name[0] if name[0].isspace() else name[-1])} belongs to no key",
                "indent with plain spaces only", "odd-space")  # fmt: skip
            return
        near = suggestion(name, known)
        hint = f"did you mean '{near}'?" if near else "known here: " + ", ".join(known)
        if name.isdecimal() and fault["input"] is None:
            groups = _grouped(path, document)
            whole = ",".join(groups)
            hint = (
                f"within {{ }} a comma ends a value: write {''.join(groups)} or '{whole}',"
                f" not {whole}"
            )
        add(document.keys.get(path, document.place(path)), f"unknown key '{name}'", hint,
            "unknown-key")  # fmt: skip
        return
    if kind == "missing":
        name = str(path[-1])
        if path in document.keys:
            add(document.keys[path], f"'{name}' is empty", "write its value", "empty-value")
        else:
            place = document.place(path[:-1])
            collector.add(
                place,
                f"'{name}' is missing",
                hint=f"add '{name}: …'",
                path=path_text(path[:-1]),
                code="missing-key",
            )
        return
    place = document.place(path)
    if all(f["type"] in _WRONG_SHAPE for f in faults):
        wanted = list(dict.fromkeys(_EXPECTED[f["type"]] for f in faults))
        is_now = _SHAPES.get(type(fault["input"]), "text")
        message = f"must be {' or '.join(wanted)}, but is {is_now}"
        add(place, message, _REMEDY[wanted[0]], "wrong-type")
        return
    fault = next((f for f in faults if f["type"] not in _WRONG_SHAPE), fault)
    kind, context = fault["type"], fault.get("ctx") or {}
    if kind == "literal_error":
        field = types_at(model, path)
        choices = list(_literals(field))
        near = suggestion(str(fault["input"]), choices)
        hint = (f"did you mean '{near}'? " if near else "") + "known: " + ", ".join(choices)
        add(place, f"'{_short(fault['input'])}' is not known here", hint, "unknown-value")
    elif kind == "string_too_short":
        add(place, "is empty", "write some text", "empty-value")
    elif kind == "string_too_long":
        add(place, f"'{_short(fault['input'])}' is longer than {context.get('max_length')}"
            " characters", "give it a shorter name", "too-long")  # fmt: skip
    elif kind == "string_pattern_mismatch":
        if path and isinstance(path[-1], str) and "[key]" in map(str, fault["loc"]):
            place = document.keys.get(path, place)
        hint = "a name has letters a–z, digits and '_', and begins with a letter"
        if any(mark in str(fault["input"]) for mark in "，、,"):
            hint = "divide names by a half-width comma and a space: [one, two]"
        add(place, f"'{_short(fault['input'])}' cannot be a name", hint, "bad-name")
    elif kind == "too_short":
        add(place, "is an empty list", "write at least one entry", "empty-list")
    elif kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        side = "at least" if kind == "greater_than_equal" else "at most"
        add(
            place,
            f"must be {side} {bound}, but is {fault['input']}",
            f"write {bound} or {'more' if side == 'at least' else 'less'}",
            "out-of-range",
        )
    elif kind in _WRONG_SHAPE:
        add(place, f"must be {_EXPECTED[kind]}", _REMEDY[_EXPECTED[kind]], "wrong-type")
    else:
        given = fault["input"]
        shown_input = f", but is '{_short(given)}'" if isinstance(given, str) else ""
        message, _, hint = str(fault["msg"]).partition("; ")
        message = message.removeprefix("Value error, ")
        if context.get("whole_message"):
            shown_input = ""
        add(place, message + shown_input, hint, str(kind).replace("_", "-"))


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"


def _branches(annotation: Any) -> Iterator[Any]:
    """The types of a union, of optional and annotated types, flattened."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        for branch in get_args(annotation):
            yield from _branches(branch)
    elif hasattr(annotation, "__metadata__"):
        yield from _branches(get_args(annotation)[0])
    else:
        yield annotation


def types_at(model: Any, path: PathKey) -> list[Any]:
    """Types that may stand at ``path`` of a ``model``."""
    found = [model]
    for step in path:
        below: list[Any] = []
        for candidate in found:
            origin = get_origin(candidate)
            if isinstance(candidate, type) and issubclass(candidate, Model):
                for name, field in candidate.model_fields.items():
                    if step == name:
                        below.extend(_branches(field.annotation))
            elif origin in (tuple, list):
                below.extend(_branches(get_args(candidate)[0]))
            elif origin is dict:
                below.extend(_branches(get_args(candidate)[1]))
        found = below
    return found


def _literals(candidates: list[Any]) -> Iterator[str]:
    from typing import Literal

    for candidate in candidates:
        if get_origin(candidate) is Literal:
            yield from (str(choice) for choice in get_args(candidate))


def _keys_at(model: Any, path: PathKey) -> Iterator[str]:
    for candidate in types_at(model, path):
        if isinstance(candidate, type) and issubclass(candidate, Model):
            yield from candidate.model_fields
