"""Records behave as frozen dataclasses with slots do, for their users and for ``dataclasses``."""

import copy
import dataclasses
import pickle
import subprocess
import sys
import threading

import pytest

from report.record import field, record, replace


@record
class Point:
    """A place."""

    x: float
    y: float = 0.0
    names: tuple[str, ...] = ()
    seen: list[int] = field(default_factory=list, compare=False, repr=False)

    @property
    def sum(self) -> float:
        return self.x + self.y


@dataclasses.dataclass(frozen=True, slots=True)
class Peer:
    x: float
    y: float = 0.0
    names: tuple[str, ...] = ()
    seen: list[int] = dataclasses.field(default_factory=list, compare=False, repr=False)


@record(frozen=False)
class Tally:
    count: int = 0
    items: dict[str, int] = field(default_factory=dict)


@record(eq=False)
class Thing:
    name: str


@record(order=True)
class Version:
    major: int
    minor: int = 0


@record
class Alone:
    value: int


@record
class Empty:
    pass


@record
class Placed(Point):
    z: float = 9.0


@pytest.mark.parametrize(
    ("values", "named"),
    [((1,), {}), ((1, 2), {}), ((1, 2, ("a",)), {}), ((1,), {"names": ("b",)}), ((), {"x": 3})],
)
def test_made_as_a_dataclass_is(values, named):
    made, peer = Point(*values, **named), Peer(*values, **named)
    assert dataclasses.asdict(made) == dataclasses.asdict(peer)
    assert repr(made) == repr(peer).replace("Peer", "Point")
    assert hash(made) == hash(peer)


@pytest.mark.parametrize("values", [(), (1, 2, (), [], 5)])
def test_a_wrong_number_of_values_is_refused(values):
    with pytest.raises(TypeError):
        Point(*values)


def test_an_unknown_name_is_refused():
    with pytest.raises(TypeError, match="z"):
        Point(1, z=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="z"):
        replace(Point(1), z=2)


def test_a_factory_makes_each_its_own():
    assert Point(1).seen is not Point(1).seen
    mine: list[int] = []
    assert Point(1, seen=mine).seen is mine


def test_frozen_and_slotted():
    point = Point(1)
    for deed in (lambda: setattr(point, "x", 2), lambda: delattr(point, "x"),
                 lambda: setattr(point, "other", 2)):  # fmt: skip
        with pytest.raises(AttributeError):
            deed()
    assert not hasattr(point, "__dict__")
    assert point.sum == 1


def test_equality_asks_for_the_same_class_and_the_compared_fields():
    assert Point(1, seen=[1]) == Point(1, seen=[2])
    assert Point(1) != Point(2)
    assert Point(1) != Peer(1)
    assert Point(1) != Placed(1)
    assert Alone(1) == Alone(1) != Alone(2)
    assert Empty() == Empty()
    assert len({Alone(1), Alone(1), Alone(2)}) == 2


def test_identity_where_asked_for():
    assert Thing("a") != Thing("a")
    assert len({Thing("a"), Thing("a")}) == 2


def test_not_frozen():
    tally = Tally()
    tally.count += 1
    tally.items["a"] = 1
    assert tally == Tally(1, {"a": 1})
    with pytest.raises(TypeError):
        hash(tally)


def test_order():
    assert sorted([Version(2), Version(1, 5), Version(1)]) == [
        Version(1), Version(1, 5), Version(2),
    ]  # fmt: skip
    assert Version(2) > Version(1) <= Version(1) >= Version(1)
    with pytest.raises(TypeError):
        assert Version(1) < (1, 0)  # type: ignore[operator]


def test_inherited_fields_come_first():
    placed = Placed(1, 2, ("a",), [3], 4)
    assert (placed.x, placed.z) == (1, 4)
    assert repr(placed) == "Placed(x=1, y=2, names=('a',), z=4)"


def test_dataclasses_takes_them_for_its_own():
    assert dataclasses.is_dataclass(Point)
    assert [f.name for f in dataclasses.fields(Point)] == ["x", "y", "names", "seen"]
    assert Point.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert not Tally.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert dataclasses.replace(Point(1), y=5) == replace(Point(1), y=5) == Point(1, 5)


def test_copied_and_pickled():
    point = Point(1, 2, ("a",), [7])
    for other in (copy.copy(point), copy.deepcopy(point), pickle.loads(pickle.dumps(point))):
        assert other == point
        assert other.seen == [7]


class Outer:
    @record
    class Inner:
        value: int


def test_a_class_within_a_class_is_pickled_by_its_whole_name():
    assert pickle.loads(pickle.dumps(Outer.Inner(1))) == Outer.Inner(1)


def test_a_plain_subclass_may_have_a_constructor():
    class Sum(Alone):
        def __init__(self, a: int, b: int) -> None:
            super().__init__(a + b)

    @record
    class Fresh:
        value: int

    class Product(Fresh):
        made = 0

        def __init__(self, a: int, b: int) -> None:
            Product.made += 1
            super().__init__(a * b)

    assert Sum(1, 2).value == 3
    assert (Product(2, 3).value, Product.made) == (6, 1)


def test_a_constructor_of_the_record_itself_is_refused():
    with pytest.raises(TypeError, match="constructor"):

        @record
        class Wrong:
            a: int

            def __init__(self) -> None: ...


@pytest.mark.parametrize("default", [[], {}, set()])
def test_a_default_that_all_would_share_is_refused(default):
    with pytest.raises(TypeError, match=r"Wrong\.a"):

        @record
        class Wrong:
            a: object = default


def test_made_by_many_threads_at_once():
    for _ in range(20):

        @record
        class Fresh:
            a: int
            b: list[int] = field(default_factory=list)

        gate, made = threading.Barrier(8), []

        def make(kind=Fresh, gate=gate, made=made):
            gate.wait()
            made.append(kind(1))

        threads = [threading.Thread(target=make) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == [Fresh(1)] * 8
        assert len({id(one.b) for one in made}) == 8


def test_dataclasses_is_told_once_and_of_inherited_kinds():
    assert Placed.__dataclass_fields__ is Placed.__dataclass_fields__  # type: ignore[attr-defined]
    assert [f.type for f in dataclasses.fields(Placed)] == [
        float, float, tuple[str, ...], list[int], float,
    ]  # fmt: skip
    assert [f.name for f in dataclasses.fields(Point)] == ["x", "y", "names", "seen"]


def test_matched_by_place():
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_a_default_before_none_is_refused():
    with pytest.raises(TypeError, match="b has no default"):

        @record
        class Wrong:
            a: int = 1
            b: int  # type: ignore[misc]


def test_the_library_is_not_loaded():
    code = "import sys, report.record; print({'dataclasses', 'inspect', 're'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_record_may_name_its_methods_as_it_likes():
    @record
    class Diary:
        shown: int = 0

        def _record(self) -> int:
            return self.shown

        def _values(self) -> int:
            return 2

    assert replace(Diary(), shown=3)._record() == 3
