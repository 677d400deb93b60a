"""A document → the slides of its deck, in order, each with a title of its own.

Everything that decides how many slides there are happens here: what is shown beside what, which
text is divided, which table is continued. ``report.deck.slides`` only draws the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from report.compose.document import (
    Block,
    Chart,
    Document,
    FigureView,
    Heading,
    Image,
    KeyFigures,
    ListBlock,
    Paragraph,
    Quote,
    Section,
    TableBlock,
)
from report.compose.plan import ChartPlan, TablePlan
from report.deck.backmatter import derived_pages, gap_pages, side_by_side
from report.deck.balance import parted
from report.deck.chart.room import has_room, slide_parts
from report.deck.closing import closing_pages
from report.deck.fit import Setting, break_lines, evenly, paginate, step_down
from report.deck.leaves import (
    BACK,
    FRONT,
    AgendaBody,
    ChartBody,
    DerivedBody,
    FiguresBody,
    GapsBody,
    Leaf,
    NotesBody,
    PairBody,
    Panel,
    PictureBody,
    ProseBody,
    QuoteBody,
    SectionBody,
    TableBody,
    TablesBody,
    TitleBody,
)
from report.deck.ooxml import Para, Piece
from report.deck.panels import panels_of, unplaced, without_widows
from report.deck.stage import BODY_FLOOR, Stage, first_sentence, headline, text_of
from report.deck.tables import Grid, lay_out_table, short_pair
from report.deck.titles import numbered_title, unique_titles
from report.record import replace

MOST_CARDS = 6
LEAST_HERO = 520.0
"""Width of the content that a large figure with cards beside it needs (points)."""
SHORT_QUOTE, LARGER_QUOTE = 0.62, 12.0
"""A quotation that fills less than this share of its place is set larger, by so many points."""
HOUSE_PROSE = 18.0
"""Size that running text of an author's layout may step down to: theirs are made for points."""
LARGER_PROSE = 5
"""Points that a short text may be larger than its layout's (only ours are small enough)."""


def storyboard(stage: Stage) -> tuple[Leaf, ...]:
    """All slides of the deck, with unique titles."""
    document = stage.document
    leaves: list[Leaf] = [Leaf("title", (document.title,), FRONT, TitleBody())]
    leaves += _agenda(stage)
    for index, section in enumerate(document.sections):
        named = (section.title, f"{section.number} {section.title}")
        content = _section(stage, index, section)
        if document.options.deck_sections or not content:
            leaves.append(Leaf("section", named, index, SectionBody()))
        leaves += content
    leaves += _back(stage)
    return unique_titles(leaves, document)


