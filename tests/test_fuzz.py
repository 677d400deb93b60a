"""Whatever is in a report's files: diagnostics with places, no traceback, no hang.

Bounded here; for longer: ``FUZZ_EXAMPLES=20000 pytest tests/test_fuzz.py -n 2``.
"""

import json
import os
import random
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.commands.check import check_report
from report.errors import FORMS, render
from report.source.fix import fix_text
from report.source.schema import SCHEMA_FILE

ROOT = Path(__file__).parents[1]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
LONGEST = 10.0
"""CPU seconds that one input may take (a bound against hanging, not a measure)."""

SCHEMA = json.loads(SCHEMA_FILE.read_text("utf-8"))
SEEDS = [
    *(path.read_bytes() for path in sorted((ROOT / "report" / "starters").glob("*.yaml"))),
    *(path.read_bytes() for path in sorted((ROOT / "tests" / "cases" / "bad").glob("*.yaml"))),
]
TABLES = sorted(
    path
    for folder in ("bad/files", "tables")
    for path in (ROOT / "tests" / "cases" / folder).iterdir()
    if path.suffix in (".csv", ".xlsx", ".xls", ".sqlite", ".png", ".jpg")
)
SNIPPETS = [
    b'\t', b'\x00', b'\r', b'\xef\xbb\xbf', b'\xe2\x80\xae', b'\xe2\x80\x8b', b'\xed\xa0\x80',
    b'\xff', b': ', b'- ', b'\n', b'  ', b'#', b"'", b'"', b'|', b'>', b'[', b']', b'{', b'}',
    b'&a ', b'*a', b'!!x ', b'? ', b'---\n', b'...\n', b'<<: ', b'%', b'{{', b'}}', b'{% if ',
    b'{% endif %}', b"{{ ref('", b'pupils', b'.change', b' / ', b'0', b'1e999', b'9' * 60,
    b'missing', b'**', b'[^1]', '，'.encode(), '３'.encode(), '：'.encode(), '余'.encode(),
    '万'.encode(), '𠮷'.encode(),
    b'kind: pie', b'table: enrolment', b'derive: pupils', b"unit: '%'",
    b'values: []', b'rows: [[]]',
]  # fmt: skip


def must_hold(folder):
    """Check the report in a folder; its diagnostics must render in every form."""
    started = time.process_time()
    found = check_report(folder / "report.yaml")
    for form in FORMS:
        render(found, form).encode("utf-8")
    render(found, terminal=True).encode("utf-8")
    for each in found:
        assert each.message
        assert each.place.line >= 0
    assert time.process_time() - started < LONGEST
    return found


def mutated(content, random_source, most=6):
    """``content`` with a few bytes or pieces changed, moved, repeated or put in."""
    data = bytearray(content)
    for _ in range(random_source.randint(1, most)):
        at = random_source.randint(0, len(data))
        to = min(len(data), at + random_source.randint(0, 40))
        choice = random_source.randint(0, 6)
        if choice == 0:
            data[at:at] = random_source.choice(SNIPPETS)
        elif choice == 1:
            del data[at:to]
        elif choice == 2:
            data[at:at] = data[at:to] * random_source.randint(1, 3)
        elif choice == 3 and at < len(data):
            data[at] = random_source.randint(0, 255)
        elif choice == 4:
            other = random_source.choice(SEEDS)
            start = random_source.randint(0, len(other))
            data[at:to] = other[start : start + 60]
        elif choice == 5:
            data[at:to] = random_source.choice(SNIPPETS)
        else:
            lines = bytes(data).split(b"\n")
            upto = random_source.randint(1, len(lines))
            head = lines[:upto]
            random_source.shuffle(head)
            data = bytearray(b"\n".join(head + lines[upto:]))
    return bytes(data)


bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("fuzz")
    for path in TABLES:
        (found / path.name).write_bytes(path.read_bytes())
    (found / "enrolment.csv").write_text("年份,小学,初中\n2019,7.90,4.10\n2020,8,4\n", "utf-8")
    return found


@given(st.integers(0, 2**64))
@bounded
def test_mutated_bytes(folder, seed):
    source = random.Random(seed)
    content = mutated(source.choice(SEEDS), source)
    (folder / "report.yaml").write_bytes(content)
    must_hold(folder)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return
    mended, _ = fix_text(text, "report.yaml")
    again, done = fix_text(mended, "report.yaml")
    assert (again, done) == (mended, [])


