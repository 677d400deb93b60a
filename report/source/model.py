"""The schema that authors write against: YAML data → validated, frozen models.

Scalars arrive as text exactly as written (``report.source.yaml`` never turns ``50.00`` into
50.0 or ``NO`` into False); the fields here give them their meaning. Cross references between
parts of a report are checked in ``report.compose``, which sees all of them.

Each key's description and example go to the JSON Schema (``report.source.schema``), so to
editors, and to ``docs/data-format.md``.
"""

from typing import Annotated, Any, Literal

from report.source.base import Field, FigureRef, Language, Model, Name, Text
from report.source.model_charts import Annotation, Chart, Panel, ReferenceLine
from report.source.model_tables import Table, TableColumn
from report.source.scalars import Flag, Whole

__all__ = [
    "Annotation",
    "Brochure",
    "Callout",
    "Chart",
    "Cover",
    "Deck",
    "Figure",
    "FigureRef",
    "Image",
    "Language",
    "Model",
    "Name",
    "Panel",
    "Quote",
    "ReferenceLine",
    "Report",
    "Section",
    "Slides",
    "Source",
    "Table",
    "TableColumn",
    "Text",
    "json_schema",
]


class Source(Model):
    """Where figures come from."""

    title: Text = Field(description="Name of the work.", examples=["呼和浩特市统计年鉴 2022"])
    publisher: str = Field(default="", description="Who published it.", examples=["中国统计出版社"])
    author: str = Field(default="", description="Who wrote it.", examples=["呼和浩特市统计局"])
    date: str = Field(
        default="", description="When, as it is printed.", examples=["2022-09", "2022年9月"]
    )
    url: str = Field(
        default="", description="Address on the web.", examples=["https://example.org/2022"]
    )
    note: str = Field(
        default="", description="What a reader should know of it.", examples=["网页转存稿"]
    )


class Figure(Model):
    """One number of the report: stated (``value``), computed (``derive``) or lost (``missing``)."""

    label: Text = Field(
        description="What is counted; names the figure on cards and in charts.",
        examples=["在校（园）生"],
    )
    value: str | None = Field(
        default=None,
        description="The number; its digits are kept as written. Also `约40`, `40余`, `近35`,"
        " a range (`3–5`), or `missing` for a number that the source has lost.",
        examples=["30.74", "40余", "3–5", "missing"],
    )
    derive: str | None = Field(
        default=None,
        description="Instead of `value`: arithmetic over other figures (`+ - * / ( )`), done in"
        " decimals. A percentage counts as its hundredth; a gap gives a gap.",
        examples=["students / (1 + students.change)"],
    )
    why: str = Field(
        default="",
        description="Why the value is missing; stands in the data notes.",
        examples=["原文数字缺失"],
    )
    remains: str = Field(
        default="",
        description="Digits that are left of a partly lost number. Never plotted.",
        examples=[".61"],
    )
    unit: str = Field(
        default="",
        description='Unit, with its power of ten as the source writes it. Percent is `"%"`.',
        examples=["万人", "所", "亿元", "%", "个百分点"],
    )
    kind: Literal["number", "year", "period"] = Field(
        default="number",
        description="`year` and `period` are named in text but never drawn or computed with.",
        examples=["year"],
    )
    change: str | None = Field(
        default=None,
        description="Change since `since`: percent or percentage points, or `missing`. A figure of"
        " its own: `students.change`.",
        examples=["22.11%", "-3.1%", "0.88个百分点"],
    )
    since: str = Field(
        default="", description="What the change is measured against.", examples=["十年前", "上年"]
    )
    target: str | None = Field(
        default=None,
        description="Value aimed at, in the same unit. A figure of its own: `students.target`.",
        examples=["35"],
    )
    round: Annotated[Whole, Field(ge=-12, le=12)] | None = Field(
        default=None,
        description="Digits after the point that a derived value is shown with.",
        examples=[2],
    )
    source: str | None = Field(
        default=None, description="Name of an entry of `sources`.", examples=["feature"]
    )
    at: str = Field(
        default="", description="Where in the source it stands.", examples=["第三节第一段"]
    )
    note: str = Field(
        default="",
        description="Scope, in a few words; stands under the value on a card.",
        examples=["城区中小学、幼儿园"],
    )


class Image(Model):
    """A picture."""

    file: Text = Field(
        description="JPEG or PNG file in the report's folder.", examples=["school.jpg"]
    )
    alt: Text = Field(
        description="Description for those who cannot see it.",
        examples=["校门前的操场，学生在做操"],
    )
    caption: str = Field(default="", description="What it shows.", examples=["市第二中学"])
    credit: str = Field(default="", description="Who took it.", examples=["摄影：王某"])


