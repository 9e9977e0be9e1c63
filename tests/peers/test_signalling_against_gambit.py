"""Random signalling trees with two types against Gambit: the equilibria, and what they pay."""

from __future__ import annotations

import io
from fractions import Fraction
from random import Random

import pygambit
import pytest

from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.bayes_nash import solve_bayes_nash
from sim.engine.tree.pbe import solve_pbe
from sim.games import compile_scenario
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.show.gambit import to_efg


def signalling(seed: int) -> tuple[Scenario, GameTree]:
    draw = Random(seed)

    def reply(message: str) -> str:
        ends = ", ".join(f"{r}: {{payoffs: [{draw.randint(0, 20)}, {draw.randint(0, 20)}]}}" for r in "xy")
        return f"{message}: {{player: b, infoset: {message}, actions: {{{ends}}}}}"

    types = [
        f"{t}: {{probability: {p}, then: {{player: a, infoset: {t}, actions: {{{reply('m')}, {reply('n')}}}}}}}"
        for t, p in (("s", "2/7"), ("w", "5/7"))
    ]
    head = "format: 1\nkind: tree\ntitle: random\nplayers: {a: {}, b: {}}\n"
    scenario = load("random", text=head + f"tree: {{chance: {{{', '.join(types)}}}}}\n")
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    return scenario, game


@pytest.mark.parametrize("seed", range(12))
def test_the_equilibria_are_gambits_and_those_with_beliefs_are_among_them(seed: int) -> None:
    scenario, game = signalling(seed)
    theirs = pygambit.read_efg(io.StringIO(to_efg(scenario, game)))
    found = pygambit.nash.enummixed_solve(theirs, rational=True).equilibria
    pays = sorted(tuple(Fraction(int(v.numerator), int(v.denominator)) for _, v in e.payoffs) for e in found)
    ours = solve_bayes_nash(game)
    assert ours.complete
    assert sorted(e.payoffs for e in ours.equilibria) == pays
    perfect = solve_pbe(game)
    assert perfect.equilibria  # a sequential equilibrium exists (Kreps and Wilson 1982)
    assert {e.payoffs for e in perfect.equilibria} <= set(pays)
    assert all(check_assessment(game, e.behaviour, e.beliefs).passed for e in perfect.equilibria)
