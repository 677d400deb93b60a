"""What validators that we did not write say, and an edit in python-pptx that stays clean."""

import json
import os
import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pptx.chart.data import CategoryChartData

from report.deck.check import check_deck
from report.deck.template import write_template
from report.theme import load_theme
from tests.deck.conftest import fonts, made, opened


def sdk():
    """The Open XML SDK's validator: a program inside an npm package, where it is installed."""
    folder = os.environ.get("SHUANGCE_OOXML_VALIDATOR")
    if not folder:
        pytest.skip("SHUANGCE_OOXML_VALIDATOR names no folder (see .ci/run)")
    found = sorted(Path(folder).parent.glob("ooxml-validator-*/ooxml-validator*"))
    if not found:
        pytest.skip(f"no validator for this system beside {folder}")
    return found[0]


def sdk_errors(path):
    program = sdk()
    program.chmod(program.stat().st_mode | 0o100)
    done = subprocess.run([str(program), str(path)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["errors"]


def audit_errors(path):
    audit = pytest.importorskip("openxml_audit")
    return [str(e) for e in audit.validate_pptx(str(path)).errors]


def test_openxml_audit(sample, tmp_path):
    path = tmp_path / "deck.pptx"
    path.write_bytes(made(sample)[0])
    assert audit_errors(path) == []


@pytest.mark.system
def test_open_xml_sdk(sample, tmp_path):
    path = tmp_path / "deck.pptx"
    path.write_bytes(made(sample)[0])
    assert sdk_errors(path) == []


@pytest.mark.system
@pytest.mark.parametrize("form", ["16:9", "4:3"])
def test_template(form, tmp_path):
    path = tmp_path / "template.pptx"
    write_template(path, load_theme("qing"), fonts(), form=form)
    assert audit_errors(path) == []
    assert sdk_errors(path) == []


def edited():
    """The report's deck after a chart's number, a title and the theme were changed."""
    deck = opened(made("report")[0])
    slide = deck.slides[5]
    slide.shapes.title.text_frame.paragraphs[0].runs[0].text = "改过的题目"
    chart = next(s.chart for s in slide.shapes if s.has_chart)
    data = CategoryChartData()
    data.categories = list(chart.plots[0].categories)
    for series in chart.series:
        data.add_series(series.name, [31.5 if v == 29.01 else v for v in series.values])
    chart.replace_data(data)
    out = BytesIO()
    deck.save(out)
    parts = {}
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            text = archive.read(name)
            if name == "ppt/theme/theme1.xml":
                text = re.sub(rb"1B4B6B", b"5B1B6B", text)
            parts[name] = text
    again = BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data_ in parts.items():
            archive.writestr(name, data_)
    return again.getvalue()


def test_round_trip_stays_clean(tmp_path):
    data = edited()
    assert {f.rule for f in check_deck(data)} <= {"clock"}
    path = tmp_path / "edited.pptx"
    path.write_bytes(data)
    assert audit_errors(path) == []
    deck = opened(data)
    assert deck.slides[5].shapes.title.text_frame.text == "改过的题目"
    chart = next(s.chart for s in deck.slides[5].shapes if s.has_chart)
    assert 31.5 in list(chart.series[0].values)


@pytest.mark.system
def test_round_trip_stays_clean_for_the_sdk(tmp_path):
    path = tmp_path / "edited.pptx"
    path.write_bytes(edited())
    assert sdk_errors(path) == []
