"""Chart and table plans: all that a reader can see of a chart, decided once, drawn twice.

A plan holds final strings, final order, ticks and colour indices. Neither edition computes any
of these. Lengths and colours are left to the editions, which read the same theme tokens.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from report.record import record

State = Literal["reported", "derived", "missing"]

ChartKind = Literal[
    "bar",
    "column",
    "grouped-bar",
    "grouped-column",
    "stacked-bar",
    "stacked-column",
    "full-bar",
    "full-column",
    "line",
    "area",
    "pie",
    "doughnut",
    "scatter",
    "dumbbell",
    "slope",
    "waffle",
    "lollipop",
    "combo",
    "waterfall",
    "multiples",
    "matplotlib",
]
"""``full-*`` are stacked to 100 %. "bar" lies, "column" stands.

How a plan of each kind is laid out (points are always ``series[s].points[c]``, one for each of
``categories``; a gap has ``value`` None and state ``missing``):

* bar, column, lollipop, waterfall, pie, doughnut, waffle: one series. A doughnut or pie of one
  share has a second category "" whose point is the remainder (``colour`` REST, ``shown`` False).
* grouped-*, stacked-*, full-*, line, area: series as named, categories along the axis. ``full-*``
  keep raw values in ``value``; ``share`` is what is drawn and ``label`` says it.
* combo: series with ``mark`` bar on ``axis``, ``mark`` line on ``axis2`` where ``secondary``.
* dumbbell: two series (before, after); categories are the items, top to bottom.
* slope: categories are (before, after); each item is a series. ``panels`` holds one plan an item,
  with an axis of its own, where items differ in unit or there are at most four; then ``axis`` is
  None. ``series[i].points[1].sub`` is the change (``+22.11%``) where it is known.
* scatter: ``points[c].x`` on ``x_axis``; ``categories[c]`` names the dot (may be "").
* multiples: ``panels`` on a common axis; the plan itself has no series.
"""

HORIZONTAL = frozenset({"bar", "grouped-bar", "stacked-bar", "full-bar", "lollipop", "dumbbell"})
"""Kinds whose categories run down the side (the first category is on top)."""

_POINTS_ONLY = frozenset({"dumbbell", "line", "area", "slope", "scatter"})
"""Kinds without lengths: a gap's slot spans their axis."""


@record
class Point:
    """One value of a series at one category."""

    value: Decimal | None
    """None where missing. In the axis's unit, as plotted."""
    label: str
    """Final label (``29.01``, ``3.2亿``); the gap mark (``原文缺失``) if missing."""
    state: State = "reported"
    code: str | None = None
    """``缺05`` / ``推1``."""
    figure: str | None = None
    x: Decimal | None = None
    """Scatter only: position on the category axis."""
    highlight: bool = False
    remains: str = ""
    """Surviving digits of a partly lost number (``.61``)."""
    sub: str = ""
    """Second line under a waffle, slope or doughnut label."""
    shown: bool = True
    """Whether ``label`` is drawn. False where labels would be too dense (the axis serves then),
    inside a line, or on the remainder of a whole. Gaps and derived points keep their marks."""
    colour: int | None = None
    """Colour index of this point alone (slices, waterfall, highlight); None: the series' own.
    ``REST`` is the remainder of a whole: token p100. Read it through ``ChartPlan.colour_of``."""
    share: Decimal | None = None
    """Pie, doughnut, waffle, ``full-*``: per cent of the whole, 0…100, exact. For a missing part
    of a known whole: what is left for it (drawn hatched); None where that cannot be known.
    Where a whole has several missing parts, the first carries what is left and the rest 0."""
    start: Decimal | None = None
    """Waterfall: where the bar begins on the value axis; it ends at ``start + value``. 0 for
    totals. Elsewhere None: lengths begin at ``Axis.baseline``."""
    number_format: str = "General"
    """Excel number format that shows ``value`` exactly as ``label`` does (``0.00``,
    ``0\\.00,,"亿"``, ``"近"0``); for the point's own data label. ""
    where no code can (``40万余``): the label is text then."""
    total: bool = False
    """Waterfall: an opening or closing total rather than a step."""


