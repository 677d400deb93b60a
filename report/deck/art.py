"""Section profiles → ridges on title, agenda and section slides, as native freeforms.

The geometry is that of ``report.compose.ridges`` (visual design, sections 8 and 9). One closed
freeform a layer, one open freeform for its contours and one for its edge, grouped and marked
decorative: the figures on it are told elsewhere, in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from report.compose import ridges
from report.compose.curves import Curve
from report.compose.document import ProfilePoint
from report.compose.relief import art_profile
from report.compose.ridges import Levels, Ridge
from report.deck import ooxml
from report.deck.geometry import Box
from report.deck.ooxml import Para
from report.deck.palette import ramp_rgb, ramp_tint, veil_xml
from report.deck.sheet import Sheet
from report.deck.template import fold_strip
from report.theme import contrast

LABEL_SIZE = 10.0
_BASES = (336.0, 410.0, 446.0, 488.0, 531.0)
_AMPLITUDES = (92.0, 72.0, 64.0, 44.0, 44.0)
MOST_LAYERS = 9
HALF = 270.0
"""Where the highest ridge of the title slide is to reach, at least (y)."""
SUN = (206.0, 150.0, 83.0)
"""Centre and radius of the title slide's disc."""


def slide_levels(count: int, lowered: float = 0.0) -> Levels:
    """Base lines and amplitudes of the title slide's layers, back to front (points).

    ``lowered`` moves the back layer down to leave a long title its sky.
    """
    if count == 5 and not lowered:
        return Levels(_BASES, _AMPLITUDES)
    if count == 1:
        return Levels((452.0 + lowered / 2,), (150.0,))
    if count == 2:
        return Levels((372.0 + lowered, 480.0 + lowered / 3), (92.0, 92.0))
    first, last = (336.0, 531.0) if count > 3 else (352.0, 500.0)
    first += lowered
    step = (last - first) / (count - 1)
    ratio = min(1.0, 1.25 * step / 48.75)
    amplitudes: list[float] = []
    for k in range(count):
        place = k / (count - 1) * 4
        low = min(int(place), 3)
        value = _AMPLITUDES[low] + (_AMPLITUDES[low + 1] - _AMPLITUDES[low]) * (place - low)
        amplitudes.append(value * ratio)
    return Levels(tuple(first + k * step for k in range(count)), tuple(amplitudes))


def title_ridges(sheet: Sheet, title: Box, beside: Box | None = None) -> tuple[Ridge, ...]:
    """The landscape of all sections, kept clear of the title's box and of one ``beside`` it."""
    stage = sheet.stage
    width = stage.form.width
    profiles = ridges.merged([art_profile(s) for s in stage.document.sections], MOST_LAYERS)
    levels = slide_levels(len(profiles), max(0.0, min(64.0, title.bottom + 16 - _BASES[0])))
    levels = _raised(profiles, levels, width, title.bottom + 24)
    zones = [(z.x - 6, z.y, z.right + 6, z.bottom) for z in (title, beside) if z]
    amplitudes: list[float] = []
    for points, base, amplitude in zip(profiles, levels.bases, levels.amplitudes, strict=True):
        for zone in zones:
            amplitude = ridges.fitted_amplitude(
                points, zone, left=0, width=width, base=base, amplitude=amplitude, pad=22,
                clearance=10,
            )  # fmt: skip
        amplitudes.append(amplitude)
    levels = Levels(levels.bases, tuple(amplitudes))
    sun = _sun(sheet)
    obstacles = [(z.x, z.y, z.right, z.bottom + 4) for z in (title, beside) if z]
    if sun:
        x, y, r = sun
        obstacles.append((x - r, y - r, x + r, y + r))
    return ridges.build_ridges(
        profiles, levels, left=0, width=width, bottom=569, pad=22, step=6,
        contour_step=12, contours=7, front_contours=5, front_steps=8, break_pt=12,
        tolerance=ooxml.CURVE_TOLERANCE,
        measure=lambda text: stage.measure.width(text, LABEL_SIZE) + 4,
        label_height=LABEL_SIZE, label_gap=4.5, obstacles=obstacles,
        margin=(8, width - 8), floor=stage.form.height - 4,
    )  # fmt: skip


