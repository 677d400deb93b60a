"""The agenda: a column for each section with its ridge at the foot, or rows where there are many.

Every entry is a link to its section's slide and says that slide's number.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.compose.relief import art_profile
from report.deck import ooxml
from report.deck.art import agenda_ridge
from report.deck.fit import (
    Setting,
    break_lines,
    fit_line,
    height_of,
    legal_starts,
    runs_down,
    step_down,
)
from report.deck.geometry import Box
from report.deck.ooxml import Para, Piece
from report.deck.sheet import Sheet
from report.deck.stage import BODY_FLOOR, Stage, in_size

TOP = 104.0
"""Where columns and rows begin."""
ROW = 42.0
TALL_ROW = 64.0
"""A row with the section's abstract under its title."""
LINE = 34.0
"""What an entry takes in the body of an author's layout (points)."""
LEAST_COLUMN = 112.0


def agenda_columns(stage: Stage) -> bool:
    """Whether all sections fit side by side, each with its whole title."""
    count = len(stage.document.sections)
    width = stage.form.width / max(count, 1)
    if not stage.own or width < LEAST_COLUMN:
        return False
    titles = [section.title for section in stage.document.sections]
    return _all_down(stage, titles) or all(
        _across(stage, title, _inner(stage, count)) is not None for title in titles
    )


def _insets(stage: Stage, count: int) -> tuple[float, float]:
    """Left inset of a column's words, and that of the first column."""
    width = stage.form.width / count
    inset = 49.0 if count <= 4 else (32.0 if width > 150 else 18.0)
    return inset, (49 * min(1.0, width / 192) if count > 4 else inset)


def _inner(stage: Stage, count: int) -> float:
    """Width of the words in the narrowest of some columns."""
    inset, first = _insets(stage, count)
    return stage.form.width / count - max(inset + 24, first + (20 if count > 4 else 24))


