"""A section's opening: tint, numeral, ridge, title, lead, facts and key figures.

The design's opener fills a left-hand page (section 6). Here its tinted sky may also be lower, so
that a short section's text begins on the same page: how low is decided with the section's flow.
"""

from __future__ import annotations

from typing import Literal

from report.brochure.blocks.cards import CardStrip, card_strip
from report.brochure.flow import rows_of
from report.brochure.grid import Grid
from report.brochure.landscape import draw_edge, draw_ground, draw_spots
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.brochure.titles import TitleBlock, opener_title
from report.compose.document import FigureView, Section
from report.compose.relief import art_profile
from report.compose.ridges import Levels, Ridge, build_ridges, fitted_amplitude, ridge_line
from report.record import record, replace
from report.theme import PageFormat, mix
from report.typeset import Line, SetParagraph

Height = Literal["full", "middle", "low", "tall"]
SHARE = {"full": 0.537, "middle": 0.41, "low": 0.29, "tall": 0.8}
"""Height of the tint over the page's height."""


@record
class Opener:
    """A section's opening page, measured."""

    section: Section
    height: Height
    tint_row: int
    """Row at which the tint ends."""
    lead: SetParagraph | None
    lead_row: int
    leading: float
    cards: CardStrip | None
    cards_row: int
    cards_x: float
    facts: bool
    end: int
    """Row after the last thing on it."""
    body_row: int | None
    """Row at which text can begin; None where the page is full."""
    overflow: tuple[FigureView, ...] = ()
    """Key figures that had no room: they head the section's next page."""


def lead_width(grid: Grid) -> float:
    """Measure of the lead: four columns, beside them the facts; all of a small page."""
    if grid.format.wide:
        return grid.span(3)
    return grid.span(4) if grid.width > 420 else grid.width


@record
class OpenerParts:
    """What an opener holds, set once for all heights of its tint."""

    lead: SetParagraph | None
    leading: float
    facts: bool
    text_rows: int
    """Rows of the lead and the facts beside it."""
    large: CardStrip | None
    small: CardStrip | None
    spilled: bool = False
    """The lead is too long for an opener: it begins the section's text instead."""


def opener_parts(setting: Setting, section: Section) -> OpenerParts:
    """Set lead and key figures; a lead too long for the page is set smaller, then spilled."""
    grid = Grid(setting.format)
    pitch, most = setting.format.baseline, grid.rows - LEAST_TINT - 2
    facts = grid.width > 420 and not setting.format.wide
    # The pages alone, beside no lead, are no box.
    facts = facts and (bool(section.lead) or facts_count(section) > 1)
    lead, leading, spilled = None, 1.5 * pitch, False
    if section.lead:
        lead = setting.paragraph(section.lead, "lead", lead_width(grid), leading=leading)
        if rows_of(leading * len(lead.lines), pitch) > most:
            facts, leading = False, pitch
            lead = setting.paragraph(section.lead, "lead", lead_width(grid), size=10.5,
                                     leading=leading)  # fmt: skip
        if rows_of(leading * len(lead.lines), pitch) > most:
            lead, spilled = None, True
    rows = rows_of(leading * len(lead.lines), pitch) if lead else 0
    if facts:
        rows = max(rows, rows_of(13.5 * facts_count(section), pitch))
    large = small = None
    if section.key_figures:
        small = _cards(setting, grid, section.key_figures, large=False)
        large = _cards(setting, grid, section.key_figures, large=True)
    return OpenerParts(lead, leading, facts, rows, large, small, spilled)


LEAST_TINT = 5
"""Rows that the tint keeps in any case."""


LEAST_BODY = 6
"""Rows of text that are worth beginning below an opening, unless they are all there is."""


