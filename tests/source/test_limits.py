"""Inputs made to hurt: too large, too deep, endless, not files at all. None may hang or raise."""

import os
import time
from pathlib import Path

import pytest
import xlsxwriter

from report.commands.check import check_report
from report.errors import Collector, ReportError
from report.source.read import read_report

CASES = Path(__file__).parents[1] / "cases"
SECTIONS = "sections:\n  - {id: a, title: 甲}\n"


def said(path):
    return [str(found) for found in check_report(path)]


def write(folder, text):
    path = folder / "report.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_of_a_gigabyte_is_not_read(tmp_path):
    path = tmp_path / "report.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 30)  # sparse
    started = time.process_time()
    (found,) = check_report(path)
    assert found.code == "too-large"
    assert "1,073,741,824 bytes" in found.message
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_hundred_thousand_levels(tmp_path, opening):
    (found,) = check_report(
        write(
            tmp_path,
            f"title: 甲\nx: {opening if opening != '- ' else ''}"
            + (opening * 100_000 if opening != "- " else "\n" + opening * 100_000),
        )
    )
    assert found.code in ("too-deep", "yaml-syntax")
    assert found.place.line >= 1


def test_deep_indentation(tmp_path):
    text = "".join(f"{' ' * i}a:\n" for i in range(2000))
    (found,) = check_report(write(tmp_path, text))
    assert found.code == "too-deep"


def test_aliases_that_multiply(tmp_path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    started = time.process_time()
    (found,) = check_report(write(tmp_path, "\n".join(lines) + "\n" + SECTIONS))
    assert found.code == "too-many-nodes"
    assert time.process_time() - started < 2


def test_aliases_are_read_within_bounds(tmp_path):
    loaded = read_report(
        write(tmp_path, f"title: &t 甲\nsubtitle: *t\nkeywords: [*t, *t]\n{SECTIONS}")
    )
    assert loaded.report.subtitle == "甲"
    assert loaded.report.keywords == ("甲", "甲")
    assert (loaded.place("subtitle").line, loaded.place("subtitle").column) == (2, 11)


def test_a_folder_without_a_report(tmp_path):
    (found,) = check_report(tmp_path)
    assert found.code == "no-file"


def test_a_folder_called_like_a_report(tmp_path):
    (tmp_path / "x.yaml" / "report.yaml").mkdir(parents=True)
    (found,) = check_report(tmp_path / "x.yaml")
    assert found.code == "not-a-file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "report.yaml")
    (found,) = check_report(tmp_path)
    assert found.code == "not-a-file"


def test_a_table_that_is_a_link_out_of_the_folder(tmp_path):
    outside = tmp_path / "secret.csv"
    outside.write_text("a,b\n1,2\n", "utf-8")
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "t.csv").symlink_to(outside)
    path = write(folder, f"title: 甲\ntables:\n  t: {{file: t.csv}}\n{SECTIONS}")
    assert "path-outside" in {found.code for found in check_report(path)}
    collector = Collector()
    assert read_report(path, collector=collector, anywhere=True).tables["t"].columns == ("a", "b")


def test_nothing_is_lost_when_everything_is_wrong(tmp_path):
    path = write(
        tmp_path,
        "titel: 甲\nlanguage: xx\nfigures:\n  a: {label: 甲}\n  b: 3\nsections:\n"
        "  - {id: a, title: 甲, body: '{{ nix }}', charts: [{kind: pie}]}\n  - nothing\n",
    )
    codes = [found.code for found in check_report(path)]
    for code in ("unknown-key", "missing-key", "unknown-value", "no-value", "wrong-type",
                 "unknown-figure"):  # fmt: skip
        assert code in codes, code


def test_a_report_that_cannot_be_used_raises_with_all_of_it(tmp_path):
    path = write(tmp_path, "titel: 甲\nsubtilte: 乙\n" + SECTIONS)
    with pytest.raises(ReportError) as error:
        read_report(path)
    assert len(error.value.diagnostics) == 3


def test_a_stray_cell_in_the_last_row_and_column(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "t.xlsx"))
    sheet = book.add_worksheet("甲")
    sheet.write_row(0, 0, ["a", "b"])
    sheet.write_row(1, 0, ["x", 1])
    sheet.write(1_048_575, 16_383, "!")
    book.close()
    path = write(tmp_path, f"title: 甲\ntables:\n  t: {{file: t.xlsx}}\n{SECTIONS}")
    (found,) = [d for d in check_report(path) if d.severity == "error"]
    assert "goes on to XFD1048576" in found.message


def test_formats_far_below_the_table_do_no_harm(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "t.xlsx"))
    sheet = book.add_worksheet("甲")
    sheet.write_row(0, 0, ["a", "b"])
    sheet.write_row(1, 0, ["x", 1])
    sheet.write_blank(1_000_000, 200, None, book.add_format({"bold": True}))
    book.close()
    path = write(tmp_path, f"title: 甲\ntables:\n  t: {{file: t.xlsx}}\n{SECTIONS}")
    assert read_report(path).tables["t"].rows == (("x", "1"),)


@pytest.mark.parametrize("at", range(0, 512, 16))
def test_a_damaged_old_workbook_does_not_end_the_process(tmp_path, at):
    content = bytearray((CASES / "tables" / "old.xls").read_bytes())
    content[at : at + 16] = b"\xff" * 16
    (tmp_path / "t.xls").write_bytes(content)
    path = write(tmp_path, f"title: 甲\ntables:\n  t: {{file: t.xls, sheet: 甲}}\n{SECTIONS}")
    for found in check_report(path):
        assert found.message


@pytest.mark.parametrize(
    ("key", "most", "remedy"),
    [("lead", 5_000, "'body'"), ("title", 1_000, "shorten it")],
)
def test_a_lead_as_long_as_a_book_is_no_lead(tmp_path, key, most, remedy):
    text = "规模稳步扩大" * 40_000
    keys = {"title": "甲", "lead": "一句话。"}
    for length, wanted in ((most, False), (200_000, True)):
        keys[key] = text[:length]
        lines = "".join(f"    {name}: {value}\n" for name, value in keys.items())
        path = write(tmp_path, f"title: 长\nlanguage: zh-Hans\nsections:\n  - id: a\n{lines}")
        started = time.process_time()
        found = [d for d in check_report(path) if d.code == "overlong"]
        assert time.process_time() - started < 5
        assert bool(found) == wanted
        if found:
            assert found[0].path == f"sections[0].{key}"
            assert "200,000" in found[0].message
            assert remedy in found[0].hint
