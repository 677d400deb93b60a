"""YAML text → plain data (text, None, list, dict) with the place of every key and value.

Read as data only: no tags, no merge keys, aliases up to a bound, a bound on depth and on the
number of nodes. Scalars stay text exactly as written; only an empty one, ``~`` and ``null`` are
None. libyaml's event stream is walked without recursion, so depth cannot overflow a stack.
"""

from __future__ import annotations

from typing import Any

from report.errors import Collector, Place
from report.record import field, record
from report.source.loaded import PathKey, path_text
from report.source.positions import SourceText, Span, index_in

MAX_DEPTH = 40
MAX_NODES = 400_000
MAX_ALIASES = 1_000
_NULL = frozenset({"", "~", "null", "Null", "NULL"})


@record(frozen=False)
class _Node:
    """A node as composed: a scalar's text, a list of nodes or of (key, value) pairs."""

    kind: str  # "scalar", "sequence", "mapping"
    span: Span
    text: str = ""
    items: list[Any] = field(default_factory=list)
    size: int = 1
    alias_of: _Node | None = None


@record
class YamlDocument:
    """Data of one YAML file and where everything in it stands."""

    source: SourceText
    data: Any
    places: dict[PathKey, Place]
    """Place of each value: a scalar's own; a mapping's or sequence's key, or first character."""
    keys: dict[PathKey, Place]
    """Place of each key, by the path of its value."""
    spans: dict[PathKey, Span]
    """Span of each scalar."""
    texts: dict[PathKey, str]
    """Text of each scalar, as read."""

    def place(self, path: PathKey) -> Place:
        """Place of the node at ``path`` or of its nearest ancestor."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.source.file))

    def scalar(self, path: PathKey) -> str | None:
        """Text of the scalar at ``path``; None where there is none."""
        return self.texts.get(path)

    def place_in(self, path: PathKey, offset: int) -> Place:
        """Place of character ``offset`` of the scalar at ``path``."""
        span, value = self.spans.get(path), self.scalar(path)
        if span is None or value is None:
            return self.place(path)
        return self.source.place(index_in(self.source, span, value, offset))


def read_yaml(text: str, file: str, collector: Collector) -> YamlDocument | None:
    """Data of ``text``; None where its syntax is broken (``collector`` says how)."""
    import yaml

    source = SourceText(file, text)
    try:
        root = _compose(yaml.parse(text, Loader=yaml.CSafeLoader), source, collector)
    except yaml.YAMLError as error:
        from report.source.syntax import explain_syntax

        collector.extend([explain_syntax(error, source)])
        return None
    except _Refused as refused:
        collector.add(refused.place, str(refused), hint=refused.hint, code=refused.code)
        return None
    if root is None:
        collector.add(
            Place(file, 1, 1),
            "the file is empty",
            hint="a report begins with 'title:'",
            code="empty-file",
        )
        return None
    return _walk(root, source, collector)


class _Refused(Exception):
    """YAML that is well formed but not read."""

    def __init__(self, place: Place, message: str, hint: str, code: str) -> None:
        super().__init__(message)
        self.place, self.hint, self.code = place, hint, code


def _compose(events: Any, source: SourceText, collector: Collector) -> _Node | None:
    """The first document's root node."""
    import yaml

    root: _Node | None = None
    stack: list[_Node] = []
    anchors: dict[str, _Node] = {}
    aliases = documents = total = 0

    def refuse(mark: Any, message: str, hint: str, code: str) -> _Refused:
        place = source.place(source.index(mark.line, mark.column))
        return _Refused(place, message, hint, code)

    for event in events:
        mark = event.start_mark
        if isinstance(event, yaml.ScalarEvent):
            node = _Node("scalar", _span(event), event.value)
        elif isinstance(event, yaml.MappingStartEvent):
            node = _Node("mapping", _span(event))
        elif isinstance(event, yaml.SequenceStartEvent):
            node = _Node("sequence", _span(event))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            ended = stack.pop()
            ended.size += total
            continue
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
            known = anchors.get(event.anchor)
            if known is None:
                raise refuse(
                    mark,
                    f"'*{event.anchor}' refers to no anchor",
                    "quote text that begins with '*'",
                    "unknown-alias",
                )
            if aliases > MAX_ALIASES:
                raise refuse(mark, f"more than {MAX_ALIASES:,} aliases", "write it out", "aliases")
            if any(known is open_node for open_node in stack):
                raise refuse(
                    mark, f"'*{event.anchor}' contains itself", "write it out", "recursive-alias"
                )
            node = _Node(known.kind, _span(event), known.text, known.items, known.size)
            node.alias_of = known
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise refuse(
                    mark,
                    "a second document begins here",
                    "a report is one document: remove the '---'",
                    "second-document",
                )
            continue
        else:
            continue
        tag, anchor = getattr(event, "tag", None), getattr(event, "anchor", None)
        if tag is not None:
            short = tag.replace("tag:yaml.org,2002:", "!!")
            collector.add(
                source.place(source.index(mark.line, mark.column)),
                f"the tag '{short}' is not read: a report is data only",
                hint="remove it; quote text that begins with '!'",
                code="tag",
            )
        if anchor is not None and node.alias_of is None:
            anchors[anchor] = node
        if stack:
            stack[-1].items.append(node)
        else:
            root = node
        if node.kind != "scalar" and node.alias_of is None:
            node.size = -total  # what is read until its end makes it positive
            total += 1
        else:
            total += node.size
        if total > MAX_NODES:
            raise refuse(
                mark,
                f"the report has more than {MAX_NODES:,} nodes once its aliases are written out",
                "move rows to a CSV file; write less with aliases",
                "too-many-nodes",
            )
        if node.kind != "scalar" and node.alias_of is None:
            stack.append(node)
            if len(stack) > MAX_DEPTH:
                raise refuse(
                    mark,
                    f"nested more than {MAX_DEPTH} levels deep",
                    "a report needs fewer than ten; look for brackets that are not closed",
                    "too-deep",
                )
    return root


