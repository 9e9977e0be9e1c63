"""Regret in a bimatrix game, by code that has no part in finding equilibria."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sim.types import Matrix, Pair


def regret(row: Matrix, column: Matrix, x: Sequence[Fraction], y: Sequence[Fraction]) -> Pair:
    """Most that each player could gain by another action; 0 for both exactly at a Nash equilibrium (Nash 1951).

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    x, y : sequence of Fraction, shapes (m,) and (n,)
        The mixed strategies.

    Raises
    ------
    ValueError
        If x or y is not a probability distribution over the right number of actions.
    """
    for strategy, size in ((x, len(row)), (y, len(row[0]))):
        if len(strategy) != size or sum(strategy) != 1 or min(strategy) < 0:
            raise ValueError("not a mixed strategy of this game")
    used = [(i, p) for i, p in enumerate(x) if p], [(j, q) for j, q in enumerate(y) if q]
    by_row = [sum((line[j] * q for j, q in used[1]), Fraction(0)) for line in row]
    by_column = [sum((column[i][j] * p for i, p in used[0]), Fraction(0)) for j in range(len(row[0]))]
    got = sum((by_row[i] * p for i, p in used[0]), Fraction(0))
    other = sum((by_column[j] * q for j, q in used[1]), Fraction(0))
    return max(by_row) - got, max(by_column) - other


def regret_of_floats(
    row: NDArray[np.float64], column: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> float:
    """The larger regret of two strategies given in floats.

    Parameters
    ----------
    row, column : ndarray of float, shape (m, n)
        Payoffs of the two players.
    x, y : ndarray of float, shapes (m,) and (n,)
        The mixed strategies.
    """
    gains = (row @ y).max() - x @ row @ y, (x @ column).max() - x @ column @ y
    return float(max(0.0, *gains))
