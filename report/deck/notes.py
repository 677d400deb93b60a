"""What the speaker reads under a slide: the section's prose, and where every figure comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from report.compose.document import (
    Block,
    Callout,
    Document,
    FigureView,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Section,
)
from report.compose.plan import ChartPlan
from report.deck import ooxml
from report.deck.geometry import Box
from report.deck.leaves import (
    BACK,
    ChartBody,
    GapsBody,
    Leaf,
    NotesBody,
    PairBody,
    PictureBody,
    QuoteBody,
    SectionBody,
    TableBody,
    TablesBody,
    TitleBody,
)
from report.deck.names import in_language
from report.deck.ooxml import HEADER, UNRELATED, Para, Piece, TextBody
from report.deck.stage import text_of
from report.deck.titles import bracketed, without_lost_cells


def notes_of(document: Document, leaves: Sequence[Leaf]) -> list[tuple[str, ...]]:
    """The notes of every slide, as paragraphs.

    A section's prose is under its opening, or under its first slide where it has no opening; what
    the author wrote for the speaker is under the first slide after that.
    """
    found: list[tuple[str, ...]] = []
    opened: set[int] = set()
    begun: set[int] = set()
    for leaf in leaves:
        if leaf.section < 0:
            found.append(_outside(document, leaf))
            continue
        opening = isinstance(leaf.body, SectionBody)
        lines = () if leaf.section in opened else _opening(document, leaf.section)
        opened.add(leaf.section)
        if not opening:
            lines += _inside(document, leaf, first=leaf.section not in begun)
            begun.add(leaf.section)
        found.append(lines if opening else tuple(dict.fromkeys(lines)))
    return found


def _opening(document: Document, index: int) -> tuple[str, ...]:
    """A section's lead, its prose and the figures that they speak of."""
    section = document.sections[index]
    lines = [text_of(section.lead), *prose(section.blocks), *footnotes(section)]
    lines += figure_lines(document, _mentioned(document, section))
    return tuple(line for line in lines if line)


def _inside(document: Document, leaf: Leaf, *, first: bool) -> tuple[str, ...]:
    """What is said of a slide; ``first``: the section's first after its opening."""
    section = document.sections[leaf.section]
    body = leaf.body
    lines: list[str] = []
    if first and section.slides.notes:
        lines += section.slides.notes.splitlines()
    lines += _about(section, leaf)
    if isinstance(body, ChartBody):
        lines += plan_lines(document, body.plan)
    elif isinstance(body, PairBody):
        for plan in body.plans:
            lines += plan_lines(document, plan)
    elif isinstance(body, TableBody | TablesBody):
        for plan in body.plans if isinstance(body, TablesBody) else (body.plan,):
            note = without_lost_cells(document, plan.note)
            lines += [f"{plan.number} {plan.title}", plan.source, *_place(document, plan.at)]
            lines += [note, plan.provenance]
        lines += figure_lines(document, _lost_cells(document, body))
    elif isinstance(body, PictureBody):
        lines += [text_of(body.image.caption) or body.image.alt, body.image.credit]
    elif isinstance(body, QuoteBody):
        lines.append(body.by)
    lines += figure_lines(document, leaf.figures)
    return tuple(dict.fromkeys(line for line in lines if line and line.strip()))


def _outside(document: Document, leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf.body, TitleBody):
        lines = [document.description, document.publisher, document.date]
        lines += [source.text or source.title for source in document.sources]
        views = [v for v in (document.cover.headline, document.cover.base) if v]
        return tuple(line for line in (*lines, *figure_lines(document, views)) if line)
    if leaf.section == BACK:
        lines = figure_lines(document, leaf.figures)
        if isinstance(leaf.body, GapsBody | NotesBody):
            words = document.words
            lines.insert(0, f"{words.legend_missing}{words.colon}{words.legend_missing_note}")
        return tuple(lines)
    return tuple(
        f"{section.number} {section.title}"
        + (f"\u2003{section.abstract}" if section.abstract else "")
        for section in document.sections
    )


def plan_lines(document: Document, plan: ChartPlan) -> list[str]:
    """Number, title, unit, source, note and provenance of a chart."""
    lines = [f"{plan.number} {plan.title}", plan.sub, plan.source, *_place(document, plan.at)]
    lines.append(plan.note)
    if not plan.figures:
        # The names that the author gave to figures mean nothing to a speaker.
        lines.append(plan.provenance)
    if any(p.state == "missing" for s in plan.series for p in s.points):
        note = document.words.hatch_note
        if note not in plan.note:
            lines.append(f"{note}{document.words.full_stop}")
    return lines


