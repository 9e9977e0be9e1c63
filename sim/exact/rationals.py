"""The numbers that exact computations compute with, and the way into them and out again.

Files, game forms and solutions hold `fractions.Fraction`. Where many exact numbers are computed with, GMP is faster, by
gmpy2: its rationals compare, print and hash like Fractions and mix with them. What comes of a computation is handed out
as Fractions again, so that nobody who reads a solution meets another type. This is the one place that decides which
type computes; a type checker takes it for a Fraction.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Rational, Whole = Fraction, int
else:
    from gmpy2 import mpq as Rational  # noqa: N812 - they stand for classes here
    from gmpy2 import mpz as Whole  # noqa: F401, N812

ZERO, ONE = Rational(0), Rational(1)


def fraction(value: Fraction) -> Fraction:
    """A number as a Fraction in the strict sense."""
    return Fraction(int(value.numerator), int(value.denominator))
