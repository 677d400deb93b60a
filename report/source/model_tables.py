"""The part of the schema that tables are written in."""

from typing import Annotated, Literal

from report.source.base import Field, Model, Text
from report.source.scalars import Flag, Whole


class TableColumn(Model):
    """A column's heading with what its cells are."""

    title: Text = Field(
        description="The heading, as it is printed and as `x`, `y`, `group` and `units` name it.",
        examples=["学生数"],
    )
    kind: Literal["text", "number"] | None = Field(
        default=None,
        description="What the cells are. Without it, a column whose cells are all numbers, gaps or"
        " references to figures is a number column.",
        examples=["number"],
    )
    unit: str = Field(default="", description="Unit of every cell.", examples=["人", "%"])
    total: Flag = Field(
        default=False,
        description="Check that the last row is the sum of the others in this column.",
        examples=[True],
    )


class Table(Model):
    """A table: rows written here, or a file (CSV, XLSX, XLS, ODS, SQLite)."""

    title: str = Field(
        default="", description="The finding, in one line.", examples=["荣誉集中在自治区一级"]
    )
    takeaway: str = Field(
        default="",
        description="Headline of the table's slide; by default the title.",
        examples=["自治区一级的荣誉占多数"],
    )
    sub: str = Field(
        default="", description="Unit and scope, under the title.", examples=["单位：人"]
    )
    note: str = Field(
        default="", description="A remark under the table.", examples=["含民办学校。"]
    )
    source: str | None = Field(
        default=None, description="Name of an entry of `sources`.", examples=["yearbook"]
    )
    at: str = Field(default="", description="Where in the source it stands.", examples=["表 4-2"])
    columns: tuple[str | TableColumn, ...] = Field(
        default=(),
        description="Headings of rows written here; for a file, what some of its columns are.",
        examples=[["学段", "合格率"]],
    )
    rows: tuple[tuple[str | None, ...], ...] = Field(
        default=(),
        description="Rows of cells. A cell is text or a number, `{{ name }}` for a figure,"
        " `missing` for a lost number, `~` for an empty cell.",
        examples=[[["小学", "99.99%"], ["初中", "{{ junior }}"], ["高中", "missing"]]],
    )
    file: str | None = Field(
        default=None,
        description="A file in the report's folder instead of `rows`: CSV (UTF-8, UTF-16, GB18030"
        " and others; the separator is found), XLSX, XLS, ODS or SQLite.",
        examples=["honours.csv"],
    )
    sheet: str | None = Field(
        default=None,
        description="The workbook's sheet; needed where it has more than one.",
        examples=["Sheet1"],
    )
    range: str | None = Field(
        default=None,
        description="The cells to read in a sheet, headings included; without it, all that are"
        " filled.",
        examples=["A3:D20", "B2"],
    )
    header: Annotated[Whole, Field(ge=1)] | None = Field(
        default=None,
        description="Number of the row with the headings, counted from 1 as the file's rows are.",
        examples=[3],
    )
    query: str | None = Field(
        default=None,
        description="For an SQLite file: one SELECT, with ORDER BY.",
        examples=["SELECT year AS 年份, pupils AS 学生数 FROM enrolment ORDER BY year"],
    )
    separator: str | None = Field(
        default=None,
        description="The character between a CSV file's cells, or `tab`, where it is not found"
        " rightly.",
        examples=[";", "tab"],
    )
    encoding: str | None = Field(
        default=None,
        description="A CSV file's encoding, where it is not found rightly.",
        examples=["gb18030"],
    )
    units: dict[str, str] = Field(
        default={},
        description="Unit of each number column, by its heading.",
        examples=[{"学生数": "人"}],
    )
    group: str | None = Field(
        default=None,
        description="Heading of the column whose equal cells group the rows.",
        examples=["级别"],
    )
    total: Flag | str = Field(
        default=False,
        description="`true`: the last row is a total, and is checked. A word: a row of sums, marked"
        " as derived, is added under that word.",
        examples=[True, "合计"],
    )
    show: Flag = Field(
        default=True,
        description="`false`: the table only feeds charts, and is not printed among the data notes"
        " either.",
        examples=[False],
    )
