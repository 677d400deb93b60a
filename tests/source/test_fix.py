"""What is safe is mended, what is not stays; a second run finds nothing to do."""

import pytest

from report.errors import Collector
from report.source.fix import fix_file, fix_text
from report.source.punctuation import find_slips, narrow_number
from report.source.yaml import read_yaml

HEAD = "title: 甲\nlanguage: {}\nsections:\n  - id: a\n    title: 乙\n    body: |\n      {}\n"


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("在校生,教职工", "在校生，教职工"),
        ("增长22.11%;在职", "增长22.11%；在职"),
        ("共 {{ a }},其中", "共 {{ a }}，其中"),
        ("好吗?好!", "好吗？好！"),
        ("时间:八点", "时间：八点"),
        ("在校(园)生", "在校（园）生"),
        ("教育发展.学校增加.", "教育发展。学校增加。"),
        ("甲, 乙", "甲，乙"),
        ("**强调:**后", "**强调：**后"),
        ("[甲,乙](http://x/a,b)", "[甲，乙](http://x/a,b)"),
    ],
)
def test_half_width_marks_between_han(written, better):
    text, done = fix_text(HEAD.format("zh-Hans", written), "x.yaml")
    assert text == HEAD.format("zh-Hans", better)
    assert done
    assert fix_text(text, "x.yaml") == (text, [])


@pytest.mark.parametrize(
    "written",
    [
        "A, 乙 and B",
        "{{ a | round(1) }}",
        "{% if a.change > 0, b %}",
        "见 http://example.org/甲,乙",
        "用 `甲,乙` 代码",
        "12:30 到 3,000 人",
        "word (a, b) word",
        "[说明](图,一.png)",
        "十二.标题",
        "3.14 与 a.b",
        "甲[^1]: 注",
        "邮箱 甲.乙@example.org",
    ],
)
def test_what_is_not_certain_stays(written):
    text = HEAD.format("zh-Hans", written)
    assert fix_text(text, "x.yaml") == (text, [])


@pytest.mark.parametrize("language", ["ko", "en"])
def test_languages_with_half_width_marks(language):
    text = HEAD.format(language, "학생(甲),교사")
    assert fix_text(text, "x.yaml") == (text, [])


def test_japanese_is_mended_as_well():
    assert [slip.better for slip in find_slips("生徒,教員(先生)である.", "ja")] == [
        "、",
        "（",
        "）",
        "。",
    ]


def test_separators_of_yaml_are_no_punctuation():
    text = "title: 甲\nkeywords: [教育,统计]\nsections: [{id: a,title: 乙,lead: 丙}]\n"
    assert fix_text(text, "x.yaml") == (text, [])


def test_invisible_characters_and_colons_and_digits():
    text = (
        "title：甲\u200b\nsubtitle：乙\nfigures:\n  a: {label: 丙, value: ３０．７４}\n"
        "  b: {label: 丙, value: 30，74}\nsections:\n  - {id: a, title: 乙}\n"
    )
    mended, done = fix_text(text, "x.yaml")
    assert mended == (
        "title: 甲\nsubtitle: 乙\nfigures:\n  a: {label: 丙, value: 30.74}\n"
        "  b: {label: 丙, value: 30，74}\nsections:\n  - {id: a, title: 乙}\n"
    )
    assert [str(d) for d in done] == [
        "x.yaml:1:6: mended: '：' after a key to ':'",
        "x.yaml:1:8: mended: deleted U+200B ZERO WIDTH SPACE",
        "x.yaml:2:9: mended: '：' after a key to ':'",
        "x.yaml:4:24: mended: '３０．７４' to '30.74'",
    ]


def test_escapes_and_quotes_are_never_harmed():
    text = "title: \"甲\\n乙,丙\\u002c丁\"\nsections:\n  - {id: a, title: '丁'',戊,己'}\n"
    mended, _ = fix_text(text, "x.yaml")
    before = read_yaml(text, "x.yaml", Collector())
    after = read_yaml(mended, "x.yaml", Collector())
    assert before is not None
    assert after is not None
    assert after.data["title"] == before.data["title"].replace("乙,丙", "乙，丙")
    assert "戊，己" in after.data["sections"][0]["title"]


def test_a_file_is_replaced_whole_and_only_if_needed(tmp_path):
    path = tmp_path / "report.yaml"
    path.write_bytes("title: 甲,乙\r\n".encode())
    path.chmod(0o640)
    assert fix_file(path) == [f"{path}:1:9: mended: ',' to '，'"]
    assert path.read_bytes() == "title: 甲，乙\r\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    stamp = path.stat().st_mtime_ns
    assert fix_file(path) == []
    assert path.stat().st_mtime_ns == stamp
    assert [p.name for p in tmp_path.iterdir()] == ["report.yaml"]


@pytest.mark.parametrize(
    ("text", "better"),
    [("３０．７４", "30.74"), ("３０", "30"), ("30，74", "30,74"), ("２２．１１％", "22.11%"),
     ("30.74", None), ("甲", None), ("，", None), ("３０人", None)],
)  # fmt: skip
def test_wide_numbers(text, better):
    assert narrow_number(text) == better
