"""Title, headline pair and all sections' ridges → the cover (visual design, section 8).

The art is the data: one ridge a section, far to near, a dot for every stated figure, a break and
a ring for every lost one; above it a disc for the headline total and a dashed ring for its
derived base, in proportion of their areas.
"""

from __future__ import annotations

import math

from report.brochure.landscape import draw_ground, draw_layers, ramp
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.brochure.titles import TitleBlock, cover_title
from report.compose.relief import art_profile
from report.compose.ridges import (
    MAXIMUM_LAYERS,
    Box,
    Levels,
    build_ridges,
    cover_levels,
    fitted_amplitude,
    merged,
    ridge_line,
)
from report.record import record
from report.typeset import Line, SetParagraph


@record
class Disc:
    """The headline disc: centre, radii, and the boxes of its labels."""

    x: float
    y: float
    radius: float
    inner: float | None
    """Radius of the derived base's ring."""


def draw_cover(surface: Surface, setting: Setting) -> None:
    """Draw the cover."""
    document, form = setting.document, setting.format
    scale = min(form.width / 595.28, form.height / 841.89)
    bleed = max(form.bleed, 1)
    left, width = -bleed, form.width + 2 * bleed
    above = sum(leading * len(p.lines) for p, leading in _head_above(setting, scale))
    title = cover_title(setting, document.title, above)
    with surface.artifact("Background"):
        surface.rect(-bleed, -bleed, width, form.height + 2 * bleed, "paper")
    profiles = merged([art_profile(s) for s in document.sections])
    with surface.element("Title"):
        title.draw(surface, setting)
    beside = _subtitle(surface, setting, title, scale)
    boxes: list[Box] = [title.box, *beside]
    boxes += _kicker(surface, setting, title, scale)
    levels = _levels(setting, title, boxes, profiles, left, width, scale)
    peak = _sky(profiles[0], levels, left, width)
    disc = _disc(setting, title, boxes, peak, scale)
    if disc is not None:
        boxes += _draw_disc(surface, setting, disc, scale)
    key = _plan_key(setting, len(document.sections), scale)
    key_top = key.top
    ridges = build_ridges(
        profiles, levels, left=left, width=width, bottom=form.height + 29,
        measure=lambda t: setting.width(t, "spot-height"),
        obstacles=boxes, margin=(14.2, form.width - 14.2), floor=key_top - 3,
    )  # fmt: skip
    with surface.artifact("Background"):
        draw_layers(surface, setting, ridges, "paper", form.height + bleed)
        front = ramp(surface.theme, len(ridges))[-1]
        band = front if len(ridges) > 1 else "p900"
        surface.rect(left, key_top, width, form.height + bleed - key_top, band)
    _draw_key(surface, setting, key, scale)


def _levels(setting: Setting, title: TitleBlock, boxes: list[Box],
            profiles: tuple[tuple[object, ...], ...], left: float, width: float, scale: float
            ) -> Levels:  # fmt: skip
    """Base lines and amplitudes; the back ridge keeps below the title, its subtitle and a disc."""
    form = setting.format
    levels = cover_levels(len(profiles), form.height, lying=form.width > form.height)
    zones = [(box, 24.0) for box in (title.box, *boxes)]
    headline = setting.document.cover.headline
    if not title.vertical and headline is not None and headline.value is not None:
        # A disc as small as LEAST_DISC wants its place below the title.
        top = max(b[3] for b in boxes) + 14 * scale
        x = 0.45 * form.width
        zones.append(((x, top, form.width, top + 2 * LEAST_DISC * scale), 26 * scale))
    amplitude = min(
        fitted_amplitude(profiles[0], zone, left=left, width=width, base=levels.bases[0],  # type: ignore[arg-type]
                         amplitude=levels.amplitudes[0], pad=16, clearance=clearance)
        for zone, clearance in zones
    )  # fmt: skip
    return Levels(levels.bases, (amplitude, *levels.amplitudes[1:]))


LEAST_DISC = 46.0
"""Radius on A4 for which the back ridge is lowered below a horizontal title."""


