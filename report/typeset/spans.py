"""Normalised spans → one stream of glyphs: each piece shaped once, then the rules applied."""

from __future__ import annotations

from collections.abc import Sequence

from report.fonts import Face, base_language
from report.typeset.characters import (
    FILLER,
    FOLLOWING,
    PLAIN_HAN,
    RAISED,
    TOKEN,
    plain_han_alone,
)
from report.typeset.rules import Rules, Special
from report.typeset.shaping import Piece, shaper_of
from report.typeset.stream import Stream
from report.typeset.style import Span, TextStyle


def make_stream(spans: Sequence[Span]) -> Stream:
    """Shape normalised spans and mark where lines may break, stretch and shrink.

    Raises:
        report.typeset.shaping.MissingGlyph: a character that no face has.
    """
    first = spans[0].style
    stream = Stream(em=first.size_pt, language=base_language(first.language))
    specials: list[Special] = []
    parts: list[str] = []
    borders: list[tuple[int, int, TextStyle]] = []
    for span in spans:
        start = len(stream.gids)
        _shape_span(stream, span, parts, specials)
        borders.append((start, len(stream.gids), span.style))
    stream.chars = "".join(parts)
    count = len(stream.gids)
    stream.legal = bytearray(b"\x01") * (count + 1)
    stream.legal[0] = 0
    stream.stretch = bytearray(b"\x01") * count
    Rules(stream, specials, borders).apply()
    stream.legal[count] = 1
    return stream


def _shape_span(stream: Stream, span: Span, parts: list[str], specials: list[Special]) -> None:
    style = span.style
    shaper = shaper_of(style)
    gids, advances = stream.gids, stream.advances
    plain, em, main = shaper.plain, shaper.em, shaper.main
    raised = style.rise_pt != 0
    splitter = plain_han_alone() if FOLLOWING.search(span.text) else PLAIN_HAN
    pieces = splitter.split(span.text)
    _cut(stream, len(gids), style, main)
    for number, part in enumerate(pieces):
        if not part:
            continue
        if number % 2 == 0 and not raised:
            found = [plain[char] for char in part]
            if 0 not in found:
                gids += found
                advances += [em] * len(found)
                parts.append(part)
                continue
        for match in TOKEN.finditer(part):
            kind = match.lastgroup or "word"
            text = match[0]
            start = len(gids)
            piece = shaper.piece(kind, text)
            _append(stream, piece, style, parts, raised)
            if piece.kind != "wide" or raised or len(piece.gids) > 1:
                specials.append((start, len(gids), piece, style))
        _cut(stream, len(gids), style, main)


def _append(stream: Stream, piece: Piece, style: TextStyle, parts: list[str], raised: bool) -> None:
    start = len(stream.gids)
    stream.gids += piece.gids
    stream.advances += piece.advances
    if piece.faces is None:
        _cut(stream, start, style, piece.face)
    else:
        for offset, face in enumerate(piece.faces):
            _cut(stream, start + offset, style, face)
    if piece.dx is not None:
        for offset, dx in enumerate(piece.dx):
            if dx:
                stream.dx[start + offset] = dx
    if raised:
        for offset, text in enumerate(piece.texts):
            stream.texts[start + offset] = "" if text == FILLER else text
        parts.append(RAISED * len(piece.texts))
        return
    for offset, text in enumerate(piece.texts):
        if len(text) != 1 or text == FILLER:
            stream.texts[start + offset] = "" if text == FILLER else text
            stream.plain = False
        parts.append(text[0])


def _cut(stream: Stream, at: int, style: TextStyle, face: Face) -> None:
    cuts = stream.cuts
    if cuts:
        last = cuts[-1]
        if last[1] is style and last[2] is face:
            return
        if last[0] == at:
            cuts.pop()
            if cuts and cuts[-1][1] is style and cuts[-1][2] is face:
                return
    cuts.append((at, style, face))
