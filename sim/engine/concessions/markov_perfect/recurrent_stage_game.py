"""Stationary equilibria at a decision point, or at two in turn, that play may come back to.

Where both hold out the point comes back, so one cell of its stage game is worth ``base + gain * v`` with the value v
that the equilibrium itself has. For a given v the game is a bimatrix game, and the conditions on one player's value
involve the other player's mixture alone; for given supports they are linear but for the product of v and one
probability. Eliminating the linear ones leaves a quadratic: each choice of supports has at most two solutions, and
going through all of them finds every extreme equilibrium, as vertex enumeration does for bimatrix games (Mangasarian
1964; for dynamic games see Haller and Lagunoff 2000).

Roots that are not rational are carried to 2^-256; what then lies within 2^-96 counts as equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.types import Matrix, Vector


BITS = 256
"""Binary places that irrational numbers are carried to."""

CLOSE = Fraction(1, 1 << 96)
"""Difference, as a share of the payoff range, below which numbers that are not exact count as equal."""

LONGEST = 4096
"""Longest numerator or denominator, in bits, that is kept exact."""


@dataclass(frozen=True)
class Loop:
    """The cell that comes back: its place, and the factor of the player's own value in its worth."""

    row: int
    column: int
    gain: Fraction


@dataclass
class Doubts:
    """Count of the comparisons that lay within what numbers carried to finitely many places can tell."""

    count: int = 0


@dataclass(frozen=True)
class Corner:
    """A mixture of the opponent's that leaves a player indifferent among as many actions as it can.

    Parameters
    ----------
    mixture : tuple of Fraction
        The opponent's probabilities.
    value : Fraction
        What the player gets by a best response.
    best : frozenset of int
        Its best responses.
    exact : bool
        Whether the numbers are exact.
    """

    mixture: Vector
    value: Fraction
    best: frozenset[int]
    exact: bool

    @property
    def support(self) -> frozenset[int]:
        """Actions of the opponent that have positive probability."""
        return frozenset(j for j, p in enumerate(self.mixture) if p)


@dataclass(frozen=True)
class LoopEquilibrium:
    """A stationary equilibrium: mixtures of both, the value of each at its own decision, and whether they are exact."""

    strategies: tuple[Vector, Vector]
    values: tuple[Fraction, Fraction]
    exact: bool


def loop_equilibria(
    row: Matrix, column: Matrix, loops: tuple[Loop, Loop] | None, exact: bool, doubts: Doubts
) -> list[LoopEquilibrium]:
    """All extreme stationary equilibria of a stage game of which one cell may come back.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs; in the cell that comes back only the part that does not depend on the value.
    loops : pair of Loop or None
        Where that cell is and the factor of each player's own value in it, both as row and column of the game.
    exact : bool
        Whether the payoffs are exact numbers.
    doubts : Doubts
        Where comparisons are counted that could not be decided.
    """
    theirs = [list(line) for line in zip(*column, strict=True)]
    turned = Loop(loops[1].column, loops[1].row, loops[1].gain) if loops else None
    first = corners(row, loops[0] if loops else None, exact, doubts)
    second = corners(theirs, turned, exact, doubts)
    return [
        LoopEquilibrium((b.mixture, a.mixture), (a.value, b.value), a.exact and b.exact)
        for a in first
        for b in second
        if b.support <= a.best and a.support <= b.best
    ]


