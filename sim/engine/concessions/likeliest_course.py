"""The most likely course of a profile in a game with a last round (Viterbi 1967)."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.concessions.courses.course import Course
from sim.engine.concessions.courses.outcome import path_outcome
from sim.engine.concessions.courses.path import PathStep, breaks_off, path_rounds
from sim.exact.chances import log_of

if TYPE_CHECKING:
    from sim.engine.concessions.courses.path import Over
    from sim.engine.concessions.profile import ActionLayer, Branch, LayeredProfile


@dataclass(frozen=True)
class _Way:
    """Log of the chance of a way to a node, the node before it and the move made there."""

    weight: float
    node: int
    move: Branch | None


def likeliest_course(profile: LayeredProfile[ActionLayer], deadline: Deadline | None = None) -> Course:
    """Most likely play from the first round to the end.

    Parameters
    ----------
    profile : LayeredProfile
        The strategies, for a game with a last round.
    deadline : Deadline, optional
        When looking for it is given up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    game = profile.game
    places = [(t, p) for t in range(game.rounds) for p in range(len(game.phases(t)))]
    best, stop = _likeliest_ways(profile, places, deadline or Deadline())
    final, way = max(best[-1].items(), key=lambda item: item[1].weight, default=(None, None))
    k = len(places) - 1
    breaks: Over = ""
    if way is None or (stop is not None and stop[1].weight > way.weight):
        assert stop is not None
        k, way, breaks = stop
        final = None
    chance = exp(way.weight)
    steps: list[PathStep] = []
    while way.move is not None:
        steps.append(PathStep((*places[k], way.node), (way.move.row, way.move.column)))
        way, k = best[k][way.node], k - 1
    steps.reverse()
    path = path_rounds(game, steps, breaks, profile.turn)
    return Course(path, chance, final, None, path_outcome(game, steps, breaks, chance))


def _likeliest_ways(
    profile: LayeredProfile[ActionLayer], places: list[tuple[int, int]], deadline: Deadline
) -> tuple[list[dict[int, _Way]], tuple[int, _Way, Over] | None]:
    """The likeliest way to each node of each layer, and the likeliest way for the talks to end early.

    Weights are logarithms: the chance of one course among a thousand mixed rounds is below the smallest float.
    """
    best = [{0: _Way(0.0, 0, None)}]
    stop: tuple[int, _Way, Over] | None = None
    for k, (t, p) in enumerate(places):
        there: dict[int, _Way] = {}
        deadline.check()
        for node, before in best[k].items():
            for move in profile.branches((t, p, node)):
                outcome, weight = move.outcome, before.weight + log(move.chance)
                if breaks := breaks_off(outcome):
                    way = _Way(weight + (log_of(outcome.risk) if breaks == "hazard" else 0.0), node, move)
                    if stop is None or way.weight > stop[1].weight:
                        stop = (k, way, breaks)
                else:
                    way = _Way(weight + log_of(outcome.survival), node, move)
                    if outcome.successor not in there or way.weight > there[outcome.successor].weight:
                        there[outcome.successor] = way
        best.append(there)
    return best, stop
