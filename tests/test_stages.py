"""Stages add up to the whole, and a build comes to each of them."""

import time
from pathlib import Path

from report.build import build
from report.stages import STAGES, Stopwatch, stage
from report.state import Target

CASE = Path(__file__).parent / "cases" / "gallery" / "report.yaml"


def busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_an_inner_stage_is_taken_out_of_the_outer():
    watch = Stopwatch()
    began = time.process_time()
    with watch, stage("compose"):
        busy(0.02)
        with stage("plan"):
            busy(0.04)
        busy(0.02)
    whole = time.process_time() - began
    spent = dict(watch.timings)
    assert list(spent) == ["compose", "plan"]
    assert 0.04 <= spent["compose"] < 0.06
    assert 0.04 <= spent["plan"] < 0.06
    assert abs(whole - sum(spent.values())) < 0.005


def test_without_a_stopwatch_nothing_is_timed():
    watch = Stopwatch()
    with watch:
        pass
    with stage("draw"):
        pass
    assert watch.timings == ()


def test_a_stage_ends_where_its_work_fails():
    watch = Stopwatch()
    with watch:
        try:
            with stage("draw"):
                raise ValueError
        except ValueError:
            pass
        with stage("set"):
            busy(0.01)
    assert dict(watch.timings)["draw"] < 0.01


def test_a_build_comes_to_every_stage(tmp_path: Path):
    made = build(Target(str(CASE), str(tmp_path), allow_code=True))
    assert tuple(name for name, _ in made.timings) == STAGES
    assert all(seconds >= 0 for _, seconds in made.timings)
    assert build(Target(str(CASE), str(tmp_path), allow_code=True)).timings == ()
