"""A character of any scalar is found again where it stands in the file."""

import hypothesis.strategies as st
import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from report.errors import Collector
from report.source.yaml import read_yaml

TEXT = st.text(
    alphabet=st.sampled_from("ab 甲乙，。𠮷é\n\"'\\:#|>{}-\t"), min_size=1, max_size=60
).map(str.strip)


def place_of(document, path, offset):
    place = document.place_in(path, offset)
    return document.source.line(place.line)[place.column - 1 : place.column]


def read(text):
    collector = Collector()
    document = read_yaml(text, "x.yaml", collector)
    assert document is not None, collector.diagnostics
    return document


@pytest.mark.parametrize(
    ("yaml_text", "offset", "line", "column"),
    [
        ("k: 甲乙丙\n", 1, 1, 5),
        ("k: '甲''乙'\n", 2, 1, 8),
        ('k: "甲\\n乙\\u4e19丁"\n', 4, 1, 15),
        ("k: |\n  甲乙\n  丙丁\n", 3, 2 + 1, 3),
        ("k: |\n  甲\n\n  丙\n", 3, 4, 3),
        ("k: >\n  甲乙\n  丙丁\n", 3, 3, 3),
        ("k: >-\n    甲\n    乙\n\n    丙\n", 4, 5, 5),
        ("k: |2\n    甲\n   乙\n", 2, 2, 5),
        ("k: 甲\n  乙\n", 2, 2, 3),
        ("a:\n  - {b: [丑, 寅]}\n", 0, 2, 10),
        ("k: |  # 注\n\n  甲\n", 1, 3, 3),
        ("k: |\r\n  甲\r\n  乙\r\n", 2, 3, 3),
    ],
)
def test_known_places(yaml_text, offset, line, column):
    document = read(yaml_text)
    path = ("k",) if "k" in document.data else ("a", 0, "b", 0)
    place = document.place_in(path, offset)
    assert (place.line, place.column) == (line, column)


@given(TEXT.filter(bool), st.sampled_from(["'", '"', "|", ">"]), st.integers(20, 200))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_visible_character_is_found(value, style, width):
    dumped = yaml.dump(
        {"a": {"k": value}},
        default_style=style,
        allow_unicode=True,
        width=width,
        default_flow_style=False,
    )
    document = read(dumped)
    assert document.data["a"]["k"] == value
    for offset, character in enumerate(value):
        if character.isspace() or character in "\"'\\":
            continue  # folded or escaped: it has no single place of its own
        shown = place_of(document, ("a", "k"), offset)
        # An escape stands for a character in double quotes, which PyYAML may choose by itself.
        assert shown == character or (shown == "\\" and '"' in dumped)


@given(TEXT.filter(bool), st.integers(-5, 500))
@settings(max_examples=200, deadline=None)
def test_any_offset_gives_a_place_inside_the_file(value, offset):
    dumped = yaml.dump({"k": value}, allow_unicode=True)
    document = read(dumped)
    place = document.place_in(("k",), offset)
    assert 1 <= place.line <= dumped.count("\n") + 1
    assert place.column >= 1
