"""Regret in a bimatrix game, by code that has no part in finding equilibria."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sim.types import Matrix, Pair


class Certificate:
    """What strategies pay and what deviations gain, straight from the table; for many strategies of one game.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    """

    def __init__(self, row: Matrix, column: Matrix) -> None:
        self.shape = len(row), len(row[0])
        self._row, self._row_unit = _common(row)
        self._column, self._column_unit = _common(list(zip(*column, strict=True)))

    def judge(self, x: Sequence[Fraction], y: Sequence[Fraction]) -> tuple[Pair, Pair]:
        """Payoffs, and the most that each player could gain by another action; 0 for both exactly at an equilibrium.

        Parameters
        ----------
        x, y : sequence of Fraction, shapes (m,) and (n,)
            The mixed strategies.

        Raises
        ------
        ValueError
            If x or y is not a probability distribution over the right number of actions.
        """
        one, two = (_parts(strategy, size) for strategy, size in zip((x, y), self.shape, strict=True))
        got, gain = _own(self._row, self._row_unit, one, two)
        other, their = _own(self._column, self._column_unit, two, one)
        return (got, other), (gain, their)


class LargeCertificate:
    """The same for games with many actions, of which most are never looked at; straight from the exact payoffs.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    """

    def __init__(self, row: Matrix, column: Matrix) -> None:
        self.row, self.column = row, column
        self._most: dict[tuple[int, int], Fraction] = {}

    def judge(self, x: Sequence[Fraction], y: Sequence[Fraction]) -> tuple[Pair, Pair]:
        """Payoffs, and the most that each player could gain by another action; 0 for both exactly at an equilibrium.

        Parameters
        ----------
        x, y : sequence of Fraction, shapes (m,) and (n,)
            The mixed strategies.

        Raises
        ------
        ValueError
            If x or y is not a probability distribution over the right number of actions.
        """
        rows, columns = ([k for k, p in enumerate(side) if p] for side in (x, y))
        played = [[side[k] for k in own] for side, own in ((x, rows), (y, columns))]
        whole = all(sum(chances) == 1 and min(chances) > 0 for chances in played)
        if not whole or (len(x), len(y)) != (len(self.row), len(self.row[0])):
            raise ValueError("not a mixed strategy of this game")
        got = [
            sum((x[i] * y[j] * side[i][j] for i in rows for j in columns), Fraction(0))
            for side in (self.row, self.column)
        ]
        gains = self._best(0, columns, y) - got[0], self._best(1, rows, x) - got[1]
        return (got[0], got[1]), gains

    def _best(self, player: int, used: list[int], chances: Sequence[Fraction]) -> Fraction:
        """The most that any action of a player pays against what the other side plays."""
        if len(used) == 1:
            # Lists of pure equilibria come to the same action again and again.
            key = player, used[0]
            if key not in self._most:
                k = used[0]
                self._most[key] = max(self.column[k]) if player else max(line[k] for line in self.row)
            return self._most[key]
        if player:
            pays = (
                sum((chances[i] * self.column[i][j] for i in used), Fraction(0)) for j in range(len(self.column[0]))
            )
        else:
            pays = (sum((chances[j] * line[j] for j in used), Fraction(0)) for line in self.row)
        return max(pays)


def _common(table: Sequence[Sequence[Fraction]]) -> tuple[list[list[int]], int]:
    """A table over one denominator."""
    # Plain whole numbers, whatever kind of rational the table is made of: a Fraction is made of nothing else.
    unit = lcm(*{int(v.denominator) for line in table for v in line})
    return [[int(v.numerator) * (unit // int(v.denominator)) for v in line] for line in table], unit


def _parts(strategy: Sequence[Fraction], size: int) -> tuple[list[int], list[int], int]:
    """The actions that a strategy plays, their chances over one denominator, and that."""
    used = [k for k, p in enumerate(strategy) if p]
    unit = lcm(*(int(strategy[k].denominator) for k in used))
    chances = [int(strategy[k].numerator) * (unit // int(strategy[k].denominator)) for k in used]
    if len(strategy) != size or sum(chances) != unit or min(chances) < 0:
        raise ValueError("not a mixed strategy of this game")
    return used, chances, unit


def _own(
    table: list[list[int]], unit: int, own: tuple[list[int], list[int], int], other: tuple[list[int], list[int], int]
) -> tuple[Fraction, Fraction]:
    """What a player gets, and the most that it could gain; ``table`` has a row per own action."""
    used, chances, over = other
    pays = [sum(map(mul, [line[j] for j in used], chances)) for line in table]
    got = Fraction(sum(map(mul, [pays[i] for i in own[0]], own[1])), unit * over * own[2])
    return got, Fraction(max(pays), unit * over) - got


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
    return Certificate(row, column).judge(x, y)[1]


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
