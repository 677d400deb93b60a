"""The usual way: python-pptx used plainly, native charts on its default template."""

from __future__ import annotations

import sys

import work
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

KINDS = {
    "line": XL_CHART_TYPE.LINE,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
}


def main(source: str, target: str) -> None:
    data = work.read(source)
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = data.title
    slide.placeholders[1].text = data.subtitle
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "目次"
    slide.placeholders[1].text = "\n".join(s.title for s in data.sections)
    for s in data.sections:
        for k, chart in enumerate(s.charts):
            slide = deck.slides.add_slide(deck.slide_layouts[5])
            slide.shapes.title.text = chart.takeaway
            rows = CategoryChartData()
            rows.categories = chart.categories
            for name, values in chart.series:
                rows.add_series(name, values)
            frame = slide.shapes.add_chart(
                KINDS[chart.kind], Inches(1.2), Inches(1.5), Inches(7.4), Inches(5), rows
            )
            made = frame.chart
            made.has_legend = len(chart.series) > 1
            made.plots[0].has_data_labels = True
            box = slide.shapes.add_textbox(Inches(9), Inches(1.5), Inches(3.4), Inches(5))
            box.text_frame.word_wrap = True
            box.text_frame.text = s.paragraphs[k][:120]
            for paragraph in box.text_frame.paragraphs:
                paragraph.font.size = Pt(14)
            slide.notes_slide.notes_text_frame.text = s.lead
    deck.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
