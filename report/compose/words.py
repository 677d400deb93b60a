"""The fixed words of a report ("来源", "目次", "原文缺失") in each of its languages.

A field is a word, or a pattern whose ``{}`` takes what the field's docstring says. The five
instances are in ``report.compose.languages``; the defaults here are simplified Chinese.
"""

from __future__ import annotations

from functools import cache

from report.record import record


@record
class Words:
    """Fixed words and patterns of one language; every one is shown to a reader."""

    contents: str = "目次"
    source: str = "来源"
    missing: str = "原文缺失"
    missing_short: str = "缺"
    missing_prose: str = "〔原文缺失〕"
    derived: str = "推算"
    derived_short: str = "推"
    gap_code: str = "缺{:02d}"
    derived_code: str = "推{}"
    figure_number: str = "图{}"
    table_number: str = "表{}"
    data_notes: str = "数据说明"
    appendix_mark: str = "附"
    gaps_heading: str = "缺失的数"
    derived_heading: str = "推算的数"
    sources_heading: str = "来源"
    caveats_heading: str = "口径提示"
    colophon: str = "版记"
    legend: str = "凡例"
    legend_reported: str = "原文给出"
    legend_reported_note: str = "实填，数值与原文一致。"
    legend_derived: str = "推算"
    legend_derived_note: str = "空心，由原文的数算得。"
    legend_missing: str = "原文缺失"
    legend_missing_note: str = "斜纹，不估计，不补写。"
    continued: str = "（续）"
    other: str = "其他"
    about: str = "约"
    total: str = "合计"
    key_figures: str = "关键数字"
    page: str = "页"
    colon: str = "："
    comma: str = "，"
    list_comma: str = "、"
    full_stop: str = "。"
    semicolon: str = "；"
    note: str = "注"
    reason: str = "原因"
    place: str = "出处"
    formula: str = "算式"
    shown_on: str = "见于"
    hatch_note: str = "斜纹的长度没有含义"
    year: str = "年"
    percentage_points: str = "个百分点"
    since: str = "较{}"
    up: str = "增长{}"
    down: str = "下降{}"
    unchanged: str = "持平"
    rise: str = "提高{}"
    """Upwards, of percentage points."""
    fall: str = "降低{}"
    target_phrase: str = "目标{}"
    base_phrase: str = "{}{}（{}）"
    """When, how much, code: the derived value that a change leads back to."""
    change_label: str = "{}（变化）"
    target_label: str = "{}（目标）"
    lost_input: str = "所依据的{}缺失"
    """Why a derived figure is a gap; {} is a list of codes."""
    missing_cell: str = "—"
    missing_mark: str = "斜纹"
    """Name of the mark that both editions draw in a lost cell."""
    missing_cells: str = "{}为原文缺失（{}）。"
    """Note under a table: the name of that mark, and the codes."""
    empty_cells: str = "“—”：表中未给出。"
    """Note under a table with cells that have no value: what :attr:`missing_cell` means."""
    missing_in_table: str = "原表此格缺失"
    table_alt: str = "表格：{}。{}行，各列为{}。"
    """Title, number of rows, headings."""
    section_reference: str = "“{}”一节"
    counts: str = "{}处缺失、{}项推算"
    """Gaps and derivations, for the data notes' line in the contents."""
    title_open: str = "《"
    title_close: str = "》"
    """Around the title of a source."""
    range_mark: str = "—"
    before_after_up: str = "从{}增至{}"
    before_after_down: str = "从{}降至{}"
    before_after_same: str = "从{}到{}持平"
    decline: tuple[str, ...] = (
        "下降", "减少", "降低", "下滑", "回落", "缩减", "萎缩", "收窄", "减", "降", "下降了",
        "减少了", "降低了", "下降约", "减少约", "少",
    )  # fmt: skip
    """Words before a number that already say "less": a negative number loses its minus."""
    decline_after: tuple[str, ...] = ("的降幅", "的下降", "的减幅")
    """The same, after it."""
    spaced: bool = False
    """Sentences and words are divided by spaces."""
    unit_gap: str = ""
    """Between a number and a unit that is a word."""
    since_first: bool = True
    """``较十年前增长22.11%`` rather than ``up 22.11% from ten years ago``."""

    @property
    def gap(self) -> str:
        """Between two sentences or words."""
        return " " if self.spaced else ""

    def measure(self, number: str, unit: str) -> str:
        """Number and unit as they stand in prose: ``30.74万人``, ``30 people``, ``22.11%``."""
        if unit and self.unit_gap and (unit[0].isalpha() or unit[0] == "("):
            return number + self.unit_gap + unit
        return number + unit

    def qualified(self, prefix: str, text: str) -> str:
        """A word of approximation before a number: ``约25.17万人``, ``about 25``, ``≥3``."""
        return prefix + (self.gap if prefix and prefix[-1].isalpha() else "") + text

    def join_since(self, since: str, phrase: str) -> str:
        """``较十年前`` and ``增长22.11%`` in the language's order."""
        parts = [since, phrase] if self.since_first else [phrase, since]
        return self.gap.join(part for part in parts if part)


_CLOSED_DIGITS = frozenset("036")
"""Digits whose Korean reading ends in a consonant other than ㄹ: 영, 삼, 육."""


def with_particle(before: str, tail: str) -> str:
    """``tail`` with its Korean particle ``(으)로`` in the form that ``before`` asks for.

    ``으로`` follows a closed syllable, ``로`` an open one and ㄹ: 명으로, 개로, 842로, 12%로.
    A bracket at the end is read over.
    """
    if not tail.startswith("(으)로"):
        return tail
    last = next((c for c in reversed(before) if c.isalnum() or c == "%"), "")
    closed = last in _CLOSED_DIGITS
    if "가" <= last <= "힣":
        closed = (ord(last) - 0xAC00) % 28 not in (0, 8)
    return ("으로" if closed else "로") + tail[len("(으)로") :]


CHINESE_SIMPLIFIED = Words()

LANGUAGES = ("zh-Hans", "zh-Hant", "ja", "ko", "en")


@cache
def words_for(language: str) -> Words:
    """The words of ``language`` (BCP 47); ``KeyError`` for one that is not supported."""
    if language == "zh-Hans":
        return CHINESE_SIMPLIFIED
    from report.compose.languages import WORDS

    return WORDS[language]
