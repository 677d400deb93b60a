"""The fixed words of a report ("来源", "目次", "原文缺失") in each of its languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
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


CHINESE_SIMPLIFIED = Words()


def words_for(language: str) -> Words:
    """The words of ``language`` (BCP 47); ``KeyError`` for one that is not supported."""
    return {"zh-Hans": CHINESE_SIMPLIFIED}[language]
