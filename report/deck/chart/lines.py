"""Lines, areas and slopes: a plan → ``c:lineChart`` (with ``c:areaChart`` under it).

A line stops at a gap (:mod:`report.deck.chart.gaps` draws what stands there). Lines are told apart
by colour, dash and end marker, and are named at their ends.
"""

from __future__ import annotations

from report.compose.plan import ChartPlan, Point
from report.deck.chart.areas import broken_areas, plain_areas
from report.deck.chart.frame import (
    Frame,
    foot_frame,
    foot_labels,
    stacked,
    width_of,
)
from report.deck.chart.gaps import banded, bands, gap_slots
from report.deck.chart.native import (
    NativeChart,
    broken,
    category_column,
    drawn,
    formats,
    label_words,
    named,
    point_label,
    remark_height,
    remark_lines,
    remark_paragraphs,
    series_column,
    values,
)
from report.deck.chart.overlay import Overlay
from report.deck.chart.references import reference_room, reference_rules
from report.deck.chart.slopes import (
    MARKER_SIZE,
    between_labels,
    headroom,
    off_the_line,
)
from report.deck.chart.values import (
    END_SIZE,
    Places,
    Rect,
    Spot,
    axis_of,
    paths_of,
    place_values,
    remark_room,
    said,
    value_size,
)
from report.deck.chart.xml import (
    CATEGORY_AXIS,
    DASHES,
    VALUE_AXIS,
    Brush,
    category_axis,
    label,
    labels,
    marker,
    number_reference,
    paragraph,
    run,
    series_head,
    text_reference,
    value_axis,
)
from report.deck.workbook import Sheet
from report.record import replace

LINE_WIDTH = 2.25
_WIDEST_NAMES = 0.42
"""Share of the chart's width that names at the ends of lines may take."""


def draw_lines(plan: ChartPlan, brush: Brush, w: float, h: float) -> NativeChart:
    """Line, area and (on one pair of axes) slope charts."""
    axis = plan.axis
    assert axis is not None
    m = len(plan.series)
    direct = m > 1 and not plan.legend
    if direct and _end_room(plan, True, w) > _WIDEST_NAMES * w:
        direct = False  # names that would leave no room for the lines go into a legend
    key = m > 1 and not direct
    slope = plan.kind == "slope"
    bare = not any(axis.labels)
    gaps = any(p.state == "missing" for s in plan.series for p in s.points)
    right = max(_end_room(plan, direct, w), reference_room(plan, across=False))
    frame, text = foot_frame(
        plan,
        w,
        h,
        legend=key,
        right=right,
        top=headroom(plan) + remark_height(plan, remark_room(plan, w * 0.8)),
        cap=320.0 if slope else 0.0,
    )
    if slope:
        frame = between_labels(plan, frame, direct)
        # LibreOffice turns labels that all but fill their step
        text = foot_labels(plan.categories, frame.plot_w / 2 * 0.88, h, plan.category_every)
        frame = replace(frame, plot_h=max(h - frame.top - text.room, 20))
    plan = broken(plan, text)
    overlay = Overlay(brush, w, h)
    categories = text_reference(0, plan.categories)
    columns = [series_column(named(plan, s)) for s in range(m)]
    plots = ""
    surfaced = not gaps and (plan.kind == "area" or (slope and bare))
    if surfaced:
        plots = plain_areas(plan, brush, categories)
    if gaps and banded(plan):
        markup, column = bands(plan, brush, frame)
        plots += markup
        columns.append(column)
    elif gaps:
        frame = gap_slots(plan, overlay, frame)
    reference_rules(overlay, brush, plan, frame, across=False)
    plots += line_group(plan, brush, frame, categories, tuple(range(m)), direct)
    axes = category_axis(brush, size=text.size, skip=text.skip, rotation=text.turn)
    axes += value_axis(
        brush,
        minimum=axis.minimum,
        maximum=axis.maximum,
        step=axis.step,
        code=axis.number_format,
        label_position="none" if bare else "low",
        gridlines=not bare,
    )
    return NativeChart(
        frame,
        plots,
        axes,
        Sheet((category_column(plan), *columns)),
        overlay,
        legend=key,
        # entries are counted as they stand: areas come before lines, whatever their numbers
        hidden=tuple(range(m)) if key and surfaced else (),
        under=broken_areas(plan, frame) if gaps and plan.kind == "area" else (),
    )


