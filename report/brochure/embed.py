"""Placed glyphs → text operators and embedded fonts: Type0, one font object a face and document.

A run of glyphs becomes one ``TJ`` array. Codes are two bytes (Identity-H) and are given out in the
order of first use, one for each pair of glyph and text: so the same glyph drawn for two
characters (一 and ⼀) keeps both in ``ToUnicode``, and nothing needs to be known about a face
before it is drawn with. At save the face is cut down to its used glyphs by hb-subset, and
``CIDToGIDMap`` leads from our codes to the glyphs of the subset (ISO 32000-1, 9.7.4 to 9.7.6 and
9.10.3). Faces with CFF outlines have no such map: there the code is the glyph's own number, which
the subset retains.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import uharfbuzz

from report.brochure.objects import (
    define,
    name,
    number,
    packed_stream,
    stream,
    text_string,
    utf16,
)
from report.brochure.subset import Subsets, subset_of
from report.errors import RenderError

SOFT_HYPHEN = "\u00ad"
"""The text of a hyphen that a line break put there; its ActualText is empty."""
UNSAID = re.compile("[\u00ad\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Characters that want ActualText: line-end hyphens, private use (PDF/A-2, 6.2.11.7.3)."""
UPRIGHT = 0.88
"""Height of a vertical glyph's origin over that of a horizontal one, em (DW2's default)."""
SHOWN = re.compile(r"/(F\d+)V? [\d.]+ Tf [^\[]*\[([^\]]*)\]TJ")
"""Our own text operators: font and array."""


class DrawnFace(Protocol):
    """What embedding needs of ``report.fonts.Face``."""

    @property
    def name(self) -> str:
        """PostScript name."""
        ...

    @property
    def index(self) -> int:
        """Number of the face in its file (0 but in a collection)."""
        ...

    @property
    def upem(self) -> int:
        """Units per em."""
        ...

    @property
    def ascent(self) -> int:
        """Typographic ascent, font units."""
        ...

    @property
    def descent(self) -> int:
        """Typographic descent, font units (negative)."""
        ...

    @property
    def blob(self) -> Any:
        """The memory-mapped file: an ``uharfbuzz.Blob``, or bytes."""
        ...

    def advance(self, gid: int) -> int:
        """Advance width of a glyph, font units."""
        ...


class PlacedRun(Protocol):
    """What drawing needs of ``report.typeset``'s ``GlyphRun``."""

    @property
    def face(self) -> Any: ...  # noqa: D102
    @property
    def size_pt(self) -> float: ...  # noqa: D102
    @property
    def gids(self) -> Sequence[int]: ...  # noqa: D102
    @property
    def xs(self) -> Sequence[float]: ...  # noqa: D102
    @property
    def rise_pt(self) -> float: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def clusters(self) -> Sequence[int]: ...  # noqa: D102


