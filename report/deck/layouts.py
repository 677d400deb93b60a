"""The twelve layouts of our template: which placeholders stand where, in which type role.

A layout is a role (``chart``, ``table`` …) with slots; the slides address slots by name, never by
position. ``report.deck.template`` turns these into layout parts; ``report.deck.house`` finds the
same slots in an author's own template.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from report.deck.geometry import Box, SlideFormat
from report.record import field, record, replace

Ground = Literal["white", "paper", "p100"]


@record
class Slot:
    """A placeholder of a layout."""

    name: str
    kind: str
    """``type`` of ``p:ph``."""
    index: int
    box: Box
    role: str
    """Type role of its text (``report.theme``)."""
    label: str
    """Name in the selection pane, in Chinese; see ``LABELS`` for the others."""
    align: str = "l"
    anchor: str = "t"
    colour: str = ""
    """Colour token instead of the role's."""
    bold: bool | None = None
    size: float = 0.0
    """Points instead of the role's size."""
    leading: float = 0.0
    vertical: bool = False
    """One character wide: plain text runs downwards."""
    upright: bool = False
    """Written vertically (``eaVert``), in columns from right to left."""
    fill: str = ""
    insets: tuple[float, float, float, float] = (0, 0, 0, 0)
    tracking: float = 0.0
    before: float = 0.0
    """Space between paragraphs (points)."""
    house: bool = False
    """Read from an author's template: faces and sizes are theirs."""


@record
class Layout:
    """A layout: a role, a name, slots, and what is drawn behind them."""

    role: str
    names: tuple[str, ...]
    """Names it answers to; the first is ours in Chinese, the second in other languages."""
    type: str
    """``type`` of ``p:sldLayout``."""
    slots: tuple[Slot, ...]
    ground: Ground = "white"
    furniture: bool = True
    """The master's fold strip shows through."""
    rules: tuple[Box, ...] = field(default=())
    """Figure rules (1 pt p900 with a block at the left end): x, y and width of each."""

    def slot(self, name: str) -> Slot | None:
        """The slot called ``name``, if the layout has it."""
        for slot in self.slots:
            if slot.name == name:
                return slot
        return None


ROLES = (
    "title", "agenda", "section", "key-figures", "chart", "chart-text", "two-charts",
    "table", "text", "quote", "picture", "closing",
)  # fmt: skip

EXTRA = ("two-tables",)
"""Layouts of ours that a house template may lack: their slides are made otherwise then."""

STANDING = frozenset(("title", "section"))
"""Layouts whose titles may be written vertically."""

NAMES: dict[str, tuple[str, ...]] = {
    "title": ("标题", "Title", "Title Slide", "标题幻灯片"),
    "agenda": ("目次", "Agenda", "Contents", "目录"),
    "section": ("章节", "Section", "Section Header", "节标题"),
    "key-figures": ("关键数字", "Key figures", "Key Figures"),
    "chart": ("图表", "Chart", "Title and Chart"),
    "chart-text": ("图表与文字", "Chart and text", "Chart + text", "Chart and Text"),
    "two-charts": ("两图", "Two charts", "Two Charts"),
    "table": ("表格", "Table", "Title and Table"),
    "text": ("文字", "Text", "Title and Text"),
    "quote": ("引语", "Quote"),
    "picture": ("图片", "Picture", "Picture with Caption", "图片与标题"),
    "closing": ("结束", "Closing"),
    "two-tables": ("两表", "Two tables", "Two Tables"),
}
"""Names a layout of each role is recognised by (letter case is ignored)."""

LABELS: dict[str, str] = {
    "title": "Title", "subtitle": "Subtitle", "body": "Text", "sub": "Unit and scope",
    "chart": "Chart", "chart2": "Second chart", "table": "Table", "table2": "Second table",
    "picture": "Picture",
    "source": "Source", "head": "Heading", "head2": "Second heading", "sub2": "Second unit",
    "mark": "Section number", "running": "Running head", "folio": "Slide number",
    "numeral": "Section numeral", "appendix": "Appendix", "by": "Speaker", "contact": "Contact",
    "caveats": "Caveats",
}  # fmt: skip


