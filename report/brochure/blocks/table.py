"""Table plans → bands: horizontal rules only, numerals on one axis, repeated heads (section 6).

The plan says what stands in the cells and how a column is aligned; here widths are found, long
texts are wrapped, a lone column of lengths gets its bars, and a table too long for the page is
divided between rows with its head repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from report.brochure.blocks.frame import FrameFoot, FrameHead, frame_foot, frame_head
from report.brochure.blocks.marks import missing_mark, ring_tag
from report.brochure.flow import Block, rows_of
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.compose.plan import Cell, Column, Row, TablePlan
from report.typeset import Line, SetParagraph

GAP = 14.0
"""Least distance of two columns."""

LEAST_SCALE = 0.76
"""How far the type of a wide table shrinks before its columns are divided instead."""

SLOT = (36.0, 12.0)
"""Size of a missing cell's slot."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row measured: its text cells as lines, its height."""

    row: Row
    texts: tuple[SetParagraph | None, ...]
    height: float
    opens_group: bool = False
    shows_group: bool = True


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True, eq=False)
class TableBand:
    """Rows ``first``…``last`` of a table in its frame."""

    setting: Setting
    plan: TablePlan
    shape: TableShape
    head: FrameHead
    foot: FrameFoot
    width: float
    first: int
    last: int
    source: object = None

    space: int = 1
    breaks: tuple[int, ...] = ()
    keep: bool = False
    floats: bool = True
    numbered: bool = False

    @property
    def body_height(self) -> float:
        """Height of head row and rows."""
        return self.shape.head_height + sum(
            r.height for r in self.shape.rows[self.first : self.last]
        )

    @property
    def height(self) -> float:
        """Height in points."""
        foot = self.foot.height if self.last == len(self.shape.rows) else 4
        return self.head.height - 6 + self.body_height + foot

    @property
    def rows(self) -> int:
        """Height in rows of the grid, with air below."""
        return rows_of(self.height + 10, self.setting.format.baseline)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size."""
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Block]:
        """Two pieces, none with fewer than two rows; a group's first row stays with its next."""
        room = height - (self.head.height - 6) - self.shape.head_height - 4
        cut = self.first
        for index in range(self.first, self.last):
            room -= self.shape.rows[index].height
            if room < 0:
                break
            cut = index + 1
        while cut > self.first and (
            self.last - cut < 2
            or self.shape.rows[cut - 1].opens_group
            or self.shape.rows[cut].row.role in ("total", "subtotal")
        ):
            cut -= 1
        if cut - self.first < 2 or cut >= self.last:
            return []
        title = f"{self.plan.title}{self.setting.words.continued}"
        again = frame_head(self.setting, self.plan.number, title, "", self.plan.sub, self.width)
        return [
            replace(self, last=cut),
            replace(self, first=cut, head=again),
        ]

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw the piece."""
        if self.first == 0:
            surface.bookmark(f"block-{self.plan.id}", y)
        with surface.element("Div", key=("table", self.plan.id)):
            if self.first == 0:
                self.head.draw(surface, x, y, self.width)
            else:
                with surface.artifact("Pagination"):
                    self.head.draw(surface, x, y, self.width)
            top = y + self.head.height - 6
            with surface.element("Table", key=("body", self.plan.id)):
                self._head_row(surface, x, top)
                self._body(surface, x, top + self.shape.head_height)
            bottom = top + self.body_height
            with surface.artifact():
                weight = surface.theme.lines["table"]
                surface.line(x, bottom, x + self.width, bottom, "p900", weight)
            if self.last == len(self.shape.rows):
                self.foot.draw(surface, x, bottom)

    def draw_rows(
        self, surface: Surface, x: float, y: float, width: float, first: int, last: int
    ) -> None:
        """Draw it in a text column."""
        self.draw(surface, x, y, width)

    # -- head --------------------------------------------------------------------------------

    def _head_row(self, surface: Surface, x: float, y: float) -> None:
        shape, setting = self.shape, self.setting
        bottom = y + shape.head_height
        repeated = self.first > 0
        opened = surface.artifact("Pagination") if repeated else surface.element("THead")
        with opened, surface.element("TR") if not repeated else surface.artifact("Pagination"):
            for number, (box, text) in enumerate(zip(shape.columns, shape.heads, strict=True)):
                base = bottom - 6 - 9 * (len(text.lines) - 1)
                cell = (
                    surface.artifact("Pagination")
                    if repeated
                    else surface.element("TH", scope="Column")
                )
                with cell:
                    for line in text.lines:
                        left = (
                            max(x + box.x, x + box.x + box.width - line.width_pt)
                            if box.numeric
                            else x + box.x + line.x_pt
                        )
                        if box.numeric:
                            left = x + self._head_right(box, line) - line.width_pt
                        surface.text(line, left, base)
                        base += 9
                if number in shape.derived_columns:
                    with surface.artifact():
                        tag = setting.line(setting.words.derived_short, "note-code", size=6)
                        left = min(
                            x + self._head_right(box, line) - line.width_pt for line in text.lines
                        )
                        ring_tag(surface, left - 7, bottom - 8.4, tag)
        with surface.artifact():
            weight = surface.theme.lines["table"]
            surface.line(x, bottom, x + self.width, bottom, "p900", weight)

    def _head_right(self, box: ColumnBox, line: Line) -> float:
        """Right edge of a number column's head: over its digits, never left of the column."""
        right = box.axis + (box.tail if box.decimal else 0)
        return max(min(box.x + box.width, right), box.x + line.width_pt)

    # -- body --------------------------------------------------------------------------------

    def _body(self, surface: Surface, x: float, y: float) -> None:
        shape = self.shape
        lines = surface.theme.lines
        top = y
        with surface.element("TBody", key=("rows", self.plan.id)):
            for index in range(self.first, self.last):
                row = shape.rows[index]
                if index > self.first:
                    strong = row.opens_group or row.row.role == "total"
                    with surface.artifact():
                        if strong:
                            surface.line(x, y, x + self.width, y, "p500", 0.5)
                        else:
                            start = (
                                x
                                if not self.plan.group_column or row.shows_group
                                else x + shape.columns[1].x
                            )
                            surface.line(start, y, x + self.width, y, "rule", lines["row"])
                with surface.element("TR"):
                    self._row(surface, index, x, y)
                y += row.height
        if shape.bars:
            with surface.artifact():
                left = x + shape.bars[1]
                surface.line(left, top, left, y, "ink", 0.5)

    def _spanned(self, index: int) -> int:
        """Rows that a group's name, in row ``index``, stands for."""
        rows = self.shape.rows
        after = index + 1
        while after < len(rows) and rows[after].row.role == "body" and not rows[after].shows_group:
            after += 1
        return after - index

    def _row(self, surface: Surface, index: int, x: float, y: float) -> None:
        shape = self.shape
        row, first = shape.rows[index], index == self.first
        role = row.row.role
        for number, (cell, box) in enumerate(zip(row.row.cells, shape.columns, strict=True)):
            heading = number == 0 or (self.plan.group_column and number == 1)
            attributes: dict[str, Any] = {"scope": "Row"} if heading and not box.numeric else {}
            group = self.plan.group_column and number == 0 and role == "body"
            if group and row.shows_group:
                attributes["row_span"] = self._spanned(index)
            cell_element = surface.element("TH" if attributes else "TD", **attributes)
            if group and not row.shows_group:
                # The name above reaches down here; at the top of a page it is printed again.
                cell_element = surface.artifact("Pagination")
            with cell_element:
                if box.numeric:
                    self._number(surface, cell, box, x, y, row.height, role)
                    continue
                text = row.texts[number]
                if text is None:
                    continue
                if group and not row.shows_group and not first:
                    continue
                high = 11 * (len(text.lines) - 1)
                base = y + (row.height - high) / 2 + 3.1
                for line in text.lines:
                    surface.text(line, x + box.x + line.x_pt, base)
                    base += 11
        if shape.bars:
            self._bar(surface, row, x, y)

    def _number(self, surface: Surface, cell: Cell, box: ColumnBox, x: float, y: float,
                height: float, role: str) -> None:  # fmt: skip
        setting, scale = self.setting, self.shape.scale
        base = y + height / 2 + 3.4
        if cell.state == "missing":
            wide = min(SLOT[0], box.width)
            right = x + box.axis + (0 if not box.decimal else min(box.tail, 14))
            left = max(x + box.x, right - wide)
            with surface.tags.span(actual_text=setting.words.missing):
                missing_mark(surface, left, y + (height - SLOT[1]) / 2, wide, SLOT[1])
            code = setting.line(cell.code or cell.text, "note-code", size=6.6)
            surface.text(code, left + wide + 3, base - 1)
            return
        text = cell.text
        if not text:
            return
        colour = "accent" if cell.state == "derived" else "ink" if role == "total" else None
        size = setting.role("table-numeral").size * scale
        whole, point, _ = text.partition(".") if box.decimal else (text, "", "")
        line = setting.line(text, "table-numeral", size=size, colour=colour, tabular=True,
                            weight=700 if role == "total" else None)  # fmt: skip
        lead = line.width_pt
        if point:
            lead = setting.line(whole, "table-numeral", size=size, tabular=True).width_pt
        left = x + box.axis - lead
        surface.text(line, left, base)
        right = left + line.width_pt
        if cell.unit:
            unit = setting.line(cell.unit, "figure-sub", size=7)
            surface.text(unit, right + 3, base)
            right += 3 + unit.width_pt
        if cell.code:
            surface.text(setting.line(cell.code, "note-code"), right + 2, base - 3)

    def _bar(self, surface: Surface, row: SetRow, x: float, y: float) -> None:
        assert self.shape.bars is not None
        column, left, width, most = self.shape.bars
        cell = row.row.cells[column]
        if cell.value is None or row.row.role == "total":
            if cell.state == "missing":
                words = self.setting.words.missing
                line = self.setting.line(words, "note-code", size=7)
                with surface.artifact():
                    surface.text(line, x + left + 6, y + row.height / 2 + 2.6)
            return
        high = 9.0
        wide = width * float(cell.value) / most
        top = y + (row.height - high) / 2
        with surface.artifact():
            if cell.state == "derived":
                surface.frame(x + left, top, wide, high, "accent", surface.theme.lines["derived"])
            else:
                surface.rect(x + left, top, wide, high, "p700")


