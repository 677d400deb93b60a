"""``LoadedReport`` → ``Document``: everything decided that both editions must agree on.

The order of the work: figures; tables (their gaps get codes); each section's text (which tells
where charts and tables stand, and so their numbers); then charts, captions and back matter.
Every fault is collected; :class:`ReportError` carries all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from report.compose.composition import Composition
from report.compose.document import (
    CoverView,
    Document,
    FigureView,
    Options,
    Section,
    SourceView,
)
from report.compose.figures import resolve_figures
from report.compose.numbers import EXACT, NumberFormat
from report.compose.profile import largest_count
from report.compose.prose import Prose
from report.compose.references import References, Target
from report.compose.sections import (
    build_section,
    chart_id,
    located,
    number_charts_and_tables,
    read_section,
)
from report.compose.sources import data_view, source_view
from report.compose.table_set import plan_tables
from report.compose.typed import check_typed_numbers
from report.compose.units import is_fraction
from report.compose.words import words_for
from report.errors import Collector
from report.record import replace
from report.source import model
from report.source.loaded import LoadedReport, PathKey
from report.theme import Theme


def compose(
    loaded: LoadedReport,
    theme: Theme,
    *,
    collector: Collector | None = None,
    strict: bool = False,
) -> Document:
    """The resolved document of a report.

    Warnings go to ``collector`` if one is given; ``strict`` makes numbers typed by hand errors.
    Raises :class:`ReportError` with every diagnostic where one of them is an error.
    """
    del theme  # plans name colours by index: no token changes what is composed
    found = collector if collector is not None else Collector()
    work = start(loaded, found)
    _name_targets(work)
    plan_tables(work)
    read = [read_section(work, i) for i in range(len(work.report.sections))]
    number_charts_and_tables(work, read)
    largest = largest_count(work.views.values())
    sections = [build_section(work, i, item, largest) for i, item in enumerate(read)]
    document = _finished(work, _front(work), sections)
    check_typed_numbers(work, strict=strict)
    if not found.errors:  # what a misspelt reference meant would count as unused
        _check_unused(work)
    found.raise_errors()
    return document


def start(loaded: LoadedReport, collector: Collector) -> Composition:
    """Figures resolved and texts ready to be read: what every other step builds on."""
    report = loaded.report
    words = words_for(report.language)
    numbers = NumberFormat(report.language)
    figures = resolve_figures(loaded, words, numbers, collector)
    references = References(figures.views, words, numbers, collector, loaded.place_in)
    prose = Prose(references, report.language)
    return Composition(loaded, collector, words, numbers, figures, references, prose)


def _name_targets(work: Composition) -> None:
    """Give every chart, table and section its id, and a text of the right kind to stand for it."""
    targets, words = work.references.targets, work.words
    texts = work.references.target_text
    seen: dict[str, str] = {}
    for i, section in enumerate(work.report.sections):
        if f"section {section.id}" in seen:
            _duplicate(work, ("sections", i, "id"), section.id, "another section")
        seen[f"section {section.id}"] = ""
        targets[section.id] = Target("section", section.id)
        texts[section.id] = words.section_reference.format(section.title)
    for name in work.report.tables:
        targets[name] = Target("table", name)
        texts[name] = words.table_number.format(0)
    for i, section in enumerate(work.report.sections):
        for j in range(len(section.charts)):
            name = chart_id(section, j)
            path = ("sections", i, "charts", j, "id")
            if f"chart {name}" in seen:
                _duplicate(work, path, name, "another chart")
            elif name in work.report.tables:
                _duplicate(work, path, name, "a table")
            seen[f"chart {name}"] = ""
            targets[name] = Target("chart", name)
            texts[name] = words.figure_number.format(0)


def _duplicate(work: Composition, path: PathKey, name: str, owner: str) -> None:
    work.error(
        path, f"the id {name!r} is used by {owner}", hint="give one of them another id",
        code="duplicate-id",
    )  # fmt: skip


def _front(work: Composition) -> Document:
    """The document without its sections: title page, back matter, options."""
    report = work.report
    return Document(
        title=work.text(report.title, "title"),
        language=report.language,
        words=work.words,
        sections=(),
        subtitle=work.text(report.subtitle, "subtitle"),
        date=report.date,
        publisher=report.publisher,
        author=report.author,
        description=work.text(report.description, "description"),
        keywords=report.keywords,
        contact=report.contact,
        cover=_cover(work),
        headline=_headline(work),
        sources=(
            *(source_view(key, source, work.words) for key, source in report.sources.items()),
            *_data_files(work),
        ),
        caveats=tuple(work.runs(text, "caveats", i) for i, text in enumerate(report.caveats)),
        colophon=tuple(
            (label, work.text(text, "colophon", label)) for label, text in report.colophon.items()
        ),
        options=options(report, work.loaded.file.parent),
    )


def _data_files(work: Composition) -> Iterator[SourceView]:
    """The files whose own numbers are shown, with the charts and tables that show them."""
    for name, plan in work.table_plans.items():
        own = any(c.value is not None and not c.figure for r in plan.rows for c in r.cells)
        if work.report.tables[name].file is None or not own:
            continue
        ids = [
            chart_id(section, j)
            for section in work.report.sections
            for j, chart in enumerate(section.charts)
            if chart.table == name
        ]
        numbers = [work.numbers_of[i] for i in (*ids, name) if i in work.numbers_of]
        yield data_view(name, numbers, plan.provenance, work.words)


def _headline(work: Composition) -> tuple[FigureView, ...]:
    """Up to four figures: the author's, or the first key figures."""
    if work.report.headline:
        return work.named(work.report.headline, ("headline",))[:4]
    names = dict.fromkeys(n for s in work.report.sections for n in s.key_figures)
    return tuple(work.views[n] for n in names if n in work.views)[:4]