def _sky(points: tuple[object, ...], levels: Levels, left: float, width: float
         ) -> list[tuple[float, float]]:  # fmt: skip
    """The back ridge, coarsely: how far down the sky reaches."""
    return list(
        ridge_line(points, left=left, width=width, base=levels.bases[0],  # type: ignore[arg-type]
                   amplitude=levels.amplitudes[0], step=8)
    )  # fmt: skip


def _subtitle(surface: Surface, setting: Setting, title: TitleBlock, scale: float) -> list[Box]:
    """The subtitle: down the title's left side, or in a line below a horizontal title."""
    text = setting.document.subtitle
    if not text:
        return []
    role = setting.role("cover-kicker")
    with surface.element("P"):
        if title.vertical:
            axis = title.box[0] - 19 * max(scale, 0.8)
            room = title.box[3] - title.box[1] + 30
            column = setting.vertical(text, "cover-kicker", step=role.leading, height=room)
            if column is not None and len(text) <= 20:
                setting.draw_vertical(surface, column, axis, title.box[1])
                half = role.size / 2
                return [(axis - half, title.box[1], axis + half, title.box[1] + column.height)]
        top = title.box[3] + 24 * max(scale, 0.7)
        x = title.box[0]
        width = setting.format.width - 2 * x
        if title.vertical:
            # Too long to stand: at the foot of the kicker's column instead.
            x, top = 56.69 * scale, 100 * scale + role.leading
            width = title.box[0] - x - 30
        lines = setting.paragraph(text, "cover-kicker", width, balance=True).lines
        for index, line in enumerate(lines):
            surface.text(line, x + line.x_pt, top + index * role.leading)
    wide = max((ln.width_pt for ln in lines), default=0)
    return [(x, top - role.size, x + wide, top + (len(lines) - 1) * role.leading + 4)]


def _head(setting: Setting, width: float) -> list[tuple[SetParagraph, float]]:
    """Kicker, strap, publisher and date, each with its leading."""
    document = setting.document
    cover = document.cover
    blocks: list[tuple[SetParagraph, float]] = []
    if cover.kicker:
        blocks.append((setting.paragraph(cover.kicker, "cover-kicker", width, size=8.2,
                                         leading=11, colour="p700"), 11))  # fmt: skip
    if cover.strap:
        blocks.append((setting.paragraph(cover.strap, "cover-sub", width, leading=11.6), 11.6))
    imprint = "\u3000".join(t for t in (document.publisher, document.date) if t)
    if setting.language in ("en", "ko"):
        imprint = ", ".join(t for t in (document.publisher, document.date) if t)
    if imprint:
        blocks.append((setting.paragraph(imprint, "cover-sub", width, leading=11.6), 11.6))
    return blocks


MOST_ABOVE = 3
"""Lines above a horizontal title."""


def _head_above(setting: Setting, scale: float) -> list[tuple[SetParagraph, float]]:
    """What stands above a horizontal title: no more than three lines of it."""
    blocks = _head(setting, min(setting.format.width - 2 * 56.69 * scale, 300.0))
    while sum(len(p.lines) for p, _ in blocks) > MOST_ABOVE and len(blocks) > 1:
        blocks.pop(1 if len(blocks) > 2 else -1)
    return blocks


def _kicker(surface: Surface, setting: Setting, title: TitleBlock, scale: float) -> list[Box]:
    """Kicker, strap, publisher and date at the top left."""
    x, top = 56.69 * scale, 62 * scale
    if title.vertical:
        blocks = _head(setting, min(title.box[0] - 60 * scale - x, 300.0))
    else:
        blocks = _head_above(setting, scale)
    base, wide = top, 0.0
    for paragraph, leading in blocks:
        with surface.element("P"):
            for line in paragraph.lines:
                surface.text(line, x + line.x_pt, base)
                wide = max(wide, line.width_pt)
                base += leading
    return [(x, top - 9, x + wide, base - 6)] if blocks else []


