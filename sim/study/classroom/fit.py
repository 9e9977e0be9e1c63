"""The precision of play with errors that makes observed choices likeliest, and how well the choices tell it.

The precision is found by maximum likelihood along the branch of logit quantal response equilibria that starts from play
at random. The interval holds the precisions at which twice the loss of log-likelihood is at most 3.84, the 95 % point
of the chi-squared distribution with one degree of freedom (Wilks 1938).

References
----------
McKelvey, R. D. and Palfrey, T. R. (1995): Quantal response equilibria for normal form games. Games and Economic
Behavior 10, 6-38. Wilks, S. S. (1938): The large-sample distribution of the likelihood ratio for testing composite
hypotheses. Annals of Mathematical Statistics 9, 60-62.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

THRESHOLD = 3.841458820694124
"""95 % point of the chi-squared distribution with one degree of freedom."""

GRID = (0.0, *(10 ** (k / 4) for k in range(-4, 13)))
"""Precisions tried first, per unit of the payoff range."""

CLOSE = 1e-5
"""Relative width at which the search for the top, and for the ends of the interval, is over."""

LEAST = -1e9
"""Log-likelihood that is taken where there is none."""

FLAT = 1e-6
"""Differences of the log-likelihood below which choices say nothing about the precision."""

FEW = 10
"""Choices below which a fit is hardly worth anything."""

Likelihood = Callable[[Sequence[float]], list[float | None]]
"""From precisions to the log-likelihood of the choices; None where there is no equilibrium to be had."""


@dataclass(frozen=True)
class Fit:
    """A fitted precision.

    Parameters
    ----------
    precision : float
        The likeliest precision, per unit of payoff.
    low, high : float or None
        Ends of the 95 % interval; ``high`` is None where it has no upper end in the range that was searched.
    loglik, uniform : float
        Log-likelihood at the precision, and of play at random.
    count : int
        Number of choices.
    edge : str
        ``none`` if the likelihood has its top inside the range; ``random`` if it is at play at random; ``top`` if it
        still grows at the end of the range; ``flat`` if the choices say nothing about the precision.
    reached : float
        The highest precision at which there was an equilibrium to compare with.
    """

    precision: float
    low: float
    high: float | None
    loglik: float
    uniform: float
    count: int
    edge: str
    reached: float

    @property
    def gain(self) -> float:
        """Twice the log-likelihood ratio against play at random."""
        return 2 * (self.loglik - self.uniform)

    @property
    def beats_random(self) -> bool:
        """Whether play at random is outside the interval."""
        return self.gain > THRESHOLD

    @property
    def few(self) -> bool:
        """Whether there are too few choices to say much."""
        return self.count < FEW


def fit_precision(likelihood: Likelihood, count: int, scale: float) -> Fit | None:
    """Find the likeliest precision; None if there is no equilibrium to compare with but play at random.

    Parameters
    ----------
    likelihood : callable
        Log-likelihood of the choices at precisions.
    count : int
        Number of choices.
    scale : float
        Range of the payoffs, which sets the range of precisions that is searched.
    """
    known = _Known(likelihood, scale)
    known.at(GRID)
    grid = known.precisions
    if len(grid) < 2:
        return None
    uniform = known.value(0.0)
    values = [known.value(t) for t in grid]
    if max(values) - min(values) < FLAT:
        return Fit(0.0, 0.0, None, uniform, uniform, count, "flat", grid[-1] / scale)
    best = grid[-1] if _grows(known, grid) else _climbed(known)
    top = known.value(best)
    edge = "random" if best == 0 else "top" if best == grid[-1] else "none"
    low, high = _ends(known, top)
    return Fit(
        precision=best / scale,
        low=low / scale,
        high=None if high is None else high / scale,
        loglik=top,
        uniform=uniform,
        count=count,
        edge=edge,
        reached=grid[-1] / scale,
    )


def _grows(known: _Known, grid: list[float]) -> bool:
    """Whether the likelihood is at its top at the end of the grid, and not falling there."""
    last = known.value(grid[-1])
    return last >= max(map(known.value, grid)) - FLAT and last >= known.value(grid[-1] * (1 - 1e-3)) - FLAT / 1000


class _Known:
    """The log-likelihood where it has been asked for, at precisions per unit of the payoff range."""

    def __init__(self, likelihood: Likelihood, scale: float) -> None:
        self.likelihood, self.scale = likelihood, scale
        self.found: dict[float, float] = {}

    def at(self, wanted: Sequence[float]) -> None:
        fresh = [t for t in wanted if t not in self.found]
        answers = self.likelihood([t / self.scale for t in fresh])
        self.found.update({t: v for t, v in zip(fresh, answers, strict=True) if v is not None})

    def value(self, t: float) -> float:
        if t not in self.found:
            self.at([t])
        return self.found.get(t, -math.inf)

    @property
    def precisions(self) -> list[float]:
        return sorted(self.found)


def _climbed(known: _Known) -> float:
    """The best precision: by Brent's method between the neighbours of the best one on the grid."""
    from scipy.optimize import minimize_scalar

    here = known.precisions
    k = max(range(len(here)), key=lambda n: known.value(here[n]))
    bounds = here[max(k - 1, 0)], here[min(k + 1, len(here) - 1)]
    minimize_scalar(
        lambda t: -max(known.value(float(t)), LEAST),
        bounds=bounds,
        method="bounded",
        options={"xatol": CLOSE * bounds[1]},
    )
    return max(known.precisions, key=known.value)


def _ends(known: _Known, top: float) -> tuple[float, float | None]:
    """The lowest and the highest precision that the choices do not speak against."""
    from scipy.optimize import brentq

    def excess(t: float) -> float:
        return min(2 * (top - known.value(float(t))), -LEAST) - THRESHOLD

    def edge(good: float, bad: float) -> float:
        return float(brentq(excess, good, bad, xtol=CLOSE * max(good, bad)))

    here = known.precisions
    kept = [k for k, t in enumerate(here) if excess(t) <= 0]
    first, last = kept[0], kept[-1]
    low = here[first] if first == 0 else edge(here[first], here[first - 1])
    return low, None if last == len(here) - 1 else edge(here[last], here[last + 1])
