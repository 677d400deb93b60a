"""Hand-made chart plans: every kind in the states and extremes a drawing must survive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import get_args

from report.compose.plan import (
    HORIZONTAL,
    Annotation,
    Axis,
    ChartKind,
    ChartPlan,
    Point,
    ReferenceLine,
    Series,
)

KINDS: tuple[str, ...] = tuple(k for k in get_args(ChartKind) if k != "matplotlib")
VARIANTS = ("normal", "gaps", "derived", "negative", "one", "forty", "nothing")
SHARES = {"pie", "doughnut", "waffle", "full-bar", "full-column"}
MULTI = {"grouped-bar", "grouped-column", "stacked-bar", "stacked-column", "full-bar",
         "full-column", "combo", "dumbbell", "slope"}  # fmt: skip
LINES = {"line", "area", "slope", "combo"}
_NAMES = ("小学", "初中", "普通高中", "中等职业学校", "特殊教育学校", "幼儿园", "高校", "成人教育")


def code_for(text: str) -> str:
    """A number format with as many decimals as ``text``; the minus is U+2212."""
    places = len(text.partition(".")[2])
    code = "0" + ("." + "0" * places if places else "")
    return f'{code};"\N{MINUS SIGN}"{code}'


def point(text: str | None, **more: object) -> Point:
    """A point of the digits ``text``; None is a gap."""
    if text is None:
        gap = {"code": "缺05", "state": "missing", **more}
        return Point(None, "原文缺失", **gap)  # type: ignore[arg-type]
    label = text.replace("-", "\N{MINUS SIGN}")
    return Point(Decimal(text), label, number_format=code_for(text), **more)  # type: ignore[arg-type]


def derived(text: str) -> Point:
    """A derived point."""
    return point(text, state="derived", code="推1")


def axis_of(points: Iterable[Point], *, stacked: bool = False, least: int = 10) -> Axis:
    """A plain axis in steps of a quarter of its reach, zero included."""
    known = [p.value for p in points if p.value is not None]
    top = max([Decimal(least), *known]) if not known or max(known) > 0 else Decimal(0)
    low = min([Decimal(0), *known])
    step = Decimal(max(1, -(-int(max(top, -low)) // 4)))
    minimum = -step * -(-int(-low) // int(step)) if low < 0 else Decimal(0)
    if low < 0 and -minimum < -low:
        minimum -= step
    maximum = Decimal(0)
    while maximum < top:
        maximum += step
    ticks, at = [], minimum
    while at <= maximum:
        ticks.append(at)
        at += step
    labels = tuple(str(t).replace("-", "\N{MINUS SIGN}") for t in ticks)
    code = '0;"\N{MINUS SIGN}"0'
    return Axis(minimum, maximum, tuple(ticks), labels, number_format=code, step=step)


def _rows(kind: str, variant: str) -> tuple[tuple[str, ...], list[list[Point]]]:
    """Categories, and points of each series."""
    if kind == "slope":
        items = [["61.20", "98.13"], ["55.00", "71.50"], ["40.10", "43.75"]]
        if variant == "negative":
            items = [["-3.10", "2.40"], ["5.00", "-1.50"]]
        rows = [[point(a), point(b, sub="+9.9%")] for a, b in items]
        if variant == "gaps":
            rows[1][0] = point(None)
        if variant == "derived":
            rows[0][0] = derived("61.20")
        if variant == "one":
            rows = rows[:1]
        if variant == "nothing":
            rows = [[point(None), point(None)]]
        if variant == "forty":
            rows = [[point(f"{10 + i * 7}"), point(f"{90 - i * 5}")] for i in range(8)]
        return ("十年前", "现在"), rows
    m = 3 if kind in MULTI - {"dumbbell", "combo"} else 2 if kind in MULTI else 1
    if kind in ("line", "area", "scatter"):
        m = 2
    base = [["29.01", "22.11", "21.69", "9.50"], ["18.40", "30.74", "25.17", "12.00"],
            ["11.20", "8.35", "14.90", "20.05"]]  # fmt: skip
    if variant == "negative":
        base = [["12.5", "-8.3", "4.0", "-2.25"], ["-6.0", "9.5", "-1.5", "3.0"],
                ["3.0", "-4.0", "5.5", "1.0"]]  # fmt: skip
        if kind in SHARES:
            base = [["1", "2", "3", "94"]] * 3
    rows = [[point(t) for t in row] for row in base[:m]]
    categories: tuple[str, ...] = ("在职教职工", "在校（园）生", "学校、幼儿园", "宽带接入")
    if variant == "gaps":
        rows[0][3] = point(None, code="缺28")
        if m > 1:
            rows[1][1] = point(None, code="缺07")
    elif variant == "derived":
        rows[0][1] = derived("25.17")
        rows[-1][2] = derived("14.90")
    elif variant == "one":
        rows, categories = [row[:1] for row in rows], categories[:1]
    elif variant == "forty":
        categories = tuple(f"第{i + 1}项指标" for i in range(40))
        rows = [[point(str(5 + (i * 37 + s * 11) % 83)) for i in range(40)] for s in range(m)]
    elif variant == "nothing":
        rows = [[point(None, code=f"缺{i + 1:02d}") for i in range(4)] for _ in rows]
    return categories, rows


def plan_of(kind: str, variant: str = "normal") -> ChartPlan:
    """A plan of one kind in one state."""
    if kind == "multiples":
        panels = tuple(
            replace(plan_of("line" if i % 2 else "column", variant), title=f"{name}在校生")
            for i, name in enumerate(_NAMES[:3])
        )
        return _plan(kind, (), (), panels=panels, alt="多幅小图：三个学段的趋势。")
    categories, rows = _rows(kind, variant)
    if kind in SHARES - {"waffle"}:
        rows = _with_shares(kind, rows)
    elif kind == "waffle":
        rows = [[replace(p, share=p.value) for p in row] for row in rows]
    series = [
        Series(
            _NAMES[s] if len(rows) > 1 else "",
            tuple(row), s,
            mark="line" if kind in ("line", "slope") or (kind == "combo" and s == len(rows) - 1)
            else "bar",
            secondary=kind == "combo" and s == len(rows) - 1,
            dash=("solid", "dashed", "dotted", "dashdot")[s % 4],
            marker=("circle", "square", "diamond", "triangle")[s % 4],
            number_format="0.00",
        )
        for s, row in enumerate(rows)
    ]  # fmt: skip
    every = [p for row in rows for p in row]
    axis: Axis | None = axis_of(every)
    if kind.startswith("stacked"):
        axis = axis_of(_sums(rows))
    if kind.startswith("full"):
        axis = Axis(
            Decimal(0), Decimal(100), tuple(Decimal(t) for t in (0, 25, 50, 75, 100)),
            ("0", "25", "50", "75", "100"), step=Decimal(25), fixed=True, number_format="0",
        )  # fmt: skip
    nothing = variant == "nothing"
    plan = _plan(kind, categories, tuple(series), axis=None if nothing else axis)
    plan = replace(plan, all_missing=nothing)
    if kind == "combo":
        plan = replace(plan, axis=axis_of(rows[0]), axis2=axis_of(rows[1]), legend=True)
    if kind == "scatter":
        moved = tuple(
            replace(s, points=tuple(
                replace(p, x=Decimal(c * 3 + i + 1)) for c, p in enumerate(s.points)
            ))
            for i, s in enumerate(series)
        )  # fmt: skip
        xs = [point(str(len(categories) * 3 + 2))]
        plan = replace(
            plan, series=moved, x_axis=replace(axis_of(xs), title="人口，万人"),
            axis=replace(axis_of(every), title="学校，所"),
        )  # fmt: skip
    if kind == "waterfall":
        plan = replace(plan, series=(_steps(series[0], rows[0]),), axis=axis_of(_reach(rows[0])))
    if kind in ("pie", "doughnut", "waffle"):
        plan = replace(plan, axis=None)
    if kind in ("line", "area") and variant != "forty":
        plan = replace(plan, series=tuple(
            replace(s, points=tuple(
                replace(p, shown=i in (0, len(s.points) - 1)) for i, p in enumerate(s.points)
            )) for s in plan.series
        ))  # fmt: skip
    if variant == "forty" and kind in LINES:
        plan = replace(plan, category_every=5, series=tuple(
            replace(s, points=tuple(
                replace(p, shown=i in (0, 39)) for i, p in enumerate(s.points)
            )) for s in plan.series
        ))  # fmt: skip
    if nothing:
        plan = replace(plan, axis=None)
    return plan


def _plan(
    kind: str, categories: Sequence[str], series: Sequence[Series], **more: object
) -> ChartPlan:
    given: dict[str, object] = {
        "id": f"c-{kind}", "kind": kind, "number": "图1", "title": f"教职工增幅最大（{kind}）",
        "takeaway": "教职工增得最快", "sub": "十年累计增幅，%", "categories": tuple(categories),
        "series": tuple(series), "alt": f"{kind}图：29.01最高，9.50最低。", **more,
    }  # fmt: skip
    return ChartPlan(**given)  # type: ignore[arg-type]


def _sums(rows: list[list[Point]]) -> list[Point]:
    positive = [
        sum((p.value for p in c if p.value is not None and p.value > 0), Decimal(0))
        for c in zip(*rows, strict=True)
    ]
    negative = [
        sum((p.value for p in c if p.value is not None and p.value < 0), Decimal(0))
        for c in zip(*rows, strict=True)
    ]
    return [Point(v, "") for v in (*positive, *negative)]


def _with_shares(kind: str, rows: list[list[Point]]) -> list[list[Point]]:
    if kind in ("pie", "doughnut"):
        total = sum((p.value for p in rows[0] if p.value is not None), Decimal(0))
        gaps = any(p.value is None for p in rows[0])
        whole = total * Decimal("1.25") if gaps else total
        return [[
            replace(p, share=p.value * 100 / whole if p.value is not None and whole
                    else Decimal(20) if whole else None, colour=i)
            for i, p in enumerate(rows[0])
        ]]  # fmt: skip
    shared = [list(row) for row in rows]
    for c in range(len(rows[0])):
        known = [p.value for p in (row[c] for row in rows) if p.value is not None]
        gaps = len(rows) - len(known)
        whole = sum(known, Decimal(0)) * (Decimal("1.5") if gaps else 1)
        for row in shared:
            value = row[c].value
            if value is None:
                row[c] = replace(row[c], share=Decimal(100) / 3 if whole else None)
            else:
                share = value * 100 / whole
                row[c] = replace(row[c], share=share, label=f"{share:.1f}", number_format="")
    return shared


def _steps(series: Series, row: list[Point]) -> Series:
    at = Decimal(0)
    points = []
    for i, p in enumerate(row):
        total = i == 0
        points.append(
            replace(p, start=Decimal(0) if total else at, total=total, colour=int(not total))
        )
        at += p.value or Decimal(0)
    return replace(series, points=tuple(points))


def _reach(row: list[Point]) -> list[Point]:
    at, found = Decimal(0), []
    for p in row:
        at += p.value or Decimal(0)
        found.append(Point(at, ""))
    return found


def marked(plan: ChartPlan) -> ChartPlan:
    """The same plan with a baseline and a remark."""
    assert plan.axis is not None
    level = (3 * plan.axis.minimum + plan.axis.maximum) / 4
    return replace(
        plan,
        references=(ReferenceLine(level, "目标 15"),),
        annotations=(Annotation(0, 0, "扩编"),),
    )


def highlighted(plan: ChartPlan) -> ChartPlan:
    """The first point stands out, its peers are quieter."""
    series = plan.series[0]
    points = tuple(
        replace(p, highlight=i == 0, colour=0 if i == 0 else 1) for i, p in enumerate(series.points)
    )
    return replace(plan, highlight=True, series=(replace(series, points=points), *plan.series[1:]))


def horizontal(kind: str) -> bool:
    """Whether rows of the kind run down the side."""
    return kind in HORIZONTAL
