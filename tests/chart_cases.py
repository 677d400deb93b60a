"""Charts at random: kinds, sizes, names and numbers as far apart as authors may bring them.

A case is decided by its seed alone. Sizes are 1 to 40 categories and 1 to 8 series; numbers lie
between 0.003 and 3 × 10⁹, all equal, all negative, of mixed signs, or with one huge outlier.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from report.compose.charting.labels import em_width
from report.compose.plan import TablePlan
from tests.charting import table

HAN = "北南东西中新旧高低大小城乡学校教育公民办集团联合实验职业普通"
LATIN = ("Vocational education", "Kindergarten", "R&D", "20")
KINDS = (
    "bar", "column", "grouped-bar", "grouped-column", "stacked-bar", "stacked-column", "full-bar",
    "full-column", "line", "area", "pie", "doughnut", "scatter", "dumbbell", "slope", "waffle",
    "lollipop", "combo", "waterfall", "multiples",
)  # fmt: skip
ONE_SERIES = frozenset({"pie", "doughnut", "waffle", "waterfall"})
TWO_SERIES = frozenset({"dumbbell", "slope"})
PARTS = frozenset({"pie", "doughnut", "full-bar", "full-column"})
NO_MARKS = frozenset({"pie", "doughnut", "waffle", "slope", "scatter", "multiples"})


@dataclass(frozen=True)
class Case:
    """A chart to be drawn."""

    kind: str
    data: TablePlan
    parts: dict[str, Any] = field(default_factory=dict)


def case(seed: int, kind: str | None = None, language: str | None = None) -> Case:
    """The case of a seed; with a ``language``, names of it, up to 46 ems long, and whole charts
    of gaps or of derived values among them.
    """
    dice = random.Random(seed)
    kind = kind or dice.choice(KINDS)
    count = dice.choice((1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 40))
    series = dice.choice((1, 1, 2, 2, 3, 4, 5, 8))
    if kind in ONE_SERIES or (kind in ("lollipop", "bar", "column") and dice.random() < 0.7):
        series = 1
    if kind in TWO_SERIES:
        series = 2
    if kind in ("scatter", "combo"):
        series = max(2, series)
    spread = dice.choice(("plain", "plain", "negative", "mixed", "wide", "equal", "huge", "small"))
    unit = dice.choice(("", "万人", "人"))
    if kind in PARTS:
        spread = dice.choice(("plain", "equal", "small", "wide"))
    if kind == "waffle":
        unit, spread = "%", dice.choice(("plain", "equal", "small"))
    years = dice.random() < 0.4
    missing, derived = dice.choice((0, 0, 0.1, 0.4)), dice.choice((0, 0, 0.15))
    if language is None:
        names = [str(1990 + i) if years else _name(dice, 18) for i in range(count)]
    else:
        missing, derived = dice.choice((0, 0, 0.1, 0.4, 0.9, 1.0)), dice.choice((0, 0, 0.15, 1.0))
        longest = dice.choice((4, 12, 12, 24, 46))
        years = years and dice.random() < 0.6
        names = [str(1990 + i) if years else _worded(dice, language, longest) for i in range(count)]
    rows: list[list[str | None]] = []
    for name in names:
        row: list[str | None] = [name]
        for _ in range(series):
            mark = "~" if dice.random() < derived else ""
            row.append(None if dice.random() < missing else mark + _number(dice, spread))
        rows.append(row)
    heads = ["项", *(f"{_name(dice, 4)}{i}" for i in range(series))]
    if language is not None:
        longest = dice.choice((4, 8, 20, 46))
        heads = ["项", *(f"{_worded(dice, language, longest - 1)}{i}" for i in range(series))]
    parts: dict[str, Any] = {}
    if dice.random() < 0.2:
        parts["references"] = [{"value": "30", "label": "目标"}]
    if dice.random() < 0.2 and kind not in NO_MARKS:
        parts["annotations"] = [
            {"at": dice.choice(names), "text": _name(dice, 18)} for _ in range(dice.randint(1, 3))
        ]
    if kind == "combo":
        parts["line"] = heads[-1]
    return Case(kind, table(heads, rows, unit), parts)


def _name(dice: random.Random, longest: int) -> str:
    if dice.random() < 0.1:
        return f"{dice.choice(LATIN)}{dice.randint(0, 99)}"
    lengths = [n for n in (1, 2, 3, 4, 6, 8, 12, 18) if n <= longest]
    return "".join(dice.choice(HAN) for _ in range(dice.choice(lengths)))


WORDS = {
    "zh-Hans": ("义务教育", "学校", "北区",
                "（含附设班）", "与", "民办", "2024年", "城乡一体化", "学前"),
    "zh-Hant": ("義務教育", "學校", "北區",
                "（含附設班）", "與", "民辦", "2024年", "城鄉一體化", "學前"),
    "ja": ("義務教育", "カリキュラム", "の", "北区",
           "（分校を含む）", "サービス業", "2024年度", "学校"),
    "ko": ("의무교육 ", "학교", "북부", "(분교 포함) ", "및 ", "사립", "2024년 ", "지역 균형 "),
    "en": ("compulsory ", "education ", "North ", "(incl. annexes) ", "and ", "schools ", "2024 ",
           "internationalisation ", "of "),
}  # fmt: skip
"""Pieces of names, by language: with brackets, digits and words that cannot be divided."""


def _worded(dice: random.Random, language: str, longest: int) -> str:
    """A name of up to ``longest`` ems in a language."""
    wanted = dice.uniform(1, longest)
    name = ""
    while True:
        longer = name + dice.choice(WORDS[language])
        if name and em_width(longer.strip()) > wanted:
            return name.strip()
        name = longer


def _number(dice: random.Random, spread: str) -> str:
    match spread:
        case "plain":
            top = dice.choice((100, 5))
            return f"{dice.uniform(0, top):.{dice.choice((0, 1, 2))}f}"
        case "negative":
            return f"-{dice.uniform(0.1, 100):.1f}"
        case "mixed":
            return f"{dice.uniform(-100, 100):.1f}"
        case "wide":
            value = 10 ** dice.uniform(-2.5, 9.47)
            return f"{value:.3f}" if dice.random() < 0.5 else str(int(value))
        case "equal":
            return "42.5"
        case "huge":
            return str(dice.randint(1, 9)) if dice.random() < 0.9 else "3000000000"
        case _:
            return f"{dice.uniform(0.003, 0.03):.3f}"


# ── the wild ones ────────────────────────────────────────────────────────────────────────────

LONG_WORDS = ("Donaudampfschifffahrtsgesellschaft", "Grundstücksverkehrsgenehmigung", "COVID-19",
              "Llanfairpwllgwyngyll", "R&D", "(FY2024/25)", "ISO 9001:2015")  # fmt: skip
"""Latin words in names of any language: many cannot be divided."""
COUNTS = (1, 2, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40)
SPREADS = ("plain", "plain", "plain", "negative", "mixed", "wide", "equal", "huge", "small",
           "count", "count", "zero")  # fmt: skip


def wild(seed: int, kind: str | None = None) -> tuple[Case, str]:
    """A case and its language: all that :func:`case` varies, and what an author may add to it.

    Highlights, several references, annotations in every language, ``top``, ``sort``, an axis of
    the author's, legends of long names, Latin words that cannot be divided, panels by a column,
    combos whose line is of another unit.
    """
    dice = random.Random(f"wild {seed}")
    language = dice.choice(sorted(WORDS))
    kind = kind or dice.choice(KINDS)
    count, series = dice.choice(COUNTS), dice.choice((1, 1, 2, 2, 3, 4, 5, 8))
    if kind in ONE_SERIES or (kind in ("lollipop", "bar", "column") and dice.random() < 0.8):
        series = 1
    series = 2 if kind in TWO_SERIES else max(2, series) if kind in ("scatter", "combo") else series
    spread = dice.choice(SPREADS)
    unit = dice.choice(("", "万人", "人", "km²"))
    if kind in PARTS:
        spread = dice.choice(("plain", "equal", "small", "wide", "count", "huge"))
    if kind == "waffle":
        unit, spread = "%", dice.choice(("plain", "equal", "small"))
    longest = dice.choice((3, 6, 6, 12, 12, 24, 46))
    years = dice.random() < (0.7 if kind in ("line", "area", "combo", "multiples") else 0.25)
    if years:
        names = [f"{1990 + i}{dice.choice(('', '', '年')) if i == 0 else ''}" for i in range(count)]
    else:
        names = [_wild_name(dice, language, longest) for _ in range(count)]
    if kind != "multiples":
        names = list(dict.fromkeys(names))
    missing, derived = dice.choice((0, 0, 0.1, 0.3, 0.9)), dice.choice((0, 0, 0.2, 1.0))
    parts: dict[str, Any] = {}
    wide = dice.choice((4, 8, 20, 46))
    heads = ["项", *(f"{_worded(dice, language, wide - 1)}{i}" for i in range(series))]
    rows = [[n, *_values(dice, series, spread, missing, derived)] for n in names]
    if kind == "multiples" and dice.random() < 0.4:
        groups = [_wild_name(dice, language, 12) for _ in range(dice.choice((2, 4, 9, 16)))]
        names = names[:6]
        heads = ["区", *heads]
        rows = [
            [g, n, *_values(dice, series, spread, missing, derived)]
            for g in dict.fromkeys(groups) for n in dict.fromkeys(names)
        ]  # fmt: skip
        parts |= {"panels": "区", "x": "项", "y": tuple(heads[2:])}
    if dice.random() < 0.25:
        wanted = dice.choice((1, 1, 2, 3))
        known = [float(v.lstrip("~")) for row in rows for v in row[1:] if v and _is_number(v)]
        top = max(known, default=30.0)
        parts["references"] = [
            {"value": f"{dice.uniform(0, 1.05) * top:.1f}",
             "label": _worded(dice, language, dice.choice((3, 8, 16)))}
            for _ in range(wanted)
        ]  # fmt: skip
    if dice.random() < 0.25 and kind not in NO_MARKS:
        parts["annotations"] = [
            {"at": dice.choice(names), "text": _worded(dice, language, dice.choice((4, 12, 24))),
             "series": dice.choice(heads[1:])}
            for _ in range(dice.randint(1, 4))
        ]  # fmt: skip
    if dice.random() < 0.2 and kind != "multiples":
        parts["highlight"] = dice.choice(names)
    if (
        dice.random() < 0.15 and not parts.get("annotations")
        and kind in ("bar", "lollipop", "pie", "doughnut", "column")
    ):  # fmt: skip
        parts["top"] = dice.choice((3, 5, 8))
    if dice.random() < 0.2:
        parts["sort"] = dice.choice(("ascending", "descending", "none"))
    if kind == "combo":
        lines = heads[-1:] if series < 4 or dice.random() < 0.7 else heads[-2:]
        parts["line"] = lines[0] if len(lines) == 1 else tuple(lines)
    if kind == "waterfall" and dice.random() < 0.5:
        parts["total"] = _worded(dice, language, 8)
    texts = 2 if "panels" in parts else 1
    return Case(kind, table(heads, rows, unit, texts), parts), language


def _is_number(text: str) -> bool:
    return text.lstrip("~-").replace(".", "", 1).isdigit()


def _wild_name(dice: random.Random, language: str, longest: int) -> str:
    name = _worded(dice, language, longest)
    if dice.random() < 0.12:
        word = dice.choice(LONG_WORDS)
        if em_width(name) + em_width(word) < min(48, longest + 12):
            name = f"{name} {word}" if dice.random() < 0.5 else f"{word} {name}"
    return name


def _values(dice: random.Random, count: int, spread: str, missing: float, derived: float
            ) -> list[str | None]:  # fmt: skip
    found: list[str | None] = []
    for _ in range(count):
        mark = "~" if dice.random() < derived else ""
        match spread:
            case "count":
                text = str(dice.randint(0, dice.choice((30, 9999, 480000))))
            case "zero":
                text = dice.choice(("0", "0", "0.0", "7"))
            case _:
                text = _number(dice, spread)
        found.append(None if dice.random() < missing else mark + text)
    return found
