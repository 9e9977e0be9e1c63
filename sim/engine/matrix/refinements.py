"""What distinguishes equilibria of a bimatrix game from each other: index, strictness, dominance, Nash subsets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from sim.exact.elimination import determinant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.types import Matrix

    Strategy = tuple[Fraction, ...]
    Strategies = tuple[Strategy, Strategy]
    NashSubset = tuple[frozenset[Strategy], frozenset[Strategy]]

DOMINATED = 1e-7
"""Gain, each as a share of the range against one action of the other side, from which a strategy is dominated."""


@dataclass(frozen=True)
class Traits:
    """What sets one equilibrium apart.

    Parameters
    ----------
    index : int or None
        +1 or -1; None where the equilibrium is degenerate.
    strict : bool
        Whether each player would lose by any other strategy.
    admissible : bool
        Whether neither strategy is weakly dominated.
    """

    index: int | None
    strict: bool
    admissible: bool


def traits(row: Matrix, column: Matrix, equilibria: Sequence[Strategies]) -> tuple[Traits, ...]:
    """Index, strictness and admissibility of equilibria of a game.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    equilibria : sequence of tuple of two tuples of Fraction
        All that are known; the more there are, the sooner it is told which are admissible.
    """
    signs = [index(row, column, e) for e in equilibria]
    alone = [strict(row, column, e) for e in equilibria]
    return tuple(map(Traits, signs, alone, admissible(row, column, equilibria)))


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
    rows, columns = ([k for k, p in enumerate(s) if p] for s in strategies)
    if len(rows) != len(columns) or best_replies(row, column, strategies) != (rows, columns):
        return None
    signs = 1
    for side in (row, column):
        low = min(min(line) for line in side)
        signs *= _sign(determinant([[side[i][j] - low + 1 for j in columns] for i in rows]))
    return signs * (-1) ** (len(rows) + 1) or None


def best_replies(row: Matrix, column: Matrix, strategies: Strategies) -> tuple[list[int], list[int]]:
    """All best replies of both players to each other's strategies.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    """
    x, y = strategies
    by_row = [sum((a * q for a, q in zip(line, y, strict=True)), Fraction(0)) for line in row]
    by_column = [sum((line[j] * p for line, p in zip(column, x, strict=True)), Fraction(0)) for j in range(len(y))]
    one, two = ([k for k, value in enumerate(side) if value == max(side)] for side in (by_row, by_column))
    return one, two


def strict(row: Matrix, column: Matrix, strategies: Strategies) -> bool:
    """Whether each player would lose by any other strategy (Harsanyi 1973)."""
    one, two = best_replies(row, column, strategies)
    return len(one) == len(two) == 1


def admissible(row: Matrix, column: Matrix, equilibria: Sequence[Strategies]) -> list[bool]:
    """Whether neither player's strategy is weakly dominated, by pure or mixed strategies, for each pair of strategies.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    equilibria : sequence of tuple of two tuples of Fraction
        Equilibria of the game, or other pairs of strategies.
    """
    turned = list(zip(*column, strict=True))
    to_row = [_reply(row, y) for y in {y: None for _, y in equilibria}]
    to_column = [_reply(turned, x) for x in {x: None for x, _ in equilibria}]
    return [not (_weakly_dominated(row, x, to_row) or _weakly_dominated(turned, y, to_column)) for x, y in equilibria]


def _reply(payoffs: Matrix, other: Strategy) -> tuple[int, int]:
    """The actions that a strategy of the other side plays, and the best replies to it, as bits."""
    values = [sum((a * q for a, q in zip(line, other, strict=True) if q), Fraction(0)) for line in payoffs]
    best = max(values)
    return _played(other), sum(1 << i for i, value in enumerate(values) if value == best)


def _played(strategy: Strategy) -> int:
    return sum(1 << i for i, p in enumerate(strategy) if p)


def _weakly_dominated(payoffs: Matrix, strategy: Strategy, replies: Sequence[tuple[int, int]]) -> bool:
    """Whether a strategy is weakly dominated.

    A strategy is not if it is a best reply to one that plays all actions, or the only best reply to any: what is never
    worse would be another best reply. Strategies with a best reply in common can be mixed to one that plays what any
    of them plays. What exact comparisons leave open is decided by a linear programme in floats.

    Parameters
    ----------
    replies : sequence of pair of int
        Some strategies of the other side, as actions played and best replies to them.
    """
    played, mixed = _played(strategy), 0
    for plays, best in replies:
        if played & ~best == 0:
            mixed |= plays
            if best.bit_count() == 1 or mixed == (1 << len(payoffs[0])) - 1:
                return False
    if any(_never_worse(line, payoffs[i]) for i, p in enumerate(strategy) if p for line in payoffs):
        return True
    # A shift between two actions gains in every column in proportion to how the actions differ.
    return len(payoffs) > 2 and _gains_without_loss(payoffs, strategy)


