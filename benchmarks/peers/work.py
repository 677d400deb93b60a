"""The benchmark's report as plain data, for peers: figures put into the prose, charts as rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

FONTS = Path(__file__).resolve().parents[2] / "assets/fonts"


@dataclass
class Chart:
    """Kind (line, bar, column), title, takeaway, categories, and (name, values) rows."""

    kind: str
    title: str
    takeaway: str
    categories: list[str]
    series: list[tuple[str, list[float]]]


@dataclass
class Section:
    """One section with its text resolved."""

    title: str
    lead: str
    paragraphs: list[str]
    cards: list[tuple[str, str, str]]
    charts: list[Chart]
    table: list[list[str]]


@dataclass
class Work:
    """The whole report."""

    title: str
    subtitle: str
    sections: list[Section]


def read(path: str) -> Work:
    """Read the report and resolve its references."""
    data = yaml.load(Path(path).read_text("utf-8"), Loader=yaml.CSafeLoader)
    figures, tables = data["figures"], data["tables"]

    def shown(match: re.Match[str]) -> str:
        name, _, part = match[1].partition(".")
        figure = figures[name]
        return figure["change"] if part else f"{figure['value']}{figure['unit']}"

    sections = []
    for s in data["sections"]:
        charts = []
        for c in s["charts"]:
            if "table" in c:
                table = tables[c["table"]]
                heads, rows = table["columns"], table["rows"]
                ys = c["y"] if isinstance(c["y"], list) else [c["y"]]
                categories = [r[heads.index(c["x"])] for r in rows]
                series = [(y, [float(r[heads.index(y)]) for r in rows]) for y in ys]
            else:
                categories = [figures[n]["label"] for n in c["values"]]
                series = [("数值", [float(figures[n]["value"]) for n in c["values"]])]
            charts.append(Chart(c["kind"], c["title"], c["takeaway"], categories, series))
        table = tables[s["tables"][0]]
        sections.append(
            Section(
                s["title"],
                s["lead"],
                [re.sub(r"\s*{{\s*([\w.]+)\s*}}\s*", shown, p) for p in s["body"].split("\n\n")],
                [
                    (figures[n]["label"], f"{figures[n]['value']}{figures[n]['unit']}",
                     f"较上年 {figures[n]['change']}")
                    for n in s["key_figures"]
                ],
                charts,
                [table["columns"], *table["rows"]],
            )
        )  # fmt: skip
    return Work(data["title"], data["subtitle"], sections)


def font(family: str, weight: str) -> str:
    """Path of one of the project's faces, such as ``font("Serif", "Regular")``."""
    found = sorted(FONTS.rglob(f"Noto{family}SC-{weight}*.ttf"))
    if not found:
        raise SystemExit(f"no Noto {family} SC {weight} under {FONTS}")
    return str(found[0])
