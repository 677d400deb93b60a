"""What was built last, from what: the manifest beside the outputs, and whether it still holds.

Standard library only, and as little of it as possible (no json, re, dataclasses or pathlib): a
run that has nothing to do loads this module and no other of ours, and costs hardly more than
starting the interpreter.

A manifest lists every file that a build read (report, tables, images, theme, template, fonts, our
own code, the libraries' metadata) with size, modification time and SHA-256. A file whose size and
time are as recorded is taken as unchanged; any other is hashed again. A manifest that cannot be
read counts as absent. It is a text file, one fact a line, fields parted by tabs.
"""

from __future__ import annotations

import os
import sys

FOLDER = ".shuangce"
"""Folder beside the outputs that holds manifests, locks and the drawing cache."""

EDITIONS = ("pdf", "pptx")

HEADER = "shuangce manifest 1"

SCOPES = ("data", "both", "pdf", "pptx")
"""What an input decides: what the report says, both editions' looks, or one edition's."""


class Stamp:
    """Size in bytes, modification time in nanoseconds and SHA-256 of a file."""

    __slots__ = ("sha256", "size", "time_ns")

    def __init__(self, size: int, time_ns: int, sha256: str) -> None:
        self.size = size
        self.time_ns = time_ns
        self.sha256 = sha256

    @classmethod
    def of(cls, path: str) -> Stamp:
        """The stamp of a file as it is now; raises OSError."""
        status = os.stat(path)
        return cls(status.st_size, status.st_mtime_ns, digest(path))

    def holds(self, path: str) -> bool:
        """Whether the file is still what was recorded; hashes it only where time differs."""
        try:
            status = os.stat(path)
            if status.st_size != self.size:
                return False
            return status.st_mtime_ns == self.time_ns or digest(path) == self.sha256
        except OSError:
            return False


def digest(path: str) -> str:
    """SHA-256 of a file's content in hex; raises OSError."""
    import hashlib

    mixed = hashlib.sha256()
    # hashlib.file_digest clears a quarter of a megabyte for each of three hundred small files.
    with open(path, "rb", buffering=0) as file:
        while block := file.read(65_536):
            mixed.update(block)
    return mixed.hexdigest()


class Target:
    """One report to make and where its editions go (absolute paths)."""

    __slots__ = ("allow_code", "editions", "out", "report", "strict")

    def __init__(
        self,
        report: str,
        out: str,
        editions: tuple[str, ...] = EDITIONS,
        strict: bool = False,
        allow_code: bool = False,
    ) -> None:
        self.report = report
        self.out = out
        self.editions = editions
        self.strict = strict
        self.allow_code = allow_code

    @property
    def name(self) -> str:
        """Name of the outputs: the file's stem, or its folder's name for ``report.yaml``."""
        folder, file = os.path.split(self.report)
        stem = os.path.splitext(file)[0]
        return os.path.basename(folder) if stem == "report" and folder else stem

    def output(self, edition: str) -> str:
        """Path of one edition (``pdf`` or ``pptx``)."""
        return os.path.join(self.out, f"{self.name}.{edition}")

    def record(self, kind: str) -> str:
        """Path of a record of this target's last build (``manifest``, ``snapshot.json``)."""
        return os.path.join(self.out, FOLDER, f"{self.name}.{kind}")

    @property
    def options(self) -> str:
        """What besides files decides the outputs, as one line."""
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        # Another Python or environment brings other libraries, although ours still lie there.
        python = f"{sys.implementation.cache_tag} {sys.prefix}"
        return f"allow_code={self.allow_code} epoch={epoch} python={python}"