def _cover(work: Composition) -> CoverView:
    """What the cover's disc shows: a headline total and its derived base."""
    spec = work.report.cover

    def named(name: str | None, key: str) -> FigureView | None:
        views = work.named((name,), ("cover", key)) if name else ()
        return views[0] if views else None

    headline, base = named(spec.headline, "headline"), named(spec.base, "base")
    if spec.headline is None:
        headline = next(
            (v for v in _headline(work) if v.state == "reported" and not is_fraction(v.unit)),
            None,
        )
    return CoverView(
        headline,
        base,
        _growth(headline, base),
        work.text(spec.kicker, "cover", "kicker"),
        work.text(spec.strap, "cover", "strap"),
    )


def _growth(headline: FigureView | None, base: FigureView | None) -> Decimal | None:
    """Growth from base to headline as a fraction; the stated change goes before a quotient."""
    if headline is None or base is None:
        return None
    change = headline.change
    if change is not None and change.unit == "%" and change.value is not None:
        return change.value.scaleb(-2, context=EXACT)
    if headline.value is None or not base.value or headline.unit != base.unit:
        return None
    return EXACT.subtract(EXACT.divide(headline.value, base.value), Decimal(1))


def _finished(work: Composition, front: Document, sections: list[Section]) -> Document:
    """The document, with every figure told in which section it is first shown."""
    first: dict[str, str] = {}
    for section in sections:
        for view in section.figures:
            first.setdefault(view.name, section.id)
    told = {view.name: located(view, first) for view in (*work.views.values(), *work.in_tables)}

    def all_told(views: Iterable[FigureView]) -> tuple[FigureView, ...]:
        return tuple(told[view.name] for view in views)

    cover = front.cover
    return replace(
        front,
        sections=tuple(
            replace(s, key_figures=all_told(s.key_figures), figures=all_told(s.figures))
            for s in sections
        ),
        figures=tuple(told[name] for name in work.views),
        gaps=all_told((*work.figures.gaps, *work.table_gaps)),
        derived=all_told((*work.figures.derived, *work.table_derived)),
        headline=all_told(front.headline),
        cover=replace(
            cover,
            headline=told[cover.headline.name] if cover.headline else None,
            base=told[cover.base.name] if cover.base else None,
        ),
    )


def _check_unused(work: Composition) -> None:
    """Warn of figures and tables that are shown nowhere (a gap is listed in any case)."""
    used = {name.partition(".")[0] for name in work.references.used_figures}
    for view in work.views.values():
        used.update(name.partition(".")[0] for name in view.inputs)
    for name in work.report.figures:
        if name not in used and work.views[name].state != "missing":
            work.error(
                ("figures", name), f"the figure {name!r} is shown nowhere",
                hint=f"mention it: {{{{ {name} }}}}", code="unused-figure", severity="warning",
            )  # fmt: skip
    for name in work.report.tables:
        if name not in work.shown_tables and name not in work.charted_tables:
            work.error(
                ("tables", name), f"the table {name!r} is shown nowhere",
                hint="list it under a section's tables:", code="unused-table", severity="warning",
            )  # fmt: skip


def options(report: model.Report, folder: Path) -> Options:
    """What the author asked of the two editions; ``folder`` is the report's."""
    template = report.deck.template
    return Options(
        page_format=report.brochure.format,
        body_face=report.brochure.body,
        columns=report.brochure.columns,
        multiple_of_four=report.brochure.multiple_of_four,
        attach_data=report.brochure.attach_data,
        deck_format=report.deck.format,
        deck_template=str((folder / template).resolve()) if template else None,
        deck_layouts=tuple(report.deck.layouts.items()),
        deck_agenda=report.deck.agenda,
        deck_sections=report.deck.sections,
        deck_notes=report.deck.notes,
    )
