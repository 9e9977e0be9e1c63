"""Commitment in matrix games: theorems, closed forms, and brute force over mixtures."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.stackelberg import best_commitment, solve_stackelberg
from sim.engine.matrix.stackelberg_certificate import most_with_reply, reply_regret
from sim.games import compile_scenario
from sim.scenario.load import load

F = Fraction

SMALL = st.integers(-4, 4).map(F)


def tables(rows: int, columns: int) -> st.SearchStrategy[list[list[F]]]:
    return st.lists(st.lists(SMALL, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


GAMES = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(lambda s: st.tuples(tables(*s), tables(*s)))


@given(GAMES)
@settings(max_examples=60, deadline=None)
def test_the_best_commitment_pays_at_least_the_best_nash_equilibrium_von_stengel_and_zamir_2010(
    game: tuple[list[list[F]], list[list[F]]],
) -> None:
    found = best_commitment(*game, Deadline())
    assert found.certified
    nash = bimatrix_equilibria(*game, second_opinion=False)
    assert found.mixed.payoffs[0] >= max(e.payoffs[0] for e in nash.equilibria)
    assert found.mixed.payoffs[0] >= found.pure.payoffs[0]


@given(GAMES)
@settings(max_examples=40, deadline=None)
def test_in_a_zero_sum_game_commitment_pays_the_value_von_neumann_1928(
    game: tuple[list[list[F]], list[list[F]]],
) -> None:
    own = game[0]
    other = [[-v for v in line] for line in own]
    nash = bimatrix_equilibria(own, other, second_opinion=False)
    assert best_commitment(own, other, Deadline()).mixed.payoffs[0] == nash.equilibria[0].payoffs[0]


@given(GAMES)
@settings(max_examples=30, deadline=None)
def test_no_mixture_on_a_grid_pays_the_leader_more(game: tuple[list[list[F]], list[list[F]]]) -> None:
    own, other = game
    best = best_commitment(own, other, Deadline()).mixed.payoffs[0]
    for counts in product(range(5), repeat=len(own)):
        if sum(counts) == 4:
            x = [F(c, 4) for c in counts]
            pays = [[sum(p * line[j] for p, line in zip(x, t, strict=True)) for j in range(len(own[0]))] for t in game]
            assert max(a for a, b in zip(*pays, strict=True) if b == max(pays[1])) <= best


def test_a_pure_commitment_may_be_worse_than_every_nash_equilibrium_as_in_matching_pennies() -> None:
    solution = solve_stackelberg(compile_scenario(load("matching-pennies")), 0)  # type: ignore[arg-type]
    worst, _ = solution.nash_range()
    assert solution.found.pure.payoffs[0] < worst[0] == solution.found.mixed.payoffs[0]


@pytest.mark.parametrize(("high", "left", "right"), [("4", "1", "1"), ("6", "3", "1"), ("5", "1/2", "7")])
def test_the_example_of_conitzer_and_sandholm_2006_in_closed_form(high: str, left: str, right: str) -> None:
    scenario = load("mixed-commitment", {"high": high, "left": left, "right": right})
    solution = solve_stackelberg(compile_scenario(scenario), 0)  # type: ignore[arg-type]
    down = F(left) / (F(left) + F(right))
    assert solution.found.mixed.mixture == (1 - down, down)
    assert solution.found.mixed.payoffs[0] == F(high) - down * (F(high) - 3)
    assert solution.found.pure.payoffs[0] == 3
    assert solution.nash_range()[0][0] == solution.nash_range()[1][0] == 2


def test_a_duopolist_who_announces_its_quantity_makes_stackelberg_s_1934_and_not_cournot_s_1838() -> None:
    # Price 12 - q1 - q2, no costs: Cournot 4 each; the leader sells 6 and the follower 3. Whole numbers make ties of
    # odd quantities, so the leader's are even.
    pay = [[(12 - a - b) * F(a) for b in range(13)] for a in range(0, 13, 2)]
    other = [[(12 - a - b) * F(b) for b in range(13)] for a in range(0, 13, 2)]
    found = best_commitment(pay, other, Deadline())
    assert (2 * found.pure.mixture.index(1), found.pure.reply, found.pure.payoffs) == (6, 3, (18, 9))
    assert found.mixed.payoffs[0] >= 18
    assert found.certified


def test_the_bound_of_a_reply_needs_weights_that_are_not_negative_and_notices_a_wrong_reply() -> None:
    own, other = [[F(2), F(4)], [F(1), F(3)]], [[F(1), F(0)], [F(0), F(1)]]
    assert most_with_reply(own, other, 1, [F(1), F(0)]) == 3 + 1
    assert most_with_reply(own, other, 1, [F(1, 2), F(0)]) == F(7, 2)
    with pytest.raises(ValueError, match="negative"):
        most_with_reply(own, other, 1, [F(-1), F(0)])
    assert reply_regret(other, (F(1), F(0)), 1) == 1
