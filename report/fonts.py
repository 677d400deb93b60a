"""Font files → faces: coverage, fallback chains, glyphs, advances and shaping (HarfBuzz).

Nothing is read before it is needed: opening the fonts reads one index and looks at file sizes;
a face is memory-mapped when its first glyph is asked for. The order of a chain is described in
``docs/typography.md``.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from report.errors import Diagnostic, Place, ReportError
from report.record import record

Family = Literal["serif", "sans"]

INDEX = "index.json"
SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
BASE_LANGUAGE = "zh-Hans"
"""The language whose faces hold what all others share."""

OTHER_FAMILY, OTHER_LANGUAGE, LATIN, SYMBOLS = 350, 150, 40, 120
"""What a face of another kind stands back by, in units of weight: a character that a black face
lacks comes from the bold one, then from a bold one made for another language, then from the
regular one, before it comes from the other family."""

OWN_OTHER_FAMILY = 250
"""The same for a language's first face: Korean headings are sans, as no bold serif is shipped."""

IGNORABLE = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10),
                       *range(0xE0100, 0xE01F0)})  # fmt: skip
"""Joiners and variation selectors: a face need not map them in order to draw their cluster."""

NUMERAL = re.compile("[-+0-9.,:/%‰−– ]*[0-9][-+0-9.,:/%‰−– ]*")
"""A text of figures alone: no face of a language's own has a part in it."""


@record
class Shaped:
    """Glyphs of one shaped text, in visual order; lengths are font units.

    ``clusters`` index the characters of the text.
    """

    gids: tuple[int, ...]
    clusters: tuple[int, ...]
    advances: tuple[int, ...]
    dx: tuple[int, ...]
    dy: tuple[int, ...]