def _raised(
    profiles: Sequence[Sequence[ProfilePoint]], levels: Levels, width: float, limit: float
) -> Levels:
    """The levels moved up until the landscape fills the lower half of the slide.

    A section of small figures has a low ridge: what is behind rises most, what is in front stays.
    ``limit`` is the height (y) that no base passes.
    """
    count = len(levels.bases)
    top = min(
        min(y for _, y in ridges.ridge_line(p, left=0, width=width, base=b, amplitude=a, pad=22,
                                            step=24))
        for p, b, a in zip(profiles, levels.bases, levels.amplitudes, strict=True)
    )  # fmt: skip
    lift = max(0.0, min(top - HALF, levels.bases[0] - limit, 96.0))
    last = max(count - 1, 1)
    bases = tuple(b - lift * (1 - k / last * 0.9) for k, b in enumerate(levels.bases))
    return Levels(bases, levels.amplitudes)


def _sun(sheet: Sheet) -> tuple[float, float, float] | None:
    x, y, r = SUN
    width = sheet.stage.form.width
    return (x * width / 960, y, r)


def draw_title_art(sheet: Sheet, layers: Sequence[Ridge]) -> None:
    """Disc, ring and ridges of the title slide, as one decorative group."""
    stage = sheet.stage
    cover = stage.document.cover
    parts: list[str] = []
    x, y, r = _sun(sheet) or (0, 0, 0)
    parts.append(
        ooxml.shape(
            sheet.next_id(), "日", Box(x - r, y - r, 2 * r, 2 * r), geometry=ooxml.ELLIPSE,
            fill=stage.fill("sun"), decorative=True,
        )
    )  # fmt: skip
    growth = float(cover.growth) if cover.growth is not None else None
    if cover.base and growth is not None and growth > -1:
        inner = r / sqrt(1 + growth)
        line = ooxml.line_xml(stage.fill("accent"), 1.0, "dash")
        parts.append(
            ooxml.shape(
                sheet.next_id(), "环", Box(x - inner, y - inner, 2 * inner, 2 * inner),
                geometry=ooxml.ELLIPSE, line=line, decorative=True,
            )
        )  # fmt: skip
    count = len(layers)
    for k, ridge in enumerate(layers):
        position = k / (count - 1) if count > 1 else 0.5
        parts += _layer(sheet, ridge, position, front=k == count - 1)
    for k, ridge in enumerate(layers):
        behind = (k - 1) / (count - 1) if k else None
        parts += _spots(sheet, ridge, dark=behind is not None and _is_dark(sheet, behind))
    box = Box(0, 0, stage.form.width, stage.form.height)
    sheet.add(ooxml.group(sheet.next_id(), "山水", box, parts, decorative=True))


def _is_dark(sheet: Sheet, position: float) -> bool:
    """Whether white is easier to read on the ramp at ``position`` than the darkest token."""
    theme = sheet.stage.theme
    ground = ramp_rgb(theme, position)
    return contrast(theme.rgb("white"), ground) > contrast(theme.rgb("p900"), ground)


def _layer(
    sheet: Sheet, ridge: Ridge, position: float, *, front: bool, right: float = 0.0,
    foot: float = 0.0,
) -> list[str]:  # fmt: skip
    theme = sheet.stage.theme
    light = position < 0.4
    fill = f"<a:solidFill>{ramp_tint(theme, position).xml()}</a:solidFill>"
    if light:
        contour, edge = veil_xml(theme, "p700", 0.42), sheet.stage.fill("p900")
    elif front:
        contour, edge = veil_xml(theme, "p300", 0.45), veil_xml(theme, "white", 0.75)
    else:
        contour, edge = veil_xml(theme, "white", 0.42), veil_xml(theme, "white", 0.75)
    return _ridge(sheet, ridge, fill, contour, edge, right=right, foot=foot)


def _ridge(
    sheet: Sheet, ridge: Ridge, fill: str, contour: str, edge: str, *,
    right: float = 0.0, foot: float = 0.0,
) -> list[str]:  # fmt: skip
    width, height = right or sheet.stage.form.width, foot or sheet.stage.form.height
    left = ridge.line[0][0]
    top = min(y for _, y in ridge.line)
    box = Box(left, top, width - left, height - top)
    result = [
        ooxml.shape(
            sheet.next_id(), f"山 {ridge.index + 1}", box,
            geometry=ooxml.landscape(box, [ridge.curve], ground=height), fill=fill, decorative=True,
        )
    ]  # fmt: skip
    pieces = [
        clipped
        for drawn in ridge.contours
        for piece in drawn.pieces
        for clipped in _above(piece, height)
    ]
    if pieces:
        result.append(_lines(sheet, f"纹 {ridge.index + 1}", pieces, contour, 0.6))
    result.append(_lines(sheet, f"脊 {ridge.index + 1}", ridge.edges, edge, 1.0))
    return result


