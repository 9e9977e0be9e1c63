"""Announced courses: the best of all pure strategies by brute force, and what they change in the Korean talks."""

from __future__ import annotations

import pytest

from sim.engine.concessions.stackelberg.solution import solve_announced
from sim.engine.matrix.stackelberg import seen_by
from sim.engine.tree.reduced_form import strategic_form, strategies
from sim.games import compile_scenario
from sim.games.concessions.unroll import unroll
from sim.scenario.load import load

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
