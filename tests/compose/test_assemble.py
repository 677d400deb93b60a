import dataclasses
import subprocess
import sys
import typing
from decimal import Decimal
from pathlib import Path

import pytest

from report.compose.assemble import compose
from report.compose.document import Callout, Chart, Image, Paragraph, Quote, TableBlock
from report.compose.languages import WORDS
from report.compose.prose import plain_text
from report.compose.words import LANGUAGES, Words, words_for
from report.source.read import read_report
from report.theme import load_theme
from tests.compose.reports import FIGURES, outcome, with_body

ROOT = Path(__file__).resolve().parents[2]

REPORT = f"""
title: 报告
{FIGURES}
tables:
  t: {{title: 表, columns: [项, 数], rows: [[甲, "1"], [乙, "2"]]}}
sections:
  - id: first
    title: 一
    lead: 开头 {{{{ students }}}}。后面。
    body: |
      甲，见{{{{ ref('b') }}}}与{{{{ ref('t') }}}}。

      乙，见{{{{ ref('a') }}}}和{{{{ ref('second') }}}}，又见{{{{ ref('c') }}}}。
    key_figures: [students, schools]
    charts:
      - {{id: a, kind: bar, title: 图甲, values: [students, before]}}
      - {{id: b, kind: bar, title: 图乙, values: [students.change, staff.change]}}
      - {{kind: bar, title: 图末, values: [staff]}}
    tables: [t]
    callout: {{text: 注意}}
    quote: {{text: 引文, by: 某人}}
  - id: second
    title: 二
    body: 丙。
    charts:
      - {{id: c, kind: bar, title: 图丙, values: [staff]}}
"""


def names(section):
    kinds = {Chart: lambda b: b.plan.id, TableBlock: lambda b: b.plan.id}
    return [kinds.get(type(b), lambda b: type(b).__name__)(b) for b in section.blocks]


def test_charts_and_tables_stand_after_the_block_that_mentions_them():
    first, second = outcome(REPORT).composed.sections
    assert names(first) == [
        "Paragraph", "Callout", "b", "t", "Paragraph", "a", "Quote", "first-3",
    ]  # fmt: skip
    assert names(second) == ["Paragraph", "c"]


def test_numbers_follow_the_order_of_reading_and_references_agree():
    first, second = outcome(REPORT).composed.sections
    numbers = {
        b.plan.id: b.plan.number
        for s in (first, second)
        for b in s.blocks
        if isinstance(b, (Chart, TableBlock))
    }
    assert numbers == {"b": "图1", "t": "表1", "a": "图2", "first-3": "图3", "c": "图4"}
    texts = [plain_text(b.runs) for b in first.blocks if isinstance(b, Paragraph)]
    assert texts == ["甲，见图1与表1。", "乙，见图2和“二”一节，又见图4。"]
    targets = [
        r.target for b in first.blocks if isinstance(b, Paragraph) for r in b.runs if r.target
    ]
    assert targets == ["b", "t", "a", "second", "c"]


def test_a_section_knows_its_figures_in_order_of_mention():
    document = outcome(REPORT).composed
    first, second = document.sections
    assert [v.name for v in first.figures] == [
        "students", "students.change", "schools", "staff.change", "before", "staff",
    ]  # fmt: skip
    assert [v.name for v in second.figures] == ["staff"]
    assert document.figure("staff").section == "first"
    assert document.figure("students").change.section == "first"
    assert document.figure("rate").section is None
    assert first.abstract == "开头30.74万人"


def test_the_profile_measures_what_the_source_says():
    first = outcome(REPORT).composed.sections[0]
    points = {p.figure: p for p in first.profile}
    assert "before" not in points
    assert points["students"].amplitude == 1.0
    assert points["students.change"].amplitude == pytest.approx(0.2211)
    assert points["staff.change"].amplitude == pytest.approx(0.031)
    assert points["schools"].amplitude is None
    assert points["schools"].state == "missing"
    assert 0 < points["staff"].amplitude < 1


def test_the_cover_takes_its_ring_from_the_stated_change():
    yaml = REPORT.replace("sections:", "cover: {headline: students, base: before}\nsections:", 1)
    cover = outcome(yaml).composed.cover
    assert (cover.headline.name, cover.base.name) == ("students", "before")
    assert cover.growth == Decimal("0.2211")
    plain = outcome(REPORT).composed
    assert plain.cover.headline.name == "students"
    assert plain.cover.base is None
    assert [v.name for v in plain.headline] == ["students", "schools"]


def test_other_blocks():
    document = outcome(REPORT).composed
    callout = next(b for b in document.sections[0].blocks if isinstance(b, Callout))
    quote = next(b for b in document.sections[0].blocks if isinstance(b, Quote))
    assert (callout.kicker, plain_text(callout.runs)) == ("口径提示", "注意")
    assert (plain_text(quote.runs), quote.by) == ("引文", "某人")
    assert document.sources[0].text == "《报道》。"


