"""A face and the glyphs drawn with it → a font program that holds these alone (hb-subset).

Cutting and compressing the faces of a brochure takes as long as writing its structure tree, and
most edits of a text use no other glyphs than before: so subsets are kept with the drawings.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from hashlib import md5
from typing import Any, Protocol
from zlib import compress, crc32

import uharfbuzz

from report.record import record


class Subsets(Protocol):
    """What embedding needs of ``report.cache.DrawingCache``."""

    def key(self, *parts: str) -> str: ...  # noqa: D102
    def fetch(self, key: str) -> str | None: ...  # noqa: D102
    def store(self, key: str, payload: str) -> None: ...  # noqa: D102


@record
class Subset:
    """A face cut down to some glyphs, as it goes into the file."""

    tag: str
    """Six capitals that depend on it alone."""
    checksum: int
    """CRC-32 of the font program."""
    length: int
    """Bytes of the font program."""
    places: tuple[int, ...]
    """Where each glyph that was wanted now stands, in the order in which they were named."""
    packed: bytes
    """The font program, compressed by zlib."""

    @classmethod
    def of(cls, face: str, program: bytes, place: Mapping[int, int], used: Sequence[int]) -> Subset:
        """A font program that was just made of the face called ``face``."""
        places = tuple(place.get(gid, gid) for gid in used)
        packed = compress(program, 9)
        return cls(_tag(face, program), crc32(program), len(program), places, packed)

    def to_json(self) -> str:
        """The subset as text."""
        packed = b64encode(self.packed).decode("ascii")
        return json.dumps([self.tag, self.checksum, self.length, self.places, packed])

    @classmethod
    def from_json(cls, text: str) -> Subset:
        """The subset that :meth:`to_json` wrote."""
        tag, checksum, length, places, packed = json.loads(text)
        return cls(tag, checksum, length, tuple(places), b64decode(packed))


def subset_of(face: Any, hb_face: Any, used: Sequence[int], cache: Subsets | None) -> Subset:
    """The subset of ``face`` with the glyphs ``used``, ascending; from ``cache`` if it has it.

    Its key names the face by what an index says of its file and by the checksum that the file
    has of itself, for a file may have been replaced below its index.
    """
    digest = getattr(face, "sha256", "")
    if cache is None or not digest:
        return Subset.of(face.name, *cut(hb_face, used), used)
    head = bytes(hb_face.reference_table("head").data).hex()
    key = cache.key("subset", face.name, digest, head, str(face.index), " ".join(map(str, used)))
    kept = cache.fetch(key)
    if kept is not None:
        return Subset.from_json(kept)
    subset = Subset.of(face.name, *cut(hb_face, used), used)
    cache.store(key, subset.to_json())
    return subset


def cut(hb_face: Any, used: Sequence[int]) -> tuple[bytes, dict[int, int]]:
    """The font program with the glyphs ``used`` (and .notdef), and where each now stands.

    A composite glyph brings its parts along, so that numbers are not those of ``used``. Faces
    with CFF outlines keep the numbers of their glyphs.
    """
    hb: Any = uharfbuzz
    tables = frozenset(hb_face.table_tags)
    cff = "CFF " in tables or "CFF2" in tables
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(used)
    flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    if cff:
        flags |= hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.CFF_IDENTITY_CHARSET
        flags |= hb.SubsetFlags.DOWNGRADE_CFF2
    else:
        flags |= hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.flags = flags
    if "fvar" in tables:
        wanted.pin_all_axes_to_default(hb_face)
    keep = {"glyf", "loca", "hmtx", "hhea", "maxp", "head", "CFF ", "CFF2", "cvt ", "fpgm"}
    variations = {"fvar", "gvar", "avar", "HVAR", "MVAR", "STAT"}
    dropped = tables - keep - variations
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in dropped)
    plan = hb.SubsetPlan(hb_face, wanted)
    made = plan.execute()
    place = dict(plan.old_to_new_glyph_mapping)
    if cff:
        return bytes(made.reference_table("CFF ").data), place
    return bytes(made.blob.data), place


def _tag(name: str, program: bytes) -> str:
    """Six capitals that depend on the subset only (ISO 32000-1, 9.6.4)."""
    digest = int.from_bytes(md5(name.encode() + program, usedforsecurity=False).digest()[:8], "big")
    letters = ""
    for _ in range(6):
        digest, rest = divmod(digest, 26)
        letters += chr(65 + rest)
    return letters
