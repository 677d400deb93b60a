"""Ridges → vectors: fills, contours, broken edges, rings, dots and spot heights (section 8)."""

from __future__ import annotations

from collections.abc import Sequence

from report.brochure.setting import Setting
from report.brochure.surface import Paint, Surface
from report.compose.ridges import Ridge
from report.theme import Theme, contrast, mix

RGB = tuple[float, float, float]


def ramp(theme: Theme, count: int) -> tuple[RGB, ...]:
    """Fill of each layer, back to front: the theme's five tones, interpolated for other counts.

    A tone on which neither p900 nor white can be read is moved to the nearer of its neighbours.
    """
    stops = [theme.rgb(f"ramp{i}") for i in range(5)]
    if count == 1:
        return (stops[2],)
    dark, light = theme.rgb("p900"), theme.rgb("white")
    result: list[RGB] = []
    for index in range(count):
        place = index * 4 / (count - 1)
        low = min(3, int(place))
        share = place - low

        def tone(t: float, low: int = low) -> RGB:
            a, b = stops[low], stops[low + 1]
            return (
                a[0] + (b[0] - a[0]) * t,
                a[1] + (b[1] - a[1]) * t,
                a[2] + (b[2] - a[2]) * t,
            )

        step = 0.02 if share >= 0.5 else -0.02
        while (
            0 < share < 1 and max(contrast(tone(share), dark), contrast(tone(share), light)) < 4.6
        ):
            share = min(1.0, max(0.0, share + step))
        result.append(tone(share))
    return tuple(result)


def readable(theme: Theme, ground: Paint) -> str:
    """The token of the text that reads better on ``ground``: p900 or white."""
    rgb = theme.rgb(ground) if isinstance(ground, str) else ground
    dark, light = contrast(theme.rgb("p900"), rgb), contrast(theme.rgb("white"), rgb)
    return "p900" if dark >= light else "white"


def draw_layers(surface: Surface, setting: Setting, ridges: Sequence[Ridge], sky: Paint,
                bottom: float, *, label_size: float = 6.0) -> None:  # fmt: skip
    """Draw all layers of the cover, back to front, each down to ``bottom``."""
    theme = surface.theme
    fills = ramp(theme, len(ridges))
    last = len(ridges) - 1
    for index, ridge in enumerate(ridges):
        fill = fills[index]
        draw_ground(surface, ridge, bottom, fill)
        light = readable(theme, fill) == "p900"
        target = theme.rgb("p700") if light else theme.rgb("white")
        if index == last and not light:
            target = theme.rgb("p300")
        line = tuple(a + (b - a) * (0.45 if index == last else 0.42)
                     for a, b in zip(fill, target, strict=True))  # fmt: skip
        for contour in ridge.contours:
            surface.curves(contour.pieces, line, 0.45 * (1 - 0.35 * contour.t))  # type: ignore[arg-type]
        edge = "p900" if light else tuple(a + (1 - a) * 0.75 for a in fill)
        draw_edge(surface, ridge, edge)  # type: ignore[arg-type]
    for index, ridge in enumerate(ridges):
        ground = sky if index == 0 else fills[index - 1]
        light = readable(theme, fills[index]) == "p900"
        dot = "p900" if light else mix(theme, "white", "p300", 0.2)
        draw_spots(surface, setting, ridge, dot, readable(theme, ground), size=label_size)


def draw_ground(surface: Surface, ridge: Ridge, bottom: float, fill: Paint) -> None:
    """Fill a layer from its ridge line down to ``bottom``."""
    surface.hill(ridge.curve, bottom, fill)


def draw_edge(surface: Surface, ridge: Ridge, colour: Paint, weight: float = 0.9) -> None:
    """The ridge line, broken at missing figures."""
    surface.curves(ridge.edges, colour, weight)


def draw_spots(surface: Surface, setting: Setting, ridge: Ridge, dot: Paint, text: Paint,
               *, size: float = 6.0) -> None:  # fmt: skip
    """Dots, rings and labels of a ridge."""
    for spot in ridge.spots:
        if not spot.visible or not (spot.label or spot.missing):
            continue
        if spot.missing:
            surface.circle(spot.x, spot.y, 2.4, "paper", "accent", 0.9)
            continue
        surface.circle(spot.x, spot.y, 1.3, dot)
        if spot.box is not None:
            line = setting.line(spot.label, "spot-height", size=size)
            surface.text(line, spot.box[0], spot.box[3], text)