def _never_worse(one: Sequence[Fraction], two: Sequence[Fraction]) -> bool:
    """Whether an action pays at least what another one pays whatever the other side does, and more somewhere."""
    return one != two and all(a >= b for a, b in zip(one, two, strict=True))


def _gains_without_loss(payoffs: Matrix, strategy: Strategy) -> bool:
    """Whether a mixture that is nowhere worse gains in total, by a linear programme in floats (HiGHS)."""
    import numpy as np
    from scipy.optimize import linprog

    # Against each action of the other side on a scale of its own: dominance compares within columns only.
    columns = [[(v - min(line)) / ((max(line) - min(line)) or 1) for v in line] for line in zip(*payoffs, strict=True)]
    table = np.array(columns, dtype=np.float64).T
    now = np.array([float(p) for p in strategy]) @ table
    found = linprog(
        -table.sum(axis=1), A_ub=-table.T, b_ub=-now, A_eq=np.ones((1, len(table))), b_eq=[1.0], bounds=(0, 1)
    )
    return bool(found.success and -found.fun - now.sum() > DOMINATED)


def payoff_dominates(one: Equilibrium, two: Equilibrium) -> bool:
    """Whether an equilibrium gives both players more than another (Harsanyi and Selten 1988)."""
    return all(a > b for a, b in zip(one.payoffs, two.payoffs, strict=True))


def risk_dominant(row: Matrix, column: Matrix, one: Strategies, two: Strategies) -> int | None:
    """Which of two strict equilibria risk-dominates the other: 0, 1, or None if neither does.

    The one with the larger product of both players' losses by deviating from it to the other one's action.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    one, two : tuple of two tuples of Fraction
        Strict equilibria; they are pure, in different rows and columns.

    References
    ----------
    Harsanyi, J. C. and Selten, R. (1988): A General Theory of Equilibrium Selection in Games, section 5.4.
    """
    (i, j), (other_i, other_j) = ((x.index(Fraction(1)), y.index(Fraction(1))) for x, y in (one, two))
    first = (row[i][j] - row[other_i][j]) * (column[i][j] - column[i][other_j])
    second = (row[other_i][other_j] - row[i][other_j]) * (column[other_i][other_j] - column[other_i][j])
    return None if first == second else int(second > first)


def safest(row: Matrix, column: Matrix, profiles: Sequence[Strategies]) -> int | None:
    """Number of the strict equilibrium that risk-dominates every other strict one; None if there is none such.

    A strict equilibrium without a strict rival dominates nothing, so that the answer is None then too.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    profiles : sequence of (tuple of Fraction, tuple of Fraction)
        Equilibria of the game, as mixed strategies.
    """
    pool = [k for k, profile in enumerate(profiles) if strict(row, column, profile)]
    for k in pool:
        mine = profiles[k]
        others = [profiles[j] for j in pool if j != k]
        if others and all(risk_dominant(row, column, mine, other) == 0 for other in others):
            return k
    return None


def nash_subsets(equilibria: Sequence[Equilibrium]) -> list[list[NashSubset]]:
    """Maximal Nash subsets of each component, as extreme strategies of either player that combine freely.

    Every convex combination of the one with every convex combination of the other is an equilibrium, and a component
    is the union of such sets: they are the maximal bicliques of the graph whose edges are the extreme equilibria.

    Parameters
    ----------
    equilibria : sequence of Equilibrium
        All extreme equilibria of a game.

    References
    ----------
    Winkels, H.-M. (1979): An algorithm to determine all equilibrium points of a bimatrix game. Avis et al. (2010).
    """
    count = 1 + max((e.component for e in equilibria), default=-1)
    return [_bicliques({e.strategies for e in equilibria if e.component == number}) for number in range(count)]


def _bicliques(edges: set[Strategies]) -> list[NashSubset]:
    """All maximal bicliques, by closing sets of common neighbours under intersection."""
    answers: dict[Strategy, frozenset[Strategy]] = {}
    for x, y in edges:
        answers[x] = answers.get(x, frozenset()) | {y}
    closed = set(answers.values())
    while True:
        more = {a & b for a, b in combinations(closed, 2)} - closed - {frozenset()}
        if not more:
            break
        closed |= more
    return [(frozenset(x for x, ys in answers.items() if side <= ys), side) for side in closed]


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
