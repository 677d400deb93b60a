"""Decks made once for all tests of the deck."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import pytest

from report.deck.deck import DeckSummary, deck_bytes
from report.fonts import FontBook, open_fonts
from report.theme import load_theme
from tests.deck.samples import EVERY


@cache
def fonts() -> FontBook:
    """The project's faces."""
    return open_fonts()


@cache
def made(name: str, theme: str = "qing") -> tuple[bytes, DeckSummary]:
    """The deck of a sample document, and its summary."""
    return deck_bytes(EVERY[name](), load_theme(theme), fonts())


def opened(data: bytes) -> Any:
    """The deck as python-pptx reads it."""
    from pptx import Presentation

    return Presentation(BytesIO(data))


@pytest.fixture(params=sorted(EVERY))
def sample(request: pytest.FixtureRequest) -> str:
    """The name of each sample document in turn."""
    return request.param
