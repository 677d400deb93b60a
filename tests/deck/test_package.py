"""The package's bytes: the same each time, read by others, fixed dates."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest

from report.deck.package import write_zip
from report.deck.presentation import guid
from tests.deck.conftest import fonts, made, opened

PROGRAM = """
import hashlib, sys
from report.deck.deck import deck_bytes
from report.fonts import open_fonts
from report.theme import load_theme
from tests.deck.samples import EVERY
data, _ = deck_bytes(EVERY["report"](), load_theme("qing"), open_fonts())
sys.stdout.write(hashlib.sha256(data).hexdigest())
"""


def test_same_bytes_in_other_processes(root):
    import hashlib

    expected = hashlib.sha256(made("report")[0]).hexdigest()
    for seed, zone, locale in (("0", "UTC", "C"), ("4711", "Asia/Shanghai", "C.UTF-8")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], cwd=root, env=env, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        assert done.stdout == expected


def test_every_date_is_fixed_even_inside_workbooks():
    with zipfile.ZipFile(BytesIO(made("report")[0])) as archive:
        entries = archive.infolist()
        books = [archive.read(e) for e in entries if e.filename.endswith(".xlsx")]
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert len(books) == 4
    for book in books:
        with zipfile.ZipFile(BytesIO(book)) as inner:
            assert {e.date_time for e in inner.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_zip_reads_back_with_any_name_and_size():
    parts = [("a.xml", b"<a/>" * 1000), ("图/空.xml", b""), ("b.png", bytes(range(256)))]
    with zipfile.ZipFile(BytesIO(write_zip(parts))) as archive:
        assert archive.testzip() is None
        assert [(n, archive.read(n)) for n in archive.namelist()] == parts


def test_content_types_come_first():
    with zipfile.ZipFile(BytesIO(made("report")[0])) as archive:
        assert archive.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]


def test_guid_is_upper_case_and_depends_on_the_text_alone():
    import uuid

    assert guid("甲") == guid("甲") != guid("乙")
    assert uuid.UUID(guid("甲")).version == 8
    assert guid("甲") == guid("甲").upper()


def test_no_dates_from_the_clock(monkeypatch):
    from report.deck.properties import date_stamp

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert date_stamp("2022-10") == "2022-10-01T00:00:00Z"
    assert date_stamp("2022年10月8日") == "2022-10-08T00:00:00Z"
    assert date_stamp("第二季度") == ""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert date_stamp("2022-10") == "1970-01-01T00:00:00Z"


def test_core_properties():
    core = opened(made("report")[0]).core_properties
    assert (core.title, core.subject, core.author) == ("首府教育十年", "教育事业数据手册", "编辑部")
    assert core.language == "zh-CN"
    assert core.keywords == "教育, 数据"
    assert core.created is not None
    assert core.created.year == 2022


def test_two_decks_in_one_process_do_not_share_anything():
    from report.deck.deck import deck_bytes
    from report.theme import load_theme
    from tests.deck.samples import EVERY

    first, _ = deck_bytes(EVERY["thin"](), load_theme("qing"), fonts())
    deck_bytes(EVERY["report"](), load_theme("zhe"), fonts())
    second, _ = deck_bytes(EVERY["thin"](), load_theme("qing"), fonts())
    assert first == second


@pytest.mark.parametrize("name", ["report", "thin"])
def test_small(name):
    data, summary = made(name)
    assert len(data) < 42_000 + 6_000 * summary.slides
