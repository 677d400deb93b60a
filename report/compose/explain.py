"""One figure → all there is to say about it: value, source, derivation, where it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from report.compose.document import Block, Chart, Document, FigureView, ListBlock, TableBlock
from report.compose.suggest import did_you_mean
from report.compose.traverse import runs_of
from report.errors import Diagnostic, ReportError
from report.source.loaded import LoadedReport


def explain_figure(
    name: str, document: Document, loaded: LoadedReport
) -> tuple[tuple[str, str], ...]:
    """Rows of (what, text) about the figure called ``name``.

    Raises :class:`ReportError` with a suggestion where there is no such figure.
    """
    views = {view.name: view for view in (*document.figures, *document.gaps, *document.derived)}
    if name not in views:
        raise ReportError(
            [
                Diagnostic(
                    loaded.place("figures"),
                    f"there is no figure {name!r}",
                    did_you_mean(name, views),
                    "figures",
                    code="unknown-figure",
                )
            ]
        )
    return tuple(_rows(views[name], views, document, loaded))


def _rows(
    view: FigureView, views: dict[str, FigureView], document: Document, loaded: LoadedReport
) -> Iterator[tuple[str, str]]:
    yield "figure", view.name
    yield "label", view.label
    yield "state", {"reported": "stated", "derived": "derived", "missing": "a gap"}[view.state]
    if view.code:
        yield "code", view.code
    if view.state == "missing":
        if view.remains:
            yield "remains", view.remains
        yield "why", view.why
    else:
        yield "shown as", view.text
        yield "digits", view.number
        if view.low is not None:
            yield "range", f"{view.low} to {view.high}"
        elif view.value is not None:
            yield "value", format(view.value, "f")
    if view.unit:
        yield "unit", view.unit
    base, _, aspect = view.name.partition(".")
    if base in loaded.report.figures:
        key = aspect or ("derive" if view.inputs else "value")
        place = loaded.place("figures", base, key)
        yield "written at", f"{place.file}:{place.line}:{place.column}"
        derive = loaded.report.figures[base].derive
        if derive and not aspect:
            yield "derivation", derive
    if view.formula:
        yield "computed as", f"{view.formula} = {view.number if view.value is not None else '?'}"
    for step in _steps(view, views, ()):
        yield "step", step
    if view.source:
        source = loaded.report.sources.get(view.source)
        yield "source", f"{view.source}: {source.title}" if source else view.source
    if view.at:
        yield "place", view.at
    for part in (view.change, view.target):
        if part is not None:
            what = part.name.rpartition(".")[2]
            since = f" since {view.since}" if what == "change" and view.since else ""
            yield what, part.text + since
    if view.note:
        yield "note", view.note
    shown = tuple(dict.fromkeys(_shown(view.name, document)))
    for place in shown:
        yield "shown in", place
    if not shown:
        yield "shown in", "nothing but the data notes" if view.code else "nothing"
    users = [v.name for v in views.values() if view.name in v.inputs]
    if users:
        yield "used by", ", ".join(users)


def _steps(view: FigureView, views: dict[str, FigureView], above: tuple[str, ...]) -> Iterator[str]:
    """The inputs of a derivation, depth first, each with its own derivation under it."""
    indent = "  " * len(above)
    for name in view.inputs:
        used = views.get(name)
        if used is None or name in above:
            continue
        text = used.text if used.state != "missing" else f"{used.code}: {used.why}"
        how = f" = {used.formula}" if used.formula else ""
        where = f" ({', '.join(p for p in (used.source, used.at) if p)})" if used.source else ""
        yield f"{indent}{name} = {text}{how}{where}"
        yield from _steps(used, views, (*above, view.name))


def _shown(name: str, document: Document) -> Iterator[str]:
    cover = (document.cover.headline, document.cover.base)
    if any(view is not None and view.name == name for view in cover):
        yield "cover"
    if any(view.name == name for view in document.headline):
        yield "contents"
    for section in document.sections:
        where = f"{section.number} {section.title}"
        if any(run.figure == name for run in section.lead):
            yield f"{where}: lead"
        if any(v.name == name or f"{v.name}.change" == name for v in section.key_figures):
            yield f"{where}: key figures"
        for block in section.blocks:
            yield from _shown_in(name, block, where)
        notes = (run for note in section.footnotes for run in note.runs)
        if any(run.figure == name for run in notes):
            yield f"{where}: footnotes"
        points = (run for point in section.slides.points for run in point)
        if any(run.figure == name for run in points):
            yield f"{where}: slide"


def _shown_in(name: str, block: Block, where: str) -> Iterator[str]:
    if isinstance(block, (Chart, TableBlock)):
        if name in block.plan.figures:
            yield f"{where}: {block.plan.number} {block.plan.title}"
    elif isinstance(block, ListBlock):
        for item in block.items:
            for inner in item:
                yield from _shown_in(name, inner, where)
    elif any(run.figure == name for run in runs_of(block)):
        yield f"{where}: text"
