"""Diagnostics read like a compiler's, in each of the forms."""

import json

import pytest

from report.errors import Collector, Diagnostic, Place, render, suggestion, summary, visible

FAULT = Diagnostic(
    Place("报告.yaml", 2, 11), "'barr' is not known", "did you mean 'bar'?", "a.kind", code="x-y"
)
DOUBT = Diagnostic(Place("t.csv"), "100% odd,\nreally", severity="warning")


def test_plain():
    assert render([FAULT, DOUBT]) == (
        "报告.yaml:2:11: error: a.kind: 'barr' is not known; did you mean 'bar'?\n"
        "t.csv: warning: 100% odd,\\u000areally"
    )
    assert render([]) == ""


def test_github_escapes_what_it_must():
    assert render([FAULT, DOUBT], "github") == (
        "::error file=报告.yaml,line=2,col=11,title=x-y::"
        "a.kind: 'barr' is not known; did you mean 'bar'?\n"
        "::warning file=t.csv::100%25 odd,\\u000areally"
    )


def test_json():
    (first, second) = json.loads(render([FAULT, DOUBT], "json"))
    assert first == {
        "file": "报告.yaml", "line": 2, "column": 11, "severity": "error", "code": "x-y",
        "path": "a.kind", "message": "'barr' is not known", "hint": "did you mean 'bar'?",
    }  # fmt: skip
    assert second["line"] == 0
    assert json.loads(render([], "json")) == []


def test_a_caret_stands_under_wide_characters():
    text = render([FAULT], terminal=True, colour=False, line_of=lambda f, n: "- 种类: 甲 - barr")
    line, caret = text.splitlines()[1:]
    assert line == "    2 | - 种类: 甲 - barr"
    # Eight cells of prefix; the ten characters before the caret are "- 种类: 甲 - ".
    assert caret.index("^") - 8 == len("- 种类: 甲 - ") + len("种类甲")


def test_a_long_line_is_cut_around_the_caret():
    line = "甲" * 400
    found = Diagnostic(Place("x", 1, 201), "m")
    _, shown, caret = render(
        [found], terminal=True, colour=False, line_of=lambda f, n: line
    ).splitlines()
    assert len(shown) < 70
    assert shown.count("…") == 2
    assert caret.endswith("^")


def test_colours_only_where_asked(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text("a\n\tb: 甲\n", "utf-8")
    found = [Diagnostic(Place(str(file), 2, 5), "m")]
    assert "\x1b[" in render(found, colour=True)
    assert "\x1b[" not in render(found, terminal=True, colour=False)
    assert render(found, terminal=True, colour=False).splitlines()[1] == "    2 |  b: 甲"


@pytest.mark.parametrize("content", [b"\0\1\2", b"\xff\xff\xff", b""])
def test_no_line_to_show(tmp_path, content):
    file = tmp_path / "x.bin"
    file.write_bytes(content)
    found = [Diagnostic(Place(str(file), 9, 5), "m")]
    assert render(found, terminal=True, colour=False) == f"{file}:9:5: error: m"


def test_what_a_terminal_cannot_show():
    assert visible("a\u202eb\x1b[0m\ud800") == "a\\u202eb\\u001b[0m\\ud800"
    assert render([Diagnostic(Place("\udce4.yaml"), "m")]).encode()


def test_a_collector_sorts_and_forgets_doubles():
    collector = Collector()
    for line in (3, 1, 3):
        collector.add(Place("a", line, 1), "m")
    assert [d.place.line for d in collector.diagnostics] == [1, 3]
    assert summary([FAULT, FAULT, DOUBT]) == "2 errors, 1 warning"
    assert summary([]) == ""


@pytest.mark.parametrize(
    ("word", "best"),
    [("valeu", "value"), ("Value", "value"), ("key-figures", "key_figures"), ("zzz", ""),
     ("subtilte", "subtitle"), ("", ""), ("x" * 500, "")],
)  # fmt: skip
def test_near_misses(word, best):
    assert suggestion(word, ["title", "subtitle", "value", "key_figures", "unit"]) == best
