"""Why packages are offered and accepted, from the last round back or by what each gets by waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.issues.words import package_words
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.issues.package_offer import PackageOffer
    from sim.engine.issues.subgame_perfect import PackageOffersSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth
    from sim.types import Pair

MOST_ROUNDS = {"brief": 3, "full": 12}
"""Rounds that are told: the last ones, and the first."""


def explanation(scenario: Scenario, solution: PackageOffersSolution, depth: Depth) -> Text:
    """Explain offers of packages.

    Parameters
    ----------
    depth : {"brief", "full"}
        ``full``: more rounds.
    """
    rounds = list(enumerate(solution.rounds))
    most = MOST_ROUNDS[depth]
    told = rounds if solution.endless else rounds[::-1]
    left = len(told) - most
    if left > 0:
        told = [*told[: most - 1], told[-1]]
    items = tuple(Item(_round(scenario, solution, t, one), f"Round {t + 1}.") for t, one in told)
    title = "Two rounds that hold each other up" if solution.endless else "From the last round back to the first"
    blocks = [Points(items)]
    skipped = [Paragraph(f"Rounds {told[-1][0] + 2} to {told[-2][0]} are left out.")] if left > 0 else []
    return Text(f"{scenario.title}: why these offers", (Section(title, (*blocks, *skipped)),))


def _round(scenario: Scenario, solution: PackageOffersSolution, t: int, one: PackageOffer) -> str:
    game = solution.game
    names = [player.name for player in scenario.players]
    i, j = one.proposer, 1 - one.proposer
    assert game.offers is not None
    last = game.offers.rounds is not None and t + 1 == game.offers.rounds
    stays = f"waiting is worth {number(one.waits[j])} to {names[j]} ({_after(solution, t, j, last)})"
    away = f"walking away {number(game.walk_away[j])}"
    told = (
        f"{names[i]} has the turn. If {names[j]} does not accept, {stays}, {away}: {names[j]} accepts "
        f"{number(one.accepts_from)} or more."
    )
    if one.offer is None:
        return f"{told} {_no_offer(names, game.walk_away, one)}"
    mine, theirs = one.offer.payoffs[i], one.offer.payoffs[j]
    just = "just that" if theirs == one.accepts_from else f"{number(theirs)}, which is enough"
    left = max(one.refused[i], game.walk_away[i])
    without = "as much" if mine == left else f"{number(mine - left)} less"
    return (
        f"{told} {names[i]} offers {package_words(scenario, one.offer.package)}: it leaves {names[j]} {just}, and of "
        f"all that leaves it enough this is the best for {names[i]}, {number(mine)}. To end the round without an "
        f"agreement would be worth {without} to {names[i]}."
    )


def _no_offer(names: list[str], floor: Pair, one: PackageOffer) -> str:
    """Why no offer is made that is accepted."""
    i, j = one.proposer, 1 - one.proposer
    best = max(one.refused[i], floor[i])
    told = f"No package is worth that to {names[j]} and {number(best)}, what {names[i]} has without, to {names[i]}"
    if one.walker is None:
        return f"{told}, so both wait."
    return f"{told}, so {names[one.walker]} walks away."


def _after(solution: PackageOffersSolution, t: int, side: int, last: bool) -> str:
    """What a refusal leads to."""
    game = solution.game
    assert game.offers is not None
    assert game.discount is not None
    d, floor, p = game.discount[side], game.walk_away[side], game.offers.breakdown
    if last:
        return f"walking away with {number(floor)} a round later, times {number(d)}"
    later = solution.rounds[(t + 1) % len(solution.rounds)].worth[side]
    if not p:
        return f"{number(later)} in the next round, times {number(d)}"
    return _risky(d, floor, p, later)


def _risky(d: Fraction, floor: Fraction, p: Fraction, later: Fraction) -> str:
    return (
        f"walking away with {number(floor)} with a chance of {percent(float(p))}, else {number(later)} in the next "
        f"round; times {number(d)}"
    )
