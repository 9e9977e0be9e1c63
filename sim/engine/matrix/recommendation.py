"""The best correlated equilibrium of a small bimatrix game, in rationals: what a mediator recommends in one round.

A distribution over pairs of actions is a correlated equilibrium if, whatever a player is told, doing it is best for it,
the other following too (Aumann 1974). These are linear inequalities, and what a selection rule weighs is linear too.
Among the best the one is taken that comes first in the stated order of `sim.engine.selection`: the chances that each
player is told each action are compared as there, then the chances of the pairs in the same order. Everything is
exact, so that no tie hangs on rounding.

References
----------
Aumann, R. J. (1974): Subjectivity and correlation in randomized strategies. Journal of Mathematical Economics 1, 67-96.
Aumann, R. J. (1987): Correlated equilibrium as an expression of Bayesian rationality. Econometrica 55, 1-18.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.matrix.dominance import undominated
from sim.engine.selection import stated_order
from sim.exact.simplex import lexicographic_maximum

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.engine.selection import Rule
    from sim.types import Matrix

    Cell = tuple[int, int]
    Plan = dict[Cell, Fraction]

ONE = Fraction(1)


def best_plan(
    row: Matrix, column: Matrix, rule: Rule, players: tuple[str, str], actions: tuple[Sequence[str], Sequence[str]]
) -> Plan:
    """Chance of each pair of recommendations in the best correlated equilibrium; pairs without chance are left out.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    rule : Rule
        What is best: its score.
    players : tuple of str
        Identifiers, for the stated order.
    actions : tuple of sequences of str
        Labels of the actions, for the stated order.
    """
    rows, columns = undominated(row, column)
    score = {(i, j): rule.score((row[i][j], column[i][j])) for i in rows for j in columns}
    top = max(score.values())
    best = [cell for cell, value in score.items() if value == top]
    if len(best) == 1 and _is_nash(row, column, rows, columns, best[0]):
        return {best[0]: ONE}
    cells = list(score)
    ranked = [(p, k) for p, k in stated_order(players, actions) if k in (rows, columns)[p]]

    def aims() -> Iterator[list[Fraction]]:
        # All chances are at most 1 together; some plan has 1, since every Nash equilibrium is a correlated one.
        yield [ONE] * len(cells)
        yield [score[cell] for cell in cells]
        for player, k in ranked:
            yield [Fraction(cell[player] == k) for cell in cells]
        for p, k in ranked[: len((rows, columns)[ranked[0][0]])]:
            for other, h in ranked:
                if other != p:
                    yield [Fraction(cell[p] == k and cell[other] == h) for cell in cells]

    obey = list(_obedience(row, column, rows, columns, cells))
    rules, limits = [*obey, [ONE] * len(cells)], [Fraction(0)] * len(obey) + [ONE]
    chances = lexicographic_maximum(aims(), rules, limits)
    return {cell: chance for cell, chance in zip(cells, chances, strict=True) if chance}


def _is_nash(row: Matrix, column: Matrix, rows: list[int], columns: list[int], cell: Cell) -> bool:
    i, j = cell
    return row[i][j] == max(row[k][j] for k in rows) and column[i][j] == max(column[i][k] for k in columns)


def _obedience(
    row: Matrix, column: Matrix, rows: list[int], columns: list[int], cells: list[Cell]
) -> Iterator[list[Fraction]]:
    """Left sides of the inequalities <= 0: what doing k when told i would gain."""
    zero = Fraction(0)
    for i in rows:
        for k in rows:
            if k != i:
                yield [row[k][b] - row[i][b] if a == i else zero for a, b in cells]
    for j in columns:
        for k in columns:
            if k != j:
                yield [column[a][k] - column[a][j] if b == j else zero for a, b in cells]
