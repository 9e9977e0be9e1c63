"""Nash equilibria of one bimatrix game, complete and certified.

The game is reduced by iterated strict dominance, and its best-response polytopes are enumerated in integers, which is
the proof of completeness. nashpy loses equilibria of some games without a word; where that is told, it is given the
reduced game as well, and how many of the equilibria it found by itself is part of the result.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.certificate import regret
from sim.engine.matrix.dominance import undominated
from sim.engine.matrix.support_enumeration import support_enumeration
from sim.errors import CertificateError, TimeLimitError
from sim.exact.vertices import vertices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.types import Matrix, Pair

    Strategies = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]

NASHPY_LARGEST = 5
"""Most actions of either player for which nashpy's support enumeration is asked; its time grows as 4^n."""


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

    @property
    def pure(self) -> bool:
        """Whether both strategies are pure."""
        return all(max(strategy) == 1 for strategy in self.strategies)


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
        Seconds after which the enumeration was stopped, so that only pure equilibria are listed; None if it was not.
    """

    equilibria: tuple[Equilibrium, ...]
    degenerate: bool
    nashpy_found: int | None
    cut: float | None = None

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
    rows, columns = undominated(row, column)
    small_row = tuple(tuple(row[i][j] for j in columns) for i in rows)
    small_column = tuple(tuple(column[i][j] for j in columns) for i in rows)
    try:
        found, components = _extreme(small_row, small_column, Deadline(time_limit))
        cut = None
    except TimeLimitError:
        found = _pure(small_row, small_column)
        components = list(range(len(found)))
        cut = time_limit
    nashpy_found = _ask_nashpy(small_row, small_column, found) if cut is None and second_opinion else None
    equilibria = []
    for (x, y), component in zip(found, components, strict=True):
        wide = _widen(x, rows, len(row)), _widen(y, columns, len(row[0]))
        gain = regret(row, column, *wide)
        if any(gain):
            raise CertificateError("an enumerated equilibrium has a profitable deviation")
        equilibria.append(Equilibrium(wide, _payoffs(row, column, *wide), gain, component))
    equilibria.sort(key=lambda e: (not e.pure, [tuple(-p for p in s) for s in e.strategies]))
    numbers: dict[int, int] = {}
    equilibria = [replace(e, component=numbers.setdefault(e.component, len(numbers))) for e in equilibria]
    degenerate = len(set(components)) < len(components)
    return BimatrixSolution(tuple(equilibria), degenerate, nashpy_found, cut)


def _extreme(row: Matrix, column: Matrix, deadline: Deadline) -> tuple[list[Strategies], list[int]]:
    """Complementary pairs of vertices, and the component each belongs to."""
    m, n = len(row), len(row[0])
    x_side = vertices(list(zip(*column, strict=True)), deadline)
    y_side = vertices(row, deadline)
    pairs = _complementary([v.labels for v in x_side], [_swap(v.labels, n, m) for v in y_side], m, n)
    components = _components(pairs)
    return [(x_side[a].point, y_side[b].point) for a, b in pairs], components


def _complementary(first: list[int], second: list[int], m: int, n: int) -> list[tuple[int, int]]:
    """Numbers of the pairs that have all labels between them; within a side no two have the same labels.

    A vertex with no more labels than it must have needs a partner with exactly those that it lacks, if that one has no
    more than it must have either; only degenerate ones have to be looked for.
    """
    everything = (1 << (m + n)) - 1
    number = {labels: b for b, labels in enumerate(second)}
    degenerate = [b for b, labels in enumerate(second) if labels.bit_count() > n]
    pairs = []
    for a, labels in enumerate(first):
        lacks = everything & ~labels
        if lacks.bit_count() < n:
            pairs += [(a, b) for b, other in enumerate(second) if lacks & ~other == 0]
            continue
        partners = [b for b in degenerate if lacks & ~second[b] == 0]
        if lacks in number:
            partners.append(number[lacks])
        pairs += [(a, b) for b in sorted(partners)]
    return pairs


def _swap(labels: int, n: int, m: int) -> int:
    """Labels of a column player's vertex in the row player's numbering: the row actions first."""
    return labels >> n | (labels & ((1 << n) - 1)) << m


def _components(pairs: list[tuple[int, int]]) -> list[int]:
    """Number the connected components of the graph whose edges are the extreme equilibria.

    Equilibria that share a vertex are joined by a segment of equilibria (Winkels 1979; Jansen 1981).
    """
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(key: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for a, b in pairs:
        parent[root(("x", a))] = root(("y", b))
    numbers: dict[tuple[str, int], int] = {}
    return [numbers.setdefault(root(("x", a)), len(numbers)) for a, _ in pairs]


def _pure(row: Matrix, column: Matrix) -> list[Strategies]:
    """All pure equilibria, by looking at every cell."""
    m, n = len(row), len(row[0])
    best = [max(line[j] for line in row) for j in range(n)], [max(line) for line in column]
    return [
        (_unit(i, m), _unit(j, n))
        for i in range(m)
        for j in range(n)
        if row[i][j] == best[0][j] and column[i][j] == best[1][i]
    ]


def _unit(k: int, size: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(i == k)) for i in range(size))


def _ask_nashpy(row: Matrix, column: Matrix, found: list[Strategies]) -> int | None:
    """How many of the equilibria nashpy finds."""
    if max(len(row), len(row[0])) > NASHPY_LARGEST or len(row) == len(row[0]) == 1:
        return None
    import numpy as np  # here only: all else is in exact numbers

    one, two = (np.array([[float(v) for v in line] for line in side]) for side in (row, column))
    with warnings.catch_warnings():
        # It warns of an even number of equilibria; the enumeration says how many there are.
        warnings.simplefilter("ignore")
        answers = list(support_enumeration(one, two))
    return len({_nearest(found, [*x, *y]) for x, y in answers} - {None})


def _nearest(found: list[Strategies], answer: list[float]) -> int | None:
    """Number of the equilibrium that an answer in floats is."""
    for k, (x, y) in enumerate(found):
        if all(abs(float(p) - q) <= 1e-6 + 1e-5 * abs(q) for p, q in zip((*x, *y), answer, strict=True)):
            return k
    return None


def _widen(strategy: Sequence[Fraction], kept: list[int], size: int) -> tuple[Fraction, ...]:
    wide = [Fraction(0)] * size
    for probability, k in zip(strategy, kept, strict=True):
        wide[k] = probability
    return tuple(wide)


def _payoffs(row: Matrix, column: Matrix, x: Sequence[Fraction], y: Sequence[Fraction]) -> Pair:
    one, two = (
        sum(
            (p * q * side[i][j] for i, p in enumerate(x) if p for j, q in enumerate(y) if q),
            Fraction(0),
        )
        for side in (row, column)
    )
    return one, two
