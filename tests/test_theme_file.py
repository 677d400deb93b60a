"""Themes: ours pass every rule; an author's is validated with places, and may extend one."""

import re

import pytest

from report.errors import ReportError
from report.theme import THEMES_FOLDER, contrast, load_theme
from report.theme_file import PAIRS, TOKENS

OURS = sorted(path.stem for path in THEMES_FOLDER.glob("*.yaml"))


def faults(folder, text):
    (folder / "t.yaml").write_text(text, "utf-8")
    with pytest.raises(ReportError) as error:
        load_theme("t.yaml", folder)
    return [re.sub(r"^.*t\.yaml:", "", str(found)) for found in error.value.diagnostics]


def test_three_ship():
    assert OURS == ["qing", "song", "zhe"]


@pytest.mark.parametrize("name", OURS)
def test_ours_pass_every_rule(name):
    theme = load_theme(name)
    assert set(theme.colours) == set(TOKENS)
    for token, grounds, needed in PAIRS:
        for ground in grounds:
            assert contrast(theme.rgb(token), theme.rgb(ground)) >= needed, (token, ground)


def test_contrast_is_that_of_wcag():
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    grey = (0x77 / 255,) * 3
    assert contrast(grey, (1, 1, 1)) == pytest.approx(4.48, abs=0.005)


def test_an_authors_theme_may_extend_one_of_ours(tmp_path):
    (tmp_path / "t.yaml").write_text(
        'extends: zhe\nname: mine\ntitle: 我的\ncolours: {sun: "#EED090"}\n'
        "type: {body: {size: 10, leading: 17}}\nlines: {grid: 0.5}\n"
        "formats: {a4: {outer: 60}}\npages: {section_start: recto}\n",
        "utf-8",
    )
    theme, base = load_theme("t.yaml", tmp_path), load_theme("zhe")
    assert theme.colours["sun"] == "#EED090"
    assert theme.colours["p700"] == base.colours["p700"]
    assert theme.type["body"].size == 10
    assert theme.type["body"].family == base.type["body"].family
    assert theme.lines["grid"] == 0.5
    assert theme.formats["a4"].outer == 60
    assert theme.formats["a5"] == base.formats["a5"]
    assert theme.section_start == "recto"


def test_an_edited_theme_is_read_again(tmp_path):
    import os

    path = tmp_path / "t.yaml"
    path.write_text("extends: qing\ntitle: 一\n", "utf-8")
    assert load_theme("t.yaml", tmp_path).title == "一"
    path.write_text("extends: qing\ntitle: 二\n", "utf-8")
    os.utime(path, ns=(1, 1))
    assert load_theme("t.yaml", tmp_path).title == "二"


def test_the_pair_is_named(tmp_path):
    found = faults(tmp_path, 'extends: qing\ncolours:\n  muted: "#8A9196"\n')
    assert found[0] == (
        "3:10: error: colours.muted: 'muted' (#8A9196) on 'p100' (#DFEAEC) has a contrast of"
        " 2.60 : 1; text needs 4.5; make 'muted' darker, or 'p100' lighter"
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extends: qin\n", "1:10: error: extends: there is no theme 'qin'; did you mean 'qing'?"),
        ("extends: t.yaml\n", "1:10: error: extends: the theme extends itself; extend another one"),
        ("extends: ../x.yaml\n", "1:10: error: extends: '../x.yaml' leads out of the report's"
         " folder; put the file into the folder"),
        ("extends: qing\ncolors: {}\n",
         "2:1: error: colors: unknown key 'colors'; did you mean 'colours'?"),
        ("extends: qing\ncolours: {p701: '#111111'}\n",
         "2:11: error: colours.p701: unknown colour 'p701'; did you mean 'p700'?"),
        ("extends: qing\ncolours: {p700: red}\n",
         "2:17: error: colours.p700: 'red' is no colour; write six digits: '\"#1D2225\"'"),
        ("extends: qing\ncolours:\n  ink: #112233\n",
         "3:3: error: colours.ink: 'ink' is empty; put it in quotes: YAML takes what follows '#'"
         " for a remark"),
        ("extends: qing\ntype: {bodi: {size: 9}}\n",
         "2:8: error: type.bodi: unknown role 'bodi'; did you mean 'body'?"),
        ("extends: qing\ntype: {body: {size: big}}\n",
         "2:21: error: type.body.size: must be a number of points; write 10.5"),
        ("extends: qing\ntype: {body: {leading: 7}}\n",
         "2:8: error: type.body: the leading 7 is too small for a size of 9.5;"
         " write 'leading: 13.3'"),
        ("extends: qing\ntype: {body: {colour: p300}}\n",
         "2:23: error: type.body.colour: the text 'body' in 'p300' on 'white' has a contrast of"
         " 1.95 : 1; text needs 4.5; choose a darker colour"),
        ("extends: qing\nlines: {grid: 0.1}\n",
         "2:15: error: lines.grid: must be 0.25 to 12, but is 0.1"),
        ("extends: qing\nformats: {a4: {inner: 300, outer: 300}}\n",
         "2:11: error: formats.a4: the margins leave no room for text; at least 180 points of"
         " width and 12 lines"),
        ("- qing\n", "1:1: error: must be a mapping of keys; write 'key: value' lines"),
    ],
)  # fmt: skip
def test_faults_have_places(tmp_path, text, expected):
    assert expected in faults(tmp_path, text)


def test_a_theme_that_extends_none_names_what_is_absent(tmp_path):
    (found, *_) = faults(tmp_path, "name: x\ncolours: {ink: '#112233'}\n")
    assert "there is no colour for muted, rule," in found


@pytest.mark.parametrize("name", ["nope", "../qing", "/etc/passwd", "", "a\0b", "."])
def test_a_theme_that_is_not_there(tmp_path, name):
    with pytest.raises(ReportError, match="there is no theme"):
        load_theme(name, tmp_path)
