"""A table plan → grids that fit a slide, and the native table of each.

Columns take their natural width, measured with the real faces; text steps down and then wraps;
rows that do not fit go on to the next slide under the same heads, columns that do not fit under
the same first column. Numbers of a column stand on one decimal axis: each cell's right margin
makes up for the decimals it lacks, so the text of the cell stays the number and nothing else.
"""

from __future__ import annotations

import math
import re

from report.compose.plan import Cell, Column, Row, TablePlan
from report.deck.fit import Setting, break_lines
from report.deck.geometry import Box
from report.deck.ooxml import Para, Piece, pattern_fill
from report.deck.palette import colour_xml
from report.deck.stage import BODY_FLOOR, NOTE_FLOOR, Stage
from report.deck.table_xml import TableCell, cell_rule, table_frame
from report.record import record, replace

MARGIN = 12.0
"""Left and right margin of a cell (points)."""
TIGHT_MARGIN = 6.0
ROW, TIGHT_ROW = 42.0, 28.0
HEAD = 32.0
TALL_ROW = 64.0
"""A row of a table that leaves half of its slide empty otherwise."""
LARGEST = 15.0
"""Of text cells (points); a short table is set larger by up to ``LARGER``."""
LARGER = 3.0
FEW_ROWS = 12
"""Rows of a table whose words may rather wrap than shrink."""
LOOSEST = 3.2
"""A table is at most so many times as wide as its words: eyes must find across a row."""
_NUMBER = re.compile(r"[\d.,\u2009\u00a0 ]*\d")


@record
class Grid:
    """One slide's part of a table (points)."""

    start: int
    end: int
    """Rows ``start`` … ``end`` − 1 of the plan."""
    columns: tuple[int, ...]
    widths: tuple[float, ...]
    size: float
    """Of text cells; numerals are 2 pt larger, heads 2 pt smaller."""
    head: float
    heights: tuple[float, ...]
    rest: tuple[float, ...]
    """Widest part after the decimal axis, for each column; 0 for text."""
    margin: float
    box: Box

    @property
    def height(self) -> float:
        """Head and rows together."""
        return self.head + sum(self.heights)


def lay_out_table(stage: Stage, plan: TablePlan, place: Box | None = None) -> tuple[Grid, ...]:
    """The grids of a table, one for each slide it takes; none for a table without columns.

    ``place`` is the area it may fill, by default that of the table layout.
    """
    if not plan.columns:
        return ()
    box = place or table_box(stage, plan)
    columns = tuple(range(len(plan.columns)))
    margin = MARGIN if len(columns) <= 6 else TIGHT_MARGIN
    size = LARGEST + (0.0 if place else max(0.0, min(LARGER, 9.0 - len(plan.rows))))
    while True:
        measures = [_natural(stage, plan, c, size) for c in columns]
        natural = [inner + 2 * margin for inner, _ in measures]
        rests = [rest for _, rest in measures]
        fits = sum(natural) <= box.w
        grids: list[Grid] = []
        # Words that wrap are better than small ones, as long as all stands on one slide.
        if fits or size <= BODY_FLOOR or (size <= LARGEST and len(plan.rows) <= FEW_ROWS):
            for group in _column_groups(plan, natural, box.w, size, margin):
                widths = _widths(plan, group, natural, box.w, size, margin)
                own = [rests[c] for c in group]
                grids += _rows(stage, plan, group, widths, own, size, margin, box)
            if fits or size <= BODY_FLOOR or (len(grids) == 1 and _calm(stage, plan, grids[0])):
                return tuple(grids)
        size -= 1


def _calm(stage: Stage, plan: TablePlan, grid: Grid) -> bool:
    """Whether no row is drawn together, and no cell takes more than three lines."""
    counts = [
        _lines(stage, row, plan, grid.columns, grid.widths, grid.size, grid.margin)
        for row in plan.rows
    ]
    return max(counts, default=1) <= 3 and min(grid.heights, default=ROW) > TIGHT_ROW


def short_pair(stage: Stage, first: TablePlan, second: TablePlan) -> tuple[Grid, Grid] | None:
    """The grids of two tables that fit side by side at full size; None where they do not."""
    if "two-tables" not in stage.layouts:
        return None
    found: list[Grid] = []
    for plan, name in ((first, "table"), (second, "table2")):
        area = stage.box("two-tables", name).inset(0, 0, 0, 16)
        grids = lay_out_table(stage, plan, area)
        if len(grids) != 1 or grids[0].size < LARGEST - 1:
            return None
        if min(grids[0].heights, default=0.0) < TIGHT_ROW + 2:
            return None
        found.append(grids[0])
    # Rows of the two stand on one grid.
    head = max(grid.head for grid in found)
    row = min(max(grid.heights) for grid in found)
    grids = [
        replace(grid, head=head, heights=tuple(row for _ in grid.heights))
        if max(grid.heights) == min(grid.heights)
        else replace(grid, head=head)
        for grid in found
    ]
    return grids[0], grids[1]


