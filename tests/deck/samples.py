"""Hand-made documents: one like a report should be, and the thin, thick and long ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from report.compose.document import (
    Block,
    Callout,
    Chart,
    CoverView,
    Document,
    FigureView,
    Heading,
    ListBlock,
    Options,
    Paragraph,
    ProfilePoint,
    Quote,
    Run,
    Section,
    SlideText,
    SourceView,
    TableBlock,
)
from report.compose.plan import Axis, Cell, ChartPlan, Column, Point, Row, Series, TablePlan
from report.compose.words import words_for

D = Decimal


def figure(
    name: str, label: str, number: str | None, unit: str = "", *, notes: Sequence[str] = (),
    derived: bool = False, code: str | None = None, inputs: Sequence[str] = (),
    formula: str = "", remains: str = "", prefix: str = "",
) -> FigureView:  # fmt: skip
    """A figure; ``number`` None is a gap."""
    state = "missing" if number is None else ("derived" if derived else "reported")
    text = "原文缺失" if number is None else f"{prefix}{number}{unit}"
    return FigureView(
        name=name, label=label, state=state, value=None if number is None else D(number),
        number=number or "原文缺失", unit=unit, text=text, code=code, notes=tuple(notes),
        prefix=prefix, source="annual", at=f"第三节“{label}”一段", formula=formula,
        inputs=tuple(inputs), why="转存时丢失" if number is None else "", remains=remains,
    )  # fmt: skip


STUDENTS = figure("students", "在校（园）生", "30.74", "万人", notes=["较十年前增长22.11%"])
STAFF = figure("staff", "在职教职工", "4.58", "万人", notes=["较十年前增长29.01%"])
SCHOOLS = figure("schools", "学校、幼儿园总量", None, "所", code="缺05", notes=["增长21.69%"])
RATE = figure("rate", "义务教育巩固率", None, "%", code="缺12", remains=".61")
BEFORE = figure(
    "before", "十年前在校（园）生", "25.17", "万人", derived=True, code="推1", prefix="约",
    inputs=("students", "students.change"), formula="30.74 ÷ (1 + 22.11%)",
)  # fmt: skip
GAP = figure(
    "gap", "教职工比学生高出", "6.90", "个百分点", derived=True, code="推3",
    formula="29.01 − 22.11",
)  # fmt: skip


def plan(
    name: str = "growth", title: str = "三项规模指标的十年增幅", takeaway: str = "教职工增得最快",
    *, kind: str = "bar", missing: bool = False, number: str = "图1", note: str = "",
    categories: Sequence[str] = ("在职教职工", "在校（园）生", "学校、幼儿园"),
) -> ChartPlan:  # fmt: skip
    """A chart of one series."""
    values = ["29.01", "22.11", "21.69", "18.4", "12.9", "9.1", "5.2", "3.3"]
    points = [Point(D(values[k % 8]), values[k % 8]) for k in range(len(categories))]
    if missing:
        points[-1] = Point(None, "原文缺失", "missing", "缺05", "schools")
    axis = Axis(D(0), D(30), (D(0), D(10), D(20), D(30)), ("0", "10", "20", "30"), "%", "0", D(10))
    return ChartPlan(
        id=name, kind=kind, number=number, title=title, takeaway=takeaway,  # pyright: ignore
        sub="十年累计增幅，%", categories=tuple(categories),
        series=(Series("增幅", tuple(points), unit="%"),), axis=axis,
        source="来源：《教育年鉴》", note=note, alt=f"条形图：{title}。{takeaway}。",
        provenance="figures: schools, students, staff",
    )  # fmt: skip


def table(
    name: str = "rates", rows: int = 4, columns: int = 3, *, title: str = "专任教师学历合格率",
    takeaway: str = "中职教师合格率最低", number: str = "表1", wide: bool = False,
) -> TablePlan:  # fmt: skip
    """A table of text and numbers with unlike decimals, one gap and one derived cell."""
    heads = [Column("学段")] + [
        Column(f"第{k}项" + ("指标的名称很长很长" if wide else ""), "number", "%", "decimal")
        for k in range(1, columns)
    ]
    made: list[Row] = []
    for r in range(rows):
        more = "，含附设班与教学点以及其他办学形式" if wide and r % 3 == 0 else ""
        text = f"第{r + 1}类学校{more}"
        cells = [Cell(text)]
        for c in range(1, columns):
            value = ["99.99", "8.5", "120", "0.01"][(r + c) % 4]
            cells.append(Cell(value, D(value)))
        if r == 1 and columns > 1:
            cells[1] = Cell("—", None, "missing", "缺25", "schools")
        if r == 2 and columns > 2:
            cells[2] = Cell("1.87", D("1.87"), "derived", "推9")
        made.append(Row(tuple(cells)))
    return TablePlan(
        name, number, title, takeaway, "单位：%", tuple(heads), tuple(made),
        source="来源：《教育年鉴》", alt=f"表格：{title}。",
    )  # fmt: skip


def profile(count: int, gap: int | None = None) -> tuple[ProfilePoint, ...]:
    """A section's profile with a gap."""
    return tuple(
        ProfilePoint(
            f"f{k}", None if k == gap else 0.15 + 0.7 * ((k * 37) % 11) / 10, f"{k * 7}%",
            "missing" if k == gap else "reported",
        )
        for k in range(count)
    )  # fmt: skip


