"""A misspelt name → a question that names what it may have meant."""

from __future__ import annotations

from collections.abc import Iterable

from report.errors import suggestion


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``did you mean 'students'?``, or "" where nothing is near."""
    best = suggestion(name, known)
    return f"did you mean {best!r}?" if best else ""