def table_box(stage: Stage, plan: TablePlan) -> Box:
    """The area a table may fill: below its sub line, above its source line."""
    from report.deck.captions import caption_heights

    box = stage.box("table", "table")
    heading = f"{plan.number} {plan.title} {plan.sub}"
    above, below = caption_heights(stage, "table", heading, plan.source, plan.note)
    return box.inset(0, above, 0, below)


def _natural(stage: Stage, plan: TablePlan, column: int, size: float) -> tuple[float, float]:
    """Width of a column's widest line (head included), and of its widest part after the axis."""
    spec = plan.columns[column]
    head = stage.measure.width(_head_text(spec), size - 2, bold=True)
    if spec.kind == "number":
        before = after = 0.0
        loose = head
        for row in plan.rows:
            cell = row.cells[column]
            first, rest = _parts(stage, cell)
            left, right = (
                _pieces_width(stage, p)
                for p in (_numeral(stage, cell, first, size), _rest(stage, cell, rest, size))
            )
            if cell.state == "missing":
                loose = max(loose, left + right)
            else:
                before, after = max(before, left), max(after, right)
        return max(before + after, loose), after
    widest = head
    for row in plan.rows:
        widest = max(widest, stage.measure.width(row.cells[column].text, size, bold=_heavy(row)))
    return widest, 0.0


def _heavy(row: Row) -> bool:
    return row.role in ("group", "total")


def _head_unit(column: Column) -> str:
    """The unit that a heading still lacks: an author may have written it there already."""
    return "" if column.unit in column.title else column.unit


def _head_text(column: Column) -> str:
    return f"{column.title} {_head_unit(column)}".strip()


def _parts(stage: Stage, cell: Cell) -> tuple[str, str]:
    """What stands left of the decimal axis, and what right of it."""
    if cell.state == "missing":
        return missing_text(stage, cell), ""
    text = cell.text
    found = _NUMBER.search(text)
    if not found:
        return text, ""
    point = text.find(".", found.start(), found.end())
    end = point if point >= 0 else found.end()
    return text[:end], text[end:]


def missing_text(stage: Stage, cell: Cell) -> str:
    """What stands in a missing cell: the language's mark, never a bare dash."""
    words = stage.document.words
    return cell.text if cell.text.strip("—–-− ") else words.missing


def _numeral(stage: Stage, cell: Cell, text: str, size: float) -> tuple[Piece, ...]:
    if cell.state == "missing":
        small = max(size - 3, NOTE_FLOOR)
        return (stage.piece(text, "slide-note", size=small, colour="accent"),)
    colour = "accent" if cell.state == "derived" else ""
    return (stage.piece(text, "slide-table-numeral", size=size + 2, colour=colour, bold=False),)


def _rest(stage: Stage, cell: Cell, text: str, size: float) -> tuple[Piece, ...]:
    pieces = list(_numeral(stage, cell, text, size)) if text else []
    if cell.unit and cell.state != "missing":
        pieces.append(stage.piece(f" {cell.unit}", "slide-note", size=max(size - 3, NOTE_FLOOR)))
    if cell.code:
        pieces.append(
            replace(
                stage.piece(f" {cell.code}", "slide-note", size=max(size - 3, NOTE_FLOOR)),
                colour=stage.fill("accent"),
            )
        )
    return tuple(pieces)


def _pieces_width(stage: Stage, pieces: tuple[Piece, ...]) -> float:
    return sum(
        stage.measure.width(
            p.text, p.size or 15, family="serif" if p.major else "sans", bold=bool(p.bold)
        )
        for p in pieces
    )


def _column_groups(
    plan: TablePlan, natural: list[float], width: float, size: float, margin: float
) -> list[tuple[int, ...]]:
    """Columns that go on one slide together; the first column is repeated on each."""
    least = [_least(plan.columns[c], natural[c], size, margin) for c in range(len(natural))]
    if sum(least) <= width or len(least) <= 2:
        return [tuple(range(len(least)))]
    groups: list[list[int]] = [[0]]
    used = least[0]
    for column in range(1, len(least)):
        if used + least[column] > width and len(groups[-1]) > 1:
            groups.append([0])
            used = least[0]
        groups[-1].append(column)
        used += least[column]
    return [tuple(group) for group in groups]


