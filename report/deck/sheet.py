"""One slide being drawn: its shapes in reading order, its relationships, what waits to be added.

Shapes are markup; ids count from 2. A link or picture is named by its target and gets its
relationship id at once (rId2 …, rId1 is the layout), so that the markup is final before any part
exists; ``report.deck.deck`` makes the relationships in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from report.compose.plan import ChartPlan
from report.deck import ooxml
from report.deck.balance import in_box, parted
from report.deck.captions import Caption
from report.deck.fit import Setting, break_lines, height_of, step_down
from report.deck.geometry import Box
from report.deck.layouts import Layout, Slot
from report.deck.names import in_language
from report.deck.ooxml import Para, Piece, TextBody
from report.deck.stage import NOTE_FLOOR, Stage, in_size
from report.record import field, record, replace

if TYPE_CHECKING:
    from report.deck.chart import ChartFiles

LEAST_LINE = 0.72
"""A title steps down to this share of its layout's size before it takes a second line."""
LEAST_TITLE = 20.0
MANY_LINES = (22.0, 20.0, 18.0, 16.0, 14.0)
"""Sizes of a title that takes more lines than its layout has room for (points)."""


@record(frozen=False)
class Sheet:
    """A slide being drawn."""

    stage: Stage
    layout: Layout
    number: int
    shapes: list[str] = field(default_factory=list)
    relations: list[tuple[str, str]] = field(default_factory=list)
    """(``slide``, number) · (``url``, address) · (``image``, path) · (``chart``, index): rId2 …"""
    charts: list[ChartFiles] = field(default_factory=list)
    """Parts of the native charts on the slide."""
    _next: int = 2

    def next_id(self) -> int:
        """A shape id that is free on this slide."""
        self._next += 1
        return self._next - 1

    def relation(self, kind: str, target: str) -> str:
        """Relationship id of a target; the same target has one id."""
        wanted = (kind, target)
        if wanted not in self.relations:
            self.relations.append(wanted)
        return f"rId{self.relations.index(wanted) + 2}"

    def link(self, slide: int | None) -> str:
        """Relationship id of a jump to a slide (by number from 1); "" for none."""
        return self.relation("slide", str(slide)) if slide else ""

    def add(self, markup: str) -> None:
        """Append a shape in reading order."""
        self.shapes.append(markup)

    def _linked(self, paras: Sequence[Para]) -> tuple[Para, ...]:
        result: list[Para] = []
        for para in paras:
            if any(":" in piece.link for piece in para.pieces):
                pieces = tuple(
                    replace(p, link=self.relation("url", p.link)) if ":" in p.link else p
                    for p in para.pieces
                )
                para = replace(para, pieces=pieces)
            result.append(para)
        return tuple(result)

    def fill(
        self, name: str, paras: Sequence[Para], *, box: Box | None = None, link: str = "",
        turn: int = 0, upright: bool | None = None,
    ) -> None:  # fmt: skip
        """Fill a slot of the layout; nothing happens where the layout has no such slot.

        ``turn`` turns the box about its centre (degrees clockwise); ``upright`` False writes a
        slot for vertical text in lines.
        """
        slot = self.layout.slot(name)
        if slot is None or not any(p.text for para in paras for p in para.pieces):
            return
        if not slot.kind:
            self.text(slot.label, box or slot.box, self._styled(slot, paras), anchor=slot.anchor)
            return
        stands = slot.upright and upright is not False
        lying = 'vert="horz"' if slot.upright and not stands else ""
        text = TextBody(self._linked(paras), inherit=True, body=lying)
        markup = ooxml.text_body(text, self.stage.language)
        same = box is None or box == slot.box
        self.add(
            ooxml.placeholder(
                self.next_id(), slot.label, slot.kind, slot.index, markup,
                size=_size(slot), box=None if same else box, link=link, turn=turn,
                upright=stands,
            )
        )  # fmt: skip

    def _styled(self, slot: Slot, paras: Sequence[Para]) -> tuple[Para, ...]:
        """Paragraphs of a slot that is no placeholder in this template, with all they need."""
        token = self.stage.theme.type[slot.role]
        setting = self.stage.setting(slot)
        return tuple(
            replace(
                para, align=para.align or slot.align, leading=para.leading or setting.leading,
                before=para.before or setting.before,
                pieces=tuple(
                    replace(
                        p, size=p.size or setting.size,
                        bold=setting.bold if p.bold is None else p.bold,
                        colour=p.colour or self.stage.fill(slot.colour or token.colour),
                        major=token.family == "serif" if p.major is None else p.major,
                    )
                    for p in para.pieces
                ),
            )
            for para in paras
        )  # fmt: skip

    def caption(self, caption: Caption | None) -> None:
        """Fill a slot with a caption."""
        if caption:
            self.fill(caption.slot.name, caption.paras, box=caption.box)

    def set(
        self, name: str, paras: Sequence[Para], setting: Setting, *, box: Box | None = None
    ) -> None:
        """Fill a slot in a setting that was found to fit."""
        slot = self.layout.slot(name)
        if slot:
            self.fill(name, in_size(paras, setting, self.stage.setting(slot)), box=box)

    def fitted(self, name: str, paras: Sequence[Para], *, floor: float = NOTE_FLOOR) -> None:
        """Fill a slot, stepping down to ``floor`` points where it would not fit."""
        slot = self.layout.slot(name)
        if slot is None:
            return
        default = self.stage.setting(slot)
        left, top, right, bottom = slot.insets
        found = step_down(
            paras, slot.box.w - left - right, slot.box.h - top - bottom, default,
            self.stage.measure, floor=floor,
        )  # fmt: skip
        self.set(name, paras, found or default.at(floor))

    def title(self, text: str) -> None:
        """The title: one line if it can, then a step smaller, then two lines and more.

        An author's layout may have room for several lines: they are as large as it allows. Lines
        of our own layouts are of like length and part between phrases.
        """
        slot = self.layout.slot("title")
        if slot is None:
            return
        default = self.stage.setting(slot)
        para = Para((Piece(text),))
        measure = self.stage.measure
        found = step_down(
            (para,), slot.box.w, default.leading, default, measure, floor=default.size * LEAST_LINE
        ) or step_down(
            (para,), slot.box.w, slot.box.h, default.at(default.size * LEAST_LINE), measure,
            floor=LEAST_TITLE,
        )  # fmt: skip
        if found:
            if slot.house:
                count = len(break_lines(para, slot.box.w, found, measure))
                text = parted(text, count, slot.box.w, found.size, measure, self.stage.language)
            self.set("title", (Para((Piece(text),)),), found)
            return
        found = default.at(min(MANY_LINES[0], default.size))
        for size in MANY_LINES:
            found = default.at(min(size, found.size))
            height = height_of((para,), slot.box.w, found, measure)
            if height <= slot.box.bottom - 16:
                break
        if not slot.house:
            count = len(break_lines(para, slot.box.w, found, measure))
            text, width = in_box(text, count, slot.box.w, found.size, measure, self.stage.language)
            para = Para((Piece(text),))
            slot = replace(slot, box=replace(slot.box, w=width))
        height = height_of((para,), slot.box.w, found, measure)
        bottom = slot.box.bottom
        top = max(bottom - max(height, slot.box.h), 12.0)
        self.set("title", (para,), found, box=Box(slot.box.x, top, slot.box.w, bottom - top))

    def text(
        self, name: str, box: Box, paras: Sequence[Para], *, anchor: str = "t", link: str = "",
        wrap: bool = True, fill: str = "", insets: tuple[float, float, float, float] = (0, 0, 0, 0),
        body: str = "",
    ) -> None:  # fmt: skip
        """Add a text box."""
        self.add(
            self.text_markup(
                name, box, paras, anchor=anchor, link=link, wrap=wrap, fill=fill, insets=insets,
                body=body,
            )
        )  # fmt: skip

    def text_markup(
        self, name: str, box: Box, paras: Sequence[Para], *, anchor: str = "t", link: str = "",
        wrap: bool = True, fill: str = "", line: str = ooxml.NO_LINE, geometry: str = "",
        insets: tuple[float, float, float, float] = (0, 0, 0, 0), body: str = "",
    ) -> str:  # fmt: skip
        """A text box as markup, for groups."""
        text = TextBody(self._linked(paras), anchor=anchor, wrap=wrap, insets=insets, body=body)
        return ooxml.shape(
            self.next_id(), name, box, fill=fill or ooxml.NO_FILL, line=line,
            geometry=geometry or ooxml.RECTANGLE,
            text=ooxml.text_body(text, self.stage.language), text_box=True, link=link,
        )  # fmt: skip

    def chart(self, plan: ChartPlan, box: Box, slot: Slot | None) -> None:
        """Draw a chart, in the slot's placeholder if it is one."""
        from report.deck.chart import chart_markup

        def relate(files: ChartFiles) -> str:
            self.charts.append(files)
            return self.relation("chart", str(len(self.charts) - 1))

        index = slot.index if slot and slot.kind else None
        markup, self._next = chart_markup(
            plan, box, self.stage.theme, self.stage.language, self._next, relate,
            placeholder=index,
        )  # fmt: skip
        if slot and slot.kind and slot.kind != "chart":
            markup = markup.replace(
                ooxml.ph("chart", slot.index), ooxml.ph(slot.kind, slot.index), 1
            )
        self.add(markup)

    def folio(self) -> None:
        """The live slide number, where the layout has a place for it."""
        slot = self.layout.slot("folio")
        if slot is None or not slot.kind:
            return
        from report.deck.template import SLIDE_NUMBER_ID

        field_text = ooxml.field_xml(
            "slidenum", SLIDE_NUMBER_ID, str(self.number), self.stage.language,
            self.stage.fill(slot.colour) if slot.colour else "",
        )  # fmt: skip
        self.add(
            ooxml.placeholder(
                self.next_id(), slot.label, slot.kind, slot.index,
                f"<p:txBody><a:bodyPr/><a:lstStyle/>{field_text}</p:txBody>", size=_size(slot),
            )
        )  # fmt: skip

    def xml(self) -> str:
        """The slide."""
        return in_language(ooxml.slide_xml("".join(self.shapes)), self.stage.language)


def _size(slot: Slot) -> str:
    return "quarter" if slot.kind in ("body", "ftr", "sldNum") and slot.name != "body" else ""
