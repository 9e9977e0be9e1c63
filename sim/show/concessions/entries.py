"""Solutions of concession games as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sim.engine.concessions.courses.endings import Ending, When
    from sim.engine.concessions.courses.outcome import CourseOutcome
    from sim.engine.concessions.courses.path import PathRound
    from sim.engine.concessions.profile import ActionLayer, LayeredProfile
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.games.concessions.stochastic_game import Node, StochasticGame

    Reached = Sequence[Sequence[NDArray[np.bool_]]]


def concession_entries(solution: PerfectSolution, all_states: bool) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    game = solution.game
    entry = {
        "payoffs": dict(zip(game.players, solution.values, strict=True)),
        "strategies": _strategies(solution, all_states),
        "regret": max(solution.regret),
        "path": [path_entry(game, r) for r in solution.path],
        "path_chance": solution.path_chance,
        "ending": outcome_entry(game.players, solution.outcome),
        "endings": ending_entries(game.players, solution.endings),
    }
    return [entry]


def path_entry(game: StochasticGame, r: PathRound) -> dict[str, Any]:
    """A round of the path."""
    return {
        "round": r.round,
        "state": state_entry(game, r.state),
        "actions": {game.players[turn.player]: turn.action for turn in r.turns},
        "payoffs": dict(zip(game.players, r.payoffs, strict=True)),
    }


def outcome_entry(players: tuple[str, str], outcome: CourseOutcome) -> dict[str, Any]:
    """What becomes of the agreement on the path; rounds are counted from 0."""
    cycle = outcome.cycle
    return {
        "kind": outcome.kind,
        "agreement": outcome.fate,
        "round": outcome.round if outcome.over else None,
        "by": [players[player] for player in outcome.by],
        "complete": [
            {
                "round": a.made,
                "by": [players[player] for player in a.by],
                "broken": None
                if a.broken is None
                else {
                    "round": a.broken.round,
                    "how": a.broken.how,
                    "by": [players[player] for player in a.broken.by],
                },
            }
            for a in outcome.agreements
        ],
        "cycle": None
        if cycle is None
        else {
            "start": cycle.start,
            "length": cycle.length,
            "complete": list(cycle.complete),
            "moves": cycle.moves,
            "certain": cycle.sure,
        },
    }


def ending_entries(players: tuple[str, str], endings: Iterable[Ending]) -> list[dict[str, Any]]:
    """All ways for the talks to end, with chances; rounds are counted from 0."""
    return [
        {
            "kind": e.kind,
            "chance": e.chance,
            "mean_round": e.rounds,
            "agreement": e.fate,
            "by": [[players[player] for player in by] for by in e.by],
            "complete": _when_entry(e.made),
            "broken": None
            if e.broken is None
            else {
                "mean_round": e.broken.mean,
                "ways": [{"how": how, "by": [players[player] for player in by]} for how, by in e.breaking],
            },
        }
        for e in endings
    ]


def _when_entry(when: When | None) -> dict[str, float] | None:
    return None if when is None else {"mean_round": when.mean}


def state_entry(game: StochasticGame, state: int) -> dict[str, list[str]]:
    """The steps that stand in a state, per player."""
    return {player: list(ids) for player, ids in zip(game.players, game.states[state].stands, strict=True)}


def _strategies(solution: PerfectSolution, all_states: bool) -> dict[str, list[dict[str, Any]]]:
    here = solution.profile.reached if all_states else solution.played
    return strategy_entries(solution.game, solution.profile, here)


def strategy_entries(
    game: StochasticGame, profile: LayeredProfile[ActionLayer], here: Reached
) -> dict[str, list[dict[str, Any]]]:
    """What each player does at the decision points that are marked.

    Parameters
    ----------
    profile : LayeredProfile
        The strategies, layer by layer.
    here : sequence of sequence of ndarray of bool
        The nodes that count, per round and phase.
    """
    lists: dict[str, list[dict[str, Any]]] = {player: [] for player in game.players}
    for t in range(game.rounds):
        for p, phase in enumerate(game.phases(t)):
            layer = profile.layers[t][p]
            for node in np.flatnonzero(here[t][p]):
                label = phase.nodes[node]
                for k, player in enumerate(game.players):
                    if label.actions[k] != ("",):
                        side = (layer.row, layer.column)[k]
                        chances = zip(label.actions[k], side[node].tolist(), strict=False)
                        lists[player].append(decision_entry(game, t, label, chances))
    return lists


def decision_entry(
    game: StochasticGame, round_: int | None, label: Node, chances: Iterable[tuple[str, float]]
) -> dict[str, Any]:
    """What a player does at a decision point, actions that are not played left out."""
    entry: dict[str, Any] = {"round": round_, "state": state_entry(game, label.state)}
    if label.leader:
        entry["leader"] = label.leader
    entry["actions"] = {a: float(p) for a, p in chances if p > 0}
    return entry
