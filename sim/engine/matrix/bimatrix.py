"""Nash equilibria of one bimatrix game, complete and certified.

The game is reduced by iterated strict dominance, and its best-response polytopes are enumerated exactly, which is the
proof of completeness. Where that is out of reach one equilibrium is found by the path of Lemke and Howson, or in a
zero-sum game by a linear programme, and listed beside those that were met. nashpy loses equilibria of some games
without a word; where that is told, it is given the reduced game as well, and how many of the equilibria it found by
itself is part of the result.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.certificate import Certificate
from sim.engine.matrix.dominance import undominated
from sim.engine.matrix.enumeration import extreme_equilibria
from sim.engine.matrix.index import isolated
from sim.engine.matrix.lemke_howson import along_path, by_floats
from sim.engine.matrix.nashpy_supports import support_enumeration
from sim.engine.matrix.whole_game import ZERO, spread, whole_game
from sim.engine.matrix.zero_sum import is_zero_sum, optimal_strategies
from sim.errors import CertificateError, MemoryLimitError, TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.matrix.large.large import LargeGame
    from sim.engine.matrix.whole_game import WholeGame
    from sim.types import Matrix, Pair, Strategies

NASHPY_LARGEST = 5
"""Most actions of either player for which nashpy's support enumeration is asked; its time grows as 4^n."""

LARGEST = 2_500
"""Cells, most, of games that are worked on in whole numbers of any length from the start."""

LARGE = 24
"""Actions of both players together from which one equilibrium is found before all of them are looked for."""

ESTIMATED = 36
"""Actions of both players together from which it is estimated first whether all can be found in time."""

PER_SECOND = 1e7
"""Bases that are looked at in a second, most, times the cells of the table."""

FIRST = 0.25
"""Share of the time that it may take then."""

GRACE = 1.0
"""Seconds that one equilibrium is looked for in any case."""

TIME, MEMORY, SIZE, MANY = "time", "memory", "size", "many"
"""Why not all equilibria are known: the time was up, memory was full, or both would have been too soon; or there are so
many actions that all of the pure ones are found and no more than one other."""


ENUMERATION, CONVEX = "enumeration", "convex"
"""Why no others can be: all corners were looked at; or the equilibria of a zero-sum game form a convex set (von Neumann
and Morgenstern 1944), and one of them has no other near it."""


@dataclass(frozen=True)
class Equilibrium:
    """A Nash equilibrium of a bimatrix game.

    Parameters
    ----------
    strategies : pair of tuple of Fraction
        Probabilities of the row player's m and of the column player's n actions.
    payoffs : pair of Fraction
        Expected payoffs.
    regret : pair of Fraction
        Most that each player could gain by another action.
    component : int
        Number of the connected component of equilibria that it is an extreme point of.
    """

    strategies: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
    payoffs: Pair
    regret: Pair
    component: int = 0

    @cached_property
    def pure(self) -> bool:
        """Whether both strategies are pure."""
        return all(sum(map(bool, strategy)) == 1 for strategy in self.strategies)


@dataclass(frozen=True)
class BimatrixSolution:
    """What is known about the equilibria of a bimatrix game.

    Parameters
    ----------
    equilibria : tuple of Equilibrium
        The extreme equilibria: pure ones first, then by the stated order of actions.
    degenerate : bool
        Whether some component of equilibria is more than a point.
    nashpy_found : int or None
        How many of them nashpy found; None where it was not asked.
    cut : float or None
        Seconds that the enumeration had and that it was not finished in: then all pure equilibria are listed, those met
        by then, and one from a path or a programme if there was time for it. None if it was finished.
    reason : str
        `TIME`, `MEMORY`, `SIZE` or `MANY`: why, if it was not finished.
    proof : str
        What proves that there are no others, if that is known: `ENUMERATION` or `CONVEX`.
    left : pair of tuple of int
        The actions of either side that iterated elimination of strictly dominated ones leaves, as far as it got.
    large : LargeGame or None
        Of a game with many actions, what more is found out with; None for others.
    """

    equilibria: tuple[Equilibrium, ...]
    degenerate: bool
    nashpy_found: int | None
    cut: float | None = None
    reason: str = TIME
    proof: str = ENUMERATION
    left: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    large: LargeGame | None = None

    @property
    def complete(self) -> bool:
        """Whether it is proven that there are no others."""
        return self.cut is None


