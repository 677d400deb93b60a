"""Reports made up for measuring pages: thin, mixed and thick, in five languages, all shapes."""

# ruff: noqa: E501

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import yaml

from report.compose.document import Document
from tests.compose.reports import outcome

SENTENCES = {
    "zh-Hans": (
        "沿河的旧仓库改成了公共阅览室，开放时间延长到夜里十点",
        "统计口径自次年起调整，前后两段不宜直接相比",
        "各区的差距仍在，近郊补得快，远郊补得慢",
        "新增设备先配给使用最多的站点，其余按申请次序排队",
        "“先修后通”的做法少了争议，工期也短了（见附表）",
    ),
    "zh-Hant": (
        "沿河的舊倉庫改成了公共閱覽室，開放時間延長到夜裡十點",
        "統計口徑自次年起調整，前後兩段不宜直接相比",
        "各區的差距仍在，近郊補得快，遠郊補得慢",
        "「先修後通」的做法少了爭議，工期也短了（見附表）",
    ),
    "ja": (
        "川沿いの古い倉庫は閲覧室に生まれ変わり、夜十時まで開いている",
        "集計の基準は翌年から変わったため、前後をそのまま比べることはできない",
        "地区ごとの差はなお残り、近郊では縮まり、遠郊では縮まっていない",
        "「直してから通す」という手順で、工期も短くなった（付表を参照）",
    ),
    "ko": (
        "강변의 낡은 창고가 열람실로 바뀌어 밤 열 시까지 문을 연다",
        "집계 기준이 이듬해부터 달라져 앞뒤를 그대로 견줄 수 없다",
        "지역 사이의 차이는 여전하며 가까운 곳은 줄고 먼 곳은 그대로이다",
        "‘먼저 고치고 나중에 연다’는 방식으로 공사 기간도 짧아졌다(부표 참조)",
    ),
    "en": (
        "The old warehouses along the river were turned into reading rooms that stay open until ten",
        "The scope of the count changed the following year, so the two periods should not be compared",
        "Differences between districts remain: near suburbs caught up quickly, far ones did not",
        "Repairing first and reopening afterwards shortened the works (see the table below)",
    ),
}  # fmt: skip

WORDS = {
    "zh-Hans": {"title": "河岸十年", "sub": "公共设施数据手册", "section": "阅览与站点", "label": "阅览室",
                "unit": "处", "people": "万人", "stop": "。", "why": "原表此处破损", "head": "开放与使用",
                "lead": "十年间开放时间变长，站点变密，差距缩小；两处总量在原表中已经破损，只能列出增幅。"},
    "zh-Hant": {"title": "河岸十年", "sub": "公共設施資料手冊", "section": "閱覽與站點", "label": "閱覽室",
                "unit": "處", "people": "萬人", "stop": "。", "why": "原表此處破損", "head": "開放與使用",
                "lead": "十年間開放時間變長，站點變密，差距縮小；兩處總量在原表中已經破損，只能列出增幅。"},
    "ja": {"title": "川辺の十年", "sub": "公共施設データブック", "section": "閲覧室と停留所", "label": "閲覧室",
           "unit": "か所", "people": "万人", "stop": "。", "why": "原表の破損", "head": "開館と利用",
           "lead": "十年のあいだに開館時間は延び、停留所は増え、差は縮まった。二つの総数は原表の破損で失われている。"},
    "ko": {"title": "강변의 십 년", "sub": "공공시설 자료집", "section": "열람실과 정류장", "label": "열람실",
           "unit": "곳", "people": "만 명", "stop": ".", "why": "원표 훼손", "head": "개방과 이용",
           "lead": "십 년 동안 여는 시간은 길어지고 정류장은 촘촘해졌다. 두 총수는 원표가 훼손되어 남아 있지 않다."},
    "en": {"title": "Ten Years on the Riverside", "sub": "A data handbook of public places",
           "section": "Reading rooms and stops", "label": "Reading rooms", "unit": "rooms",
           "people": "thousand people", "stop": ".", "why": "torn page in the source", "head": "Opening and use",
           "lead": "Opening hours grew, stops became denser and differences shrank; two totals are lost "
                   "with a torn page of the source, and only their growth is known."},
}  # fmt: skip


def prose(language: str, count: int, start: int = 0) -> str:
    """``count`` sentences that go on and on."""
    sentences, stop = SENTENCES[language], WORDS[language]["stop"]
    gap = " " if language in ("en", "ko") else ""
    return gap.join(sentences[(start + i) % len(sentences)] + stop for i in range(count))


def composed(report: dict[str, Any], **options: Any) -> Document:
    """A report's document, with options of the brochure."""
    document = outcome(yaml.safe_dump(report, allow_unicode=True, sort_keys=False)).composed
    return replace(document, options=replace(document.options, **options)) if options else document


def base(language: str) -> dict[str, Any]:
    """Title, sources and figures that the samples share."""
    words = WORDS[language]
    return {
        "title": words["title"],
        "subtitle": words["sub"],
        "language": language,
        "date": "2031-04",
        "publisher": words["sub"],
        "description": words["lead"],
        "sources": {"book": {"title": words["sub"], "publisher": words["title"]}},
    }


