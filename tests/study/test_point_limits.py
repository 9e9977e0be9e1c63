"""One limit of time for all points of a study, on a clock that goes on by what is solved and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim import deadline
from sim.cli.delivery import _in_time
from sim.errors import TimeLimitError
from sim.study.maps.bisection import CountingSolver
from sim.study.options import point_limit
from sim.study.record import StudyFile, empty_chunk
from sim.study.single import solve_points
from sim.study.sliders import Curve, SliderJob
from sim.study.solve import solve_surely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.study.record import Chunk
    from sim.types import Floats


class Clock:
    """Each solved point takes a second, and each look at the clock nothing."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def solve(self, values: Floats) -> Chunk:
        self.now += len(values)
        return empty_chunk(len(values))


@pytest.fixture
def clock() -> Iterator[Clock]:
    made = Clock()
    token = deadline._CLOCK.set(made)
    yield made
    deadline._CLOCK.reset(token)


def test_points_are_solved_until_the_time_for_all_is_up_and_not_one_lot_longer(clock: Clock) -> None:
    solver = CountingSolver(clock.solve, at_once=3)
    with pytest.raises(TimeLimitError, match="stopped after 20 seconds"), deadline.within(20):
        solver(np.zeros((1000, 2)))
    assert clock.now == 21


def test_a_limit_that_ends_within_a_point_is_not_told_of_the_point(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The point would be recorded as one that cannot be solved, and so would all after it."""

    def solve_point(*_: object) -> None:
        clock.now += 8
        deadline.check_time()
        raise ValueError("cannot be solved")

    monkeypatch.setattr("sim.study.single.solve_point", solve_point)
    file = StudyFile.of(sim.load("chicken").scenario)
    with pytest.raises(TimeLimitError), deadline.within(20):
        solve_points(file, ["gain"], np.ones((9, 1)))
    assert clock.now == 24
    with pytest.raises(TimeLimitError), deadline.within(20):
        solve_surely(lambda values: solve_points(file, ["gain"], values), np.ones((9, 1)))
    assert clock.now == 48


@dataclass(frozen=True)
class Seen:
    """What is kept of a point: nothing."""

    curves: tuple[Curve, ...] = ()


def test_a_lesson_stops_between_its_points(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def keep(scenario: Scenario, solution: Solution) -> Seen:
        clock.now += 8
        return Seen()

    job = SliderJob(StudyFile.of(sim.load("chicken").scenario), None, keep)
    with pytest.raises(TimeLimitError), deadline.within(20):
        job.all([{"gain": "2"}] * 9)
    assert clock.now == 24


def test_maps_and_sensitivities_are_under_their_limit_in_python_too() -> None:
    game = sim.load("stag-hunt")
    with pytest.raises(TimeLimitError):
        game.map("stag", "hare", time_limit=0.0)
    with pytest.raises(TimeLimitError):
        game.sensitivity(time_limit=0.0)


def test_a_point_may_take_a_tenth_unless_it_is_said() -> None:
    assert point_limit(60.0) == 6.0
    assert point_limit(60.0, 20.0) == 20.0
    assert point_limit(None) is None
    assert point_limit(None, 20.0) == 20.0


def test_what_is_looked_up_while_an_answer_is_told_has_the_time_that_is_left(clock: Clock) -> None:
    @dataclass
    class Answer:
        time_limit: float = 5.0

    left = []

    def tell(answer: Answer) -> str:
        left.append(deadline.Deadline(20).left)
        clock.now += 6
        deadline.check_time()
        return "told"

    # Where what cannot be left out takes longer than there is, it is told all the same.
    assert _in_time(Answer(), tell) == "told"  # type: ignore[arg-type]
    assert left == [5.0, 20.0]
