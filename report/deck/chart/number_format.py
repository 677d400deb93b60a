"""Excel number formats → what they show: to know whether a live label would say what the plan says.

Covers the codes a plan can hold (ECMA-376 part 1, 18.8.30): digit places, grouping, decimals,
scaling by thousands, quoted and escaped text, per cent, sections for positive, negative and zero,
and sections with a condition. Anything else shows as None.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|(\[[^\]]*\])|([0#?]|[.,%])|(.)', re.DOTALL)
_CONDITION = re.compile(r"\[(>=|<=|<>|>|<|=)(-?[\d.]+)\]")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def shown(code: str, value: Decimal) -> str | None:
    """``value`` as Excel shows it by ``code``; None where the code is not understood."""
    if code == "General":
        text = format(value.normalize(_EXACT), "f")
        return text if len(text.lstrip("-").replace(".", "")) <= 10 else None
    sections = _sections(code)
    chosen = _choose(sections, value)
    if chosen is None:
        return None
    section, bare = chosen
    return _render(section, abs(value) if bare else value)


@lru_cache(maxsize=256)
def _sections(code: str) -> list[str]:
    """The code's sections: parted by semicolons outside of quotes. At least one."""
    parts, quoted, skip = [""], False, False
    for c in code:
        if skip:
            skip = False
        elif c == "\\" and not quoted:
            skip = True
        elif c == '"':
            quoted = not quoted
        elif c == ";" and not quoted:
            parts.append("")
            continue
        parts[-1] += c
    return parts


def _choose(sections: list[str], value: Decimal) -> tuple[str, bool] | None:
    """The section for ``value``, and whether it shows the number without its sign."""
    if any(_CONDITION.match(s) for s in sections):
        for section in sections:
            found = _CONDITION.match(section)
            if found is None or _holds(found[1], value, Decimal(found[2])):
                return section, False
        return None
    if len(sections) >= 3 and value == 0:
        return sections[2], True
    if len(sections) >= 2 and value < 0:
        return sections[1], True
    return sections[0], False


def _holds(sign: str, value: Decimal, bound: Decimal) -> bool:
    return {
        ">=": value >= bound,
        "<=": value <= bound,
        ">": value > bound,
        "<": value < bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


@lru_cache(maxsize=256)
def _tokens(section: str) -> tuple[tuple[str, str], ...] | None:
    """(kind, text): ``text``, ``place`` (a digit), ``point``, ``comma``, ``percent``."""
    found: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(section):
        quoted, escaped, bracket, mark, plain = match.groups()
        if quoted is not None:
            found.append(("text", quoted))
        elif escaped is not None:
            found.append(("text", escaped))
        elif bracket is not None:
            if not _CONDITION.fullmatch(bracket):
                return None
        elif mark is not None:
            kind = {".": "point", ",": "comma", "%": "percent"}.get(mark, "place")
            found.append((kind, mark))
        elif plain in " +-()/:$¥€£%":
            found.append(("text", plain))
        else:
            return None
    return tuple(found)


def _render(section: str, value: Decimal) -> str | None:
    tokens = _tokens(section)
    if tokens is None:
        return None
    places = [i for i, (kind, _) in enumerate(tokens) if kind == "place"]
    if not places:
        return "".join(text for kind, text in tokens if kind in ("text", "percent"))
    point = next((i for i, (kind, _) in enumerate(tokens) if kind == "point"), None)
    whole = [i for i in places if point is None or i < point]
    decimals = [i for i in places if point is not None and i > point]
    last = (whole or places)[-1]
    commas = [i for i, (kind, _) in enumerate(tokens) if kind == "comma"]
    scaling = sum(1 for i in commas if i > places[-1]) + sum(
        1 for i in commas if point is not None and last < i < point
    )
    grouping = any(i < last for i in commas)
    if any(kind == "percent" for kind, _ in tokens):
        value *= 100
    value = value.scaleb(-3 * scaling, context=_EXACT)
    value = value.quantize(Decimal(1).scaleb(-len(decimals)), context=_EXACT)
    before, _, after = format(abs(value), "f").partition(".")
    return _fill(tokens, whole, decimals, before, after, grouping, value < 0)


def _fill(
    tokens: tuple[tuple[str, str], ...],
    whole: list[int],
    decimals: list[int],
    before: str,
    after: str,
    grouping: bool,
    negative: bool,
) -> str:
    """Digits into their places: whole ones from the right, text between them kept."""
    needed = sum(1 for i in whole if tokens[i][1] == "0")
    digits = before.lstrip("0").rjust(needed, "0") if needed or before.strip("0") else ""
    slots: dict[int, str] = {}
    rest = digits
    for i in reversed(whole):
        slots[i], rest = rest[-1:], rest[:-1]
    if whole:
        slots[whole[0]] = rest + slots[whole[0]]
    if grouping and whole:
        joined = "".join(slots[i] for i in whole)
        slots = dict.fromkeys(whole, "")
        slots[whole[-1]] = f"{int(joined or 0):,}" if joined else ""
    for i, digit in zip(decimals, after, strict=False):
        slots[i] = digit
    out = "-" if negative else ""
    for i, (kind, text) in enumerate(tokens):
        if kind == "place":
            out += slots.get(i, "")
        elif kind in ("text", "percent") or (kind == "point" and decimals):
            out += text
    return out
