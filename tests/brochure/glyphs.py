"""Small stand-ins for faces and placed glyphs, so that PDF tests need no line breaker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import uharfbuzz as hb

FONTS = Path(__file__).parents[2] / "assets" / "fonts"


@dataclass(frozen=True, eq=False)
class TestFace:
    path: Path
    index: int = 0
    __test__ = False

    @cached_property
    def blob(self):
        return hb.Blob.from_file_path(str(self.path))

    @cached_property
    def hb_font(self):
        return hb.Font(hb.Face(self.blob, self.index))

    @property
    def name(self):
        return self.hb_font.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)

    @property
    def upem(self):
        return self.hb_font.face.upem

    @property
    def ascent(self):
        return self.hb_font.get_font_extents("ltr").ascender

    @property
    def descent(self):
        return self.hb_font.get_font_extents("ltr").descender

    def advance(self, gid):
        return self.hb_font.get_glyph_h_advance(gid)


@dataclass(frozen=True)
class TestRun:
    face: TestFace
    size_pt: float
    gids: tuple[int, ...]
    xs: tuple[float, ...]
    rise_pt: float
    text: str
    clusters: tuple[int, ...]
    style: object = None
    __test__ = False


@cache
def face(like="Serif", weight="Regular"):
    """A face of the project: Serif or Sans, Regular or Bold."""
    return TestFace(FONTS / f"Noto{like}SC-{weight}.ttf")


def run(text, face, size=10.0, features=None, gap=0.0):
    """``text`` shaped with hb-shape, ``gap`` points added after each glyph."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.flags = hb.BufferFlags.PRESERVE_DEFAULT_IGNORABLES
    hb.shape(face.hb_font, buffer, features or {})
    gids, xs, clusters, pen = [], [], [], 0.0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        gids.append(info.codepoint)
        xs.append(pen + place.x_offset * size / face.upem)
        clusters.append(info.cluster)
        pen += place.x_advance * size / face.upem + gap
    return TestRun(face, size, tuple(gids), tuple(xs), 0.0, text, tuple(clusters))
