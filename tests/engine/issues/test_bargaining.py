"""Packages that bargaining solutions pick are the best of all packages, listed one by one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from sim.deadline import Deadline
from sim.engine.issues.bargaining import solve_packages
from sim.engine.issues.certificate import is_frontier
from sim.engine.solution import SELECTED
from sim.games.issues.issues_game import IssuesGame
from tests.engine.issues.packages import every_package, games

if TYPE_CHECKING:
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
    efficient = {gains(game, each.payoffs) for each in found.frontier}
    as_good = {gain for gain in room if gain[0] * gain[1] == picked["nash"][0] * picked["nash"][1]} & efficient
    assert {gains(game, each.payoffs) for each in found.picked["nash"]} == as_good
    as_fair = {gain for gain in room if min(gain) == min(picked["egalitarian"])} & efficient
    assert {gains(game, each.payoffs) for each in found.picked["egalitarian"]} == as_fair


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


def one_issue(*points: tuple[int, int], floor: tuple[int, int] = (0, 0)) -> IssuesGame:
    """An issue with these options."""
    pairs = tuple((Fraction(a), Fraction(b)) for a, b in points)
    names = tuple(f"o{k}" for k in range(len(points)))
    return IssuesGame(("a", "b"), ("i",), (names,), (pairs,), (), (Fraction(floor[0]), Fraction(floor[1])))


def test_packages_with_the_same_product_of_gains_tie_whatever_they_pay_together() -> None:
    """2 x 6 = 3 x 4: a tie by Nash's product, of which the one that pays 8 together comes first."""
    found = solve_packages(one_issue((2, 6), (3, 4), (9, 0)), Deadline())
    assert [each.payoffs for each in found.picked["nash"]] == [(2, 6), (3, 4)]
    assert found.answer("payoff-dominant").equilibrium == SELECTED


def test_there_may_be_room_for_a_lot_where_there_is_none_for_a_package() -> None:
    """Half and half of (10, 0) and (0, 10) pays (5, 5), more than (4, 4); with (6, 6) nothing is left to agree on."""
    found = solve_packages(one_issue((10, 0), (0, 10), floor=(4, 4)), Deadline())
    assert (found.room, found.lots_agree, found.lots.nash) == ((), True, (5, 5))
    assert not solve_packages(one_issue((10, 0), (0, 10), floor=(6, 6)), Deadline()).lots_agree


@given(games())
@settings(max_examples=60, deadline=None)
def test_there_is_room_for_a_lot_where_a_linear_programme_finds_one(game: IssuesGame) -> None:
    """HiGHS looks for weights of all packages that are worth as much as walking away to both."""
    game = replace(game, points=tuple(tuple((a % 20, b % 20) for a, b in row) for row in game.points), extras=())
    game = replace(game, walk_away=(game.walk_away[0] % 19, game.walk_away[1] % 23))
    points = list(every_package(game).values())
    less = [[-float(point[k]) for point in points] for k in (0, 1)]
    total = linprog(
        [0] * len(points),
        A_ub=less,
        b_ub=[-float(floor) + 1e-9 for floor in game.walk_away],
        A_eq=[[1] * len(points)],
        b_eq=[1],
    )
    assert solve_packages(game, Deadline()).lots_agree == total.success