def _above(piece: ridges.Polyline, limit: float) -> Sequence[ridges.Polyline]:
    """The stretches of a line that lie above ``limit`` (the slide's foot)."""
    return piece.above(limit - 0.5) if isinstance(piece, Curve) else (piece,)


def _lines(
    sheet: Sheet, name: str, pieces: Sequence[ridges.Polyline], colour: str, width: float
) -> str:
    xs = [x for piece in pieces for x, _ in piece]
    ys = [y for piece in pieces for _, y in piece]
    box = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    return ooxml.shape(
        sheet.next_id(), name, box, geometry=ooxml.landscape(box, pieces),
        line=ooxml.line_xml(colour, width), decorative=True,
    )  # fmt: skip


def _spots(sheet: Sheet, ridge: Ridge, *, dark: bool) -> list[str]:
    """Dots, rings and labels of one ridge; ``dark`` where they stand on a dark ground."""
    stage = sheet.stage
    colour = stage.fill("white" if dark else "p900")
    result: list[str] = []
    for spot in ridge.spots:
        if not spot.visible or not (spot.label or spot.missing):
            continue
        r = 3.6 if spot.missing else 1.9
        box = Box(spot.x - r, spot.y - r, 2 * r, 2 * r)
        if spot.missing:
            result.append(
                ooxml.shape(
                    sheet.next_id(), "缺", box, geometry=ooxml.ELLIPSE, fill=stage.fill("paper"),
                    line=ooxml.line_xml(stage.fill("accent"), 1.2), decorative=True,
                )
            )  # fmt: skip
            continue
        result.append(
            ooxml.shape(
                sheet.next_id(), "点", box, geometry=ooxml.ELLIPSE, fill=colour, decorative=True
            )
        )
        if spot.box:
            left, _, right, bottom = spot.box
            piece = stage.piece(spot.label, "slide-axis", size=LABEL_SIZE,
                                colour="white" if dark else "p900")  # fmt: skip
            para = Para((piece,), align="ctr", leading=12)
            result.append(
                sheet.text_markup("值", Box(left - 8, bottom - 11, right - left + 16, 12), [para])
            )
    return result


# --- section and agenda ----------------------------------------------------------------------


def draw_section_art(
    sheet: Sheet, points: Sequence[ProfilePoint], title: Box, obstacles: Sequence[Box]
) -> float:
    """The section's ridge across the slide's foot, with the lower fold strip reversed on it.

    Gives the ridge's height (y) at the fold strip.
    """
    stage = sheet.stage
    width = stage.form.width
    zone = (title.x, title.y, title.right, title.bottom)
    base = 412.0
    highest = _steepened(points, width, base)
    amplitude = ridges.fitted_amplitude(
        points, zone, left=0, width=width, base=base, amplitude=highest, pad=22, clearance=22
    )
    for box in obstacles:
        amplitude = min(
            amplitude,
            ridges.fitted_amplitude(
                points, (box.x, box.y, box.right, box.bottom), left=0, width=width, base=base,
                amplitude=highest, pad=22, clearance=26,
            ),
        )  # fmt: skip
    (ridge,) = ridges.build_ridges(
        [points], Levels((base,), (amplitude,)), left=0, width=width, bottom=base + 246, pad=22,
        step=6, contour_step=12, contours=8, front_contours=8, front_steps=11, break_pt=14,
        tolerance=ooxml.CURVE_TOLERANCE,
        measure=lambda text: stage.measure.width(text, LABEL_SIZE) + 4,
        label_height=LABEL_SIZE, label_gap=5,
        obstacles=[zone, *((b.x, b.y, b.right, b.bottom) for b in obstacles)],
        margin=(stage.form.axis + 14, width - 8),
    )  # fmt: skip
    theme = stage.theme
    parts = _ridge(
        sheet, ridge, stage.fill("p700"), veil_xml(theme, "white", 0.38), stage.fill("p900")
    )
    parts += _spots(sheet, ridge, dark=False)
    first = sheet.next_id()
    for _ in range(3):
        sheet.next_id()
    parts.append(fold_strip(theme, stage.form, first, upper="", lower="white"))
    box = Box(0, 0, width, stage.form.height)
    sheet.add(ooxml.group(sheet.next_id(), "山水", box, parts, decorative=True))
    axis = stage.form.axis
    return min(y for x, y in ridge.line if axis - 14 <= x <= axis + 14)