def corners(table: Matrix, loop: Loop | None, exact: bool, doubts: Doubts) -> list[Corner]:
    """Mixtures of the opponent's at which a player's conditions for a best response hold at a point by themselves.

    Parameters
    ----------
    table : sequence of sequence of Fraction, shape (m, n)
        The player's payoffs, its own actions in rows.
    loop : Loop or None
        The cell that comes back.
    exact : bool
        Whether the payoffs are exact.
    doubts : Doubts
        Where comparisons are counted that could not be decided.
    """
    entries = [v for line in table for v in line]
    wide = (max(entries) - min(entries)) or Fraction(1)
    m, n = len(table), len(table[0])
    found: dict[frozenset[int], list[Corner]] = {}
    for size in range(1, min(m, n) + 1):
        for support in combinations(range(n), size):
            for tight in combinations(range(m), size):
                for mixture, value, sure in _solutions(table, loop, support, tight, exact, doubts):
                    near = Fraction(0) if sure else CLOSE
                    pays = _pays(table, loop, mixture, value)
                    doubts.count += sum(
                        abs(pay - value) <= near * wide for i, pay in enumerate(pays) if i not in tight and not sure
                    )
                    if max(pays) > value + near * wide:
                        continue
                    best = frozenset(i for i, pay in enumerate(pays) if pay >= value - near * wide)
                    corner = Corner(mixture, value, best, sure)
                    known = found.setdefault(corner.support, [])
                    if not any(_same(corner, other, near) for other in known):
                        known.append(corner)
    return [corner for group in found.values() for corner in group]


def _same(one: Corner, other: Corner, near: Fraction) -> bool:
    return all(abs(p - q) <= near for p, q in zip(one.mixture, other.mixture, strict=True))


def _pays(table: Matrix, loop: Loop | None, mixture: Vector, value: Fraction) -> list[Fraction]:
    """What each action pays against a mixture, if the cell that comes back is worth a value."""
    pays = [sum((a * p for a, p in zip(line, mixture, strict=True) if p), Fraction(0)) for line in table]
    if loop:
        pays[loop.row] += loop.gain * mixture[loop.column] * value
    return pays


def _solutions(
    table: Matrix, loop: Loop | None, support: tuple[int, ...], tight: tuple[int, ...], exact: bool, doubts: Doubts
) -> Iterator[tuple[Vector, Fraction, bool]]:
    """Mixtures with a given support that make given actions equally good, each with the value they share."""
    size = len(support)
    back = support.index(loop.column) if loop and loop.row in tight and loop.column in support else None
    # Unknowns are the probabilities on the support and the value; the last column is the right-hand side.
    lines = [[Fraction(1)] * size + [Fraction(0), Fraction(1)]]
    lines += [
        [table[i][j] for j in support] + [Fraction(-1), Fraction(0)]
        for i in tight
        if back is None or (loop and i != loop.row)
    ]
    solved = _solve(lines, size + 1, Fraction(0) if exact else CLOSE)
    if solved is None:
        return
    point, direction = solved
    answers: list[tuple[list[Fraction], bool]] = []
    if back is None:
        if direction is None:
            answers.append(_shortened(point, exact))
    elif direction is not None and loop is not None:
        pays = [table[loop.row][j] for j in support]
        answers = list(_on_line(point, direction, pays, back, loop.gain, exact, doubts))
    for answer, sure in answers:
        shares, value = answer[:size], answer[size]
        doubts.count += not sure and abs(min(shares)) <= CLOSE
        if min(shares) > (0 if sure else CLOSE):
            wide = [Fraction(0)] * len(table[0])
            for j, share in zip(support, shares, strict=True):
                wide[j] = share
            yield tuple(wide), value, sure


def _on_line(
    point: list[Fraction],
    direction: list[Fraction],
    pays: list[Fraction],
    back: int,
    gain: Fraction,
    exact: bool,
    doubts: Doubts,
) -> Iterator[tuple[list[Fraction], bool]]:
    """Points of a line of mixtures and values at which the action that may come back pays the value too."""
    y, v, dy, dv = point[:-1], point[-1], direction[:-1], direction[-1]
    dot = [sum((a * p for a, p in zip(pays, side, strict=True)), Fraction(0)) for side in (y, dy)]
    a = gain * dy[back] * dv
    b = dot[1] + gain * (y[back] * dv + dy[back] * v) - dv
    c = dot[0] + gain * y[back] * v - v
    for root, rational in _roots(a, b, c, Fraction(0) if exact else CLOSE, doubts):
        yield _shortened([p + root * d for p, d in zip(point, direction, strict=True)], exact and rational)


