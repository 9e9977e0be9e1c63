"""What is said of the selection rule: where it had a choice, and no more than what it looks at."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.concessions.notes import concession_notes
from tests.engine.concessions.talks import talks

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.types import Floats

PAIR = """
format: 1
title: Leave or stay
players: {a: {patience: 0.5}, b: {patience: 0.5}}
status_quo: {a: 1, b: 1}
concessions:
  a: [{id: x, effect: {a: -2, b: 3}}]
  b: [{id: y, effect: {a: 3, b: -2}}]
breakdown: {payoff: {a: -1, b: -1}}
moves: MOVES
actions: [concede, hold_out, walk_away]
horizon: 1
"""


def at_once(name: str) -> Scenario:
    """A bundled scenario in which both choose in the same round, and a standstill may end the talks."""
    turns = re.compile(r"^moves: alternating.*\nfirst: us$", re.MULTILINE)
    return load(name, {"impatience": "0.05"}, turns.sub("moves: simultaneous", load(name).text))


def test_one_round_has_a_second_equilibrium_only_because_both_may_walk_away() -> None:
    """By hand: holding out is dominant while the other stays, and against one who leaves nothing matters."""
    scenario = load("pair", text=PAIR.replace("MOVES", "simultaneous"))
    solution = solve(scenario)
    assert isinstance(solution, PerfectSolution)
    (choice,) = solution.choices
    assert (choice.count, choice.walking_alone) == (2, True)
    assert concession_notes(scenario, solution) == [
        "Where both may walk away at once, both doing so is an equilibrium of the round too: it costs neither anything "
        "given that the other does."
    ]


def test_where_only_one_moves_nobody_walks_away_because_the_other_does() -> None:
    scenario = load("pair", text=PAIR.replace("MOVES", "alternating").replace("horizon: 1", "horizon: 3"))
    solution = solve(scenario)
    assert isinstance(solution, PerfectSolution)
    assert not any(choice.walking_alone for choice in solution.choices)


def test_walking_away_alone_is_counted_as_by_brute_force_over_pure_profiles() -> None:
    """Stage games of talks step for step with two equilibria: pure ones, found from the continuation values alone."""
    scenario = talks()
    solution = solve(scenario)
    assert isinstance(solution, PerfectSolution)
    game, profile = solution.game, solution.profile
    alone = 0
    for choice in solution.choices:
        place = choice.round, choice.phase, choice.node
        node = game.phases(choice.round)[choice.phase].nodes[choice.node]
        pays = {
            (i, j): (
                profile.action_values(place, 0, _sure(j, len(node.actions[1])))[i],
                profile.action_values(place, 1, _sure(i, len(node.actions[0])))[j],
            )
            for i, j in product(range(len(node.actions[0])), range(len(node.actions[1])))
        }
        stays = [
            (i, j)
            for (i, j), (one, two) in pays.items()
            if "walk_away" not in (node.actions[0][i], node.actions[1][j])
            and all(pays[k, j][0] <= one + 1e-9 for k in range(len(node.actions[0])))
            and all(pays[i, k][1] <= two + 1e-9 for k in range(len(node.actions[1])))
        ]
        both = "walk_away" in node.actions[0] and "walk_away" in node.actions[1]
        if choice.walking_alone:
            alone += 1
            assert both
            assert len(stays) <= 1
        elif both and choice.count == 2:
            raise AssertionError("with two equilibria, one of which is to walk away, walking alone makes them two")
    assert (alone, len(solution.choices)) == (135, 171)


def _sure(action: int, count: int) -> Floats:
    sure: Floats = np.eye(count)[action]
    return sure


def test_what_walking_away_alone_makes_is_one_line_and_not_counted() -> None:
    for name in ("action-for-action", "gestures", "seoul"):
        scenario = at_once(name)
        solution = solve(scenario)
        assert isinstance(solution, PerfectSolution)
        lines = concession_notes(scenario, solution)
        assert sum("walk" in line for line in lines) == 1
        others = [c for c in solution.choices if not c.walking_alone]
        on_path = [c for c in solution.on_path if not c.walking_alone]
        (counted,) = (line for line in lines if "for other reasons" in line)
        assert f"at {len(on_path)} of" in counted
        assert f"{len(others) - len(on_path)} of" in counted
        for c in on_path:
            actions = solution.game.phases(c.round)[c.phase].nodes[c.node].actions
            if all("walk_away" in own for own in actions):
                walks = [own.index("walk_away") for own in actions]
                assert not any(all(e.strategies[p][walks[p]] == 1 for p in (0, 1)) for e in c.others)


def test_the_default_rule_is_never_said_to_be_best_for_the_whole_game() -> None:
    for name in ("action-for-action", "gestures", "seoul"):
        scenario = at_once(name)
        solution = solve(scenario)
        assert isinstance(solution, PerfectSolution)
        text = " ".join(concession_notes(scenario, solution))
        assert "better for either" not in text
        assert "need not be the best of the whole game for anybody" in text
