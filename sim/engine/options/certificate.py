"""Whether what is said to be stable is so, move by move, by code that did not find it.

Moves are gone through a change of options at a time, for all states at once: what a change leads to is a state's number
with some bits turned over. Nothing is shared with the code that finds, which goes through rows of a table, sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.options.definitions import DEFINITIONS, WITH_SANCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.engine.options.definitions import Definition, Sanctions, Stability
    from sim.games.options.options_game import OptionsGame

    Moves = tuple[NDArray[np.bool_], NDArray[np.int32]]

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
    check = _Check(game, deadline)
    for party in parties:
        if wrong := check.own(party, found) or check.falls(party, found):
            return wrong
        for definition in WITH_SANCTIONS:
            if not check.attained(party, found.sanctions[definition][party]):
                return _replies(game, party, definition)
    return ""


def _replies(game: OptionsGame, party: int, definition: Definition) -> str:
    return f"{definition} of {game.parties[party]}: the replies are not what was found"


@dataclass(frozen=True, eq=False)
class _Check:
    """The moves of a conflict, and what they show."""

    game: OptionsGame
    deadline: Deadline

    @cached_property
    def numbers(self) -> NDArray[np.int32]:
        """The states as numbers; shape (n,)."""
        return self.game.states.astype(np.int32)

    @cached_property
    def index(self) -> NDArray[np.int32]:
        """By number the index among the states, -1 where there is none."""
        return self.game.index.astype(np.int32)

    def moves(self, party: int, states: NDArray[np.intp] | None = None) -> Iterator[Moves]:
        """The moves of a party, a change of its options at a time.

        Parameters
        ----------
        states : array of int, shape (m,), optional
            Where it starts from; all states by default.

        Yields
        ------
        array of bool, shape (m,)
            From which states there is such a move.
        array of int32, shape (m,)
            Where it leads; anything where there is none.
        """
        game, own = self.game, self.game.mask(party)
        change, numbers = own, self.numbers if states is None else self.numbers[states]
        whole = game.count == 1 << len(game.options)
        while change:
            self.deadline.check()
            there = numbers ^ np.int32(change)
            kept, left = change & game.irreversible, change & game.lapsing
            ways = np.ones(len(numbers), dtype=bool)
            if not whole:
                there = self.index[there]
                ways = there >= 0
            if kept:
                ways &= numbers & np.int32(kept) == 0
            if left:
                ways &= numbers & np.int32(left) == np.int32(left)
            yield ways, there
            change = (change - 1) & own

    def own(self, party: int, found: Stability) -> str:
        """By each improvement by itself whether something deters from it; and whether bases are what they should be."""
        level, worst = self.game.levels[party], {d: found.sanctions[d][party].worst for d in WITH_SANCTIONS}
        leaves = {definition: np.zeros(self.game.count, dtype=bool) for definition in DEFINITIONS}
        reply = level.copy()
        for ways, there in self.moves(party):
            after = level[there]
            np.maximum(reply, after, out=reply, where=ways)
            better = ways & (after > level)
            if better.any():
                leaves["nash"] |= better
                for definition in WITH_SANCTIONS:
                    leaves[definition] |= better & (worst[definition][there] > level)
        for definition in WITH_SANCTIONS:
            sanctions = found.sanctions[definition][party]
            base = reply if definition == "smr" else level
            if sanctions.credible != (definition == "seq") or not np.array_equal(base, sanctions.base):
                return _replies(self.game, party, definition)
        for definition, left in leaves.items():
            if not np.array_equal(found.stable[definition][party], ~left):
                return f"{definition} of {self.game.parties[party]}: a state is not what was found"
        return ""

    def falls(self, party: int, found: Stability) -> str:
        """Whether some move of another one leads to less than the worst of where it starts."""
        sanctions = {definition: found.sanctions[definition][party] for definition in WITH_SANCTIONS}
        for other in range(len(self.game.parties)):
            for ways, there in self.moves(other) if other != party else ():
                better = ways & (self.game.levels[other][there] > self.game.levels[other])
                for definition, told in sanctions.items():
                    if (told.worst[there] < told.worst)[better if told.credible else ways].any():
                        return _replies(self.game, party, definition)
        return ""

    def attained(self, party: int, sanctions: Sanctions) -> bool:
        """Whether a chain of the others' moves leads from each state to one whose base is the worst."""
        base, worst, game = sanctions.base, sanctions.worst, self.game
        if (worst > base).any():
            return False
        reached = np.asarray(worst == base)
        todo, before = np.flatnonzero(~reached), game.count
        while 0 < len(todo) < before:
            before = len(todo)
            for other in [each for each in range(len(game.parties)) if each != party]:
                todo = todo[self._left(other, todo, reached, sanctions)]
        return not len(todo)

    def _left(
        self, other: int, todo: NDArray[np.intp], reached: NDArray[np.bool_], sanctions: Sanctions
    ) -> NDArray[np.bool_]:
        """Which states still wait once a party's moves from them have been gone through; marks the others."""
        level, worst = self.game.levels[other], sanctions.worst
        for ways, there in self.moves(other, todo):
            there = np.where(ways, there, 0)
            new = ways & reached[there] & (worst[there] == worst[todo])
            if sanctions.credible:
                new &= level[there] > level[todo]
            reached[todo[new]] = True
        return ~reached[todo]
