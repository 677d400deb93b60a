"""Plans → where the slots of gaps begin and end, the same for both editions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.charting import plan, table

D = Decimal


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("bar", ["12", None, "30"], ("0", "30")),
        ("bar", ["-12", None, "-30"], ("0", "-30")),
        ("bar", ["-12", None, "30"], ("0", "30")),
        ("column", ["12", None, "30"], ("0", "12")),
        ("column", ["-12", None, "-30"], ("0", "-12")),
        ("lollipop", ["12", None, "30"], ("0", "30")),
        ("line", ["12", None, "30"], ("0", "30")),
    ],
)
def test_a_gap_has_one_extent_for_both_editions(kind, values, expected):
    rows = [[f"第{'一二三'[i]}组", v] for i, v in enumerate(values)]
    made = plan(kind, table(["组", "值"], rows), sort="none")
    gap = next(c for c, p in enumerate(made.series[0].points) if p.value is None)
    assert made.gap_span(gap) == tuple(map(D, expected))


def test_a_gap_in_a_percentage_spans_its_whole():
    made = plan("column", table(["组", "值"], [["第一组", "88"], ["第二组", None]], "%"))
    assert made.gap_span(1) == (0, 100)


@given(st.lists(st.lists(st.decimals(1, 999, places=1), min_size=2, max_size=4), min_size=2,
                max_size=6))  # fmt: skip
def test_stacks_leave_room_for_their_gaps(stacks):
    width = min(map(len, stacks))
    names = [f"甲{i}" for i in range(width)]
    rows = [
        [f"第{'一二三四五六'[c]}组", *map(str, values[: width - 1]), None]
        for c, values in enumerate(stacks)
    ]
    made = plan("stacked-bar", table(["组", *names], rows))
    assert made.axis is not None
    for c, values in enumerate(stacks):
        start, stop = made.gap_span(c)
        assert start == sum(values[: width - 1])
        assert stop == made.axis.maximum
        assert stop - start >= made.axis.maximum / 7