class PdfFonts:
    """The faces drawn with in one PDF; make one for each canvas, before anything is drawn.

    The fonts reach the file when the canvas is saved; nothing has to be called.
    """

    def __init__(self, canvas: Any) -> None:
        self._document: Any = canvas._doc
        self.cache: Subsets | None = None
        """Where subsets are kept between runs, if anywhere."""
        self._fonts: dict[int, EmbeddedFont] = {}
        """By the identity of the face: faces are shared, and a subset of a face has its name."""

    def show(self, target: Any, run: PlacedRun, x: float, y: float) -> None:
        """Draw ``run`` with its line's left edge at ``x`` and its base line at ``y`` (points).

        ``target`` is a ReportLab text object between ``beginText`` and ``drawText``, or a canvas.
        The fill colour is whatever is set. Raises :class:`RenderError` for a ``.notdef``.
        """
        operators = self.operators(run, x, y)
        if operators and hasattr(target, "beginText"):
            operators = f"BT {operators} ET"
        if operators:
            target._code.append(operators)

    def operators(self, run: PlacedRun, x: float, y: float) -> str:
        """The operators of :meth:`show`, to stand between ``BT`` and ``ET``; "" for no glyphs."""
        return "\n".join(
            f"/Span<</ActualText {text_string(said)}>>BDC {part} EMC" if said is not None else part
            for part, said in self.parts(run, x, y)
        )

    def parts(self, run: PlacedRun, x: float, y: float) -> list[tuple[str, str | None]]:
        """Operators of a run, apart where glyphs need an ActualText; that text, or None."""
        if not run.gids:
            return []
        font = self.font(run.face)
        left = number(x + run.xs[0])
        base = number(y + run.rise_pt)
        head = f"/{font.resource} {number(run.size_pt)} Tf 1 0 0 1 "
        arrays = font.arrays(run)
        if len(arrays) == 1:
            return [(f"{head}{left} {base} Tm {arrays[0][1]}", arrays[0][2])]
        return [(f"{head}{number(x + at)} {base} Tm {array}", said) for at, array, said in arrays]

    def downwards(self, glyphs: Sequence[tuple[PlacedRun, float, float]]) -> str | None:
        """Operators of single glyphs below each other, as one vertical text (9.7.4.3).

        Readers then find one string, and not a line for each character. ``glyphs`` have the place
        of their horizontal origin. None where they do not stand on one axis in one face and size,
        or where one of them needs an ActualText.
        """
        first = glyphs[0][0]
        font, size = self.font(first.face), first.size_pt
        shown: list[tuple[str, float]] = []
        axis = 0.0
        for run, x, y in glyphs:
            if len(run.gids) != 1 or run.face is not first.face or run.size_pt != size:
                return None
            if run.gids[0] == 0 or not run.text or UNSAID.search(run.text):
                return None
            code, width = font[run.gids[0], run.text]
            middle = x + run.xs[0] + width * size / 2000
            if shown and abs(middle - axis) > 0.05:
                return None
            axis = middle if not shown else axis
            shown.append((code, y + run.rise_pt + UPRIGHT * size))
        font.upright = True
        array, pen = ["[<"], shown[0][1]
        for code, y in shown:
            ahead = round((pen - y) * 1000 / size)
            if ahead:
                array.append(f">{ahead}<")
                pen -= ahead * size / 1000
            array.append(code)
            pen -= size
        place = f"{number(axis)} {number(shown[0][1])}"
        return f"/{font.resource}V {number(size)} Tf 1 0 0 1 {place} Tm {''.join(array)}>]TJ"

    def font(self, face: DrawnFace) -> EmbeddedFont:
        """The font object of ``face``, made at first use."""
        font = self._fonts.get(id(face))
        if font is None:
            font = EmbeddedFont(face, f"F{len(self._fonts) + 1}", self.cache)
            self._fonts[id(face)] = font
            self._document.delayedFonts.append(font)
        return font

    def decode(self, operators: str) -> str:
        """The text that operators of ours show, for messages about them."""
        said = ""
        for resource, shown in SHOWN.findall(operators):
            font = next((f for f in self._fonts.values() if f.resource == resource), None)
            codes = re.findall("[0-9A-F]{4}", " ".join(re.findall("<([0-9A-F]*)>", shown)))
            said += "".join(font.said(int(code, 16)) for code in codes) if font else ""
        return said

    @property
    def embedded(self) -> tuple[EmbeddedFont, ...]:
        """All fonts drawn with so far, in order of first use."""
        return tuple(self._fonts.values())


