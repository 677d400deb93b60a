"""A table as read + what its author wrote about it → ``TablePlan``: typed cells, final strings.

A column whose cells are all numbers (or gaps, or references to figures) is a number column. A
unit that all of its cells share stands in the head; where cells differ, each keeps its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from report.compose.context import path_text
from report.compose.document import FigureView
from report.compose.numbers import EXACT, NumberFormat, decimals_of, rounded
from report.compose.plan import Cell, Column, Row, TablePlan
from report.compose.quantities import (
    MISSING,
    Quantity,
    QuantityError,
    parse_quantity,
    shortened,
)
from report.compose.suggest import did_you_mean
from report.compose.units import SCALE_WORDS, is_fraction, scale_word, split_unit
from report.compose.words import Words
from report.errors import Collector, Place, Severity
from report.record import record, replace
from report.source.loaded import LoadedTable
from report.source.model import Table, TableColumn

_REFERENCE = re.compile(r"^\s*\{\{\s*([A-Za-z_]\w*(?:\.(?:change|target))?)\s*\}\}\s*$")


@record
class TableContext:
    """What a table's plan is made from besides the table."""

    figures: Mapping[str, FigureView]
    words: Words
    numbers: NumberFormat
    collector: Collector
    place: Callable[..., Place]
    """Place of a node below ``tables.<name>``."""
    text: Callable[[str, tuple[str | int, ...]], str]
    """Fills references in a text at a path below ``tables.<name>``."""
    cell: Callable[[str, tuple[str | int, ...]], str]
    """The same for a cell, which is data: neither Markdown nor conditions."""
    use: Callable[[str], None]
    """Told the name of every figure that a cell shows."""


@record
class PlannedTable:
    """A plan and the gaps and sums that it brings along."""

    plan: TablePlan
    gaps: tuple[FigureView, ...] = ()
    """Gaps that stand in the table itself, still without codes."""
    derived: tuple[FigureView, ...] = ()
    """Sums of a total row that the editor added, still without codes."""


@record
class _Read:
    """A cell on its way."""

    text: str
    quantity: Quantity | None = None
    view: FigureView | None = None
    empty: bool = False

    @property
    def missing(self) -> bool:
        if self.view is not None:
            return self.view.state == "missing"
        return self.quantity is not None and self.quantity.missing

    @property
    def numeric(self) -> bool:
        return self.quantity is not None or (self.view is not None and not self.view.temporal)

    @property
    def value(self) -> Decimal | None:
        if self.view is not None:
            return self.view.value
        return self.quantity.value if self.quantity else None

    @property
    def unit(self) -> str:
        if self.view is not None:
            return self.view.unit
        return self.quantity.unit if self.quantity else ""


def plan_table(name: str, spec: Table, table: LoadedTable, context: TableContext) -> PlannedTable:
    """Plan one table; what is wrong goes to the context's collector."""
    return _Planner(name, spec, table, context).plan()


