"""What an outcome hangs on where numbers are drawn: shares of the variance of whether it comes about.

Where points are solved together, Sobol' indices by a design of their own. Elsewhere what the draws themselves say: the
variance between the means of classes of a parameter's draws, less what chance puts there (epsilon squared).

References
----------
Kelley, T. L. (1935): An unbiased correlation ratio measure. Proceedings of the National Academy of Sciences 21,
554-559.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.study.maps.variance import sobol_shares

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.study.sweeps.axes import Axis
    from sim.types import Floats

CLASSES, LEAST = 10, 20
"""Classes of a parameter's draws, most, and draws in each, least."""

LEAST_BASE, MOST_BASE = 128, 1024
"""Base points of a design, least and most."""

INSIDE = 2.0**-53
"""Chances are kept so far from 0 and 1, where some distributions have no end."""


@dataclass(frozen=True)
class Hangs:
    """Shares of the variance of an outcome that is 1 or 0, in the order of the parameters.

    Parameters
    ----------
    method : {"sobol", "classes"}
        How they were found.
    first : ndarray of float, shape (k,)
        What each parameter explains by itself; NaN where the outcome is always the same.
    total : ndarray of float, shape (k,) or None
        Its part with all interactions; None where it was not found.
    first_interval, total_interval : ndarray of float, shape (k, 2), or None
        Of 95% by resampling.
    samples, runs : int
        Base points of the design and points solved for it; the draws, and 0, with classes.
    """

    method: Literal["sobol", "classes"]
    first: Floats
    total: Floats | None
    first_interval: Floats | None
    total_interval: Floats | None
    samples: int
    runs: int


def by_design(axes: Sequence[Axis], outcome: Callable[[Floats], Floats], draws: int, seed: int) -> Hangs:
    """Sobol' indices from a design with as many base points as there were draws, or the power of two below.

    Parameters
    ----------
    axes : sequence of Axis, length k
        Parameters that are drawn.
    outcome : callable
        From points of shape (n, k) to whether it comes about at each, as 1 and 0; NaN where there is no answer.

    Raises
    ------
    NothingSampledError
        If too few points have an answer.
    """

    def placed(chances: Floats) -> Floats:
        inside = np.clip(chances, INSIDE, 1 - INSIDE)
        return np.stack([axis.draw.quantile(inside[:, i]) for i, axis in enumerate(axes) if axis.draw], axis=1)

    samples = 1 << (max(LEAST_BASE, min(draws, MOST_BASE)).bit_length() - 1)
    found = sobol_shares(len(axes), placed, lambda points: {"it": outcome(points)}, samples, seed)
    told = found.shares["it"]
    intervals = told.first_interval, told.total_interval
    return Hangs("sobol", told.first, told.total, *intervals, found.used, samples * (len(axes) + 2))


def by_classes(points: Floats, outcome: Floats) -> Hangs:
    """What each parameter explains by itself, from the draws alone.

    Parameters
    ----------
    points : ndarray of float, shape (n, k)
        The draws.
    outcome : ndarray of float, shape (n,)
        1 and 0; NaN where there is no answer.
    """
    good = np.isfinite(outcome)
    first = np.array([_epsilon_squared(column[good], outcome[good]) for column in points.T])
    return Hangs("classes", first, None, None, None, int(good.sum()), 0)


def _epsilon_squared(values: Floats, outcome: Floats) -> float:
    """Share of a variance between classes of equal size, less what there is by chance if nothing depends on them."""
    n = len(values)
    classes = min(CLASSES, n // LEAST)
    whole = float(((outcome - outcome.mean()) ** 2).sum()) if n else 0.0
    if classes < 2 or not whole:
        return float("nan")
    parts = np.array_split(outcome[np.argsort(values, kind="stable")], classes)
    inside = sum(float(((part - part.mean()) ** 2).sum()) for part in parts)
    return 1 - (inside / (n - classes)) / (whole / (n - 1))
