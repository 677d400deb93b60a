r"""Upstream Noto faces → the subsets in ``assets/fonts``, with their index.

Run once when upstream moves, never during a build:

    npm install @expo-google-fonts/noto-{sans,serif}-{sc,jp,tc,kr} \
        @expo-google-fonts/noto-{sans,serif,sans-symbols,sans-symbols-2,sans-math}
    python scripts/subset_fonts.py node_modules/@expo-google-fonts assets/fonts

The repertoire of every face is decided here. Han characters come from
``scripts/repertoire`` (通用规范汉字表, 常用漢字表, frequent traditional characters) and from the
codecs of Python (GB 2312, JIS X 0208, KS X 1001). Japanese, Traditional Chinese and
Korean faces hold only what the Simplified Chinese face of their weight lacks or draws
otherwise: all are one design.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates

WEIGHT_NAMES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold", 900: "Black"}
FEATURES = (
    *("ccmp", "locl", "vert", "pwid", "kern", "mark", "mkmk", "rlig", "ljmo", "vjmo", "tjmo"),
)
KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17)
DROPPED_TABLES = ("BASE", "STAT", "gasp", "prep", "fpgm", "cvt ", "DSIG", "MATH", "meta")
OVERLAP = 0x40
"""Flag of a glyph's first point: its contours overlap."""
QUOTES = frozenset(map(ord, "‘’“”"))
PART = "Part"
"""Stands in the names of a renamed face, after the typeface's."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One face to make: where from, what to keep, and for which languages it is meant.

    Attributes:
        family: ``sans``, ``serif`` or ``symbols``.
        weight: CSS weight.
        package: npm package below the scope.
        keep: code points wanted, or None for all of them.
        languages: languages that take this face before any other; empty for a last resort.
        beside: the package whose face of the same weight and family is tried after this one,
            so that equal outlines need not be stored twice; None to store everything.
        redrawn: where ``beside`` has a character but draws it otherwise, it is stored again
            only if it is one of these; None for all.
        lends: packages that lean on this face, each with code points kept here as well where
            that package draws them alike: they are stored once for all languages.
        own: code points stored although ``beside`` draws them alike, so that the face serves
            programs that look no further.
        renamed: whether the face bears a name of its own. One that holds a part of what its
            typeface is known for must not stand in for it: programs would mix it with others.
    """

    family: str
    weight: int
    package: str
    keep: frozenset[int] | None
    languages: tuple[str, ...] = ()
    beside: str | None = None
    redrawn: frozenset[int] | None = None
    lends: tuple[tuple[str, frozenset[int]], ...] = ()
    own: frozenset[int] = frozenset()
    renamed: bool = False

    @property
    def folder_name(self) -> str:
        """Folder of the weight inside the package, such as ``400Regular``."""
        return f"{self.weight}{WEIGHT_NAMES[self.weight]}"


def listed(name: str) -> frozenset[int]:
    """Return the characters of a list in ``scripts/repertoire``."""
    path = Path(__file__).parent / "repertoire" / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(ord(char) for line in lines if not line.startswith("#") for char in line)


def coded(encoding: str, lead: Iterable[int], trail: Iterable[int]) -> frozenset[int]:
    """Return the characters of a two-byte code's rows, as Python's codec maps them."""
    found: set[int] = set()
    trails = tuple(trail)
    for first in lead:
        for second in trails:
            try:
                text = bytes((first, second)).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                found.add(ord(text))
    return frozenset(found)


def ranges(*pairs: tuple[int, int]) -> frozenset[int]:
    """Return the code points of closed ranges."""
    return frozenset(point for first, last in pairs for point in range(first, last + 1))


EUC = range(0xA1, 0xFF)
GB2312 = coded("gb2312", range(0xB0, 0xF8), EUC)
JIS_FIRST = coded("euc_jp", range(0xB0, 0xD0), EUC)
KS_SYLLABLES = coded("euc_kr", range(0xB0, 0xC9), EUC)

# What is not Han, in every Simplified Chinese face: Latin, Greek, punctuation, numbers, arrows,
# operators, enclosed numbers, kana, CJK symbols, vertical and full-width forms.
COMMON = ranges(
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x1F8, 0x1F9), (0x1E3E, 0x1E3F), (0x391, 0x3C9),
    (0x2010, 0x205F), (0x20A0, 0x20BF), (0x2103, 0x2122), (0x2160, 0x217B), (0x2190, 0x2199),
    (0x2208, 0x2265), (0x2460, 0x249B),
    (0x25A0, 0x25CF), (0x2605, 0x2606), (0x2713, 0x2717), (0x3000, 0x3020), (0x3041, 0x30FF),
    (0x3220, 0x3229), (0x338E, 0x33A6), (0x33C4, 0x33D5), (0xFE10, 0xFE19), (0xFE30, 0xFE4F),
    (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)  # fmt: skip
