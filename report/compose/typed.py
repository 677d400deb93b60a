"""Numbers typed by hand in texts → a warning each, with its place (an error if strict)."""

from __future__ import annotations

from report.compose.composition import Composition


def check_typed_numbers(work: Composition, *, strict: bool) -> None:
    """Report numbers that should be figures."""
