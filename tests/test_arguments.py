"""The command line's words as options: the short way says what the long one does."""

import subprocess
import sys

import pytest

from report.arguments import parse, plain

PLAIN = (
    "",
    "build",
    "build a.yaml",
    "a.yaml b.yaml",
    "build a.yaml b --out there",
    "build --out there a.yaml",
    "a --only pdf --force --timings",
    "build --strict --format json --quiet a --check",
    "build a --watch --allow-code",
    "--out one --out two",
)


@pytest.mark.parametrize("words", PLAIN)
def test_the_short_way_says_what_the_long_one_does(words: str):
    found = plain(words.split())
    assert found is not None
    assert vars(found) == vars(parse(words.split()))


@pytest.mark.parametrize(
    "words",
    [
        "check a", "diff", "--help", "-h", "build -h", "build --forc", "build --out", "--only docx",
        "build --out --force", "build --out=there", "build -- a", "a --force b", "build a -",
        "build --only pdf,pptx", "new x", "--format markdown",
    ],
)  # fmt: skip
def test_all_else_goes_the_long_way(words: str):
    assert plain(words.split()) is None


def test_an_empty_word_goes_the_long_way():
    assert plain(["build", ""]) is None
    assert plain(["build", "--out", ""]) is None


def test_the_short_way_does_not_load_argparse():
    code = "import sys; from report.arguments import plain; plain(['x']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "argparse" not in done.stdout.split()
