"""A small document with every role, drawn on the PDF substrate: the API's example and its test.

Its three pages are drawn out of reading order on purpose: the second section's note is drawn
before the section, a paragraph runs over two pages, a table head is repeated.
"""

from __future__ import annotations

from report.brochure.metadata import Metadata
from report.brochure.pdf import PdfBook
from tests.brochure.glyphs import face, run

WIDTH, HEIGHT, BLEED = 300, 420, 9


class Example:
    """Draws the document."""

    def __init__(self, target, *, conformance="2a", tagged=True):
        self.metadata = Metadata(
            "示例:可访问的文档",
            "zh-Hans",
            author="双册",
            subject="每种结构各一",
            keywords=("甲", "乙"),
        )
        self.book = PdfBook(target, self.metadata, conformance=conformance, tagged=tagged)
        self.tags = self.book.tags
        self.y = 0.0

    def show(self, text, x=20.0, size=10.0, drop=16.0, like="Serif"):
        """One line of text; returns its rectangle."""
        self.y -= drop
        line = run(text, face(like), size)
        self.book.fonts.show(self.book.canvas, line, BLEED + x, self.y)
        return (BLEED + x, self.y - 3, BLEED + x + len(text) * size, self.y + size)

    def begin(self, number):
        self.book.begin_page(WIDTH, HEIGHT, bleed=BLEED)
        self.y = BLEED + HEIGHT - 30
        with self.tags.artifact("Header"):
            self.show("书眉", like="Sans", drop=0)
        with self.tags.artifact("Footer"):
            self.book.fonts.show(self.book.canvas, run(str(number), face()), 150, BLEED + 10)
        with self.tags.artifact("Background"):
            self.book.canvas.rect(0, 0, 10, HEIGHT + 2 * BLEED, fill=1, stroke=0)

    def draw(self):
        book, tags = self.book, self.tags
        pages = {}

        # Page 1: title, contents with page numbers known later.
        self.begin(1)
        with tags.element("H1"):
            self.show("示例文档", size=20)
        with tags.element("TOC"):
            for key, title in (("s1", "第一章"), ("s2", "第二章")):
                with (
                    tags.element("TOCI"),
                    tags.element("Reference"),
                    tags.link(f"转到{title}", destination=key) as link,
                ):
                    link.area(self.show(title))
                    y = self.y
                    book.later(
                        lambda key=key, y=y: book.fonts.show(
                            book.canvas, run(str(pages[key]), face()), 200, y
                        )
                    )
        first, second = tags.node("Sect"), tags.node("Sect")

        with tags.element(first):
            book.destination("s1", self.y)
            book.outline("第一章", "s1")
            pages["s1"] = 1
            with tags.element("H1"):
                self.show("第一章", size=16, drop=30)
            with tags.element("H2"):
                self.show("一节")
            with tags.element("H3"):
                self.show("一小节")
            with tags.element("L", numbering="Decimal"):
                for i in (1, 2):
                    with tags.element("LI"):
                        with tags.element("Lbl"):
                            self.show(f"{i}.")
                        with tags.element("LBody"):
                            self.show(f"条目{i}", x=40, drop=0)
            paragraph = tags.node("P")
            with tags.element(paragraph):
                self.show("一段文字,从这一页")
                with tags.element("Reference"):
                    self.show("①", x=130, drop=0)
                with tags.link("到 example.org 的网页", url="https://example.org/") as link:
                    link.area(self.show("链接", x=150, drop=0))
                with tags.artifact():
                    book.canvas.line(20, self.y - 3, 100, self.y - 3)
        book.end_page()

        # Page 2: its note is drawn first but read after the paragraph.
        self.begin(2)
        note = tags.node("Note", under=first)
        with tags.element(note):
            y, self.y = self.y, 60
            with tags.element("Lbl"):
                self.show("①", like="Sans")
            self.show("注文", x=40, drop=0)
            self.y = y
        with tags.element(paragraph):
            self.show("到那一页为止。")
        with tags.element(second):
            book.destination("s2", self.y)
            book.outline("第二章", "s2")
            pages["s2"] = 2
            with tags.element("H1"):
                self.show("第二章", size=16, drop=30)
            with tags.element("P"):
                self.show("缺数用记号")
                with tags.span(actual_text="(缺05:原文缺失)"):
                    self.show("〇", x=80, drop=0)
                with tags.span(language="en"):
                    self.show("in English", x=100, drop=0)
            with tags.element("BlockQuote"):
                self.show("引文一句——如此")
            with tags.element(
                "Figure", alt="人数逐年上升,五年增加两成。", bbox=(20, 120, 120, 160)
            ):
                book.canvas.rect(20, 120, 100, 40)
                book.fonts.show(book.canvas, run("30.74", face()), 30, 130)
            with tags.element("Caption"):
                self.show("图1 人数")
            table = tags.node("Table")
            with tags.element(table):
                with tags.element("THead"):
                    self.head()
                body = tags.node("TBody")
                self.row(body, "甲校", "12")
        book.end_page()

        # Page 3: the table goes on under a repeated head.
        self.begin(3)
        with tags.element(table):
            with tags.artifact("Pagination"):
                self.head()
            self.row(body, "乙校", "34")
            self.row(body, "丙校", "")
        with tags.element("P", language="en"):
            self.show("The end.")
        book.end_page()
        book.label_pages(0, "D")
        return self

    def head(self):
        with self.tags.element("TR"):
            with self.tags.element("TH", scope="Column"):
                self.show("学校")
            with self.tags.element("TH", scope="Column"):
                self.show("人数", x=100, drop=0)

    def row(self, body, school, count):
        with self.tags.element("TR", under=body):
            with self.tags.element("TH", scope="Row"):
                self.show(school)
            with self.tags.element("TD"):
                if count:
                    self.show(count, x=100, drop=0)

    def save(self):
        self.book.save()


STRUCTURE = """\
Document
  H1: 示例文档
  TOC
    TOCI
      Reference
        Link: 第一章1
    TOCI
      Reference
        Link: 第二章2
  Sect
    H1: 第一章
    H2: 一节
    H3: 一小节
    L
      LI
        Lbl: 1.
        LBody: 条目1
      LI
        Lbl: 2.
        LBody: 条目2
    P: 一段文字,从这一页
      Reference: ①
      Link: 链接
      : 到那一页为止。
    Note
      Lbl: ①
      : 注文
  Sect
    H1: 第二章
    P: 缺数用记号
      Span: (缺05:原文缺失)
      Span: in English
    BlockQuote: 引文一句——如此
    Figure: 30.74
    Caption: 图1 人数
    Table
      THead
        TR
          TH: 学校
          TH: 人数
      TBody
        TR
          TH: 甲校
          TD: 12
        TR
          TH: 乙校
          TD: 34
        TR
          TH: 丙校
          TD
  P: The end.
"""
"""What a reader that follows the tree must find: roles, nesting, text in order."""
