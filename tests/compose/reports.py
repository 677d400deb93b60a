"""Small reports for tests: YAML text → a composed document, or its diagnostics."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from report.compose.assemble import compose
from report.compose.document import Document, Paragraph
from report.compose.prose import plain_text
from report.errors import Collector, Diagnostic, ReportError
from report.source.read import read_report
from report.theme import load_theme

FIGURES = """
figures:
  students: {label: 学生, value: 30.74, unit: 万人, change: 22.11%, since: 十年前, source: s}
  staff: {label: 教职工, value: 4.58, unit: 万人, change: -3.1%, since: 上年, source: s}
  schools: {label: 学校, value: missing, why: 原文丢失, unit: 所, source: s}
  rate: {label: 升学率, value: missing, remains: ".61", why: 整数丢失, unit: "%"}
  when: {label: 年份, kind: year, value: missing, why: 年份丢失}
  before: {label: 十年前学生, derive: students / (1 + students.change), unit: 万人}
sources:
  s: {title: 报道}
"""


@dataclass(frozen=True)
class Outcome:
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def composed(self) -> Document:
        assert self.document is not None, "\n".join(map(str, self.diagnostics))
        return self.document

    @property
    def codes(self) -> list[str]:
        return [d.code for d in self.diagnostics]

    def only(self, code: str) -> Diagnostic:
        found = [d for d in self.diagnostics if d.code == code]
        assert len(found) == 1, "\n".join(map(str, self.diagnostics))
        return found[0]


def outcome(yaml: str, files: dict[str, str] | None = None, strict: bool = False) -> Outcome:
    """What composing a report gives; files are written beside it."""
    collector = Collector()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.yaml"
        path.write_text(yaml, "utf-8")
        for name, text in (files or {}).items():
            (Path(folder) / name).write_text(text, "utf-8")
        try:
            loaded = read_report(path, collector=collector)
            document = compose(loaded, load_theme("qing"), collector=collector, strict=strict)
        except ReportError as error:
            return Outcome(None, error.diagnostics)
    return Outcome(document, collector.diagnostics)


def with_body(body: str, *, figures: str = FIGURES, language: str = "zh-Hans") -> str:
    """A report of one section with this text."""
    text = "\n".join("      " + line for line in body.split("\n"))
    return (
        f"title: 报告\nlanguage: {language}\n{figures}\nsections:\n"
        f"  - id: one\n    title: 一\n    body: |\n{text}\n"
    )


def with_figures(figures: str) -> str:
    """A report of these figures and nothing else."""
    lines = "\n".join("  " + line for line in figures.strip().split("\n"))
    return f"title: 报告\nfigures:\n{lines}\nsections: [{{id: one, title: 一}}]\n"


def paragraphs(document: Document, marks: bool = False) -> list[str]:
    """The paragraphs of the first section as text."""
    return [
        plain_text(block.runs, marks=marks)
        for block in document.sections[0].blocks
        if isinstance(block, Paragraph)
    ]
