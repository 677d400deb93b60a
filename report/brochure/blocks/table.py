"""Table plans → bands: horizontal rules only, numerals on one axis, repeated heads (section 6).

The plan says what stands in the cells and how a column is aligned; ``table_shape`` finds where;
here it is drawn, and a table too long for the page is divided between rows.
"""

from __future__ import annotations

from typing import Any

from report.brochure.blocks.dots import draw_dot, draw_grid, draw_ticks
from report.brochure.blocks.frame import FrameFoot, FrameHead, frame_foot, frame_head
from report.brochure.blocks.marks import missing_mark, ring_tag
from report.brochure.blocks.table_shape import (
    SLOT,
    ColumnBox,
    SetRow,
    TableShape,
    column_parts,
    table_shape,
)
from report.brochure.flow import Block, rows_of
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.compose.plan import Cell, DotStrip, TablePlan
from report.record import record, replace
from report.typeset import Line, SetParagraph

__all__ = ["TableBand", "column_parts", "table_band"]


@record(eq=False)
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
        more = self.setting.words.continued  # a part of its columns says so already
        title = f"{self.plan.title.removesuffix(more)}{more}"
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
            if shape.dots is not None:
                draw_ticks(surface, setting, self._strip(), x + shape.dots[0], shape.dots[1],
                           bottom - 6)  # fmt: skip
            weight = surface.theme.lines["table"]
            surface.line(x, bottom, x + self.width, bottom, "p900", weight)

    def _strip(self) -> DotStrip:
        assert self.plan.dots is not None
        return self.plan.dots

    def _head_right(self, box: ColumnBox, line: Line) -> float:
        """Right edge of a number column's head: over its digits, never left of the column."""
        right = box.axis + (box.tail if box.decimal else 0)
        return max(min(box.x + box.width, right), box.x + line.width_pt)

    # -- body --------------------------------------------------------------------------------

    def _body(self, surface: Surface, x: float, y: float) -> None:
        shape = self.shape
        lines = surface.theme.lines
        top = y
        if shape.dots is not None:
            with surface.artifact():
                high = sum(r.height for r in shape.rows[self.first : self.last])
                draw_grid(surface, self._strip(), x + shape.dots[0], shape.dots[1], y, y + high)
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
                lines = text.lines
                high = 11 * (len(lines) - 1)
                if group and not row.shows_group:
                    if not first:
                        continue
                    lines = self._again(index, text, box.width)
                    high = 0  # it hangs down into its rows, not up into the head
                base = y + (row.height - high) / 2 + 3.1
                for line in lines:
                    surface.text(line, x + box.x + line.x_pt, base)
                    base += 11
        if shape.bars:
            self._bar(surface, row, x, y)
        elif shape.dots is not None and role == "body":
            strip = self._strip()
            cell = row.row.cells[strip.column]
            with surface.artifact():
                draw_dot(surface, self.setting, strip, cell, x + shape.dots[0], shape.dots[1],
                         y + row.height / 2)  # fmt: skip

    def _again(self, index: int, text: SetParagraph, width: float) -> tuple[Line, ...]:
        """A group's name at the top of a further piece; on one line where its rows are few."""
        rows = self.shape.rows[index : min(self.last, index + self._spanned(index))]
        room = sum(r.height for r in rows) - (rows[0].height / 2 + 3.1) - 3
        if 11 * (len(text.lines) - 1) <= room:
            return text.lines
        return (self.setting.fitted(text.text, "table-cell", width, weight=700, colour="p700"),)

    def _number(self, surface: Surface, cell: Cell, box: ColumnBox, x: float, y: float,
                height: float, role: str) -> None:  # fmt: skip
        setting, scale = self.setting, self.shape.scale
        base = y + height / 2 + 3.4
        if cell.state == "missing":
            wide = min(SLOT[0], box.width)
            right = x + box.axis + (0 if not box.decimal else min(box.tail, 14))
            code = setting.line(cell.code or cell.text, "note-code", size=6.6)
            right = min(right, x + box.x + box.width - 3 - code.width_pt)
            left = max(x + box.x, right - wide)
            with surface.tags.span(actual_text=setting.words.missing):
                missing_mark(surface, left, y + (height - SLOT[1]) / 2, wide, SLOT[1])
            surface.text(code, left + wide + 3, base - 1)
            return
        text = cell.text
        if not text:
            return
        colour = "accent" if cell.state == "derived" else "ink" if role == "total" else None
        if cell.value is None and not any(c.isdigit() for c in text):
            colour = "muted"  # no value: a dash
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
    shape = table_shape(setting, plan, width)
    if shape.dots is not None and plan.dots is not None:
        # A cut axis is stated; the pieces of a divided table say it as well.
        said = [part for part in (plan.sub, plan.dots.note) if part]
        plan = replace(plan, sub=setting.words.semicolon.join(said))
    head = frame_head(setting, plan.number, plan.title, plan.takeaway, plan.sub, width)
    foot = frame_foot(setting, plan.note, plan.source, width)
    return TableBand(setting, plan, shape, head, foot, width, 0, len(plan.rows), source)
