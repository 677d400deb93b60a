"""Texts to set, written for these tests; see ``texts.txt``."""

from __future__ import annotations

from pathlib import Path


def read() -> tuple[tuple[str, str], ...]:
    lines = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    found = [line.split("\t", 1) for line in lines if not line.startswith("#")]
    return tuple((language, text) for language, text in found)


TEXTS = read()