@lru_cache
def thin(language: str = "zh-Hans", **options: Any) -> Document:
    """One section and no chart, no figure."""
    words = WORDS[language]
    report = base(language)
    report["sections"] = [
        {"id": "only", "title": words["section"], "lead": words["lead"],
         "body": "\n\n".join(prose(language, 3, i) for i in range(2))}
    ]  # fmt: skip
    return composed(report, **options)


@lru_cache
def mixed(language: str = "zh-Hans", **options: Any) -> Document:
    """Three sections with everything: cards, charts, table, list, quote, callout, notes."""
    words = WORDS[language]
    report = base(language)
    figures: dict[str, Any] = {}
    values = [12.5, 38, 52, 7.25, 84, 61, 33, 95.5, 20, 47]
    for i, value in enumerate(values):
        unit = ("%", words["unit"], words["people"])[i % 3]
        figures[f"f{i}"] = {"label": f"{words['label']} {'ABCDEFGHIJ'[i]}", "value": value, "unit": unit,
                            "source": "book", "at": "p. 3"}  # fmt: skip
    figures["f1"]["change"] = "12.5%"
    figures["f1"]["since"] = "2021"
    figures["lost"] = {"label": f"{words['label']} K", "value": "missing", "why": words["why"],
                       "unit": words["unit"], "source": "book", "at": "p. 4"}  # fmt: skip
    figures["lost2"] = {"label": f"{words['label']} L", "value": "missing", "why": words["why"],
                        "unit": "%", "remains": ".61", "source": "book"}  # fmt: skip
    figures["before"] = {"label": f"{words['label']} B 2021", "derive": "f1 / (1 + f1.change)",
                         "unit": words["unit"], "round": 1}  # fmt: skip
    report["figures"] = figures
    report["headline"] = ["f1", "f2", "f5", "lost"]
    report["cover"] = {"headline": "f1", "base": "before", "kicker": "2021–2031"}
    report["tables"] = {
        "stops": {
            "title": words["head"],
            "source": "book",
            "columns": [words["section"], words["head"], words["label"]],
            "rows": [[f"{words['label']} {i}", prose(language, 1, i)[:18], str(i * 37 % 91)]
                     for i in range(9)],
        }
    }  # fmt: skip
    body = (
        f"## {words['head']}\n\n{prose(language, 3)} {{{{ f0 }}}}{words['stop']}[^1]\n\n"
        f"{prose(language, 4, 1)} {{{{ lost }}}}{words['stop']}\n\n"
        f"- {prose(language, 1)}\n- {prose(language, 2, 2)}\n\n"
        f"## {words['section']}\n\n{prose(language, 5, 2)} {{{{ before }}}}{words['stop']}"
        f" {{{{ ref('one') }}}}{words['stop']}\n\n1. {prose(language, 1, 1)}\n2. {prose(language, 1, 3)}\n\n"
        f"{prose(language, 4, 3)}\n\n[^1]: {prose(language, 1, 3)}\n"
    )  # fmt: skip
    report["sections"] = [
        {
            "id": "first",
            "title": words["section"],
            "lead": words["lead"],
            "body": body,
            "key_figures": ["f1", "f2", "lost"],
            "callout": {"text": prose(language, 1, 1)},
            "charts": [
                {"id": "one", "kind": "bar", "title": words["head"], "unit": "%",
                 "values": ["f0", "f3", "f6", "lost2"]},
                {"id": "two", "kind": "column", "title": words["section"], "values": ["f1", "f4", "f7"]},
            ],
            "tables": ["stops"],
        },
        {
            "id": "second",
            "title": words["head"],
            "lead": words["lead"] * 2,
            "body": prose(language, 6) + "\n\n" + prose(language, 9, 2),
            "key_figures": ["before", "f8", "f9", "lost", "f5", "f6"],
            "quote": {"text": prose(language, 1, 2), "by": words["label"]},
        },
        {
            "id": "third",
            "title": (words["section"] * 4)[:22],
            "lead": words["lead"][:20],
            "body": prose(language, 4, 1),
            "charts": [
                {"kind": "doughnut", "title": words["head"], "values": ["f6"]},
                {"kind": "bar", "title": words["label"], "values": ["f1", "f4"]},
            ],
        },
    ]  # fmt: skip
    return composed(report, **options)


