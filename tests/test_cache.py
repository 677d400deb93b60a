"""The drawing cache: damage, foreign entries and bounds."""

import os
from pathlib import Path

import pytest

from report import fingerprint
from report.cache import DrawingCache
from report.fonts import FontBook, open_fonts


def test_gives_back_what_was_stored(tmp_path: Path):
    cache = DrawingCache(tmp_path, "salt")
    key = cache.key("plan", "310.0")
    assert cache.fetch(key) is None
    cache.store(key, '{"ops": []}')
    assert cache.fetch(key) == '{"ops": []}'


def test_key_keeps_parts_apart(tmp_path: Path):
    cache = DrawingCache(tmp_path, "salt")
    assert cache.key("ab", "c") != cache.key("a", "bc")
    assert cache.key("a") != DrawingCache(tmp_path, "pepper").key("a")


def test_damaged_entry_counts_as_absent(tmp_path: Path):
    cache = DrawingCache(tmp_path, "salt")
    key = cache.key("x")
    cache.store(key, "payload")
    (path,) = (p for p in tmp_path.rglob("*") if p.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"X")
    assert cache.fetch(key) is None
    path.write_bytes(b"\xff\xfe\x00")
    assert cache.fetch(key) is None


def test_entry_copied_to_another_key_counts_as_absent(tmp_path: Path):
    cache = DrawingCache(tmp_path, "salt")
    ours, theirs = cache.key("ours"), cache.key("theirs")
    cache.store(theirs, "their chart")
    target = tmp_path / ours[:2] / ours[2:]
    target.parent.mkdir(exist_ok=True)
    target.write_bytes((tmp_path / theirs[:2] / theirs[2:]).read_bytes())
    assert cache.fetch(ours) is None


def test_trims_least_recently_used_first(tmp_path: Path):
    cache = DrawingCache(tmp_path, "salt", bound_bytes=2500)
    keys = [cache.key(str(k)) for k in range(5)]
    for k, key in enumerate(keys):
        cache.store(key, "x" * 900)
        os.utime(tmp_path / key[:2] / key[2:], ns=(k, k))
    cache.fetch(keys[0])
    cache.trim()
    assert [key for key in keys if cache.fetch(key)] == [keys[0], keys[4]]


def test_unwritable_folder_is_no_fault():
    cache = DrawingCache(Path("/proc/nowhere"), "salt")
    cache.store(cache.key("x"), "payload")
    assert cache.fetch(cache.key("x")) is None


def _salt(fonts: FontBook) -> str:
    return fingerprint.drawing_cache("out", fonts).salt


def test_the_salt_covers_faces_drawing_code_and_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Whatever decides every drawing alike makes the drawings of an earlier state unreachable."""
    fonts = open_fonts()
    known = _salt(fonts)
    assert _salt(open_fonts()) == known
    assert _salt(FontBook(fonts.faces[1:])) != known

    code = tmp_path / "brochure" / "ink.py"
    code.parent.mkdir()
    code.write_text("WIDTH = 1\n")
    files = fingerprint.code_files()
    monkeypatch.setattr(fingerprint, "code_files", lambda: [*files, str(code)])
    with_code = _salt(fonts)
    assert with_code != known
    code.write_text("WIDTH = 2\n")
    assert _salt(fonts) not in (known, with_code)
    deck = tmp_path / "deck" / "ink.py"
    deck.parent.mkdir()
    deck.write_text("WIDTH = 1\n")
    monkeypatch.setattr(fingerprint, "code_files", lambda: [*files, str(deck)])
    assert _salt(fonts) == known, "the deck's code draws no chart of the brochure"

    monkeypatch.undo()
    paths = list(fingerprint.library_files(fingerprint.DRAWING_LIBRARIES))
    assert any("matplotlib-" in path for path in paths)
    other = [path.replace("matplotlib-", "matplotlib-9") for path in paths]
    monkeypatch.setattr(fingerprint, "library_files", lambda _: iter(other))
    assert _salt(fonts) != known


def test_the_salt_holds_no_path(tmp_path: Path):
    fonts = open_fonts()
    first = fingerprint.drawing_cache(str(tmp_path / "a"), fonts).salt
    assert first == fingerprint.drawing_cache(str(tmp_path / "b"), fonts).salt
