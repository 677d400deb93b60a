"""Waffles: a plan → native shapes, ten by ten cells for each share with its value and name."""

from __future__ import annotations

from report.compose.plan import ChartPlan, Point
from report.deck.chart.frame import FLOOR, width_of, wrapped
from report.deck.chart.native import gap_words
from report.deck.chart.stage import Stage
from report.deck.geometry import Box
from report.deck.ooxml import Piece, freeform
from report.record import record, replace

_GAP_SHARE = 1.33 / 9.25
"""Gap between cells of a waffle over the side of a cell (visual design, section 7)."""
_GUTTER = 28.0
_SPARE = 0.93
"""Share of a line that a name fills: programs add room between Han and Latin."""


@record
class _Words:
    """How what is said of a waffle is set (points)."""

    numeral: float
    unit: float
    name: float
    note: float
    lines: int = 1
    """Of the name."""
    aligned: bool = False
    """Names of waffles without a value stand level with the others'."""

    @property
    def height(self) -> float:
        """Of all lines together."""
        return self.numeral * 1.25 + self.name * 1.3 * self.lines + self.note * 1.4


_BELOW = _Words(24, 12, 14, 12)
_ROOMY = _Words(36, 16, 16, 13)
_BESIDE = _Words(72, 24, 18, 14)


