r"""Upstream Noto faces → the subsets in ``assets/fonts``, with their index.

Run once when upstream moves, never during a build:

    npm install @expo-google-fonts/noto-{sans,serif}-{sc,jp,tc,kr} \
        @expo-google-fonts/noto-{sans,serif,sans-symbols,sans-symbols-2,sans-math}
    python scripts/subset_fonts.py node_modules/@expo-google-fonts assets/fonts

The repertoire of every face is decided here. Han characters come from
``scripts/repertoire`` (通用规范汉字表) and from the codecs of Python (GB 2312, JIS X 0208,
Big5, KS X 1001). Japanese, Traditional Chinese and Korean faces hold only what the
Simplified Chinese face of their weight lacks or draws otherwise: all are one design.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont

WEIGHT_NAMES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold", 900: "Black"}
FEATURES = (
    *("ccmp", "locl", "vert", "vrt2", "pwid", "halt", "vhal", "chws", "vchw", "kern", "mark"),
    *("mkmk", "rlig", "ljmo", "vjmo", "tjmo"),
)
KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17)
DROPPED_TABLES = ("BASE", "STAT", "gasp", "prep", "fpgm", "cvt ", "DSIG", "MATH", "meta")
QUOTES = frozenset(map(ord, "‘’“”"))


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
        lent: further code points, kept where a face in ``lends_to`` draws them alike.
        lends_to: the packages that lean on this face.
    """

    family: str
    weight: int
    package: str
    keep: frozenset[int] | None
    languages: tuple[str, ...] = ()
    beside: str | None = None
    lent: frozenset[int] = frozenset()
    lends_to: tuple[str, ...] = ()

    @property
    def folder_name(self) -> str:
        """Folder of the weight inside the package, such as ``400Regular``."""
        return f"{self.weight}{WEIGHT_NAMES[self.weight]}"


def tongyong(levels: int) -> frozenset[int]:
    """Return the characters of levels 1 to ``levels`` of 通用规范汉字表 (3,500, 6,500, 8,105)."""
    path = Path(__file__).parent / "repertoire" / "tongyong-guifan-8105.txt"
    found: list[int] = []
    level = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# level"):
            level = int(line[8])
        elif not line.startswith("#") and level <= levels:
            found += map(ord, line)
    return frozenset(found)


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
BIG5_TRAIL = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
GB2312 = coded("gb2312", range(0xB0, 0xF8), EUC)
GB2312_FIRST = coded("gb2312", range(0xB0, 0xD8), EUC)
JIS = coded("euc_jp", range(0xB0, 0xF5), EUC)
JIS_FIRST = coded("euc_jp", range(0xB0, 0xD0), EUC)
BIG5_FIRST = coded("big5", range(0xA4, 0xC7), BIG5_TRAIL)
KS_SYLLABLES = coded("euc_kr", range(0xB0, 0xC9), EUC)

# Everything that is not Han: Latin, Greek, Cyrillic, punctuation, numbers, arrows, operators,
# enclosed forms, kana, bopomofo, CJK symbols and compatibility forms.
COMMON = ranges(
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF),
    (0x2000, 0x27BF), (0x2B00, 0x2BFF), (0x3000, 0x30FF), (0x3100, 0x312F), (0x31F0, 0x31FF),
    (0x3220, 0x3243), (0x3371, 0x337F), (0x3380, 0x33DF), (0xFB00, 0xFB06),
    (0xFE10, 0xFE1F), (0xFE30, 0xFE6F), (0xFF00, 0xFFEF),
)  # fmt: skip
# The same for the weights of a heading or a label, with the nearest weight behind them.
COMMON_FIRST = ranges(
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x391, 0x3C9), (0x2010, 0x205F), (0x20A0, 0x20BF),
    (0x2103, 0x2122), (0x2160, 0x217B), (0x2190, 0x2199), (0x2208, 0x2265), (0x2460, 0x249B),
    (0x25A0, 0x25CF), (0x2605, 0x2606), (0x2713, 0x2717), (0x3000, 0x3020), (0x3041, 0x30FF),
    (0x3220, 0x3229), (0x338E, 0x33A6), (0x33C4, 0x33D5), (0xFE10, 0xFE19), (0xFE30, 0xFE4F),
    (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)  # fmt: skip
LATIN = ranges(
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF),
    (0x2000, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x218F), (0x2212, 0x2215), (0xFB00, 0xFB06),
)  # fmt: skip
LATIN_FIRST = ranges(
    (0x20, 0x7E), (0xA0, 0x17F), (0x300, 0x36F), (0x2010, 0x209F), (0x20A0, 0x20CF)
)
JAMO = ranges((0x3131, 0x318E), (0xFFA0, 0xFFDC))
BEYOND = ranges((0x20000, 0x323AF))
NAMES = frozenset(map(ord, "𠮷𠮟𡈽𠀋𥧄𩸽𣘺𢈘"))
MAINLAND = tongyong(3) | GB2312
FREQUENT = tongyong(1) | GB2312_FIRST
COMMONPLACE = tongyong(2) | GB2312_FIRST