@lru_cache(maxsize=16)
def layouts_for(form: SlideFormat, standing: frozenset[str] = STANDING) -> tuple[Layout, ...]:
    """Our layouts on a slide format, in the order of the template: twelve, and one of two tables.

    ``standing``: which of the opening slides write their titles vertically.
    """
    wide = form.width > 800
    upright, section_upright = "title" in standing, "section" in standing
    x, right, w = form.content.x, form.content.right, form.content.w
    title = Slot("title", "title", 0, form.title, "slide-title", "标题", anchor="b")
    sub = Slot("sub", "body", 16, form.sub, "slide-chart-sub", "单位与口径")
    source = Slot("source", "body", 15, form.source, "slide-source", "来源")
    furniture = _furniture(form)
    panel = Box(right - form.panel_width, 104, form.panel_width, 368)
    beside = Box(x, 120, panel.x - x - (48 if wide else 24), 358)
    gutter = 42 if wide else 24
    left_w = 330 if wide else (w - gutter) * 0.44
    right_x = x + left_w + (48 if wide else gutter)
    left, second = Box(x, 156, left_w, 322), Box(right_x, 156, right - right_x, 322)
    aside = 340 if wide else 260
    half, other = Box(x, 156, w, 322).columns(2, 44 if wide else 24)
    axis = form.width - 98 if wide else form.width - 78
    roomy = form.content.inset(0, 8, 0, 0)
    start = 330.0 if wide else 260.0
    across = Box(start, 44, form.width - start - (60 if wide else 40), 150)
    lead = Box(
        form.width * 0.498,
        54 if section_upright else 160,
        form.width * (0.31 if wide else 0.28),
        160,
    )

    def head(name: str, index: int, box: Box, label: str) -> Slot:
        return Slot(name, "body", index, Box(box.x, 106, box.w, 22), "slide-chart-head", label)

    def under(name: str, index: int, box: Box, label: str) -> Slot:
        return Slot(name, "body", index, Box(box.x, 128, box.w, 20), "slide-chart-sub", label)

    return (
        Layout(
            "title", NAMES["title"], "title",
            (
                Slot("title", "ctrTitle", 0,
                     Box(axis - 96, 38, 128, 240) if upright else across,
                     "slide-deck-title", "标题", upright=upright, align="l" if upright else "r",
                     leading=64 if upright else 60, tracking=3 if upright else 0),
                Slot("subtitle", "body", 1,
                     Box(axis - 150, 42, 44, 236) if upright else across.moved(0, 166).top(60),
                     "slide-note", "副标题", upright=upright, align="l" if upright else "r",
                     size=14 if upright else 16, leading=22 if upright else 24, colour="muted"),
            ),
            "paper", False,
        ),
        Layout(
            "agenda", NAMES["agenda"], "obj",
            (
                Slot("title", "title", 0, Box(form.width * 0.052, 36, w * 0.5, 44), "slide-title",
                     "标题", anchor="b", size=33, leading=42),
                Slot("body", "body", 1, Box(form.width * 0.052, 112, form.width * 0.896, 380),
                     "slide-body", "目次", leading=24),
                Slot("appendix", "body", 13, Box(right - 300, 54, 300, 22), "slide-body", "附录",
                     align="r", anchor="b", colour="accent", leading=20, size=14),
            ),
            "white", False,
        ),
        Layout(
            "section", NAMES["section"], "secHead",
            (
                Slot("title", "title", 0,
                     Box(axis - 80, 38, 108, 250) if section_upright
                     else Box(lead.x, 44, form.width - lead.x - 48, 100),
                     "slide-section-title", "标题", upright=section_upright,
                     leading=54 if section_upright else 50, tracking=3 if section_upright else 0),
                Slot("body", "body", 1, lead, "slide-lead", "导语"),
                Slot("numeral", "body", 14,
                     Box(x, 30, form.width * (0.41 if wide else 0.39), 300),
                     "slide-section-numeral", "章节序号",
                     tracking=-8),
                *_furniture(form, "white"),
            ),
            "p100", False,
        ),
        Layout(
            "key-figures", NAMES["key-figures"], "titleOnly",
            (
                title,
                Slot("body", "body", 1, Box(x, 424, w * 0.62, 52), "slide-note", "说明",
                     leading=20),
                source, *furniture,
            ),
        ),
        Layout(
            "chart", NAMES["chart"], "chart",
            (
                title, sub,
                Slot("chart", "chart", 12, form.content.inset(0, 20, 0, 6), "slide-category",
                     "图表"),
                source, *furniture,
            ),
        ),
        Layout(
            "chart-text", NAMES["chart-text"], "chartAndTx",
            (
                title, replace(sub, box=Box(x, sub.box.y, beside.w, sub.box.h)),
                Slot("chart", "chart", 12, beside, "slide-category", "图表"),
                Slot("body", "body", 1, panel, "slide-body", "要点", fill="paper",
                     insets=(22, 22, 18, 18), before=10),
                source, *furniture,
            ),
        ),
        Layout(
            "two-charts", NAMES["two-charts"], "twoObj",
            (
                title,
                head("head", 21, left, "左图标题"), under("sub", 16, left, "左图单位"),
                Slot("chart", "chart", 12, left, "slide-category", "左图"),
                head("head2", 22, second, "右图标题"), under("sub2", 23, second, "右图单位"),
                Slot("chart2", "chart", 17, second, "slide-category", "右图"),
                source, *furniture,
            ),
            rules=(Box(left.x, 100, left.w, 0), Box(second.x, 100, second.w, 0)),
        ),
        Layout(
            "table", NAMES["table"], "tbl",
            (
                title, sub,
                Slot("table", "tbl", 18, form.content.inset(0, 20, 0, 6), "slide-table-cell",
                     "表格"),
                source, *furniture,
            ),
        ),
        Layout(
            "text", NAMES["text"], "tx",
            (
                title, Slot("body", "body", 1, roomy, "slide-body", "文字", before=10),
                source, *furniture,
            ),
        ),
        Layout(
            "quote", NAMES["quote"], "obj",
            (
                title,
                Slot("body", "body", 1, Box(x + w * 0.08, 150, w * 0.8, 240), "slide-lead",
                     "引语", size=28, leading=46, colour="p900"),
                Slot("by", "body", 24, Box(x + w * 0.08, 404, w * 0.8, 30), "slide-chart-sub",
                     "出处", size=15, leading=22),
                source, *furniture,
            ),
        ),
        Layout(
            "picture", NAMES["picture"], "picTx",
            (
                title,
                Slot("picture", "pic", 19, Box(x, 100, w, 350), "slide-body", "图片"),
                Slot("body", "body", 1, Box(x, 456, w, 40), "slide-note", "图注", leading=19),
                source, *furniture,
            ),
        ),
        Layout(
            "closing", NAMES["closing"], "obj",
            (
                title,
                Slot("body", "body", 1,
                     Box(x, roomy.y, w - aside - (36 if wide else 24), roomy.h - 80),
                     "slide-body", "来源", before=8, leading=24, size=15),
                Slot("caveats", "body", 26, Box(right - aside, 108, aside, roomy.h - 80),
                     "slide-body", "口径", fill="paper", insets=(22, 20, 18, 18), before=8,
                     leading=24, size=15),
                Slot("contact", "body", 25, Box(x, 424, w, 60), "slide-note", "版记",
                     fill="paper", insets=(20, 10, 20, 8), leading=20, anchor="ctr",
                     colour="ink"),
                source, *furniture,
            ),
        ),
        Layout(
            "two-tables", NAMES["two-tables"], "twoObj",
            (
                title,
                head("head", 21, half, "左表标题"), under("sub", 16, half, "左表单位"),
                Slot("table", "tbl", 18, half, "slide-table-cell", "左表"),
                head("head2", 22, other, "右表标题"), under("sub2", 23, other, "右表单位"),
                Slot("table2", "tbl", 27, other, "slide-table-cell", "右表"),
                source, *furniture,
            ),
            rules=(Box(half.x, 100, half.w, 0), Box(other.x, 100, other.w, 0)),
        ),
    )  # fmt: skip


def _furniture(form: SlideFormat, folio: str = "") -> tuple[Slot, ...]:
    """Section number, running head and folio on the fold strip (版口); ``folio``: its colour."""
    axis = form.axis
    return (
        Slot("mark", "body", 20, Box(axis - 24, 66, 48, 20), "slide-source", "章节号",
             align="ctr", anchor="b", colour="p700", bold=True, size=12, leading=16),
        Slot("running", "ftr", 11, Box(axis - 6.5, 90, 13, 366), "slide-source", "书眉",
             align="ctr", vertical=True, leading=15),
        Slot("folio", "sldNum", 10, Box(axis - 24, 466, 48, 20), "slide-folio", "页码",
             align="ctr", anchor="b", colour=folio),
    )  # fmt: skip


def standing_in(language: str) -> frozenset[str]:
    """Layouts whose titles are written vertically in a template for a language."""
    return frozenset() if language.split("-")[0] in ("en", "ko") else STANDING
