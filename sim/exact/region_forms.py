"""Numbers that hang on a point of a box: a linear part and a bound of the rest, all of it whole and rounded outwards.

A form over a box of n sides is ``center + slope_1 t_1 + ... + slope_n t_n + rest``, where each t goes from -1 to 1 and
the rest is somewhere between -`rest` and `rest`. What is linear in the sides is held exactly, but for the rounding,
so that two numbers that move alike are told apart as well as at a single point. Everything is counted in units of
2 ** -BITS.

References
----------
Comba, J. L. D. and Stolfi, J. (1993): Affine arithmetic and its applications to computer graphics. SIBGRAPI VI.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from operator import add, sub

BITS = 96
ONE = 1 << BITS


class UnboundedError(ArithmeticError):
    """A number of which no bounds over a region are known."""


@dataclass(frozen=True, slots=True)
class Form:
    """A number over a box.

    Parameters
    ----------
    center : int
        What it is in the middle of the box, up to the rest.
    slopes : tuple of int
        By how much it rises from the middle to the upper end of each side.
    rest : int
        A bound of what is not linear, and of all rounding; not negative.
    """

    center: int
    slopes: tuple[int, ...]
    rest: int = 0

    @property
    def reach(self) -> int:
        """A bound of its distance from its center."""
        return sum(map(abs, self.slopes)) + self.rest

    @property
    def low(self) -> int:
        """A bound from below."""
        return self.center - self.reach

    @property
    def high(self) -> int:
        """A bound from above."""
        return self.center + self.reach

    @property
    def fixed(self) -> bool:
        """Whether it is one number."""
        return not self.rest and not any(self.slopes)

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """Both bounds as numbers."""
        return Fraction(self.low, ONE), Fraction(self.high, ONE)

    def __add__(self, other: Form) -> Form:
        slopes = tuple(map(add, self.slopes, other.slopes))
        return Form(self.center + other.center, slopes, self.rest + other.rest)

    def __sub__(self, other: Form) -> Form:
        slopes = tuple(map(sub, self.slopes, other.slopes))
        return Form(self.center - other.center, slopes, self.rest + other.rest)

    def __neg__(self) -> Form:
        return Form(-self.center, tuple(-s for s in self.slopes), self.rest)

    def times(self, factor: int) -> Form:
        """A whole multiple."""
        return Form(self.center * factor, tuple(s * factor for s in self.slopes), self.rest * abs(factor))

    def __mul__(self, other: Form) -> Form:
        a, b = self.center, other.center
        slopes = tuple((a * t + b * s) >> BITS for s, t in zip(self.slopes, other.slopes, strict=True))
        one, two = self.reach, other.reach
        lost = abs(a) * other.rest + abs(b) * self.rest + one * two
        # A unit for the center and for each slope, which are rounded down, and one for the rest itself.
        return Form((a * b) >> BITS, slopes, (lost >> BITS) + len(slopes) + 2)

    def inverse(self) -> Form:
        """One over it.

        Raises
        ------
        UnboundedError
            If it may be 0.

        Notes
        -----
        On ``[low, high]`` above 0 the function ``1/x + x/high**2`` falls, so that it is between its values at the ends.
        """
        if self.low <= 0 <= self.high:
            raise UnboundedError("a divisor may be 0")
        if self.high < 0:
            return -(-self).inverse()
        low, high = self.ends
        slope = 1 / high**2
        least, most = 2 / high, 1 / low + low * slope
        middle, half = form((least + most) / 2, len(self.slopes)), (most - least) / 2
        linear = self * form(slope, len(self.slopes))
        return widened(middle - linear, _up(half))


def form(number: Fraction, sides: int) -> Form:
    """A number that is the same all over the box."""
    center = (number.numerator << BITS) // number.denominator
    return Form(center, (0,) * sides, int(center * number.denominator != number.numerator << BITS))


def side(low: Fraction, high: Fraction, which: int, sides: int) -> Form:
    """The place along a side of the box."""
    middle, half = form((low + high) / 2, sides), form((high - low) / 2, sides)
    slopes = tuple(half.center if k == which else 0 for k in range(sides))
    return Form(middle.center, slopes, middle.rest + half.rest)


def widened(one: Form, by: int) -> Form:
    """A form that may be farther away by a bound."""
    return Form(one.center, one.slopes, one.rest + by)


def around(one: Form, two: Form) -> Form:
    """A form that holds both: their mean with their distance, or what is between their bounds if that is less."""
    total, gap = one + two, one - two
    mean = Form(total.center >> 1, tuple(s >> 1 for s in total.slopes), (total.rest >> 1) + len(total.slopes) + 2)
    mean = widened(Form(mean.center, mean.slopes, 0), ((abs(gap.center) + gap.reach) >> 1) + mean.rest + 1)
    low, high = min(one.low, two.low), max(one.high, two.high)
    if 2 * mean.reach <= high - low:
        return mean
    return Form((low + high) >> 1, (0,) * len(one.slopes), ((high - low) >> 1) + 1)


def larger(one: Form, two: Form) -> Form:
    """The larger one of two, or a form that holds both where that is not the same all over the box."""
    gap = one - two
    return one if gap.low >= 0 else two if gap.high <= 0 else around(one, two)


def _up(number: Fraction) -> int:
    return -((-number.numerator << BITS) // number.denominator)
