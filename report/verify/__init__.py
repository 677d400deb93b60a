"""Finished files → verdicts of the validators that are installed, and of our own checks.

:func:`verify` is what ``python generate.py verify`` runs. Each verdict is an
:class:`~report.verify.outcome.Outcome`; a validator that is not installed says so.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from report.verify.outcome import Finding, Outcome, verdict

__all__ = ["Finding", "Outcome", "verify", "verify_pdf"]


def verify(files: Sequence[Path]) -> tuple[Outcome, ...]:
    """Run what applies to each file: all PDFs share one run of veraPDF."""
    outcomes = list(verify_pdf([f for f in files if f.suffix.lower() == ".pdf"]))
    for file in files:
        if file.suffix.lower() == ".pptx":
            outcomes.append(_office(file))
            outcomes.append(_deck(file))
    return tuple(outcomes)


def verify_pdf(files: Sequence[Path]) -> tuple[Outcome, ...]:
    """PDF/UA-1 and the PDF/A part that each file claims, its syntax, our own checks."""
    from report.verify.accessible import check_structure
    from report.verify.verapdf import validate

    outcomes: list[Outcome] = []
    for part in ("2a", "3a"):
        claiming = [f for f in files if _claims(f) == part]
        if claiming:
            for found in validate(claiming, ("ua1", part)).values():
                outcomes += found
    for file in files:
        outcomes.append(_syntax(file))
        outcomes.append(check_structure(file))
    return tuple(outcomes)


def _claims(file: Path) -> str:
    """The PDF/A part that a file says it conforms to (XMP is never compressed in ours)."""
    part = re.search(rb"<pdfaid:part>(\d)", file.read_bytes())
    return "3a" if part and part[1] == b"3" else "2a"


def _syntax(file: Path) -> Outcome:
    check = "PDF syntax (qpdf)"
    if shutil.which("qpdf") is None:
        return Outcome(file, check, "absent", (), "install the program qpdf")
    done = subprocess.run(
        ["qpdf", "--check", str(file)], capture_output=True, check=False, text=True
    )
    if done.returncode == 0:
        return verdict(file, check, ())
    said = (done.stderr or done.stdout).strip().splitlines()
    return verdict(file, check, (Finding("syntax", said[-1] if said else "qpdf says no"),))


def _deck(file: Path) -> Outcome:
    """Our own checks of a deck: what schema validators do not see."""
    from report.deck.check import check_deck

    found = tuple(Finding(f.rule, f.message, f.part) for f in check_deck(file))
    return verdict(file, "deck (own checks)", found)


def _office(file: Path) -> Outcome:
    """Open XML schema and semantic rules, through ``openxml-audit``."""
    check = "Open XML (openxml-audit)"
    try:
        from openxml_audit import validate_pptx
    except ImportError:
        return Outcome(file, check, "absent", (), "install the Python package openxml-audit")
    return verdict(
        file, check, tuple(Finding("openxml", str(f)) for f in validate_pptx(str(file)).errors)
    )