@given(st.integers(0, 2**64))
@bounded
def test_mutated_tables_and_pictures(folder, seed):
    source = random.Random(seed)
    path = source.choice(TABLES)
    (folder / f"x{path.suffix}").write_bytes(mutated(path.read_bytes(), source))
    if path.suffix in (".png", ".jpg"):
        image = f"{{file: x{path.suffix}, alt: 乙}}"
        what = f"title: 甲\nsections: [{{id: a, title: 甲, image: {image}}}]\n"
    else:
        more = ", query: 'SELECT * FROM pupils ORDER BY 1'" if path.suffix == ".sqlite" else ""
        what = (
            f"title: 甲\ntables: {{t: {{file: x{path.suffix}{more}}}}}\n"
            "sections: [{id: a, title: 甲, tables: [t]}]\n"
        )
    (folder / "report.yaml").write_text(what, "utf-8")
    must_hold(folder)


WORDS = st.sampled_from(
    [
     "a", "b", "a.change", "b.target", "c", "t", "u", "年份", "小学",
     "初中", "甲", "乙，丙", "30.74",
     "22.11%", "-3", "0", "40万余", "近35", "3–5", "missing", "{{ a }}",
     "{{ b.change }}", "%", "万人",
     "人", "个百分点", "a / b", "1 - a.change", "c * 2 + b", "max(a, b)", "true",
     "false", "12:30",
     "enrolment.csv", "book.xlsx", "data.sqlite", "school.png", "x.yaml",
     "2020", "desc", "**甲。**乙",
     "{% if a > b %}甲{% endif %}", "{{ ref('c') }}", "{{ a | round(1) }}",
     "[^1]", "\u200b", "𠮷",
     "1", "2", "", " ", "A1:B3", "~", "SELECT * FROM pupils ORDER BY 1",
]
)  # fmt: skip


def resolve(node):
    while "$ref" in node:
        node = SCHEMA["$defs"][node["$ref"].rpartition("/")[2]]
    return node


@st.composite
def values(draw, node, depth=0):
    """Data of a node of the schema, mostly of the right shape."""
    node = resolve(node)
    wrong = draw(st.integers(0, 40))
    if wrong == 0:
        return draw(st.one_of(WORDS, st.lists(WORDS, max_size=2), st.dictionaries(WORDS, WORDS)))
    if "anyOf" in node:
        return draw(values(draw(st.sampled_from(node["anyOf"])), depth))
    if "enum" in node:
        return draw(st.sampled_from(node["enum"]))
    kinds = node.get("type", "string")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        return draw(objects(node, depth))
    if kind == "array":
        most = 0 if depth > 7 else 3
        items = node.get("items", {"type": "string"})
        return draw(
            st.lists(values(items, depth + 1), min_size=node.get("minItems", 0), max_size=most)
        )
    if kind == "boolean":
        return draw(st.sampled_from(["true", "false"]))
    if kind == "null":
        return None
    return draw(WORDS)


@st.composite
def objects(draw, node, depth):
    if "properties" not in node:
        names = st.sampled_from(["a", "b", "c", "t", "甲"])
        return draw(
            st.dictionaries(
                names, values(node.get("additionalProperties", {}), depth + 1), max_size=3
            )
        )
    found = {}
    required = set(node.get("required", ()))
    for key, child in node["properties"].items():
        chance = draw(st.integers(0, 9))
        if key in required or chance < (3 if depth else 5):
            found[key] = draw(values(child, depth + 1))
    if draw(st.integers(0, 30)) == 0:
        found[draw(WORDS)] = draw(WORDS)
    return found


@given(values(SCHEMA))
@bounded
def test_data_over_the_schema(folder, data):
    text = yaml.dump(data, allow_unicode=True, Dumper=yaml.CSafeDumper)
    (folder / "report.yaml").write_text(text, "utf-8")
    must_hold(folder)


@given(
    values({"$ref": "#/$defs/Chart"}, 1),
    values({"$ref": "#/$defs/Figure"}, 1),
    values({"$ref": "#/$defs/Figure"}, 1),
    values({"$ref": "#/$defs/Table"}, 1),
)
@bounded
def test_one_chart_of_two_figures_and_a_table(folder, chart, first, second, table):
    data = {
        "title": "甲",
        "figures": {"a": first, "b": second},
        "tables": {"t": table},
        "sections": [{"id": "s", "title": "乙", "charts": [chart], "tables": ["t"]}],
    }
    text = yaml.dump(data, allow_unicode=True, Dumper=yaml.CSafeDumper)
    (folder / "report.yaml").write_text(text, "utf-8")
    must_hold(folder)
