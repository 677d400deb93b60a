"""Two snapshots → what changed: figures, gaps, text, tables, charts, and where they are shown."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any, Literal, cast

from report.compose.units import is_fraction
from report.doubts import Doubt, doubts
from report.record import record
from report.snapshot import Snapshot

Kind = Literal["added", "removed", "changed", "gap opened", "gap closed"]


@record
class FigureChange:
    """One figure that reads differently now."""

    name: str
    label: str
    kind: Kind
    old: str
    new: str
    difference: str = ""
    """Signed difference in the figure's unit; "" where there is none to give."""
    percent: str = ""
    """Signed relative change; "" for percentages, gaps and a base of zero."""
    pages: tuple[int, ...] = ()
    slides: tuple[int, ...] = ()


@record
class PartChange:
    """A text, chart or table that differs."""

    kind: Kind
    what: Literal["text", "chart", "table", "section"]
    section: str
    id: str
    lines: tuple[str, ...] = ()
    """What differs, as ``− old`` and ``+ new`` lines."""
    pages: tuple[int, ...] = ()
    slides: tuple[int, ...] = ()


@record
class Changes:
    """All that differs between two snapshots."""

    figures: tuple[FigureChange, ...]
    parts: tuple[PartChange, ...]
    doubts: tuple[Doubt, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.figures or self.parts)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)

    @property
    def pages(self) -> tuple[int, ...]:
        """Pages of the new brochure that show a change."""
        return tuple(sorted({p for c in (*self.figures, *self.parts) for p in c.pages}))

    @property
    def slides(self) -> tuple[int, ...]:
        """Slides of the new deck that show a change."""
        return tuple(sorted({n for c in (*self.figures, *self.parts) for n in c.slides}))


def compare(old: Snapshot, new: Snapshot) -> Changes:
    """What changed from ``old`` to ``new``."""
    return Changes(
        tuple(_figures(old, new)),
        tuple(_parts(old, new)),
        tuple(doubts(old, new)),
    )


def _shown(snapshot: Snapshot, *keys: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    def numbers(edition: str) -> tuple[int, ...]:
        places = snapshot["shown"].get(edition, {})
        return tuple(sorted({n for key in keys for n in places.get(key, ())}))

    return numbers("pdf"), numbers("pptx")


def _figures(old: Snapshot, new: Snapshot) -> Iterator[FigureChange]:
    before, after = old["figures"], new["figures"]
    for name in [*after, *(n for n in before if n not in after)]:
        a, b = before.get(name), after.get(name)
        if a is not None and b is not None and a["text"] == b["text"] and a["state"] == b["state"]:
            continue
        kind: Kind = "changed"
        if a is None:
            kind = "added"
        elif b is None:
            kind = "removed"
        elif b["state"] == "missing":
            kind = "gap opened"
        elif a["state"] == "missing":
            kind = "gap closed"
        shown_in = new if b is not None else old
        pages, slides = _shown(shown_in, f"figure:{name}")
        difference, percent = _difference(a, b)
        yield FigureChange(
            name,
            (b or a or {})["label"],
            kind,
            a["text"] if a else "",
            b["text"] if b else "",
            difference,
            percent,
            pages,
            slides,
        )


def _signed(value: Decimal) -> str:
    text = f"{abs(value):f}"
    return f"+{text}" if value >= 0 else f"−{text}"


def _difference(a: Mapping[str, Any] | None, b: Mapping[str, Any] | None) -> tuple[str, str]:
    if not a or not b or a["value"] is None or b["value"] is None or a["unit"] != b["unit"]:
        return "", ""
    x, y = Decimal(a["value"]), Decimal(b["value"])
    unit = "" if b["unit"] == "%" else b["unit"]
    space = " " if unit[:1].isascii() and unit[:1].isalpha() else ""
    difference = f"{_signed(y - x)}{space}{unit}"
    if is_fraction(b["unit"]):  # a percentage of percentages would mislead
        return difference, ""
    try:
        return difference, f"{_signed(((y - x) / abs(x) * 100).quantize(Decimal('0.01')))}%"
    except (DivisionByZero, InvalidOperation):
        return difference, ""


def _delta(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Lines removed and added, in order."""
    lines = difflib.ndiff(list(old), list(new))
    marks = {"- ": "− ", "+ ": "+ "}
    return tuple(marks[line[:2]] + line[2:] for line in lines if line[:2] in marks)


def _parts(old: Snapshot, new: Snapshot) -> Iterator[PartChange]:
    before, after = old["sections"], new["sections"]
    for id in [*after, *(n for n in before if n not in after)]:
        a, b = before.get(id), after.get(id)
        pages, slides = _shown(new if b else old, f"section:{id}")
        if a is None or b is None:
            kind: Kind = "added" if a is None else "removed"
            yield PartChange(kind, "section", id, id, ((b or a or {})["title"],), pages, slides)
            continue
        lines = _delta([a["title"], *a["text"]], [b["title"], *b["text"]])
        if lines:
            yield PartChange("changed", "text", id, id, lines, pages, slides)
        kinds = (("chart", "charts", _chart_rows), ("table", "tables", _table_rows))
        for word, key, rows in kinds:
            what = cast(Literal["chart", "table"], word)
            for part in [*b[key], *(n for n in a[key] if n not in b[key])]:
                x, y = a[key].get(part), b[key].get(part)
                pages, slides = _shown(new if y else old, f"{what}:{part}")
                if x is None or y is None:
                    title = ((y or x or {})["title"],)
                    kind = "added" if x is None else "removed"
                    yield PartChange(kind, what, id, part, title, pages, slides)
                elif lines := _delta(list(rows(x)), list(rows(y))):
                    yield PartChange("changed", what, id, part, lines, pages, slides)


def _chart_rows(chart: Mapping[str, Any]) -> Iterator[str]:
    yield f"{chart['kind']}: {chart['title']}"
    yield chart["takeaway"]
    for point in chart["points"]:
        yield f"{point['series']} · {point['category']}: {point['label']}"


def _table_rows(table: Mapping[str, Any]) -> Iterator[str]:
    yield table["title"]
    yield " | ".join(table["columns"])
    for row in table["rows"]:
        yield " | ".join(row)
