"""Exact identity of numbers that are known in floats only: what they leave when divided by a large prime.

A rational a / b has the residue a * b^-1 modulo the prime 2^31 - 1, and sums, products and quotients of residues are
the residues of sums, products and quotients. Equal numbers have equal residues. Different numbers share one by accident
about once in 2^31 times, and here the question is only put where floats lie within rounding of each other.

References
----------
Schwartz, J. T. (1980): Fast probabilistic algorithms for verification of polynomial identities. Journal of the ACM 27.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Residues = NDArray[np.uint64]

PRIME = (1 << 31) - 1
_SHIFT, _PRIME = np.uint64(31), np.uint64(PRIME)


def residue(value: Fraction) -> int | None:
    """Residue of a rational; None if its denominator is a multiple of the prime."""
    below = value.denominator % PRIME
    return value.numerator % PRIME * pow(below, -1, PRIME) % PRIME if below else None


def reduced(value: Residues) -> Residues:
    """Numbers below 2^63 brought between 0 and the prime; equal residues are equal numbers afterwards."""
    folded = value & _PRIME
    folded += value >> _SHIFT
    high = folded >> _SHIFT
    folded &= _PRIME
    folded += high
    np.subtract(folded, _PRIME, out=folded, where=folded >= _PRIME)
    return folded


def product(one: Residues, two: Residues) -> Residues:
    """Residues of products."""
    return reduced(one * two)


def total(one: Residues, two: Residues) -> Residues:
    """Residues of sums."""
    return reduced(one + two)


def difference(one: Residues, two: Residues) -> Residues:
    """Residues of differences."""
    return reduced(one + (_PRIME - two))


def inverse(value: Residues) -> Residues:
    """Residues of reciprocals; 0 for 0 (Fermat's little theorem)."""
    return power(value, PRIME - 2)


def power(value: Residues, exponent: int) -> Residues:
    """Residues of powers with an exponent from 0 on."""
    result, square = np.ones_like(value), value
    while exponent:
        if exponent & 1:
            result = product(result, square)
        square = product(square, square)
        exponent >>= 1
    return result


def scrambled(value: Residues, salt: int) -> Residues:
    """Residues that stand for numbers of which nothing is known but what they are made from: equal from equal."""
    mixed = value + np.uint64(salt % PRIME + 1)
    for factor in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9):
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(factor)
    return reduced(mixed >> np.uint64(2))
