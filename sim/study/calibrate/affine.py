"""Expressions as sums of unknown parameters with known factors, exactly; or that they are none."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import Parser

if TYPE_CHECKING:
    from collections.abc import Mapping

ZERO = Fraction(0)


class CurvedError(Exception):
    """An expression that is no sum of its unknowns with known factors."""


@dataclass(frozen=True)
class Affine:
    """A number and a sum of unknowns with factors, none of which is 0.

    Parameters
    ----------
    constant : Fraction
        The number.
    factors : mapping of str to Fraction
        Factors by unknown.
    """

    constant: Fraction = ZERO
    factors: Mapping[str, Fraction] = field(default_factory=dict)

    @staticmethod
    def of(name: str) -> Affine:
        """An unknown by itself."""
        return Affine(ZERO, {name: Fraction(1)})

    def __add__(self, other: Affine) -> Affine:
        names = dict.fromkeys([*self.factors, *other.factors])
        sums = {name: self.factors.get(name, ZERO) + other.factors.get(name, ZERO) for name in names}
        return Affine(self.constant + other.constant, {name: factor for name, factor in sums.items() if factor})

    def __sub__(self, other: Affine) -> Affine:
        return self + other.times(Fraction(-1))

    def times(self, factor: Fraction) -> Affine:
        """It, so many times."""
        return Affine(self.constant * factor, {n: f * factor for n, f in self.factors.items() if factor})

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """Its value where the unknowns have some values."""
        return self.constant + sum((factor * values[name] for name, factor in self.factors.items()), ZERO)


def affine(text: str, values: Mapping[str, Affine]) -> Affine:
    """An expression as a sum of unknowns.

    Parameters
    ----------
    text : str
        The expression, which has passed the checks of its file.
    values : mapping of str to Affine
        The parameters: known numbers, unknowns, or sums of these.

    Raises
    ------
    CurvedError
        If it is none: unknowns are multiplied by each other, compared, or stand in a function.
    """
    return _Sum(text, values).whole()


class _Sum(Parser[Affine]):
    """Evaluation in sums of unknowns; what has no unknowns is evaluated as everywhere else."""

    def literal(self, text: str, offset: int) -> Affine:
        del offset
        return Affine(evaluate(text, {}))

    def combine(self, symbol: str, left: Affine, right: Affine, offset: int) -> Affine:
        del offset
        if symbol in "+-":
            return left + right if symbol == "+" else left - right
        if symbol == "*":
            if left.factors and right.factors:
                raise CurvedError
            return left.times(right.constant) if left.factors else right.times(left.constant)
        if right.factors:
            raise CurvedError
        return left.times(1 / right.constant)

    def negative(self, value: Affine) -> Affine:
        return value.times(Fraction(-1))

    def raised(self, base: Affine, exponent: Affine, offset: int) -> Affine:
        del offset
        if not base.factors and not exponent.factors:
            return self._known("a ** b", base, exponent)
        if exponent.factors or exponent.constant not in (0, 1):
            raise CurvedError
        return base if exponent.constant else Affine(Fraction(1))

    def compared(self, symbol: str, left: Affine, right: Affine) -> Affine:
        return self._known(f"a {symbol} b", left, right)

    def apply(self, name: str, arguments: list[Affine], offset: int) -> Affine:
        del offset
        letters = "abcdefghijklmnopqrstuvwxyz"[: len(arguments)]
        return self._known(f"{name}({', '.join(letters)})", *arguments)

    @staticmethod
    def _known(text: str, *arguments: Affine) -> Affine:
        """A function of numbers that are all known."""
        if any(argument.factors for argument in arguments) or len(arguments) > 26:
            raise CurvedError
        letters = "abcdefghijklmnopqrstuvwxyz"
        return Affine(evaluate(text, {letter: a.constant for letter, a in zip(letters, arguments, strict=False)}))
