"""Which corners of one best-response polytope have a partner on the other side, many at a time, in floats with bounds.

A corner of a nondegenerate polytope says which actions are played and which of the other side are best replies, as many
of one as of the other. Its partner, if it has one, mixes these replies so that what is played is best. For nearly all
corners rounding leaves no doubt that there is none; the others are looked at exactly.

References
----------
Rump, S. M. (2010): Verification methods: rigorous results using floating-point arithmetic. Acta Numerica 19, 287-449.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.matrix.whole_game import on_supports
from sim.exact.float_bases import EXACT, DegenerateError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.matrix.whole_game import WholeGame
    from sim.types import Flags, Floats, Index, Strategies

SURE = 1e-3
"""Largest share by which an inverse may miss."""

AT_ONCE = 1 << 18
"""Numbers in the tables that are looked at together, most."""


class Complements:
    """Partners of corners of the row player's polytope.

    Parameters
    ----------
    game : WholeGame
        The game.

    Raises
    ------
    DegenerateError
        If its payoffs are not for floats.
    """

    def __init__(self, game: WholeGame) -> None:
        self.game = game
        self.m, self.n = game.shape
        largest = max(map(max, game.row))
        if largest > EXACT:
            raise DegenerateError
        self.row = np.ldexp(np.array(game.row, dtype=np.float64), -largest.bit_length())

    def equilibria(self, bases: Index) -> Iterator[Strategies]:
        """The equilibria that corners belong to.

        Parameters
        ----------
        bases : ndarray of int
            Bases as `sim.exact.float_bases` finds them: bit i < m for an action played, bit m + j for one of the other
            side's that is no best reply.

        Raises
        ------
        SingularError
            If a corner may have several partners.
        """
        inside = (bases[:, None] >> np.arange(self.m + self.n) & 1).astype(bool)
        sizes = inside[:, : self.m].sum(axis=1)
        for size in np.unique(sizes[sizes > 0]).tolist():
            group = inside[sizes == size]
            rows = np.nonzero(group[:, : self.m])[1].reshape(-1, size)
            columns = np.nonzero(~group[:, self.m :])[1].reshape(-1, size)
            some = max(1, AT_ONCE // (size * (size + self.m)))
            for k in range(0, len(rows), some):
                part = rows[k : k + some], columns[k : k + some]
                for left in np.flatnonzero(self._possible(*part)):
                    found = on_supports(self.game, part[0][left].tolist(), part[1][left].tolist())
                    if found is not None:
                        yield found

    def _possible(self, rows: Index, columns: Index) -> Flags:
        """Where floats cannot rule out that there is a partner."""
        size = rows.shape[1]
        inverse = _inverses(self.row[rows[:, :, None], columns[:, None, :]])
        matrix = self.row[rows[:, :, None], columns[:, None, :]]
        rounding = (size + 2) * np.finfo(np.float64).eps
        spread = np.abs(inverse)
        miss = np.abs(inverse @ matrix - np.eye(size)) + rounding * (spread @ matrix)
        share = miss.sum(axis=2).max(axis=1)
        weights = inverse.sum(axis=2)
        off = 2 * share[:, None] * np.abs(weights).max(axis=1, keepdims=True) + rounding * spread.sum(axis=2)
        others = self.row.T[columns]
        pays = (weights[:, None, :] @ others)[:, 0]
        pays_off = (off[:, None, :] @ others)[:, 0] + rounding * (np.abs(weights)[:, None, :] @ others)[:, 0]
        ruled_out = (weights < -off).any(axis=1) | (pays - pays_off > 1 + rounding).any(axis=1)
        possible: Flags = ~(ruled_out & (share < SURE))
        return possible


def _inverses(matrices: Floats) -> Floats:
    """Inverses of many matrices; zeros, which are far from an inverse, for those that have none."""
    try:
        return np.asarray(np.linalg.inv(matrices), dtype=np.float64)
    except np.linalg.LinAlgError:
        if len(matrices) == 1:
            return np.zeros_like(matrices)
        half = len(matrices) // 2
        return np.concatenate([_inverses(matrices[:half]), _inverses(matrices[half:])])
