"""A chart's numbers → the workbook embedded behind it, as bytes: one sheet, raw values, no clock.

The sheet is laid out as PowerPoint and python-pptx lay theirs out: categories down column A,
one series a column from B on, names in row 1. Numbers keep the digits their author wrote (the
text of the ``Decimal`` goes into the cell); a gap is an empty cell. Written directly rather than
through a library: SpreadsheetML of one sheet is a page of XML, and a chart must cost little.
"""

from __future__ import annotations

from decimal import Decimal

from report.deck.ooxml import HEADER as _HEAD
from report.deck.ooxml import escape
from report.deck.package import write_zip
from report.record import record

SHEET = "Sheet1"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@record
class Formula:
    """A cell that follows others, with the value it has now."""

    expression: str
    """Excel's grammar, without the equals sign: ``C2-B2``."""
    value: Decimal | None


CellValue = Decimal | str | Formula | None


@record
class SheetColumn:
    """A column of the sheet: its heading in row 1, its cells from row 2 on."""

    title: str
    cells: tuple[CellValue, ...]
    number_format: str = "General"
    formats: tuple[str, ...] = ()
    """Number format of each cell where they differ; empty: ``number_format`` for all."""
    width: float = 12.0
    """In characters."""


@record
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
    strings: dict[str, int] = {}
    data = _sheet_xml(sheet, styles, strings)
    members = (
        *_CONSTANT,
        ("xl/styles.xml", _styles_xml(tuple(styles)).encode()),
        ("xl/worksheets/sheet1.xml", data.encode()),
        ("xl/sharedStrings.xml", _strings_xml(tuple(strings)).encode()),
    )
    # Stored: the presentation's package squeezes the workbook as a whole.
    return write_zip(members, level=0)


def _sheet_xml(sheet: Sheet, styles: dict[str, int], strings: dict[str, int]) -> str:
    columns = sheet.columns
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{c.width:g}" customWidth="1"/>'
        for i, c in enumerate(columns, 1)
    )
    letters = [column_letter(i) for i in range(len(columns))]
    head = "".join(
        _text_cell(f"{letter}1", column.title, strings)
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
                cells.append(_text_cell(place, cell, strings))
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


def _text_cell(place: str, text: str, strings: dict[str, int]) -> str:
    index = strings.setdefault(text, len(strings))
    return f'<c r="{place}" t="s"><v>{index}</v></c>'


_SPACED = ' xml:space="preserve"'


def _strings_xml(strings: tuple[str, ...]) -> str:
    """The shared strings, each once."""
    items = "".join(
        f"<si><t{_SPACED if text != text.strip() else ''}>{escape(text)}</t></si>"
        for text in strings
    )
    return f'{_HEAD}<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{items}</sst>'


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
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><scheme val="minor"/></font>'
        "</fonts>"
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        f'<cellXfs count="{len(codes)}">'
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{crossed}</cellXfs>'
        "</styleSheet>"
    )


_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SHEET_TYPE}.sharedStrings+xml"/>'
    '<Override PartName="/xl/theme/theme1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    "</Types>"
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
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId4" Type="{_RELATIONS}/theme" Target="theme/theme1.xml"/>'
    "</Relationships>"
)


def _theme() -> str:
    """The least theme a workbook can have: a spreadsheet program's own look."""
    slots = (
        ("dk1", '<a:sysClr val="windowText" lastClr="000000"/>'),
        ("lt1", '<a:sysClr val="window" lastClr="FFFFFF"/>'),
        *(
            (name, f'<a:srgbClr val="{value}"/>')
            for name, value in (
                ("dk2", "44546A"), ("lt2", "E7E6E6"), ("accent1", "4472C4"),
                ("accent2", "ED7D31"), ("accent3", "A5A5A5"), ("accent4", "FFC000"),
                ("accent5", "5B9BD5"), ("accent6", "70AD47"), ("hlink", "0563C1"),
                ("folHlink", "954F72"),
            )
        ),
    )  # fmt: skip
    colours = "".join(f"<a:{name}>{colour}</a:{name}>" for name, colour in slots)
    face = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    return (
        f'{_HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        f' name="Office"><a:themeElements><a:clrScheme name="Office">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Office"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}'
        '</a:minorFont></a:fontScheme><a:fmtScheme name="Office">'
        f"<a:fillStyleLst>{plain * 3}</a:fillStyleLst>"
        f'<a:lnStyleLst>{f"""<a:ln w="6350">{plain}</a:ln>""" * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}"
        f"</a:effectStyleLst><a:bgFillStyleLst>{plain * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


_CONSTANT = (
    ("[Content_Types].xml", _CONTENT_TYPES.encode()),
    ("_rels/.rels", _ROOT_RELATIONS.encode()),
    ("xl/workbook.xml", _WORKBOOK.encode()),
    ("xl/_rels/workbook.xml.rels", _WORKBOOK_RELATIONS.encode()),
    ("xl/theme/theme1.xml", _theme().encode()),
)
"""Members that are the same in every workbook."""
