"""A bimatrix game in whole numbers: what enumeration, pivoting and exact checks of supports compute with.

Payoffs are multiplied and shifted, each player's by numbers of its own, until they are whole and positive. That changes
no best reply, and in a game with positive payoffs the mixed strategies and what the other side gets against them are
the points of a polytope ``{x >= 0, table x <= 1}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import mul
from typing import TYPE_CHECKING

from sim.exact.elimination import solve_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.types import Matrix, Strategies, Vector

    Table = list[list[int]]

ZERO = Fraction(0)


class SingularError(Exception):
    """More than one mixture of some actions makes the same actions of the other side equally good, or none does."""


@dataclass(frozen=True)
class WholeGame:
    """A bimatrix game with positive whole payoffs.

    Parameters
    ----------
    row : list of list of int, shape (m, n)
        The row player's payoffs, a row per own action.
    column : list of list of int, shape (n, m)
        The column player's payoffs, a row per own action.
    """

    row: Table
    column: Table

    @property
    def shape(self) -> tuple[int, int]:
        """Number of actions of the row player and of the column player."""
        return len(self.row), len(self.column)

    def turned(self) -> WholeGame:
        """The same game with the players exchanged."""
        return WholeGame(self.column, self.row)

    def only(self, rows: Sequence[int], columns: Sequence[int]) -> WholeGame:
        """The game in which only some actions are left."""
        return WholeGame(
            [[self.row[i][j] for j in columns] for i in rows], [[self.column[j][i] for i in rows] for j in columns]
        )


def whole_game(row: Matrix, column: Matrix) -> WholeGame:
    """A game in positive whole numbers.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    """
    return WholeGame(_positive(row), _positive(list(zip(*column, strict=True))))


def _positive(table: Matrix) -> Table:
    scale = lcm(*{v.denominator for line in table for v in line})
    lines = [[v.numerator * (scale // v.denominator) for v in line] for line in table]
    shift = 1 - min(map(min, lines))
    return [[v + shift for v in line] for line in lines]


def mixture(table: Table, own: Sequence[int], replies: Sequence[int], size: int) -> Vector | None:
    """The mixture of some actions that makes some actions of the other side best replies; None if they are not best.

    Parameters
    ----------
    table : list of list of int, shape (replies of the other side, own actions)
        The other side's payoffs; positive.
    own, replies : sequence of int
        The actions that are mixed, and as many that shall be equally good.
    size : int
        Number of own actions.

    Raises
    ------
    SingularError
        If the replies are not equally good for exactly one mixture.
    """
    found = solve_whole([[table[j][i] for i in own] for j in replies], 1)
    if found is None:
        raise SingularError
    weights, level = found
    if level < 0:
        weights, level = [-w for w in weights], -level
    if min(weights) < 0:
        return None
    for line in table:
        if sum(map(mul, [line[i] for i in own], weights)) > level:
            return None
    return spread(dict(zip(own, weights, strict=True)), size)


def spread(weights: dict[int, int], size: int) -> Vector:
    """Whole weights on some actions as a mixed strategy."""
    total = sum(weights.values())
    shares = {weight: Fraction(weight, total) for weight in {*weights.values()}}
    strategy = [ZERO] * size
    for k, weight in weights.items():
        strategy[k] = shares[weight]
    return tuple(strategy)


def on_supports(game: WholeGame, rows: Sequence[int], columns: Sequence[int]) -> Strategies | None:
    """The equilibrium in which both sides mix among as many actions, all of them best replies; None if there is none.

    Parameters
    ----------
    rows, columns : sequence of int
        Actions of either player, as many of one as of the other.

    Raises
    ------
    SingularError
        If one side can make the other indifferent in several ways or in none.
    """
    m, n = game.shape
    y = mixture(game.row, columns, rows, n)
    x = None if y is None else mixture(game.column, rows, columns, m)
    return None if x is None or y is None else (x, y)
