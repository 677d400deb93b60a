"""The drawing cache: damage, foreign entries and bounds."""

import os
from pathlib import Path

from report.cache import DrawingCache


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
