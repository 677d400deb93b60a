"""Codes and numbers of figures: one close sign, near to the bracket they stand behind."""

from __future__ import annotations

import pytest

from report.typeset import ParagraphStyle, Span, set_line, set_paragraph
from tests.typeset.drawing import style


@pytest.mark.parametrize("text", ["缺05", "推1", "图10", "表3", "圖2"])
def test_a_solid_span_has_no_gap_between_han_and_digits(text):
    loose = set_line((Span(text, style()),)).width_pt
    close = set_line((Span(text, style(solid=True)),)).width_pt
    assert loose - close == pytest.approx(0.2 * 10.5, abs=0.01)


def test_a_solid_span_keeps_its_gap_to_the_text_around_it():
    pieces = (Span("见", style()), Span("图1", style(solid=True)), Span("所示", style()))
    apart = sum(set_line((piece,)).width_pt for piece in pieces)
    assert set_line(pieces).width_pt - apart == pytest.approx(0.2 * 10.5, abs=0.01)


def test_a_code_stands_close_to_the_bracket_before_it():
    mark = Span("〔原文缺失〕", style(no_break=True))
    code = Span("缺05", style(size=6.0, rise_pt=4.0, glue=True, no_break=True, solid=True))
    apart = sum(set_line((piece,)).width_pt for piece in (mark, code))
    together = set_line((mark, code)).width_pt
    assert together == pytest.approx(apart - 10.5 / 2, abs=0.01)
    for measure in range(9, 30):
        spans = (Span("十年来新增学位的数目在转存时丢失，记作", style()), mark, code)
        paragraph = set_paragraph(spans, measure * 10.5, ParagraphStyle(16))
        assert sum("〔原文缺失〕缺05" in line.text for line in paragraph.lines) == 1
