"""The models → pydantic's models of the same name: every fault at once, and the JSON Schema.

Loaded only where there is a fault to explain or a schema to write: importing pydantic and
building its models takes as long as setting a brochure.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator
from pydantic_core import PydanticCustomError

from report.source.accept import accept
from report.source.base import FieldSpec, Model, Scalar, Unfit


def validate(model: type[Model], data: Any) -> Any:
    """``data`` as an instance of ``model``; raises ``pydantic.ValidationError`` with all faults."""
    judged = counterpart(model).model_validate(data)
    return accept(model, judged.model_dump(exclude_unset=True))


class Strict(BaseModel):
    """Base of all: unknown keys are errors, instances are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: Any) -> Any:
        """A known key without a value counts as not written."""
        if isinstance(data, dict) and None in data.values():
            known = cls.model_fields
            return {k: v for k, v in data.items() if v is not None or k not in known}
        return data


@lru_cache(maxsize=64)
def counterpart(model: type[Model]) -> type[BaseModel]:
    """Pydantic's model of the same keys, bounds, defaults and texts."""
    fields: dict[str, Any] = {}
    for name, spec in model.model_fields.items():
        default = spec.default
        if isinstance(default, Model):
            default = counterpart(type(default))()
        described = Field(default, description=spec.description, examples=spec.examples)
        fields[name] = (_type(spec.annotation), described)
    return create_model(model.__name__, __base__=Strict, __doc__=model.__doc__, **fields)


def _type(annotation: Any) -> Any:
    """An annotation in pydantic's terms."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return counterpart(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        marks = [_mark(mark) for mark in arguments[1:]]
        return Annotated[_type(arguments[0]), *marks]
    if origin in (Union, types.UnionType):
        return Union[tuple(_type(a) for a in arguments)]  # noqa: UP007 - built, not written
    if origin is tuple:
        return tuple[_type(arguments[0]), ...]
    if origin is dict:
        return dict[_type(arguments[0]), _type(arguments[1])]
    return annotation


def _mark(mark: Any) -> Any:
    if isinstance(mark, Scalar):
        return BeforeValidator(_told(mark.read))
    if isinstance(mark, FieldSpec):
        return Field(
            ge=mark.ge, le=mark.le, min_length=mark.min_length, max_length=mark.max_length,
            pattern=mark.pattern,
        )  # fmt: skip
    return mark


def _told(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """``read`` with its fault as pydantic collects it."""

    def told(value: Any) -> Any:
        try:
            return read(value)
        except Unfit as fault:
            raise PydanticCustomError(fault.code, fault.message) from None

    return told