class EmbeddedFont(dict[tuple[int, str], tuple[str, int]]):
    """A face in one PDF: (glyph, its text) → (code as four hex digits, width in 1/1000 em)."""

    def __init__(self, face: DrawnFace, resource: str, cache: Subsets | None = None) -> None:
        super().__init__()
        self.face = face
        self._cache = cache
        self.resource = resource
        self._hb_face = _open(face)
        self._tables = frozenset(self._hb_face.table_tags)
        self._cff = "CFF " in self._tables or "CFF2" in self._tables
        self._scale = 1000 / face.upem
        self._codes: list[tuple[int, str]] = [(0, "")]
        """Glyph and text of every code (TrueType); code 0 stays .notdef."""
        self._unicode: dict[int, str] = {}
        """Code → text."""
        self._glyph_of: dict[int, int] = {0: 0}
        """Code → glyph of the whole face."""
        self.upright = False
        """Whether text runs downwards in it, too."""
        self.written: tuple[str, int] | None = None
        """Base font name and CRC-32 of the font program, once it is in the file."""

    def __missing__(self, key: tuple[int, str]) -> tuple[str, int]:
        gid, text = key
        if gid == 0:
            raise RenderError(f"no glyph for {text!r} in {self.face.name}: nothing may be .notdef")
        if not text:
            raise RenderError(f"a glyph of {self.face.name} ({gid}) stands for no text")
        if self._cff:
            code = gid
        else:
            code = len(self._codes)
            self._codes.append(key)
        if code > 0xFFFF:
            raise RenderError(f"more than 65,535 different glyphs of {self.face.name}")
        self._unicode.setdefault(code, text)
        self._glyph_of[code] = gid
        width = round(self.face.advance(gid) * self._scale)
        self[key] = entry = (f"{code:04X}", width)
        return entry

    def said(self, code: int) -> str:
        """The text of a code."""
        return self._unicode.get(code, "")

    def arrays(self, run: PlacedRun) -> list[tuple[float, str, str | None]]:
        """``TJ`` arrays of a run: place of the first glyph, array, ActualText or None."""
        gids, text = run.gids, run.text
        count = len(gids)
        per_em = 1000 / run.size_pt
        one_to_one = len(text) == count and tuple(run.clusters) == tuple(range(count))
        if self._cff or not one_to_one or UNSAID.search(text):
            return self._clustered(run, per_em)
        return [(run.xs[0], self._placed(zip(gids, text, strict=True), run.xs, per_em), None)]

    def _placed(self, keys: Iterable[tuple[int, str]], xs: Sequence[float], per_em: float) -> str:
        """A ``TJ`` array; the pen is followed in 1/1000 em.

        Every move is taken from the absolute place, so that rounding never adds up.
        """
        pieces = ["[<"]
        add = pieces.append
        pen = xs[0] * per_em
        for key, x in zip(keys, xs, strict=True):
            code, width = self[key]
            ahead = pen - x * per_em
            if ahead > 0.5 or ahead < -0.5:
                move = round(ahead)
                add(f">{move}<")
                pen -= move
            add(code)
            pen += width
        add(">]TJ")
        return "".join(pieces)

    def _clustered(self, run: PlacedRun, per_em: float) -> list[tuple[float, str, str | None]]:
        """The general case: ligatures, marks, right to left, text that ToUnicode cannot say."""
        out: list[tuple[float, str, str | None]] = []
        plain: list[tuple[int, str]] = []
        places: list[float] = []

        def flush() -> None:
            if plain:
                out.append((places[0], self._placed(plain, places, per_em), None))
                plain.clear()
                places.clear()

        for start, stop, text in _groups(run.clusters, run.text):
            gids, xs = run.gids[start:stop], run.xs[start:stop]
            said = _shares(text, stop - start)
            keys = list(zip(gids, said or [text] * len(gids), strict=True))
            if said is not None and self._cff:  # one code a glyph: the first text stays
                said = said if all(self._unicode.setdefault(g, t) == t for g, t in keys) else None
            if said is not None:
                plain += keys
                places += xs
            else:
                flush()
                actual = "" if text == SOFT_HYPHEN else text
                out.append((xs[0], self._placed(keys, xs, per_em), actual))
        flush()
        return out

    # -- at save -----------------------------------------------------------------------------

    def addObjects(self, document: Any) -> None:
        """Write the font into ``document``; called once by ReportLab when the canvas is saved."""
        if not self:
            return
        used = sorted(set(self._glyph_of.values()))
        subset = subset_of(self.face, self._hb_face, used, self._cache)
        tagged = f"{subset.tag}+{self.face.name}"
        self.written = (tagged, subset.checksum)
        base = name(tagged)

        def add(part: str, body: bytes) -> bytes:
            return define(document, f"{self.resource}.{part}", body)

        if self._cff:
            kind, subtype, mapping = b"CIDFontType0", b"/FontFile3", b""
            file = add("file", packed_stream(b"/Subtype/CIDFontType0C", subset.packed))
        else:
            kind, subtype = b"CIDFontType2", b"/FontFile2"
            file = add("file", packed_stream(b"/Length1 %d" % subset.length, subset.packed))
            place = dict(zip(used, subset.places, strict=True))
            table = b"".join(struct.pack(">H", place[gid]) for gid, _ in self._codes)
            mapping = b"/CIDToGIDMap " + add("map", stream(b"", table))
        descriptor = add("descriptor", self._descriptor(base, b"%s %s" % (subtype, file)))
        descendant = add(
            "cid",
            b"<</Type/Font/Subtype/%s/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)"
            b"/Ordering(Identity)/Supplement 0>>/FontDescriptor %s%s/DW 1000/W[%s]>>"
            % (kind, base, descriptor, mapping, self._widths()),
        )
        to_unicode = add("tounicode", stream(b"", self._to_unicode()))
        font = add(
            "font",
            b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
            b"/DescendantFonts[%s]/ToUnicode %s>>" % (base, descendant, to_unicode),
        )
        fonts = document.idToObject["BasicFonts"].dict
        fonts[self.resource] = font
        if self.upright:
            fonts[f"{self.resource}V"] = add(
                "upright",
                b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-V"
                b"/DescendantFonts[%s]/ToUnicode %s>>" % (base, descendant, to_unicode),
            )

    def _widths(self) -> bytes:
        """The ``W`` array: runs of codes; full-width codes are left to ``DW`` 1000."""
        widths = {int(code, 16): width for code, width in self.values()}
        parts: list[str] = []
        last = -2
        for code in sorted(widths):
            if widths[code] == 1000:
                continue
            if code == last + 1:
                parts.append(f" {widths[code]}")
            else:
                parts.append(f"{']' if parts else ''}{code}[{widths[code]}")
            last = code
        return ("".join(parts) + ("]" if parts else "")).encode()

    def _to_unicode(self) -> bytes:
        """The ToUnicode CMap: UTF-16BE, at most 100 entries a block (Adobe TN 5014)."""
        entries = sorted(self._unicode.items())
        parts = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
            "/CMapName/Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000><FFFF> endcodespacerange",
        ]
        for start in range(0, len(entries), 100):
            block = entries[start : start + 100]
            parts.append(f"{len(block)} beginbfchar")
            parts += [f"<{code:04X}><{utf16(text)}>" for code, text in block]
            parts.append("endbfchar")
        parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(parts).encode("ascii")

    def _descriptor(self, base: bytes, file: bytes) -> bytes:
        head = bytes(self._hb_face.reference_table("head").data)
        box = (round(v * self._scale) for v in struct.unpack(">4h", head[36:44]))
        ascent, descent = (round(v * self._scale) for v in (self.face.ascent, self.face.descent))
        cap, weight = ascent, 400
        if "OS/2" in self._tables:
            os2 = bytes(self._hb_face.reference_table("OS/2").data)
            weight = struct.unpack(">H", os2[4:6])[0]
            if len(os2) >= 90 and struct.unpack(">H", os2[:2])[0] >= 2:
                cap = round(struct.unpack(">h", os2[88:90])[0] * self._scale) or ascent
        angle = 0.0
        if "post" in self._tables:
            post = bytes(self._hb_face.reference_table("post").data)
            angle = struct.unpack(">i", post[4:8])[0] / 65536
        # StemV is not in OpenType; this is the customary estimate from the weight class.
        stem = round(50 + (weight / 65) ** 2)
        return (
            (
                f"<</Type/FontDescriptor/FontName/{base.decode()}/Flags 4"
                f"/FontBBox[{' '.join(map(str, box))}]/ItalicAngle {number(angle)}/Ascent {ascent}"
                f"/Descent {descent}/CapHeight {cap}/StemV {stem}"
            ).encode()
            + file
            + b">>"
        )


def _groups(clusters: Sequence[int], text: str) -> list[tuple[int, int, str]]:
    """Glyph ranges that share a cluster, each with the cluster's text; either direction."""
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    groups: list[tuple[int, int, str]] = []
    begin = 0
    for i in range(1, len(clusters) + 1):
        if i == len(clusters) or clusters[i] != clusters[begin]:
            first = clusters[begin]
            groups.append((begin, i, text[first : ends[first]]))
            begin = i
    return groups


def _shares(text: str, glyphs: int) -> list[str] | None:
    """The text of each glyph of a cluster, the last with all the rest; None: ActualText."""
    if len(text) < glyphs or UNSAID.search(text):
        return None
    return [*text[: glyphs - 1], text[glyphs - 1 :]]


def _open(face: DrawnFace) -> Any:
    hb: Any = uharfbuzz
    blob = face.blob
    return hb.Face(blob if isinstance(blob, hb.Blob) else hb.Blob(bytes(blob)), face.index)