def _roots(a: Fraction, b: Fraction, c: Fraction, near: Fraction, doubts: Doubts) -> Iterator[tuple[Fraction, bool]]:
    """Real roots of a quadratic that is not identically zero, each with whether it is exact."""
    size = max(abs(a), abs(b), abs(c))
    doubts.count += 0 < abs(a) <= near * size
    if abs(a) <= near * size:
        if abs(b) > near * size:
            yield -c / b, True
        return
    square = b * b - 4 * a * c
    doubts.count += 0 < abs(square) <= near * size * size
    if square < -near * size * size:
        return
    root, rational = _root(max(square, Fraction(0)))
    for sign in (1, -1) if root else (1,):
        yield (-b + sign * root) / (2 * a), rational


def _root(square: Fraction) -> tuple[Fraction, bool]:
    """Square root, and whether it is exact."""
    over = square.numerator * square.denominator
    whole = isqrt(over)
    if whole * whole == over:
        return Fraction(whole, square.denominator), True
    # The quotient is scaled up by a power of 4, so that the integer root keeps enough places of small squares too.
    shift = 2 * BITS + 2 * max(0, square.denominator.bit_length() - square.numerator.bit_length())
    return Fraction(isqrt((square.numerator << shift) // square.denominator), 1 << shift // 2), False


def _shortened(values: list[Fraction], exact: bool) -> tuple[list[Fraction], bool]:
    """Numbers of bounded length, and whether all are still exact."""
    short = [_short(value, exact) for value in values]
    return [value for value, _ in short], all(sure for _, sure in short)


def _short(value: Fraction, exact: bool) -> tuple[Fraction, bool]:
    """A number of bounded length, and whether it is still exact."""
    longest = max(value.numerator.bit_length(), value.denominator.bit_length())
    if longest <= (LONGEST if exact else 2 * BITS):
        return value, exact
    # Keep BITS significant places, so that small numbers lose no more than large ones.
    places = BITS - min(0, value.numerator.bit_length() - value.denominator.bit_length())
    return Fraction(round(value * (1 << places)), 1 << places), False


def _solve(
    lines: list[list[Fraction]], unknowns: int, near: Fraction
) -> tuple[list[Fraction], list[Fraction] | None] | None:
    """Solution of linear equations of full rank, and the direction of the line it lies on if one unknown is free.

    Parameters
    ----------
    lines : list of list of Fraction
        Coefficients and right-hand sides; changed in place.
    unknowns : int
        As many as there are lines, or one more.
    near : Fraction
        Pivots up to this size, against the largest of their line, count as zero.
    """
    pivots: list[int] = []
    for k, line in enumerate(lines):
        largest = max((abs(v) for v in line[:unknowns]), default=Fraction(0))
        candidates = [j for j in range(unknowns) if j not in pivots and abs(line[j]) > near * largest]
        if not candidates:
            return None
        pivot = candidates[0] if not near else max(candidates, key=lambda j: abs(line[j]))
        pivots.append(pivot)
        scale = line[pivot]
        lines[k] = line = [v / scale for v in line]
        for other, above in enumerate(lines):
            if other != k and above[pivot]:
                factor = above[pivot]
                lines[other] = [v - factor * w for v, w in zip(above, line, strict=True)]
    free = [j for j in range(unknowns) if j not in pivots]
    point = [Fraction(0)] * unknowns
    for k, pivot in enumerate(pivots):
        point[pivot] = lines[k][unknowns]
    if not free:
        return point, None
    direction = [Fraction(0)] * unknowns
    direction[free[0]] = Fraction(1)
    for k, pivot in enumerate(pivots):
        direction[pivot] = -lines[k][free[0]]
    return point, direction
