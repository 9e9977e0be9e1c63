"""The stable states of a conflict over options, and whether what is said of them has been checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.options.certificate import fault
from sim.engine.options.coalition_check import coalition_fault
from sim.engine.options.coalitions import coalitions
from sim.engine.options.definitions import DEFINITIONS, stability
from sim.engine.options.resting import resting_code
from sim.engine.solution import ALL_STATES, Answer, Solution
from sim.errors import CertificateError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.engine.options.coalitions import Coalitions
    from sim.engine.options.definitions import Definition, Stability
    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.games.options.options_game import OptionsGame


@dataclass(frozen=True, eq=False)
class StabilitySolution(Solution):
    """Which states are stable, for whom, by which definition.

    Parameters
    ----------
    game : OptionsGame
        The conflict as it is.
    found : Stability
        By the preferences as they are.
    taken : tuple of Stability
        For each party by the preferences as it takes them to be; the same as `found` where it mistakes none.
    certified : bool
        Whether each move has been gone through by code that did not find the stable states.
    time_limit : float or None
        Seconds that coalitions may take, which are looked at when they are asked for: studies of many games do not.
    """

    game: OptionsGame
    found: Stability
    taken: tuple[Stability, ...]
    certified: bool
    time_limit: float | None = 60.0
    concept: str = "stability"
    complete: bool = True

    @property
    def mistaken(self) -> bool:
        """Whether some party mistakes what another prefers."""
        return any(self.game.seen)

    @property
    def joint(self) -> Coalitions | None:
        """What coalitions would do in equilibria; None where they are too many to look at, or somebody mistakes others.

        Raises
        ------
        TimeLimitError
            If the time is up.
        CertificateError
            If the check finds something else, which would be an error of ours.
        """
        return self._together[0]

    @property
    def joint_checked(self) -> bool:
        """Whether that has been walked through by code that did not find it."""
        return self._together[1]

    @cached_property
    def _together(self) -> tuple[Coalitions | None, bool]:
        deadline = Deadline(self.time_limit)
        joint = None if self.mistaken else coalitions(self.game, self.found, deadline)
        if joint is None:
            return None, False
        told = coalition_fault(self.game, joint, deadline)
        if told:
            raise CertificateError(told)
        return joint, told is not None

    def stable(self, party: int, definition: Definition) -> NDArray[np.bool_]:
        """In which states a party sees no reason to move, by what it takes others to prefer; shape (n,)."""
        stable: NDArray[np.bool_] = self.taken[party].stable[definition][party]
        return stable

    def equilibrium(self, definition: Definition) -> NDArray[np.bool_]:
        """States in which no party sees a reason to move; shape (n,)."""
        each = [self.stable(party, definition) for party in range(len(self.game.parties))]
        return np.asarray(np.logical_and.reduce(each))

    def definitions(self, party: int, state: int) -> tuple[Definition, ...]:
        """By which definitions a state is stable for a party."""
        return tuple(each for each in DEFINITIONS if self.stable(party, each)[state])

    def answer(self, rule: Rule) -> Answer:
        """The states in which it can rest, by Nash and by sequential stability; there are no payoffs."""
        del rule
        nash = self.equilibrium("nash")
        resting = resting_code(self._named(nash), self._named(self.equilibrium("seq") & ~nash))
        return Answer((nan, nan), resting, nan, ALL_STATES)

    def _named(self, states: NDArray[np.bool_]) -> tuple[tuple[str, ...], ...]:
        return tuple(self.game.taken(int(state)) for state in np.flatnonzero(states))


def solve(game: OptionsGame, ask: Request) -> StabilitySolution:
    """Stability by all definitions, checked where there are not too many moves to go through.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If the check finds something else, which would be an error of ours.
    """
    deadline = Deadline(ask.time_limit)
    found = stability(game, deadline)
    taken = tuple(found if seen is None else stability(seen, deadline) for seen in game.seen)
    faults = [fault(game, found, deadline)]
    faults += [fault(seen, own, deadline) for seen, own in zip(game.seen, taken, strict=True) if seen is not None]
    wrong = [told for told in faults if told]
    if wrong:
        raise CertificateError(wrong[0])
    return StabilitySolution(game, found, taken, None not in faults, ask.time_limit)
