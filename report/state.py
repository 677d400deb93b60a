"""What was built last, from what: the manifest beside the outputs, and whether it still holds.

Standard library only, and as little of it as possible: a run that has nothing to do loads this
module and no other of ours. A manifest lists every file that a build read (report, tables,
images, theme, template, fonts, our own code, the libraries' metadata) with size, modification
time and SHA-256. A file whose size and time are as recorded is taken as unchanged; any other is
hashed again. A manifest that cannot be read counts as absent.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass

FOLDER = ".shuangce"
"""Folder beside the outputs that holds manifests, locks and the drawing cache."""

VERSION = 1

Stamp = list[object]
"""``[size in bytes, modification time in ns, SHA-256 in hex]``."""


def digest(path: str) -> str:
    """SHA-256 of a file's content in hex; raises OSError."""
    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamp(path: str) -> Stamp:
    """Size, time and hash of a file; raises OSError."""
    status = os.stat(path)
    return [status.st_size, status.st_mtime_ns, digest(path)]


def unchanged(path: str, recorded: Stamp) -> bool:
    """Whether a file is what a manifest recorded; hashes only where size or time differ."""
    try:
        status = os.stat(path)
    except OSError:
        return False
    if status.st_size != recorded[0]:
        return False
    return status.st_mtime_ns == recorded[1] or digest(path) == recorded[2]


def code_files() -> list[str]:
    """Our own source files, in a fixed order: code is an input like any other."""
    root = os.path.dirname(os.path.abspath(__file__))
    found: list[str] = []
    pending = [root]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in ("__pycache__", "_fonts"):
                        pending.append(entry.path)
                elif entry.name.endswith((".py", ".yaml", ".json", ".icc")):
                    found.append(entry.path)
    return sorted(found)


@dataclass(frozen=True)
class Target:
    """One report to make and where its editions go (absolute paths)."""

    report: str
    out: str
    editions: tuple[str, ...] = ("pdf", "pptx")
    strict: bool = False
    allow_code: bool = False

    @property
    def name(self) -> str:
        """Name of the outputs: the file's stem, or its folder's name for ``report.yaml``."""
        folder, file = os.path.split(self.report)
        stem = os.path.splitext(file)[0]
        return os.path.basename(folder) if stem == "report" and folder else stem

    def output(self, edition: str) -> str:
        """Path of one edition (``pdf`` or ``pptx``)."""
        return os.path.join(self.out, f"{self.name}.{edition}")

    @property
    def manifest_path(self) -> str:
        """Path of the manifest of this target's last build."""
        return os.path.join(self.out, FOLDER, f"{self.name}.json")

    @property
    def snapshot_path(self) -> str:
        """Path of the record of what the last build shows."""
        return os.path.join(self.out, FOLDER, f"{self.name}.snapshot.json")

    @property
    def options(self) -> dict[str, object]:
        """What besides files decides the outputs."""
        return {"allow_code": self.allow_code, "epoch": os.environ.get("SOURCE_DATE_EPOCH", "")}


def read_manifest(target: Target) -> dict[str, object] | None:
    """The manifest of the last build, or None where there is none that can be used."""
    try:
        with open(target.manifest_path, encoding="utf-8") as file:
            manifest = json.load(file)
    except (OSError, ValueError):
        return None
    if not isinstance(manifest, dict) or manifest.get("version") != VERSION:
        return None
    return manifest


def stale_editions(target: Target, manifest: dict[str, object] | None) -> tuple[str, ...]:
    """The editions of a target that are missing or no longer what its inputs give."""
    if manifest is None or manifest.get("report") != target.report:
        return target.editions
    if manifest.get("options") != target.options:
        return target.editions
    if target.strict and manifest.get("warnings"):
        return target.editions
    inputs = manifest.get("inputs")
    outputs = manifest.get("outputs")
    if not isinstance(inputs, dict) or not isinstance(outputs, dict):
        return target.editions
    if manifest.get("code") != code_files() or not all(
        unchanged(path, recorded) for path, recorded in inputs.items()
    ):
        return target.editions
    return tuple(
        edition
        for edition in target.editions
        if edition not in outputs or not unchanged(target.output(edition), outputs[edition])
    )


def find_reports(root: str) -> list[str]:
    """Every ``data/*/report.yaml`` under ``root``, in order of name (absolute paths)."""
    data = os.path.join(root, "data")
    try:
        names = sorted(os.listdir(data))
    except OSError:
        return []
    paths = (os.path.join(data, name, "report.yaml") for name in names)
    return [path for path in paths if os.path.isfile(path)]
