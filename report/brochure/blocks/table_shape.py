"""A table plan and a width → where columns and rows stand: widths, wrapped cells, bars.

Numbers keep their digits whole and stand on one axis; texts share what is left; a table that
stays too wide even in smaller type is divided by columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.brochure.setting import Setting
from report.compose.plan import Column, Row, TablePlan
from report.record import record, replace
from report.typeset import SetParagraph
from report.typeset.characters import is_wide

GAP = 14.0
"""Least distance of two columns."""

LEAST_SCALE = 0.76
"""How far the type of a wide table shrinks before its columns are divided instead."""

RING = 16.0
"""Room for the ring tag left of a derived column's head."""

LONGEST_WORD = 56.0
"""A word of a head up to this width is never divided; Chinese and Japanese have no such words."""

SLOT = (36.0, 12.0)
"""Size of a missing cell's slot."""


@record
class ColumnBox:
    """Where one column stands."""

    x: float
    width: float
    numeric: bool
    axis: float = 0
    """Numbers: where the last digit ends (or the decimal point stands)."""
    decimal: bool = False
    tail: float = 0
    """Room right of the axis for decimals, unit and code."""


@record
class SetRow:
    """A row measured: its text cells as lines, its height."""

    row: Row
    texts: tuple[SetParagraph | None, ...]
    height: float
    opens_group: bool = False
    shows_group: bool = True


@record
class TableShape:
    """A table measured for one width; shared by all its pieces."""

    columns: tuple[ColumnBox, ...]
    heads: tuple[SetParagraph, ...]
    head_height: float
    rows: tuple[SetRow, ...]
    scale: float
    bars: tuple[int, float, float, float] | None
    """(column whose lengths are drawn, left edge, width, largest value)."""
    derived_columns: frozenset[int]
    dots: tuple[float, float] | None = None
    """Left edge and width of the plan's strip of dots, where there is room for it."""