@lru_cache
def thick(sections: int = 40, charts: int = 5, rows: int = 60, **options: Any) -> Document:
    """Forty sections, two hundred charts, tables of sixty rows."""
    language = "zh-Hans"
    words = WORDS[language]
    report = base(language)
    figures: dict[str, Any] = {}
    report["tables"] = {}
    parts = []
    for s in range(sections):
        names = [f"s{s}_{i}" for i in range(8)]
        for i, name in enumerate(names):
            lost = (s + i) % 9 == 4
            figures[name] = {"label": f"{words['label']}{s + 1}—{i + 1}", "unit": words["unit"],
                             "source": "book",
                             **({"value": "missing", "why": words["why"]} if lost else
                                {"value": (s * 31 + i * 17) % 97 + 1})}  # fmt: skip
        kinds = ("bar", "column", "bar", "bar", "column", "bar")
        chart_list = [
            {"kind": kinds[(c + s) % 6], "title": f"{words['head']}之{s + 1}·{c + 1}",
             "values": names[c : c + 2 + c % 4]}
            for c in range(charts)
        ]  # fmt: skip
        part: dict[str, Any] = {
            "id": f"s{s}",
            "title": f"{words['section']}{'一二三四五六七八九十'[s % 10]}",
            "lead": words["lead"][: 20 + s],
            "body": "\n\n".join(
                [f"## {words['head']}"] * (s % 2) + [prose(language, 3 + (s + p) % 4, p) for p in range(2 + s % 4)]
            ),
            "key_figures": names[: 2 + s % 4],
            "charts": chart_list,
        }  # fmt: skip
        if s % 3 == 0:
            report["tables"][f"t{s}"] = {
                "title": f"{words['head']}{s + 1}",
                "columns": ["站点", "区", "次数", "增减"],
                "rows": [[f"{words['label']}{r + 1}", "东西南北"[r % 4], str((r * 53 + s) % 997), f"{r % 7}.{r % 10}"]
                         for r in range(rows)],
            }  # fmt: skip
            part["tables"] = [f"t{s}"]
        parts.append(part)
    report["figures"] = figures
    report["sections"] = parts
    return composed(report, **options)


@lru_cache
def odd(**options: Any) -> Document:
    """Whatever is too long: titles, labels, leads, units, words, columns, cells, lists, callouts."""
    language = "zh-Hans"
    report = base(language)
    report["title"] = "沿河旧仓库与公共阅览室十年开放数据及其缺失情况说明手册试编"
    report["subtitle"] = "这个副标题也比通常的长出许多，因此要折成几行才放得下，不能压住别的东西"
    report["contact"] = "https://statistics.example.org/a/very/long/address/that/never/ends?x=1&y=2"
    report["keywords"] = ["河岸"]
    report["figures"] = {
        "long": {"label": "沿河各街道全部公共阅览室、自习室与流动图书车停靠点的年度累计接待人次合计", "value": "123456789.25",
                 "unit": "人次每平方公里", "source": "book", "change": "-3.1%", "since": "上一次全面普查"},
        "tiny": {"label": "甲", "value": "0.003", "unit": "%", "source": "book"},
        "lost": {"label": "两个数都已经丢失而且名字很长很长的那一项指标的现值", "value": "missing", "unit": "万平方米",
                 "why": "原表第十七页下半页整页撕去，背面印痕也无法辨认，暂不补录", "source": "book",
                 "at": "附录二第三部分表十七之四（续）"},
        "derived": {"label": "由两个数推算的值", "derive": "long * (1 + tiny)", "unit": "人次每平方公里"},
        "year": {"label": "年份", "kind": "year", "value": "missing", "why": "年份丢失", "source": "book"},
    }  # fmt: skip
    many = [f"第{i}季度平均值" for i in range(1, 12)]
    report["tables"] = {
        "wide": {"title": "十二列的表", "columns": ["站点", *many],
                 "rows": [[f"站点{r}"] + [str((r * 7 + c * 13) % 1000) + ".5" for c in range(11)]
                          for r in range(7)]},
        "wordy": {"title": "文字很多的表", "columns": ["项目", "说明", "备注"],
                  "rows": [[f"项目{r}", prose(language, 2, r), prose(language, 1, r + 1)] for r in range(25)]},
    }  # fmt: skip
    items = "\n".join(f"{i}. {prose(language, 1 + i % 3, i)}" for i in range(1, 14))
    report["sections"] = [
        {"id": "a", "title": "极长的章名也要排得下不能出界也不能压住山脊线才算合格的一章", "lead": WORDS[language]["lead"] * 7,
         "body": f"### 三级标题先出现\n\n{prose(language, 3)}\n\n{items}\n\n- 外层\n  - 内层一\n  - 内层二\n\n"
                 f"{prose(language, 2)}{{{{ lost }}}}，{{{{ derived }}}}，{{{{ year }}}}。",
         "key_figures": ["long", "lost", "derived", "tiny"],
         "callout": {"text": prose(language, 6), "kicker": "这一句提示的标题很长需要折行才行"},
         "quote": {"text": prose(language, 5), "by": "一位不愿具名的管理员，兼任夜间值班员与义务讲解员"},
         "charts": [{"kind": "bar", "title": "一个长得要折成两行的图题：沿河各街道全部公共阅览室的年度累计接待人次与上一次普查的比较（不含流动车）",
                     "takeaway": "发现也写得很长：" + prose(language, 2), "sub": "口径" * 40, "values": ["long", "derived"]}],
         "tables": ["wide", "wordy"]},
        {"id": "b", "title": "无", "lead": "", "body": "一句话。"},
        {"id": "c", "title": "空章", "lead": "只有导语。", "body": ""},
        {"id": "d", "title": "Latin", "lead": "x" * 60, "body": "Supercalifragilisticexpialidocious " * 12},
    ]  # fmt: skip
    return composed(report, **options)
