"""One report → its stale editions, written whole or not at all, and the manifest of the build.

How a file is written whole is in ``report.outputs``, what decides an edition in
``report.state`` (files, options) and ``report.fingerprint`` (what it shows).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from report.errors import Diagnostic, ReportError
from report.outputs import locked, replace_text, unwritable, write_whole
from report.readback import Expected, expected_of, whole_places
from report.record import record, replace
from report.stages import Stopwatch, stage
from report.state import (
    EDITIONS,
    Manifest,
    Stamp,
    Target,
    code_files,
    code_scope,
    digest,
    stale_editions,
)

if TYPE_CHECKING:
    from report.compose.document import Document
    from report.fonts import FontBook
    from report.snapshot import Snapshot
    from report.source.loaded import LoadedReport
    from report.theme import Theme


@record
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


def load(
    target: Target, fonts: FontBook | None = None
) -> tuple[LoadedReport, Document, Theme, tuple[Diagnostic, ...]]:
    """Read and compose a report: what was read, the document, its theme, the warnings.

    With ``fonts`` every character is looked up in the faces. Raises :class:`ReportError` with
    every diagnostic of every stage.
    """
    with stage("import"):
        from report.commands.coverage import uncovered
        from report.compose.assemble import compose
        from report.errors import Collector
        from report.source.read import read_report
        from report.theme import load_theme

    collector = Collector()
    try:
        with stage("read"):
            loaded = read_report(Path(target.report), collector=collector)
            theme = load_theme(loaded.report.theme, loaded.file.parent)
        with stage("compose"):
            document = compose(loaded, theme, collector=collector, strict=target.strict)
        if fonts is not None:
            with stage("read"):
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
    with locked(target.out):
        one = Build(target, force, progress)
        with one.watch:
            return one.run(fonts)


class Build:
    """One run over one report, under the lock of its output folder."""

    def __init__(self, target: Target, force: bool, progress: Callable[[str], None]) -> None:
        self.target = target
        self.progress = progress
        self.previous = None if force else Manifest.read(target)
        self.watch = Stopwatch()
        self.shown: dict[str, Mapping[str, Iterable[int]]] = {}
        self.counts: dict[str, int] = {}
        known = self.previous.inputs if self.previous else ()
        self.seen = {path: _times(path) for path in (target.report, *known)}
        """Size and time of the inputs that are known before they are read."""

    def run(self, fonts: FontBook | None) -> Made:
        """Read, compose, make what is stale, record."""
        target, watch = self.target, self.watch
        self.progress("reading")
        with stage("read"):
            if fonts is None:
                from report.fonts import open_fonts

                fonts = open_fonts()
            loaded, document, theme, warnings = load(target, fonts)
        if target.strict and warnings:
            raise ReportError(warnings)
        from report.fingerprint import fingerprint

        with stage("package"):
            inputs = self._inputs(loaded, document, theme, fonts)
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
        )
        with stage("package"):
            try:
                self._record(made, document, inputs, marks)
            except OSError as fault:
                raise unwritable(target.record("manifest"), fault) from fault
        return replace(made, timings=watch.timings)

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
        with stage("import"):
            from report.brochure.book import make_brochure
            from report.brochure.chart import allow_code
            from report.fingerprint import drawing_cache
        allow_code(self.target.allow_code)
        with stage("package"):
            cache = drawing_cache(self.target.out, fonts)

        def make(path: Path) -> Expected:
            summary = make_brochure(document, theme, fonts, path, cache=cache)
            self.shown["pdf"] = shown = whole_places(summary.shown)
            self.counts["charts"] = summary.charts
            self.counts["pages"] = summary.pages
            return expected_of(document, "pdf", summary.pages, shown, summary.fonts)

        with stage("package"):
            write_whole(self.target.output("pdf"), make, "pdf")
            cache.trim()

    def _make_deck(self, document: Document, theme: Theme, fonts: FontBook) -> None:
        with stage("import"):
            from report.deck.deck import make_deck

        def make(path: Path) -> Expected:
            summary = make_deck(document, theme, fonts, path)
            self.shown["pptx"] = shown = whole_places(summary.shown)
            self.counts.setdefault("charts", summary.charts)
            self.counts["slides"] = summary.slides
            return expected_of(document, "pptx", summary.slides, shown)

        with stage("package"):
            write_whole(self.target.output("pptx"), make, "pptx")

    def _stamp(self, path: str, sha256: str = "") -> Stamp:
        """Stamp of an input; one that still has its size and time is not hashed again.

        ``sha256`` is what an index says of the file: forty megabytes of faces are not hashed in
        every cold build. Whatever is saved over a face later has another time and is hashed then.

        One that was saved while this run read it gets a stamp that never holds: what was read
        may be the old content.
        """
        now = _times(path)
        if path in self.seen and self.seen[path] != now:
            return Stamp(now[0], 0, "changed while it was read")
        known = self.previous.inputs.get(path) if self.previous else None
        if known is not None and now == (known[1].size, known[1].time_ns):
            return known[1]
        return Stamp(*now, sha256 or _digest(path, *now))

    def _inputs(
        self, loaded: LoadedReport, document: Document, theme: Theme, fonts: FontBook
    ) -> dict[str, tuple[str, Stamp]]:
        """Every file that decides the editions, with its scope and stamp."""
        from report.fingerprint import library_files, read_files

        scopes = {path: code_scope(path) for path in code_files()}
        scopes.update({str(path): "data" for path in (*loaded.inputs, self.target.report)})
        scopes.update(read_files(document))
        faces = {str(face.path): face.sha256 for face in fonts.faces}
        scopes.update(dict.fromkeys((*faces, *library_files()), "both"))
        scopes.update({path: "data" for path in theme.files if path not in scopes})
        return {
            path: (scope, self._stamp(path, faces.get(path, "")))
            for path, scope in scopes.items()
            if os.path.exists(path)
        }

    def _record(
        self,
        made: Made,
        document: Document,
        inputs: Mapping[str, tuple[str, Stamp]],
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
        replace_text(target.record("snapshot.json"), text)

        manifest = Manifest()
        manifest.report, manifest.options = target.report, target.options
        manifest.counts = {
            "charts": made.charts,
            "pages": made.pages,
            "slides": made.slides,
            "warnings": len(made.warnings),
        }
        manifest.code = code_files()
        manifest.inputs = dict(inputs)
        for edition in EDITIONS:
            kept = last is not None and edition in last.outputs
            if edition in made.written or (edition in made.target.editions and kept):
                manifest.outputs[edition] = Stamp.of(target.output(edition))
                manifest.fingerprints[edition] = marks[edition]
            elif last is not None and kept:
                manifest.outputs[edition] = last.outputs[edition]
                manifest.fingerprints[edition] = last.fingerprints.get(edition, "")
        replace_text(target.record("manifest"), "\n".join([*manifest.lines(), "end", ""]))


@lru_cache(maxsize=1024)
def _digest(path: str, size: int, time_ns: int) -> str:
    """SHA-256 of a file as it was at a time: of many reports in one run, each file once."""
    return digest(path)


def _times(path: str) -> tuple[int, int]:
    """Size and modification time of a file; (−1, 0) where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return -1, 0
    return status.st_size, status.st_mtime_ns


def last_snapshot(target: Target) -> Snapshot | None:
    """What the outputs of the last build show; None where there is no record of it."""
    try:
        with open(target.record("snapshot.json"), encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None