class Face:
    """One face of a font file. Two faces are equal only if they are the same object."""

    def __init__(self, path: Path, index: int, kind: str, weight: int, name: str, family: str,
                 languages: tuple[str, ...] = (), sha256: str = "") -> None:  # fmt: skip
        self.path = path
        self.index = index
        """Number of the face in its file (0 but in a collection)."""
        self.kind = kind
        """``serif``, ``sans`` or ``symbols``."""
        self.weight = weight
        """Weight as in CSS and OS/2: 400 regular, 700 bold."""
        self.name = name
        """PostScript name."""
        self.family = family
        """Name of the typeface as programs list it, such as ``Noto Serif SC``."""
        self.languages = languages
        """Languages that take this face first; the first of them is used for ``locl``."""
        self._sha256 = sha256
        self._glyphs: dict[int, int] = {}
        self._advances: dict[int, int] = {}

    def __repr__(self) -> str:
        return f"<Face {self.name}>"

    @cached_property
    def blob(self) -> Any:
        """The file as a memory-mapped ``uharfbuzz.Blob``."""
        hb = harfbuzz()

        try:
            return hb.Blob.from_file_path(str(self.path))
        except Exception as error:  # HarfBuzz raises its own class for any unreadable file
            raise damaged(self.path, str(error)) from None

    @cached_property
    def _font(self) -> Any:
        hb = harfbuzz()

        face = hb.Face(self.blob, self.index)
        if face.glyph_count < 2:
            raise damaged(self.path, "it holds no glyphs")
        return hb.Font(face)

    @cached_property
    def upem(self) -> int:
        """Font units per em."""
        return int(self._font.face.upem)

    @cached_property
    def ascent(self) -> int:
        """Typographic ascent, font units (never used for leading)."""
        return int(self._font.get_font_extents("ltr").ascender)

    @cached_property
    def descent(self) -> int:
        """Typographic descent, font units, negative."""
        return int(self._font.get_font_extents("ltr").descender)

    @property
    def sha256(self) -> str:
        """SHA-256 of the file, from the index if it stands there."""
        if not self._sha256:
            self._sha256 = hashlib.sha256(self.path.read_bytes()).hexdigest()
        return self._sha256

    def glyph(self, codepoint: int) -> int:
        """Glyph of a character; 0 if the face lacks it."""
        found = self._glyphs.get(codepoint)
        if found is None:
            found = self._glyphs[codepoint] = self._font.get_nominal_glyph(codepoint) or 0
        return found

    def covers(self, codepoint: int) -> bool:
        """Whether the face draws a character."""
        return self.glyph(codepoint) != 0

    def advance(self, gid: int) -> int:
        """Advance width of a glyph, font units."""
        found = self._advances.get(gid)
        if found is None:
            found = self._advances[gid] = self._font.get_glyph_h_advance(gid)
        return found

    def extents(self, gid: int) -> tuple[int, int, int, int]:
        """Ink of a glyph as left, bottom, right, top in font units; zeros if there is none."""
        found = self._font.get_glyph_extents(gid)
        if found is None:
            return (0, 0, 0, 0)
        left, top = found.x_bearing, found.y_bearing
        return (left, top + found.height, left + found.width, top)

    def vertical_origin(self, gid: int) -> tuple[int, int]:
        """Where the pen of vertical setting stands in a glyph's own coordinates, font units."""
        x, y = self._font.get_glyph_v_origin(gid) or (self.advance(gid) // 2, self.ascent)
        return x, y

    def shape(self, text: str, *, language: str, features: Sequence[str] = (),
              direction: str = "ltr", script: str | None = None) -> Shaped:  # fmt: skip
        """Shape a text of one script and direction.

        ``features`` are OpenType tags to switch on, or off with a minus before them.
        """
        hb = harfbuzz()

        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = direction
        if script:
            buffer.script = script
        buffer.language = language
        buffer.guess_segment_properties()
        wanted = {tag.lstrip("-"): not tag.startswith("-") for tag in features}
        hb.shape(self._font, buffer, wanted)
        infos, places = buffer.glyph_infos, buffer.glyph_positions or ()
        down = direction in ("ttb", "btt")
        return Shaped(
            tuple(i.codepoint for i in infos),
            tuple(i.cluster for i in infos),
            tuple(-p.y_advance if down else p.x_advance for p in places),
            tuple(p.x_offset for p in places),
            tuple(p.y_offset for p in places),
        )


class FaceChain:
    """Faces in the order in which they are asked for a character."""

    def __init__(
        self, faces: Iterable[Face], weight: int, numerals: FaceChain | None = None
    ) -> None:
        self.faces = tuple(faces)
        self.weight = weight
        """Weight of the faces that serve first; may differ from the one asked for."""
        self.numerals = numerals or self
        """The chain of texts that are figures alone: they have the weight that was asked for,
        whatever weights the language's own faces come in."""
        self._found: dict[str, Face | None] = {}

    def face_for(self, text: str) -> Face | None:
        """The first face that draws a cluster: a base with its marks, joiners and selectors."""
        try:
            return self._found[text]
        except KeyError:
            pass
        points = [ord(char) for char in text]
        needed = [point for point in points if point not in IGNORABLE] or points
        found = None
        for face in self.faces:
            if all(map(face.covers, needed)):
                found = face
                break
        self._found[text] = found
        return found

    def for_text(self, text: str) -> FaceChain:
        """The chain of a whole text."""
        return self.numerals if NUMERAL.fullmatch(text) else self

    def missing(self, text: str) -> tuple[str, ...]:
        """Characters of a text that no face has, each once, in order."""
        lacking: dict[str, None] = {}
        for char in dict.fromkeys(text):
            unseen = unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")
            if not unseen and ord(char) not in IGNORABLE and self.face_for(char) is None:
                lacking[char] = None
        return tuple(lacking)


class FontBook:
    """All faces at hand."""

    def __init__(self, faces: Iterable[Face]) -> None:
        self.faces = tuple(faces)
        self._chains: dict[tuple[str, int, str], FaceChain] = {}

    def chain(self, family: Family | str, weight: int, language: str) -> FaceChain:
        """The fallback chain of a family and weight for a language (BCP 47).

        A language whose own faces come in fewer weights takes the nearest of them, and the
        shared face in that same weight, so that a line is never set in two weights. A text of
        figures alone has the weight asked for (:meth:`FaceChain.for_text`).
        """
        spoken = base_language(language)
        key = (family, weight, spoken)
        found = self._chains.get(key)
        if found is None:
            found = self._chains[key] = self._make_chain(family, weight, spoken)
        return found

    def _make_chain(self, family: str, weight: int, language: str) -> FaceChain:
        def near(face: Face) -> tuple[int, bool]:
            # Of two equally near weights the bolder serves a bold text, the lighter a light one.
            lean = face.weight < weight if weight >= 600 else face.weight > weight
            return abs(face.weight - weight), lean

        def rank(face: Face) -> tuple[int, bool]:
            away, lean = near(face)
            if face.kind == "symbols":
                return away + SYMBOLS, lean
            if face.kind != family:
                away += OTHER_FAMILY
            if not face.languages:
                away += LATIN
            elif BASE_LANGUAGE not in face.languages:
                away += OTHER_LANGUAGE
            return away, lean

        asked = weight
        own = [face for face in self.faces if language in face.languages]
        if language == BASE_LANGUAGE:
            first = [face for face in own if face.kind == family]
        else:
            off = {f: OWN_OTHER_FAMILY if f.kind != family else 0 for f in own}
            first = sorted(own, key=lambda f: (near(f)[0] + off[f], near(f)[1]))[:1]
        if first:
            weight = min(first, key=near).weight
        first.sort(key=near)
        rest = sorted((face for face in self.faces if face not in first), key=rank)
        if language == BASE_LANGUAGE:
            return FaceChain(sorted(self.faces, key=rank), weight)
        return FaceChain([*first, *rest], weight, self.chain(family, asked, BASE_LANGUAGE))

    def fingerprint(self) -> str:
        """A digest of every face's content and order: a key for what was made with them."""
        digest = hashlib.sha256()
        for face in self.faces:
            digest.update(f"{face.name} {face.index} {face.sha256}\n".encode())
        return digest.hexdigest()


@lru_cache(maxsize=1)
def harfbuzz() -> Any:
    """The HarfBuzz binding, loaded when the first face is opened."""
    return import_module("uharfbuzz")


def base_language(language: str) -> str:
    """Map a BCP 47 tag to the languages that faces are made for: zh-Hans, zh-Hant, ja, ko."""
    tag = language.replace("_", "-").lower()
    if tag.startswith("zh"):
        traditional = "hant" in tag or tag.endswith(("-tw", "-hk", "-mo"))
        return "zh-Hant" if traditional else "zh-Hans"
    head = tag.split("-")[0]
    return head if head in ("ja", "ko") else BASE_LANGUAGE


def default_folders() -> tuple[Path, ...]:
    """The folder of the faces that come with the project."""
    here = Path(__file__).resolve().parent
    inside = here / "_fonts"
    return (inside if inside.is_dir() else here.parent / "assets" / "fonts",)


def open_fonts(folders: Sequence[Path] | None = None) -> FontBook:
    """List the faces of some folders, or of the project's own; earlier folders come first.

    Raises:
        ReportError: a folder is absent or empty, or a file is absent or cut short.
    """
    faces: list[Face] = []
    for folder in default_folders() if folders is None else folders:
        if not folder.is_dir():
            raise fault(folder, "the folder of the fonts is missing", "reinstall, or name a folder")
        found = list(_indexed(folder) if (folder / INDEX).is_file() else _listed(folder))
        if not found:
            raise fault(folder, "no font files here", f"put {', '.join(SUFFIXES)} files into it")
        faces += found
    return FontBook(faces)


def _indexed(folder: Path) -> Iterable[Face]:
    try:
        entries = json.loads((folder / INDEX).read_text(encoding="utf-8"))["faces"]
        for entry in entries:
            path = folder / entry["file"]
            if not path.is_file():
                raise fault(path, "a font file is missing", "reinstall, or restore assets/fonts")
            if path.stat().st_size != entry["bytes"]:
                raise damaged(path, f"its size is not {entry['bytes']:,} bytes")
            yield Face(
                path, 0, entry["family"], entry["weight"], entry["name"], entry["typeface"],
                tuple(entry["languages"]), entry["sha256"],
            )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise fault(folder / INDEX, f"not an index of fonts ({error})", "restore it") from None


def _listed(folder: Path) -> Iterable[Face]:
    """Faces of a folder without index: what they are is read from their names and OS/2 table."""
    hb = harfbuzz()

    for path in sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES):
        blob = hb.Blob.from_file_path(str(path))
        count = max(hb.Face(blob, 0).count, 1)
        for index in range(count):
            face = hb.Face(blob, index)
            if face.glyph_count < 2:
                raise damaged(path, "it holds no glyphs")
            names = hb.OTNameIdPredefined
            name = face.get_name(names.POSTSCRIPT_NAME) or path.stem
            family = face.get_name(names.TYPOGRAPHIC_FAMILY) or face.get_name(names.FONT_FAMILY)
            os2 = face.reference_table("OS/2").data
            weight = int.from_bytes(os2[4:6], "big") if len(os2) >= 6 else 400
            words = f"{name} {family}".lower()
            serif = any(word in words for word in ("serif", "song", "ming", "mincho", "batang"))
            kind = "serif" if serif and "sans" not in words else "sans"
            yield Face(path, index, kind, weight, name, family or name, _languages_of(words))


def _languages_of(words: str) -> tuple[str, ...]:
    for language, marks in (
        ("ja", ("jp", "mincho")), ("zh-Hant", ("tc", "hk", "tw")), ("ko", ("kr", "batang")),
        ("zh-Hans", ("sc", "cn", "gb", "song")),
    ):  # fmt: skip
        if any(word.rstrip("-").endswith(marks) for word in words.replace("-", " ").split()):
            return (language,)
    return ()


def fault(path: Path, message: str, hint: str) -> ReportError:
    """An error about a font file or folder."""
    place = Place(str(path))
    return ReportError([Diagnostic(place, message, hint, code="font")])


def damaged(path: Path, why: str) -> ReportError:
    """An error about a font file that cannot be read."""
    return fault(path, f"the font file is damaged: {why}", "reinstall, or restore assets/fonts")
