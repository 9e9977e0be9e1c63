"""Actions that play with errors cannot tell apart, so that a logit path keeps to play in which they are as likely.

Sort all actions into classes, such that wherever the actions of a class are equally likely, each of them pays its owner
the same above the mean of its place. Then the logit response to such play is such play again, the uniform point is such
play, and so is the path that starts from it (it is the only one near), through all points where branches on which they
differ cross it. In a symmetric game these are the actions that a symmetry exchanges; what remains of the game has no
such crossings. Classes are found by refinement, as those of vertices of a graph are: places of different sizes differ,
and so do actions whose worth differs at some play in which all classes that are left are equally likely.

That worth is a fraction of polynomials in the chances, and two of these are equal if they are at a point drawn from a
large field: they are worked out there in whole numbers, where nothing is rounded. That two different ones are taken for
equal has a chance below 1e-15 (Schwartz 1980), and the points of a path are checked in the whole game.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1995): Quantal response equilibria for normal form games. Games and Economic
Behavior 10, 6-38. Golubitsky, M. and Stewart, I. (2006): Nonlinear dynamics of networks: the groupoid formalism.
Bulletin of the AMS 43, 305-364. Schwartz, J. T. (1980): Fast probabilistic algorithms for verification of polynomial
identities. Journal of the ACM 27, 701-717.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.types import Floats

FIELD = 2**61 - 1
"""Size of the field that worths are compared in, a prime."""


class Choices(Protocol):
    """Where somebody chooses, and what each action is worth given how everybody chooses: all actions in a row."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of actions at each place."""

    @property
    def scale(self) -> float:
        """Range of the payoffs, by which `worth` is divided."""

    def worth(self, logs: Floats) -> Floats:
        """Expected payoff of each action over the scale, given the logs of all probabilities.

        Any amount that is the same for all actions of a place may be left out.
        """

    def slope(self, logs: Floats) -> Floats:
        """Derivatives of `worth` with respect to the logs, shape (actions, actions)."""

    def residues(self, chances: Sequence[int]) -> list[int]:
        """Expected payoff of each action in the field of `FIELD` elements, given all probabilities in it."""


def residue(number: Fraction) -> int:
    """A fraction in the field.

    Raises
    ------
    ValueError
        If its denominator is 0 there.
    """
    return number.numerator * pow(number.denominator, -1, FIELD) % FIELD


class Folded:
    """Choices with one variable for each class of actions, and one place for all that are alike.

    Attributes
    ----------
    sizes : tuple of int
        Number of classes at each place that is left.
    counts : ndarray of float
        How many actions of the place each class stands for.
    """

    def __init__(self, choices: Choices, deadline: Deadline) -> None:
        self.choices = choices
        classes = _classes(choices, deadline)
        known: dict[int, int] = {}
        stands_for, sizes, counts = [], [], []
        for at in places(choices.sizes):
            here = classes[at]
            if here[0] in known:
                continue
            distinct = dict.fromkeys(here)
            sizes.append(len(distinct))
            for one in distinct:
                known[one] = len(known)
                stands_for.append(at.start + here.index(one))
                counts.append(float(here.count(one)))
        self.sizes, self.counts = tuple(sizes), np.array(counts)
        self._whole = np.array([known[one] for one in classes], dtype=np.intp)
        self._one = np.array(stands_for, dtype=np.intp)
        self._sums = np.eye(len(known))[self._whole]

    def unfolded(self, logs: Floats) -> Floats:
        """Logs of the probabilities of all actions."""
        whole: Floats = logs[self._whole]
        return whole

    def worth(self, logs: Floats) -> Floats:
        """Expected payoff of an action of each class over the scale."""
        worth: Floats = self.choices.worth(self.unfolded(logs))[self._one]
        return worth

    def slope(self, logs: Floats) -> Floats:
        """Derivatives of `worth` with respect to the logs."""
        slope: Floats = self.choices.slope(self.unfolded(logs))[self._one]
        return slope if len(self._one) == len(self._whole) else slope @ self._sums


def places(sizes: Sequence[int]) -> list[slice]:
    """Where the actions of each place stand."""
    ends = np.cumsum(sizes)
    return [slice(int(end) - size, int(end)) for end, size in zip(ends, sizes, strict=True)]


def _classes(choices: Choices, deadline: Deadline) -> list[int]:
    """The class of each action, as numbers that may leave gaps."""
    whole, draw = places(choices.sizes), Random(1)
    classes = [size for size in choices.sizes for _ in range(size)]
    try:
        while True:
            deadline.check()
            finer = _refined(choices, whole, classes, draw)
            if len(set(finer)) == len(set(classes)):
                return finer
            classes = finer
    except ValueError:  # no inverse in the field: nothing is taken to be alike
        return list(range(len(classes)))


def _refined(choices: Choices, whole: list[slice], classes: list[int], draw: Random) -> list[int]:
    drawn = {one: draw.randrange(1, FIELD) for one in sorted(set(classes))}
    chances: list[int] = []
    for at in whole:
        share = pow(sum(drawn[one] for one in classes[at]), -1, FIELD)
        chances += [drawn[one] * share % FIELD for one in classes[at]]
    worth = choices.residues(chances)
    told: list[tuple[int, int, tuple[int, ...]]] = []
    for at in whole:
        mean = sum(worth[at]) * pow(at.stop - at.start, -1, FIELD)
        among = tuple(sorted(classes[at]))
        told += [(one, (pays - mean) % FIELD, among) for one, pays in zip(classes[at], worth[at], strict=True)]
    number = {one: k for k, one in enumerate(dict.fromkeys(told))}
    return [number[one] for one in told]