def bimatrix_equilibria(
    row: Matrix, column: Matrix, *, time_limit: float | None = 60.0, second_opinion: bool = False
) -> BimatrixSolution:
    """Find all extreme Nash equilibria of a bimatrix game.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Exact payoffs of the two players.
    time_limit : float or None
        Seconds after which the enumeration is given up; what was found by then is returned as incomplete.
    second_opinion : bool
        Whether nashpy is asked as well how many it finds.

    Raises
    ------
    CertificateError
        If an equilibrium found fails the check against the definition, which would be an error of ours.

    References
    ----------
    Avis, Rosenberg, Savani, von Stengel (2010); nashpy's support enumeration after Porter, Nudelman, Shoham (2008).
    """
    deadline = Deadline(time_limit)
    if len(row) * len(row[0]) > LARGEST:
        return _of_large(row, column, time_limit, second_opinion)
    game = whole_game(row, column)
    rows, columns = _left(game, deadline)
    left = tuple(rows), tuple(columns)
    small, found = game.only(rows, columns), _Found(row, column, rows, columns)
    zero_sum = is_zero_sum(row, column)
    components, reason, nashpy_found = None, "", None
    try:
        if sum(small.shape) >= LARGE:
            with suppress(TimeLimitError):
                one = _one(small, zero_sum, deadline.share(FIRST))
                only = found.add(*one)
                if zero_sum and isolated(small, one):
                    return BimatrixSolution((only,), False, None, proof=CONVEX, left=left)
            _look_ahead(small, time_limit, deadline)
        equilibria, components = extreme_equilibria(small, deadline, found.add)
        if second_opinion:
            nashpy_found = _ask_nashpy(row, column, equilibria, rows, columns)
    except TimeLimitError as error:
        reason = SIZE if isinstance(error, _OutOfReachError) else TIME
    except MemoryLimitError:
        reason = MEMORY
    if components is None:
        equilibria = found.with_pure_ones(small, zero_sum, deadline)
        components = list(range(len(equilibria)))
    pairs = sorted(zip(equilibria, components, strict=True), key=lambda pair: pair[0].strategies, reverse=True)
    pairs.sort(key=lambda pair: not pair[0].pure)
    numbers: dict[int, int] = {}
    listed = tuple(replace(e, component=numbers.setdefault(k, len(numbers))) for e, k in pairs)
    cut = (time_limit or 0.0) if reason else None
    return BimatrixSolution(listed, len(numbers) < len(listed), nashpy_found, cut, reason or TIME, left=left)


def _of_large(row: Matrix, column: Matrix, time_limit: float | None, second_opinion: bool) -> BimatrixSolution:
    """What is known about the equilibria of a game with many actions; see `sim.engine.matrix.large.large`."""
    from sim.engine.matrix.large.large import ENUMERATED, LargeGame  # loads numpy, which smaller games go without

    deadline = Deadline(time_limit)
    game = LargeGame(row, column)
    kept = game.left(deadline)
    left = tuple(kept[0]), tuple(kept[1])
    if len(kept[0]) * len(kept[1]) <= ENUMERATED:
        small = bimatrix_equilibria(*game.sub(*kept), time_limit=deadline.rest, second_opinion=second_opinion)
        equilibria = []
        for e in small.equilibria:
            strategies = game.widened(e.strategies[0], kept[0], 0), game.widened(e.strategies[1], kept[1], 1)
            equilibria.append(Equilibrium(strategies, *game.judged(strategies), e.component))
        left = tuple(kept[0][k] for k in small.left[0]), tuple(kept[1][k] for k in small.left[1])
        cut = None if small.complete else time_limit or 0.0
        return replace(small, equilibria=tuple(equilibria), cut=cut, left=left, large=game)
    found, all_pure = game.pure()
    mixed = None if found else game.mixed(kept, deadline)
    listed = [
        Equilibrium(strategies, *game.judged(strategies), k)
        for k, strategies in enumerate([*found, *([mixed] if mixed else [])])
    ]
    reason = MANY if all_pure else MEMORY
    return BimatrixSolution(tuple(listed), False, None, time_limit or 0.0, reason, left=left, large=game)


class _OutOfReachError(TimeLimitError):
    """All equilibria would take longer than there is time."""


