"""Sliders: which parameters move, over which values, and that every point is what the solver says there."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.solve import solve
from sim.errors import SliderError
from sim.scenario.load import load
from sim.scenario.scenario import Parameter, Scenario
from sim.show.lesson.drawing import NoPicture
from sim.show.lesson.picture import MatrixPicture
from sim.show.lesson.point import LessonPoint, point
from sim.study.record import StudyFile
from sim.study.slider_values import chosen, movable, slider
from sim.study.sliders import SliderJob, Unsolved, grid


def job(name: str, **settings: str) -> tuple[SliderJob[LessonPoint], Scenario]:
    scenario = load(name, settings)
    return SliderJob(StudyFile(scenario.file, scenario.text, scenario.settings), None, point), scenario


@given(
    st.fractions(-10, 10, max_denominator=50),
    st.fractions(0, 1, max_denominator=50),
    st.fractions(Fraction(1, 50), 20, max_denominator=50),
    st.integers(3, 40),
)
def test_a_slider_runs_over_the_whole_range_and_stops_at_the_files_own_value(
    low: Fraction, share: Fraction, wide: Fraction, count: int
) -> None:
    own = low + share * wide
    made = slider(Parameter("x", own, low, low + wide, ""), count)
    assert (made.values[0], made.values[-1]) == (low, low + wide)
    assert made.values[made.own] == own
    assert list(made.values) == sorted(set(made.values))
    assert len(made.values) <= count + 1


@pytest.mark.parametrize("count", [3, 5, 40])
def test_a_slider_over_whole_numbers_stops_at_whole_ones(count: int) -> None:
    made = slider(Parameter("rounds", Fraction(6), Fraction(1, 2), Fraction(23, 2), "", whole=True), count)
    assert {value.denominator for value in made.values} == {1}
    assert (made.values[0], made.values[-1], made.values[made.own]) == (1, 11, 6)
    assert len(made.values) == min(count, 11)


def test_every_point_of_a_grid_is_what_solving_it_alone_gives() -> None:
    made, scenario = job("chicken")
    found = grid(made, scenario, ["gain", "crash"], 4)
    places = product(*(s.values for s in found.sliders))
    for (gain, crash), told in zip(places, found.points, strict=True):
        alone = load("chicken", {"gain": str(gain), "crash": str(crash)})
        assert told == point(alone, solve(alone))
        assert isinstance(told.picture, MatrixPicture)
        # Rapoport and Chammah (1966): in the mixed equilibrium each stands firm with gain / (gain + crash - loss).
        firm = gain / (gain + crash - 1)
        assert told.picture.mixtures[2][0][1] == pytest.approx(float(firm), abs=1e-12)


def test_work_in_several_processes_gives_the_same_points(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.study import sliders

    made, scenario = job("ultimatum") if movable(load("ultimatum")) else job("chicken")
    alone = grid(made, scenario, ["crash"], 8)
    monkeypatch.setattr(sliders, "WORTH_STARTING", 0.0)
    assert grid(made, scenario, ["crash"], 8) == alone


def test_with_hidden_types_the_slider_is_what_is_believed_of_them_at_the_start() -> None:
    scenario = load("mixed-signals")
    text = scenario.text.replace("  sliders: [trust]\n", "")
    asked = load("mixed.yaml", {}, text.encode())
    assert asked.lesson.sliders == ()
    found = grid(
        SliderJob(StudyFile("mixed.yaml", text), None, lambda *_: LessonPoint("", (), (), NoPicture())), asked, count=3
    )
    assert [s.name for s in found.sliders] == ["trust"]


def test_without_names_the_parameters_that_change_what_is_played_come_before_those_that_change_payoffs() -> None:
    made, scenario = job("beer-quiche")
    found = grid(made, scenario, count=5)
    assert [s.name for s in found.sliders] == ["strong"]
    made, scenario = job("repeated-prisoners-dilemma")
    names = [s.name for s in grid(made, scenario, count=3).sliders]
    assert len(names) == 2


def test_a_point_that_breaks_the_files_rules_says_why_and_does_not_stop_the_others() -> None:
    text = (
        "format: 1\nkind: tree\ntitle: t\nparameters: {p: {value: 0.5, min: 0, max: 2}}\n"
        "players: {a: {}, b: {}}\n"
        "tree: {chance: {l: {probability: p, then: {payoffs: [1, 0]}}, "
        "r: {probability: 1 - p, then: {payoffs: [0, 1]}}}}\n"
    )
    scenario = load("t.yaml", {}, text.encode())
    found = grid(SliderJob(StudyFile("t.yaml", text), None, point), scenario, ["p"], 3)
    assert [isinstance(told, Unsolved) for told in found.points] == [value > 1 for value in found.sliders[0].values]


def test_a_scenario_without_ranges_has_one_point_and_nothing_to_move() -> None:
    made, scenario = job("ultimatum")
    found = grid(made, scenario)
    assert found.sliders == ()
    assert len(found.points) == 1


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["crush"], "'crush' is no parameter with a min and max"),
        (["gain", "gain"], "named twice"),
        (["gain", "loss", "crash", "x"], "at most 3 parameters, found 4"),
    ],
)
def test_sliders_that_cannot_be_had_are_refused(names: list[str], message: str) -> None:
    with pytest.raises(SliderError, match=message):
        chosen(load("chicken"), names)


def test_a_parameter_that_is_set_does_not_move() -> None:
    assert [p.name for p in movable(load("chicken", {"gain": "2"}))] == ["loss", "crash"]


def test_the_files_own_sliders_are_taken() -> None:
    scenario = load("chicken")
    text = scenario.text + "\nlesson: {sliders: [crash]}\n" if "lesson:" not in scenario.text else scenario.text
    asked = load("chicken.yaml", {}, text.encode())
    assert [
        s.name for s in grid(SliderJob(StudyFile("chicken.yaml", text), None, point), asked, count=3).sliders
    ] == list(asked.lesson.sliders)
