"""One report → its stale editions, written whole or not at all, and the manifest of the build.

Each edition is written beside its destination, read back, and only then renamed into place, so
that a reader of ``out/`` sees the old file or the new one and never a torn one. A lock on the
output folder keeps two runs apart; the system drops it when its holder dies.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report.errors import Diagnostic, Place, RenderError, ReportError
from report.state import (
    EDITIONS,
    FOLDER,
    Manifest,
    Stamp,
    Target,
    code_files,
    code_scope,
    digest,
    stale_editions,
)

if TYPE_CHECKING:
    from report.cache import DrawingCache
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


def load(
    target: Target, fonts: FontBook | None = None
) -> tuple[LoadedReport, Document, Theme, tuple[Diagnostic, ...]]:
    """Read and compose a report: what was read, the document, its theme, the warnings.

    With ``fonts`` every character is looked up in the faces. Raises :class:`ReportError` with
    every diagnostic of every stage.
    """
    from report.compose.assemble import compose
    from report.errors import Collector
    from report.source.read import read_report
    from report.theme import load_theme

    collector = Collector()
    try:
        loaded = read_report(Path(target.report), collector=collector)
        theme = load_theme(loaded.report.theme, loaded.file.parent)
        document = compose(loaded, theme, collector=collector, strict=target.strict)
        if fonts is not None:
            from report.commands.coverage import uncovered

            collector.extend(uncovered(loaded, fonts))
        if loaded.report.deck.template:
            from report.commands.template import template_faults

            collector.extend(template_faults(loaded))
        collector.raise_errors()
    except ReportError as fault:
        from report.commands.check import check_report

        found = check_report(Path(target.report), strict=target.strict)
        raise ReportError(found or fault.diagnostics) from None
    return loaded, document, theme, collector.diagnostics


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


def _sweep(out: str) -> None:
    """Remove what a killed run left half-made; only under the lock, when nobody else writes."""
    folder = os.path.join(out, FOLDER)
    for name in os.listdir(folder):
        if name.endswith(".part"):
            with suppress(OSError):
                os.unlink(os.path.join(folder, name))


def write_whole(path: str, make: Callable[[Path], int], edition: str) -> int:
    """Make one edition beside its destination, read it back, rename it into place."""
    folder, name = os.path.split(path)
    scratch = os.path.join(folder, FOLDER, f"{name}.{os.getpid()}.part")
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
    force: bool = False,
    fonts: FontBook | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Made:
    """Make the stale editions of one report.

    Raises :class:`ReportError` for what its author can mend and :class:`RenderError` where an
    edition could not be drawn; in both cases the old outputs are untouched.
    """
    if not force and not stale_editions(target):
        return Made(target)
    try:
        os.makedirs(os.path.join(target.out, FOLDER), exist_ok=True)
    except OSError as fault:
        raise ReportError(
            [Diagnostic(Place(target.out), f"cannot be made: {fault.strerror}", "use --out")]
        ) from fault
    with locked(target.out):
        _sweep(target.out)
        return Build(target, force, progress).run(fonts)


class Build:
    """One run over one report, under the lock of its output folder."""

    def __init__(self, target: Target, force: bool, progress: Callable[[str], None]) -> None:
        self.target = target
        self.progress = progress
        self.previous = None if force else Manifest.read(target)
        self.watch = Stopwatch()
        self.shown: dict[str, Mapping[str, Iterable[int]]] = {}
        self.counts: dict[str, int] = {}

    def run(self, fonts: FontBook | None) -> Made:
        """Read, compose, make what is stale, record."""
        target, watch = self.target, self.watch
        with watch.stage("fonts"):
            if fonts is None:
                from report.fonts import open_fonts

                fonts = open_fonts()
        with watch.stage("read and compose"):
            self.progress("reading")
            loaded, document, theme, warnings = load(target, fonts)
        if target.strict and warnings:
            raise ReportError(warnings)
        marks = {edition: fingerprint(document, theme, edition) for edition in EDITIONS}
        stale = tuple(e for e in target.editions if self._is_stale(e, marks[e]))
        for edition in stale:
            self.progress(edition)
            if edition == "pdf":
                self._make_brochure(document, theme, fonts)
            else:
                self._make_deck(document, theme, fonts)
        made = Made(
            target,
            stale,
            self._count("pages"),
            self._count("slides"),
            self._count("charts"),
            sum(f.state == "reported" for f in document.figures),
            len(document.gaps),
            len(document.derived),
            warnings,
            tuple(watch.stages),
        )
        with watch.stage("record"):
            self._record(made, loaded, document, fonts, marks)
        return made

    def _is_stale(self, edition: str, mark: str) -> bool:
        """Whether an edition would come out otherwise than it stands in the output folder."""
        last = self.previous
        if last is None or last.fingerprints.get(edition) != mark:
            return True
        if last.stale_scopes(self.target) & {"both", edition}:
            return True
        stamp = last.outputs.get(edition)
        return stamp is None or not stamp.holds(self.target.output(edition))

    def _count(self, name: str) -> int:
        return self.counts.get(name, self.previous.counts.get(name, 0) if self.previous else 0)

    def _make_brochure(self, document: Document, theme: Theme, fonts: FontBook) -> None:
        with self.watch.stage("import brochure"):
            from report.brochure.book import make_brochure
        cache = drawing_cache(self.target.out, fonts)

        def make(path: Path) -> int:
            summary = make_brochure(document, theme, fonts, path, cache=cache)
            self.shown["pdf"] = {key: (page,) for key, page in summary.page_of.items()}
            self.counts["charts"] = summary.charts
            self.counts["pages"] = summary.pages
            return summary.pages

        with self.watch.stage("brochure"):
            write_whole(self.target.output("pdf"), make, "pdf")
            cache.trim()

    def _make_deck(self, document: Document, theme: Theme, fonts: FontBook) -> None:
        with self.watch.stage("import deck"):
            from report.deck.deck import make_deck

        def make(path: Path) -> int:
            summary = make_deck(document, theme, fonts, path)
            self.shown["pptx"] = summary.shown
            self.counts.setdefault("charts", summary.charts)
            self.counts["slides"] = summary.slides
            return summary.slides

        with self.watch.stage("deck"):
            write_whole(self.target.output("pptx"), make, "pptx")

    def _stamp(self, path: str) -> Stamp:
        """Stamp of an input; one that still has its size and time is not hashed again."""
        known = self.previous.inputs.get(path) if self.previous else None
        if known is not None:
            status = os.stat(path)
            if (status.st_size, status.st_mtime_ns) == (known[1].size, known[1].time_ns):
                return known[1]
        return Stamp.of(path)

    def _record(
        self,
        made: Made,
        loaded: LoadedReport,
        document: Document,
        fonts: FontBook,
        marks: Mapping[str, str],
    ) -> None:
        """Write the manifest of a build and the snapshot of what it shows, each whole."""
        from report.snapshot import snapshot

        target, last = self.target, self.previous
        facts = snapshot(document, self.shown)
        before = last_snapshot(target)
        if before is not None:
            facts["shown"] = {**before["shown"], **facts["shown"]}
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        _replace(target.record("snapshot.json"), text)

        manifest = Manifest()
        manifest.report, manifest.options = target.report, target.options
        manifest.counts = {
            "charts": made.charts,
            "pages": made.pages,
            "slides": made.slides,
            "warnings": len(made.warnings),
        }
        manifest.code = code_files()
        scopes = {path: code_scope(path) for path in manifest.code}
        scopes.update({str(path): "data" for path in (*loaded.inputs, target.report)})
        faces = dict.fromkeys(str(face.path) for face in fonts.faces)
        scopes.update(dict.fromkeys((*faces, *_library_files()), "both"))
        if document.options.deck_template:
            scopes[document.options.deck_template] = "pptx"
        manifest.inputs = {
            path: (scope, self._stamp(path))
            for path, scope in scopes.items()
            if os.path.exists(path)
        }
        for edition in EDITIONS:
            kept = last is not None and edition in last.outputs
            if edition in made.written or (edition in made.target.editions and kept):
                manifest.outputs[edition] = Stamp.of(target.output(edition))
                manifest.fingerprints[edition] = marks[edition]
            elif last is not None and kept:
                manifest.outputs[edition] = last.outputs[edition]
                manifest.fingerprints[edition] = last.fingerprints.get(edition, "")
        _replace(target.record("manifest"), "\n".join([*manifest.lines(), "end", ""]))


def fingerprint(document: Document, theme: Theme, edition: str) -> str:
    """Digest of all that an edition shows; what only the other one shows is left out."""
    import hashlib
    from dataclasses import replace

    from report.compose.document import Options, SlideText

    options, plain = document.options, Options()
    if edition == "pdf":
        document = replace(
            document,
            options=replace(
                options,
                deck_format=plain.deck_format,
                deck_template=None,
                deck_layouts=(),
            ),
            sections=tuple(replace(s, slides=SlideText()) for s in document.sections),
        )
    else:
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
    tokens = (theme.name, sorted(theme.colours.items()), sorted(theme.type.items()))
    return hashlib.sha256(repr((document, tokens)).encode("utf-8", "replace")).hexdigest()


def drawing_cache(out: str, fonts: FontBook) -> DrawingCache:
    """The drawing cache of an output folder, salted with all that decides every drawing."""
    import hashlib

    from report.cache import DrawingCache

    salt = hashlib.sha256(fonts.fingerprint().encode())
    for path in code_files():
        if code_scope(path) == "pdf" or path.endswith(("plan.py", "theme.py")):
            salt.update(digest(path).encode())
    for path in _library_files():
        if "matplotlib" in path or "uharfbuzz" in path:
            salt.update(os.path.basename(os.path.dirname(path)).encode())
    return DrawingCache(Path(out, FOLDER, "drawings"), salt.hexdigest())


def _library_files() -> Iterator[str]:
    """The metadata file of each library: another version is another input."""
    from importlib.metadata import PackageNotFoundError, distribution

    for name in LIBRARIES:
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        folder = getattr(found, "_path", None)
        if folder is not None and (folder / "METADATA").exists():
            yield str(folder / "METADATA")


def _replace(path: str, text: str) -> None:
    """Write a text file beside ``path`` and rename it into place."""
    scratch = f"{path}.{os.getpid()}.part"
    with open(scratch, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(scratch, path)


def last_snapshot(target: Target) -> Snapshot | None:
    """What the outputs of the last build show; None where there is no record of it."""
    try:
        with open(target.record("snapshot.json"), encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None
