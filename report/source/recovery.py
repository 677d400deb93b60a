"""Data with faults → the nearest data that validates, so that one fault does not hide others.

A run with errors makes no edition; this only lets the checks of later stages see the rest of a
report. What was changed is remembered as damaged, and nothing is said about it twice.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from report.source.base import Model
from report.source.faults import types_at
from report.source.loaded import PathKey

_STAND_IN = {
    "kind": "bar",
    "title": "…",
    "label": "…",
    "text": "…",
    "at": "…",
    "value": "missing",
    "file": "…",
    "alt": "…",
}


def repair(data: Any, wrong: Iterable[PathKey], model: type[Model]) -> tuple[Any, set[PathKey]]:
    """A copy of ``data`` without what stands at the ``wrong`` paths, and the nodes it touched.

    Optional keys are left out; required ones get a stand-in. Lists keep their length, so that
    the places of their other entries stay true.
    """
    data = copy.deepcopy(data)
    damaged: set[PathKey] = set()
    for path in sorted(wrong, key=lambda p: (-len(p), tuple(map(str, p)))):
        _repair_one(data, path, model, damaged)
    return data, damaged


def _repair_one(data: Any, path: PathKey, model: type[Model], damaged: set[PathKey]) -> None:
    while path:
        parent, key = _node(data, path[:-1]), path[-1]
        if isinstance(parent, dict):
            damaged.add(path if _is_name(path) else path[:-1])
            field = _field(model, path)
            if field is not None and field.is_required():
                if key == "id":
                    parent[key] = "damaged_" + "_".join(str(p) for p in path if isinstance(p, int))
                elif key in _STAND_IN:
                    parent[key] = _STAND_IN[str(key)]
                else:
                    path = path[:-1]
                    continue
            else:
                parent.pop(key, None)
            return
        if isinstance(parent, list) and path[:1] == ("sections",) and len(path) == 2:
            damaged.add(path)
            parent[int(key)] = {"id": f"damaged_{key}", "title": "…"}
            return
        path = path[:-1]


def _is_name(path: PathKey) -> bool:
    """Whether a path is that of a figure, table or source."""
    return len(path) == 2 and path[0] in ("figures", "tables", "sources")


def _node(data: Any, path: PathKey) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _field(model: type[Model], path: PathKey) -> Any:
    """The model's field at ``path``; None for an entry of a mapping or an unknown key."""
    for candidate in types_at(model, path[:-1]):
        if isinstance(candidate, type) and issubclass(candidate, Model):
            found = candidate.model_fields.get(str(path[-1]))
            if found is not None:
                return found
    return None
