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
    if model.values:
        yield from _hidden(model)
    elif model.deadline == "demands":
        yield from _demands(model)
    if model.rounds is None and any(model.outside.values()) and not model.values and model.deadline == "offer":
        yield (
            ("outside",),
            "without a last round nobody ever gets what is outside after it",
            "give 'rounds' a number, or write 'opt_out' for what each gets by leaving, or 'breakdown' for what it gets "
            "if the talks break down",
        )
    yield from _free_waiting(model)
    yield from observed_problems(model, lambda entry, path: _observed(model, entry, path))


def _observed(model: OffersModel, entry: SharesModel, path: Path) -> Iterator[Found]:
    """What is wrong with offers that were counted."""
    yield from late(entry, model.rounds, path)
    yield from too_many_accepted(entry, path)


def _demands(model: OffersModel) -> Iterator[Found]:
    """Demands at the deadline need one, and go with offers in turn over a surplus that stays."""
    if model.rounds is None:
        yield ("deadline",), "without a last round there is no deadline", "give 'rounds' a number, or remove it"
    if len(set(model.surplus)) > 1:
        yield ("surplus",), "with demands at the deadline the surplus stays as it is", "write one number"
    for key in NOT_WITH_DEMANDS:
        if key in model.model_fields_set:
            yield (
                (key,),
                f"with demands at the deadline '{key}' is not solved for",
                "remove it, or write 'deadline: offer'",
            )


NOT_WITH_DEMANDS = ("sizes", "drawn", "proposer", "opt_out", "breakdown", "inside", "cost")
"""Keys that do not go with demands at the deadline."""


def _hidden(model: OffersModel) -> Iterator[Found]:
    """One value is hidden; the other side names all prices, and nothing but time presses."""
    hidden = [player for player, worth in model.values.items() if worth.hidden]
    if len(hidden) > 1:
        yield (
            ("values", hidden[1]),
            "both values are hidden, and offers are solved for one that is",
            "give one of them as a number; with both hidden the prices can be the options of a file of kind issues "
            "that has 'types' for both",
        )
    if not hidden:
        yield (
            ("values", next(iter(model.values))),
            "no value is hidden",
            "give one of them as a range such as 0:1:0.01 or as a list, or write 'surplus' for what both know",
        )
    if len(hidden) != 1:
        return
    (buyer,) = hidden
    seller = next(player for player in model.players if player != buyer)
    if model.first == buyer:
        yield ("first",), f"the side whose value is known names the prices, which is '{seller}'", f"write '{seller}'"
    if model.proposer is not None and set(model.proposer) != {Fraction(1)}:
        yield (
            ("proposer",),
            "with a hidden value the other side names the price in every round",
            "remove it; an offer of somebody whose value is hidden would tell of it, which is not solved here",
        )
    if model.players[seller].patience == 1:
        yield (
            ("players", seller, "patience"),
            "who names prices to somebody whose value is hidden has to lose by waiting, found a patience of 1",
            "choose a patience below 1",
        )
    for key in ALONE:
        if key in model.model_fields_set:
            yield (key,), f"with hidden values '{key}' has no meaning yet", "remove it, or remove 'values'"


ALONE = ("surplus", "sizes", "drawn", "grid", "deadline", "outside", "opt_out", "breakdown", "inside", "cost")
"""Keys that do not go with hidden values: there nothing but time presses, and the good is all that there is."""


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
