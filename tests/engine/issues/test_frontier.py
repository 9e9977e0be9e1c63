"""The frontier of packages is what remains when every package is held against every other one."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings

from sim.deadline import Deadline
from sim.engine.issues.frontier import frontier
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