def test_an_image_keeps_its_size(tmp_path):
    from PIL import Image as Picture

    Picture.new("RGB", (30, 20), "white").save(tmp_path / "a.png")
    path = tmp_path / "report.yaml"
    path.write_text(
        with_body("甲。").replace(
            "title: 一",
            'title: 一\n    image: {file: a.png, alt: 操场, caption: "图说 {{ students }}"}',
        ),
        "utf-8",
    )
    document = compose(read_report(path), load_theme("qing"))
    image = next(b for b in document.sections[0].blocks if isinstance(b, Image))
    assert (image.width_px, image.height_px, image.alt, image.id) == (30, 20, "操场", "one-image1")
    assert plain_text(image.caption) == "图说30.74万人"
    assert Path(image.path).is_absolute()


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("id: second", "id: first", "duplicate-id", "sections[1].id"),
        ("id: c, kind", "id: a, kind", "duplicate-id", "sections[1].charts[0].id"),
        ("id: c, kind", "id: t, kind", "duplicate-id", "sections[1].charts[0].id"),
        ("key_figures: [students, schools]", "key_figures: [studens]", "unknown-figure",
         "sections[0].key_figures[0]"),
        ("tables: [t]", "tables: [tt]", "unknown-table", "sections[0].tables[0]"),
        ("title: 报告\n", "title: 报告\nheadline: [nobody]\n", "unknown-figure", "headline[0]"),
        ("title: 报告", "title: 报告\ncover: {base: nobody}", "unknown-figure", "cover.base[0]"),
        ("    tables: [t]\n", "", "reference-to-hidden", "sections[0].body"),
    ],
)  # fmt: skip
def test_faults(old, new, code, path):
    assert old in REPORT
    found = [d for d in outcome(REPORT.replace(old, new, 1)).diagnostics if d.code == code]
    assert path in [d.path for d in found]
    assert all(d.place.line for d in found)


def test_everything_is_collected_in_one_go():
    yaml = (
        REPORT.replace("key_figures: [students, schools]", "key_figures: [studens]")
        .replace("甲，见", "甲{{ nobody }}，见")
        .replace("value: 4.58", "value: x4.58")
        .replace("id: second", "id: first")
    )
    assert {"unknown-figure", "bad-number", "duplicate-id"} <= set(outcome(yaml).codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_and_the_same_gaps_to_fill(language):
    words, default = words_for(language), Words()
    for field in dataclasses.fields(Words):
        mine, theirs = getattr(words, field.name), getattr(default, field.name)
        if field.type != "str" or field.name in ("year", "title_open", "title_close", "unit_gap"):
            continue
        assert mine, field.name
        assert mine.count("{") == theirs.count("{"), field.name
    assert set(WORDS) | {"zh-Hans"} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_composes_in_every_language(language):
    document = outcome(REPORT.replace("title: 报告", f"title: T\nlanguage: {language}", 1)).composed
    assert document.gaps[0].code == words_for(language).gap_code.format(1)
    assert document.sections[0].blocks[2].plan.number == words_for(language).figure_number.format(1)


def test_documents_can_be_compared_and_hashed():
    assert outcome(REPORT).composed == outcome(REPORT).composed
    assert hash(outcome(REPORT).composed.sections[0].blocks)


def test_every_value_in_the_tree_is_frozen():
    def walk(value):
        assert not isinstance(value, (list, dict, set)), value
        if dataclasses.is_dataclass(value):
            assert value.__dataclass_params__.frozen
            for field in dataclasses.fields(value):
                walk(getattr(value, field.name))
        elif isinstance(value, tuple):
            for item in value:
                walk(item)

    walk(outcome(REPORT).composed)
    assert typing.get_type_hints(Words)


PROBE = """
import sys
from pathlib import Path
from report.source.read import read_report
from report.compose.assemble import compose
from report.theme import load_theme
loaded = read_report(Path(sys.argv[1]))
document = compose(loaded, load_theme("qing"))
import hashlib
print(hashlib.sha256(repr(document).encode()).hexdigest())
print(sorted({m.split(".")[0] for m in sys.modules} & {"jinja2", "markdown_it", "babel",
      "matplotlib", "reportlab", "pptx", "numpy"}))
"""


def probe(path, seed):
    result = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env={"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC", "PATH": ""},
    )  # fmt: skip
    return result.stdout.splitlines()


def test_no_hash_order_no_zone_no_heavy_library(tmp_path):
    path = tmp_path / "report.yaml"
    path.write_text(REPORT, "utf-8")
    first, second = probe(path, "1"), probe(path, "2")
    assert first == second
    assert first[1] == "[]"


@pytest.mark.parametrize(
    ("value", "unit", "label"),
    [
        ("30.74", "万人", "30.74万"),
        ("近35", "亿元", "近35亿"),
        ("40万余", "人次", "40万余"),
        ("62.5", "'%'", "62.5%"),
        ("68", "所", "68"),
        ("3–5", "所", "3—5"),
        ("1234", "人", "1,234"),
        ("-4.27", "million USD", "−4.27 million"),
    ],
)
def test_spot_heights_say_the_number_only(value, unit, label):
    figures = f"figures:\n  a: {{label: 甲, value: {value}, unit: {unit}}}"
    document = outcome(with_body("{{ a }}", figures=figures)).composed
    assert [p.label for p in document.sections[0].profile] == [label]


def test_gaps_of_a_table_do_not_break_the_ridge():
    """The ridge does not show a table's numbers; its gaps would be breaks of nothing."""
    rows = ", ".join(f"[区{i}, missing]" for i in range(9))
    made = outcome(f"""
title: 报告
figures:
  a: {{label: 甲, value: 3, unit: 所}}
  b: {{label: 乙, value: missing, why: 丢, unit: 所}}
tables: {{t: {{columns: [区, 数], rows: [[城, 5], {rows}]}}}}
sections: [{{id: s, title: 节, body: "{{{{ a }}}}、{{{{ b }}}}。", tables: [t]}}]
""").composed
    assert made is not None
    assert len(made.gaps) == 10
    assert [p.figure for p in made.sections[0].profile] == ["a", "b"]
