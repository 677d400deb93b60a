"""Info and XMP say the same, and no clock is read."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from report.brochure.metadata import Metadata, date_of
from report.brochure.pdf import PdfBook
from report.verify.accessible import check_structure
from tests.brochure.glyphs import face, run


def saved(metadata):
    out = io.BytesIO()
    book = PdfBook(out, metadata)
    with book.page(200, 200), book.tags.element("H1"):
        book.fonts.show(book.canvas, run("试", face()), 20, 20)
    book.save()
    return out


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-11", (2026, 11, 1)),
        ("2026年11月3日", (2026, 11, 3)),
        ("2026", (2026, 1, 1)),
        ("二〇二六年", None),
        ("", None),
        ("2026-13", None),
        ("编号20261103", None),
    ],
)
def test_the_date_is_the_report_s_own(text, date):
    assert date_of(text) == (datetime(*date, tzinfo=UTC) if date else None)


def test_without_a_date_the_source_date_epoch_decides(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    with pikepdf.open(saved(Metadata("试", "zh-Hans"))) as pdf:
        assert pdf.docinfo.CreationDate == "D:19700102000000+00'00'"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    with pikepdf.open(saved(Metadata("试", "zh-Hans"))) as pdf:
        assert pdf.docinfo.CreationDate == "D:20000101000000+00'00'"


@pytest.mark.parametrize(
    "hard", ["<a & b>", "括(号)与\\反斜", "𠮷野家", "a\rb", "]]>", "a;b", "“引号”"]
)
def test_hard_characters_survive_in_both(hard, tmp_path):
    path = tmp_path / "a.pdf"
    metadata = Metadata(hard, "zh-Hans", author=hard, subject=hard, keywords=(hard, "x"))
    path.write_bytes(saved(metadata).getvalue())
    with pikepdf.open(path) as pdf:
        assert pdf.docinfo.Title == hard
    assert check_structure(path).findings == ()
