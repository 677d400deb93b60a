"""A class with annotations → an immutable record with slots, made without compiling its methods.

The same classes as ``dataclasses.dataclass(frozen=True, slots=True)`` makes, to the reader, to
type checkers and to ``dataclasses.fields``, ``replace`` and ``asdict``. There, seven methods of
each class are written as text and compiled whenever it is imported: half a millisecond a class,
a hundred for ours, in every run. Here the methods are shared, and a constructor is compiled when
its class is first used (``docs/decisions``).

Differences: no ``__post_init__``, ``ClassVar``, ``InitVar`` or keyword-only fields, which nothing
here needs; a ``__init__`` of the class's own is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import attrgetter
from types import FunctionType

TYPE_CHECKING = False

if TYPE_CHECKING:
    from dataclasses import field as field
    from dataclasses import replace as replace
    from typing import Any, TypeVar, dataclass_transform, overload

    T = TypeVar("T")

    @overload
    @dataclass_transform(frozen_default=True, field_specifiers=(field,))
    def record(cls: type[T], /) -> type[T]: ...
    @overload
    @dataclass_transform(frozen_default=True, field_specifiers=(field,))
    def record(
        *, frozen: bool = True, eq: bool = True, order: bool = False
    ) -> Callable[[type[T]], type[T]]: ...
    def record(*_: Any, **__: Any) -> Any:
        """See below."""

else:

    def record(
        cls: type | None = None, /, *, frozen: bool = True, eq: bool = True, order: bool = False
    ) -> Any:
        """Make ``cls`` a record: ``@record`` or ``@record(frozen=False, eq=False)``.

        ``eq=False`` keeps comparing by identity; ``order`` adds ``<`` and ``>`` by the fields in
        their order; ``frozen=False`` allows assignment (and takes hashing away, with ``eq``).
        """
        if cls is None:
            return lambda cls: _made(cls, frozen, eq, order)
        return _made(cls, frozen, eq, order)

    def field(
        *,
        default: Any = ...,
        default_factory: Callable[[], Any] | None = None,
        compare: bool = True,
        repr: bool = True,
    ) -> Any:
        """How a field differs from the usual: see ``dataclasses.field``."""
        return _Field(default, default_factory, compare, repr)

    def replace(instance: Any, /, **changes: Any) -> Any:
        """A copy of a record with other values in some fields; TypeError for an unknown one."""
        kind = instance.__class__
        for name in kind._record_fields:
            if name not in changes:
                changes[name] = getattr(instance, name)
        return kind(**changes)


class _Field:
    """A field's default (``...`` where it has none) and in which methods it takes part."""

    __slots__ = ("compare", "default", "factory", "repr")

    def __init__(
        self,
        default: Any = ...,
        factory: Callable[[], Any] | None = None,
        compare: bool = True,
        repr: bool = True,
    ) -> None:
        self.default = default
        self.factory = factory
        self.compare = compare
        self.repr = repr