class _Planner:
    def __init__(self, name: str, spec: Table, table: LoadedTable, context: TableContext) -> None:
        self.name = name
        self.spec = spec
        self.table = table
        self.context = context
        self.words = context.words
        self.gaps: list[FigureView] = []
        self.derived: list[FigureView] = []

    def report(
        self,
        message: str,
        *path: str | int,
        cell: tuple[int, int] | None = None,
        hint: str = "",
        code: str,
        severity: Severity = "error",
    ) -> None:
        """Record a diagnostic at a key of the table, or at a cell (row, column) of its data."""
        place = self.context.place(*path)
        if cell is not None and cell[0] < len(self.table.places):
            place = self.table.place(*cell)
            path = ("rows", *cell) if self.spec.rows else ()
        self.context.collector.add(
            place, message, hint=hint, path=path_text(("tables", self.name, *path)),
            severity=severity, code=code,
        )  # fmt: skip

    def plan(self) -> PlannedTable:
        titles = self.table.columns
        self.check_headings()
        read = [
            [self.cell(text, row, column) for column, text in enumerate(cells)]
            for row, cells in enumerate(self.table.rows)
        ]
        columns = [self.column(i, title, read) for i, title in enumerate(titles)]
        rows = [self.row(i, cells, columns) for i, cells in enumerate(read)]
        rows = self.totals(rows, columns)
        group = self.spec.group in titles if self.spec.group else False
        if group and titles.index(self.spec.group or "") != 0:
            at = titles.index(self.spec.group or "")
            columns.insert(0, columns.pop(at))
            rows = [
                replace(r, cells=(r.cells[at], *r.cells[:at], *r.cells[at + 1 :])) for r in rows
            ]
        columns = [self.aligned(column, i, rows) for i, column in enumerate(columns)]
        spec, text = self.spec, self.context.text
        return PlannedTable(
            TablePlan(
                id=self.name,
                number="",
                title=text(spec.title, ("title",)) or self.name,
                takeaway=text(spec.takeaway or spec.title, ("takeaway",)),
                sub=text(spec.sub, ("sub",)),
                columns=tuple(columns),
                rows=tuple(rows),
                note=text(spec.note, ("note",)),
                provenance=self.table.provenance,
                at=self.spec.at,
                group_column=group,
            ),
            tuple(self.gaps),
            tuple(self.derived),
        )

    def check_headings(self) -> None:
        """Headings named by the author must be the table's."""
        titles = self.table.columns
        for heading in self.spec.units:
            if heading not in titles:
                self.report(
                    f"there is no column {heading!r}", "units", heading,
                    hint=did_you_mean(heading, titles) or "there are " + ", ".join(titles),
                    code="unknown-column",
                )  # fmt: skip
        if self.spec.group and self.spec.group not in titles:
            self.report(
                f"there is no column {self.spec.group!r}", "group",
                hint=did_you_mean(self.spec.group, titles) or "there are " + ", ".join(titles),
                code="unknown-column",
            )  # fmt: skip

    def written(self, column: int) -> TableColumn | None:
        """What the author wrote about a column, if more than its heading."""
        title = self.table.columns[column]
        for written in self.spec.columns:
            if isinstance(written, TableColumn) and written.title == title:
                return written
        return None

    def cell(self, text: str | None, row: int, column: int) -> _Read:
        """Read one cell: a figure, a number, a gap or a text."""
        if text is None or not text.strip() or text.strip().lower() in _GAP_MARKS:
            return _Read((text or "").strip(), empty=True)
        match = _REFERENCE.match(text)
        if match:
            view = self.context.figures.get(match[1])
            if view is None:
                self.report(
                    f"there is no figure {match[1]!r}", "rows", row, column, cell=(row, column),
                    hint=did_you_mean(match[1], self.context.figures) or "list it under figures:",
                    code="unknown-figure",
                )  # fmt: skip
                return _Read(text, Quantity())
            self.context.use(view.name)
            return _Read(view.text, view=view)
        if "{" in text:
            return _Read(self.context.cell(text, ("rows", row, column)).strip())
        stripped = text.strip()
        if stripped == MISSING:
            return _Read("", Quantity())
        try:
            return _Read(stripped, parse_quantity(stripped))
        except QuantityError:
            return _Read(stripped)

    def column(self, index: int, title: str, read: list[list[_Read]]) -> Column:
        """Type and unit of a column, from what is written and from its cells."""
        written = self.written(index)
        kind = written.kind if written is not None else None
        unit = self.spec.units.get(title, "") or (written.unit if written else "")
        cells = [row[index] for row in read if index < len(row)]
        full = [cell for cell in cells if not cell.empty]
        strangers = [row for row, c in enumerate(cells) if not (c.empty or c.numeric)]
        number = kind == "number"
        if kind is None:
            number = bool(full) and not strangers
            if number and not unit and _names(title, full, first=index == 0):
                number = False
            elif strangers and 3 * len(strangers) < len(full):
                self.strangers(title, index, cells, strangers, "warning")
        elif number:
            self.strangers(title, index, cells, strangers, "error")
        if not number:
            return Column(title)
        own = {c.unit for c in full if not c.missing}
        if unit:
            for row, cell in enumerate(cells):
                if cell.quantity is None or cell.missing:
                    wrong = cell.unit if cell.view is not None and not cell.missing else ""
                else:
                    same = _in_unit(cell.quantity, unit)
                    if same is not None:
                        read[row][index] = replace(cell, quantity=same)
                        continue
                    wrong = cell.unit or _power_of_its_own(cell.quantity, unit)
                if wrong and wrong != unit:
                    self.report(
                        f"the unit {wrong!r} stands in a column of {unit!r}",
                        "rows", row, index, cell=(row, index),
                        hint="convert the value or drop the column's unit", code="mixed-units",
                    )  # fmt: skip
        elif len(own) == 1:
            unit = own.pop()
        return Column(title, "number", unit, "right")

    def strangers(
        self, title: str, index: int, cells: list[_Read], rows: list[int], severity: Severity
    ) -> None:
        """Cells that are no numbers among numbers."""
        for row in rows:
            self.report(
                f"{shortened(cells[row].text)} stands among the numbers of {title!r}",
                "rows", row, index, cell=(row, index),
                hint="write digits, or missing for a gap; for a column of texts, kind: text",
                code="bad-number", severity=severity,
            )  # fmt: skip

    def aligned(self, column: Column, index: int, rows: Iterable[Row]) -> Column:
        """A number column whose decimals differ is set on its decimal points."""
        if column.kind == "text":
            return column
        decimals = {
            len(cell.text.partition(".")[2])
            for cell in (row.cells[index] for row in rows)
            if cell.value is not None
        }
        return replace(column, align="decimal" if len(decimals) > 1 else "right")

    def row(self, index: int, read: list[_Read], columns: list[Column]) -> Row:
        """One row of final cells."""
        last = index == len(self.table.rows) - 1
        total = self.spec.total is True or any(
            isinstance(c, TableColumn) and c.total for c in self.spec.columns
        )
        pairs = zip(read, columns, strict=False)
        name = _row_name(index, read, columns, self.spec.group)
        cells = tuple(self.shown(cell, column, index, name) for cell, column in pairs)
        blank = all(cell.empty and not cell.text for cell in read[1:])
        lonely = len(read) > 2 and not read[0].empty and blank
        if total and last:
            # What a total leaves empty has no total: rates, say. It is not lost.
            pairs = zip(cells, read, strict=False)
            return Row(tuple(Cell("") if r.empty else c for c, r in pairs), "total")
        if lonely:
            return Row((Cell(cells[0].text), *(Cell("") for _ in cells[1:])), "group")
        return Row(cells)

    def shown(self, cell: _Read, column: Column, row: int, name: str) -> Cell:
        """A cell as it is printed; ``name`` is its row's."""
        words = self.words
        unit = cell.unit if column.kind == "number" and cell.unit != column.unit else ""
        if cell.view is not None:
            view = cell.view
            if view.state == "missing":
                text = words.missing_cell if not view.remains else "?" + view.remains
                return Cell(text, None, "missing", view.code, view.name, unit)
            text = view.text if column.kind == "text" else view.number
            if column.kind == "number":
                text = (view.prefix if view.state == "reported" else "") + text + view.suffix
            return Cell(text, view.value, view.state, view.code, view.name, unit)
        if cell.missing:
            gap = FigureView(
                name=f"{self.name}[{row}].{column.title}",
                label=f"{name} · {column.title}",
                state="missing",
                value=None,
                number=words.missing,
                unit=column.unit,
                text=words.missing_prose,
                why=words.missing_in_table,
                source=self.spec.source,
                at=self.spec.at or self.table.provenance,
                full_label=f"{name} · {column.title}",
            )
            self.gaps.append(gap)
            return Cell(words.missing_cell, None, "missing", None, gap.name)
        if column.kind == "text":
            return Cell(cell.text)
        if cell.empty or cell.quantity is None:
            # The table has no value here, which is not a lost one.
            return Cell(words.missing_cell)
        quantity, numbers = cell.quantity, self.context.numbers
        assert quantity.digits is not None
        text = numbers.number(quantity.digits)
        if quantity.low is not None and quantity.high is not None:
            text += words.range_mark + numbers.number(quantity.high)
        return Cell(quantity.prefix + text + quantity.suffix, quantity.value, unit=unit)

    # ── totals ───────────────────────────────────────────────────────────────────────────────

    def totals(self, rows: list[Row], columns: list[Column]) -> list[Row]:
        """Check the last row's sums, or add a row of sums."""
        spec = self.spec
        asked = {c.title for c in spec.columns if isinstance(c, TableColumn) and c.total}
        if (spec.total is True or asked) and rows:
            for i, column in enumerate(columns):
                if column.kind == "number" and (not asked or column.title in asked):
                    self.check_total(i, column, rows)
        self.unmarked_total(rows)
        if isinstance(spec.total, str) and spec.total and rows:
            rows = [*rows, self.sum_row(spec.total, rows, columns)]
        return rows

    def unmarked_total(self, rows: list[Row]) -> None:
        """A last row that is called a total, but would be counted as a row."""
        name = "".join(rows[-1].cells[0].text.split()).casefold() if len(rows) > 2 else ""
        if rows[-1:] and rows[-1].role == "body" and name in _TOTALS:
            twice = isinstance(self.spec.total, str)
            self.report(
                f"the last row, '{rows[-1].cells[0].text}', seems to be a total, "
                + ("and would be added to the sums" if twice else "but is counted as a row"),
                "rows", len(rows) - 1, 0, cell=(len(rows) - 1, 0), hint="write total: true",
                code="unmarked-total", severity="error" if twice else "warning",
            )  # fmt: skip

    def check_total(self, index: int, column: Column, rows: list[Row]) -> None:
        """The last row of a column is the sum of the others, to within rounding."""
        values = [r.cells[index].value for r in rows[:-1] if r.role == "body"]
        stated = rows[-1].cells[index].value
        parts = [v for v in values if v is not None]
        if stated is None or not parts or len(parts) != len(values):
            return
        total = _total(parts)
        decimals = max(decimals_of(v) for v in (*parts, stated))
        slack = Decimal(len(parts)).scaleb(-decimals) / 2 if decimals else Decimal(0)
        if is_fraction(column.unit) and abs(total) > 100 + len(parts):
            return
        if abs(total - stated) > slack:
            numbers = self.context.numbers
            self.report(
                f"the total of {column.title!r} is {numbers.number(stated)}, "
                f"its rows add up to {numbers.number(total)}",
                "total", cell=(len(rows) - 1, index), hint="correct a row or the total",
                code="bad-total",
            )  # fmt: skip

    def sum_row(self, label: str, rows: list[Row], columns: list[Column]) -> Row:
        """A row of sums, marked as derived; a column with a gap has none."""
        cells: list[Cell] = []
        for i, column in enumerate(columns):
            if column.kind == "text":
                cells.append(Cell(label if not cells else ""))
                continue
            parts = [r.cells[i] for r in rows if r.role == "body"]
            name = f"{self.name}.total.{column.title}"
            title = f"{label} · {column.title}"
            if is_fraction(column.unit) or any(p.unit for p in parts):
                cells.append(Cell(""))
                continue
            values = [p.value for p in parts if p.value is not None]
            missing = len(values) != len(parts)
            total = None if missing else _total(values)
            decimals = max((decimals_of(v) for v in values), default=0)
            number = "" if total is None else self.context.numbers.number(rounded(total, decimals))
            view = FigureView(
                name=name, label=title, full_label=title, unit=column.unit, value=total,
                state="missing" if missing else "derived",
                number=number or self.words.missing,
                text=self.words.missing_prose if missing else
                self.words.measure(number, column.unit),
                why=self.words.missing_in_table if missing else "",
                formula="" if missing else " + ".join(p.text for p in parts),
                source=self.spec.source,
            )  # fmt: skip
            (self.gaps if missing else self.derived).append(view)
            cells.append(
                Cell(self.words.missing_cell if missing else number, total, view.state, None, name)
            )
        return Row(tuple(cells), "total")


