"""The precision of play with errors that makes what people were observed to do likeliest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.agents.arenas.match import Seat
from sim.agents.arenas.seating import arena_of
from sim.errors import DetenteError
from sim.scenario.scenario import Matrix, Tree
from sim.study.classroom.fit import Fit, fit_precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.arenas.arena import Arena, Behaviour
    from sim.scenario.observed.stated import Counted, Observed
    from sim.scenario.scenario import Scenario

SMALLEST = 1e-300
"""Probability that is taken for an action which an equilibrium with errors rounds to never."""


def fitted(scenario: Scenario, study: Observed, time_limit: float | None = 60.0) -> Fit | None:
    """The precision that fits people best; None where none is fitted.

    It is fitted in matrix games that are played once and in trees, without hidden types. All choices that were counted
    go into it, each as if it were independent of all others.

    Parameters
    ----------
    scenario : Scenario
        The scenario at the values that they played with.
    study : Observed
        What they did.
    time_limit : float or None
        Seconds for play with errors.
    """
    game = scenario.game
    once = isinstance(game, Tree) or (isinstance(game, Matrix) and game.repeat is None)
    if not once or scenario.variants:
        return None
    try:
        arena = arena_of(scenario, (Seat(""), Seat("")), time_limit=time_limit)

        def likelihood(precisions: Sequence[float]) -> list[float | None]:
            found = arena.responses(precisions, time_limit)
            return [None if rule is None else _log_likelihood(arena, rule, study) for rule in found]

        total = sum(entry.total for entry in study.choices)
        return fit_precision(likelihood, total, arena.payoff_range)
    except DetenteError:
        return None


def _log_likelihood(arena: Arena, rule: Behaviour, study: Observed) -> float:
    terms = []
    for entry in study.choices:
        chances = _chances(arena, rule, entry)
        terms += [count * math.log(max(chances.get(choice, 0.0), SMALLEST)) for choice, count in entry.counts if count]
    return math.fsum(terms)


def _chances(arena: Arena, rule: Behaviour, entry: Counted) -> dict[str, float]:
    """What play with errors does at the point, over the sides that were counted together."""
    game = arena.scenario.game
    place = arena.start
    if isinstance(game, Tree):
        place = next(k for k, node in enumerate(game.nodes) if node.infoset == entry.at)
    each = [rule(place, side) for side in entry.sides]
    return {choice: sum(one.get(choice, 0.0) for one in each) / len(each) for choice, _ in entry.counts}