def plan_opener(setting: Setting, section: Section, height: Height, parts: OpenerParts,
                least: int = LEAST_BODY) -> Opener:  # fmt: skip
    """Place the opening of ``section`` under a tint of the given height.

    Text begins below it where ``least`` rows are left for it.
    """
    grid = Grid(setting.format)
    pitch, rows = setting.format.baseline, grid.rows
    row = round((SHARE[height] * setting.format.height - setting.format.top) / pitch)
    wide = setting.format.wide
    text_rows = parts.text_rows
    overflow: tuple[FigureView, ...] = ()
    cards = parts.small if height == "low" else parts.large
    cards_rows = rows_of(cards.wrap(grid.width, 1e6)[1], pitch) if cards else 0

    def end_of(tint: int) -> tuple[int, int]:
        lead_row = tint + 2
        if wide:
            return lead_row, lead_row + max(text_rows, cards_rows)
        cards_row = lead_row + text_rows + (2 if text_rows else 0)
        return cards_row, cards_row + cards_rows if cards else lead_row + text_rows

    cards_row, end = end_of(row)
    while end > rows and row > LEAST_TINT:
        row -= 1
        cards_row, end = end_of(row)
    while height == "low" and least < LEAST_BODY and rows - end - 2 < least and row > LEAST_TINT:
        row -= 1  # a few lines are the whole text: they stand here, not alone on the next page
        cards_row, end = end_of(row)
    if end > rows and cards is not None:
        overflow, cards, cards_rows = section.key_figures, None, 0
        cards_row, end = end_of(row)
    if wide:
        cards_row = row + 2
    left = rows - end - 2
    body = end + 2 if left >= least and end <= rows else None
    return Opener(
        section, height, row, parts.lead, row + 2, parts.leading, cards, cards_row,
        grid.span(3) + setting.format.gutter if wide else 0, parts.facts, min(end, rows), body,
        overflow,
    )  # fmt: skip


HIGHEST = (0.6, 0.72)
"""Greatest height of the tint over the page's height: with text on the page, with a lead only."""