class Quote(Model):
    """A quotation."""

    text: Text = Field(
        description="What was said, without quotation marks.",
        examples=["学校发展到哪里，服务就到哪里。"],
    )
    by: str = Field(default="", description="Who said it.", examples=["一位校长"])


class Callout(Model):
    """A remark on scope or a definition, set apart from the text."""

    text: Text = Field(description="The remark.", examples=["三项合计未去重。"])
    kicker: str = Field(default="", description="A word above it.", examples=["口径提示"])
    foot: str = Field(default="", description="A line at its foot.", examples=["见数据说明"])


class Slides(Model):
    """What the deck says beside the charts."""

    points: tuple[str, ...] = Field(
        default=(),
        description="Points beside the section's charts, a line each.",
        examples=[["教职工增得最快", "学校总量的现值缺失"]],
    )
    notes: str = Field(
        default="", description="What the speaker says.", examples=["先讲增幅，再讲缺口。"]
    )


class Section(Model):
    """One section: an opener, its text, charts and tables."""

    id: Name = Field(description="A name of its own.", examples=["balance"])
    title: Text = Field(description="Its heading, a few words.", examples=["优质均衡"])
    lead: str = Field(
        default="",
        description="One or two sentences under the heading.",
        examples=["规模与质量同步上升。"],
    )
    abstract: str = Field(
        default="",
        description="One line for the contents; by default the lead.",
        examples=["规模与质量"],
    )
    body: str = Field(
        default="",
        description="Markdown: headings, paragraphs, lists, **strong**, links, quotes, footnotes."
        " `{{ name }}` shows a figure, `{{ ref('chart') }}` a chart's number,"
        " `{% if a > b %}…{% endif %}` adapts the wording.",
        examples=["在校生达到 {{ students }}，增长 {{ students.change }}。"],
    )
    key_figures: tuple[FigureRef, ...] = Field(
        default=(),
        description="Figures that stand large at the section's beginning.",
        examples=[["students", "staff", "schools"]],
    )
    charts: tuple[Chart, ...] = Field(
        default=(),
        description="Its charts, in reading order.",
        examples=[[{"kind": "bar", "title": "教职工增得最快", "values": ["staff.change"]}]],
    )
    tables: tuple[str, ...] = Field(
        default=(), description="Names of its tables.", examples=[["honours"]]
    )
    image: Image | None = Field(
        default=None,
        description="A picture.",
        examples=[{"file": "school.jpg", "alt": "校门前的操场"}],
    )
    images: tuple[Image, ...] = Field(
        default=(),
        description="Several pictures.",
        examples=[[{"file": "school.jpg", "alt": "校门前的操场"}]],
    )
    quote: Quote | None = Field(
        default=None,
        description="A quotation.",
        examples=[{"text": "有学上，上好学。", "by": "一位家长"}],
    )
    callout: Callout | None = Field(
        default=None,
        description="A remark on scope, set apart.",
        examples=[{"text": "合计未去重。"}],
    )
    slides: Slides = Field(
        default=Slides(),
        description="What the deck says beside the charts.",
        examples=[{"points": ["教职工增得最快"]}],
    )
    ridge: tuple[FigureRef, ...] | None = Field(
        default=None,
        description="Figures that draw the section's ridge; by default all that it shows.",
        examples=[["students", "staff"]],
    )


class Cover(Model):
    """What the cover shows besides the title."""

    headline: FigureRef | None = Field(
        default=None, description="The figure of the cover's disc.", examples=["students"]
    )
    base: FigureRef | None = Field(
        default=None,
        description="The earlier value it grew from: a ring within the disc, in proportion.",
        examples=["students_before"],
    )
    kicker: str = Field(
        default="", description="A line above the title.", examples=["Education in Hohhot"]
    )
    strap: str = Field(default="", description="A line at the foot.", examples=["2012—2022"])


class Brochure(Model):
    """Options of the brochure."""

    format: Literal["a4", "a5", "a4-landscape", "16:9", "square"] = Field(
        default="a4", description="Trim size.", examples=["a5"]
    )
    body: Literal["serif", "sans"] = Field(
        default="serif", description="Face of the running text.", examples=["sans"]
    )
    columns: Annotated[Whole, Field(ge=1, le=3)] = Field(
        default=2, description="Columns of running text, 1 to 3.", examples=[1]
    )
    multiple_of_four: Flag = Field(
        default=False,
        description="Fill up with blank pages to a multiple of four, for saddle stitching.",
        examples=[True],
    )
    attach_data: Flag = Field(
        default=False,
        description="Attach every chart's numbers as CSV: PDF/A-3a then, else PDF/A-2a.",
        examples=[True],
    )


