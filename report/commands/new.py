"""A name and a language → the files of a small report that builds at once and teaches."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

from report.errors import Diagnostic, Place, ReportError, suggestion
from report.source.schema import SCHEMA_FILE

STARTERS = Path(__file__).resolve().parent.parent / "starters"
LANGUAGES = ("zh-Hans", "zh-Hant", "ja", "ko", "en")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"com{i}" for i in range(10)),
                       *(f"lpt{i}" for i in range(10))})  # fmt: skip


def new_report(
    name: str, language: str = "zh-Hans", schema: str = "report.schema.json"
) -> dict[str, str]:
    """File names and texts of a report called ``name``; ``schema`` is where editors find it.

    Raises :class:`ReportError` for a name that is no folder's, or a language that is not known.
    """
    if language not in LANGUAGES:
        near = suggestion(language, LANGUAGES)
        hint = f"did you mean '{near}'?" if near else "known: " + ", ".join(LANGUAGES)
        _refuse(name, f"the language '{language}' is not known", hint, "unknown-language")
    _check_name(name)
    text = (STARTERS / f"{language}.yaml").read_text("utf-8")
    text = text.replace("$schema=SCHEMA", f"$schema={schema}", 1)
    text = text.replace("title: TITLE", f"title: {json.dumps(name, ensure_ascii=False)}", 1)
    return {
        "report.yaml": text,
        "enrolment.csv": (STARTERS / f"{language}.csv").read_text("utf-8"),
    }


def write_new(into: Path, name: str, language: str = "zh-Hans") -> tuple[Path, ...]:
    """Make the folder ``into/name`` with a new report; the files that were written.

    The JSON Schema is named by its path where it lies in the same project, copied otherwise.
    Raises :class:`ReportError` where the folder exists already or cannot be written.
    """
    folder = into / name
    root = SCHEMA_FILE.parents[2]
    inside = folder.resolve().is_relative_to(root)
    schema = os.path.relpath(SCHEMA_FILE, folder.resolve()) if inside else "report.schema.json"
    files = new_report(name, language, schema.replace(os.sep, "/"))
    if not inside:
        files["report.schema.json"] = SCHEMA_FILE.read_text("utf-8")
    if folder.exists():
        _refuse(str(folder), "exists already", "choose another name", "exists")
    written: list[Path] = []
    try:
        folder.mkdir(parents=True)
        for file, text in files.items():
            written.append(folder / file)
            written[-1].write_text(text, "utf-8", newline="\n")
    except OSError as error:
        _refuse(str(folder), f"cannot be written: {error.strerror}", "", "unwritable")
    return tuple(written)


def _check_name(name: str) -> None:
    bad = [c for c in name if c in '/\\:*?"<>|' or unicodedata.category(c)[0] == "C"]
    if bad:
        _refuse(name, f"{bad[0]!r} cannot stand in a report's name", "leave it out", "bad-name")
    if not name.strip() or name.strip(". ") != name or len(name.encode("utf-8", "replace")) > 120:
        _refuse(name, "is no name of a folder", "write a short name, such as schools", "bad-name")
    if name.casefold().split(".")[0] in _RESERVED:
        _refuse(name, "is a name that some systems keep for themselves", "choose another",
                "bad-name")  # fmt: skip


def _refuse(place: str, message: str, hint: str, code: str) -> None:
    raise ReportError([Diagnostic(Place(place), message, hint, code=code)])
