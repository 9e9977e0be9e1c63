"""Learning in matrix games: theorems on where it leads, and a hand computation of its first steps."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from random import Random

import numpy as np
import pytest

from sim.engine.matrix.learning.dynamics import replicator
from sim.engine.matrix.learning.fictitious_play import fictitious_play
from sim.engine.matrix.learning.learning import solve_learning
from sim.engine.matrix.learning.solution import LearningSolution, Process
from sim.errors import PayoffDigitsError
from sim.games import compile_scenario
from sim.games.matrix.strategic_form import StrategicForm
from sim.scenario.load import load

F = Fraction
PENNIES = [[F(1), F(-1)], [F(-1), F(1)]]


@cache
def learned(name: str, seed: int = 0) -> LearningSolution:
    game = compile_scenario(load(name))
    assert isinstance(game, StrategicForm)
    return solve_learning(game, 30.0, seed)


def process(name: str, which: str) -> Process:
    return next(p for p in learned(name).processes if p.name == which)


def test_the_first_steps_of_fictitious_play_are_those_of_a_hand_computation() -> None:
    # Matching pennies from counts (2, 1) and (1, 2): the row player matches the more frequent second action, the
    # column player mismatches the more frequent first one, so both play their second. The row's count of the second
    # draws level after one period (a tie keeps the last action) and leads after two; then the column player turns.
    other = [[-v for v in line] for line in PENNIES]
    course = fictitious_play(PENNIES, other, ((2, 1), (1, 2)), 6, Random(0))
    played = [(i, j) for i, j, length in course.phases for _ in range(length)]
    assert played[:2] == [(1, 1), (1, 1)]
    assert played[2] == (1, 0)
    assert len(played) == 6


def test_in_zero_sum_games_the_frequencies_of_fictitious_play_come_to_equilibrium() -> None:
    # Robinson (1951).
    found = process("matching-pennies", "fictitious play")
    assert found.arrival.verdict == "settled"
    assert found.arrival.nearest is not None
    assert found.arrival.nearest.distance < 0.01


def test_in_shapleys_game_fictitious_play_goes_round_in_ever_longer_circles() -> None:
    # Shapley (1964).
    found = process("shapley", "fictitious play")
    assert found.arrival.verdict == "cycling"
    assert found.arrival.nearest is not None
    assert found.arrival.nearest.distance > 0.1


@pytest.mark.parametrize("which", ["fictitious play", "replicator dynamics"])
def test_in_a_coordination_game_every_course_settles_at_a_strict_equilibrium(which: str) -> None:
    # Monderer and Shapley (1996) for fictitious play; strict equilibria attract replicators (Hofbauer, Sigmund 1998).
    found = process("stag-hunt", which)
    assert all(arrival.verdict == "settled" for arrival in found.arrivals)
    assert max(max(side) for side in found.path.last) > 0.99


def test_replicators_in_matching_pennies_keep_their_constant_of_motion() -> None:
    # Hofbauer and Sigmund (1998): the sum of the logs of all four shares never changes along a path.
    row = np.array([[1.0, -1.0], [-1.0, 1.0]])
    start = np.array([[0.8, 0.2]]), np.array([[0.3, 0.7]])
    (path,) = replicator(row, -row, start, 60.0, 0.02)
    constant = sum(np.log(side).sum(axis=1) for side in path.strategies)
    assert np.ptp(constant) < 1e-6
    assert np.ptp(path.strategies[0][:, 0]) > 0.3


@pytest.mark.parametrize("name", ["shapley", "chicken", "prisoners-dilemma", "matching-pennies"])
def test_every_point_is_a_mixed_strategy_and_the_result_is_certified(name: str) -> None:
    solution = learned(name)
    for p in solution.processes:
        for side in p.path.strategies:
            assert side.min() >= 0
            np.testing.assert_allclose(side.sum(axis=1), 1, atol=1e-9)
        assert p.arrival.regret >= 0
    assert solution.certified
    assert not solution.complete


def test_a_dominant_action_is_learned_in_every_way() -> None:
    # In the prisoner's dilemma only arming survives strict dominance; errors keep the logit response from certainty.
    for p in learned("prisoners-dilemma").processes:
        assert p.arrival.verdict == "settled"
        assert min(side[1] for side in p.path.last) > 0.9


def test_the_same_seed_gives_the_same_course_and_another_seed_another() -> None:
    game = compile_scenario(load("chicken"))
    assert isinstance(game, StrategicForm)
    again, other = solve_learning(game, 30.0, 0), solve_learning(game, 30.0, 1)
    for one, two, three in zip(learned("chicken").processes, again.processes, other.processes, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one.path.strategies, two.path.strategies, strict=True))
        assert not all(
            np.array_equal(a[:1], b[:1]) for a, b in zip(one.path.strategies, three.path.strategies, strict=True)
        )


def test_payoffs_that_differ_by_less_than_floats_can_be_divided_by_are_refused() -> None:
    near = ((F(0), F(0)), (F(1, 10**400), F(0)))
    with pytest.raises(PayoffDigitsError, match="less than 1e-300"):
        solve_learning(StrategicForm(("a", "b"), (("x", "y"), ("x", "y")), near, near))
