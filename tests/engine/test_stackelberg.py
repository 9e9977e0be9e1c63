"""Commitment: theorems, closed forms, and brute force over every strategy of small games."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.concessions.stackelberg.solution import solve_announced
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.stackelberg import best_commitment, seen_by, solve_stackelberg
from sim.engine.matrix.stackelberg_certificate import most_with_reply, reply_regret
from sim.engine.tree.reduced_form import strategic_form, strategies
from sim.engine.tree.stackelberg import solve_tree_stackelberg
from sim.games import compile_scenario
from sim.games.concessions.unroll import unroll
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


def test_an_incumbent_bound_to_fight_is_not_challenged_schelling_1960() -> None:
    scenario = load("entry-deterrence-commitment")
    solution = solve_tree_stackelberg(compile_scenario(scenario), 1)  # type: ignore[arg-type]
    assert solution.payoffs == (1, 5)
    assert solution.without.equilibria[0].payoffs == (2, 2)
    assert solution.certified


TINY = """
format: 1
title: Tiny
players: {{us: {{name: A, patience: 0.9}}, nk: {{name: B, patience: 0.8}}}}
status_quo: {{us: -3, nk: -2}}
concessions:
  us: [{{id: relief, effect: {{us: {one}, nk: 2}}, reversible: true}}]
  nk: [{{id: freeze, effect: {{us: 2, nk: {two}}}, reversible: true}}]
agreement: {{us: 0.5, nk: 0.5}}
breakdown: {{payoff: {{us: -4, nk: {bad}}}, hazard: 0.25}}
moves: {moves}
actions: [{actions}]
horizon: {rounds}
"""
CASES = [
    ("alternating", "concede, hold_out, renege", 4),
    ("alternating", "concede, hold_out, walk_away", 4),
    ("sequential", "concede, hold_out, walk_away", 2),
    ("simultaneous", "concede, hold_out, walk_away", 2),
    ("simultaneous", "concede, hold_out, renege", 2),
]


@pytest.mark.parametrize("leader", [0, 1])
@pytest.mark.parametrize(("moves", "actions", "rounds"), CASES)
@pytest.mark.parametrize(("one", "two", "bad"), [(-1, -1, -4), (-0.3, -3, -2.5)])
def test_the_announced_course_is_the_best_of_all_pure_strategies_of_the_tree_by_brute_force(
    moves: str, actions: str, rounds: int, leader: int, one: float, two: float, bad: float
) -> None:
    text = TINY.format(moves=moves, actions=actions, rounds=rounds, one=one, two=two, bad=bad)
    game = compile_scenario(load("tiny", text=text))
    solution = solve_announced(game, leader)  # type: ignore[arg-type]
    assert solution.certified
    tree = unroll(game).tree  # type: ignore[arg-type]
    own, other = seen_by(leader, *strategic_form(tree, strategies(tree)))
    best = max(
        max(a for a, b in zip(mine, theirs, strict=True) if b == max(theirs))
        for mine, theirs in zip(own, other, strict=True)
    )
    assert solution.exact[leader] == best


def test_bound_to_its_word_washington_gets_the_weapons_before_any_relief() -> None:
    solution = solve_announced(compile_scenario(load("sanctions-until-done")), 0)  # type: ignore[arg-type]
    assert solution.certified
    assert solution.without.certified
    assert solution.values[0] > solution.without.values[0] + 1
    assert solution.endings[0].kind == "agreement"
    stands = [solution.game.states[r.state].stands for r in solution.path]
    assert all("weapons" in nk for us, nk in stands if "partial_relief" in us)