def _disc(setting: Setting, title: TitleBlock, boxes: list[Box], sky: list[tuple[float, float]],
          scale: float) -> Disc | None:  # fmt: skip
    """Where the disc fits between the title and the back ridge; None where there is no room."""
    cover = setting.document.cover
    if cover.headline is None or cover.headline.value is None:
        return None
    radius = 85.4 * scale
    x, y = 168 * scale, 236 * scale
    if not title.vertical:
        label = setting.line(cover.headline.text, "cover-note", weight=700).width_pt
        x = setting.format.width - 28 - max(96.0, min(label, 140)) - 27 * scale - radius
        top = max(b[3] for b in boxes) + 14 * scale
        floor = min(v for u, v in sky if x - radius <= u <= setting.format.width)
        radius = min(radius, (floor - top - 26 * scale) / 2)
        y = top + radius
    else:
        top = max((b[3] for b in boxes if b[0] < x + radius and b[1] < 140 * scale), default=0)
        floor = min((v for u, v in sky if x - radius <= u <= x + radius), default=1e6)
        radius = min(radius, (floor - top - 40 * scale) / 2)
        y = min(max(y, top + 22 * scale + radius), floor - 18 * scale - radius)
    if radius < 22:
        return None
    growth = float(cover.growth) if cover.growth is not None else None
    inner = None
    if cover.base is not None and cover.base.value is not None and growth and growth > -0.95:
        inner = radius / math.sqrt(1 + growth)
        if inner > radius:
            # A decline: the base is the larger disc's ring, drawn to the same scale.
            radius, inner = radius / (inner / radius), radius
    return Disc(x, y, radius, inner)


def _draw_disc(surface: Surface, setting: Setting, disc: Disc, scale: float) -> list[Box]:
    """Disc, ring, and their two leaders with value and meaning."""
    cover, words = setting.document.cover, setting.words
    outer = max(disc.radius, disc.inner or 0)
    with surface.artifact("Background"):
        surface.circle(disc.x, disc.y, disc.radius, "sun")
        if disc.inner is not None:
            surface.circle(disc.x, disc.y, disc.inner, None, "accent", 0.9, (3, 2.2))
    boxes: list[Box] = [(disc.x - outer, disc.y - outer, disc.x + outer, disc.y + outer)]
    head = cover.headline
    assert head is not None
    now = f"{head.label}{words.comma}{setting.labels.now}"
    entries = [(-0.5, disc.radius, head.text, now, "p900")]
    if disc.inner is not None and cover.base is not None:
        meaning = f"{cover.base.label}{words.comma}{words.derived.lower()}"
        entries.append((0.27, disc.inner, cover.base.text, meaning, "accent"))
    right = disc.x + outer + 27 * scale
    limit = setting.format.width - 24 - right
    for share, radius, value, meaning, colour in entries:
        y = disc.y + share * disc.radius
        x = disc.x + math.sqrt(max(radius * radius - (y - disc.y) ** 2, 0))
        first = setting.fitted(value, "cover-note", limit, colour=colour, weight=700)
        lines = setting.paragraph(meaning, "cover-note", min(limit, 120), size=7, leading=9.5,
                                  colour=colour).lines[:2]  # fmt: skip
        with surface.artifact():
            surface.line(x, y, right, y, colour, 0.6)
        with surface.element("P"):
            surface.text(first, right + 4, y - 1.6)
        with surface.element("P"):
            for index, line in enumerate(lines):
                surface.text(line, right + 4, y + 8 + 9.5 * index)
        wide = max(first.width_pt, *(ln.width_pt for ln in lines))
        boxes.append((x, y - 9, right + 4 + wide, y + 10 + 9.5 * (len(lines) - 1)))
    return boxes


@record
class Key:
    """The key line, measured: what ridge, dot and break stand for."""

    entries: tuple[tuple[str, Line], ...]
    """(icon, text)."""
    gap: float
    """Between two entries of one line; 0 where they stand one under another."""
    top: float
    """Upper edge of the band that carries it."""
    x: float


ICONS = {"ridge": 23.0, "dot": 8.0, "break": 22.0}
"""Room that an icon takes with the air after it."""


