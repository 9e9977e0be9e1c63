"""Zero-sum games by a linear programme in whole numbers: the value, and how each side secures it.

With positive payoffs the best of ``{y >= 0, table y <= 1}`` for the sum of y is the column player's strategy over the
value, and what a little more of each inequality would be worth is the row player's. One run of the simplex method gives
both. The column of largest gain comes in; ties are broken lexicographically, so that the search ends. In large games a
path in floats often comes to what both play, and exact numbers confirm it.

References
----------
Von Neumann, J. (1928): Zur Theorie der Gesellschaftsspiele. Mathematische Annalen 100, 295-320. Dantzig, G. B. (1951):
A proof of the equivalence of the programming problem and the game problem. In: Activity Analysis of Production and
Allocation.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.matrix.lemke_howson import by_floats
from sim.engine.matrix.whole_game import WholeGame
from sim.exact.tableau import Tableau

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.engine.matrix.whole_game import Table
    from sim.types import Matrix, Strategies

ZERO = Fraction(0)

FLOATS_FROM = 24
"""Actions of both players together from which floats look first for what exact numbers confirm."""


def is_zero_sum(row: Matrix, column: Matrix) -> bool:
    """Whether the payoffs of both players have the same sum wherever play ends.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    """
    total = row[0][0] + column[0][0]
    return all(a + b == total for one, two in zip(row, column, strict=True) for a, b in zip(one, two, strict=True))


def optimal_strategies(row: Table, deadline: Deadline) -> Strategies:
    """What both sides of a zero-sum game play.

    Parameters
    ----------
    row : list of list of int, shape (m, n)
        The row player's payoffs, positive, which are the column player's losses.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    m, n = len(row), len(row[0])
    if m + n >= FLOATS_FROM:
        most = max(map(max, row)) + 1
        game = WholeGame(row, [[most - v for v in line] for line in zip(*row, strict=True)])
        if found := by_floats(game, deadline):
            return found
    slack = list(range(n, n + m))
    rows = [[*line, 1] for line in row] + [[-1] * n + [0]]
    table = Tableau(rows, slack.copy(), list(range(n)))
    while True:
        deadline.check()
        gains = table.rows[-1][:-1]
        best = min(gains)
        if best >= 0:
            break
        c = gains.index(best)
        table.pivot(table.lexicographic(table.first_out(c), c, slack), c)
    weights = {k: Fraction(line[-1], s) for k, line, s in zip(table.basis, table.rows, table.scales, strict=False)}
    prices = {k - n: Fraction(v) for k, v in zip(table.outside, table.rows[-1], strict=False)}
    return _mixed(prices, m), _mixed(weights, n)


def _mixed(weights: dict[int, Fraction], size: int) -> tuple[Fraction, ...]:
    total = sum((weights.get(k, ZERO) for k in range(size)), ZERO)
    return tuple(weights.get(k, ZERO) / total for k in range(size))
