"""A title or a short text → what a line break costs before each character, after BudouX's scores.

BudouX says of each place how surely a phrase begins there. Names of offices and technical terms
are strange to its models: their weak and wrong places are told from the sure ones by the score,
and by what no language breaks at: inside a run of katakana, before a suffix, between a mark and a
character that would stay behind alone.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

MOST = 400
"""Characters of a text that is still divided into phrases."""

SURE = {"zh-Hans": 1500.0, "zh-Hant": 1500.0, "ja": 800.0}
"""Score, by language, from which on a phrase surely begins; as far below zero, surely not."""

MODELS = {"zh-Hans": "zh-hans", "zh-Hant": "zh-hant", "ja": "ja"}
"""BudouX's model of a language."""

SUFFIXES = {
    "zh-Hans": frozenset("的了们地得着过性化率度者型式额费"),
    "zh-Hant": frozenset("的了們地得著過性化率度者型式額費"),
    "ja": frozenset("者性化率度員課署額費類型式系的用区市町村県部"),
}
"""Characters that cling to the ideograph before them."""

WEAK = 0.15
"""What a break costs where a phrase begins by the least score."""

SUFFIX_COST, HINGE_COST = 0.3, 0.4
"""What a break before a suffix costs more; what one between kanji and katakana costs at most."""

_STOPS = frozenset("，、。；：！？,.;:!?")
_CLOSING = frozenset("」』）》】”’〉〕]") | _STOPS


@lru_cache(maxsize=4)
def _model(language: str) -> tuple[tuple[tuple[int, int, dict[str, int]], ...], float] | None:
    """A model's features as (first, end, scores) about a place, and the score of a bare place."""
    if language not in MODELS:
        return None
    model = _scores_of(MODELS[language])
    reach: dict[str, tuple[int, int]] = {
        **{f"UW{n}": (n - 4, n - 3) for n in range(1, 7)},
        **{f"BW{n}": (n - 3, n - 1) for n in range(1, 4)},
        **{f"TW{n}": (n - 4, n - 1) for n in range(1, 5)},
    }
    features = tuple((*reach[name], scores) for name, scores in model.items() if name in reach)
    return features, -0.5 * sum(sum(scores.values()) for scores in model.values())


def _scores_of(name: str) -> dict[str, dict[str, int]]:
    """A model of BudouX: feature → characters → score.

    Read from its file: importing the library costs twice as much, for a parser of HTML.
    """
    import json
    from importlib.util import find_spec
    from os.path import dirname, join

    spec = find_spec("budoux")
    assert spec is not None, "budoux is not installed"
    assert spec.origin is not None
    with open(join(dirname(spec.origin), "models", f"{name}.json"), encoding="utf-8") as file:
        return json.load(file)


def _scores(text: str, model: Any) -> list[float]:
    """BudouX's score of a phrase's beginning before each character but the first."""
    features, base = model
    count = len(text)
    found = [base] * count
    for first, end, scores in features:
        for at in range(max(1, -first), min(count, count + 1 - end)):
            score = scores.get(text[at + first : at + end])
            if score:
                found[at] += score
    return found


def phrase_costs(text: str, language: str) -> tuple[float, ...] | None:
    """What a line break costs before each character: 0 where a phrase begins, up to 1 inside.

    The last value, 0, is the text's end. ``language`` is one of the languages of reports. None
    where it is written with spaces, or the text is longer than :data:`MOST` characters: then
    every place is as good as another.
    """
    if len(text) > MOST:
        return None
    model = _model(language)
    if model is None:
        return None
    sure, suffixes = SURE[language], SUFFIXES[language]
    scores = _scores(text, model)
    kinds = [_kind(char) for char in text]
    costs = [0.0] * (len(text) + 1)
    for at in range(1, len(text)):
        far = scores[at] / sure
        cost = WEAK * max(0.0, 1 - far) if far > 0 else min(1.0, 0.5 - far / 2)
        before, after = kinds[at - 1], kinds[at]
        if text[at - 1] in _STOPS:
            cost = 0.0
        elif before == after == "katakana":
            cost = 1.0
        elif {before, after} == {"katakana", "han"}:
            cost = min(cost, HINGE_COST)
        elif before == "han" and text[at] in suffixes:
            cost += SUFFIX_COST
        stranded = at > 1 and text[at - 2] in _STOPS and text[at - 1] not in _CLOSING
        if stranded or (at + 1 < len(text) and text[at + 1] in _STOPS):
            cost += 1.0  # a character alone between a mark and the line's end
        costs[at] = min(cost, 1.5)
    return tuple(costs)


def _kind(char: str) -> str:
    if "゠" <= char <= "ヿ":
        return "katakana"
    name = unicodedata.name(char, "")
    return "han" if name.startswith("CJK") or char == "々" else ""
