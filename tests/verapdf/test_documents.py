"""veraPDF on whole brochures: PDF/UA-1 with PDF/A-2a (PDF/A-3a where data are attached)."""

from __future__ import annotations

import pytest

from report.verify.verapdf import missing, validate
from tests.brochure.whole import DOCUMENTS, make

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("java"),
    pytest.mark.skipif(missing() == "install the Python package opendataloader-pdf",
                       reason="opendataloader-pdf is not installed"),
]  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """All brochures in two runs of the Java machine."""
    folder = tmp_path_factory.mktemp("whole")
    files = {name: make(name, folder) for name in DOCUMENTS}
    attached = files.pop("attached")
    found = dict(validate(list(files.values())))
    found |= validate([attached], ("ua1", "3a"))
    return {path.stem: result for path, result in found.items()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_brochure_conforms(outcomes, name):
    assert len(outcomes[name]) == 2
    assert [str(o) for o in outcomes[name] if o.state != "passed"] == []
