"""Where the numbers of bars and columns stand: inside the end, outside it, upright, or nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from report.compose.plan import ChartPlan, Point
from report.deck.chart.frame import FLOOR, LABEL_SIZE, Frame, share_of, width_of
from report.deck.chart.native import (
    annotated,
    annotation_run,
    drawn,
    label_words,
    point_label,
    remark_height,
    remark_paragraphs,
    remark_width,
)
from report.deck.chart.xml import Brush, label, paragraph
from report.record import field, record
from report.theme import ON_COLOUR


@record
class Bars:
    """Geometry of the bars of one chart (points)."""

    across: bool
    """Bars lie."""
    stacked: bool
    full: bool
    frame: Frame
    length: float
    """Of the value axis."""
    thickness: float
    """Of one bar."""
    step: float
    """Of one category."""
    rows: int = 1
    """Bars side by side in one category."""
    label_size: float = LABEL_SIZE
    """Of the labels of standing bars."""
    upright: bool = False
    """These labels are turned: the columns are thinner than their numbers."""
    sides: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Where numbers stand whose place is chosen already, by series and category."""
    ends: Mapping[tuple[int, int], tuple[float, float]] = field(default_factory=dict)
    """Stacks: numbers that stand beyond their end, by series and category, and how far (points)
    from the middle of their part."""


def bar_label(
    plan: ChartPlan, brush: Brush, geometry: Bars, s: int, c: int, point: Point, token: str
) -> str:
    """Inside the end where it fits, outside where the bar is short; "" where neither does."""
    if (s, c) in geometry.ends:
        return _beyond(plan, brush, geometry, s, c, point)
    if not drawn(point):
        alone = remark_paragraphs(brush, plan, s, c, _remark_room(plan, geometry))
        return label(c, alone, position="outEnd")
    axis = plan.axis
    assert axis is not None
    assert point.value is not None
    if geometry.full:
        length = geometry.length * float(point.share or 0) / 100
    else:
        length = geometry.length * abs(share_of(point.value, axis) - share_of(axis.baseline, axis))
    place = _lying if geometry.across else _standing
    side = geometry.sides.get((s, c))
    found = place(plan, geometry, point, length)
    if found is not None and side:
        found = Place(side, found.size, found.rotation)
    if found is None:
        return ""
    if geometry.across and found.position == "inEnd" and annotated(plan, s, c):
        said = remark_width(plan, s, c) + width_of(label_words(point), found.size) + 16
        if length < said <= geometry.frame.w - geometry.frame.x(point.value, axis):
            found = found._replace(position="outEnd")
    if geometry.across and point.value < axis.baseline and annotated(plan, s, c):
        said = remark_width(plan, s, c) + width_of(label_words(point), found.size) + 16
        if geometry.frame.x(point.value, axis) - said < geometry.frame.left:
            # the words would run into the names: they stand right of the base line
            found = Place("outEnd", found.size, offset=((length + said) / geometry.frame.w, 0.0))
    inside = found.position != "outEnd" or found.offset is not None
    if point.state == "derived":
        on = "accent"
    elif inside and found.offset is None:
        on = ON_COLOUR.get(token, "ink")
    else:
        on = "p700" if token in ("p700", "p300") else "ink"
    ink = on if inside else "muted"
    room = _remark_room(plan, geometry)
    return point_label(
        brush,
        plan,
        point,
        c,
        s * 1000 + c + 1,
        position=found.position,
        size=found.size,
        token=on,
        rotation=found.rotation,
        after=annotation_run(brush, plan, s, c, ink) if geometry.across else "",
        above="" if geometry.across else remark_paragraphs(brush, plan, s, c, room, ink),
        offset=found.offset,
        stacked=found.stacked,
    )


def _beyond(plan: ChartPlan, brush: Brush, geometry: Bars, s: int, c: int, point: Point) -> str:
    """The number of a part that is too small for it, beyond the end of the stack, with its key."""
    dx, dy = geometry.ends[s, c]
    offset = (dx / geometry.frame.w, dy / geometry.frame.h)
    room = _remark_room(plan, geometry)
    above = "" if geometry.across else remark_paragraphs(brush, plan, s, c, room)
    after = annotation_run(brush, plan, s, c, lead=drawn(point)) if geometry.across else ""
    if not drawn(point):
        content = above or paragraph(after)
        return label(c, content, position="ctr", offset=offset, key=True)
    return point_label(
        brush,
        plan,
        point,
        c,
        s * 1000 + c + 1,
        position="ctr",
        size=FLOOR,
        token="ink",
        after=after,
        above=above,
        offset=offset,
        key=True,
    )