def _least(column: Column, natural: float, size: float, margin: float) -> float:
    if column.kind == "number":
        return natural
    return min(natural, 8 * size + 2 * margin)


def _widths(
    plan: TablePlan, group: tuple[int, ...], natural: list[float], width: float, size: float,
    margin: float,
) -> tuple[float, ...]:  # fmt: skip
    wished = [natural[c] for c in group]
    total = sum(wished)
    if total <= width:
        target = min(width, total * LOOSEST)
        if target > width * 0.8:
            target = width
        numbers = [k for k, c in enumerate(group) if plan.columns[c].kind == "number"]
        if len(numbers) == 1 and len(group) > 1:
            # a lone column of numbers stays narrow, and its slots with it; words take the rest
            own = min(wished[numbers[0]] * 1.5, target - total + wished[numbers[0]])
            words = (target - own) / (total - wished[numbers[0]])
            return tuple(own if k == numbers[0] else w * words for k, w in enumerate(wished))
        return tuple(w * target / total for w in wished)
    least = [_least(plan.columns[c], natural[c], size, margin) for c in group]
    slack = [w - l for w, l in zip(wished, least, strict=True)]
    spare = width - sum(least)
    if spare <= 0 or not sum(slack):
        return tuple(w * width / sum(least) for w in least)
    return tuple(l + s * spare / sum(slack) for l, s in zip(least, slack, strict=True))


def _rows(
    stage: Stage, plan: TablePlan, group: tuple[int, ...], widths: tuple[float, ...],
    rests: list[float], size: float, margin: float, box: Box,
) -> list[Grid]:  # fmt: skip
    head = _head_height(stage, plan, group, widths, size, margin)
    needs = [_lines(stage, row, plan, group, widths, size, margin) for row in plan.rows]
    pitch = round(size * 4 / 3, 1)
    room = box.h - head

    def heights(least: float) -> list[float]:
        return [max(least, n * pitch + (least - pitch) * 0.7) for n in needs]

    chosen = heights(min(TALL_ROW, max(ROW, room * 0.8 / max(len(needs), 1))))
    for least in (ROW, 36.0, 32.0, TIGHT_ROW):
        if sum(chosen) <= room:
            break
        chosen = heights(least)
    cuts = _cuts(plan, chosen, room)
    fullest = max(sum(chosen[start:end]) for start, end in cuts)
    if len(cuts) > 1 and 0 < fullest < room * 0.95:
        # rows were drawn together to save slides; what is left of them goes back to the rows
        chosen = [h * min(room * 0.95 / fullest, 1.3) for h in chosen]
    return [
        Grid(
            start, end, group, widths, size, head,
            tuple(min(h, room) for h in chosen[start:end]), tuple(rests), margin, box,
        )
        for start, end in cuts
    ]  # fmt: skip


def _cuts(plan: TablePlan, heights: list[float], room: float) -> list[tuple[int, int]]:
    """Row ranges of about equal height; a group's heading is never the last row of a slide."""
    if not heights:
        return [(0, 0)]
    pages = max(1, math.ceil(sum(heights) / room - 1e-6))
    while True:
        goal = min(room, max(sum(heights) / pages + max(heights) * 0.5, max(heights)))
        cuts: list[tuple[int, int]] = []
        start, used = 0, 0.0
        for k, height in enumerate(heights):
            over = used + height > room + 0.01 or (used + height > goal and len(cuts) < pages - 1)
            if over and k > start:
                end = k
                if plan.rows[end - 1].role == "group" and end - 1 > start:
                    end -= 1
                cuts.append((start, end))
                start, used = end, sum(heights[end:k])
                # What is left is shared alike: 8 and 7 rows by turns, not 8, 8 … and 4.
                left = max(1, pages - len(cuts))
                goal = min(room, max(sum(heights[end:]) / left + height * 0.5, max(heights)))
            used += height
        cuts.append((start, len(heights)))
        if all(sum(heights[a:b]) <= room + 0.02 or b - a == 1 for a, b in cuts):
            return cuts
        pages += 1


def _head_height(
    stage: Stage, plan: TablePlan, group: tuple[int, ...], widths: tuple[float, ...],
    size: float, margin: float,
) -> float:  # fmt: skip
    lines = 1
    setting = Setting(size - 2, (size - 2) * 1.35, bold=True)
    for column, width in zip(group, widths, strict=True):
        para = Para((Piece(_head_text(plan.columns[column])),))
        lines = max(lines, len(break_lines(para, width - 2 * margin, setting, stage.measure)))
    return max(HEAD, lines * setting.leading + 10)


