"""Commitment in game trees, against published results."""

from __future__ import annotations

from sim.engine.tree.stackelberg import solve_tree_stackelberg
from sim.games import compile_scenario
from sim.scenario.load import load


def test_an_incumbent_bound_to_fight_is_not_challenged_schelling_1960() -> None:
    scenario = load("entry-deterrence-commitment")
    solution = solve_tree_stackelberg(compile_scenario(scenario), 1)  # type: ignore[arg-type]
    assert solution.payoffs == (1, 5)
    assert solution.without.equilibria[0].payoffs == (2, 2)
    assert solution.certified
