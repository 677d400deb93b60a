"""``LoadedReport`` → ``Document``: everything decided that both editions must agree on.

The order of the work: figures; tables (their gaps get codes); each section's text (which tells
where charts and tables stand, and so their numbers); then charts, captions and back matter.
Every fault is collected; :class:`ReportError` carries all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from report.compose.context import ChartContext, path_text
from report.compose.document import (
    Block,
    Callout,
    Chart,
    CoverView,
    Document,
    FigureView,
    Footnote,
    Heading,
    Image,
    ListBlock,
    Options,
    Paragraph,
    Quote,
    Run,
    Runs,
    Section,
    SlideText,
    TableBlock,
)
from report.compose.figures import Figures, resolve_figures
from report.compose.numbers import EXACT, NumberFormat
from report.compose.plan import ChartPlan, TablePlan
from report.compose.profile import largest_count, profile
from report.compose.prose import Body, Prose, plain_text
from report.compose.references import References, Target
from report.compose.sources import source_line, source_view
from report.compose.suggest import did_you_mean
from report.compose.tables import TableContext, plan_table
from report.compose.units import is_fraction
from report.compose.words import words_for
from report.errors import Collector, Severity
from report.source import model
from report.source.loaded import LoadedReport, PathKey
from report.theme import Theme


def compose(loaded: LoadedReport, theme: Theme, *, collector: Collector | None = None) -> Document:
    """The resolved document of a report.

    Warnings go to ``collector`` if one is given. Raises :class:`ReportError` with every
    diagnostic where one of them is an error.
    """
    found = collector if collector is not None else Collector()
    document = _Assembly(loaded, found).document()
    found.raise_errors()
    return document


@dataclass(slots=True)
class _Placed:
    """A section on its way: its text, and what stands where."""

    spec: model.Section
    path: PathKey
    body: Body
    charts: list[tuple[str, model.Chart, PathKey]]
    order: list[tuple[int, str, str]]
    """(after which block, ``chart`` or ``table``, id); block −1 is the section's end."""


