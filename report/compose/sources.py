"""Sources → the entries of the back matter and the source line under a chart or table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from report.compose.document import FigureView, SourceView
from report.compose.words import Words
from report.source.model import Source


def source_view(key: str, source: Source, words: Words) -> SourceView:
    """A source as the back matter lists it."""
    parts = [source.author] if source.author else []
    parts.append(words.title_open + source.title + words.title_close)
    parts += [part for part in (source.publisher, source.date) if part]
    sentences = [words.comma.join(parts) + words.full_stop]
    if source.note:
        sentences.append(ended(source.note, words))
    if source.url:
        sentences.append(source.url)
    text = words.gap.join(sentences)
    return SourceView(
        key=key,
        title=source.title,
        publisher=source.publisher,
        date=source.date,
        url=source.url,
        note=source.note,
        text=text,
    )


def ended(text: str, words: Words) -> str:
    """``text`` with a full stop, unless it ends a sentence already."""
    return text if text[-1] in "。！？.!?…" else text + words.full_stop


def data_view(name: str, numbers: Iterable[str], provenance: str, words: Words) -> SourceView:
    """A table's file as the back matter lists it: ``图2、表1：enrolment.csv``."""
    shown = words.list_comma.join(numbers)
    return SourceView(
        key=f"tables.{name}",
        title=provenance,
        text=f"{shown}{words.colon}{provenance}" if shown else provenance,
    )


def source_line(
    names: Iterable[str],
    figures: Mapping[str, FigureView],
    sources: Mapping[str, Source],
    words: Words,
) -> str:
    """``来源：…`` for figures by name, or for ``source:<key>``; each source once.

    A derived figure counts with the sources of what it is computed from.
    """
    keys: dict[str, None] = {}
    pending = list(names)
    seen: set[str] = set()
    while pending:
        name = pending.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if name.startswith("source:"):
            keys[name.removeprefix("source:")] = None
        elif name in figures:
            view = figures[name]
            if view.source:
                keys[view.source] = None
            pending.extend(view.inputs)
    titles = [
        words.title_open + sources[key].title + words.title_close for key in keys if key in sources
    ]
    if not titles:
        return ""
    return words.source + words.colon + words.list_comma.join(titles)
