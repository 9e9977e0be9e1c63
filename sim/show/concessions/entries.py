"""Solutions of concession games as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from sim.engine.concessions.corner_play.solution import CornerSolution

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sim.engine.concessions.courses.course import Course
    from sim.engine.concessions.courses.endings import Ending, When
    from sim.engine.concessions.courses.outcome import CourseOutcome
    from sim.engine.concessions.courses.path import PathRound
    from sim.engine.concessions.profile import ActionLayer, LayeredProfile
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.games.concessions.stochastic_game import Node, StochasticGame

    Reached = Sequence[Sequence[NDArray[np.bool_]]]


def concession_entries(solution: PerfectSolution | CornerSolution, all_states: bool) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    return [equilibrium_entry(solution.game, solution, _strategies(solution, all_states))]


class _WithEndings(Protocol):
    """What an equilibrium that is shown by a course holds."""

    @property
    def values(self) -> tuple[float, float]: ...
    @property
    def regret(self) -> tuple[float, float]: ...
    @property
    def course(self) -> Course: ...
    @property
    def endings(self) -> tuple[Ending, ...]: ...


def equilibrium_entry(
    game: StochasticGame, found: _WithEndings, strategies: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """An equilibrium that is shown by a course of play."""
    return {
        "payoffs": dict(zip(game.players, found.values, strict=True)),
        "strategies": strategies,
        "regret": max(found.regret),
        "path": [path_entry(game, r) for r in found.course.path],
        "path_chance": found.course.chance,
        "ending": outcome_entry(game.players, found.course.outcome),
        "endings": ending_entries(game.players, found.endings),
    }


def path_entry(game: StochasticGame, r: PathRound) -> dict[str, Any]:
    """A round of the path."""
    return {
        "round": r.round,
        "state": state_entry(game, r.state),
        "actions": {game.players[turn.player]: turn.action for turn in r.turns},
        "payoffs": dict(zip(game.players, r.payoffs, strict=True)),
        "costs": {game.players[turn.player]: turn.loss for turn in r.turns},
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


def _strategies(solution: PerfectSolution | CornerSolution, all_states: bool) -> dict[str, list[dict[str, Any]]]:
    here = solution.profile.reached if all_states else solution.played
    return strategy_entries(solution.game, solution.profile, here, worth=isinstance(solution, CornerSolution))


def strategy_entries(
    game: StochasticGame, profile: LayeredProfile[ActionLayer], here: Reached, *, worth: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """What each player does at the decision points that are marked.

    Parameters
    ----------
    profile : LayeredProfile
        The strategies, layer by layer.
    here : sequence of sequence of ndarray of bool
        The nodes that count, per round and phase.
    worth : bool
        Whether to say what play is worth from each on, by which those of one round and state differ.
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
                        entry = decision_entry(game, t, label, chances)
                        if worth:
                            values = layer.values[node].tolist()
                            entry["worth"] = dict(zip(game.players, values, strict=True))
                        lists[player].append(entry)
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
