"""The models → ``report/source/schema.json`` and ``docs/data-format.md``.

Run ``python scripts/write_format.py`` after a change of the models; a test keeps both in step.
The prose of the page is in ``scripts/format/*.md``, one file for each part; ``<!-- keys: X -->``
becomes the table of the keys of block ``X``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from report.source.schema import SCHEMA_FILE, schema_text

ROOT = Path(__file__).resolve().parent.parent
PARTS = Path(__file__).with_name("format")
PAGE = ROOT / "docs" / "data-format.md"
_KEYS = re.compile(r"<!-- keys: (\w+) -->\n")


def page_text(schema: dict[str, Any]) -> str:
    """The whole page."""
    parts = [path.read_text("utf-8") for path in sorted(PARTS.glob("*.md"))]
    shown: set[str] = set()

    def keys(found: re.Match[str]) -> str:
        shown.add(found[1])
        block = schema if found[1] == "Report" else schema["$defs"][found[1]]
        return key_table(block, schema)

    text = "\n".join(_KEYS.sub(keys, part) for part in parts)
    absent = {"Report", *schema["$defs"]} - shown
    if absent:
        raise SystemExit(f"no part of scripts/format/ shows: {', '.join(sorted(absent))}")
    return text


def key_table(block: dict[str, Any], schema: dict[str, Any]) -> str:
    """A Markdown table of a block's keys."""
    required = set(block.get("required", ()))
    lines = ["| key | what it is | example |", "|---|---|---|"]
    for key, node in block["properties"].items():
        name = f"**`{key}`**" if key in required else f"`{key}`"
        said = _said(node).replace("|", "\\|")
        default = node.get("default")
        if default not in (None, "", [], {}) and not isinstance(default, (dict, list)):
            said += f" Default: `{_yaml(default)}`."
        choices = _choices(node, schema)
        if choices and key != "kind":
            said += " One of " + ", ".join(f"`{choice}`" for choice in choices) + "."
        examples = ", ".join(f"`{_yaml(example)}`" for example in node.get("examples", ()))
        lines.append(f"| {name} | {said} | {examples.replace('|', chr(92) + '|')} |")
    return "\n".join(lines) + "\n"


def _said(node: dict[str, Any]) -> str:
    return str(node.get("description", "")).replace("\n", " ")


def _choices(node: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    found = [str(choice) for choice in node.get("enum", ())]
    for branch in node.get("anyOf", ()):
        found += _choices(branch, schema)
    return found


def _yaml(value: Any) -> str:
    """A value in YAML's flow style, as an author would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_yaml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_yaml(v) for v in value) + "]"
    text = str(value)
    if re.match(r"[%@`!&*\[{|>#'\"]|\{\{", text) or ": " in text or text in ("~", "16:9"):
        return json.dumps(text, ensure_ascii=False)
    return text


def main() -> None:
    """Write both files."""
    SCHEMA_FILE.write_text(schema_text(), "utf-8")
    PAGE.write_text(page_text(json.loads(schema_text())), "utf-8")


if __name__ == "__main__":
    main()
