"""From a checked model to bargaining over issues."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.issues.stated import Choice, Issue, Issues, PackageOffers, PairOfChoices

if TYPE_CHECKING:
    from sim.scenario.issues.model import ExtraModel, IssuesModel
    from sim.types import Pair


def game(model: IssuesModel) -> Issues:
    """The game of a model that has passed every check."""
    one, two = model.players.values()
    issues = []
    for key, entry in model.issues.items():
        weights = one.weights.get(key, Fraction(1)), two.weights.get(key, Fraction(1))
        choices = tuple(
            Choice(option, choice.name or option, (choice.points[0] * weights[0], choice.points[1] * weights[1]))
            for option, choice in entry.options.items()
        )
        issues.append(Issue(key, entry.name or key, choices))
    offers = None
    if model.offers is not None:
        first = list(model.players).index(model.offers.first) if model.offers.first else 0
        offers = PackageOffers(model.offers.rounds, first, model.offers.breakdown)
    extras = tuple(_extra(model, extra) for extra in model.extras)
    return Issues(tuple(issues), extras, (one.walk_away, two.walk_away), offers)


def _extra(model: IssuesModel, extra: ExtraModel) -> PairOfChoices:
    """Its options in the order of their issues."""
    issues, found = list(model.issues), []
    for reference in extra.when:
        issue, _, option = reference.partition(".")
        found.append((issues.index(issue), list(model.issues[issue].options).index(option)))
    (one, first), (two, second) = sorted(found)
    points: Pair = (extra.points[0], extra.points[1])
    return PairOfChoices((one, two), (first, second), points)
