"""Which equilibria several parties would leave together: stability for coalitions.

A coalition moves by chains of its members' moves. A move of it is an improvement if every member likes the end more
than the beginning. What the others answer is what it is for single parties: any chain of their moves, or for sequential
stability of moves each of which its mover likes; it deters if some member ends with nothing that it likes more than
what it had. For symmetric metarationality, after the answer the coalition may move once more, and the answer deters if
whatever it does is no improvement on where it began. For a coalition of one these are the definitions of single
parties.

References
----------
Kilgour, D. M., Hipel, K. W., Fang, L. and Peng, X. (2001): Coalition analysis in group decision support. Group Decision
and Negotiation 10, 159-175 (coalition Nash). Inohara, T. and Hipel, K. W. (2008): Coalition analysis in the graph model
for conflict resolution. Systems Engineering 11, 343-359 (the others). There the others may answer as coalitions, too;
here, for sequential stability, each mover by itself likes what it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.options.along import leading, reached
from sim.engine.options.definitions import DEFINITIONS
from sim.engine.options.moves import over_improvements, over_moves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.engine.options.definitions import Definition, Stability
    from sim.games.options.options_game import OptionsGame

MOST_STATES = 4096
"""States, most, of a conflict whose coalitions are looked at."""

MOST_CELLS = 20_000_000
"""Equilibria times states times coalitions, most."""


AT_ONCE = 256
"""Equilibria that are looked at together, which bounds the memory that it takes."""


@dataclass(frozen=True)
class Departure:
    """What a coalition would do: who belongs to it, where it is and where it goes, by which nothing deters it."""

    coalition: tuple[int, ...]
    here: int
    there: int


@dataclass(frozen=True)
class Coalitions:
    """By definition, for each equilibrium of single parties, what coalitions of two or more would do.

    Parameters
    ----------
    departures : mapping of str to mapping of int to tuple of Departure
        One for each coalition that nothing deters; none where the equilibrium is one for all coalitions as well.
    """

    departures: dict[Definition, dict[int, tuple[Departure, ...]]]

    def stable(self, definition: Definition) -> tuple[int, ...]:
        """The equilibria that no coalition leaves, by a definition."""
        return tuple(state for state, told in self.departures[definition].items() if not told)


def groups(game: OptionsGame) -> list[tuple[int, ...]]:
    """The coalitions of two parties or more, small ones first."""
    parties = range(len(game.parties))
    return [group for size in parties for group in combinations(parties, size + 1) if len(group) > 1]


def coalitions(game: OptionsGame, found: Stability, deadline: Deadline) -> Coalitions | None:
    """What coalitions would do in equilibria of single parties; None if there are too many of them to look at.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    equilibria = {definition: found.equilibrium(definition) for definition in DEFINITIONS}
    states = np.flatnonzero(np.logical_or.reduce(list(equilibria.values())))
    every = groups(game)
    if game.count > MOST_STATES or len(states) * game.count * len(every) > MOST_CELLS:
        return None
    told: dict[Definition, dict[int, list[Departure]]] = {
        definition: {int(state): [] for state in states if equilibria[definition][state]} for definition in DEFINITIONS
    }
    for group in every:
        for first in range(0, len(states), AT_ONCE):
            some = states[first : first + AT_ONCE]
            for definition, free in _free(game, group, some, deadline).items():
                for k in np.flatnonzero(equilibria[definition][some] & free.any(axis=1)):
                    here = int(some[k])
                    told[definition][here].append(Departure(group, here, _best(game, group, free[k])))
    return Coalitions({d: {state: tuple(each) for state, each in kept.items()} for d, kept in told.items()})


def _best(game: OptionsGame, group: tuple[int, ...], free: NDArray[np.bool_]) -> int:
    """One of some states, than which none of them is liked more by all members."""
    liked = np.sum([game.levels[i] for i in group], axis=0)
    return int(np.argmax(np.where(free, liked, -1)))


def _free(
    game: OptionsGame, group: tuple[int, ...], states: NDArray[np.intp], deadline: Deadline
) -> dict[Definition, NDArray[np.bool_]]:
    """By definition the improvements of a coalition from some states that nothing deters; each of shape (r, n)."""
    others = [party for party in range(len(game.parties)) if party not in group]
    start = np.zeros((len(states), game.count), dtype=bool)
    start[np.arange(len(states)), states] = True
    better = np.logical_and.reduce([game.levels[i][None, :] > game.levels[i][states][:, None] for i in group])
    moves = reached(game, group, start, deadline) & better
    found: dict[Definition, NDArray[np.bool_]] = {"nash": moves}
    for definition in ("gmr", "seq"):
        kept = [
            _worst(game, i, others, definition == "seq", deadline)[None, :] > game.levels[i][states][:, None]
            for i in group
        ]
        found[definition] = moves & np.logical_and.reduce(kept)
    lost = ~leading(game, group, better, deadline)
    found["smr"] = moves & ~leading(game, others, lost, deadline)
    return found


def _worst(game: OptionsGame, party: int, others: list[int], credible: bool, deadline: Deadline) -> NDArray[np.int32]:
    """The worst for a member that chains of the others' moves lead to, from each state; shape (n,)."""
    over = over_improvements if credible else over_moves
    worst: NDArray[np.int32] = game.levels[party].astype(np.int32)
    before: NDArray[np.int32] | None = None
    while before is None or not np.array_equal(worst, before):
        before = worst
        for other in others:
            deadline.check()
            worst = np.asarray(np.minimum(worst, over(game, other, worst, "least")), dtype=np.int32)
    return worst
