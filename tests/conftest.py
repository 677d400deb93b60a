"""Shared fixtures, and the marks of tests that need a program outside of Python."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

PROGRAMS = {
    "soffice": "LibreOffice opens and draws the deck",
    "pdftotext": "poppler reads the brochure's text",
    "pdffonts": "poppler lists the brochure's fonts",
    "pdfinfo": "poppler reads the brochure's structure",
    "qpdf": "qpdf checks the PDF's syntax",
    "java": "a JDK runs veraPDF",
    "npm": "npm brings PptxGenJS",
}


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout's root folder."""
    return ROOT


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*programs): system programs this test runs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs an absent program, with its reason."""
    for item in items:
        for mark in item.iter_markers("needs"):
            item.add_marker(pytest.mark.system)
            for program in mark.args:
                if shutil.which(program) is None:
                    why = f"{program} is not installed ({PROGRAMS.get(program, 'see .ci/run')})"
                    item.add_marker(pytest.mark.skip(reason=why))


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Where everything is installed (CI), a skipped test is a failed one."""
    if not os.environ.get("SHUANGCE_NO_SKIPS") or call.excinfo is None:
        return
    if call.excinfo.errisinstance(pytest.skip.Exception):
        fault = AssertionError(f"skipped in CI: {call.excinfo.value}")
        call.excinfo = pytest.ExceptionInfo.from_exc_info((AssertionError, fault, call.excinfo.tb))