class Deck(Model):
    """Options of the deck."""

    format: Literal["16:9", "4:3"] = Field(
        default="16:9", description="Slide format.", examples=["4:3"]
    )
    template: str | None = Field(
        default=None,
        description="A .pptx file in the report's folder whose master and layouts are used.",
        examples=["house.pptx"],
    )
    layouts: dict[str, str] = Field(
        default={},
        description="Which of the template's layouts each kind of slide uses.",
        examples=[{"section": "Section Header"}],
    )
    agenda: Flag = Field(
        default=True,
        description="A slide of contents, with links to the sections.",
        examples=[False],
    )
    sections: Flag = Field(
        default=True, description="A slide that opens each section.", examples=[False]
    )
    notes: Flag = Field(
        default=True,
        description="Speaker notes: a section's prose, the source and place of every figure.",
        examples=[False],
    )


class Report(Model):
    """A report: what a brochure and a deck are made from."""

    title: Text = Field(description="Title of both editions.", examples=["首府教育十年"])
    subtitle: str = Field(
        default="",
        description="A second line of the title.",
        examples=["呼和浩特市教育事业数据手册"],
    )
    language: Language = Field(
        default="zh-Hans",
        description="Language of the report: line rules, faces, number units and the fixed words.",
        examples=["zh-Hans", "ja"],
    )
    date: str = Field(
        default="", description="Date, shown as written; never the clock.", examples=["2022-10"]
    )
    publisher: str = Field(
        default="", description="Who publishes it.", examples=["呼和浩特市教育局"]
    )
    author: str = Field(default="", description="Who wrote it.", examples=["数据组"])
    description: str = Field(
        default="",
        description="One or two sentences for the files' properties.",
        examples=["呼和浩特市十年教育事业的数字。"],
    )
    keywords: tuple[str, ...] = Field(
        default=(), description="Words for the files' properties.", examples=[["教育", "统计"]]
    )
    contact: str = Field(
        default="",
        description="Address for questions, on the last page.",
        examples=["data@example.org"],
    )
    theme: str = Field(
        default="qing",
        description="Colours: `qing` 石青, `zhe` 赭土, `song` 松烟, or the path of a theme file.",
        examples=["zhe", "theme.yaml"],
    )
    brochure: Brochure = Field(
        default=Brochure(), description="Options of the brochure.", examples=[{"format": "a5"}]
    )
    deck: Deck = Field(
        default=Deck(), description="Options of the deck.", examples=[{"format": "4:3"}]
    )
    cover: Cover = Field(
        default=Cover(), description="What the cover shows.", examples=[{"headline": "students"}]
    )
    headline: tuple[FigureRef, ...] = Field(
        default=(),
        description="The report's most important figures: a page and a slide of their own.",
        examples=[["students", "staff"]],
    )
    sources: dict[Name, Source] = Field(
        default={},
        description="Where figures come from, by a name.",
        examples=[{"feature": {"title": "首府书写教育高质量"}}],
    )
    figures: dict[Name, Figure] = Field(
        default={},
        description="Every number of the report, once, by a name (letters a–z, digits, `_`).",
        examples=[{"students": {"label": "在校生", "value": "30.74", "unit": "万人"}}],
    )
    tables: dict[Name, Table] = Field(
        default={},
        description="Tables, by a name.",
        examples=[{"honours": {"file": "honours.csv"}}],
    )
    sections: Annotated[tuple[Section, ...], Field(min_length=1)] = Field(
        description="Sections in reading order.",
        examples=[[{"id": "balance", "title": "优质均衡", "body": "在校生 {{ students }}。"}]],
    )
    caveats: tuple[str, ...] = Field(
        default=(),
        description="What a reader must know of scope and definitions; in the data notes.",
        examples=[["不同口径的总量不能相除。"]],
    )
    colophon: dict[str, str] = Field(
        default={},
        description="Lines of the imprint: a heading and its text each.",
        examples=[{"编辑": "数据组", "印次": "2022年10月第1次"}],
    )


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a report, for editors."""
    from report.source.schema import schema_of

    return schema_of(Report)