PROSE = (
    Run("十年来，在校（园）生达到"), Run("30.74万人", figure="students"), Run("，增长"),
    Run("22.11%", figure="students.change"), Run("；学校总量"),
    Run("〔原文缺失〕", figure="schools", state="missing"), Run("缺05", mark=True), Run("。见"),
    Run("图1", target="growth"), Run("。"),
)  # fmt: skip


def section(
    number: int, title: str, blocks: Sequence[Block] = (), *,
    key_figures: Sequence[FigureView] = (), points: Sequence[str] = (), notes: str = "",
    lead: str = "三项总量同步上升，教职工增幅最大。", abstract: str = "",
) -> Section:  # fmt: skip
    """A section."""
    return Section(
        id=f"s{number}", number=f"{number:02d}", title=title, lead=(Run(lead),),
        key_figures=tuple(key_figures), blocks=tuple(blocks), profile=profile(9, number % 9),
        slides=SlideText(tuple((Run(p),) for p in points), notes), abstract=abstract,
    )  # fmt: skip


def document(*sections: Section, **more: object) -> Document:
    """A document of some sections with the figures above."""
    made = Document(
        title="首府教育十年", language="zh-Hans", words=words_for("zh-Hans"), sections=sections,
        subtitle="教育事业数据手册", date="2022-10", publisher="数据简报社", author="编辑部",
        description="十年教育数据。", keywords=("教育", "数据"),
        cover=CoverView(STUDENTS, BEFORE, D("0.2211"), "数据简报", "据公开报道整理"),
        figures=(STUDENTS, STAFF, SCHOOLS, RATE, BEFORE, GAP), gaps=(SCHOOLS, RATE),
        derived=(BEFORE, GAP),
        sources=(SourceView("annual", "教育年鉴", text="《教育年鉴》，统计局，2022年。"),),
        caveats=((Run("学生数限于城区，与教职工数不宜相除。"),),),
        colophon=(("制作", "由一份数据文件生成"),), contact="info@example.org",
    )  # fmt: skip
    return replace(made, **more)


def report() -> Document:
    """A report with one of everything."""
    first = section(
        1, "规模与供给",
        [
            Paragraph(PROSE),
            Chart(plan(missing=True, note="缺05：原文丢失；斜纹的长度没有含义。")),
            Callout("口径提示", (Run("学生数限于城区，两者只宜比较增幅，不宜相除。"),),
                    (Run("推3：29.01 − 22.11"),)),
            Chart(plan("level", "十年前与现在", "学生多出五万人", kind="column", number="图2")),
            TableBlock(table()),
        ],
        key_figures=[STUDENTS, STAFF, SCHOOLS, RATE],
        points=["学生与学校的增幅几乎同步。", "只比增幅。"],
        notes="先说规模，再说增幅。", abstract="三项总量与增幅",
    )  # fmt: skip
    second = section(
        2, "普及与质量",
        [
            Heading((Run("学前教育"),)),
            Paragraph((Run("公办园在园幼儿占比过半。"),)),
            Chart(plan("left", "公办园占比", "普及程度都在五成以上", number="图3")),
            Chart(plan("right", "普惠园占比", "普及程度都在五成以上", number="图4", kind="column")),
            Quote((Run("把教育摆在优先发展的战略位置。"),), "市教育局"),
            ListBlock((((Paragraph((Run("第一项"),)),)), ((Paragraph((Run("第二项"),)),)))),
        ],
        key_figures=[GAP], abstract="巩固率与毛入学率",
    )  # fmt: skip
    third = section(
        3, "说明", [Paragraph((Run("本节没有图表，只有文字。" * 6),)), Paragraph(PROSE)],
        abstract="只有文字的一节",
    )  # fmt: skip
    return document(first, second, third)


