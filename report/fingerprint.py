"""A document, its theme and our code → keys: what an edition shows, what decides a drawing."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from report.compose.document import Chart, Document, Image, Options, SlideText
from report.record import replace
from report.state import FOLDER, code_files, code_scope, digest

if TYPE_CHECKING:
    from report.cache import DrawingCache
    from report.compose.plan import ChartPlan
    from report.fonts import FontBook
    from report.theme import Theme

LIBRARIES = (
    "reportlab", "python-pptx", "matplotlib", "PyYAML", "pydantic", "pydantic-core", "uharfbuzz",
    "Jinja2", "MarkupSafe", "markdown-it-py", "lxml", "XlsxWriter", "pillow", "budoux", "pyphen",
    "babel", "numpy", "contourpy", "fonttools", "python-calamine",
)  # fmt: skip
"""Libraries, and those below them, whose version decides what an edition says or looks like.

FreeType, HarfBuzz and libxml2 are inside the wheels of matplotlib, uharfbuzz and lxml: their
versions are these wheels' versions.
"""

DRAWING_LIBRARIES = (
    "matplotlib", "numpy", "contourpy", "uharfbuzz", "fonttools", "pillow", "budoux", "pyphen",
)  # fmt: skip
"""The libraries among them that a chart's drawing depends on."""

_DRAWING_CODE = ("fonts.py", "theme.py", "plan.py", "errors.py")


def fingerprint(document: Document, theme: Theme, edition: str) -> str:
    """Digest of all that an edition shows; what only the other one shows is left out.

    Files that the document only names (pictures, the deck's template, an author's figure) count
    with their content.
    """
    options, plain = document.options, Options()
    tokens: list[object] = [
        theme.name,
        sorted(theme.colours.items()),
        sorted(theme.type.items()),
        sorted(theme.lines.items()),
    ]
    files = [block.path for block in _blocks(document) if isinstance(block, Image)]
    if edition == "pdf":
        tokens += [sorted(theme.formats.items()), theme.section_start, theme.multiple_of_four]
        files += code_inputs(document)
        document = replace(
            document,
            options=replace(
                options,
                deck_format=plain.deck_format,
                deck_template=None,
                deck_layouts=(),
                deck_agenda=plain.deck_agenda,
                deck_sections=plain.deck_sections,
                deck_notes=plain.deck_notes,
            ),
            sections=tuple(replace(s, slides=SlideText()) for s in document.sections),
        )
    else:
        files += [options.deck_template] if options.deck_template else []
        document = replace(
            document,
            options=replace(
                options,
                page_format=plain.page_format,
                body_face=plain.body_face,
                columns=plain.columns,
                multiple_of_four=plain.multiple_of_four,
                attach_data=plain.attach_data,
            ),
        )
    mixed = hashlib.sha256(repr((document, tokens)).encode("utf-8", "replace"))
    for path in files:
        mixed.update(f"{path}\0{_digest_or_none(path)}\n".encode("utf-8", "replace"))
    return mixed.hexdigest()


def _digest_or_none(path: str) -> str:
    try:
        return digest(path)
    except OSError:
        return ""


def _blocks(document: Document) -> Iterator[object]:
    for section in document.sections:
        yield from section.blocks


def code_inputs(document: Document) -> list[str]:
    """Authors' Python figures and the files beside them, which such code may read."""
    found: dict[str, None] = {}
    for block in _blocks(document):
        for plan in _plans(block.plan) if isinstance(block, Chart) else ():
            if plan.code_path:
                found[plan.code_path] = None
                with os.scandir(os.path.dirname(plan.code_path)) as entries:
                    beside = sorted(e.path for e in entries if e.is_file())
                found.update(dict.fromkeys(beside))
    return list(found)


def _plans(plan: ChartPlan) -> Iterator[ChartPlan]:
    yield plan
    for panel in plan.panels:
        yield from _plans(panel)


def read_files(document: Document) -> Mapping[str, str]:
    """Files that a document names besides those that reading it touched → their scope."""
    found = dict.fromkeys(code_inputs(document), "data")
    if document.options.deck_template:
        found[document.options.deck_template] = "pptx"
    return found


def drawing_cache(out: str, fonts: FontBook) -> DrawingCache:
    """The drawing cache of an output folder, salted with all that decides every drawing.

    That is: the faces, our code that draws or sets a letter, the versions of the libraries that
    it calls. Plan, width and theme are in each drawing's own key.
    """
    from report.cache import DrawingCache

    salt = hashlib.sha256(fonts.fingerprint().encode())
    for path in code_files():
        typesets = "typeset" in path.split(os.sep)
        if typesets or code_scope(path) == "pdf" or os.path.basename(path) in _DRAWING_CODE:
            salt.update(digest(path).encode())
    for path in library_files(DRAWING_LIBRARIES):
        salt.update(os.path.basename(os.path.dirname(path)).encode())
    return DrawingCache(Path(out, FOLDER, "drawings"), salt.hexdigest())


def library_files(names: tuple[str, ...] = LIBRARIES) -> Iterator[str]:
    """The metadata file of each library: another version is another input.

    Looked for where pip writes it; asking ``importlib.metadata`` first would cost as much as
    planning all charts, for it loads the mail and CSV libraries.
    """
    installed = _installed(tuple(sys.path))
    for name in names:
        path = installed.get(name.lower()) or _described(name)
        if path is not None:
            yield path


@lru_cache(maxsize=4)
def _installed(folders: tuple[str, ...]) -> dict[str, str]:
    """Name (lower case, hyphens) → metadata file of what is installed; the first folder wins."""
    found: dict[str, str] = {}
    for folder in folders:
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for entry in names:
            if entry.endswith(".dist-info"):
                name = entry.partition("-")[0].lower().replace("_", "-").replace(".", "-")
                path = os.path.join(folder, entry, "METADATA")
                if name not in found and os.path.exists(path):
                    found[name] = path
    return found


def _described(name: str) -> str | None:
    """The metadata file of a library that was installed in another way."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        folder = getattr(distribution(name), "_path", None)
    except PackageNotFoundError:
        return None
    return str(folder / "METADATA") if folder and (folder / "METADATA").exists() else None
