"""Bargaining over packages: an option of each issue, which pays both sides points that add up.

References
----------
Raiffa, H. (1982): The Art and Science of Negotiation. Harvard University Press (scoring of packages). Keeney, R. L. and
Raiffa, H. (1976): Decisions with Multiple Objectives. Wiley (additive values).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.types import Pair

    Package = tuple[int, ...]


@dataclass(frozen=True)
class Extra:
    """Points on top where two issues end with certain options.

    Parameters
    ----------
    issues : pair of int
        The issues, the earlier one first.
    options : pair of int
        The option of each.
    points : pair of Fraction
        What it adds for both sides.
    """

    issues: tuple[int, int]
    options: tuple[int, int]
    points: Pair


@dataclass(frozen=True)
class IssuesGame:
    """A package names an option for each issue; without an agreement both walk away.

    Parameters
    ----------
    players : tuple of str
        Identifiers of the two sides.
    issues : tuple of str, length k
        Identifiers.
    options : tuple of tuple of str
        For each issue the identifiers of its options.
    points : tuple of tuple of pair of Fraction
        What each option of each issue pays both sides.
    extras : tuple of Extra
        Points on top for pairs of options.
    walk_away : pair of Fraction
        What each side has without an agreement.
    """

    players: tuple[str, str]
    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    points: tuple[tuple[Pair, ...], ...]
    extras: tuple[Extra, ...]
    walk_away: Pair

    @property
    def count(self) -> int:
        """Number of packages."""
        return prod(map(len, self.options))

    def pays(self, package: Sequence[int]) -> Pair:
        """What a package pays both sides.

        Parameters
        ----------
        package : sequence of int
            For each issue the number of an option.
        """
        each = [self.points[k][option] for k, option in enumerate(package)]
        each += [
            extra.points for extra in self.extras if tuple(package[issue] for issue in extra.issues) == extra.options
        ]
        first, second = zip(*each, strict=True)
        return sum(first), sum(second)