def thin() -> Document:
    """One section, one paragraph, nothing else."""
    return replace(
        document(section(1, "说明", [Paragraph((Run("只有一段话。"),))], lead="")),
        figures=(), gaps=(), derived=(), sources=(), caveats=(), colophon=(), contact="",
        cover=CoverView(), subtitle="", publisher="", date="", author="",
    )  # fmt: skip


def thick(sections: int = 40) -> Document:
    """Many sections, with a chart and a long table each."""
    return document(
        *(
            section(
                n, f"第{n}类事业的发展情况",
                [Chart(plan(f"c{n}", f"第{n}组增幅", f"第{n}组增得最快", number=f"图{n}")),
                 TableBlock(table(f"t{n}", 60, 4, title=f"第{n}组明细", takeaway="",
                                  number=f"表{n}"))],
                key_figures=[STUDENTS, SCHOOLS],
            )
            for n in range(1, sections + 1)
        )
    )  # fmt: skip


LONG = (
    "关于进一步推动城乡义务教育一体化改革发展与优质均衡、普及普惠以及信息化建设若干重点工作"
    "的情况说明（2012—2022年）"
)
LATIN = (
    "Education in the Capital: Enrolment, Staffing and Quality over Ten Years of Reform, 2012–2022"
)


def long() -> Document:
    """Long titles, labels, leads, points, many columns."""
    labels = [f"{LONG[:24]}第{k}项" for k in range(5)]
    cards = [replace(STUDENTS, name=f"x{k}", label=LONG[: 20 + 8 * k], notes=(LONG, LONG))
             for k in range(7)]  # fmt: skip
    return replace(
        document(
            section(
                1, LONG,
                [Chart(plan(title=LONG, takeaway=LONG * 2, categories=labels, note=LONG * 3)),
                 TableBlock(table(rows=23, columns=9, wide=True)),
                 Quote((Run(LONG * 5),), LONG)],
                key_figures=cards, points=[LONG * 3, LONG * 4, LONG], lead=LONG * 3, abstract=LONG,
            ),
            section(2, LATIN, [Paragraph((Run(LATIN * 40),))], lead=LATIN * 3),
            section(3, "人工智能AI与教育", [Chart(plan("ai", takeaway=LATIN))]),
        ),
        title=LONG, subtitle=LATIN,
    )  # fmt: skip


def standard() -> Document:
    """The report on 4 : 3."""
    return replace(report(), options=Options(deck_format="4:3"))


def english() -> Document:
    """A report in a Latin language, with its faces, spaces and apostrophes."""
    words = words_for("en")
    students = replace(
        STUDENTS, label="Pupils in schools and kindergartens", unit="thousand", number="307.4",
        value=D("307.4"), text="307.4 thousand", notes=("up 22.11% in the capital’s ten years",),
    )  # fmt: skip
    schools = replace(
        SCHOOLS, label="Schools and kindergartens", unit="schools", number=words.missing,
        text=words.missing, notes=("up 21.69%; the total’s number is lost",), code="gap 5",
    )  # fmt: skip
    chart = replace(
        plan("growth", "Growth over ten years by indicator", "Staff grew fastest, pupils second",
             number="Figure 1", categories=("Staff in post", "Pupils", "Schools")),
        sub="cumulative growth, %", source="Source: Statistical Yearbook",
        note="gap 5: lost when the article’s page was copied.",
    )  # fmt: skip
    first = replace(
        section(
            1, "Teachers: qualifications, honours and training", [Chart(chart)],
            key_figures=[students, schools], points=["Pupil numbers cover the city’s area only."],
            lead="All three totals grew together; the schools’ present number isn’t in the source.",
        ),
    )  # fmt: skip
    return replace(
        document(first, section(2, "Provision", [Paragraph((Run(LATIN),))], lead=LATIN)),
        title="Ten Years of Education in the Capital", subtitle="A data handbook", language="en",
        words=words, figures=(students, schools), gaps=(schools,), derived=(),
        caveats=((Run("Pupil numbers cover the city’s area only."),),),
        cover=CoverView(students, None, None, "Data brief", ""), colophon=(("Made", "by data"),),
        sources=(SourceView("annual", "Yearbook", text="Statistical Yearbook, 2022."),),
    )  # fmt: skip


EVERY = {
    "report": report,
    "thin": thin,
    "thick": lambda: thick(5),
    "long": long,
    "4:3": standard,
    "english": english,
}
