"""Charts of few items use the room of their slide, and slopes keep their labels off the line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from report.deck.chart.frame import foot_frame, side_frame
from report.deck.chart.slopes import between_labels, off_the_line
from tests.deck.samples import plan

W, H = 828.0, 358.0


def test_two_columns_stand_in_the_middle() -> None:
    """What a capped plot leaves free is the same on both sides, its axis labels counted in."""
    two = plan("a", "t", "f", categories=("甲", "乙"))
    wide, _ = foot_frame(two, W, H, legend=False)
    frame, _ = foot_frame(two, W, H, legend=False, cap=220.0)
    assert frame.plot_w == pytest.approx(440.0)
    assert frame.left - wide.left == pytest.approx(wide.right - frame.right)


def test_two_bars_leave_no_half_slide_empty() -> None:
    """Two bars take more than half of the height, with room above as well as below."""
    two = plan("a", "t", "f", categories=("甲", "乙"))
    frame, _ = side_frame(two, W, H, legend=False)
    assert frame.plot_h > H / 2
    assert frame.top > 20


@pytest.mark.parametrize(("values", "low"), [((20, 30), 0), ((30, 20), 1)])
def test_lower_label_of_a_slope_moves_off_its_line(values: tuple[int, int], low: int) -> None:
    """The label over the end that the line rises from moves outwards and stays in the chart."""
    from dataclasses import replace

    base = plan("a", "t", "f", categories=("前", "后"))
    first = base.series[0]
    points = tuple(
        replace(p, value=Decimal(v), label=f"{v}.00")
        for p, v in zip(first.points[:2], values, strict=True)
    )
    slope = replace(base, kind="slope", series=(replace(first, points=points),))
    frame, _ = foot_frame(slope, 163.0, 330.0, legend=False)
    frame = between_labels(slope, frame, False)
    moves = [off_the_line(slope, frame, c, 16.0) for c in (0, 1)]
    assert moves[1 - low] == 0
    assert moves[low] < 0 if low == 0 else moves[low] > 0
    at = frame.left + frame.plot_w * (0.25 if low == 0 else 0.75) + moves[low]
    assert 20 <= at <= frame.w - 20
