"""A document's blocks → the runs and figures in them, in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from report.compose.document import (
    Block,
    Callout,
    Chart,
    FigureView,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    TableBlock,
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
