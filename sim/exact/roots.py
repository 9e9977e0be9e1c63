"""Roots of polynomials with rational coefficients between 0 and 1, and where polynomials are not negative there.

The changes of sign in the coefficients of a polynomial in Bernstein's form bound the number of its roots on an interval
(Descartes' rule): no change means none, one change means one. Halving the interval brings the two closer, so that every
root of a polynomial without multiple ones is sooner or later alone. All of it is done in whole numbers.

References
----------
Lane, J. M. and Riesenfeld, R. F. (1981): Bounds on a polynomial. BIT 21, 112-117. Rouillier, F. and Zimmermann, P.
(2004): Efficient isolation of polynomial's real roots. Journal of Computational and Applied Mathematics 162, 33-50.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb, lcm
from typing import TYPE_CHECKING

from sim.exact.polynomials import at, odd_part, simple_part, trim
from sim.exact.tableau import whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.exact.polynomials import Polynomial

    Interval = tuple[Fraction, Fraction]

ZERO, ONE = Fraction(0), Fraction(1)

HALVINGS = 60
"""Halvings of the unit interval after which the middle stands for a root that is not a plain fraction."""

BEYOND = 64
"""Halvings of an interval with a single root after which its upper end stands for the place where the sign turns."""

CLOSE = 48
"""Binary digits that a number above a root has in common with it, leading zeros not counted."""

CROWDED = 12
"""Halvings after which roots that lie together are taken for one of several orders."""

PLAIN = 10**6
"""Largest denominator of a root that is looked for as a plain fraction."""


def roots(p: Sequence[Fraction]) -> list[Fraction]:
    """Roots strictly between 0 and 1, ascending, each once; of one that is no plain fraction a close approximation.

    Parameters
    ----------
    p : sequence of Fraction
        Coefficients from the constant one up.
    """
    p = trim(p)
    cells = list(_alone(p, CROWDED))
    if any(cell.rising is None for cell in cells):
        p = simple_part(p)
        cells = list(_alone(p, None))
    found = [_refined(p, cell, max(0, HALVINGS - cell.depth)) for cell in cells]
    return sorted((low + high) / 2 for low, high in found)


def holds_from(p: Sequence[Fraction]) -> Fraction | None:
    """The least x such that a polynomial is not negative from x up to but not including 1; None if there is none.

    Parameters
    ----------
    p : sequence of Fraction
        Coefficients from the constant one up.
    """
    p = trim(p)
    while p and sum(p) == 0:  # divided by 1 - x, which is positive below 1
        p = _by_one_less(p)
    if p and sum(p) < 0:
        return None
    if not p or min(p) >= 0:
        return ZERO
    last = next(_alone(p, CROWDED), None)
    if last and last.rising is None:
        p = odd_part(p)
        last = next(_alone(p, None), None)
    return _just_above(p, last) if last else ZERO


def _just_above(p: Polynomial, cell: _Cell) -> Fraction:
    """The root of an interval, or a number right above it that is still below 1, however near to 0 or 1 it lies."""
    halvings = BEYOND
    while True:
        low, high = _refined(p, cell, halvings)
        if low == high or (high < ONE and (high - low) * 2**CLOSE <= high):
            return high
        halvings *= 2


def not_negative(polynomials: Sequence[Polynomial]) -> tuple[Interval, ...]:
    """All x from 0 up to but not including 1 at which no polynomial is negative, as closed intervals.

    An upper end of 1 stands for all numbers below 1; a single point has two equal ends.

    Parameters
    ----------
    polynomials : sequence of tuple of Fraction
        Coefficients from the constant one up.
    """
    vanish: dict[Fraction, set[int]] = {}
    for k, p in enumerate(polynomials):
        for root in roots(p):
            vanish.setdefault(root, set()).add(k)
    ends = [ZERO, *sorted(vanish), ONE]

    def holds(x: Fraction, but: set[int]) -> bool:
        return all(k in but or at(p, x) >= 0 for k, p in enumerate(polynomials))

    found: list[Interval] = []
    for low, high in pairwise(ends):
        # An end itself first, then all that lies between it and the next.
        for piece, good in (
            ((low, low), holds(low, vanish.get(low, set()))),
            ((low, high), holds((low + high) / 2, set())),
        ):
            if good and found and found[-1][1] == piece[0]:
                found[-1] = (found[-1][0], piece[1])
            elif good:
                found.append(piece)
    return tuple(found)


def _by_one_less(p: Polynomial) -> Polynomial:
    """Quotient of a polynomial that vanishes at 1 by 1 - x."""
    total, quotient = ZERO, []
    for a in p[:-1]:
        total += a
        quotient.append(total)
    return trim(quotient)


@dataclass(frozen=True)
class _Cell:
    """An interval with one root strictly inside, from ``place`` to ``place + 1`` over 2^depth.

    ``rising`` says whether the sign turns to positive there. Where it is None nothing is known but that there is a root
    at ``place`` or that roots lie together.
    """

    place: int
    depth: int
    rising: bool | None


def _alone(p: Polynomial, deepest: int | None) -> Iterator[_Cell]:
    """Intervals with a single root each, from the right; without a limit the polynomial must have no multiple roots.

    Where roots do not come apart in the halvings allowed a cell stands for all that it holds.
    """
    if len(p) < 2:
        return
    waiting: list[tuple[list[int] | None, int, int]] = [(_bernstein(p), 0, 0)]
    while waiting:
        b, place, depth = waiting.pop()
        if b is None:
            yield _Cell(place, depth, None)
            continue
        signs = [v > 0 for v in b if v]
        changes = sum(one != two for one, two in pairwise(signs))
        if changes == 1:
            yield _Cell(place, depth, signs[-1])
        elif changes and deepest is not None and depth >= deepest:
            yield _Cell(place, depth, None)
        elif changes:
            left, right = _halves(b)
            waiting.append((left, 2 * place, depth + 1))
            if not right[0]:
                waiting.append((None, 2 * place + 1, depth + 1))
            waiting.append((right, 2 * place + 1, depth + 1))


def _bernstein(p: Polynomial) -> list[int]:
    """Bernstein coefficients on the unit interval, times a positive number that makes them whole."""
    n = len(p) - 1
    scale = lcm(*(comb(n, k) for k in range(n + 1)))
    row = [a * (scale // comb(n, k)) for k, a in enumerate(whole(p)[0])]
    # b_i = sum_k C(i, k) row_k, by repeated addition of neighbours
    for k in range(n, 0, -1):
        for i in range(k, n + 1):
            row[i] += row[i - 1]
    return row


def _halves(b: list[int]) -> tuple[list[int], list[int]]:
    """Bernstein coefficients on both halves of the interval (de Casteljau), times 2 to the degree."""
    n, row = len(b) - 1, list(b)
    left, right = [row[0] << n], [row[-1] << n]
    for k in range(1, n + 1):
        row = [one + two for one, two in pairwise(row)]
        left.append(row[0] << (n - k))
        right.append(row[-1] << (n - k))
    return left, right[::-1]


def _refined(p: Polynomial, cell: _Cell, halvings: int) -> Interval:
    """Two numbers with the root of an interval between them; equal if it is known as a fraction."""
    if cell.rising is None:
        root = Fraction(cell.place, 1 << cell.depth)
        return root, root
    if len(p) == 2:
        return -p[0] / p[1], -p[0] / p[1]
    coefficients = whole(p)[0][::-1]
    bits = cell.depth + halvings
    left, right = cell.place << halvings, cell.place + 1 << halvings
    while right - left > 1:
        middle = (left + right) // 2
        shift = (middle & -middle).bit_length() - 1
        sign = _sign(coefficients, middle >> shift, bits - shift)
        if not sign:
            left = right = middle
        elif (sign > 0) == cell.rising:
            right = middle
        else:
            left = middle
    ends = Fraction(left, 1 << bits), Fraction(right, 1 << bits)
    plain = ((ends[0] + ends[1]) / 2).limit_denominator(PLAIN)
    # A root at the border of the interval is another one than that inside it.
    inside = Fraction(cell.place, 1 << cell.depth) < plain < Fraction(cell.place + 1, 1 << cell.depth)
    return (plain, plain) if inside and ends[0] <= plain <= ends[1] and at(p, plain) == 0 else ends


def _sign(coefficients: list[int], numerator: int, bits: int) -> int:
    """Sign of a polynomial, highest coefficient first, at ``numerator / 2**bits``."""
    value, shift = coefficients[0], 0
    for a in coefficients[1:]:
        shift += bits
        value = value * numerator + (a << shift)
    return (value > 0) - (value < 0)
