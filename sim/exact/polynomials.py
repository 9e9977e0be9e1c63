"""Where polynomials with rational coefficients are not negative between 0 and 1.

Roots are counted by Sturm's theorem (1829) and found exactly where they are rational and linear factors show them;
others are enclosed by bisection, and their midpoint stands for them.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Polynomial = tuple[Fraction, ...]
    Interval = tuple[Fraction, Fraction]

HALVINGS = 60


def times(p: Sequence[Fraction], q: Sequence[Fraction]) -> Polynomial:
    """Product of two polynomials, coefficients from the constant one up."""
    product = [Fraction(0)] * max(0, len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            product[i + j] += a * b
    return tuple(product)


def plus(p: Sequence[Fraction], q: Sequence[Fraction]) -> Polynomial:
    """Sum of two polynomials."""
    return tuple(a + b for a, b in zip_longest(p, q, fillvalue=Fraction(0)))


def minus(p: Sequence[Fraction], q: Sequence[Fraction]) -> Polynomial:
    """Difference of two polynomials."""
    return tuple(a - b for a, b in zip_longest(p, q, fillvalue=Fraction(0)))


def at(p: Sequence[Fraction], x: Fraction) -> Fraction:
    """Value of a polynomial."""
    value = Fraction(0)
    for a in reversed(p):
        value = value * x + a
    return value


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
    zero, one = Fraction(0), Fraction(1)
    ends = [zero, *sorted(vanish), one]

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


def roots(p: Polynomial) -> list[Fraction]:
    """Roots strictly between 0 and 1, ascending, each once; of one that is not rational a close approximation."""
    p = _strip(p)
    if len(p) < 2:
        return []
    p = _divide(p, _common(p, _derivative(p)))[0]
    chain = [p, _derivative(p)]
    while any(rest := _divide(chain[-2], chain[-1])[1]):
        chain.append(tuple(-a for a in rest))
    return sorted(_between(chain, Fraction(0), Fraction(1), 0))


def _between(chain: list[Polynomial], low: Fraction, high: Fraction, depth: int) -> list[Fraction]:
    """Roots strictly between two numbers that are none."""
    count = _changes(chain, low) - _changes(chain, high)
    if not count:
        return []
    if len(chain[0]) == 2:
        return [-chain[0][0] / chain[0][1]]
    middle = (low + high) / 2
    if depth >= HALVINGS and count == 1:
        return [middle]
    if at(chain[0], middle) == 0:
        factor = (-middle, Fraction(1))
        rest = _divide(chain[0], factor)[0]
        return [middle, *(r for r in roots(rest) if low < r < high)]
    return _between(chain, low, middle, depth + 1) + _between(chain, middle, high, depth + 1)


def _changes(chain: list[Polynomial], x: Fraction) -> int:
    """Changes of sign along a chain of polynomials."""
    signs = [value > 0 for p in chain if (value := at(p, x))]
    return sum(a != b for a, b in pairwise(signs))


def _strip(p: Polynomial) -> Polynomial:
    """The polynomial without leading zeros and without its factors x and 1 - x, which have no root in between."""
    p = trim(p)
    while p and p[0] == 0:
        p = p[1:]
    while p and sum(p) == 0:
        p = _divide(p, (Fraction(-1), Fraction(1)))[0]
    return p


def trim(p: Sequence[Fraction]) -> Polynomial:
    """The polynomial without leading zeros."""
    kept = list(p)
    while kept and kept[-1] == 0:
        kept.pop()
    return tuple(kept)


def _derivative(p: Polynomial) -> Polynomial:
    return tuple(k * a for k, a in enumerate(p))[1:]


def _divide(p: Sequence[Fraction], q: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder."""
    rest, quotient = list(p), [Fraction(0)] * max(1, len(p) - len(q) + 1)
    for k in range(len(p) - len(q), -1, -1):
        quotient[k] = rest[k + len(q) - 1] / q[-1]
        for j, b in enumerate(q):
            rest[k + j] -= quotient[k] * b
    return trim(quotient), trim(rest)


def _common(p: Polynomial, q: Polynomial) -> Polynomial:
    """Greatest common divisor (Euclid)."""
    while q:
        p, q = q, _divide(p, q)[1]
    return p


def odd_part(p: Polynomial) -> Polynomial:
    """The factors of odd order, each once: a polynomial without multiple roots and with the same signs (Yun 1976)."""
    result: Polynomial = (p[-1],)
    left = _common(p, _derivative(p))
    factor = _divide(p, left)[0]
    odd = True
    while len(factor) > 1:
        shared = _common(factor, left)
        own = _divide(factor, shared)[0]
        if odd and len(own) > 1:
            result = times(result, tuple(a / own[-1] for a in own))
        left, factor, odd = _divide(left, shared)[0], shared, not odd
    return result
