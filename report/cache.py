"""Drawings kept by content: a key that covers all that decides a drawing → its plain data.

An entry is a text file: the SHA-256 of its payload, a newline, the payload (JSON). A damaged or
foreign entry is taken as absent. Entries are written whole; the least recently used go first when
the folder grows past its bound. The folder can be deleted or copied between machines at any time:
keys hold no path and no time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

BOUND_BYTES = 64 * 1024 * 1024


class DrawingCache:
    """A bounded folder of drawings.

    ``salt`` names what decides every drawing alike: our drawing code, the versions of the
    libraries that draw, the faces.
    """

    def __init__(self, folder: Path, salt: str, bound_bytes: int = BOUND_BYTES) -> None:
        self.folder = folder
        self.salt = salt
        self.bound_bytes = bound_bytes
        self.hits = 0
        self.misses = 0

    def key(self, *parts: str) -> str:
        """Key of a drawing that ``parts`` decide (its plan, width and theme as text)."""
        mixed = hashlib.sha256(self.salt.encode())
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            mixed.update(len(data).to_bytes(8, "big"))
            mixed.update(data)
        return mixed.hexdigest()

    def _path(self, key: str) -> str:
        return os.path.join(self.folder, key[:2], key[2:])

    def fetch(self, key: str) -> str | None:
        """The payload kept under ``key``; None where there is none, or a damaged one."""
        path = self._path(key)
        try:
            with open(path, "rb") as file:
                digest, _, payload = file.read().partition(b"\n")
            found = payload.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            self.misses += 1
            return None
        if digest != _digest(key, payload):
            self.misses += 1
            return None
        self.hits += 1
        with contextlib.suppress(OSError):
            os.utime(path)
        return found

    def store(self, key: str, payload: str) -> None:
        """Keep ``payload`` under ``key``; a folder that cannot be written is no fault."""
        path = self._path(key)
        scratch = f"{path}.{os.getpid()}.part"
        data = payload.encode("utf-8")
        try:
            try:
                file = open(scratch, "wb")  # noqa: SIM115
            except FileNotFoundError:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                file = open(scratch, "wb")  # noqa: SIM115
            with file:
                file.write(_digest(key, data) + b"\n" + data)
            os.replace(scratch, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(scratch)

    def trim(self) -> None:
        """Drop the least recently used entries until the folder is within its bound."""
        entries: list[tuple[int, int, str]] = []
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(folder, name)
                with contextlib.suppress(OSError):
                    status = os.stat(path)
                    entries.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.bound_bytes:
                break
            with contextlib.suppress(OSError):
                os.unlink(path)
            total -= size


def _digest(key: str, payload: bytes) -> bytes:
    """What an entry begins with: it holds for this payload under this key alone."""
    mixed = hashlib.sha256(f"{key}\n".encode())
    mixed.update(payload)
    return mixed.hexdigest().encode("ascii")
