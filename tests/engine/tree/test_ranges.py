"""How far choices off the path may vary: by hand for beer and quiche, and by the definition at and beyond the ends."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.engine.solve import solve
from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.solution import BayesEquilibrium, BayesSolution
from sim.games import compile_scenario
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load

F = Fraction
SMALL = F(1, 1000)


def equilibria(name: str) -> tuple[BayesEquilibrium, ...]:
    solution = solve(load(name), "pbe")
    assert isinstance(solution, BayesSolution)
    return solution.equilibria


def test_after_quiche_every_chance_of_a_fight_from_one_half_on_deters() -> None:
    # Cho and Kreps (1987): the weak get 2 by beer and 3 - 2 p by quiche, so p >= 1/2; the strong get 2 - 2 p or 3.
    for e, unseen in zip(equilibria("beer-quiche"), ("sees quiche", "sees beer"), strict=True):
        assert e.ranges == {unseen: {"fight": (F(1, 2), F(1)), "leave": (F(0), F(1, 2))}}
        at = e.behaviour[1][unseen]
        assert at["fight"] == 1, "one action is simpler than a mixture"


@pytest.mark.parametrize("name", ["beer-quiche", "job-market", "princess-bride", "cheap-talk", "seltens-horse"])
def test_the_ends_of_a_range_are_equilibria_and_nothing_beyond_them_is(name: str) -> None:
    game = compile_scenario(load(name))
    assert isinstance(game, GameTree)
    for e in equilibria(name):
        for at, ranges in e.ranges.items():
            assert at not in e.reached
            if len(ranges) != 2:
                continue
            (action, (low, high)), (other, _) = ranges.items()
            for p in (low, (low + high) / 2, high, low - SMALL, high + SMALL):
                if 0 <= p <= 1:
                    sides = [dict(side) for side in e.behaviour]
                    sides[game.owner(at)][at] = {action: p, other: 1 - p}
                    held = check_assessment(game, (sides[0], sides[1]), e.beliefs).passed
                    assert held == (low <= p <= high)
