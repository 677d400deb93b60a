"""One report → its stale editions, written whole or not at all, and the manifest of the build.

Each edition is written beside its destination, read back, and only then renamed into place, so
that a reader of ``out/`` sees the old file or the new one and never a torn one. A lock on the
output folder keeps two runs apart; the system drops it when its holder dies.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report.errors import Diagnostic, Place, RenderError, ReportError
from report.state import FOLDER, VERSION, Target, code_files, stale_editions, stamp

if TYPE_CHECKING:
    from report.compose.document import Document
    from report.fonts import FontBook
    from report.snapshot import Snapshot
    from report.source.loaded import LoadedReport
    from report.theme import Theme

LIBRARIES = (
    "reportlab", "python-pptx", "matplotlib", "PyYAML", "pydantic", "uharfbuzz", "Jinja2",
    "markdown-it-py", "lxml", "XlsxWriter", "pillow", "budoux", "pyphen", "babel",
)  # fmt: skip
"""Libraries whose version decides what an edition looks like."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a build of one report made."""

    target: Target
    written: tuple[str, ...] = ()
    """Editions written now; empty where all were up to date."""
    pages: int = 0
    slides: int = 0
    charts: int = 0
    figures: int = 0
    gaps: int = 0
    derived: int = 0
    warnings: tuple[Diagnostic, ...] = ()
    timings: tuple[tuple[str, float], ...] = ()
    """(stage, CPU seconds) in order."""


