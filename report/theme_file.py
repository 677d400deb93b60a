"""A theme's YAML → validated tokens: every key known, every pair of colours legible.

A theme file names its colours and may change type roles, line weights, page formats and page
rules; what it does not say comes from the theme that it ``extends``. The pairs whose contrast
is tested are those of the visual design, section 4 (WCAG 2.1, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from report.errors import Collector, ReportError, suggestion
from report.record import record, replace
from report.source.loaded import PathKey, path_text
from report.source.paths import locate_file
from report.source.text import check_characters, decode, read_bytes
from report.source.yaml import YamlDocument, read_yaml
from report.theme import FORMATS, THEMES_FOLDER, PageFormat, Theme, TypeRole, contrast

MAX_BYTES = 262_144
KEYS = ("name", "title", "extends", "colours", "type", "lines", "formats", "pages")
TOKENS = (
    "ink", "muted", "rule", "paper", "white", "p900", "p700", "p500", "p300", "p100", "accent",
    "accent-h", "sun", "s700", "s300", "t700", "t300", "t100", "ramp0", "ramp1", "ramp2", "ramp3",
    "ramp4",
)  # fmt: skip
STAND_INS = {"t700": "muted", "t300": "ramp1", "t100": "rule"}
"""Tokens that a theme need not name, and those that then stand for them."""
TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
PAIRS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("ink", ("white", "paper", "p100"), TEXT_CONTRAST),
    ("muted", ("white", "paper", "p100"), TEXT_CONTRAST),
    (
        "p900",
        ("white", "paper", "p100", "p300", "s300", "t300", "t100", "ramp0", "ramp1"),
        TEXT_CONTRAST,
    ),
    ("p700", ("white", "paper", "p100"), TEXT_CONTRAST),
    ("p500", ("white", "paper"), TEXT_CONTRAST),
    ("accent", ("white", "paper", "p100"), TEXT_CONTRAST),
    ("white", ("s700", "t700", "ramp2", "ramp3", "ramp4"), TEXT_CONTRAST),
    ("accent", ("sun",), MARK_CONTRAST),
)
"""What stands on what, and the ratio it needs."""
_NO_TEXT = frozenset({"opener-numeral", "slide-section-numeral", "data-label-inside", "cover-key"})
"""Roles that are drawn on a fill, or so large that they are ornament."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_NUMBER = re.compile(r"-?[0-9]{1,5}(\.[0-9]{1,4})?")


