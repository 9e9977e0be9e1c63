"""The choices of one player's types among first steps, given what each step is worth by the type it is taken for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.reassurance.solution import Belief, Motive

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Side:
    """A player at a place, and what its types do there.

    Parameters
    ----------
    ids : tuple of str
        Its types.
    own : tuple of str
        Actions open to it.
    taken : tuple of str
        The action of each type.
    tolerance : float
        Difference of payoffs that rounding can make.
    after : str
        What the leader has done, for a player who follows.
    surely : bool
        Whether Bayes' rule gives this place its belief about the leader.
    options : dict of str to list of int
        Types that the player may be taken for after an action that no type takes; all of them where it says nothing.
    unknown : tuple of str
        Actions whose worth is not known.
    """

    player: int
    ids: tuple[str, ...]
    own: tuple[str, ...]
    taken: tuple[str, ...]
    tolerance: float
    after: str = ""
    surely: bool = True
    options: dict[str, list[int]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def beliefs(self, action: str) -> list[int]:
        """Types that the player may be taken for after an action."""
        if action in self.taken:
            return [self.taken.index(action)]
        return self.options.get(action, list(range(len(self.ids))))


@dataclass(frozen=True)
class Weighed:
    """What was found about one player's types at one place.

    Parameters
    ----------
    motives : tuple of Motive
        One per type.
    beliefs : tuple of Belief
        After actions that no type takes.
    pays : tuple of float
        What each type gets.
    believed : dict of str to int
        The type that the player is taken for, per action.
    """

    motives: tuple[Motive, ...]
    beliefs: tuple[Belief, ...]
    pays: tuple[float, ...]
    believed: dict[str, int]

    @property
    def deters(self) -> bool:
        """Whether no type gains by another action."""
        return not any(m.gains for m in self.motives)


def weigh(side: Side, worth: Callable[[int, int, int], float]) -> Weighed:
    """Judge the choices of one player's types.

    After an action that no type takes the player is taken for the type that leaves its types the least to gain.

    Parameters
    ----------
    side : Side
        The player and what its types do.
    worth : callable
        What an action is worth, from the type, the number of the action and the type that the player is taken for.
    """
    types = range(len(side.ids))
    cells = [[[worth(i, a, b) for b in types] for a in range(len(side.own))] for i in types]
    table = np.array(cells, dtype=np.float64).reshape(len(types), len(side.own), len(types))
    pays = np.array([table[i, side.own.index(action), i] for i, action in enumerate(side.taken)])
    believed = {}
    for a, action in enumerate(side.own):
        options = side.beliefs(action)
        gains = [float(np.max(table[:, a, b] - pays)) if action not in side.unknown else 0.0 for b in options]
        believed[action] = options[int(np.argmin(gains))]
    beliefs = tuple(
        Belief(side.player, side.after, action, side.ids[b])
        for action, b in believed.items()
        if len(types) > 1 and action not in (*side.taken, *side.unknown)
    )
    motives = tuple(_motive(side, table, believed, i) for i in types)
    return Weighed(motives, beliefs, tuple(map(float, pays)), believed)


def _motive(side: Side, table: NDArray[np.float64], believed: dict[str, int], i: int) -> Motive:
    """Why a type takes its action: the best other one, one that Bayes' rule speaks about first if it is better."""
    value = float(table[i, side.own.index(side.taken[i]), i])
    best: tuple[bool, float, str, bool] | None = None
    for a, action in enumerate(side.own):
        if action == side.taken[i] or action in side.unknown:
            continue
        forced = side.surely and (action in side.taken or len(side.ids) == 1)
        other = float(table[i, a, believed[action]])
        found = (forced and other > value + side.tolerance, other, action, forced)
        best = found if best is None else max(best, found)
    head = side.player, side.ids[i], side.after, side.taken[i], value
    if best is None:
        return Motive(*head, "", None, "", True, side.tolerance)
    _, other, action, forced = best
    return Motive(*head, action, other, side.ids[believed[action]], forced, side.tolerance)