@dataclass
class Stopwatch:
    """CPU time by stage."""

    stages: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time the block under ``name``."""
        import time

        start = time.process_time()
        try:
            yield
        finally:
            self.stages.append((name, time.process_time() - start))


@contextmanager
def locked(folder: str) -> Iterator[None]:
    """Hold the lock of an output folder; :class:`ReportError` if another run holds it.

    The lock belongs to the open file, so that a run that dies leaves none behind.
    """
    path = os.path.join(folder, FOLDER, "lock")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a+b") as file:
        try:
            if os.name == "nt":  # pragma: no cover
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ReportError(
                [
                    Diagnostic(
                        Place(folder),
                        "another run is writing to this folder",
                        "wait for it to end, or choose another folder with --out",
                        code="locked",
                    )
                ]
            ) from None
        yield


def load(target: Target) -> tuple[LoadedReport, Document, Theme]:
    """Read and compose a report; :class:`ReportError` with every diagnostic."""
    from report.compose.assemble import compose
    from report.errors import Collector
    from report.source.read import read_report
    from report.theme import load_theme

    collector = Collector()
    loaded = read_report(Path(target.report), collector=collector)
    theme = load_theme(loaded.report.theme, loaded.file.parent)
    return loaded, compose(loaded, theme), theme


def _check_outputs(edition: str, path: str, expected: int) -> None:
    """Read an edition back: it opens and has as many pages or slides as were drawn."""
    if edition == "pdf":
        import pypdfium2

        try:
            pdf = pypdfium2.PdfDocument(path)
            found = len(pdf)
            pdf.close()
        except Exception as fault:
            raise RenderError(f"{path}: the PDF cannot be read back: {fault}") from fault
    else:
        import zipfile

        try:
            with zipfile.ZipFile(path) as package:
                broken = package.testzip()
                names = package.namelist()
        except (OSError, zipfile.BadZipFile) as fault:
            raise RenderError(f"{path}: the deck cannot be read back: {fault}") from fault
        if broken:
            raise RenderError(f"{path}: part {broken} of the deck is damaged")
        found = sum(name.startswith("ppt/slides/slide") and name.endswith(".xml") for name in names)
    if found != expected:
        raise RenderError(f"{path}: {found} pages or slides instead of {expected}")


def _write(path: str, make: Callable[[Path], int], edition: str) -> int:
    """Make one edition beside its destination, read it back, rename it into place."""
    scratch = f"{path}.{os.getpid()}.part"
    try:
        count = make(Path(scratch))
        _check_outputs(edition, scratch, count)
        with open(scratch, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(scratch, path)
    except OSError as fault:
        raise ReportError(
            [
                Diagnostic(
                    Place(path),
                    f"cannot be written: {fault.strerror or fault}",
                    "the old file, if there was one, is untouched; free the place or use --out",
                    code="unwritable",
                )
            ]
        ) from fault
    finally:
        if os.path.exists(scratch):
            os.unlink(scratch)
    return count


def build(
    target: Target,
    *,
    manifest: dict[str, object] | None = None,
    force: bool = False,
    fonts: FontBook | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Made:
    """Make the stale editions of one report.

    Raises :class:`ReportError` for what its author can mend and :class:`RenderError` where an
    edition could not be drawn; in both cases the old outputs are untouched.
    """
    stale = target.editions if force else stale_editions(target, manifest)
    if not stale:
        return Made(target)
    try:
        os.makedirs(target.out, exist_ok=True)
        os.makedirs(os.path.join(target.out, FOLDER), exist_ok=True)
    except OSError as fault:
        raise ReportError(
            [Diagnostic(Place(target.out), f"cannot be made: {fault.strerror}", "use --out")]
        ) from fault
    with locked(target.out):
        return _build(target, stale, manifest, fonts, progress)


def _build(
    target: Target,
    stale: tuple[str, ...],
    manifest: dict[str, object] | None,
    fonts: FontBook | None,
    progress: Callable[[str], None],
) -> Made:
    watch = Stopwatch()
    with watch.stage("read and compose"):
        progress("reading")
        loaded, document, theme = load(target)
    if target.strict and loaded.warnings:
        raise ReportError(loaded.warnings)
    from report.snapshot import snapshot

    with watch.stage("fonts"):
        if fonts is None:
            from report.fonts import open_fonts

            fonts = open_fonts()
    pages = slides = charts = 0
    previous = manifest or {}
    shown: dict[str, Mapping[str, Iterable[int]]] = {}
    for edition in stale:
        progress(edition)
        if edition == "pdf":
            with watch.stage("import brochure"):
                from report.brochure.book import make_brochure
            with watch.stage("brochure"):

                def brochure(path: Path) -> int:
                    nonlocal charts
                    summary = make_brochure(document, theme, fonts, path)
                    charts = summary.charts
                    shown["pdf"] = summary.shown
                    return summary.pages

                pages = _write(target.output(edition), brochure, edition)
        else:
            with watch.stage("import deck"):
                from report.deck.deck import make_deck
            with watch.stage("deck"):

                def deck(path: Path) -> int:
                    nonlocal charts
                    summary = make_deck(document, theme, fonts, path)
                    charts = max(charts, summary.charts)
                    shown["pptx"] = summary.shown
                    return summary.slides

                slides = _write(target.output(edition), deck, edition)
    made = Made(
        target,
        stale,
        pages or _count(previous, "pages"),
        slides or _count(previous, "slides"),
        charts,
        sum(f.state == "reported" for f in document.figures),
        len(document.gaps),
        len(document.derived),
        loaded.warnings,
        tuple(watch.stages),
    )
    _record(made, loaded, fonts, snapshot(document, shown))
    return made


def _count(manifest: dict[str, object], key: str) -> int:
    value = manifest.get(key, 0)
    return value if isinstance(value, int) else 0


def _library_files() -> Iterator[str]:
    """The metadata file of each library: another version is another input."""
    from importlib.metadata import PackageNotFoundError, distribution

    for name in LIBRARIES:
        try:
            path = distribution(name).locate_file("")
            found = distribution(name)._path / "METADATA"  # type: ignore[attr-defined]
        except (PackageNotFoundError, AttributeError):
            continue
        if path and found.exists():
            yield str(found)


def _record(made: Made, loaded: LoadedReport, fonts: FontBook, facts: Snapshot) -> None:
    """Write the manifest of a build and the snapshot of what it shows, each whole."""
    target = made.target
    previous = last_snapshot(target)
    if previous is not None:
        facts["shown"] = {**previous["shown"], **facts["shown"]}
    _replace(target.snapshot_path, facts)
    code = code_files()
    inputs = [str(path) for path in loaded.inputs] or [target.report]
    inputs += [str(face) for face in fonts.files]
    manifest = {
        "version": VERSION,
        "report": target.report,
        "options": target.options,
        "warnings": len(made.warnings),
        "pages": made.pages,
        "slides": made.slides,
        "code": code,
        "inputs": {path: stamp(path) for path in [*inputs, *code, *_library_files()]},
        "outputs": {
            edition: stamp(target.output(edition))
            for edition in ("pdf", "pptx")
            if os.path.exists(target.output(edition))
            and (edition in made.written or edition not in target.editions)
        },
    }
    _replace(target.manifest_path, manifest)


def _replace(path: str, data: object) -> None:
    """Write JSON beside ``path`` and rename it into place."""
    scratch = f"{path}.{os.getpid()}.part"
    with open(scratch, "w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, sort_keys=True)
    os.replace(scratch, path)


def last_snapshot(target: Target) -> Snapshot | None:
    """What the outputs of the last build show; None where there is no record of it."""
    try:
        with open(target.snapshot_path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None