def cuts() -> tuple[Cut, ...]:
    """Return every face that is made, those that others lean on first."""
    serif, sans = "noto-serif", "noto-sans"
    # fmt: off
    return (
        Cut("serif", 400, f"{serif}-sc", COMMON | MAINLAND, ("zh-Hans",), None,
            JIS | BIG5_FIRST, (f"{serif}-jp", f"{serif}-tc")),
        Cut("serif", 500, f"{serif}-sc", COMMON_FIRST | FREQUENT, ("zh-Hans",)),
        Cut("serif", 600, f"{serif}-sc", COMMON_FIRST | FREQUENT, ("zh-Hans",)),
        Cut("serif", 700, f"{serif}-sc", COMMON | MAINLAND, ("zh-Hans",)),
        Cut("serif", 900, f"{serif}-sc", COMMON_FIRST | COMMONPLACE, ("zh-Hans",)),
        Cut("sans", 400, f"{sans}-sc", None, ("zh-Hans",)),
        Cut("sans", 500, f"{sans}-sc", COMMON_FIRST | FREQUENT, ("zh-Hans",)),
        Cut("sans", 700, f"{sans}-sc", COMMON_FIRST | COMMONPLACE, ("zh-Hans",)),
        Cut("serif", 400, f"{serif}-jp", COMMON | JIS | NAMES, ("ja",), f"{serif}-sc"),
        Cut("serif", 700, f"{serif}-jp", COMMON | JIS_FIRST, ("ja",), f"{serif}-sc"),
        Cut("sans", 400, f"{sans}-jp", COMMON | JIS | BEYOND, ("ja",), f"{sans}-sc"),
        Cut("sans", 700, f"{sans}-jp", COMMON | JIS_FIRST, ("ja",), f"{sans}-sc"),
        Cut("serif", 400, f"{serif}-tc", COMMON | BIG5_FIRST, ("zh-Hant",), f"{serif}-sc"),
        Cut("serif", 700, f"{serif}-tc", COMMON | BIG5_FIRST, ("zh-Hant",), f"{serif}-sc"),
        Cut("sans", 400, f"{sans}-tc", COMMON | BIG5_FIRST, ("zh-Hant",), f"{sans}-sc"),
        Cut("sans", 700, f"{sans}-tc", COMMON | BIG5_FIRST, ("zh-Hant",), f"{sans}-sc"),
        Cut("serif", 400, f"{serif}-kr", COMMON | JAMO | KS_SYLLABLES, ("ko",), f"{serif}-sc"),
        Cut("sans", 400, f"{sans}-kr", COMMON | JAMO | KS_SYLLABLES, ("ko",), f"{sans}-sc"),
        Cut("sans", 700, f"{sans}-kr", COMMON | JAMO | KS_SYLLABLES, ("ko",), f"{sans}-sc"),
        Cut("serif", 400, serif, LATIN),
        Cut("serif", 700, serif, LATIN_FIRST),
        Cut("sans", 400, sans, LATIN),
        Cut("sans", 700, sans, LATIN_FIRST),
        Cut("symbols", 400, "noto-sans-symbols-2", ranges((0x2300, 0x27BF), (0x2B00, 0x2BFF))),
        Cut("symbols", 400, "noto-sans-math", ranges((0x2190, 0x22FF), (0x27C0, 0x2AFF))),
        Cut("symbols", 400, "noto-sans-symbols", ranges((0x2300, 0x27BF), (0x1F100, 0x1F1AD))),
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
    for package in cut.lends_to:
        other = outlines(upstream_path(root, package, cut.folder_name))
        keep |= {point for point in cut.lent if point in own and own[point] == other.get(point)}
    if cut.beside is None:
        return keep
    base = outlines(upstream_path(root, cut.beside, cut.folder_name))
    here = stored[cut.beside, cut.weight]
    different = {point for point in keep if point not in here or own[point] != base.get(point)}
    return frozenset(different) - QUOTES - frozenset(range(0x20, 0x7F))


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


def describe(cut: Cut, data: bytes, file_name: str) -> dict[str, object]:
    """Return the index entry of a face, by which it is found without being opened."""
    face = hb.Face(hb.Blob(data))
    names = TTFont(io.BytesIO(data), lazy=True)["name"]
    return {
        "file": file_name,
        "name": names.getDebugName(6),
        "typeface": names.getDebugName(16) or names.getDebugName(1),
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
        data = subset(path, points)
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
