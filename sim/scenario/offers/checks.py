"""Checks of alternating offers that need a whole file."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.observed.checks import late, observed_problems, too_many_accepted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.kind import Found
    from sim.scenario.observed.model import SharesModel
    from sim.scenario.offers.model import OffersModel
    from sim.scenario.source import Path


def problems(model: OffersModel) -> Iterator[Found]:
    """What only a whole file shows: two surpluses, chances that do not add up, and waiting that costs nothing."""
    total = sum((entry.probability for entry in model.sizes), Fraction(0))
    if model.sizes and total != 1:
        yield (
            ("sizes",),
            f"expected probabilities that add up to 1, found {float(total):g}",
            "all sizes together are what there can be",
        )
    if model.sizes and "surplus" in model.model_fields_set:
        yield ("sizes",), "the surplus is drawn and given as well", "remove 'surplus' or 'sizes'"
    yield from _free_waiting(model)
    yield from observed_problems(model, lambda entry, path: _observed(model, entry, path))


def _observed(model: OffersModel, entry: SharesModel, path: Path) -> Iterator[Found]:
    """What is wrong with offers that were counted."""
    yield from late(entry, model.rounds, path)
    yield from too_many_accepted(entry, path)


def _free_waiting(model: OffersModel) -> Iterator[Found]:
    """Who does not mind waiting for ever cannot be bargained with: the theory needs a pressure in endless games."""
    hazard = model.breakdown.hazard if model.breakdown is not None else 0
    for player, entry in model.players.items():
        presses = model.cost.get(player, Fraction(0)) - model.inside.get(player, Fraction(0)) > 0
        if model.rounds is None and entry.patience == 1 and not hazard and not presses:
            yield (
                ("players", player, "patience"),
                "without a last round waiting has to cost something, found a patience of 1 and neither a hazard nor a "
                "cost",
                "choose a patience below 1, a 'breakdown' with a hazard, or a 'cost'",
            )
