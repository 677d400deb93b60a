"""Changes → before/after pictures of the pages and slides that show them (PNG files)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from report.changes import Changes, FigureChange, PartChange
    from report.diff import Side

SCALE: Any = 1.25
"""Pixels a point; the reader's own annotation knows whole numbers only."""

GAP_PX = 12
LIBREOFFICE_SECONDS = 180


def pictures(before: Side, after: Side, changes: Changes, folder: Path) -> list[Path]:
    """Pictures of what changed, the old state on the left: ``page-003.png``, ``slide-012.png``.

    Slides are drawn where LibreOffice is installed. What is new has no left half, what is gone
    no right one.
    """
    made: list[Path] = []
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        made += _sheets("page", "pdf", before, after, changes, (before.pdf, after.pdf), folder)
        slides = _pairs("pptx", before, after, changes)
        if slides and shutil.which("soffice"):
            drawn = tuple(
                None if side.pptx is None else _drawn(side.pptx, Path(scratch, str(number)))
                for number, side in enumerate((before, after))
            )
            made += _sheets("slide", "pptx", before, after, changes, drawn, folder)
    return made


def _key(change: FigureChange | PartChange) -> str:
    name = getattr(change, "name", None)
    if name is not None:
        return f"figure:{name}"
    what: str = getattr(change, "what", "")
    return f"{'section' if what == 'text' else what}:{getattr(change, 'id', '')}"


def _pairs(
    edition: str, before: Side, after: Side, changes: Changes
) -> dict[tuple[int | None, int | None], None]:
    """Page numbers (old, new) that belong together, in order; None where there is no such page."""
    was, now = (s.snapshot["shown"].get(edition, {}) for s in (before, after))
    found: dict[int, list[int]] = {}
    gone: set[int] = set()
    for change in (*changes.figures, *changes.parts):
        old, new = was.get(_key(change), ()), now.get(_key(change), ())
        for k, number in enumerate(new):
            found.setdefault(number, []).extend(old[k : k + 1] or old[-1:])
        if not new:
            gone.update(old)
    pairs: dict[tuple[int | None, int | None], None] = {}
    for number, olds in sorted(found.items()):
        # Most of what stands on the new page decides which old page it is compared with.
        same = max(olds, key=lambda n: (olds.count(n), -abs(n - number))) if olds else None
        pairs[same, number] = None
    shown = {old for old, _ in pairs}
    pairs.update(dict.fromkeys((number, None) for number in sorted(gone - shown)))
    return pairs


def _drawn(deck: Path, folder: Path) -> Path | None:
    """A deck as LibreOffice draws it: a PDF with a page for each slide; None where it fails."""
    folder.mkdir(parents=True, exist_ok=True)
    profile = (folder / "profile").resolve().as_uri()
    command = [
        "soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
        "--outdir", str(folder), str(deck),
    ]  # fmt: skip
    try:
        subprocess.run(command, capture_output=True, timeout=LIBREOFFICE_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    made = folder / f"{deck.stem}.pdf"
    return made if made.exists() else None


def _sheets(
    word: str,
    edition: str,
    before: Side,
    after: Side,
    changes: Changes,
    files: tuple[Path | None, ...],
    folder: Path,
) -> Iterator[Path]:
    import pypdfium2
    from PIL import Image

    books = [pypdfium2.PdfDocument(str(file)) if file else None for file in files]
    try:
        for pair in _pairs(edition, before, after, changes):
            sides = [
                book[number - 1].render(scale=SCALE).to_pil().convert("RGB")
                if book is not None and number is not None and number <= len(book)
                else None
                for book, number in zip(books, pair, strict=True)
            ]
            there = [side for side in sides if side is not None]
            if not there:
                continue
            width, height = max(s.width for s in there), max(s.height for s in there)
            sheet = Image.new("RGB", (2 * width + GAP_PX, height), "#888888")
            for k, side in enumerate(sides):
                if side is not None:
                    sheet.paste(side, (k * (width + GAP_PX), 0))
            gone = "" if pair[1] is not None else "-gone"
            path = folder / f"{word}-{pair[1] or pair[0] or 0:03}{gone}.png"
            sheet.save(path)
            yield path
    finally:
        for book in books:
            if book is not None:
                book.close()
