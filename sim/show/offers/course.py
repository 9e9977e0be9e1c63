"""What happens where offers are made under pressure or by chance: who takes what, why, and how likely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.words import number

if TYPE_CHECKING:
    from sim.engine.offers.round_play import Offer
    from sim.engine.offers.subgame_perfect import OffersSolution
    from sim.scenario.scenario import Scenario


def pressed_course(scenario: Scenario, solution: OffersSolution) -> list[str]:
    """What happens, in sentences."""
    game, ends = solution.game, solution.endings
    one, two = (player.name for player in scenario.players)
    start = [offer for offer in solution.offers if offer.round == 0]
    told = [_offer(scenario, solution, offer, len(start) > 1) for offer in start]
    pays = f"Seen from the start {one} gets {number(solution.payoffs[0])} and {two} {number(solution.payoffs[1])}."
    if len(start) == 1 and ends.first not in (0, None) and ends.agreement == 1:
        late = next(o for o in solution.offers if o.round == ends.first and o.demand is not None)
        told.append(_offer(scenario, solution, late, False))
    if 0 < ends.agreement < 1 or (ends.agreement and ends.mean_round != 1 and game.uneven):
        assert ends.mean_round is not None
        told.append(
            f"There is an agreement with chance {number(ends.agreement)}, and then on average in round "
            f"{number(ends.mean_round)}."
        )
    for chance, how in ((ends.leaving, "somebody leaves"), (ends.breakdown, "the talks break down")):
        if 0 < chance < 1:
            told.append(f"With chance {number(chance)} {how}.")
    return [*told, *_outside(scenario, solution, start), pays]


def _offer(scenario: Scenario, solution: OffersSolution, offer: Offer, drawn: bool) -> str:
    """What is done in a round, and why."""
    names = [player.name for player in scenario.players]
    i, j = offer.proposer, 1 - offer.proposer
    when = "" if offer.round == 0 else f"In round {offer.round + 1} "
    if drawn:
        when = f"If {number(offer.size)} is to be shared and {names[i]} proposes (chance {number(offer.chance)}), "
    get = "would get" if not offer.leaves else "gets"
    if offer.demand is None and offer.leaves:
        return f"{when}{names[j]} leaves whatever it is offered: that pays it {number(solution.game.left[j])}."
    if offer.demand is None:
        return f"{when}{names[i]} makes no offer that {names[j]} accepts: both wait for more than there is to share."
    does = (
        f"{when}{names[i]} asks for {number(offer.demand)} and offers {names[j]} {number(offer.accepts_from)}, which "
        "it accepts: "
    )
    if not offer.accepts_from:
        return f"{does}refusing would bring it no more than nothing."
    if offer.leaves:
        return f"{does}by leaving it {get.replace('gets', 'would get')} just that, and it would leave for less."
    return f"{does}refusing is worth just that to it."


def _outside(scenario: Scenario, solution: OffersSolution, start: list[Offer]) -> list[str]:
    """Whether what is outside counts: it does only where leaving is worth more than waiting."""
    game = solution.game
    if len(start) != 1 or start[0].demand is None or not game.may_leave(1 - start[0].proposer):
        return []
    offer, j = start[0], 1 - start[0].proposer
    name, left = scenario.players[j].name, number(game.left[j])
    if offer.leaves:
        return [
            f"What {name} could get elsewhere, {left}, binds: it gets just that and not a share of what is above it."
        ]
    if game.left[j] < offer.accepts_from:
        return [
            f"What {name} could get elsewhere, {left}, does not count: going on is worth more to it, "
            "and nobody believes that it leaves."
        ]
    return []
