"""Polynomials with rational coefficients, from the constant one up: sums, products, values, parts by order."""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest
from math import gcd
from typing import TYPE_CHECKING

from sim.exact.tableau import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    Polynomial = tuple[Fraction, ...]


def times(p: Sequence[Fraction], q: Sequence[Fraction]) -> Polynomial:
    """Product of two polynomials."""
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


def trim(p: Sequence[Fraction]) -> Polynomial:
    """The polynomial without leading zeros."""
    kept = list(p)
    while kept and kept[-1] == 0:
        kept.pop()
    return tuple(kept)


def simple_part(p: Sequence[Fraction]) -> Polynomial:
    """A polynomial with the same roots, each of them once."""
    p = trim(p)
    return _divide(p, _common(p, _derivative(p)))[0]


def odd_part(p: Sequence[Fraction]) -> Polynomial:
    """The factors of odd order, each once: a polynomial without multiple roots and with the same signs (Yun 1976)."""
    p = trim(p)
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
    """Greatest common divisor, up to a factor (Euclid, with the remainders kept short)."""
    while q:
        p, q = q, _short(_divide(p, q)[1])
    return p


def _short(p: Polynomial) -> Polynomial:
    """A polynomial in whole numbers without a common factor."""
    line, _ = whole(p)
    shared = gcd(*line)
    return tuple(Fraction(a // shared) for a in line)
