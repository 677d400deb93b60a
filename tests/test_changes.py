"""What changed between two states: figures, gaps, parts, and takeaways that no longer hold."""

from report.changes import compare
from report.diff import as_markdown, as_text


def figure(text, value, unit="万人", state="reported", label="学生"):
    return {"label": label, "text": text, "value": value, "unit": unit, "state": state,
            "why": "", "at": ""}  # fmt: skip


def chart(takeaway, points, kind="bar"):
    return {
        "kind": kind,
        "number": "图1",
        "title": "标题",
        "takeaway": takeaway,
        "points": [
            {"series": "", "category": c, "label": v or "原文缺失", "value": v,
             "state": "reported" if v else "missing", "figure": None, "highlight": False}
            for c, v in points
        ],
    }  # fmt: skip


def state(figures=None, charts=None, text=(), tables=None):
    return {
        "name": "x",
        "language": "zh-Hans",
        "figures": figures or {},
        "sections": {
            "s": {"title": "节", "text": list(text), "charts": charts or {}, "tables": tables or {}}
        },
        "shown": {
            "pdf": {"figure:students": [3, 5], "chart:c": [5], "section:s": [4, 5]},
            "pptx": {"figure:students": [4]},
        },
    }


def test_nothing_changed():
    changes = compare(state(), state())
    assert not changes
    assert as_text(changes) == "nothing changed"


def test_figure_from_to_by_how_much_and_where():
    old = state({"students": figure("30.74万人", "30.74")})
    new = state({"students": figure("31.50万人", "31.50")})
    (change,) = compare(old, new).figures
    assert (change.kind, change.old, change.new) == ("changed", "30.74万人", "31.50万人")
    assert (change.difference, change.percent) == ("+0.76万人", "+2.47%")
    assert (change.pages, change.slides) == ((3, 5), (4,))


def test_percentages_differ_in_points_and_never_in_percent_of_percent():
    old = state({"r": figure("98%", "98", "%")})
    new = state({"r": figure("96.5%", "96.5", "%")})
    (change,) = compare(old, new).figures
    assert (change.difference, change.percent) == ("−1.5", "")
    for unit, said in (("個百分點", "−1.5個百分點"), ("ポイント", "−1.5ポイント"),
                       ("percentage points", "−1.5 percentage points")):  # fmt: skip
        old = state({"r": figure(f"98{unit}", "98", unit)})
        new = state({"r": figure(f"96.5{unit}", "96.5", unit)})
        (change,) = compare(old, new).figures
        assert (change.difference, change.percent) == (said, "")


def test_change_from_zero_has_no_percent():
    old, new = state({"n": figure("0个", "0", "个")}), state({"n": figure("3个", "3", "个")})
    assert compare(old, new).figures[0].percent == ""


def test_gaps_open_and_close():
    gap = figure("〔原文缺失〕", None, state="missing")
    known = figure("120所", "120")
    (closed,) = compare(state({"n": gap}), state({"n": known})).figures
    (opened,) = compare(state({"n": known}), state({"n": gap})).figures
    assert (closed.kind, opened.kind) == ("gap closed", "gap opened")
    assert closed.difference == opened.difference == ""


def test_added_and_removed():
    kinds = [c.kind for c in compare(state({"a": figure("1", "1")}), state()).figures]
    assert kinds == ["removed"]
    kinds = [c.kind for c in compare(state(), state({"a": figure("1", "1")})).figures]
    assert kinds == ["added"]


def table(cell):
    return {"t": {"number": "表1", "title": "表", "columns": ["a"], "rows": [[cell]]}}


def test_text_chart_and_table_changes_say_their_lines_and_pages():
    was, now = [("甲", "3"), ("乙", "2")], [("甲", "3"), ("乙", "2.5")]
    old = state(charts={"c": chart("甲最多", was)}, text=["旧。", "同。"], tables=table("1"))
    new = state(charts={"c": chart("甲最多", now)}, text=["新。", "同。"], tables=table("2"))
    parts = {c.what: c for c in compare(old, new).parts}
    assert parts["text"].lines == ("− 旧。", "+ 新。")
    assert parts["chart"].lines == ("−  · 乙: 2", "+  · 乙: 2.5")
    assert parts["chart"].pages == (5,)
    assert parts["table"].lines == ("− 1", "+ 2")


def test_takeaway_on_an_order_that_turned_is_doubted():
    old = state(charts={"c": chart("甲最多", [("甲", "3"), ("乙", "2")])})
    new = state(charts={"c": chart("甲最多", [("甲", "3"), ("乙", "4")])})
    doubts = compare(old, new).doubts
    assert doubts
    assert all(d.takeaway == "甲最多" for d in doubts)


def test_takeaway_on_a_direction_that_turned_is_doubted():
    old = state(charts={"c": chart("逐年上升", [("去年", "3"), ("今年", "4")], "line")})
    new = state(charts={"c": chart("逐年上升", [("去年", "3"), ("今年", "2")], "line")})
    assert compare(old, new).doubts


def test_takeaway_rewritten_with_the_data_is_trusted():
    old = state(charts={"c": chart("甲最多", [("甲", "3"), ("乙", "2")])})
    new = state(charts={"c": chart("乙最多", [("甲", "3"), ("乙", "4")])})
    assert not compare(old, new).doubts


def test_numbers_filled_in_from_the_data_are_no_rewriting():
    old = state(charts={"c": chart("上升 3.1%", [("去年", "3"), ("今年", "4")], "line")})
    new = state(charts={"c": chart("上升 −2%", [("去年", "3"), ("今年", "2")], "line")})
    assert [d.takeaway for d in compare(old, new).doubts] == ["上升 −2%"]


def test_a_title_is_read_like_a_takeaway():
    was, now = chart("", [("甲", "3"), ("乙", "2")]), chart("", [("甲", "3"), ("乙", "4")])
    was["title"] = now["title"] = "甲领先"
    assert compare(state(charts={"c": was}), state(charts={"c": now})).doubts


def test_takeaway_that_still_holds_is_trusted():
    old = state(charts={"c": chart("甲最多", [("甲", "3"), ("乙", "2")])})
    new = state(charts={"c": chart("甲最多", [("甲", "9"), ("乙", "2.4")])})
    assert not compare(old, new).doubts


def test_markdown_escapes_its_own_marks():
    old = state({"n": figure("1|2", "1", label="a|b")})
    new = state({"n": figure("3", "3", label="a|b")})
    row = as_markdown(compare(old, new), "t").splitlines()[4]
    assert "a\\|b" in row
    assert row.count("|") - row.count("\\|") == 7
