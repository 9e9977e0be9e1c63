"""From a checked model to alternating offers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.scenario import (
    Offers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.offers.model import OffersModel
    from sim.types import Pair


def game(model: OffersModel) -> Offers:
    """The game of a model that has passed every check."""
    one, two = model.players
    sizes = tuple((entry.probability, entry.size) for entry in model.sizes)
    surplus = [size for _, size in sizes] or model.surplus
    broken = model.breakdown

    hidden = next((player for player, worth in model.values.items() if worth.hidden), None)
    first = [one, two].index(model.first) if model.first else 0
    if hidden is not None:
        first = 1 - [one, two].index(hidden)
    owner = model.values.get((one, two)[first])
    lots = model.values[hidden].lots if hidden is not None else ()
    own = owner.lots[0][0] if owner is not None and not owner.hidden else Fraction(0)

    def pair(of: Mapping[str, Fraction]) -> Pair:
        return of.get(one, Fraction(0)), of.get(two, Fraction(0))

    return Offers(
        surplus=max(surplus) if hidden is None else max(abs(value - own) for value, _ in lots) or Fraction(1),
        grid=model.grid,
        first=first,
        rounds=model.rounds,
        outside=pair(model.outside),
        opt_out=(model.opt_out.get(one), model.opt_out.get(two)),
        hazard=Fraction(0) if broken is None else broken.hazard,
        broken=pair({} if broken is None else broken.payoffs),
        inside=pair(model.inside),
        cost=pair(model.cost),
        by_round=() if sizes or len(set(surplus)) == 1 else tuple(surplus),
        sizes=sizes,
        once=model.drawn == "once",
        proposer=tuple(model.proposer or ()),
        demands=model.deadline == "demands",
        values=lots,
        own_value=own,
    )