def _span(event: Any) -> Span:
    return Span(event.start_mark.index, event.end_mark.index, getattr(event, "style", None) or "")


def _walk(root: _Node, source: SourceText, collector: Collector) -> YamlDocument:
    """Data and places of a composed tree; duplicate and unusable keys are reported."""
    walk = _Walk(source, collector)
    data = walk.build(root, (), None)
    return YamlDocument(source, data, walk.places, walk.keys, walk.spans, walk.texts)


class _Walk:
    """One way through a tree, and what was found on it."""

    def __init__(self, source: SourceText, collector: Collector) -> None:
        self.source, self.collector = source, collector
        self.places: dict[PathKey, Place] = {}
        self.keys: dict[PathKey, Place] = {}
        self.spans: dict[PathKey, Span] = {}
        self.texts: dict[PathKey, str] = {}

    def build(self, node: _Node, path: PathKey, key_place: Place | None) -> Any:
        own = node.alias_of or node
        if node.kind == "scalar":
            if not own.span.style and own.text in _NULL:
                self.places[path] = key_place or self.source.place(node.span.start)
                return None
            self.places[path] = self.source.place(node.span.start)
            if node.alias_of is None:
                self.spans[path] = node.span
                self.texts[path] = own.text
            return own.text
        self.places[path] = key_place or self.source.place(node.span.start)
        if node.kind == "sequence":
            return [self.build(item, (*path, i), None) for i, item in enumerate(own.items)]
        return self.mapping(own, path)

    def mapping(self, node: _Node, path: PathKey) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in zip(node.items[::2], node.items[1::2], strict=False):
            at = self.source.place(key.span.start)
            if key.kind != "scalar":
                _report_complex_key(self.source, key, at, path, self.collector)
                continue
            name = (key.alias_of or key).text
            child = (*path, name)
            if name in data:
                self.collector.add(
                    at,
                    f"the key '{name}' is written twice; first on line {self.keys[child].line}",
                    hint="remove one of them",
                    path=path_text(child),
                    code="duplicate-key",
                )
                continue
            if name == "<<" and not key.span.style:
                self.collector.add(
                    at,
                    "merge keys ('<<') are not read",
                    hint="write the keys out",
                    path=path_text(child),
                    code="merge-key",
                )
                continue
            self.keys[child] = at
            data[name] = self.build(value, child, at)
        return data


def _report_complex_key(
    source: SourceText, key: _Node, at: Place, path: PathKey, collector: Collector
) -> None:
    """Say what a mapping or list in a key's place most likely is."""
    if source.text[key.span.start - 1 : key.span.start + 1] == "{{":
        collector.add(
            Place(at.file, at.line, at.column - 1),
            "text that begins with '{{' must be quoted, or YAML reads it as a mapping",
            hint='write "{{ name }}" in quotes',
            path=path_text(path),
            code="unquoted-reference",
        )
        return
    collector.add(
        at, "a key must be text", hint="write 'key: …'", path=path_text(path), code="complex-key"
    )
