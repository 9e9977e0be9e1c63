"""Expressions evaluated at many points at once, in floats that know how far they can be trusted.

Beside each float goes a bound of its error and the residue of the exact number (`sim.exact.residues`). A comparison
is decided by floats where they differ by more than their errors, and by residues where they do not: equal residues are
a tie. Where neither tells, and wherever the exact evaluation could refuse a value, the point is noted as doubtful and
the value there means nothing.
"""

from __future__ import annotations

import operator
import zlib
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sim.exact import residues as mod
from sim.scenario.expressions.exact import MAX_BITS, MAX_EXPONENT, evaluate, standard_normal
from sim.scenario.expressions.grammar import DISTRIBUTIONS, ExpressionError, Parser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sim.types import Flags, Floats


EPS = float(np.finfo(float).eps)
LARGE = 1e90
"""Size from which the exact evaluation may find a number too large to work with."""

TINY = 1e-300
"""More than what is lost where a float is rounded to 0."""

_FLOAT_BITS = 1100


@dataclass(frozen=True)
class Numbers:
    """One number per point.

    Parameters
    ----------
    value, error : ndarray of float, shape (n,)
        Its float, and a bound of the difference to the exact number.
    residue : ndarray of uint64, shape (n,)
        The residue of the exact number.
    bits : int
        A bound of the length of the exact numerator and denominator.
    """

    value: Floats
    error: Floats
    residue: mod.Residues
    bits: int


def numbers_of(exact: Sequence[Fraction | None], which: NDArray[np.intp], doubt: Flags) -> Numbers:
    """Exact numbers, one per point, with their floats; None where there is none, which is doubtful.

    Parameters
    ----------
    exact : sequence of (Fraction or None)
        The numbers that there are.
    which : ndarray of int, shape (n,)
        Which of them each point has.
    doubt : ndarray of bool, shape (n,)
        Set where there is no number.
    """
    rows = [(0.0, 0, 0) if number is None else _row(number) for number in exact]
    doubt |= np.array([row[2] == 0 for row in rows], dtype=bool)[which]
    value = np.array([row[0] for row in rows], dtype=np.float64)[which]
    left_over = np.array([row[1] for row in rows], dtype=np.uint64)[which]
    return Numbers(value, np.abs(value) * EPS, left_over, max((row[2] for row in rows), default=1))


