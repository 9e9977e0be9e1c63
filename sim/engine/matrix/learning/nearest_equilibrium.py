"""Nash equilibria as places on a map: what lies at or between the extreme equilibria, and how far off a point is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.matrix.refinements import nash_subsets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.types import Floats


@dataclass(frozen=True)
class Landmark:
    """A connected component of the Nash equilibria of a game.

    Parameters
    ----------
    equilibria : tuple of int
        Its extreme equilibria, counted from 1 in the order of the list.
    subsets : tuple of tuple of ndarray, shapes (k, m) and (l, n)
        Its maximal Nash subsets: any mixture of the first rows with any mixture of the second is an equilibrium.
    """

    equilibria: tuple[int, ...]
    subsets: tuple[tuple[Floats, Floats], ...]

    def distance(self, strategies: tuple[Floats, Floats]) -> float:
        """Largest difference in any probability between a point and the nearest equilibrium of the component.

        Parameters
        ----------
        strategies : tuple of ndarray, shapes (m,) and (n,)
            The point.
        """
        return min(
            max(_to_hull(corners, point) for corners, point in zip(subset, strategies, strict=True))
            for subset in self.subsets
        )


def landmarks(equilibria: Sequence[Equilibrium]) -> tuple[Landmark, ...]:
    """The components of a list of extreme equilibria, in the order of their first members.

    Parameters
    ----------
    equilibria : sequence of Equilibrium
        All extreme equilibria of a game.
    """
    subsets = nash_subsets(equilibria)
    numbers: dict[int, list[int]] = {}
    for k, e in enumerate(equilibria, 1):
        numbers.setdefault(e.component, []).append(k)
    return tuple(
        Landmark(tuple(members), tuple((_rows(xs), _rows(ys)) for xs, ys in subsets[component]))
        for component, members in numbers.items()
    )


def _rows(strategies: frozenset[tuple[Fraction, ...]]) -> Floats:
    """Strategies as an array, sorted so that sums do not depend on the order of a set."""
    return np.array([[float(p) for p in strategy] for strategy in sorted(strategies)])


def _to_hull(corners: Floats, point: Floats) -> float:
    """Distance in the maximum norm from a point to the convex hull of corners, by a linear programme."""
    if len(corners) == 1:
        return float(np.abs(corners[0] - point).max())
    from scipy.optimize import linprog

    k, m = corners.shape
    slack = -np.ones((m, 1))
    found = linprog(
        [0.0] * k + [1.0],
        A_ub=np.vstack([np.hstack([corners.T, slack]), np.hstack([-corners.T, slack])]),
        b_ub=np.concatenate([point, -point]),
        A_eq=[[1.0] * k + [0.0]],
        b_eq=[1.0],
        bounds=(0, None),
    )
    if not found.success:
        raise ArithmeticError(f"the distance to a set of equilibria could not be found: {found.message}")
    # Measured at the point found, so that the programme's own tolerance cannot make the distance too small.
    return float(np.abs(found.x[:k] / found.x[:k].sum() @ corners - point).max())
