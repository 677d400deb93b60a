"""What each room loads when it is imported: a heavy library in the wrong place costs every run."""

import subprocess
import sys

import pytest

HEAVY = {
    "PIL", "babel", "budoux", "calamine", "fontTools", "jinja2", "lxml", "markdown_it",
    "matplotlib", "numpy", "pikepdf", "pptx", "pydantic", "pypdfium2", "pyphen", "reportlab",
    "rich", "uharfbuzz", "watchfiles", "xlsxwriter", "yaml",
}  # fmt: skip
NETWORK = {"http.client", "ssl", "urllib.request"}


def loaded(module: str) -> set[str]:
    """Everything that importing ``module`` loads."""
    code = f"import sys, {module}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("report.cli", set()),
        ("report.state", set()),
        ("report.arguments", set()),
        ("report.errors", set()),
        ("report.build", set()),
        ("report.fingerprint", set()),
        ("report.theme", set()),
        ("report.fonts", set()),
        ("report.typeset", set()),
        ("report.compose.document", set()),
        ("report.source.read", set()),
        ("report.compose.assemble", set()),
        # ReportLab itself loads Pillow
        ("report.brochure.book", {"reportlab", "PIL", "uharfbuzz"}),
        ("report.brochure.chart", set()),
        ("report.brochure.chart.sheet", set()),
        ("report.deck.deck", set()),
    ],
)
def test_nothing_heavy_is_loaded(module: str, allowed: set[str]):
    found = loaded(module)
    assert not {name.partition(".")[0] for name in found} & (HEAVY - allowed)
    if "reportlab" not in allowed:
        assert not found & NETWORK
    assert "matplotlib.pyplot" not in found


@pytest.mark.parametrize(
    "module",
    ["report.build", "report.source.read", "report.compose.assemble", "report.deck.deck",
     "report.brochure.book", "report.fingerprint", "report.snapshot"],
)  # fmt: skip
def test_no_class_is_compiled(module: str):
    """``dataclasses`` writes the methods of every class as text and compiles them."""
    assert "dataclasses" not in loaded(module)