def _plan_key(setting: Setting, sections: int, scale: float) -> Key:
    """Measure the key line: smaller where the page is narrow, stacked where it is narrower."""
    labels, document, form = setting.labels, setting.document, setting.format
    top = form.height - 48.9 * max(scale, 0.8)
    x0, x1 = 56.69 * scale, form.width - 56.69 * scale
    if not any(p.amplitude is not None for s in document.sections for p in s.profile):
        return Key((), 0, top, x0)
    if sections == 1:
        ridge = labels.key_ridge_one
    else:
        pattern = labels.key_ridge if sections <= MAXIMUM_LAYERS else labels.key_ridge_many
        ridge = pattern.format(f"1{labels.dash}{sections}")
    texts = [("ridge", ridge), ("dot", labels.key_dot)]
    lost = sum(p.amplitude is None for s in document.sections for p in s.profile)
    if lost:
        texts.append(("break", labels.key_break.format(lost)))
    size = 7.2
    while True:
        lines = [setting.line(text, "cover-key", size=size) for _, text in texts]
        used = sum(ICONS[k] for k, _ in texts) + sum(line.width_pt for line in lines)
        room = x1 - x0 - used
        if room >= 14 * (len(texts) - 1) or size <= 6:
            break
        size = max(6.0, size - 0.2)
    entries = tuple((kind, line) for (kind, _), line in zip(texts, lines, strict=True))
    if room >= 14 * (len(texts) - 1):
        return Key(entries, min(56.0, room / max(1, len(texts) - 1)), top, x0)
    return Key(entries, 0, form.height - 25 - 10 * len(entries), x0)


def _draw_key(surface: Surface, setting: Setting, key: Key, scale: float) -> None:
    """Draw the key line on its band."""
    x = key.x
    base = setting.format.height - 38 * max(scale, 0.8) if key.gap else key.top + 13
    with surface.element("Sect"):
        for kind, line in key.entries:
            with surface.artifact():
                _icon(surface, kind, x, base - 2.6)
            with surface.element("P"):
                surface.text(line, x + ICONS[kind], base)
            if key.gap:
                x += ICONS[kind] + line.width_pt + key.gap
            else:
                base += 10


def _icon(surface: Surface, kind: str, x: float, y: float) -> None:
    if kind == "ridge":
        wave = [(x + i, y - 2.6 * math.sin(i / 18 * 2 * math.pi)) for i in range(0, 19, 2)]
        surface.curves([wave], "white", 0.9)
    elif kind == "dot":
        surface.circle(x + 1.5, y, 1.5, "white")
    else:
        surface.lines([[(x, y), (x + 5, y)], [(x + 13, y), (x + 18, y)]], "white", 0.9)
        surface.circle(x + 9, y, 2.4, "paper", "accent", 0.9)


def draw_back_cover(surface: Surface, setting: Setting) -> None:
    """The back cover: the nearest ridge of the cover goes on, with title and imprint above it."""
    document, form = setting.document, setting.format
    scale = min(form.width / 595.28, form.height / 841.89)
    bleed = max(form.bleed, 1)
    left, width = -bleed, form.width + 2 * bleed
    profiles = merged([art_profile(s) for s in document.sections], 3)
    profiles = tuple(tuple(reversed(p)) for p in profiles)
    count = len(profiles)
    bases = tuple(form.height * (0.74 + 0.11 * k) for k in range(count))
    levels = Levels(bases, tuple(0.07 * form.height for _ in range(count)))
    ridges = build_ridges(profiles, levels, left=left, width=width, bottom=form.height + 29,
                          measure=lambda t: 1e6)  # fmt: skip
    with surface.artifact("Background"):
        surface.rect(-bleed, -bleed, width, form.height + 2 * bleed, "paper")
        fills = ramp(surface.theme, 5)[-count:] if count < 5 else ramp(surface.theme, count)
        for ridge, fill in zip(ridges, fills, strict=True):
            draw_ground(surface, ridge, form.height + bleed, fill)
            pale = tuple(a + (1 - a) * 0.3 for a in fill)
            for contour in ridge.contours:
                surface.curves(contour.pieces, pale, 0.4 * (1 - 0.35 * contour.t))  # type: ignore[arg-type]
    x = 56.69 * scale
    base = 72 * scale
    room = form.width - 2 * x
    title = setting.paragraph(document.title, "h1", room, size=15, leading=21, balance=True)
    with surface.element("P"):
        for line in title.lines:
            surface.text(line, x + line.x_pt, base)
            base += 21
    lines = [t for t in (document.subtitle, document.publisher, document.date, document.contact)
             if t]  # fmt: skip
    base += 2
    for text in lines:
        paragraph = setting.paragraph(text, "cover-sub", room)
        with surface.element("P"):
            for line in paragraph.lines:
                surface.text(line, x + line.x_pt, base)
                base += 12.4
