"""The part of the schema that charts are written in."""

from typing import Annotated, Literal

from report.source.base import Field, FigureRef, Model, Name, Text
from report.source.scalars import Flag, Real, Whole


class ReferenceLine(Model):
    """A baseline or target across a chart."""

    value: str = Field(
        description="A number, or the name of a figure.", examples=["95", "national_average"]
    )
    label: str = Field(default="", description="What the line means.", examples=["全国平均"])


class Annotation(Model):
    """A remark at one point of a chart."""

    at: str = Field(description="The category it belongs to.", examples=["2020"])
    series: str = Field(
        default="", description="The series, where there are several.", examples=["小学"]
    )
    text: Text = Field(description="The remark, a few words.", examples=["学区调整"])


class Panel(Model):
    """One of several small charts that share an axis."""

    title: Text = Field(description="The panel's heading.", examples=["玉泉区"])
    values: tuple[FigureRef, ...] = Field(
        default=(), description="Its figures.", examples=[["yuquan_schools", "yuquan_pupils"]]
    )
    y: tuple[str, ...] | str | None = Field(
        default=None, description="Or its columns of the chart's table.", examples=["玉泉区"]
    )


class Chart(Model):
    """A chart of figures (``values``, ``series``) or of a table's columns (``table``, ``x``, ``y``)."""  # noqa: E501

    id: Name | None = Field(
        default=None,
        description="Name that prose refers to: `{{ ref('growth') }}` prints the chart's number.",
        examples=["growth"],
    )
    kind: Literal[
        "bar", "column", "grouped-bar", "grouped-column", "stacked-bar", "stacked-column",
        "full-bar", "full-column", "line", "area", "pie", "doughnut", "scatter", "dumbbell",
        "slope", "waffle", "lollipop", "combo", "waterfall", "multiples", "matplotlib",
    ] = Field(
       description="bar, lollipop: compare values · column: the same, or few steps in time ·"
        " grouped-, stacked-, full- (100 %) of both: several series · line, area: many steps in"
        " time · pie, doughnut, waffle: parts of a whole · dumbbell, slope: before and after ·"
        " scatter: two measures · combo: columns and a line · waterfall: what adds up to a change ·"
        " multiples: small charts on one axis · matplotlib: your own drawing.",
        examples=["bar", "line"],
    )  # fmt: skip
    title: Text = Field(
        description="The finding, as a sentence; not the name of the data.",
        examples=["教职工增得最快"],
    )
    takeaway: str = Field(
        default="",
        description="Headline of the chart's slide and part of the description for those who cannot"
        " see it; by default the title.",
        examples=["教职工的增幅比在校生高近七个百分点"],
    )
    sub: str = Field(
        default="",
        description="Unit and scope, under the title.",
        examples=["十年增幅，%"],
    )
    note: str = Field(
        default="", description="A remark under the chart.", examples=["不含成人教育。"]
    )
    alt: str = Field(
        default="",
        description="Description for those who cannot see the chart; without it one is made from"
        " the data.",
        examples=["条形图：教职工增长 29.01%，在校生增长 22.11%。"],
    )
    source: str | None = Field(
        default=None,
        description="Name of an entry of `sources`; by default those of the figures and the table.",
        examples=["yearbook"],
    )
    values: tuple[FigureRef, ...] = Field(
        default=(),
        description="Figures to draw, one bar or part each; their labels name the categories.",
        examples=[["schools.change", "students.change", "staff.change"]],
    )
    labels: tuple[str, ...] = Field(
        default=(),
        description="Names of the categories instead of the figures' labels.",
        examples=[["学校", "学生", "教职工"]],
    )
    series: dict[str, tuple[FigureRef, ...]] = Field(
        default={},
        description="Several series of figures: the name of each and its figures, with `labels` as"
        " categories. For dumbbell and slope: the two ends, before and after.",
        examples=[{"十年前": ["students_before"], "现在": ["students"]}],
    )
    table: str | None = Field(
        default=None,
        description="A table of `tables` to draw instead of figures.",
        examples=["enrolment"],
    )
    x: str | None = Field(
        default=None, description="Heading of the column with the categories.", examples=["年份"]
    )
    y: tuple[str, ...] | str | None = Field(
        default=None,
        description="Headings of the columns to draw, one series each.",
        examples=["小学", ["小学", "初中"]],
    )
    line: tuple[str, ...] | str | None = Field(
        default=None,
        description="combo: the columns or series that are drawn as lines, on the second axis.",
        examples=["毛入学率"],
    )
    panels: tuple[Panel, ...] | str | None = Field(
        default=None,
        description="multiples: the panels, or the heading of the column that divides the table.",
        examples=["旗县区"],
    )
    unit: str | None = Field(
        default=None,
        description="Unit of the values, where neither figures nor table say it.",
        examples=["万人"],
    )
    sort: Literal["none", "descending", "ascending"] | None = Field(
        default=None,
        description="Order of the categories. By default figures are sorted by value, a table's"
        " rows stay as they are.",
        examples=["none"],
    )
    top: Annotated[Whole, Field(ge=1)] | None = Field(
        default=None,
        description="Show the largest so many; the others are added up as one.",
        examples=[5],
    )
    highlight: tuple[str, ...] | str | None = Field(
        default=None,
        description="What the title is about: a figure, category or series, drawn in the strong"
        " colour.",
        examples=["staff.change"],
    )
    references: tuple[ReferenceLine, ...] = Field(
        default=(),
        description="Baselines or targets across the chart.",
        examples=[[{"value": "95", "label": "目标"}]],
    )
    annotations: tuple[Annotation, ...] = Field(
        default=(),
        description="Remarks at points of the chart.",
        examples=[[{"at": "2020", "text": "学区调整"}]],
    )
    minimum: str | None = Field(
        default=None,
        description="Start of the value axis. Bars and areas begin at 0 whatever is written.",
        examples=["90"],
    )
    maximum: str | None = Field(
        default=None, description="End of the value axis.", examples=["100"]
    )
    missing_note: Flag = Field(
        default=False, description="Say under the chart which values are lost.", examples=[True]
    )
    total: str | None = Field(
        default=None,
        description="Shares: the whole that the parts belong to, if not 100 % (a number or a"
        " figure). Waterfall: the label of the last bar.",
        examples=["students"],
    )
    file: str | None = Field(
        default=None,
        description="matplotlib: a Python file with `draw(table) -> Figure`; runs only with"
        " `--allow-code`.",
        examples=["radar.py"],
    )
    aspect: Annotated[Real, Field(ge=0.2, le=5)] | None = Field(
        default=None, description="Width of the chart over its height.", examples=[1.6]
    )
    width: Literal["column", "wide"] | None = Field(
        default=None,
        description="`column`: as wide as a column of text; `wide`: as wide as the page.",
        examples=["wide"],
    )
