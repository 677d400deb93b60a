"""YAML data that is right → models; data in which anything is doubtful → ``Doubtful``.

Says nothing of what is wrong: ``report.source.judge`` does, and has the last word. Whatever is
accepted here pydantic accepts with the same values (``tests/source/test_accept.py``); what is
refused here is judged there.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from report.source.base import FieldSpec, Model, Scalar, Unfit

Reader = Callable[[Any], Any]


class Doubtful(Exception):
    """Something here may be wrong."""


def accept(model: type[Model], data: Any) -> Any:
    """``data`` as an instance of ``model``; raises :class:`Doubtful`."""
    try:
        return reader_of(model)(data)
    except (Unfit, UnicodeEncodeError) as fault:
        raise Doubtful from fault


@lru_cache(maxsize=256)
def reader_of(annotation: Any) -> Reader:
    """What reads a value of a type; raises Doubtful, Unfit or UnicodeEncodeError."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return _model(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1:])
    if origin in (Union, types.UnionType):
        return _union(tuple(reader_of(a) for a in arguments if a is not types.NoneType),
                      types.NoneType in arguments)  # fmt: skip
    if origin is Literal:
        return _choice(frozenset(arguments))
    if origin is tuple:
        return _sequence(reader_of(arguments[0]))
    if origin is dict:
        return _mapping(reader_of(arguments[0]), reader_of(arguments[1]))
    if annotation is str:
        return _text
    raise TypeError(f"no reader for {annotation}")


def _text(value: Any) -> str:
    if type(value) is not str:
        raise Doubtful
    return value


def _choice(choices: frozenset[Any]) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not str or value not in choices:
            raise Doubtful
        return value

    return read


def _sequence(item: Reader) -> Reader:
    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list and type(value) is not tuple:
            raise Doubtful
        return tuple([item(one) for one in value])

    return read


def _mapping(key: Reader, item: Reader) -> Reader:
    def read(value: Any) -> dict[Any, Any]:
        if type(value) is not dict:
            raise Doubtful
        return {key(name): item(one) for name, one in value.items()}

    return read


def _union(branches: tuple[Reader, ...], optional: bool) -> Reader:
    def read(value: Any) -> Any:
        if value is None and optional:
            return None
        for branch in branches:
            try:
                return branch(value)
            except (Doubtful, Unfit):
                continue
        raise Doubtful

    return read


def _annotated(base: Any, marks: tuple[Any, ...]) -> Reader:
    first = next((m.read for m in marks if isinstance(m, Scalar)), None) or reader_of(base)
    checks = [check for m in marks if isinstance(m, FieldSpec) for check in _bounds(m)]
    if not checks:
        return first

    def read(value: Any) -> Any:
        value = first(value)
        for check in checks:
            if not check(value):
                raise Doubtful
        return value

    return read


def _whole_characters(value: Any) -> bool:
    """Whether a text has no half of a surrogate pair; nothing can be said of its length else."""
    return not isinstance(value, str) or value.isascii() or value.encode() is not None


def _bounds(bounds: FieldSpec) -> list[Callable[[Any], object]]:
    least, most, shortest, longest = bounds.ge, bounds.le, bounds.min_length, bounds.max_length
    found: list[Callable[[Any], object]] = []
    if shortest is not None or longest is not None or bounds.pattern is not None:
        found.append(_whole_characters)
    if least is not None:
        found.append(lambda value: value >= least)
    if most is not None:
        found.append(lambda value: value <= most)
    if shortest is not None:
        found.append(lambda value: len(value) >= shortest)
    if longest is not None:
        found.append(lambda value: len(value) <= longest)
    if bounds.pattern is not None:
        found.append(re.compile(bounds.pattern).fullmatch)
    return found


def _model(model: type[Model]) -> Reader:
    readers = {name: reader_of(spec.annotation) for name, spec in model.model_fields.items()}
    required = {name for name, spec in model.model_fields.items() if spec.is_required()}
    new = object.__new__

    def read(data: Any) -> Model:
        if type(data) is not dict:
            raise Doubtful
        made = new(model)
        values = made.__dict__
        for name, value in data.items():
            reader = readers.get(name)
            if reader is None:
                raise Doubtful
            if value is not None:  # a known key without a value counts as not written
                values[name] = reader(value)
        if not required <= values.keys():
            raise Doubtful
        return made

    return read