@record(frozen=False)
class _Reader:
    """One theme file being read."""

    document: YamlDocument
    collector: Collector

    def error(
        self, path: PathKey, message: str, hint: str, code: str, *, key: bool = False
    ) -> None:
        place = self.document.keys.get(path) if key else None
        self.collector.add(
            place or self.document.place(path), message, hint=hint, path=path_text(path), code=code
        )

    def mapping(self, data: Any, path: PathKey, known: Iterable[str], what: str) -> dict[str, Any]:
        """``data`` as a mapping with ``known`` keys only."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            self.error(path, "must be a mapping of keys", "write 'key: value' lines", "wrong-type")
            return {}
        choices, good = tuple(known), {}
        for key, value in data.items():
            if key in choices:
                good[key] = value
                continue
            near = suggestion(key, choices)
            hint = f"did you mean '{near}'?" if near else "known: " + ", ".join(choices)
            self.error((*path, key), f"unknown {what} '{key}'", hint, "unknown-key", key=True)
        return good

    def number(self, value: Any, path: PathKey, least: float, most: float) -> float | None:
        if not isinstance(value, str) or not _NUMBER.fullmatch(value):
            self.error(path, "must be a number of points", "write 10.5", "wrong-type")
            return None
        number = float(value)
        if not least <= number <= most:
            self.error(path, f"must be {least:g} to {most:g}, but is {value}", "", "out-of-range")
            return None
        return number

    def choice(self, value: Any, path: PathKey, known: tuple[str, ...]) -> str | None:
        if value in known:
            return value
        near = suggestion(str(value), known)
        hint = f"did you mean '{near}'?" if near else "known: " + ", ".join(known)
        self.error(path, f"'{value}' is not known here", hint, "unknown-value")
        return None


def read_theme(path: Path, *, above: tuple[Path, ...] = ()) -> Theme:
    """The theme in the file at ``path``; :class:`ReportError` with all of its faults."""
    collector = Collector()
    shown = str(path)
    content = read_bytes(path, shown, MAX_BYTES, collector)
    text = decode(content, shown, collector) if content is not None else None
    readable = text is not None and check_characters(text, shown, collector)
    document = read_yaml(text, shown, collector) if text is not None and readable else None
    if document is None:
        raise ReportError(collector.diagnostics)
    reader = _Reader(document, collector)
    data = reader.mapping(document.data, (), KEYS, "key")
    base = _base(reader, data, path, above)
    theme = _theme(reader, data, base, path)
    _check_contrast(reader, theme)
    collector.raise_errors()
    return replace(theme, files=(str(path.resolve()), *(base.files if base else ())))


def _base(
    reader: _Reader, data: dict[str, Any], path: Path, above: tuple[Path, ...]
) -> Theme | None:
    """The theme that this one extends, if any."""
    name = data.get("extends")
    if name is None:
        return None
    where: PathKey = ("extends",)
    place, shown = reader.document.place(where), path_text(where)
    if not isinstance(name, str):
        reader.error(where, "must be the name of a theme", "write 'extends: qing'", "wrong-type")
        return None
    ours = THEMES_FOLDER / f"{name}.yaml"
    if ours.is_file() and not set(name) & set("/\\."):
        found: Path | None = ours
    elif re.fullmatch(r"[\w-]+", name):
        known = sorted(p.stem for p in THEMES_FOLDER.glob("*.yaml"))
        near = suggestion(name, known)
        hint = f"did you mean '{near}'?" if near else "ours are " + ", ".join(known)
        reader.error(where, f"there is no theme '{name}'", hint, "unknown-theme")
        return None
    else:
        found = locate_file(name, path.parent, place, shown, reader.collector)
    if found is None:
        return None
    if found.resolve() in (path.resolve(), *above) or len(above) > 8:
        reader.error(where, "the theme extends itself", "extend another one", "cycle")
        return None
    try:
        return read_theme(found, above=(*above, path.resolve()))
    except ReportError as error:
        reader.collector.extend(error.diagnostics)
        return None


def _theme(reader: _Reader, data: dict[str, Any], base: Theme | None, path: Path) -> Theme:
    name = data.get("name") or path.stem
    title = data.get("title") or name
    for key, value in (("name", name), ("title", title)):
        if not isinstance(value, str):
            reader.error((key,), "must be text", "write one line", "wrong-type")
    colours = dict(base.colours) if base else {}
    colours.update(_colours(reader, data.get("colours")))
    if base is None and "extends" not in data:
        for token in sorted(TOKENS, key=STAND_INS.__contains__):
            if token not in colours:
                stand_in = colours.get(STAND_INS.get(token, ""), "")
                colours[token] = "#FFFFFF" if token in ("white", "paper") else stand_in
        absent = [token for token in TOKENS if not colours[token]]
        if absent:
            reader.error(
                ("colours",),
                "there is no colour for " + ", ".join(absent),
                "add them, or write 'extends: qing'",
                "missing-key",
            )
    start = base or Theme(str(name), str(title), {})
    pages = reader.mapping(
        data.get("pages"), ("pages",), ("section_start", "multiple_of_four"), "key"
    )
    section_start, four = start.section_start, start.multiple_of_four
    if "section_start" in pages:
        wanted = pages["section_start"]
        chosen = reader.choice(wanted, ("pages", "section_start"), ("verso", "recto", "any"))
        section_start = chosen or section_start
    if "multiple_of_four" in pages:
        wanted = pages["multiple_of_four"]
        chosen = reader.choice(wanted, ("pages", "multiple_of_four"), ("true", "false"))
        four = chosen == "true"
    return replace(
        start,
        name=str(name),
        title=str(title),
        colours=MappingProxyType({k: v for k, v in colours.items() if v}),
        type=MappingProxyType(_type(reader, data.get("type"), start.type)),
        lines=MappingProxyType(_lines(reader, data.get("lines"), start.lines)),
        formats=MappingProxyType(_formats(reader, data.get("formats"), start.formats)),
        section_start=section_start,
        multiple_of_four=four,
    )


def _colours(reader: _Reader, data: Any) -> dict[str, str]:
    good: dict[str, str] = {}
    for token, value in reader.mapping(data, ("colours",), TOKENS, "colour").items():
        path: PathKey = ("colours", token)
        if isinstance(value, str) and _COLOUR.fullmatch(value):
            good[token] = value.upper()
        elif value is None:
            line = reader.document.source.line(reader.document.place(path).line)
            hint = "write '\"#1D2225\"'"
            if "#" in line:
                hint = "put it in quotes: YAML takes what follows '#' for a remark"
            reader.error(path, f"'{token}' is empty", hint, "empty-value")
        else:
            shown = value if isinstance(value, str) else "…"
            reader.error(
                path, f"'{shown}' is no colour", "write six digits: '\"#1D2225\"'", "bad-colour"
            )
    return good


def _type(reader: _Reader, data: Any, roles: Mapping[str, TypeRole]) -> dict[str, TypeRole]:
    found = dict(roles)
    keys = TypeRole.__match_args__
    for role, written in reader.mapping(data, ("type",), roles, "role").items():
        path: PathKey = ("type", role)
        changes: dict[str, Any] = {}
        for key, value in reader.mapping(written, path, keys, "key").items():
            where = (*path, key)
            if key == "family":
                changes[key] = reader.choice(value, where, ("serif", "sans"))
            elif key == "colour":
                changes[key] = reader.choice(value, where, TOKENS)
            elif key == "weight":
                weight = reader.number(value, where, 100, 900)
                changes[key] = None if weight is None else int(weight)
            elif key == "tracking":
                changes[key] = reader.number(value, where, -20, 20)
            else:
                changes[key] = reader.number(value, where, 6, 400)
        changed = replace(found[role], **{k: v for k, v in changes.items() if v is not None})
        if changed.leading < changed.size * 0.85:
            reader.error(
                path,
                f"the leading {changed.leading:g} is too small for a size of {changed.size:g}",
                f"write 'leading: {changed.size * 1.4:.3g}'",
                "out-of-range",
            )
        found[role] = changed
    return found


def _lines(reader: _Reader, data: Any, lines: Mapping[str, float]) -> dict[str, float]:
    found = dict(lines)
    for name, value in reader.mapping(data, ("lines",), lines, "line").items():
        weight = reader.number(value, ("lines", name), 0.25, 12)
        found[name] = found[name] if weight is None else weight
    return found


def _formats(
    reader: _Reader, data: Any, formats: Mapping[str, PageFormat]
) -> dict[str, PageFormat]:
    found = dict(formats)
    numbers = {
        "width": (200, 1300), "height": (200, 1300), "top": (14, 400), "bottom": (14, 400),
        "inner": (14, 400), "outer": (14, 400), "columns": (1, 12), "gutter": (6, 60),
        "baseline": (10, 40), "scale": (0.4, 2), "bleed": (0, 20),
    }  # fmt: skip
    for name, written in reader.mapping(data, ("formats",), FORMATS, "format").items():
        path: PathKey = ("formats", name)
        changes: dict[str, Any] = {}
        for key, value in reader.mapping(written, path, (*numbers, "facing"), "key").items():
            if key == "facing":
                chosen = reader.choice(value, (*path, key), ("true", "false"))
                changes[key] = None if chosen is None else chosen == "true"
                continue
            number = reader.number(value, (*path, key), *numbers[key])
            changes[key] = int(number) if key == "columns" and number is not None else number
        changed = replace(found[name], **{k: v for k, v in changes.items() if v is not None})
        if changed.measure < 180 or changed.lines < 12:
            reader.error(
                path,
                "the margins leave no room for text",
                "at least 180 points of width and 12 lines",
                "out-of-range",
            )
            continue
        found[name] = changed
    return found


def _check_contrast(reader: _Reader, theme: Theme) -> None:
    """Every pair of the design's rules, named with its ratio where it is not legible."""

    def ratio(first: str, second: str) -> float | None:
        if first not in theme.colours or second not in theme.colours:
            return None
        return contrast(theme.rgb(first), theme.rgb(second))

    for token, grounds, needed in PAIRS:
        for ground in grounds:
            found = ratio(token, ground)
            if found is not None and found < needed:
                _report_pair(reader, theme, token, ground, found, needed)
    written = reader.document.data.get("type") if isinstance(reader.document.data, dict) else None
    for role in written if isinstance(written, dict) else ():
        path: PathKey = ("type", role, "colour")
        if role not in theme.type or role in _NO_TEXT or path not in reader.document.keys:
            continue
        colour = theme.type[role].colour
        found = ratio(colour, "white")
        if found is not None and found < TEXT_CONTRAST:
            reader.error(
                path,
                f"the text '{role}' in '{colour}' on 'white' has a contrast of {found:.2f} : 1;"
                f" text needs {TEXT_CONTRAST:g}",
                "choose a darker colour",
                "contrast",
            )


def _report_pair(
    reader: _Reader, theme: Theme, token: str, ground: str, found: float, needed: float
) -> None:
    written = reader.document.keys
    at = token if ("colours", token) in written else ground
    what = "text" if needed == TEXT_CONTRAST else "a mark"
    first, second = (token, ground) if token != "white" else (ground, token)
    hint = f"make '{first}' darker" + ("" if second == "white" else f", or '{second}' lighter")
    reader.error(
        ("colours", at),
        f"'{token}' ({theme.colours[token]}) on '{ground}' ({theme.colours[ground]}) has a"
        f" contrast of {found:.2f} : 1; {what} needs {needed:g}",
        hint,
        "contrast",
    )