# The body face also has bopomofo, small kana, half-width forms, more enclosed forms and units.
BODY = COMMON | ranges(
    (0x2070, 0x20CF), (0x2100, 0x27BF), (0x2B00, 0x2BFF), (0x3000, 0x312F), (0x31F0, 0x31FF),
    (0x3220, 0x3243), (0x3371, 0x33DF), (0xFE10, 0xFE1F), (0xFE30, 0xFE6F), (0xFF00, 0xFFEF),
)  # fmt: skip
LATIN = ranges(
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF),
    (0x2000, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x218F), (0x2212, 0x2215), (0xFB00, 0xFB06),
)  # fmt: skip
LATIN_FIRST = ranges(
    (0x20, 0x7E), (0xA0, 0x17F), (0x300, 0x36F), (0x2010, 0x209F), (0x20A0, 0x20CF)
)
LATIN_LEAST = ranges((0x20, 0x7E), (0xA0, 0xA0), (0xB0, 0xB1), (0xB7, 0xB7), (0xD7, 0xD7),
    (0xF7, 0xF7), (0x2010, 0x2015), (0x2018, 0x201D), (0x2022, 0x2022), (0x2026, 0x2026),
    (0x203B, 0x203B), (0x2103, 0x2103), (0x2192, 0x2192), (0x2212, 0x2212), (0x3001, 0x3002),
    (0x3008, 0x3011), (0xFF5E, 0xFF5E))  # fmt: skip
JAMO = ranges((0x3131, 0x3163))
NAMES = frozenset(map(ord, "𠮷𠮟𡈽𠀋𥧄𩸽𣘺𢈘"))
MAINLAND = listed("tongyong-guifan-8105") | GB2312
JOYO = listed("joyo-2136")
JAPANESE = JIS_FIRST | JOYO
TRADITIONAL = listed("traditional-common")
FREQUENT = listed("traditional-frequent")


def cuts() -> tuple[Cut, ...]:
    """Return every face that is made, those that others lean on first."""
    serif, sans = "noto-serif", "noto-sans"
    korean = JAMO | KS_SYLLABLES
    # fmt: off
    return (
        Cut("serif", 400, f"{serif}-sc", BODY | MAINLAND, ("zh-Hans",),
            lends=((f"{serif}-jp", JAPANESE), (f"{serif}-tc", TRADITIONAL))),
        Cut("serif", 500, f"{serif}-sc", COMMON | MAINLAND, ("zh-Hans",)),
        Cut("serif", 600, f"{serif}-sc", COMMON | MAINLAND, ("zh-Hans",)),
        Cut("serif", 700, f"{serif}-sc", COMMON | MAINLAND, ("zh-Hans",),
            lends=((f"{serif}-jp", JOYO), (f"{serif}-tc", FREQUENT))),
        Cut("serif", 900, f"{serif}-sc", COMMON | MAINLAND, ("zh-Hans",)),
        Cut("sans", 400, f"{sans}-sc", None, ("zh-Hans",)),
        Cut("sans", 500, f"{sans}-sc", COMMON | MAINLAND, ("zh-Hans",)),
        Cut("sans", 700, f"{sans}-sc", COMMON | MAINLAND, ("zh-Hans",),
            lends=((f"{sans}-jp", JOYO), (f"{sans}-tc", FREQUENT))),
        Cut("serif", 400, f"{serif}-jp", BODY | JAPANESE | NAMES, ("ja",), f"{serif}-sc",
            redrawn=BODY | JOYO, renamed=True),
        Cut("serif", 700, f"{serif}-jp", COMMON | JOYO, ("ja",), f"{serif}-sc", renamed=True),
        Cut("sans", 400, f"{sans}-jp", BODY | JOYO | NAMES, ("ja",), f"{sans}-sc", renamed=True),
        Cut("sans", 700, f"{sans}-jp", COMMON | JOYO, ("ja",), f"{sans}-sc", renamed=True),
        Cut("serif", 400, f"{serif}-tc", BODY | TRADITIONAL, ("zh-Hant",), f"{serif}-sc",
            redrawn=BODY | FREQUENT, renamed=True),
        Cut("serif", 700, f"{serif}-tc", COMMON | FREQUENT, ("zh-Hant",), f"{serif}-sc",
            renamed=True),
        Cut("sans", 400, f"{sans}-tc", BODY | FREQUENT, ("zh-Hant",), f"{sans}-sc", renamed=True),
        Cut("sans", 700, f"{sans}-tc", COMMON | FREQUENT, ("zh-Hant",), f"{sans}-sc", renamed=True),
        Cut("serif", 400, f"{serif}-kr", BODY | korean, ("ko",), f"{serif}-sc", own=LATIN_LEAST),
        Cut("sans", 400, f"{sans}-kr", BODY | korean, ("ko",), f"{sans}-sc", own=LATIN_LEAST),
        Cut("sans", 700, f"{sans}-kr", COMMON | korean, ("ko",), f"{sans}-sc", own=LATIN_LEAST),
        Cut("serif", 400, serif, LATIN),
        Cut("serif", 700, serif, LATIN_FIRST),
        Cut("sans", 400, sans, LATIN),
        Cut("sans", 700, sans, LATIN_FIRST),
        Cut("symbols", 400, "noto-sans-symbols-2", ranges((0x2300, 0x27BF), (0x2B00, 0x2BFF))),
        Cut("symbols", 400, "noto-sans-math",
            ranges((0x2190, 0x22FF), (0x27C0, 0x27FF), (0x2A00, 0x2A7F))),
        Cut("symbols", 400, "noto-sans-symbols", ranges((0x2300, 0x27BF), (0x1F100, 0x1F1AD)),
            beside="noto-sans-symbols-2", redrawn=frozenset()),
    )
    # fmt: on


