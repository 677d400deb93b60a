"""Dots and their names → a free place for each name, near its dot or led to it by a line.

A native label stands at one of four sides of its point and may move from there (``c:layout``).
Names are placed beside their dots first; one that finds no room there goes farther out, and a
leader line (``c15:leaderLines``) says whose it is. Points from the chart's upper left, y down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot
from typing import NamedTuple

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_NEAR = 6.0
"""From a dot's middle to a name beside it."""
_CLEAR = 1.5
"""Between a leader and another's name: programs begin a leader at places of their own."""
_FAR = (14.0, 22.0, 32.0, 44.0, 58.0, 74.0, 92.0, 112.0, 140.0)
_AROUND = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
_SIDES = {(1, 0): "r", (-1, 0): "l", (0, -1): "t", (0, 1): "b"}


class Named(NamedTuple):
    """A dot and the size of its name."""

    x: float
    y: float
    w: float
    h: float


class Spot(NamedTuple):
    """Which side of its dot a name stands on, and how far it moves from there."""

    side: str
    dx: float = 0.0
    dy: float = 0.0

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than the program would put it."""
        return abs(self.dx) > 0.5 or abs(self.dy) > 0.5


def place_names(
    names: Sequence[Named], bounds: Rect, taken: Sequence[Rect]
) -> tuple[Spot, ...] | None:
    """A place within ``bounds`` for each name, off ``taken`` and each other; None: no room."""
    filled = list(taken)
    leaders: list[Rect] = []
    found: dict[int, Spot] = {}
    order = sorted(range(len(names)), key=lambda i: (names[i].y, names[i].x))
    for places, strict in ((_beside, True), (_around, True), (_anywhere, True), (_around, False),
                           (_anywhere, False)):  # fmt: skip
        for i in order:
            if i in found:
                continue
            for spot, rect in places(names[i], bounds):
                leader = _leader(names[i], rect) if spot.moved else None
                if not _within(rect, bounds) or any(_meet(rect, other) for other in filled):
                    continue
                if strict and (
                    any(_crosses(line, rect) for line in leaders)
                    or (leader and any(_crosses(leader, other) for other in filled[len(taken) :]))
                ):
                    continue
                filled.append(rect)
                leaders += [leader] if leader else []
                found[i] = spot
                break
    if len(found) < len(names):
        return None
    return tuple(found[i] for i in range(len(names)))


def _beside(name: Named, bounds: Rect) -> Iterator[tuple[Spot, Rect]]:
    del bounds
    for dx, dy in _AROUND[:4]:
        middle = name.x + dx * (_NEAR + name.w / 2), name.y + dy * (_NEAR + name.h / 2)
        yield Spot(_SIDES[dx, dy]), _around_middle(name, *middle)


def _around(name: Named, bounds: Rect) -> Iterator[tuple[Spot, Rect]]:
    for distance in _FAR:
        for dx, dy in _AROUND:
            far = distance * (0.8 if dx and dy else 1.0)
            x, y = name.x + dx * (far + name.w / 2), name.y + dy * (far + name.h / 2)
            yield _moved(name, x, y, bounds)


def _anywhere(name: Named, bounds: Rect) -> Iterator[tuple[Spot, Rect]]:
    left, top, right, bottom = bounds
    columns = int(max(right - left - name.w, 0) // 8) + 1
    rows = int(max(bottom - top - name.h, 0) // 6) + 1
    grid = [
        (left + name.w / 2 + 8 * i, top + name.h / 2 + 6 * k)
        for i in range(columns)
        for k in range(rows)
    ]
    for x, y in sorted(grid, key=lambda place: hypot(place[0] - name.x, place[1] - name.y)):
        yield _moved(name, x, y, bounds)


def _moved(name: Named, x: float, y: float, bounds: Rect) -> tuple[Spot, Rect]:
    """The name with its middle at a place within the bounds, and how it comes there."""
    left, top, right, bottom = bounds
    x = min(max(x, left + name.w / 2), max(right - name.w / 2, left + name.w / 2))
    y = min(max(y, top + name.h / 2), max(bottom - name.h / 2, top + name.h / 2))
    beside = name.w / 2 + _NEAR
    if x >= name.x:
        spot = Spot("r", x - name.x - beside, y - name.y)
    else:
        spot = Spot("l", x - name.x + beside, y - name.y)
    return spot, _around_middle(name, x, y)


def _around_middle(name: Named, x: float, y: float) -> Rect:
    return x - name.w / 2, y - name.h / 2, x + name.w / 2, y + name.h / 2


def _within(rect: Rect, bounds: Rect) -> bool:
    return (
        rect[0] >= bounds[0] - 0.01
        and rect[1] >= bounds[1] - 0.01
        and rect[2] <= bounds[2] + 0.01
        and rect[3] <= bounds[3] + 0.01
    )


def _meet(first: Rect, second: Rect) -> bool:
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )


def _leader(name: Named, rect: Rect) -> Rect:
    """The line from just off a dot to the nearest place of its name: x1, y1, x2, y2."""
    x = min(max(name.x, rect[0]), rect[2])
    y = min(max(name.y, rect[1]), rect[3])
    away = max(hypot(x - name.x, y - name.y), 0.1)
    off = min(_NEAR / away, 1.0)
    return name.x + (x - name.x) * off, name.y + (y - name.y) * off, x, y


def _crosses(line: Rect, rect: Rect) -> bool:
    """Whether a line from (x1, y1) to (x2, y2) passes near a rectangle (Liang and Barsky)."""
    x1, y1, x2, y2 = line
    rect = (rect[0] - _CLEAR, rect[1] - _CLEAR, rect[2] + _CLEAR, rect[3] + _CLEAR)
    first, last = 0.0, 1.0
    for step, low, high in ((x2 - x1, rect[0] - x1, rect[2] - x1),
                            (y2 - y1, rect[1] - y1, rect[3] - y1)):  # fmt: skip
        if abs(step) < 1e-9:
            if low > 0 or high < 0:
                return False
            continue
        enter, leave = sorted((low / step, high / step))
        first, last = max(first, enter), min(last, leave)
    return first < last - 1e-6