def table_band(setting: Setting, plan: TablePlan, width: float, source: object = None
               ) -> TableBand:  # fmt: skip
    """Measure a table for ``width``."""
    head = frame_head(setting, plan.number, plan.title, plan.takeaway, plan.sub, width)
    foot = frame_foot(setting, plan.note, plan.source, width)
    shape = _shape(setting, plan, width)
    return TableBand(setting, plan, shape, head, foot, width, 0, len(plan.rows), source)


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


@dataclass(frozen=True, slots=True)
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
    numeric = column.kind == "number"
    cells = [row.cells[index] for row in plan.rows if index < len(row.cells)]
    if not numeric:
        size = setting.role("table-cell").size * scale
        widest = max((setting.width(c.text, "table-cell", size=size) for c in cells), default=0)
        natural = max(widest, min(title, 90))
        return _Measure(natural, head=title, least=min(natural, 44.0))
    size = setting.role("table-numeral").size * scale
    decimal = column.align == "decimal" or len({c.text.partition(".")[2] != "" for c in cells
                                                if c.value is not None}) > 1  # fmt: skip
    before = after = 0.0
    for cell in cells:
        tail = 0.0
        if cell.code and cell.state != "missing":
            tail += 2 + setting.width(cell.code, "note-code")
        if cell.unit and cell.state != "missing":
            tail += 3 + setting.width(cell.unit, "figure-sub", size=7)
        if cell.state == "missing":
            before = max(before, SLOT[0])
            after = max(after, 3 + setting.width(cell.code or cell.text, "note-code", size=6.6))
            continue
        line = setting.line(cell.text, "table-numeral", size=size, tabular=True)
        lead = line.width_pt
        if decimal:
            whole = cell.text.partition(".")[0]
            lead = setting.line(whole, "table-numeral", size=size, tabular=True).width_pt
        before = max(before, lead)
        after = max(after, line.width_pt - lead + tail)
    digits = before + after
    return _Measure(
        max(digits, min(title, 84)), before, after, True, decimal, title,
        max(digits, min(title, 20.0)),
    )  # fmt: skip


def head_text(setting: Setting, column: Column) -> str:
    """A column's heading with its unit."""
    if not column.unit or column.unit in column.title:
        return column.title
    if setting.language in ("en", "ko"):
        return f"{column.title} ({column.unit})"
    return f"{column.title}（{column.unit}）"


def _shape(setting: Setting, plan: TablePlan, width: float) -> TableShape:
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
    if bars is None and leftover > 0:
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
            extra = leftover - 24
            strip = (bars[0], x, extra, bars[1])
            x += extra + 24
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
    return TableShape(tuple(boxes), heads, 18 + 9 * (lines - 1), rows, scale, strip, derived)


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
    """The column whose values are drawn as lengths: the only stated one, with several values."""
    numeric = [i for i, c in enumerate(plan.columns) if c.kind == "number"]
    stated = [i for i in numeric if not all(r.cells[i].state == "derived" for r in plan.rows)]
    if len(stated) != 1 or numeric[0] != stated[0]:
        return None
    cells = [r.cells[stated[0]] for r in plan.rows if r.role != "total"]
    values = [float(c.value) for c in cells if c.value is not None]
    if len(values) < 3 or min(values) < 0 or max(values) <= 0:
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
