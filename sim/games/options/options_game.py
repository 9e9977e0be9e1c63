"""The graph model of a conflict: parties that take or leave their options, and the states that they move between.

References
----------
Kilgour, D. M., Hipel, K. W. and Fang, L. (1987): The graph model for conflicts. Automatica 23, 41-55. Fang, L., Hipel,
K. W. and Kilgour, D. M. (1993): Interactive Decision Making: The Graph Model for Conflict Resolution. Wiley.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.scenario.options.conflict import Options

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class OptionsGame:
    """A state says of each option whether it is taken; a party moves by changing any number of its own at once.

    A state is a number whose bit k says whether option k is taken. Moves of a party are transitive: what it gets to in
    two moves it gets to in one, since what cannot be dropped, or cannot be taken, is so in neither.

    Parameters
    ----------
    parties : tuple of str, length p
        Identifiers.
    owners : tuple of int, length k
        The party whose option each bit is.
    options : tuple of str, length k
        Identifiers of the options, as party.option.
    irreversible : int
        Bits of the options that cannot be dropped once they are taken.
    states : array of int64, shape (n,)
        The feasible states, ascending.
    levels : array of int32, shape (p, n)
        What each party thinks of each state: a higher level is liked more, the same one as much.
    start : int
        Index of the status quo among the states.
    lapsing : int
        Bits of the options that cannot be taken where they are not.
    seen : tuple of OptionsGame or None, length p
        The conflict as a party takes it to be, where it mistakes what others prefer (a hypergame).
    """

    parties: tuple[str, ...]
    owners: tuple[int, ...]
    options: tuple[str, ...]
    irreversible: int
    states: NDArray[np.int64]
    levels: NDArray[np.int32]
    start: int
    lapsing: int = 0
    seen: tuple[OptionsGame | None, ...] = ()
    _tables: dict[int, MoveTable] = field(default_factory=dict, repr=False)

    @property
    def count(self) -> int:
        """Number of feasible states."""
        return len(self.states)

    def mask(self, party: int) -> int:
        """Bits of a party's options."""
        return sum(1 << bit for bit, owner in enumerate(self.owners) if owner == party)

    def taken(self, state: int) -> tuple[str, ...]:
        """Options that are taken in the state of an index."""
        return tuple(name for bit, name in enumerate(self.options) if int(self.states[state]) >> bit & 1)

    @cached_property
    def index(self) -> NDArray[np.int64]:
        """By number of a state its index among the feasible ones, -1 if it is not feasible; shape (2**k,)."""
        found = np.full(1 << len(self.options), -1, dtype=np.int64)
        found[self.states] = np.arange(self.count)
        return found

    def moves(self, party: int, state: int) -> list[int]:
        """Indices of the states that a party can move to from one, each once."""
        here, own = int(self.states[state]), self.mask(party)
        there, part = [], own
        while True:  # all subsets of its own options
            new = (here & ~own) | part
            barred = here & ~new & self.irreversible or new & ~here & self.lapsing
            if new != here and not barred and self.index[new] >= 0:
                there.append(int(self.index[new]))
            if not part:
                return sorted(there)
            part = (part - 1) & own

    def table(self, party: int) -> MoveTable:
        """The moves of a party, laid out for arrays."""
        if party not in self._tables:
            self._tables[party] = MoveTable.of(self, party)
        return self._tables[party]


@dataclass(frozen=True, eq=False)
class MoveTable:
    """The states in rows within which a party moves: a row for what the others do, a column for what it does.

    Parameters
    ----------
    places : array of int64, shape (g, 2**m)
        Indices of the states, -1 where there is none.
    patterns : array of int64, shape (2**m,)
        What of a column cannot be undone by the party: a bit for each option that stays taken and, higher up, for each
        that stays dropped.
    """

    places: NDArray[np.int64]
    patterns: NDArray[np.int64]

    @classmethod
    def of(cls, game: OptionsGame, party: int) -> MoveTable:
        """The table of a party."""
        own = game.mask(party)
        bits = [bit for bit in range(len(game.options)) if own >> bit & 1]
        settings = np.zeros(1, dtype=np.int64)
        for bit in bits:
            settings = np.concatenate([settings, settings | (1 << bit)])
        rows = np.unique(game.states & ~own)
        left = (~settings & game.lapsing & own) << len(game.options)
        return cls(game.index[rows[:, None] | settings[None, :]], settings & game.irreversible | left)


def from_options(scenario: Scenario, seen_by: int | None = None) -> OptionsGame:
    """Compile a scenario of kind ``options``.

    Parameters
    ----------
    seen_by : int, optional
        The party as which others' preferences are taken; by default as they are.
    """
    game = scenario.game
    if not isinstance(game, Options):
        raise TypeError(f"expected a scenario of kind options, found {scenario.kind}")
    taken = {} if seen_by is None else game.misperceives[seen_by]
    levels = [taken.get(party, prefers).levels for party, prefers in enumerate(game.prefers)]
    states = np.array(game.states, dtype=np.int64)
    return OptionsGame(
        parties=tuple(player.id for player in scenario.players),
        owners=tuple(option.owner for option in game.options),
        options=tuple(f"{scenario.players[option.owner].id}.{option.id}" for option in game.options),
        irreversible=sum(1 << bit for bit, option in enumerate(game.options) if option.irreversible),
        states=states,
        levels=np.array(levels, dtype=np.int32),
        start=int(np.searchsorted(states, game.status_quo)),
        lapsing=sum(1 << bit for bit, option in enumerate(game.options) if option.lapses),
        seen=tuple(
            from_options(scenario, party) if seen_by is None and game.misperceives[party] else None
            for party in range(len(scenario.players))
        ),
    )
