"""Dates, addresses and texts as written → diagnostics where they cannot be meant so.

Each is of the right type, and would be printed; but no reader could follow such a link, the
files' properties could not hold such a day, and a text of blanks has nothing to set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from report.errors import Collector
from report.source.loaded import PathKey, path_text
from report.source.model import Image, Report
from report.source.yaml import YamlDocument

_DATE = re.compile(
    r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|/(\d{1,2})/(\d{1,2})"
    r"|\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日號号일])?)\s*"
)
"""A day or month in digits: ``2024-05``, ``2024/5/31``, ``2024年5月31日``, ``2024년 5월``."""

_WEB = ("http://", "https://")


def check_plausible(report: Report, document: YamlDocument, collector: Collector) -> set[PathKey]:
    """Report what cannot be meant; the paths of the nodes that hold it."""
    wrong: set[PathKey] = set()

    def add(path: PathKey, message: str, hint: str, code: str) -> None:
        wrong.add(path)
        collector.add(document.place(path), message, hint=hint, path=path_text(path), code=code)

    for path, written in document.texts.items():
        if written and written.isspace() and not _may_be_blank(path):
            add(path, "holds nothing but blanks", "write some text, or remove the key",
                "empty-value")  # fmt: skip
    for path, written in _dates(report):
        if (said := _DATE.fullmatch(written)) is not None and not _is_a_day(said):
            add(path, f"'{written}' is no date of the calendar",
                "correct it; write it as 2024-05-31", "bad-date")  # fmt: skip
    for name, source in report.sources.items():
        if source.url and not is_web_address(source.url):
            path = ("sources", name, "url")
            bare = ":" not in source.url and is_web_address(f"https://{source.url}")
            if not bare:
                wrong.add(path)
            collector.add(
                document.place(path),
                f"'{source.url[:60]}' {'leads nowhere' if bare else 'is no address on the web'}",
                hint="begin it with https://",
                path=path_text(path),
                severity="warning" if bare else "error",
                code="bad-address",
            )
    for path, image in images_of(report):
        if image.alt.strip().casefold() in (
            name.casefold() for name in (image.file, image.file.rpartition("/")[2])
        ):
            add((*path, "alt"), "the description is the file's name",
                "say what the picture shows", "bad-alt")  # fmt: skip
    if report.deck.layouts and report.deck.template is None:
        add(("deck", "layouts"), "layouts are those of a template, and none is named",
            "name it: template: house.pptx; or remove 'layouts'",
            "layouts-without-template")  # fmt: skip
    return wrong


def is_web_address(address: str) -> bool:
    """Whether a browser would open it: http or https, and a host."""
    low = address.casefold()
    start = next((start for start in _WEB if low.startswith(start)), "")
    host = low[len(start) :].partition("/")[0]
    return bool(start and host) and not any(c.isspace() for c in address)


def images_of(report: Report) -> Iterator[tuple[PathKey, Image]]:
    """Every picture and its path."""
    for index, section in enumerate(report.sections):
        if section.image is not None:
            yield ("sections", index, "image"), section.image
        for position, image in enumerate(section.images):
            yield ("sections", index, "images", position), image


def _may_be_blank(path: PathKey) -> bool:
    """Whether the scalar is a table's cell; cells may be empty."""
    return path[0] == "tables" and len(path) > 2 and path[2] in ("rows", "separator")


def _dates(report: Report) -> Iterator[tuple[PathKey, str]]:
    yield ("date",), report.date
    for name, source in report.sources.items():
        yield ("sources", name, "date"), source.date


def _is_a_day(said: re.Match[str]) -> bool:
    year, *rest = (int(part) for part in said.groups() if part is not None)
    month, day = (*rest, 1)[:2]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