def _across(stage: Stage, title: str, width: float) -> Setting | None:
    """Setting of a title that is written across its column; None where it would not fit."""
    para = (Para((Piece(title),)),)
    ends = (*legal_starts(title)[1:], len(title))
    words = [title[a:b].strip() for a, b in zip((0, *ends), ends, strict=False)]
    longest = max(stage.measure.width(w, 1.0, family="serif", bold=True) for w in words)
    ways = ((28.0, 37.0, 150.0, 22.0),) if width > 240 else ()
    for size, leading, height, floor in (*ways, (20.0, 27.0, 216.0, 14.0)):
        default = stage.role_setting("slide-title", size=size, leading=leading)
        # A word that is wider than its column would be broken.
        largest = min(size, width / longest // 2 * 2)
        if largest < floor:
            continue
        found = step_down(
            para, width, height, default.at(largest), stage.measure, floor=floor, step=2
        )
        if found:
            return found
    return None


def rows_per_slide(stage: Stage) -> int:
    """Entries that fit on one agenda slide: two columns of rows, or lines of an author's layout."""
    box = stage.box("agenda", "body")
    if _listed(stage):
        return max(1, int(box.h // LINE))
    return 2 * max(1, int(box.h // ROW))


def _listed(stage: Stage) -> bool:
    """Whether the agenda is a list in the body of an author's layout."""
    slot = stage.slot("agenda", "body")
    return not stage.own and slot is not None and bool(slot.kind)


def draw_list(
    sheet: Sheet, indices: tuple[int, ...], pages: dict[int, int], appendix: int | None
) -> None:
    """Number, title and slide number of each section, a line each, in the layout's own body."""
    stage, words = sheet.stage, sheet.stage.document.words
    entries = [(s.number, s.title, pages.get(k)) for k in indices
               for s in (stage.document.sections[k],)]  # fmt: skip
    if appendix and indices[-1] == len(stage.document.sections) - 1:
        entries.append((words.appendix_mark, words.data_notes, appendix))
    paras: list[Para] = []
    for number, title, page in entries:
        pieces = [Piece(f"{number}\u2003", colour=stage.fill("p700"))]
        link = sheet.link(page)
        pieces.append(Piece(title, link=link, jump=bool(link)))
        if page:
            pieces.append(Piece(f"\u2003{page}", colour=stage.fill("muted")))
        paras.append(Para(tuple(pieces), bullet="-"))
    sheet.fitted("body", paras, floor=BODY_FLOOR)


def draw_columns(sheet: Sheet, indices: tuple[int, ...], pages: dict[int, int]) -> None:
    """One column a section; ``pages`` maps a section's index to its slide's number."""
    stage = sheet.stage
    count = len(indices)
    width = stage.form.width / count
    inset, first_inset = _insets(stage, count)
    notes = _abstract_setting(stage, indices, width - inset - 12)
    titles = [stage.document.sections[k].title for k in indices]
    upright = _all_down(stage, titles)
    down = min(30.0, 214 / max(len(t) for t in titles) / 1.12) if upright else 0.0
    settings = [_across(stage, t, _inner(stage, count)) for t in titles]
    across = min((s.size for s in settings if s), default=20.0)
    # Abstracts stand at the foot of columns, or right below titles that are written across.
    foot = 368.0
    if not upright:
        setting = stage.role_setting("slide-title", size=across, leading=round(across * 1.35, 1))
        paras = [Para((Piece(title),)) for title in titles]
        inner = _inner(stage, count)
        tall = max(height_of([para], inner, setting, stage.measure) for para in paras)
        foot = min(foot, TOP + 50 + tall + 14)
    for k, index in enumerate(indices):
        column = Box(k * width, TOP, width, stage.form.height - TOP)
        section = stage.document.sections[index]
        position = k / (count - 1) if count > 1 else 0.5
        ridge = agenda_ridge(sheet, art_profile(section), column, position)
        sheet.add(
            ooxml.group(
                sheet.next_id(), f"山 {section.number}",
                Box(column.x, column.bottom - 110, width, 110), ridge, decorative=True,
            )
        )  # fmt: skip
        if k:
            line = ooxml.line_xml(stage.fill("rule"), 0.75)
            sheet.add(
                ooxml.line_shape(
                    sheet.next_id(), "栏线", column.x, TOP, column.x, stage.form.height, line
                )
            )
        x, inner = column.x + inset, width - inset - 24
        if k == 0 and count > 4:
            x, inner = column.x + first_inset, width - first_inset - 20
        link = sheet.link(pages.get(index))
        number = stage.piece(section.number, "contents-number", size=28)
        sheet.text(
            f"序号 {section.number}", Box(x, TOP + 8, inner * 0.6, 34),
            [Para((number,), leading=34)], link=link, anchor="b",
        )  # fmt: skip
        if index in pages:
            page = stage.piece(str(pages[index]), "contents-page", size=17)
            sheet.text(
                f"页码 {section.number}", Box(x + inner * 0.6, TOP + 12, inner * 0.4, 26),
                [Para((page,), align="r", leading=24)], link=link, anchor="b",
            )  # fmt: skip
        _title(sheet, section.title, x, inner, link, down, across)
        if section.abstract and notes:
            para = Para(
                (stage.piece(section.abstract, "slide-note", size=notes.size),),
                leading=notes.leading,
            )
            sheet.text("摘要", Box(x, foot, inner + 12, 3 * notes.leading), [para])


def _all_down(stage: Stage, titles: Sequence[str]) -> bool:
    """Whether the titles run down their columns: all of them or none, and never Korean ones."""
    if stage.language.split("-")[0] in ("ko", "en"):
        return False
    return all(runs_down(title) and len(title) <= 9 for title in titles)


def _title(
    sheet: Sheet, title: str, x: float, inner: float, link: str, down: float, across: float
) -> None:
    """A section's title down its column at ``down`` points, or in lines at ``across``."""
    stage = sheet.stage
    if down:
        step = round(down * 1.12, 1)
        piece = stage.piece(title, "slide-deck-title", size=round(down, 1))
        sheet.text(
            title, Box(x, TOP + 50, round(down * 1.08, 1), step * len(title)),
            [Para((piece,), leading=step)], link=link,
        )  # fmt: skip
        return
    setting = stage.role_setting("slide-title", size=across, leading=round(across * 1.35, 1))
    para = (Para((Piece(title),)),)
    found = step_down(para, inner, 216, setting, stage.measure, floor=14) or setting.at(14)
    piece = stage.piece(title, "slide-title", size=found.size)
    sheet.text(
        title, Box(x, TOP + 50, inner, 216), [Para((piece,), leading=found.leading)], link=link
    )


def _abstract_setting(stage: Stage, indices: tuple[int, ...], width: float) -> Setting | None:
    """One setting in which each section's abstract takes two lines, or three; None: none does."""
    default = stage.role_setting("slide-note", size=13, leading=19)
    texts = [stage.document.sections[k].abstract for k in indices]
    for size, lines in ((13.0, 2), (12.0, 2), (13.0, 3), (12.0, 3)):
        setting = default.at(size)
        if all(
            len(break_lines(Para((Piece(t),)), width, setting, stage.measure)) <= lines
            for t in texts
        ):
            return setting
    return None


def draw_rows(sheet: Sheet, indices: tuple[int, ...], pages: dict[int, int]) -> None:
    """Two columns of rows: number, title, slide number."""
    stage = sheet.stage
    box = stage.box("agenda", "body")
    gap = 48.0
    each = -(-len(indices) // 2) if len(indices) > 6 else len(indices)
    columns = box.columns(2, gap) if len(indices) > each else (box,)
    pitch = min(TALL_ROW, max(ROW, box.h / max(each, 1)))
    width = columns[0].w - 38 - 40
    size = min(
        fit_line(
            stage.document.sections[index].title, width, 18 if pitch >= 54 else 16, stage.measure,
            floor=12, bold=True, family="serif",
        )
        for index in indices
    )  # fmt: skip
    for k, index in enumerate(indices):
        column = columns[k // each]
        row = Box(column.x, box.y + (k % each) * pitch, column.w, pitch)
        section = stage.document.sections[index]
        link = sheet.link(pages.get(index))
        sheet.add(
            ooxml.line_shape(
                sheet.next_id(), "行线", row.x, row.y, row.right, row.y,
                ooxml.line_xml(stage.fill("rule"), 0.75),
            )
        )  # fmt: skip
        number = stage.piece(section.number, "contents-number", size=18)
        sheet.text(
            f"序号 {section.number}", Box(row.x, row.y, 38, row.h),
            [Para((number,), leading=24)], link=link, anchor="ctr",
        )  # fmt: skip
        piece = stage.piece(section.title, "contents-title", size=size)
        paras = [Para((piece,), leading=round(size * 1.25, 1))]
        if section.abstract and pitch >= 54 and stage.measure.width(section.abstract, 12) <= width:
            paras.append(Para((stage.piece(section.abstract, "slide-note", size=12),), leading=19))
        sheet.text(
            section.title, Box(row.x + 38, row.y, width, row.h), paras, link=link, anchor="ctr"
        )
        if index in pages:
            page = stage.piece(str(pages[index]), "contents-page", size=15)
            sheet.text(
                f"页码 {section.number}", Box(row.right - 40, row.y, 40, row.h),
                [Para((page,), align="r", leading=20)], link=link, anchor="ctr",
            )  # fmt: skip


def draw_appendix(sheet: Sheet, page: int | None) -> None:
    """The link to the data notes, in the agenda's upper right corner."""
    words = sheet.stage.document.words
    slot = sheet.layout.slot("appendix")
    if not page or slot is None:
        return
    text = f"{words.appendix_mark}\u2003{words.data_notes}\u2003{page}"
    sheet.fill(
        "appendix",
        in_size((Para((Piece(text),)),), sheet.stage.setting(slot), sheet.stage.setting(slot)),
        link=sheet.link(page),
    )
