"""A section's points and scope warnings → the panels that stand beside its charts.

A panel is as high as its chart. Points come first, then callouts; where a derived value is
computed from the very figures of the chart beside it, it heads the panel in the editors' colour.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.document import Callout, FigureView, Section
from report.compose.plan import ChartPlan
from report.deck.cards import natural_width, pieces_width, ring_tag
from report.deck.fit import (
    Setting,
    break_lines,
    fit_line,
    height_of,
    paginate,
    plain,
    step_down,
)
from report.deck.geometry import Box
from report.deck.leaves import Panel
from report.deck.ooxml import Para, Piece, line_shape, line_xml, shape
from report.deck.sheet import Sheet
from report.deck.stage import BODY_FLOOR, Stage
from report.record import replace

LARGEST = 60.0
"""Of the numeral that heads a panel (points)."""
ROOMY = 2
"""Points above the layout's size that a short text is set at."""
LONE = 5
"""The same of a text that has a panel to itself and would leave most of it empty."""
LONE_SHARE = 0.6
"""How much of the panel such a text may fill."""


def panels_of(
    stage: Stage, section: Section, points: tuple[Para, ...], charts: Sequence[ChartPlan]
) -> list[Panel]:
    """Panels in the order of the charts they stand beside: points first, then callouts."""
    slot = stage.slot("chart-text", "body")
    default = stage.setting(slot) if slot else stage.role_setting("slide-body")
    panels: list[Panel] = []
    texts: list[tuple[tuple[Para, ...], bool]] = [(points, False)] if points else []
    texts += [(_callout(stage, b), True) for b in section.blocks if isinstance(b, Callout)]
    taken: set[str] = set()
    for paras, callout in texts:
        if slot is None or not charts:
            panels.append(Panel(paras, default, callout))
            continue
        left, top, right, bottom = slot.insets
        width = slot.box.w - left - right
        height = slot.box.h - top - bottom
        roomy = default.at(default.size + ROOMY)
        beside = charts[len(panels)] if len(panels) < len(charts) else None
        figure = _derived(stage, beside, taken) if beside and slot.fill else None
        head = _head_paras(stage, figure, width) if figure else ()
        below = (replace(paras[0], before=24), *paras[1:]) if head else paras
        fitting = step_down(
            (*head, *below), width, height, roomy, stage.measure, floor=default.size - 1
        ) if head else None  # fmt: skip
        if figure and fitting:
            fitting = without_widows(stage, below, width, fitting, default.size)
            taken.add(figure.name)
            panels.append(Panel((*head, *below), fitting, callout, figure))
            continue
        fitting = (slot.fill and step_down(
            paras, width, LONE_SHARE * height, default.at(default.size + LONE), stage.measure,
            floor=roomy.size,
        )) or step_down(paras, width, height, roomy, stage.measure, floor=BODY_FLOOR)  # fmt: skip
        if fitting:
            fitting = without_widows(stage, paras, width, fitting, default.size)
            panels.append(Panel(paras, fitting, callout))
            continue
        small = default.at(13 if default.size > 13 else default.size)
        for page in paginate(paras, width, height, small, stage.measure):
            panels.append(Panel(page, small, callout))
    return panels


def without_widows(
    stage: Stage, paras: Sequence[Para], width: float, setting: Setting, least: float
) -> Setting:
    """The setting, or a smaller one down to ``least`` points in which no last line is one sign.

    Nor would be if a line held one sign more: programs squeeze marks differently.
    """
    size = setting.size
    while size >= least:
        tried = setting.at(size)
        if all(
            _ends_well(para, break_lines(para, room, tried, stage.measure))
            for para in paras
            for room in (width, width + 0.5 * size, width + size)
        ):
            return tried
        size -= 0.5
    return setting


def _ends_well(para: Para, lines: Sequence[tuple[int, int]]) -> bool:
    """Whether the last of several lines holds more than one letter, marks not counted."""
    if len(lines) < 2:
        return True
    return sum(char.isalnum() for char in plain(para)[slice(*lines[-1])]) > 1


def unplaced(panels: Sequence[Panel]) -> list[tuple[tuple[Para, ...], bool]]:
    """Panels that no chart is left for, put together again for slides of their own."""
    result: list[tuple[list[Para], bool]] = []
    for panel in panels:
        paras = list(panel.paras)
        if not result or result[-1][1] != panel.callout:
            result.append(([], panel.callout))
        whole = result[-1][0]
        if whole and paras and paras[0].bullet == "+":
            whole[-1] = replace(whole[-1], pieces=(*whole[-1].pieces, *paras.pop(0).pieces))
        whole += paras
    return [(tuple(paras), callout) for paras, callout in result]


