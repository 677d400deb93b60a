"""The usual way: ReportLab platypus with matplotlib charts as PNG at 200 dpi."""

from __future__ import annotations

import io
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import work
from matplotlib import font_manager
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table


def picture(chart: work.Chart) -> io.BytesIO:
    figure, axes = plt.subplots(figsize=(6.3, 2.6))
    for name, values in chart.series:
        if chart.kind == "line":
            axes.plot(chart.categories, values, label=name)
        elif chart.kind == "bar":
            bars = axes.barh(chart.categories, values)
            axes.bar_label(bars)
        else:
            bars = axes.bar(chart.categories, values)
            axes.bar_label(bars)
    if len(chart.series) > 1:
        axes.legend()
    axes.set_title(chart.title)
    figure.tight_layout()
    out = io.BytesIO()
    figure.savefig(out, dpi=200, format="png")
    plt.close(figure)
    out.seek(0)
    return out


def main(source: str, target: str) -> None:
    data = work.read(source)
    pdfmetrics.registerFont(TTFont("body", work.font("Serif", "Regular")))
    pdfmetrics.registerFont(TTFont("head", work.font("Serif", "Bold")))
    sans = work.font("Sans", "Regular")
    font_manager.fontManager.addfont(sans)
    plt.rcParams["font.family"] = font_manager.FontProperties(fname=sans).get_name()
    plt.rcParams["axes.unicode_minus"] = False
    body = ParagraphStyle("b", fontName="body", fontSize=9.5, leading=16, wordWrap="CJK",
                          firstLineIndent=19)  # fmt: skip
    head = ParagraphStyle("h", fontName="head", fontSize=22, leading=30)
    sub = ParagraphStyle("s", fontName="head", fontSize=11, leading=16)
    story = [Paragraph(data.title, head), Paragraph(data.subtitle, sub), PageBreak()]
    story += [Paragraph(s.title, sub) for s in data.sections] + [PageBreak()]
    for s in data.sections:
        story += [Paragraph(s.title, head), Spacer(1, 8), Paragraph(s.lead, sub), Spacer(1, 8)]
        story.append(Table([[Paragraph(f"{a}<br/>{b}<br/>{c}", sub) for a, b, c in s.cards]]))
        story += [Paragraph(p, body) for p in s.paragraphs]
        for chart in s.charts:
            story += [Spacer(1, 8), Image(picture(chart), 160 * mm, 66 * mm)]
        grid = [("FONT", (0, 0), (-1, -1), "body", 8.5),
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey)]  # fmt: skip
        story += [Spacer(1, 8), Table(s.table, style=grid, repeatRows=1), PageBreak()]
    SimpleDocTemplate(target, pagesize=A4, leftMargin=20 * mm, rightMargin=20 * mm).build(story)


if __name__ == "__main__":
    main(*sys.argv[1:])