class _Assembly:
    def __init__(self, loaded: LoadedReport, collector: Collector) -> None:
        self.loaded = loaded
        self.report = loaded.report
        self.collector = collector
        self.words = words_for(self.report.language)
        self.numbers = NumberFormat(self.report.language)
        self.figures: Figures = resolve_figures(loaded, self.words, self.numbers, collector)
        self.references = References(
            self.figures.views, self.words, self.numbers, collector, loaded.place_in
        )
        self.prose = Prose(self.references, self.report.language)
        self.table_plans: dict[str, TablePlan] = {}
        self.table_gaps: list[FigureView] = []
        self.table_derived: list[FigureView] = []
        self.numbers_of: dict[str, str] = {}
        self.shown_tables: set[str] = set()
        self.charted_tables: set[str] = set()

    def error(
        self,
        path: PathKey,
        message: str,
        *,
        hint: str = "",
        code: str,
        severity: Severity = "error",
    ) -> None:
        """Record a diagnostic at a node of the report."""
        self.collector.add(
            self.loaded.place(*path), message, hint=hint, path=path_text(path),
            severity=severity, code=code,
        )  # fmt: skip

    def text(self, value: str, *path: str | int) -> str:
        """A one-line text with its references filled in."""
        return self.prose.plain(value, path) if value else ""

    def document(self) -> Document:
        """The whole report."""
        report = self.report
        self.name_targets()
        self.plan_tables()
        placed = [self.read_section(i, spec) for i, spec in enumerate(report.sections)]
        self.number(placed)
        largest = largest_count(self.figures.views.values())
        sections = [self.section(i, item, largest) for i, item in enumerate(placed)]
        self.references.section = None
        front = Document(
            title=self.text(report.title, "title"),
            language=report.language,
            words=self.words,
            sections=(),
            subtitle=self.text(report.subtitle, "subtitle"),
            date=report.date,
            publisher=report.publisher,
            author=report.author,
            description=self.text(report.description, "description"),
            keywords=report.keywords,
            contact=report.contact,
            cover=self.cover(),
            headline=self.headline(),
            sources=tuple(
                source_view(key, source, self.words) for key, source in report.sources.items()
            ),
            caveats=tuple(
                self.prose.inline(text, ("caveats", i)) for i, text in enumerate(report.caveats)
            ),
            colophon=tuple(
                (label, self.text(text, "colophon", label))
                for label, text in report.colophon.items()
            ),
            options=options(report),
        )
        self.check_unused()
        return self.finished(front, sections)

    # ── what can be referred to ──────────────────────────────────────────────────────────────

    def name_targets(self) -> None:
        """Give every chart, table and section its id."""
        targets = self.references.targets
        charts: dict[str, PathKey] = {}
        sections: dict[str, PathKey] = {}
        for i, section in enumerate(self.report.sections):
            path: PathKey = ("sections", i, "id")
            if section.id in sections:
                self.error(
                    path, f"the id {section.id!r} is used by another section",
                    hint="give one of them another id", code="duplicate-id",
                )  # fmt: skip
            sections.setdefault(section.id, path)
            targets[section.id] = Target("section", section.id)
        for name in self.report.tables:
            targets[name] = Target("table", name)
        for i, section in enumerate(self.report.sections):
            for j, chart in enumerate(section.charts):
                if chart.id is None:
                    continue
                path = ("sections", i, "charts", j, "id")
                if chart.id in charts:
                    self.error(
                        path, f"the id {chart.id!r} is used by another chart",
                        hint="give one of them another id", code="duplicate-id",
                    )  # fmt: skip
                elif chart.id in self.report.tables:
                    self.error(
                        path, f"the id {chart.id!r} is the name of a table",
                        hint="ref() could not tell them apart; rename one", code="duplicate-id",
                    )  # fmt: skip
                charts.setdefault(chart.id, path)
                targets[chart.id] = Target("chart", chart.id)
        patterns = {"chart": self.words.figure_number, "table": self.words.table_number}
        titles = {section.id: section.title for section in self.report.sections}
        for name, target in targets.items():
            if target.kind == "section":
                text = self.words.section_reference.format(titles[name])
            else:
                text = patterns[target.kind].format(0)
            self.references.target_text[name] = text

    def chart_id(self, section: model.Section, position: int, chart: model.Chart) -> str:
        """The author's id, or one from the section and the position."""
        return chart.id or f"{section.id}-{position + 1}"

    # ── tables ───────────────────────────────────────────────────────────────────────────────

    def plan_tables(self) -> None:
        """Plan every table that could be read; number the gaps that stand in tables."""
        for name, spec in self.report.tables.items():
            table = self.loaded.tables.get(name)
            if table is None:
                continue
            if spec.source and spec.source not in self.report.sources:
                self.unknown_source(spec.source, ("tables", name, "source"))

            def fill(text: str, path: tuple[str | int, ...], name: str = name) -> str:
                return self.prose.plain(text, ("tables", name, *path))

            context = TableContext(
                figures=self.figures.views,
                words=self.words,
                numbers=self.numbers,
                collector=self.collector,
                place=partial(self.loaded.place, "tables", name),
                text=fill,
                use=self.references.use,
            )
            planned = plan_table(name, spec, table, context)
            codes: dict[str, str] = {}
            for gap in planned.gaps:
                code = self.words.gap_code.format(
                    len(self.figures.gaps) + len(self.table_gaps) + 1
                )
                codes[gap.name] = code
                self.table_gaps.append(replace(gap, code=code))
            for view in planned.derived:
                code = self.words.derived_code.format(
                    len(self.figures.derived) + len(self.table_derived) + 1
                )
                codes[view.name] = code
                self.table_derived.append(replace(view, code=code))
            self.table_plans[name] = self.coded(planned.plan, codes)

    def coded(self, plan: TablePlan, codes: dict[str, str]) -> TablePlan:
        """The plan with the codes of its own gaps, its source line and its note."""
        rows = plan.rows
        if codes:
            rows = tuple(
                replace(
                    row,
                    cells=tuple(
                        replace(c, code=codes[c.figure]) if c.figure in codes else c
                        for c in row.cells
                    ),
                )
                for row in rows
            )
        spec = self.report.tables[plan.id]
        names = [f"source:{spec.source}"] if spec.source else plan.figures
        cells = [cell for row in rows for cell in row.cells]
        lost = [c.code for c in cells if c.state == "missing" and c.code]
        empty = any(c.state == "missing" and not c.code for c in cells)
        notes = [plan.note] if plan.note else []
        if lost:
            shown = self.words.list_comma.join(dict.fromkeys(lost))
            notes.append(self.words.missing_cells.format(self.words.missing_cell, shown))
        if empty:
            notes.append(self.words.empty_cells)
        note = self.words.gap.join(notes)
        source = source_line(names, self.figures.views, self.report.sources, self.words)
        alt = self.words.table_alt.format(
            plan.title, len(rows), self.words.list_comma.join(c.title for c in plan.columns)
        )
        return replace(plan, rows=rows, source=source, note=note, alt=alt)

    def unknown_source(self, key: str, path: PathKey) -> None:
        """Say that ``source:`` names nothing under ``sources:``."""
        self.error(
            path, f"there is no source {key!r}",
            hint=did_you_mean(key, self.report.sources) or "list it under sources:",
            code="unknown-source",
        )  # fmt: skip

    # ── sections ─────────────────────────────────────────────────────────────────────────────

    def read_section(self, index: int, spec: model.Section) -> _Placed:
        """Read a section's text and decide after which block each chart and table stands."""
        path: PathKey = ("sections", index)
        self.references.section = spec.id
        body = self.prose.body(spec.body, (*path, "body"), spec.id)
        charts = [
            (self.chart_id(spec, j, chart), chart, (*path, "charts", j))
            for j, chart in enumerate(spec.charts)
        ]
        wanted = [("chart", chart_id) for chart_id, _, _ in charts]
        for j, name in enumerate(spec.tables):
            if name not in self.report.tables:
                self.error(
                    (*path, "tables", j), f"there is no table {name!r}",
                    hint=did_you_mean(name, self.report.tables) or "list it under tables:",
                    code="unknown-table",
                )  # fmt: skip
            elif name in self.shown_tables:
                self.error(
                    (*path, "tables", j), f"the table {name!r} is shown already",
                    hint=f"mention it with ref('{name}')", code="duplicate-table",
                )  # fmt: skip
            elif name in self.table_plans:
                self.shown_tables.add(name)
                wanted.append(("table", name))
        mentions = first_mentions(body.blocks)
        order = [(mentions.get(name, -1), kind, name) for kind, name in wanted]
        placed = [item for item in order if item[0] >= 0]
        placed.sort(key=lambda item: item[0])
        return _Placed(spec, path, body, charts, placed + [i for i in order if i[0] < 0])

    def number(self, placed: list[_Placed]) -> None:
        """Number charts and tables in the order in which a reader meets them."""
        counts = {"chart": 0, "table": 0}
        patterns = {"chart": self.words.figure_number, "table": self.words.table_number}
        for item in placed:
            for _, kind, name in item.order:
                counts[kind] += 1
                self.numbers_of[name] = patterns[kind].format(counts[kind])
        self.references.target_text.update(self.numbers_of)
        for name, target in self.references.targets.items():
            if target.kind != "section" and name not in self.numbers_of:
                self.references.target_text.pop(name, None)

    def section(self, index: int, item: _Placed, largest: float) -> Section:
        """One section with everything in its place."""
        spec, path = item.spec, item.path
        self.references.section = spec.id
        lead = self.prose.inline(spec.lead, (*path, "lead"))
        key_figures = self.named(spec.key_figures, (*path, "key_figures"))
        plans: dict[str, ChartPlan] = {}
        for chart_id, chart, chart_path in item.charts:
            plan = self.plan_chart(chart_id, chart, chart_path)
            if plan is not None:
                plans[chart_id] = plan
        blocks = self.blocks(item, plans)
        footnotes = tuple(
            Footnote(note.number, self.numbered(note.runs)) for note in item.body.footnotes
        )
        title = self.text(spec.title, *path, "title")
        slides = SlideText(
            tuple(
                self.prose.inline(point, (*path, "slides", "points", i))
                for i, point in enumerate(spec.slides.points)
            ),
            self.text(spec.slides.notes, *path, "slides", "notes"),
        )
        names = list(dict.fromkeys(shown_figures(lead, key_figures, blocks)))
        views = tuple(self.view(name) for name in names if self.has(name))
        ridge = views
        if spec.ridge is not None:
            ridge = self.named(spec.ridge, (*path, "ridge"))
        abstract = self.text(spec.abstract, *path, "abstract")
        return Section(
            id=spec.id,
            number=f"{index + 1:02d}",
            title=title,
            lead=lead,
            key_figures=key_figures,
            blocks=blocks,
            footnotes=footnotes,
            profile=profile(ridge, largest),
            slides=slides,
            figures=views,
            abstract=abstract or first_sentence(plain_text(lead)),
        )

    def has(self, name: str) -> bool:
        """Whether ``name`` is a figure (or a gap or sum that stands in a table)."""
        return name in self.figures.views or any(v.name == name for v in self.in_tables)

    def view(self, name: str) -> FigureView:
        """The figure, or the gap or sum of a table, called ``name``."""
        if name in self.figures.views:
            return self.figures.views[name]
        return next(v for v in self.in_tables if v.name == name)

    @property
    def in_tables(self) -> list[FigureView]:
        """Gaps and sums that stand in tables."""
        return self.table_gaps + self.table_derived

    def named(self, names: Iterable[str], path: PathKey) -> tuple[FigureView, ...]:
        """Figures by name; unknown ones are reported."""
        views: list[FigureView] = []
        for i, name in enumerate(names):
            view = self.figures.views.get(name)
            if view is None:
                self.error(
                    (*path, i), f"there is no figure {name!r}",
                    hint=did_you_mean(name, self.figures.views) or "list it under figures:",
                    code="unknown-figure",
                )  # fmt: skip
                continue
            self.references.used_figures[name] = (
                self.references.used_figures.get(name) or self.references.section
            )
            views.append(view)
        return tuple(views)

    def blocks(self, item: _Placed, plans: dict[str, ChartPlan]) -> tuple[Block, ...]:
        """The section's blocks in reading order."""
        spec, path = item.spec, item.path
        after: dict[int, list[Block]] = {}
        for position, kind, name in item.order:
            if kind == "table":
                plan = replace(self.table_plans[name], number=self.numbers_of[name])
                after.setdefault(position, []).append(TableBlock(plan))
            elif name in plans:
                after.setdefault(position, []).append(Chart(plans[name]))
        result: list[Block] = []
        for i, block in enumerate(item.body.blocks):
            result.append(self.renumbered(block))
            result.extend(after.get(i, ()))
            if i == self.callout_position(item.body.blocks) and spec.callout is not None:
                result.append(self.callout(spec.callout, (*path, "callout")))
        if not item.body.blocks and spec.callout is not None:
            result.append(self.callout(spec.callout, (*path, "callout")))
        if spec.quote is not None:
            runs = self.prose.inline(spec.quote.text, (*path, "quote", "text"))
            result.append(Quote(runs, self.text(spec.quote.by, *path, "quote", "by")))
        images: list[tuple[model.Image, PathKey]] = [
            (image, (*path, "images", i)) for i, image in enumerate(spec.images)
        ]
        if spec.image is not None:
            images.insert(0, (spec.image, (*path, "image")))
        for number, (image, image_path) in enumerate(images, 1):
            found = self.loaded.images.get(image.file)
            if found is not None:
                result.append(self.image(image, found, image_path, f"{spec.id}-image{number}"))
        result.extend(after.get(-1, ()))
        return tuple(result)

    @staticmethod
    def callout_position(blocks: tuple[Block, ...]) -> int:
        """Index of the block that a callout follows: the first paragraph."""
        return next((i for i, b in enumerate(blocks) if isinstance(b, Paragraph)), 0)

    def callout(self, spec: model.Callout, path: PathKey) -> Callout:
        """A scope warning."""
        kicker = self.text(spec.kicker, *path, "kicker") or self.words.caveats_heading
        return Callout(
            kicker,
            self.prose.inline(spec.text, (*path, "text")),
            self.prose.inline(spec.foot, (*path, "foot")),
        )

    def image(self, spec: model.Image, found: tuple, path: PathKey, id: str) -> Image:
        """A picture with its caption."""
        file, width, height = found
        return Image(
            path=str(file),
            width_px=width,
            height_px=height,
            caption=self.prose.inline(spec.caption, (*path, "caption")),
            alt=self.text(spec.alt, *path, "alt"),
            credit=self.text(spec.credit, *path, "credit"),
            id=id,
        )

    # ── charts ───────────────────────────────────────────────────────────────────────────────

    def plan_chart(self, chart_id: str, spec: model.Chart, path: PathKey) -> ChartPlan | None:
        """The plan of one chart; None where it cannot be planned (which was reported)."""
        try:
            from report.compose.charts import plan_chart
        except ImportError:
            return None

        filled = spec.model_copy(
            update={
                key: self.text(getattr(spec, key), *path, key)
                for key in ("title", "takeaway", "sub", "note", "alt")
            }
            | {
                "labels": tuple(
                    self.text(label, *path, "labels", i) for i, label in enumerate(spec.labels)
                ),
                "annotations": tuple(
                    a.model_copy(
                        update={"text": self.text(a.text, *path, "annotations", i, "text")}
                    )
                    for i, a in enumerate(spec.annotations)
                ),
            }
        )
        if spec.source and spec.source not in self.report.sources:
            self.unknown_source(spec.source, (*path, "source"))
        self.use_chart_data(spec)
        context = ChartContext(
            figures=self.figures.views,
            tables=self.loaded.tables,
            table_specs=self.report.tables,
            table_plans=self.table_plans,
            numbers=self.numbers,
            words=self.words,
            language=self.report.language,
            collector=self.collector,
            place=partial(self.loaded.place, *path),
            path=path,
            id=chart_id,
            number_text=self.numbers_of[chart_id],
            source_text=lambda names: source_line(
                names, self.figures.views, self.report.sources, self.words
            ),
            folder=self.loaded.file.parent,
        )
        errors = len(self.collector.errors)
        plan = plan_chart(filled, context)
        return plan if len(self.collector.errors) == errors else None

    def use_chart_data(self, spec: model.Chart) -> None:
        """Remember which figures and tables a chart shows."""
        names = [*spec.values, *(n for row in spec.series.values() for n in row)]
        names += [line.value for line in spec.references]
        if isinstance(spec.panels, tuple):
            names += [name for panel in spec.panels for name in panel.values]
        for name in names:
            if name in self.figures.views:
                used = self.references.used_figures
                used[name] = used.get(name) or self.references.section
        if spec.table:
            self.charted_tables.add(spec.table)

    # ── references to numbers ────────────────────────────────────────────────────────────────

    def numbered(self, runs: Runs) -> Runs:
        """References with their final text (``图3``)."""
        if not any(run.target for run in runs):
            return runs
        return tuple(
            replace(run, text=self.references.target_text.get(run.target, run.text))
            if run.target
            else run
            for run in runs
        )

    def renumbered(self, block: Block) -> Block:
        """A block of text with final references."""
        match block:
            case Paragraph(runs=runs) | Heading(runs=runs) | Quote(runs=runs):
                return replace(block, runs=self.numbered(runs))
            case ListBlock(items=items):
                return replace(
                    block, items=tuple(tuple(self.renumbered(b) for b in item) for item in items)
                )
            case _:
                return block

    # ── front and back ───────────────────────────────────────────────────────────────────────

    def headline(self) -> tuple[FigureView, ...]:
        """Up to four figures: the author's, or the first key figures."""
        if self.report.headline:
            return self.named(self.report.headline, ("headline",))[:4]
        names = dict.fromkeys(n for s in self.report.sections for n in s.key_figures)
        return tuple(self.figures.views[n] for n in names if n in self.figures.views)[:4]

    def cover(self) -> CoverView:
        """What the cover's disc shows."""
        spec = self.report.cover
        kicker = self.text(spec.kicker, "cover", "kicker")
        strap = self.text(spec.strap, "cover", "strap")
        named = [
            (self.named((name,), ("cover", key)) or (None,))[0] if name else None
            for key, name in (("headline", spec.headline), ("base", spec.base))
        ]
        headline, base = named
        if spec.headline is None:
            headline = next(
                (v for v in self.headline() if v.state == "reported" and not is_fraction(v.unit)),
                None,
            )
        growth = None
        if headline is not None and base is not None:
            if headline.change is not None and headline.change.unit == "%":
                change = headline.change.value
                growth = None if change is None else change.scaleb(-2, context=EXACT)
            elif headline.value is not None and base.value and headline.unit == base.unit:
                growth = EXACT.divide(headline.value, base.value) - 1
        return CoverView(headline, base, growth, kicker, strap)

    def finished(self, front: Document, sections: list[Section]) -> Document:
        """The document, with every figure told in which section it is first shown."""
        first: dict[str, str] = {}
        for section in sections:
            for view in section.figures:
                first.setdefault(view.name, section.id)

        def told(view: FigureView) -> FigureView:
            change = told(view.change) if view.change is not None else None
            target = told(view.target) if view.target is not None else None
            return replace(view, section=first.get(view.name), change=change, target=target)

        everything = {
            view.name: told(view) for view in (*self.figures.views.values(), *self.in_tables)
        }

        def all_told(views: Iterable[FigureView]) -> tuple[FigureView, ...]:
            return tuple(everything[view.name] for view in views)

        cover = front.cover
        return replace(
            front,
            sections=tuple(
                replace(
                    s, key_figures=all_told(s.key_figures), figures=all_told(s.figures)
                )
                for s in sections
            ),
            figures=tuple(everything[name] for name in self.figures.views),
            gaps=all_told((*self.figures.gaps, *self.table_gaps)),
            derived=all_told((*self.figures.derived, *self.table_derived)),
            headline=all_told(front.headline),
            cover=replace(
                cover,
                headline=everything[cover.headline.name] if cover.headline else None,
                base=everything[cover.base.name] if cover.base else None,
            ),
        )

    def check_unused(self) -> None:
        """Warn of figures and tables that are shown nowhere."""
        used = {name.partition(".")[0] for name in self.references.used_figures}
        for view in self.figures.views.values():
            used.update(name.partition(".")[0] for name in view.inputs)
        for name in self.report.figures:
            view = self.figures.views[name]
            if name not in used and view.state != "missing":
                self.error(
                    ("figures", name), f"the figure {name!r} is shown nowhere",
                    hint=f"mention it: {{{{ {name} }}}}", code="unused-figure",
                    severity="warning",
                )  # fmt: skip
        for name in self.report.tables:
            if name not in self.shown_tables and name not in self.charted_tables:
                self.error(
                    ("tables", name), f"the table {name!r} is shown nowhere",
                    hint="list it under a section's tables:", code="unused-table",
                    severity="warning",
                )  # fmt: skip


