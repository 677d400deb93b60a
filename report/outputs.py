"""A function that makes a file → that file in place, whole or not at all.

An edition is written beside its destination, read back, and only then renamed into place; a lock
on the output folder, which the system drops when its holder dies, keeps two runs apart.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from report.errors import Diagnostic, Place, RenderError, ReportError
from report.readback import Expected, check_edition
from report.state import FOLDER


def unwritable(path: str, fault: OSError) -> ReportError:
    """The diagnostic of a file or folder that cannot be written (disk full, no permission …)."""
    return ReportError(
        [
            Diagnostic(
                Place(path),
                f"cannot be written: {fault.strerror or fault}",
                "the old editions are untouched; make room or give permission, or use --out",
                code="unwritable",
            )
        ]
    )


def _take(file: BinaryIO) -> None:
    """Lock an open file without waiting; BlockingIOError where another process holds it."""
    if os.name == "nt":  # pragma: no cover
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as fault:
            raise BlockingIOError from fault
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: str) -> Iterator[None]:
    """Hold the lock of an output folder; :class:`ReportError` if another run holds it.

    The lock belongs to the open file, so that a run that dies leaves none behind. The file names
    the process that took it last, for the message only.
    """
    path = os.path.join(folder, FOLDER, "lock")
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        file = open(path, "a+b")  # noqa: SIM115
    except OSError as fault:
        raise unwritable(folder, fault) from fault
    with file:
        try:
            _take(file)
        except BlockingIOError:
            file.seek(0)
            number = file.read(32).strip().decode("ascii", "replace")
            holder = f" (process {number})" if number.isdigit() else ""
            raise ReportError(
                [
                    Diagnostic(
                        Place(folder),
                        f"another run{holder} is writing to this folder",
                        "wait for it to end, or choose another folder with --out",
                        code="locked",
                    )
                ]
            ) from None
        except OSError as fault:
            raise ReportError(
                [
                    Diagnostic(
                        Place(path),
                        f"cannot be locked: {fault.strerror or fault}",
                        "choose a folder on a local disk with --out",
                        code="unlockable",
                    )
                ]
            ) from fault
        with suppress(OSError):
            file.truncate(0)
            file.write(str(os.getpid()).encode())
            file.flush()
        _sweep(folder)
        yield


def _sweep(out: str) -> None:
    """Remove what a killed run left half-made; only under the lock, when nobody else writes."""
    folder = os.path.join(out, FOLDER)
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.endswith(".part"):
                with suppress(OSError):
                    os.unlink(os.path.join(folder, name))


def write_whole(path: str, make: Callable[[Path], Expected], edition: str) -> None:
    """Make one edition beside its destination, read it back, rename it into place.

    ``make`` writes the file and returns what it must hold. File and folder are on the disk when
    this returns. Raises :class:`ReportError` where the place cannot be written and
    :class:`~report.errors.RenderError` where the file does not hold what it must.
    """
    folder, name = os.path.split(path)
    scratch = os.path.join(folder, FOLDER, f"{name}.{os.getpid()}.part")
    try:
        expected = make(Path(scratch))
        try:
            check_edition(edition, scratch, expected)
        except RenderError as fault:
            raise RenderError(str(fault).replace(scratch, path, 1)) from fault
        _settle(scratch, path)
    except OSError as fault:
        raise unwritable(path, fault) from fault
    finally:
        with suppress(OSError):
            os.unlink(scratch)


def replace_text(path: str, text: str) -> None:
    """Write a text file whole; raises OSError, and then the old file stands."""
    scratch = f"{path}.{os.getpid()}.part"
    try:
        with open(scratch, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(scratch, path)
    finally:
        with suppress(OSError):
            os.unlink(scratch)


def _settle(scratch: str, path: str) -> None:
    """Rename a finished file into place so that a loss of power shows the old or the new one."""
    with open(scratch, "rb+") as file:
        os.fsync(file.fileno())
    os.replace(scratch, path)
    if os.name != "nt":
        folder = os.open(os.path.dirname(path), os.O_RDONLY)
        try:
            with suppress(OSError):  # some file systems have no sync of folders
                os.fsync(folder)
        finally:
            os.close(folder)
