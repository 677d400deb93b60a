"""What makes an edition stale: each kind of input in turn; and what a full disk leaves behind."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from report import outputs
from report.build import Made, build
from report.cli import main
from report.errors import RenderError, ReportError
from report.fonts import open_fonts
from report.state import Manifest, Target, stale_editions

ROOT = Path(__file__).resolve().parents[1]
RICH = """\
title: 小报告
theme: house.yaml
figures:
  n: {label: 数量, value: 12, unit: 个}
tables:
  t: {file: t.csv, title: 表}
sections:
  - id: a
    title: 第一节
    lead: 一句话。
    body: |
      共有 {{ n }}。

    key_figures: [n]
    images: [{file: photo.png, alt: 一张图, caption: 图}]
    charts:
      - {id: c, kind: matplotlib, title: 图, file: figure.py, table: t, alt: 一条线}
    tables: [t]
    slides: {points: [要点]}
"""
FIGURE = """\
from matplotlib.figure import Figure

def draw(table):
    figure = Figure(figsize=(5, 2))
    figure.add_subplot().plot([1, 2, 3])
    return figure
"""


@pytest.fixture(scope="module")
def fonts():
    return open_fonts()


@pytest.fixture
def rich(tmp_path: Path) -> Target:
    """A report with a table, a picture, a theme of its own that extends another, and code."""
    folder = tmp_path / "rich"
    folder.mkdir()
    (folder / "report.yaml").write_text(RICH, "utf-8")
    (folder / "t.csv").write_text("名,数\n甲,3\n乙,5\n", "utf-8")
    (folder / "house.yaml").write_text("extends: parent.yaml\nname: house\n", "utf-8")
    (folder / "parent.yaml").write_text("extends: qing\nname: parent\n", "utf-8")
    (folder / "figure.py").write_text(FIGURE, "utf-8")
    Image.new("RGB", (60, 40), "#336699").save(folder / "photo.png")
    return Target(str(folder / "report.yaml"), str(tmp_path / "out"), allow_code=True)


@pytest.fixture
def made(rich: Target, fonts) -> Made:
    first = build(rich, fonts=fonts)
    assert first.written == ("pdf", "pptx")
    assert stale_editions(rich) == ()
    return first


def changed(target: Target, name: str, old: str, new: str) -> None:
    path = Path(target.report).with_name(name)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_every_kind_of_input_is_noticed(made: Made, fonts):
    """Each change makes the editions that show it again, and no other.

    Even a comment makes the brochure again: code may read whatever lies beside it.
    """
    target = made.target
    folder = Path(target.report).parent

    def repaint() -> None:
        Image.new("RGB", (60, 40), "#993366").save(folder / "photo.png")

    edits = {
        "a table": (lambda: changed(target, "t.csv", "乙,5", "乙,6"), ("pdf", "pptx")),
        "a theme": (
            lambda: changed(target, "house.yaml", "name: house", "name: house\nlines: {grid: 1}"),
            ("pdf", "pptx"),
        ),
        "the theme below": (
            lambda: changed(target, "parent.yaml", "name: parent", "name: p\nlines: {row: 1}"),
            ("pdf", "pptx"),
        ),
        "a comment in a theme": (
            lambda: changed(target, "house.yaml", "name:", "# x\nname:"),
            ("pdf",),
        ),
        "a picture of equal size": (repaint, ("pdf", "pptx")),
        "an author's figure": (
            lambda: changed(target, "figure.py", "[1, 2, 3]", "[3, 1]"),
            ("pdf",),
        ),
        "the language": (
            lambda: changed(target, "report.yaml", "title: 小", "language: zh-Hant\ntitle: 小"),
            ("pdf", "pptx"),
        ),
    }
    for name, (edit, written) in edits.items():
        edit()
        assert stale_editions(target), name
        again = build(target, fonts=fonts)
        assert again.written == written, name
        assert stale_editions(target) == (), name


def test_manifest_names_files_code_faces_and_libraries(made: Made):
    manifest = Manifest.read(made.target)
    assert manifest is not None
    names = {Path(path).name for path in manifest.inputs}
    assert {"report.yaml", "t.csv", "photo.png", "house.yaml", "parent.yaml", "figure.py"} <= names
    assert {"state.py", "book.py", "qing.yaml", "schema.json", "sRGB.icc"} <= names
    assert any(name.endswith(".ttf") for name in names)
    folders = {Path(path).parent.name.partition("-")[0].lower() for path in manifest.inputs}
    assert {"numpy", "matplotlib", "reportlab", "lxml", "pydantic_core", "uharfbuzz"} <= folders


def test_other_options_or_another_python_are_stale(made: Made, monkeypatch: pytest.MonkeyPatch):
    target = made.target
    other = Target(target.report, target.out)
    assert stale_editions(other) == ("pdf", "pptx")
    with monkeypatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1")
        assert stale_editions(target) == ("pdf", "pptx")
    monkeypatch.setattr(sys, "prefix", "/another/environment")
    assert stale_editions(target) == ("pdf", "pptx")


def test_code_runs_only_where_it_is_allowed(rich: Target, fonts):
    build(rich, fonts=fonts)
    with pytest.raises(RenderError, match="--allow-code"):
        build(Target(rich.report, rich.out), fonts=fonts)


def test_saved_while_it_was_read_stays_stale(rich: Target, fonts):
    """What was drawn is the old text; the next run must see that."""
    build(rich, fonts=fonts)
    changed(rich, "report.yaml", "一句话。", "第二句。")

    def progress(stage: str) -> None:
        if stage == "reading":
            changed(rich, "t.csv", "乙,5", "乙,6")

    assert build(rich, fonts=fonts, progress=progress).written
    assert stale_editions(rich) == ("pdf", "pptx")
    build(rich, fonts=fonts)
    assert stale_editions(rich) == ()


def contents(target: Target) -> dict[str, bytes]:
    return {e: Path(target.output(e)).read_bytes() for e in ("pdf", "pptx")}


@pytest.mark.parametrize("full_at", ["small.pdf", "manifest", "snapshot.json"])
def test_a_disk_full_at_any_write_is_told(
    rich: Target, fonts, full_at: str, monkeypatch: pytest.MonkeyPatch, capsys
):
    """Whatever cannot be written: a message and exit code 3, whole editions, then made good."""
    build(rich, fonts=fonts)
    before = contents(rich)
    changed(rich, "report.yaml", "一句话。", "第二句。")
    replace, word = os.replace, full_at.replace("small", "rich")

    def full(source: str, destination: str) -> None:
        if str(destination).endswith(word):
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(source, destination)

    monkeypatch.setattr(outputs.os, "replace", full)
    command = ["build", rich.report, "--out", rich.out, "--allow-code"]
    assert main(command) == 3
    assert "No space left on device" in capsys.readouterr().err
    if full_at == "small.pdf":
        assert contents(rich) == before
    assert not [p for p in Path(rich.out, ".shuangce").iterdir() if p.name.endswith(".part")]
    monkeypatch.undo()
    assert stale_editions(rich)
    build(rich, fonts=fonts)
    assert stale_editions(rich) == ()
    assert contents(rich) != before


def test_a_place_that_cannot_be_written_or_locked(
    rich: Target, tmp_path: Path, fonts, monkeypatch: pytest.MonkeyPatch
):
    place = tmp_path / "file"
    place.write_text("not a folder")
    with pytest.raises(ReportError, match="cannot be written"):
        build(Target(rich.report, str(place / "out"), allow_code=True), fonts=fonts)
    import fcntl

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(ReportError, match="cannot be locked: No locks available"):
        build(rich, fonts=fonts)


def test_two_reports_of_one_name_are_refused(rich: Target, tmp_path: Path, capsys):
    twin = tmp_path / "twin" / "rich"
    twin.mkdir(parents=True)
    (twin / "report.yaml").write_text(RICH, "utf-8")
    assert main(["build", rich.report, str(twin / "report.yaml"), "--out", rich.out]) == 3
    assert "would both be written as rich.pdf" in capsys.readouterr().err
    assert not Path(rich.out).exists()


def test_check_as_json(rich: Target, fonts, capsys):
    command = ["build", rich.report, "--out", rich.out, "--allow-code", "--check"]
    assert main([*command, "--format", "json"]) == 5
    (pdf, pptx) = json.loads(capsys.readouterr().out)["stale"]
    assert (pdf["edition"], pdf["state"], pptx["edition"]) == ("pdf", "missing", "pptx")
    assert not Path(rich.out).exists()
    build(rich, fonts=fonts)
    assert main([*command, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"stale": []}
    changed(rich, "t.csv", "乙,5", "乙,6")
    assert main(command) == 5
    assert capsys.readouterr().out.count("stale: ") == 2


def test_terminated_ends_in_order(rich: Target, fonts):
    """SIGTERM, as a runner sends it: a message, code 143, no scratch file, no lock."""
    build(rich, fonts=fonts)
    before = contents(rich)
    changed(
        rich,
        "figure.py",
        "def draw(table):",
        "def draw(table):\n    import time; print('x', flush=True); time.sleep(60)",
    )
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "generate.py"), "build", rich.report, "--out", rich.out,
         "--allow-code"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline() == "x\n"
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 143
    assert said == "stopped; every edition is whole, the old or the new one\n"
    assert contents(rich) == before
    assert not list(Path(rich.out, ".shuangce").glob("*.part"))


def test_the_same_bytes_in_another_folder(rich: Target, fonts, tmp_path):
    """Nothing of where a report lies comes to stand in an edition: no path, no name made of one."""
    build(rich, fonts=fonts)
    other = tmp_path / "elsewhere" / "rich"
    shutil.copytree(Path(rich.report).parent, other)
    moved = Target(str(other / "report.yaml"), str(tmp_path / "out2"), allow_code=True)
    build(moved, fonts=fonts)
    for edition in ("pdf", "pptx"):
        first, second = (Path(t.output(edition)).read_bytes() for t in (rich, moved))
        assert first == second, edition


def test_help_tells_the_exit_codes(capsys):
    for words in (["--help"], ["build", "--help"]):
        assert main(words) == 0
        shown = capsys.readouterr().out
        assert all(f"\n            {code} " in shown for code in range(1, 6)), shown
        assert "143 terminated" in shown


SUMS = """\
import builtins, sys
from math import fsum

def in_turn(values, /, start=0):
    for value in values:
        start = start + value
    return start

def exactly(values, /, start=0):
    values = list(values)
    floats = any(isinstance(value, float) for value in values)
    return fsum([start, *values]) if floats else in_turn(values, start)

builtins.sum = {"in turn": in_turn, "exactly": exactly}[sys.argv[1]]
sys.path.insert(0, sys.argv[2])
from report.cli import main
sys.exit(main(sys.argv[3:]))
"""


def test_same_bytes_however_python_sums_floats(tmp_path: Path):
    """Python 3.11 adds one float after the other, 3.12 and later carry the lost bits along."""
    report = str(ROOT / "data/hohhot-education/report.yaml")
    both = []
    for way in ("in turn", "exactly"):
        out = tmp_path / way
        command = [sys.executable, "-c", SUMS, way, str(ROOT), "build", report, "--out", str(out)]
        done = subprocess.run([*command, "--quiet"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        both.append([p.read_bytes() for p in sorted(out.glob("hohhot*"))])
    assert both[0] == both[1]
