"""Staleness: what a manifest covers, and what a run with nothing to do may import."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from report import cli
from report.state import Manifest, Stamp, Target, code_files, find_reports, stale_editions


@pytest.fixture
def built(tmp_path: Path):
    """A target whose manifest says that it was just built."""
    report = tmp_path / "data" / "one" / "report.yaml"
    report.parent.mkdir(parents=True)
    report.write_text("title: x\n")
    table = report.with_name("t.csv")
    table.write_text("a,b\n1,2\n")
    out = tmp_path / "out"
    (out / ".shuangce").mkdir(parents=True)
    target = Target(str(report), str(out))
    for edition in target.editions:
        Path(target.output(edition)).write_text(edition)
    manifest = Manifest()
    manifest.report, manifest.options = target.report, target.options
    manifest.code = code_files()
    manifest.inputs = {str(p): ("data", Stamp.of(str(p))) for p in (report, table)}
    template = tmp_path / "house.pptx"
    template.write_text("template")
    manifest.inputs[str(template)] = ("pptx", Stamp.of(str(template)))
    manifest.outputs = {e: Stamp.of(target.output(e)) for e in target.editions}
    text = "\n".join([*manifest.lines(), "end", ""])
    Path(target.record("manifest")).write_text(text)
    return target, table


def test_up_to_date(built):
    assert stale_editions(built[0]) == ()


def test_touched_but_equal_is_up_to_date(built):
    os.utime(built[1], ns=(1, 1))
    assert stale_editions(built[0]) == ()


def test_changed_table_makes_both_stale_editions(built):
    built[1].write_text("a,b\n1,3\n")
    assert stale_editions(built[0]) == ("pdf", "pptx")


def test_changed_in_place_with_equal_size_and_other_time(built):
    target, table = built
    text = table.read_text().replace("1,2", "2,1")
    table.write_text(text)
    assert stale_editions(target) == ("pdf", "pptx")


def test_missing_output_makes_one_stale_editions(built):
    os.unlink(built[0].output("pptx"))
    assert stale_editions(built[0]) == ("pptx",)


def test_output_edited_by_hand_is_stale_editions(built):
    Path(built[0].output("pdf")).write_text("pdx")
    assert stale_editions(built[0]) == ("pdf",)


def test_changed_template_makes_the_deck_stale(built, tmp_path: Path):
    (tmp_path / "house.pptx").write_text("another")
    assert stale_editions(built[0]) == ("pptx",)


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff", b"shuangce manifest 1\nend\n", b"cut"])
def test_damaged_manifest_counts_as_none(built, damage):
    path = Path(built[0].record("manifest"))
    path.write_bytes(path.read_bytes()[:-9] if damage == b"cut" else damage)
    assert stale_editions(built[0]) == ("pdf", "pptx")


def test_names(tmp_path: Path):
    assert Target("/x/hohhot/report.yaml", "/o").name == "hohhot"
    assert Target("/x/spring.yaml", "/o").name == "spring"


def test_finds_every_report(built, tmp_path: Path):
    assert find_reports(str(tmp_path)) == [built[0].report]
    assert find_reports(str(tmp_path / "absent")) == []


def _nothing_to_do(words: list[str], root: Path) -> list[str]:
    """What a run says, its code, and what it loaded besides the lightest of the library."""
    code = (
        "import sys, os; before = set(sys.modules)\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
        "from report.cli import main\n"
        f"code = main({words!r}, root={str(root)!r})\n"
        "new = {m.split('.')[0] for m in set(sys.modules) - before}\n"
        "bad = sorted(m for m in new if m not in sys.stdlib_module_names and m != 'report')\n"
        "slow = {'argparse', 'hashlib', 'pathlib', 'subprocess', 'tempfile', 're'}\n"
        "slow |= {'json', 'dataclasses', 'typing'}\n"
        "heavy = sorted(new & slow)\n"
        "print(code, bad, heavy)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_nothing_to_do_imports_only_the_standard_library(built, tmp_path: Path):
    assert _nothing_to_do([], tmp_path) == ["up to date", "0 [] []"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ["one: up to date"]),
        (["--only", "pdf"], ["one: up to date"]),
        (["--check"], ["up to date"]),
        (["--quiet"], []),
    ],
)
def test_nothing_to_do_by_name_is_as_light(built, tmp_path: Path, words, said):
    target = built[0]
    words = ["build", target.report, "--out", target.out, *words]
    assert _nothing_to_do(words, tmp_path) == [*said, "0 [] []"]


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--only", "docx"],
        ["build", "--out"],
        ["build", "--outt", "x"],
        ["check"],
        ["--quiet"],
        ["build", "--force"],
        ["build", "--format", "json"],
        ["build", ""],
    ],
)
def test_what_is_not_plain_goes_the_long_way(built, tmp_path: Path, words):
    assert cli._nothing_to_do(words, str(tmp_path)) is None


def test_named_but_stale_goes_the_long_way(built, tmp_path: Path):
    target, table = built
    words = ["build", target.report, "--out", target.out]
    assert cli._nothing_to_do(words, str(tmp_path)) == "one: up to date\n"
    table.write_text("a,b\n1,9\n")
    assert cli._nothing_to_do(words, str(tmp_path)) is None
    assert cli._nothing_to_do(["build", "absent.yaml"], str(tmp_path)) is None


def test_profilers_see_the_end(built, tmp_path: Path):
    target = built[0]
    done = subprocess.run(
        [sys.executable, "-m", "cProfile", "generate.py", "build", target.report, "--out",
         target.out, "--check"],
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "function calls" in done.stdout
