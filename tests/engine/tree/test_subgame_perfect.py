"""Subgame-perfect equilibria of game trees, against published results and closed forms."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.engine.tree.subgame_perfect import tree_perfect
from tests.engine.textbook import numbers, solved, tenths
from tests.engine.tree.trees import tree

F = Fraction

Setting = dict[str, str]

# Centipede: Rosenthal 1981; payoffs of McKelvey and Palfrey 1992, figure 2.
DOLLARS = [(0.40, 0.10), (0.20, 0.80), (1.60, 0.40), (0.80, 3.20), (6.40, 1.60), (3.20, 12.80), (25.60, 6.40)]


def test_the_centipede_pays_what_mckelvey_and_palfrey_paid() -> None:
    game = solved("centipede", "subgame-perfect").game
    assert sorted(node.payoffs for node in game.nodes if node.player is None) == sorted(
        (F(str(a)), F(str(b))) for a, b in DOLLARS
    )


@pytest.mark.parametrize(
    "settings", [{}, {"pile": "3"}, {"growth": "3.9"}, {"growth": "1.4", "share": "0.6"}, {"growth": "5"}]
)
def test_in_the_centipede_everybody_takes_as_long_as_growth_is_below_the_ratio_of_the_shares(settings: Setting) -> None:
    at = numbers("centipede", **settings)
    solution = solved("centipede", "subgame-perfect", **settings)
    (e,) = solution.equilibria
    takes = at["growth"] < at["share"] / (1 - at["share"])
    chosen = {action: p for side in e.behaviour for moves in side.values() for action, p in moves.items() if p}
    assert chosen == ({"take": 1} if takes else {"pass": 1})
    end = 0 if takes else 6  # the first player gets the large part in both cases
    pile = at["pile"] * at["growth"] ** end
    assert e.payoffs == (at["share"] * pile, (1 - at["share"]) * pile)
    assert solution.complete


def dresher(periods: int, inspections: int) -> Fraction:
    """Dresher's closed form for the value of recursive inspection (Dresher 1962, von Stengel 2016)."""
    return F(-comb(periods - 1, inspections), sum(comb(periods, i) for i in range(inspections + 1)))


def test_dreshers_formula_has_the_published_values() -> None:
    assert [dresher(2, 1), dresher(4, 2), dresher(5, 2)] == [F(-1, 3), F(-3, 11), F(-3, 8)]


@pytest.mark.parametrize("concept", ["subgame-perfect", "nash"])
def test_two_periods_and_one_inspection_are_worth_a_third_of_a_violation(concept: str) -> None:
    for e in solved("inspection-recursive", concept).equilibria:
        assert e.payoffs == (dresher(2, 1), -dresher(2, 1))


@pytest.mark.parametrize("caught", ["0.1", "1/2", "3", "10"])
def test_the_first_of_two_periods_is_inspected_with_chance_one_over_two_plus_caught(caught: str) -> None:
    # Indifference in [[-1, b], [0, -1]], whose entries are the payoff and the values of what is left of the game.
    chance = 1 / (2 + F(caught))
    (e,) = solved("inspection-recursive", "subgame-perfect", caught=caught).equilibria
    assert e.payoffs == (-chance, chance)
    assert e.behaviour[0]["first period"]["inspect"] == chance
    assert e.behaviour[1]["first period, owner"]["violate"] == chance


@settings(max_examples=40, deadline=None)
@given(tenths(5, 10), tenths(0, 4), st.integers(1, 60).map(lambda k: F(k, 100)), tenths(5, 10))
def test_there_is_war_if_and_only_if_the_shift_of_power_exceeds_the_cost_of_war(
    now: Fraction, later: Fraction, cost: Fraction, promise: Fraction
) -> None:
    # Power shift, after Fearon 1995 and Powell 2006; derived in the file.
    assume(cost != now - later)
    solution = solved("power-shift", now=now, later=later, cost=cost, promise=promise)
    (e,) = solution.equilibria
    assert solution.complete
    war = now - later > cost
    assert e.payoffs == ((now - cost, 1 - now - cost) if war else (later, 1 - later))


def centipede(moves: int) -> str:
    """Rosenthal's centipede: taking at move k pays the mover k + 2 and the other k; at the end both have as many."""
    text = f"{{payoffs: [{moves}, {moves}]}}"
    for k in reversed(range(moves)):
        mover, pay = ("a", [k + 2, k]) if k % 2 == 0 else ("b", [k, k + 2])
        text = f"{{player: {mover}, infoset: m{k}, actions: {{take: {{payoffs: {pay}}}, pass: {text}}}}}"
    return text


@pytest.mark.parametrize("moves", [1, 2, 5, 12])
def test_in_the_centipede_the_first_mover_takes_at_once(moves: int) -> None:
    # Rosenthal 1981
    solution = tree_perfect(tree(centipede(moves)))
    (e,) = solution.equilibria
    assert e.behaviour[0]["m0"]["take"] == 1
    assert e.payoffs == (2, 0)
    assert solution.complete
