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

from fractions import Fraction
from operator import add, neg, sub

BITS = 96
ONE = 1 << BITS


class UnboundedError(ArithmeticError):
    """A number of which no bounds over a region are known."""


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
    low, high : int, optional
        Bounds of it all over the box, where they are known to be closer than those that follow.
    """

    __slots__ = ("center", "high", "low", "reach", "rest", "slopes")

    def __init__(
        self, center: int, slopes: tuple[int, ...], rest: int = 0, low: int | None = None, high: int | None = None
    ) -> None:
        self.center, self.slopes, self.rest = center, slopes, rest
        self.reach = sum(map(abs, slopes)) + rest
        self.low = center - self.reach if low is None else max(low, center - self.reach)
        self.high = center + self.reach if high is None else min(high, center + self.reach)

    @property
    def fixed(self) -> bool:
        """Whether it is one number."""
        return not self.reach

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """Both bounds as numbers."""
        return Fraction(self.low, ONE), Fraction(self.high, ONE)

    def __add__(self, other: Form) -> Form:
        slopes = tuple(map(add, self.slopes, other.slopes))
        low, high = self.low + other.low, self.high + other.high
        return Form(self.center + other.center, slopes, self.rest + other.rest, low, high)

    def __sub__(self, other: Form) -> Form:
        slopes = tuple(map(sub, self.slopes, other.slopes))
        low, high = self.low - other.high, self.high - other.low
        return Form(self.center - other.center, slopes, self.rest + other.rest, low, high)

    def __neg__(self) -> Form:
        return Form(-self.center, tuple(map(neg, self.slopes)), self.rest, -self.high, -self.low)

    def times(self, factor: int) -> Form:
        """A whole multiple."""
        low, high = sorted((self.low * factor, self.high * factor))
        return Form(self.center * factor, tuple(s * factor for s in self.slopes), self.rest * abs(factor), low, high)

    def __mul__(self, other: Form) -> Form:
        a, b = self.center, other.center
        slopes = tuple((a * t + b * s) >> BITS for s, t in zip(self.slopes, other.slopes, strict=True))
        lost = abs(a) * other.rest + abs(b) * self.rest + self.reach * other.reach
        ends = [x * y for x in (self.low, self.high) for y in (other.low, other.high)]
        # A unit for the center and for each slope, which are rounded down, and one for the rest itself.
        rest = (lost >> BITS) + len(slopes) + 2
        return Form((a * b) >> BITS, slopes, rest, min(ends) >> BITS, (max(ends) >> BITS) + 1)

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
    return Form(one.center, one.slopes, one.rest + by, one.low - by, one.high + by)


def around(one: Form, two: Form) -> Form:
    """A form that holds both: their mean with half their distance."""
    total, gap = one + two, one - two
    rest = ((abs(gap.center) + gap.reach + total.rest) >> 1) + len(total.slopes) + 3
    slopes = tuple(s >> 1 for s in total.slopes)
    return Form(total.center >> 1, slopes, rest, min(one.low, two.low), max(one.high, two.high))


def larger(one: Form, two: Form) -> Form:
    """The larger one of two; where that is not the same all over the box a form that holds it.

    Notes
    -----
    It is ``two + max(gap, 0)``. Less ``part * gap``, the maximum is least at 0 and largest at one of the gap's ends.
    """
    gap = one - two
    if gap.low >= 0 or gap.high <= 0:
        return one if gap.low >= 0 else two
    part = (gap.high << BITS) // (gap.high - gap.low)
    most = max(-part * gap.low, (ONE - part) * gap.high)
    half = (most >> (BITS + 1)) + 1
    linear = two + gap * Form(part, (0,) * len(gap.slopes))
    low, high = max(one.low, two.low), max(one.high, two.high)
    return Form(linear.center + half, linear.slopes, linear.rest + half, low, high)


def _up(number: Fraction) -> int:
    return -((-number.numerator << BITS) // number.denominator)
