"""The frontier of packages is what remains when every package is held against every other one."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from hypothesis import given, settings

from sim.deadline import Deadline
from sim.engine.issues.certificate import is_frontier
from sim.engine.issues.frontier import frontier, weak_frontier
from sim.games.issues.issues_game import IssuesGame
from tests.engine.issues.packages import every_package, games


@given(games())
@settings(max_examples=150, deadline=None)
def test_the_frontier_holds_each_undominated_payoff_once_with_a_package_that_pays_it(game: IssuesGame) -> None:
    every = set(every_package(game).values())
    best = {u for u in every if not any(v[0] >= u[0] and v[1] >= u[1] and v != u for v in every)}
    found = frontier(game, Deadline())
    assert [each.payoffs for each in found] == sorted(best, reverse=True)
    assert all(game.pays(each.package) == each.payoffs for each in found)


def test_more_packages_than_can_be_listed_are_pruned_as_they_are_made() -> None:
    """Two issues of opposed interests, ten on which both agree: the frontier is that of the two, moved by the ten."""
    shared = tuple((Fraction(k), Fraction(k)) for k in range(8))
    opposed = tuple((Fraction(k), Fraction(7 - k)) for k in range(8))
    names = tuple(tuple(f"o{j}" for j in range(8)) for _ in range(12))
    points = (opposed, opposed, *(shared,) * 10)
    game = IssuesGame(("a", "b"), tuple(f"i{k}" for k in range(12)), names, points, (), (Fraction(), Fraction()))
    assert game.count == 8**12
    assert [each.payoffs for each in frontier(game, Deadline())] == [(70 + k, 84 - k) for k in reversed(range(15))]


@given(games())
@settings(max_examples=150, deadline=None)
def test_the_weak_frontier_holds_each_payoff_that_none_is_better_than_for_both(game: IssuesGame) -> None:
    every = set(every_package(game).values())
    kept = {u for u in every if not any(v[0] > u[0] and v[1] > u[1] for v in every)}
    assert sorted(weak_frontier(game, Deadline())) == sorted(kept)


def test_thirty_opposed_issues_of_random_decimals_are_solved_and_checked_by_halves() -> None:
    """8^30 packages: the frontier has hundreds of payoffs, and the check by halves finds the same ones."""
    rng = Random(1)
    rows = []
    for _ in range(30):
        one = sorted(Fraction(rng.randint(0, 9999), 100) for _ in range(8))
        two = sorted((Fraction(rng.randint(0, 9999), 100) for _ in range(8)), reverse=True)
        rows.append(tuple(zip(one, two, strict=True)))
    names = tuple(tuple(f"o{j}" for j in range(8)) for _ in rows)
    game = IssuesGame(("a", "b"), tuple(f"i{k}" for k in range(30)), names, tuple(rows), (), (Fraction(), Fraction()))
    found = frontier(game, Deadline())
    assert len(found) > 500
    assert is_frontier(game, found, Deadline()) is True
    assert is_frontier(game, found[:-1], Deadline()) is False
