"""From which number on a polynomial with rational coefficients stays above zero up to 1.

The coefficients of a polynomial in Bernstein's form bound it between its ends, and their changes of sign bound its
roots there (Descartes' rule); halving an interval brings them closer. So the last place at which the polynomial is
negative is found from the right, in whole numbers.

References
----------
Lane, J. M. and Riesenfeld, R. F. (1981): Bounds on a polynomial. BIT 21, 112-117. Rouillier, F. and Zimmermann, P.
(2004): Efficient isolation of polynomial's real roots. Journal of Computational and Applied Mathematics 162, 33-50.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb, lcm
from typing import TYPE_CHECKING

from sim.exact.polynomials import at, odd_part, trim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.exact.polynomials import Polynomial

HALVINGS = 64
"""How often an interval with a single root is halved; the upper end stands for a root that is not a plain fraction."""

CROWDED = 12
"""Halvings after which roots that lie together are taken for one of several orders."""

PLAIN = 10**6
"""Largest denominator of a root that is looked for as a plain fraction."""


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
    if not p:
        return Fraction(0)
    if sum(p) < 0:
        return None
    if min(p) >= 0:
        return Fraction(0)
    found = _last_negative(_whole(p), CROWDED)
    if found is _UNCLEAR:
        p = odd_part(p)
        # Single roots come apart at some depth, however close they are.
        found = _last_negative(_whole(p), None)
    if isinstance(found, tuple):
        return _refined(p, *found)
    return Fraction(0)


_UNCLEAR = object()


def _by_one_less(p: Polynomial) -> Polynomial:
    """Quotient of a polynomial that vanishes at 1 by 1 - x."""
    total, quotient = Fraction(0), []
    for a in p[:-1]:
        total += a
        quotient.append(total)
    return trim(quotient)


def _whole(p: Polynomial) -> list[int]:
    """Bernstein coefficients on the unit interval, times a positive number that makes them whole."""
    n = len(p) - 1
    scale = lcm(*(a.denominator for a in p)) * lcm(*(comb(n, k) for k in range(n + 1)))
    row = [int(a * scale / comb(n, k)) for k, a in enumerate(p)]
    # b_i = sum_k C(i, k) row_k, by repeated addition of neighbours
    for k in range(n, 0, -1):
        for i in range(k, n + 1):
            row[i] += row[i - 1]
    return row


def _last_negative(coefficients: list[int], deepest: int | None) -> object:
    """Ends of an interval that holds the last root at which the sign turns; None if there is none.

    Two equal ends are the root itself. `_UNCLEAR` if roots could not be told apart in the halvings allowed.
    """
    waiting = [(coefficients, Fraction(0), Fraction(1), 0)]
    while waiting:
        b, low, high, depth = waiting.pop()
        if min(b) >= 0:
            continue
        signs = [v > 0 for v in b if v]
        changes = sum(one != two for one, two in pairwise(signs))
        if not signs[-1]:  # negative up to this end, and nowhere beyond
            return high, high
        if changes == 1:
            return low, high
        if deepest is not None and depth >= deepest:
            return _UNCLEAR
        left, right = _halves(b)
        middle = (low + high) / 2
        waiting += [(left, low, middle, depth + 1), (right, middle, high, depth + 1)]
    return None


def _halves(b: list[int]) -> tuple[list[int], list[int]]:
    """Bernstein coefficients on both halves of the interval (de Casteljau), times 2 to the degree."""
    n, row = len(b) - 1, list(b)
    left, right = [row[0] << n], [row[-1] << n]
    for k in range(1, n + 1):
        row = [one + two for one, two in pairwise(row)]
        left.append(row[0] << (n - k))
        right.append(row[-1] << (n - k))
    return left, right[::-1]


def _refined(p: Polynomial, low: Fraction, high: Fraction) -> Fraction:
    """The single root in an interval in which the sign turns from negative to positive, or a close number above it."""
    if low == high:
        return high
    scale = lcm(*(a.denominator for a in p))
    whole = [int(a * scale) for a in reversed(p)]
    # Ends are halves of halves, so they are whole numbers of steps of one size.
    bits = max(low.denominator, high.denominator).bit_length() - 1 + HALVINGS
    left, right = int(low * (1 << bits)), int(high * (1 << bits))
    while right - left > 1:
        middle = (left + right) // 2
        shift = (middle & -middle).bit_length() - 1
        if _negative(whole, middle >> shift, bits - shift):
            left = middle
        else:
            right = middle
    ends = Fraction(left, 1 << bits), Fraction(right, 1 << bits)
    plain = ((ends[0] + ends[1]) / 2).limit_denominator(PLAIN)
    return plain if ends[0] <= plain <= ends[1] and at(p, plain) == 0 else ends[1]


def _negative(whole: list[int], numerator: int, bits: int) -> bool:
    """Whether a polynomial, highest coefficient first, is negative at ``numerator / 2**bits``."""
    value, shift = whole[0], 0
    for a in whole[1:]:
        shift += bits
        value = value * numerator + (a << shift)
    return value < 0
