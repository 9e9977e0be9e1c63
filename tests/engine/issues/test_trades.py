"""Trades from a package are the best of all changes of one or two issues, and issues are what their points say."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.issues.trades import best_trades, interests
from sim.games.issues.issues_game import IssuesGame
from tests.engine.issues.packages import every_package, games

if TYPE_CHECKING:
    from sim.types import Pair


@given(games(), st.data())
@settings(max_examples=150, deadline=None)
def test_trades_are_the_undominated_changes_of_one_or_two_issues(game: IssuesGame, data: st.DataObject) -> None:
    every = every_package(game)
    package = data.draw(st.sampled_from(sorted(every)))
    now = every[package]
    changed = {
        (pays[0] - now[0], pays[1] - now[1])
        for other, pays in every.items()
        if 0 < sum(a != b for a, b in zip(other, package, strict=True)) <= 2
    }
    good = {gain for gain in changed if min(gain) >= 0 and any(gain)}
    best = {u for u in good if not any(v[0] >= u[0] and v[1] >= u[1] and v != u for v in good)}
    found = best_trades(game, package)
    assert {trade.gains for trade in found} == best
    for trade in found:
        there = list(package)
        for issue, option in trade.changes:
            there[issue] = option
        pays = every[tuple(there)]
        assert (pays[0] - now[0], pays[1] - now[1]) == trade.gains


def test_an_issue_is_shared_opposed_mixed_or_settled_by_its_points() -> None:
    """Lax and Sebenius (1986): shared interests, opposed ones of different weight, and what can be traded."""

    def row(*pairs: tuple[int, int]) -> tuple[Pair, ...]:
        return tuple((Fraction(a), Fraction(b)) for a, b in pairs)

    points = (row((0, 4), (2, 2), (4, 0)), row((1, 3), (3, 3)), row((0, 0), (2, 1), (1, 2)), row((5, 5), (5, 5)))
    names = tuple(tuple(f"o{j}" for j in range(len(options))) for options in points)
    game = IssuesGame(("a", "b"), ("p", "q", "r", "s"), names, points, (), (Fraction(), Fraction()))
    found = interests(game)
    assert [each.nature for each in found] == ["opposed", "shared", "mixed", "settled"]
    assert found[0].stakes == (Fraction(4, 8), Fraction(4, 6))
    assert [each.matters_more_to for each in found] == [1, 0, 1, None]
