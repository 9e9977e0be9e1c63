"""Packages that bargaining solutions pick are the best of all packages, listed one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from sim.deadline import Deadline
from sim.engine.issues.bargaining import solve_packages
from sim.engine.issues.certificate import is_frontier
from tests.engine.issues.packages import every_package, games

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair


def gains(game: IssuesGame, payoffs: Pair) -> tuple[Fraction, Fraction]:
    return payoffs[0] - game.walk_away[0], payoffs[1] - game.walk_away[1]


@given(games())
@settings(max_examples=150, deadline=None)
def test_what_is_picked_is_best_among_all_packages_that_both_like_as_much_as_walking_away(game: IssuesGame) -> None:
    """Nash (1950), Kalai and Smorodinsky (1975), Kalai (1977): each by what it has most of."""
    found = solve_packages(game, Deadline())
    each = [gains(game, payoffs) for payoffs in every_package(game).values()]
    room = [gain for gain in each if min(gain) >= 0]
    if not room:
        assert not any(found.picked.values())
        return
    picked = {pick: gains(game, best[0].payoffs) for pick, best in found.picked.items()}
    ideal = [max(gain[k] for gain in room) for k in (0, 1)]
    assert picked["nash"][0] * picked["nash"][1] == max(a * b for a, b in room)
    assert min(picked["egalitarian"]) == max(map(min, room))
    assert sum(picked["highest-sum"]) == max(map(sum, room))
    if all(ideal):
        least = [min(a / ideal[0], b / ideal[1]) for a, b in room]
        told = picked["kalai-smorodinsky"]
        assert min(told[0] / ideal[0], told[1] / ideal[1]) == max(least)
    assert all(len({pays.payoffs for pays in best}) == len(best) for best in found.picked.values())


@given(games())
@settings(max_examples=60, deadline=None)
def test_what_a_package_captures_is_what_a_linear_programme_says(game: IssuesGame) -> None:
    """HiGHS stretches the gains of each package until no lot over packages and walking away pays as much."""
    game = replace(game, points=tuple(tuple((a % 50, b % 50) for a, b in row) for row in game.points), extras=())
    game = replace(game, walk_away=(game.walk_away[0] % 9, game.walk_away[1] % 9))
    found = solve_packages(game, Deadline())
    points = [*every_package(game).values(), game.walk_away]
    for payoffs in list(every_package(game).values())[:20]:
        captured, gain = found.captured(payoffs), gains(game, payoffs)
        if captured is None:
            assert min(gain) <= 0
            continue
        less = [[-float(point[k]) for point in points] + [float(gain[k])] for k in (0, 1)]
        longest = linprog(
            [0] * len(points) + [-1],
            A_ub=less,
            b_ub=[-float(floor) for floor in game.walk_away],
            A_eq=[[1] * len(points) + [0]],
            b_eq=[1],
        )
        assert -longest.fun == pytest.approx(float(1 / captured))


@given(games())
@settings(max_examples=60, deadline=None)
def test_the_check_finds_a_frontier_that_lacks_a_payoff(game: IssuesGame) -> None:
    found = solve_packages(game, Deadline()).frontier
    assert is_frontier(game, found, Deadline()) is True
    assert is_frontier(game, found[1:], Deadline()) is False
