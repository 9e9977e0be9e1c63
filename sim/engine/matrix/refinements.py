"""What distinguishes equilibria of a bimatrix game from each other: index, strictness, dominance, Nash subsets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from operator import mul
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.index import best, best_replies, sign
from sim.engine.matrix.whole_game import whole_game
from sim.errors import TimeLimitError
from sim.exact.simplex import best_of_cone
from sim.exact.tableau import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.engine.matrix.whole_game import Table, WholeGame
    from sim.types import Matrix, Strategies, Vector

    NashSubset = tuple[frozenset[Vector], frozenset[Vector]]


@dataclass(frozen=True)
class Traits:
    """What sets one equilibrium apart.

    Parameters
    ----------
    index : int or None
        +1 or -1; None where the equilibrium is degenerate.
    strict : bool
        Whether each player would lose by any other strategy.
    admissible : bool or None
        Whether neither strategy is weakly dominated; None where that was not found out in time.
    """

    index: int | None
    strict: bool
    admissible: bool | None


def traits(
    row: Matrix, column: Matrix, equilibria: Sequence[Strategies], deadline: Deadline | None = None
) -> tuple[Traits, ...]:
    """Index, strictness and admissibility of equilibria of a game.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    equilibria : sequence of tuple of two tuples of Fraction
        All that are known; the more there are, the sooner it is told which are admissible.
    deadline : Deadline, optional
        When to give up telling which are admissible.
    """
    game = whole_game(row, column)
    replies = [best_replies(game, e) for e in equilibria]
    signs = [sign(game, e, own) for e, own in zip(equilibria, replies, strict=True)]
    alone = [len(one) == len(two) == 1 for one, two in replies]
    # No strategy of an equilibrium of index +1 or -1 is weakly dominated: such equilibria are regular, and what each
    # side plays is also a best reply to something nearby that plays everything (van Damme 1991, section 2.5).
    told: list[bool | None] = [value is not None for value in signs]
    open_ = [k for k, value in enumerate(signs) if value is None]
    for k, answer in zip(open_, _admissible(game, equilibria, open_, deadline), strict=True):
        told[k] = answer
    return tuple(map(Traits, signs, alone, told))


def strict(row: Matrix, column: Matrix, strategies: Strategies) -> bool:
    """Whether each player would lose by any other strategy (Harsanyi 1973)."""
    # Whoever mixes could as well play one of the actions that it mixes.
    played = [[k for k, p in enumerate(side) if p] for side in strategies]
    if max(map(len, played)) > 1:
        return False
    (i,), (j,) = played
    return all(line[j] < row[i][j] for k, line in enumerate(row) if k != i) and all(
        v < column[i][j] for k, v in enumerate(column[i]) if k != j
    )


def admissible(
    row: Matrix, column: Matrix, equilibria: Sequence[Strategies], deadline: Deadline | None = None
) -> list[bool | None]:
    """Whether neither player's strategy is weakly dominated, by pure or mixed strategies, for each pair of strategies.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    equilibria : sequence of tuple of two tuples of Fraction
        Equilibria of the game, or other pairs of strategies.
    deadline : Deadline, optional
        When to give up; the answer for those that are left is None.
    """
    return _admissible(whole_game(row, column), equilibria, range(len(equilibria)), deadline)


def _admissible(
    game: WholeGame, equilibria: Sequence[Strategies], which: Sequence[int], deadline: Deadline | None
) -> list[bool | None]:
    if not which:
        return []
    to_row = [_reply(game.row, y) for y in {y: None for _, y in equilibria}]
    to_column = [_reply(game.column, x) for x in {x: None for x, _ in equilibria}]
    deadline = deadline or Deadline()
    known: tuple[dict[Vector, bool], dict[Vector, bool]] = {}, {}
    answers: list[bool | None] = []
    for k in which:
        try:
            for side, table, replies in ((0, game.row, to_row), (1, game.column, to_column)):
                strategy = equilibria[k][side]
                if strategy not in known[side]:
                    deadline.check()
                    known[side][strategy] = _weakly_dominated(table, strategy, replies, deadline)
            answers.append(not any(known[side][equilibria[k][side]] for side in (0, 1)))
        except TimeLimitError:
            answers.append(None)
    return answers


def _reply(table: Table, other: Vector) -> tuple[int, int]:
    """The actions that a strategy of the other side plays, and the best replies to it, as bits."""
    return _played(other), sum(1 << i for i in best(table, other))


def _played(strategy: Vector) -> int:
    return sum(1 << i for i, p in enumerate(strategy) if p)


def _weakly_dominated(table: Table, strategy: Vector, replies: Sequence[tuple[int, int]], deadline: Deadline) -> bool:
    """Whether a strategy is weakly dominated.

    A strategy is not if it is a best reply to one that plays all actions, or the only best reply to any: what is never
    worse would be another best reply. Strategies with a best reply in common can be mixed to one that plays what any
    of them plays. What comparisons leave open is decided by a linear programme in whole numbers.

    Parameters
    ----------
    replies : sequence of pair of int
        Some strategies of the other side, as actions played and best replies to them.
    """
    played, mixed = _played(strategy), 0
    for plays, answers in replies:
        if played & ~answers == 0:
            mixed |= plays
            if answers.bit_count() == 1 or mixed == (1 << len(table[0])) - 1:
                return False
    if any(_never_worse(line, table[i]) for i, p in enumerate(strategy) if p for line in table):
        return True
    # A shift between two actions gains in every column in proportion to how the actions differ.
    return len(table) > 2 and _gains_without_loss(table, strategy, deadline)


def _never_worse(one: Sequence[int], two: Sequence[int]) -> bool:
    """Whether an action pays at least what another one pays whatever the other side does, and more somewhere."""
    return one != two and all(a >= b for a, b in zip(one, two, strict=True))


def _gains_without_loss(table: Table, strategy: Vector, deadline: Deadline) -> bool:
    """Whether a mixture that is nowhere worse gains in total, by a linear programme in whole numbers.

    Its unknowns are the weights of the mixture, or all of them zero, from which the search starts.
    """
    weights, total = whole(strategy)
    gains = []
    for line in zip(*table, strict=True):
        now = sum(map(mul, line, weights))
        gains.append([Fraction(total * v - now) for v in line])
    goal = [sum(column, Fraction(0)) for column in zip(*gains, strict=True)]
    return best_of_cone(goal, [[-v for v in line] for line in gains], deadline).value > 0


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
    answers: dict[Vector, frozenset[Vector]] = {}
    for x, y in edges:
        answers[x] = answers.get(x, frozenset()) | {y}
    closed = set(answers.values())
    while True:
        more = {a & b for a, b in combinations(closed, 2)} - closed - {frozenset()}
        if not more:
            break
        closed |= more
    return [(frozenset(x for x, ys in answers.items() if side <= ys), side) for side in closed]