class Manifest:
    """What the last build of a target read and wrote."""

    __slots__ = ("code", "counts", "fingerprints", "inputs", "options", "outputs", "report")

    def __init__(self) -> None:
        self.report = ""
        self.options = ""
        self.counts: dict[str, int] = {}
        """``pages``, ``slides``, ``charts``, ``warnings``."""
        self.inputs: dict[str, tuple[str, Stamp]] = {}
        """Path → (scope, stamp)."""
        self.code: list[str] = []
        """Our own source files, so that a new one counts as a change."""
        self.outputs: dict[str, Stamp] = {}
        """Edition → stamp of the file that was written."""
        self.fingerprints: dict[str, str] = {}
        """Edition → digest of all that it shows, so that a comment's edit remakes nothing."""

    def lines(self) -> list[str]:
        """The manifest as text lines."""
        out = [HEADER, f"report\t{self.report}", f"options\t{self.options}"]
        out += [f"count\t{name}\t{number}" for name, number in sorted(self.counts.items())]
        out += [f"shows\t{edition}\t{mark}" for edition, mark in sorted(self.fingerprints.items())]
        for edition, s in sorted(self.outputs.items()):
            out.append(f"output\t{edition}\t{s.size}\t{s.time_ns}\t{s.sha256}")
        for path, (scope, s) in sorted(self.inputs.items()):
            out.append(f"input\t{scope}\t{s.size}\t{s.time_ns}\t{s.sha256}\t{path}")
        out += [f"code\t{path}" for path in self.code]
        return out

    @classmethod
    def parse(cls, text: str) -> Manifest | None:
        """The manifest that ``text`` holds; None where it is not one of ours, or cut short."""
        lines = text.split("\n")
        if lines[0] != HEADER or lines[-2:] != ["end", ""]:
            return None
        made = cls()
        for line in lines[1:-2]:
            kind, _, rest = line.partition("\t")
            if kind == "input":
                scope, size, time_ns, sha256, path = rest.split("\t", 4)
                made.inputs[path] = (scope, Stamp(int(size), int(time_ns), sha256))
            elif kind == "code":
                made.code.append(rest)
            elif kind == "output":
                edition, size, time_ns, sha256 = rest.split("\t")
                made.outputs[edition] = Stamp(int(size), int(time_ns), sha256)
            elif kind == "count":
                name, number = rest.split("\t")
                made.counts[name] = int(number)
            elif kind == "shows":
                edition, mark = rest.split("\t")
                made.fingerprints[edition] = mark
            elif kind == "report":
                made.report = rest
            elif kind == "options":
                made.options = rest
        return made

    @classmethod
    def read(cls, target: Target) -> Manifest | None:
        """The manifest of a target's last build; None where none can be used."""
        try:
            with open(target.record("manifest"), encoding="utf-8") as file:
                return cls.parse(file.read())
        except (OSError, ValueError):
            return None

    def stale_scopes(self, target: Target) -> set[str]:
        """The scopes in which an input of the last build is no longer what it was."""
        if (self.report, self.options, self.code) != (target.report, target.options, code_files()):
            return set(SCOPES)
        return {scope for path, (scope, s) in self.inputs.items() if not s.holds(path)}

    def stale_editions(self, target: Target) -> tuple[str, ...]:
        """The editions of a target that are missing or no longer what its inputs give."""
        if target.strict and self.counts.get("warnings"):
            return target.editions
        scopes = self.stale_scopes(target)
        if scopes & {"data", "both"}:
            return target.editions
        return tuple(
            edition
            for edition in target.editions
            if edition in scopes
            or edition not in self.outputs
            or not self.outputs[edition].holds(target.output(edition))
        )


def stale_editions(target: Target) -> tuple[str, ...]:
    """The editions of a target that have to be made."""
    manifest = Manifest.read(target)
    return target.editions if manifest is None else manifest.stale_editions(target)


def code_scope(path: str) -> str:
    """Which editions a source file of ours decides."""
    parts = path.split(os.sep)
    return "pdf" if "brochure" in parts else "pptx" if "deck" in parts else "both"


def code_files() -> list[str]:
    """Our own files that decide the outputs, in a fixed order: code is an input like any other."""
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


def find_reports(root: str) -> list[str]:
    """Every ``data/*/report.yaml`` under ``root``, in order of name (absolute paths)."""
    data = os.path.join(root, "data")
    try:
        names = sorted(os.listdir(data))
    except OSError:
        return []
    paths = (os.path.join(data, name, "report.yaml") for name in names)
    return [path for path in paths if os.path.isfile(path)]