class _AsDataclass:
    """Gives ``dataclasses`` what it asks a class for, when it asks."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, _: object, owner: type) -> Any:
        import dataclasses
        from inspect import get_annotations

        kinds: dict[str, Any] = {}
        for base in reversed(owner.__mro__):
            kinds.update(get_annotations(base))
        specified: list[Any] = []
        for name, one in _fields(owner).items():
            more: dict[str, Any] = {"compare": one.compare, "repr": one.repr}
            if one.factory is not None:
                more["default_factory"] = one.factory
            elif one.default is not ...:
                more["default"] = one.default
            specified.append((name, kinds.get(name, "object"), dataclasses.field(**more)))
        frozen = owner.__setattr__ is _refuse
        made = dataclasses.make_dataclass(owner.__name__, specified, frozen=frozen)
        answer = getattr(made, self.name)
        type.__setattr__(owner, self.name, answer)  # ``asdict`` asks for it at every instance
        return answer


def _fields(kind: Any) -> Mapping[str, _Field]:
    return kind._record_fields


def _made(cls: type, frozen: bool, eq: bool, order: bool) -> type:
    """``cls`` once more, with slots and the methods of a record."""
    space = dict(cls.__dict__)
    fields: dict[str, _Field] = {}
    for base in reversed(cls.__mro__[1:]):
        fields.update(base.__dict__.get("_record_fields", ()))
    inherited = set(fields)
    if "__init__" in space:
        raise TypeError(f"{cls.__name__} is a record: its constructor is made from its fields")
    for name in cls.__annotations__:
        written = space.pop(name, ...)
        fields[name] = one = written if isinstance(written, _Field) else _Field(written)
        if one.default.__class__.__hash__ is None:
            raise TypeError(f"{cls.__name__}.{name}: all would share this default; use a factory")
    optional = False
    for name, one in fields.items():
        given = one.default is not ... or one.factory is not None
        if optional and not given:
            raise TypeError(f"{cls.__name__}.{name} has no default but follows one that has")
        optional = optional or given
    for name in ("__dict__", "__weakref__"):
        space.pop(name, None)
    compared = tuple(name for name, one in fields.items() if one.compare)
    shown = tuple(name for name, one in fields.items() if one.repr)
    space.update(
        __qualname__=cls.__qualname__,
        __slots__=tuple(name for name in fields if name not in inherited),
        __match_args__=tuple(fields),
        __dataclass_fields__=_DATACLASS_FIELDS,
        __dataclass_params__=_DATACLASS_PARAMS,
        __init__=_first_init,
        __reduce__=_reduce,
        _record_fields=fields,
        _record_compared=_values_of(compared),
        _record_shown=_values_of(shown),
        _record_text=f"{cls.__qualname__}({', '.join([f'{name}=%r' for name in shown])})",
    )
    space.setdefault("__repr__", _repr)
    if frozen:
        space.update(__setattr__=_refuse, __delattr__=_refuse)
    if eq:
        space.setdefault("__eq__", _eq)
        if "__hash__" not in space or space["__hash__"] is None:
            space["__hash__"] = _hash if frozen else None
    if order:
        space.update(__lt__=_lt, __le__=_le)  # the others are these, mirrored
    return type(cls)(cls.__name__, cls.__bases__, space)


def _values_of(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return staticmethod(lambda _: ())
    one = attrgetter(*names)
    return staticmethod(lambda instance: (one(instance),))


def _first_init(self: Any, *values: Any, **named: Any) -> None:
    """Stands in for the constructor until the first call."""
    for kind in type(self).__mro__:
        if "_record_fields" in kind.__dict__:
            if kind.__dict__["__init__"] is _first_init:  # another thread may have come first
                _make_init(kind)
            kind.__init__(self, *values, **named)  # a plain subclass may have one of its own
            return


def _make_init(kind: type) -> None:
    """Give a class its constructor, which sets the slots past a frozen class's guard.

    It is one of the constructors below with other names for its parameters: compiling one takes
    a tenth of a millisecond, and a run uses some hundred and fifty classes.
    """
    fields = _fields(kind)
    setters = tuple(getattr(kind, name).__set__ for name in fields)
    makers = tuple((n, one.factory) for n, one in enumerate(fields.values()) if one.factory)
    shape = _constructor(len(fields), bool(makers))
    code = shape.__code__.replace(
        co_varnames=("self", *fields),
        co_name="__init__",
        co_qualname=f"{kind.__qualname__}.__init__",
    )
    given = [one for one in fields.values() if one.default is not ... or one.factory]
    defaults = tuple(_ABSENT if one.factory else one.default for one in given)
    names = {f"_{n}": setter for n, setter in enumerate(setters)}
    space = {**names, "_fill": _filler(makers, setters), "__name__": kind.__module__}
    type.__setattr__(kind, "__init__", FunctionType(code, space, "__init__", defaults))


@lru_cache(maxsize=128)
def _constructor(count: int, makes: bool) -> Any:
    """A constructor of so many parameters; ``makes`` where some have a factory for a default."""
    names = [f"p{n}" for n in range(count)]
    body = [f" _{n}(self, {name})" for n, name in enumerate(names)]
    if makes:
        body.append(f" _fill(self, ({', '.join(names)},))")
    space: dict[str, Any] = {}
    exec(f"def __init__({', '.join(['self', *names])}):\n" + "\n".join(body or [" pass"]), space)
    return space["__init__"]


def _filler(
    makers: tuple[tuple[int, Callable[[], Any]], ...], setters: tuple[Callable[..., None], ...]
) -> Callable[[object, tuple[Any, ...]], None]:
    """What makes the defaults of fields that were not given."""

    def fill(instance: object, values: tuple[Any, ...]) -> None:
        for n, factory in makers:
            if values[n] is _ABSENT:
                setters[n](instance, factory())

    return fill


def _repr(self: Any) -> str:
    kind = self.__class__
    return kind._record_text % kind._record_shown(self)


def _eq(self: Any, other: object) -> bool:
    kind = self.__class__
    if other.__class__ is not kind:
        return NotImplemented
    return kind._record_compared(self) == kind._record_compared(other)


def _hash(self: Any) -> int:
    return hash(self.__class__._record_compared(self))


def _lt(self: Any, other: Any) -> bool:
    kind = self.__class__
    return (
        kind._record_compared(self) < kind._record_compared(other)
        if other.__class__ is kind
        else _NOT
    )


def _le(self: Any, other: Any) -> bool:
    kind = self.__class__
    return (
        kind._record_compared(self) <= kind._record_compared(other)
        if other.__class__ is kind
        else _NOT
    )


def _refuse(self: Any, name: str, *_: object) -> None:
    raise AttributeError(f"{self.__class__.__name__}.{name} cannot be changed: it is a record")


def _reduce(self: Any) -> tuple[Any, ...]:
    return self.__class__, tuple(getattr(self, name) for name in _fields(self.__class__))


_ABSENT = object()
_NOT: Any = NotImplemented
_DATACLASS_FIELDS = _AsDataclass("__dataclass_fields__")
_DATACLASS_PARAMS = _AsDataclass("__dataclass_params__")
