"""Results as plain data, for ``--json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.solve import NashSolution, PerfectSolution
from sim.engine.tree import TreeSolution
from sim.show.concepts import concept_entries
from sim.show.notes import notes
from sim.show.tree_story import tree_entries

if TYPE_CHECKING:
    from sim.engine.solve import Solution
    from sim.games.stochastic import Node, State
    from sim.scenario.scenario import Scenario


def document(scenario: Scenario, solution: Solution, all_states: bool = False) -> dict[str, Any]:
    """The document that ``run --json`` prints for one file.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    solution : Solution
        Its solution.
    all_states : bool
        List the strategies in all states that some play reaches, not only in those reached with positive probability.
    """
    if isinstance(solution, NashSolution):
        complete, equilibria = solution.result.complete, _nash(solution)
    elif isinstance(solution, TreeSolution):
        complete, equilibria = solution.complete, tree_entries(solution)
    elif not isinstance(solution, PerfectSolution):
        complete, equilibria = solution.complete, concept_entries(solution)
    else:
        complete, equilibria = solution.complete, [_perfect(solution, all_states)]
    return {
        "format": 1,
        "scenario": scenario.title,
        "file": scenario.file,
        "sha256": scenario.sha256,
        "settings": dict(scenario.settings),
        "kind": scenario.kind,
        "concept": solution.concept,
        "complete": complete,
        "equilibria": equilibria,
        "notes": notes(scenario, solution),
    }


def _nash(solution: NashSolution) -> list[dict[str, Any]]:
    game = solution.game
    return [
        {
            "payoffs": dict(zip(game.players, map(float, e.payoffs), strict=True)),
            "strategies": {
                player: {a: float(p) for a, p in zip(game.actions[k], e.strategies[k], strict=True) if p}
                for k, player in enumerate(game.players)
            },
            "regret": float(max(e.regret)),
            "component": e.component,
            "index": t.index,
            "strict": t.strict,
            "admissible": t.admissible,
            "path": [],
        }
        for e, t in zip(solution.result.equilibria, solution.traits, strict=True)
    ]


def _perfect(solution: PerfectSolution, all_states: bool) -> dict[str, Any]:
    game = solution.game
    return {
        "payoffs": dict(zip(game.players, solution.values, strict=True)),
        "strategies": _strategies(solution, all_states),
        "regret": max(solution.regret),
        "path": [
            {
                "round": r.round,
                "state": _state(solution, game.states[r.state]),
                "actions": {game.players[turn.player]: turn.action for turn in r.turns},
                "payoffs": dict(zip(game.players, r.payoffs, strict=True)),
            }
            for r in solution.path
        ],
        "path_chance": solution.path_chance,
        "endings": [{"kind": e.kind, "chance": e.chance, "mean_round": e.rounds} for e in solution.endings],
    }


def _state(solution: PerfectSolution, state: State) -> dict[str, list[str]]:
    return {player: list(ids) for player, ids in zip(solution.game.players, state.stands, strict=True)}


def _strategies(solution: PerfectSolution, all_states: bool) -> dict[str, list[dict[str, Any]]]:
    game, profile = solution.game, solution.profile
    here = profile.reached if all_states else solution.played
    lists: dict[str, list[dict[str, Any]]] = {player: [] for player in game.players}
    for t in range(game.horizon):
        for p, phase in enumerate(game.phases(t)):
            layer = profile.layers[t][p]
            for node in np.flatnonzero(here[t][p]):
                label = phase.nodes[node]
                for k, player in enumerate(game.players):
                    if label.actions[k] != ("",):
                        side = (layer.row, layer.column)[k]
                        lists[player].append(_entry(solution, t, label, k, side[node]))
    return lists


def _entry(solution: PerfectSolution, t: int, label: Node, player: int, chances: np.ndarray) -> dict[str, Any]:
    entry: dict[str, Any] = {"round": t, "state": _state(solution, solution.game.states[label.state])}
    if label.leader:
        entry["leader"] = label.leader
    entry["actions"] = {a: float(p) for a, p in zip(label.actions[player], chances, strict=False) if p > 0}
    return entry