REST = -1
"""Colour index of the remainder of a whole: token p100."""

OTHERS = -2
"""Colour index of the sum of what ``top`` leaves out: token p100, inside the outline of a derived
value. It is no rival of the single items and comes last."""


@record
class Series:
    """A named row of points, one for each category of the plan."""

    name: str
    points: tuple[Point, ...]
    colour: int = 0
    """Index into the theme's data colours: 0 p700, 1 p300, 2 s700, 3 s300, then tints."""
    mark: Literal["bar", "line", "area", "point"] = "bar"
    """What the combo chart draws this series with; equal to the kind's own mark elsewhere."""
    secondary: bool = False
    """Measured on the second axis (combo)."""
    unit: str = ""
    dash: Literal["solid", "dashed", "dotted", "dashdot"] = "solid"
    """Lines: so that series differ by more than colour."""
    marker: Literal["circle", "square", "diamond", "triangle"] = "circle"
    """Lines and scatter: the same, for single points."""
    number_format: str = "General"
    """Excel number format that shows this series' raw values as its labels show them."""


@record
class Axis:
    """A value axis with its ticks chosen once."""

    minimum: Decimal
    maximum: Decimal
    ticks: tuple[Decimal, ...]
    labels: tuple[str, ...]
    unit: str = ""
    number_format: str = "General"
    """Excel number format that shows the raw values as the labels show them."""
    step: Decimal = Decimal(1)
    title: str = ""
    baseline: Decimal = Decimal(0)
    """Value that lengths and areas grow from: 0, always inside the axis where they are drawn."""
    from_zero: bool = True
    """False only for points and lines on a cut axis; ``sub`` says so then."""
    fixed: bool = False
    """A percentage axis 0…100: a gap's slot spans all of it (visual design, section 6)."""


@record
class ReferenceLine:
    """A baseline or target across the plot, at ``value`` on the value axis."""

    value: Decimal
    label: str
    state: State = "reported"


@record
class Annotation:
    """A remark at one point."""

    series: int
    category: int
    text: str


