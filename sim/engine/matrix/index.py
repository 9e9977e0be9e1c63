"""The index of an equilibrium of a bimatrix game, from its best replies and two determinants, exactly."""

from __future__ import annotations

from operator import mul
from typing import TYPE_CHECKING

from sim.engine.matrix.whole_game import whole_game
from sim.exact.elimination import determinant_sign
from sim.exact.tableau import whole

if TYPE_CHECKING:
    from sim.engine.matrix.whole_game import Table, WholeGame
    from sim.types import Matrix, Strategies, Vector

    Replies = tuple[list[int], list[int]]


def index(row: Matrix, column: Matrix, strategies: Strategies) -> int | None:
    """Index of an equilibrium: +1 or -1, summing to +1 over a nondegenerate game; None for a degenerate one.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    strategies : tuple of two tuples of Fraction
        The equilibrium.

    References
    ----------
    Shapley, L. S. (1974): A note on the Lemke-Howson algorithm. Mathematical Programming Study 1, 175-189.
    """
    game = whole_game(row, column)
    return sign(game, strategies, best_replies(game, strategies))


def isolated(game: WholeGame, strategies: Strategies) -> bool:
    """Whether an equilibrium is known to have no other near it: whether it has an index (Shapley 1974)."""
    return sign(game, strategies, best_replies(game, strategies)) is not None


def sign(game: WholeGame, strategies: Strategies, best: Replies) -> int | None:
    """The index of an equilibrium whose best replies are known."""
    rows, columns = ([k for k, p in enumerate(s) if p] for s in strategies)
    if len(rows) != len(columns) or best != (rows, columns):
        return None
    one = determinant_sign([[game.row[i][j] for j in columns] for i in rows])
    two = determinant_sign([[game.column[j][i] for j in columns] for i in rows])
    return one * two * (-1) ** (len(rows) + 1) or None


def best_replies(game: WholeGame, strategies: Strategies) -> Replies:
    """All best replies of both players to each other's strategies."""
    x, y = strategies
    return best(game.row, y), best(game.column, x)


def best(table: Table, other: Vector) -> list[int]:
    """All best replies to a strategy of the other side; ``table`` has a row per own action."""
    used = [k for k, p in enumerate(other) if p]
    weights, _ = whole([other[k] for k in used])
    pays = [sum(map(mul, [line[k] for k in used], weights)) for line in table]
    most = max(pays)
    return [k for k, value in enumerate(pays) if value == most]
