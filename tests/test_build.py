"""Outputs whole or not at all: kills, full disks, two runs at once; and what counts as stale."""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from report.arguments import parse
from report.state import FOLDER

ROOT = Path(__file__).resolve().parents[1]
SMALL = """\
title: 小报告
figures:
  n: {label: 数量, value: 12, unit: 个}
tables:
  t: {file: t.csv, title: 表}
sections:
  - id: a
    title: 第一节
    lead: 一句话。
    body: 共有 {{ n }}。
    key_figures: [n]
    charts:
      - {id: c, kind: bar, title: 图, table: t, x: 名, y: 数}
    tables: [t]
    slides: {points: [要点]}
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "small" / "report.yaml"
    path.parent.mkdir()
    path.write_text(SMALL, "utf-8")
    path.with_name("t.csv").write_text("名,数\n甲,3\n乙,5\n", "utf-8")
    return path


def command(report: Path, out: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        str(ROOT / "generate.py"),
        "build",
        str(report),
        "--out",
        str(out),
        *more,
    ]


def build(report: Path, out: Path, *more: str, **keywords) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(report, out, *more), capture_output=True, text=True, check=False, **keywords
    )


def edit(report: Path, old: str, new: str) -> None:
    text = report.read_text("utf-8")
    assert old in text
    report.write_text(text.replace(old, new), "utf-8")


def times(out: Path) -> dict[str, int]:
    return {e: (out / f"small.{e}").stat().st_mtime_ns for e in ("pdf", "pptx")}


def whole(out: Path) -> bool:
    """Whether both editions open and are complete."""
    pdf = pypdfium2.PdfDocument(out / "small.pdf")
    pages = len(pdf)
    pdf.close()
    with zipfile.ZipFile(out / "small.pptx") as package:
        return pages > 0 and package.testzip() is None


def test_builds_once_and_then_is_up_to_date(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    assert build(report, out).returncode == 0
    before = times(out)
    again = build(report, out)
    assert again.returncode == 0
    assert "up to date" in again.stdout
    assert times(out) == before
    assert sorted(p.name for p in out.iterdir()) == [FOLDER, "small.pdf", "small.pptx"]


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        pytest.param("共有 {{ n }}。", "一共 {{ n }}。", {"pdf", "pptx"}, id="text"),
        pytest.param("points: [要点]", "points: [另一点]", {"pptx"}, id="slides only"),
        pytest.param("title: 小报告", "# 注\ntitle: 小报告", set(), id="a comment"),
        pytest.param("value: 12", "value: 13", {"pdf", "pptx"}, id="a figure"),
    ],
)
def test_makes_only_what_reads_differently(
    report: Path, tmp_path: Path, old: str, new: str, written: set[str]
):
    out = tmp_path / "out"
    assert build(report, out).returncode == 0
    before = times(out)
    edit(report, old, new)
    assert build(report, out).returncode == 0
    after = times(out)
    assert {e for e in after if after[e] != before[e]} == written
    assert "up to date" in build(report, out).stdout


def test_a_changed_table_is_noticed_and_check_writes_nothing(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    missing = build(report, out, "--check")
    assert missing.returncode == 5
    assert missing.stdout.count("missing: ") == 2
    assert not out.exists()
    build(report, out)
    assert build(report, out, "--check").returncode == 0
    before = times(out)
    report.with_name("t.csv").write_text("名,数\n甲,3\n乙,6\n", "utf-8")
    assert build(report, out, "--check").returncode == 5
    assert times(out) == before


def test_a_text_edit_never_loads_matplotlib(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    assert build(report, out).returncode == 0
    edit(report, "共有", "一共")
    code = (
        "import sys; sys.argv = sys.argv[1:]\n"
        "from report.cli import main\n"
        "assert main(sys.argv[1:]) == 0\n"
        "print('matplotlib' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command(report, out)[1:]],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "False False"


def test_a_deleted_cache_changes_no_byte(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    build(report, out)
    first = (out / "small.pdf").read_bytes()
    assert build(report, out, "--force").returncode == 0
    assert (out / "small.pdf").read_bytes() == first
    for path in sorted((out / FOLDER / "drawings").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert build(report, out, "--force").returncode == 0
    assert (out / "small.pdf").read_bytes() == first


@pytest.mark.slow
def test_killed_at_a_hundred_random_instants_leaves_old_or_new(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    assert build(report, out).returncode == 0
    versions = {e: {(out / f"small.{e}").read_bytes()} for e in ("pdf", "pptx")}
    start = time.monotonic()
    assert build(report, out, "--force").returncode == 0
    span = time.monotonic() - start
    edit(report, "共有", "一共")
    other = tmp_path / "other"
    assert build(report, other).returncode == 0
    for e, known in versions.items():
        known.add((other / f"small.{e}").read_bytes())
    pick = random.Random(7)
    killed = runs = 0
    while killed < 100:
        runs += 1
        assert runs < 400
        report.write_text(SMALL if runs % 2 else SMALL.replace("共有", "一共"), "utf-8")
        only = ("pdf", "pptx")[runs // 2 % 2]
        start = time.monotonic()
        process = subprocess.Popen(
            command(report, out, "--force", "--only", only),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(pick.uniform(0.02, span))
            span = time.monotonic() - start
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        for e, known in versions.items():
            assert (out / f"small.{e}").read_bytes() in known, (runs, e)
    assert build(report, out, "--force").returncode == 0
    assert sorted(p.name for p in out.iterdir()) == [FOLDER, "small.pdf", "small.pptx"]
    assert not list((out / FOLDER).glob("*.part"))


def test_out_of_disk_leaves_the_old_files(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    build(report, out)
    before = {e: (out / f"small.{e}").read_bytes() for e in ("pdf", "pptx")}
    edit(report, "共有", "一共")

    def small_files_only() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = build(report, out, preexec_fn=small_files_only)
    assert done.returncode in (3, 4), done.stderr
    assert "Traceback" not in done.stderr
    assert re.search(r"small\.(pdf|pptx).*cannot be written.*; ", done.stderr), done.stderr
    assert {e: (out / f"small.{e}").read_bytes() for e in before} == before
    assert whole(out)


def test_an_unwritable_place_is_said(report: Path, tmp_path: Path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    done = build(report, blocked / "out")
    assert done.returncode == 3
    assert re.search(r"blocked.*error.*; .*--out", done.stderr), done.stderr


def test_two_runs_at_once(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    build(report, out)
    with open(out / FOLDER / "lock", "a+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = build(report, out, "--force")
    assert done.returncode == 3
    assert "another run" in done.stderr
    assert build(report, out, "--force").returncode == 0


def test_a_dead_run_leaves_no_lock(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    out.mkdir()
    (out / FOLDER).mkdir()
    (out / FOLDER / "lock").write_text("left by a run that was killed")
    assert build(report, out).returncode == 0


def test_a_failing_report_does_not_stop_the_others(report: Path, tmp_path: Path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: 甲\n", "utf-8")
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, str(ROOT / "generate.py"), "build", str(broken), str(report),
         "--out", str(out)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert (out / "small.pdf").exists()
    assert not (out / "broken.pdf").exists()
    assert "1 of 2 reports" in done.stdout


def test_a_fault_of_ours_does_not_stop_the_others(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    from report import build as building
    from report.cli import main

    real = building.build

    def faulty(target, **keywords):
        if target.name == "first":
            raise ZeroDivisionError("by nought")
        return real(target, **keywords)

    monkeypatch.setattr(building, "build", faulty)
    other = tmp_path / "first.yaml"
    other.write_text(SMALL, "utf-8")
    out = tmp_path / "out"
    assert main(["build", str(other), str(report), "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert "a fault of this program, not of your report: ZeroDivisionError" in said.err
    assert "1 of 2 reports" in said.out
    assert whole(out)


def test_json_of_a_build_is_one_value(report: Path, tmp_path: Path):
    import json

    out = tmp_path / "out"
    report.write_text(SMALL.replace("共有", "共有 41 所，"), "utf-8")
    made = json.loads(build(report, out, "--format", "json").stdout)
    assert made["written"] == [str(out / "small.pdf"), str(out / "small.pptx")]
    assert [found["code"] for found in made["diagnostics"]] == ["typed-number"]
    report.write_text("title: 甲\n", "utf-8")
    (fault, *_) = json.loads(build(report, out, "--format", "json").stdout)
    assert fault["severity"] == "error"


def test_exit_codes_of_usage_and_diff(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    assert build(report, out, "--nonsense").returncode == 2
    for words in (["template", "t.txt"], ["template", "t.pptx", "--language", "fr"]):
        with pytest.raises(SystemExit) as stop:
            parse(words)
        assert stop.value.code == 2
    build(report, out)
    diff = [sys.executable, str(ROOT / "generate.py"), "diff", "--report", str(report),
            "--out", str(out)]  # fmt: skip
    same = subprocess.run(diff, capture_output=True, text=True, check=False)
    assert same.returncode == 0, same.stderr
    assert "nothing changed" in same.stdout
    edit(report, "value: 12", "value: 15")
    changed = subprocess.run(diff, capture_output=True, text=True, check=False)
    assert changed.returncode == 5, changed.stderr
    assert re.search(r"n \(数量\): 12个 → 15个 +\[\+3个, \+25\.00%\] +p\. ", changed.stdout)


def test_diff_of_two_folders_names_the_report_compared(report: Path, tmp_path: Path):
    new = tmp_path / "spring"
    shutil.copytree(report.parent, new)
    edit(new / report.name, "value: 12", "value: 15")
    done = subprocess.run(
        [sys.executable, str(ROOT / "generate.py"), "diff", str(report.parent), str(new)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 5, done.stderr
    assert done.stdout.startswith("spring: ")


def test_diff_against_a_git_revision_with_pictures(report: Path, tmp_path: Path):
    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-C", str(report.parent), "-c", "user.name=t", "-c", "user.email=t@example.org",
             *words], check=True, capture_output=True,
        )  # fmt: skip

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    edit(report, "value: 12", "value: missing\n    why: 遗失".replace("\n    ", ", "))
    done = subprocess.run(
        [sys.executable, str(ROOT / "generate.py"), "diff", "HEAD", "--report", str(report),
         "--format", "markdown", "--pictures", str(tmp_path / "pictures")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 5, done.stderr
    assert "gap opened" in done.stdout
    assert list((tmp_path / "pictures").glob("page-*.png"))


def test_watching_rebuilds_and_survives_a_fault(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    process = subprocess.Popen(
        command(report, out, "--watch"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    stream = process.stdout.fileno()
    os.set_blocking(stream, False)
    said = ""

    def wait_for(word: str, seconds: float = 30.0) -> float:
        nonlocal said
        start = time.monotonic()
        while word not in said:
            assert time.monotonic() - start < seconds, said
            with contextlib.suppress(BlockingIOError):
                said += os.read(stream, 65536).decode()
            time.sleep(0.01)
        said = said.split(word, 1)[1]
        return time.monotonic() - start

    try:
        wait_for("small: ")
        time.sleep(0.5)
        edit(report, "共有", "一共")
        wait_for("small: ")
        edit(report, "key_figures: [n]", "key_figures: [nobody]")
        wait_for("nobody")
        edit(report, "key_figures: [nobody]", "key_figures: [n]")
        time.sleep(0.3)
        edit(report, "一共", "共计")
        wait_for("small: ")
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)


def test_a_report_under_data_may_be_called_by_its_name(report: Path, tmp_path: Path):
    (tmp_path / "data").mkdir()
    shutil.copytree(report.parent, tmp_path / "data" / "spring")
    done = subprocess.run(
        [sys.executable, str(ROOT / "generate.py"), "build", "spring", "--only", "pdf"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "spring.pdf").is_file()


def test_a_folder_stands_for_the_report_in_it(report: Path, tmp_path: Path):
    out = tmp_path / "out"
    assert build(report.parent, out).returncode == 0
    assert whole(out)
    empty = tmp_path / "empty"
    empty.mkdir()
    done = build(empty, out)
    assert done.returncode == 3
    assert "report.yaml" in done.stderr
