"""Distributions from which parameters are drawn, by their quantiles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil, floor, isfinite, log
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import nearest
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.types import Floats


ARGUMENTS = {
    "normal": ("MEAN", "SD", "LOW", "HIGH"),
    "lognormal": ("MEAN", "SD", "LOW", "HIGH"),
    "uniform": ("LOW", "HIGH"),
    "triangular": ("LOW", "MODE", "HIGH"),
    "beta": ("A", "B", "LOW", "HIGH"),
}
"""Names of the distributions and of their arguments; the bounds of all but the uniform and the triangular may be left
out."""

CUT = ("normal", "lognormal")
"""Distributions without ends of their own."""


class DrawError(ValueError):
    """A draw that is not written as it should be."""


@dataclass(frozen=True)
class Draw:
    """A distribution of one number.

    ``normal`` and ``lognormal`` may be cut: then only what lies between the bounds is drawn, in the same proportions.
    The mean and the standard deviation of ``lognormal`` are those of the logarithm. ``beta`` goes from 0 to 1, or from
    one bound to the other; its mean is at the share ``A / (A + B)`` of the way.

    Parameters
    ----------
    name : str
        A key of `ARGUMENTS`.
    arguments : tuple of float
        Its arguments.
    whole : bool
        Whether only whole numbers are drawn: all between the ends with the same chance where the distribution is even,
        else those next to what would be drawn.

    Raises
    ------
    DrawError
        If the arguments are not such as the distribution takes.
    """

    name: str
    arguments: tuple[float, ...]
    whole: bool = False

    def __post_init__(self) -> None:
        if fault := _fault(self.name, self.arguments):
            raise DrawError(f"{self}: {fault}")
        if self.whole and self.support[0] > self.support[1]:
            raise DrawError(f"{self}: there is no whole number between")

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(repr, self.arguments))})"

    @staticmethod
    def parse(text: str) -> Draw:
        """A draw as it is written on the command line, such as ``normal(0.3, 0.1)``.

        Parameters
        ----------
        text : str
            Name and arguments.

        Raises
        ------
        DrawError
            If it cannot be read.
        """
        match = re.fullmatch(r"\s*([a-z]+)\s*(?:\((.*)\))?\s*", text)
        if match is None or match[1] not in ARGUMENTS:
            hint = nearest(match[1] if match else text, ARGUMENTS)
            raise DrawError(f"there is no draw '{text.strip()}' ({hint})")
        if match[2] is None:
            raise DrawError(f"expected {_usage(match[1])}, found '{text.strip()}'")
        try:
            numbers = tuple(float(evaluate(part.strip(), {})) for part in match[2].split(","))
        except (ExpressionError, OverflowError):
            raise DrawError(f"expected {_usage(match[1])} with numbers, found '{text.strip()}'") from None
        return Draw(match[1], numbers)

    def quantile(self, chances: Floats) -> Floats:
        """The numbers below which the distribution lies with these chances.

        Parameters
        ----------
        chances : ndarray of float
            Between 0 and 1.
        """
        if not self.whole:
            return self._quantile(chances)
        low, high = self.support
        if self.name == "uniform":
            return np.clip(np.floor(low + chances * (high - low + 1)), low, high)
        return np.clip(np.rint(self._quantile(chances)), low, high)

    def _quantile(self, chances: Floats) -> Floats:
        if self.name == "uniform":
            low, high = self.arguments
            return low + chances * (high - low)
        if self.name == "triangular":
            return self._triangular(chances)
        if self.name == "beta":
            return self._beta(chances)
        logarithm = self.name == "lognormal"
        mean, sd, *bounds = self.arguments
        found = _normal(chances, mean, sd, [_log(b) for b in bounds] if logarithm else bounds)
        found = np.exp(found) if logarithm else found
        return np.clip(found, bounds[0], bounds[1]) if bounds else found

    @property
    def support(self) -> tuple[float, float]:
        """The least and the greatest number that can be drawn."""
        low, high = self._ends
        return (_up(low), _down(high)) if self.whole else (low, high)

    @property
    def _ends(self) -> tuple[float, float]:
        if self.name in ("uniform", "triangular"):
            return self.arguments[0], self.arguments[-1]
        low, high = self.arguments[2:] or ((0.0, 1.0) if self.name == "beta" else (-np.inf, np.inf))
        return (max(low, 0.0), high) if self.name == "lognormal" else (low, high)

    def cut(self, low: Fraction | None, high: Fraction | None) -> Draw:
        """The same between two bounds, if it has no ends of its own; None for no bound."""
        if self.name not in CUT or len(self.arguments) > 2 or (low is None and high is None):
            return self
        ends = -np.inf if low is None else float(low), np.inf if high is None else float(high)
        return Draw(self.name, (*self.arguments, *ends), self.whole)

    def _beta(self, chances: Floats) -> Floats:
        from scipy.special import betaincinv

        one, two = self.arguments[:2]
        low, high = self._ends
        found: Floats = low + betaincinv(one, two, chances) * (high - low)
        return found

    def _triangular(self, chances: Floats) -> Floats:
        low, mode, high = self.arguments
        split = (mode - low) / (high - low)
        rising = low + np.sqrt(chances * (high - low) * (mode - low))
        falling = high - np.sqrt((1 - chances) * (high - low) * (high - mode))
        return np.where(chances < split, rising, falling)


def _up(end: float) -> float:
    return float(ceil(end)) if isfinite(end) else end


def _down(end: float) -> float:
    return float(floor(end)) if isfinite(end) else end


def _log(bound: float) -> float:
    return -np.inf if bound <= 0 else log(bound)


def _normal(chances: Floats, mean: float, sd: float, bounds: list[float]) -> Floats:
    from scipy.special import ndtr, ndtri

    low, high = ndtr((np.array(bounds or [-np.inf, np.inf]) - mean) / sd)
    found: Floats = mean + sd * ndtri(low + chances * (high - low))
    return found


def _usage(name: str) -> str:
    required = ARGUMENTS[name] if name in ("uniform", "triangular") else ARGUMENTS[name][:2]
    return f"{name}({', '.join(required)})"


def _fault(name: str, given: tuple[float, ...]) -> str:
    """What is wrong with the arguments of a distribution; empty if nothing is."""
    if name.endswith("normal"):
        if len(given) not in (2, 4):
            return f"expected {_usage(name)}, or with bounds {name}({', '.join(ARGUMENTS[name])})"
        if given[1] <= 0:
            return "the standard deviation is to be above 0"
        if name == "lognormal" and abs(given[0]) + 40 * given[1] > 700:
            return "the draws would be too large or too small for numbers here; mean and SD are those of the logarithm"
        return _empty(name, given) if len(given) == 4 else ""
    if name == "beta":
        return _no_beta(given)
    if len(given) != len(ARGUMENTS[name]):
        return f"expected {_usage(name)}"
    if list(given) != sorted(given) or given[0] == given[-1]:
        return f"expected {_usage(name)} in rising order"
    return ""


def _no_beta(given: tuple[float, ...]) -> str:
    if len(given) not in (2, 4):
        return f"expected {_usage('beta')}, or with bounds beta({', '.join(ARGUMENTS['beta'])})"
    if not all(1e-3 <= number <= 1e6 for number in given[:2]):
        return "A and B are to be from 0.001 to 1,000,000"
    return "" if len(given) == 2 or given[2] < given[3] else "the lower bound is to be below the upper one"


def _empty(name: str, given: tuple[float, ...]) -> str:
    """Whether next to nothing of a normal lies between its bounds."""
    mean, sd, low, high = given
    if low >= high:
        return "the lower bound is to be below the upper one"
    if name == "lognormal":
        if high <= 0:
            return "a lognormal is above 0, so its upper bound is to be"
        low, high = _log(low), _log(high)
    far = 8.0  # standard deviations; beyond them the quantiles lose their digits
    if low > mean + far * sd or high < mean - far * sd:
        return "the bounds leave next to nothing of it"
    return ""
