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
from sim.show.shown import shown
from sim.show.text.blocks import as_text

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


def test_after_quiche_every_belief_in_the_weak_from_one_half_on_makes_a_fight_best() -> None:
    # A fight pays the bully 1 against the weak and 0 against the strong; leaving pays the reverse.
    for e, unseen in zip(equilibria("beer-quiche"), ("sees quiche", "sees beer"), strict=True):
        assert e.belief_ranges == {unseen: ((F(0), F(1, 2)), (F(1, 2), F(1)))}


@pytest.mark.parametrize("name", ["beer-quiche", "job-market", "princess-bride", "cheap-talk", "seltens-horse"])
def test_the_ends_of_a_range_of_beliefs_are_equilibria_and_nothing_beyond_them_is(name: str) -> None:
    game = compile_scenario(load(name))
    assert isinstance(game, GameTree)
    for e in equilibria(name):
        for at, ((_, _), (low, high)) in e.belief_ranges.items():
            assert at not in e.reached
            for p in (low, (low + high) / 2, high, low - SMALL, high + SMALL):
                if 0 <= p <= 1:
                    held = check_assessment(game, e.behaviour, {**e.beliefs, at: (1 - p, p)}).passed
                    assert held == (low <= p <= high)


TYPED = """\
format: 1
kind: tree
title: Breakfast with types
players: {stranger: {name: Stranger}, bully: {name: Bully}}
parameters: {beer: {value: 1}, quiche: {value: 0}, weak: {value: 0}}
types:
  stranger:
    strong: {probability: 0.9}
    weak: {probability: 0.1, set: {beer: 0, quiche: 1, weak: 1}}
tree:
  player: stranger
  actions:
    beer:
      player: bully
      infoset: sees beer
      actions: {fight: {payoffs: [beer, weak]}, leave: {payoffs: [beer + 2, 1 - weak]}}
    quiche:
      player: bully
      infoset: sees quiche
      actions: {fight: {payoffs: [quiche, weak]}, leave: {payoffs: [quiche + 2, 1 - weak]}}
"""


def test_with_hidden_types_both_ranges_are_told_in_text_and_document() -> None:
    scenario = load("typed.yaml", text=TYPED)
    seen = shown(scenario, solve(scenario))
    told = " ".join(as_text(seen.story()).split())
    first = seen.document()["equilibria"][0]
    assert "may mix in other ways as well: any chance of fight from 1/2 to 1 will do." in told
    assert first["off_path_ranges"] == {"sees quiche": {"fight": [0.5, 1.0], "leave": [0.0, 0.5]}}
    assert "any chance of weak from 1/2 to 1 will do" in told
    assert first["off_path_beliefs"] == {"sees quiche": {"strong": [0.0, 0.5], "weak": [0.5, 1.0]}}
