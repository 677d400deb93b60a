"""Writes the benchmark's report: Chinese prose, tables and twelve charts in four sections.

``python benchmarks/workload.py DIR --times 1`` writes ``DIR/report.yaml``. Every peer reads this
same file; ``--times 10`` has ten times the sections, ``--seed`` makes different documents.
``--slides`` writes, as ``slides.yaml``, what the plain peers' decks show and nothing else: title,
contents and the same charts, with text beside every one and the lead in its notes; no cards,
tables, openings or sources.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import yaml

TOPICS = ("人口与就业", "教育与科研", "交通与运输", "能源与环境", "商贸与物价", "医疗与养老")
PLACES = ("东城", "西城", "南湖", "北山", "新港", "河口", "云岭")
YEARS = ("2019", "2020", "2021", "2022", "2023", "2024")
SENTENCES = (
    "统计口径与上一年度保持一致，个别指标按最新分类作了追溯调整。",
    "从分区情况看，{a}的规模居首，{b}的增长最快，二者合计超过全市的一半。",
    "受基数影响，年初增速较低，随后逐季回升，全年呈现前低后高的走势。",
    "数据来自各区县的直报平台，经过三级审核后汇总，未作季节调整。",
    "与邻近城市相比，这一水平处在中上位置，但人均指标仍有差距。",
    "“十四五”以来，相关投入持续增加，设施条件明显改善，服务半径逐步缩小。",
    "需要说明的是，部分单位在年内合并或迁移，前后两年的数字不完全可比。",
    "分月度观察，第三季度的波动最大，主要与集中开工、集中结算有关。",
)


def report(times: int, seed: int) -> dict:
    """The report as data; ``times`` × 4 sections, three charts and one table each."""
    rng = random.Random(seed)
    figures, tables, sections = {}, {}, []
    for k in range(4 * times):
        topic = TOPICS[k % len(TOPICS)]
        names = []
        for j in range(4):
            name = f"f{k}_{j}"
            names.append(name)
            figures[name] = {
                "label": f"{PLACES[j]}{topic[:2]}规模",
                "value": f"{rng.uniform(3, 90):.2f}",
                "unit": "万人",
                "change": f"{rng.uniform(-9, 30):.1f}%",
                "since": "上年",
                "source": "bureau",
                "at": f"第{k + 1}章",
            }
        line, bars = f"t{k}_line", f"t{k}_bars"
        tables[line] = {
            "title": f"{topic}历年数据",
            "columns": ["年份", "甲类", "乙类"],
            "units": {"甲类": "万人", "乙类": "万人"},
            "rows": [
                [
                    y,
                    f"{30 + 4 * i + rng.uniform(0, 6):.1f}",
                    f"{18 + 3 * i + rng.uniform(0, 5):.1f}",
                ]
                for i, y in enumerate(YEARS)
            ],
        }
        tables[bars] = {
            "title": f"{topic}分区数据",
            "columns": ["地区", "数值"],
            "units": {"数值": "万人"},
            "rows": [[p, f"{rng.uniform(8, 80):.1f}"] for p in PLACES[:6]],
        }
        body = []
        for p in range(5):
            picked = rng.sample(SENTENCES, 4)
            text = "".join(s.format(a=PLACES[p], b=PLACES[p + 1]) for s in picked)
            body.append(
                f"{PLACES[p]}的规模达到 {{{{ {names[p % 4]} }}}}，"
                f"比上年变动 {{{{ {names[p % 4]}.change }}}}。{text}"
            )
        sections.append(
            {
                "id": f"s{k}",
                "title": f"{topic}" if times == 1 else f"{topic}之{k + 1}",
                "lead": "规模稳步扩大，结构继续改善，分区之间的差距有所收窄。",
                "body": "\n\n".join(body),
                "key_figures": names[:3],
                "charts": [
                    {"id": f"c{k}_line", "kind": "line", "title": f"{topic}六年走势",
                     "takeaway": f"{topic}连续六年上升", "table": line, "x": "年份",
                     "y": ["甲类", "乙类"]},
                    {"id": f"c{k}_bars", "kind": "bar", "title": f"{topic}分区比较",
                     "takeaway": f"{topic}分区差距收窄", "table": bars, "x": "地区", "y": "数值"},
                    {"id": f"c{k}_cols", "kind": "column", "title": f"{topic}四区规模",
                     "takeaway": f"{topic}四区规模相近", "values": names},
                ],
                "tables": [line],
            }
        )  # fmt: skip
    return {
        "title": "城市统计年度简报",
        "subtitle": "基准测试用虚构数据",
        "language": "zh-Hans",
        "sources": {"bureau": {"title": "虚构数据"}},
        "figures": figures,
        "tables": tables,
        "sections": sections,
    }


def slides_only(whole: dict) -> dict:
    """The report of the slides that the plain peers make of the whole one."""
    figures = {
        name: {key: figure[key] for key in ("label", "value", "unit", "change", "since")}
        for name, figure in whole["figures"].items()
    }
    sections = []
    for section in whole["sections"]:
        # 150 characters with two references are some 125 that a reader sees.
        said = [paragraph[:150] for paragraph in section["body"].split("\n\n")]
        sections.append(
            {
                **{key: section[key] for key in ("id", "title", "lead", "charts")},
                "slides": {"points": said[:4]},
            }
        )
    kept = {key: whole[key] for key in ("title", "subtitle", "language", "tables")}
    return {**kept, "figures": figures, "sections": sections, "deck": {"sections": False}}


def main() -> None:
    """Write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slides", action="store_true", help="what the plain peers' decks show")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    made = report(options.times, options.seed)
    if options.slides:
        made = slides_only(made)
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=1000)
    (options.folder / ("slides.yaml" if options.slides else "report.yaml")).write_text(
        text, "utf-8"
    )


if __name__ == "__main__":
    main()