def ends(points: tuple[Point, ...]) -> tuple[int, int]:
    """First and last point with a value; (−1, −1) for none."""
    present = [i for i, p in enumerate(points) if p.value is not None]
    return (present[0], present[-1]) if present else (-1, -1)


def _end_room(plan: ChartPlan, direct: bool, w: float) -> float:
    """Room right of the plot for names and last values; 0 where a lone value stands above."""
    longest = 0.0
    for series in plan.series:
        _, last = ends(series.points)
        if last < 0:
            continue
        point = series.points[last]
        words = label_words(point) if drawn(point) else ""
        if direct:
            words = f"{series.name} {words}"
        longest = max(longest, width_of(words, END_SIZE))
    if not direct and plan.kind != "slope" and longest + 14 > 0.25 * w:
        return 0.0
    return longest + 14


def line_group(
    plan: ChartPlan,
    brush: Brush,
    frame: Frame,
    categories: str,
    members: tuple[int, ...],
    direct: bool,
    *,
    axis_ids: tuple[int, int] = (CATEGORY_AXIS, VALUE_AXIS),
    places: Places | None = None,
) -> str:
    """``c:lineChart`` of the series ``members``; labels whose ``places`` are given are plates."""
    plates = places is not None
    if places is None:
        places = _label_places(plan, frame, members, direct)
    body = "".join(
        _line(plan, brush, frame, s, categories, direct, places, plates) for s in members
    )
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{body}<c:marker val="1"/><c:axId val="{axis_ids[0]}"/><c:axId val="{axis_ids[1]}"/>'
        "</c:lineChart>"
    )


_LEAST_PITCH = 11.0
_LED = 24.0
"""Points from its place at which a label wants a line that leads to it."""


def _label_places(plan: ChartPlan, frame: Frame, members: tuple[int, ...], direct: bool) -> Places:
    """Where labels stand so that none covers another.

    Last values stand right of the plot (also those of lines that end earlier), first values of a
    slope left of it, the others over or under their points.
    """
    slope = plan.kind == "slope" and len(members) > 1
    n = len(plan.categories)
    room = slope or frame.w - frame.right > 20
    room = room and (n > 1 or len(members) > 1)
    room = room and (slope or plan.kind != "slope")
    rows: dict[str, list[tuple[int, int, float]]] = {}
    asked: list[tuple[int, int]] = []
    for s in members:
        points = plan.series[s].points
        first, last = ends(points)
        for c, point in enumerate(points):
            if point.value is None or not (said(plan, s, c) or (c == last and direct)):
                continue
            y = frame.y(point.value, axis_of(plan, s))
            if c == last and room and (c or not slope) and (direct or c == n - 1):
                rows.setdefault("r", []).append((s, c, y))
            elif slope and c == first:
                rows.setdefault("l", []).append((s, c, y))
            else:
                asked.append((s, c))
    found: Places = {}
    taken: list[Rect] = []
    step = frame.plot_w / max(1, n)
    for side, here in rows.items():
        most = max(1, int((frame.plot_h + 18) / _LEAST_PITCH))
        if len(here) > most:
            here = sorted(here, key=lambda one: one[2])
            here = [here[round(k * (len(here) - 1) / (most - 1 or 1))] for k in range(most)]
        wanted = [y for _, _, y in here]
        remarks = [
            15.0 * len(remark_lines(plan, s, c, remark_room(plan, frame.plot_w)))
            for s, c, _ in here
        ]
        heights = [END_SIZE * 1.35 + high for high in remarks]
        moved = stacked(wanted, heights, frame.top - 24, frame.bottom + 6)
        for (s, at, _), want, got, high in zip(here, wanted, moved, heights, strict=True):
            dx = (n - 1 - at) * step if side == "r" else 0.0
            found[s, at] = Spot(side, dx, got - want)
            if side == "r":
                edge = frame.left + step * (n - 0.5) + 6
                taken.append(Rect(edge, got - high / 2, frame.w, got + high / 2))
    paths = tuple(p for s in members for p in paths_of(plan.series[s], frame, axis_of(plan, s)))
    if plan.kind == "slope":
        found.update(((s, c), Spot("t")) for s, c in asked)
    else:
        found.update(place_values(plan, frame, asked, paths, taken))
    return found


