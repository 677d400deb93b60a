"""A document → every number that a reader sees in it, and where each comes from.

The walk covers all that both editions print: title page, sections, charts (labels, axis, alt
text), tables, cards, back matter. ``unexplained`` turns it round: given text read back from a
finished PDF or deck, which numbers in it does the document not account for?
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from report.compose.document import (
    Block,
    Callout,
    Chart,
    Document,
    FigureView,
    Image,
    ListBlock,
    Quote,
    Runs,
    Section,
    TableBlock,
)
from report.compose.plan import Axis, ChartPlan, TablePlan
from report.compose.traverse import runs_of
from report.record import record
from report.source.loaded import LoadedReport

NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|(?<![A-Za-z0-9])\.[0-9]+")


@record
class VisibleNumber:
    """One number as it stands in the document."""

    number: str
    """Its digits: ``30.74``."""
    text: str
    """The words around it."""
    where: str
    """``balance · 图3 · label``."""
    origin: str
    """``figure``, ``derived``, ``code``, ``axis``, ``table``, ``reference``, ``text``."""
    figure: str | None = None
    """Name of the figure, where there is one."""
    source: str = ""
    """Source and place of the figure, or file and row of the table."""


@record
class _Piece:
    """A string that a reader sees."""

    text: str
    where: str
    origin: str = "text"
    figure: str | None = None
    source: str = ""


def visible_numbers(
    document: Document, loaded: LoadedReport | None = None
) -> tuple[VisibleNumber, ...]:
    """Every number in reading order; with ``loaded``, figures are given their place in the file."""
    views = {v.name: v for v in (*document.figures, *document.gaps, *document.derived)}
    by_number: dict[str, str] = {}
    for view in document.figures:
        if view.state != "missing":
            for token in NUMBER.findall(view.number):
                by_number.setdefault(token, view.name)
    codes: dict[str, str] = {}
    for view in views.values():
        if view.code:
            codes.setdefault(view.code, view.name)
    coded = re.compile("|".join(map(re.escape, sorted(codes, key=len, reverse=True))) or "(?!)")
    found: list[VisibleNumber] = []
    for piece in _pieces(document):
        within = [(m.start(), m.end(), codes[m[0]]) for m in coded.finditer(piece.text)]
        for match in NUMBER.finditer(piece.text):
            name, origin = piece.figure, piece.origin
            of = next((n for start, end, n in within if start <= match.start() < end), None)
            if of is not None:
                name, origin = of, "code"
            elif name is None and origin == "text" and match[0] in by_number:
                name = by_number[match[0]]
            view = views.get(name) if name else None
            if view is not None and origin in ("text", "figure"):
                origin = "derived" if view.state == "derived" else "figure"
            source = _source(view, loaded) if view is not None else piece.source
            around = piece.text[max(0, match.start() - 12) : match.end() + 12].strip()
            found.append(VisibleNumber(match[0], around, piece.where, origin, name, source))
    return tuple(found)


def explained_numbers(document: Document) -> frozenset[str]:
    """The digits of every number that the document puts before a reader."""
    tokens: set[str] = set()
    for piece in _pieces(document):
        tokens.update(NUMBER.findall(piece.text))
    for count in (document.gaps, document.derived, document.sections, document.figures,
                  document.caveats, document.sources):  # fmt: skip
        tokens.add(str(len(count)))
    tokens.add(str(sum(not v.temporal for v in document.gaps)))
    tokens.add(str(sum(v.temporal for v in document.gaps)))
    return frozenset(tokens)


def unexplained(document: Document, text: str, also: Iterable[str] = ()) -> tuple[str, ...]:
    """Numbers in ``text`` that neither the document nor ``also`` (page numbers …) accounts for."""
    known = explained_numbers(document) | frozenset(also)
    return tuple(dict.fromkeys(t for t in NUMBER.findall(text) if t not in known))


def _source(view: FigureView, loaded: LoadedReport | None) -> str:
    parts = [view.source or "", view.at]
    if view.formula:
        parts = [f"= {view.formula}"]
    if loaded is not None:
        name, _, aspect = view.name.partition(".")
        if name in loaded.report.figures:
            place = loaded.place("figures", name, aspect or ("derive" if view.inputs else "value"))
            parts.append(f"{place.file}:{place.line}" if place.line else place.file)
    return " · ".join(part for part in parts if part)


# ── the walk ─────────────────────────────────────────────────────────────────────────────────


def _pieces(document: Document) -> Iterator[_Piece]:
    """Every string that a reader sees, in reading order."""
    for key in ("title", "subtitle", "date", "publisher", "author", "description", "contact"):
        yield _Piece(getattr(document, key), key)
    yield _Piece(document.cover.kicker, "cover")
    yield _Piece(document.cover.strap, "cover")
    for view in (document.cover.headline, document.cover.base):
        if view is not None:
            yield from _view(view, "cover")
    for view in document.headline:
        yield from _view(view, "contents")
    for section in document.sections:
        yield from _section(section)
    for view in (*document.gaps, *document.derived):
        yield from _view(view, "data notes")
        yield _Piece(view.full_label, "data notes", "text", None)
        yield _Piece(view.why, "data notes", "text", None)
        yield _Piece(view.at, "data notes", "text", None)
        yield _Piece(view.formula, "data notes", "derived", view.name)
    for i, caveat in enumerate(document.caveats):
        yield from _runs(caveat, f"data notes · {i + 1}")
    for source in document.sources:
        for text in (source.text, source.note, source.url, source.date):
            yield _Piece(text, "sources")
    for label, text in document.colophon:
        yield _Piece(label, "colophon")
        yield _Piece(text, "colophon")


def _section(section: Section) -> Iterator[_Piece]:
    where = section.id
    yield _Piece(section.number, where, "reference")
    yield _Piece(section.title, where)
    yield _Piece(section.abstract, where)
    yield from _runs(section.lead, where)
    for view in section.key_figures:
        yield from _view(view, f"{where} · key figures")
    for block in section.blocks:
        yield from _block(block, where)
    for note in section.footnotes:
        yield _Piece(str(note.number), where, "reference")
        yield from _runs(note.runs, f"{where} · note {note.number}")
    for point in section.slides.points:
        yield from _runs(point, f"{where} · slides")
    yield _Piece(section.slides.notes, f"{where} · slides")
    for spot in section.profile:
        yield _Piece(spot.label, f"{where} · ridge", "figure", spot.figure)


def _view(view: FigureView, where: str) -> Iterator[_Piece]:
    yield _Piece(view.text if view.state != "missing" else view.remains, where, "figure", view.name)
    yield _Piece(view.number, where, "figure", view.name)
    yield _Piece(view.code or "", where, "code", view.name)
    yield _Piece(view.label, where, "text", None)
    yield _Piece(view.since, where, "text", None)
    for note in view.notes:
        yield _Piece(note, where)
    for part in (view.change, view.target):
        if part is not None:
            yield _Piece(part.text if part.state != "missing" else "", where, "figure", part.name)


def _runs(runs: Runs, where: str) -> Iterator[_Piece]:
    for run in runs:
        origin = "text"
        if run.figure:
            origin = "code" if run.mark else "figure"
        elif run.target or run.note:
            origin = "reference"
        yield _Piece(run.text, where, origin, run.figure)


def _block(block: Block, where: str) -> Iterator[_Piece]:
    match block:
        case Chart(plan=plan):
            yield from _chart(plan, f"{where} · {plan.number}")
        case TableBlock(plan=plan):
            yield from _table(plan, f"{where} · {plan.number}")
        case ListBlock(items=items, ordered=ordered, start=start):
            for i, item in enumerate(items):
                if ordered:
                    yield _Piece(str(start + i), where, "reference")
                for inner in item:
                    yield from _block(inner, where)
        case Image(alt=alt, credit=credit):
            yield from _runs(tuple(runs_of(block)), where)
            yield _Piece(alt, where)
            yield _Piece(credit, where)
        case Quote(by=by):
            yield from _runs(tuple(runs_of(block)), where)
            yield _Piece(by, where)
        case Callout(kicker=kicker):
            yield _Piece(kicker, where)
            yield from _runs(tuple(runs_of(block)), where)
        case _:
            yield from _runs(tuple(runs_of(block)), where)


def _chart(plan: ChartPlan, where: str) -> Iterator[_Piece]:
    yield _Piece(plan.number, where, "reference")
    for text in (plan.title, plan.takeaway, plan.sub, plan.source, plan.note, plan.alt,
                 plan.centre, *plan.categories):  # fmt: skip
        yield _Piece(text, where)
    for axis in (plan.axis, plan.axis2, plan.x_axis):
        yield from _axis(axis, where)
    for series in plan.series:
        yield _Piece(series.name, where)
        for point in series.points:
            origin = "figure" if point.figure else "table"
            for text in (point.label, point.sub, point.remains):
                yield _Piece(text, f"{where} · label", origin, point.figure, plan.provenance)
            if point.value is not None:
                text = format(abs(point.value), ",f")
                yield _Piece(text, f"{where} · data", origin, point.figure, plan.provenance)
            yield _Piece(point.code or "", where, "code", point.figure)
    for line in plan.references:
        yield _Piece(line.label, where)
    for annotation in plan.annotations:
        yield _Piece(annotation.text, where)
    for panel in plan.panels:
        yield from _chart(panel, where)


def _axis(axis: Axis | None, where: str) -> Iterator[_Piece]:
    if axis is not None:
        for label in axis.labels:
            yield _Piece(label, f"{where} · axis", "axis")
        yield _Piece(axis.title, f"{where} · axis")


def _table(plan: TablePlan, where: str) -> Iterator[_Piece]:
    yield _Piece(plan.number, where, "reference")
    for text in (plan.title, plan.takeaway, plan.sub, plan.source, plan.note, plan.alt):
        yield _Piece(text, where)
    for column in plan.columns:
        yield _Piece(column.title, where)
    for i, row in enumerate(plan.rows, 1):
        for cell in row.cells:
            origin = "figure" if cell.figure else "table"
            source = f"{plan.provenance} · row {i}" if plan.provenance else f"row {i}"
            yield _Piece(cell.text, where, origin, cell.figure, source)
            yield _Piece(cell.code or "", where, "code", cell.figure)