def upstream_path(root: Path, package: str, folder_name: str) -> Path:
    """Return the one TrueType file of a package's weight."""
    found = sorted((root / package / folder_name).glob("*.ttf"))
    if len(found) != 1:
        raise SystemExit(f"{root / package / folder_name}: want one .ttf, found {len(found)}")
    return found[0]


@lru_cache(maxsize=4)
def outlines(path: Path) -> dict[int, tuple[bytes, int]]:
    """Return compiled outline and advance of every character of a face."""
    font = TTFont(path, lazy=True)
    glyf, advances = font["glyf"], font["hmtx"].metrics
    return {
        point: (getattr(glyf.glyphs[name], "data", b""), advances[name][0])
        for point, name in font.getBestCmap().items()
    }


def wanted(cut: Cut, root: Path, stored: dict[tuple[str, int], frozenset[int]]) -> frozenset[int]:
    """Return the code points to keep: of a variant face only what its base draws otherwise."""
    own = outlines(upstream_path(root, cut.package, cut.folder_name))
    keep = frozenset(own) if cut.keep is None else cut.keep & frozenset(own)
    for package, points in cut.lends:
        other = outlines(upstream_path(root, package, cut.folder_name))
        keep |= {point for point in points if point in own and own[point] == other.get(point)}
    if cut.beside is None:
        return keep
    base = outlines(upstream_path(root, cut.beside, cut.folder_name))
    here = stored[cut.beside, cut.weight]
    redrawn = keep if cut.redrawn is None else keep & cut.redrawn
    different = (keep - here) | {p for p in redrawn if own[p] != base.get(p)}
    return (frozenset(different) - QUOTES - frozenset(range(0x20, 0x7F))) | (cut.own & keep)


def tag(name: str) -> int:
    """Return a four-letter OpenType tag as the number HarfBuzz keeps it in."""
    return int.from_bytes(name.encode("ascii"), "big")


def subset(path: Path, points: frozenset[int]) -> bytes:
    """Cut a face down to code points, without hints, keeping the features composition needs."""
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    asked = hb.SubsetInput()
    asked.unicode_set.update(points)
    asked.layout_feature_tag_set.clear()
    asked.layout_feature_tag_set.update(map(tag, FEATURES))
    asked.name_id_set.clear()
    asked.name_id_set.update(KEPT_NAMES)
    asked.drop_table_tag_set.update(map(tag, DROPPED_TABLES))
    asked.flags = hb.SubsetFlags.NO_HINTING
    return asked.subset(face).blob.data


