"""The JSON Schema ships, is in step with the models, and explains every key."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from report.source.model import Report, json_schema
from report.source.read import read_report
from report.source.schema import SCHEMA_FILE, schema_text

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(SCHEMA_FILE.read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def blocks():
    yield "Report", SCHEMA
    yield from SCHEMA["$defs"].items()


def test_the_file_is_what_the_models_say():
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), (
        "run: python scripts/write_format.py (schema.json and docs/data-format.md)"
    )


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json_schema() == SCHEMA


def test_every_key_has_a_description_and_an_example_that_holds():
    for name, block in blocks():
        assert block.get("description"), name
        for key, node in block["properties"].items():
            assert len(node.get("description", "")) > 8, f"{name}.{key}"
            assert node.get("examples"), f"{name}.{key}"
            own = {**node, "$defs": SCHEMA["$defs"]}
            for example in node["examples"]:
                jsonschema.validate(example, own)


def test_unknown_keys_are_refused_everywhere():
    for name, block in blocks():
        assert block["additionalProperties"] is False, name


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*/report.yaml")), ids=str)
def test_our_reports_hold_as_an_editor_reads_them(path):
    read_report(path)
    data = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


@pytest.mark.parametrize(
    "wrong",
    [{"title": "甲"}, {"title": ["甲"], "sections": [{"id": "a", "title": "甲"}]},
     {"title": "甲", "sections": [{"id": "a", "title": "甲", "charts": [{"kind": "barr"}]}]},
     {"title": "甲", "sectoins": []}],
)  # fmt: skip
def test_an_editor_sees_what_is_wrong(wrong):
    assert list(VALIDATOR.iter_errors(wrong))


def test_every_key_of_the_models_is_in_the_schema():
    assert set(SCHEMA["properties"]) == set(Report.model_fields)
