"""A path as an author writes it → a file inside the report's folder, or a diagnostic."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from report.errors import Collector, Place, suggestion


def locate_file(
    written: str,
    folder: Path,
    place: Place,
    path: str,
    collector: Collector,
    *,
    anywhere: bool = False,
) -> Path | None:
    """The file ``written`` in ``folder``; None with a diagnostic where there is none.

    Absolute paths, ``..`` and links that lead out of the folder are refused unless ``anywhere``.
    """

    def refuse(message: str, hint: str, code: str) -> None:
        collector.add(place, message, hint=hint, path=path, code=code)

    if not written.strip() or "\0" in written or len(written) > 1000:
        refuse("is no path of a file", "write the file's name", "bad-path")
        return None
    target = Path(written)
    if not anywhere and (target.is_absolute() or PureWindowsPath(written).drive):
        refuse(
            f"'{written}' is an absolute path",
            "put the file into the report's folder and write its name",
            "path-outside",
        )
        return None
    if "\\" in written and "/" not in written and not (folder / written).exists():
        refuse("has backslashes", f"write '{written.replace(chr(92), '/')}'", "bad-path")
        return None
    try:
        found = (folder / target).resolve()
        inside = found.is_relative_to(folder.resolve())
        exists = found.exists()
    except (OSError, ValueError, RuntimeError):
        refuse(f"'{written}' is no path of a file", "write the file's name", "bad-path")
        return None
    if not anywhere and not inside:
        refuse(
            f"'{written}' leads out of the report's folder",
            "put the file into the folder",
            "path-outside",
        )
        return None
    if not exists:
        refuse(f"there is no file '{written}'", _near(found, written), "no-file")
        return None
    if not found.is_file():
        refuse(f"'{written}' is not a file", "write the path of a file", "not-a-file")
        return None
    return found


def _near(found: Path, written: str) -> str:
    """A file beside it whose name is like it."""
    if "://" in written:
        return "nothing is fetched: save the file into the report's folder and write its name"
    try:
        names = sorted(p.name for p in found.parent.iterdir() if p.is_file())[:500]
    except OSError:
        return "no such folder either: check the path"
    near = suggestion(found.name, names)
    if near:
        return f"did you mean '{Path(written).with_name(near)!s}'?"
    return "put it into the report's folder"
