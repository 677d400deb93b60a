"""``sections:`` → sections in reading order, with every chart and table at its place.

A chart or table stands after the block of text that first mentions it (``ref('growth')``), or
at the section's end; figure and table numbers follow that order through the whole report. So
sections are read in two passes: texts first (:func:`read_section`), the rest when the numbers
are known (:func:`build_section`).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from report.compose.composition import Composition
from report.compose.context import ChartContext
from report.compose.document import (
    Block,
    Callout,
    Chart,
    FigureView,
    Footnote,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Quote,
    Runs,
    Section,
    SlideText,
    TableBlock,
)
from report.compose.plan import ChartPlan
from report.compose.profile import profile
from report.compose.prose import Body, plain_text
from report.compose.sources import source_line
from report.compose.suggest import did_you_mean
from report.compose.traverse import first_mentions, first_sentence, shown_figures
from report.record import record, replace
from report.source import model
from report.source.loaded import PathKey
from report.stages import stage


@record(frozen=False)
class ReadSection:
    """A section on its way: its text, and what stands where."""

    spec: model.Section
    path: PathKey
    body: Body
    charts: tuple[tuple[str, model.Chart, PathKey], ...]
    order: tuple[tuple[int, str, str], ...]
    """(after which block, ``chart`` or ``table``, id); block −1 is the section's end."""


def chart_id(section: model.Section, position: int) -> str:
    """The author's id of a chart, or one from the section and the position."""
    return section.charts[position].id or f"{section.id}-{position + 1}"


def read_section(work: Composition, index: int) -> ReadSection:
    """Read a section's text and decide after which block each chart and table stands."""
    spec = work.report.sections[index]
    path: PathKey = ("sections", index)
    body = work.prose.body(spec.body, (*path, "body"), spec.id)
    charts = tuple(
        (chart_id(spec, j), chart, (*path, "charts", j)) for j, chart in enumerate(spec.charts)
    )
    wanted = [("chart", name) for name, _, _ in charts]
    for j, name in enumerate(spec.tables):
        at = (*path, "tables", j)
        if name not in work.report.tables:
            hint = did_you_mean(name, work.report.tables) or "list it under tables:"
            work.error(at, f"there is no table {name!r}", hint=hint, code="unknown-table")
        elif name in work.shown_tables:
            work.error(
                at, f"the table {name!r} is shown already",
                hint=f"mention it with ref('{name}')", code="duplicate-table",
            )  # fmt: skip
        elif name in work.table_plans:
            work.shown_tables.add(name)
            wanted.append(("table", name))
    mentions = first_mentions(body.blocks)
    order = [(mentions.get(name, -1), kind, name) for kind, name in wanted]
    placed = sorted((item for item in order if item[0] >= 0), key=lambda item: item[0])
    return ReadSection(spec, path, body, charts, (*placed, *(i for i in order if i[0] < 0)))


def number_charts_and_tables(work: Composition, sections: list[ReadSection]) -> None:
    """Number charts and tables in the order in which a reader meets them."""
    counts = {"chart": 0, "table": 0}
    patterns = {"chart": work.words.figure_number, "table": work.words.table_number}
    for section in sections:
        for _, kind, name in section.order:
            counts[kind] += 1
            work.numbers_of[name] = patterns[kind].format(counts[kind])
    work.references.target_text.update(work.numbers_of)
    for name, target in work.references.targets.items():
        if target.kind == "table" and name not in work.numbers_of:
            target_of_nothing(work, name, sections)


def target_of_nothing(work: Composition, name: str, sections: list[ReadSection]) -> None:
    """A text refers to a table that no section shows."""
    for section in sections:
        if name in first_mentions(section.body.blocks):
            work.error(
                (*section.path, "body"), f"ref('{name}') refers to a table that is not shown",
                hint=f"list {name} under the section's tables:", code="reference-to-hidden",
            )  # fmt: skip


def build_section(work: Composition, index: int, read: ReadSection, largest: float) -> Section:
    """One section with everything in its place; ``largest`` is the report's largest count."""
    spec, path = read.spec, read.path
    lead = work.runs(spec.lead, *path, "lead")
    key_figures = work.named(spec.key_figures, (*path, "key_figures"))
    plans: dict[str, ChartPlan] = {}
    for name, chart, chart_path in read.charts:
        plan = _plan_chart(work, name, chart, chart_path)
        if plan is not None:
            plans[name] = plan
    blocks = _blocks(work, read, plans)
    slides = SlideText(
        tuple(
            work.runs(point, *path, "slides", "points", i)
            for i, point in enumerate(spec.slides.points)
        ),
        work.text(spec.slides.notes, *path, "slides", "notes"),
    )
    everything = {view.name: view for view in work.in_tables} | dict(work.views)
    names = dict.fromkeys(shown_figures(lead, key_figures, blocks))
    views = tuple(everything[name] for name in names if name in everything)
    # A table's numbers are not drawn, so its gaps would break a line that does not show them.
    own = tuple(view for view in views if view.name in work.views)
    ridge = own if spec.ridge is None else work.named(spec.ridge, (*path, "ridge"))
    abstract = work.text(spec.abstract, *path, "abstract")
    return Section(
        id=spec.id,
        number=f"{index + 1:02d}",
        title=work.text(spec.title, *path, "title"),
        lead=lead,
        key_figures=key_figures,
        blocks=blocks,
        footnotes=tuple(
            Footnote(note.number, _numbered(work, note.runs)) for note in read.body.footnotes
        ),
        profile=profile(ridge, largest),
        slides=slides,
        figures=views,
        abstract=abstract or first_sentence(plain_text(lead)),
    )