def packed(data: bytes, *, renamed: bool = False) -> bytes:
    """Store a subset in fewer bytes, drawing the same outlines at the same places.

    Glyphs of one advance stand last, so that their advance is written once; points that no
    outline needs are dropped (see ``thinned``); a character map of the whole of Unicode stands
    alone, without its copy for the first plane. ``renamed`` gives it a family of its own.
    """
    font = TTFont(io.BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    order = font.getGlyphOrder()
    tables = [font[tag].metrics for tag in ("hmtx", "vmtx") if tag in font]
    usual = [Counter(size for size, _ in metrics.values()).most_common(1)[0][0]
             for metrics in tables]  # fmt: skip

    def common(name: str) -> bool:
        return all(m[name][0] == size for m, size in zip(tables, usual, strict=True))

    reorderGlyphs(font, [order[0], *sorted(order[1:], key=common)])
    glyf = font["glyf"]
    for name in order:
        thin(glyf[name])
    maps = font["cmap"].tables
    if any(each.format == 12 for each in maps):
        font["cmap"].tables = [each for each in maps if each.format != 4]
    if renamed:
        rename(font)
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def rename(font: TTFont) -> None:
    """Put ``PART`` after the typeface in all names that programs find a face by."""
    names = font["name"]
    typeface = names.getDebugName(16) or names.getDebugName(1).removesuffix(" Medium")
    for record in names.names:
        if record.nameID not in (1, 3, 4, 6, 16):
            continue
        text = record.toUnicode().replace(typeface, f"{typeface} {PART}")
        joined = typeface.replace(" ", "")
        record.string = text.replace(f"{joined}-", f"{joined}{PART}-")


def thin(glyph: Glyph) -> None:
    """Drop the points of a glyph that its outline does not need."""
    if glyph.numberOfContours <= 0:
        return
    overlap = glyph.flags[0] & OVERLAP
    points: list[tuple[int, int]] = []
    flags = bytearray()
    ends = []
    start = 0
    for end in glyph.endPtsOfContours:
        part = slice(start, end + 1)
        placed = zip(glyph.coordinates[part], glyph.flags[part], strict=True)
        contour = thinned([(x, y, flag & 1) for (x, y), flag in placed])
        points += [(x, y) for x, y, _ in contour]
        flags += bytes(on for _, _, on in contour)
        ends.append(len(points) - 1)
        start = end + 1
    glyph.coordinates = GlyphCoordinates(points)
    flags[0] |= overlap
    glyph.flags = flags
    glyph.endPtsOfContours = ends


def thinned(contour: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return a contour (x, y, on the curve) without points that leave its outline as it is.

    Those are points between two points on the curve and on the straight line of both, whether
    on the curve or controlling it, and points on the curve midway between two that control it.
    """
    index = 0
    while index < len(contour) and len(contour) > 3:
        (ax, ay, a), (x, y, on), (bx, by, b) = (
            contour[index - 1], contour[index], contour[(index + 1) % len(contour)])  # fmt: skip
        if a and b:
            straight = (x - ax) * (by - y) == (y - ay) * (bx - x)
            between = (x - ax) * (bx - x) + (y - ay) * (by - y) >= 0
            needless = straight and between
        else:
            needless = on and not a and not b and (2 * x, 2 * y) == (ax + bx, ay + by)
        if needless:
            del contour[index]
            index = max(index - 1, 0)
        else:
            index += 1
    return contour


def describe(cut: Cut, data: bytes, file_name: str) -> dict[str, object]:
    """Return the index entry of a face, by which it is found without being opened."""
    face = hb.Face(hb.Blob(data))
    names = TTFont(io.BytesIO(data), lazy=True)["name"]
    return {
        "file": file_name,
        "name": names.getDebugName(6),
        "typeface": (names.getDebugName(16) or names.getDebugName(1)).removesuffix(f" {PART}"),
        "family": cut.family,
        "weight": cut.weight,
        "languages": list(cut.languages),
        "package": cut.package,
        "glyphs": face.glyph_count,
        "characters": len(face.unicodes),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", type=Path, help="the scope folder that holds the packages")
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    stored: dict[tuple[str, int], frozenset[int]] = {}
    entries = []
    total = 0
    for cut in cuts():
        points = wanted(cut, options.packages, stored)
        stored[cut.package, cut.weight] = points
        path = upstream_path(options.packages, cut.package, cut.folder_name)
        data = packed(subset(path, points), renamed=cut.renamed)
        file_name = path.name.replace("_" + cut.folder_name, "-" + WEIGHT_NAMES[cut.weight])
        (options.target / file_name).write_bytes(data)
        entries.append(describe(cut, data, file_name))
        total += len(data)
        print(f"{file_name:32} {len(points):6} characters {len(data):10,} bytes")
    text = json.dumps({"faces": entries}, ensure_ascii=False, indent=1)
    (options.target / "index.json").write_text(text + "\n", encoding="utf-8")
    print(f"{total:,} bytes in {len(entries)} faces")


if __name__ == "__main__":
    main()