def options(report: model.Report) -> Options:
    """What the author asked of the two editions."""
    return Options(
        page_format=report.brochure.format,
        body_face=report.brochure.body,
        columns=report.brochure.columns,
        multiple_of_four=report.brochure.multiple_of_four,
        deck_format=report.deck.format,
        deck_template=report.deck.template,
        deck_layouts=tuple(report.deck.layouts.items()),
    )


def runs_of(block: Block) -> Iterable[Run]:
    """Every run of a block of text, in order."""
    match block:
        case Paragraph(runs=runs) | Heading(runs=runs) | Quote(runs=runs):
            yield from runs
        case Callout(runs=runs, foot=foot):
            yield from runs
            yield from foot
        case ListBlock(items=items):
            for item in items:
                for inner in item:
                    yield from runs_of(inner)
        case Image(caption=caption):
            yield from caption
        case _:
            return


def first_mentions(blocks: tuple[Block, ...]) -> dict[str, int]:
    """Id of each chart, table or section that the text refers to → index of the first block."""
    found: dict[str, int] = {}
    for i, block in enumerate(blocks):
        for run in runs_of(block):
            if run.target:
                found.setdefault(run.target, i)
    return found


def shown_figures(
    lead: Runs, key_figures: tuple[FigureView, ...], blocks: tuple[Block, ...]
) -> Iterable[str]:
    """Names of the figures that a section shows, in order of first mention, with repeats."""
    for run in lead:
        if run.figure:
            yield run.figure
    for view in key_figures:
        yield view.name
        if view.change is not None:
            yield view.change.name
    for block in blocks:
        if isinstance(block, (Chart, TableBlock)):
            yield from block.plan.figures
        else:
            for run in runs_of(block):
                if run.figure:
                    yield run.figure


def first_sentence(text: str) -> str:
    """The first sentence of a text, without its full stop."""
    for i, character in enumerate(text):
        if character in "。！？" or (character in ".!?" and text[i + 1 : i + 2] in ("", " ")):
            return text[:i]
    return text