def _row_name(index: int, read: list[_Read], columns: list[Column], group: str | None) -> str:
    """What a row is called: its first text but its group's, be it a year, else its number."""
    pairs = [(c, k) for c, k in zip(columns, read, strict=False) if c.kind == "text" and k.text]
    own = [k.text for c, k in pairs if c.title != group] or [k.text for _, k in pairs]
    return own[0] if own else f"{index + 1}"


def _in_unit(quantity: Quantity, unit: str) -> Quantity | None:
    """``60.20万吨`` in a column of 万吨 as 60.20 of the column's unit; None for any other."""
    power, base = split_unit(unit)
    scale = scale_word(unit)
    if not power or quantity.unit != base or scale not in quantity.suffix:
        return None
    return replace(
        quantity, value=None if quantity.high is not None else quantity.digits,
        suffix=quantity.suffix.replace(scale, "", 1), unit=unit,
    )  # fmt: skip


def _power_of_its_own(quantity: Quantity, unit: str) -> str:
    """The power of ten in ``3万`` where the column's unit has one already (万人); else ""."""
    if not split_unit(unit)[0]:
        return ""
    return next((word for word in SCALE_WORDS if word in quantity.suffix), "")


def _total(values: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return total


_TOTALS = frozenset(
    ("合计", "总计", "共计", "合計", "總計", "共計", "総計", "합계", "총계", "계", "計", "计",
     "総数", "总和", "總和",
     "total", "grandtotal", "sum", "altogether")
)  # fmt: skip
"""What the last row of tables made by others is called where it is a total."""

_GAP_MARKS = frozenset(
    ("-", "—", "–", "――", "——", "…", "……", "/", "／", "*", "n/a", "na", "n.a.", "无", "無", "空")
)
"""What stands for an empty cell in tables made by others."""

_NUMBERED = re.compile(
    r"年份?$|年度|学年|學年|届|期别|时间|日期|成立|建校|创办|\byear\b|\bdate\b|연도|년도",
    re.IGNORECASE,
)
"""Headings of columns whose numbers are names: years and dates."""

_CODED = re.compile(r"编号|編號|序号|序號|代码|代碼|番号|번호|^no\.?$|^id$|^code$", re.IGNORECASE)
"""Headings of columns of codes and running numbers."""


def _names(title: str, cells: Iterable[_Read], *, first: bool) -> bool:
    """Whether the numbers of a column name something rather than count it.

    Years, codes and running numbers under such a heading; in the first column also anything
    with a unit of its own (``7年级``) and any run of years.
    """
    numbers = [c for c in cells if c.quantity is not None and not c.quantity.missing]
    if not numbers or len(numbers) < sum(1 for c in cells if not c.missing):
        return False
    if any(re.match(r"0\d", c.text) for c in numbers):
        return True
    years = all(re.fullmatch(r"(?:1[89]|2[01])\d\d(?:\s*[-–—~～至]\s*\d{2,4})?年?", c.text)
                for c in numbers)  # fmt: skip
    if first:
        named = _NUMBERED.search(title) or _CODED.search(title)
        return years or bool(named) or all(c.unit not in ("", "%") for c in numbers)
    if _CODED.search(title):
        return all(c.unit == "" for c in numbers)
    # ``2023年度`` heads the numbers of that year; ``年度`` alone heads years.
    dated = _NUMBERED.search(title) and not any(c.isdigit() or c == "元" for c in title)
    return bool(dated) and years