class _Found:
    """Equilibria of a game, checked against the definition as soon as they are found.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    rows, columns : list of int
        The actions that strategies are told of; all others are dominated.
    """

    def __init__(self, row: Matrix, column: Matrix, rows: list[int], columns: list[int]) -> None:
        self.certificate = Certificate(row, column)
        self.rows, self.columns = rows, columns
        self.met: list[Equilibrium] = []

    def add(self, x: Sequence[Fraction], y: Sequence[Fraction]) -> Equilibrium:
        """What a pair of strategies of the actions that are left is as an equilibrium of the game."""
        m, n = self.certificate.shape
        wide = _widen(x, self.rows, m), _widen(y, self.columns, n)
        payoffs, gain = self.certificate.judge(*wide)
        if any(gain):
            raise CertificateError("an equilibrium that was found has a profitable deviation")
        self.met.append(Equilibrium(wide, payoffs, gain))
        return self.met[-1]

    def with_pure_ones(self, small: WholeGame, zero_sum: bool, deadline: Deadline) -> list[Equilibrium]:
        """What was met in a search that was stopped, the pure equilibria, and one more if there is time; each once."""
        m, n = small.shape
        for i, j in _pure(small):
            self.add(spread({i: 1}, m), spread({j: 1}, n))
        with suppress(TimeLimitError):
            self.add(*_one(small, zero_sum, deadline.at_least(GRACE)))
        return list({e.strategies: e for e in self.met}.values())


def _left(game: WholeGame, deadline: Deadline) -> tuple[list[int], list[int]]:
    """The actions that are not strictly dominated; all of them if that takes too long."""
    try:
        return undominated(game.row, list(zip(*game.column, strict=True)), deadline)
    except TimeLimitError:
        m, n = game.shape
        return list(range(m)), list(range(n))


def _look_ahead(game: WholeGame, time_limit: float | None, deadline: Deadline) -> None:
    """Raise if by an estimate all equilibria will not be found in time."""
    if time_limit is None or sum(game.shape) < ESTIMATED:
        return
    from sim.exact.corner_count import estimated_bases  # loads numpy, which smaller games go without

    m, n = game.shape
    most = PER_SECOND / (m * n) * time_limit
    if estimated_bases(game.column if m <= n else game.row, most, deadline) > most:
        raise _OutOfReachError


def _one(game: WholeGame, zero_sum: bool, deadline: Deadline) -> Strategies:
    """One equilibrium, without a search for others."""
    if not zero_sum and sum(game.shape) >= LARGE and (found := by_floats(game, deadline)):
        return found
    return optimal_strategies(game.row, deadline) if zero_sum else along_path(game, 0, deadline)


def _pure(game: WholeGame) -> list[tuple[int, int]]:
    """All pure equilibria, by looking at every cell."""
    m, n = game.shape
    best = [max(line) for line in zip(*game.row, strict=True)], [max(line) for line in zip(*game.column, strict=True)]
    return [
        (i, j) for i in range(m) for j in range(n) if game.row[i][j] == best[0][j] and game.column[j][i] == best[1][i]
    ]


def _ask_nashpy(
    row: Matrix, column: Matrix, found: list[Equilibrium], rows: list[int], columns: list[int]
) -> int | None:
    """How many of the equilibria nashpy finds among the actions that are left."""
    if max(len(rows), len(columns)) > NASHPY_LARGEST or len(rows) == len(columns) == 1:
        return None
    import numpy as np  # here only: all else is in exact numbers

    one, two = (np.array([[float(side[i][j]) for j in columns] for i in rows]) for side in (row, column))
    with warnings.catch_warnings():
        # It warns of an even number of equilibria; the enumeration says how many there are.
        warnings.simplefilter("ignore")
        answers = list(support_enumeration(one, two))
    known = [[e.strategies[0][i] for i in rows] + [e.strategies[1][j] for j in columns] for e in found]
    return len({_nearest(known, [*x, *y]) for x, y in answers} - {None})


def _nearest(found: list[list[Fraction]], answer: list[float]) -> int | None:
    """Number of the equilibrium that an answer in floats is."""
    for k, chances in enumerate(found):
        if all(abs(float(p) - q) <= 1e-6 + 1e-5 * abs(q) for p, q in zip(chances, answer, strict=True)):
            return k
    return None


def _widen(strategy: Sequence[Fraction], kept: list[int], size: int) -> tuple[Fraction, ...]:
    if len(kept) == size:
        return tuple(strategy)
    wide = [ZERO] * size
    for probability, k in zip(strategy, kept, strict=True):
        wide[k] = probability
    return tuple(wide)
