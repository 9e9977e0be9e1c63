"""The interval that a number of draws gives for a chance.

References
----------
Clopper, C. J. and Pearson, E. S. (1934): The use of confidence or fiducial limits illustrated in the case of the
binomial. Biometrika 26, 404-413.
"""

from __future__ import annotations

CONFIDENCE = 0.95
"""The chance with which an interval holds the true number, at least."""


def clopper_pearson(hits: int, draws: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Exact interval for a chance: it holds the true one with at least the confidence, whatever that is.

    Parameters
    ----------
    hits : int
        Draws in which it came about.
    draws : int
        How many there were, at least one.
    confidence : float
        Between 0 and 1; what is missing is split evenly between both ends.
    """
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low = float(betaincinv(hits, draws - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, draws - hits, 1 - tail)) if hits < draws else 1.0
    return low, high
