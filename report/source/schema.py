"""The models → a JSON Schema (2020-12) as a YAML language server needs it.

Editors read scalars as YAML 1.2 does (``30.74`` is a number, ``true`` a boolean), this program as
text: the schema admits both wherever text is meant.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from report.source.base import Model

SCHEMA_FILE = Path(__file__).with_name("schema.json")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[Model]) -> dict[str, Any]:
    """JSON Schema of ``model``, with the descriptions and examples of all keys."""
    from report.source.judge import counterpart

    schema = counterpart(model).model_json_schema()
    found = {"$schema": _DIALECT, **_for_editors(schema)}
    for block in (found, *found["$defs"].values()):
        for node in block["properties"].values():
            if "$ref" in node and "description" not in node:
                name = node["$ref"].rpartition("/")[2]
                node["description"] = found["$defs"][name]["description"]
    return found


def schema_text() -> str:
    """The report's schema as the file ``schema.json`` holds it."""
    from report.source.model import Report

    return json.dumps(schema_of(Report), ensure_ascii=False, indent=1) + "\n"


def _for_editors(node: Any, *, properties: bool = False) -> Any:
    """``node`` with text that may look like a number, and without the titles pydantic makes up."""
    if isinstance(node, list):
        return [_for_editors(item) for item in node]
    if not isinstance(node, dict):
        return node
    found: dict[str, Any] = {}
    for key, value in node.items():
        if properties:
            found[key] = _for_editors(value)
        elif key == "title" and isinstance(value, str):
            continue
        elif key == "description" and isinstance(value, str):
            found[key] = " ".join(value.replace("``", "`").split())
        elif key in ("examples", "default", "enum", "const", "required"):
            found[key] = value
        elif key == "properties" or key == "$defs":
            found[key] = _for_editors(value, properties=True)
        else:
            found[key] = _for_editors(value)
    if not properties and node.get("type") == "string" and "enum" not in node:
        found["type"] = ["string", "number", "boolean"]
        if "default" in node:
            found["type"].append("null")
    if not properties and node.get("type") in ("array", "object") and "default" in node:
        found["type"] = [node["type"], "null"]
    return found
