"""Stability of every state of a conflict for every party: Nash, general and symmetric metarationality, sequential.

References
----------
Howard, N. (1971): Paradoxes of Rationality. MIT Press (general and symmetric metarationality). Fraser, N. M. and Hipel,
K. W. (1984): Conflict Analysis. North-Holland (sequential stability). Fang, L., Hipel, K. W. and Kilgour, D. M. (1993):
Interactive Decision Making. Wiley (definitions on graphs, more than two parties).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.deadline import Deadline
from sim.engine.options.moves import LOWEST, over_improvements, over_moves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.games.options.options_game import OptionsGame

Definition = Literal["nash", "gmr", "smr", "seq"]

DEFINITIONS: tuple[Definition, ...] = ("nash", "gmr", "smr", "seq")
"""All definitions of stability."""

WITH_SANCTIONS: tuple[Definition, ...] = ("gmr", "smr", "seq")
"""Those in which other parties' replies count."""


@dataclass(frozen=True, eq=False)
class Sanctions:
    """The worst that the others can do to a party from a state on, by any sequence of the moves that are looked at.

    A state is stable where each improvement leads to one whose worst is no more than what the party has.

    Parameters
    ----------
    credible : bool
        Whether the others only take moves that they gain by themselves.
    base : array of int32, shape (n,)
        What the party is left with if the others stop in a state.
    worst : array of int32, shape (n,)
        The least base over the states that the others' moves lead to, and over the state itself.
    """

    credible: bool
    base: NDArray[np.int32]
    worst: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Stability:
    """Which states are stable.

    Parameters
    ----------
    stable : mapping of str to array of bool, shape (p, n)
        By definition, for each party and state.
    sanctions : mapping of str to tuple of Sanctions, length p
        By definition that counts replies, what was found for each party.
    """

    stable: dict[Definition, NDArray[np.bool_]]
    sanctions: dict[Definition, tuple[Sanctions, ...]]

    def equilibrium(self, definition: Definition) -> NDArray[np.bool_]:
        """States that are stable for all parties; shape (n,)."""
        return np.asarray(self.stable[definition].all(axis=0))


def stability(game: OptionsGame, deadline: Deadline) -> Stability:
    """Stability of every state for every party by every definition.

    The replies of several parties to an improvement are sequences of their moves, in which nobody moves twice in a row
    (Fang, Hipel and Kilgour 1993, section 4.2). As moves and improvements are transitive here, that bars nothing that
    two moves in a row would add, and sequences are what is reached along all edges of the parties together.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    parties = range(len(game.parties))
    sanctions: dict[Definition, tuple[Sanctions, ...]] = {
        "gmr": tuple(_sanctions(game, i, game.levels[i], False, deadline) for i in parties),
        "smr": tuple(_sanctions(game, i, _after_reply(game, i), False, deadline) for i in parties),
        "seq": tuple(_sanctions(game, i, game.levels[i], True, deadline) for i in parties),
    }
    stable: dict[Definition, NDArray[np.bool_]] = {
        "nash": np.stack([over_improvements(game, i, game.levels[i], "most") == LOWEST for i in parties])
    }
    for definition in WITH_SANCTIONS:
        told = [over_improvements(game, i, sanctions[definition][i].worst, "most") <= game.levels[i] for i in parties]
        stable[definition] = np.stack(told)
    return Stability(stable, sanctions)


def _after_reply(game: OptionsGame, party: int) -> NDArray[np.int32]:
    """The best that a party can still make of a state by a move of its own, or by staying there."""
    own = game.levels[party]
    best: NDArray[np.int32] = np.maximum(own, over_moves(game, party, own, "most"))
    return best


def _sanctions(game: OptionsGame, party: int, base: NDArray[np.int32], credible: bool, deadline: Deadline) -> Sanctions:
    """Carry the least base against the others' moves until nothing changes."""
    others = [other for other in range(len(game.parties)) if other != party]
    over = over_improvements if credible else over_moves
    worst, settled = base.astype(np.int32), 0
    while settled < len(others):
        for other in others:
            deadline.check()
            found = np.minimum(worst, over(game, other, worst, "least"))
            settled = settled + 1 if np.array_equal(found, worst) else 1
            worst = found
            if settled >= len(others):
                break
    return Sanctions(credible, base, worst)