def draw_waffle(stage: Stage, plan: ChartPlan, box: Box) -> str:
    """Ten by ten cells for each share: two freeforms, with value and name under them.

    A lone share stands beside its words, which are then as large as a key figure.
    """
    points = plan.series[0].points if plan.series else ()
    names = [plan.categories[i] if i < len(plan.categories) else "" for i in range(len(points))]
    children: list[str] = []
    if len(points) == 1 and box.w >= 1.7 * box.h:
        children = _lone(stage, plan, points[0], names[0], box)
        return stage.group(box, children, name=plan.title, alt=plan.alt)
    n = max(1, len(points))
    columns, rows = _grid(n, box)
    cell_w = (box.w - _GUTTER * (columns - 1)) / columns
    cell_h = (box.h - _GUTTER * (rows - 1)) / rows
    roomy = rows == 1 and cell_h - _ROOMY.height - 12 >= min(cell_w, 200.0)
    words = _set_names(_ROOMY if roomy else _BELOW, names, min(cell_w, 296.0))
    words = replace(words, aligned=any(p.value is not None or p.remains for p in points))
    side = max(40.0, min(cell_w, cell_h - words.height - 6, 284.0))
    pitch = min(cell_w, side + 60) + _GUTTER
    left = box.x + max(box.w - (columns - 1) * pitch - side, 0.0) / 2
    spare = max(box.h - rows * (side + words.height + 6) - (rows - 1) * _GUTTER, 0.0)
    top = box.y + spare * 0.4 if rows == 1 else box.y
    if rows > 1:
        left = box.x
    for i, point in enumerate(points):
        x = left + (i % columns) * pitch
        y = top + (i // columns) * (cell_h + _GUTTER)
        children += _square(stage, plan, i, point, Box(x, y, side, side))
        room = min(cell_w, side + 56)
        below = Box(x, y + side + 6, room, words.height)
        children += _caption(stage, point, names[i], plan.series[0].unit, below, words)
    return stage.group(box, children, name=plan.title, alt=plan.alt)


def _set_names(words: _Words, names: list[str], room: float) -> _Words:
    """The setting with names that fit the width of a waffle: smaller, or over several lines."""
    size = words.name
    while size > FLOOR and any(width_of(name, size) > room * _SPARE for name in names):
        size -= 1.0
    lines = max((len(wrapped(name, room * _SPARE, size)) for name in names), default=1)
    return replace(words, name=size, lines=max(lines, 1))


def _lone(stage: Stage, plan: ChartPlan, point: Point, name: str, box: Box) -> list[str]:
    """One share: the cells left, the words right of them, both in the middle of the box."""
    side = min(box.h * 0.94, 340.0)
    words_w = min(box.w - side - 48, 380.0)
    words = _set_names(_BESIDE, [name], words_w)
    left = box.x + (box.w - side - 48 - words_w) * 0.35
    top = box.y + (box.h - side) / 2
    beside = Box(left + side + 48, top + (side - words.height) / 2, words_w, words.height)
    return [
        *_square(stage, plan, 0, point, Box(left, top, side, side)),
        *_caption(stage, point, name, plan.series[0].unit, beside, words),
    ]


def _square(stage: Stage, plan: ChartPlan, i: int, point: Point, square: Box) -> list[str]:
    if point.share is None and point.value is None:
        words = gap_words(point)
        if width_of(words, 13) > 1.7 * (square.w - 4):
            words = point.code or point.label
        return stage.slot(square, words, 13)
    return _cells(stage, plan, i, point, square)


def side_of(n: int, box: Box) -> float:
    """Side of the squares of ``n`` waffles in a box (points)."""
    columns, rows = _grid(n, box)
    return min(
        (box.w - _GUTTER * (columns - 1)) / columns, (box.h - _GUTTER * (rows - 1)) / rows - 74
    )


def _grid(n: int, box: Box) -> tuple[int, int]:
    """Columns and rows that leave the largest squares."""
    best, side = (n, 1), 0.0
    for columns in range(1, n + 1):
        rows = -(-n // columns)
        here = min(
            (box.w - _GUTTER * (columns - 1)) / columns,
            (box.h - _GUTTER * (rows - 1)) / rows - 74,
        )
        if here > side + 0.5:
            best, side = (columns, rows), here
    return best


def cell_boxes(square: Box) -> list[Box]:
    """The hundred cells, from the lower left, row by row upwards."""
    unit = square.w / (10 + 9 * _GAP_SHARE)
    pitch = unit * (1 + _GAP_SHARE)
    return [
        Box(square.x + (k % 10) * pitch, square.bottom - unit - (k // 10) * pitch, unit, unit)
        for k in range(100)
    ]


def _cells(stage: Stage, plan: ChartPlan, i: int, point: Point, square: Box) -> list[str]:
    """Filled and empty cells; the last filled one in proportion, from its left."""
    share = point.share if point.share is not None else point.value
    amount = min(max(float(share or 0), 0.0), 100.0)
    whole = int(amount + 1e-9)
    part = amount - whole if amount - whole > 1e-6 else 0.0
    boxes = cell_boxes(square)
    filled = [_corners(b) for b in boxes[:whole]]
    empty = [_corners(b) for b in boxes[whole + (1 if part else 0) :]]
    if part:
        b = boxes[whole]
        filled.append(_corners(Box(b.x, b.y, b.w * part, b.h)))
        empty.append(_corners(Box(b.x + b.w * part, b.y, b.w * (1 - part), b.h)))
    brush = stage.brush
    made: list[str] = []
    if empty:
        made.append(
            stage.area(
                square, "□", geometry=freeform(square, empty, closed=True), fill=brush.fill("p100")
            )
        )
    if filled:
        derived = point.state == "derived"
        made.append(
            stage.area(
                square,
                f"{plan.categories[i]} {point.label}",
                geometry=freeform(square, filled, closed=True),
                fill=brush.fill("white" if derived else brush.data(plan.colour_of(0, i))),
                line=brush.line("accent", 1) if derived else "",
            )
        )
    return made


def _corners(box: Box) -> tuple[tuple[float, float], ...]:
    return (box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)


def _caption(
    stage: Stage, point: Point, category: str, mark: str, box: Box, words: _Words
) -> list[str]:
    """Value, name and one further line of a waffle."""
    brush = stage.brush
    made: list[str] = []
    y = box.y
    high = words.numeral * 1.25
    taken = 3.0 * FLOOR if point.code or point.remains else 0.0
    room = box.w - taken - (width_of(f" {mark}", words.unit) if mark else 0.0)
    size = max(FLOOR + 2, min(words.numeral, room / max(width_of(point.label, 1.0), 0.1)))
    unit = Piece(f" {mark}" if mark else "", words.unit, False, brush.fill("ink"), False)
    if point.state != "missing":
        token = "accent" if point.state == "derived" else "p700"
        pieces = [Piece(point.label, size, False, brush.fill(token), True), unit]
        if point.code:
            small = max(12.0, words.unit * 0.8)
            pieces.append(Piece(f" {point.code}", small, False, brush.fill("accent"), False, 30))
        made.append(stage.words(Box(box.x, y, box.w, high), pieces))
        y += high + 1
    elif point.remains:
        # surviving digits follow the slot of the lost ones at full size
        wide, tall = words.numeral * 1.2, words.numeral * 0.8
        lost = Box(box.x, y + words.numeral * 0.25, wide, tall)
        made += stage.slot(lost, "", 10, gap_words(point))
        pieces = [Piece(point.remains, size, False, brush.fill("p700"), True), unit]
        made.append(stage.words(Box(box.x + wide + 3, y, box.w - wide - 3, high), pieces))
        y += high + 1
    elif words.aligned:
        y += high + 1
    for line in wrapped(category, box.w * _SPARE, words.name):
        tall = words.name * 1.3
        piece = Piece(line, words.name, True, brush.fill("ink"), False)
        made.append(stage.words(Box(box.x, y, box.w, tall), [piece]))
        y += tall
    if point.sub:
        made.append(
            stage.words(
                Box(box.x, y, box.w, words.note * 1.4),
                [Piece(point.sub, words.note, False, brush.fill("muted"), False)],
            )
        )
    return made
