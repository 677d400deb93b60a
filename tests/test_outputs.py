"""Files put in place whole: syncs, the lock and its message, full disks, what a run leaves."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from report.errors import RenderError, ReportError
from report.outputs import locked, replace_text, write_whole
from report.readback import Expected
from report.state import FOLDER


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An output folder with an old edition in it."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / "a.pdf").write_bytes(b"old")
    return tmp_path


@pytest.fixture(autouse=True)
def _every_file_holds_what_it_must(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("report.outputs.check_edition", lambda *_: None)


def new(path: Path) -> Expected:
    path.write_bytes(b"new")
    return Expected(1)


def left(place: Path) -> list[str]:
    return sorted(p.name for p in place.rglob("*") if p.is_file())


def test_file_then_name_then_folder_reach_the_disk(place: Path, monkeypatch: pytest.MonkeyPatch):
    """After a loss of power there is the old file or the new one, never an empty one."""
    done: list[str] = []
    sync, rename = os.fsync, os.replace

    def synced(number: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "file")
        sync(number)

    def renamed(was: str, to: str) -> None:
        done.append("name")
        rename(was, to)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    write_whole(str(place / "a.pdf"), new, "pdf")
    assert done == ["file", "name", "folder"]
    assert (place / "a.pdf").read_bytes() == b"new"


def test_a_folder_that_cannot_be_synced_is_no_fault(place: Path, monkeypatch: pytest.MonkeyPatch):
    real = os.fsync

    def sync(number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(number)

    monkeypatch.setattr(os, "fsync", sync)
    write_whole(str(place / "a.pdf"), new, "pdf")
    assert (place / "a.pdf").read_bytes() == b"new"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("at", ["write", "fsync", "replace"])
def test_what_the_disk_refuses_is_said_and_the_old_file_stays(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int, at: str
):
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    def make(path: Path) -> Expected:
        if at == "write":
            path.write_bytes(b"ne")
            refuse()
        return new(path)

    if at != "write":
        monkeypatch.setattr(os, at, refuse)
    with pytest.raises(ReportError) as caught:
        write_whole(str(place / "a.pdf"), make, "pdf")
    (found,) = caught.value.diagnostics
    assert found.place.file == str(place / "a.pdf")
    assert os.strerror(number) in found.message
    assert "--out" in found.hint
    monkeypatch.undo()
    assert (place / "a.pdf").read_bytes() == b"old"
    assert left(place) == ["a.pdf"]


@pytest.mark.parametrize("fault", [RenderError("x"), KeyboardInterrupt(), MemoryError()])
def test_a_fault_of_drawing_leaves_the_old_file_and_no_scratch(place: Path, fault: BaseException):
    def make(path: Path) -> Expected:
        path.write_bytes(b"ne")
        raise fault

    with pytest.raises(type(fault)):
        write_whole(str(place / "a.pdf"), make, "pdf")
    assert (place / "a.pdf").read_bytes() == b"old"
    assert left(place) == ["a.pdf"]


def test_a_record_is_replaced_whole(place: Path, monkeypatch: pytest.MonkeyPatch):
    path = place / FOLDER / "a.manifest"
    replace_text(str(path), "one\n")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        replace_text(str(path), "two\n")
    assert path.read_text() == "one\n"
    assert left(place) == ["a.manifest", "a.pdf"]


def test_the_lock_names_the_run_that_holds_it(place: Path):
    """Another process, alive: its number is in the message. Killed: the lock is gone with it."""
    code = (
        "import sys\n"
        "from report.outputs import locked\n"
        f"with locked({str(place)!r}):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ReportError) as caught, locked(str(place)):
            pytest.fail("two runs hold one folder")
        (found,) = caught.value.diagnostics
        assert f"another run (process {holder.pid}) is writing" in found.message
        assert "--out" in found.hint
    finally:
        holder.kill()
        holder.wait()
    with locked(str(place)):
        pass


def test_what_a_killed_run_left_is_swept_under_the_lock(place: Path):
    scratch = place / FOLDER / "a.pdf.123.part"
    scratch.write_bytes(b"half")
    with locked(str(place)):
        assert not scratch.exists()


def test_a_place_that_is_no_folder_is_said(place: Path):
    with pytest.raises(ReportError) as caught, locked(str(place / "a.pdf")):
        pytest.fail("a file was taken for a folder")
    assert "cannot be written" in str(caught.value)