def column_parts(setting: Setting, plan: TablePlan, width: float) -> list[TablePlan]:
    """A table too wide for the page as several, each led by the first column (and the groups')."""
    lead = 2 if plan.group_column and len(plan.columns) > 2 else 1
    gap = max(6.0, GAP * LEAST_SCALE)
    measures = [_measure_column(setting, plan, i, LEAST_SCALE) for i in range(len(plan.columns))]
    if sum(m.least for m in measures) + gap * (len(measures) - 1) <= width or len(measures) < 4:
        return [plan]
    head = sum(m.least + gap for m in measures[:lead])
    groups: list[list[int]] = [[]]
    used = head
    for index in range(lead, len(measures)):
        need = measures[index].least + gap
        if groups[-1] and used + need - gap > width:
            groups.append([])
            used = head
        groups[-1].append(index)
        used += need
    even = -(-(len(measures) - lead) // len(groups))
    rest = list(range(lead, len(measures)))
    groups = [rest[i : i + even] for i in range(0, len(rest), even)]
    parts: list[TablePlan] = []
    for number, group in enumerate(groups):
        chosen = [*range(lead), *group]
        parts.append(
            replace(
                plan,
                id=plan.id if number == 0 else f"{plan.id}·{number + 1}",
                title=plan.title + (setting.words.continued if number else ""),
                takeaway="" if number else plan.takeaway,
                columns=tuple(plan.columns[i] for i in chosen),
                rows=tuple(replace(r, cells=tuple(r.cells[i] for i in chosen)) for r in plan.rows),
                note=plan.note if number == len(groups) - 1 else "",
                source=plan.source if number == len(groups) - 1 else "",
            )
        )
    return parts


@record
class _Measure:
    """What a column would like: digits left of the axis, room right of it, or a text width."""

    natural: float
    before: float = 0
    after: float = 0
    numeric: bool = False
    decimal: bool = False
    head: float = 0
    least: float = 0
    """Width below which digits would not fit (numbers), or words no longer look well (texts)."""


def _measure_column(setting: Setting, plan: TablePlan, index: int, scale: float) -> _Measure:
    column = plan.columns[index]
    title = setting.width(head_text(setting, column), "table-head")
    words = [w for w in head_text(setting, column).split() if not any(map(is_wide, w))]
    word = max((setting.width(w, "table-head") for w in words), default=0.0)
    word = word + 1 if word <= LONGEST_WORD else 0.0
    numeric = column.kind == "number"
    cells = [row.cells[index] for row in plan.rows if index < len(row.cells)]
    if not numeric:
        size = setting.role("table-cell").size * scale
        widest = max((setting.width(c.text, "table-cell", size=size) for c in cells), default=0)
        natural = max(widest, min(title, 90))
        return _Measure(natural, head=title, least=max(min(natural, 44.0), word))
    size = setting.role("table-numeral").size * scale
    decimal = column.align == "decimal" or len({c.text.partition(".")[2] != "" for c in cells
                                                if c.value is not None}) > 1  # fmt: skip
    before = after = lost = 0.0
    for cell in cells:
        tail = 0.0
        if cell.code and cell.state != "missing":
            tail += 2 + setting.width(cell.code, "note-code")
        if cell.unit and cell.state != "missing":
            tail += 3 + setting.width(cell.unit, "figure-sub", size=7)
        if cell.state == "missing":
            lost = max(lost, SLOT[0] + 3 + setting.width(cell.code or cell.text, "note-code",
                                                         size=6.6))  # fmt: skip
            continue
        line = setting.line(cell.text, "table-numeral", size=size, tabular=True)
        lead = line.width_pt
        if decimal:
            whole = cell.text.partition(".")[0]
            lead = setting.line(whole, "table-numeral", size=size, tabular=True).width_pt
        before = max(before, lead)
        after = max(after, line.width_pt - lead + tail)
    if lost and not decimal:
        after = max(after, lost - SLOT[0])  # the slot ends where the digits end
    before = max(before, lost - after)
    digits = before + after
    ring = RING if cells and all(c.state == "derived" for c in cells) else 0.0
    return _Measure(
        max(digits, max(min(title, 84), word) + ring), before, after, True, decimal, title,
        max(digits, max(min(title, 20.0), word) + ring),
    )  # fmt: skip


def head_text(setting: Setting, column: Column) -> str:
    """A column's heading with its unit."""
    if not column.unit or column.unit in column.title:
        return column.title
    if setting.language in ("en", "ko"):
        return f"{column.title} ({column.unit})"
    return f"{column.title}（{column.unit}）"


def table_shape(setting: Setting, plan: TablePlan, width: float) -> TableShape:
    """Measure a table for ``width`` points; smaller type first, then narrower columns."""
    scale = 1.0
    count = len(plan.columns)
    while True:
        gap = GAP if scale == 1 else max(6.0, GAP * scale)
        measures = [_measure_column(setting, plan, i, scale) for i in range(count)]
        room = width - gap * (count - 1)
        if sum(m.least for m in measures) <= room or scale <= LEAST_SCALE:
            break
        scale -= 0.06
    widths = _narrowed(measures, room)
    leftover = room - sum(widths)
    bars = _bar_column(plan) if leftover >= 110 else None
    dotted = bars is None and plan.dots is not None and leftover >= LEAST_DOTS
    drawn = 0.0
    if bars is not None or dotted:
        drawn = min(leftover - STRIP_AIR, MOST_STRIP * width)
        leftover -= drawn + STRIP_AIR
    if leftover > 0:
        widths = _widened(measures, widths, leftover)
    boxes: list[ColumnBox] = []
    x = 0.0
    strip = None
    for index, (measure, wide) in enumerate(zip(measures, widths, strict=True)):
        if measure.numeric:
            # The digits stand at the right of their column, its head above them.
            axis = x + wide - measure.after
            boxes.append(ColumnBox(x, wide, True, axis, measure.decimal, measure.after))
        else:
            boxes.append(ColumnBox(x, wide, False))
        x += wide + gap
        if bars is not None and index == bars[0]:
            strip = (bars[0], x, drawn, bars[1])
            x += drawn + STRIP_AIR
    heads = tuple(
        setting.paragraph(head_text(setting, c), "table-head", max(box.width, 24), leading=9,
                          align="left")
        for c, box in zip(plan.columns, boxes, strict=True)
    )  # fmt: skip
    pitch = 16.0 if len(plan.rows) > 8 else 20.0
    rows = _set_rows(setting, plan, boxes, pitch, scale)
    derived = frozenset(
        i
        for i, c in enumerate(plan.columns)
        if c.kind == "number"
        and plan.rows
        and all(r.cells[i].state == "derived" for r in plan.rows)
    )
    lines = max(len(h.lines) for h in heads)
    dots = (width - drawn - DOT_AIR, drawn) if dotted else None
    return TableShape(tuple(boxes), heads, 18 + 9 * (lines - 1), rows, scale, strip, derived, dots)


LEAST_DOTS = 150.0
"""Room from which on a strip of dots is worth its axis."""

STRIP_AIR = 24.0
"""Air at the side of drawn lengths or dots."""

MOST_STRIP = 0.5
"""Share of the table's width that lengths or dots take at most: the cells want air as well."""

DOT_AIR = 10.0
"""Room right of the last tick for half of its label."""

ALIKE = 0.9
"""Share of the longest bar that all bars have to pass for nothing to be seen in them."""


def _narrowed(measures: Sequence[_Measure], room: float) -> list[float]:
    """Widths within ``room``: long heads of numbers fold first, then texts share what is left."""
    widths = [m.natural for m in measures]
    over = sum(widths) - room
    if over <= 0:
        return widths
    slack = sum(m.natural - m.least for m in measures if m.numeric)
    share = min(1.0, over / slack) if slack > 0 else 0.0
    widths = [m.natural - share * (m.natural - m.least) if m.numeric else m.natural
              for m in measures]  # fmt: skip
    open_ = {i: m.natural for i, m in enumerate(measures) if not m.numeric}
    if sum(widths) <= room or not open_:
        return widths
    left = max(room - sum(w for i, w in enumerate(widths) if i not in open_), 30.0 * len(open_))
    for index, natural in sorted(open_.items(), key=lambda item: (item[1], item[0])):
        part = left / len(open_)
        widths[index] = min(natural, part)
        left -= widths[index]
        del open_[index]
    return widths


def _widened(measures: Sequence[_Measure], widths: list[float], leftover: float) -> list[float]:
    """Spread what is left: evenly over the columns, the first text column at most a half more."""
    count = len(widths)
    each = leftover / count
    first = min(each, 0.5 * widths[0] + 12) if not measures[0].numeric else each
    rest = (leftover - first) / max(1, count - 1)
    return [w + (first if i == 0 else rest) for i, w in enumerate(widths)]


def _bar_column(plan: TablePlan) -> tuple[int, float] | None:
    """The column whose values are drawn as lengths: the only stated one, with several values.

    Values that are nearly equal get no bars: from zero on, their lengths tell nothing.
    """
    numeric = [i for i, c in enumerate(plan.columns) if c.kind == "number"]
    stated = [i for i in numeric if not all(r.cells[i].state == "derived" for r in plan.rows)]
    if len(stated) != 1 or numeric[0] != stated[0]:
        return None
    cells = [r.cells[stated[0]] for r in plan.rows if r.role != "total"]
    values = [float(c.value) for c in cells if c.value is not None]
    if len(values) < 3 or min(values) < 0 or max(values) <= 0:
        return None
    if min(values) > ALIKE * max(values):
        return None
    units = {r.cells[stated[0]].unit for r in plan.rows if r.cells[stated[0]].value is not None}
    return (stated[0], max(values)) if len(units) <= 3 else None


def _set_rows(setting: Setting, plan: TablePlan, boxes: Sequence[ColumnBox], pitch: float,
              scale: float) -> tuple[SetRow, ...]:  # fmt: skip
    size = setting.role("table-cell").size * scale
    rows: list[SetRow] = []
    group: str | None = None
    for number, row in enumerate(plan.rows):
        texts: list[SetParagraph | None] = []
        shows = True
        opens = False
        if plan.group_column and row.role in ("body", "group"):
            shows = row.cells[0].text != group
            opens = shows and number > 0
            group = row.cells[0].text
        for index, (cell, box) in enumerate(zip(row.cells, boxes, strict=True)):
            if box.numeric or not cell.text:
                texts.append(None)
                continue
            heading = (plan.group_column and index == 0) or row.role in ("group", "subtotal")
            weight = 700 if heading or row.role == "total" else None
            colour = (
                "accent"
                if cell.state != "reported" or row.role == "subtotal"
                else "p700"
                if plan.group_column and index == 0 and row.role == "body"
                else None
            )
            texts.append(
                setting.paragraph(cell.text, "table-cell", max(box.width, 12), size=size,
                                  leading=11, weight=weight, colour=colour)
            )  # fmt: skip
        visible = [
            t for i, t in enumerate(texts) if t and (shows or i > 0 or not plan.group_column)
        ]
        lines = max((len(t.lines) for t in visible), default=1)
        height = pitch if lines == 1 else max(pitch, 11 * lines + 6)
        rows.append(SetRow(row, tuple(texts), height, opens, shows))
    return tuple(rows)
