"""A new report in each language passes the check without a word, and teaches what it says."""

import os
import subprocess
import sys

import pytest

from report.commands.check import check_report
from report.commands.new import LANGUAGES, new_report, write_new
from report.errors import ReportError
from report.source.read import read_report


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_checks_without_a_word(tmp_path, language):
    files = write_new(tmp_path, "学校 & schools", language)
    assert [path.name for path in files] == ["report.yaml", "enrolment.csv", "report.schema.json"]
    assert [str(found) for found in check_report(files[0])] == []
    loaded = read_report(files[0])
    assert loaded.report.title == "学校 & schools"
    assert loaded.report.language == language
    assert "$schema=report.schema.json" in files[0].read_text("utf-8").splitlines()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_what_matters(language):
    text = new_report("甲", language)["report.yaml"]
    for shown in (
        "missing",
        "derive:",
        "change:",
        "{{ ref(",
        "{% if ",
        "highlight:",
        "table:",
        "#",
    ):
        assert shown in text


def test_names_with_quotes_are_titles(tmp_path):
    (file, *_) = write_new(tmp_path, "it's #1", "en")
    assert read_report(file).report.title == "it's #1"


@pytest.mark.parametrize(
    "name", ["", " ", "..", "a/b", "a\\b", "a:b", "a\nb", "x" * 200, "NUL", "."]
)
def test_names_that_are_no_folder(tmp_path, name):
    with pytest.raises(ReportError):
        write_new(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_left_alone(tmp_path):
    write_new(tmp_path, "a")
    with pytest.raises(ReportError, match="exists already"):
        write_new(tmp_path, "a")


def test_a_language_that_is_not_known():
    with pytest.raises(ReportError, match="zh-Hans"):
        new_report("a", "zh-CN")


def test_called_by_its_path_it_begins_where_its_author_stands(tmp_path, root):
    """``new`` and a later ``build`` of all mean the author's folder, not the program's."""

    def said(*words):
        done = subprocess.run(
            [sys.executable, str(root / "generate.py"), *words],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    there = sorted((root / "data").iterdir())
    first = said("new", "spring").splitlines()[0]
    assert first == os.path.join("data", "spring", "report.yaml")
    assert sorted((root / "data").iterdir()) == there
    assert "spring: " in said()
    assert (tmp_path / "out" / "spring.pdf").is_file()
    assert said() == "up to date\n"
