"""What a kind's drawing hands over: plots, axes, sheet and overlay of one native chart.

Also the labels that all kinds share: the plan's strings to the letter, live where the point's
number format shows them (the label then follows an edit of the data), with the codes of derived
and missing points beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from report.compose.plan import OTHERS, ChartPlan, Point, Series
from report.compose.words import words_for
from report.deck.chart.frame import FLOOR, CategoryText, Frame, width_of, wrapped
from report.deck.chart.number_format import shown
from report.deck.chart.overlay import Overlay
from report.deck.chart.xml import Brush, label, paragraph, run, value_field
from report.deck.workbook import Sheet, SheetColumn
from report.record import record, replace

Outline = tuple[tuple[float, float], ...]
"""Corners of a surface (points from the chart's upper left)."""


@record
class NativeChart:
    """One native chart, ready to be written."""

    frame: Frame
    plots: str
    """``c:barChart`` and the like, in drawing order."""
    axes: str
    sheet: Sheet
    overlay: Overlay
    legend: bool = False
    hidden: tuple[int, ...] = ()
    """Indices of series that the legend leaves out."""
    under: tuple[tuple[Outline, ...], ...] = ()
    """Surfaces behind the chart, by series; the chart then is a group with them."""


def gap_words(point: Point) -> str:
    """``原文缺失 缺28``: what stands in a gap's slot."""
    return f"{point.label} {point.code}" if point.code else point.label


_MOST_CODES = 12


def codes_text(plan: ChartPlan, codes: Iterable[str | None]) -> str:
    """Codes of several gaps in one slot: each of up to twelve, else the first and the last."""
    known = list(dict.fromkeys(c for c in codes if c))
    if len(known) > _MOST_CODES:
        return f"{known[0]}—{known[-1]}"
    return words_for(plan.language).list_comma.join(known)


def drawn(point: Point) -> bool:
    """Whether the point's number is drawn."""
    return point.shown


def annotated(plan: ChartPlan, series: int, category: int) -> bool:
    """Whether the plan has a remark at a point: it is drawn even where the number is not."""
    return any(a.series == series and a.category == category for a in plan.annotations)


def tagged(plan: ChartPlan) -> ChartPlan:
    """The plan whose derived values without a code of their own carry the language's tag."""
    if plan.panels:
        return replace(plan, panels=tuple(tagged(panel) for panel in plan.panels))
    bare = any(p.state == "derived" and not p.code for s in plan.series for p in s.points)
    if not bare:
        return plan
    return replace(
        plan,
        series=tuple(
            replace(
                s,
                points=tuple(
                    replace(p, code=plan.derived_tag) if p.state == "derived" and not p.code else p
                    for p in s.points
                ),
            )
            for s in plan.series
        ),
    )


def derived_look(brush: Brush, plan: ChartPlan, series: int, category: int, own: str = "") -> str:
    """``c:spPr`` of a derived point: hollow (or filled with ``own``); the sum of the rest pale."""
    others = plan.colour_of(series, category) == OTHERS
    return brush.derived(brush.data(OTHERS) if others else own)


def is_live(point: Point) -> bool:
    """Whether the point's number format shows its label to the letter."""
    return point.value is not None and shown(point.number_format, point.value) == point.label


def label_words(point: Point) -> str:
    """A label with what stands beside it, to measure."""
    if point.state == "missing":
        return gap_words(point)
    return f"{point.label} {point.code}" if point.code else point.label


def label_runs(
    brush: Brush,
    point: Point,
    serial: int,
    *,
    size: float,
    token: str,
    bold: bool = True,
    live: bool = True,
    stacked: bool = False,
) -> tuple[str, bool]:
    """Runs of a reported or derived point's label, and whether one of them is a field.

    ``stacked`` puts a derived point's code in a paragraph of its own, above the number.
    """
    token = "accent" if point.state == "derived" else token
    properties = brush.characters("rPr", size, token, bold=bold)
    field = live and is_live(point)
    content = (
        value_field(point.label, properties, serial) if field else run(point.label, properties)
    )
    if point.code and point.state == "derived":
        small = brush.characters("rPr", max(10.0, size * 0.75), "accent", raised=not stacked)
        if stacked:
            return f"{run(point.code, small)}</a:p><a:p>{content}", field
        content += run(f" {point.code}", small)
    return content, field


def point_label(
    brush: Brush,
    plan: ChartPlan,
    point: Point,
    index: int,
    serial: int,
    *,
    position: str,
    size: float,
    token: str,
    before: str = "",
    after: str = "",
    offset: tuple[float, float] | None = None,
    rotation: int = 0,
    live: bool = True,
    align: str = "",
    stacked: bool = False,
    shape: str = "",
    above: str = "",
    below: str = "",
    key: bool = False,
) -> str:
    """``c:dLbl`` of a point that has a value; ``before`` and ``after`` are further runs.

    ``above`` and ``below`` are paragraphs over and under the label; ``key`` puts the series'
    swatch before it.
    """
    content, field = label_runs(
        brush, point, serial, size=size, token=token, live=live, stacked=stacked
    )
    return label(
        index,
        above + paragraph(before + content + after, align) + below,
        position=position,
        code=point.number_format,
        fields=field,
        offset=offset,
        rotation=rotation,
        shape=shape,
        key=key,
    )


def slot_label(
    brush: Brush,
    points: Sequence[tuple[str, Point]],
    index: int,
    *,
    room: float,
    height: float,
    size: float = 13.0,
    anyhow: bool = False,
) -> str:
    """``c:dLbl`` on a plate in a missing slot ``room`` × ``height`` points; "" where none fits.

    ``anyhow``: where none fits, the codes in one line, though they reach out of the slot.

    ``points`` are the gaps it stands for, each with a prefix (the series' name, or ""). Set on
    one line, on several short ones, upright, or as the code alone: the first that fits.
    """
    texts = [f"{name} {gap_words(p)}" if name else gap_words(p) for name, p in points]
    codes = [p.code or p.label for _, p in points]
    for words, turned in (
        (texts, False),
        ([piece for t in texts for piece in _pieces(t, room)], False),
        (texts, True),
        (codes, False),
        (codes, True),
    ):
        across, along = (height, room) if turned else (room, height)
        fitted = _fitted(words, across, along, size)
        if fitted:
            properties = brush.characters("rPr", fitted, "accent", bold=True)
            content = "".join(paragraph(run(t, properties)) for t in words)
            turn = -90 if turned else 0
            return label(index, content, position="ctr", shape=brush.plate(), rotation=turn)
    if not anyhow:
        return ""
    content = paragraph(run(" ".join(codes), brush.characters("rPr", FLOOR, "accent", bold=True)))
    turn = -90 if height > room else 0
    return label(index, content, position="ctr", shape=brush.plate(), rotation=turn)


def _fitted(lines: Sequence[str], width: float, height: float, size: float) -> float:
    """The largest size up to ``size`` at which ``lines`` fit; 0 where they do not at 10 points."""
    ems = max((width_of(t, 1.0) for t in lines), default=0.0)
    size = min(size, (width - 4) / max(ems, 0.1), (height - 1) / (1.22 * max(1, len(lines))))
    return size if size >= FLOOR - 0.01 else 0.0


def _pieces(text: str, room: float) -> list[str]:
    """``text`` cut into lines for ``room`` points: at its spaces, then between Han characters."""
    lines: list[str] = []
    for word in text.split(" "):
        rest = word
        while rest:
            if width_of(rest, FLOOR) <= room - 4 or not _is_han(rest):
                lines.append(rest)
                break
            keep = max(1, int((room - 4) / (FLOOR * 1.03)))
            lines.append(rest[:keep])
            rest = rest[keep:]
    return lines


def _is_han(text: str) -> bool:
    return all(c >= "一" for c in text)


def named(plan: ChartPlan, s: int) -> Series:
    """Series ``s``; one without a name is called by the chart's title in the sheet."""
    series = plan.series[s]
    if series.name:
        return series
    return replace(series, name=plan.title)


def values(series: Series) -> tuple[Decimal | None, ...]:
    """The raw values of a series."""
    return tuple(p.value for p in series.points)


def formats(series: Series) -> tuple[str, ...]:
    """Number format of each point: its own, or the series'."""
    return tuple(
        p.number_format if p.number_format not in ("", "General") else series.number_format
        for p in series.points
    )


def broken(plan: ChartPlan, text: CategoryText) -> ChartPlan:
    """The plan whose categories have the line breaks that their setting asks for."""
    return replace(plan, categories=text.names) if text.names else plan


def series_column(series: Series) -> SheetColumn:
    """The sheet column of a series' raw values."""
    return SheetColumn(
        series.name,
        values(series),
        series.number_format,
        formats(series),
        width=max(10.0, min(40.0, width_of(series.name, 1.0) * 2 + 2)),
    )


def category_column(plan: ChartPlan) -> SheetColumn:
    """Column A: the categories."""
    longest = max((width_of(c, 1.0) for c in plan.categories), default=5.0)
    return SheetColumn("", plan.categories, width=max(10.0, min(60.0, longest * 2 + 2)))


REMARK = 12.0
"""Size of remarks (points)."""
_LEAST_REMARK = 60.0
"""Narrowest lines of a remark (points)."""


def remark_lines(plan: ChartPlan, series: int, category: int, room: float) -> tuple[str, ...]:
    """The remarks at a point in lines of up to ``room`` points."""
    return tuple(
        line
        for a in plan.annotations
        if a.series == series and a.category == category
        for line in wrapped(a.text, max(room, _LEAST_REMARK), REMARK)
    )


def remark_width(plan: ChartPlan, series: int, category: int) -> float:
    """Width of the remarks at a point after its number, on one line (points)."""
    return sum(
        width_of(f"  {a.text}", REMARK)
        for a in plan.annotations
        if a.series == series and a.category == category
    )


def remark_height(plan: ChartPlan, room: float) -> float:
    """Height of the tallest remark set over its point (points); 0 without any."""
    lines = [len(remark_lines(plan, a.series, a.category, room)) for a in plan.annotations]
    return 15.0 * max(lines, default=0)


def remark_paragraphs(
    brush: Brush, plan: ChartPlan, series: int, category: int, room: float, token: str = "muted"
) -> str:
    """The same as paragraphs, to stand over the point's number."""
    look = brush.characters("rPr", REMARK, token) if plan.annotations else ""
    return "".join(
        paragraph(run(line, look)) for line in remark_lines(plan, series, category, room)
    )


def annotation_run(
    brush: Brush,
    plan: ChartPlan,
    series: int,
    category: int,
    token: str = "muted",
    *,
    lead: bool = True,
) -> str:
    """Runs of the remarks at one point, to stand after its label or over it."""
    return "".join(
        run(f"  {a.text}" if lead else a.text, brush.characters("rPr", 12, token))
        for a in plan.annotations
        if a.series == series and a.category == category
    )


def with_remarks(plan: ChartPlan, c: int, gone: list[tuple[str, Point]]) -> list[tuple[str, Point]]:
    """Gaps of a category, the first with the remarks at all that is not drawn there."""
    remarks = [
        a.text
        for a in plan.annotations
        if a.category == c and plan.series[a.series].points[c].value is None
    ]
    if not remarks or not gone:
        return gone
    name, first = gone[0]
    said = replace(first, label=" ".join((gap_words(first), *remarks)), code=None)
    return [(name, said), *gone[1:]]
