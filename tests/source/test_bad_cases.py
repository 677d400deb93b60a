"""Every broken input beside the exact place and words it must give.

``tests/cases/bad/NAME.yaml`` is the input, ``NAME.txt`` all that check says about it. After a
change of words: ``ACCEPT=1 pytest tests/source/test_bad_cases.py``, then read the difference.
"""

import os
from pathlib import Path

import pytest

from report.commands.check import check_report
from report.errors import render

BAD = Path(__file__).parents[1] / "cases" / "bad"
CASES = sorted(path.stem for path in BAD.glob("*.yaml"))


@pytest.fixture(autouse=True)
def _from_the_folder_of_the_cases(monkeypatch):
    monkeypatch.chdir(BAD)


def test_there_are_enough_of_them():
    assert len(CASES) >= 80


@pytest.mark.parametrize("name", CASES)
def test_gives_the_place_and_the_words(name):
    said = render(check_report(Path(f"{name}.yaml"))) + "\n"
    expected = BAD / f"{name}.txt"
    if os.environ.get("ACCEPT"):
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")
    assert said.strip(), "a broken input must not pass"


@pytest.mark.parametrize("name", CASES)
def test_every_message_says_where_and_what_to_do(name):
    for found in check_report(Path(f"{name}.yaml")):
        assert found.code, f"{found} has no code"
        assert found.message
        assert found.hint, f"{found} says not what to do"
        assert found.place.file
        if found.place.line:
            assert found.place.column >= 1
