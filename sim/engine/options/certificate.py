"""Whether what is said to be stable is so, move by move, by code that did not find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.options.definitions import WITH_SANCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.engine.options.definitions import Definition, Sanctions, Stability
    from sim.games.options.options_game import OptionsGame

    Edges = tuple[NDArray[np.int64], NDArray[np.int64]]

MOST_MOVES = 200_000_000
"""Moves that are gone through one by one, most; a larger conflict is not certified."""


def fault(game: OptionsGame, found: Stability, deadline: Deadline) -> str | None:
    """What is wrong; empty if nothing is, None if there are too many moves to go through.

    Three things show that the worst of a state is the least that the others' moves lead to: it is the base of some
    state that a chain of their moves gets to, at no move does it fall, and the base is what the definition says.
    Then each improvement is looked at by itself.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    parties = range(len(game.parties))
    if game.count * sum(1 << game.owners.count(party) for party in parties) > MOST_MOVES:
        return None
    for party in parties:
        for definition in WITH_SANCTIONS:
            sanctions = found.sanctions[definition][party]
            if not _is_base(game, party, definition, sanctions) or not _is_worst(game, party, sanctions, deadline):
                return f"{definition} of {game.parties[party]}: the replies are not what was found"
        for definition, told in found.stable.items():
            sanction = None if definition == "nash" else found.sanctions[definition][party]
            if not np.array_equal(told[party], _stable(game, party, sanction)):
                return f"{definition} of {game.parties[party]}: a state is not what was found"
    return ""


def _edges(game: OptionsGame, party: int, states: NDArray[np.intp], back: bool = False) -> Iterator[Edges]:
    """The moves of a party from some states, or to them, as (from, to), a change of its options at a time."""
    own = game.mask(party)
    change, numbers = own, game.states[states]
    while change:
        other = game.index[numbers ^ change]
        before = numbers ^ change if back else numbers
        barred = before & change & game.irreversible | ~before & change & game.lapsing
        ways = (barred == 0) & (other >= 0)
        yield (other[ways], states[ways]) if back else (states[ways], other[ways])
        change = (change - 1) & own


def _improving(game: OptionsGame, party: int, edges: Edges) -> Edges:
    here, there = edges
    better = game.levels[party][there] > game.levels[party][here]
    return here[better], there[better]


def _is_base(game: OptionsGame, party: int, definition: Definition, sanctions: Sanctions) -> bool:
    """Whether the base is what the party has, or by symmetric metarationality the best that it can answer with."""
    base = game.levels[party].copy()
    if definition == "smr":
        for here, there in _edges(game, party, np.arange(game.count)):
            np.maximum.at(base, here, game.levels[party][there])
    return sanctions.credible == (definition == "seq") and bool(np.array_equal(base, sanctions.base))


def _is_worst(game: OptionsGame, party: int, sanctions: Sanctions, deadline: Deadline) -> bool:
    base, worst = sanctions.base, sanctions.worst
    others = [other for other in range(len(game.parties)) if other != party]
    if (worst > base).any():
        return False
    for other in others:
        for edges in _edges(game, other, np.arange(game.count)):
            deadline.check()
            here, there = _improving(game, other, edges) if sanctions.credible else edges
            if (worst[here] > worst[there]).any():
                return False
    reached: NDArray[np.bool_] = np.asarray(worst == base)
    new = np.flatnonzero(reached)
    while len(new):
        found = np.zeros(game.count, dtype=bool)
        for other in others:
            for edges in _edges(game, other, new, back=True):
                deadline.check()
                here, there = _improving(game, other, edges) if sanctions.credible else edges
                found[here[(worst[here] == worst[there]) & ~reached[here]]] = True
        reached |= found
        new = np.flatnonzero(found)
    return bool(reached.all())


def _stable(game: OptionsGame, party: int, sanctions: Sanctions | None) -> NDArray[np.bool_]:
    """By each improvement by itself whether something deters from it."""
    stable = np.ones(game.count, dtype=bool)
    for edges in _edges(game, party, np.arange(game.count)):
        here, there = _improving(game, party, edges)
        deterred = sanctions is not None and sanctions.worst[there] <= game.levels[party][here]
        stable[here[~np.broadcast_to(deterred, here.shape)]] = False
    return stable
