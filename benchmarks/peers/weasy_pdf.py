"""WeasyPrint with charts as SVG drawn by hand."""

from __future__ import annotations

import base64
import sys
from html import escape

import svg
import work
from weasyprint import HTML

CSS = """
@page { size: A4; margin: 30mm 20mm }
@font-face { font-family: Body; src: url(file://SERIF) }
@font-face { font-family: "Noto Sans SC"; src: url(file://SANS) }
body { font: 9.5pt/16pt Body; text-align: justify } p { text-indent: 2em; margin: 0 }
section { break-before: page } .text { columns: 2 } h1 { font-size: 22pt }
td, th { border-bottom: .3pt solid #888; padding: 2pt 8pt } img { width: 100% }
"""


def main(source: str, target: str) -> None:
    data = work.read(source)
    css = CSS.replace("SERIF", work.font("Serif", "Regular"))
    css = css.replace("SANS", work.font("Sans", "Regular"))
    parts = [f"<style>{css}</style><h1>{data.title}</h1><p>{data.subtitle}<section>"]
    parts += [f"<p>{s.title}" for s in data.sections]
    parts.append("</section>")
    for s in data.sections:
        parts.append(f"<section><h1>{s.title}</h1><p>{s.lead}<table><tr>")
        parts += [f"<td>{a}<br>{b}<br>{c}" for a, b, c in s.cards]
        parts.append("</table><div class=text>" + "".join(f"<p>{escape(p)}" for p in s.paragraphs))
        parts.append("</div>")
        for chart in s.charts:
            data_url = base64.b64encode(svg.chart(chart).encode()).decode()
            parts.append(f'<img src="data:image/svg+xml;base64,{data_url}">')
        parts.append("<table>")
        for row in s.table:
            parts.append("<tr>" + "".join(f"<td>{cell}" for cell in row))
        parts.append("</table></section>")
    HTML(string="<html lang=zh>" + "".join(parts)).write_pdf(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
