"""Waffles: for each item its part of a hundred cells."""

from __future__ import annotations

from report.brochure.chart import marks
from report.brochure.chart.scale import tallest
from report.brochure.chart.sheet import Sheet
from report.compose.plan import ChartPlan, Point

CELL, CELL_GAP = 9.25, 1.33
PANEL, GUTTER = 104.5, 19.0
LEAST_SIDE = 52.0
"""Side of the smallest square: cells of 4.6 points."""


def draw_waffles(sheet: Sheet, plan: ChartPlan) -> float:
    """waffle: a hundred cells for each item, filled from the bottom left, row by row."""
    (series,) = plan.series
    count = len(plan.categories)
    across = max(1, min(count, int((sheet.width + GUTTER + 0.1) // (PANEL + GUTTER))))
    if across < count and across < 4 and count <= 4:
        across = min(count, int((sheet.width + GUTTER) // (84.0 + GUTTER)) or 1)
    most = max(LEAST_SIDE, tallest(sheet, plan))
    while True:
        rows = -(-count // across)
        even = -(-count // rows)  # as even as can be
        side = min(PANEL, (sheet.width - GUTTER * (even - 1)) / even)
        if rows * (side + 56.0) <= most or across == count:
            break
        if (sheet.width - GUTTER * across) / (across + 1) < LEAST_SIDE:
            # no room for one more in a row: smaller squares, as high as the page allows
            side = min(side, max(LEAST_SIDE, most / rows - 56.0))
            break
        across += 1
    across = even
    pitch = max(side, (sheet.width + GUTTER) / 4 - GUTTER) if sheet.width > 400 else side
    pitch = min(pitch, (sheet.width + GUTTER) / across - GUTTER)
    top = 4.0
    for start in range(0, count, across):
        low = top
        for k in range(start, min(start + across, count)):
            x = (k - start) * (pitch + GUTTER)
            low = max(low, _waffle(sheet, plan, series.points[k], k, x, top, side, pitch))
        top = low + 12
    return top - 10


def _waffle(sheet: Sheet, plan: ChartPlan, point: Point, index: int, x: float, top: float,
            side: float, room: float) -> float:  # fmt: skip
    scale = side / PANEL
    if point.value is None:
        marks.slot(sheet, x, top, side, side, plan, point)
    else:
        _cells(sheet, plan, point, index, x, top, CELL * scale, CELL_GAP * scale)
    base = top + side + 21
    numeral = sheet.type("data-label", size=18.0 if side > 70 else 13.0)
    unit = sheet.type("key-unit", size=7.5)
    mark = plan.series[0].unit
    if point.value is None:
        at = x
        if point.remains:  # surviving digits follow the slot of the lost ones
            marks.slot(sheet, x, base - 14.2, 21.6, 14.4, plan, point, plate=False)
            box = sheet.text(x + 24, base, point.remains, numeral)
            at = box.x1 + 1
        else:
            marks.slot(sheet, x, base - 14.2, 38.7, 14.0, plan, point, plate=False)
            at = x + 42
        if mark:
            sheet.text(at + 1, base, mark, unit)
    else:
        derived = point.state == "derived"
        box = sheet.text(x, base, point.label, numeral.inked("accent" if derived else "p700"))
        if mark:
            box = sheet.text(box.x1 + 1, base, mark, unit)
        if derived:
            marks.ring_tag(sheet, box.x1 + 4, base - 7, plan.derived_tag)
    y = base + 3
    wide = min(room + 8, sheet.width - x)
    name = sheet.type("key-label", weight=700)
    for line in sheet.wrap(plan.categories[index], wide, name):
        y += 10.5
        sheet.text(x, y, line, name)
    note = sheet.type("key-note")
    if point.value is None and point.code:
        y += 10.5
        sheet.text(x, y, point.code, sheet.code_type(note.size))
    elif point.sub:
        for line in sheet.wrap(point.sub, wide, note):
            y += 10.0
            sheet.text(x, y, line, note)
    return y + 3


def _cells(sheet: Sheet, plan: ChartPlan, point: Point, index: int, x: float, top: float,
           cell: float, gap: float) -> None:  # fmt: skip
    share = float(point.share or 0)
    pitch = cell + gap
    colour = marks.token(sheet, plan, 0, index)
    empty, filled = [], []
    for n in range(100):
        left, upper = x + (n % 10) * pitch, top + (9 - n // 10) * pitch
        part = min(1.0, max(0.0, share - n))
        if part < 1:
            empty.append((left, upper, cell, cell))
        if part > 0:
            filled.append((left, upper, cell * part, cell))
    sheet.rects(empty, fill="p100")
    if point.state == "derived":
        sheet.rects(
            [(a + 0.3, b + 0.3, max(w - 0.6, 0.1), h - 0.6) for a, b, w, h in filled],
            fill="white", stroke="accent", weight=0.6,
        )  # fmt: skip
    else:
        sheet.rects(filled, fill=colour)