def _agenda(stage: Stage) -> list[Leaf]:
    from report.deck.agenda import agenda_columns, rows_per_slide

    document = stage.document
    indices = tuple(range(len(document.sections)))
    title = (document.words.contents,)
    if len(indices) < 2 or not document.options.deck_agenda:
        return []
    if agenda_columns(stage):
        return [Leaf("agenda", title, FRONT, AgendaBody(indices, True))]
    most = rows_per_slide(stage)
    pages = -(-len(indices) // most)
    each = -(-len(indices) // pages)
    return [
        Leaf("agenda", title, FRONT, AgendaBody(indices[k : k + each], False), continued=k > 0)
        for k in range(0, len(indices), each)
    ]


# --- one section -----------------------------------------------------------------------------


def _section(stage: Stage, index: int, section: Section) -> list[Leaf]:
    leaves: list[Leaf] = []
    if section.key_figures:
        leaves += _figures(stage, index, section, section.key_figures)
    charts = [
        b.plan
        for b in section.blocks
        if isinstance(b, Chart) and has_room(b.plan, stage.box("chart-text", "chart"))
    ]
    points = tuple(
        Para(stage.pieces(runs), bullet="•", indent=14) for runs in section.slides.points
    )
    panels = panels_of(stage, section, points, charts)
    skip: set[int] = set()
    drawn = 0
    blocks = section.blocks
    for position, block in enumerate(blocks):
        if position in skip:
            continue
        if isinstance(block, Chart):
            roomy = any(block.plan is plan for plan in charts)
            panel = panels[drawn] if roomy and drawn < len(panels) else None
            drawn += roomy
            after = _same_finding(stage, blocks, position) if panel is None else None
            if after is not None:
                other = blocks[after]
                assert isinstance(other, Chart)
                skip.add(after)
                drawn += any(other.plan is plan for plan in charts)
                leaves.append(_pair(stage, index, section, block.plan, other.plan))
            else:
                leaves += _chart(stage, index, section, block.plan, panel)
        elif isinstance(block, TableBlock):
            after = _next_table(blocks, position)
            other = blocks[after] if after is not None else None
            grids = None
            if isinstance(other, TableBlock):
                grids = short_pair(stage, block.plan, other.plan)
            if grids and isinstance(other, TableBlock) and after is not None:
                skip.add(after)
                leaves.append(_tables(stage, index, (block.plan, other.plan), grids))
            else:
                leaves += _table(stage, index, section, block.plan)
        elif isinstance(block, Quote):
            leaves += _quote(stage, index, section, block)
        elif isinstance(block, Image):
            caption = headline(text_of(block.caption) or block.alt)
            leaves.append(
                Leaf("picture", (caption, section.title), index, PictureBody(block),
                     shows=(block.id,) if block.id else ())
            )  # fmt: skip
        elif isinstance(block, KeyFigures):
            leaves += _figures(stage, index, section, block.figures)
    for paras, callout in unplaced(panels[len(charts) :]):
        leaves += _prose(stage, index, section, paras, callout=callout)
    if not leaves:
        paras = (*_paragraphs(stage, section.blocks), *_footnotes(stage, section))
        leaves += _prose(stage, index, section, paras)
    return leaves


def _same_finding(stage: Stage, blocks: Sequence[Block], position: int) -> int | None:
    """Position of the next chart if it shares the finding of this one and both are small."""
    block = blocks[position]
    assert isinstance(block, Chart)
    for after in range(position + 1, len(blocks)):
        other = blocks[after]
        if isinstance(other, Chart):
            same = (
                block.plan.takeaway == other.plan.takeaway
                and block.plan.title != other.plan.title
                and not block.plan.panels
                and not other.plan.panels
                and has_room(block.plan, stage.box("two-charts", "chart"))
                and has_room(other.plan, stage.box("two-charts", "chart2"))
            )
            return after if same else None
        if not isinstance(other, Paragraph):
            return None
    return None


def _views(document: Document, names: Iterable[str]) -> tuple[FigureView, ...]:
    known = {view.name: view for view in document.figures}
    return tuple(known[name] for name in names if name in known)


def _chart(
    stage: Stage, index: int, section: Section, plan: ChartPlan, panel: Panel | None
) -> list[Leaf]:
    """The slide of a chart; one of more rows than a slide holds runs on over several."""
    headline = plan.takeaway or plan.title
    titles = (headline, plan.title, numbered_title(stage.document, headline, plan.number))
    role = "chart-text" if panel else "chart"
    parts = (plan,) if panel else slide_parts(plan, stage.box(role, "chart"))
    leaves: list[Leaf] = []
    for k, part in enumerate(parts):
        views = _views(stage.document, part.figures)
        if panel and panel.figure:
            views += (panel.figure,)
        body = ChartBody(part, panel)
        leaves.append(Leaf(role, titles, index, body, views, (plan.id,), k > 0))
    return leaves


def _pair(stage: Stage, index: int, section: Section, first: ChartPlan, second: ChartPlan) -> Leaf:
    names = dict.fromkeys((*first.figures, *second.figures))
    return Leaf(
        "two-charts",
        (first.takeaway, numbered_title(stage.document, first.takeaway, first.number)),
        index,
        PairBody((first, second)),
        _views(stage.document, names),
        (first.id, second.id),
    )


def _figures(
    stage: Stage, index: int, section: Section, views: tuple[FigureView, ...]
) -> list[Leaf]:
    words = stage.document.words
    said = first_sentence(section)
    plain_title = f"{section.title}{words.colon}{words.key_figures}"
    titles = (said, plain_title) if said and said != section.title else (plain_title,)
    pages: list[FiguresBody] = []
    first = views[0]
    rest = views
    if first.state != "missing" and _hero_fits(stage, first) and (len(views) != 5):
        pages.append(FiguresBody(first, _base(stage.document, first), views[1:4]))
        rest = views[4:]
    while rest:
        count = len(rest)
        size = min(MOST_CARDS, -(-count // -(-count // MOST_CARDS)))
        pages.append(FiguresBody(None, None, rest[:size]))
        rest = rest[size:]
    return [
        Leaf(
            "key-figures", titles, index, page,
            _shown_with(stage.document, page), continued=k > 0,
        )
        for k, page in enumerate(pages)
    ]  # fmt: skip


def _shown_with(document: Document, body: FiguresBody) -> tuple[FigureView, ...]:
    views: dict[str, FigureView] = {}
    for view in (body.hero, body.base, *body.cards):
        if view:
            views[view.name] = view
            if view.change:
                views[view.change.name] = view.change
    return tuple(views.values())


def _hero_fits(stage: Stage, view: FigureView) -> bool:
    width = stage.measure.width(f"{view.prefix}{view.number}{view.suffix}", 76, family="serif")
    unit = stage.measure.width(view.unit, 20)
    content = stage.form.content.w
    return content >= LEAST_HERO and width + unit + 10 <= content * 0.6


def _base(document: Document, hero: FigureView) -> FigureView | None:
    """The derived figure that the hero grew from: computed from it and its change alone."""
    if hero.value is None or hero.value <= 0:
        return None
    for view in document.derived:
        if (
            set(view.inputs) == {hero.name, f"{hero.name}.change"}
            and view.unit == hero.unit
            and view.value is not None
            and view.value > 0
            and not view.temporal
        ):
            return view
    return None


def _table(stage: Stage, index: int, section: Section, plan: TablePlan) -> list[Leaf]:
    headline = plan.takeaway or plan.title
    grids = lay_out_table(stage, plan)
    views = _views(stage.document, plan.figures)
    leaves: list[Leaf] = []
    for k, grid in enumerate(grids):
        names = {cell.figure for row in plan.rows[grid.start : grid.end] for cell in row.cells}
        leaves.append(
            Leaf(
                "table",
                (headline, plan.title, numbered_title(stage.document, headline, plan.number)),
                index,
                TableBody(plan, grid),
                tuple(view for view in views if view.name in names),
                (plan.id,),
                k > 0,
            )
        )
    return leaves


def _next_table(blocks: Sequence[Block], position: int) -> int | None:
    """Position of a table that follows with nothing but text between."""
    for after in range(position + 1, len(blocks)):
        if isinstance(blocks[after], TableBlock):
            return after
        if not isinstance(blocks[after], Paragraph | Heading | ListBlock):
            return None
    return None


def _tables(
    stage: Stage, index: int, plans: tuple[TablePlan, TablePlan], grids: tuple[Grid, Grid]
) -> Leaf:
    first, second = plans
    headline = first.takeaway or second.takeaway or first.title
    names = dict.fromkeys((*first.figures, *second.figures))
    return Leaf(
        "two-tables",
        (headline, first.title, numbered_title(stage.document, headline, first.number)),
        index,
        TablesBody(plans, grids),
        _views(stage.document, names),
        (first.id, second.id),
    )


def _quote(stage: Stage, index: int, section: Section, quote: Quote) -> list[Leaf]:
    slot = stage.slot("quote", "body")
    if slot is None:
        return []
    default = stage.setting(slot)
    paras = (Para(stage.pieces(quote.runs), bullet=stage.no_bullet),)
    large = step_down(
        paras, slot.box.w, slot.box.h * SHORT_QUOTE, default.at(default.size + LARGER_QUOTE),
        stage.measure, floor=default.size + 2, step=2,
    )  # fmt: skip
    fitting = large or step_down(
        paras, slot.box.w, slot.box.h, default, stage.measure, floor=BODY_FLOOR + 4, step=2
    )
    pages: Sequence[tuple[Para, ...]] = (paras,)
    if fitting is None:
        fitting = default.at(BODY_FLOOR + 4)
        pages = paginate(paras, slot.box.w, slot.box.h, fitting, stage.measure)
    else:
        fitting = without_widows(stage, paras, slot.box.w, fitting, fitting.size - 4)
        pages = (_phrased(stage, paras, slot.box.w, fitting),)
    named = f"{section.title}{stage.document.words.colon}{quote.by}" if quote.by else ""
    titles = tuple(t for t in (quote.by or section.title, named or first_sentence(section)) if t)
    return [
        Leaf("quote", titles, index, QuoteBody(page, fitting, quote.by), continued=k > 0)
        for k, page in enumerate(pages)
    ]


def _phrased(stage: Stage, paras: tuple[Para, ...], width: float, setting: Setting
             ) -> tuple[Para, ...]:  # fmt: skip
    """A quotation of few lines, broken between phrases."""
    (para,) = paras
    count = len(break_lines(para, width, setting, stage.measure))
    if len(para.pieces) != 1 or not 2 <= count <= 3:
        return paras
    (piece,) = para.pieces
    text = parted(piece.text, count, width, setting.size, stage.measure, stage.language)
    return (replace(para, pieces=(replace(piece, text=text),)),)


def _prose(
    stage: Stage, index: int, section: Section, paras: Sequence[Para], *, callout: bool = False
) -> list[Leaf]:
    slot = stage.slot("text", "body")
    if slot is None or not paras:
        return []
    default = stage.setting(slot)
    width, height = slot.box.w, slot.box.h
    pages: Sequence[tuple[Para, ...]] = (tuple(paras),)
    # A few words on a slide of their own are set larger, as long as half of it stays free.
    fitting = step_down(
        paras,
        width,
        height / 2,
        default.at(default.size + LARGER_PROSE),
        stage.measure,
        floor=default.size + 1,
    ) or step_down(paras, width, height, default, stage.measure, floor=default.size - 1)
    if fitting is None:
        floor = default.size - 2 if stage.own else min(default.size - 2, HOUSE_PROSE)
        fitting, pages = evenly(paras, width, height, default, stage.measure, floor=floor)
    titles = tuple(
        t for t in (first_sentence(section), section.title) if t
    )  # fmt: skip
    return [
        Leaf("text", titles, index, ProseBody(page, fitting, callout), continued=k > 0)
        for k, page in enumerate(pages)
    ]


def _paragraphs(stage: Stage, blocks: Sequence[Block]) -> tuple[Para, ...]:
    """Body text as paragraphs of a slide."""
    result: list[Para] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            result.append(Para(stage.pieces(block.runs, noted=True), bullet=stage.no_bullet))
        elif isinstance(block, Heading):
            bold = tuple(replace(p, bold=True) for p in stage.pieces(block.runs))
            result.append(Para(bold, bullet=stage.no_bullet))
        elif isinstance(block, ListBlock):
            for number, item in enumerate(block.items, block.start):
                for k, para in enumerate(_paragraphs(stage, item)):
                    mark = "" if k else ("1" if block.ordered else "•")
                    result.append(replace(para, bullet=mark or "-", indent=18, start=number))
    return tuple(result)


def _footnotes(stage: Stage, section: Section) -> tuple[Para, ...]:
    """The section's footnotes, as its last and smaller paragraphs."""
    return tuple(
        Para(
            (
                Piece(str(note.number), BODY_FLOOR, raised=30),
                *(replace(p, size=BODY_FLOOR) for p in stage.pieces(note.runs)),
            ),
            bullet=stage.no_bullet,
        )
        for note in section.footnotes
    )


# --- back matter -----------------------------------------------------------------------------


def _back(stage: Stage) -> list[Leaf]:
    document, words = stage.document, stage.document.words
    leaves: list[Leaf] = []
    if side_by_side(stage):
        views = (*document.gaps, *document.derived)
        body = NotesBody(document.gaps, document.derived)
        leaves.append(Leaf("text", (words.data_notes,), BACK, body, views))
    else:
        for k, views in enumerate(gap_pages(stage)):
            leaves.append(
                Leaf("text", (words.gaps_heading,), BACK, GapsBody(views, k == 0), views,
                     continued=k > 0)
            )  # fmt: skip
        for k, views in enumerate(derived_pages(stage)):
            leaves.append(
                Leaf("text", (words.derived_heading,), BACK, DerivedBody(views), views,
                     continued=k > 0)
            )  # fmt: skip
    title = (words.sources_heading,) if document.sources else (words.colophon,)
    for k, closing in enumerate(closing_pages(stage)):
        leaves.append(Leaf("closing", title, BACK, closing, continued=k > 0))
    return leaves