@record
class ChartPlan:
    """One chart, decided."""

    id: str
    kind: ChartKind
    number: str
    """``图1``; final."""
    title: str
    takeaway: str
    """The finding; the slide's headline. Falls back to the title."""
    sub: str
    """Unit, scope and axis warnings in one line."""
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: Axis | None = None
    """None for kinds without one (pie, doughnut, waffle) and for charts of nothing but gaps."""
    axis2: Axis | None = None
    x_axis: Axis | None = None
    """Scatter only."""
    legend: bool = False
    """False where series are labelled directly or there is one only."""
    highlight: bool = False
    """True where some point is highlighted: the others take the quieter colour."""
    references: tuple[ReferenceLine, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    panels: tuple[ChartPlan, ...] = ()
    """Small multiples: one plan each, on a common axis."""
    source: str = ""
    """``来源：…`` in full."""
    note: str = ""
    """Note on gaps and derived values, formulas; may be empty."""
    alt: str = ""
    """Kind, range and finding, in words."""
    provenance: str = ""
    """File, sheet and rows, or the names of the figures."""
    at: str = ""
    """Where in its source the drawn table stands; "" for figures, which say it themselves."""
    all_missing: bool = False
    """Nothing but gaps: say so instead of drawing axes."""
    centre: str = ""
    """Doughnut: text in the hole."""
    code_path: str = ""
    """``matplotlib`` only: absolute path of the author's Python file."""
    aspect: float | None = None
    """Height over width asked for by the author."""
    width: Literal["column", "wide"] = "wide"
    """Whether it may stand in one text column or wants the full type area."""
    category_every: int = 1
    """Every how manieth category label is written, from the first (years on a crowded axis)."""
    asked: ChartKind | None = None
    """The kind the author wrote, where ``kind`` had to be another to be readable or honest
    (columns with long names lie down; a pie with an unknown whole becomes bars); else None."""
    gap_text: str = "原文缺失"
    """What stands in a gap's slot, before its code."""
    derived_tag: str = "推"
    """What stands in the ring beside a derived mark."""
    joints: tuple[str, ...] = ("、", "；", "，", "：", "（", "）")
    """The language's marks: between codes or names, between remarks, between a name and its
    unit, between a name and what is said of it, and around what is added to a name."""
    language: str = "zh-Hans"
    table: TablePlan | None = None
    """``matplotlib`` only: the table handed to the author's code."""

    def colour_of(self, series: int, category: int) -> int:
        """Colour index of one point: its own, or its series'; ``REST`` for a remainder."""
        own = self.series[series].points[category].colour
        return self.series[series].colour if own is None else own

    def gap_span(self, category: int) -> tuple[Decimal, Decimal]:
        """Where the slot of a gap at ``category`` begins and ends on the value axis.

        Both editions draw this, so that a gap has one size. The length means nothing (the note
        says so), but it leaves the gap as visible as a value (visual design, sections 6 and 7):

        * percentages 0…100, and kinds of points and lines: the whole axis;
        * lying lengths: from the baseline to the farther end of the axis;
        * upright lengths: two fifths of the axis, from the baseline towards its farther end;
        * stacked-*: from the end of the known parts to the end of the axis, where the planner
          leaves room for it.

        Needs an axis: call it only where ``all_missing`` is False.
        """
        axis = self.axis or self.axis2
        assert axis is not None
        low, high, base = axis.minimum, axis.maximum, axis.baseline
        if axis.fixed or self.kind in _POINTS_ONLY:
            return low, high
        up = high - base >= base - low
        if self.kind in {"stacked-bar", "stacked-column"}:
            known = [s.points[category].value or Decimal(0) for s in self.series]
            above = sum((v for v in known if v > 0), Decimal(0))
            below = sum((v for v in known if v < 0), Decimal(0))
            return (above, high) if above or not below else (below, low)
        if self.horizontal:
            return base, high if up else low
        reach = (high - low) * Decimal("0.4")
        return base, base + reach if up else base - reach

    @property
    def horizontal(self) -> bool:
        """Categories run down the side and lengths to the right."""
        return self.kind in HORIZONTAL

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures shown, in order, without repeats."""
        seen: dict[str, None] = {}
        for series in self.series:
            for point in series.points:
                if point.figure:
                    seen[point.figure] = None
        for panel in self.panels:
            seen.update(dict.fromkeys(panel.figures))
        return tuple(seen)


@record
class Column:
    """A table column."""

    title: str
    kind: Literal["text", "number"] = "text"
    unit: str = ""
    """Set in the head where all cells share it."""
    align: Literal["left", "right", "center", "decimal"] = "left"


@record
class Cell:
    """A table cell as shown."""

    text: str
    value: Decimal | None = None
    state: State = "reported"
    code: str | None = None
    figure: str | None = None
    unit: str = ""
    """Set after the number where the cells of a column differ in unit."""


@record
class Row:
    """A table row."""

    cells: tuple[Cell, ...]
    role: Literal["body", "group", "subtotal", "total"] = "body"


@record
class DotStrip:
    """A column's values as dots on an axis of their own, beside the table's cells."""

    column: int
    ticks: tuple[Decimal, ...]
    """Ascending; the first and last are the ends of the axis."""
    labels: tuple[str, ...]
    """Final strings of the ticks."""
    reference: Decimal | None
    """What a bar joins each dot to (the whole of a percentage); None: dots only."""
    note: str
    """That the axis does not begin at zero, and where; an edition that draws dots says it."""


@record
class TablePlan:
    """One table, decided."""

    id: str
    number: str
    """``表1``."""
    title: str
    takeaway: str
    sub: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    source: str = ""
    note: str = ""
    alt: str = ""
    provenance: str = ""
    at: str = ""
    """Where in its source it stands, such as ``卷二，表 4-2``."""
    group_column: bool = False
    """The first column names groups: shown only in a group's first row."""
    dots: DotStrip | None = None
    """Set where values are too alike for bars from zero; an edition may draw it."""

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures shown, in order, without repeats."""
        return tuple(dict.fromkeys(c.figure for r in self.rows for c in r.cells if c.figure))
