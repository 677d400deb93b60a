"""A report's file and all it names → ``LoadedReport``, with every fault found on the way."""

from __future__ import annotations

from pathlib import Path

from report.errors import Collector, ReportError
from report.source.accept import Doubtful, accept
from report.source.images import probe_image
from report.source.loaded import LoadedReport, LoadedTable, PathKey, path_text
from report.source.model import Report
from report.source.paths import locate_file
from report.source.plausible import check_plausible, images_of
from report.source.prose_checks import check_cells, check_prose
from report.source.punctuation import is_prose
from report.source.tables import TableReader
from report.source.text import MAX_BYTES, check_characters, decode, read_bytes
from report.source.yaml import YamlDocument, read_yaml

_REPAIRS = 5
"""Rounds of leaving out what is wrong before a report is given up."""


def read_report(
    path: Path,
    *,
    collector: Collector | None = None,
    anywhere: bool = False,
    recover: bool = False,
) -> LoadedReport:
    """Read and validate the report at ``path`` (a YAML file, or a folder with report.yaml).

    Raises :class:`ReportError` with every diagnostic where the report cannot be used. With
    ``recover`` it is raised only where nothing can be made of the file at all: otherwise the
    errors stay in ``collector``, and what they concern is listed as ``damaged``. Files are read
    from the report's own folder only, unless ``anywhere``.
    """
    found = collector if collector is not None else Collector()
    path = path / "report.yaml" if path.is_dir() else path
    document = _read_document(path, found)
    report, damaged = _validate(document, found, recover)
    damaged |= check_prose(document, report.language, found)
    damaged |= check_plausible(report, document, found)
    tables, table_files = _tables(report, path.parent, document, found, anywhere)
    images = _images(report, path.parent, document, found, anywhere)
    template = _template(report, path.parent, document, found, anywhere)
    if not recover:
        found.raise_errors()
    damaged.update(("tables", name) for name in report.tables if name not in tables)
    return LoadedReport(
        report=report,
        file=path,
        tables=tables,
        places=document.places,
        warnings=tuple(d for d in found.diagnostics if d.severity == "warning"),
        inputs=tuple(
            dict.fromkeys(
                [
                    path.resolve(),
                    *table_files,
                    *(image[0] for image in images.values()),
                    *template,
                ]
            )
        ),
        images=images,
        keys=document.keys,
        locate=document.place_in,
        texts={path: text for path, text in document.texts.items() if is_prose(path)},
        written=document.texts,
        damaged=frozenset(damaged),
    )


def _read_document(path: Path, collector: Collector) -> YamlDocument:
    shown = str(path)
    content = read_bytes(path, shown, MAX_BYTES, collector)
    text = decode(content, shown, collector) if content is not None else None
    if text is None or not check_characters(text, shown, collector):
        raise ReportError(collector.diagnostics)
    document = read_yaml(text, shown, collector)
    if document is None:
        raise ReportError(collector.diagnostics)
    if not isinstance(document.data, dict):
        collector.add(
            document.place(()),
            "a report is a mapping of keys",
            hint="begin with 'title: …'",
            code="wrong-type",
        )
        raise ReportError(collector.diagnostics)
    return document


def _validate(
    document: YamlDocument, collector: Collector, recover: bool
) -> tuple[Report, set[PathKey]]:
    """The report, and the nodes that had to be changed to have one."""
    data = document.data
    damaged: set[PathKey] = set()
    for _ in range(_REPAIRS if recover else 1):
        try:
            return accept(Report, data), damaged
        except Doubtful:
            from pydantic import ValidationError

            from report.source.faults import report_faults
            from report.source.judge import validate
            from report.source.recovery import repair
        try:
            return validate(Report, data), damaged
        except ValidationError as error:
            wrong = report_faults(error, document, data, Report, collector)
            data, touched = repair(data, wrong, Report)
            damaged |= touched
    raise ReportError(collector.diagnostics)


def _tables(
    report: Report, folder: Path, document: YamlDocument, collector: Collector, anywhere: bool
) -> tuple[dict[str, LoadedTable], list[Path]]:
    tables: dict[str, LoadedTable] = {}
    files: list[Path] = []
    reader = TableReader(folder, document, collector, report.language, anywhere)
    for name, table in report.tables.items():
        loaded, file = reader.read(name, table)
        if file is not None:
            files.append(file)
        if loaded is not None:
            tables[name] = loaded
            if file is not None:
                check_cells(name, loaded, collector)
    return tables, files


def _images(
    report: Report, folder: Path, document: YamlDocument, collector: Collector, anywhere: bool
) -> dict[str, tuple[Path, int, int]]:
    images: dict[str, tuple[Path, int, int]] = {}
    for base, image in images_of(report):
        if image.file in images:
            continue
        path = (*base, "file")
        place = document.place(path)
        shown = path_text(path)
        file = locate_file(image.file, folder, place, shown, collector, anywhere=anywhere)
        size = probe_image(file, image.file, place, shown, collector) if file else None
        if file is not None and size is not None:
            images[image.file] = (file, *size)
    return images


def _template(
    report: Report, folder: Path, document: YamlDocument, collector: Collector, anywhere: bool
) -> tuple[Path, ...]:
    """The deck's template, if there is one: a zip package whose content the deck checks."""
    written = report.deck.template
    if written is None:
        return ()
    key = ("deck", "template")
    from zipfile import is_zipfile

    place = document.place(key)
    file = locate_file(written, folder, place, path_text(key), collector, anywhere=anywhere)
    if file is None:
        return ()
    if not is_zipfile(file):
        collector.add(
            place,
            f"'{written}' is no PowerPoint file",
            hint="give a .pptx or .potx file",
            path=path_text(key),
            code="not-a-template",
        )
    return (file,)