def _remark_room(plan: ChartPlan, geometry: Bars) -> float:
    """Width of a remark over a column, which shares the category's with those of its group."""
    return geometry.step * 0.94 / (geometry.rows if len(plan.annotations) > 1 else 1)


def fits_inside(plan: ChartPlan, geometry: Bars, point: Point, length: float) -> bool:
    """Whether a part ``length`` points long holds its number."""
    place = _lying if geometry.across else _standing
    return place(plan, geometry, point, length) is not None


class Place(NamedTuple):
    """Where and how a bar's label is set."""

    position: str
    size: float
    rotation: int = 0
    offset: tuple[float, float] | None = None
    stacked: bool = False


_LARGEST = 20.0


def _lying(plan: ChartPlan, geometry: Bars, point: Point, length: float) -> Place | None:
    words = label_words(point)
    if geometry.thickness < FLOOR * 0.86 and point.state == "reported":
        return None
    # 16 to 20 points: thick bars carry larger numbers (visual design, section 9)
    most = min(_LARGEST, max(LABEL_SIZE, geometry.thickness * 0.34))
    size = max(FLOOR, min(most, geometry.thickness * 0.78))
    width = width_of(words, size)
    if geometry.stacked:
        size = min(size, 14.0)
        if length < width + 4:
            size = FLOOR
        if length < width_of(words, size) + 4:
            return None
        return Place("ctr", size)
    if length >= width + 16 and length >= 40:
        return Place("inEnd", size)
    assert plan.axis is not None
    assert point.value is not None
    end = geometry.frame.x(point.value, plan.axis)
    if point.value < plan.axis.baseline and end - width - 8 < geometry.frame.left:
        # no room before the names: the label stands on the other side of the base line
        return Place("outEnd", size, offset=((length + width + 12) / geometry.frame.w, 0.0))
    return Place("outEnd", size)


def standing_size(
    plan: ChartPlan, members: Iterable[int], span: float, *, coded: bool = False
) -> tuple[float, bool]:
    """One size for all labels of a column chart, and whether they must stand upright.

    ``coded``: a derived value's code stands beside it, not over it.
    """
    words = [
        p.label if p.state == "derived" and not coded else label_words(p)
        for s in members
        for p in plan.series[s].points
        if p.value is not None and drawn(p)
    ]
    ems = max((width_of(t, 1.0) for t in words), default=1.0)
    size = max(FLOOR, min(LABEL_SIZE, span / max(ems, 0.1)))
    return size, ems * size > span * 1.12


def _standing(plan: ChartPlan, geometry: Bars, point: Point, length: float) -> Place | None:
    alone = geometry.rows == 1 and not geometry.stacked
    size, upright = geometry.label_size, geometry.upright
    pitch = geometry.thickness * (1.5 if alone else 1.1)
    if upright and pitch < FLOOR and point.state == "reported":
        return None
    stacked = point.state == "derived" and bool(point.code) and not upright
    rotation = -90 if upright else 0
    width = width_of(label_words(point), size)
    need = width if rotation else size * (2.3 if stacked else 1.2)
    if geometry.stacked:
        if length < need:
            return None
        return Place("ctr", size, rotation, stacked=stacked)
    assert plan.axis is not None
    assert point.value is not None
    end = geometry.frame.y(point.value, plan.axis)
    if point.value < plan.axis.baseline and end + need + 6 > geometry.frame.bottom:
        if length >= need + 8:
            return Place("inEnd", size, rotation, stacked=stacked)
        up = -(length + need + 10) / geometry.frame.h
        return Place("outEnd", size, rotation, offset=(0.0, up), stacked=stacked)
    return Place("outEnd", size, rotation, stacked=stacked)


def headroom(plan: ChartPlan, w: float) -> float:
    """Room above the tallest column for its label, which turns upright where columns are thin."""
    m = max(1, len(plan.series))
    n = max(1, len(plan.categories)) * m
    span = (w - 40) / n * (0.88 if m == 1 else 0.85)
    words = [
        label_words(p) for s in plan.series for p in s.points if p.value is not None and drawn(p)
    ]
    if not words:
        return 10.0
    widest = max(width_of(t, FLOOR) for t in words)
    remarks = remark_height(plan, (w - 40) / n * (1 if len(plan.annotations) > 1 else m) * 0.94)
    if widest > span * 1.12:
        return widest + 10 + remarks
    return (
        remarks + 40.0
        if any(p.state == "derived" for s in plan.series for p in s.points)
        else 28.0 + remarks
    )
