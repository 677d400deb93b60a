"""The quick reading of a report and pydantic's agree: on what is right, and on every value."""

import copy
import random
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from report.errors import Collector
from report.source.accept import Doubtful, accept
from report.source.base import Model
from report.source.judge import counterpart, validate
from report.source.model import Brochure, Chart, Figure, Report, Section, Table
from report.source.yaml import read_yaml

CASES = Path(__file__).parents[1] / "cases"
JUNK: tuple[Any, ...] = (
    None, "", "x", "true", "false", "True", "no", "1", "12", "-3", "1.5", "1e5", "99999999999",
    "中文", "a b", "a\n", "a.change", "a.change.target", "\ud800", "a" * 91, "bar", "zh-Hans",
    [], ["x"], [None], [["x"]], {}, {"x": "y"}, {"title": "x"}, {"x": None}, [{"title": "x"}],
    True, False, 3, 2.5, ("x",), 1.0, b"x", {1: "x"}, {None: "x"},
)  # fmt: skip


def plain(value: Any) -> Any:
    """A model as the mapping that pydantic's would give."""
    if isinstance(value, Model):
        return {name: plain(getattr(value, name)) for name in value.model_fields}
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def both(model: type[Model], data: Any) -> tuple[Any, Any]:
    """What each reading gives; "refused" where it refuses."""
    try:
        quick: Any = plain(accept(model, copy.deepcopy(data)))
    except Doubtful:
        quick = "refused"
    try:
        slow: Any = counterpart(model).model_validate(data).model_dump()
    except ValidationError:
        slow = "refused"
    return quick, slow


def types_of(value: Any) -> Any:
    """Types all the way down: True is not 1 here, nor 1 1.0."""
    if isinstance(value, dict):
        return {key: types_of(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(types_of(item) for item in value)
    return type(value)


def reports() -> list[tuple[str, Any]]:
    """Every report of the tests that is YAML at all."""
    found = []
    for path in sorted(CASES.rglob("*.yaml")):
        text = path.read_bytes().decode("utf-8", "replace")
        document = read_yaml(text, path.name, Collector()) if len(text) < 200_000 else None
        if document is not None and isinstance(document.data, dict):
            found.append((str(path.relative_to(CASES)), document.data))
    return found


REPORTS = reports()


def test_there_are_reports_of_both_kinds():
    readings = [both(Report, data)[0] == "refused" for _, data in REPORTS]
    assert readings.count(True) > 25
    assert readings.count(False) > 25


@pytest.mark.parametrize(("name", "data"), REPORTS, ids=[name for name, _ in REPORTS])
def test_both_readings_agree(name, data):
    quick, slow = both(Report, data)
    assert quick == slow
    assert types_of(quick) == types_of(slow)


def nodes(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all nodes below the root."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for key, item in items:
        found.append((*path, key))
        if isinstance(item, (dict, list)):
            found.extend(nodes(item, (*path, key)))
    return found


def mutated(data: Any, rng: random.Random) -> Any:
    """A copy with one or two nodes replaced, renamed, doubled or taken out."""
    data = copy.deepcopy(data)
    for _ in range(rng.choice((1, 1, 2))):
        everywhere = nodes(data)
        if not everywhere:
            break
        *above, key = rng.choice(everywhere)
        parent = data
        for step in above:
            parent = parent[step]
        deed = rng.random()
        if deed < 0.7:
            parent[key] = copy.deepcopy(rng.choice(JUNK))
        elif deed < 0.8:
            del parent[key]
        elif isinstance(parent, dict):
            parent[rng.choice((f"{key}s", "kind", "note", "a b", "值"))] = parent[key]
        else:
            parent.append(copy.deepcopy(rng.choice(JUNK)))
    return data


@pytest.mark.parametrize("seed", range(12))
def test_both_readings_agree_on_damaged_reports(seed):
    rng = random.Random(seed)
    small = [data for _, data in REPORTS if len(repr(data)) < 6000]
    verdicts = set()
    for _ in range(200):
        data = mutated(rng.choice(small), rng)
        quick, slow = both(Report, data)
        if quick == "refused" and _beyond_yaml(data):
            continue
        assert quick == slow, data
        assert types_of(quick) == types_of(slow), data
        verdicts.add(quick == "refused")
    assert verdicts == {True, False}


def _beyond_yaml(data: Any) -> bool:
    """Whether there is something that no YAML file gives, and that pydantic takes for text."""
    items = list(data.values()) if isinstance(data, dict) else data
    return any(
        isinstance(item, bytes) or (isinstance(item, (dict, list, tuple)) and _beyond_yaml(item))
        for item in items
    )


@pytest.mark.parametrize(
    ("model", "base"),
    [(Table, {}), (Brochure, {}), (Chart, {"kind": "bar", "title": "x"}), (Figure, {"label": "x"}),
     (Section, {"id": "a", "title": "x"})],
)  # fmt: skip
def test_every_key_with_every_value(model, base):
    for name in model.model_fields:
        for junk in JUNK:
            data = {**base, name: junk}
            if _beyond_yaml(data):
                continue
            quick, slow = both(model, data)
            assert quick == slow, data
            assert types_of(quick) == types_of(slow), data


def test_the_last_word_is_pydantics():
    table = validate(Table, {"title": b"x", "total": "true", "rows": [["a", None]]})
    assert (table.title, table.total, table.rows) == ("x", True, (("a", None),))
    with pytest.raises(ValidationError):
        validate(Table, {"titel": "x"})


def test_models_cannot_be_changed():
    table = accept(Table, {"title": "x"})
    with pytest.raises(AttributeError):
        table.title = "y"
    with pytest.raises(AttributeError):
        del table.title
    assert table.model_copy(update={"title": "y"}).title == "y"
    assert table.title == "x"
    assert table == accept(Table, {"title": "x"})
    assert table != accept(Table, {"title": "y"})


def test_a_model_knows_its_keys():
    with pytest.raises(TypeError, match="titel"):
        Table(titel="x")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="label"):
        Figure()  # type: ignore[call-arg]
