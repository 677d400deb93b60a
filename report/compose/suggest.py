"""A misspelt name → the names it may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 200
"""Names longer than this are not compared: no near miss is that long."""


def near_misses(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to two of ``known`` that are close to ``name``, nearest first."""
    if len(name) > LONGEST:
        return ()
    candidates = list(known)
    lowered = {candidate.lower(): candidate for candidate in reversed(candidates)}
    if name.lower() in lowered:
        return (lowered[name.lower()],)
    return tuple(get_close_matches(name, candidates, 2, 0.7))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``did you mean 'students'?``, or "" where nothing is near."""
    found = near_misses(name, known)
    return f"did you mean {' or '.join(map(repr, found))}?" if found else ""