def _place(document: Document, at: str) -> tuple[str, ...]:
    words = document.words
    return (f"{words.place}{words.colon}{at}",) if at else ()


def _lost_cells(document: Document, body: TableBody | TablesBody) -> tuple[FigureView, ...]:
    """The gaps in the rows that a slide shows."""
    grids = body.grids if isinstance(body, TablesBody) else (body.grid,)
    plans = body.plans if isinstance(body, TablesBody) else (body.plan,)
    gaps = {view.name: view for view in document.gaps}
    names = dict.fromkeys(
        row.cells[column].figure or ""
        for plan, grid in zip(plans, grids, strict=True)
        for row in plan.rows[grid.start : grid.end]
        for column in grid.columns
    )
    return tuple(gaps[name] for name in names if name in gaps)


def figure_lines(document: Document, views: Iterable[FigureView]) -> list[str]:
    """Label, value, formula or reason, source and place of each figure, each once."""
    words = document.words
    titles = {source.key: source.title for source in document.sources}
    lines: dict[str, None] = {}
    for view in views:
        value = words.missing if view.state == "missing" else view.text
        if view.remains:
            value += f" {view.remains}{view.unit}"
        code = bracketed(document, view.code) if view.code else ""
        parts = [f"{view.full_label or view.label}{words.colon}{value}{code}"]
        if view.formula:
            parts.append(f"{words.formula}{words.colon}{view.formula}")
        if view.state == "missing" and view.why:
            parts.append(f"{words.reason}{words.colon}{view.why}")
        if view.source:
            parts.append(f"{words.source}{words.colon}{titles.get(view.source, view.source)}")
        if view.at:
            parts.append(f"{words.place}{words.colon}{view.at}")
        lines[words.semicolon.join(parts)] = None
    return list(lines)


def prose(blocks: Sequence[Block]) -> list[str]:
    """Running text of blocks, one line a paragraph."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph | Heading | Quote | Callout):
            lines.append(text_of(block.runs))
        elif isinstance(block, ListBlock):
            for item in block.items:
                lines += prose(item)
    return lines


def footnotes(section: Section) -> list[str]:
    """The section's footnotes, each with its number."""
    return [f"{note.number} {text_of(note.runs)}" for note in section.footnotes]


def _runs(block: Block) -> tuple[Run, ...]:
    if isinstance(block, Paragraph | Heading | Quote | Callout):
        return block.runs
    if isinstance(block, ListBlock):
        return tuple(run for item in block.items for b in item for run in _runs(b))
    return ()


def _about(section: Section, leaf: Leaf) -> list[str]:
    """The paragraphs that speak of what the slide shows; the lead where none does."""
    names = {view.name for view in leaf.figures}
    shows = set(leaf.shows)
    found: list[str] = []
    for block in section.blocks:
        runs = _runs(block)
        if any(run.figure in names or run.target in shows for run in runs):
            found += prose([block])
    return found or [text_of(section.lead)] * bool(section.lead) or prose(section.blocks)[:1]


def _mentioned(document: Document, section: Section) -> tuple[FigureView, ...]:
    names: dict[str, None] = {}
    for runs in (section.lead, *(_runs(block) for block in section.blocks)):
        names.update(dict.fromkeys(run.figure for run in runs if run.figure))
    known = {view.name: view for view in document.figures}
    return tuple(known[name] for name in names if name in known)


def notes_xml(lines: Sequence[str], language: str) -> str:
    """``p:notes`` of a slide."""
    body = TextBody(tuple(Para((Piece(line),)) for line in lines), inherit=True)
    image = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="幻灯片图像"/><p:cNvSpPr><a:spLocks noGrp="1" '
        'noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr>'
        "</p:nvSpPr><p:spPr/></p:sp>"
    )
    text = ooxml.placeholder(3, "备注", "body", 1, ooxml.text_body(body, language))
    return (
        f"{HEADER}<p:notes {UNRELATED}>"
        f"<p:cSld>{in_language(ooxml.tree(image + text), language)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )


NOTES_BOX = Box(43, 330, 454, 350)
