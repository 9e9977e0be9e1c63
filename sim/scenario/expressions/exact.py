"""Expressions over parameters, evaluated in exact rationals.

Sums, products, quotients and whole powers are exact; ``sqrt`` (except of squares), ``exp``, ``log``, ``normcdf`` and
broken powers go through a float and are exact from there on. A comparison gives 1 or 0.
"""

from __future__ import annotations

import math
import operator
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.scenario.expressions.grammar import DISTRIBUTIONS, FINITE, INFINITE, ExpressionError, Parser

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

MAX_LENGTH = 500
MAX_BITS = 4096
MAX_EXPONENT = 1000

_OCTAL, _HEXADECIMAL = (8, "[0-7]+", "0 to 7"), (16, "[0-9a-fA-F]+", "0 to 9 and a to f")
_PREFIXES = {"0o": _OCTAL, "0O": _OCTAL, "0x": _HEXADECIMAL, "0X": _HEXADECIMAL}

ARITHMETIC: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def evaluate(text: str, values: Mapping[str, Fraction]) -> Fraction:
    """Value of an expression.

    Parameters
    ----------
    text : str
        The expression.
    values : mapping of str to Fraction
        The parameters.

    Raises
    ------
    ExpressionError
        If it is not an expression, names something unknown, or has no finite value.
    """
    check_text(text, values)
    return _Rational(text, values).whole()


def check_text(text: str, values: Container[str]) -> None:
    """Refuse what is too long, and what is written like a number that is not finite.

    Raises
    ------
    ExpressionError
        If it is.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression has at most {MAX_LENGTH} characters, this one has {len(text)}")
    bare = text.strip().lstrip("+-\N{MINUS SIGN}")
    if bare.lower() in (".inf", ".nan", *INFINITE) and bare not in values:
        raise ExpressionError(f"expected a finite number, found {text.strip()}", hint=FINITE)


def bounded(value: Fraction, offset: int) -> Fraction:
    """The number, if it is short enough to be worked with.

    Raises
    ------
    ExpressionError
        If it is not.
    """
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise ExpressionError("the value is too large or too finely divided to work with", offset)
    return value


class _Rational(Parser[Fraction]):
    """Evaluation in rationals."""

    def literal(self, text: str, offset: int) -> Fraction:
        return read_number(text, offset)

    def combine(self, symbol: str, left: Fraction, right: Fraction, offset: int) -> Fraction:
        if symbol == "/" and right == 0:
            raise ExpressionError("division by zero", offset)
        return bounded(ARITHMETIC[symbol](left, right), offset)

    def negative(self, value: Fraction) -> Fraction:
        return -value

    def raised(self, base: Fraction, exponent: Fraction, offset: int) -> Fraction:
        return power(base, exponent, offset)

    def compared(self, symbol: str, left: Fraction, right: Fraction) -> Fraction:
        return Fraction(int(COMPARE[symbol](left, right)))

    def apply(self, name: str, arguments: list[Fraction], offset: int) -> Fraction:
        return apply(name, arguments, offset)


def read_number(text: str, offset: int) -> Fraction:
    """A number as it is written.

    Raises
    ------
    ExpressionError
        If it is none, or too long to work with.
    """
    if text[:2] in _PREFIXES:
        base, digits, told = _PREFIXES[text[:2]]
        if not re.fullmatch(digits, text[2:]):
            raise ExpressionError(f"'{text}' is no number: after {text[:2]} come digits from {told}", offset)
        return bounded(Fraction(int(text[2:], base)), offset)
    exponent = re.search(r"[eE]([-+]?\d+)$", text)
    if exponent and abs(int(exponent.group(1))) > MAX_EXPONENT:
        raise ExpressionError(f"the exponent of {text} is beyond {MAX_EXPONENT}", offset)
    return bounded(Fraction(text), offset)


def power(base: Fraction, exponent: Fraction, offset: int) -> Fraction:
    """A power, exact where the exponent is whole.

    Raises
    ------
    ExpressionError
        If it is not a real number, or too large.
    """
    if base == 0 and exponent < 0:
        raise ExpressionError("division by zero: a negative power of 0", offset)
    if exponent.denominator == 1:
        size = max(base.numerator.bit_length(), base.denominator.bit_length())
        if abs(exponent) > MAX_EXPONENT or size * abs(exponent) > 4 * MAX_BITS:
            raise ExpressionError("the power is too large to work with", offset)
        return bounded(base ** int(exponent), offset)
    if base < 0:
        raise ExpressionError("a broken power of a negative number is not a real number", offset)
    return _through_float(lambda: float(base) ** float(exponent), offset)


def apply(name: str, arguments: list[Fraction], offset: int) -> Fraction:
    """Value of a function of the grammar.

    Raises
    ------
    ExpressionError
        If it has none.
    """
    if name in DISTRIBUTIONS:
        return _share_below(name, arguments, offset)
    if name in ("min", "max"):
        return min(arguments) if name == "min" else max(arguments)
    x = arguments[0]
    if name == "abs":
        return abs(x)
    if name == "sqrt":
        if x < 0:
            raise ExpressionError("the square root of a negative number is not a real number", offset)
        roots = math.isqrt(x.numerator), math.isqrt(x.denominator)
        if roots[0] ** 2 == x.numerator and roots[1] ** 2 == x.denominator:
            return Fraction(*roots)
        return _through_float(lambda: math.sqrt(x), offset)
    if name == "log":
        if x <= 0:
            raise ExpressionError("the logarithm needs a number above 0", offset)
        return _through_float(lambda: math.log(x.numerator) - math.log(x.denominator), offset)
    return _through_float(lambda: math.exp(x), offset)


def _share_below(name: str, arguments: list[Fraction], offset: int) -> Fraction:
    """How likely a number is that is not above the first argument: standard, or of the two arguments behind it."""
    x = arguments[0]
    if name == "uniformcdf":
        low, high = arguments[1:] or (Fraction(0), Fraction(1))
        if low >= high:
            raise ExpressionError("the highest value of 'uniformcdf' is above its lowest", offset)
        return min(max((x - low) / (high - low), Fraction(0)), Fraction(1))
    mean, deviation = arguments[1:] or (Fraction(0), Fraction(1))
    if deviation <= 0:
        raise ExpressionError("the standard deviation of 'normcdf' is above 0", offset)
    return _through_float(lambda: standard_normal(float((x - mean) / deviation)), offset)


def standard_normal(z: float) -> float:
    """Share of the standard normal distribution that lies below a number."""
    return math.erfc(-z / math.sqrt(2)) / 2


def _through_float(compute: Callable[[], float], offset: int) -> Fraction:
    try:
        value = compute()
    except (OverflowError, ValueError, ZeroDivisionError):
        value = math.inf
    if not math.isfinite(value):
        raise ExpressionError("the value is too large to work with", offset)
    return Fraction(value)
