"""From a checked model to alternating offers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.scenario import (
    Offers,
)

if TYPE_CHECKING:
    from sim.scenario.offers.model import OffersModel


def game(model: OffersModel) -> Offers:
    """The game of a model that has passed every check."""
    one, two = model.players
    return Offers(
        surplus=model.surplus,
        grid=model.grid,
        first=[one, two].index(model.first) if model.first else 0,
        rounds=model.rounds,
        outside=(model.outside.get(one, Fraction(0)), model.outside.get(two, Fraction(0))),
    )
