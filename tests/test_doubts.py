"""Findings that no longer hold, in Chinese, Japanese, Korean and English; and those that do."""

import pytest

from report.doubts import turned


def chart(values, kind="line"):
    """A chart of one series; its categories are years."""
    points = [
        {"series": "", "category": str(2020 + k), "value": None if v is None else str(v)}
        for k, v in enumerate(values)
    ]
    return {"kind": kind, "points": points}


def said(finding, was, now, kind="line"):
    return list(turned(chart(was, kind), chart(now, kind), finding))


RISING = ["学生逐年增加", "在校生持续上升", "學生人數逐年成長", "児童数が増えている",
          "生徒数は伸びた", "학생 수가 증가했다", "학생이 늘었다", "Enrolment grew every year",
          "Pupils are up by a third", "Costs increased", "比上年多出两成"]  # fmt: skip
FALLING = ["学生逐年减少", "人数下降", "學生人數下滑", "児童数が減っている",
           "生徒数は低下した", "학생 수가 감소했다",
           "학생이 줄었다", "Enrolment fell", "Fewer pupils each year"]  # fmt: skip


@pytest.mark.parametrize("finding", RISING)
def test_rising_is_doubted_when_it_falls_or_stands_still(finding: str):
    assert said(finding, [3, 4, 5], [3, 4, 2])
    assert said(finding, [3, 4, 5], [3, 4, 3])
    assert not said(finding, [3, 4, 5], [3, 4, 6])


@pytest.mark.parametrize("finding", FALLING)
def test_falling_is_doubted_when_it_rises(finding: str):
    assert said(finding, [5, 4, 3], [5, 4, 6])
    assert not said(finding, [5, 4, 3], [5, 4, 2])


@pytest.mark.parametrize(
    "finding",
    ["升学率与就业率", "以降の推移", "公升", "Pupils by group", "Enterprises", "Almost all schools",
     "最近的数字", "第一季度", "降水量", "학생 수"],
)  # fmt: skip
def test_words_that_only_look_like_it_say_nothing(finding: str):
    assert not said(finding, [3, 4, 5], [3, 4, 2])
    assert not said(finding, [5, 4, 3], [5, 4, 6])
    assert not said(finding, [3, 4], [4, 3], "bar")


@pytest.mark.parametrize(
    "finding",
    ["甲最多", "甲領先", "甲居首位", "甲が最も多い", "甲が一番多い", "甲がトップ", "갑이 가장 많다",
     "갑이 1위", "A has the most", "A leads", "A is largest"],
)  # fmt: skip
def test_a_lead_is_doubted_when_another_leads_or_draws_level(finding: str):
    assert said(finding, [3, 2], [3, 4], "bar")
    assert said(finding, [3, 2], [3, 3], "bar")
    assert not said(finding, [3, 2], [9, 1], "bar")


@pytest.mark.parametrize(
    "finding", ["甲最低", "甲最少", "甲が最も少ない", "갑이 가장 적다", "A is lowest"]
)
def test_the_least_is_about_the_other_end(finding: str):
    assert said(finding, [2, 3, 5], [4, 3, 5], "bar")
    assert not said(finding, [2, 3, 5], [2, 6, 5], "bar")


@pytest.mark.parametrize(
    ("finding", "was", "now"),
    [
        ("占比超过八成", 84, 79),
        ("都在九成以上", 96, "89.9"),
        ("在八成五以上", 86, "84.9"),
        ("参加者は8割以上", 81, 79),
        ("80% 이상", 81, 79),
        ("More than 80% take part", 81, 79),
        ("At least half take part", 52, 48),
        ("过半学校", 52, 48),
        ("不足三成", 28, 31),
        ("Less than 30 percent", 28, 31),
    ],
)
def test_a_threshold_is_doubted_when_the_value_crosses_it(finding: str, was, now):
    assert said(finding, [was], [now], "bar")
    assert not said(finding, [was], [was], "bar")
    assert not said(finding, [now], [now], "bar"), "what never held is not news"


def test_a_change_of_sign_is_told():
    assert said("三项都在增长", [2, 3], [2, -3], "bar") == ["2021: 3 → -3"]


def test_a_gap_decides_nothing():
    assert not said("逐年增加", [3, 4], [3, None])
    assert not said("逐年增加", [None, None], [3, 2])


def test_series_are_compared_where_they_are_the_two_ends():
    def pair(first, last):
        return {"kind": "dumbbell", "points": [
            {"series": "去年", "category": "甲", "value": first},
            {"series": "今年", "category": "甲", "value": last},
        ]}  # fmt: skip

    assert list(turned(pair("3", "4"), pair("3", "2"), "都增加了")) == ["甲: 去年 → 今年 −1"]
    assert not list(turned(pair("3", "4"), pair("3", "5"), "都增加了"))
