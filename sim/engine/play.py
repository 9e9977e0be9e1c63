"""What happens when a profile is played: the most likely path, the endings and their chances."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.games.stochastic import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.engine.certificate import Deviations
    from sim.engine.perfect import PerfectProfile
    from sim.games.stochastic import StochasticGame

WALK_AWAY = "walk_away"


@dataclass(frozen=True)
class Turn:
    """One player's decision on the path.

    Parameters
    ----------
    player : int
        Who decides.
    phase, node : int
        Where, in the game's own numbering.
    action : str
        What is done on the path.
    chance : float
        With what probability.
    loss : float or None
        What the best other action would cost the player, as a payoff per round; 0 where it mixes, None where it
        has no other action.
    alternative : str
        That other action.
    """

    player: int
    phase: int
    node: int
    action: str
    chance: float
    loss: float | None
    alternative: str


@dataclass(frozen=True)
class PathRound:
    """One round of the path: the state it starts from, the decisions, what it pays, and how it ends.

    ``breaks`` is empty, or says why the talks end here: ``walk_away`` or ``hazard``.
    """

    round: int
    state: int
    turns: tuple[Turn, ...]
    payoffs: tuple[float, float]
    breaks: str = ""


@dataclass(frozen=True)
class Ending:
    """One way for the talks to end, and its chance.

    Parameters
    ----------
    kind : str
        ``agreement``, ``walk_away``, ``hazard`` (breakdown after a stalled round) or ``unfinished``.
    chance : float
        Its probability.
    rounds : float
        Mean round, counted from 0, in which it happens, given that it does.
    """

    kind: str
    chance: float
    rounds: float


@dataclass(frozen=True)
class _Move:
    """One branch of play at a node."""

    row: int
    column: int
    chance: float
    outcome: int


def _moves(game: StochasticGame, profile: PerfectProfile, t: int, p: int, node: int) -> Iterator[_Move]:
    layer, cells = profile.layers[t][p], game.phases(t)[p].nodes[node].cells
    for i, line in enumerate(cells):
        for j, outcome in enumerate(line):
            chance = float(layer.row[node, i] * layer.column[node, j])
            if chance > 0:
                yield _Move(i, j, chance, outcome)


def endings(game: StochasticGame, profile: PerfectProfile) -> tuple[Ending, ...]:
    """Chances of all endings when the profile is played, likeliest first.

    Parameters
    ----------
    game : StochasticGame
        The game.
    profile : PerfectProfile
        The strategies.
    """
    mass: dict[str, float] = defaultdict(float)
    moment: dict[str, float] = defaultdict(float)
    first: dict[int, float] = defaultdict(float)

    def end(kind: str, chance: float, round_: float) -> None:
        mass[kind] += chance
        moment[kind] += chance * round_

    # Keys are a node and whether the agreement has been complete before, since reneging can undo it.
    here: dict[tuple[int, bool], float] = {(0, game.states[0].complete): 1.0}
    for t in range(game.horizon):
        for p, phase in enumerate(game.phases(t)):
            there: dict[tuple[int, bool], float] = defaultdict(float)
            for (node, done), weight in here.items():
                for move in _moves(game, profile, t, p, node):
                    outcome, chance = phase.outcomes[move.outcome], weight * move.chance
                    risk = float(outcome.risk)
                    if outcome.successor == BROKEN:
                        end("walk_away", chance, t)
                        continue
                    if risk:
                        end("hazard", chance * risk, t)
                    complete = phase.closes_round and game.states[outcome.successor].complete
                    if complete and not done:
                        first[t] += chance
                    if risk < 1:
                        there[outcome.successor, done or complete] += chance * (1 - risk)
            here = there
    completed = sum(first.values())
    when = sum(t * chance for t, chance in first.items()) / completed if completed else 0.0
    for (state, _), chance in here.items():
        complete = game.states[state].complete
        end("agreement" if complete else "unfinished", chance, when if complete else game.horizon)
    ends = [Ending(kind, chance, moment[kind] / chance) for kind, chance in mass.items() if chance > 0]
    return tuple(sorted(ends, key=lambda e: (-e.chance, e.kind)))


def played(game: StochasticGame, profile: PerfectProfile) -> list[tuple[NDArray[np.bool_], ...]]:
    """Nodes reached with positive probability when the profile is played, per round and phase.

    Parameters
    ----------
    game : StochasticGame
        The game.
    profile : PerfectProfile
        The strategies.
    """
    here = np.zeros(len(game.states), dtype=bool)
    here[0] = True
    layers = []
    for t in range(game.horizon):
        layer, phases = [], game.phases(t)
        for p, phase in enumerate(phases):
            layer.append(here)
            size = len(game.states) if p + 1 == len(phases) else len(phases[p + 1].nodes)
            there = np.zeros(size, dtype=bool)
            for node in np.flatnonzero(here):
                for move in _moves(game, profile, t, p, int(node)):
                    outcome = phase.outcomes[move.outcome]
                    if outcome.successor != BROKEN and outcome.risk < 1:
                        there[outcome.successor] = True
            here = there
        layers.append(tuple(layer))
    return layers


def likeliest_path(
    game: StochasticGame, profile: PerfectProfile, deviations: Deviations
) -> tuple[list[PathRound], float, int | None]:
    """Most likely play from the first round to the end, its chance, and the state it ends in (Viterbi's recursion).

    The state is None if the talks break down.

    Parameters
    ----------
    game : StochasticGame
        The game.
    profile : PerfectProfile
        The strategies.
    deviations : Deviations
        Values from which the cost of deviating is read.
    """
    steps = [(t, p) for t in range(game.horizon) for p in range(len(game.phases(t)))]
    # best[k][node] = (chance of the likeliest way here, node before, move made there)
    best: list[dict[int, tuple[float, int, _Move | None]]] = [{0: (1.0, 0, None)}]
    finish: tuple[float, int, int, _Move | None, str] = (-1.0, 0, 0, None, "")
    for k, (t, p) in enumerate(steps):
        phase = game.phases(t)[p]
        there: dict[int, tuple[float, int, _Move | None]] = {}
        for node, (weight, _, _) in best[k].items():
            for move in _moves(game, profile, t, p, node):
                outcome, chance = phase.outcomes[move.outcome], weight * move.chance
                risk = float(outcome.risk)
                walked = outcome.successor == BROKEN
                stop = chance if walked else chance * risk
                if stop > finish[0] and stop > 0:
                    finish = (stop, k, node, move, WALK_AWAY if walked else "hazard")
                on = 0.0 if walked else chance * (1 - risk)
                if on > there.get(outcome.successor, (0.0,))[0]:
                    there[outcome.successor] = (on, node, move)
        best.append(there)
    trail: list[tuple[int, int, _Move | None]] = []
    last = max(best[-1].items(), key=lambda item: item[1][0], default=None)
    final = None
    if last is not None and last[1][0] >= finish[0]:
        final = last[0]
        chance, breaks, k, (_, node, move) = last[1][0], "", len(steps) - 1, last[1]
    else:
        chance, k, node, move, breaks = finish
    while True:
        trail.append((k, node, move))
        if k == 0:
            break
        _, node, move = best[k][node]
        k -= 1
    trail.reverse()
    return _rounds(game, profile, deviations, [(steps[k], node, move) for k, node, move in trail if move], breaks), chance, final


def _rounds(
    game: StochasticGame,
    profile: PerfectProfile,
    deviations: Deviations,
    trail: list[tuple[tuple[int, int], int, _Move]],
    breaks: str,
) -> list[PathRound]:
    rounds: list[PathRound] = []
    turns: list[Turn] = []
    start = 0
    for number, ((t, p), node, move) in enumerate(trail):
        phase = game.phases(t)[p]
        if p == 0:
            turns, start = [], phase.nodes[node].state
        turns.extend(_turns(game, profile, deviations, (t, p, node), move))
        outcome = phase.outcomes[move.outcome]
        if phase.closes_round or outcome.successor == BROKEN:
            pays = outcome.reward
            final = breaks if number + 1 == len(trail) else ""
            rounds.append(PathRound(t, start, tuple(turns), (float(pays[0]), float(pays[1])), final))
    return rounds


def _turns(
    game: StochasticGame, profile: PerfectProfile, deviations: Deviations, place: tuple[int, int, int], move: _Move
) -> Iterator[Turn]:
    t, p, node = place
    actions, layer = game.phases(t)[p].nodes[node].actions, profile.layers[t][p]
    for player, chosen, mixed in ((0, move.row, layer.row[node]), (1, move.column, layer.column[node])):
        if actions[player] == ("",):
            continue
        other = layer.column[node] if player == 0 else layer.row[node]
        worth = deviations.action_values(place, player, other)
        others = [a for a in range(len(actions[player])) if a != chosen]
        best = max(others, key=lambda a: worth[a]) if others else None
        yield Turn(
            player,
            p,
            node,
            actions[player][chosen],
            float(mixed[chosen]),
            None if best is None else max(0.0, float(worth[chosen] - worth[best])),
            "" if best is None else actions[player][best],
        )


def path_nodes(path: list[PathRound]) -> list[tuple[int, int, int]]:
    """Decision points on a path as (round, phase, node), each once."""
    return list(dict.fromkeys((r.round, turn.phase, turn.node) for r in path for turn in r.turns))