def _lines(
    stage: Stage, row: Row, plan: TablePlan, group: tuple[int, ...], widths: tuple[float, ...],
    size: float, margin: float,
) -> int:  # fmt: skip
    lines = 1
    for column, width in zip(group, widths, strict=True):
        cell = row.cells[column]
        if plan.columns[column].kind == "number" and cell.state != "missing":
            continue
        if len(cell.text) * size * 1.02 <= width - 2 * margin:
            continue
        setting = Setting(size, size * 4 / 3, bold=_heavy(row))
        para = Para((Piece(cell.text),))
        lines = max(lines, len(break_lines(para, width - 2 * margin, setting, stage.measure)))
    return lines


# --- drawing ---------------------------------------------------------------------------------


def table_markup(
    stage: Stage, plan: TablePlan, grid: Grid, shape_id: int, name: str,
    placeholder: tuple[str, int] | None,
) -> str:  # fmt: skip
    """The native table of one grid."""
    rows: list[tuple[TableCell, ...]] = [
        tuple(_head_cell(stage, plan.columns[c], grid) for c in grid.columns)
    ]
    shown = ""
    for index in range(grid.start, grid.end):
        row = plan.rows[index]
        last = index == grid.end - 1
        cells: list[TableCell] = []
        for place, column in enumerate(grid.columns):
            cell = row.cells[column]
            if place == 0 and plan.group_column:
                repeated = cell.text == shown and index > grid.start
                shown = cell.text
                cell = replace(cell, text="") if repeated else cell
            cells.append(_cell(stage, plan.columns[column], row, cell, grid, place, last))
        rows.append(tuple(cells))
    box = Box(grid.box.x, grid.box.y, sum(grid.widths), grid.height)
    return table_frame(
        shape_id, name, box, grid.widths, (grid.head, *grid.heights), rows, stage.language,
        alt=plan.alt or f"{plan.number} {plan.title}", placeholder=placeholder,
    )  # fmt: skip


def _head_cell(stage: Stage, column: Column, grid: Grid) -> TableCell:
    pieces = [stage.piece(column.title, "slide-table-head", size=grid.size - 2, colour="p900")]
    if _head_unit(column):
        pieces.append(
            stage.piece(f" {_head_unit(column)}", "slide-table-head", size=grid.size - 2,
                        colour="muted", bold=False)
        )  # fmt: skip
    align = "r" if column.kind == "number" else ""
    para = Para(tuple(pieces), align=align, leading=round((grid.size - 2) * 1.35, 1))
    return TableCell((para,), grid.margin, grid.margin, fill=stage.fill("p100"))


def _cell(
    stage: Stage, column: Column, row: Row, cell: Cell, grid: Grid, place: int, last: bool
) -> TableCell:
    pitch = round(grid.size * 4 / 3, 1)
    if last or row.role == "total":
        rule = cell_rule("B", stage.fill("p900"), 1.0)
    else:
        rule = cell_rule("B", stage.fill("rule"), 0.75)
    top = cell_rule("T", stage.fill("p500"), 0.75) if row.role == "total" else ""
    right = grid.margin
    if column.kind == "number":
        first, rest = _parts(stage, cell)
        pieces = _numeral(stage, cell, first, grid.size) + _rest(stage, cell, rest, grid.size)
        if cell.state == "missing":
            accent = colour_xml(stage.theme, "accent-h")
            return TableCell(
                (Para(_plate(stage, pieces), align="r", leading=pitch),), grid.margin,
                grid.margin, top, rule, pattern_fill(accent, colour_xml(stage.theme, "white")),
            )  # fmt: skip
        own = _pieces_width(stage, _rest(stage, cell, rest, grid.size))
        right += max(0.0, grid.rest[place] - own)
        return TableCell((Para(pieces, align="r", leading=pitch),), 2.0, right, top, rule)
    colour = "p700" if row.role == "group" else ""
    text = missing_text(stage, cell) if cell.state == "missing" else cell.text
    if cell.state != "reported":
        colour = "accent"
    pieces = (
        stage.piece(text, "slide-table-cell", size=grid.size, colour=colour,
                    bold=_heavy(row)),
    )  # fmt: skip
    if cell.code:
        pieces += (stage.piece(f" {cell.code}", "slide-note",
                               size=max(grid.size - 3, NOTE_FLOOR), colour="accent"),)  # fmt: skip
    align = (
        "" if column.align in ("left", "decimal") else {"right": "r", "center": "ctr"}[column.align]
    )
    return TableCell((Para(pieces, align=align, leading=pitch),), grid.margin, right, top, rule)


def _plate(stage: Stage, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Words on a hatched ground, each on a plate of the ground's colour."""
    return tuple(replace(p, plate=colour_xml(stage.theme, "white")) for p in pieces)
