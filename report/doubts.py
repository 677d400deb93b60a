"""Two snapshots → the findings whose words stayed although the data they speak of turned.

A finding (a chart's takeaway or title) is read for words of direction, rank and threshold in
Chinese, Japanese, Korean and English. It is doubted where the data had what it says before and
no longer have it; a finding that was rewritten with the data is its author's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from report.record import record
from report.snapshot import Snapshot

_RISING = re.compile(
    r"[增増]|(?<![毫公晋])升(?![学學旗級级降])|上涨|上漲|提高|扩大|擴大|拡大|多出|多了|[更越]多|高于|高於"
    r"|成[长長]|伸び|上回|高ま|上がっ"
    r"|증가|상승|늘[어었고]|올[라랐]|높아|성장"
    r"|\b(?:grew|grow(?:s|n|ing|th)?|rises?|rising|rose|risen|increas(?:e|es|ed|ing)|up|higher"
    r"|more|gain(?:s|ed)?|climb(?:s|ed)?|expand(?:s|ed)?|doubled|tripled)\b",
    re.IGNORECASE,
)
_FALLING = re.compile(
    r"(?<![以投])降(?!水|雪|雨)|减|減|下跌|缩小|縮小|少了|[更越]少|低于|低於|下滑|下落|低下|下回|落ち"
    r"|감소|하락|줄[어었고]|떨어|낮아"
    r"|\b(?:fell|fall(?:s|en|ing)?|drop(?:s|ped|ping)?|decreas(?:e|es|ed|ing)"
    r"|declin(?:e|es|ed|ing)|down|lower|fewer|less|shr[aiu]nk(?:s|ing)?|halved|los[st])\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"最[低少小慢短轻輕弱]|最も(?:低|少|小|遅|短)|一番(?:低|少|小)|[垫墊]底|末位|最下位"
    r"|가장 ?(?:낮|적|작|느)|최저|최소|꼴찌"
    r"|\b(?:lowest|smallest|fewest|least|slowest|shortest|weakest|last)\b",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"最[高多大快长長重强強]|最も(?:高|多|大|速|長)|一番(?:高|多|大)|[领領]先|居首|第一(?!次|季|产|產|章|节|期)"
    r"|首位|[1１一]位|トップ|最多|가장 ?(?:높|많|크|큰|빠)|최고|최대|최다|[1１]위|선두|앞[섰선서]"
    r"|\b(?:most|highest|largest|biggest|greatest|fastest|longest|strongest|first|leads?|led"
    r"|leading|tops?|ahead)\b",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"超过|超過|以上|逾|超え|突破|不低于|不低於|至少|이상|넘|초과"
    r"|\b(?:over|above|more than|at least|exceed(?:s|ed)?|past)\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"不足|不到|未满|未滿|以下|低于|低於|少于|少於|未満|下回|미만|이하|못 미"
    r"|\b(?:under|below|less than|fewer than|short of)\b",
    re.IGNORECASE,
)
_TENTHS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "兩": 2}
_THRESHOLD = re.compile(
    r"([一二两兩三四五六七八九十]|[1-9１-９])[成割]([一二三四五六七八九半])?"
    r"|(\d+(?:\.\d+)?) ?(?:%|％|percent|퍼센트)"
    r"|(过半|過半|半数|半數|一半|절반|\bhalf\b)",
    re.IGNORECASE,
)
_ALONG = frozenset({"line", "area", "slope", "column", "grouped-column", "stacked-column", "combo",
                    "multiples"})  # fmt: skip
"""Kinds whose categories are read from first to last."""
_ACROSS = frozenset({"dumbbell", "grouped-bar", "grouped-column"})
"""Kinds whose series are read from first to last."""

Key = tuple[str, str]


@record
class Doubt:
    """A finding that says what the data no longer say."""

    section: str
    chart: str
    takeaway: str
    why: str


def doubts(old: Snapshot, new: Snapshot) -> Iterator[Doubt]:
    """The findings of ``new`` that stand as in ``old`` while the data turned."""
    for id, section in new["sections"].items():
        before = old["sections"].get(id, {"charts": {}})["charts"]
        for name, chart in section["charts"].items():
            was = before.get(name)
            if was is None:
                continue
            found: dict[str, str] = {}
            for part in ("takeaway", "title"):
                if _wording(was[part]) == _wording(chart[part]):
                    for why in turned(was, chart, chart[part]):
                        found.setdefault(why, chart[part])
            for why, finding in found.items():
                yield Doubt(id, name, finding, why)


def _wording(finding: str) -> str:
    """A finding without its numbers, which are filled in from the data and prove no rewriting."""
    return re.sub(r"[0-9０-９.,+−-]+", "0", finding)


def _values(chart: Mapping[str, Any]) -> dict[Key, Decimal]:
    return {
        (point["series"], point["category"]): Decimal(point["value"])
        for point in chart["points"]
        if point["value"] is not None
    }


def turned(was: Mapping[str, Any], now: Mapping[str, Any], finding: str) -> Iterator[str]:
    """What the finding says that ``was`` had and ``now`` has not; a short reason for each."""
    a, b = _values(was), _values(now)
    common = [key for key in b if key in a]
    if not common:
        return
    yield from _directions(a, b, common, now["kind"], finding)
    yield from _ranks(a, b, finding)
    yield from _thresholds(a, b, common, finding)


def _signed(value: Decimal) -> str:
    return f"+{value:f}" if value > 0 else f"−{abs(value):f}" if value else "0"


def _directions(
    a: Mapping[Key, Decimal], b: Mapping[Key, Decimal], common: list[Key], kind: str, finding: str
) -> Iterator[str]:
    rising, falling = bool(_RISING.search(finding)), bool(_FALLING.search(finding))
    if not (rising or falling):
        return
    for key in common:
        if a[key] * b[key] < 0:
            yield f"{key[1] or key[0]}: {a[key]} → {b[key]}"
    rows: list[list[Key]] = []
    if kind in _ALONG:
        rows += [[k for k in common if k[0] == s] for s in dict.fromkeys(k[0] for k in common)]
    if kind in _ACROSS:
        rows += [[k for k in common if k[1] == c] for c in dict.fromkeys(k[1] for k in common)]
    for row in rows:
        trend_was, trend_now = a[row[-1]] - a[row[0]], b[row[-1]] - b[row[0]]
        if (rising and trend_was > 0 >= trend_now) or (falling and trend_was < 0 <= trend_now):
            along = row[0][0] == row[-1][0]
            name, ends = (row[0][0], 1) if along else (row[0][1], 0)
            start = f"{name}: " if name else ""
            yield f"{start}{row[0][ends]} → {row[-1][ends]} {_signed(trend_now)}"


def _ranks(a: Mapping[Key, Decimal], b: Mapping[Key, Decimal], finding: str) -> Iterator[str]:
    for words, pick, what in ((_MOST, max, "largest"), (_LEAST, min, "smallest")):
        if not words.search(finding):
            continue
        top_was, top_now = (pick(values.values()) for values in (a, b))
        were = [_name(key) for key, value in a.items() if value == top_was]
        are = [_name(key) for key, value in b.items() if value == top_now]
        if set(were) != set(are):
            yield f"{what}: {', '.join(were)} → {', '.join(are)}"


def _name(key: Key) -> str:
    return " · ".join(part for part in key if part)


def _thresholds(
    a: Mapping[Key, Decimal], b: Mapping[Key, Decimal], common: list[Key], finding: str
) -> Iterator[str]:
    above, below = bool(_ABOVE.search(finding)), bool(_BELOW.search(finding))
    if not (above or below):
        if not _THRESHOLD.search(finding) or not re.search("过半|過半", finding):
            return
        above = True
    for found in _THRESHOLD.finditer(finding):
        tenths, more, percent, _ = found.groups()
        if tenths:
            extra = 5 if more == "半" else _TENTHS.get(more or "零", 0)
            limit = Decimal((_TENTHS.get(tenths) or int(tenths)) * 10 + extra)
        else:
            limit = Decimal(percent or 50)
        for key in common:
            if (above and a[key] >= limit > b[key]) or (below and a[key] <= limit < b[key]):
                yield f"{_name(key)}: {a[key]} → {b[key]}, across {limit}"
