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

from sim.scenario.issues.stated import Issues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.issues.stated import PackageOffers, PairOfChoices
    from sim.scenario.scenario import Scenario
    from sim.types import Pair

    Package = tuple[int, ...]


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
    extras : tuple of PairOfChoices
        Points on top for pairs of options.
    walk_away : pair of Fraction
        What each side has without an agreement.
    discount : pair of Fraction or None
        Each side's discount factor per round; None where no offers are made in turn.
    offers : PackageOffers or None
        How offers are made in turn; None where they are not.
    """

    players: tuple[str, str]
    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    points: tuple[tuple[Pair, ...], ...]
    extras: tuple[PairOfChoices, ...]
    walk_away: Pair
    discount: Pair | None = None
    offers: PackageOffers | None = None

    @property
    def count(self) -> int:
        """Number of packages."""
        return prod(map(len, self.options))

    def label(self, package: Sequence[int]) -> str:
        """A package by the identifiers of its options, in the order of the issues."""
        return " / ".join(options[choice] for options, choice in zip(self.options, package, strict=True))

    def pays(self, package: Sequence[int]) -> Pair:
        """What a package pays both sides.

        Parameters
        ----------
        package : sequence of int
            For each issue the number of an option.
        """
        each = [self.points[k][option] for k, option in enumerate(package)]
        each += [
            extra.points for extra in self.extras if tuple(package[issue] for issue in extra.issues) == extra.choices
        ]
        first, second = zip(*each, strict=True)
        return sum(first), sum(second)


def from_issues(scenario: Scenario) -> IssuesGame:
    """Compile a scenario of kind ``issues``."""
    game = scenario.game
    if not isinstance(game, Issues):
        raise TypeError(f"expected a scenario of kind issues, found {scenario.kind}")
    one, two = scenario.players
    patience = None if one.patience is None or two.patience is None else (one.patience, two.patience)
    return IssuesGame(
        players=(one.id, two.id),
        issues=tuple(issue.id for issue in game.issues),
        options=tuple(tuple(choice.id for choice in issue.choices) for issue in game.issues),
        points=tuple(tuple(choice.points for choice in issue.choices) for issue in game.issues),
        extras=game.extras,
        walk_away=game.walk_away,
        discount=patience if game.offers is not None else None,
        offers=game.offers,
    )
