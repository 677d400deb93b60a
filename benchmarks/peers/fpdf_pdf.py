"""fpdf2 with charts drawn by hand."""

from __future__ import annotations

import sys

import work
from fpdf import FPDF


def draw(pdf: FPDF, c: work.Chart) -> None:
    if pdf.get_y() > 200:
        pdf.add_page()
    x0, y0, w, h = 45.0, pdf.get_y() + 8, 140.0, 50.0
    pdf.set_font("sans", size=8)
    pdf.text(20, y0 - 2, c.title)
    top, n = max(max(v) for _, v in c.series) * 1.1, len(c.categories)
    pdf.set_fill_color(27, 75, 107)
    for j, (_, values) in enumerate(c.series):
        last = None
        for k, value in enumerate(values):
            if c.kind == "bar":
                y, step = y0 + k * h / n, h / n
                pdf.rect(x0, y + 1, w * value / top, step - 2, style="F")
                pdf.text(20, y + step / 2 + 1, c.categories[k])
                pdf.text(x0 + w * value / top + 1, y + step / 2 + 1, f"{value:g}")
                continue
            x, y = x0 + (k + 0.5) * w / n, y0 + h * (1 - value / top)
            if c.kind == "column":
                pdf.rect(x - w / n / 3, y, w / n * 2 / 3, y0 + h - y, style="F")
            elif last:
                pdf.line(*last, x, y)
            last = (x, y)
            pdf.text(x - 3, y - 1, f"{value:g}")
            if j == 0:
                pdf.text(x - 5, y0 + h + 4, c.categories[k])
    pdf.line(x0, y0 + h, x0 + w, y0 + h)
    pdf.set_y(y0 + h + 8)


def main(source: str, target: str) -> None:
    data = work.read(source)
    pdf = FPDF()
    pdf.add_font("serif", "", work.font("Serif", "Regular"))
    pdf.add_font("sans", "", work.font("Sans", "Regular"))
    pdf.set_margins(20, 25)
    pdf.add_page()
    pdf.set_font("serif", size=22)
    pdf.multi_cell(0, 12, data.title)
    pdf.add_page()
    pdf.set_font("serif", size=11)
    for s in data.sections:
        pdf.multi_cell(0, 8, s.title, new_x="LMARGIN", new_y="NEXT")
    for s in data.sections:
        pdf.add_page()
        pdf.set_font("serif", size=22)
        pdf.multi_cell(0, 12, s.title, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("serif", size=9.5)
        for p in (s.lead, *(" ".join(card) for card in s.cards), *s.paragraphs):
            pdf.multi_cell(0, 5.6, p, new_x="LMARGIN", new_y="NEXT")
        for chart in s.charts:
            draw(pdf, chart)
        pdf.set_font("serif", size=8.5)
        with pdf.table(first_row_as_headings=False) as table:
            for row in s.table:
                table.row(row)
    pdf.output(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
