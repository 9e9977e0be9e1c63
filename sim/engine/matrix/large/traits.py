"""What distinguishes equilibria of a game with many actions from each other, as far as comparisons of actions tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.matrix.index import sign
from sim.engine.matrix.refinements import Traits
from sim.engine.matrix.whole_game import whole_game

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.matrix.large.large import LargeGame
    from sim.types import Flags, Strategies, Vector


def large_traits(game: LargeGame, equilibria: Sequence[Strategies]) -> tuple[Traits, ...]:
    """Index, strictness and, where comparisons tell, admissibility of equilibria; see `refinements.traits`.

    Parameters
    ----------
    equilibria : sequence of tuple of two tuples of Fraction
        Equilibria of the game.
    """
    best = [table.best() for table in game.tables]
    unique = [flags & (flags.sum(axis=0) == 1) for flags in best]
    return tuple(_traits(game, strategies, best, unique) for strategies in equilibria)


def _traits(game: LargeGame, strategies: Strategies, best: list[Flags], unique: list[Flags]) -> Traits:
    played = [[a for a, p in enumerate(side) if p] for side in strategies]
    replies = [_replies(game, k, strategies[1 - k], played[1 - k], best[k]) for k in (0, 1)]
    value = None
    if replies == played and len(played[0]) == len(played[1]):
        here = [tuple(side[a] for a in own) for side, own in zip(strategies, played, strict=True)]
        own = list(range(len(played[0])))
        value = sign(whole_game(*game.sub(*played)), (here[0], here[1]), (own, own))
    strict = all(len(own) == 1 for own in replies)
    if value is not None:
        return Traits(value, strict, True)
    told = [game.tables[k].weakly_dominated(played[k][0], unique[k]) if len(played[k]) == 1 else None for k in (0, 1)]
    admissible = False if True in told else None if None in told else True
    return Traits(None, strict, admissible)


def _replies(game: LargeGame, k: int, other: Vector, played: list[int], best: Flags) -> list[int]:
    """All best replies of a player to what the other side plays."""
    if len(played) == 1:  # lists of pure equilibria are long, and to single actions replies are known
        return np.flatnonzero(best[:, played[0]]).tolist()
    return game.tables[k].best_to(other)[1]