def _line(
    plan: ChartPlan,
    brush: Brush,
    frame: Frame,
    s: int,
    categories: str,
    direct: bool,
    places: Places,
    plates: bool,
) -> str:
    series = named(plan, s)
    token = brush.data(series.colour)
    stroke = brush.stroke(token, LINE_WIDTH, DASHES[series.dash])
    _, last = ends(series.points)
    marked = _breaks(series.points)
    lone = plan.kind == "slope" and len(plan.series) == 1
    looks: list[str] = []
    texts: list[str] = []
    led = any(abs(spot.dx) + abs(spot.dy) > _LED for (k, _), spot in places.items() if k == s)
    on = token if token in ("p700", "s700", "p500") else "ink"
    for c, point in enumerate(series.points):
        if point.value is None:
            continue
        hollow = point.state == "derived"
        if hollow or c in marked or point.highlight:
            look = marker(
                brush,
                series.marker,
                MARKER_SIZE,
                "white" if hollow else token,
                "accent" if hollow else token,
            )
            looks.append(f'<c:dPt><c:idx val="{c}"/>{look}<c:bubble3D val="0"/>{stroke}</c:dPt>')
        if (s, c) not in places:
            continue
        spot = places[s, c]
        before = ""
        if direct and c == last:
            name = brush.characters("rPr", END_SIZE, on)
            before = run(f"{series.name} " if drawn(point) else series.name, name)
        size = value_size(plan, frame)
        dx = spot.dx + off_the_line(plan, frame, c, size)
        moved = abs(dx) > 0.5 or abs(spot.dy) > 0.5
        offset = (dx / frame.w, spot.dy / frame.h) if moved else None
        remarks = remark_paragraphs(brush, plan, s, c, remark_room(plan, frame.plot_w))
        if not drawn(point):
            content = remarks + (paragraph(before) if before else "")
            texts.append(label(c, content, position=spot.side, offset=offset))
            continue
        texts.append(
            point_label(
                brush,
                plan,
                point,
                c,
                s * 1000 + c + 1,
                position=spot.side,
                size=size,
                token=on,
                before=before,
                above="" if spot.side == "b" else remarks,
                below=remarks if spot.side == "b" else "",
                offset=offset,
                stacked=lone and bool(point.code),
                shape=brush.plate() if plates else "",
            )
        )
    return (
        f"<c:ser>{series_head(s, s + 1, series.name)}{stroke}{marker(brush, 'none', 0, '', '')}"
        f"{''.join(looks)}{labels(texts, leaders=not lone and led)}<c:cat>{categories}</c:cat>"
        f"<c:val>{number_reference(s + 1, values(series), series.number_format, formats(series))}"
        '</c:val><c:smooth val="0"/></c:ser>'
    )


def _breaks(points: tuple[Point, ...]) -> frozenset[int]:
    """Points at the ends of a line and beside its gaps: they carry a marker."""
    known = [False, *(p.value is not None for p in points), False]
    return frozenset(
        i for i in range(len(points)) if known[i + 1] and not (known[i] and known[i + 2])
    )
