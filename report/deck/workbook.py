"""A chart's numbers → the workbook embedded behind it, as bytes: one sheet, raw values, no clock.

The sheet is laid out as PowerPoint and python-pptx lay theirs out: categories down column A,
one series a column from B on, names in row 1. Numbers keep the digits their author wrote (the
text of the ``Decimal`` goes into the cell); a gap is an empty cell. Written directly rather than
through a library: SpreadsheetML of one sheet is a page of XML, and a chart must cost little.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from report.deck.ooxml import HEADER as _HEAD
from report.deck.ooxml import escape

SHEET = "Sheet1"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that follows others, with the value it has now."""

    expression: str
    """Excel's grammar, without the equals sign: ``C2-B2``."""
    value: Decimal | None


CellValue = Decimal | str | Formula | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet: its heading in row 1, its cells from row 2 on."""

    title: str
    cells: tuple[CellValue, ...]
    number_format: str = "General"
    formats: tuple[str, ...] = ()
    """Number format of each cell where they differ; empty: ``number_format`` for all."""
    width: float = 12.0
    """In characters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet behind a chart."""

    columns: tuple[SheetColumn, ...]

    @property
    def rows(self) -> int:
        """Number of rows below the headings."""
        return max((len(column.cells) for column in self.columns), default=0)


def digits(value: Decimal) -> str:
    """``value`` as XML writes a number: the author's digits, never an exponent."""
    return format(value, "f")


def column_letter(index: int) -> str:
    """Letters of column ``index``, counted from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_range(column: int, rows: int) -> str:
    """Absolute reference to the cells below a heading: ``Sheet1!$B$2:$B$7``."""
    letter = column_letter(column)
    return f"{SHEET}!${letter}$2:${letter}${rows + 1}"


def heading(column: int) -> str:
    """Absolute reference to a column's heading: ``Sheet1!$B$1``."""
    return f"{SHEET}!${column_letter(column)}$1"


def write_workbook(sheet: Sheet) -> bytes:
    """The workbook as an XLSX file (ECMA-376 part 1, clause 18); same sheet, same bytes."""
    styles: dict[str, int] = {"General": 0}
    data = _sheet_xml(sheet, styles)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _ROOT_RELATIONS),
            ("xl/workbook.xml", _WORKBOOK),
            ("xl/_rels/workbook.xml.rels", _WORKBOOK_RELATIONS),
            ("xl/styles.xml", _styles_xml(tuple(styles))),
            ("xl/worksheets/sheet1.xml", data),
        ):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, text.encode())
    return buffer.getvalue()


def _sheet_xml(sheet: Sheet, styles: dict[str, int]) -> str:
    columns = sheet.columns
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{c.width:g}" customWidth="1"/>'
        for i, c in enumerate(columns, 1)
    )
    letters = [column_letter(i) for i in range(len(columns))]
    head = "".join(
        _text_cell(f"{letter}1", column.title)
        for letter, column in zip(letters, columns, strict=True)
        if column.title
    )
    rows = [f'<row r="1">{head}</row>']
    for row in range(sheet.rows):
        cells = []
        for letter, column in zip(letters, columns, strict=True):
            if row >= len(column.cells):
                continue
            cell = column.cells[row]
            if cell is None or cell == "":
                continue
            place = f"{letter}{row + 2}"
            if isinstance(cell, str):
                cells.append(_text_cell(place, cell))
                continue
            code = column.formats[row] if column.formats else column.number_format
            style = styles.setdefault(code, len(styles))
            mark = f' s="{style}"' if style else ""
            if isinstance(cell, Formula):
                value = "" if cell.value is None else f"<v>{digits(cell.value)}</v>"
                expression = escape(cell.expression)
                cells.append(f'<c r="{place}"{mark}><f>{expression}</f>{value}</c>')
            else:
                cells.append(f'<c r="{place}"{mark}><v>{digits(cell)}</v></c>')
        rows.append(f'<row r="{row + 2}">{"".join(cells)}</row>')
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols>{widths}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def _text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _styles_xml(codes: tuple[str, ...]) -> str:
    """The style part: one cell format for each number format, numbered from 164."""
    own = codes[1:]
    formats = "".join(
        f'<numFmt numFmtId="{164 + i}" formatCode="{escape(code)}"/>' for i, code in enumerate(own)
    )
    listed = f'<numFmts count="{len(own)}">{formats}</numFmts>' if own else ""
    crossed = "".join(
        f'<xf numFmtId="{164 + i}" fontId="0" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1"/>'
        for i in range(len(own))
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}">{listed}'
        '<fonts count="1"><font><sz val="11"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        f'<cellXfs count="{len(codes)}">'
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{crossed}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/></Types>'
)
_ROOT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_WORKBOOK = (
    f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets>'
    '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
)
_WORKBOOK_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
)
