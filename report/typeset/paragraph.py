"""Spans and a measure → set paragraphs and single lines: the composer's front door."""

from __future__ import annotations

from collections.abc import Sequence

from report.record import replace
from report.typeset.breaking import Breaks, break_into, break_justified
from report.typeset.fitting import Measure
from report.typeset.hyphenation import hyphens_of
from report.typeset.justify import make_line
from report.typeset.normalise import normalised
from report.typeset.ragged import break_balanced, break_ragged
from report.typeset.spans import make_stream
from report.typeset.stream import Stream
from report.typeset.style import Align, Line, LineEnd, ParagraphStyle, SetParagraph, Span

_SHARE = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}


def set_paragraph(
    spans: Sequence[Span], measure: float | Sequence[float], style: ParagraphStyle, *,
    lines: int | None = None, widest: float | None = None,
) -> SetParagraph:  # fmt: skip
    """Break spans into lines of ``measure`` points and place their glyphs.

    ``measure`` may be a sequence, one width for each line; the last goes on for further lines.
    ``lines`` asks a justified paragraph for so many lines; where it does not come out well with
    them, it has as many as by itself. ``widest`` is the widest gap between letters, in em, that
    is taken for it; by itself that of a line that comes out well.

    Raises:
        report.typeset.shaping.MissingGlyph: no face has a character.
        ValueError: a measure is not positive.
    """
    spans = normalised(spans)
    if not spans:
        return SetParagraph((), style)
    widths = (measure,) if isinstance(measure, int | float) else tuple(measure)
    if not widths or min(widths) <= 0:
        raise ValueError("a measure must be positive")
    stream = make_stream(spans)
    indent = style.indent_em * stream.em
    hang = style.hang_pt

    def width(line: int) -> float:
        full = widths[line] if line < len(widths) else widths[-1]
        return max(full - (indent if line == 0 else hang), stream.em / 2)

    indented = indent > 0
    if style.balance:
        breaks = break_balanced(stream, width, spans, indented=indented)
    elif style.align == "justify":

        def hyphens() -> dict[int, float]:
            return hyphens_of(stream) if style.hyphenate else {}

        asked = None
        if lines:
            asked = break_into(stream, width, lines, indented=indented, widest=widest)
        breaks = asked or break_justified(stream, width, indented=indented, hyphens=hyphens)
    else:
        breaks = break_ragged(stream, width, indented=indented)
    return SetParagraph(_lines(stream, breaks, width, style, indent, indented), style)


def _lines(
    stream: Stream, breaks: Breaks, width: Measure, style: ParagraphStyle, indent: float,
    indented: bool,
) -> tuple[Line, ...]:  # fmt: skip
    lines: list[Line] = []
    start = 0
    share = _SHARE[style.align]
    final = len(stream.gids)
    loosest = None if style.loosest_em is None else style.loosest_em * stream.em
    for number, end in enumerate(breaks.ends):
        target = width(number)
        kind: LineEnd = "hyphen" if end in breaks.hyphens else "last" if end == final else "soft"
        x = indent if number == 0 else style.hang_pt
        filled = style.align == "justify" and not style.balance
        trim = not (number == 0 and indented)
        line = make_line(
            stream, start, end, target=target if filled and kind != "last" else None, x=x,
            last=kind, trim_start=trim, loosest=loosest,
        )  # fmt: skip
        if kind == "last" and filled and line.width_pt > target + 1e-6:
            line = make_line(stream, start, end, target=target, x=x, last=kind, trim_start=trim)
        if share:
            line = Line(line.runs, line.width_pt, x + share * (target - line.width_pt), line.text,
                        line.end)  # fmt: skip
        lines.append(line)
        start = end
    return tuple(lines)


def set_line(spans: Sequence[Span], *, align: Align = "left", measure: float | None = None) -> Line:
    """Set spans on one line that is never broken: labels, numerals, folios.

    Marks at its ends keep their full width. With a measure and ``justify`` the line is filled.
    A line that is a figure alone has the weight its style asks for in every language.
    """
    spans = normalised(spans)
    if not spans:
        return Line((), 0.0, 0.0, "", "last")
    if len(spans) == 1:
        style = spans[0].style
        chain = style.chain.for_text(spans[0].text)
        if chain is not style.chain:
            spans = (replace(spans[0], style=replace(style, chain=chain)),)
    stream = make_stream(spans)
    fill = measure if align == "justify" else None
    line = make_line(
        stream, 0, len(stream.gids), target=fill, x=0.0, last="last", trim_start=False,
        trim_end=False,
    )  # fmt: skip
    share = _SHARE[align]
    if measure is not None and share:
        x = share * (measure - line.width_pt)
        return Line(line.runs, line.width_pt, x, line.text, line.end)
    return line


def natural_width(spans: Sequence[Span]) -> float:
    """Width in points of spans on one line, as :func:`set_line` sets them."""
    spans = normalised(spans)
    return make_stream(spans).width if spans else 0.0
