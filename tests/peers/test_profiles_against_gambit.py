"""What behaviour in a tree comes to, number by number against Gambit's profiles in rationals."""

from __future__ import annotations

import io
from fractions import Fraction
from random import Random

import pygambit
import pytest

from sim.engine.tree.profile import BehaviourProfile
from sim.games import compile_scenario
from sim.games.tree.game_tree import Behaviour, GameTree
from sim.scenario.catalog import entries
from sim.scenario.load import load
from sim.show.gambit import to_efg
from tests.peers.gambit import exact, handed_over, pays

TREES = [name for entry in entries() if load(name := entry.name.rpartition("/")[2]).form == "tree"]


def drawn(ours: GameTree, seed: int) -> BehaviourProfile:
    """Behaviour strategies in which about half of the actions are never taken."""
    draw = Random(seed)
    choices: Behaviour = {}
    for name in ours.infosets:
        weights = [draw.choice((0, 0, 1, 2, 5)) for _ in ours.actions(name)]
        weights[draw.randrange(len(weights))] += 1
        choices[name] = {a: Fraction(w, sum(weights)) for a, w in zip(ours.actions(name), weights, strict=True)}
    return BehaviourProfile.of(ours, choices)


def way(history: pygambit.gambit.History) -> tuple[str, ...]:
    """Labels along the way to a node of Gambit's."""
    return tuple(step.action for step in history)


@pytest.mark.parametrize("name", TREES)
@pytest.mark.parametrize("seed", range(3))
def test_payoffs_reach_beliefs_and_action_values_are_gambits(name: str, seed: int) -> None:
    scenario = load(name)
    ours = compile_scenario(scenario)
    assert isinstance(ours, GameTree)
    theirs = pygambit.read_efg(io.StringIO(to_efg(scenario, ours)))
    profile = drawn(ours, seed)
    judge = handed_over(theirs, ours, profile.behaviour)
    assert profile.payoffs == pays(judge)

    reach = {way(node): exact(p) for node, p in judge.realiz_probs}
    values = [{way(node): exact(v) for node, v in own} for _, own in judge.history_values]
    for k in range(len(ours.nodes)):
        assert profile.reach[k] == reach[ours.labels(k)]
        assert profile.value(k) == (values[0][ours.labels(k)], values[1][ours.labels(k)])

    believed = {way(node): p for node, p in judge.beliefs}
    actions = {way(node): own for node, own in judge.action_values}
    for infoset, members in ours.infosets.items():
        if infoset in profile.reached:
            assert profile.beliefs[infoset] == tuple(exact(believed[ours.labels(k)]) for k in members)
            # Gambit names a set by one of its nodes.
            (own,) = (actions[ours.labels(k)] for k in members if ours.labels(k) in actions)
            assert profile.action_values(infoset) == [exact(own[a]) for a in ours.actions(infoset)]