def _steepened(points: Sequence[ProfilePoint], width: float, base: float) -> float:
    """The design's amplitude, and up to half as much again for a section of small figures."""
    line = ridges.ridge_line(points, left=0, width=width, base=base, amplitude=1, pad=22, step=24)
    peak = max(base - y for _, y in line)
    return 176.0 if peak <= 0 else min(264.0, max(176.0, 132.0 / peak))


def agenda_ridge(
    sheet: Sheet, points: Sequence[ProfilePoint], column: Box, position: float
) -> list[str]:
    """A section's ridge at the foot of its column of the agenda."""
    stage = sheet.stage
    theme = stage.theme
    base, amplitude = column.bottom - 54, 52.0
    (ridge,) = ridges.build_ridges(
        [points], Levels((base,), (amplitude,)), left=column.x, width=column.w, bottom=base + 96,
        pad=6, step=2, contour_step=4, contours=5, front_contours=5, front_steps=7, break_pt=8,
        tolerance=ooxml.CURVE_TOLERANCE,
        measure=lambda text: 1e6, label_height=8,
    )  # fmt: skip
    light = position < 0.4
    fill = f"<a:solidFill>{ramp_tint(theme, position).xml()}</a:solidFill>"
    contour = veil_xml(theme, "p700", 0.42) if light else veil_xml(theme, "white", 0.42)
    return _ridge(sheet, ridge, fill, contour, fill, right=column.right, foot=column.bottom)


def draw_strip(sheet: Sheet, points: Sequence[ProfilePoint], box: Box) -> None:
    """A section's ridge in a box below its key figures, with the values of its figures."""
    stage = sheet.stage
    theme = stage.theme
    count = max(len(points), 1)
    height = box.h - LABEL_SIZE - 8
    base, foot = box.bottom - height * 0.34, box.bottom
    (ridge,) = ridges.build_ridges(
        [points], Levels((base,), (height * 0.66,)), left=box.x, width=box.w,
        bottom=foot + height * 0.5, pad=min(22.0, box.w / count / 2), step=6, contour_step=12,
        contours=5, front_contours=5, front_steps=7, break_pt=12,
        tolerance=ooxml.CURVE_TOLERANCE,
        measure=lambda text: stage.measure.width(text, LABEL_SIZE) + 4, label_height=LABEL_SIZE,
        label_gap=4.5, margin=(box.x, box.right),
    )  # fmt: skip
    parts = _ridge(
        sheet, ridge, stage.fill("p100"), veil_xml(theme, "p300", 0.8), stage.fill("p700"),
        right=box.right, foot=foot,
    )  # fmt: skip
    parts += _spots(sheet, ridge, dark=False)
    sheet.add(ooxml.group(sheet.next_id(), "山水", box, parts, decorative=True))


def draw_landscape(sheet: Sheet, profiles: Sequence[Sequence[ProfilePoint]], box: Box) -> None:
    """The ridges of all sections in a box, without the values of their figures."""
    layers = ridges.merged(profiles, MOST_LAYERS)
    count = len(layers)
    step = box.h / (count + 0.6)
    levels = Levels(
        tuple(box.y + step * (k + 1.3) for k in range(count)),
        tuple(step * 1.15 for _ in range(count)),
    )
    drawn = ridges.build_ridges(
        layers, levels, left=box.x, width=box.w, bottom=box.bottom + step, pad=12, step=8,
        contour_step=16, contours=4, front_contours=3, front_steps=5, break_pt=8,
        tolerance=ooxml.CURVE_TOLERANCE,
        measure=lambda text: 1e6, label_height=8,
    )  # fmt: skip
    parts: list[str] = []
    for k, ridge in enumerate(drawn):
        position = k / (count - 1) if count > 1 else 0.5
        parts += _layer(sheet, ridge, position, front=k == count - 1, right=box.right,
                        foot=box.bottom)  # fmt: skip
    sheet.add(ooxml.group(sheet.next_id(), "山水", box, parts, decorative=True))
