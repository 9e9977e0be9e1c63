"""Play with errors as a rule of behaviour: the logit quantal response equilibria of a game, at any precisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents.arenas.concessions import ConcessionsArena
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.offers import OffersArena
from sim.agents.arenas.tree import TreeArena
from sim.deadline import Deadline
from sim.engine.concessions.quantal.induction import lattice_quantal
from sim.engine.logit import QuantalPoint, follow
from sim.engine.matrix.quantal import TableChoices
from sim.engine.offers.quantal import offers_quantal
from sim.engine.tree.quantal import TreeChoices
from sim.errors import NoQuantalResponseError

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena, Place

Behaviour = Callable[[Any, int], dict[str, float]]
"""From a place and a seat to the probabilities of what is done there."""

Responses = Callable[[Sequence[float]], list[Behaviour | None]]
"""From precisions, in any order, to behaviour at each; None where there is no answer."""


def responses(arena: Arena, time_limit: float | None = 60.0) -> Responses:
    """Logit quantal response equilibria of a game: those on the branch that starts from play at random.

    At precision 0 everybody plays at random; the precision is per unit of payoff. Concession games and trees have an
    error at every decision (McKelvey and Palfrey 1998), repeated games one in every round.

    Parameters
    ----------
    time_limit : float or None
        Seconds for each call.
    """
    if isinstance(arena, ConcessionsArena):
        return lambda precisions: [_lattice(arena, p, time_limit) for p in precisions]
    if isinstance(arena, OffersArena):
        return lambda precisions: [_offers(arena, p) for p in precisions]
    if isinstance(arena, MatrixArena):
        return lambda precisions: _matrix(arena, precisions, time_limit)
    assert isinstance(arena, TreeArena)
    return lambda precisions: _tree(arena, precisions, time_limit)


def _lattice(arena: ConcessionsArena, precision: float, time_limit: float | None) -> Behaviour | None:
    try:
        found = lattice_quantal(arena.base, precision, Deadline(time_limit))
    except NoQuantalResponseError:
        return None

    def behaviour(place: Place, seat: int) -> dict[str, float]:
        t, p, k = arena.seen(place)
        actions = arena.base.phases(t)[p].nodes[k].actions[seat]
        return {a: float(c) for a, c in zip(actions, found.mixture(t, p, k, seat), strict=False)}

    return behaviour


def _offers(arena: OffersArena, precision: float) -> Behaviour | None:
    try:
        rounds = offers_quantal(arena.game, precision)
    except NoQuantalResponseError:
        return None
    game = arena.game

    def behaviour(place: Place, seat: int) -> dict[str, float]:
        del seat
        t, demand = place
        own = rounds[t % len(rounds)]
        if demand is None:
            return {str(game.surplus * k / game.grid): float(p) for k, p in enumerate(own.demands)}
        takes = float(own.accepts[slices(arena, demand)])
        return {"accept": takes, "refuse": 1 - takes}

    return behaviour


def slices(arena: OffersArena, demand: Fraction) -> int:
    """The whole number of slices that a demand is nearest to.

    Parameters
    ----------
    demand : Fraction
        What the proposer asks for itself.
    """
    return int(demand * arena.game.grid / arena.game.surplus + Fraction(1, 2))


def _along(choices: Any, precisions: Sequence[float], time_limit: float | None) -> list[QuantalPoint | None]:
    """Points of a logit path, in the order asked for; None where it could not be followed so far."""
    wanted = sorted({float(p) for p in precisions})
    found = {p.precision: p for p in follow(choices, wanted, Deadline(time_limit)).points}
    return [_near(found, float(p)) for p in precisions]


def _near(found: dict[float, QuantalPoint], precision: float) -> QuantalPoint | None:
    for at, point in found.items():
        if abs(at - precision) <= 1e-9 * max(1.0, precision):
            return point
    return None


def _matrix(arena: MatrixArena, precisions: Sequence[float], time_limit: float | None) -> list[Behaviour | None]:
    def rule(point: QuantalPoint) -> Behaviour:
        def behaviour(place: Place, seat: int) -> dict[str, float]:
            return dict(zip(arena.options(place, seat), map(float, point.strategies[seat]), strict=True))

        return behaviour

    return [None if p is None else rule(p) for p in _along(TableChoices(*arena.form.arrays), precisions, time_limit)]


def _tree(arena: TreeArena, precisions: Sequence[float], time_limit: float | None) -> list[Behaviour | None]:
    choices = TreeChoices(arena.game)
    number = {name: k for k, name in enumerate(choices.names)}

    def rule(point: QuantalPoint) -> Behaviour:
        def behaviour(place: Place, seat: int) -> dict[str, float]:
            shares = np.asarray(point.strategies[number[arena.point(place, seat)]])
            return dict(zip(arena.options(place, seat), map(float, shares), strict=True))

        return behaviour

    return [None if p is None else rule(p) for p in _along(choices, precisions, time_limit)]
