"""Turns along a slider: the exact value at which what is played changes, where that is a plain number."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.load import load
from sim.show.lesson.point import point
from sim.study.record import StudyFile
from sim.study.slider_values import movable, slider
from sim.study.sliders import SliderJob, Unsolved, grid, played
from sim.study.turns import Turn, found_turns, plainest, taught

RANGE = [Fraction(k, 8) for k in range(9)]


@given(st.fractions(0, 1, max_denominator=60), st.booleans(), st.integers(0, 8))
def test_a_change_at_a_plain_number_is_found_to_that_number(where: Fraction, at_it: bool, own: int) -> None:
    def kind(value: Fraction) -> tuple[str, ...]:
        return ("above",) if value > where or (at_it and value == where) else ("below",)

    kinds = [kind(value) for value in RANGE]
    turns = found_turns(RANGE, kinds, own, kind)
    assert turns == ((Turn(where, True),) if len(set(kinds)) > 1 else ())


def test_a_change_at_no_plain_number_is_said_to_be_about_there() -> None:
    def kind(value: Fraction) -> tuple[str, ...]:
        return ("above",) if value * value * 2 > 1 else ("below",)

    (turn,) = found_turns(RANGE, [kind(value) for value in RANGE], 0, kind)
    assert not turn.exact
    assert float(turn.value) == pytest.approx(0.5**0.5, abs=1e-4)


def test_a_value_at_which_alone_something_else_is_played_is_one_turn() -> None:
    def kind(value: Fraction) -> tuple[str, ...]:
        return ("at",) if value == Fraction(1, 2) else ("above",) if value > Fraction(1, 2) else ("below",)

    assert found_turns(RANGE, [kind(value) for value in RANGE], 0, kind) == (Turn(Fraction(1, 2), True),)


def test_where_a_point_cannot_be_had_no_turn_is_told() -> None:
    assert found_turns(RANGE, [("below",)] * 4 + [("above",)] * 5, 0, lambda _: None) == ()


@given(st.fractions(-5, 5), st.fractions(Fraction(1, 10**6), 1))
def test_the_plainest_fraction_between_two_has_the_least_denominator(low: Fraction, span: Fraction) -> None:
    found = plainest(low, low + span)
    assert low <= found <= low + span
    for under in range(1, min(found.denominator, 200)):
        assert (low * under).__ceil__() > (low + span) * under  # no fraction with a smaller denominator lies there


def test_values_that_a_lesson_speaks_of_are_on_the_slider() -> None:
    texts = ["With a crash of 20 in the place of 10 each stands firm with chance 1/20, and 2. Then 0.425."]
    assert taught(texts, Fraction(5), Fraction(100)) == (Fraction(20), Fraction(10))
    assert taught(texts, Fraction(0), Fraction(1)) == (Fraction(1, 20), Fraction(17, 40))


@pytest.mark.parametrize(
    ("name", "moved", "value"),
    [
        # Cho and Kreps (1987); Binmore, Shaked and Sutton (1989): an option outside binds from d / (1 + d) on;
        # Friedman (1971): patience (5 - 3) / (5 - 1); Fearon (1995): the shift of power equals the cost of war.
        ("beer-quiche", "strong", Fraction(1, 2)),
        ("outside-option", "elsewhere", Fraction(9, 19)),
        ("repeated-prisoners-dilemma", "patience_one", Fraction(1, 2)),
        ("power-shift", "cost", Fraction(2, 5)),
    ],
)
def test_the_threshold_that_is_taught_is_a_value_of_the_slider(name: str, moved: str, value: Fraction) -> None:
    scenario = load(name)
    job = SliderJob(StudyFile(scenario.file, scenario.text, scenario.settings), scenario.lesson.solve, point)
    (found,) = grid(job, scenario, [moved], 7).sliders
    assert Turn(value, True) in found.turns
    assert value in found.values


def test_the_size_from_which_on_a_step_is_believed_is_on_the_slider_and_something_else_is_played_below() -> None:
    """Kydd (2000), with the numbers of the file: size < 0.85 (2 / 4) = 0.425."""
    scenario = load("reassurance")
    asked = [text for entry in scenario.lesson.questions for text in (entry.question, entry.answer)]
    (size,) = (p for p in movable(scenario) if p.name == "size")
    assert size.range is not None
    assert Fraction(17, 40) in slider(size, 9, taught(asked, *size.range)).values
    file = StudyFile(scenario.file, scenario.text, scenario.settings, time_limit=6.0)
    job = SliderJob(file, scenario.lesson.solve, point)
    below, there = (job.at({"size": value}) for value in ("0.4249", "0.425"))
    assert not isinstance(below, Unsolved)
    assert not isinstance(there, Unsolved)
    assert played(below) != played(there)
