"""What all models of the schema share: the classes that the schema is written with, and its texts.

The models are plain classes: a report that is right is read without any library
(``report.source.accept``). From the same classes ``report.source.judge`` makes pydantic's, which
say all that is wrong with a report that is not, and write the JSON Schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal, LiteralString, dataclass_transform


class Unfit(ValueError):
    """A scalar that does not say what its key wants: a code, and ``what is wrong; what to do``."""

    def __init__(self, code: LiteralString, message: LiteralString) -> None:
        super().__init__(message)
        self.code: LiteralString = code
        self.message: LiteralString = message


class FieldSpec:
    """A key of a model, or the bounds within ``Annotated``."""

    __slots__ = (
        "annotation", "default", "description", "examples",
        "ge", "le", "max_length", "min_length", "pattern",
    )  # fmt: skip

    def __init__(self, default: Any, description: str, examples: list[Any] | None) -> None:
        self.annotation: Any = None
        self.default = default
        self.description = description
        self.examples = examples
        self.ge: float | None = None
        self.le: float | None = None
        self.min_length: int | None = None
        self.max_length: int | None = None
        self.pattern: str | None = None

    def is_required(self) -> bool:
        """Whether the key must be written."""
        return self.default is ...


def Field(
    *,
    default: Any = ...,
    description: str = "",
    examples: list[Any] | None = None,
    ge: float | None = None,
    le: float | None = None,
    min_length: int | None = None,
    max_length: int | None = None,
    pattern: str | None = None,
) -> Any:
    """A key with its default (without one it must be written), or bounds within ``Annotated``.

    ``pattern`` is a regular expression from ``^`` to ``$``.
    """
    made = FieldSpec(default, description, examples)
    made.ge, made.le, made.pattern = ge, le, pattern
    made.min_length, made.max_length = min_length, max_length
    return made


class Scalar:
    """How a scalar is read from its text; raises :class:`Unfit`."""

    __slots__ = ("read",)

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read


Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=80)]
FigureRef = Annotated[
    str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*(\.change|\.target)?$", max_length=90)
]
"""A figure's name, or that of its change or target: ``students``, ``students.change``."""
Language = Literal["zh-Hans", "zh-Hant", "ja", "ko", "en"]


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class Model:
    """Base of all models: unknown keys are errors, instances are frozen.

    A subclass's annotations are read when it is made, so that its module must not put them off.
    The constructor trusts its caller; data of authors go through ``report.source.judge.validate``.
    """

    model_fields: ClassVar[Mapping[str, FieldSpec]] = {}

    def __init_subclass__(cls) -> None:
        """Take the keys out of the class; what has a default stays as that."""
        found: dict[str, FieldSpec] = {}
        for name, annotation in cls.__annotations__.items():
            spec = found[name] = cls.__dict__[name]
            spec.annotation = annotation
            if spec.is_required():
                delattr(cls, name)
            else:
                setattr(cls, name, spec.default)
        cls.model_fields = found

    def __init__(self, **values: Any) -> None:
        unknown = values.keys() - self.model_fields.keys()
        absent = {n for n, s in self.model_fields.items() if s.is_required()} - values.keys()
        if unknown or absent:
            raise TypeError(f"{type(self).__name__}: {unknown} unknown, {absent} absent")
        self.__dict__.update(values)

    def model_copy(self, *, update: Mapping[str, Any]) -> Any:
        """A copy with other values in some fields."""
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.__dict__.update(update)
        return made

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, n) == getattr(other, n) for n in self.model_fields)

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.model_fields)
        return f"{type(self).__name__}({said})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")