def decimals(values: Floats, doubt: Flags) -> Numbers:
    """Floats, each of which stands for the shortest decimal number that is read as it.

    The same as `numbers_of` of their decimals, without a fraction for each.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        The floats.
    doubt : ndarray of bool, shape (n,)
        Set where one is not finite.
    """
    good = np.isfinite(values)
    doubt |= ~good
    value = np.where(good, values, 0.0)
    digits, places = _written(value)
    least, most = (int(places.min()), int(places.max())) if len(places) else (0, 0)
    tens = [pow(10, place, mod.PRIME) for place in range(least, most + 1)]
    left = mod.product((digits % mod.PRIME).astype(np.uint64), np.array(tens, dtype=np.uint64)[places - least])
    longest = max(-least, most)
    return Numbers(value, np.abs(value) * EPS, left, 64 + 10 * longest // 3)


def _written(value: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The digits of finite floats as they are written, and the powers of ten that they are multiplied by.

    All are written and read at once, but for those that are written with an exponent.
    """
    size = np.abs(value)
    short = (size == 0) | ((size >= 1e-4) & (size < 1e16))
    text = repr(np.where(short, value, 0.0).tolist())[1:-1]
    signs = np.frombuffer(text.encode(), dtype=np.uint8)
    ends = np.append(np.flatnonzero(signs == ord(",")), len(signs))[: len(value)]
    places = np.flatnonzero(signs == ord(".")) - ends + 1
    digits = np.fromstring(text.replace(".", ""), dtype=np.int64, sep=",")
    for k in np.flatnonzero(~short):
        digits[k], places[k] = _digits(repr(float(value[k])))
    return digits, places.astype(np.int64)


def _digits(text: str) -> tuple[int, int]:
    """A float as it is written: its digits, and the power of ten that they are multiplied by."""
    mantissa, _, exponent = text.partition("e")
    whole, _, part = mantissa.partition(".")
    return int(whole + part), int(exponent or 0) - len(part)


@lru_cache(maxsize=4096)
def _row(number: Fraction) -> tuple[float, int, int]:
    """A number as a float, as a residue and in bits; nothing but zeros if it cannot be worked with."""
    left, bits = mod.residue(number), max(number.numerator.bit_length(), number.denominator.bit_length())
    return (0.0, 0, 0) if left is None or bits > MAX_BITS else (float(number), left, max(bits, 1))


def constant(exact: Fraction, doubt: Flags) -> Numbers:
    """The same number at all points.

    Parameters
    ----------
    exact : Fraction
        The number.
    doubt : ndarray of bool, shape (n,)
        Set where it cannot be worked with.
    """
    return numbers_of([exact], np.zeros(len(doubt), dtype=np.intp), doubt)


@lru_cache(maxsize=4096)
def _fixed(text: str) -> Fraction | None:
    """The value of an expression that hangs on no parameter; None of one that does, or has no value."""
    try:
        return evaluate(text, {})
    except ExpressionError:
        return None


def evaluate_all(text: str, values: Mapping[str, Numbers], doubt: Flags) -> Numbers:
    """Values of an expression at all points.

    Parameters
    ----------
    text : str
        An expression that has been checked at some point.
    values : mapping of str to Numbers
        The parameters.
    doubt : ndarray of bool, shape (n,)
        Set where the value could not be found for certain.

    Raises
    ------
    ExpressionError
        If it has no value at any point.
    """
    fixed = _fixed(text)
    if fixed is None:
        with np.errstate(all="ignore"):
            found = _Vector(text, values, doubt).whole()
        strange = ~(np.abs(found.value) < LARGE) | ~np.isfinite(found.error)
        doubt |= strange
        return Numbers(
            np.where(strange, 0.0, found.value), np.where(strange, 0.0, found.error), found.residue, found.bits
        )
    return constant(fixed, doubt)


_FLOATS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


class _Vector(Parser[Numbers]):
    """Evaluation at all points; doubts are noted on the way."""

    def __init__(self, text: str, values: Mapping[str, Numbers], doubt: Flags) -> None:
        super().__init__(text, values)
        self.doubt = doubt

    def literal(self, text: str, offset: int) -> Numbers:
        return constant(evaluate(text, {}), self.doubt)

    def combine(self, symbol: str, left: Numbers, right: Numbers, offset: int) -> Numbers:
        value = _FLOATS[symbol](left.value, right.value)
        bits = left.bits + right.bits
        if symbol in "+-":
            error = left.error + right.error
            rest = mod.total if symbol == "+" else mod.difference
            return self._made(value, error, rest(left.residue, right.residue), bits + 1)
        size, other = np.abs(left.value), np.abs(right.value)
        if symbol == "*":
            error = size * right.error + other * left.error + left.error * right.error
            return self._made(value, error, mod.product(left.residue, right.residue), bits)
        self.doubt |= (other <= 2 * right.error) | (right.residue == 0)
        error = (left.error + np.abs(value) * right.error) / (other - right.error)
        return self._made(value, error, mod.product(left.residue, mod.inverse(right.residue)), bits)

    def _made(self, value: Floats, error: Floats, residue: mod.Residues, bits: int) -> Numbers:
        if bits > MAX_BITS:
            self.doubt[:] = True
        return Numbers(value, error + np.abs(value) * EPS + TINY, residue, bits)

    def negative(self, value: Numbers) -> Numbers:
        return Numbers(
            -value.value, value.error, mod.difference(np.zeros_like(value.residue), value.residue), value.bits
        )

    def raised(self, base: Numbers, exponent: Numbers, offset: int) -> Numbers:
        whole = np.round(exponent.value[0]) if len(exponent.value) else 1.0
        same = bool((exponent.value == whole).all() and (exponent.residue == int(whole) % mod.PRIME).all())
        if same and abs(whole) <= MAX_EXPONENT:
            return self._whole_power(base, int(whole), offset)
        # A power of its own kind at every point: what it is made from is all that is known of its residue.
        self.doubt |= (base.value <= 2 * base.error) | (np.abs(exponent.value) > MAX_EXPONENT)
        value = base.value**exponent.value
        share = np.abs(exponent.value) * (base.error / np.abs(base.value) + EPS)
        share += np.abs(np.log(base.value)) * (exponent.error + EPS * np.abs(exponent.value)) + 4 * EPS
        mixed = mod.scrambled(mod.total(base.residue, mod.scrambled(exponent.residue, 2)), 1)
        # Whole powers are exact; that one of them equals a broken one is for the exact evaluation to say.
        self.doubt |= np.abs(exponent.value - np.round(exponent.value)) <= exponent.error
        return Numbers(value, 2 * share * np.abs(value) + TINY, mixed, _FLOAT_BITS)

    def _whole_power(self, base: Numbers, exponent: int, offset: int) -> Numbers:
        if base.bits * abs(exponent) > MAX_BITS:
            self.doubt[:] = True
        one = constant(Fraction(1), self.doubt)
        result, square, left = one, base, abs(exponent)
        while left:
            result = self.combine("*", result, square, offset) if left & 1 else result
            left >>= 1
            square = self.combine("*", square, square, offset) if left else square
        return self.combine("/", one, result, offset) if exponent < 0 else result

    def compared(self, symbol: str, left: Numbers, right: Numbers) -> Numbers:
        above, equal = self._order(left, right)
        holds = {
            "<": ~above & ~equal,
            "<=": ~above,
            ">": above,
            ">=": above | equal,
            "==": equal,
            "!=": ~equal,
        }[symbol]
        return Numbers(holds.astype(np.float64), np.zeros(len(holds)), holds.astype(np.uint64), 1)

    def _order(self, left: Numbers, right: Numbers) -> tuple[Flags, Flags]:
        """Where the left one is larger, and where both are equal; noted where that cannot be told."""
        gap = left.value - right.value
        near = np.abs(gap) <= 2 * (left.error + right.error)
        equal: Flags = near & (left.residue == right.residue)
        self.doubt |= (near & ~equal) | np.isnan(gap)
        return (gap > 0) & ~equal, equal

    def apply(self, name: str, arguments: list[Numbers], offset: int) -> Numbers:
        if name == "abs":
            return self._larger(arguments[0], self.negative(arguments[0]))
        if name in ("min", "max"):
            best = arguments[0]
            for other in arguments[1:]:
                best = self._larger(best, other) if name == "max" else self._larger(best, other, least=True)
            return best
        x = arguments[0]
        if name in DISTRIBUTIONS:
            return self._share_below(name, arguments, offset)
        if name == "sqrt":
            self.doubt |= x.value < 4 * x.error
            value = np.sqrt(x.value)
            error = x.error / np.where(value > 0, value, 1.0)
        elif name == "log":
            self.doubt |= x.value <= 4 * x.error
            value = np.log(x.value)
            error = 2 * x.error / np.abs(x.value)
        else:
            value = np.exp(x.value)
            error = 2 * value * (x.error + EPS * np.abs(x.value))
        salt = zlib.crc32(name.encode())
        # The exact evaluation takes the logarithms of numerator and denominator, each of which may be long.
        size = np.abs(value) + (x.bits if name == "log" else 0.0)
        return Numbers(value, error + 4 * EPS * size + TINY, mod.scrambled(x.residue, salt), _FLOAT_BITS)

    def _share_below(self, name: str, arguments: list[Numbers], offset: int) -> Numbers:
        """Shares of a distribution; doubtful where its two numbers are none of one."""
        zero, one = (constant(Fraction(k), self.doubt) for k in (0, 1))
        x, (first, second) = arguments[0], arguments[1:] or (zero, one)
        low, high = (first, second) if name == "uniformcdf" else (zero, second)
        above, _ = self._order(high, low)
        self.doubt |= ~above
        z = self.combine("/", self.combine("-", x, first, offset), self.combine("-", high, low, offset), offset)
        if name == "uniformcdf":
            return self._larger(self._larger(z, zero), one, least=True)
        value = np.array([standard_normal(v) if np.isfinite(v) else np.nan for v in z.value], dtype=np.float64)
        # The slope is at most 0.4; far below 0 the share itself is as sensitive as z is large.
        error = 0.4 * z.error + 4 * EPS * (1 + np.minimum(z.value**2, 1500.0)) * value
        return Numbers(value, error + TINY, mod.scrambled(z.residue, zlib.crc32(name.encode())), _FLOAT_BITS)

    def _larger(self, one: Numbers, two: Numbers, least: bool = False) -> Numbers:
        above, equal = self._order(one, two)
        first = equal | (above ^ least)
        value, error = (np.where(first, a, b) for a, b in ((one.value, two.value), (one.error, two.error)))
        return Numbers(value, error, np.where(first, one.residue, two.residue), max(one.bits, two.bits))


def holds_everywhere(symbol: str, left: Numbers, right: Numbers, doubt: Flags) -> Flags:
    """Where a comparison holds; doubtful where that cannot be told."""
    found: Flags = _Vector("", {}, doubt).compared(symbol, left, right).value > 0
    return found
