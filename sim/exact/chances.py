"""What a chance is, exactly, and the one way from it to a float.

A chance, and a discount factor, which is the chance that there is a next round, lies between 0 and 1 and is 0 or 1 only
if it is that exactly. Floats round 1 - 1e-17 to 1 and would make what is nearly certain certain: another game, in which
other places can be reached. So whatever asks whether something can happen, or must, asks the exact number, and floats
are made here alone, where none of them is 0 or 1 that should not be.
"""

from __future__ import annotations

from fractions import Fraction
from math import log, nextafter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = Fraction(1, 10**100)
"""Distance from 0 and from 1 that a chance which is neither has at least; products of a few are floats still."""

_BELOW_ONE = nextafter(1.0, 0.0)


def is_chance(value: Fraction) -> bool:
    """Whether a number is a chance that can be computed with: 0, 1, or between them and no nearer than `LEAST`."""
    return value in (0, 1) or LEAST <= value <= 1 - LEAST


def as_float(chance: Fraction) -> float:
    """The float nearest to a chance among those that are 0 or 1 only if it is.

    Parameters
    ----------
    chance : Fraction
        The chance.
    """
    near = float(chance)
    if near >= 1.0 and chance < 1:
        return _BELOW_ONE
    if near <= 0.0 and chance > 0:
        return nextafter(0.0, 1.0)
    return near


def share_of(mixture: Sequence[float], action: int) -> float:
    """The chance of an action of a mixture of floats; 1 where no other has any, and nowhere else.

    Parameters
    ----------
    mixture : sequence of float
        Chances that add up to 1 but for rounding.
    action : int
        Which one.
    """
    alone = all(p <= 0 for a, p in enumerate(mixture) if a != action)
    return 1.0 if alone else min(float(mixture[action]), _BELOW_ONE)


def log_of(chance: Fraction) -> float:
    """Natural logarithm of a chance above 0, also of one next to 1.

    Parameters
    ----------
    chance : Fraction
        The chance; not 0.
    """
    return log(as_float(chance))