def _blocks(work: Composition, read: ReadSection, plans: dict[str, ChartPlan]) -> tuple[Block, ...]:
    """The section's blocks in reading order."""
    spec, path = read.spec, read.path
    after: dict[int, list[Block]] = {}
    for position, kind, name in read.order:
        if kind == "table":
            plan = replace(work.table_plans[name], number=work.numbers_of[name])
            after.setdefault(position, []).append(TableBlock(plan))
        elif name in plans:
            after.setdefault(position, []).append(Chart(plans[name]))
    texts = read.body.blocks
    beside = next((i for i, block in enumerate(texts) if isinstance(block, Paragraph)), 0)
    result: list[Block] = []
    for i, block in enumerate(texts or (None,)):
        if block is not None:
            result.append(_final(work, block))
        if i == beside and spec.callout is not None:
            result.append(_callout(work, spec.callout, (*path, "callout")))
        result.extend(after.get(i, ()))
    if spec.quote is not None:
        runs = work.runs(spec.quote.text, *path, "quote", "text")
        result.append(Quote(runs, work.text(spec.quote.by, *path, "quote", "by")))
    result.extend(_images(work, read))
    result.extend(after.get(-1, ()))
    return tuple(result)


def _callout(work: Composition, spec: model.Callout, path: PathKey) -> Callout:
    kicker = work.text(spec.kicker, *path, "kicker") or work.words.caveats_heading
    return Callout(kicker, work.runs(spec.text, *path, "text"), work.runs(spec.foot, *path, "foot"))


def _images(work: Composition, read: ReadSection) -> list[Image]:
    """The section's pictures; one that was no picture has been reported."""
    spec = read.spec
    listed: list[tuple[model.Image, PathKey]] = [
        (image, (*read.path, "images", i)) for i, image in enumerate(spec.images)
    ]
    if spec.image is not None:
        listed.insert(0, (spec.image, (*read.path, "image")))
    result: list[Image] = []
    for image, path in listed:
        found: tuple[Path, int, int] | None = work.loaded.images.get(image.file)
        if found is None:
            continue
        file, width, height = found
        result.append(
            Image(
                path=str(file),
                width_px=width,
                height_px=height,
                caption=work.runs(image.caption, *path, "caption"),
                alt=work.text(image.alt, *path, "alt"),
                credit=work.text(image.credit, *path, "credit"),
                id=f"{spec.id}-image{len(result) + 1}",
            )
        )
    return result


def _plan_chart(work: Composition, name: str, spec: model.Chart, path: PathKey) -> ChartPlan | None:
    """The plan of one chart; None where it cannot be planned (which was reported)."""
    from report.compose.charts import plan_chart

    filled = spec.model_copy(update=_filled_texts(work, spec, path))
    work.check_source(spec.source, (*path, "source"))
    _use_data(work, spec)
    context = ChartContext(
        figures=work.views,
        tables=work.loaded.tables,
        table_specs=work.report.tables,
        table_plans=work.table_plans,
        numbers=work.numbers,
        words=work.words,
        language=work.report.language,
        collector=work.collector,
        place=partial(work.loaded.place, *path),
        path=path,
        id=name,
        number_text=work.numbers_of[name],
        source_text=lambda names: source_line(names, work.views, work.report.sources, work.words),
        folder=work.loaded.file.parent,
    )
    errors = len(work.collector.errors)
    with stage("plan"):
        plan = plan_chart(filled, context)
    return plan if len(work.collector.errors) == errors else None


def _filled_texts(work: Composition, spec: model.Chart, path: PathKey) -> dict[str, object]:
    """The texts of a chart's spec with their references filled in."""
    texts: dict[str, object] = {
        key: work.text(getattr(spec, key), *path, key)
        for key in ("title", "takeaway", "sub", "note", "alt")
        if getattr(spec, key)
    }
    if spec.labels:
        texts["labels"] = tuple(
            work.text(label, *path, "labels", i) for i, label in enumerate(spec.labels)
        )
    if spec.annotations:
        texts["annotations"] = tuple(
            a.model_copy(update={"text": work.text(a.text, *path, "annotations", i, "text")})
            for i, a in enumerate(spec.annotations)
        )
    return texts


def _use_data(work: Composition, spec: model.Chart) -> None:
    """Remember which figures and tables a chart shows."""
    names = [*spec.values, *(name for row in spec.series.values() for name in row)]
    names += [line.value for line in spec.references]
    if isinstance(spec.panels, tuple):
        names += [name for panel in spec.panels for name in panel.values]
    for name in names:
        if name in work.views:
            work.references.use(name)
    if spec.table:
        work.charted_tables.add(spec.table)


def _numbered(work: Composition, runs: Runs) -> Runs:
    """References with their final text (``图3``)."""
    if not any(run.target for run in runs):
        return runs
    texts = work.references.target_text
    return tuple(
        replace(run, text=texts.get(run.target, run.text)) if run.target else run for run in runs
    )


def _final(work: Composition, block: Block) -> Block:
    """A block of text with final references."""
    match block:
        case Paragraph(runs=runs) | Heading(runs=runs) | Quote(runs=runs):
            return replace(block, runs=_numbered(work, runs))
        case ListBlock(items=items):
            return replace(
                block, items=tuple(tuple(_final(work, inner) for inner in item) for item in items)
            )
        case _:
            return block


def located(view: FigureView, first: dict[str, str]) -> FigureView:
    """The figure, its change and its target with the section that first shows each."""
    change = located(view.change, first) if view.change is not None else None
    target = located(view.target, first) if view.target is not None else None
    return replace(view, section=first.get(view.name), change=change, target=target)