def _callout(stage: Stage, block: Callout) -> tuple[Para, ...]:
    kicker = Piece(
        block.kicker or stage.document.words.caveats_heading, 14, True, stage.fill("accent")
    )
    paras = [
        Para((kicker,), leading=20, bullet="-"),
        Para(stage.pieces(block.runs), bullet="-"),
    ]
    if block.foot:
        paras.append(Para(stage.pieces(block.foot), leading=18, bullet="-"))
    return tuple(paras)


def _derived(stage: Stage, plan: ChartPlan, taken: set[str]) -> FigureView | None:
    """A derived value computed from two or more figures of a chart, and not drawn in it."""
    shown = set(plan.figures)
    for view in stage.document.derived:
        inputs = set(view.inputs)
        if (
            view.state == "derived"
            and len(inputs) > 1
            and inputs <= shown
            and view.name not in shown
            and view.name not in taken
            and not view.temporal
        ):
            return view
    return None


def _numeral(stage: Stage, view: FigureView, width: float) -> tuple[tuple[Piece, ...], float]:
    size = LARGEST
    while True:
        pieces = [
            stage.piece(view.number, "slide-panel-numeral", size=size, bold=False),
        ]
        if view.prefix:
            pieces.insert(0, stage.piece(view.prefix, "slide-unit", size=18, colour="accent"))
        if size <= 30 or pieces_width(stage, pieces) <= width - 40:
            return tuple(pieces), size
        size -= 4


def _head_paras(stage: Stage, view: FigureView, width: float) -> tuple[Para, ...]:
    """Label, numeral and unit of the value that heads a panel."""
    size = fit_line(view.label, width, 15, stage.measure, floor=13)
    label = Para((stage.piece(view.label, "slide-body", size=size),), leading=round(size * 1.5, 1))
    pieces, size = _numeral(stage, view, width)
    tail = f"{view.suffix}{view.unit}"
    short = (stage.piece(f" {tail}", "slide-unit", size=18),) if tail else ()
    beside = pieces_width(stage, (*pieces, *short)) <= width and len(tail) <= 3
    numeral = Para(
        (*pieces, *(short if beside else ())), leading=round(size * 1.12, 1), before=UNSPACED
    )
    paras = [label, numeral]
    if tail and not beside:
        unit = stage.piece(tail, "slide-unit", size=15)
        paras.append(Para((unit,), leading=22, before=UNSPACED))
    words = stage.document.words
    notes = [view.note] if view.note else []
    if view.formula:
        notes.append(f"{view.code}{words.colon}{view.formula}" if view.code else view.formula)
    for text in notes:
        piece = stage.piece(text, "slide-note", size=13)
        paras.append(Para((piece,), leading=19, before=4))
    return tuple(paras)


UNSPACED = 0.01
"""Space before a paragraph that comes to none, where the layout has some (points)."""


def draw_panel(sheet: Sheet, panel: Panel) -> None:
    """The panel as high as its place, with the accent bar where it is the editors' word."""
    stage = sheet.stage
    slot = sheet.layout.slot("body")
    if slot is None:
        return
    if panel.edited:
        accent_bar(sheet, "body")
    sheet.set("body", panel.paras, panel.setting)
    if panel.figure is None:
        return
    left, top, right, _ = slot.insets
    width = slot.box.w - left - right
    head = _head_paras(stage, panel.figure, width)
    label = head[0].leading * len(break_lines(head[0], width, panel.setting, stage.measure))
    pieces, size = _numeral(stage, panel.figure, width)
    x = slot.box.x + left + natural_width(stage, pieces) + 8
    sheet.add(ring_tag(sheet, x, slot.box.y + top + label + size * 0.2))
    if len(panel.paras) > len(head):
        y = slot.box.y + top + height_of(head, width, panel.setting, stage.measure)
        gap = panel.paras[len(head)].before or panel.setting.before
        line = line_xml(stage.fill("rule"), 0.75)
        x, y = slot.box.x + left, y + gap / 2
        sheet.add(line_shape(sheet.next_id(), "栏线", x, y, x + width, y, line))


def accent_bar(sheet: Sheet, name: str) -> None:
    """The accent bar on top of the editors' words."""
    slot = sheet.layout.slot(name)
    if slot:
        bar = Box(slot.box.x, slot.box.y - 3, slot.box.w, 3)
        sheet.add(
            shape(sheet.next_id(), "提示线", bar, fill=sheet.stage.fill("accent"),
                  decorative=True)
        )  # fmt: skip
