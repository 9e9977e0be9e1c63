"""Why prices are named and taken where a value is hidden: who would rather wait, and what a price brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.offers.pbe import who
from sim.show.offers.values_rules import setting_words
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.words import equals_sign, number

if TYPE_CHECKING:
    from sim.engine.offers.pbe import Named, PricesSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

MOST_TOLD = 12
"""Prices, most, that are all explained; of more, the first and the last two."""

TIMES, LESS = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}"


def explanation(scenario: Scenario, solution: PricesSolution, depth: Depth) -> Text:
    """Why each price is taken by whom, and why it is named.

    Parameters
    ----------
    depth : {"brief", "full"}
        ``brief``: the first and the last price. ``full``: every price.
    """
    game, path = solution.game, solution.path
    seller, buyer = scenario.players[game.seller].name, scenario.players[game.buyer].name
    reading = [
        setting_words(scenario, game),
        f"With a higher value waiting costs {buyer} more, so that whoever would take a price would also take it with a "
        f"higher value. A refusal therefore tells {seller} that the value is lower, and the next price is no "
        "higher.",
    ]
    parts = [Section("How to read it", tuple(map(Paragraph, reading)))]
    if not path:
        return Text(
            f"{scenario.title}: why there is no trade",
            (*parts, Section("No trade", (Paragraph("No price is worth it to both."),))),
        )
    kept = path if depth == "full" else (path[0], *path[1:][-1:])
    if len(kept) > MOST_TOLD:
        kept = (*kept[: MOST_TOLD - 2], *kept[-2:])
    items = [Item(_why(scenario, solution, named), f"Round {named.round + 1}.") for named in kept]
    parts.append(Section("Why each price is taken", (Points(tuple(items)),)))
    parts.append(Section("Why it is named", tuple(map(Paragraph, _named(scenario, solution)))))
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(parts))


def _why(scenario: Scenario, solution: PricesSolution, named: Named) -> str:
    """Who is just willing to take a price, and what waiting would bring it."""
    game = solution.game
    buyer, d = scenario.players[game.buyer].name, game.discount[game.buyer]
    lowest = who(game, named)[-1][0]
    gain = lowest - named.price
    following = next((other for other in solution.path if other.round == named.round + 1), None)
    told = (
        f"The price is {number(named.price)}. With a value of {number(lowest)} {buyer} gains {number(gain)} by taking "
        "it"
    )
    if following is None:
        why = "and nothing by waiting" if not gain else "and no more by waiting: there is no lower price to come"
        return f"{told}, {why}."
    later = d * (lowest - following.price)
    same = "as much" if later == gain else "less"
    return (
        f"{told}. Waiting for {number(following.price)} is worth {number(d)} {TIMES} ({number(lowest)} {LESS} "
        f"{number(following.price)}) {equals_sign(later)} {number(later)}, {same}. With a lower value it waits."
    )


def _named(scenario: Scenario, solution: PricesSolution) -> list[str]:
    """What the first price brings, and what a higher and a lower one would."""
    game, first = solution.game, solution.path[0]
    seller, e = scenario.players[game.seller].name, game.discount[game.seller]
    at_once = first.chance * (first.price - game.own)
    total = solution.payoffs[game.seller]
    told = (
        f"The first price brings {seller} {number(first.price - game.own)} with chance {number(first.chance)}, which "
        f"is {number(at_once)}"
    )
    if total > at_once:
        told += f"; what follows a refusal adds {number(total - at_once)}, discounted by {number(e)} a round"
    return [
        f"{told}. Every other price was looked at, after every share of values that may have bought before, and none "
        "pays more.",
    ]
