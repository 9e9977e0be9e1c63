"""What happens when a profile is played: the most likely path, the endings and their chances."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import exp, log, log1p
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.backward_induction import NEAR
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.engine.concessions.backward_induction import PerfectProfile
    from sim.engine.concessions.certificate import NodeValues
    from sim.engine.concessions.mediated.plan import MediatedProfile
    from sim.engine.concessions.quantal.induction import LatticeQuantal
    from sim.games.concessions.stochastic_game import StochasticGame

    Profile = PerfectProfile | MediatedProfile
    Strategies = Profile | LatticeQuantal

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

    ``breaks`` is empty, or says why the talks end here: ``walk_away`` or ``hazard``; ``risk`` is the chance that they
    break down after it.
    """

    round: int
    state: int
    turns: tuple[Turn, ...]
    payoffs: tuple[float, float]
    breaks: str = ""
    risk: float = 0.0


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
    fixed : bool
        Whether it can happen in that round only.
    """

    kind: str
    chance: float
    rounds: float
    fixed: bool


@dataclass(frozen=True)
class _Move:
    """One branch of play at a node."""

    row: int
    column: int
    chance: float
    outcome: int


@dataclass(frozen=True)
class _Way:
    """Log of the chance of a way to a node, the node before it and the move made there."""

    weight: float
    node: int
    move: _Move | None


def _moves(game: StochasticGame, profile: Strategies, t: int, p: int, node: int) -> Iterator[_Move]:
    chances, cells = profile.layers[t][p].chances(node), game.phases(t)[p].nodes[node].cells
    for i, line in enumerate(cells):
        for j, outcome in enumerate(line):
            chance = float(chances[i, j])
            if chance > 0:
                yield _Move(i, j, chance, outcome)


def endings(game: StochasticGame, profile: Strategies) -> tuple[Ending, ...]:
    """Chances of all endings when the profile is played, likeliest first.

    Parameters
    ----------
    profile : Profile
        The strategies.
    """
    mass: dict[str, float] = defaultdict(float)
    moment: dict[str, float] = defaultdict(float)
    times: dict[str, set[int]] = defaultdict(set)

    def end(kind: str, chance: float, moment_: float, when: set[int]) -> None:
        mass[kind] += chance
        moment[kind] += moment_
        if chance:
            times[kind] |= when

    # Per node and whether the agreement stood when the round began: the chance, the chance times the round in which it
    # was completed (for the last time, since reneging can undo it), and the rounds in which that can have been.
    here: dict[tuple[int, bool], tuple[float, float, set[int]]] = {(0, game.states[0].complete): (1.0, 0.0, {0})}
    for t in range(game.rounds):
        for p, phase in enumerate(game.phases(t)):
            there: dict[tuple[int, bool], tuple[float, float, set[int]]] = defaultdict(lambda: (0.0, 0.0, set()))
            for (node, stood), (weight, since, dates) in here.items():
                for move in _moves(game, profile, t, p, node):
                    outcome, chance, old = phase.outcomes[move.outcome], weight * move.chance, since * move.chance
                    risk = float(outcome.risk)
                    if outcome.successor == BROKEN:
                        end("walk_away", chance, chance * t, {t})
                        continue
                    end("hazard", chance * risk, chance * risk * t, {t})
                    when = dates
                    if phase.closes_round:
                        complete = game.states[outcome.successor].complete
                        old = old if complete and stood else chance * t if complete else 0.0
                        when = dates if complete and stood else {t}
                        stands = complete
                    else:
                        stands = stood
                    before = there[outcome.successor, stands]
                    there[outcome.successor, stands] = (
                        before[0] + chance * (1 - risk),
                        before[1] + old * (1 - risk),
                        before[2] | when,
                    )
            here = there
    for (state, _), (chance, since, dates) in here.items():
        if game.states[state].complete:
            end("agreement", chance, since, dates)
        else:
            end("unfinished", chance, chance * game.rounds, {game.rounds})
    ends = [
        Ending(kind, chance, moment[kind] / chance, len(times[kind]) == 1) for kind, chance in mass.items() if chance
    ]
    return tuple(sorted(ends, key=lambda e: (-e.chance, e.kind)))


def played(game: StochasticGame, profile: Strategies) -> list[tuple[NDArray[np.bool_], ...]]:
    """Nodes reached with positive probability when the profile is played, per round and phase.

    Parameters
    ----------
    profile : Profile
        The strategies.
    """
    here = np.zeros(len(game.states), dtype=bool)
    here[0] = True
    layers = []
    for t in range(game.rounds):
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
    game: StochasticGame, profile: Profile, deviations: NodeValues
) -> tuple[list[PathRound], float, int | None]:
    """Most likely play from the first round to the end, its chance, and the state it ends in (Viterbi's recursion).

    The state is None if the talks break down.

    Parameters
    ----------
    profile : Profile
        The strategies.
    deviations : NodeValues
        Values from which the cost of deviating is read.
    """
    steps = [(t, p) for t in range(game.rounds) for p in range(len(game.phases(t)))]
    best, stop = _likeliest_ways(game, profile, steps)
    final, way = max(best[-1].items(), key=lambda item: item[1].weight, default=(None, None))
    k, breaks = len(steps) - 1, ""
    if way is None or (stop is not None and stop[1].weight > way.weight):
        assert stop is not None
        k, way, breaks = stop
        final = None
    weight = way.weight
    trail: list[tuple[tuple[int, int], int, _Move]] = []
    while way.move is not None:
        trail.append((steps[k], way.node, way.move))
        way, k = best[k][way.node], k - 1
    trail.reverse()
    return _rounds(game, profile, deviations, trail, breaks), exp(weight), final


def _likeliest_ways(
    game: StochasticGame, profile: Profile, steps: list[tuple[int, int]]
) -> tuple[list[dict[int, _Way]], tuple[int, _Way, str] | None]:
    """The likeliest way to each node of each layer, and the likeliest way for the talks to end early.

    Weights are logarithms: the chance of one course among a thousand mixed rounds is below the smallest float.
    """
    best = [{0: _Way(0.0, 0, None)}]
    stop: tuple[int, _Way, str] | None = None
    for k, (t, p) in enumerate(steps):
        phase = game.phases(t)[p]
        there: dict[int, _Way] = {}
        for node, before in best[k].items():
            for move in _moves(game, profile, t, p, node):
                outcome, weight = phase.outcomes[move.outcome], before.weight + log(move.chance)
                risk, walked = float(outcome.risk), outcome.successor == BROKEN
                # A breakdown ends the course where it is likelier than that talks go on.
                if walked or risk > 0.5:
                    way = _Way(weight + (0.0 if walked else log(risk)), node, move)
                    if stop is None or way.weight > stop[1].weight:
                        stop = (k, way, WALK_AWAY if walked else "hazard")
                else:
                    way = _Way(weight + log1p(-risk), node, move)
                    if outcome.successor not in there or way.weight > there[outcome.successor].weight:
                        there[outcome.successor] = way
        best.append(there)
    return best, stop


def _rounds(
    game: StochasticGame,
    profile: Profile,
    deviations: NodeValues,
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
            rounds.append(
                PathRound(t, start, tuple(turns), (float(pays[0]), float(pays[1])), final, float(outcome.risk))
            )
    return rounds


def _turns(
    game: StochasticGame,
    profile: Profile,
    deviations: NodeValues,
    place: tuple[int, int, int],
    move: _Move,
) -> Iterator[Turn]:
    t, p, node = place
    actions, layer = game.phases(t)[p].nodes[node].actions, profile.layers[t][p]
    for player, chosen, mixed in ((0, move.row, layer.row[node]), (1, move.column, layer.column[node])):
        if actions[player] == ("",):
            continue
        worth = deviations.action_values(place, player, layer.other(node, player, chosen))
        others = [a for a in range(len(actions[player])) if a != chosen]
        best = max(others, key=lambda a: worth[a]) if others else None
        yield Turn(
            player,
            p,
            node,
            actions[player][chosen],
            float(mixed[chosen]),
            None if best is None else _loss(float(worth[chosen] - worth[best]), NEAR * float(game.scale[player])),
            "" if best is None else actions[player][best],
        )


def _loss(difference: float, near: float) -> float:
    """A cost; what rounding could have made is none."""
    return difference if difference > near else 0.0


def path_nodes(path: list[PathRound]) -> list[tuple[int, int, int]]:
    """Decision points on a path as (round, phase, node), each once."""
    return list(dict.fromkeys((r.round, turn.phase, turn.node) for r in path for turn in r.turns))