def higher_sky(setting: Setting, opener: Opener, *, alone: bool = False) -> int:
    """Rows by which the tint of an opener may grow; ``alone``: no text follows on the page."""
    form = setting.format
    most = int((HIGHEST[alone] * form.height - form.top) // form.baseline)
    return max(0, most - opener.tint_row)


def lowered(opener: Opener, rows: int) -> Opener:
    """An opener whose tint is ``rows`` higher and everything below it as much lower."""
    return replace(
        opener, tint_row=opener.tint_row + rows, lead_row=opener.lead_row + rows,
        cards_row=opener.cards_row + rows, end=opener.end + rows,
        body_row=None if opener.body_row is None else opener.body_row + rows,
    )  # fmt: skip


def _cards(
    setting: Setting, grid: Grid, figures: tuple[FigureView, ...], *, large: bool
) -> CardStrip:
    """Key figures of an opener: large in threes, smaller where there are four or more."""
    if setting.format.wide:
        per_row = 2 if len(figures) in (2, 4) else min(3, len(figures))
        return card_strip(setting, figures, grid.span(3), per_row=per_row)
    if len(figures) <= 3 and grid.width > 420:
        return card_strip(setting, figures, grid.width, per_row=3, large=large)
    return card_strip(setting, figures, grid.width)


def facts_count(section: Section) -> int:
    """Lines of the fact box: pages, charts and tables, gaps, derived figures."""
    return (
        1
        + len(_numbers(section))
        + len(_codes(section, "missing", 1))
        + len(_codes(section, "derived", 1))
    )


def _numbers(section: Section) -> list[str]:
    """Numbers of the section's charts and of its tables, from first to last."""
    result: list[str] = []
    for kind in ("Chart", "TableBlock"):
        found = [b.plan.number for b in section.blocks if type(b).__name__ == kind]  # type: ignore[union-attr]
        if found:
            result.append(found[0] if len(found) == 1 else f"{found[0]}\0{found[-1]}")
    return result


def _codes(section: Section, state: str, least: int) -> list[list[str]]:
    """Codes of the gaps (or derived figures) first shown in this section, in their order."""
    found = {
        f.code: None
        for f in section.figures
        if f.state == state and f.code and f.section in (None, section.id)
    }
    ordered = sorted(found, key=_code_order)
    return [ordered] if len(ordered) >= least else []


def _code_order(code: str) -> tuple[int, str]:
    """By the number in the code: 缺9 before 缺10."""
    digits = "".join(c for c in code if c.isdigit())
    return (int(digits) if digits else 0, code)


def facts_lines(setting: Setting, section: Section) -> list[Line]:
    """The fact box: where the section stands, and what in it is missing or derived."""
    labels, places = setting.labels, setting.places
    first, last = places.sections[section.id], places.section_ends[section.id]
    dash = labels.dash
    span = str(first) if first == last else f"{first}{dash}{last}"
    gap = "\u3000" if setting.language.startswith(("zh", "ja")) else "  "
    texts = [f"{labels.chapter}{gap}{labels.page_list(span)}"]
    texts += [n.replace("\0", dash) for n in _numbers(section)]
    for state, pattern in (("missing", labels.gaps), ("derived", labels.derived)):
        for codes in _codes(section, state, 1):
            whole = _code_order(codes[-1])[0] - _code_order(codes[0])[0] == len(codes) - 1
            if len(codes) < 3 or (not whole and len(codes) == 3):
                shown = setting.words.list_comma.join(codes)
            else:
                shown = f"{codes[0]}{dash}{codes[-1]}"
            texts.append(pattern.format(len(codes), shown))
    return [setting.line(t, "key-note") for t in texts]


def draw_opener(surface: Surface, setting: Setting, opener: Opener, grid: Grid) -> float:
    """Draw the opening; the page's furniture comes after it.

    Returns where the ridge begins under the axis of the fold strip.
    """
    section, form = opener.section, setting.format
    bottom = grid.ytop(opener.tint_row) - 1
    bleed = form.bleed
    with surface.artifact("Background"):
        surface.rect(-bleed, -bleed, form.width + 2 * bleed, bottom + bleed, "p100")
    title = _title(setting, section, grid, bottom)
    _numeral(surface, setting, section, grid, bottom, title)
    ridge = _ridge(surface, setting, opener, bottom, title, grid)
    surface.heading(section.title, 1, 0, f"section-{section.id}")
    with surface.element("H1"):
        title.draw(surface, setting)
    if opener.lead is not None:
        base = grid.ytop(opener.lead_row) + (15.5 if opener.leading > 20 else 11.5)
        with surface.element("Lead"):
            for line in opener.lead.lines:
                surface.text(line, grid.x0 + line.x_pt, base)
                base += opener.leading
    if opener.facts:
        _facts(surface, setting, section, grid, opener.lead_row)
    if opener.cards is not None:
        opener.cards.draw(
            surface, grid.x0 + opener.cards_x, grid.ytop(opener.cards_row), grid.width
        )
    return min(ridge.height_at(grid.axis + d) for d in (-6, 0, 6))


TWO_COLUMNS = 5
"""Characters from which on a title may be divided to make way for the ridge."""


def _title(setting: Setting, section: Section, grid: Grid, bottom: float) -> TitleBlock:
    """The title: in two columns, then smaller, where it would press the ridge flat."""
    text = section.title
    title = opener_title(setting, text, grid, bottom)
    if not title.vertical:
        return title
    wanted = _amplitude(setting.format, section, bottom)
    high = _amplitude(setting.format, section, bottom, title)
    ways: list[tuple[bool, float]] = []
    if len(title.columns) == 1 and len(text) >= TWO_COLUMNS:
        ways.append((True, 0.64))
    many = len(text) >= TWO_COLUMNS
    ways += [(many, 0.54), (many, 0.46)]
    for short, share in ways:
        if high >= LEAST_RIDGE * wanted:
            break
        other = opener_title(setting, text, grid, bottom, short=short, share=share)
        found = _amplitude(setting.format, section, bottom, other)
        if other.vertical and found > 1.15 * high:
            title, high = other, found
    return title


LEAST_RIDGE = 0.5
"""Share of its full amplitude that a ridge keeps where its title can make way."""


def _amplitude(form: PageFormat, section: Section, bottom: float, title: TitleBlock | None = None
               ) -> float:  # fmt: skip
    """Amplitude of the ridge on a tint of height ``bottom``, below the title if there is one."""
    share = bottom / 452
    if title is None:
        return 196 * share
    left, width = _across(form)
    return fitted_amplitude(art_profile(section), title.box, left=left, width=width,
                            base=380 * share, amplitude=196 * share, pad=24,
                            clearance=22)  # fmt: skip


def _across(form: PageFormat) -> tuple[float, float]:
    """Left edge and width of the tint."""
    return -form.bleed - (0 if form.bleed else 1), form.width + 2 * max(form.bleed, 1)


SEEN = 0.6
"""Least part of the large numeral that its ridge leaves to be seen."""

DIGIT = 0.74
"""Height of a digit over the size of its type."""


def _numeral(surface: Surface, setting: Setting, section: Section, grid: Grid, bottom: float,
             title: TitleBlock) -> None:  # fmt: skip
    """The large numeral behind the ridge, most of it above the ridge."""
    size, base = 232 * bottom / 452, bottom * 262 / 452
    room = (title.box[0] - 12 if title.vertical else grid.x1) - grid.x0
    if not title.vertical:
        # Below a horizontal title, at the other side.
        size = max(12.0, min(size, (base + 0.12 * bottom - title.box[3] - 14) / DIGIT))
        base = max(base, title.box[3] + 14 + DIGIT * size)
    line = setting.fitted(section.number, "opener-numeral", room, size=size)
    if line.runs:
        size = line.runs[0].size_pt
    left = grid.x0 - 8 * size / 232 if title.vertical else grid.x1 - line.width_pt
    ridge = _numeral_ridge(setting, section, bottom, title)
    if _seen(ridge, left, line.width_pt, base, size) < SEEN:
        size, left, base = _raised(ridge, grid, bottom, title, (size, line.width_pt, base))
        line = setting.fitted(section.number, "opener-numeral", room, size=size)
    with surface.artifact("Background"):
        surface.outlines(line, left, base, "p300")


def _numeral_ridge(setting: Setting, section: Section, bottom: float, title: TitleBlock
                   ) -> tuple[tuple[float, float], ...]:  # fmt: skip
    """The section's ridge, coarsely."""
    left, width = _across(setting.format)
    return ridge_line(art_profile(section), left=left, width=width, base=380 * bottom / 452,
                      amplitude=_amplitude(setting.format, section, bottom, title), pad=24,
                      step=8)  # fmt: skip


def _seen(ridge: tuple[tuple[float, float], ...], left: float, width: float, base: float,
          size: float) -> float:  # fmt: skip
    """Part of a numeral's box that is above the ridge, 0 to 1."""
    high = DIGIT * size
    parts = [
        min(high, max(0.0, y - base + high)) / high for x, y in ridge if left <= x <= left + width
    ]
    return sum(parts) / len(parts) if parts else 1.0


def _raised(ridge: tuple[tuple[float, float], ...], grid: Grid, bottom: float, title: TitleBlock,
            wanted: tuple[float, float, float]) -> tuple[float, float, float]:  # fmt: skip
    """(size, left, base line) of a numeral that would be hidden: higher, else beside, else smaller.

    ``wanted`` is its size, its width and its base line; the first place in which enough of it is
    seen is taken, else that in which most is.
    """
    full, wide, low = wanted
    best = (-1.0, full, grid.x0, low)
    for share in (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.44, 0.36):
        size, width = full * share, wide * share
        high = DIGIT * size
        at_left = grid.x0 - 8 * size / 232
        places = [at_left] if title.vertical else [grid.x1 - width, at_left]
        for left in places:
            beside = title.vertical or left >= title.box[2] + 20
            least = title.box[1] if beside else title.box[3] + 12
            highest = max(20.0, least) + high
            for base in (max(highest, min(low, highest + 0.5 * high)), highest):
                seen = _seen(ridge, left, width, base, size)
                if seen >= SEEN:
                    return size, left, base
                # A numeral that is larger is worth as much of it that is hidden.
                if seen * share > best[0]:
                    best = (seen * share, size, left, base)
    return best[1:]


def _ridge(
    surface: Surface, setting: Setting, opener: Opener, bottom: float, title: TitleBlock, grid: Grid
) -> Ridge:
    """The section's own ridge at the foot of the tint."""
    form, section = setting.format, opener.section

    share = bottom / 452
    base = 380 * share
    left, width = _across(form)
    points = art_profile(section)
    amplitude = _amplitude(form, section, bottom, title)
    label = setting.role("note-code").size
    (ridge,) = build_ridges(
        [points], Levels((base,), (amplitude,)), left=left, width=width,
        bottom=532 * share, step=3.2,
        measure=lambda t: setting.width(t, "spot-height"), pad=24,
        front_contours=12, front_steps=12, label_height=label,
        obstacles=(title.box,), margin=_label_limits(grid),
    )  # fmt: skip
    with surface.artifact("Background"), surface.clipped(left, 0, width, bottom):
        draw_ground(surface, ridge, bottom, "p700")
        pale = mix(surface.theme, "p700", "white", 0.42)
        for contour in ridge.contours:
            surface.curves(contour.pieces, pale, 0.45 * (1 - 0.35 * contour.t))
        draw_edge(surface, ridge, "p900")
        draw_spots(surface, setting, ridge, "p900", "p900")
    return ridge


def _label_limits(grid: Grid) -> tuple[float, float]:
    """Where spot heights may stand: within the safe area, clear of the fold strip's text."""
    if grid.side == "verso":
        return grid.axis + 9, grid.format.width - 14.2
    return 14.2, grid.axis - 9


def _facts(surface: Surface, setting: Setting, section: Section, grid: Grid, row: int) -> None:
    """The fact box beside the lead, behind a hairline."""
    lines = facts_lines(setting, section)
    x, y = grid.colx(4), grid.ytop(row)
    with surface.artifact():
        surface.line(x, y + 3, x, y + 3 + 13.5 * len(lines), "rule", 0.5)
    with surface.element("Sect"):
        for number, line in enumerate(lines):
            with surface.element("P"):
                surface.text(line, x + 9, y + 12 + 13.5 * number)
